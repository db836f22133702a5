"""Rows of the linear program: sums of variables and what they must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from assumptions import INDICATORS
from places import places
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNITS = 337
PROVINCES = 31
SIZE = (UNITS + PROVINCES) * len(INDICATORS)

Cells = list[tuple[int, float]]
"""Variables with their coefficients."""


@dataclass(slots=True)
class Program:
    """What the values must satisfy: `least` rows `a·x >= b`, `equal` rows, `wished` rows with a price.

    `care` scales every margin: 1 before values are made whole, less afterwards.
    """

    care: float = 1.0
    least: list[tuple[sparse.csr_array, float, str]] = field(default_factory=list)
    equal: list[tuple[sparse.csr_array, float, str]] = field(default_factory=list)
    wished: list[tuple[sparse.csr_array, float, float]] = field(default_factory=list)


def position(unit: int, indicator: str) -> int:
    """Return the variable of a unit's indicator; units from 337 on are the provinces' own."""
    return unit * len(INDICATORS) + INDICATORS.index(indicator)


def row(cells: Iterable[tuple[int, float]]) -> sparse.csr_array:
    """Return the sparse row with those coefficients; repeated variables add up."""
    columns, data = zip(*cells, strict=True)
    return sparse.coo_array((data, ([0] * len(data), columns)), shape=(1, SIZE)).tocsr()


def total(rows: Sequence[sparse.csr_array]) -> sparse.csr_array:
    """Return the sum of rows."""
    return sparse.csr_array(np.ones((1, len(rows)))) @ sparse.vstack(rows).tocsr()


def cell(name: str, indicator: str, factor: float = 1.0) -> tuple[int, float]:
    """Return a city's variable with a coefficient."""
    return position(places().city(name), indicator), factor


def value(unit: int, indicator: str) -> Cells:
    """Return a unit's variable as a sum of one."""
    return [(position(unit, indicator), 1.0)]


def nation(indicator: str, factor: float = 1.0) -> Cells:
    """Return the national total of an indicator."""
    return [(position(unit, indicator), factor) for unit in range(UNITS)]


def members(province: int) -> tuple[int, ...]:
    """Return the units that add up to a province, its own records among them."""
    return (*places().cities_of(province), UNITS + province)


def province_sum(province: int, indicator: str) -> Cells:
    """Return a province's value as a sum of variables."""
    return [(position(unit, indicator), 1.0) for unit in members(province)]


def above(program: Program, a: Cells, b: Cells, margin: float, label: str) -> None:
    """Require one sum to exceed another by a margin; a negative margin is an allowance and stays whole."""
    bound = program.care * margin if margin > 0 else margin
    program.least.append((row([*a, *((column, -factor) for column, factor in b)]), bound, label))


def city_above(
    program: Program, indicator: str, names: Iterable[str], others: Iterable[int], margin: float
) -> None:
    """Require each named city's value to exceed each other unit's, by the margin or up to twice it.

    The margin differs from unit to unit, so that values held down by the same city do not coincide.
    """
    units = list(others)
    for name in names:
        for other in units:
            label = f"{indicator} {name} > {places().shorts[other]}"
            above(
                program,
                [cell(name, indicator)],
                value(other, indicator),
                margin * unevenness(13 * places().city(name) + other),
                label,
            )


def unevenness(unit: int) -> float:
    """Return a fixed factor between 1 and 2 that looks random from unit to unit."""
    return 1.0 + (unit * 61 % 97) / 97


def chain(program: Program, indicator: str, names: Sequence[str], margin: float) -> None:
    """Require the named cities' values to fall in that order."""
    for a, b in pairwise(names):
        above(program, [cell(a, indicator)], [cell(b, indicator)], margin, f"{indicator} {a} > {b}")


def at_least(program: Program, name: str, indicator: str, low: float, room: float) -> None:
    """Require a city's value to reach `low`, with some room."""
    bound = low + program.care * room
    program.least.append((row([cell(name, indicator)]), bound, f"{indicator} {name} >= {low:g}"))


def at_most(program: Program, name: str, indicator: str, high: float, room: float) -> None:
    """Require a city's value to stay below `high`, with some room."""
    bound = program.care * room - high
    program.least.append((row([cell(name, indicator, -1.0)]), bound, f"{indicator} {name} <= {high:g}"))


def all_but(*names: str) -> list[int]:
    """Return the units not named."""
    return [i for i, short in enumerate(places().shorts) if short not in names]
