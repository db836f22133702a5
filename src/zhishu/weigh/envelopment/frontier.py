"""How far regions lie from the frontier of all, for whole batches of tables: programmes of the envelopment.

Columns are divided by their largest value, and those that do not count are 0, so they take no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.envelopment.corners import Programmes, all_levels
from zhishu.weigh.envelopment.simplex import least
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NOTHING = 1e-9
"""A column that could rise by no more than this share of its largest value could not rise."""
_CELLS = 1 << 21
"""Numbers of the programmes that are held at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Scaled `values` (tables, regions, columns), their `scale` and which are `counted` (tables, columns).

    Counted are the columns that vary, or all where none does.
    """

    values: Array
    scale: Array
    counted: NDArray[np.bool_]


def scaled_tables(x: Array) -> Tables:
    """Return the tables of values of 0 or more (…, regions, columns).

    >>> scaled_tables(np.array([[2.0, 1.0], [4.0, 1.0]])).values
    array([[[0.5, 0. ],
            [1. , 0. ]]])
    """
    flat = x.reshape(-1, *x.shape[-2:])
    live = live_columns(flat)
    counted: NDArray[np.bool_] = np.logical_or(live, ~live.any(axis=-1, keepdims=True))
    highest = flat.max(axis=-2)
    scale = np.where(highest > 0, highest, 1.0)
    return Tables(np.where(counted[:, None], flat / scale[:, None], 0.0), scale, counted)


def own_weights(
    tables: Tables, own: Array, *, low: float = 0.0, high: float = 1.0, aim: Array | None = None
) -> Array:
    """Return the weights that give each row of `own` the largest index when no region's exceeds 1.

    `own` are scaled values (tables, rows, columns), 0 in columns that do not count; the weights, of
    the same shape, are those of unscaled columns. Each column makes up between `low` and `high` of
    the row's index; where that cannot be, or all of the row is 0, the weights are 0. Of several such
    weights those are taken whose parts of the index have the largest sum of part times `aim`, numbers of
    the shape of `own`.
    """
    table, flat = np.repeat(np.arange(len(own)), own.shape[1]), own.reshape(-1, own.shape[-1])
    then = None if aim is None else aim.reshape(flat.shape)
    return weights_of(tables, table, flat, low=low, high=high, aim=then).reshape(own.shape)


def weights_of(  # noqa: PLR0913 - one argument per feature of the programmes
    tables: Tables,
    table: NDArray[np.intp],
    own: Array,
    *,
    low: float = 0.0,
    high: float = 1.0,
    aim: Array | None = None,
    without: NDArray[np.intp] | None = None,
) -> Array:
    """Return `own_weights` of rows (rows, columns), `table` saying in order in which of the tables each is.

    `without` (rows,) is the region of that table that may exceed 1.
    """
    unit = own
    counted = tables.counted[table]
    above = (unit > 0).sum(axis=-1)
    able = (above > 0) & (above * high >= 1.0 - NOTHING)
    if low > 0:
        able &= above == counted.sum(axis=-1)
    table, unit = table[able], unit[able] / unit[able].max(axis=-1, keepdims=True)
    bounds = np.zeros(unit.shape), np.full(unit.shape, np.inf)
    for bound, share, tighter in zip(bounds, (low, high), (low > 0, high < 1), strict=True):
        np.divide(share, unit, out=bound, where=(unit > 0) & tighter)
    then = None if aim is None else unit * aim[able]
    left = None if without is None else without[able]
    programmes = Programmes(tables.values, table, np.zeros(unit.shape), *bounds, unit, then, left)
    found = best(programmes)
    weights = np.zeros(own.shape)
    weights[able] = found / (programmes.highest(found)[:, None] * tables.scale[table])
    return weights


def largest_steps(values: Array, table: NDArray[np.intp], regions: Array, steps: Array) -> Array:
    """Return the largest β with region + β step below a mixture of the table's regions, (programmes,).

    `table` says, in order, in which of the `values` each of the `regions` and `steps` (programmes,
    columns) stands. A mixture has weights λ ≥ 0 with Σ λ ≤ 1.
    """
    size = max(1, _CELLS // regions.shape[-1])
    parts = [slice(start, start + size) for start in range(0, len(table), size)]
    found = [_steps_of(values, table[part], regions[part], steps[part]) for part in parts]
    return np.concatenate(found) if found else np.zeros(0)


def _steps_of(values: Array, table: NDArray[np.intp], regions: Array, steps: Array) -> Array:
    size = steps.max(axis=-1)
    low, high = (np.broadcast_to(bound, steps.shape) for bound in (0.0, np.inf))
    weights = best(Programmes(values, table, regions, low, high, steps / size[:, None]))
    left = _highest(values, table, weights)[:, 0] - (weights * regions).sum(axis=-1)
    return np.asarray(np.maximum(left, 0.0) / size)


def mixed_gains(tables: Tables) -> Array:
    """Return by how much each region's columns rise along its own direction, (tables, regions, columns).

    The direction is how far each column alone could rise below a mixture; the gains are those of the
    largest step along it, unscaled. Whether any column could rise at all is asked first, by one
    programme for each region, and where none could all gains are 0; mixtures need only those regions.
    """
    count, regions, columns = tables.values.shape
    table = np.repeat(np.arange(count), regions)
    flat = tables.values.reshape(-1, columns)
    behind = _total_rise(tables.values, table, flat) > NOTHING
    gains = np.zeros(flat.shape)
    if behind.any():
        frontier = _those(tables.values, ~behind.reshape(count, regions))
        inner = table[behind]
        direction, steps = _along_own(frontier, inner, flat[behind], tables.counted[inner])
        gains[behind] = direction * steps[:, None] * tables.scale[inner]
    return gains.reshape(tables.values.shape)


def own_directions(
    frontiers: Array, table: NDArray[np.intp], own: Array, counted: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Return each region's direction (regions, columns) and largest step along it (regions,), both scaled.

    `table` says, in order, in which of the `frontiers` (tables, others, columns) each of the regions
    `own` (regions, columns) is judged, to which it is added; `counted` is (regions, columns). A region
    that no mixture surpasses has direction and step 0.
    """
    direction, steps = np.zeros(own.shape), np.zeros(len(own))
    # No mixture lies above the highest of a column, so whoever does needs no programme.
    inside = np.flatnonzero((own <= frontiers.max(axis=-2)[table]).all(axis=-1))
    with_own = np.concatenate([own[inside, None], frontiers[table[inside]]], axis=-2)
    behind = inside[_total_rise(with_own, np.arange(len(inside)), own[inside]) > NOTHING]
    direction[behind], steps[behind] = _along_own(frontiers, table[behind], own[behind], counted[behind])
    return direction, steps


