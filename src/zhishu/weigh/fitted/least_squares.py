"""Regressions of many tables side by side: least squares, free or with coefficients of 0 or more.

Lawson and Hanson's columns enter and leave one at a time, in all tables at once, by pivots of the table of
products. What they end at is fitted anew to the data and tested by the conditions of the optimum; a table
that fails (columns that nearly repeat each other) is solved on its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

_CELLS = 1 << 17
"""Numbers of the tables of products that are pivoted side by side: a megabyte."""
_LEVEL = 1e-13
"""A slope below this, of columns and an outcome of length 1, is rounding."""
_APART = 1e-8
"""A column enters when the others leave at least this share of its squares unexplained."""


def non_negative(columns: Array, outcome: Array) -> Array:
    """Return the b ≥ 0 with the least Σ (outcome - columns b)², shape (tables, columns).

    `columns` are (tables, regions, columns) and `outcome` (tables, regions). Where columns repeat each
    other several b are as good, and one of them comes out. A column of zeros has b = 0.

    Source: Lawson and Hanson 1974, Solving Least Squares Problems, chapter 23.

    >>> non_negative(np.array([[[1.0, 0.0], [0.0, 1.0]]]), np.array([[3.0, -1.0]]))
    array([[3., 0.]])
    """
    length, height = np.sqrt((columns**2).sum(axis=1)), np.sqrt((outcome**2).sum(axis=1))
    unit = columns / np.where(length > 0, length, 1.0)[:, None, :]
    wanted = outcome / np.where(height > 0, height, 1.0)[:, None]
    found, proven = np.zeros(length.shape), np.zeros(len(length), dtype=bool)
    size = max(1, _CELLS // (columns.shape[-1] + 1) ** 2)
    for start in range(0, len(found), size):
        part = slice(start, start + size)
        found[part], proven[part] = _fitted(unit[part], wanted[part])
    found *= height[:, None] / np.where(length > 0, length, 1.0)
    for table in np.flatnonzero(~proven):
        found[table] = _alone(columns[table], outcome[table], found[table])
    return found


def unbounded(columns: Array, outcome: Array, regions: Places) -> Array:
    """Return the b with the least Σ (outcome - columns b)², shape (tables, columns).

    Of several that are as good, the shortest. `regions` (tables,) says how many rows of each table
    count; the others are 0. Singular values that are 0 but for rounding count as 0.

    >>> unbounded(np.array([[[1.0, 1.0], [2.0, 2.0]]]), np.array([[2.0, 4.0]]), np.array([2])).round(6)
    array([[1., 1.]])
    """
    smallest = np.finfo(float).eps * np.maximum(regions, columns.shape[-1])
    found: Array = (np.linalg.pinv(columns, rcond=smallest) @ outcome[..., None])[..., 0]
    return found


def _alone(columns: Array, outcome: Array, found: Array) -> Array:
    """Return what scipy finds for one table, or what was found before where that leaves less."""
    from scipy.optimize import nnls  # noqa: PLC0415 - half a second that other methods need not pay

    other: Array = nnls(columns, outcome)[0]
    missed, left = (np.linalg.norm(outcome - columns @ fit) for fit in (found, other))
    return found if missed < left else other


def _fitted(columns: Array, outcome: Array) -> tuple[Array, Flags]:
    """Return the coefficients of columns and outcomes of length 1, and which of them are proven best."""
    turned = np.swapaxes(columns, -1, -2)
    whole = np.concatenate([columns, outcome[..., None]], axis=-1)
    tables, within = _chosen(np.swapaxes(whole, -1, -2) @ whole)
    both = within[:, :, None] & within[:, None, :]
    inverse = np.where(both, -tables[:, :-1, :-1], 0.0)
    found = np.where(within, tables[:, :-1, -1], 0.0)[..., None]
    found = found + inverse @ (turned @ (outcome[..., None] - columns @ found))
    found = np.where(found > _LEVEL, found, 0.0)
    slope = turned @ (outcome[..., None] - columns @ found)
    proven: Flags = np.asarray((np.where(found > 0, np.abs(slope), slope) <= _LEVEL).all(axis=(-2, -1)))
    return found[..., 0], proven


def _chosen(products: Array) -> tuple[Array, Flags]:
    """Return the tables pivoted at the columns that are chosen, and these, (tables, columns)."""
    tables, columns = len(products), products.shape[-1] - 1
    point, within = np.zeros((tables, columns)), np.zeros((tables, columns), dtype=bool)
    left = np.arange(tables)
    for _ in range(3 * columns):
        column, enters = _next(products[left], point, within, left)
        left, column, enters = left[column >= 0], column[column >= 0], enters[column >= 0]
        if not len(left):
            break
        products[left] = _pivoted(products[left], column, enters)
        within[left, column] = enters
    return products, within


def _next(products: Array, point: Array, within: Flags, left: Places) -> tuple[Places, Flags]:
    """Return the column of each table that enters or leaves, -1 for none, and which of the two.

    Moves the point towards the fit by the columns within it, as far as it stays at 0 or more.
    """
    inside, here, aim = within[left], point[left], products[:, :-1, -1]
    falls = inside & (aim <= 0)
    blocked = falls.any(axis=-1)
    reach = np.divide(here, here - aim, out=np.full_like(here, np.inf), where=falls & (here > aim))
    reach[falls & (here <= aim)] = 0.0
    first = reach.argmin(axis=-1)
    share = np.where(blocked, np.minimum(reach.min(axis=-1), 1.0), 1.0)[:, None]
    there = np.where(inside, here + share * (aim - here), 0.0)
    there[blocked, first[blocked]] = 0.0
    point[left] = np.maximum(there, 0.0)
    unexplained = np.diagonal(products, axis1=-2, axis2=-1)[:, :-1]
    slope = np.where(~inside & (unexplained > _APART), aim, -np.inf)
    best = slope.argmax(axis=-1)
    column: Places = np.where(slope.max(axis=-1) > _LEVEL, best, -1)
    column[blocked] = first[blocked]
    return column, np.asarray(~blocked)


def _pivoted(products: Array, column: Places, enters: Flags) -> Array:
    """Return the tables after a pivot at a column of each, symmetric as before (the sweep operator)."""
    table = np.arange(len(products))
    row = products[table, column]
    pivot = row[table, column]
    turned = row / pivot[:, None]
    found: Array = products - row[:, :, None] * turned[:, None, :]
    turned *= np.where(enters, 1.0, -1.0)[:, None]
    turned[table, column] = -1.0 / pivot
    found[table, column] = turned
    found[table, :, column] = turned
    return found
