"""Which ranks a region can reach over all weights within bounds: exact, each with weights that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.certificates import MARGIN, check_scores, ranks_at
from zhishu.doubt.ends import Ends, both_ends
from zhishu.doubt.questions import ahead_of, not_ahead_of, reach_of
from zhishu.doubt.search import leading_points
from zhishu.doubt.weight_space import constraints_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.questions import Question
    from zhishu.doubt.weight_space import WeightSpace

NODES = 2000
NEVER, POSSIBLE, OPEN = "never", "possible", "open"


class RankRanges(Ends):
    """The best and the worst rank that regions can reach: see `Ends`."""

    __slots__ = ()


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

    def ask(place: int, worst: bool) -> Question:  # noqa: FBT001 - an end has no other name
        of = not_ahead_of if worst else ahead_of
        return of(x, asked[place], place, reach, margin)

    best, worst = both_ends(ask, len(asked), leading_points(x, space), space, nodes=nodes, progress=progress)
    # Every rank is counted again at its weights.
    high, low = (end.counted(asked, lambda weights: ranks_at(x, weights, margin)) for end in (best, worst))
    return RankRanges(
        asked,
        high,
        np.minimum(1 + best.bound, high),
        best.weights,
        low,
        np.maximum(len(x) - worst.bound, low),
        worst.weights,
    )


def never_in_top(ranges: RankRanges, places: int) -> NDArray[np.str_]:
    """Return for each region whether it can be among the first `places`: never, possible, or open.

    Open means that the search was too short to tell.
    """
    proven = np.where(ranges.best_bound > places, NEVER, OPEN)
    return np.where(ranges.best <= places, POSSIBLE, proven)
