"""The linear program: the values nearest to the prior for which every stated figure holds.

With the ranges and weights of the method held fixed, every score is linear in the values. The
program is solved, ranges and weights are computed anew from its answer, and so on until they stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from assumptions import INDICATORS
from figures import add_figures, add_habits
from method import Scored, scored
from places import places
from ranks import add_circles, add_gaps, add_ranges, add_ranks, add_wishes, levels
from rows import PROVINCES, UNITS, Program
from scipy import sparse
from scipy.optimize import linprog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from ranks import Wishes
    from variables import Variables

    Array = NDArray[np.float64]

PIECES = ((0.10, 1.0), (0.15, 2.5), (0.25, 6.0), (1.6, 15.0))
"""The price of change: so much of a value's size at so much per size, then the next piece."""
DEAR = {"gazelle_firms": 3.0, "market_entities": 1.5, "policies": 1.5}
"""Indicators whose change costs more: their numbers would otherwise drift towards their caps."""
SLACK_PRICE = 20_000.0
ROUNDS = 9
DAMPED_FROM = 4
STANDS = 2e-4
"""Largest relative change at which the ranges and weights are taken to stand."""
TINY = 1e-7
EXACT = 3.0
"""Whole numbers meet a share of a total to the nearest record."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The values found and the labels of rows that could not be met, with the amount missing."""

    values: Array
    unmet: tuple[tuple[str, float], ...]


def both_levels(values: Array, key: Sequence[int]) -> tuple[Scored, Scored]:
    """Return the scored cities and provinces for a vector of values."""
    table = values.reshape(UNITS + PROVINCES, -1)
    provinces = [table[list(places().cities_of(p))].sum(axis=0) for p in range(PROVINCES)]
    return scored(table[list(key)]), scored(np.array(provinces) + table[UNITS:])


def stand_still(
    variables: Variables,
    key: Sequence[int],
    wishes: dict[str, Wishes],
    tell: Callable[[str], None],
    *,
    care: float = 1.0,
) -> Answer:
    """Solve again and again until ranges and weights no longer move."""
    answer, point = Answer(variables.prior, ()), variables.prior
    before = slopes(point, key)
    for attempt in range(1, ROUNDS + 1):
        answer = nearest(variables, program_for(*both_levels(point, key), key, wishes, care))
        now = slopes(answer.values, key)
        change = float(np.max(np.abs(now - before) / before))
        worst = "; ".join(f"{label} {amount:.4f}" for label, amount in answer.unmet[:6])
        tell(f"  round {attempt}: weights change by {change:.1e}, unmet rows {len(answer.unmet)} {worst}")
        if change < STANDS:
            break
        point = answer.values if attempt < DAMPED_FROM else (point + answer.values) / 2
        before = slopes(point, key)
    return answer


def slopes(values: Array, key: Sequence[int]) -> Array:
    """Return how much the index rises per unit of every indicator, at both levels."""
    return np.concatenate([level.slope("index") for level in both_levels(values, key)])


def broken(values: Array, key: Sequence[int]) -> tuple[str, ...]:
    """Return the labels of all figures that the values do not give exactly, under their own weights."""
    program = Program(0.0)
    cities, provinces = levels(*both_levels(values, key), key, {"city": {}, "province": {}})
    for level in (cities, provinces):
        add_ranks(program, level)
    add_circles(program, cities)
    add_figures(program)
    vector = values.ravel()
    below = [
        label
        for line, bound, label in program.least
        if float((line @ vector)[0]) < bound - TINY * max(1.0, abs(bound))
    ]
    apart = [
        label
        for line, bound, label in program.equal
        if abs(float((line @ vector)[0]) - bound) > EXACT * max(1.0, abs(bound))
    ]
    return (*below, *apart)


def program_for(
    city: Scored, province: Scored, key: Sequence[int], wishes: dict[str, Wishes], care: float
) -> Program:
    """Return all rows for the ranges and weights of both levels."""
    program = Program(care)
    cities, provinces = levels(city, province, key, wishes)
    for level, method in ((cities, city), (provinces, province)):
        add_ranks(program, level)
        constants = {
            node: float(method.effective[node] @ (method.low / (method.high - method.low)))
            for node in method.effective
        }
        add_wishes(program, level, constants)
    add_circles(program, cities)
    add_gaps(program, cities)
    add_figures(program)
    add_habits(program)
    add_ranges(program, province)
    return program


