"""Weights whose shares of Σ w lie within bounds: those of the largest ratio, for whole batches of tables.

What is largest is a ratio of two indices that both grow with the weights, so the weights may sum to 1 and
their shares are then the weights themselves. A ratio is no linear programme, but whether any weights
exceed a given one is: least u - (1 / ratio) Σ_j w_j own_j is below 0 just then. Its solution gives the
next ratio, a few programmes reach the last (Dinkelbach), and the last proves that none exceeds it.

Source: Dinkelbach 1967, Management Science 13(7): 492-498.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.envelopment.corners import Programmes, all_levels
from zhishu.weigh.envelopment.simplex import least

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.weigh.envelopment.frontier import Tables

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

_ROUNDS = 60
_BETTER = 1e-13
"""A ratio that grows by no more than this share of itself does not grow."""


@dataclass(frozen=True, slots=True, eq=False)
class Bounded:
    """Programmes over tables: what each looks at and the bounds of its weights, which sum to 1.

    `values` are tables (tables, regions, columns) of 0 to 1, `table` (programmes,) says in order over
    which a programme is, `live` (programmes, columns) which columns take part, `low` and `high` the
    bounds of their shares.
    """

    values: Array
    table: Places
    live: NDArray[np.bool_]
    low: float = 0.0
    high: float = 1.0

    def sides(self, places: Places) -> tuple[Array, Array]:
        """Return the lower and upper bounds of the weights of some programmes."""
        live = self.live[places]
        return np.where(live, self.low, 0.0), np.where(live, self.high if self.high < 1 else np.inf, 0.0)


class Ratio(Protocol):
    """A ratio of indices: what it is for weights, and the programme that asks for a larger one."""

    def reached(self, places: Places, weights: Array) -> Array:
        """Return the ratio of some programmes with these weights."""

    def above(self, places: Places, ratio: Array) -> Programmes:
        """Return the programmes that ask for larger ratios."""

    def by_highs(self, place: int) -> Array:
        """Return the best weights of one programme, by HiGHS."""


def favouring(bounded: Bounded, own: Array) -> Array:
    """Return the weights (programmes, columns) with the largest Σ_j w_j own_j / max_i Σ_j w_j x_ij.

    `own` (programmes, columns) are values of 0 or more, at least one of them above 0.

    >>> x = np.array([[[1.0, 0.5], [0.5, 1.0]]])
    >>> bounds = Bounded(x, np.array([0]), np.ones((1, 2), dtype=bool), 0.0, 0.7)
    >>> favouring(bounds, np.array([[0.4, 0.1]])).round(6)
    array([[0.7, 0.3]])
    """
    return largest_ratio(_Own(bounded, own), _alike(bounded))


def favouring_weakest(bounded: Bounded) -> Array:
    """Return the weights (programmes, columns) with the largest min_i Σ_j w_j x_ij / max_i Σ_j w_j x_ij.

    >>> x = np.array([[[1.0, 0.5], [0.5, 1.0]]])
    >>> favouring_weakest(Bounded(x, np.array([0]), np.ones((1, 2), dtype=bool))).round(6)
    array([[0.5, 0.5]])
    """
    return largest_ratio(_Weakest(bounded), _alike(bounded))


def bounded_weights(tables: Tables, *, low: float, high: float) -> Array:
    """Return the weights that suit each region best, shares of Σ w within bounds (tables, regions, columns).

    With them the highest index of any region is 1; they are 0 for a region that has only zeros.
    """
    count, regions, columns = tables.values.shape
    values = in_one_unit(tables)
    own, table = values.reshape(-1, columns), np.repeat(np.arange(count), regions)
    able = (own > 0).any(axis=-1)
    bounded = Bounded(values, table[able], tables.counted[table[able]], low, high)
    found = favouring(bounded, own[able])
    highest = _indices(bounded, np.arange(len(found)), found).max(axis=-1, keepdims=True)
    weights = np.zeros(own.shape)
    weights[able] = found / (highest * _largest_scale(tables)[table[able]])
    return np.asarray(weights.reshape(values.shape))


def in_one_unit(tables: Tables) -> Array:
    """Return the values of tables with all columns divided by one number, for shares depend on units."""
    found: Array = tables.values * (tables.scale / _largest_scale(tables))[:, None]
    return found


def _largest_scale(tables: Tables) -> Array:
    found: Array = tables.scale.max(axis=-1, where=tables.counted, initial=0.0)[:, None]
    return found


def largest_ratio(ratio: Ratio, first: Array) -> Array:
    """Return the weights of the largest ratio; HiGHS finds those that are not proven.

    `first` (programmes, columns) are weights within the bounds.
    """
    places, weights = np.arange(len(first)), first.copy()
    best, proven = ratio.reached(places, weights), np.ones(len(first), dtype=bool)
    for _ in range(_ROUNDS):
        if not len(places):
            break
        found, proven[places] = least(ratio.above(places, best[places]))
        found = found[:, : first.shape[-1]]
        now = ratio.reached(places, found)
        grows = now > best[places] + _BETTER * np.maximum(best[places], _BETTER)
        places, found = places[grows], found[grows]
        weights[places], best[places] = found, now[grows]
    proven[places] = False
    for place in np.flatnonzero(~proven):
        weights[place] = ratio.by_highs(int(place))
    return weights


def _alike(bounded: Bounded) -> Array:
    """Return equal weights of the columns that take part, which every bound on shares allows."""
    found: Array = bounded.live / np.maximum(1, bounded.live.sum(axis=-1, keepdims=True))
    return found


def _indices(bounded: Bounded, places: Places, weights: Array) -> Array:
    """Return the index of every region with the weights of some programmes, (places, regions)."""
    return all_levels(bounded.values, bounded.table[places], weights)


@dataclass(frozen=True, slots=True, eq=False)
class _Own:
    bounded: Bounded
    own: Array

    def reached(self, places: Places, weights: Array) -> Array:
        highest = _indices(self.bounded, places, weights).max(axis=-1)
        reached = (weights * self.own[places]).sum(axis=-1)
        return np.asarray(np.divide(reached, highest, out=np.zeros_like(reached), where=highest > 0))

    def above(self, places: Places, ratio: Array) -> Programmes:
        price = self.own[places] / ratio[:, None]
        sides, table = self.bounded.sides(places), self.bounded.table[places]
        return Programmes(self.bounded.values, table, price, *sides, self.bounded.live[places].astype(float))

    def by_highs(self, place: int) -> Array:
        return _by_highs(self.bounded, place, self.own[place])


class _Weakest:
    """With s = least + highest index the programme has the same form, over two rows for each region.

    Σ w = 1, so 1 may be added to what a row sums to and no row has a number below 0.
    """

    def __init__(self, bounded: Bounded) -> None:
        self.bounded = bounded
        count, regions, columns = bounded.values.shape
        self.rows = np.zeros((count, 2 * regions, columns + 1))
        self.rows[:, :regions, :-1] = (1.0 + bounded.values) / 2.0
        self.rows[:, regions:, :-1] = (1.0 - bounded.values) / 2.0
        self.rows[:, regions:, -1] = 0.5

    def reached(self, places: Places, weights: Array) -> Array:
        index = _indices(self.bounded, places, weights)
        return np.asarray(index.min(axis=-1) / np.maximum(index.max(axis=-1), np.finfo(float).tiny))

    def above(self, places: Places, ratio: Array) -> Programmes:
        low, high = self.bounded.sides(places)
        last = np.zeros((len(places), 1))
        price = np.hstack([np.zeros(low.shape), 0.5 / (1.0 + ratio[:, None])])
        sides = np.hstack([low, last]), np.hstack([high, last + np.inf])
        unit = np.hstack([self.bounded.live[places], last])
        return Programmes(self.rows, self.bounded.table[places], price, *sides, unit)

    def by_highs(self, place: int) -> Array:
        return _by_highs(self.bounded, place, None)


def _by_highs(bounded: Bounded, place: int, own: Array | None) -> Array:
    """Return the best weights of one programme, of one's own index or of the least."""
    from scipy.optimize import linprog  # noqa: PLC0415 - half a second that other methods need not pay

    columns = np.flatnonzero(bounded.live[place])
    x = bounded.values[bounded.table[place]][:, columns]
    regions, count = x.shape
    # The last variable is the least index; it counts only where no index of one's own is asked for.
    aim = np.append(np.zeros(count), -1.0) if own is None else np.append(-own[columns], 0.0)
    unit = np.eye(count)
    rows = np.vstack([x, -x, bounded.low - unit, unit - bounded.high])
    last = np.repeat([0.0, 1.0, 0.0, 0.0], [regions, regions, count, count])
    right = np.repeat([1.0, 0.0, 0.0, 0.0], [regions, regions, count, count])
    found = linprog(aim, A_ub=np.column_stack([rows, last]), b_ub=right, method="highs")
    if found.x is None:
        raise MethodError(
            "a linear programme of the benefit of the doubt has no solution",
            seen=found.message,
            allowed="values of 0 or more within a few orders of magnitude",
        )
    weights = np.zeros(bounded.live.shape[-1])
    weights[columns] = found.x[:count]
    total = weights.sum()
    return np.asarray(weights / total if total > 0 else bounded.live[place] / count)
