"""Normalisers of decision analysis: by logarithms and powers, by the gap to the best value."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions, orient
from zhishu.prepare.normalisers.normaliser import SURVEY, normaliser, refuse_columns
from zhishu.prepare.normalisers.proportion import fraction_of_max
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions
    from zhishu.registry import Method

_FAULT = "an indicator cannot be normalised so"


def logarithmic(
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    shift: float = 0.0,
) -> NDArray[np.float64]:
    """Return each value's share of the logarithms of its column: ln x / Σ ln x.

    A negative indicator gets (1 - ln x / Σ ln x) / (n - 1), so that a column sums to 1 either way; one
    region alone gets 0 there. `shift` is added first. Shape (…, regions, indicators); sum and number
    n are those of `basis` (of `x` when absent). A value below 1, whose logarithm would turn the order
    round, and a target or interval raise a MethodError; a column of ones is 0, 1 / (n - 1) where less
    is better. NaN stays NaN.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> logarithmic(np.array([[2.0, 2.0], [8.0, 8.0]]), both)
    array([[0.25, 0.75],
           [0.75, 0.25]])
    """
    refuse_columns(directions.around, _FAULT, "its best values lie in between", "directions + and -")
    base = x if basis is None else basis
    for part in (x, base):
        refuse_columns(
            np.any(part + shift < 1, axis=-2), _FAULT, "a value below 1", "values of 1 or more after `shift`"
        )
    value, others = np.log(x + shift), np.log(base + shift)
    count = (~np.isnan(others)).sum(axis=-2, keepdims=True)
    whole = np.nansum(others, axis=-2, keepdims=True)
    share = value / np.where(whole > 0, whole, 1.0)
    rest = np.where(count > 1, (1.0 - share) / np.maximum(count - 1, 1), share * 0.0)
    return np.where(directions.sign < 0, rest, share)


def nonlinear(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return each value's fraction of the best, raised: (x / max)², and (min / x)³ for a negative indicator.

    A negative value, a 0 in a negative indicator, and a target or interval raise a MethodError; a
    column of zeros is 0. The maximum or minimum is that of `basis` (of `x` when absent). NaN stays NaN.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> nonlinear(np.array([[1.0, 1.0], [2.0, 2.0]]), both)
    array([[0.25 , 1.   ],
           [1.   , 0.125]])
    """
    part = fraction_of_max(x, directions, basis)
    return np.asarray(np.where(directions.sign < 0, part**3, part**2))


