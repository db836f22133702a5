"""What a step compares with: each year itself, all years at once, or one year for all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhishu.errors import MethodError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zhishu.prepare.columns import Background

EACH_YEAR, ALL_YEARS = "each_year", "all_years"


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
