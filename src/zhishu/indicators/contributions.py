"""What single firms add to the indicators: the rows behind the sums and counts of a panel."""

# ruff: noqa: S608 - SQL is what this module makes: names go through quoted(), conditions are compiled.
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import EditionError, nearest
from zhishu.indicators.measures import panel_years, summary_sql
from zhishu.records.engine import open_engine, quoted
from zhishu.records.load import load_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.edition import Edition
    from zhishu.framework import Measure
    from zhishu.places.setting import Setting
    from zhishu.records.load import Loaded, LoadedTable

ADDITIVE = frozenset(("count", "sum"))
"""Summaries to which every row adds its own part."""


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """What each unit (a firm) adds to the additive indicators of one level.

    One row per unit, region and year: `keys` (rows,) are the units' keys, `years` and `regions`
    (rows,) positions in the panel, `values` (rows, indicators) what they add, 0 where nothing;
    `covered` (indicators,) says which indicators are sums over these units. Rows stand in the order
    of year, region and key.
    """

    keys: tuple[str, ...]
    years: NDArray[np.intp]
    regions: NDArray[np.intp]
    values: NDArray[np.float64]
    covered: NDArray[np.bool_]

    def on(self, rows: Sequence[int], columns: Sequence[int]) -> Contributions:
        """Return those to some regions and indicators, which are numbered anew."""
        position = {row: place for place, row in enumerate(rows)}
        kept = np.isin(self.regions, list(rows))
        return Contributions(
            tuple(key for key, keep in zip(self.keys, kept, strict=True) if keep),
            self.years[kept],
            np.array([position[row] for row in self.regions[kept].tolist()], dtype=np.intp),
            self.values[kept][:, list(columns)],
            self.covered[list(columns)],
        )


def contributions_of(
    edition: Edition, setting: Setting, source: str, regions: Mapping[str, tuple[str, ...]]
) -> dict[str, Contributions]:
    """Return the Contributions of the units of a source of records, by level.

    `regions` maps a level to the codes of its panel. An indicator is covered when it counts or sums
    rows of the source, or of another source that has a column of the same name as this one's key
    (financing events that name the firm). Raises EditionError for a source without a key.
    """
    with open_engine() as connection:
        loaded = load_records(connection, edition, setting.locate)
        key = _key_of(loaded, edition, source)
        return {level: _of_level(loaded, edition, key, level, codes) for level, codes in regions.items()}


def _key_of(loaded: Loaded, edition: Edition, source: str) -> str:
    from zhishu.records.tables import BUILTIN_TABLES  # noqa: PLC0415 - next to its use

    declared = next((known for known in edition.records if known.name == source), None)
    if declared is None:
        close = nearest(source, loaded.tables)
        raise EditionError(
            f"there is no source of records '{source}'",
            seen=source,
            allowed=", ".join(loaded.tables) or "none is declared",
            advice=f"did you mean '{close}'?" if close else None,
        )
    builtin = BUILTIN_TABLES.get(declared.table or "")
    key = declared.key or (builtin.key if builtin else None)
    if key is None:
        raise EditionError(
            f"the source '{source}' has no key, so its units cannot be told apart",
            where=f"sources, {source}",
            allowed="`key:`, the column whose values do not repeat",
        )
    return key


def _of_level(
    loaded: Loaded, edition: Edition, key: str, level: str, regions: tuple[str, ...]
) -> Contributions:
    indicators = edition.framework.indicators
    found: dict[tuple[int, int, str], NDArray[np.float64]] = {}
    covered = np.zeros(len(indicators), dtype=bool)
    years = {year: position for position, year in enumerate(panel_years(edition))}
    at = {code: position for position, code in enumerate(regions)}
    for table, measures in _additive(loaded, edition, key, level):
        columns = [indicators.index(name) for name in measures]
        covered[columns] = True
        for region, year, unit, *amounts in _summed(loaded, table, key, level, measures):
            own_year = years.get(year if table.has_year else edition.edition)
            if own_year is not None and region in at:
                row = found.setdefault((own_year, at[region], str(unit)), np.zeros(len(indicators)))
                row[columns] += [0.0 if amount is None else float(amount) for amount in amounts]
    places = sorted(found)
    return Contributions(
        tuple(unit for _, _, unit in places),
        np.array([year for year, _, _ in places], dtype=np.intp),
        np.array([region for _, region, _ in places], dtype=np.intp),
        np.array([found[place] for place in places]).reshape(len(places), len(indicators)),
        covered,
    )


def _additive(
    loaded: Loaded, edition: Edition, key: str, level: str
) -> Iterator[tuple[LoadedTable, dict[str, Measure]]]:
    """Yield the sources that know the key, each with the additive measures that it gives."""
    for name, table in loaded.tables.items():
        measures = {
            node.id: measure
            for node in edition.framework
            if node.is_indicator and (measure := node.measure_at(level)) is not None
            if measure.source == name and measure.summary in ADDITIVE
        }
        if measures and key in table.columns:
            yield table, measures


def _summed(
    loaded: Loaded, table: LoadedTable, key: str, level: str, measures: Mapping[str, Measure]
) -> list[tuple[Any, ...]]:
    place, unit = f"_at_{loaded.levels.index(level)}", quoted(key)
    amounts = ", ".join(summary_sql(name, measure, table) for name, measure in measures.items())
    return loaded.connection.execute(
        f"SELECT {place}, _year, {unit}, {amounts} FROM {quoted(table.source)} "
        f"WHERE {place} IS NOT NULL AND {unit} IS NOT NULL GROUP BY {place}, _year, {unit}"
    ).fetchall()