def nearest(variables: Variables, program: Program) -> Answer:
    """Return the values nearest to the prior for one program."""
    free = np.flatnonzero(variables.free)
    move, lengths, prices = moves(variables, free)
    least, need, labels = prepared(program.least, variables, free)
    equal, exact, names = prepared(program.equal, variables, free)
    wish, hoped, wish_price = hopes(program, variables, free)
    m, k, w = len(need), len(exact), len(hoped)
    answer = linprog(
        np.concatenate([prices, np.full(m + 2 * k, SLACK_PRICE), wish_price, wish_price]),
        A_ub=-sparse.hstack([least @ move, sparse.eye_array(m), sparse.csr_array((m, 2 * (k + w)))]),
        b_ub=-need,
        A_eq=sparse.vstack(
            [
                sparse.hstack(
                    [equal @ move, sparse.csr_array((k, m)), *both(k), sparse.csr_array((k, 2 * w))]
                ),
                sparse.hstack([wish @ move, sparse.csr_array((w, m + 2 * k)), *both(w)]),
            ]
        ),
        b_eq=np.concatenate([exact, hoped]),
        bounds=np.column_stack(
            [np.zeros(len(prices) + m + 2 * (k + w)), np.append(lengths, np.full(m + 2 * (k + w), np.inf))]
        ),
        method="highs",
    )
    if answer.x is None:
        raise RuntimeError(f"the program has no answer: {answer.message}")
    values = variables.prior.copy()
    values[free] += move @ answer.x[: len(prices)]
    slack = answer.x[len(prices) : len(prices) + m + 2 * k]
    unmet = [(label, float(s)) for label, s in zip([*labels, *names, *names], slack, strict=True) if s > TINY]
    return Answer(values, tuple(sorted(unmet, key=lambda pair: -pair[1])))


def both(count: int) -> tuple[sparse.dia_array, sparse.dia_array]:
    """Return the two columns by which an equality may be missed."""
    return sparse.eye_array(count), -sparse.eye_array(count)


def moves(variables: Variables, free: NDArray[np.int64]) -> tuple[sparse.csr_array, Array, Array]:
    """Return the matrix from pieces of change to values, and every piece's length and price."""
    base, scale = np.maximum(variables.prior[free], 1e-9), variables.scale[free]
    dear = np.array([DEAR.get(INDICATORS[v % len(INDICATORS)], 1.0) for v in free])
    lengths, prices = [], []
    for room in (variables.ceiling[free] - base, base - variables.floor[free]):
        used = np.zeros(len(free))
        for share, price in PIECES:
            length = np.clip(np.minimum(share * base, room - used), 0.0, None)
            used += length
            lengths.append(length / scale)
            prices.append(price * dear * scale / base)
    upwards = sparse.hstack([sparse.diags_array(scale)] * len(PIECES))
    move = sparse.hstack([upwards, -upwards]).tocsr()
    return move, np.concatenate(lengths), np.concatenate(prices)


def prepared(
    rows: list[tuple[sparse.csr_array, float, str]], variables: Variables, free: NDArray[np.int64]
) -> tuple[sparse.csr_array, Array, list[str]]:
    """Return rows over the free values, each in units of its largest term, and what they need."""
    matrix = sparse.vstack([r for r, _, _ in rows]).tocsr()
    need = np.array([bound for _, bound, _ in rows]) - matrix @ variables.prior
    size = np.maximum(abs(matrix @ sparse.diags_array(variables.scale)).max(axis=1).toarray().ravel(), 1e-9)
    return sparse.diags_array(1 / size) @ matrix[:, free], need / size, [label for _, _, label in rows]


def hopes(
    program: Program, variables: Variables, free: NDArray[np.int64]
) -> tuple[sparse.csr_array, Array, Array]:
    """Return the wished rows over the free values, what they hope for, and the price of missing it."""
    if not program.wished:
        return sparse.csr_array((0, len(free))), np.zeros(0), np.zeros(0)
    matrix = sparse.vstack([r for r, _, _ in program.wished]).tocsr()
    hoped = np.array([value for _, value, _ in program.wished]) - matrix @ variables.prior
    return matrix[:, free], hoped, np.array([price for _, _, price in program.wished])
