"""Which years' regions set the frontier that a region is scored against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.score.aggregators.aggregator import choice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

EACH_YEAR, UNTIL_YEAR, ALL_YEARS = "each_year", "until_year", "all_years"
FRONTIER = choice(
    EACH_YEAR,
    (UNTIL_YEAR, ALL_YEARS),
    "whose regions set the frontier: the year's own, those of all years up to it, or those of all years, "
    "whose scores compare between years",
)
"""The option of methods that measure how far regions are from the best."""


def scores_by_frontier(
    x: Array, weights: Array, score: Callable[[Array, Array], Array], *, frontier: str, years: Sequence[int]
) -> Array:
    """Return the scores (…, years, regions) of regions against the frontier of some years.

    `x` is (…, years, regions, columns) where there are `years`, `weights` (…, years, columns);
    `score` takes columns and weights of one year, (…, regions, columns) and (…, columns). The
    regions of several years are scored as those of one, with the columns that weigh something in
    each of these years. With one year, or none told, all frontiers are the same; so they are for one
    table (regions, columns), which is what the years share as the base of their weights.

    >>> x = np.array([[[1.0], [2.0]], [[3.0], [4.0]]])
    >>> def of_best(x, weights):
    ...     return (x / x.max(axis=-2, keepdims=True))[..., 0]
    >>> scores_by_frontier(x, np.ones((2, 1)), of_best, frontier="all_years", years=(2020, 2021))
    array([[0.25, 0.5 ],
           [0.75, 1.  ]])
    """
    if frontier == EACH_YEAR or len(years) <= 1 or x.ndim == len(("regions", "columns")):
        return score(x, weights)
    if x.shape[-3] != len(years):
        raise MethodError(
            "the columns do not come by year",
            seen=f"columns of the shape {x.shape} for {len(years)} years",
            allowed="(…, years, regions, columns)",
        )
    weights = np.broadcast_to(weights, (*x.shape[:-2], x.shape[-1]))
    if frontier == ALL_YEARS:
        return _together(x, weights, score)
    scores = np.empty(x.shape[:-1])
    for place, year in enumerate(years):
        known = [other for other, label in enumerate(years) if label <= year]
        found = _together(x[..., known, :, :], weights[..., known, :], score)
        scores[..., place, :] = found[..., known.index(place), :]
    return scores


def _together(x: Array, weights: Array, score: Callable[[Array, Array], Array]) -> Array:
    """Return the scores of the regions of several years among one another."""
    pooled = x.reshape(*x.shape[:-3], -1, x.shape[-1])
    return score(pooled, weights.min(axis=-2)).reshape(x.shape[:-1])
