"""Samples of regions drawn with replacement: the same however a table is shuffled, and for a whole batch.

Uniform numbers are drawn once; each says a place among the regions in the order of their values, not of
their rows. Tables of a batch share the numbers, and so do the regions of a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

_CELLS = 1 << 24


def in_order(x: Array) -> Places:
    """Return the regions in the order of their values, first column first, (…, regions).

    >>> in_order(np.array([[2.0, 1.0], [1.0, 5.0], [2.0, 0.0]]))
    array([1, 2, 0])
    """
    return np.lexsort(np.moveaxis(x, -1, 0)[::-1], axis=-1)


def first_alike(x: Array) -> Places:
    """Return for each region the first in the order of values that has the same, (…, regions).

    >>> first_alike(np.array([[2.0], [1.0], [2.0]])).tolist()
    [0, 1, 0]
    """
    order = in_order(x)
    rows = np.take_along_axis(x, order[..., None], axis=-2)
    new = np.ones(order.shape, dtype=bool)
    new[..., 1:] = (rows[..., 1:, :] != rows[..., :-1, :]).any(axis=-1)
    place = np.maximum.accumulate(np.where(new, np.arange(order.shape[-1]), 0), axis=-1)
    found = np.empty_like(order)
    np.put_along_axis(found, order, np.take_along_axis(order, place, axis=-1), axis=-1)
    return found


def drawn(x: Array, uniform: Array) -> Places:
    """Return the regions that uniform numbers (draws, sample) draw from tables (tables, regions, columns).

    >>> drawn(np.array([[[3.0], [1.0]]]), np.array([[0.1, 0.7]]))
    array([[[1, 0]]])
    """
    order = in_order(x)
    regions = order.shape[-1]
    return order[:, np.minimum((uniform * regions).astype(np.intp), regions - 1)]


def drawn_alike(x: Array, likeness: Array, uniform: Array) -> Places:
    """Return the regions drawn for each region by `likeness`, (tables, regions, draws, sample).

    `likeness` (tables, regions, regions) are chances of 0 or more, in proportion; region c draws i by
    the cumulated chances [c, i] in the order of the values.

    >>> drawn_alike(np.array([[[3.0], [1.0]]]), np.array([[[1.0, 0.0], [1.0, 1.0]]]), np.array([[0.1, 0.7]]))
    array([[[[0, 0]],
    <BLANKLINE>
            [[1, 0]]]])
    """
    order = in_order(x)
    below = np.take_along_axis(likeness, order[:, None, :], axis=-1).cumsum(axis=-1)
    places = np.empty((*order.shape, uniform.size), dtype=np.intp)
    size = max(1, _CELLS // (order.shape[-1] ** 2 * uniform.size))
    for start in range(0, len(order), size):
        part = slice(start, start + size)
        reached = below[part, :, None, :-1] <= uniform.ravel()[:, None] * below[part, :, None, -1:]
        places[part] = reached.sum(axis=-1)
    found = np.take_along_axis(np.broadcast_to(order[:, None], likeness.shape), places, axis=-1)
    return found.reshape(*order.shape, *uniform.shape)
