"""Best orders of many circles at once where most pairs are certain: few sets of regions can come first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]

REGIONS = 63
"""Regions of the largest circle whose sets are kept, one bit for each."""
MOST = 512
"""Sets of one size that a circle may have."""
_CIRCLES = 128
_EQUAL = 1e-12


class _Steps(NamedTuple):
    """From which set which region may come next, what it is worth above the others left, and to which set."""

    source: Places
    region: Places
    worth: Array
    target: Places


def down_set_orders(net: Array, certain: Mask) -> tuple[Places, Mask]:
    """Return the best order of each circle (circles, regions), and for which circles it was found.

    `certain` are pairs that every best order has (`certain_pairs`). A set can come first if it lacks no
    region that is certainly above one of it. Where of each size there are few such sets, all are
    ordered, as in `best_orders`; of orders that are equally good the one that has the earlier region first.

    >>> net = np.array([[[0.0, 0.2, -0.6], [-0.2, 0.0, 0.4], [0.6, -0.4, 0.0]]])
    >>> down_set_orders(net, np.zeros((1, 3, 3), dtype=bool))
    (array([[1, 2, 0]]), array([ True]))
    """
    order, found = np.zeros(net.shape[:-1], dtype=np.intp), np.zeros(len(net), dtype=bool)
    if net.shape[-1] <= REGIONS:
        for start in range(0, len(net), _CIRCLES):
            part = slice(start, start + _CIRCLES)
            layers, found[part] = _layers(net[part], certain[part])
            if found[part].any():
                order[part][found[part]] = _read(layers, np.flatnonzero(found[part]))
    return order, found


def _layers(net: Array, certain: Mask) -> tuple[list[_Steps], Mask]:
    """Return the steps from the empty set to the whole, and which circles had few sets throughout."""
    bit = np.left_shift(np.uint64(1), np.arange(net.shape[-1], dtype=np.uint64))
    needs = np.where(certain, bit[:, None], np.uint64(0)).sum(axis=-2)
    few, layers = np.ones(len(net), dtype=bool), []
    circle, held, left = np.arange(len(net)), np.zeros(len(net), dtype=np.uint64), net.sum(axis=-1)
    for _ in range(net.shape[-1]):
        fits = ((held[:, None] & bit) == 0) & ((needs[circle] & ~held[:, None]) == 0)
        source, region = np.nonzero(fits)
        reached, of = held[source] | bit[region], circle[source]
        ranked = np.lexsort((reached, of))
        new = np.ones(len(ranked), dtype=bool)
        new[1:] = (np.diff(of[ranked]) != 0) | (np.diff(reached[ranked]) != 0)
        first = ranked[new]
        few &= np.bincount(of[first], minlength=len(net)) <= MOST
        kept = few[of[first]]
        number = np.maximum(kept.cumsum() - 1, 0)
        target = np.empty(len(ranked), dtype=np.intp)
        target[ranked] = number[new.cumsum() - 1]
        layers.append(_Steps(source, region, left[source, region], target))
        first = first[kept]
        circle, held = of[first], reached[first]
        left = left[source[first]] - net[circle, :, region[first]]
        if not len(first):
            break
    return layers, few


def _read(layers: list[_Steps], circles: Places) -> Places:
    """Return the orders of some circles, from what each set can still gain, the last sets first."""
    gains, most = np.zeros(len(circles)), []
    for steps in layers[::-1]:
        reached = steps.worth + gains[steps.target]
        begins = np.flatnonzero(np.diff(steps.source, prepend=-1))
        gains = np.maximum.reduceat(reached, begins)
        most.append((reached >= gains[steps.source] - _EQUAL, begins))
    order, at = np.empty((len(circles), len(layers)), dtype=np.intp), circles
    for place, (steps, (best, _)) in enumerate(zip(layers, most[::-1], strict=True)):
        step = np.flatnonzero(best)
        step = step[np.searchsorted(steps.source[step], at)]
        order[:, place], at = steps.region[step], steps.target[step]
    return order
