"""How far a rank can move from one year to another over all weights within bounds: exact, with weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.certificates import MARGIN, changes_at, check_scores
from zhishu.doubt.ends import Ends, both_ends
from zhishu.doubt.questions import ahead_of, both, not_ahead_of, reach_of
from zhishu.doubt.search import leading_points
from zhishu.doubt.weight_space import constraints_of
from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.questions import Question
    from zhishu.doubt.weight_space import WeightSpace

NODES = 100


class RankChanges(Ends):
    """The best and the worst change of rank that regions can have, under the same weights in both years.

    A negative change is a rise, so the best is the least; all else as in `Ends`.
    """

    __slots__ = ()


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

    def ask(place: int, worst: bool) -> Question:  # noqa: FBT001 - an end has no other name
        kinds = (ahead_of, not_ahead_of) if worst else (not_ahead_of, ahead_of)
        return both(
            *(
                of(x, asked[place], place, reach, margin)
                for of, x, reach in zip(kinds, years, reaches, strict=True)
            )
        )

    points = np.concatenate([leading_points(x, space) for x in years])
    best, worst = both_ends(ask, len(asked), points, space, nodes=nodes, progress=progress)
    # Every change is counted again at its weights.
    rise, fall = (
        end.counted(asked, lambda weights: changes_at(*years, weights, margin)) for end in (best, worst)
    )
    others = len(later) - 1
    return RankChanges(
        asked,
        rise,
        np.minimum(best.bound - others, rise),
        best.weights,
        fall,
        np.maximum(others - worst.bound, fall),
        worst.weights,
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
