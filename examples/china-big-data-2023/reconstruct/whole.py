"""Whole numbers in place of the solved ones, such that scores hardly move.

Counts of firms and universities are rounded to their national totals; money and the large counts take
up the difference afterwards. The environment has no such fine values: there every city takes the
combination of policies, laws and associations near its solved values whose score comes closest to the
solved score, and then every province does the same with its own policies and laws.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from assumptions import COLUMN, COUNTS, FINE, TOTALS
from places import MUNICIPALITIES, places
from rows import PROVINCES, UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from method import Scored
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

ENVIRONMENT = ("policies", "laws", "associations")
WITHIN_FIRMS = ("websites", "high_tech_firms", "gazelle_firms")
"""Counts that rounding could lift above the number of a small city's firms."""
CITY_REACH = (3, 1, 3)
"""How far a city's policies, laws and associations may lie from their rounded values."""
OWN_REACH = (12, 1, 0)
DISTANCE_PRICE = 3e-6
"""What a step away from the solved value costs, in score."""


def whole_small_counts(values: Array, environment: tuple[Scored, Scored], key: Sequence[int]) -> Array:
    """Return the table of units and own records with all small counts whole."""
    table = values.reshape(UNITS + PROVINCES, -1).copy()
    solved = table.copy()
    for name in sorted(COUNTS - set(FINE) - set(ENVIRONMENT)):
        column = table[:UNITS, COLUMN[name]]
        table[:UNITS, COLUMN[name]] = largest_remainders(column, TOTALS.get(name, round(column.sum())))
    for name in WITHIN_FIRMS:
        firms = table[:UNITS, COLUMN["market_entities"]]
        table[:UNITS, COLUMN[name]] = np.minimum(table[:UNITS, COLUMN[name]], firms)
    columns = [COLUMN[name] for name in ENVIRONMENT]
    for unit in range(UNITS):
        if not is_whole(table[unit, columns]).all():
            table[unit, columns] = best_combination(solved, unit, environment, unit in set(key))
    for province in range(PROVINCES):
        place_own(table, solved, province, environment[1])
    return table.ravel()


def whole_large_counts(values: Array) -> Array:
    """Return the table with patents, software copyrights and staff whole, and money in whole yuan."""
    table = values.reshape(UNITS + PROVINCES, -1).copy()
    for name in FINE:
        column = table[:UNITS, COLUMN[name]]
        if name in COUNTS:
            table[:UNITS, COLUMN[name]] = largest_remainders(column, round(column.sum()))
        else:
            table[:UNITS, COLUMN[name]] = np.round(column, 8)
    return table.ravel()


def is_whole(values: Array) -> NDArray[np.bool_]:
    """Return which values are whole numbers, but for the solver's noise."""
    return np.abs(values - np.round(values)) < 1e-6


def largest_remainders(column: Array, total: int) -> Array:
    """Return whole numbers with that total, each next to its value.

    >>> largest_remainders(np.array([1.5, 2.2, 3.3]), 7).tolist()
    [2.0, 2.0, 3.0]
    """
    low = np.where(is_whole(column), np.round(column), np.floor(column))
    order = np.argsort(-(column - low), kind="stable")
    missing = total - round(low.sum())
    if not 0 <= missing <= len(column):
        raise ValueError(f"values with the sum {column.sum()} cannot be rounded to {total}")
    low[order[:missing]] += 1
    return low


def best_combination(solved: Array, unit: int, levels: tuple[Scored, Scored], is_scored: bool) -> Array:  # noqa: FBT001
    """Return the unit's policies, laws and associations whose scores are nearest to the solved ones."""
    columns = [COLUMN[name] for name in ENVIRONMENT]
    exact = solved[unit, columns]
    if not is_scored:
        return np.round(exact)
    used = levels if places().codes[unit] in MUNICIPALITIES else levels[:1]
    weights = [level.slope("environment")[columns] for level in used]
    reach = [(0,) if is_whole(v) else range(-r, r + 1) for v, r in zip(exact, CITY_REACH, strict=True)]
    choices = (np.maximum(np.round(exact) + step, 0) for step in product(*reach))
    return min(choices, key=lambda choice: price(choice - exact, weights))


def price(change: Array, weights: Sequence[Array]) -> float:
    """Return how far a change moves the scores, with a little for its length."""
    moved = sum(abs(float(change @ weight)) for weight in weights)
    return moved + DISTANCE_PRICE * float(np.abs(change).sum())


def place_own(table: Array, solved: Array, province: int, level: Scored) -> None:
    """Set the province's own policies and laws so that its environment's score is as solved."""
    own, columns = UNITS + province, [COLUMN[name] for name in ENVIRONMENT]
    cities = list(places().cities_of(province))
    exact = solved[own, columns]
    drift = (table[cities] - solved[cities])[:, columns].sum(axis=0)
    reach = [(0,) if v == 0 else range(-r, r + 1) for v, r in zip(exact, OWN_REACH, strict=True)]
    choices = [np.maximum(np.round(exact) + step, 0) for step in product(*reach)]
    weight = [level.slope("environment")[columns]]
    table[own, columns] = min(choices, key=lambda choice: price(choice - exact + drift, weight))
