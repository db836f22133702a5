"""The geometric benefit of the doubt as an aggregator: a product with the exponents that suit each region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError, nearest
from zhishu.framework import Text
from zhishu.registry import Example, never
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, number
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.programmes.benefit import AT
from zhishu.step_kinds import Option
from zhishu.weigh.envelopment.geometric import geometric_envelope
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HIGHEST, MEAN = "highest", "mean"


def geometric_benefit(  # noqa: PLR0913 - data, then options by name
    x: Array,
    weights: Array,
    *,
    low: float = 0.0,
    high: float = 1.0,
    benchmark: str = HIGHEST,
    regions: Sequence[str] = (),
) -> Array:
    """Return the geometric benefit-of-the-doubt score of each region, shape (…, regions).

    The exponents are the region's own, so the `weights` of the group only say which columns take part:
    those above 0. `benchmark` is `highest` (of each column), `mean`, or the code of a region: what scores 1.
    See `zhishu.weigh.envelopment.geometric` for the exponents, their bounds `low` and `high`, and the errors.

    >>> x = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])
    >>> geometric_benefit(x, np.ones(2) / 2, benchmark="c", regions=("a", "b", "c"))
    array([2., 2., 1.])
    """
    require_complete(x, "geometric benefit of the doubt")
    # A column that weighs nothing is made constant, and constant columns are left out.
    values = np.where(weights[..., None, :] > 0, x, 0.0)
    found = (values > 0).any(axis=-1).astype(float)
    tells = live_columns(values).any(axis=-1)
    if tells.any():
        over = _benchmark(values[tells], benchmark, regions)
        found[tells] = geometric_envelope(values[tells], over, low=low, high=high).scores
    return found


def _benchmark(x: Array, benchmark: str, regions: Sequence[str]) -> Array:
    """Return what regions are compared with, (…, columns)."""
    if benchmark == HIGHEST:
        return np.asarray(x.max(axis=-2))
    if benchmark == MEAN:
        return np.asarray(x.mean(axis=-2))
    if benchmark not in regions:
        close = nearest(benchmark, regions)
        raise MethodError(
            f"there is no region '{benchmark}' to compare with",
            seen=benchmark,
            allowed="`highest`, `mean`, or the code of a region of the level",
            advice=f"did you mean '{close}'?" if close else None,
        )
    # One table of several years, the base that they share, has the regions of each year in turn.
    return np.asarray(x[..., list(regions).index(benchmark) :: len(regions), :].mean(axis=-2))


GEOMETRIC_BENEFIT = (
    aggregator(
        "geometric_benefit",
        Text("几何最有利权重法", "Geometric benefit of the doubt"),
        geometric_benefit,
        citation="Van Puyenbroeck and Rogge (2017), European Journal of Operational Research 256(3): "
        "1004-1014; as computed by the R package Compind, ci_geom_gen, where the exponents are unique",
        formula=Text(
            "prod_j (x_cj / b_j)^omega_j，omega_j = w_j x_cj / sum_k w_k x_ck，w 为该地区数据包络分析的"
            "最优权重，有多组时取使乘积最大的一组",
            "prod_j (x_cj / b_j)^omega_j with omega_j = w_j x_cj / sum_k w_k x_ck, w the region's best "
            "weights of the benefit of the doubt; of several the ones with the greatest product",
        ),
        needs="every value, none negative; linear programmes, those of all regions and draws side by side",
        range_="0 or more; [0, 1] with `benchmark: highest`; the benchmark has 1",
        degenerate={
            **AMONG_OTHERS,
            "constant": "left out, as the benefit of the doubt does",
            "zero": "left out",
            "negative": "error: values must be 0 or more",
            "single_region": "1, or 0 if all of its values are 0",
        },
        example=Example(AT, [1.0, 1.0, 0.5]),
        parameters={
            "low": number(0.0, "the least share of a column", minimum=0, maximum=1),
            "high": number(1.0, "the largest share of a column", minimum=0, maximum=1),
            "benchmark": Option(
                HIGHEST,
                {"type": "string"},
                "what regions are compared with: highest (the best value of each column), mean, or the code "
                "of a region",
            ),
        },
        inputs=("regions",),
        weights_matter=never,
    ),
)
