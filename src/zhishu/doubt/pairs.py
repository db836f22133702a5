"""Pairs of regions: in how many draws one stands ahead of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_ONCE = 255
"""Draws compared at once: as many as a byte can count."""


def count_pairs(places: NDArray[np.uint16], ahead: NDArray[np.int32]) -> None:
    """Add to `ahead` (regions, regions) the draws in which the row's region stands ahead of the column's.

    `places` is (draws, regions), a smaller place is ahead. Regions whose places do not overlap within
    a block are counted without looking at single draws.

    >>> ahead = np.zeros((2, 2), dtype=np.int32)
    >>> count_pairs(np.array([[0, 1], [0, 1], [1, 0], [0, 0]], dtype=np.uint16), ahead)
    >>> ahead
    array([[0, 2],
           [1, 0]], dtype=int32)
    """
    for start in range(0, len(places), AT_ONCE):
        _count(places[start : start + AT_ONCE], ahead)


def _count(places: NDArray[np.uint16], ahead: NDArray[np.int32]) -> None:
    best, worst = places.min(axis=0), places.max(axis=0)
    order = np.argsort(best, kind="stable")
    draws, regions = places.shape
    distinct = bool((np.diff(np.sort(places, axis=1), axis=1) > 0).all())
    # Beyond its rivals, those whose best place is not behind its worst one, a region is always ahead.
    ends = np.searchsorted(best[order], worst[order], side="right")
    farthest = int((ends - np.arange(regions)).max())
    local = np.triu(np.full((regions, regions), draws, dtype=np.int32), 1)
    cells = local.reshape(-1)
    # Region by region, so that all pairs that lie equally far apart are two runs of one array.
    run = np.ascontiguousarray(places[:, order].T).reshape(-1)
    for apart in range(1, farthest):
        one, other = run[: (regions - apart) * draws], run[apart * draws :]
        before = _true(one < other, draws)
        cells[apart : (regions - apart) * regions : regions + 1] = before
        behind = draws - before if distinct else _true(one > other, draws)
        cells[apart * regions :: regions + 1] = behind
    ahead[np.ix_(order, order)] += local


def _true(compared: NDArray[np.bool_], draws: int) -> NDArray[np.uint8]:
    """Return how many of each `draws` entries are true, at most 255."""
    counted: NDArray[np.uint8] = np.add.reduce(
        compared.view(np.uint8).reshape(-1, draws), axis=1, dtype=np.uint8
    )
    return counted
