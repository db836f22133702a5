"""From any measure of importance to weights that sum to 1, degenerate groups included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOISE = 1e-12
"""A column whose range is below this share of its largest value is constant but for rounding."""
SMALLEST = 1e-100
"""A column whose range is below this is constant: its square could not be told from 0."""


def live_columns(x: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which columns tell regions apart, shape (…, columns); one without any value does not.

    >>> live_columns(np.array([[0.3, 1.0], [0.3, 0.0]]))
    array([False,  True])
    """
    low, high = np.fmin.reduce(x, axis=-2), np.fmax.reduce(x, axis=-2)
    with np.errstate(over="ignore"):
        spread = high - low
    live: NDArray[np.bool_] = spread > np.maximum(NOISE * np.maximum(np.abs(low), np.abs(high)), SMALLEST)
    return live


def shares(importance: NDArray[np.float64], live: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return weights that sum to 1 over the last axis: importance over its sum, 0 for a dead column.

    When no column is live the weights are equal, for nothing tells the columns apart. At least one
    live column must have an importance above 0.

    >>> shares(np.array([3.0, 1.0, 9.0]), np.array([True, True, False]))
    array([0.75, 0.25, 0.  ])
    """
    dead_group = ~live.any(axis=-1, keepdims=True)
    counted = np.where(live, importance, np.where(dead_group, 1.0, 0.0))
    total: NDArray[np.float64] = counted.sum(axis=-1, keepdims=True)
    return counted / total
