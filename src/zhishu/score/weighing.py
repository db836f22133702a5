"""What there is to say of the weights of a level: the findings of every group, and those to be warned of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhishu.errors import Repair
from zhishu.framework import Text
from zhishu.prepare.columns import Background
from zhishu.repair_words import place_of
from zhishu.score.base_years import values_of_base
from zhishu.weigh.findings import PANEL, Weighed, weighting_findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zhishu.score.plan import Plan

ACCEPTED_RATIO = 0.1
"""The largest consistency ratio that convention accepts (Saaty 1980)."""
ACCEPTED_GAP = 0.005
"""How far a column's importance may stay from the wanted one before it is said: half of one per cent."""


class WeightFinding(NamedTuple):
    """One row of the table `weighting`: a number about the weights of the group below `node`.

    Or about the methods that join its columns, see `zhishu.score.agreement`.
    """

    node: str
    method: str
    about: str
    measure: str
    value: float
    year: int


def findings_of(plan: Plan, scores: NDArray[np.float64], years: Sequence[int]) -> tuple[WeightFinding, ...]:
    """Return what is to be said of the weights of every group with two or more members.

    `scores` (years, regions, nodes) are the plan's own, at any scale. With `levels: flat` the one
    group is that of all indicators. With a `base` that the years share it has the base's regions.
    """
    settings = plan.steps["weigh"].options
    shared = values_of_base(scores, settings["base"], Background(years=tuple(years)), "weigh")
    groups = {0: plan.tree.leaves}
    if settings["levels"] == "nested":
        groups = {node: plan.tree.children[node] for node in sorted(plan.tree.groups)}
    return tuple(
        finding
        for place, year in enumerate(years)
        for node, members in groups.items()
        if len(members) > 1
        for finding in _of_group(plan, node, members, scores[place] if shared is None else shared, year)
    )


def _of_group(
    plan: Plan, node: int, members: Sequence[int], scores: NDArray[np.float64], year: int
) -> Iterator[WeightFinding]:
    chosen = plan.chosen("weigh", node)
    ids = tuple(plan.tree.ids[member] for member in members)
    columns = list(members)
    group = Weighed(scores[:, columns], ids, plan.tree.stated[columns], chosen.options)
    for method, about, measure, value in weighting_findings(chosen.method.id, group):
        yield WeightFinding(plan.tree.ids[node], method, about, measure, value, year)


def weighing_repairs(level: str, findings: Sequence[WeightFinding]) -> tuple[Repair, ...]:
    """Return a Repair for comparisons that contradict themselves and importance that is out of reach.

    And for columns that have no part in the common factor of unobserved components, or are nearly it.
    One that does not concern every year names those it does.
    """
    years = {finding.year for finding in findings}
    found: dict[tuple[str, str, Text], list[int]] = {}
    for finding in findings:
        for kind, message in _faults(finding):
            found.setdefault((kind, finding.node, message), []).append(finding.year)
    return tuple(
        Repair(kind, place_of(level=level, group=node, **_in_years(sorted({*own}), years)), message)
        for (kind, node, message), own in found.items()
    )


def _in_years(own: Sequence[int], years: set[int]) -> dict[str, object]:
    if len(own) == len(years):
        return {}
    return {"year": own[0]} if len(own) == 1 else {"years": own}


def _faults(finding: WeightFinding) -> Iterator[tuple[str, Text]]:
    """Yield the kind and the message of what must be said of a finding."""
    if finding.measure == "consistency_ratio" and finding.value > ACCEPTED_RATIO:
        panel = finding.about == PANEL
        message = Text(
            f"{'专家组' if panel else f'“{finding.about}”'}的比较判断前后矛盾："
            f"一致性比率为 {finding.value:.3f}，高于 {ACCEPTED_RATIO:g}",
            f"the comparisons of {'the panel' if panel else finding.about} contradict themselves: "
            f"consistency ratio {finding.value:.3f}, above {ACCEPTED_RATIO:g}",
        )
        yield "inconsistent_comparisons", message
    if finding.measure == "importance_gap" and finding.value > ACCEPTED_GAP:
        message = Text(
            f"没有权重能给出所要的重要性：有一列仍相差 {finding.value:.3f}",
            f"no weights give the importance wanted: one column stays {finding.value:.3f} away",
        )
        yield "unreached_importance", message
    if finding.measure == "correlation_with_factor" and finding.value == 0:
        message = Text(
            f"“{finding.about}”与公共因子没有共同之处，或方向与之相反",
            f"'{finding.about}' shares nothing with the common factor, or speaks against it",
        )
        yield "outside_the_factor", message
    if finding.measure == "at_floor":
        message = Text(
            f"“{finding.about}”除其方差的 {finding.value:g} 之外就是公共因子本身",
            f"'{finding.about}' is the common factor but for {finding.value:g} of its variance",
        )
        yield "heywood_case", message
