"""Pairs of regions that stand the same way in every best order, of many circles at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

_LEVEL = 1e-9
"""What a move must gain to be certain, of the largest majority."""


def certain_pairs(net: Array) -> Mask:
    """Return whether one region is above another in every best order, (circles, regions, regions).

    Where b stands above a, with some regions between, a could move up to right above b, or b down to
    right below a. If one of the two gains whatever stands between, b is above a in no best order. As
    pairs become certain, fewer regions may stand between others. Not every such pair is found.

    >>> certain_pairs(np.array([[[0.0, 0.9, 0.1], [-0.9, 0.0, -0.2], [-0.1, 0.2, 0.0]]]))[0]
    array([[False,  True,  True],
           [False, False, False],
           [False,  True, False]])
    """
    largest = np.maximum(np.abs(net).max(axis=(-2, -1), keepdims=True), 1e-300)
    unit = net / largest
    return _spread(unit, _by_both(unit, _spread(unit, np.zeros(net.shape, dtype=bool))))


def _spread(net: Array, certain: Mask) -> Mask:
    """Return more certain pairs, by one move or the other, until there are no more."""
    against = np.minimum(net, 0.0)
    while True:
        open_ = _open(certain).astype(float)
        # Between may stand what need not be above the first nor below the second: at worst all that loses.
        up, down = net + (against * open_) @ open_, net + open_ @ (against * open_)
        more = chained(certain | (((up > _LEVEL) | (down > _LEVEL)) & _apart(net)))
        if (more == certain).all():
            return certain
        certain = more


def _by_both(net: Array, certain: Mask) -> Mask:
    """Return more certain pairs: if both moves together gain whatever stands between, one of them does."""
    open_, found = _open(certain), certain.copy()
    turned = np.swapaxes(open_, -1, -2)
    for region in range(net.shape[-1]):
        between = turned & open_[:, region, None, :]
        lost = np.minimum(net[:, region, None, :] - net, 0.0)
        lost *= between
        found[:, region] |= 2.0 * net[:, region] + lost.sum(axis=-1) > _LEVEL
    return chained(found & _apart(net))


def _open(certain: Mask) -> Mask:
    return ~certain & _apart(certain)


def _apart(circles: Array | Mask) -> Mask:
    return ~np.eye(circles.shape[-1], dtype=bool)


def chained(certain: Mask) -> Mask:
    """Return the certain pairs with those that follow: what is above another is above all below that."""
    while True:
        steps = certain.astype(np.float32)
        more = certain | (steps @ steps > 0)
        if (more == certain).all():
            return certain
        certain = more
