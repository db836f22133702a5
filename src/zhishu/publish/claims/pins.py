"""Pinned claims: sentences of an edition with what they must say, read from claims.yaml and checked."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zhishu.document import read_document
from zhishu.edition import PINNED_CLAIMS
from zhishu.errors import ClaimError, nearest
from zhishu.framework import Text, text_of
from zhishu.publish.claims.claim import Claim, filled, renamed
from zhishu.publish.figure import cell_text
from zhishu.publish.kinds import make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.document import Document, KeyPath
    from zhishu.edition import Edition
    from zhishu.publish.claims.claim import Value
    from zhishu.publish.findings import Findings
    from zhishu.result import Result

OWN_KEYS = ("id", "kind", "expect", "say")
CONDITIONS = ("value", "tolerance", "at_least", "at_most", "contains")
MOST_CELLS = 5


@dataclass(frozen=True, slots=True)
class Expected:
    """What one value of a claim must be; `where` names its place in the file.

    A number within `tolerance` of `value`, or from `at_least` to `at_most`; a word or a list that is
    `value`; a list that holds all of `contains`.
    """

    name: str
    where: str
    value: Any = None
    tolerance: float = 0.0
    at_least: float | None = None
    at_most: float | None = None
    contains: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.contains:
            return f"{self.name} contains {', '.join(self.contains)}"
        if self.at_least is not None or self.at_most is not None:
            low = f"{self.at_least:g} ≤ " if self.at_least is not None else ""
            high = f" ≤ {self.at_most:g}" if self.at_most is not None else ""
            return f"{low}{self.name}{high}"
        near = f" ± {self.tolerance:g}" if self.tolerance else ""
        return f"{self.name} = {_plain(self.value)}{near}"

    def met_by(self, got: Value) -> bool:
        """Return whether a value is what it must be."""
        if self.contains:
            return isinstance(got, tuple) and set(self.contains) <= set(got)
        if self.at_least is not None or self.at_most is not None:
            low = -math.inf if self.at_least is None else self.at_least
            high = math.inf if self.at_most is None else self.at_most
            return isinstance(got, int | float) and low <= got <= high
        if isinstance(got, int | float) and isinstance(self.value, int | float):
            return abs(got - self.value) <= self.tolerance + 1e-9 * max(1.0, abs(self.value))
        return (tuple(self.value) if isinstance(self.value, list) else self.value) == got


@dataclass(frozen=True, slots=True)
class Pin:
    """One entry of claims.yaml; `where` names file and line, `say` the edition's own words."""

    id: str
    kind: str
    options: Mapping[str, Any]
    expect: tuple[Expected, ...]
    say: Text | None
    where: str


def read_pins(edition: Edition) -> tuple[Pin, ...]:
    """Return the pinned claims of an edition in the order of the file, none where it has no claims.yaml.

    Raises a ClaimError with file, line and column for anything that cannot be read.
    """
    path = edition.folder / PINNED_CLAIMS
    if not path.is_file():
        return ()
    document = read_document(path)
    entries = _sequence(document, document.data)
    pins = tuple(_pin(document, at, entry) for at, entry in enumerate(entries))
    seen: dict[str, str] = {}
    for pin in pins:
        if pin.id in seen:
            raise ClaimError(
                f"the claim '{pin.id}' stands twice", where=pin.where, seen=f"first at {seen[pin.id]}"
            )
        seen[pin.id] = pin.where
    return pins


def _sequence(document: Document, data: Any) -> list[Any]:  # noqa: ANN401 - anything YAML holds
    if isinstance(data, list):
        return data
    raise ClaimError(
        "the file is no list of claims", where=document.where(), allowed="- {id: …, kind: …, expect: …}"
    )


def _pin(document: Document, at: int, entry: Any) -> Pin:  # noqa: ANN401 - anything YAML holds
    if not isinstance(entry, dict):
        raise ClaimError("a pinned claim must be a mapping", where=document.where((at,)), seen=entry,
                         allowed="{id: …, kind: …, options…, expect: …}")  # fmt: skip
    for name in ("id", "kind", "expect"):
        if not entry.get(name):
            raise ClaimError(f"the pinned claim has no '{name}'", where=document.where((at,)),
                             allowed=", ".join(OWN_KEYS))  # fmt: skip
    expect = entry["expect"]
    if not isinstance(expect, dict):
        raise ClaimError("`expect` must be a mapping", where=document.where((at, "expect")), seen=expect,
                         allowed="{name: value, …}")  # fmt: skip
    return Pin(
        str(entry["id"]),
        str(entry["kind"]),
        {name: value for name, value in entry.items() if name not in OWN_KEYS},
        tuple(_expected(document, (at, "expect", name), value) for name, value in expect.items()),
        _say(document, (at, "say"), entry.get("say")),
        document.where((at,)),
    )


