"""Missing values from the same region's values in other years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

YEAR = -3
"""The axis of the years in a panel (…, years, regions, columns)."""


def carry_forward(
    x: NDArray[np.float64], years: Sequence[int] | None = None, *, max_years: int | None = None
) -> NDArray[np.float64]:
    """Return the panel whose gaps hold the region's latest earlier value.

    `x` is (…, years, regions, columns), `years` their numbers (0, 1, 2 … when absent). A value is
    carried over at most `max_years` years (None: any number). What has no earlier value stays NaN.

    >>> carry_forward(np.array([[[5.0]], [[np.nan]], [[7.0]]])).ravel()
    array([5., 5., 7.])
    """
    earlier, _ = _neighbours(x)
    return _filled(x, earlier, _times(x, years), max_years)


def carry_back(
    x: NDArray[np.float64], years: Sequence[int] | None = None, *, max_years: int | None = None
) -> NDArray[np.float64]:
    """Return the panel whose gaps hold the region's next later value; as `carry_forward` else.

    >>> carry_back(np.array([[[np.nan]], [[6.0]]])).ravel()
    array([6., 6.])
    """
    _, later = _neighbours(x)
    return _filled(x, later, _times(x, years), max_years)


def interpolate(
    x: NDArray[np.float64], years: Sequence[int] | None = None, *, ends: str = "leave"
) -> NDArray[np.float64]:
    """Return the panel whose gaps between two years lie on the line through them.

    Before the first and after the last value a gap stays NaN (`ends: leave`) or takes the nearest
    value ("constant"). Shapes as in `carry_forward`.

    >>> interpolate(np.array([[[2.0]], [[np.nan]], [[6.0]], [[np.nan]]]), ends="constant").ravel()
    array([2., 4., 6., 6.])
    """
    times = _times(x, years)
    before, after = _neighbours(x)
    size = x.shape[YEAR]
    inside = (before >= 0) & (after < size)
    low, high = (np.clip(at, 0, size - 1) for at in (before, after))
    start, end = (np.take_along_axis(x, at, axis=YEAR) for at in (low, high))
    span = np.where(high > low, times[high] - times[low], 1.0)
    here = times.reshape(-1, 1, 1)
    share = (here - times[low]) / span
    found = np.where(inside, start + share * (end - start), np.nan)
    if ends == "constant":
        found = np.where(inside, found, np.where(before >= 0, start, end))
    return np.where(np.isnan(x), found, x)


def _times(x: NDArray[np.float64], years: Sequence[int] | None) -> NDArray[np.float64]:
    return np.arange(x.shape[YEAR], dtype=float) if years is None else np.asarray(years, dtype=float)


def _neighbours(x: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the positions of the last year up to, and the first year from, each cell with a value.

    -1 and the number of years stand for none.
    """
    size = x.shape[YEAR]
    at = np.arange(size).reshape(-1, 1, 1)
    known = ~np.isnan(x)
    earlier = np.maximum.accumulate(np.where(known, at, -1), axis=YEAR)
    backwards = np.flip(np.where(known, at, size), axis=YEAR)
    return earlier, np.flip(np.minimum.accumulate(backwards, axis=YEAR), axis=YEAR)


def _filled(
    x: NDArray[np.float64], source: NDArray[np.intp], times: NDArray[np.float64], max_years: int | None
) -> NDArray[np.float64]:
    size = x.shape[YEAR]
    inside = (source >= 0) & (source < size)
    at = np.clip(source, 0, size - 1)
    value = np.take_along_axis(x, at, axis=YEAR)
    far = np.abs(times.reshape(-1, 1, 1) - times[at]) > (np.inf if max_years is None else max_years)
    return np.where(np.isnan(x) & inside & ~far, value, x)


_SERIES = np.array([[[2.0]], [[np.nan]], [[6.0]]])
_MAX_YEARS: Mapping[str, Option] = {
    "max_years": Option(
        None,
        {"type": ["integer", "null"], "minimum": 1},
        "the most years a value is carried; null: any number",
    )
}
_DEGENERATE: Mapping[str, str] = {
    "nan": "stays NaN where no other year has a value to take",
    "constant": "harmless",
    "zero": "harmless",
    "negative": "harmless",
    "tie": "harmless",
    "single_region": "harmless: regions are not compared",
}


def _line(  # noqa: PLR0913, PLR0917 - one argument per column of the table
    identifier: str,
    name: Text,
    formula: str | Text,
    function: Callable[..., object],
    parameters: Mapping[str, Option],
    result: Sequence[float],
) -> Method:
    return Method(
        kind="impute",
        id=identifier,
        name=name,
        citation="Little and Rubin (2002), Statistical Analysis with Missing Data, 2nd ed., chapter 4",
        formula=formula,
        needs="several years",
        range="within that of the region's own values",
        degenerate=_DEGENERATE,
        function=function,
        inputs=("years",),
        parameters=parameters,
        example=Example((_SERIES,), [[[value]] for value in result]),
    )


IMPUTERS_BY_TIME: Mapping[str, Method] = {
    method.id: method
    for method in (
        _line(
            "carry_forward",
            Text("向后沿用（上年值）", "Carry forward"),
            Text("x_t = t 之前最近一个已知值", "x_t = the latest value before t"),
            carry_forward,
            _MAX_YEARS,
            [2.0, 2.0, 6.0],
        ),
        _line(
            "carry_back",
            Text("向前沿用（次年值）", "Carry back"),
            Text("x_t = t 之后最近一个已知值", "x_t = the first value after t"),
            carry_back,
            _MAX_YEARS,
            [2.0, 6.0, 6.0],
        ),
        _line(
            "linear",
            Text("线性插值", "Linear interpolation"),
            Text(
                "x_t = x_s + (x_u - x_s)(t - s) / (u - s)，s、u 为 t 前后最近的有值年份",
                "x_t = x_s + (x_u - x_s)(t - s) / (u - s), s and u the nearest years with a value",
            ),
            interpolate,
            {
                "ends": Option(
                    "leave",
                    {"enum": ["leave", "constant"]},
                    "what happens before the first and after the last value",
                )
            },
            [2.0, 4.0, 6.0],
        ),
    )
}
