"""What columns are like and how they move together, over the values that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST = 1e150
"""A value beyond this has a square that is infinite."""


def mean_over_regions(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over the regions that have a value, (…, columns), NaN where none has.

    An infinite sum raises a MethodError, for no weight could be told from it.

    >>> mean_over_regions(np.array([[1.0, 2.0], [3.0, np.nan]]))
    array([2., 2.])
    """
    total: NDArray[np.float64] = values.sum(axis=-2)
    if np.isinf(total).any():
        raise too_large("a sum over the regions that is infinite")
    if not np.isnan(total).any():
        return total / float(values.shape[-2])
    known = region_counts(values)
    present: NDArray[np.float64] = np.nansum(values, axis=-2)
    mean: NDArray[np.float64] = np.divide(present, known, out=np.full_like(present, np.nan), where=known > 0)
    return mean


def region_counts(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many regions have a value, (…, columns)."""
    counts: NDArray[np.float64] = (~np.isnan(values)).sum(axis=-2).astype(np.float64)
    return counts


def deviation(x: NDArray[np.float64], *, ddof: int = 0) -> NDArray[np.float64]:
    """Return the standard deviation over the regions that have a value, (…, columns).

    With `ddof` 0 the squares are divided by the number n of values, with 1 by n - 1. A column
    without a value, or with one value and `ddof` 1, gives NaN.

    >>> deviation(np.array([[1.0, 2.0], [3.0, np.nan], [5.0, 4.0]]), ddof=1).round(6)
    array([2.      , 1.414214])
    """
    refuse_large(x)
    square = mean_over_regions((x - mean_over_regions(x)[..., None, :]) ** 2)
    known = region_counts(x)
    factor = np.divide(known, known - ddof, out=np.full_like(known, np.nan), where=known > ddof)
    return np.sqrt(square * factor)


def correlations(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Pearson's correlations of the columns, (…, columns, columns), over the regions both have.

    A column that is constant correlates with nothing, itself included: its row and column are 0. So
    is a pair whose common regions leave one of the two constant.

    >>> correlations(np.array([[0.0, 2.0, 7.0], [1.0, 0.0, 7.0], [2.0, 1.0, 7.0]]))
    array([[ 1. , -0.5,  0. ],
           [-0.5,  1. ,  0. ],
           [ 0. ,  0. ,  0. ]])
    """
    refuse_large(x)
    live = live_columns(x)
    shared, spread = _paired_products(_standardised(x, live))
    scale = np.sqrt(spread * np.swapaxes(spread, -1, -2))
    both = live[..., :, None] & live[..., None, :] & (scale > _LEAST_SPREAD * x.shape[-2])
    found = np.divide(shared, scale, out=np.zeros_like(shared), where=both)
    diagonal = np.arange(x.shape[-1])
    found[..., diagonal, diagonal] = live
    return np.clip(found, -1.0, 1.0)


_LEAST_SPREAD = 1e-14


def covariances(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the covariances that belong to `correlations` and `deviation`, (…, columns, columns)."""
    spread = np.where(live_columns(x), deviation(x), 0.0)
    return correlations(x) * spread[..., :, None] * spread[..., None, :]


def _standardised(x: NDArray[np.float64], live: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return centred columns of deviation 1, so that tiny and huge columns compare without loss."""
    scale = np.where(live, deviation(x), 1.0)
    centred: NDArray[np.float64] = (x - mean_over_regions(x)[..., None, :]) / scale[..., None, :]
    return centred


def _paired_products(z: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Σ (z_j - mean)(z_k - mean) and Σ (z_j - mean)² over the regions that have both j and k."""
    known = (~np.isnan(z)).astype(np.float64)
    filled = np.where(known > 0, z, 0.0)
    turned = np.swapaxes(filled, -1, -2)
    count = np.maximum(np.swapaxes(known, -1, -2) @ known, 1.0)
    total = turned @ known
    shared = turned @ filled - total * np.swapaxes(total, -1, -2) / count
    spread = np.swapaxes(filled**2, -1, -2) @ known - total**2 / count
    return shared, np.maximum(spread, 0.0)


def refuse_large(x: NDArray[np.float64]) -> None:
    """Raise a MethodError if a square could not be told from infinity."""
    if (np.abs(x) > LARGEST).any():
        raise too_large("a value whose square is infinite")


def too_large(seen: str) -> MethodError:
    """Return the error of values that are too large to be weighed."""
    return MethodError(
        "the values are too large to be weighed",
        seen=seen,
        allowed="comparable values, for instance in [0, 1]",
        advice="normalise with `minmax`",
    )


def refuse_missing(x: NDArray[np.float64], name: str) -> None:
    """Raise a MethodError if a value is missing: for methods that compare whole regions."""
    gaps = int(np.isnan(x).sum())
    if gaps:
        raise MethodError(
            f"the weighting '{name}' cannot work with missing values",
            seen=f"{gaps} missing of {x.size} values",
            allowed="a number in every cell",
            advice="impute first, or weigh with `standard_deviation`, which uses the values there are",
        )


def refuse_below(x: NDArray[np.float64], name: str, *, zero: bool = True, shift: bool = False) -> None:
    """Raise a MethodError if a value is negative, or 0 where `zero` is not allowed.

    `shift` says that the method has an option of that name.
    """
    bad = x < 0 if zero else x <= 0
    if bad.any():
        raise MethodError(
            f"'{name}' needs values {'of 0 or more' if zero else 'above 0'}",
            seen=f"{int(bad.sum())} values, the smallest {float(np.nanmin(x)):g}",
            allowed="0 or more" if zero else "more than 0",
            advice="normalise to a range above 0, for instance `minmax` with `to: [1, 100]`"
            + (", or set `shift`, which is added to every value" if shift else ""),
        )
