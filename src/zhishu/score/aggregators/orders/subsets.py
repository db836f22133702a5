"""Best orders of small circles at once, from the best order of every subset of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

_EQUAL = 1e-12
_CELLS = 1 << 20


def best_orders(net: Array) -> Places:
    """Return the order (circles, regions) with the largest Σ of net majorities of the earlier over the later.

    Of orders that are equally good the one that has the earlier region first. Every subset is ordered:
    its best order begins with some region, and the rest stands in its own best order.

    >>> best_orders(np.array([[[0.0, 0.2, -0.6], [-0.2, 0.0, 0.4], [0.6, -0.4, 0.0]]]))
    array([[1, 2, 0]])
    """
    size = max(1, _CELLS // (net.shape[-1] << net.shape[-1]))
    parts = [_best_orders(net[start : start + size]) for start in range(0, len(net), size)]
    return np.concatenate(parts) if parts else np.zeros(net.shape[:-1], dtype=np.intp)


def _best_orders(net: Array) -> Places:
    circles, regions = net.shape[:-1]
    first = np.zeros((regions, circles, 1))
    for region in range(regions):
        # The worth of standing above a subset: that of standing above the subset without its last region.
        first = np.concatenate([first, first + np.moveaxis(net[:, :, region], 1, 0)[..., None]], axis=-1)
    subsets = np.arange(1 << regions)
    count = np.array([int(subset).bit_count() for subset in subsets])
    best = np.full((circles, len(subsets)), -np.inf)
    best[:, 0] = 0.0
    for layer in range(1, regions + 1):
        for region in range(regions):
            those = subsets[(count == layer) & (subsets >> region & 1 == 1)]
            rest = those - (1 << region)
            best[:, those] = np.maximum(best[:, those], first[region][:, rest] + best[:, rest])
    return _read(first, best)


def _read(first: Array, best: Array) -> Places:
    """Return the orders that reach the best of the whole circle, the earliest region first at each place."""
    regions, circles = first.shape[:-1]
    order, left = np.zeros((circles, regions), dtype=np.intp), np.full(circles, (1 << regions) - 1)
    circle = np.arange(circles)
    for place in range(regions):
        worth = np.full((circles, regions), -np.inf)
        for region in range(regions):
            rest = left & ~(1 << region)
            reached = first[region][circle, rest] + best[circle, rest]
            worth[:, region] = np.where(left == rest, -np.inf, reached)
        order[:, place] = (worth >= best[circle, left][:, None] - _EQUAL).argmax(axis=-1)
        left &= ~(1 << order[:, place])
    return order
