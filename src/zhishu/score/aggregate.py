"""Aggregators: the columns of a group and their weights → one column, the parent's score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def arithmetic(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted mean Σ w·x of each region, shape (…, regions).

    `x` is (…, regions, columns), `weights` (…, columns) with sum 1. A region that lacks values gets
    the mean over those it has, with their weights divided by their sum; if these weigh nothing, NaN.

    >>> arithmetic(np.array([[1.0, 0.5], [0.0, np.nan]]), np.array([0.75, 0.25]))
    array([0.875, 0.   ])
    """
    score = _weighted_sum(x, weights)
    if not np.isnan(score).any():
        return score
    known = ~np.isnan(x)
    present = _weighted_sum(known, weights)
    total = _weighted_sum(np.where(known, x, 0.0), weights)
    shared = np.divide(total, present, out=np.full_like(total, np.nan), where=present > 0)
    return np.where(np.isnan(score), shared, score)


def _weighted_sum(
    x: NDArray[np.float64] | NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    # Column by column and not as a matrix product: a product may round equal rows differently, and
    # two regions with the same values must tie; it may also round a batch differently from one draw.
    total: NDArray[np.float64] = x[..., 0] * weights[..., None, 0]
    for column in range(1, x.shape[-1]):
        total += x[..., column] * weights[..., None, column]
    return total
