"""Normalisers: raw values → comparable values, larger is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.prepare.directions import orient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions


def minmax(
    x: NDArray[np.float64],
    directions: Directions,
    *,
    to: tuple[float, float] = (0.0, 1.0),
    goalposts: Sequence[tuple[float, float] | None] | None = None,
    clip: bool = False,
) -> NDArray[np.float64]:
    """Return every indicator between its worst (`to[0]`) and its best value (`to[1]`).

    Shape in and out (…, regions, indicators); minimum and maximum run over the regions.

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
    worst, best = _bounds(value, directions, goalposts)
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


def identity(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `x` as it is, for a panel that is comparable already, larger is better.

    >>> identity(np.array([[0.2, 0.9]]))
    array([[0.2, 0.9]])
    """
    return np.array(x, dtype=np.float64)


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
