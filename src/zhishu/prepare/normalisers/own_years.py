"""Normalisation along time: each region against its own value in a base year, or in the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.normaliser import refuse_columns
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions

YEAR = -3
"""The axis of the years in a panel (…, years, regions, columns)."""
LEAST = 2
"""How many years make a change."""
_FAULT = "an indicator has no change that is better the greater it is"


def own_base(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    directions: Directions,
    regions: Sequence[str] = (),
    years: Sequence[int] | None = None,
    *,
    base_year: int | None = None,
    factor: float = 100.0,
) -> NDArray[np.float64]:
    """Return each value over the same region's value in the base year, times `factor`.

    x' = factor · x_t / x_0, and factor · x_0 / x_t for a negative indicator, so that a rise is better
    everywhere. `x` is (…, years, regions, columns), `years` their numbers (0, 1, 2 … when absent);
    the base year is the first when None. A region without a value in the base year has none in any.
    A base value of 0 or less, a value of 0 or less in a negative indicator, a target or interval and a
    panel of one year raise a MethodError.

    >>> from zhishu.framework import Direction
    >>> from zhishu.prepare.directions import compile_directions
    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> own_base(np.array([[[20.0, 20.0]], [[25.0, 25.0]]]), both)
    array([[[100., 100.]],
    <BLANKLINE>
           [[125.,  80.]]])
    """
    numbers = several_years(x, years, "own_base")
    place = 0 if base_year is None else _place(numbers, base_year, "base_year")
    refuse_columns(directions.around, _FAULT, "its best values lie in between", "directions + and -")
    first = x[..., place : place + 1, :, :]
    cost = directions.sign < 0
    at = numbers[place : place + 1]
    _refuse(first <= 0, first, regions, at, "the value of the base year is no base", "a value above 0")
    _refuse((x <= 0) & cost, x, regions, numbers, "a value has no inverse ratio", "values above 0")
    above, below = np.where(cost, first, x), np.where(cost, x, first)
    return factor * (above / below)


def annual_change(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    directions: Directions,
    regions: Sequence[str] = (),
    years: Sequence[int] | None = None,
    *,
    since: int | None = None,
    rate: str = "compound",
    first: float | None = None,
) -> NDArray[np.float64]:
    """Return by how many per cent a year each value has changed, larger is better.

    Since the year before: 100 (x_t / x_{t-1} - 1), with the sign turned for a negative indicator; the
    first year has no answer: `first`, or NaN. With `since`, from that year on; then all years up to it
    have none. Over k years a change is the `rate` "compound", 100 ((x_t / x_s)^(1/k) - 1), or "simple",
    100 (x_t / x_s - 1) / k.
    Shapes as in `own_base`. A value of 0 or less to start from, a fall below 0 over several years with
    the compound rate, a target or interval and a panel of one year raise a MethodError.

    >>> from zhishu.framework import Direction
    >>> from zhishu.prepare.directions import compile_directions
    >>> up = compile_directions([Direction("positive")])
    >>> annual_change(np.array([[[20.0]], [[25.0]], [[20.0]]]), up).ravel()
    array([ nan,  25., -20.])
    """
    numbers = several_years(x, years, "annual_change")
    refuse_columns(directions.around, _FAULT, "its best values lie in between", "directions + and -")
    start, later = _spans(numbers, since)
    early, late = x[..., start, :, :], x[..., later, :, :]
    where = (regions, [numbers[place] for place in start])
    _refuse(early <= 0, early, *where, "there is no percentage of such a value", "a value above 0")
    span = np.array([numbers[b] - numbers[a] for a, b in zip(start, later, strict=True)], dtype=float)
    ratio, span = late / early, span[:, None, None]
    if rate == "compound":
        where = (regions, [numbers[place] for place in later])
        sunk = (ratio < 0) & (span > 1)
        _refuse(sunk, late, *where, "there is no compound rate down to such a value", "0 or more")
        change = np.where(span > 1, np.abs(ratio) ** (1.0 / span), ratio) - 1.0
    else:
        change = (ratio - 1.0) / span
    found = np.where(np.isnan(x), np.nan, np.nan if first is None else first)
    found[..., later, :, :] = 100.0 * directions.sign * change
    return found


def _spans(numbers: Sequence[int], since: int | None) -> tuple[list[int], list[int]]:
    """Return the places of the years that changes start from, and of those that they lead to."""
    if since is None:
        return list(range(len(numbers) - 1)), list(range(1, len(numbers)))
    place = _place(numbers, since, "since")
    if place == len(numbers) - 1:
        raise MethodError(
            "`since` is the last year, and no change starts from it",
            seen=since,
            allowed=", ".join(map(str, numbers[:-1])),
        )
    later = list(range(place + 1, len(numbers)))
    return [place] * len(later), later


def several_years(x: NDArray[np.float64], years: Sequence[int] | None, method: str) -> tuple[int, ...]:
    """Return the numbers of the years; a MethodError says which there are, where they tell no past."""
    count = x.shape[YEAR] if x.ndim >= -YEAR else 1
    numbers = tuple(range(count)) if years is None else tuple(int(year) for year in years)
    if len(numbers) != count:
        raise MethodError(
            f"`{method}` needs a table for each year",
            seen=f"values of the shape {x.shape} for {len(numbers)} years",
            allowed="(…, years, regions, columns)",
        )
    if list(numbers) != sorted(set(numbers)):
        raise MethodError(
            f"`{method}` needs the years in their order, each once",
            seen=", ".join(map(str, numbers)),
            allowed=", ".join(map(str, sorted(set(numbers)))),
        )
    if count < LEAST:
        raise MethodError(
            f"`{method}` compares the years of a region, and there is only one",
            seen=", ".join(map(str, numbers)),
            allowed="two years or more",
            advice="add years to the edition (`years`), or compare regions (`minmax`)",
        )
    return numbers


def _place(numbers: Sequence[int], year: int, option: str) -> int:
    if year not in numbers:
        raise MethodError(
            f"`{option}` is not a year of the panel", seen=year, allowed=", ".join(map(str, numbers))
        )
    return list(numbers).index(year)


def _refuse(  # noqa: PLR0913, PLR0917 - what is wrong, and where it stands
    wrong: NDArray[np.bool_],
    values: NDArray[np.float64],
    regions: Sequence[str],
    years: Sequence[int],
    what: str,
    allowed: str,
) -> None:
    """Raise a MethodError for the first wrong value of (…, years, regions, columns): which, whose, when."""
    if not wrong.any():
        return
    at = tuple(np.argwhere(wrong)[0])
    year, region, column = (int(place) for place in at[YEAR:])
    named = regions[region] if len(regions) == values.shape[-2] else f"number {region + 1}"
    raise MethodError(
        what,
        where=f"column {column}, region {named}, year {years[year]}",
        seen=f"{float(values[at]):g}",
        allowed=allowed,
        advice="use minmax or zscore, or a method of its own for this indicator (`by_indicator`)",
    )


_HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, section"
_YEAR: Mapping[str, object] = {"type": ["integer", "null"]}
_X = np.array([[[20.0, 20.0]], [[25.0, 25.0]]])
_DIRECTIONS = compile_directions([Direction("positive"), Direction("negative")])

OWN_BASE = Method(
    kind="normalise",
    id="own_base",
    name=Text("定基指数（初值化）", "Own value in a base year"),
    citation=f"{_HANDBOOK} 5.4 (the country itself as the reference); the initial-value transform before "
    "grey relational analysis (初值化变换); the China Innovation Index (中国创新指数) takes 2005 as 100",
    formula=Text(
        "正向指标：x' = factor * x_t / x_0；负向指标：x' = factor * x_0 / x_t；x_0 为本地区基年的值",
        "positive: x' = factor x_t / x_0; negative: factor x_0 / x_t; x_0 the region's own value in the "
        "base year",
    ),
    needs="two years or more; values above 0 in the base year, and everywhere in a negative indicator",
    range="`factor` in the base year, above it what has become better",
    degenerate={
        "nan": "stays NaN; a region without a value in the base year has none in any year",
        "constant": "harmless: regions are not compared",
        "zero": "0; an error in the base year or in a negative indicator",
        "negative": "below 0; an error in the base year or in a negative indicator",
        "tie": "equal values stay equal where those of the base year are",
        "single_region": "harmless: regions are not compared",
    },
    function=own_base,
    inputs=("directions", "regions", "years"),
    parameters={
        "base_year": Option(None, _YEAR, "the year whose values are `factor`; null: the first"),
        "factor": Option(
            100.0,
            {"type": "number", "exclusiveMinimum": 0},
            "what a value of the base year becomes: 100, or 1",
        ),
    },
    example=Example((_X, _DIRECTIONS), [[[100.0, 100.0]], [[125.0, 80.0]]]),
)

ANNUAL_CHANGE = Method(
    kind="normalise",
    id="annual_change",
    name=Text("年度变化率（环比增速）", "Annual change"),
    citation=f"{_HANDBOOK} 5.7 (percentage of annual differences over consecutive years)",
    formula=Text(
        "x' = 100 (x_t / x_s - 1)，s 为上一年；相隔 k 年：compound 为 100 ((x_t / x_s)^(1/k) - 1)，"
        "simple 为 100 (x_t / x_s - 1) / k；负向指标取反号",
        "x' = 100 (x_t / x_s - 1), s the year before; over k years compound: 100 ((x_t / x_s)^(1/k) - 1), "
        "simple: 100 (x_t / x_s - 1) / k; the sign turned for a negative indicator",
    ),
    needs="two years or more; values above 0 in the years that changes start from; the first year, or all up "
    "to `since`, have no answer: `first`, or `missing: renormalise` in the aggregate step",
    range="per cent a year; -100 or more for values of 0 or more, where more is better",
    degenerate={
        "nan": "stays NaN, and so does the change of the year after; the first year is NaN without `first`",
        "constant": "harmless: regions are not compared",
        "zero": "-100 where more is better; an error where a change starts from it",
        "negative": "below -100 where more is better; an error where a change starts from it",
        "tie": "equal values stay equal where those they start from are",
        "single_region": "harmless: regions are not compared",
    },
    function=annual_change,
    inputs=("directions", "regions", "years"),
    parameters={
        "since": Option(None, _YEAR, "the year that changes start from; null: the year before"),
        "rate": Option(
            "compound",
            {"enum": ["compound", "simple"]},
            "the yearly rate of a change over several years: that which compounds to it, or its equal parts",
        ),
        "first": Option(
            None,
            {"type": ["number", "null"]},
            "what years without an answer get, 0 for no change; null: nothing, their values are missing",
        ),
    },
    example=Example((_X, _DIRECTIONS), [[[np.nan, np.nan]], [[25.0, -25.0]]]),
)

NORMALISERS_BY_OWN_YEARS: Mapping[str, Method] = {method.id: method for method in (OWN_BASE, ANNUAL_CHANGE)}
