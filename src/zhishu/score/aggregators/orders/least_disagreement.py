"""Orders of least disagreement, of many draws at once, from the circles of their majorities.

Majorities of indicators that go together mostly agree: what is left of circles has a few regions, whose
best order follows from that of every subset of them (`subsets`), for all circles of one size side by side.
Larger circles fall apart where pairs are certain (`certain_pairs`), are ordered by the sets that can come
first where these are few (`down_sets`), or are narrowed down by bounds (`narrowed_circles`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.score.aggregators.orders.certain_pairs import certain_pairs
from zhishu.score.aggregators.orders.circles import circles, first_places
from zhishu.score.aggregators.orders.climbs import supported, swept
from zhishu.score.aggregators.orders.down_sets import down_set_orders
from zhishu.score.aggregators.orders.narrowed_circles import narrowed_orders
from zhishu.score.aggregators.orders.subsets import best_orders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]

SMALL, LARGEST = 8, 12
"""Regions of circles whose subsets are always all looked at, and of the largest whose are if need be."""


def least_disagreement(net: Array, exact_up_to: int) -> tuple[Places, Array]:
    """Return the best order of each draw (draws, regions), and how much more another could be worth (draws,).

    `net` (draws, regions, regions) are net majorities. Regions of different circles stand as majorities
    want; a circle of more than `exact_up_to` regions is `swept` from the order given. 0 more is a proof.

    >>> least_disagreement(np.array([[[0.0, 0.2, -0.6], [-0.2, 0.0, 0.4], [0.6, -0.4, 0.0]]]), 40)
    (array([[1, 2, 0]]), array([0.]))
    """
    return _joined(net > 0, net, exact_up_to)


def circle_orders(net: Array, exact_up_to: int) -> tuple[Places, Array]:
    """Return the same as `least_disagreement` of circles, (circles, regions).

    Up to 8 regions as `best_orders`. A larger circle falls into smaller ones where pairs are certain
    (`certain_pairs`). One that does not is ordered by the sets that can come first, if these are few
    (`down_set_orders`); or by all its subsets, up to 12 regions, or by bounds (`narrowed_orders`).
    """
    regions = net.shape[-1]
    if regions > exact_up_to:
        return _swept(net)
    if regions <= min(SMALL, LARGEST):
        return best_orders(net), np.zeros(len(net))
    certain = certain_pairs(net)
    possible = ~np.swapaxes(certain, -1, -2) & ~np.eye(regions, dtype=bool)
    order, more = np.empty(net.shape[:-1], dtype=np.intp), np.zeros(len(net))
    whole = _whole(circles(possible))
    order[whole], more[whole] = _whole_orders(net[whole], certain[whole])
    order[~whole], more[~whole] = _joined(possible[~whole], net[~whole], exact_up_to)
    return order, more


def _whole(circle: Places) -> Mask:
    return np.asarray((circle == circle[:, :1]).all(axis=-1))


def _swept(net: Array) -> tuple[Places, Array]:
    """Return orders that no single move betters; no order can be worth more than every majority."""
    order = swept(net, np.broadcast_to(np.arange(net.shape[-1]), net.shape[:-1]))
    return order, np.abs(np.triu(net, 1)).reshape(len(net), net.shape[-1] ** 2).sum(axis=-1) - supported(
        net, order
    )


def _whole_orders(net: Array, certain: Mask) -> tuple[Places, Array]:
    """Return the orders of circles that do not fall apart."""
    more, (order, found) = np.zeros(len(net)), down_set_orders(net, certain)
    hard = np.flatnonzero(~found)
    if net.shape[-1] <= LARGEST:
        order[hard] = best_orders(net[hard])
    else:
        order[hard], more[hard] = narrowed_orders(net[hard], certain[hard])
    return order, more


def _joined(wanted: Mask, net: Array, exact_up_to: int) -> tuple[Places, Array]:
    """Return the orders in which each circle of what is wanted stands in its own best order."""
    circle = circles(wanted)
    place, (within, more) = first_places(wanted, circle), _within(net, circle, exact_up_to)
    return np.argsort(place + within, axis=-1), more


def _within(net: Array, circle: Places, exact_up_to: int) -> tuple[Places, Array]:
    """Return the place of each region within its circle, (draws, regions), and what another may gain."""
    place, more = np.zeros(circle.size, dtype=np.intp), np.zeros(len(circle))
    member, size = np.argsort(circle.ravel(), kind="stable"), np.bincount(circle.ravel())
    begins = size.cumsum() - size
    for regions in np.unique(size[size > 1]):
        those = member[begins[size == regions][:, None] + np.arange(regions)]
        draw, region = np.divmod(those, circle.shape[-1])
        order, gains = circle_orders(net[draw[:, :1, None], region[:, :, None], region[:, None]], exact_up_to)
        place[np.take_along_axis(those, order, axis=-1)] = np.arange(regions)
        more += np.bincount(draw[:, 0], gains, minlength=len(circle))
    return place.reshape(circle.shape), more
