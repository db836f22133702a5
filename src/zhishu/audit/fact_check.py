"""What became of a fact: whether it holds, what was found instead, and the cells behind that."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

from zhishu.audit.fact_relations import CHECKS, question_of

if TYPE_CHECKING:
    from zhishu.audit.fact_ground import Ground
    from zhishu.audit.fact_language import Together
    from zhishu.audit.fact_relations import Cell, Finding, Question
    from zhishu.audit.facts import Fact

CELLS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class FactCheck:
    """The outcome for one fact: `expected` and `got` in words, `cells` the numbers behind `got`.

    As text it is one line.
    """

    id: str
    holds: bool
    expected: str
    got: str
    cells: tuple[Cell, ...]

    def __str__(self) -> str:
        shown = ", ".join(str(cell) for cell in self.cells[:CELLS_SHOWN])
        more = len(self.cells) - CELLS_SHOWN
        cells = f"{shown or 'none'}{f' and {more} more' if more > 0 else ''}"
        verdict = "holds" if self.holds else "FAILS"
        return f"{self.id} {verdict} | expected: {self.expected} | got: {self.got} | cells: {cells}"

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as plain data, for `--json`; a missing number is None."""
        data = asdict(self)
        for cell in data["cells"]:
            cell["number"] = None if isnan(cell["number"]) else cell["number"]
        return data


def check_fact(fact: Fact, ground: Ground) -> FactCheck:
    """Return the outcome of one fact: it holds when every measure and every alternative satisfies it."""
    findings = [
        (label, finding)
        for quantity in fact.quantities
        for label, finding in _findings(question_of(fact, ground, quantity))
    ]
    failing = [(label, finding) for label, finding in findings if not finding.holds]
    shown = failing or findings
    named = len(findings) > 1
    got = "; ".join(f"{label}: {finding.got}" if named else finding.got for label, finding in shown)
    cells = tuple(dict.fromkeys(cell for _, finding in shown for cell in finding.cells))
    return FactCheck(fact.id, bool(findings) and not failing, _expected(fact), got or "no region", cells)


def _findings(question: Question) -> list[tuple[str, Finding]]:
    check, several = CHECKS[question.fact.relation], len(question.fact.quantities) > 1
    return [
        (f"{question.quantity} of {name}" if several else name, check(question, together))
        for name, together in _alternatives(question)
    ]


def _alternatives(question: Question) -> list[tuple[str, Together]]:
    """Return, named, what must satisfy the fact by itself: alternatives, or with `each` every region."""
    area, panel = question.fact.area, question.ground.level.panel
    if not area.each:
        return [("+".join(together), together) for together in area.alternatives]
    regions = question.members(area.alternatives[0])
    return [(panel.names[region], (panel.regions[region],)) for region in regions]


def _expected(fact: Fact) -> str:
    tolerance = f" ± {fact.tolerance:g}" if fact.tolerance else ""
    unit = f" {fact.unit}" if fact.unit not in ("", fact.relation) else ""
    return f"{fact.level} {fact.region}, {fact.measure}: {fact.relation} {fact.value}{tolerance}{unit}"
