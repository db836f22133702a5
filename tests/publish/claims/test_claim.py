"""A claim as a value: its sentence, its parts, its other name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhishu.errors import EditionError
from zhishu.framework import Text
from zhishu.publish.claims import Claim, Part, by_id, renamed
from zhishu.publish.claims.phrases import joined, names, quantity_text
from zhishu.publish.document import Evidence, Span
from zhishu.publish.figure import Data
from zhishu.publish.names import RegionName

PROOFS = tuple(Evidence(name, Text("证", "proof"), Data((), ())) for name in ("seats", "seats-1"))
CLAIM = Claim(
    "seats",
    "seats",
    Text("席位", "Seats"),
    Text("{who}有 {n} 席，共 {all}。", "{who} holds {n} of {all}."),
    {
        "who": Part(Text("东部", "East")),
        "n": Part(Text("8", "8"), 8, "seats-1"),
        "all": Part(Text("15", "15"), 15),
    },
    PROOFS,
)


def test_numbers_carry_their_evidence() -> None:
    """A part names its own proof, else the claim's first; a mere word has none."""
    spans = {span.text: span.evidence for span in CLAIM.said.en}
    assert spans == {"East": "", " holds ": "", "8": "seats-1", " of ": "", "15": "seats", ".": ""}
    assert CLAIM.said.plain("zh") == "东部有 8 席，共 15。"
    assert CLAIM.values == {"n": 8, "all": 15}


def test_other_words_keep_the_proof() -> None:
    """An editor's words take the same parts, in any order."""
    other = replace(CLAIM, text=Text("{n}/{all}", "{n}/{all}"))
    assert other.said.zh == (Span("8", "seats-1"), Span("/"), Span("15", "seats"))


def test_unknown_part_is_an_error() -> None:
    """A placeholder that no part has is answered with the names that exist."""
    with pytest.raises(EditionError, match="no part 'alll'") as caught:
        replace(CLAIM, text=Text("{alll}", "{alll}")).said  # noqa: B018 - the sentence is made when asked for
    assert caught.value.advice == "did you mean '{all}'?"
    assert "{who}, {n}, {all}" in str(caught.value)


def test_renamed_takes_its_evidence_along() -> None:
    """Another id changes the ids of the proofs and of the parts that name them."""
    other = renamed(CLAIM, "mine")
    assert [proof.id for proof in other.evidence] == ["mine", "mine-1"]
    assert other.parts["n"].evidence == "mine-1"
    assert other.said.plain("en") == CLAIM.said.plain("en")


def test_two_claims_of_one_id() -> None:
    """The same claim may be wanted twice; another one under its id is an error."""
    assert by_id([CLAIM, CLAIM]) == {"seats": CLAIM}
    with pytest.raises(EditionError, match="two claims are called 'seats'"):
        by_id([CLAIM, replace(CLAIM, text=Text("{n}", "{n}"))])


def test_lists_in_both_languages() -> None:
    """Chinese lists use 、 and quote names that hold one; English ones end with and."""
    items = [Text("甲", "A"), Text("乙、丙", "B"), Text("丁", "C")]
    assert joined(items) == Text("甲、“乙、丙”、丁", "A, B and C")
    assert joined([]) == Text("", "")


def test_long_lists_are_cut_but_their_values_are_not() -> None:
    """Of many regions three are said, with how many there are; the value holds all."""
    regions = [RegionName(str(n), Text(f"甲{n}", f"A{n}"), Text(f"甲{n}", f"A{n}")) for n in range(30)]
    part = names(regions)
    assert part.words == Text("甲0、甲1、甲2等 30 个", "A0, A1, A2 and 27 more")
    assert len(part.value) == 30


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (1, "1 家", "1 firm"), (0, "0 家", "0 firms"), (8780, "8,780 家", "8,780 firms"), (2.5, "2.50 家", "2.50 firms"),
        (1.2e8, "1.20 亿家", "120.0 million firms"), (4.94e11, "4,940 亿家", "494.0 billion firms"),
        (-1.8e12, "-1.80 万亿家", "-1.80 trillion firms"),
    ],
)  # fmt: skip
def test_quantities(value: float, zh: str, en: str) -> None:
    """Amounts are said with their unit, one in the singular, large ones in words."""
    assert quantity_text(value, Text("家", "firms")) == Text(zh, en)
