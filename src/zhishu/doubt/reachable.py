"""Which ranks a region can reach over all weights within bounds: exact, each with weights that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.certificates import MARGIN, check_scores, ranks_at
from zhishu.doubt.programmes import Constraints, fewest_over, least, tidy
from zhishu.doubt.weight_space import constraints_of, furthest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.weight_space import WeightSpace

NODES = 2000
NEVER, POSSIBLE, OPEN = "never", "possible", "open"
_POINTS = 4000
_RETRIES = 8


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
    some weights and behind under others; the largest leads, which tell, come without a solver. The
    rank is that of the returned weights, counted outside the solver; the bound is proven up to half
    a margin.

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
    constraints, points = constraints_of(space), _points(x, space)
    seen = ranks_at(x, points, margin)
    best, worst = [], []
    for done, region in enumerate(asked, start=1):
        up = _rivals(np.delete(x, region, axis=0) - x[region], space, constraints, margin)
        lowest, highest = points[seen[:, region].argmin()], points[seen[:, region].argmax()]
        best.append(_fewest(up, lowest, nodes))
        worst.append(_fewest(up.reversed(margin), highest, nodes))
        if progress is not None:
            progress(done)
    return _ranges(x, asked, best, worst, margin)


def never_in_top(ranges: RankRanges, places: int) -> NDArray[np.str_]:
    """Return for each region whether it can be among the first `places`: never, possible, or open.

    Open means that the search was too short to tell.
    """
    proven = np.where(ranges.best_bound > places, NEVER, OPEN)
    return np.where(ranges.best <= places, POSSIBLE, proven)


@dataclass(frozen=True, slots=True, eq=False)
class _Rivals:
    """What one end of one region's range asks: the fewest `leads` (rivals, columns) over `threshold`.

    `largest` and `smallest` (rivals,) are the most and the least that each lead can be. Weights show
    an answer when the leads that should not exceed the threshold keep below `shown`, which leaves
    the solver half a margin for its tolerance.
    """

    leads: NDArray[np.float64]
    largest: NDArray[np.float64]
    smallest: NDArray[np.float64]
    threshold: float
    shown: float
    constraints: Constraints

    def reversed(self, margin: float) -> _Rivals:
        """Return the question of the other end: the fewest rivals that are not clearly ahead."""
        return _Rivals(-self.leads, -self.smallest, -self.largest, -1.5 * margin, -margin, self.constraints)

    def count(self, weights: NDArray[np.float64]) -> int:
        """Return how many leads are over under some weights, as a recount sees it."""
        return int((self.leads @ weights > self.shown).sum())


def _rivals(
    leads: NDArray[np.float64], space: WeightSpace, constraints: Constraints, margin: float
) -> _Rivals:
    """Return the question of the best rank, with the range of every lead."""
    largest, smallest = furthest(space, leads)[0], -furthest(space, -leads)[0]
    if not space.is_nested_box:
        for rival in np.flatnonzero((largest > margin / 2) & (smallest <= 1.5 * margin)):
            largest[rival] = _largest(leads[rival], constraints)
            smallest[rival] = -_largest(-leads[rival], constraints)
    return _Rivals(leads, largest, smallest, margin / 2, margin, constraints)


def _largest(lead: NDArray[np.float64], constraints: Constraints) -> float:
    """Return the most that one lead can be under constraints beyond the bounds."""
    found = least(-lead, np.zeros((0, len(lead))), np.zeros(0), constraints)
    return np.inf if found is None else -found[0]


def _fewest(rivals: _Rivals, start: NDArray[np.float64], nodes: int) -> tuple[int, NDArray[np.float64]]:
    """Return the proven bound of the fewest leads over the threshold, and the best weights found."""
    largest, always = rivals.largest, rivals.smallest > rivals.threshold
    open_ = np.flatnonzero((largest > rivals.threshold) & ~always)
    bound, best = int(always.sum()), start
    excluded: list[NDArray[np.bool_]] = []
    while bound < rivals.count(best) and len(excluded) < _RETRIES:
        found = fewest_over(
            rivals.leads[open_],
            largest[open_],
            rivals.threshold,
            rivals.constraints,
            excluded=excluded,
            nodes=nodes,
        )
        if found is None:
            break
        bound = max(bound, int(always.sum()) + found.bound)
        below = np.append(np.flatnonzero(largest <= rivals.threshold), open_[~found.over])
        shown = min((found.weights, _lowest(rivals, below, found.weights)), key=rivals.count)
        best = min((best, shown), key=rivals.count)
        if rivals.count(shown) <= int(always.sum()) + found.count:
            break
        # The solver's tolerance let pass what no weights show: these leads do not stay below together.
        excluded.append(~found.over)
    return bound, best


def _lowest(rivals: _Rivals, below: NDArray[np.intp], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights under which the largest of some leads is least, if `weights` do not hold them down."""
    if not len(below) or (rivals.leads[below] @ weights).max() <= rivals.shown:
        return weights
    columns = rivals.leads.shape[1]
    rows = np.concatenate([rivals.leads[below], -np.ones((len(below), 1))], axis=1)
    cost = np.append(np.zeros(columns), 1.0)
    found = least(cost, rows, np.zeros(len(below)), rivals.constraints, free=1)
    return weights if found is None else tidy(found[1][:columns])


def _points(x: NDArray[np.float64], space: WeightSpace) -> NDArray[np.float64]:
    """Return weights of the space worth a look: where one region leads another by most, at most 4,000.

    They are where the search begins. Those that break a constraint beyond the bounds are left out.
    """
    pairs = np.arange(0, len(x) ** 2, max(1, len(x) ** 2 // _POINTS))
    found = furthest(space, x[pairs // len(x)] - x[pairs % len(x)])[1]
    if space.is_nested_box:
        return np.unique(found, axis=0)
    constraints = constraints_of(space)
    inside = least(np.zeros(x.shape[1]), np.zeros((0, x.shape[1])), np.zeros(0), constraints)
    middle = tidy(inside[1]) if inside else found[0]
    broken = (found @ space.matrix.T > space.bound).any(axis=-1)
    return np.concatenate([middle[None], np.unique(found[~broken], axis=0)])


def _ranges(
    x: NDArray[np.float64],
    asked: tuple[int, ...],
    best: list[tuple[int, NDArray[np.float64]]],
    worst: list[tuple[int, NDArray[np.float64]]],
    margin: float,
) -> RankRanges:
    """Return the ranges, with every rank counted again at its weights."""
    rows = np.arange(len(asked))
    high, low = (np.array([end[1] for end in ends]).reshape(len(asked), x.shape[1]) for ends in (best, worst))
    ranks = [ranks_at(x, weights, margin)[rows, list(asked)] for weights in (high, low)]
    bounds = [np.array([end[0] for end in ends], dtype=np.int64) for ends in (best, worst)]
    return RankRanges(
        asked,
        ranks[0],
        np.minimum(1 + bounds[0], ranks[0]),
        high,
        ranks[1],
        np.maximum(len(x) - bounds[1], ranks[1]),
        low,
    )
