"""Many linear programmes with few limits and many regions at once: the primal simplex method side by side.

A programme over a table x of regions has one variable v_i ≥ 0 for each region; one column k is its aim:

    most Σ_i x_ik v_i  with  Σ_i x_ij v_i ≤ limit_j for every other column j that has a limit.

A basis has as many variables as columns, so its inverse is small however many regions there are; the
prices of all regions are one product with the table. The slack of the aim's own column stays in the
basis and limits nothing, so the programmes over one table share all rows. Where 0 breaks a limit
(columns of costs below 0) one more variable, -1 in every row, makes a first corner and is driven out.

Source: Dantzig 1963, Linear Programming and Extensions, chapters 5 and 9.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from zhishu.weigh.envelopment.corners import all_levels

Array = NDArray[np.float64]
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]

NEAR = 1e-9
"""Prices, rates and steps (values are best at most 1 in size) that differ by no more are the same."""
_PROVEN = 1e-7
_STEPS = 60
"""Steps for each row after which a programme counts as unsolved; half of them by Bland's rule."""


@dataclass(frozen=True, slots=True, eq=False)
class Aims:
    """Programmes over `values` (tables, regions, columns): `table` and `column` (programmes,) are their aims.

    `limits` (tables, columns) are infinite where a column limits nothing; `barred` (tables, regions)
    are the regions that take no part. Tables stand in order.
    """

    values: Array
    limits: Array
    barred: Flags
    table: Places
    column: Places


@dataclass(frozen=True, slots=True, eq=False)
class Optima:
    """What programmes come to: `amounts` v (programmes, regions), all 0 where there is no optimum.

    `found` says where there is one, `alone` where no other one is as good, `proven` whether either
    is proven; all (programmes,).
    """

    amounts: Array
    found: Flags
    alone: Flags
    proven: Flags


@dataclass(slots=True, eq=False)
class _Corners:
    """Where programmes stand: the variables of the `basis`, the `inverse` of its matrix, what they `hold`.

    Variables are regions, then slacks, then the one that makes a first corner.
    """

    member: Places
    basis: Places
    inverse: Array
    hold: Array
    free: Flags

    def keep(self, chosen: Flags) -> None:
        """Drop all others."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name)[chosen])

    def put(self, other: _Corners, chosen: Flags) -> None:
        """Take over what some of another's programmes have come to."""
        for field in fields(self):
            getattr(self, field.name)[other.member[chosen]] = getattr(other, field.name)[chosen]

    def pivot(self, row: Places, entering: Places, rate: Array) -> None:
        """Put a variable into the basis in the place of the one in a row."""
        place = np.arange(len(row))
        step = self.hold[place, row] / rate[place, row]
        own = self.inverse[place, row] / rate[place, row][:, None]
        self.hold -= step[:, None] * rate
        self.inverse -= rate[:, :, None] * own[:, None, :]
        self.hold[place, row], self.inverse[place, row], self.basis[place, row] = step, own, entering


def most(aims: Aims) -> Optima:
    """Return the optima of all programmes.

    >>> table = np.array([[[1.0, 0.5], [0.5, 1.0]]])
    >>> no, both = np.zeros((1, 2), dtype=bool), np.array([0, 1])
    >>> most(Aims(table, np.ones((1, 2)), no, 0 * both, both)).amounts
    array([[2., 0.],
           [0., 2.]])
    """
    (count, regions), columns = (len(aims.table), aims.values.shape[1]), aims.values.shape[2]
    free = np.isinf(aims.limits)[aims.table]
    free[np.arange(count), aims.column] = True
    hold = np.where(free, 0.0, aims.limits[aims.table])
    basis = np.tile(regions + np.arange(columns), (count, 1))
    inverse = np.tile(np.eye(columns), (count, 1, 1))
    corners = _Corners(np.arange(count), basis, inverse, hold, free)
    proven = np.ones(count, dtype=bool)
    found = _feasible(aims, corners, proven)
    bounded = _climb(aims, corners, found, proven, first=False)
    return _answer(aims, corners, found & bounded, proven)


def _feasible(aims: Aims, corners: _Corners, proven: Flags) -> Flags:
    """Bring every programme to a corner that keeps its limits; return for which there is one."""
    found = np.ones(len(aims.table), dtype=bool)
    left = np.where(corners.free, np.inf, corners.hold)
    broken = left.min(axis=-1) < -NEAR
    if broken.any():
        extra = aims.values.shape[1] + aims.values.shape[2]
        some = _Corners(*(getattr(corners, field.name)[broken] for field in fields(corners)))
        row = left[broken].argmin(axis=-1)
        some.pivot(row, np.full(len(row), extra), np.full(some.hold.shape, -1.0))
        corners.put(some, np.ones(len(row), dtype=bool))
        _climb(aims, corners, broken, proven, first=True)
        found = ~((corners.basis == extra) & (corners.hold > NEAR)).any(axis=-1)
    return found


