"""The variables of the program: which values may move, from where, how far, and in what unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import orders
from assumptions import COLUMN, COUNTS, FINE, INDICATORS, SHARED
from places import circles, places
from rows import UNITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

PRINTED = {
    "listed_firms": ("北京", "上海", "深圳"),
    "unicorn_value": ("北京", "上海", "深圳", "杭州"),
    "universities": ("武汉", "北京", "西安", "广州", "重庆", "天津"),
    "technical_staff": ("北京", "杭州", "深圳"),
    "associations": ("北京", "深圳"),
    "policies": ("深圳", "重庆"),
}
"""Values that the report prints, or that hold the end of a range (天津: the link with 重庆)."""
FREE_IN_BEIJING = frozenset(("policies", "patents", "software_copyrights"))
DOWN, UP = 0.5, 1.9
MOST = {"associations": 56.0}
"""The most of an indicator where a cap is needed below the first two."""
BELOW_FIRST = 0.97
FEW_UNICORNS = 3
"""Cities with so few unicorn firms keep them."""
LARGE = 14
"""Cities with fewer firms, and not named by the report, keep their small counts."""


@dataclass(frozen=True, slots=True)
class Variables:
    """All values as one vector: the prior, what may move, the unit of each, and the bounds."""

    prior: Array
    free: Mask
    scale: Array
    floor: Array
    ceiling: Array


def variables(values: Array, own: Array, free: Mask, span: tuple[float, float] = (DOWN, UP)) -> Variables:
    """Return the variables around the given values."""
    prior = np.vstack([values, own])
    scale = np.ones_like(prior) * np.maximum(prior.max(axis=0), 1.0)
    count = [name in COUNTS for name in INDICATORS]
    least = np.where(count, np.minimum(prior, 1.0), 0.0)
    floor = np.where(free, np.maximum(prior * span[0], least), prior)
    ceiling = np.where(free, prior * span[1], prior)
    for j, name in enumerate(INDICATORS):
        first = values[:, j].max()
        cap = MOST.get(name, np.inf if name in SHARED else BELOW_FIRST * first)
        lower = free[:UNITS, j] & (values[:, j] < first)
        ceiling[:UNITS, j] = np.where(lower, np.minimum(ceiling[:UNITS, j], cap), ceiling[:UNITS, j])
    return Variables(
        prior.ravel(), free.ravel(), scale.ravel(), floor.ravel(), np.maximum(ceiling, prior).ravel()
    )


def movable(values: Array, own: Array) -> Mask:
    """Return which values may move: no zero, no printed figure, no small count of a small city."""
    table = places()
    free = np.vstack([values, own]) > 0
    named = {name for order in orders.CITY.values() for group in order for name in group}
    named |= {name for members in circles().values() for name in members}
    small = [COLUMN[name] for name in COUNTS if name not in FINE]
    for unit, short in enumerate(table.shorts):
        if values[unit, COLUMN["market_entities"]] < LARGE and short not in named:
            free[unit, small] = False
    for name in ("agencies", "exchanges"):
        free[:, COLUMN[name]] = False
    free[:UNITS, COLUMN["unicorn_firms"]] &= values[:, COLUMN["unicorn_firms"]] > FEW_UNICORNS
    for name, cities in PRINTED.items():
        free[[table.city(city) for city in cities], COLUMN[name]] = False
    capital = table.city("北京")
    free[capital, [j for name, j in COLUMN.items() if name not in FREE_IN_BEIJING]] = False
    return free
