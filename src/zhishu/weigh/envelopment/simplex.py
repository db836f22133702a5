"""Many small linear programmes at once: weights that keep all regions of a table below a level.

A programme over a table x of regions has weights w and a level u as its variables:

    least u - Σ_j price_j w_j  with  Σ_j w_j x_ij ≤ u for every region i,  low ≤ w ≤ high,
    and, where there is a `unit`, Σ_j unit_j w_j = 1.

The revised simplex method takes all programmes from corner to corner side by side. It leaves the tight
row along which the objective falls most steeply, up to the first row that would be broken. A step costs
one product of the directions with the table and a change of rank one of the inverses, so programmes are
taken in chunks whose inverses stay in the cache. What comes out is computed anew from the last corner
and proven by its multipliers.

Where a programme has a further aim, Σ_j aim_j w_j is made as large as weights allow that are best already:
rows whose slack would raise the objective stay tight, and the same steps go on along the others.

Source: Dantzig and Orchard-Hays 1954, Mathematical Tables and Other Aids to Computation 8(46) (the
product form of the inverse); Goldfarb and Reid 1977, Mathematical Programming 12 (steepest edges).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.weigh.envelopment.corners import (
    UNIT,
    Corners,
    Programmes,
    best_corners,
    first_corners,
    levels,
    row_vectors,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

_FALL = 1e-11
"""An objective that falls by no more than this per unit of length does not fall."""
_RATE = 1e-10
"""A row that a step of length 1 comes nearer by no more than this is parallel to it."""
_NEAR = 1e-13
_PROVEN = 1e-10
_COSTS = 1e-9
"""A row whose slack raises the objective by no more than this per unit of length is free for the aim."""
_STEPS = 50
"""Steps for each variable after which a programme counts as unsolved."""
_CACHE = 1 << 18
_LEAST_CHUNK = 16


def least(programmes: Programmes) -> tuple[Array, NDArray[np.bool_]]:
    """Return the best weights (programmes, columns), and for which they are proven best.

    Weights are within their bounds and keep the unit but for rounding. They are proven best where no
    multiplier of the last corner is negative and the objective lies at most 1e-10 of the level (or of
    1) above what the multipliers prove.

    >>> one, table = np.ones((1, 2)), np.array([[[1.0, 0.5], [0.5, 1.0]]])
    >>> least(Programmes(table, np.array([0]), 0 * one, 0 * one, np.inf * one, one))
    (array([[0.5, 0.5]]), array([ True]))
    """
    found = np.zeros(programmes.price.shape)
    proven = np.zeros(len(found), dtype=bool)
    for chunk in _chunks(programmes):
        found[chunk], proven[chunk] = _solved(programmes.part(chunk))
    return found, proven


def _chunks(programmes: Programmes) -> Iterator[slice]:
    """Yield runs of programmes; those over a large table do not share a run with those over another."""
    count, columns = programmes.price.shape
    regions = programmes.tables.shape[1]
    size = max(_LEAST_CHUNK, _CACHE // ((columns + 1) ** 2 + 3 * (regions + columns)))
    changes = np.flatnonzero(np.diff(programmes.table)) + 1 if regions >= size else np.zeros(0, dtype=np.intp)
    ends = [*changes.tolist(), count]
    for start, end in zip([0, *ends], ends, strict=False):
        for first in range(start, end, size):
            yield slice(first, min(first + size, end))


def _solved(programmes: Programmes) -> tuple[Array, NDArray[np.bool_]]:
    corners = first_corners(programmes)
    tight, inverse = _walked(programmes, corners)
    multiplier = programmes.multipliers(inverse) / _lengths(inverse)
    multiplier[tight == UNIT] = 0.0
    proven = multiplier.min(axis=-1) >= -_PROVEN
    if programmes.aim is not None:
        held = (multiplier > _COSTS) | (tight == UNIT)
        corners = best_corners(programmes, programmes.aim, tight, inverse.copy(), held)
        tight, inverse = _walked(programmes, corners)
        multiplier = np.where(held, 0.0, (inverse[..., :-1] @ programmes.aim[..., None])[..., 0])
        proven &= (multiplier / _lengths(inverse)).min(axis=-1) >= -_PROVEN
    weights, near = _answer(programmes, tight, inverse)
    return weights, proven & near


def _walked(programmes: Programmes, corners: Corners) -> tuple[Places, Array]:
    """Return the tight rows and inverses of the corners from which no edge leads on."""
    tight, inverse = corners.tight.copy(), corners.inverse.copy()
    moved = np.zeros(len(tight), dtype=bool)
    for _ in range(_STEPS * tight.shape[-1]):
        leaving, falls = _leaving(corners)
        if not falls.all():
            tight[corners.member[~falls]] = corners.tight[~falls]
            corners.keep(falls)
            leaving = leaving[falls]
        if not len(leaving):
            break
        rate = _edges(corners, leaving)
        ends = np.asarray((rate > _RATE).any(axis=-1))
        if not ends.all():  # rounding hides the end of the edge: what is found so far will not be proven
            tight[corners.member[~ends]] = corners.tight[~ends]
            corners.keep(ends)
            leaving, rate = leaving[ends], rate[ends]
        if not len(leaving):
            break
        moved[corners.member] = True
        _step(corners, leaving, rate)
    matrix = row_vectors(programmes.values(), tight, programmes.unit)[moved]
    inverse[moved] = np.swapaxes(np.linalg.inv(matrix), -1, -2)
    return tight, inverse


def _leaving(corners: Corners) -> tuple[Places, NDArray[np.bool_]]:
    """Return which tight row is left with the steepest fall of the objective, and where it falls at all."""
    fall = corners.multiplier / _lengths(corners.inverse)
    fall[corners.held] = np.inf
    leaving = fall.argmin(axis=-1)
    return leaving, fall[np.arange(len(fall)), leaving] < -_FALL


def _lengths(inverse: Array) -> Array:
    found: Array = np.sqrt(np.einsum("pqi,pqi->pq", inverse, inverse))
    return found


def _edges(corners: Corners, leaving: Places) -> Array:
    """Return how fast each programme comes near every row on the edge that leaves a tight one."""
    along = corners.inverse[np.arange(len(leaving)), leaving]
    along = -along / np.sqrt((along**2).sum(axis=-1, keepdims=True))
    rate = _rates(corners.values, along, corners.slack.shape[-1])
    if corners.without is not None:
        rate[np.arange(len(rate)), corners.without] = 0.0
    return rate


def _step(corners: Corners, leaving: Places, rate: Array) -> None:
    """Move every programme along its edge to the row that ends it, which takes the place of the one left."""
    member = np.arange(len(leaving))
    entering, length = _first(corners.slack, rate)
    corners.slack -= length[:, None] * rate
    corners.slack[member, entering] = 0.0
    _exchange(corners, leaving, row_vectors(corners.values, entering[:, None])[:, 0])
    corners.tight[member, leaving] = entering


def _rates(values: Array, along: Array, rows: int) -> Array:
    """Return by how much a step comes nearer to each row, (…, rows)."""
    weights = along[:, :-1]
    parts = [levels(values, weights) - along[:, -1:], -weights, weights]
    return np.concatenate(parts, axis=-1)[:, :rows]


def _first(slack: Array, rate: Array) -> tuple[Places, Array]:
    """Return the row that ends each step and the step's length; of rows equally near, the least parallel."""
    ahead = rate > _RATE
    left = np.maximum(slack, 0.0)
    reach = np.divide(left, rate, out=np.full(rate.shape, np.inf), where=ahead).min(axis=-1)
    near = ahead & (left <= reach[:, None] * rate + _NEAR)
    entering = np.where(near, rate, 0.0).argmax(axis=-1)
    member = np.arange(len(rate))
    return entering, left[member, entering] / rate[member, entering]


