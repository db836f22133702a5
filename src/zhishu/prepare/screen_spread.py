"""Screening by spread: which indicators hardly tell regions apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

ROUNDING = 1e-12
"""A spread that exceeds its limit by less than this part of the largest value does not exceed it."""


class Spread(NamedTuple):
    """Per row: its spread, NaN where none is asked for, and whether it suffices."""

    spread: NDArray[np.float64]
    passed: NDArray[np.bool_]


def least_deviation(
    x: NDArray[np.float64],
    rows: str = "indicators",
    years: Sequence[int] = (0,),
    *,
    limit: float = 0.0,
    relative: bool = True,
) -> Spread:
    """Return the Spread of each indicator by its standard deviation; one passes when it is above `limit`.

    `x` is (…, rows, values), the values of a row year by year and in each region by region; `rows`
    "regions" are not judged. s = √(Σ (x - x̄)² / n), x̄ the mean of the year: what changes from year to
    year alone is no spread. With `relative` it is divided by the mean of |x|: the coefficient of variation
    where values are positive. Gaps are left out; a row without values has the spread 0.

    >>> least_deviation(np.array([[1.0, 3.0], [4.0, 4.0]]))
    Spread(spread=array([0.5, 0. ]), passed=array([ True, False]))
    """
    return _judged(x, rows, years, _deviation, limit=limit, relative=relative)


def least_range(
    x: NDArray[np.float64],
    rows: str = "indicators",
    years: Sequence[int] = (0,),
    *,
    limit: float = 0.0,
    relative: bool = True,
) -> Spread:
    """Return the Spread of each indicator by its greatest difference between two regions in one year.

    r = max over the years of (max x - min x); as `least_deviation` else.

    >>> least_range(np.array([[1.0, 3.0], [4.0, 4.0]]), limit=2, relative=False)
    Spread(spread=array([2., 0.]), passed=array([False, False]))
    """
    return _judged(x, rows, years, _range, limit=limit, relative=relative)


def _judged(  # noqa: PLR0913 - data, then what is asked
    x: NDArray[np.float64],
    rows: str,
    years: Sequence[int],
    measure: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    *,
    limit: float,
    relative: bool,
) -> Spread:
    if rows == "regions":
        return Spread(np.full(x.shape[:-1], np.nan), np.ones(x.shape[:-1], dtype=bool))
    by_year = x.reshape(*x.shape[:-1], len(years), -1)
    spread = measure(by_year)
    known = ~np.isnan(x)
    size = np.where(known, np.abs(x), 0.0)
    if relative:
        mean = (size / np.maximum(known.sum(axis=-1, keepdims=True), 1)).sum(axis=-1)
        spread = np.divide(spread, mean, out=np.zeros(spread.shape), where=mean > 0)
        return Spread(spread, spread > limit + ROUNDING)
    return Spread(spread, spread > limit + ROUNDING * size.max(axis=-1, initial=0.0))


def _deviation(by_year: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard deviation within years of (…, years, regions), by the number of all values."""
    known = ~np.isnan(by_year)
    count = np.maximum(known.sum(axis=-1, keepdims=True), 1)
    mean = np.where(known, by_year, 0.0).sum(axis=-1, keepdims=True) / count
    squares = np.where(known, by_year - mean, 0.0) ** 2
    found: NDArray[np.float64] = np.sqrt(squares.sum(axis=(-2, -1)) / np.maximum(known.sum(axis=(-2, -1)), 1))
    return found


def _range(by_year: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the greatest difference within one year of (…, years, regions)."""
    high, low = (bound.reduce(by_year, axis=-1) for bound in (np.fmax, np.fmin))
    found: NDArray[np.float64] = np.fmax.reduce(high - low, axis=-1)
    return np.where(np.isnan(found), 0.0, found)


_BOOK = "《Python数学实验与建模》, chapter 9 (choice of indicators)"
_X = np.array([[1.0, 3.0], [4.0, 4.0]])


def _line(  # noqa: PLR0913, PLR0917 - one argument per column of the table
    identifier: str,
    name: Text,
    formula: Text,
    function: Callable[..., Spread],
    spread: str,
    result: Sequence[float],
) -> Method:
    return Method(
        kind="screen",
        id=identifier,
        name=name,
        citation=_BOOK,
        formula=formula,
        needs="two regions or more; regions themselves are not screened",
        range="0 or more",
        degenerate={
            "nan": "is left out; an indicator without values has the spread 0",
            "constant": "spread 0: it fails",
            "zero": "spread 0: it fails",
            "negative": "harmless: the spread is divided by the mean of |x|",
            "tie": "harmless",
            "single_region": "spread 0: every indicator fails",
        },
        function=function,
        inputs=("rows", "years"),
        parameters={
            "limit": Option(
                0.0,
                {"type": "number", "minimum": 0},
                f"the {spread} that an indicator must exceed; 0 finds those that are constant",
            ),
            "relative": Option(
                default=True,
                schema={"type": "boolean"},
                description="divide by the mean of |x|, so that the unit does not matter",
            ),
        },
        example=Example((_X,), [list(result), [value > 0 for value in result]]),
    )


SCREENS_BY_SPREAD: Mapping[str, Method] = {
    method.id: method
    for method in (
        _line(
            "least_deviation",
            Text("最小均方差法", "Least standard deviation"),
            Text(
                "s = sqrt(sum (x - 均值)^2 / n)，均值取自同一年；relative：s / |x| 的均值；s > limit 时通过",
                "s = sqrt(sum (x - mean)^2 / n), the mean that of the year; relative: s / mean |x|; "
                "passes when s > limit",
            ),
            least_deviation,
            "standard deviation",
            [0.5, 0.0],
        ),
        _line(
            "least_range",
            Text("极大极小离差法", "Least greatest difference"),
            Text(
                "r = max (max x - min x)，逐年取最大离差；relative：r / |x| 的均值；r > limit 时通过",
                "r = max over the years of (max x - min x); relative: r / mean |x|; passes when r > limit",
            ),
            least_range,
            "greatest difference",
            [1.0, 0.0],
        ),
    )
}
