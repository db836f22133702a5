"""How far a rank can move from one year to another over all weights within bounds: exact, with weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.certificates import MARGIN, changes_at, check_scores
from zhishu.doubt.questions import ahead_of, both, not_ahead_of, reach_of
from zhishu.doubt.search import fewest, leading_points
from zhishu.doubt.weight_space import constraints_of
from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.questions import Question
    from zhishu.doubt.search import Answer
    from zhishu.doubt.weight_space import WeightSpace

NODES = 100


@dataclass(frozen=True, slots=True, eq=False)
class RankChanges:
    """The best and the worst change of rank that regions can have, (regions,) or (regions, columns).

    A negative change is a rise, so the best is the least. Under `best_weights`, the same in both
    years, a region's rank changes by `best`, and no weights give a better change than `best_bound`;
    the same for the worst. Where change and bound differ, the search was too short to close the gap.
    `regions` are positions.
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
        both_ends: NDArray[np.bool_] = (self.best == self.best_bound) & (self.worst == self.worst_bound)
        return both_ends


def rank_changes(  # noqa: PLR0913 - what to ask, and how long to search
    earlier: NDArray[np.float64],
    later: NDArray[np.float64],
    space: WeightSpace,
    *,
    regions: Sequence[int] | None = None,
    margin: float = MARGIN,
    nodes: int = NODES,
    progress: Callable[[int], object] | None = None,
) -> RankChanges:
    """Return the best and the worst change of each region's rank over all weights, the same in both years.

    `earlier` and `later` are (regions, columns), the same regions and columns on one scale of about 1;
    all else is as for `rank_ranges`, with a shorter search: twice the leads make each step dearer.

    The change is the later rank less the earlier one. With A rivals ahead in the later year and B not
    ahead in the earlier one, of n - 1 in all, it is A + B - (n - 1): the fewest of both years' leads at
    once, each end one mixed-integer programme. The change of the returned weights is counted outside
    the solver; the bound is proven up to half a margin.

    >>> from zhishu.doubt.weight_space import flat_tree, weight_space
    >>> before = np.array([[0.9, 0.2], [0.5, 0.5], [0.1, 0.9]])
    >>> after = np.array([[0.9, 0.6], [0.5, 0.5], [0.1, 0.9]])
    >>> found = rank_changes(before, after, weight_space(flat_tree(["p", "q"])))
    >>> found.best.tolist(), found.worst.tolist()
    ([-2, 0, 0], [0, 1, 1])
    """
    _check(earlier, later, space, margin)
    asked = tuple(range(len(later))) if regions is None else tuple(regions)
    constraints, years = constraints_of(space), (earlier, later)
    reaches = [reach_of(x, space, constraints, asked, margin) for x in years]

    def ask(question: int) -> Question:
        place, worst = divmod(question, 2)
        kinds = (ahead_of, not_ahead_of) if worst else (not_ahead_of, ahead_of)
        return both(
            *(
                of(x, asked[place], place, reach, margin)
                for of, x, reach in zip(kinds, years, reaches, strict=True)
            )
        )

    def told(done: int) -> None:
        if progress is not None and done % 2 == 0:
            progress(done // 2)

    points = np.concatenate([leading_points(x, space) for x in years])
    found = fewest(ask, 2 * len(asked), points, space, nodes=nodes, progress=told)
    return _changes(years, asked, found[::2], found[1::2], margin)


def _changes(
    years: tuple[NDArray[np.float64], NDArray[np.float64]],
    asked: tuple[int, ...],
    best: list[Answer],
    worst: list[Answer],
    margin: float,
) -> RankChanges:
    """Return the changes, with every one counted again at its weights."""
    rows, shape, others = np.arange(len(asked)), (len(asked), years[0].shape[1]), len(years[0]) - 1
    rise, fall = (np.array([end.weights for end in ends]).reshape(shape) for ends in (best, worst))
    changes = [changes_at(*years, weights, margin)[rows, list(asked)] for weights in (rise, fall)]
    bounds = [np.array([end.bound for end in ends], dtype=np.int64) - others for ends in (best, worst)]
    return RankChanges(
        asked,
        changes[0],
        np.minimum(bounds[0], changes[0]),
        rise,
        changes[1],
        np.maximum(-bounds[1], changes[1]),
        fall,
    )


def _check(
    earlier: NDArray[np.float64], later: NDArray[np.float64], space: WeightSpace, margin: float
) -> None:
    for x in (earlier, later):
        check_scores(x, space, margin)
    if len(earlier) != len(later):
        raise MethodError(
            "the two years do not have the same regions",
            seen=f"{len(earlier)} and {len(later)} regions",
            allowed="the same regions in both years, in the same order",
        )
