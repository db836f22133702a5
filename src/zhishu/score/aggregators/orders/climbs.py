"""Good orders of many circles at once, by moves of single regions, and what an order is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

PROVEN = 1e-9
"""No order is worth more than this above one that is called the best."""
LEVEL = 1e-10
"""A move must be worth more than this."""
_DENOMINATOR, _UNEVEN = 23_279_256_000, 1e-3
"""A multiple of 1 to 22 and of 100; and how far a multiple of it may be from whole for its rounding."""
_WHOLE = 1e-6
"""The part of a step that is left for rounding."""


def climbed(net: Array, order: Places) -> Places:
    """Return orders (circles, regions) from which no region can be moved to gain, begun from given ones.

    In every circle that region moves to that place which gains most, until none gains.

    >>> climbed(np.array([[[0.0, -0.2], [0.2, 0.0]]]), np.array([[0, 1]]))
    array([[1, 0]])
    """
    order, place, left = np.array(order), np.arange(order.shape[-1]), np.arange(len(order))
    standing = placed(net, order)
    while len(left):
        here = standing[left]
        passed = here.cumsum(axis=-1)
        # What a region gains at each other place: below those it passes on the way down, above on the way up.
        gain = np.diagonal(passed, axis1=-2, axis2=-1)[:, :, None] - passed + np.tril(here)
        flat = gain.reshape(len(left), -1)
        best = flat.argmax(axis=-1)
        gains = flat[np.arange(len(left)), best] > LEVEL
        left, (source, target) = left[gains], np.divmod(best[gains][:, None], len(place))
        shift = np.where((place >= source) & (place < target), 1, 0)
        shift -= np.where((place > target) & (place <= source), 1, 0)
        moved = np.where(place == target, source, place + shift)
        order[left] = np.take_along_axis(order[left], moved, axis=-1)
        standing[left] = placed(here[gains], moved)
    return order


def placed(net: Array, order: Places) -> Array:
    """Return the net majorities in the sequence of an order."""
    rows = np.take_along_axis(net, order[:, :, None], axis=-2)
    return np.take_along_axis(rows, order[:, None, :], axis=-1)


def supported(net: Array, order: Places) -> Array:
    """Return what each order is worth, (circles,): Σ of net majorities of the earlier over the later.

    >>> supported(np.array([[[0.0, -0.2], [0.2, 0.0]]]), np.array([[0, 1]]))
    array([-0.2])
    """
    # As one row per circle: what a circle is worth must not depend, to the last digit, on those beside it.
    worth: Array = np.triu(placed(net, order), 1).reshape(len(net), net.shape[-1] ** 2).sum(axis=-1)
    return worth


def grain(net: Array) -> Array:
    """Return what the worth of one order differs from that of another at least, if it does, (circles,).

    Weights like 3/18 and 6/18 have majorities that are multiples of 1/18. An order that turns a pair
    differs by twice its majority.

    >>> grain(np.array([[[0.0, 0.5, -0.2], [-0.5, 0.0, 0.1], [0.2, -0.1, 0.0]]])).round(4)
    array([0.2])
    """
    upper = np.triu_indices(net.shape[-1], 1)
    counted = net[..., upper[0], upper[1]] * _DENOMINATOR
    whole = np.abs(counted - counted.round()).max(axis=-1, initial=0.0) <= _UNEVEN
    steps = np.where(whole[:, None], counted.round(), 0.0).astype(np.int64)
    common = np.gcd.reduce(steps, axis=-1) / _DENOMINATOR
    least: Array = 2.0 * np.maximum(PROVEN, common * (1.0 - _WHOLE))
    return least


def swept(net: Array, order: Places) -> Places:
    """Return orders (circles, regions) as `climbed` does, but region by region: for circles of very many.

    Each region in turn goes to its best place among the others, until none moves.

    >>> swept(np.array([[[0.0, -0.2], [0.2, 0.0]]]), np.array([[0, 1]]))
    array([[1, 0]])
    """
    order, regions = np.array(order), order.shape[-1]
    moved, every = len(order) > 0, np.arange(regions)
    while moved:
        moved = False
        for region in range(regions):
            others = order[order != region].reshape(len(order), regions - 1)
            # What standing right above the first, the second … of the others, or below all, is worth.
            passed = np.take_along_axis(net[:, region], others, axis=-1).cumsum(axis=-1)
            passed = np.concatenate([np.zeros((len(order), 1)), passed], axis=-1)
            worth = passed[:, -1:] - 2.0 * passed
            best, here = worth.argmax(axis=-1), (order == region).argmax(axis=-1)
            gained = worth[np.arange(len(order)), best] - worth[np.arange(len(order)), here]
            gains = np.flatnonzero(gained > LEVEL)
            if not len(gains):
                continue
            moved = True
            target = best[gains, None]
            place = np.minimum(every - (every > target), regions - 2)
            behind = np.take_along_axis(others[gains], place, axis=-1)
            order[gains] = np.where(every == target, region, behind)
    return order
