"""The shape of an indicator's distribution: skewness and kurtosis, as spreadsheets define them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def skewness(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sample skewness G1 of each column, (…, columns), from `x` (…, regions, columns).

    G1 = √(n(n-1)) / (n-2) · m3 / m2^1.5 over the values present (adjusted Fisher–Pearson, as SKEW in
    spreadsheets; Joanes and Gill 1998, The Statistician 47(1), 183-189). NaN for fewer than three
    values and for a constant column.

    >>> skewness(np.array([[1.0], [2.0], [3.0], [10.0]])).round(6)
    array([1.763633])
    """
    n, second, third, _ = _central_moments(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        skew: NDArray[np.float64] = np.sqrt(n * (n - 1)) / (n - 2) * third / second**1.5
    return np.where((n > 2) & (second > 0), skew, np.nan)  # noqa: PLR2004 - three values have a shape


def kurtosis(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sample excess kurtosis G2 of each column, (…, columns), from `x` (…, regions, columns).

    G2 = (n-1) / ((n-2)(n-3)) · ((n+1)(m4 / m2² - 3) + 6) over the values present (as KURT in
    spreadsheets; Joanes and Gill 1998). NaN for fewer than four values and for a constant column.

    >>> kurtosis(np.array([[1.0], [2.0], [3.0], [10.0]])).round(6)
    array([3.228])
    """
    n, second, _, fourth = _central_moments(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        excess = fourth / second**2 - 3
        kurt: NDArray[np.float64] = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excess + 6)
    return np.where((n > 3) & (second > 0), kurt, np.nan)  # noqa: PLR2004 - four values have a tail


def _central_moments(x: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return the number of values and their second, third and fourth central moments, per column."""
    known = ~np.isnan(x)
    n = known.sum(axis=-2).astype(float)
    count = np.maximum(n, 1)
    filled = np.where(known, x, 0.0)
    mean = filled.sum(axis=-2) / count
    gap = np.where(known, x - mean[..., None, :], 0.0)
    # A constant column has no shape, also when its mean does not round to the constant itself.
    constant = _spread(x, known) == 0
    gap = np.where(constant[..., None, :], 0.0, gap)
    return n, *((gap**power).sum(axis=-2) / count for power in (2, 3, 4))


def _spread(x: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    high = np.where(known, x, -np.inf).max(axis=-2)
    low = np.where(known, x, np.inf).min(axis=-2)
    return np.where(known.any(axis=-2), high - np.where(np.isinf(low), 0, low), 0.0)
