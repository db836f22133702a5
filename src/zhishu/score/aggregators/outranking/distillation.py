"""The distillations of ELECTRE III: complete orders out of credibilities, all draws side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]
    Mask = NDArray[np.bool_]

ALPHA, BETA = 0.30, -0.15
"""The discrimination threshold s(λ) = α + β λ of the authors."""
ROUNDING = 1e-12
_CELLS = 1 << 17
"""Credibilities of the draws that are distilled at once."""


def distil(credible: Array, *, ascending: bool = False) -> NDArray[np.int64]:
    """Return the class of each region in a distillation, 1 the first taken, shape (…, regions).

    `credible` are credibilities (…, regions, regions). Descending takes the best first, ascending the
    worst. Within a level λ of credibility a region is worth the number that it outranks minus those
    that outrank it; the best (or worst) are distilled again among themselves at lower levels until
    they cannot be told apart. All draws take their next class at once.

    >>> distil(np.array([[1.0, 0.9], [0.2, 1.0]])), distil(np.array([[1.0, 0.9], [0.2, 1.0]]), ascending=True)
    (array([1, 2]), array([2, 1]))
    """
    regions = credible.shape[-1]
    drawn = credible.reshape(math.prod(credible.shape[:-2]), regions, regions)
    classes = np.zeros(drawn.shape[:-1], dtype=np.int64)
    for block in _blocks(len(drawn), regions):
        classes[block] = _Distillation(drawn[block], -1 if ascending else 1).classes()
    return classes.reshape(credible.shape[:-1])


def standing(classes: NDArray[np.int64]) -> Array:
    """Return for each region the number of regions in later classes minus that in earlier ones.

    >>> standing(np.array([1, 2, 2, 3]))
    array([ 3.,  0.,  0., -3.])
    """
    count, regions = math.prod(classes.shape[:-1]), classes.shape[-1]
    flat = classes.reshape(count, regions)
    size = np.zeros((count, regions + 1))
    np.add.at(size, (np.arange(count)[:, None], flat), 1.0)
    up_to = size.cumsum(axis=-1)
    passed = np.take_along_axis(2.0 * up_to - size, flat, axis=-1)
    found: Array = (regions - passed).reshape(classes.shape)
    return found


def _blocks(draws: int, regions: int) -> Iterator[slice]:
    size = max(1, _CELLS // max(1, regions * regions))
    for start in range(0, draws, size):
        yield slice(start, start + size)


@dataclass(slots=True, eq=False)
class _Parts:
    """Some regions of each of several draws: `place` (draws, most), which of these `stand`, credibilities.

    `others` and `clear` are (draws, most, most), 0 where a region does not stand.
    """

    place: Places
    stand: Mask
    others: Array
    clear: Array

    def keep(self, chosen: Mask) -> None:
        self.place, self.stand = self.place[chosen], self.stand[chosen]
        self.others, self.clear = self.others[chosen], self.clear[chosen]

    def levels(self, start: Array | None = None) -> tuple[Array, Places]:
        """Return the next level of credibility below `start` (or the highest), and the pairs that set it."""
        flat = self.others.reshape(len(self.others), -1)
        draw = np.arange(len(flat))
        top = flat.argmax(axis=-1)
        above = flat[draw, top] if start is None else start
        lower = np.where(flat < (above - (ALPHA + BETA * above) - ROUNDING)[:, None], flat, 0.0)
        below = lower.argmax(axis=-1)
        pairs = np.column_stack(
            [*np.divmod(top, self.place.shape[-1]), *np.divmod(below, self.place.shape[-1])]
        )
        return lower[draw, below], np.take_along_axis(self.place, pairs, axis=-1)

    def worth(self, level: Array) -> NDArray[np.int64]:
        """Return for each region how many others it outranks minus how many outrank it."""
        outranks = self.clear > (level + ROUNDING)[:, None, None]
        found: NDArray[np.int64] = outranks.sum(axis=-1) - outranks.sum(axis=-2)
        return found

    def leave(self, chosen: Mask) -> None:
        """Let only the chosen stand."""
        self.stand = chosen
        both = chosen[:, :, None] & chosen[:, None]
        self.others = np.where(both, self.others, 0.0)
        self.clear = np.where(both, self.clear, 0.0)


class _Distillation:
    """The distillations of several draws, which take their classes in step."""

    def __init__(self, credible: Array, sign: int) -> None:
        regions = np.arange(credible.shape[-1])
        self.others, self.sign = credible.copy(), sign
        self.others[:, regions, regions] = 0.0
        turned = np.swapaxes(self.others, -1, -2)
        # Where the row is so much more credible than the column that any level below may use it, else 0.
        clear = self.others - turned > ALPHA + BETA * self.others + ROUNDING
        self.clear = np.where(clear, self.others, 0.0)
        self.level = np.zeros(len(credible))
        self.worth = np.zeros(credible.shape[:-1], dtype=np.int64)
        self.witnesses = np.zeros((len(credible), 4), dtype=np.intp)

    def classes(self) -> NDArray[np.int64]:
        """Return the class of each region of each draw."""
        found = np.zeros(self.worth.shape, dtype=np.int64)
        draws, taken = np.arange(len(found) if found.size else 0), 0
        stale = draws
        while len(draws):
            self._look(stale, found[stale] == 0)
            chosen = self._told_apart(draws, self._best(self.worth[draws], found[draws] == 0))
            draw, region = np.nonzero(chosen)
            taken += 1
            found[draws[draw], region] = taken
            self._take(draws, draw, region)
            draws = draws[(found[draws] == 0).any(axis=-1)]
            # The level stands as long as the pairs do that set it, so few rounds have to look at all pairs.
            stale = draws[np.take_along_axis(found[draws], self.witnesses[draws], axis=-1).any(axis=-1)]
        return found

    def _look(self, draws: Places, left: Mask) -> None:
        """Find the level of some draws anew, and what the regions that are left are worth there."""
        if not len(draws):
            return
        parts = self._parts(draws, left)
        self.level[draws], self.witnesses[draws] = parts.levels()
        draw, column = np.nonzero(parts.stand)
        worth = parts.worth(self.level[draws])
        self.worth[draws[draw], parts.place[draw, column]] = worth[draw, column]

    def _take(self, draws: Places, draw: Places, region: Places) -> None:
        """Take off what the regions of a class add to the worth of the others."""
        own = draws[draw]
        level = (self.level[own] + ROUNDING)[:, None]
        outranks, outranked = self.clear[own, :, region] > level, self.clear[own, region] > level
        lost = outranks.astype(np.int64) - outranked
        self.worth[draws] -= np.add.reduceat(lost, np.flatnonzero(np.diff(draw, prepend=-1)), axis=0)

    def _told_apart(self, draws: Places, chosen: Mask) -> Mask:
        """Return those of each class that stay the best (or worst) among themselves at lower levels."""
        at = np.flatnonzero((chosen.sum(axis=-1) > 1) & (self.level[draws] > 0))
        if not len(at):
            return chosen
        parts, level = self._parts(draws[at], chosen[at]), self.level[draws[at]]
        while len(at):
            level, _ = parts.levels(level)
            best = self._best(parts.worth(level), parts.stand)
            draw, column = np.nonzero(parts.stand & ~best)
            chosen[at[draw], parts.place[draw, column]] = False
            on = (best.sum(axis=-1) > 1) & (level > 0)
            parts.leave(best)
            parts.keep(on)
            at, level = at[on], level[on]
        return chosen

    def _best(self, worth: NDArray[np.int64], stand: Mask) -> Mask:
        """Return which of those that stand are worth the most (or the least)."""
        signed = np.where(stand, self.sign * worth, -2 * worth.shape[-1] - self.others.shape[-1])
        found: Mask = signed == signed.max(axis=-1, keepdims=True)
        return found

    def _parts(self, draws: Places, stand: Mask) -> _Parts:
        """Return the regions of some draws that stand."""
        most = int(stand.sum(axis=-1).max())
        place = np.argsort(~stand, axis=-1, kind="stable")[:, :most]
        here = np.take_along_axis(stand, place, axis=-1)
        at = draws[:, None, None], place[:, :, None], place[:, None]
        both = here[:, :, None] & here[:, None]
        return _Parts(place, here, np.where(both, self.others[at], 0.0), np.where(both, self.clear[at], 0.0))
