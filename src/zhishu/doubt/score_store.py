"""Scores of many draws: kept whole while they are few, as a fine histogram when they are many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

KEPT = 2**23
"""How many scores are kept whole: 64 megabytes."""
TURNED_AT_ONCE = 128
SORTED_AT_ONCE = 2**17
"""How many scores are sorted at once: a megabyte, which stays in a processor's own cache."""
BINS = 1024
"""A histogram has 512 to 1,024 cells between the lowest and the highest score of a node."""


class ScoreStore(Protocol):
    """What gathers scores and gives quantiles back."""

    def receive(self, start: int, scores: NDArray[np.float64]) -> None:
        """Take the scores (draws, years, nodes, regions) of draws that are counted from `start` on."""

    def add(self, other: ScoreStore) -> None:
        """Take over what another thread gathered."""

    def quantiles(self, shares: Sequence[float], threads: int = 1) -> NDArray[np.float64]:
        """Return quantiles, (shares, years, nodes, regions); NaN where there is no score."""


@dataclass(slots=True, eq=False)
class Kept:
    """Every score, (years, nodes, regions, draws); all threads write into the same array.

    `taken` (draws,) marks the draws that came: from the first on, without a gap.
    """

    scores: NDArray[np.float64]
    taken: NDArray[np.bool_]

    def receive(self, start: int, scores: NDArray[np.float64]) -> None:
        """Put the scores in their places."""
        self.taken[start : start + len(scores)] = True
        # A few draws at a time: both sides of the turn then stay in the processor's cache.
        for first in range(0, len(scores), TURNED_AT_ONCE):
            part = np.moveaxis(scores[first : first + TURNED_AT_ONCE], 0, -1)
            self.scores[..., start + first : start + first + part.shape[-1]] = part

    def add(self, other: ScoreStore) -> None:
        """Do nothing: the other thread wrote into the same array."""

    def quantiles(self, shares: Sequence[float], threads: int = 1) -> NDArray[np.float64]:
        """Return exact quantiles: the smallest score that so large a share of the draws does not exceed."""
        count, shape = int(self.taken.sum()), self.scores.shape[:-1]
        if not count:
            return np.full((len(shares), *shape), np.nan)
        rows = self.scores.reshape(-1, self.scores.shape[-1])[:, :count]
        size = max(1, SORTED_AT_ONCE // count)
        parts = [rows[first : first + size] for first in range(0, len(rows), size)]
        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(lambda part: _quantiles(part, shares), parts))
        return np.concatenate(found, axis=-1).reshape(len(shares), *shape)


def _quantiles(rows: NDArray[np.float64], shares: Sequence[float]) -> NDArray[np.float64]:
    """Return quantiles of each row of (rows, draws), shape (shares, rows)."""
    ordered = np.sort(rows, axis=-1)
    known = np.full(len(ordered), ordered.shape[-1])
    if np.isnan(ordered[:, -1]).any():  # they stand last
        known -= np.isnan(ordered).sum(axis=-1)
    places = [np.maximum(np.ceil(share * known - 1e-9).astype(np.intp) - 1, 0) for share in shares]
    return np.stack([np.take_along_axis(ordered, place[:, None], axis=-1)[:, 0] for place in places])


