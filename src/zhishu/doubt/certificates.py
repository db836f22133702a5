"""Certificates: every exact answer about weights comes with weights that show it, counted again here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.weight_space import violation
from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zhishu.doubt.ends import Ends
    from zhishu.doubt.overtaking import Overtaking
    from zhishu.doubt.rank_changes import RankChanges
    from zhishu.doubt.reachable import RankRanges
    from zhishu.doubt.weight_space import WeightSpace

MARGIN = 1e-6
INSIDE = 1e-6


def ranks_at(
    x: NDArray[np.float64], weights: NDArray[np.float64], margin: float = MARGIN
) -> NDArray[np.int64]:
    """Return the ranks of all regions under each of some weights, (…, regions).

    `x` is (regions, columns), `weights` (…, columns). A region's rank is one more than the number
    of those whose score is higher by more than the margin.

    >>> ranks_at(np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]), np.array([0.6, 0.4]))
    array([1, 3, 2])
    """
    scores = weights @ x.T
    rows = scores.reshape(-1, len(x))
    ordered = np.sort(rows, axis=-1)
    at_most = [
        np.searchsorted(row, own + margin, side="right") for row, own in zip(ordered, rows, strict=True)
    ]
    ranks: NDArray[np.int64] = len(x) + 1 - np.array(at_most, dtype=np.int64).reshape(scores.shape)
    return ranks


def changes_at(
    earlier: NDArray[np.float64],
    later: NDArray[np.float64],
    weights: NDArray[np.float64],
    margin: float = MARGIN,
) -> NDArray[np.int64]:
    """Return the later rank less the earlier one under each of some weights, (…, regions).

    Both years are (regions, columns), `weights` (…, columns).

    >>> changes_at(np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]]), np.array([1.0]))
    array([-1,  1])
    """
    return ranks_at(later, weights, margin) - ranks_at(earlier, weights, margin)


def ranges_hold(
    x: NDArray[np.float64], space: WeightSpace, ranges: RankRanges, margin: float = MARGIN
) -> NDArray[np.bool_]:
    """Return whether each region's two certificates hold, (regions,).

    The weights lie in the space (to 1e-6), and the ranks counted from the scores at these weights,
    without the solver, are those that were stated.
    """
    return _ends_hold(space, ranges, lambda weights: ranks_at(x, weights, margin))


def changes_hold(
    earlier: NDArray[np.float64],
    later: NDArray[np.float64],
    space: WeightSpace,
    changes: RankChanges,
    margin: float = MARGIN,
) -> NDArray[np.bool_]:
    """Return whether each region's two certificates of a change hold, (regions,), as `ranges_hold` does."""
    return _ends_hold(space, changes, lambda weights: changes_at(earlier, later, weights, margin))


def overtaking_holds(
    x: NDArray[np.float64], space: WeightSpace, change: Overtaking, margin: float = MARGIN
) -> bool:
    """Return whether the changed weights lie in the space, put the one ahead, and are as far as stated."""
    if change.weights is None or change.distance is None:
        return False
    moved = np.abs(change.weights - change.published)
    distance = moved.sum() if change.norm == "sum" else moved.max()
    scores = x @ change.weights
    return bool(
        violation(space, change.weights) <= INSIDE
        and scores[change.behind] - scores[change.ahead] > margin
        and abs(distance - change.distance) <= INSIDE
    )


def check_scores(x: NDArray[np.float64], space: WeightSpace, margin: float = MARGIN) -> None:
    """Check that the columns are those of the space, that all is finite, and that the margin is wide enough.

    Raises a MethodError otherwise.
    """
    if x.ndim != 2 or x.shape[1] != len(space.columns):  # noqa: PLR2004 - regions and columns
        raise MethodError(
            "the values do not have the columns of the space of weights",
            seen=f"an array {x.shape}",
            allowed=f"(regions, {len(space.columns)})",
        )
    if not np.isfinite(x).all():
        raise MethodError(
            "a value is missing or infinite",
            seen=f"{int((~np.isfinite(x)).sum())} cells",
            allowed="finite numbers: the index is then linear in the weights",
            advice="impute missing values, or leave the regions that lack them out",
        )
    if not margin >= MARGIN:
        raise MethodError("the margin is too small for a solver", seen=margin, allowed=f"at least {MARGIN}")


def _ends_hold(
    space: WeightSpace,
    found: Ends,
    count: Callable[[NDArray[np.float64]], NDArray[np.int64]],
) -> NDArray[np.bool_]:
    rows, places = np.arange(len(found.regions)), list(found.regions)
    holds = np.ones(len(places), dtype=bool)
    for weights, stated in ((found.best_weights, found.best), (found.worst_weights, found.worst)):
        holds &= violation(space, weights) <= INSIDE
        holds &= count(weights)[rows, places] == stated
    return holds
