"""Whether methods that are joined agree: Kendall's W before joining, rank correlations after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zhishu.errors import Repair
from zhishu.framework import Text
from zhishu.repair_words import place_of
from zhishu.score.aggregators.orders.combined import score_with_each
from zhishu.score.aggregators.orders.joined import method_ranks
from zhishu.score.offer import aggregator_offers
from zhishu.score.weighing import WeightFinding
from zhishu.weigh.findings import PANEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.columns import Background
    from zhishu.score.plan import Plan

JOINING = "combined_evaluation"
BY_CHANCE = 0.05
"""The probability of as much agreement by chance above which methods should not be joined."""


class MethodAgreement(NamedTuple):
    """Kendall's W of several methods, shape (…), with its χ² and the probability of such a W by chance."""

    concordance: NDArray[np.float64]
    chi_square: NDArray[np.float64]
    p_value: NDArray[np.float64]


def method_agreement(scores: NDArray[np.float64]) -> MethodAgreement:
    """Return how far methods agree on the order of regions (事前检验), from scores (…, regions, methods).

    Kendall's W is 12 S / (m² (n³ − n) − m Σ (t³ − t)) with S the sum of squares of the rank sums about
    their mean, n regions, m methods, t the sizes of ties; it is 1 where all give one order, and where no
    method tells any apart. χ² = m (n − 1) W has n − 1 degrees of freedom; with 7 regions or fewer the
    textbooks take tables of S instead, because the approximation is rough.

    >>> found = method_agreement(np.array([[3.0, 6.0], [2.0, 5.0], [1.0, 4.0]]))
    >>> float(found.concordance), float(found.chi_square), float(found.p_value.round(6))
    (1.0, 4.0, 0.135335)
    """
    from scipy.special import chdtrc  # noqa: PLC0415 - scipy only where it is needed

    regions, methods = scores.shape[-2:]
    ranks = method_ranks(scores)
    first, last = method_ranks(scores, ties="min"), method_ranks(scores, ties="max")
    tied = ((last - first + 1.0) ** 2 - 1.0).sum(axis=(-2, -1))  # t³ − t of a tie, t² − 1 for each in it
    spread = ((ranks.sum(axis=-1) - methods * (regions + 1) / 2.0) ** 2).sum(axis=-1)
    largest = np.asarray(methods**2 * (regions**3 - regions) - methods * tied)
    concordance = np.divide(12.0 * spread, largest, out=np.ones_like(largest), where=largest > 0)
    chi_square = methods * (regions - 1) * concordance
    p_value = np.asarray(chdtrc(regions - 1, chi_square)) if regions > 1 else np.ones_like(concordance)
    return MethodAgreement(concordance, chi_square, p_value)


def rank_correlations(scores: NDArray[np.float64], combined: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Spearman's ρ of each method with the combination (事后检验), shape (…, methods).

    `scores` is (…, regions, methods), `combined` (…, regions). NaN where either tells no regions apart.

    >>> rank_correlations(np.array([[3.0, 1.0], [2.0, 3.0], [1.0, 2.0]]), np.array([9.0, 8.0, 7.0]))
    array([ 1. , -0.5])
    """
    middle = (scores.shape[-2] + 1) / 2.0
    ranks, joined = method_ranks(scores) - middle, method_ranks(combined[..., None]) - middle
    length = np.sqrt((ranks**2).sum(axis=-2) * (joined**2).sum(axis=-2))
    product = (ranks * joined).sum(axis=-2)
    return np.asarray(np.divide(product, length, out=np.full_like(product, np.nan), where=length > 0))


def agreement_findings(
    plan: Plan,
    background: Background,
    scores: NDArray[np.float64],
    weights: NDArray[np.float64],
    years: Sequence[int],
) -> tuple[WeightFinding, ...]:
    """Return how far the methods agree in every group whose aggregator joins several.

    `scores` (years, regions, nodes) are the plan's own at its scale, `weights` (years, nodes).
    """
    return tuple(
        finding
        for node in plan.groups_scored_by(JOINING)
        for finding in _of_group(plan, background, node, (scores, weights), years)
    )


def agreement_repairs(level: str, findings: Sequence[WeightFinding]) -> tuple[Repair, ...]:
    """Return a Repair for every group and year whose methods may agree by chance alone."""
    return tuple(
        Repair(
            "methods_disagree",
            place_of(level=level, group=found.node, of=found.year),
            Text(
                "所组合的方法之间的一致程度不高于偶然水平：Kendall W 检验的 p 值为 "
                f"{found.value:.3f}，高于 {BY_CHANCE:g}",
                "the joined methods agree no more than chance would have it: Kendall's W has "
                f"p {found.value:.3f}, above {BY_CHANCE:g}",
            ),
        )
        for found in findings
        if found.measure == "p_value" and found.value > BY_CHANCE
    )


def _of_group(
    plan: Plan,
    background: Background,
    node: int,
    found: tuple[NDArray[np.float64], NDArray[np.float64]],
    years: Sequence[int],
) -> Iterator[WeightFinding]:
    chosen = plan.chosen("aggregate", node)
    offers: dict[str, Any] = aggregator_offers(plan, background, node, chosen.method.inputs)
    generator = offers.pop("generator")
    children = list(plan.tree.children[node])
    columns = found[0][..., children] / plan.steps["aggregate"].options["scale"]
    methods = chosen.options["methods"]
    scores = score_with_each(columns, found[1][..., children], methods, generator, offers)
    agreement = method_agreement(scores)
    related = rank_correlations(scores, found[0][..., node])
    names = _names([settings["method"] for settings in methods])
    for place, year in enumerate(years):
        for measure, values in agreement._asdict().items():
            yield WeightFinding(plan.tree.ids[node], JOINING, PANEL, measure, float(values[place]), year)
        for name, value in zip(names, related[place], strict=True):
            if not np.isnan(value):
                yield WeightFinding(
                    plan.tree.ids[node], JOINING, name, "rank_correlation", float(value), year
                )


def _names(methods: Sequence[str]) -> list[str]:
    """Return what each method is called: its id, with its place where it stands more than once."""
    return [f"{name} ({place})" if methods.count(name) > 1 else name for place, name in enumerate(methods, 1)]
