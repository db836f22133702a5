"""Rates: indicators that are cases out of a base, with both counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Measure
from zhishu.indicators.measures import measured_values
from zhishu.records.engine import open_engine
from zhishu.records.load import load_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zhishu.edition import Edition
    from zhishu.places.setting import Setting


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """The rates of one level: `cases` and `base` are (years, regions, indicators of the list)."""

    indicators: tuple[str, ...]
    cases: NDArray[np.float64]
    base: NDArray[np.float64]


def counted_shares(
    edition: Edition, setting: Setting, regions: Mapping[str, tuple[str, ...]]
) -> dict[str, Rates]:
    """Return the indicators measured as `share: rows`, by level: the rows that count, and all rows.

    `regions` maps a level to the codes of its panel; the records are read anew. A share of a column
    is a share of an amount, not of cases, and is left out.
    """
    wanted = {level: _shares(edition, level) for level in regions}
    if not any(wanted.values()):
        return {level: _none() for level in regions}
    found = {}
    with open_engine() as connection:
        loaded = load_records(connection, edition, setting.locate)
        for level, shares in wanted.items():
            cases, base = (
                measured_values(loaded, edition, level, regions[level], measures)
                for measures in (
                    {name: Measure(own.source, "count", None, own.where) for name, own in shares.items()},
                    {name: Measure(own.source, "count") for name, own in shares.items()},
                )
            )
            found[level] = _rates(cases, base) if shares else _none()
    return found


def _shares(edition: Edition, level: str) -> dict[str, Measure]:
    return {
        node.id: measure
        for node in edition.framework
        if node.is_indicator and (measure := node.measure_at(level)) is not None
        if measure.summary == "share" and measure.column is None
    }


def _rates(cases: Mapping[str, NDArray[np.float64]], base: Mapping[str, NDArray[np.float64]]) -> Rates:
    names = tuple(cases)
    return Rates(names, *(np.stack([part[name] for name in names], axis=-1) for part in (cases, base)))


def _none() -> Rates:
    return Rates((), np.zeros((0, 0, 0)), np.zeros((0, 0, 0)))
