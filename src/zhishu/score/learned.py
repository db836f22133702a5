"""Whether a network has learned anything: its error in known scores that it did not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import Repair
from zhishu.framework import Text
from zhishu.repair_words import place_of
from zhishu.score.aggregators.judged.learning import answers, learn, left_out_answers
from zhishu.score.aggregators.judged.neural_network import lessons_of, training_of
from zhishu.score.offer import aggregator_offers
from zhishu.score.weighing import WeightFinding
from zhishu.weigh.findings import PANEL
from zhishu.weigh.fitted.regression import known_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.columns import Background
    from zhishu.score.aggregators.judged.learning import Training
    from zhishu.score.aggregators.judged.neural_network import Lessons
    from zhishu.score.plan import Plan

LEARNING = "neural_network"
FOLDS = 10
"""Into how many parts the known scores are dealt; each is predicted from the others."""


class LearningErrors(NamedTuple):
    """How far networks err in the unit of the known scores, each (tables,).

    `known_scores` is their number; `learning_error` the root of the mean squared error in scores that were
    learned, `left_out_error` in those of a tenth that was left out (one by one of ten or fewer),
    `left_out_share` the share of variance that is then told, 1 - Σ (known - told)² / Σ (known - mean)²;
    `linear_left_out_error` the error that a linear regression on the same columns then makes.
    """

    known_scores: NDArray[np.float64]
    learning_error: NDArray[np.float64]
    left_out_error: NDArray[np.float64]
    left_out_share: NDArray[np.float64]
    linear_left_out_error: NDArray[np.float64]


def learning_errors(lessons: Lessons, how: Training) -> LearningErrors:
    """Return how far networks err in scores that they learned, and in scores that were left out."""
    taught = lessons[:4]
    told = answers(learn(*taught, how), lessons.x, how.layers)
    networks, lines = left_out_answers(*taught, how, FOLDS)
    known = np.where(lessons.counted, lessons.y, np.nan)
    spread = ((known - np.nanmean(known, axis=-1, keepdims=True)) ** 2).sum(axis=-1, where=lessons.counted)
    missed = ((known - networks) ** 2).sum(axis=-1, where=lessons.counted)
    learned, left_out, linear = (
        np.sqrt(np.nanmean((known - one) ** 2, axis=-1)) for one in (told, networks, lines)
    )
    count = lessons.counted.sum(axis=-1).astype(float)
    return LearningErrors(count, learned, left_out, 1.0 - missed / spread, linear)


def learning_findings(
    plan: Plan,
    background: Background,
    scores: NDArray[np.float64],
    weights: NDArray[np.float64],
    years: Sequence[int],
) -> tuple[WeightFinding, ...]:
    """Return how far the network errs in every group that is scored by one.

    `scores` (years, regions, nodes) are the plan's own at its scale, `weights` (years, nodes). One network
    for several years is told of under the year that it learned from, or the last.
    """
    return tuple(
        finding
        for node in plan.groups_scored_by(LEARNING)
        for finding in _of_group(plan, background, node, (scores, weights), years)
    )


def learning_repairs(level: str, findings: Sequence[WeightFinding]) -> tuple[Repair, ...]:
    """Return a Repair for every network that predicts scores no better than their mean, or than a line."""
    told: dict[tuple[str, int], dict[str, float]] = {}
    for found in findings:
        told.setdefault((found.node, found.year), {})[found.measure] = found.value
    return tuple(
        Repair("network_learned_little", place_of(level=level, group=node, of=year), message)
        for (node, year), measures in told.items()
        if (message := _message(measures))
    )


def _message(measures: dict[str, float]) -> Text | None:
    error, line = measures["left_out_error"], measures["linear_left_out_error"]
    if measures["left_out_share"] <= 0:
        return Text(
            f"对未参与学习的已知得分，网络的误差为 {error:.4g}，不小于直接取其均值的误差："
            "对得分未知的地区，它不能说明什么",
            f"known scores that the network did not learn are missed by {error:.4g}, no less than by their "
            "mean: it says nothing of regions whose score is not known",
        )
    if line < error:
        return Text(
            f"对未参与学习的已知得分，网络的误差为 {error:.4g}，而用同样各列的线性回归误差为 {line:.4g}："
            "无需使用网络",
            f"known scores that the network did not learn are missed by {error:.4g}, by a linear regression "
            f"on the same columns by {line:.4g}: the network is not needed",
        )
    return None


def _of_group(
    plan: Plan,
    background: Background,
    node: int,
    found: tuple[NDArray[np.float64], NDArray[np.float64]],
    years: Sequence[int],
) -> Iterator[WeightFinding]:
    chosen = plan.chosen("aggregate", node)
    options = chosen.options
    offers = aggregator_offers(plan, background, node, chosen.method.inputs)
    children = list(plan.tree.children[node])
    columns = found[0][..., children] / plan.steps["aggregate"].options["scale"]
    known = known_numbers(options["known"], offers["regions"], offers["measures"], "known")
    asked = options["learn_from"]
    lessons = lessons_of(columns, found[1][..., children], known, years, asked)
    errors = learning_errors(lessons, training_of(offers["generator"], len(children), options))
    told = years if len(lessons.x) == len(years) else (asked if asked in years else years[-1],)
    for place, year in enumerate(told):
        for measure, values in errors._asdict().items():
            yield WeightFinding(plan.tree.ids[node], LEARNING, PANEL, measure, float(values[place]), year)
