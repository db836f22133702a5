"""The prior brought near its wished scores, so that the linear program has little left to move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import orders
from assumptions import COLUMN, SHARED, TREE
from places import places
from rows import UNITS
from variables import MOST

if TYPE_CHECKING:
    from curves import Prior, Wished
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

STEP = (0.5, 2.1)
"""Least and most by which a city's values are scaled."""
STAYS = ("market_entities", "listed_firms", "universities")
"""Counts with a printed national total."""
BELOW_FIRST = 0.95


def approach(prior: Prior, free: Mask, wished: Wished) -> tuple[Array, Array]:
    """Return values and provinces' own, scaled city by city towards the wished dimension scores."""
    values = prior.values.copy()
    for dimension in TREE:
        weights = prior.city.slope(dimension)
        moving = free[:UNITS] & (weights > 0)
        moving[:, [COLUMN[name] for name in STAYS]] = False
        for unit in (places().city(name) for group in orders.CITY[dimension] for name in group):
            parts = weights * (prior.values[unit] - prior.city.low)
            part = float(parts[moving[unit]].sum())
            if part > 0:
                missing = wished.city[dimension][unit] - float(parts.sum())
                values[unit, moving[unit]] *= np.clip(1 + missing / part, *STEP)
    values = capped(values, prior.values)
    return values, own_approach(prior, values, free[UNITS:], wished)


def capped(values: Array, before: Array) -> Array:
    """Return the values, none of those that grew above the first city's or another cap."""
    result = values.copy()
    for name, j in COLUMN.items():
        first = np.inf if name in SHARED else BELOW_FIRST * before[:, j].max()
        cap = np.maximum(min(MOST.get(name, np.inf), first), before[:, j])
        result[:, j] = np.minimum(values[:, j], cap)
    return result


def own_approach(prior: Prior, values: Array, free: Mask, wished: Wished) -> Array:
    """Return the provinces' own policies and laws scaled towards the wished environment."""
    weights = prior.province.slope("environment")
    own = prior.own.copy()
    for p in range(len(own)):
        total = values[list(places().cities_of(p))].sum(axis=0) + own[p] - prior.province.low
        part = float((own[p] * weights)[free[p]].sum())
        if part > 0:
            missing = wished.province["environment"][p] - float(total @ weights)
            own[p, free[p]] *= np.clip(1 + missing / part, *STEP)
    return own
