"""SIMUS: each column in turn is the aim of a linear programme over the regions, the others limit it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, never
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.programmes.column_programmes import Aims, Optima, most
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_CELLS = 1 << 18
_NOTHING = 1e-9
"""A share of a programme's amounts that is no more than rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class EfficientResults:
    """The efficient results matrix: `shares` (…, columns, regions) of each programme's amounts, sum 1 or 0.

    `found` (…, columns) says which programmes have an optimum other than 0, `alone` which have no
    other one as good.
    """

    shares: Array
    found: Flags
    alone: Flags


def efficient_results(
    x: Array, weights: Array, *, targets: Sequence[float | None] | None = None
) -> EfficientResults:
    """Return the efficient results matrix of the columns that weigh anything, (…, columns, regions).

    For each such column k: the amounts v ≥ 0 of the regions with the largest Σ_i x_ik v_i and Σ_i x_ij
    v_i ≤ t_j for every other column j; t_j is the target given, or the column's largest value. A cost
    turned by its sign is held to Σ_i cost_i v_i ≥ least cost by the same line. A programme without a
    limit or without a solution has no optimum: its row is 0, as a column's that weighs nothing.
    Regions with equal values share alike what one of them gets. Where several corners are equally
    good, the one taken depends on the values alone, not on the order of the table.

    >>> efficient_results(np.array([[4.0, 1.0], [1.0, 2.0]]), np.array([0.5, 0.5])).shares
    array([[1., 0.],
           [0., 1.]])
    """
    require_complete(x, "simus")
    _refuse_two_sides(x)
    columns = x.shape[-1]
    counted = np.broadcast_to(weights > 0, (*x.shape[:-2], columns)).reshape(-1, columns)
    flat = x.reshape(-1, *x.shape[-2:])
    order = np.lexsort(np.moveaxis(flat, -1, 0)[::-1], axis=-1)
    ordered = np.take_along_axis(flat, order[..., None], axis=-2)
    size = max(1, _CELLS // (columns * (columns * columns + x.shape[-2])))
    parts = [slice(start, start + size) for start in range(0, len(flat), size)]
    given = _given(targets, columns)
    results = [_results(ordered[part], counted[part], given) for part in parts]
    back = np.argsort(order, axis=-1)[:, None, :]
    shares = np.concatenate([part.shares for part in results])
    found, alone = (np.concatenate([getattr(part, name) for part in results]) for name in ("found", "alone"))
    shape = (*x.shape[:-2], columns)
    shares = np.take_along_axis(shares, back, axis=-1).reshape(*shape, x.shape[-2])
    return EfficientResults(shares, found.reshape(shape), alone.reshape(shape))


def simus(
    x: Array,
    weights: Array,
    *,
    procedure: str = "participation",
    targets: Sequence[float | None] | None = None,
) -> Array:
    """Return the SIMUS score of each region, shape (…, regions).

    With e_ki the region's share in the programme of column k (see `efficient_results`), S_i = Σ_k e_ki
    and q_i the number of programmes that use the region at all, the score is

    - `participation`, the first procedure: S_i q_i / number of columns;
    - `dominance`, the second: Σ_j Σ_k (e_ki - e_kj), what others fall short of it less what it falls
      short of others. That is n S_i less the number of programmes with an optimum, so it orders as S.

    A programme uses no more regions than it has limits, so of many regions most score 0 (with
    `dominance`: the least) and tie. The `weights` of the group only say which columns take part:
    those above 0. A column alone has no limit, so all score 0. A column with values on both sides of
    0 is a MethodError: amounts of regions below 0 would lift every limit.

    Source: Munier 2011, A Strategy for Using Multicriteria Analysis in Decision-Making, Springer.

    >>> simus(np.array([[4.0, 1.0], [1.0, 2.0], [3.0, 1.8]]), np.array([0.5, 0.5]))
    array([0.5, 0.5, 0. ])
    """
    results = efficient_results(x, weights, targets=targets)
    total = np.zeros((*x.shape[:-2], x.shape[-2]))
    used = np.zeros_like(total)
    for column in range(x.shape[-1]):
        total = total + results.shares[..., column, :]
        used = used + (results.shares[..., column, :] > 0)
    if procedure == "dominance":
        return np.asarray(x.shape[-2] * total - results.found.sum(axis=-1)[..., None])
    counted = np.broadcast_to(weights > 0, results.found.shape).sum(axis=-1)
    return np.asarray(total * used / np.maximum(counted, 1)[..., None])


def _refuse_two_sides(x: Array) -> None:
    both = (x.min(axis=-2) < 0) & (x.max(axis=-2) > 0)
    if both.any():
        raise MethodError(
            "'simus' is not defined for such columns",
            seen=f"{int(both.sum())} of {both.size} columns with values on both sides of 0",
            allowed="quantities of 0 or more, costs of 0 or less (x' = -x)",
            advice="take raw columns (normalise: sign), or normalise to positive values",
        )


def _given(targets: Sequence[float | None] | None, columns: int) -> Array:
    """Return the targets, NaN where none is given."""
    given = [None] * columns if targets is None else list(targets)
    if len(given) != columns:
        raise MethodError(
            "the targets do not fit the group",
            seen=f"{len(given)} targets for {columns} columns",
            allowed=f"{columns} numbers, or null for the largest value of a column",
            advice="name the group under `by_node`",
        )
    return np.array([np.nan if target is None else float(target) for target in given])


def _results(x: Array, counted: Flags, targets: Array) -> EfficientResults:
    """Return the shares of regions in order, (tables, columns, regions)."""
    scale = np.abs(x).max(axis=-2)
    scale = np.where(scale > 0, scale, 1.0)
    limits = np.where(np.isnan(targets), x.max(axis=-2), targets) / scale
    values = np.where(counted[:, None], x / scale[:, None], 0.0)
    idle = ~counted | ~values.any(axis=-2)
    twice = np.zeros(x.shape[:-1], dtype=bool)
    twice[:, 1:] = (x[:, 1:] == x[:, :-1]).all(axis=-1)
    table, column = np.nonzero(counted)
    aims = Aims(values, np.where(idle, np.inf, limits), twice, table, column)
    optima = most(aims)
    shares = np.zeros((len(x), x.shape[-1], x.shape[-2]))
    shares[table, column] = _shared(_rescued(aims, optima), twice[table])
    equal = twice.copy()
    equal[:, :-1] |= twice[:, 1:]
    found, alone = (np.zeros(idle.shape, dtype=bool) for _ in range(2))
    found[table, column] = shares[table, column].any(axis=-1)
    alone[table, column] = optima.alone & ~((shares[table, column] > 0) & equal[table]).any(axis=-1)
    return EfficientResults(shares, found, alone & found)


def _shared(amounts: Array, twice: Flags) -> Array:
    """Return amounts divided by their sum, regions equal to the one before them sharing alike."""
    kept = np.where(amounts > _NOTHING * amounts.max(axis=-1, keepdims=True), amounts, 0.0)
    place = np.arange(twice.shape[-1])
    first = np.maximum.accumulate(np.where(twice, 0, place), axis=-1)
    member = np.zeros(kept.shape)
    np.add.at(member, (np.arange(len(kept))[:, None], first), 1.0)
    total = kept.sum(axis=-1, keepdims=True)
    part = np.divide(kept, total * np.maximum(member, 1.0), out=np.zeros_like(kept), where=total > 0)
    return np.take_along_axis(part, first, axis=-1)


def _rescued(aims: Aims, optima: Optima) -> Array:
    """Return the amounts; HiGHS solves what is not proven best."""
    amounts = np.where(optima.found[:, None], optima.amounts, 0.0)
    for place in np.flatnonzero(~optima.proven):
        table, column = aims.table[place], aims.column[place]
        rows = np.isfinite(aims.limits[table])
        rows[column] = False
        amounts[place] = _by_highs(aims.values[table], aims.limits[table], rows, column, aims.barred[table])
    return amounts


def _by_highs(values: Array, limits: Array, rows: Flags, column: int, barred: Flags) -> Array:
    from scipy.optimize import linprog  # noqa: PLC0415 - half a second that other methods need not pay

    found = linprog(
        -values[:, column],
        A_ub=values.T[rows],
        b_ub=limits[rows],
        bounds=np.column_stack([np.zeros(len(values)), np.where(barred, 0.0, np.inf)]),
        method="highs",
    )
    return np.zeros(len(values)) if found.x is None else np.asarray(found.x)


SIMUS = (
    aggregator(
        "simus",
        Text("SIMUS（逐指标线性规划）", "SIMUS, sequential interactive modelling for urban systems"),
        simus,
        citation="Munier (2011), A Strategy for Using Multicriteria Analysis in Decision-Making, Springer; "
        "Munier, Carignano and Alberto (2016), Revista de la Escuela de Perfeccionamiento en "
        "Investigacion Operativa 24(39)",
        formula=Text(
            "对每个指标 k：max sum_i x_ik v_i，约束为对其余各指标 j 有 sum_i x_ij v_i <= t_j；e_ki = v_i / "
            "sum v；participation 为 sum_k e_ki * q_i / n，q_i 为 e_ki > 0 的个数；"
            "dominance 为 sum_j sum_k (e_ki - e_kj)",
            "for each column k: max sum_i x_ik v_i with sum_i x_ij v_i <= t_j for the others j; "
            "e_ki = v_i / sum v; participation sum_k e_ki * q_i / n, q_i how many e_ki > 0; "
            "dominance sum_j sum_k (e_ki - e_kj)",
        ),
        needs="every value, raw columns (normalise: sign or none); linear programmes, side by side",
        range_="0 to the number of columns (participation); sum 0 over the regions (dominance)",
        degenerate={
            **AMONG_OTHERS,
            "constant": "limits the sum of amounts and aims at the largest one",
            "zero": "limits nothing, and its programme has no optimum above 0: it adds nothing",
            "negative": "a column below 0 is a cost turned by its sign; on both sides of 0 it is an error",
            "single_region": "the number of programmes that have an optimum above 0",
        },
        example=Example((np.array([[4.0, 1.0], [1.0, 2.0], [3.0, 1.8]]), np.full(2, 0.5)), [0.5, 0.5, 0.0]),
        weights_matter=never,
        parameters={
            "procedure": choice(
                "participation", ("dominance",), "the first procedure, or the second: net dominance"
            ),
            "targets": Option(
                None,
                {"type": ["array", "null"], "items": {"type": ["number", "null"]}, "minItems": 1},
                "the limit of each column, null for its largest value; that of a cost turned by its sign is "
                "-(least cost)",
            ),
        },
    ),
)
