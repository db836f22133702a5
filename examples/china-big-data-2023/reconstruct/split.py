"""Sums cut into parts that add up exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def shares(total: int, weights: Array, least: int = 0) -> list[int]:
    """Return whole numbers of at least `least` that add up to `total`, nearly as the weights say.

    >>> shares(10, np.array([2.0, 1.0, 1.0]))
    [5, 3, 2]
    """
    if not len(weights):
        return []
    free = total - least * len(weights)
    if free < 0:
        raise ValueError(f"{total} cannot be cut into {len(weights)} parts of at least {least}")
    exact = free * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: free - int(whole.sum())]] += 1
    return [int(part) + least for part in whole]


def long_tailed(count: int, spread: float, generator: Generator) -> Array:
    """Return positive weights of which a few are large."""
    return generator.lognormal(0.0, spread, count)