@dataclass(slots=True, eq=False)
class Histogram:
    """Counts of scores in cells of the width 2^exponent, one width for each year and node.

    Cells begin at whole multiples of their width; when a score lies outside, pairs of cells are
    joined. So the counts do not depend on the order in which scores come.
    """

    counts: NDArray[np.int32]
    exponents: NDArray[np.int64]
    origins: NDArray[np.int64]
    lowest: NDArray[np.float64]
    highest: NDArray[np.float64]

    def receive(self, _start: int, scores: NDArray[np.float64]) -> None:
        """Count the scores of some draws."""
        low, high = np.fmin.reduce(scores, axis=0), np.fmax.reduce(scores, axis=0)
        self._widen(low, high)
        regions = np.arange(scores.shape[-1]) * BINS
        for at in np.ndindex(self.exponents.shape):
            values = scores[(slice(None), *at)]
            cells = np.floor(np.ldexp(values, -int(self.exponents[at]))) - self.origins[at] + regions
            known = cells[~np.isnan(values)].astype(np.intp)
            counted = np.bincount(known, minlength=self.counts[at].size)
            self.counts[at] += counted.reshape(self.counts[at].shape).astype(np.int32)

    def add(self, other: ScoreStore) -> None:
        """Add the counts of another histogram."""
        assert isinstance(other, Histogram)  # noqa: S101 - all threads gather alike
        self._widen(other.lowest, other.highest)
        for at in np.ndindex(self.exponents.shape):
            if not np.isnan(other.lowest[at]).all():
                _join(self, at, other.counts[at], int(other.exponents[at]), int(other.origins[at]))

    def quantiles(self, shares: Sequence[float], threads: int = 1) -> NDArray[np.float64]:  # noqa: ARG002 - as in Kept
        """Return quantiles to within the width of a cell, never beyond a region's extreme scores."""
        reached = np.cumsum(self.counts, axis=-1)
        known = reached[..., -1]
        found = []
        for share in shares:
            wanted = np.maximum(np.ceil(share * known - 1e-9), 1)[..., None]
            cell = (reached < wanted).sum(axis=-1)
            inside = np.minimum(cell, BINS - 1)[..., None]
            own = np.take_along_axis(self.counts, inside, axis=-1)[..., 0]
            before = np.take_along_axis(reached, inside, axis=-1)[..., 0] - own
            part = (wanted[..., 0] - before - 0.5) / np.maximum(own, 1)
            value = np.ldexp(cell + part + self.origins[..., None], self.exponents[..., None])
            found.append(np.where(known > 0, np.clip(value, self.lowest, self.highest), np.nan))
        return np.stack(found)

    def _widen(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        """Make the cells wide enough for scores between `low` and `high`, (years, nodes, regions)."""
        self.lowest, self.highest = np.fmin(self.lowest, low), np.fmax(self.highest, high)
        for at in np.ndindex(self.exponents.shape):
            if np.isnan(self.lowest[at]).all():
                continue
            bottom, top = float(np.nanmin(self.lowest[at])), float(np.nanmax(self.highest[at]))
            exponent = _exponent(bottom, top)
            origin = int(np.floor(np.ldexp(bottom, -exponent)))
            if exponent != self.exponents[at] or origin != self.origins[at]:
                old, before, start = self.counts[at].copy(), int(self.exponents[at]), int(self.origins[at])
                self.counts[at], self.exponents[at], self.origins[at] = 0, exponent, origin
                if old.any():
                    _join(self, at, old, before, start)


def score_store(draws: int, years: int, nodes: int, regions: int) -> ScoreStore:
    """Return an empty store: Kept where that is little, else a Histogram."""
    shape = (years, nodes, regions)
    if draws * years * nodes * regions <= KEPT:
        return Kept(np.empty((*shape, draws)), np.zeros(draws, dtype=bool))
    return empty_histogram(shape)


def empty_histogram(shape: tuple[int, int, int]) -> Histogram:
    """Return a Histogram without any score, `shape` is (years, nodes, regions)."""
    none = np.full(shape, np.nan)
    whole = np.full(shape[:2], -(2**40), dtype=np.int64)
    return Histogram(np.zeros((*shape, BINS), dtype=np.int32), whole, whole.copy(), none, none.copy())


def _join(
    histogram: Histogram, at: tuple[int, ...], counts: NDArray[np.int32], exponent: int, origin: int
) -> None:
    """Add counts in finer cells (or as fine) to the histogram's own cells."""
    cells = (np.arange(BINS) + origin) >> (int(histogram.exponents[at]) - exponent)
    target = cells - int(histogram.origins[at])
    used = np.flatnonzero(counts.any(axis=0))
    np.add.at(histogram.counts[at].T, target[used], counts[:, used].T)


def _exponent(low: float, high: float) -> int:
    """Return the smallest exponent with which all cells from `low` to `high` are few enough."""
    size = max(high - low, max(abs(low), abs(high)) * 2.0**-40, 2.0**-900)
    exponent = int(np.frexp(size / BINS)[1]) - 2
    while np.floor(np.ldexp(high, -exponent)) - np.floor(np.ldexp(low, -exponent)) >= BINS:
        exponent += 1
    return exponent
