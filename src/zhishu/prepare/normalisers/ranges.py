"""Normalisers: raw values → comparable values, larger is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Direction, Text
from zhishu.prepare.columns import column_of
from zhishu.prepare.directions import compile_directions, orient
from zhishu.prepare.normalisers.normaliser import ENDS, GOALPOSTS
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions


def minmax(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    to: tuple[float, float] = (0.0, 1.0),
    goalposts: Sequence[tuple[float, float] | None] | None = None,
    clip: bool = False,
) -> NDArray[np.float64]:
    """Return every indicator between its worst (`to[0]`) and its best value (`to[1]`).

    Shape in and out (…, regions, indicators); minimum and maximum run over the regions of `basis`
    (of `x` itself when absent), whose shape is the same but for the number of regions.

    - positive: (x - min) / (max - min); negative: (max - x) / (max - min);
    - target q: 1 - |x - q| / max |x - q|;
    - interval [a, b]: 1 inside, else 1 - max(a - x, x - b) / max(a - min, max - b).

    `goalposts` gives an indicator's minimum and maximum instead of the data (None: the data);
    values beyond them go beyond `to` unless `clip`. A constant indicator is 0 (before `to`), or 1
    if its one value is the target or inside the interval. NaN stays NaN and is ignored in minimum
    and maximum. One region without goalposts raises a MethodError: there is nothing to compare.

    Source: the printed formulas of the index report, 2023 edition, section 1.3; target and interval
    as 适度型 and 区间型 indicators in Chinese textbooks of comprehensive evaluation.

    >>> from zhishu.framework import Direction
    >>> from zhishu.prepare.directions import compile_directions
    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> minmax(np.array([[100.0, 10.0], [60.0, 20.0], [0.0, 50.0]]), both)
    array([[1.  , 1.  ],
           [0.6 , 0.75],
           [0.  , 0.  ]])
    """
    _check_target_range(to)
    value = orient(x, directions)
    worst, best = _bounds(value if basis is None else orient(basis, directions), directions, goalposts)
    best = np.where(directions.around, 0.0, best)
    span = _span(worst, best)
    flat = span == 0
    value -= worst
    value /= np.where(flat, 1.0, span)
    if (flat & directions.around).any():
        value += np.where(flat & directions.around, 1.0, 0.0)
    if clip:
        np.clip(value, 0.0, 1.0, out=value)
    if tuple(to) != (0.0, 1.0):
        value *= to[1] - to[0]
        value += to[0]
    return value


def identity(x: NDArray[np.float64], directions: Directions | None = None) -> NDArray[np.float64]:
    """Return `x` as it is, for a panel that is comparable already, larger is better.

    An indicator whose direction is not positive raises a MethodError: left as it is, it would count
    the wrong way round, and nobody would see it.

    >>> identity(np.array([[0.2, 0.9]]))
    array([[0.2, 0.9]])
    """
    if directions is not None and (unturned := _not_positive(directions)).any():
        raise MethodError(
            "`none` leaves the values as they are, and larger would count as better",
            where=column_of(unturned),
            seen=f"direction {_kind(directions, int(np.argmax(unturned)))}",
            allowed="direction + for every indicator",
            advice="normalise with `sign`, which only turns the values, or with a method that compares "
            "them; if they are turned already, declare the direction +",
        )
    return np.array(x, dtype=np.float64)


def turned(x: NDArray[np.float64], directions: Directions) -> NDArray[np.float64]:
    """Return raw values turned so that larger is better, and nothing else done to them.

    A negative indicator becomes -x, a target or interval minus the distance from its best values, so
    that a cost is a column without a value above 0: that is how the aggregators that treat benefits
    and costs apart know it. Shape (…, regions, indicators); regions are not compared. NaN stays NaN.

    >>> turned(np.array([[3.0, 3.0]]), compile_directions([Direction("positive"), Direction("negative")]))
    array([[ 3., -3.]])
    """
    return orient(x, directions) + 0.0


def _not_positive(directions: Directions) -> NDArray[np.bool_]:
    return directions.around | (directions.sign < 0)


def _kind(directions: Directions, column: int) -> str:
    if not directions.around[column]:
        return "negative"
    low, high = float(directions.low[column]), float(directions.high[column])
    return f"target {low:g}" if low == high else f"interval {low:g} to {high:g}"


def _bounds(
    value: NDArray[np.float64],
    directions: Directions,
    goalposts: Sequence[tuple[float, float] | None] | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return worst and best per indicator, shape (…, 1, indicators), from the data or the goalposts."""
    given = np.full((2, value.shape[-1]), np.nan) if goalposts is None else _posts(goalposts)
    if value.shape[-2] < 2 and np.isnan(given).any():  # noqa: PLR2004 - two are needed to compare
        raise MethodError(
            "min–max compares regions, and there is only one",
            seen=f"{value.shape[-2]} region",
            allowed="two regions or more",
            advice="add regions, give `goalposts` for every indicator, or normalise with `none`",
        )
    # fmin and fmax ignore NaN, and an indicator without any value stays NaN without a warning.
    worst = np.fmin.reduce(value, axis=-2, keepdims=True)
    best = np.fmax.reduce(value, axis=-2, keepdims=True)
    if goalposts is None:
        return worst, best
    posts = orient(given, directions)
    fixed = ~np.isnan(given[0])
    return np.where(fixed, posts.min(axis=0), worst), np.where(fixed, posts.max(axis=0), best)


