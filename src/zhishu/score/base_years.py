"""What a step compares with: each year itself, all years at once, or one year for all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhishu.errors import MethodError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zhishu.prepare.columns import Background, ByColumn

EACH_YEAR, ALL_YEARS = "each_year", "all_years"
OWN_YEARS = ("base_year", "since")
"""Options that name the year with which a region compares itself."""


def check_base(normalise: ByColumn, base: str | int) -> None:
    """Raise a MethodError for a `base` beside a normaliser that compares a region with its own years.

    `base` is about other regions. Beside one that has a base year of its own it leaves open which
    year is meant; where no method of the step compares regions it says nothing.
    """
    if base == EACH_YEAR:
        return
    every = (normalise.chosen, *normalise.own.values())
    idle = not any("basis" in chosen.method.inputs for chosen in every)
    for chosen in every:
        own = next((name for name in OWN_YEARS if name in chosen.options), None)
        named = own is not None and chosen.options[own] is not None
        along = "years" in chosen.method.inputs
        if along and not named and (idle or own == OWN_YEARS[0]):
            raise MethodError(
                f"`{chosen.method.id}` compares a region with itself, "
                "and `base` says with which other regions",
                where="step normalise",
                seen=f"base: {base}",
                allowed=f"base: {EACH_YEAR}" + (f", or a year named as `{own}`" if own else ""),
                advice=f"name the year as `{own}`" if own else "leave `base` out",
            )


def values_of_base(
    values: NDArray[np.float64], base: str | int, background: Background, step: str
) -> NDArray[np.float64] | None:
    """Return the regions that the years share as a base, (regions, columns); None where each has its own.

    `values` are (years, regions, columns). With `all_years` the regions of all years are the regions
    of one; a year is named by its number, and one that the panel lacks is a MethodError.
    """
    if base == EACH_YEAR:
        return None
    if base == ALL_YEARS:
        return values.reshape(-1, values.shape[-1])
    year: NDArray[np.float64] = values[_place(base, background, step)]
    return year


def background_of_base(background: Background, base: str | int, step: str) -> Background:
    """Return what is known beside the values of the base: with a year, that year's measures alone."""
    if base in {EACH_YEAR, ALL_YEARS}:
        return background
    place = _place(base, background, step)
    measures = {name: values[place] for name, values in background.measures.items()}
    return replace(background, years=(int(base),), measures=measures)


def _place(base: str | int, background: Background, step: str) -> int:
    if base not in background.years:
        raise MethodError(
            f"the base year of `{step}` is not a year of the panel",
            seen=base,
            allowed=", ".join(map(str, background.years)) or "a panel with years",
        )
    return background.years.index(int(base))
