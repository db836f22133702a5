"""The tally: what is kept of the draws. Counts, so that memory does not grow with their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.pairs import count_pairs
from zhishu.doubt.score_store import score_store

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.doubt.blocks import Block
    from zhishu.doubt.score_store import ScoreStore
    from zhishu.doubt.study import Drawn, Study


@dataclass(slots=True, eq=False)
class Tally:
    """Counts over draws; one per thread, added up at the end, in whatever order.

    `places` (years, nodes, regions, bins) counts every place of every region; `ahead` (years, nodes,
    regions, regions) the draws in which the first region of a pair stands ahead of the second, at
    the first so many nodes, None when pairs are not asked for; `neighbours` (years, nodes,
    regions - 1) those in which published neighbours, who stand in `orders`, keep the published order
    or tie; `changes` (years - 1, regions, 2 · bins) the steps from one year to the next, the last one
    for no rank in either. `scores` gathers the scores of comparable draws.
    """

    orders: NDArray[np.intp]
    places: NDArray[np.int32]
    ahead: NDArray[np.int32] | None
    neighbours: NDArray[np.int64]
    changes: NDArray[np.int32]
    scores: ScoreStore
    draws: int = 0

    def receive(self, block: Block, drawn: Drawn) -> None:
        """Count one block."""
        self.draws += len(block.rows)
        for year, node in np.ndindex(self.orders.shape[:2]):
            places = drawn.places[:, year, node]
            count_places(places, self.places[year, node])
            ordered = places[:, self.orders[year, node]]
            kept = (ordered[:, :-1] <= ordered[:, 1:]).view(np.uint8)
            self.neighbours[year, node] += np.add.reduce(kept, axis=0, dtype=np.uint32)
            if self.ahead is not None and node < self.ahead.shape[1]:
                count_pairs(places, self.ahead[year, node])
        for year in range(1, len(self.orders)):
            before, after = drawn.places[:, year - 1, 0], drawn.places[:, year, 0]
            count_places(_steps(before, after, self.places.shape[-1]), self.changes[year - 1])
        if block.start is not None and drawn.scores is not None:
            self.scores.receive(block.start, drawn.scores)

    def add(self, other: Tally) -> None:
        """Add the counts of another thread."""
        self.draws += other.draws
        self.places += other.places
        self.neighbours += other.neighbours
        self.changes += other.changes
        if self.ahead is not None and other.ahead is not None:
            self.ahead += other.ahead
        self.scores.add(other.scores)


def empty_tallies(
    study: Study, orders: NDArray[np.intp], draws: int, threads: int, *, pairs: int
) -> list[Tally]:
    """Return an empty Tally for each thread; `orders` (years, nodes, regions) is the published order.

    Pairs are counted at the first `pairs` nodes.
    """
    years, nodes, regions = orders.shape
    store = score_store(draws, years, nodes, regions)
    tallies = []
    for thread in range(threads):
        own = (
            store
            if thread == 0 or not hasattr(store, "counts")
            else score_store(draws, years, nodes, regions)
        )
        tallies.append(
            Tally(
                orders,
                np.zeros((years, nodes, regions, study.bins), dtype=np.int32),
                np.zeros((years, pairs, regions, regions), dtype=np.int32) if pairs else None,
                np.zeros((years, nodes, max(regions - 1, 0)), dtype=np.int64),
                np.zeros((max(years - 1, 0), regions, 2 * study.bins), dtype=np.int32),
                own,
            )
        )
    return tallies


def count_places(places: NDArray[np.integer], counts: NDArray[np.int32]) -> None:
    """Add to `counts` (regions, bins) how often each region takes each place, places being (draws, regions).

    Neither way of counting holds back other threads. With few draws for the many bins the time is
    that of the places, however many bins there are.
    """
    regions, bins = counts.shape
    if len(places) * 2 < bins:
        _count_runs(places, counts)
        return
    cells = places + np.arange(regions) * bins
    counts += np.bincount(cells.reshape(-1), minlength=counts.size).reshape(counts.shape)


def _count_runs(places: NDArray[np.integer], counts: NDArray[np.int32]) -> None:
    """Sort each region's places and measure the runs of equal ones."""
    draws, bins = len(places), counts.shape[1]
    ordered = np.array(places.T, order="C")
    ordered.sort(axis=-1)
    last = np.ones(ordered.shape, dtype=bool)
    np.not_equal(ordered[:, 1:], ordered[:, :-1], out=last[:, :-1])
    ends = np.flatnonzero(last)
    cells = ends // draws * bins + ordered.reshape(-1)[ends]
    counts.reshape(-1)[cells] += np.diff(ends, prepend=-1).astype(counts.dtype)


def counted(places: NDArray[np.integer], bins: int) -> NDArray[np.int32]:
    """Return how often each region takes each place, (regions, bins), from places (draws, regions).

    >>> counted(np.array([[0, 1], [0, 2]], dtype=np.uint16), 3)
    array([[2, 0, 0],
           [0, 1, 1]], dtype=int32)
    """
    counts = np.zeros((places.shape[1], bins), dtype=np.int32)
    count_places(places, counts)
    return counts


def _steps(before: NDArray[np.uint16], after: NDArray[np.uint16], bins: int) -> NDArray[np.int64]:
    """Return the steps down (positive) and up between two years, from -(bins - 1) on, as places from 0.

    The last place, 2 · bins - 1, is that of a region without a rank in either.
    """
    unranked = (before == bins - 1) | (after == bins - 1)
    return np.where(unranked, 2 * bins - 1, after.astype(np.int64) - before + bins - 1)
