"""Circles of regions: those that what is wanted leads round, and the places at which circles begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]


def circles(wanted: Mask) -> Places:
    """Return the number of the circle of each region, (draws, regions), unique over the draws.

    `wanted` (draws, regions, regions) says that a region should stand above another. In a circle (a strongly
    connected component) what is wanted leads from each region to each other and back.

    >>> circles(np.array([[[False, True, True], [False, False, True], [False, True, False]]]))[0] % 2
    array([1, 0, 0])
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - scipy only where it is needed
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    draws, regions = wanted.shape[:-1]
    draw, above, below = np.nonzero(wanted)
    pairs = draw * regions + above, draw * regions + below
    graph = csr_matrix((np.ones(len(draw), dtype=np.int8), pairs), shape=(draws * regions,) * 2)
    label = connected_components(graph, connection="strong")[1]
    numbers: Places = label.reshape(draws, regions).astype(np.intp)
    return numbers


def first_places(wanted: Mask, circle: Places) -> Places:
    """Return the place at which the circle of each region begins, (draws, regions).

    Of circles that none of those left should stand above the one with the earliest region comes next.

    >>> wanted = np.array([[[False, False], [True, False]]])
    >>> first_places(wanted, circles(wanted))
    array([[1, 0]])
    """
    draws, regions = circle.shape
    outside = wanted & (circle[:, :, None] != circle[:, None, :])
    waiting, draw = outside.sum(axis=-2), np.arange(draws)
    left, begun = np.ones((draws, regions), dtype=bool), np.zeros((draws, 1), dtype=np.intp)
    place = np.zeros((draws, regions), dtype=np.intp)
    while left.any():
        ready = left & (np.bincount(circle.ravel(), waiting.ravel())[circle] == 0)
        chosen = circle[draw, ready.argmax(axis=-1)][:, None]
        members = (circle == chosen) & ready.any(axis=-1, keepdims=True)
        place = np.where(members, begun, place)
        of, member = np.nonzero(members)
        begins = np.flatnonzero(np.diff(of, prepend=-1))
        waiting[of[begins]] -= np.add.reduceat(outside[of, member].astype(np.intp), begins, axis=0)
        left &= ~members
        begun += members.sum(axis=-1, keepdims=True)
    return place