def _along_own(
    frontier: Array, table: NDArray[np.intp], own: Array, counted: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Return the directions of some regions behind the frontier and their largest steps along them."""
    place, column = np.nonzero(counted)
    alone = np.zeros(own.shape)
    for start in range(0, len(place), _CELLS // own.shape[-1] + 1):
        part = slice(start, start + _CELLS // own.shape[-1] + 1)
        here = place[part]
        unit = np.eye(own.shape[-1])[column[part]]
        alone[here, column[part]] = largest_steps(frontier, table[here], own[here], unit)
    direction = np.where(alone > NOTHING, alone, 0.0)
    rises = direction.any(axis=-1)
    steps = np.zeros(len(own))
    steps[rises] = largest_steps(frontier, table[rises], own[rises], direction[rises])
    return direction, steps


def _total_rise(values: Array, table: NDArray[np.intp], regions: Array) -> Array:
    """Return the largest sum by which the columns of a region rise to a mixture of all regions."""
    low, high = (np.broadcast_to(bound, regions.shape) for bound in (1.0, np.inf))
    weights = best(Programmes(values, table, regions, low, high, None))
    found: Array = _highest(values, table, weights)[:, 0] - (weights * regions).sum(axis=-1)
    return found


def _those(values: Array, chosen: NDArray[np.bool_]) -> Array:
    """Return the chosen regions of each table, filled up with others to the largest number of any."""
    first = np.argsort(~chosen, axis=-1, kind="stable")[:, : int(chosen.sum(axis=-1).max())]
    return np.take_along_axis(values, first[..., None], axis=-2)


def _highest(values: Array, table: NDArray[np.intp], weights: Array) -> Array:
    """Return the highest index of any region with each programme's weights, (programmes, 1)."""
    found: Array = all_levels(values, table, weights).max(axis=-1, keepdims=True)
    return found


def best(programmes: Programmes) -> Array:
    """Return the best weights of programmes (programmes, columns); HiGHS solves what is not proven best."""
    weights, proven = least(programmes)
    for place in np.flatnonzero(~proven):
        weights[place] = _by_highs(programmes.part(slice(place, place + 1)))
    return weights


def _by_highs(programme: Programmes) -> Array:
    """Return the best weights of one programme; of several those of its aim."""
    values, columns = programme.values(), programme.price.shape[-1]
    if programme.without is not None:
        values = np.delete(values, programme.without, axis=0)
    regions = len(values)
    price, bound = np.append(-programme.price[0], 1.0), np.zeros(regions)
    rows = np.column_stack([values, -np.ones(regions)])
    found = _minimum(programme, price, rows, bound)
    if programme.aim is not None:
        rows, bound = np.vstack([rows, price]), np.append(bound, price @ found + NOTHING)
        found = _minimum(programme, np.append(-programme.aim[0], 0.0), rows, bound)
    weights: Array = found[:columns]
    return weights


def _minimum(programme: Programmes, price: Array, rows: Array, bound: Array) -> Array:
    """Return the weights and the level with the least Σ price, no row above its bound."""
    from scipy.optimize import linprog  # noqa: PLC0415 - half a second that other methods need not pay

    unit = programme.unit
    least_level = -np.inf if (programme.values() < 0).any() else 0.0
    found = linprog(
        price,
        A_ub=rows,
        b_ub=bound,
        A_eq=None if unit is None else np.append(unit[0], 0.0)[None],
        b_eq=None if unit is None else [1.0],
        bounds=[*zip(programme.low[0], programme.high[0], strict=True), (least_level, np.inf)],
        method="highs",
    )
    if found.x is None:
        raise MethodError(
            "a linear programme of the benefit of the doubt has no solution",
            seen=found.message,
            allowed="values of 0 or more within a few orders of magnitude",
        )
    return np.asarray(found.x)
