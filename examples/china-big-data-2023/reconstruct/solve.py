"""The linear program: the values nearest to the prior for which every stated figure holds.

With the ranges and weights of the method held fixed, every score is linear in the values. The
program is solved, ranges and weights are computed anew from its answer, and so on until they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from assumptions import INDICATORS
from places import places
from scipy import sparse
from scipy.optimize import linprog

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SEGMENTS = ((0.12, 1.0), (0.25, 2.5), (0.45, 6.0), (1.6, 15.0))
"""Pieces of the penalty: relative change of that length costs that much per unit."""
SLACK_COST = 5_000.0


@dataclass
class Program:
    """Rows of inequalities over the variables: a row is `coefficients · x >= bound`."""

    rows: list[tuple[sparse.csr_array, float, str]] = field(default_factory=list)
    equal: list[tuple[sparse.csr_array, float, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Variables:
    """The variables: values of units and, after them, what provinces have of their own.

    `prior` is the starting value of each; `free` which may move; `scale` makes them comparable.
    """

    prior: Array
    free: NDArray[np.bool_]
    scale: Array
    floor: Array
    ceiling: Array


def position(unit: int, indicator: str) -> int:
    """Return the variable of a unit's indicator; units from 337 on are the provinces' own."""
    return unit * len(INDICATORS) + INDICATORS.index(indicator)


def row(cells: Iterable[tuple[int, float]], size: int) -> sparse.csr_array:
    """Return a sparse row with those coefficients; repeated variables add up."""
    pairs = list(cells)
    columns = [c for c, _ in pairs]
    data = [d for _, d in pairs]
    return sparse.coo_array((data, ([0] * len(pairs), columns)), shape=(1, size)).tocsr()


def solve(variables: Variables, program: Program) -> tuple[Array, list[tuple[str, float]]]:
    """Return the values and what could not be met: (label, amount), empty when all rows hold."""
    free = np.flatnonzero(variables.free)
    prior, scale = variables.prior, variables.scale
    lengths, costs = pieces(variables, free)
    move = sparse.hstack([sparse.diags_array(scale[free])] * len(SEGMENTS))
    move = sparse.hstack([move, -move]).tocsr()
    inequalities = program.rows
    a = sparse.vstack([r for r, _, _ in inequalities]).tocsr()
    b = np.array([bound for _, bound, _ in inequalities]) - a @ prior
    e = sparse.vstack([r for r, _, _ in program.equal]).tocsr()
    d = np.array([bound for _, bound, _ in program.equal]) - e @ prior
    norm = np.maximum(np.abs(e).sum(axis=1), 1e-12)
    e, d = sparse.diags_array(1 / norm) @ e, d / norm
    norm = np.maximum(np.abs(a @ sparse.diags_array(scale)).max(axis=1).toarray().ravel(), 1e-9)
    a, b = sparse.diags_array(1 / norm) @ a, b / norm
    scale_e = np.maximum(np.abs(e @ sparse.diags_array(scale)).max(axis=1).toarray().ravel(), 1e-12)
    e, d = sparse.diags_array(1 / scale_e) @ e, d / scale_e
    slack = sparse.identity(len(b))
    eslack = sparse.identity(len(d))
    answer = linprog(
        np.concatenate([costs, np.full(len(b), SLACK_COST), np.full(2 * len(d), SLACK_COST)]),
        A_ub=-sparse.hstack([a[:, free] @ move, slack, sparse.csr_array((len(b), 2 * len(d)))]),
        b_ub=-b,
        A_eq=sparse.hstack([e[:, free] @ move, sparse.csr_array((len(d), len(b))), eslack, -eslack]),
        b_eq=d,
        bounds=np.column_stack([np.zeros(len(costs) + len(b) + 2 * len(d)),
                                np.concatenate([lengths, np.full(len(b) + 2 * len(d), np.inf)])]),
        method="highs",
    )
    if answer.x is None:
        raise RuntimeError(answer.message)
    values = prior.copy()
    values[free] += move @ answer.x[: len(costs)]
    slacks = answer.x[len(costs):]
    labels = [l for _, _, l in inequalities] + [l for _, _, l in program.equal] * 2
    unmet = [(label, amount) for label, amount in zip(labels, slacks, strict=True) if amount > 1e-7]
    return values, unmet


def pieces(variables: Variables, free: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return length and cost of every piece of change, upwards for all variables, then downwards."""
    base = np.maximum(variables.prior[free], 1e-9)
    up = variables.ceiling[free] - base
    down = base - variables.floor[free]
    lengths, costs = [], []
    for room in (up, down):
        used = np.zeros(len(free))
        for share, cost in SEGMENTS:
            length = np.clip(np.minimum(share * base, room - used), 0, None)
            used += length
            lengths.append(length / variables.scale[free])
            costs.append(cost * variables.scale[free] / base)
    return np.concatenate(lengths), np.concatenate(costs)