def _climb(aims: Aims, corners: _Corners, taken: Flags, proven: Flags, *, first: bool) -> Flags:
    """Take programmes from corner to corner to the best; return which are bounded."""
    bounded = np.ones(len(aims.table), dtype=bool)
    here = _Corners(*(getattr(corners, field.name)[taken] for field in fields(corners)))
    steps = _STEPS * here.basis.shape[-1]
    for step in range(steps):
        price = _prices(aims, here, first=first)
        rises = np.asarray(price.max(axis=-1) > NEAR)
        corners.put(here, ~rises)
        here.keep(rises)
        if not len(here.member):
            return bounded
        bland = step >= steps // 2
        entering = _entering(price[rises], bland=bland)
        rate = _rate(aims, here, entering)
        row, ends = _leaving(here, rate, aims, bland=bland)
        bounded[here.member[~ends]] = False
        here.keep(ends)
        here.pivot(row[ends], entering[ends], rate[ends])
    corners.put(here, np.ones(len(here.member), dtype=bool))
    proven[here.member] = False
    return bounded


def _worth(aims: Aims, corners: _Corners, *, first: bool) -> Array:
    """Return what a unit of each variable of the basis adds to the aim."""
    regions, member = aims.values.shape[1], corners.member[:, None]
    if first:
        return np.where(corners.basis == regions + aims.values.shape[2], -1.0, 0.0)
    region = np.minimum(corners.basis, regions - 1)
    found: Array = aims.values[aims.table[member], region, aims.column[member]]
    return np.asarray(np.where(corners.basis < regions, found, 0.0))


def _prices(aims: Aims, corners: _Corners, *, first: bool) -> Array:
    """Return by how much the aim rises with each region and slack that enters, (…, variables)."""
    table, column = aims.table[corners.member], aims.column[corners.member]
    dual = (_worth(aims, corners, first=first)[:, None, :] @ corners.inverse)[:, 0]
    price = -all_levels(aims.values, table, dual)
    if not first:
        price += aims.values[table, :, column]
    price = np.where(aims.barred[table], -np.inf, price)
    whole = np.concatenate([price, -dual], axis=-1)
    place, row = np.nonzero(corners.basis < whole.shape[-1])
    whole[place, corners.basis[place, row]] = -np.inf
    return whole


def _entering(price: Array, *, bland: bool) -> Places:
    """Return the first variable of those that raise the aim most, or (Bland's rule) at all."""
    least = NEAR if bland else price.max(axis=-1, keepdims=True) - NEAR
    found: Places = ((price >= least) & (price > NEAR)).argmax(axis=-1)
    return found


def _rate(aims: Aims, corners: _Corners, entering: Places) -> Array:
    """Return by how much each variable of the basis falls as another enters."""
    regions = aims.values.shape[1]
    vector = aims.values[aims.table[corners.member], np.minimum(entering, regions - 1)]
    slack = entering[:, None] == regions + np.arange(aims.values.shape[2])
    vector = np.where((entering < regions)[:, None], vector, slack)
    return np.asarray((corners.inverse * vector[:, None, :]).sum(axis=-1))


def _leaving(corners: _Corners, rate: Array, aims: Aims, *, bland: bool) -> tuple[Places, Flags]:
    """Return the row that ends each step, and where there is one; the first corner's own variable first."""
    falls = (rate > NEAR) & ~corners.free
    held = np.maximum(corners.hold, 0.0)
    reach = np.divide(held, rate, out=np.full(rate.shape, np.inf), where=falls)
    near = falls & (reach <= reach.min(axis=-1, keepdims=True) * (1.0 + NEAR) + NEAR)
    order = -corners.basis if bland else np.round(rate, 9)
    extra = corners.basis == aims.values.shape[1] + aims.values.shape[2]
    order = np.where(extra, np.inf, order)
    row: Places = np.where(near, order, -np.inf).argmax(axis=-1)
    return row, np.asarray(falls.any(axis=-1))


def _answer(aims: Aims, corners: _Corners, found: Flags, proven: Flags) -> Optima:
    regions = aims.values.shape[1]
    limits = np.where(corners.free, 0.0, aims.limits[aims.table])
    hold = (corners.inverse * limits[:, None, :]).sum(axis=-1)
    amounts = np.zeros((len(found), regions))
    place, row = np.nonzero((corners.basis < regions) & found[:, None])
    amounts[place, corners.basis[place, row]] = np.maximum(hold[place, row], 0.0)
    reached = all_levels(np.swapaxes(aims.values, -1, -2), aims.table, amounts)
    over = np.where(corners.free, -np.inf, reached - limits).max(axis=-1)
    size = np.maximum(1.0, amounts.max(axis=-1))
    price = _prices(aims, corners, first=False).max(axis=-1)
    proven = proven & (~found | ((over <= _PROVEN * size) & (price <= _PROVEN)))
    return Optima(amounts, found, found & (price < -NEAR), proven)
