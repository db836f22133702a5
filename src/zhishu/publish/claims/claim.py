"""A claim: a sentence that says only what its numbers allow, and carries the cells that prove it.

A claim keeps its template and its parts apart, so that an editor can say the same in other words
(`dataclasses.replace(claim, text=…)`) and the numbers and their evidence stay where they come from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zhishu.errors import EditionError, nearest
from zhishu.publish.document import Evidence, Said, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.framework import Text

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")

Value = float | str | tuple[str, ...]
"""What a query yields: a number, a word, or names. Shares are in percent, names the short Chinese ones."""


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in the place of one {name}: its words, the value behind them, and what proves it.

    A part without a value is a mere word (the name of a level) and needs no evidence. `evidence` is
    empty where the claim's first evidence proves the part.
    """

    words: Text
    value: Value | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about a result, with the query's values and their proof.

    `asserts` says in few words what it is about; `text` is the template in both languages, whose
    {names} are `parts`; `further` are values that the query yields and the sentence does not say.
    `evidence` proves it: the first the sentence as a whole, the others single numbers. `why` says why
    it may not be written (a threshold is missed), and is None when it holds.
    """

    id: str
    kind: str
    asserts: Text
    text: Text
    parts: Mapping[str, Part]
    evidence: tuple[Evidence, ...]
    further: Mapping[str, Value] = field(default_factory=dict)
    why: Text | None = None

    @property
    def holds(self) -> bool:
        """Whether the sentence may be written."""
        return self.why is None

    @property
    def values(self) -> Mapping[str, Value]:
        """What the query yields, by name: numbers, words, names of regions."""
        said = {name: part.value for name, part in self.parts.items() if part.value is not None}
        return {**said, **self.further}

    @property
    def said(self) -> Said:
        """The sentence, every number of it with the id of its evidence."""
        proof = self.evidence[0].id if self.evidence else ""
        return filled(self.text, self.parts, proof, where=f"the claim '{self.id}'")


def filled(text: Text, parts: Mapping[str, Part], proof: str, *, where: str) -> Said:
    """Return a template with its parts in place; `proof` is the evidence of parts that name none.

    A {name} that no part has raises an EditionError that lists the names.

    >>> from zhishu.framework import Text
    >>> said = filled(Text("东部 {n} 个", "East: {n}"), {"n": Part(Text("8", "8"), 8)}, "seats", where="")
    >>> [(span.text, span.evidence) for span in said.zh]
    [('东部 ', ''), ('8', 'seats'), (' 个', '')]
    """
    return Said(_spans(text.zh, parts, "zh", (proof, where)), _spans(text.en, parts, "en", (proof, where)))


def _spans(
    template: str, parts: Mapping[str, Part], language: str, around: tuple[str, str]
) -> tuple[Span, ...]:
    proof, where = around
    spans = []
    for at, piece in enumerate(PLACEHOLDER.split(template)):
        if at % 2 == 0:
            spans.append(Span(piece))
            continue
        if piece not in parts:
            raise _no_part(piece, parts, where)
        part = parts[piece]
        evidence = "" if part.value is None else part.evidence or proof
        spans.append(Span(part.words.in_language(language), evidence))
    return tuple(span for span in spans if span.text)


def _no_part(name: str, parts: Mapping[str, Part], where: str) -> EditionError:
    close = nearest(name, parts)
    return EditionError(
        f"the sentence has no part '{name}'",
        where=where,
        seen=f"{{{name}}}",
        allowed=", ".join(f"{{{known}}}" for known in parts),
        advice=f"did you mean '{{{close}}}'?" if close else None,
    )


def renamed(claim: Claim, name: str) -> Claim:
    """Return the same claim under another id; the ids of its evidence change with it."""
    names = {
        proof.id: name + proof.id.removeprefix(claim.id)
        for proof in claim.evidence
        if proof.id == claim.id or proof.id.startswith(f"{claim.id}-")
    }
    evidence = tuple(replace(proof, id=names.get(proof.id, proof.id)) for proof in claim.evidence)
    parts = {
        key: replace(part, evidence=names.get(part.evidence, part.evidence))
        for key, part in claim.parts.items()
    }
    return replace(claim, id=name, evidence=evidence, parts=parts)
