"""Kemeny orders of many large circles at once: bounds narrow down what can be best until few orders are left.

Relaxed programmes (`relaxed_circles`) bound the worth of any order and suggest good ones. A pair that
no better order can turn is known from then on. Where few sets of regions can still come first, these are
ordered (`down_sets`); a circle that keeps too many is split by its least decided pair, and both parts go on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.score.aggregators.orders.certain_pairs import chained
from zhishu.score.aggregators.orders.climbs import LEVEL, climbed, grain, supported
from zhishu.score.aggregators.orders.down_sets import down_set_orders
from zhishu.score.aggregators.orders.relaxed_circles import Threes, going_round, relaxed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]

STEPS = 80
"""Steps between two looks at what is known."""
WORK = 3_000_000
"""Threes that a circle may have in all rounds and parts together: some seconds to a minute."""
_FARTHER = 0.02
"""A three is added where the standings go round by so much more than they may."""
_STALLED = 0.9
"""A part is split when a round leaves more than this of its gap."""


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    """The best orders that were found, what they are worth, and the least that a better one gains."""

    order: Places
    worth: Array
    least: Array

    def improved(self, net: Array, of: Places, order: Places) -> _Best:
        """Return the better of these and others, each of the circle it is `of`."""
        worth = supported(net[of], order)
        best = np.lexsort((-worth, of))
        best = best[np.diff(of[best], prepend=-1) != 0]
        best = best[worth[best] > self.worth[of[best]] + LEVEL]
        orders, worths = self.order.copy(), self.worth.copy()
        orders[of[best]], worths[of[best]] = order[best], worth[best]
        return _Best(orders, worths, self.least)


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """Parts of what may be better: of which circle, which pairs are known, where the programmes stand."""

    of: Places
    known: Mask
    threes: Threes
    standing: Array
    bound: Array
    gap: Array

    def some(self, which: Places) -> _Parts:
        """Return some of the parts, by their numbers; one may be named twice."""
        known = self.known[which]
        threes = self.threes.of(which, known)
        return _Parts(self.of[which], known, threes, self.standing[which], self.bound[which], self.gap[which])


def narrowed_orders(net: Array, certain: Mask) -> tuple[Places, Array]:
    """Return the best order of each circle (circles, regions), and how much more another could be worth.

    `certain` are pairs that every best order has (`certain_pairs`). It is more than 0 only where `WORK` did
    not suffice: the order is then the best that was found.

    >>> net = np.array([[[0.0, 0.2, -0.6], [-0.2, 0.0, 0.4], [0.6, -0.4, 0.0]]])
    >>> narrowed_orders(net, np.zeros((1, 3, 3), dtype=bool))
    (array([[1, 2, 0]]), array([0.]))
    """
    begun = climbed(net, np.broadcast_to(np.arange(net.shape[-1]), net.shape[:-1]))
    best, above = _Best(begun, supported(net, begun), grain(net)), np.full(len(net), -np.inf)
    parts, work = _begun(net, certain, begun), np.zeros(len(net))
    while len(parts.of):
        best, parts = _narrowed(net, best, parts)
        work += np.bincount(parts.of, minlength=len(net))
        work += np.bincount(parts.of[parts.threes.circle], minlength=len(net))
        given_up = work[parts.of] > WORK
        np.maximum.at(above, parts.of[given_up], parts.bound[given_up])
        parts = parts.some(np.flatnonzero(~given_up))
    return best.order, np.maximum(above - best.worth, 0.0)


def _begun(net: Array, certain: Mask, order: Places) -> _Parts:
    """Return the circles whole, with the threes of what a majority wants or a good order has."""
    place = np.argsort(order, axis=-1)
    wanted = (net > 0) | (place[:, :, None] < place[:, None, :])
    circle, regions = going_round(np.where(wanted, 1.0, -1.0), 1.0)
    circles = np.arange(len(net))
    threes = Threes(circle, regions, np.zeros(len(circle))).of(circles, certain)
    return _Parts(circles, certain, threes, np.sign(net), *np.full((2, len(net)), np.inf))


def _narrowed(net: Array, best: _Best, parts: _Parts) -> tuple[_Best, _Parts]:
    """Return better orders, and what is left of the parts after a round."""
    found = relaxed(net[parts.of], parts.known, parts.threes, parts.standing, STEPS)
    suggested = np.argsort(-found.standing.sum(axis=-1), axis=-1, kind="stable")
    best = best.improved(net, parts.of, climbed(net[parts.of], suggested))
    gap = found.bound - best.worth[parts.of] - best.least[parts.of]
    known = chained(parts.known | (2.0 * found.turned > np.maximum(gap, 0.0)[:, None, None]))
    possible = (gap > 0) & ~(known & np.swapaxes(known, -1, -2)).any(axis=(-2, -1))
    stalled = gap > _STALLED * parts.gap
    left = np.flatnonzero(possible)
    order, few = down_set_orders(net[parts.of[left]], known[left])
    best = best.improved(net, parts.of[left][few], order[few])
    left = left[~few]
    narrowed = _Parts(parts.of, known, found.threes, found.standing, found.bound, gap).some(left)
    return best, _grown(narrowed, stalled[left]) if len(left) else narrowed


def _grown(parts: _Parts, stalled: Mask) -> _Parts:
    """Return the parts with the threes round which they go; those without any that stall in halves."""
    circle, regions = going_round(parts.standing, _FARTHER)
    threes = parts.threes.joined(circle, regions)
    new = np.bincount(threes.circle, minlength=len(parts.of)) > np.bincount(
        parts.threes.circle, minlength=len(parts.of)
    )
    return _halved(replace(parts, threes=threes), stalled & ~new)


def _halved(parts: _Parts, split: Mask) -> _Parts:
    """Return some parts twice: their least decided pair stands one way in one, and the other in the other."""
    if not split.any():
        return parts
    regions = parts.known.shape[-1]
    settled = parts.known | np.swapaxes(parts.known, -1, -2) | np.eye(regions, dtype=bool)
    undecided = np.where(settled, np.inf, np.abs(parts.standing)).reshape(len(parts.of), regions**2)
    one, other = np.divmod(undecided.argmin(axis=-1), regions)
    which = np.repeat(np.arange(len(parts.of)), 1 + split)
    second = np.diff(which, prepend=-1) == 0
    halves = parts.some(which)
    known, here = halves.known.copy(), split[which]
    above = np.where(second, other[which], one[which])[here]
    known[here, above, (one + other)[which][here] - above] = True
    return replace(halves, known=chained(known))
