"""Normalisation by distance from the centre, in units of the spread: z-scores and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions, orient
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions

MAD_TO_SD = 1.482602218505602
"""The standard deviation of a normal distribution whose median absolute deviation is 1."""
LEAST = 2
"""How many regions make a spread."""


def zscore(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    mean: float = 0.0,
    sd: float = 1.0,
    spread: str = "sample",
) -> NDArray[np.float64]:
    """Return columns with the mean `mean` and the standard deviation `sd`, larger is better.

    x' = mean + sd · (x - x̄) / s, with the sign turned for a negative indicator and minus the distance
    from the best values in place of x for a target or interval. Shape (…, regions, indicators); mean
    and spread are those of `basis` (of `x` itself when absent): "sample" divides by n - 1,
    "population" by n. A constant column is `mean` everywhere; NaN stays NaN; one region raises.

    >>> up = compile_directions([Direction("positive")])
    >>> zscore(np.array([[1.0], [2.0], [3.0]]), up).ravel()
    array([-1.,  0.,  1.])
    """
    value, base = _oriented(x, directions, basis, "a z-score")
    count = (~np.isnan(base)).sum(axis=-2, keepdims=True)
    centre = np.nansum(base, axis=-2, keepdims=True) / np.maximum(count, 1)
    squares = np.nansum((base - centre) ** 2, axis=-2, keepdims=True)
    width = np.sqrt(squares / np.maximum(count - (spread == "sample"), 1))
    return _scaled(value, centre, np.where(_constant(base), 0.0, width), mean, sd)


def robust_z(
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    mean: float = 0.0,
    sd: float = 1.0,
) -> NDArray[np.float64]:
    """Return columns centred on the median, in units of the median absolute deviation.

    x' = mean + sd · (x - median) / (1.4826 · MAD), so that a normal column gets about the z-scores.
    Where more than half of the values are equal the MAD is 0; then the mean absolute deviation
    stands in (times 1.2533). The rest is as in `zscore`.

    >>> up = compile_directions([Direction("positive")])
    >>> robust_z(np.array([[1.0], [2.0], [3.0], [4.0], [100.0]]), up).round(4).ravel()
    array([-1.349 , -0.6745,  0.    ,  0.6745, 65.4255])
    """
    value, base = _oriented(x, directions, basis, "a robust z-score")
    centre = median(base)
    gaps = np.abs(base - centre)
    width = MAD_TO_SD * median(gaps)
    count = np.maximum((~np.isnan(base)).sum(axis=-2, keepdims=True), 1)
    second = np.sqrt(np.pi / 2) * np.nansum(gaps, axis=-2, keepdims=True) / count
    width = np.where(width > 0, width, second)
    return _scaled(value, centre, np.where(_constant(base), 0.0, width), mean, sd)


def logistic(
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    steepness: float = 1.0,
) -> NDArray[np.float64]:
    """Return 1 / (1 + exp(-steepness · z)) of each column's z-score: between 0 and 1, 0.5 at the mean.

    Outliers are pressed together without being cut. The rest is as in `zscore`.

    >>> up = compile_directions([Direction("positive")])
    >>> logistic(np.array([[1.0], [2.0], [3.0]]), up).round(4).ravel()
    array([0.2689, 0.5   , 0.7311])
    """
    # The same curve as 1 / (1 + exp(-z)), without its overflow.
    curve: NDArray[np.float64] = 0.5 * (1.0 + np.tanh(0.5 * steepness * zscore(x, directions, basis)))
    return curve


def _oriented(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None, what: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    value = orient(x, directions)
    base = value if basis is None else orient(basis, directions)
    if base.shape[-2] < LEAST:
        raise MethodError(
            f"{what} compares regions, and there is only one",
            seen=f"{base.shape[-2]} region",
            allowed="two regions or more",
            advice="add regions, or use given goalposts",
        )
    return value, base


def _scaled(
    value: NDArray[np.float64],
    centre: NDArray[np.float64],
    width: NDArray[np.float64],
    mean: float,
    sd: float,
) -> NDArray[np.float64]:
    flat = width == 0
    standard = (value - centre) / np.where(flat, 1.0, width)
    # A constant may differ from its own mean by rounding; a value away from it has no distance in spreads.
    return mean + sd * np.where(flat & ~np.isnan(value), 0.0, standard)


def _constant(base: NDArray[np.float64]) -> NDArray[np.bool_]:
    low, high = (bound.reduce(base, axis=-2, keepdims=True) for bound in (np.fmin, np.fmax))
    return np.asarray(~(high > low))


def median(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the median of each column's values present, (…, 1, columns); NaN for a column without any.

    >>> median(np.array([[1.0], [9.0], [np.nan]]))
    array([[5.]])
    """
    ordered = np.sort(x, axis=-2)  # NaN goes last
    last = np.maximum((~np.isnan(ordered)).sum(axis=-2, keepdims=True) - 1, 0)
    below = np.take_along_axis(ordered, last // 2, axis=-2)
    above = np.take_along_axis(ordered, (last + 1) // 2, axis=-2)
    middle: NDArray[np.float64] = (below + above) / 2
    return middle


_HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5"
_NUMBER = {"type": "number"}
_MEAN_AND_SD: Mapping[str, Option] = {
    "mean": Option(0.0, _NUMBER, "the mean of the comparable values"),
    "sd": Option(1.0, {"type": "number", "exclusiveMinimum": 0}, "their standard deviation"),
}
_DEGENERATE: Mapping[str, str] = {
    "nan": "stays NaN; centre and spread run over the values present",
    "constant": "the mean for every region",
    "zero": "as constant",
    "negative": "harmless",
    "tie": "equal values stay equal",
    "single_region": "error: one value has no spread",
}
_EXAMPLE_X = np.array([[1.0, 9.0], [2.0, 6.0], [3.0, 3.0]])
_EXAMPLE_DIRECTIONS = compile_directions([Direction("positive"), Direction("negative")])

ZSCORE = Method(
    kind="normalise",
    id="zscore",
    name=Text("标准化（Z 分数）", "Z-score"),
    citation=_HANDBOOK,
    formula=Text(
        "x' = mean + sd * (x - 均值) / s，s 为标准差，负向指标取反号",
        "x' = mean + sd * (x - average) / s, the sign turned for a negative indicator",
    ),
    needs="two regions or more",
    range="all numbers",
    degenerate=_DEGENERATE,
    function=zscore,
    inputs=("directions", "basis"),
    parameters={
        **_MEAN_AND_SD,
        "spread": Option("sample", {"enum": ["sample", "population"]}, "divide the squares by n - 1 or by n"),
    },
    example=Example((_EXAMPLE_X, _EXAMPLE_DIRECTIONS), [[-1.0, -1.0], [0.0, 0.0], [1.0, 1.0]]),
)

ROBUST_Z = Method(
    kind="normalise",
    id="robust_z",
    name=Text("稳健标准化（中位数与绝对中位差）", "Robust z-score"),
    citation="Rousseeuw and Croux (1993), Journal of the American Statistical Association 88(424), 1273-1283",
    formula=Text(
        "x' = mean + sd * (x - 中位数) / (1.4826 * 绝对中位差)",
        "x' = mean + sd * (x - median) / (1.4826 * MAD)",
    ),
    needs="two regions or more",
    range="all numbers",
    degenerate=_DEGENERATE,
    function=robust_z,
    inputs=("directions", "basis"),
    parameters=_MEAN_AND_SD,
    example=Example(
        (_EXAMPLE_X, _EXAMPLE_DIRECTIONS),
        [[-1 / MAD_TO_SD, -1 / MAD_TO_SD], [0.0, 0.0], [1 / MAD_TO_SD, 1 / MAD_TO_SD]],
    ),
)

LOGISTIC = Method(
    kind="normalise",
    id="logistic",
    name=Text("逻辑斯蒂曲线法", "Logistic"),
    citation="Bishop (2006), Pattern Recognition and Machine Learning, section 4.2 (the logistic sigmoid)",
    formula=Text("x' = 1 / (1 + exp(-k z))，z 为 Z 分数", "x' = 1 / (1 + exp(-k z)), z the z-score"),
    needs="two regions or more",
    range="]0, 1[",
    degenerate={**_DEGENERATE, "constant": "0.5 for every region"},
    function=logistic,
    inputs=("directions", "basis"),
    parameters={
        "steepness": Option(1.0, {"type": "number", "exclusiveMinimum": 0}, "how steep the curve is")
    },
    example=Example(
        (_EXAMPLE_X, _EXAMPLE_DIRECTIONS),
        [
            [0.2689414213699951, 0.2689414213699951],
            [0.5, 0.5],
            [0.7310585786300049, 0.7310585786300049],
        ],
    ),
)

NORMALISERS_BY_CENTRE: Mapping[str, Method] = {method.id: method for method in (ZSCORE, ROBUST_Z, LOGISTIC)}
