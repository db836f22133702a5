"""Outliers triggered by shape: winsorise point by point, then take logarithms of what still fails."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.prepare.columns import column_of
from zhishu.prepare.moments import kurtosis, skewness
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

LOGS = ("log_CT", "log_CT_plus", "log_CT_orig", "log_GII", "natural", "none")


class Mark(IntFlag):
    """What happened to a cell: pulled down to a limit, pulled up to one, transformed."""

    UNTOUCHED = 0
    HIGH = 1
    LOW = 2
    TRANSFORMED = 4

    @property
    def label(self) -> str:
        """The mark in words, for the log: "high", "low", "transformed", or joined by +."""
        return "+".join(mark.name.lower() for mark in Mark if mark and mark in self and mark.name)


class Treated(NamedTuple):
    """Treated values (…, regions, columns) and the Mark of each cell, in the same shape."""

    values: NDArray[np.float64]
    marks: NDArray[np.int64]


def fails_shape(
    x: NDArray[np.float64], *, skew_limit: float = 2.0, kurtosis_limit: float = 3.5
) -> NDArray[np.bool_]:
    """Return which columns, (…, columns), have |skewness| and kurtosis both above their limits.

    A column without a shape (constant, or fewer than four values) does not fail.

    >>> fails_shape(np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [99.0]]))
    array([ True])
    """
    skew, kurt = skewness(x), kurtosis(x)
    return (np.abs(skew) > skew_limit) & (kurt > kurtosis_limit)


def winsorise(
    x: NDArray[np.float64],
    *,
    skew_limit: float = 2.0,
    kurtosis_limit: float = 3.5,
    points: int | None = 5,
) -> Treated:
    """Return columns whose extreme points are moved to the next value, until the shape passes.

    As long as |skewness| > `skew_limit` and kurtosis > `kurtosis_limit`, the highest value (the
    lowest, when the skewness is negative) takes the next value's place; values that tie move
    together and all count, so that a tie may overstep `points`, the largest number of points moved
    (None: no limit). One step moves one value of every column of the batch that still fails.

    A constant column, and one with fewer than four values, has no shape and stays as it is. NaN
    stays NaN.

    >>> winsorise(np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [99.0]])).values.ravel()
    array([0., 1., 2., 3., 4., 4.])
    """
    value = np.array(x, dtype=float)
    high, low = np.zeros(value.shape, dtype=bool), np.zeros(value.shape, dtype=bool)
    most = np.inf if points is None else points
    while True:
        moved = high.sum(axis=-2) + low.sum(axis=-2)
        active = fails_shape(value, skew_limit=skew_limit, kurtosis_limit=kurtosis_limit) & (moved < most)
        if not active.any():
            break
        upward = skewness(value) >= 0
        for side, taken in ((1.0, active & upward), (-1.0, active & ~upward)):
            top, following = _two_highest(side * value)
            at_top = (side * value == top[..., None, :]) & taken[..., None, :]
            value = np.where(at_top, side * following[..., None, :], value)
            # Those moved before tie with the next value now, so the latest set holds them all.
            marks = high if side > 0 else low
            marks[...] = np.where(taken[..., None, :], at_top, marks)
    return Treated(value, np.where(high, Mark.HIGH, 0) + np.where(low, Mark.LOW, 0))


def _two_highest(x: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each column's highest value and the highest one below it, NaN ignored."""
    top = np.fmax.reduce(x, axis=-2)
    below = np.where(x < top[..., None, :], x, np.nan)
    return top, np.fmax.reduce(below, axis=-2)


