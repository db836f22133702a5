"""Kemeny orders of circles of many regions: linear ordering programmes, begun from a good order.

A search that moves single regions, for all circles of one size side by side, finds an order that is near the
best. It tells which circles of three may matter, so that one or two programmes mostly suffice. Where they
leave halves, their multipliers tell which pairs no better order can turn, and the others are split into
parts, each with a bound of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]

WHOLE = 1e-6
"""Preferences are whole, and within their limits, up to this: the solver's tolerance is smaller."""
CUTS = 4000
"""Circles that are forbidden at most in one round of the exact search."""
_LEVEL = 1e-10
"""A move must be worth more than this."""
_PROVEN = 1e-9
"""No order is worth more than this above one that is called the best."""
_DENOMINATOR, _UNEVEN = 23_279_256_000, 1e-3
"""A multiple of 1 to 22 and of 100; and how far a multiple of it may be from whole for its rounding."""
_IMPOSSIBLE = 2
"""What scipy calls a programme without a solution."""
_PLAIN = {"presolve": False}
"""The programmes are too small to be made smaller first."""
_COPIES, _SHAKES, _SHAKEN = 16, 2, 5.0
"""How many orders climb side by side, how often, and the deviation of their places."""
_CELLS = 1 << 20


def programme_orders(net: Array, certain: Mask | None = None) -> Places:
    """Return the order (circles, regions) with the largest Σ of net majorities of the earlier over the later.

    `certain` says of which pairs it is known that one is above the other (`certain_pairs`). The
    programmes forbid circles of three until none is left. Each is a relaxation: its bound, or its solution
    if it is an order, proves the best. Circles are solved one after the other.

    >>> programme_orders(np.array([[[0.0, 0.2, -0.6], [-0.2, 0.0, 0.4], [0.6, -0.4, 0.0]]]))
    array([[1, 2, 0]])
    """
    known = np.zeros(net.shape, dtype=bool) if certain is None else certain
    size = max(1, _CELLS // (4 * net.shape[-1] ** 2))
    found = np.empty(net.shape[:-1], dtype=np.intp)
    for start in range(0, len(net), size):
        part = slice(start, start + size)
        begun = climbed(net[part], np.broadcast_to(np.arange(net.shape[-1]), net[part].shape[:-1]))
        given = zip(net[part], known[part], begun, strict=True)
        found[part] = [_programme_order(circle, pairs, order) for circle, pairs, order in given]
    return found


def climbed(net: Array, order: Places) -> Places:
    """Return orders (circles, regions) from which no region can be moved to gain, begun from given ones.

    In every circle that region moves to that place which gains most, until none gains.

    >>> climbed(np.array([[[0.0, -0.2], [0.2, 0.0]]]), np.array([[0, 1]]))
    array([[1, 0]])
    """
    order, place, left = np.array(order), np.arange(order.shape[-1]), np.arange(len(order))
    standing = _placed(net, order)
    while len(left):
        here = standing[left]
        passed = here.cumsum(axis=-1)
        # What a region gains at each other place: below those it passes on the way down, above on the way up.
        gain = np.diagonal(passed, axis1=-2, axis2=-1)[:, :, None] - passed + np.tril(here)
        flat = gain.reshape(len(left), -1)
        best = flat.argmax(axis=-1)
        gains = flat[np.arange(len(left)), best] > _LEVEL
        left, (source, target) = left[gains], np.divmod(best[gains][:, None], len(place))
        shift = np.where((place >= source) & (place < target), 1, 0)
        shift -= np.where((place > target) & (place <= source), 1, 0)
        moved = np.where(place == target, source, place + shift)
        order[left] = np.take_along_axis(order[left], moved, axis=-1)
        standing[left] = _placed(here[gains], moved)
    return order


def _placed(net: Array, order: Places) -> Array:
    """Return the net majorities in the sequence of an order."""
    rows = np.take_along_axis(net, order[:, :, None], axis=-2)
    return np.take_along_axis(rows, order[:, None, :], axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Preferences of the earlier of each pair, 0 to 1, from `low` to `high`: a part of all orders."""

    low: Array
    high: Array

    def narrowed(self, found: _Relaxed, gap: float) -> _Part:
        """Return the part without what is worth less than the bound by a gap or more."""
        low = np.where(found.turned > gap, 1.0, self.low)
        return _Part(low, np.where(found.turned < -gap, 0.0, self.high))

    def halves(self, pair: int) -> tuple[_Part, _Part]:
        """Return the parts in which a pair stands one way and the other."""
        here = np.arange(len(self.low)) == pair
        earlier = _Part(np.where(here, 1.0, self.low), self.high)
        return earlier, _Part(self.low, np.where(here, 0.0, self.high))


@dataclass(frozen=True, slots=True, eq=False)
class _Relaxed:
    """Preferences that are worth most within some limits, what none can be worth more than, and losses.

    By weak duality, whatever multipliers y ≥ 0 of the limits the solver gives: the bound is that of
    the worth less yᵀ rows, and a pair that is `turned` away from its sign loses so much of it.
    """

    preferences: Array
    bound: float
    turned: Array


class _Programme:
    """What the preferences of a circle of regions are worth, and which circles of three are forbidden.

    At most two of the preferences of each: Σ of its three `signs` × preferences of its `pairs` ≤ its limit.
    """

    def __init__(self, net: Array) -> None:
        regions = len(net)
        self.upper = np.triu_indices(regions, 1)
        self.worth: Array = net[self.upper]
        self.number_of = np.zeros((regions, regions), dtype=np.intp)
        self.number_of[self.upper] = np.arange(len(self.worth))
        self.grain = _grain(self.worth)
        self.pairs, self.signs, self.limits = np.zeros((0, 3), np.intp), np.zeros((0, 3)), np.zeros(0)

    def forbid(self, circles: Places) -> None:
        """Allow at most two of the preferences of each circle of three."""
        above, below = circles, np.roll(circles, -1, axis=1)
        turned = above > below
        pairs = self.number_of[np.minimum(above, below), np.maximum(above, below)]
        self.pairs = np.concatenate([self.pairs, pairs])
        self.signs = np.concatenate([self.signs, np.where(turned, -1.0, 1.0)])
        self.limits = np.concatenate([self.limits, 2.0 - turned.sum(axis=1)])

    def relaxed(self, part: _Part) -> _Relaxed | None:
        """Return the best preferences of a part, none if there are none."""
        from scipy.optimize import linprog  # noqa: PLC0415 - scipy only where it is needed
        from scipy.sparse import csc_matrix  # noqa: PLC0415 - as above

        open_ = part.low < part.high
        free, found, turned = np.flatnonzero(open_), part.low.copy(), np.zeros(len(part.low))
        limits = self.limits - (self.signs * np.where(open_, 0.0, part.low)[self.pairs]).sum(axis=1)
        most = ((self.signs > 0) & open_[self.pairs]).sum(axis=1)
        binding = most > limits + WHOLE
        if not len(free):
            return None if binding.any() else _Relaxed(found, float(self.worth @ found), turned)
        pairs, signs, limits = self.pairs[binding], self.signs[binding], limits[binding]
        kept = open_[pairs]
        place = np.nonzero(kept)[0], (open_.cumsum() - 1)[pairs[kept]]
        rows = csc_matrix((signs[kept], place), shape=(len(limits), len(free)))
        solved = linprog(-self.worth[free], rows, limits, bounds=(0, 1), method="highs-ds", options=_PLAIN)
        if solved.status == _IMPOSSIBLE:
            return None
        multipliers = np.maximum(-solved.ineqlin.marginals, 0.0)
        turned[free] = self.worth[free] - multipliers @ rows
        bound = self.worth @ found + limits @ multipliers + np.maximum(turned, 0.0).sum()
        found[free] = solved.x
        return _Relaxed(found, float(bound), turned)

    def gap(self, found: _Relaxed, order: Places) -> float:
        """Return how much worth there may be above the least that an order must have to be better."""
        return found.bound - float(self.worth @ _standing(order)[self.upper]) - self.grain


def _grain(worth: Array) -> float:
    """Return what one sum of net majorities differs from another at least, if it does.

    Weights like 3/18 and 6/18 have majorities that are multiples of 1/18, and so are their sums.

    >>> round(_grain(np.array([0.5, -0.2])), 4)
    0.1
    """
    counted = worth * _DENOMINATOR
    if np.abs(counted - counted.round()).max() > _UNEVEN:
        return _PROVEN
    common = np.gcd.reduce(counted.round().astype(np.int64)) / _DENOMINATOR
    return float(max(_PROVEN, common * (1.0 - WHOLE)))


def _programme_order(net: Array, certain: Mask, begun: Places) -> Places:
    """Return the best order of one circle, by programmes that begin from a good one."""
    programme, best, searched = _Programme(net), begun, False
    # Circles of what a majority wants or the order has: those that the first solutions would have.
    circles = _circles_of_three(((net > 0) | _standing(begun)).astype(float))
    if not len(circles):
        return best
    programme.forbid(circles)
    low, low_turned = (pairs[programme.upper].astype(float) for pairs in (certain, certain.T))
    parts = [_Part(low, 1.0 - low_turned)]
    while parts:
        part = parts.pop()
        found = programme.relaxed(part)
        if found is None or programme.gap(found, best) <= 0:
            continue
        above = _tournament(found.preferences, len(net))
        circles = _circles_of_three(above)
        split = np.abs(found.preferences - 0.5)
        whole = split.min() >= 0.5 - WHOLE
        if not len(circles) and not whole and not searched:
            best, searched = _searched(net, best), True
        if len(circles):
            programme.forbid(circles)
            parts.append(part.narrowed(found, programme.gap(found, best)))
        elif whole:
            best = np.argsort(-above.sum(axis=1), kind="stable")
        else:
            parts += part.narrowed(found, programme.gap(found, best)).halves(int(split.argmin()))
    return best


def _searched(net: Array, order: Places) -> Places:
    """Return a better order, or the same: the places of many copies are shaken, and each climbs again."""
    generator = np.random.default_rng(0)
    copies = np.broadcast_to(net, (_COPIES, *net.shape))
    for _ in range(_SHAKES):
        shaken = np.argsort(order) + _SHAKEN * generator.standard_normal((_COPIES, len(net)))
        shaken[0] = np.argsort(order)
        found = climbed(copies, np.argsort(shaken, axis=-1, kind="stable"))
        order = found[np.triu(_placed(copies, found), 1).sum(axis=(-2, -1)).argmax()]
    return order


def _standing(order: Places) -> Mask:
    """Return whether a region stands before another."""
    place = np.argsort(order)
    return np.asarray(place[:, None] < place)


def _tournament(preferred: Array, regions: int) -> Array:
    """Return how far each region is above each other, from how far the earlier of each pair is."""
    above = np.zeros((regions, regions))
    above[np.triu_indices(regions, 1)] = preferred
    return above + np.tril(1.0 - above.T, -1)


def _circles_of_three(above: Array) -> Places:
    """Return the triples a > b > c > a whose preferences sum to more than 2, (triples, 3), at most CUTS.

    The first of a triple is the least. Preferences of 0 and 1 sum to 3 round a circle.
    """
    regions = len(above)
    later = np.triu(np.ones((regions, regions), dtype=bool), 1)
    found, size = [], max(1, _CELLS // regions**2)
    for start in range(0, regions, size):
        first = slice(start, start + size)
        total = above[first, :, None] + above + above.T[first, None, :]
        meant = (total > 2.0 + WHOLE) & later[first, :, None] & later[first, None, :]
        found.append(np.argwhere(meant) + np.array([start, 0, 0]))
    triples: Places = np.concatenate(found)
    return triples[:: max(1, len(triples) // CUTS)]
