"""Programmes over tables of regions and the corners at which the simplex method stands.

A corner is where as many rows (regions, bounds, the unit) hold with equality as there are variables: the
weights and the level. It is kept as these rows and the inverse of their matrix.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

UNIT = -1
"""The number of the row of the unit; regions are numbered from 0, then lower and upper bounds."""
_ROUNDING = 1e-13


@dataclass(frozen=True, slots=True, eq=False)
class Programmes:
    """Programmes over `tables` (tables, regions, columns); `table` (programmes,) says over which, in order.

    `price`, `low`, `high` and `unit` are (programmes, columns); `high` is at least `low`, or infinite;
    some weights within the bounds must keep the unit. Values are best at most 1 in size. See
    `zhishu.weigh.envelopment.simplex` for what is sought.
    """

    tables: Array
    table: Places
    price: Array
    low: Array
    high: Array
    unit: Array | None
    aim: Array | None = None
    without: Places | None = None

    def part(self, chosen: slice) -> Programmes:
        """Return some of the programmes."""
        unit = None if self.unit is None else self.unit[chosen]
        aim = None if self.aim is None else self.aim[chosen]
        without = None if self.without is None else self.without[chosen]
        rest = (self.price[chosen], self.low[chosen], self.high[chosen])
        return Programmes(self.tables, self.table[chosen], *rest, unit, aim, without)

    def values(self) -> Array:
        """Return the table of each programme, or the one (regions, columns) that all of them share."""
        shared = self.table[0] == self.table[-1]
        found: Array = self.tables[self.table[0] if shared else self.table]
        return found

    def levels(self, values: Array, weights: Array) -> Array:
        """Return the index of every region, (programmes, regions); none is below that of one left out."""
        found = levels(values, weights)
        if self.without is not None:
            found[np.arange(len(found)), self.without] = -np.inf
        return found

    def highest(self, weights: Array) -> Array:
        """Return the highest index of any region whose row holds, (programmes,)."""
        found = all_levels(self.tables, self.table, weights)
        if self.without is not None:
            found[np.arange(len(found)), self.without] = -np.inf
        return np.asarray(found.max(axis=-1))

    def limits(self, tight: Places) -> Array:
        """Return what the tight rows are equal to, (…, variables)."""
        sides = [np.zeros((len(tight), self.tables.shape[1])), -self.low, self.high, np.ones((len(tight), 1))]
        whole = np.concatenate(sides, axis=-1)
        found: Array = np.take_along_axis(whole, np.where(tight == UNIT, whole.shape[-1] - 1, tight), axis=-1)
        return found

    def multipliers(self, inverse: Array) -> Array:
        """Return by how much the objective rises with the slack of each tight row, (…, variables)."""
        found: Array = (inverse[..., :-1] @ self.price[..., None])[..., 0] - inverse[..., -1]
        return found


@dataclass(slots=True, eq=False)
class Corners:
    """Where programmes stand, the programmes as the first axis of everything.

    `values` are their tables (or the one they share), `tight` (…, variables) the rows that hold with
    equality, `inverse` the inverse of their matrix, transposed, so that a row is the direction in which
    one tight row alone changes; `slack` (…, rows) what is left up to each row, `multiplier` (…,
    variables) by how much the objective would rise with the slack of a tight row; `held` (…, variables)
    says which tight rows are never left, such as the unit. Nothing ends at the row of the region that a
    programme is `without`: its slack is infinite.
    """

    member: Places
    values: Array
    tight: Places
    inverse: Array
    slack: Array
    multiplier: Array
    held: NDArray[np.bool_]
    without: Places | None

    def keep(self, chosen: NDArray[np.bool_]) -> None:
        """Drop all others."""
        for field in fields(self):
            part = getattr(self, field.name)
            if part is not None and (field.name != "values" or part.ndim == self.inverse.ndim):
                setattr(self, field.name, part[chosen])


def levels(values: Array, weights: Array) -> Array:
    """Return Σ_j w_j x_ij of each programme and region, over its own table or the one they share."""
    if values.ndim == weights.ndim:
        return weights @ values.T
    found: Array = (values @ weights[..., None])[..., 0]
    return found


def all_levels(tables: Array, table: Places, weights: Array) -> Array:
    """Return Σ_j w_j x_ij of each region of the table that a programme is over, (programmes, regions).

    `table` says, in order, over which of the tables. One product for all tables: the programmes over
    each are filled up to the most that any has.

    >>> all_levels(np.array([[[1.0, 0.0]], [[0.0, 1.0]]]), np.array([0, 1, 1]), np.array([[2.0, 1.0]] * 3))
    array([[2.],
           [1.],
           [1.]])
    """
    count = np.bincount(table, minlength=len(tables))
    place = np.arange(len(table)) - (count.cumsum() - count)[table]
    filled = np.zeros((len(tables), int(count.max(initial=0)), weights.shape[-1]))
    filled[table, place] = weights
    found: Array = (filled @ np.swapaxes(tables, -1, -2))[table, place]
    return found


def row_vectors(values: Array, rows: Places, unit: Array | None = None) -> Array:
    """Return the vectors of rows (programmes, some), shape (programmes, some, variables)."""
    regions, columns = values.shape[-2:]
    found = np.zeros((*rows.shape, columns + 1))
    member, place = np.nonzero((rows >= 0) & (rows < regions))
    region = rows[member, place]
    found[member, place, :-1] = values[region] if values.ndim == rows.ndim else values[member, region]
    found[member, place, -1] = -1.0
    member, place = np.nonzero(rows >= regions)
    upper, column = np.divmod(rows[member, place] - regions, columns)
    found[member, place, column] = 2.0 * upper - 1.0
    if unit is not None:
        member, place = np.nonzero(rows == UNIT)
        found[member, place, :-1] = unit[member]
    return found


def first_corners(programmes: Programmes) -> Corners:
    """Return a corner of each programme: all columns at a bound but one, and the region then highest."""
    values, (count, columns) = programmes.values(), programmes.price.shape
    upper, basic, weights = _first_weights(programmes, values)
    level = programmes.levels(values, weights)
    highest, member = level.argmax(axis=-1), np.arange(count)
    tight = np.column_stack([level.shape[-1] + np.arange(columns) + columns * upper, highest])
    if programmes.unit is not None:
        tight[member, basic] = UNIT
    region = row_vectors(values, highest[:, None])[:, 0, :-1]
    inverse = _first_inverse(programmes.unit, region, np.where(upper, 1.0, -1.0), basic)
    left = [level.max(axis=-1, keepdims=True) - level, weights - programmes.low]
    if np.isfinite(programmes.high).any():
        left.append(programmes.high - weights)
    slack = np.concatenate(left, axis=-1)
    multiplier, held = programmes.multipliers(inverse), np.equal(tight, UNIT)
    return Corners(member, values, tight, inverse, slack, multiplier, held, programmes.without)


def best_corners(
    programmes: Programmes, aim: Array, tight: Places, inverse: Array, held: NDArray[np.bool_]
) -> Corners:
    """Return best corners anew, to go on from them along rows that are not held to the largest Σ_j aim_j w_j.

    The weights and the level are those of the corners; held must be all rows whose slack would cost.
    """
    corner = (programmes.limits(tight)[:, None] @ inverse)[:, 0]
    weights, values = corner[:, :-1], programmes.values()
    left = [corner[:, -1:] - programmes.levels(values, weights), weights - programmes.low]
    if np.isfinite(programmes.high).any():
        left.append(programmes.high - weights)
    slack = np.concatenate(left, axis=-1)
    multiplier = (inverse[..., :-1] @ aim[..., None])[..., 0]
    member = np.arange(len(tight))
    return Corners(member, values, tight, inverse, slack, multiplier, held, programmes.without)


def _first_weights(programmes: Programmes, values: Array) -> tuple[NDArray[np.bool_], Places, Array]:
    """Return which weights are at their upper bound, the column between its bounds, and the weights.

    Columns are raised from the lower to the upper bound until the unit is reached, those first that
    alone would reach it at the least cost.
    """
    low, high, unit = programmes.low, programmes.high, programmes.unit
    if unit is None:
        return np.zeros(low.shape, dtype=bool), np.zeros(len(low), dtype=np.intp), low
    counts = unit > 0
    highest = values.max(axis=-2)
    cost = np.divide(highest - programmes.price, unit, out=np.full(low.shape, np.inf), where=counts)
    order = np.argsort(cost, axis=-1, kind="stable")
    room = np.multiply(high - low, unit, out=np.zeros(low.shape), where=counts)
    filled = np.take_along_axis(room, order, axis=-1).cumsum(axis=-1)
    lacking = 1.0 - (unit * low).sum(axis=-1, keepdims=True)
    number = np.minimum((filled < lacking - _ROUNDING).sum(axis=-1), counts.sum(axis=-1) - 1)
    upper = np.argsort(order, axis=-1) < number[:, None]
    member = np.arange(len(low))
    basic = order[member, number]
    weights = np.where(upper, high, low)
    weights[member, basic] = 0.0
    weights[member, basic] = (1.0 - (unit * weights).sum(axis=-1)) / unit[member, basic]
    return upper, basic, weights


def _first_inverse(unit: Array | None, region: Array, sign: Array, basic: Places) -> Array:
    """Return the inverse of the first corner, which has one region and bounds of the given signs."""
    count, columns = region.shape
    member, diagonal = np.arange(count), np.arange(columns)
    inverse = np.zeros((count, columns + 1, columns + 1))
    inverse[:, diagonal, diagonal] = sign
    inverse[:, :-1, -1] = sign * region
    inverse[:, -1, -1] = -1.0
    if unit is not None:
        own, value = unit[member, basic], region[member, basic]
        share = sign * unit / own[:, None]
        inverse[member, :-1, basic] = -share
        inverse[:, :-1, -1] -= share * value[:, None]
        inverse[member, basic] = 0.0
        inverse[member, basic, basic] = 1.0 / own
        inverse[member, basic, -1] = value / own
    return inverse