def logarithm(x: NDArray[np.float64], *, log: str = "log_CT") -> NDArray[np.float64]:
    """Return the columns' logarithms, by default shifted so that they exist for every value.

    With minimum and maximum of each column:

    - log_CT: ln(x - min + 0.01 (max - min));
    - log_CT_plus: the same for a positive skewness, else its mirror image -ln(max - x + 0.01 (max - min));
    - log_CT_orig: ln(x - min + 1);
    - log_GII: ln((max - 1)(x - min) / (max - min) + 1), which turns an indicator around when its
      maximum lies below 1 and does not exist below 0;
    - natural: ln(x), region by region, for values above 0 only (income in the human development index).

    A constant column stays as it is; its natural logarithm is taken as any other.

    >>> logarithm(np.array([[0.0], [1.0], [100.0]]), log="log_CT_orig").round(4).ravel()
    array([0.    , 0.6931, 4.6151])
    """
    if log == "natural":
        return _natural(x)
    low, high = np.fmin.reduce(x, axis=-2, keepdims=True), np.fmax.reduce(x, axis=-2, keepdims=True)
    span = high - low
    with np.errstate(divide="ignore", invalid="ignore"):
        if log == "log_CT_plus":
            mirrored = ~(skewness(x) > 0)[..., None, :]
            ordinary = np.log(x - low + 0.01 * span)
            found = np.where(mirrored, -np.log(high - x + 0.01 * span), ordinary)
        elif log == "log_CT":
            found = np.log(x - low + 0.01 * span)
        elif log == "log_CT_orig":
            found = np.log(x - low + 1.0)
        else:
            found = np.log((high - 1.0) * (x - low) / span + 1.0)
    lost: NDArray[np.bool_] = np.asarray((np.isnan(found) & ~np.isnan(x) & (span > 0)).any(axis=-2))
    if lost.any():
        raise MethodError(
            f"the transformation {log} does not exist for an indicator",
            where=column_of(lost),
            seen=f"its maximum is {float(high[..., 0, :][lost].ravel()[0]):g}",
            allowed="a maximum of 0 or more",
            advice="use log_CT, which exists for all values",
        )
    return np.where(span > 0, found, x)


def _natural(x: NDArray[np.float64]) -> NDArray[np.float64]:
    below: NDArray[np.bool_] = x <= 0
    lost: NDArray[np.bool_] = np.asarray(below.any(axis=-2))
    if lost.any():
        raise MethodError(
            "the natural logarithm does not exist for an indicator",
            where=column_of(lost),
            seen=float(x[below].min()),
            allowed="values above 0",
            advice="use log_CT, which exists for all values",
        )
    return np.asarray(np.log(x))


def winsorise_then_log(  # noqa: PLR0913 - every setting of the procedure, by name
    x: NDArray[np.float64],
    *,
    skew_limit: float = 2.0,
    kurtosis_limit: float = 3.5,
    points: int | None = 5,
    log: str = "log_CT",
    combine: bool = False,
) -> Treated:
    """Return columns in two stages: winsorised while the shape fails, logarithms where that was not enough.

    A column whose |skewness| > `skew_limit` and kurtosis > `kurtosis_limit` is winsorised by at most
    `points` points (see `winsorise`). If it still fails, that is undone (kept, with `combine`) and
    the `logarithm` is taken of the whole column ("none": it stays winsorised). What passes stays.

    >>> winsorise_then_log(np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [99.0]])).values.ravel()
    array([0., 1., 2., 3., 4., 4.])
    """
    found = winsorise(x, skew_limit=skew_limit, kurtosis_limit=kurtosis_limit, points=points)
    still = fails_shape(found.values, skew_limit=skew_limit, kurtosis_limit=kurtosis_limit)[..., None, :]
    if log == "none" or not still.any():
        return found
    start = np.where(still, found.values if combine else x, 1.0)
    transformed = logarithm(start, log=log)
    marks = np.where(combine, found.marks, 0) | np.where(np.isnan(x), 0, int(Mark.TRANSFORMED))
    return Treated(np.where(still, transformed, found.values), np.where(still, marks, found.marks))


_NUMBER = {"type": "number", "exclusiveMinimum": 0}
_EXAMPLE = Example(
    (np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [99.0]]),),
    [[[0.0], [1.0], [2.0], [3.0], [4.0], [4.0]], [[0], [0], [0], [0], [0], [int(Mark.HIGH)]]],
)