def _posts(goalposts: Sequence[tuple[float, float] | None]) -> NDArray[np.float64]:
    posts = np.array([(np.nan, np.nan) if pair is None else tuple(pair) for pair in goalposts], dtype=float).T
    wrong = np.flatnonzero(posts[0] >= posts[1])
    if wrong.size:
        raise MethodError(
            "a goalpost's minimum is not below its maximum",
            where=f"goalposts of indicator {int(wrong[0]) + 1} in the order of the framework",
            seen=tuple(posts[:, wrong[0]].tolist()),
            allowed="[minimum, maximum] in raw units, also for a negative indicator",
        )
    return posts


def _span(worst: NDArray[np.float64], best: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(over="ignore"):
        span = best - worst
    if np.isinf(span).any():
        raise MethodError(
            "the range of an indicator is too wide for a double",
            seen="maximum - minimum is infinite",
            advice="use a larger unit",
        )
    return span


def _check_target_range(to: tuple[float, float]) -> None:
    if not (np.isfinite(to[0]) and np.isfinite(to[1]) and to[0] < to[1]):
        raise MethodError("`to` does not rise", seen=list(to), allowed="[worst, best] with worst < best")


_NUMBER = {"type": "number"}

MINMAX = Method(
    kind="normalise",
    id="minmax",
    name=Text("极差正规化法（最小-最大法）", "Min–max"),
    citation="China Big Data Industry Development Index, 2023 edition, section 1.3; "
    "OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5",
    formula=Text(
        "正向指标：(x - min) / (max - min)；负向指标：(max - x) / (max - min)；"
        "适度型指标（目标值 q）：1 - |x - q| / max|x - q|；区间型指标 [a, b]：区间内为 1，"
        "区间外为 1 - max(a - x, x - b) / max(a - min, max - b)",
        "positive: (x - min) / (max - min); negative: (max - x) / (max - min); "
        "target q: 1 - |x - q| / max|x - q|; "
        "interval [a, b]: 1 inside, else 1 - max(a - x, x - b) / max(a - min, max - b)",
    ),
    needs="two regions or more, or goalposts for every indicator",
    range="[worst, best] as `to` says, [0, 1] by default; beyond it only with goalposts and without clip",
    degenerate={
        "nan": "stays NaN; minimum and maximum run over the regions that have a value",
        "constant": "0 for every region (1 if the value is the target or inside the interval)",
        "zero": "as constant: 0 for every region",
        "negative": "harmless: only differences count",
        "tie": "equal values stay equal",
        "single_region": "error: there is nothing to compare, unless goalposts are given",
    },
    function=minmax,
    inputs=("directions", "basis"),
    parameters={
        "to": ENDS,
        "goalposts": GOALPOSTS,
        "clip": Option(
            default=False, schema={"type": "boolean"}, description="cut what lies beyond the goalposts"
        ),
    },
    example=Example(
        (
            np.array([[100.0, 10.0], [60.0, 20.0], [0.0, 50.0]]),
            compile_directions([Direction("positive"), Direction("negative")]),
        ),
        [[1.0, 1.0], [0.6, 0.75], [0.0, 0.0]],
    ),
)

NONE = Method(
    kind="normalise",
    id="none",
    name=Text("不作处理", "None"),
    citation="identity",
    formula="x' = x",
    needs="values that are comparable already, larger is better, so direction + for every indicator",
    range="that of the data",
    degenerate={
        "nan": "stays NaN",
        "constant": "stays as it is",
        "zero": "stays 0",
        "negative": "stays negative",
        "tie": "equal values stay equal",
        "single_region": "stays as it is",
    },
    function=identity,
    inputs=("directions",),
    example=Example((np.array([[0.2, 0.9], [1.0, 0.0]]),), [[0.2, 0.9], [1.0, 0.0]]),
)

SIGN = Method(
    kind="normalise",
    id="sign",
    name=Text("取正向（只改符号）", "Turned by sign"),
    citation="a change of sign; the textbooks' first step (正向化) where the method scales by itself",
    formula=Text(
        "正向指标：x；负向指标：-x；适度型指标（目标值 q）：-|x - q|；"
        "区间型指标 [a, b]：-max(a - x, x - b, 0)",
        "positive: x; negative: -x; target q: -|x - q|; interval [a, b]: -max(a - x, x - b, 0)",
    ),
    needs="nothing; values keep their units, so what follows must scale by itself",
    range="that of the data; up to 0 for a target or interval, and for a cost of 0 or more",
    degenerate={
        "nan": "stays NaN",
        "constant": "stays constant",
        "zero": "stays 0",
        "negative": "harmless: turned like any other value",
        "tie": "equal values stay equal",
        "single_region": "harmless: regions are not compared",
    },
    function=turned,
    inputs=("directions",),
    example=Example(
        (
            np.array([[100.0, 10.0], [60.0, 20.0]]),
            compile_directions([Direction("positive"), Direction("negative")]),
        ),
        [[100.0, -10.0], [60.0, -20.0]],
    ),
)

NORMALISERS_BY_RANGE: Mapping[str, Method] = {method.id: method for method in (MINMAX, NONE, SIGN)}