def zavadskas_turskis(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return one less the gap to the best in units of the best: 1 - (max - x) / max, 1 - (x - min) / min.

    The latter for a negative indicator: below 0 where a value is more than twice the least. The best
    is that of `basis` (of `x` when absent). The authors take the absolute value of the gap, which
    changes nothing within the data, but would count what is better than a base year's best as worse.
    A best value of 0 or less and a target or interval raise a MethodError; a column of zeros is 0 where
    more is better. NaN stays NaN.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> zavadskas_turskis(np.array([[1.0, 4.0], [4.0, 5.0]]), both)
    array([[0.25, 1.  ],
           [1.  , 0.75]])
    """
    refuse_columns(directions.around, _FAULT, "its best values lie in between", "directions + and -")
    base = x if basis is None else basis
    cost = directions.sign < 0
    top, least = (end.reduce(base, axis=-2, keepdims=True) for end in (np.fmax, np.fmin))
    best = np.where(cost, least, top)
    empty = (best == 0) & (least == 0) & ~cost
    refuse_columns(
        (~(best > 0) & ~empty & ~np.isnan(best))[..., 0, :],
        _FAULT,
        "its best value is not above 0",
        "above 0",
    )
    return np.where(empty, x, 1.0 - np.where(cost, x - best, best - x) / np.where(empty, 1.0, best))


def enhanced_accuracy(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return one less each value's share of the gaps to the best: 1 - (max - x) / Σ (max - x).

    1 - (x - min) / Σ (x - min) for a negative indicator, and likewise with the distance from the best
    values for a target or interval. Shape (…, regions, indicators); the best and the sum of gaps are
    those of `basis` (of `x` when absent). A constant column is 1. NaN stays NaN.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> enhanced_accuracy(np.array([[1.0, 1.0], [4.0, 4.0], [5.0, 5.0]]), both)
    array([[0.2       , 1.        ],
           [0.8       , 0.57142857],
           [1.        , 0.42857143]])
    """
    value = orient(x, directions)
    base = value if basis is None else orient(basis, directions)
    best = np.fmax.reduce(base, axis=-2, keepdims=True)
    gaps = np.nansum(best - base, axis=-2, keepdims=True)
    return np.asarray(1.0 - (best - value) / np.where(gaps > 0, gaps, 1.0))


_DEGENERATE: Mapping[str, str] = {
    "nan": "stays NaN; sums and best values run over the values present",
    "constant": "the same for every region",
    "zero": "0 for every region",
    "negative": "error: ratios are not negative",
    "tie": "equal values stay equal",
    "single_region": "1",
}
_X = np.array([[1.0, 4.0], [4.0, 5.0]])
_DIRECTIONS = compile_directions([Direction("positive"), Direction("negative")])
_line = partial(
    normaliser,
    arguments=(_X, _DIRECTIONS),
    shared={"citation": SURVEY, "range": "[0, 1]", "degenerate": _DEGENERATE},
)
_LOG = np.log(5) / np.log(20)
NORMALISERS_OF_DECISIONS: Mapping[str, Method] = {
    method.id: method
    for method in (
        _line(
            "logarithmic",
            Text("对数规范化", "Logarithmic"),
            Text(
                "正向指标：ln x / sum ln x；负向指标：(1 - ln x / sum ln x) / (n - 1)",
                "positive: ln x / sum ln x; negative: (1 - ln x / sum ln x) / (n - 1)",
            ),
            logarithmic,
            [[0.0, _LOG], [1.0, 1 - _LOG]],
            citation="Zavadskas and Turskis (2008), A new logarithmic normalization method in games theory, "
            "Informatica 19(2): 303-314",
            needs="values of 1 or more, directions + and -",
            degenerate={
                **_DEGENERATE,
                "zero": "harmless with a `shift` of 1 or more, else an error",
                "negative": "harmless where `shift` brings all values to 1 or more, else an error",
                "single_region": "1; 0 where its value is 1 or less is better",
            },
            parameters={"shift": Option(0.0, {"type": "number"}, "added to every value first")},
        ),
        _line(
            "nonlinear",
            Text("非线性规范化", "Nonlinear (fraction of the best, raised)"),
            Text(
                "正向指标：(x / max)^2；负向指标：(min / x)^3", "positive: (x / max)^2; negative: (min / x)^3"
            ),
            nonlinear,
            [[1 / 16, 1.0], [1.0, 0.8**3]],
            needs="values of 0 or more, above 0 for a negative indicator; directions + and -",
        ),
        _line(
            "zavadskas_turskis",
            Text("扎瓦茨卡斯-图尔斯基斯规范化", "Zavadskas-Turskis"),
            Text(
                "正向指标：1 - (max - x) / max；负向指标：1 - (x - min) / min",
                "positive: 1 - (max - x) / max; negative: 1 - (x - min) / min",
            ),
            zavadskas_turskis,
            [[0.25, 1.0], [1.0, 0.75]],
            needs="a best value above 0, directions + and -",
            range="up to 1; below 0 for a negative indicator more than twice its least value",
            degenerate={**_DEGENERATE, "negative": "error: the best value must be above 0"},
        ),
        _line(
            "enhanced_accuracy",
            Text("增强精度规范化", "Enhanced accuracy"),
            Text(
                "正向指标：1 - (max - x) / sum (max - x)；负向指标：1 - (x - min) / sum (x - min)",
                "positive: 1 - (max - x) / sum (max - x); negative: 1 - (x - min) / sum (x - min)",
            ),
            enhanced_accuracy,
            [[0.0, 1.0], [1.0, 0.0]],
            needs="nothing",
            degenerate={
                **_DEGENERATE,
                "constant": "1 for every region",
                "zero": "as constant",
                "negative": "harmless: only gaps count",
            },
        ),
    )
}
