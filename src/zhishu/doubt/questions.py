"""What one end of a range asks: how few leads are over 0 at once, over all weights of a space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.programmes import least
from zhishu.doubt.weight_space import furthest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.programmes import Constraints
    from zhishu.doubt.weight_space import WeightSpace


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """How few of the `leads` (leads, columns) can be over 0 at once.

    `largest` and `smallest` (leads,) bound what each lead can be. Weights show an answer when the
    leads that should not be over 0 keep below `shown`, half a margin: room for a solver's tolerance.
    Since weights sum to 1, any other threshold is a number taken from all of a lead's columns.
    """

    leads: NDArray[np.float64]
    largest: NDArray[np.float64]
    smallest: NDArray[np.float64]
    shown: float

    @property
    def always(self) -> int:
        """How many leads are over 0 under all weights."""
        return int((self.smallest > 0).sum())

    @property
    def open(self) -> NDArray[np.intp]:
        """Positions of the leads that are over 0 under some weights at most, and not under others."""
        return np.flatnonzero((self.largest > 0) & (self.smallest <= 0))

    @property
    def down(self) -> NDArray[np.intp]:
        """Positions of the leads that are never over 0."""
        return np.flatnonzero(self.largest <= 0)

    def counts(self, weights: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return how many leads are over under each of some weights (p, columns), as a recount sees it."""
        over: NDArray[np.int64] = (self.leads @ weights.T > self.shown).sum(axis=0)
        return over


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """By how much each rival leads each asked region at most and at least, both (asked, regions)."""

    largest: NDArray[np.float64]
    smallest: NDArray[np.float64]


def reach_of(
    x: NDArray[np.float64],
    space: WeightSpace,
    constraints: Constraints,
    asked: Sequence[int],
    margin: float,
) -> Reach:
    """Return the Reach of all regions over those asked for.

    Exact for bounds, without a solver. With constraints beyond them a linear programme decides each
    lead that the bounds alone leave open, once for both directions.
    """
    largest = np.array([furthest(space, x - x[region])[0] for region in asked]).reshape(len(asked), len(x))
    smallest = -np.array([furthest(space, x[region] - x)[0] for region in asked]).reshape(largest.shape)
    if not space.is_nested_box:
        solved: dict[tuple[int, int], float] = {}

        def most(ahead: int, behind: int) -> float:
            if (ahead, behind) not in solved:
                solved[ahead, behind] = _largest(x[ahead] - x[behind], constraints)
            return solved[ahead, behind]

        unsure = (largest > margin / 2) & (smallest <= 1.5 * margin)
        for place, rival in np.argwhere(unsure).tolist():
            if asked[place] != rival:
                largest[place, rival] = most(rival, asked[place])
                smallest[place, rival] = -most(asked[place], rival)
    return Reach(largest, smallest)


def _largest(lead: NDArray[np.float64], constraints: Constraints) -> float:
    """Return the most that one lead can be under constraints beyond the bounds."""
    found = least(-lead, np.zeros((0, len(lead))), np.zeros(0), constraints)
    return np.inf if found is None else -found[0]


def ahead_of(x: NDArray[np.float64], region: int, place: int, reach: Reach, margin: float) -> Question:
    """Return the question how few others can be ahead of a region, the `place`-th that was asked for."""
    leads, largest, smallest = _others(x, region, place, reach)
    half = margin / 2
    return Question(leads - half, largest - half, smallest - half, half)


def not_ahead_of(x: NDArray[np.float64], region: int, place: int, reach: Reach, margin: float) -> Question:
    """Return the question how few others can be not clearly ahead of a region."""
    leads, largest, smallest = _others(x, region, place, reach)
    clear = 1.5 * margin
    return Question(clear - leads, clear - smallest, clear - largest, margin / 2)


def both(first: Question, second: Question) -> Question:
    """Return the question how few leads of two questions can be over 0 at once, under the same weights.

    Both must be asked with the same margin.
    """
    return Question(
        np.concatenate([first.leads, second.leads]),
        np.concatenate([first.largest, second.largest]),
        np.concatenate([first.smallest, second.smallest]),
        first.shown,
    )


def _others(
    x: NDArray[np.float64], region: int, place: int, reach: Reach
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    leads = np.delete(x, region, axis=0) - x[region]
    return leads, np.delete(reach.largest[place], region), np.delete(reach.smallest[place], region)
