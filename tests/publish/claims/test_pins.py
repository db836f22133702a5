"""Pinned claims: what claims.yaml may say, and what happens when it is no longer true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zhishu.errors import ClaimError, EditionError
from zhishu.publish.claims import check_pins, checked_pins, library_of, pinned_claims, read_pins

if TYPE_CHECKING:
    from collections.abc import Callable

TOTAL = "- {id: firms, kind: total, level: town, measure: firms, expect: {sum: %s}}\n"


def test_no_file_no_pins(small: Callable[..., Any], five: Any) -> None:
    """An edition without claims.yaml pins nothing."""
    assert pinned_claims(small(five)) == ()


def test_pin_that_holds(small: Callable[..., Any], five: Any) -> None:
    """It becomes a claim under its own id, which its evidence follows."""
    findings = small(five, claims=TOTAL % 265)
    (claim,) = pinned_claims(findings)
    assert (claim.id, claim.evidence[0].id) == ("firms", "firms")
    assert set(library_of(findings, ["advice"])) >= {"firms", "advice-town-all"}


def test_pin_that_no_longer_holds(small: Callable[..., Any], five: Any) -> None:
    """The error names file and line, what was expected, what was got, and the cells."""
    findings = small(five, claims="# totals\n" + TOTAL % 266)
    with pytest.raises(ClaimError, match="'firms' no longer holds") as caught:
        check_pins(findings.result)
    fault = caught.value
    assert fault.where.startswith("claims.yaml, line 2, column ")
    assert (fault.seen, fault.allowed) == ("sum = 265", "sum = 266")
    assert fault.cells[0] == "Region: Ash, Firms (firms): 100"
    assert "out/tables/panel.csv" in fault.cells[-1]
    assert fault.cells[-1] in str(fault)
    assert "out/tables/panel.csv" in fault.as_dict()["cells"]


def test_every_failing_pin_is_counted(small: Callable[..., Any], five: Any) -> None:
    """The first is raised and says how many more fail."""
    findings = small(five, claims=TOTAL % 1 + TOTAL.replace("id: firms", "id: other") % 2)
    assert len(checked_pins(findings)[1]) == 2
    with pytest.raises(ClaimError) as caught:
        pinned_claims(findings)
    assert caught.value.advice.endswith("1 more pinned claim fails")


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("{value: 270, tolerance: 5}", True), ("{value: 271, tolerance: 5}", False), ("{at_least: 265}", True),
        ("{at_least: 266}", False), ("{at_most: 265}", True), ("{at_least: 1, at_most: 264}", False), ('"265"', False),
        ("265.0", True),
    ],
)  # fmt: skip
def test_conditions_on_numbers(small: Callable[..., Any], five: Any, condition: str, holds: bool) -> None:  # noqa: FBT001 - a case
    """A number may be near a value or lie in a range, its ends included."""
    assert bool(checked_pins(small(five, claims=TOTAL % condition))[0]) == holds


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("[Ash, Birch]", True),
        ("[Birch, Ash]", False),
        ("{contains: [Birch]}", True),
        ("{contains: [Elm]}", False),
    ],
)
def test_conditions_on_lists(small: Callable[..., Any], five: Any, condition: str, holds: bool) -> None:  # noqa: FBT001 - a case
    """A list is the same in order, or contains what is named."""
    text = f"- {{id: top, kind: top, level: town, top: 2, expect: {{regions: {condition}}}}}\n"
    assert bool(checked_pins(small(five, claims=text))[0]) == holds


def test_own_words(small: Callable[..., Any], five: Any) -> None:
    """`say` puts the claim into the edition's words, in both languages."""
    text = "- id: firms\n  kind: total\n  level: town\n  measure: firms\n  expect: {sum: 265}\n  say: {zh: 共 {sum}。, en: '{sum} in all.'}\n"
    findings = small(five, claims=text.replace("{zh: 共 {sum}。", "{zh: '共 {sum}。'"))
    (claim,) = pinned_claims(findings)
    assert (claim.said.plain("zh"), claim.said.plain("en")) == ("共 265 家。", "265 firms in all.")


def test_own_words_with_an_unknown_part(small: Callable[..., Any], five: Any) -> None:
    """A placeholder that does not exist is named with its line."""
    text = (TOTAL % 265).replace("expect", "say: {zh: '{total}', en: '{total}'}, expect")
    with pytest.raises(EditionError, match="no part 'total'") as caught:
        pinned_claims(small(five, claims=text))
    assert "line 1" in caught.value.where


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("total: 3\n", "no list of claims", 1),
        ("- total\n", "must be a mapping", 1),
        ("- {id: a, expect: {sum: 1}}\n", "no 'kind'", 1),
        ("- {id: a, kind: total}\n", "no 'expect'", 1),
        ("- {id: a, kind: total, expect: 3}\n", "`expect` must be a mapping", 1),
        ("- {id: a, kind: total, expect: {sum: {about: 3}}}\n", "'about' is no condition", 1),
        ("- {id: a, kind: total, expect: {sum: {at_least: many}}}\n", "`at_least` must be a number", 1),
        ("- {id: a, kind: total, say: Words, expect: {sum: 1}}\n", "`say` must give the sentence", 1),
        (TOTAL % 265 + TOTAL % 265, "stands twice", 2),
    ],
)
def test_faults_of_the_file(small: Callable[..., Any], five: Any, text: str, message: str, line: int) -> None:
    """Whatever cannot be read is answered with file and line."""
    with pytest.raises(ClaimError, match=message) as caught:
        read_pins(small(five, claims=text).edition)
    assert caught.value.where.startswith(f"claims.yaml, line {line}, ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "- {id: a, kind: totals, level: town, measure: firms, expect: {sum: 1}}\n",
            "no kind of claim 'totals'",
        ),
        ("- {id: a, kind: total, level: town, expect: {sum: 1}}\n", "needs 'measure'"),
        ("- {id: a, kind: total, level: city, measure: firms, expect: {sum: 1}}\n", "no level 'city'"),
        ("- {id: a, kind: total, level: town, measure: firms, expect: {summ: 1}}\n", "no value 'summ'"),
        ("- {id: a, kind: advice, level: town, expect: {share: 1}}\n", "must be one sentence"),
        ("- {id: a, kind: changes, level: town, expect: {Ash: 1}}\n", "must be one sentence"),
        (
            "- {id: a, kind: coverage, level: town, measure: patents, at_least: 0.9, expect: {covered: 4}}\n",
            "no longer holds",
        ),
    ],
)
def test_faults_of_an_entry(small: Callable[..., Any], five: Any, text: str, message: str) -> None:
    """Unknown kinds, options and values, several sentences, none, and a missed threshold are errors."""
    with pytest.raises((ClaimError, EditionError), match=message):
        pinned_claims(small(five, claims=text))


def test_the_file_is_an_input(small: Callable[..., Any], five: Any) -> None:
    """The manifest names the hash of claims.yaml."""
    from zhishu.ledger import input_hashes

    assert "claims.yaml" in input_hashes(small(five, claims=TOTAL % 265).edition)


def test_a_result_is_not_written_when_a_pin_fails(
    small: Callable[..., Any], five: Any, tmp_path: Any
) -> None:
    """Nothing is written, and an earlier result stays as it was."""
    findings = small(five, claims=TOTAL % 1)
    with pytest.raises(ClaimError):
        findings.result.write(tmp_path / "out")
    assert not (tmp_path / "out").exists()
