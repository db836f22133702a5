"""Normalisation by proportion: each value over the sum, the length, the maximum or the mean of its column."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions, orient
from zhishu.prepare.normalisers.normaliser import SURVEY, normaliser, refuse_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions
    from zhishu.registry import Method

_FAULT = "an indicator has no proportion of this kind"


def vector(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return each value as a part of its column's length, larger is better.

    Positive: x / √Σx²; negative: 1 - x / √Σx²; target and interval: the latter with the distance
    from the best values for x. Shape (…, regions, indicators); the length is that of `basis` (of `x`
    when absent). A column of zeros is 0 (1 where less is better). NaN stays NaN.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> vector(np.array([[3.0, 3.0], [4.0, 4.0]]), both)
    array([[0.6, 0.4],
           [0.8, 0.2]])
    """
    value, base, cost = amounts(x, directions, basis)
    return _turned(_part(value, np.sqrt(np.nansum(base**2, axis=-2, keepdims=True))), cost)


def maximum(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return each value as a part of its column's maximum: x / max, 1 - x / max where less is better.

    As `vector` else. A maximum below 0 raises a MethodError.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> maximum(np.array([[1.0, 1.0], [4.0, 4.0]]), both)
    array([[0.25, 0.75],
           [1.  , 0.  ]])
    """
    value, base, cost = amounts(x, directions, basis)
    top = np.fmax.reduce(base, axis=-2, keepdims=True)
    refuse_columns(top < 0, _FAULT, "its maximum lies below 0", "a maximum of 0 or more")
    return _turned(_part(value, top), cost)


def total(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return each value as a share of its column's sum: x / Σx, and (1/x) / Σ(1/x) for a negative one.

    Shares of a column sum to 1. A negative value, a 0 in a negative indicator, and a target or
    interval raise a MethodError; a column of zeros is 0. NaN stays NaN.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> total(np.array([[1.0, 1.0], [3.0, 3.0]]), both)
    array([[0.25, 0.75],
           [0.75, 0.25]])
    """
    value, base = ratios(x, directions, basis)
    return _part(value, np.nansum(base, axis=-2, keepdims=True))


def ratio_to_mean(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return each value over the mean of its column: x / mean x, and as `total` with 1/x for a negative one.

    Columns have the mean 1, and keep their coefficient of variation as standard deviation, which a
    z-score levels. What `total` refuses is refused; a column of zeros is 0. NaN stays NaN.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> ratio_to_mean(np.array([[1.0, 1.0], [3.0, 3.0]]), both)
    array([[0.5, 1.5],
           [1.5, 0.5]])
    """
    value, base = ratios(x, directions, basis)
    present = np.maximum((~np.isnan(base)).sum(axis=-2, keepdims=True), 1)
    return _part(value, np.nansum(base, axis=-2, keepdims=True) / present)


def fraction_of_max(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return each value as a fraction of the best one: x / max, and min / x for a negative indicator.

    A negative value, a 0 in a negative indicator, and a target or interval raise a MethodError; a
    column of zeros is 0. NaN stays NaN.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> fraction_of_max(np.array([[1.0, 1.0], [4.0, 4.0]]), both)
    array([[0.25, 1.  ],
           [1.  , 0.25]])
    """
    value, base = ratios(x, directions, basis)
    return _part(value, np.fmax.reduce(base, axis=-2, keepdims=True))


def amounts(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Return values and basis as amounts, and which columns are better when they are less."""
    cost = (directions.sign < 0) | directions.around
    flip = np.where(cost, -1.0, 1.0)
    value = orient(x, directions) * flip
    return value, value if basis is None else orient(basis, directions) * flip, cost


def ratios(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return values and basis of which only ratios count: as they are, or 1/x for a negative indicator."""
    base = x if basis is None else basis
    refuse_columns(directions.around, _FAULT, "its best values lie in between", "directions + and -")
    cost = directions.sign < 0
    for part in (x, base):
        refuse_columns(np.any(part < 0, axis=-2), _FAULT, "it has a negative value", "values of 0 or more")
        refuse_columns((part == 0).any(axis=-2) & cost, _FAULT, "a 0, and less is better", "values above 0")
    value, others = (np.where(cost, 1.0 / np.where(part == 0, 1.0, part), part) for part in (x, base))
    return value, others


def _part(value: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    empty = ~(whole > 0)
    return np.where(empty & ~np.isnan(value), 0.0, value / np.where(empty, 1.0, whole))


def _turned(part: NDArray[np.float64], cost: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.where(cost, 1.0 - part, part)


_DEGENERATE: Mapping[str, str] = {
    "nan": "stays NaN; sums and maxima run over the values present",
    "constant": "the same part for every region",
    "zero": "0 for every region",
    "negative": "error: a part of a whole is not negative",
    "tie": "equal values stay equal",
    "single_region": "the whole",
}
_X = np.array([[1.0, 1.0], [3.0, 3.0]])
_DIRECTIONS = compile_directions([Direction("positive"), Direction("negative")])
_line = partial(
    normaliser,
    arguments=(_X, _DIRECTIONS),
    shared={
        "citation": SURVEY,
        "needs": "values of 0 or more",
        "range": "[0, 1] for values of 0 or more",
        "degenerate": _DEGENERATE,
    },
)
_LENGTH = 10**0.5
NORMALISERS_BY_PROPORTION: Mapping[str, Method] = {
    method.id: method
    for method in (
        _line(
            "vector",
            Text("向量规范化", "Vector"),
            Text(
                "正向指标：x / sqrt(sum x^2)；负向指标：1 - x / sqrt(sum x^2)",
                "positive: x / sqrt(sum x^2); negative: 1 - x / sqrt(sum x^2)",
            ),
            vector,
            [[1 / _LENGTH, 1 - 1 / _LENGTH], [3 / _LENGTH, 1 - 3 / _LENGTH]],
            needs="nothing",
            degenerate={**_DEGENERATE, "negative": "harmless: the part is negative"},
        ),
        _line(
            "sum",
            Text("归一化（比重法）", "Share of the sum"),
            Text(
                "正向指标：x / sum x；负向指标：(1 / x) / sum (1 / x)",
                "positive: x / sum x; negative: (1 / x) / sum (1 / x)",
            ),
            total,
            [[0.25, 0.75], [0.75, 0.25]],
        ),
        _line(
            "max",
            Text("极大值法", "Part of the maximum"),
            Text("正向指标：x / max；负向指标：1 - x / max", "positive: x / max; negative: 1 - x / max"),
            maximum,
            [[1 / 3, 2 / 3], [1.0, 0.0]],
            needs="a maximum of 0 or more",
            degenerate={**_DEGENERATE, "negative": "error: a maximum below 0 has no parts"},
        ),
        _line(
            "fraction_of_max",
            Text("最优值比例法", "Fraction of the best value"),
            Text("正向指标：x / max；负向指标：min / x", "positive: x / max; negative: min / x"),
            fraction_of_max,
            [[1 / 3, 1.0], [1.0, 1 / 3]],
        ),
        _line(
            "ratio_to_mean",
            Text("均值化法", "Ratio to the mean"),
            Text(
                "正向指标：x / 均值(x)；负向指标：(1 / x) / 均值(1 / x)",
                "positive: x / mean x; negative: (1 / x) / mean (1 / x)",
            ),
            ratio_to_mean,
            [[0.5, 1.5], [1.5, 0.5]],
            citation="textbook practice before grey relational analysis (均值化变换); Zhang Jingxin "
            "(张敬信), 数学建模：算法与编程实现, China Machine Press, with the R package mathmodels",
            range="0 or more, mean 1",
            degenerate={**_DEGENERATE, "constant": "1 for every region", "single_region": "1"},
        ),
    )
}
