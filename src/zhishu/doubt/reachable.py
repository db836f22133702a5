"""Which ranks a region can reach over all weights within bounds: exact, each with weights that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.certificates import MARGIN, check_scores, ranks_at
from zhishu.doubt.questions import ahead_of, not_ahead_of, reach_of
from zhishu.doubt.search import fewest, leading_points
from zhishu.doubt.weight_space import constraints_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.questions import Question
    from zhishu.doubt.search import Answer
    from zhishu.doubt.weight_space import WeightSpace

NODES = 2000
NEVER, POSSIBLE, OPEN = "never", "possible", "open"


@dataclass(frozen=True, slots=True, eq=False)
class RankRanges:
    """The best and the worst rank that regions can reach, each array (regions,) or (regions, columns).

    `best_weights` give the region the rank `best`, and no weights give it a better one than
    `best_bound`; the same for the worst. Where rank and bound differ, the search was too short to
    close the gap. `regions` are positions.
    """

    regions: tuple[int, ...]
    best: NDArray[np.int64]
    best_bound: NDArray[np.int64]
    best_weights: NDArray[np.float64]
    worst: NDArray[np.int64]
    worst_bound: NDArray[np.int64]
    worst_weights: NDArray[np.float64]

    @property
    def proven(self) -> NDArray[np.bool_]:
        """Whether both ends are proven, (regions,)."""
        both: NDArray[np.bool_] = (self.best == self.best_bound) & (self.worst == self.worst_bound)
        return both


def rank_ranges(  # noqa: PLR0913 - what to ask, and how long to search
    x: NDArray[np.float64],
    space: WeightSpace,
    *,
    regions: Sequence[int] | None = None,
    margin: float = MARGIN,
    nodes: int = NODES,
    progress: Callable[[int], object] | None = None,
) -> RankRanges:
    """Return the best and the worst rank of each region over all weights of the space.

    `x` is (regions, columns): comparable values, or scores of nodes, on a scale of about 1; the
    index is Σ w x. Ranks are by `ties: min`, and one region is ahead of another when its score is
    higher by more than `margin` (at least 1e-6: a solver sees no less). `regions` picks positions
    to answer for, all others still compete; `nodes` bounds the search for one end of one region;
    `progress` is called with the number of regions done.

    Each end is a mixed-integer programme with one 0-1 variable for every rival that is ahead under
    some weights and behind under others; the largest leads, which tell, come without a solver, as do
    pairs of rivals of which one is always ahead. Where a linear programme proves what some weights
    show, that is the answer. The rank is that of the returned weights, counted outside the solver;
    the bound is proven up to half a margin.

    >>> from zhishu.doubt.weight_space import flat_tree, weight_space
    >>> x = np.array([[0.9, 0.2], [0.5, 0.5], [0.1, 0.9]])
    >>> free = rank_ranges(x, weight_space(flat_tree(["p", "q"])))
    >>> free.best.tolist(), free.worst.tolist()
    ([1, 2, 1], [3, 3, 3])
    >>> near = rank_ranges(x, weight_space(flat_tree(["p", "q"]), np.array([1, 0.6, 0.4]), spread=0.2))
    >>> near.best.tolist(), near.worst.tolist()
    ([1, 2, 3], [1, 2, 3])
    """
    check_scores(x, space, margin)
    asked = tuple(range(len(x))) if regions is None else tuple(regions)
    reach = reach_of(x, space, constraints_of(space), asked, margin)

    def ask(question: int) -> Question:
        place, worst = divmod(question, 2)
        of = not_ahead_of if worst else ahead_of
        return of(x, asked[place], place, reach, margin)

    def told(done: int) -> None:
        if progress is not None and done % 2 == 0:
            progress(done // 2)

    found = fewest(ask, 2 * len(asked), leading_points(x, space), space, nodes=nodes, progress=told)
    return _ranges(x, asked, found[::2], found[1::2], margin)


def never_in_top(ranges: RankRanges, places: int) -> NDArray[np.str_]:
    """Return for each region whether it can be among the first `places`: never, possible, or open.

    Open means that the search was too short to tell.
    """
    proven = np.where(ranges.best_bound > places, NEVER, OPEN)
    return np.where(ranges.best <= places, POSSIBLE, proven)


def _ranges(
    x: NDArray[np.float64],
    asked: tuple[int, ...],
    best: list[Answer],
    worst: list[Answer],
    margin: float,
) -> RankRanges:
    """Return the ranges, with every rank counted again at its weights."""
    rows, shape = np.arange(len(asked)), (len(asked), x.shape[1])
    high, low = (np.array([end.weights for end in ends]).reshape(shape) for ends in (best, worst))
    ranks = [ranks_at(x, weights, margin)[rows, list(asked)] for weights in (high, low)]
    bounds = [np.array([end.bound for end in ends], dtype=np.int64) for ends in (best, worst)]
    return RankRanges(
        asked,
        ranks[0],
        np.minimum(1 + bounds[0], ranks[0]),
        high,
        ranks[1],
        np.maximum(len(x) - bounds[1], ranks[1]),
        low,
    )