def _expected(document: Document, at: KeyPath, value: Any) -> Expected:  # noqa: ANN401 - as above
    name, where = str(at[-1]), document.where(at)
    if not isinstance(value, dict):
        return Expected(name, where, value=value)
    for key in value:
        if key not in CONDITIONS:
            close = nearest(key, CONDITIONS)
            raise ClaimError(
                f"'{key}' is no condition",
                where=document.where((*at, key), key=True),
                seen=key,
                allowed=", ".join(CONDITIONS),
                advice=f"did you mean '{close}'?" if close else None,
            )
    for key in ("tolerance", "at_least", "at_most"):
        if not isinstance(value.get(key, 0), int | float) or isinstance(value.get(key), bool):
            raise ClaimError(f"`{key}` must be a number", where=document.where((*at, key)), seen=value[key])
    contains = tuple(str(item) for item in value.get("contains", ()))
    return Expected(name, where, **{**value, "contains": contains})


def _say(document: Document, at: KeyPath, value: Any) -> Text | None:  # noqa: ANN401 - as above
    if value is None:
        return None
    if isinstance(value, dict) and value and set(value) <= {"zh", "en"}:
        return text_of({name: str(words) for name, words in value.items()})
    raise ClaimError("`say` must give the sentence in zh and en", where=document.where(at), seen=value)


def pinned_claims(findings: Findings) -> tuple[Claim, ...]:
    """Return the edition's pinned claims, each under its id and in its words.

    The first that no longer holds is raised as a ClaimError with what was expected, what was got and
    the cells behind it, and says how many others fail.
    """
    claims, faults = checked_pins(findings)
    if faults:
        more = len(faults) - 1
        first = faults[0]
        if more:
            first.advice = f"{first.advice or ''}; {more} more pinned {'claims fail' if more > 1 else 'claim fails'}".removeprefix(
                "; "
            )
        raise first
    return claims


def check_pins(result: Result) -> None:
    """Raise the ClaimError of the first pinned claim that no longer holds; see `pinned_claims`."""
    if not (result.edition.folder / PINNED_CLAIMS).is_file():
        return
    from zhishu.publish.findings import Findings  # noqa: PLC0415 - only for an edition that pins claims

    pinned_claims(Findings(result))


def checked_pins(findings: Findings) -> tuple[tuple[Claim, ...], tuple[ClaimError, ...]]:
    """Return the pinned claims that hold, and a ClaimError for each that does not."""
    claims: list[Claim] = []
    faults: list[ClaimError] = []
    for pin in read_pins(findings.edition):
        try:
            claims.append(_checked(findings, pin))
        except ClaimError as fault:
            faults.append(fault)
    return tuple(claims), tuple(faults)


def _checked(findings: Findings, pin: Pin) -> Claim:
    made: tuple[Claim, ...] = make(findings, "claim", pin.kind, pin.options, where=pin.where)
    if len(made) != 1:
        raise ClaimError(
            f"the pinned claim '{pin.id}' must be one sentence",
            where=pin.where,
            seen=", ".join(claim.id for claim in made) or "nothing: the edition has nothing to say here",
            allowed="one claim",
            advice="narrow it by an option of its kind" if made else "mend the data, or take the claim out",
        )
    claim = renamed(made[0], pin.id)
    if claim.why is not None:
        raise _fault(pin, claim, "it may be written", claim.why.en, pin.where)
    for expected in pin.expect:
        _meet(pin, claim, expected)
    if pin.say is None:
        return claim
    filled(pin.say, claim.parts, pin.id, where=pin.where)
    return replace(claim, text=pin.say)


def _meet(pin: Pin, claim: Claim, expected: Expected) -> None:
    if expected.name not in claim.values:
        close = nearest(expected.name, claim.values)
        raise ClaimError(
            f"the claim '{pin.id}' has no value '{expected.name}'",
            where=expected.where,
            seen=expected.name,
            allowed=", ".join(claim.values),
            advice=f"did you mean '{close}'?" if close else None,
        )
    got = claim.values[expected.name]
    if not expected.met_by(got):
        raise _fault(pin, claim, str(expected), f"{expected.name} = {_plain(got)}", expected.where)


def _fault(pin: Pin, claim: Claim, expected: str, got: str, where: str) -> ClaimError:
    return ClaimError(
        f"the pinned claim '{pin.id}' no longer holds",
        where=where,
        seen=got,
        allowed=expected,
        advice=f"where the new number is right, change {PINNED_CLAIMS} and what the report says",
        cells=_cells(claim),
    )


def _cells(claim: Claim) -> tuple[str, ...]:
    """Return the first cells that prove a claim, a row a line, and where they stand."""
    proof = next(iter(claim.evidence), None)
    if proof is None:
        return ()
    columns, rows = proof.data.columns, proof.data.rows
    lines = [
        ", ".join(
            f"{column.title.en}: {cell_text(cell, column, 'zh')}"
            for cell, column in zip(row, columns, strict=True)
        )
        for row in rows[:MOST_CELLS]
    ]
    more = [f"… {len(rows)} rows"] if len(rows) > MOST_CELLS else []
    return (*lines, *more, *([proof.where.en] if proof.where else []))


def _plain(value: Any) -> str:  # noqa: ANN401 - a value of a claim
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)
