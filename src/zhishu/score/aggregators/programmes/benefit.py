"""Benefit of the doubt as an aggregator: each region scored with the weights that suit it best."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, never
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice, number
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.programmes.frontiers import FRONTIER, scores_by_frontier
from zhishu.score.aggregators.programmes.penalties import NONE, PENALTY, penalty_factors
from zhishu.step_kinds import Option
from zhishu.weigh.envelopment.left_out import left_out_scores
from zhishu.weigh.envelopment.scores import (
    benefit_scores,
    multidirectional_scores,
)
from zhishu.weigh.envelopment.variances import variance_bounded_scores
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


VARIANCES, COUNTED, LEFT_OUT = "variances", "counted", "left_out"


def benefit_of_the_doubt(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    low: float = 0.0,
    high: float = 1.0,
    bounds_on: str = "score",
    confidence: float = 0.95,
    penalty: str = "none",
    frontier: str = "each_year",
    own: str = COUNTED,
    years: Sequence[int] = (),
) -> NDArray[np.float64]:
    """Return the benefit-of-the-doubt score of each region, shape (…, regions).

    The region's own best weights score it, so the `weights` of the group only say which columns take
    part: those above 0. Of `zhishu.weigh.envelopment` see `scores.envelope` for the programme and its
    errors, `variances` for bounds on variances, `left_out` for `own: left_out`; `penalties` for the
    penalty, and `frontiers` for the frontier, which takes x as (…, years, regions, columns).
    """
    programme = partial(benefit_scores, low=low, high=high, bounds_on=bounds_on)
    if own == LEFT_OUT:
        _refuse_other_bounds(bounds_on)
        programme = partial(left_out_scores, low=low, high=high)
    if bounds_on == VARIANCES:
        _refuse_shares(low, high)
        programme = partial(variance_bounded_scores, confidence=confidence)

    def score(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        found = _scored(x, weights, programme)
        return found if penalty == NONE else found * penalty_factors(x, weights, penalty=penalty)

    require_complete(x, "benefit of the doubt")
    return scores_by_frontier(x, weights, score, frontier=frontier, years=years)


def multidirectional_benefit(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the multi-directional benefit-of-the-doubt score of each region, shape (…, regions).

    See `zhishu.weigh.envelopment.scores.multidirectional_scores`; columns that weigh nothing take no part.
    """
    return _scored(x, weights, multidirectional_scores)


def _scored(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    score: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return the scores over the columns that weigh anything; 1, or 0 at 0, where none varies."""
    require_complete(x, "benefit of the doubt")
    # A column that weighs nothing is made constant, and constant columns are left out.
    values = np.where(weights[..., None, :] > 0, x, 0.0)
    found = (values > 0).any(axis=-1).astype(float)
    tells = live_columns(values).any(axis=-1)
    found[tells] = score(values[tells])
    return found


def _refuse_other_bounds(bounds_on: str) -> None:
    if bounds_on != "score":
        raise MethodError(
            "a region can be left out only where shares of its score are bounded",
            seen=f"bounds_on {bounds_on}, own {LEFT_OUT}",
            allowed="`bounds_on: score`, or `own: counted`",
        )


def _refuse_shares(low: float, high: float) -> None:
    if low > 0 or high < 1:
        raise MethodError(
            "`low` and `high` say nothing where variances bound the weights",
            seen=f"low {low:g}, high {high:g}",
            allowed="`bounds_on: score` or `weights` with them, `variances` with `confidence`",
        )


_CITATION = (
    "Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), Social Indicators Research 82(1): 111-145; "
    "Melyn and Moesen (1991)"
)
_OF_OPTIONS = (
    "; bounds from variances: Vidoli and Mazziotta (2013), Statistica Applicata 23; penalty: De Muro, "
    "Mazziotta and Pareto (2011), Social Indicators Research 104(1): 1-18; frontiers of several years: "
    "Tulkens and Vanden Eeckaut (1995), European Journal of Operational Research 80(3): 474-499; the region "
    "left out: Andersen and Petersen (1993), Management Science 39(10): 1261-1264"
)
_NEEDS = "every value, none negative; linear programmes, those of all regions and draws side by side"
_CASES = {
    **AMONG_OTHERS,
    "constant": "left out: it would give every region the score 1",
    "zero": "left out",
    "negative": "error: values must be 0 or more",
    "single_region": "1, or 0 if all of its values are 0",
}
AT = (np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]), np.array([0.5, 0.5]))

BENEFIT = (
    aggregator(
        "benefit_of_the_doubt",
        Text("数据包络分析（最有利权重）", "Benefit of the doubt"),
        benefit_of_the_doubt,
        citation=_CITATION + _OF_OPTIONS,
        formula=Text(
            "max sum_j w_j x_cj，约束为对每个地区 i 有 sum_j w_j x_ij <= 1，且 low <= 指标 j "
            "的份额 <= high；份额为 w_j x_cj / sum_k w_k x_ck，按权重设限时为 w_j / sum w，"
            "按方差设限时为 lv_j / hv_k <= w_j / w_k <= hv_j / lv_k，[lv, hv] 为方差的置信区间",
            "max sum_j w_j x_cj with sum_j w_j x_ij <= 1 for every region i, low <= share of j <= high; "
            "the share w_j x_cj / sum_k w_k x_ck, or w_j / sum w with `bounds_on: weights`; with "
            "`variances` lv_j / hv_k <= w_j / w_k <= hv_j / lv_k, [lv, hv] the interval of a variance",
        ),
        needs=_NEEDS,
        range_="[0, 1]; 1 on the frontier, 1 or more there with `own: left_out`; with a penalty times "
        "1 - cv² or 1 + cv²",
        degenerate=_CASES,
        example=Example(AT, [1.0, 1.0, 2 / 3]),
        parameters={
            "low": number(0.0, "the least share of a column", minimum=0, maximum=1),
            "high": number(1.0, "the largest share of a column", minimum=0, maximum=1),
            "bounds_on": choice(
                "score",
                ("weights", VARIANCES),
                "shares of the region's score or of the sum of weights; or ratios of weights, bounded by "
                "those of the columns' variances",
            ),
            "confidence": Option(
                0.95,
                {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
                "of the interval of each variance, with `bounds_on: variances`",
            ),
            "penalty": PENALTY,
            "frontier": FRONTIER,
            "own": choice(
                COUNTED,
                (LEFT_OUT,),
                "whether the region itself is among those that its weights must not bring above 1; left out, "
                "scores on the frontier are 1 or more and tell those there apart (super-efficiency)",
            ),
        },
        inputs=("years",),
        weights_matter=never,
    ),
    aggregator(
        "multidirectional_benefit",
        Text("多方向最有利权重", "Multi-directional benefit of the doubt"),
        multidirectional_benefit,
        citation="Fusco (2023), Socio-Economic Planning Sciences 85: 101447; Bogetoft and Hougaard (1999), "
        "Journal of Productivity Analysis 12(3): 233-247; "
        "as computed by the R package Compind, ci_bod_mdir",
        formula=Text(
            "1 - sum_j beta d_j / sum_j (x_cj + beta d_j)，d_j 为仅提高指标 j 时可提高的幅度",
            "1 - sum_j beta d_j / sum_j (x_cj + beta d_j), d_j how far column j alone could rise",
        ),
        needs=_NEEDS,
        range_="[0, 1]; 1 on the frontier",
        degenerate=_CASES,
        example=Example(AT, [1.0, 1.0, 2 / 3]),
        weights_matter=never,
    ),
)
