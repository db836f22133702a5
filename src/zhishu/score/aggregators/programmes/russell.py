"""Russell's measure as an aggregator: what each region has of what it could have in every column at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.programmes.benefit import AT, COUNTED, LEFT_OUT
from zhishu.score.aggregators.programmes.frontiers import EACH_YEAR, FRONTIER, scores_by_frontier
from zhishu.weigh.envelopment.slacks import russell_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PLAIN, WEIGHTED = "plain", "weighted"


def russell_benefit(  # noqa: PLR0913 - data, then options by name
    x: Array,
    weights: Array,
    *,
    mean: str = PLAIN,
    frontier: str = EACH_YEAR,
    own: str = COUNTED,
    years: Sequence[int] = (),
) -> Array:
    """Return 1 over the mean factor by which each region's columns could rise, shape (…, regions).

    The mean is `plain`, or `weighted` by the group's weights; columns that weigh nothing take no part.
    See `zhishu.weigh.envelopment.slacks` for the factors, for `own: left_out` and for the errors, and
    `frontiers` for the frontier, which takes x as (…, years, regions, columns).

    >>> x, weights = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 0.5]]), np.array([0.75, 0.25])
    >>> russell_benefit(x, weights), russell_benefit(x, weights, mean="weighted")
    (array([1. , 1. , 0.4]), array([1. , 1. , 0.5]))
    """

    def score(x: Array, weights: Array) -> Array:
        parts = weights if mean == WEIGHTED else np.where(weights > 0, 1.0, 0.0)
        return russell_scores(x, parts, left_out=own == LEFT_OUT)

    require_complete(x, "Russell's measure")
    return scores_by_frontier(x, weights, score, frontier=frontier, years=years)


RUSSELL = (
    aggregator(
        "russell_benefit",
        Text("基于松弛测度的数据包络分析（SBM）", "Russell benefit of the doubt (slacks-based measure, SBM)"),
        russell_benefit,
        citation="Färe and Lovell (1978), Journal of Economic Theory 19(1): 150-162; Tone (2001), European "
        "Journal of Operational Research 130(3): 498-509, output-oriented, with one constant input; the "
        "region left out: Tone (2002), European Journal of Operational Research 143(1): 32-41",
        formula=Text(
            "1 / max sum_j p_j phi_j，约束为对每个指标 j 有 sum_i lambda_i x_ij >= phi_j x_cj，phi_j >= 1，"
            "lambda >= 0，sum lambda <= 1；p_j 为 1/k 或权重",
            "1 / max sum_j p_j phi_j with sum_i lambda_i x_ij >= phi_j x_cj and phi_j >= 1 for every column "
            "j, lambda >= 0, sum lambda <= 1; p_j = 1/k or the weights",
        ),
        needs="every value, none negative and best above 0; linear programmes, those of all regions and "
        "draws side by side",
        range_="[0, 1]; 1 on the frontier, 1 or more there with `own: left_out`; 0 where a mixture of "
        "regions has something of what the region has nothing of, and less of no column",
        degenerate={
            **AMONG_OTHERS,
            "zero": "as constant",
            "negative": "error: values must be 0 or more",
            "single_region": "1",
        },
        example=Example(AT, [1.0, 1.0, 2 / 3]),
        parameters={
            "mean": choice(
                PLAIN,
                (WEIGHTED,),
                "the mean of the factors by which columns could rise: all alike, or by the group's weights",
            ),
            "frontier": FRONTIER,
            "own": choice(
                COUNTED,
                (LEFT_OUT,),
                "whether the region itself is among those it is compared with; left out, scores on the "
                "frontier are 1 over the mean share of its values that others reach (super-SBM)",
            ),
        },
        inputs=("years",),
        weights_matter=lambda options: options["mean"] == WEIGHTED,
    ),
)
