"""Normalisation by given values: goalposts, linear scales, value functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.normaliser import ENDS, PAIR
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions

    Pair = tuple[float, float]


def goalposts(
    x: NDArray[np.float64],
    directions: Directions,
    *,
    posts: Sequence[Pair | None] | None = None,
    to: Pair = (0.0, 1.0),
    clip: bool = True,
) -> NDArray[np.float64]:
    """Return every value between two given posts: `to[0]` at the worse and `to[1]` at the better one.

    `posts` are (minimum, maximum) in raw units, one per column, also for a negative indicator; where
    `treat` took logarithms, in logarithms: (ln 100, ln 75000) for income. What lies beyond is cut,
    unless `clip` is false. A column without posts raises a MethodError. Regions are not compared, so
    one region is fine and other years are on the same scale. NaN stays NaN.

    >>> down = compile_directions([Direction("negative")])
    >>> goalposts(np.array([[2.0], [5.0], [20.0]]), down, posts=[(0, 10)]).ravel()
    array([0.8, 0.5, 0. ])
    """
    given = [None] * x.shape[-1] if posts is None else list(posts)
    if None in given:
        raise MethodError(
            "an indicator has no goalposts",
            where=f"column {given.index(None)}",
            seen="nothing",
            allowed="[minimum, maximum] in raw units for every indicator",
            advice="add it to `posts`, or use minmax, which takes the data's own where none are given",
        )
    return minmax(x, directions, to=to, goalposts=given, clip=clip)


def scaled(
    x: NDArray[np.float64],
    directions: Directions,
    *,
    bounds: Pair | Sequence[Pair | None] = (0.0, 100.0),
    factor: float = 100.0,
) -> NDArray[np.float64]:
    """Return values on a linear scale that is given: factor · (x - lower) / (upper - lower).

    `bounds` is one pair for all columns or one per column. A negative indicator gets
    factor · (upper - x) / (upper - lower). Nothing is cut. NaN stays NaN.

    >>> up = compile_directions([Direction("positive")])
    >>> scaled(np.array([[5.0], [20.0]]), up, bounds=(0, 10), factor=1).ravel()
    array([0.5, 2. ])
    """
    single = len(bounds) == 2 and not isinstance(bounds[0], tuple | list | None)  # noqa: PLR2004 - a pair
    posts = [bounds] * x.shape[-1] if single else list(bounds)
    return goalposts(x, directions, posts=posts, to=(0.0, factor), clip=False)  # type: ignore[arg-type]


def piecewise(
    x: NDArray[np.float64], *, points: Sequence[Sequence[Pair] | Sequence[float] | None] | None = None
) -> NDArray[np.float64]:
    """Return the values of given piecewise-linear value functions, one per column.

    `points` are per column (raw value, comparable value) pairs, raw values rising, also written flat
    as [raw, value, raw, value …]; in between the function is linear, beyond the ends it stays level.
    The function itself says what is good, so directions do not enter. NaN stays NaN.

    >>> piecewise(np.array([[0.0], [15.0], [99.0]]), points=[[(0, 0), (10, 0.8), (20, 1)]]).ravel()
    array([0. , 0.9, 1. ])
    """
    result = np.array(x, dtype=float)
    given: Sequence[Sequence[Pair] | Sequence[float] | None] = (
        [None] * x.shape[-1] if points is None else points
    )
    for column, pairs in enumerate(given):
        knots = _knots(pairs, column)
        curve = np.interp(x[..., column], knots[:, 0], knots[:, 1])
        result[..., column] = np.where(np.isnan(x[..., column]), np.nan, curve)
    return result


def _knots(pairs: Sequence[Pair] | Sequence[float] | None, column: int) -> NDArray[np.float64]:
    flat = [] if pairs is None else np.ravel([number for number in pairs if number is not None]).tolist()
    knots = np.array(flat[: len(flat) // 2 * 2], dtype=float).reshape(-1, 2)
    if len(flat) % 2 or len(knots) < 2 or not (np.diff(knots[:, 0]) > 0).all():  # noqa: PLR2004 - a line
        raise MethodError(
            "a value function is not a function",
            where=f"column {column}",
            seen=flat or "nothing",
            allowed="two or more pairs [raw value, comparable value], raw values rising",
        )
    return knots


_PAIRS = {"type": ["object", "null"], "additionalProperties": PAIR}
_POSTS = Option(
    None,
    _PAIRS,
    "indicator → [minimum, maximum] in raw units, logarithms where the indicator was treated with them",
    by_indicator=True,
    table="lists",
)
_X = np.array([[2.0, 2.0], [5.0, 5.0], [10.0, 10.0]])
_DIRECTIONS = compile_directions([Direction("positive"), Direction("negative")])
_GIVEN: Mapping[str, str] = {
    "nan": "stays NaN",
    "constant": "harmless: regions are not compared",
    "zero": "harmless",
    "negative": "harmless",
    "tie": "equal values stay equal",
    "single_region": "harmless",
}

GOALPOSTS = Method(
    kind="normalise",
    id="goalposts",
    name=Text("目标上下限法", "Goalposts"),
    citation="UNDP (2022), Human Development Report, Technical notes: Human Development Index, step 1",
    formula=Text(
        "x' = (x - 下限) / (上限 - 下限)，负向指标为 (上限 - x) / (上限 - 下限)，在 0 和 1 处截断",
        "x' = (x - minimum) / (maximum - minimum), turned for a negative indicator, cut at 0 and 1",
    ),
    needs="a minimum and a maximum for every indicator",
    range="[0, 1], or as `to` says",
    degenerate=_GIVEN,
    function=goalposts,
    inputs=("directions",),
    parameters={
        "posts": _POSTS,
        "to": ENDS,
        "clip": Option(default=True, schema={"type": "boolean"}, description="cut what lies beyond"),
    },
    example=Example((_X, _DIRECTIONS), [[0.2, 0.8], [0.5, 0.5], [1.0, 0.0]], {"posts": [(0, 10), (0, 10)]}),
)

SCALED = Method(
    kind="normalise",
    id="scaled",
    name=Text("线性标度", "Linear scale"),
    citation="WIPO (2020), Global Innovation Index 2020, appendix on technical notes (indices on 0-100)",
    formula=Text(
        "x' = factor * (x - 下限) / (上限 - 下限)；负向指标：factor * (上限 - x) / (上限 - 下限)",
        "x' = factor * (x - lower) / (upper - lower); negative: factor * (upper - x) / (upper - lower)",
    ),
    needs="bounds",
    range="all numbers",
    degenerate=_GIVEN,
    function=scaled,
    inputs=("directions",),
    parameters={
        "bounds": Option(
            (0.0, 100.0),
            {"anyOf": [PAIR, _PAIRS]},
            "[lower, upper] in raw units, one for all or indicator → pair",
            by_indicator=True,
            table="lists",
        ),
        "factor": Option(100.0, {"type": "number"}, "the value at the upper bound"),
    },
    example=Example((_X, _DIRECTIONS), [[20.0, 80.0], [50.0, 50.0], [100.0, 0.0]], {"bounds": (0.0, 10.0)}),
)

PIECEWISE = Method(
    kind="normalise",
    id="piecewise",
    name=Text("分段线性价值函数", "Piecewise-linear value function"),
    citation="Keeney and Raiffa (1976), Decisions with Multiple Objectives, Wiley, chapter 3",
    formula=Text(
        "x' 在相邻给定点之间呈线性，超出两端的取端点值",
        "x' is linear between the given points, level beyond them",
    ),
    needs="points for every indicator",
    range="that of the given values",
    degenerate=_GIVEN,
    function=piecewise,
    parameters={
        "points": Option(
            None,
            {"type": ["object", "null"], "additionalProperties": {"type": "array", "minItems": 2}},
            "indicator → [[raw, comparable], …], or flat in a file: raw, comparable, raw, comparable …",
            by_indicator=True,
            table="lists",
        )
    },
    example=Example(
        (_X,),
        [[0.2, 1.0], [0.5, 1.0], [0.75, 0.0]],
        {"points": [[(0, 0), (5, 0.5), (15, 1)], [5, 1, 10, 0]]},
    ),
)

NORMALISERS_BY_VALUE: Mapping[str, Method] = {method.id: method for method in (GOALPOSTS, SCALED, PIECEWISE)}