def _exchange(corners: Corners, leaving: Places, row: Array) -> None:
    """Put another row in the place of a tight one: a change of rank one."""
    member = np.arange(len(leaving))
    parts = (corners.inverse @ row[..., None])[..., 0]
    own = parts[member, leaving]
    direction = corners.inverse[member, leaving] / own[:, None]
    multiplier = corners.multiplier[member, leaving] / own
    corners.inverse -= parts[..., None] * direction[:, None]
    corners.inverse[member, leaving] = direction
    corners.multiplier -= parts * multiplier[:, None]
    corners.multiplier[member, leaving] = multiplier


def _answer(programmes: Programmes, tight: Places, inverse: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return the weights of the last corners, and where these lie as low as the corners do."""
    corner = (programmes.limits(tight)[:, None] @ inverse)[:, 0]
    weights = np.clip(corner[:, :-1], programmes.low, programmes.high)
    if programmes.unit is not None:
        kept = (weights * programmes.unit).sum(axis=-1, keepdims=True)
        weights = weights / np.where(kept > 0, kept, 1.0)
    level = programmes.levels(programmes.values(), weights).max(axis=-1)
    gap = level - corner[:, -1] - ((weights - corner[:, :-1]) * programmes.price).sum(axis=-1)
    near: NDArray[np.bool_] = np.asarray(gap <= _PROVEN * np.maximum(1.0, level))
    return weights, near
