"""The variables of the program: which values may move, from where, how far, and in what unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import targets
from assumptions import COUNTS, INDICATORS, SHARED, TREE
from places import CIRCLES, places
from rows import UNITS

if TYPE_CHECKING:
    from curves import Wished
    from method import Scored
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

COLUMN = {name: j for j, name in enumerate(INDICATORS)}
FINE = ("listed_value", "unicorn_value", "financing", "patents", "software_copyrights", "technical_staff")
"""Money and large counts: they take up what is left after the small counts are made whole."""
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
STEP = (0.5, 2.1)
"""Least and most by which the wished score scales a city's values beforehand."""
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
    return Variables(prior.ravel(), free.ravel(), scale.ravel(), floor.ravel(), np.maximum(ceiling, prior).ravel())


def movable(values: Array, own: Array) -> Mask:
    """Return which values may move: no zero, no printed figure, no small count of a small city."""
    table = places()
    free = np.vstack([values, own]) > 0
    named = {name for order in targets.CITY.values() for group in order for name in group}
    named |= {name for members in CIRCLES.values() for name in members}
    small = [COLUMN[name] for name in COUNTS if name not in FINE]
    for unit, short in enumerate(table.shorts):
        if values[unit, COLUMN["market_entities"]] < LARGE and short not in named:
            free[unit, small] = False
    for name in ("agencies", "exchanges"):
        free[:, COLUMN[name]] = False
    for name, cities in PRINTED.items():
        free[[table.city(city) for city in cities], COLUMN[name]] = False
    capital = table.city("北京")
    free[capital, [j for name, j in COLUMN.items() if name not in FREE_IN_BEIJING]] = False
    return free


def nearer(values: Array, own: Array, free: Mask, wished: Wished, city: Scored, province: Scored) -> tuple[Array, Array]:
    """Return the values with every named city's scaled towards its wished scores.

    The number of firms and of universities stays, because their national totals are printed.
    """
    result, kept = values.copy(), own.copy()
    stays = [COLUMN[name] for name in ("market_entities", "listed_firms", "universities")]
    for dimension in TREE:
        weights = city.effective[dimension] / (city.high - city.low)
        moving = free[:UNITS] & (weights > 0)
        moving[:, stays] = False
        for name in {name for group in targets.CITY[dimension] for name in group}:
            unit = places().city(name)
            parts = weights * (values[unit] - city.low)
            part = parts[moving[unit]].sum()
            if part > 0:
                factor = np.clip((wished.city[dimension][unit] - parts.sum() + part) / part, *STEP)
                result[unit, moving[unit]] *= factor
    for name, j in COLUMN.items():
        cap = min(MOST.get(name, np.inf), np.inf if name in SHARED else 0.95 * values[:, j].max())
        result[:, j] = np.where(result[:, j] > values[:, j], np.minimum(result[:, j], np.maximum(cap, values[:, j])), result[:, j])
    return result, own_nearer(result, kept, free[UNITS:], wished, province)


def own_nearer(values: Array, own: Array, free: Mask, wished: Wished, province: Scored) -> Array:
    """Return the provinces' own policies and laws scaled towards the wished environment."""
    weights = province.effective["environment"] / (province.high - province.low)
    result = own.copy()
    for p in range(len(own)):
        total = values[list(places().cities_of(p))].sum(axis=0) + own[p] - province.low
        part = float((own[p] * weights)[free[p]].sum())
        if part > 0:
            missing = wished.province["environment"][p] - float(total @ weights)
            result[p, free[p]] *= np.clip(1 + missing / part, *STEP)
    return result
