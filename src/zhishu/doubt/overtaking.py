"""Who can be first, and the smallest change of weights that lets one region overtake another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from zhishu.doubt.certificates import MARGIN, check_scores
from zhishu.doubt.programmes import Constraints, least, tidy
from zhishu.doubt.weight_space import constraints_of, furthest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.weight_space import WeightSpace

Norm = Literal["sum", "largest"]
ALONE, SHARED, NEVER = "alone", "shared", "never"


@dataclass(frozen=True, slots=True, eq=False)
class FirstPlaces:
    """Who can be first: `status` alone, shared or never, `lead`, and the `weights` that show it.

    `lead` (regions,) is the most by which a region can lead its strongest rival, in units of the
    score; negative, what it lacks at best. `weights` are (regions, columns).
    """

    regions: tuple[int, ...]
    status: NDArray[np.str_]
    lead: NDArray[np.float64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Overtaking:
    """The smallest change of the published weights that puts the region `behind` ahead of `ahead`.

    `distance` is the sum of all absolute changes of weights (`norm` sum; half of it is the weight
    that moves) or the largest of them (`largest`). It and the new `weights` (columns,) are None
    when no weights of the space do it.
    """

    ahead: int
    behind: int
    norm: Norm
    published: NDArray[np.float64]
    distance: float | None
    weights: NDArray[np.float64] | None


def first_places(
    x: NDArray[np.float64],
    space: WeightSpace,
    *,
    regions: Sequence[int] | None = None,
    margin: float = MARGIN,
) -> FirstPlaces:
    """Return who can be first under some weights of the space, and by how much at most.

    `x` is (regions, columns), as for `rank_ranges`. One linear programme per region: the largest t
    for which the region leads every other by t. Above the margin it can be first alone, within the
    margin it shares the first place at best, below it never is first. A single region leads by inf.

    >>> from zhishu.doubt.weight_space import flat_tree, weight_space
    >>> x = np.array([[0.9, 0.2], [0.5, 0.5], [0.1, 0.9]])
    >>> found = first_places(x, weight_space(flat_tree(["p", "q"])))
    >>> found.status.tolist(), found.lead.round(3).tolist()
    (['alone', 'never', 'alone'], [0.4, -0.027, 0.4])
    """
    check_scores(x, space, margin)
    asked = tuple(range(len(x))) if regions is None else tuple(regions)
    constraints, columns = constraints_of(space), x.shape[1]
    cost = np.append(np.zeros(columns), -1.0)
    leads, weights = np.full(len(asked), np.inf), np.empty((len(asked), columns))
    for place, region in enumerate(asked):
        rivals = np.delete(x, region, axis=0) - x[region]
        if not len(rivals):
            weights[place] = furthest(space, x)[1][0]
            continue
        rows = np.append(rivals, np.ones((len(rivals), 1)), axis=1)
        if found := least(cost, rows, np.zeros(len(rivals)), constraints, free=1):
            weights[place] = tidy(found[1][:columns])
            leads[place] = -(rivals @ weights[place]).max()
    status = np.where(leads > margin, ALONE, np.where(leads >= -margin, SHARED, NEVER))
    return FirstPlaces(asked, status, leads, weights)


def smallest_change(  # noqa: PLR0913 - the two regions, and what counts as small and as ahead
    x: NDArray[np.float64],
    space: WeightSpace,
    published: NDArray[np.float64],
    *,
    ahead: int,
    behind: int,
    norm: Norm = "sum",
    margin: float = MARGIN,
) -> Overtaking:
    """Return the smallest change of weights within the space by which `behind` overtakes `ahead`.

    `published` (columns,) are the effective weights now. To overtake is to lead by more than the
    margin, so the answer is exact up to half a margin. In a nested framework the distance is that
    of the effective weights; those within each parent follow from them (`weights_from_leaves`).

    >>> from zhishu.doubt.weight_space import flat_tree, weight_space
    >>> x, space = np.array([[0.9, 0.2], [0.1, 0.9]]), weight_space(flat_tree(["p", "q"]))
    >>> found = smallest_change(x, space, np.array([0.6, 0.4]), ahead=0, behind=1)
    >>> found.distance.__round__(3), found.weights.round(3)
    (0.267, array([0.467, 0.533]))
    """
    check_scores(x, space, margin)
    return _smallest(x, constraints_of(space), published, (ahead, behind), norm, margin)


def changes_of_first(
    x: NDArray[np.float64],
    space: WeightSpace,
    published: NDArray[np.float64],
    *,
    norm: Norm = "sum",
    margin: float = MARGIN,
) -> tuple[Overtaking, ...]:
    """Return for every other region the smallest change by which it overtakes the published first one.

    The nearest comes first, those that never overtake last: the first entry is the smallest change
    of weights that alters the first place at all. With several first ones, the first in order counts.
    """
    check_scores(x, space, margin)
    constraints = constraints_of(space)
    first = int(np.argmax(x @ published))
    rivals = [region for region in range(len(x)) if region != first]
    reach = dict(zip(rivals, furthest(space, x[rivals] - x[first])[0], strict=True))
    found = [
        _smallest(x, constraints, published, (first, rival), norm, margin)
        if reach[rival] > margin
        else Overtaking(first, rival, norm, published, None, None)
        for rival in rivals
    ]
    return tuple(sorted(found, key=lambda change: np.inf if change.distance is None else change.distance))


def _smallest(  # noqa: PLR0913, PLR0917 - as above
    x: NDArray[np.float64],
    constraints: Constraints,
    published: NDArray[np.float64],
    pair: tuple[int, int],
    norm: Norm,
    margin: float,
) -> Overtaking:
    """Return the smallest change by a linear programme: |w - published| ≤ u, and Σ u or max u is least."""
    ahead, behind = pair
    columns = len(published)
    gauges = columns if norm == "sum" else 1
    gauge = np.eye(columns) if norm == "sum" else np.ones((columns, 1))
    lead = np.append(x[ahead] - x[behind], np.zeros(gauges))[None]
    rows = np.block([[np.eye(columns), -gauge], [-np.eye(columns), -gauge], [lead]])
    bounds = np.concatenate([published, -published, [-1.5 * margin]])
    cost = np.append(np.zeros(columns), np.ones(gauges))
    found = least(cost, rows, bounds, constraints)
    if found is None:
        return Overtaking(ahead, behind, norm, published, None, None)
    weights = tidy(found[1][:columns])
    moved = np.abs(weights - published)
    distance = float(moved.sum() if norm == "sum" else moved.max())
    return Overtaking(ahead, behind, norm, published, distance, weights)
