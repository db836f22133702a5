"""Means: each region's score from its own values and the weights of the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import HANDBOOK, ONE_BY_ONE, aggregator, number
from zhishu.score.aggregators.columns import present, require_within, weighted_sum

if TYPE_CHECKING:
    from numpy.typing import NDArray

HALF = 0.5
ROUNDING = 1e-12
"""Sums of weights that differ by less are equal: 0.1 + 0.2 + 0.2 is one half."""


def arithmetic(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted mean Σ w·x of each region, shape (…, regions).

    `x` is (…, regions, columns), `weights` (…, columns) with sum 1. A region that lacks values gets
    the mean over those it has, with their weights divided by their sum; if these weigh nothing, NaN.

    >>> arithmetic(np.array([[1.0, 0.5], [0.0, np.nan]]), np.array([0.75, 0.25]))
    array([0.875, 0.   ])
    """
    return weighted_sum(*present(x, weights))


def geometric(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted geometric mean Π x^w of each region, shape (…, regions).

    A zero that weighs anything makes the score 0; a negative value is a MethodError. Missing values
    as in `arithmetic`.

    >>> geometric(np.array([[1.0, 4.0], [0.0, 9.0]]), np.array([0.5, 0.5]))
    array([2., 0.])
    """
    require_within(x, "geometric", lowest=0)
    x, weights = present(x, weights)
    weighs = weights > 0
    nought = (weighs & (x <= 0)).any(axis=-1)
    mean = np.exp(weighted_sum(np.log(np.where(weighs & (x > 0), x, 1.0)), weights))
    return np.where(nought, 0.0, mean)


def harmonic(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted harmonic mean 1 / Σ (w / x) of each region, shape (…, regions).

    A zero that weighs anything makes the score 0, the limit of the formula; a negative value is a
    MethodError. Missing values as in `arithmetic`.

    >>> harmonic(np.array([[1.0, 3.0], [0.0, 9.0]]), np.array([0.5, 0.5]))
    array([1.5, 0. ])
    """
    require_within(x, "harmonic", lowest=0)
    return _power_mean(x, weights, -1.0)


def generalised_mean(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, power: float = 0.5
) -> NDArray[np.float64]:
    """Return the weighted power mean (Σ w·x^p)^(1/p) of each region, shape (…, regions).

    Power 1 is the arithmetic, 0 the geometric, −1 the harmonic mean; the lower, the less a good value
    makes up for a bad one. A zero that weighs anything makes the score 0 for p ≤ 0; a negative value
    is a MethodError unless p is 1. Values are divided by the region's largest first (its smallest for
    p < 0), so that no power overflows. Missing values as in `arithmetic`.

    >>> generalised_mean(np.array([[1.0, 7.0]]), np.array([0.5, 0.5]), power=2)
    array([5.])
    """
    if power == 1:
        return arithmetic(x, weights)
    if power == 0:
        return geometric(x, weights)
    require_within(x, "generalised_mean", lowest=0)
    return _power_mean(x, weights, power)


def median(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted median of each region, shape (…, regions).

    The value at which the weights of the sorted values pass one half; where they reach exactly one
    half, the mean of that value and the next. Equal weights give the ordinary median. Columns that
    weigh nothing take no part. Missing values as in `arithmetic`.

    >>> median(np.array([[3.0, 9.0, 4.0], [1.0, 2.0, 8.0]]), np.array([0.25, 0.25, 0.5]))
    array([4., 5.])
    """
    x, weights = present(x, weights)
    weights = np.broadcast_to(weights, x.shape)
    order = np.argsort(np.where(weights > 0, x, np.inf), axis=-1, kind="stable")
    ordered = np.take_along_axis(x, order, axis=-1)
    passed = np.cumsum(np.take_along_axis(weights, order, axis=-1), axis=-1)
    low, high = (
        np.take_along_axis(ordered, np.argmax(reached, axis=-1)[..., None], axis=-1)[..., 0]
        for reached in (passed >= HALF - ROUNDING, passed > HALF + ROUNDING)
    )
    return np.where(np.isnan(weights).any(axis=-1), np.nan, low + (high - low) / 2.0)


def _power_mean(x: NDArray[np.float64], weights: NDArray[np.float64], power: float) -> NDArray[np.float64]:
    x, weights = present(x, weights)
    weighs = weights > 0
    used = np.where(weighs, x, 0.0 if power > 0 else np.inf)
    anchor = used.max(axis=-1) if power > 0 else used.min(axis=-1)
    live = (anchor > 0) & np.isfinite(anchor)
    anchor = np.where(live, anchor, 1.0)
    values = np.where(weighs & live[..., None], x, anchor[..., None])
    # At most 1 either way, so that no power overflows.
    ratio = values / anchor[..., None] if power > 0 else anchor[..., None] / values
    mean = anchor * weighted_sum(ratio ** abs(power), weights) ** (1.0 / power)
    return np.where(live | np.isnan(mean), mean, 0.0)


_BETWEEN = "between the lowest and the highest value of the group"
_NEGATIVE = "error: not defined for negative values"
_ZERO_WINS = "0 wherever the column weighs anything"
_AT = (np.array([[1.0, 4.0], [2.0, 8.0]]), np.array([0.5, 0.5]))

MEANS = (
    aggregator(
        "arithmetic",
        Text("加权算术平均", "Weighted arithmetic mean"),
        arithmetic,
        citation="China Big Data Industry Development Index, 2023 edition, section 1.3; "
        f"{HANDBOOK}, section 6",
        formula=Text(
            "I_k = sum_i w_ki * x'_ki，I_k 为地区 k 的指数",
            "index_k = sum_i w_ki * x'_ki",
        ),
        range_=_BETWEEN,
        degenerate=ONE_BY_ONE,
        example=Example((np.array([[1.0, 0.5], [0.0, 1.0]]), np.array([0.75, 0.25])), [0.875, 0.25]),
    ),
    aggregator(
        "geometric",
        Text("加权几何平均", "Weighted geometric mean"),
        geometric,
        citation=f"{HANDBOOK}, section 6; UNDP, Human Development Report 2010, Technical note 1",
        formula="prod_i x_i ^ w_i",
        needs="values of 0 or more; weights that sum to 1",
        range_=_BETWEEN,
        degenerate={**ONE_BY_ONE, "zero": _ZERO_WINS, "negative": _NEGATIVE},
        example=Example(_AT, [2.0, 4.0]),
    ),
    aggregator(
        "harmonic",
        Text("加权调和平均", "Weighted harmonic mean"),
        harmonic,
        citation="Bullen (2003), Handbook of Means and Their Inequalities, chapter III",
        formula="1 / sum_i (w_i / x_i)",
        needs="values of 0 or more; weights that sum to 1",
        range_=_BETWEEN,
        degenerate={**ONE_BY_ONE, "zero": _ZERO_WINS, "negative": _NEGATIVE},
        example=Example(_AT, [1.6, 3.2]),
    ),
    aggregator(
        "generalised_mean",
        Text("广义平均（幂平均）", "Generalised (power) mean"),
        generalised_mean,
        citation="Bullen (2003), Handbook of Means and Their Inequalities, chapter III",
        formula=Text(
            "(sum_i w_i x_i^p)^(1/p)；p = 0 时为 prod_i x_i^w_i",
            "(sum_i w_i x_i^p)^(1/p); prod_i x_i^w_i for p = 0",
        ),
        needs="values of 0 or more unless p = 1; weights that sum to 1",
        range_=_BETWEEN,
        degenerate={
            **ONE_BY_ONE,
            "zero": "0 for p <= 0 if the column weighs anything, else harmless",
            "negative": _NEGATIVE,
        },
        example=Example((np.array([[1.0, 7.0]]), np.array([0.5, 0.5])), [5.0], {"power": 2}),
        parameters={"power": number(0.5, "p: 1 arithmetic, 0 geometric, -1 harmonic")},
    ),
    aggregator(
        "median",
        Text("加权中位数", "Weighted median"),
        median,
        citation="Edgeworth (1888), Philosophical Magazine 25: 184-191 (weighted median)",
        formula=Text(
            "各值排序后累计权重超过 1/2 处的值；恰好达到 1/2 时取前后两值的均值",
            "the value at which the weights of the sorted values pass 1/2; "
            "the mean of two where they reach it",
        ),
        range_=_BETWEEN,
        degenerate=ONE_BY_ONE,
        example=Example((np.array([[3.0, 9.0, 4.0]]), np.array([0.25, 0.25, 0.5])), [4.0]),
    ),
)
