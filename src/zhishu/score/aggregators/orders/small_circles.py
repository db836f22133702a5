"""Kemeny orders of many draws at once, from the circles of their majorities.

Majorities of indicators that go together mostly agree: what is left of circles has a few regions, whose
best order follows from that of every subset of them, for all circles of one size side by side. Larger
circles fall apart where pairs are certain (`certain_pairs`), or are left to programmes (`large_circles`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.score.aggregators.orders.certain_pairs import certain_pairs
from zhishu.score.aggregators.orders.down_sets import down_set_orders
from zhishu.score.aggregators.orders.large_circles import programme_orders
from zhishu.score.aggregators.orders.majority import net_majorities

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]
    Mask = NDArray[np.bool_]

SMALL, LARGEST = 8, 12
"""Regions of circles whose subsets are always all looked at, and of the largest whose are if need be."""
REGIONS = 64
"""Regions up to which the circles of all draws are found at once."""
_EQUAL = 1e-12
_CELLS = 1 << 20


def settled_scores(x: Array, weights: Array, *, largest: int = LARGEST) -> tuple[Array, Mask]:
    """Return the number of regions below each (draws, regions), and for which draws it is the best order.

    Settled are the draws of up to 64 regions, no two of them equal, whose circles have `largest` regions
    at most. Weights are (draws, columns).

    >>> settled_scores(np.array([[[3.0, 1.0], [2.0, 2.0], [1.0, 0.0]]]), np.array([[0.6, 0.4]]))
    (array([[2., 1., 0.]]), array([ True]))
    """
    draws, regions = x.shape[:-1]
    scores, settled = np.zeros((draws, regions)), np.zeros(draws, dtype=bool)
    if regions > REGIONS:
        return scores, settled
    size = max(1, _CELLS // max(1, regions * regions))
    for start in range(0, draws, size):
        part = slice(start, start + size)
        scores[part], settled[part] = _settled(x[part], weights[part], largest)
    return scores, settled


def circle_orders(net: Array) -> Places:
    """Return the best order of each circle of majorities, (circles, regions).

    Up to 8 regions as `best_orders`. A larger circle falls into smaller ones where pairs are certain
    (`certain_pairs`). One that does not is ordered by the sets that can come first, if these are few
    (`down_set_orders`); or by all its subsets, up to 12 regions, or by programmes (`programme_orders`).
    """
    regions = net.shape[-1]
    if regions <= min(SMALL, LARGEST):
        return best_orders(net)
    certain = certain_pairs(net)
    above, circle = _circles(~np.swapaxes(certain, -1, -2) & ~np.eye(regions, dtype=bool))
    whole = circle.all(axis=(-2, -1))
    order = np.empty(net.shape[:-1], dtype=np.intp)
    order[whole], found = down_set_orders(net[whole], certain[whole])
    hard = np.flatnonzero(whole)[~found]
    order[hard] = best_orders(net[hard]) if regions <= LARGEST else programme_orders(net[hard], certain[hard])
    place = _first_places(above[~whole], circle[~whole]) + _within(net[~whole], circle[~whole])
    order[~whole] = np.argsort(place, axis=-1)
    return order


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


def _settled(x: Array, weights: Array, largest: int) -> tuple[Array, Mask]:
    draws, regions = x.shape[:-1]
    counted = np.where(weights[:, None] > 0, x, 0.0) + 0.0
    sequence = _sorted_by_values(counted)
    ordered = np.take_along_axis(counted, sequence[..., None], axis=-2)
    equal = (ordered[:, 1:] == ordered[:, :-1]).all(axis=-1).any(axis=-1)
    net = net_majorities(ordered, weights)
    # Best first by Borda's count, equal ones by their values.
    by_borda = np.argsort(-net.sum(axis=-1), axis=-1, kind="stable")
    net = np.take_along_axis(net, by_borda[..., None], axis=-2)
    net = np.take_along_axis(net, by_borda[:, None], axis=-1)
    above, circle = _circles(net > 0)
    settled = ~equal & (circle.sum(axis=-1).max(axis=-1) <= largest)
    place = _first_places(above[settled], circle[settled]) + _within(net[settled], circle[settled])
    scores = np.zeros((draws, regions))
    sequence = np.take_along_axis(sequence, by_borda, axis=-1)[settled]
    scores[np.flatnonzero(settled)[:, None], sequence] = regions - 1.0 - place
    return scores, settled


def _sorted_by_values(x: Array) -> Places:
    """Return the regions of each draw in the order of their values, the first column first."""
    sequence = np.broadcast_to(np.arange(x.shape[-2]), x.shape[:-1])
    for column in range(x.shape[-1])[::-1]:
        values = np.take_along_axis(x[..., column], sequence, axis=-1)
        sequence = np.take_along_axis(sequence, np.argsort(values, axis=-1, kind="stable"), axis=-1)
    return sequence


def _circles(wanted: Mask) -> tuple[Mask, Mask]:
    """Return whether what is wanted leads from one region to another and not back, and whether both ways."""
    regions = wanted.shape[-1]
    reached = wanted.astype(np.float32)
    for _ in range(max(1, (regions - 1).bit_length())):
        reached = ((reached @ reached + reached) > 0).astype(np.float32)
    leads = reached > 0
    back = np.swapaxes(leads, -1, -2)
    return leads & ~back, (leads & back) | np.eye(regions, dtype=bool)


def _first_places(above: Mask, circle: Mask) -> Places:
    """Return the place at which the circle of each region begins, (draws, regions).

    Of circles that none of those left is above the one with the earliest region comes next.
    """
    draws, regions = above.shape[:-1]
    draw = np.arange(draws)
    waiting, left, begun = (
        above.sum(axis=-2),
        np.ones((draws, regions), dtype=bool),
        np.zeros(draws, dtype=int),
    )
    place = np.zeros((draws, regions), dtype=np.intp)
    while left.any():
        ready = (waiting == 0) & left
        region = ready.argmax(axis=-1)
        members = circle[draw, region] & left & ready.any(axis=-1, keepdims=True)
        place = np.where(members, begun[:, None], place)
        taken = members.sum(axis=-1)
        waiting -= above[draw, region] * taken[:, None]
        left &= ~members
        begun += taken
    return place


def _within(net: Array, circle: Mask) -> Places:
    """Return the place of each region within its circle, (draws, regions)."""
    place, size = np.zeros(circle.shape[:-1], dtype=np.intp), circle.sum(axis=-1)
    earliest = circle.argmax(axis=-1) == np.arange(circle.shape[-1])
    for regions in np.unique(size[size > 1]):
        draw, first = np.nonzero(earliest & (size == regions))
        members = np.argsort(~circle[draw, first], axis=-1, kind="stable")[:, :regions]
        order = circle_orders(net[draw[:, None, None], members[:, :, None], members[:, None]])
        place[draw[:, None], np.take_along_axis(members, order, axis=-1)] = np.arange(regions)
    return place
