"""The environment's ranks after rounding, mended by single records.

Rounding moves the ranges of policies and laws a little, and with them every score of the environment.
One step at a time, a city's policies, laws or associations, or a province's own policies or laws, change
by a few records, as long as the printed orders of policies and associations stay and the ranks of the
environment at both levels come closer to the published ones.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import orders as published
from figures import add_associations, add_policies
from places import MUNICIPALITIES, places
from rows import PROVINCES, UNITS, Program, position
from scipy import sparse
from solve import both_levels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Groups = list[list[int]]

NODE = "environment"
STEPS = (-3, -2, -1, 1, 2, 3)
REACH = {"policies": 3, "laws": 1, "associations": 3}
CARE = 0.35
MOST_STEPS = 200


def mended(values: Array, movable: NDArray[np.bool_], key: Sequence[int]) -> Array:
    """Return the values with the environment's ranks as published, or as near as single records come."""
    rules = printed_rules()
    orders = published_orders(key)
    best, missing = values.copy(), shortfall(values, orders, key)
    for _ in range(MOST_STEPS):
        if missing <= 0:
            break
        options = [
            (shortfall(option, orders, key), i, option)
            for i, option in enumerate(changes(best, movable, orders, key))
        ]
        lawful = [option for option in options if (rules[0] @ option[2] >= rules[1]).all()]
        if not lawful or min(lawful)[0] >= missing - 1e-12:
            break
        missing, _, best = min(lawful, key=lambda option: option[:2])
    return best


def printed_rules() -> tuple[sparse.csr_array, Array]:
    """Return the printed orders of policies and associations as a matrix and what it must reach."""
    program = Program(CARE)
    add_policies(program)
    add_associations(program)
    return sparse.vstack([row for row, _, _ in program.least]).tocsr(), np.array(
        [b for _, b, _ in program.least]
    )


def published_orders(key: Sequence[int]) -> tuple[Groups, Groups]:
    """Return both levels' orders of the environment as positions in the level, the rest last."""
    where = {unit: i for i, unit in enumerate(key)}
    cities = [[where[places().city(name)] for name in group] for group in published.CITY[NODE]]
    provinces = [[places().province(name) for name in group] for group in published.PROVINCE[NODE]]
    return with_rest(cities, len(key)), with_rest(provinces, PROVINCES)


def with_rest(groups: Groups, count: int) -> Groups:
    """Return the groups and, last, all regions that none of them names."""
    named = {region for group in groups for region in group}
    return [*groups, [region for region in range(count) if region not in named]]


def shortfall(values: Array, orders: tuple[Groups, Groups], key: Sequence[int]) -> float:
    """Return by how much neighbours of the orders miss their distance, in sum."""
    margin = CARE * published.MARGINS[NODE]
    total = 0.0
    for level, groups in zip(both_levels(values, key), orders, strict=True):
        score = level.scores[NODE]
        for upper, lower in pairwise(groups):
            total += max(0.0, margin - float(score[upper].min() - score[lower].max()))
    return total


def changes(
    values: Array, movable: NDArray[np.bool_], orders: tuple[Groups, Groups], key: Sequence[int]
) -> Iterator[Array]:
    """Yield the values after every single change of a region that lies too near to a neighbour."""
    margin = CARE * published.MARGINS[NODE]
    units: dict[int, None] = {}
    for level, groups, codes in zip(both_levels(values, key), orders, (key, None), strict=True):
        score = level.scores[NODE]
        for upper, lower in pairwise(groups):
            a, b = min(upper, key=lambda i: score[i]), max(lower, key=lambda i: score[i])
            if score[a] - score[b] < margin:
                units |= dict.fromkeys(records_of(region, codes) for region in (a, b))
    for unit in units:
        for name, reach in REACH.items():
            column = position(unit, name)
            for step in STEPS:
                if movable[column] and abs(step) <= reach and values[column] + step >= 1:
                    changed = values.copy()
                    changed[column] += step
                    yield changed


def records_of(region: int, key: Sequence[int] | None) -> int:
    """Return the unit whose records move a region's score: the city, or the province's own."""
    if key is not None:
        return key[region]
    code = places().provinces[region]
    return places().codes.index(code) if code in MUNICIPALITIES else UNITS + region