WINSORISE_THEN_LOG = Method(
    kind="treat",
    id="winsorise_then_log",
    name=Text("缩尾后取对数", "Winsorise, then logarithm"),
    citation="the rule of the JRC's COIN Tool and audits: Becker et al. (2019), COIN Tool User's Guide, "
    "EUR 29899 EN, European Commission; skewness and kurtosis after Joanes and Gill (1998), "
    "The Statistician 47(1)",
    formula=Text(
        "当 |G1| > 2 且 G2 > 3.5 时，极端值改取与其相邻的值，至多 5 个点；若仍超限，"
        "则对未处理的原列取 ln(x - min + 0.01 (max - min))；G1 为偏度，G2 为峰度",
        "while |G1| > 2 and G2 > 3.5: the extreme value takes the next one's place, at most 5 points; "
        "if it still fails: ln(x - min + 0.01 (max - min)) of the untreated column",
    ),
    needs="four values or more",
    range="winsorised: that of the data; logarithm: all numbers",
    degenerate={
        "nan": "stays NaN; the others are treated as if it were not there",
        "constant": "stays as it is: a constant has no shape",
        "zero": "stays as it is",
        "negative": "harmless: a low outlier is raised, logarithms are shifted",
        "tie": "values that tie move together, so more than `points` may move",
        "single_region": "stays as it is: fewer than four values have no shape",
    },
    function=winsorise_then_log,
    parameters={
        "skew_limit": Option(2.0, _NUMBER, "|skewness| above which, with the kurtosis, a column is treated"),
        "kurtosis_limit": Option(3.5, {"type": "number"}, "kurtosis above which, with the skewness, …"),
        "points": Option(
            5,
            {"type": ["integer", "null"], "minimum": 0},
            "the largest number of points winsorised; null: no limit",
        ),
        "log": Option("log_CT", {"enum": list(LOGS)}, "the transformation where winsorising is not enough"),
        "combine": Option(
            default=False,
            schema={"type": "boolean"},
            description="take the logarithm of the winsorised column, not of the original one",
        ),
    },
    example=_EXAMPLE,
)


def logarithm_of_all(x: NDArray[np.float64], *, log: str = "log_CT") -> Treated:
    """Return the `logarithm` of every column, whatever its shape.

    >>> logarithm_of_all(np.array([[0.0], [1.0]]), log="log_CT_orig").values.round(4).ravel()
    array([0.    , 0.6931])
    """
    return transformed(x, logarithm(x, log=log))


def transformed(x: NDArray[np.float64], values: NDArray[np.float64]) -> Treated:
    """Return transformed values with the mark TRANSFORMED wherever they differ from `x`."""
    same = (x == values) | np.isnan(x)
    return Treated(values, np.where(same, 0, int(Mark.TRANSFORMED)))


LOGARITHM = Method(
    kind="treat",
    id="logarithm",
    name=Text("取对数", "Logarithm"),
    citation="OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5",
    formula=Text(
        "log_CT：ln(x - min + 0.01 (max - min))；log_CT_plus：同上，"
        "偏度不为正时为 -ln(max - x + 0.01 (max - min))；log_CT_orig：ln(x - min + 1)；"
        "log_GII：ln((max - 1)(x - min) / (max - min) + 1)；natural：ln(x)",
        "log_CT: ln(x - min + 0.01 (max - min)); log_CT_plus: that, or -ln(max - x + 0.01 (max - min)) "
        "for a negative skewness; log_CT_orig: ln(x - min + 1); "
        "log_GII: ln((max - 1)(x - min) / (max - min) + 1); natural: ln(x)",
    ),
    needs="nothing; log_GII a maximum of 0 or more, and of 1 or more to keep the order; "
    "natural values above 0",
    range="all numbers",
    degenerate={
        "nan": "stays NaN",
        "constant": "stays as it is; natural: its logarithm",
        "zero": "stays as it is; natural: error, values must be above 0",
        "negative": "harmless: the values are shifted; natural: error",
        "tie": "equal values stay equal",
        "single_region": "stays as it is; natural: its logarithm",
    },
    function=logarithm_of_all,
    parameters={"log": Option("log_CT", {"enum": [log for log in LOGS if log != "none"]}, "which of them")},
    example=Example(
        (np.array([[0.0], [1.0]]),), [[[0.0], [0.6931471805599453]], [[0], [4]]], {"log": "log_CT_orig"}
    ),
)

TREATMENTS_BY_SHAPE: Mapping[str, Method] = {method.id: method for method in (WINSORISE_THEN_LOG, LOGARITHM)}
