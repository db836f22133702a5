"""From any measure of importance to weights that sum to 1, degenerate groups included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    return live_between(np.fmin.reduce(x, axis=-2), np.fmax.reduce(x, axis=-2))


def live_between(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which columns tell regions apart, from their lowest and highest values (…, columns)."""
    with np.errstate(over="ignore"):
        spread = high - low
    live: NDArray[np.bool_] = spread > np.maximum(NOISE * np.maximum(np.abs(low), np.abs(high)), SMALLEST)
    return live


def shares(importance: NDArray[np.float64], live: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return weights that sum to 1 over the last axis: importance over its sum, 0 for a dead column.

    When no column is live the weights are equal, for nothing tells the columns apart; when no live
    column has any importance, the live ones share equally.

    >>> shares(np.array([3.0, 1.0, 9.0]), np.array([True, True, False]))
    array([0.75, 0.25, 0.  ])
    """
    counted = np.where(live, importance, 0.0)
    unmoved = ~(counted > 0).any(axis=-1, keepdims=True)
    among = live | ~live.any(axis=-1, keepdims=True)
    counted = np.where(unmoved, among.astype(np.float64), counted)
    total: NDArray[np.float64] = counted.sum(axis=-1, keepdims=True)
    return counted / total


def degenerate(  # noqa: PLR0913 - the six cases are six
    *,
    nan: str = "computed over the regions that have a value",
    constant: str = "weight 0; equal weights when every column of the group is constant",
    zero: str = "as constant: weight 0",
    negative: str = "harmless",
    tie: str = "harmless",
    single_region: str = "every column is constant, so equal weights",
) -> Mapping[str, str]:
    """Return the six degenerate cases of a weighting that ends in `shares`, save where it differs."""
    return {
        "nan": nan,
        "constant": constant,
        "zero": zero,
        "negative": negative,
        "tie": tie,
        "single_region": single_region,
    }
