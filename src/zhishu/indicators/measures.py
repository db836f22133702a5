"""Declared measures → values per year and region, one query per source and level."""

# ruff: noqa: S608 - SQL is what this module makes: names go through quoted(), conditions are compiled.
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, SupportsFloat

import numpy as np

from zhishu.errors import EditionError, PanelError, nearest
from zhishu.indicators.expression import NUMBERS, Compiled, compile_expression, compile_value
from zhishu.indicators.merge import Piece, merge_pieces
from zhishu.records.engine import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.edition import Edition
    from zhishu.framework import Measure
    from zhishu.panel import Panel
    from zhishu.records.load import Loaded, LoadedTable

ZERO_WHEN_ABSENT = frozenset(("count", "distinct", "sum", "any"))
"""Summaries of a region without rows that are 0; a mean, maximum, minimum or share is missing."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A level and the codes of its regions, in the order of its panel."""

    level: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One value to compute: its name, its measure, its SQL and what an absent region gets."""

    name: str
    measure: Measure
    sql: str

    @property
    def absent(self) -> float:
        return 0.0 if self.measure.summary in ZERO_WHEN_ABSENT else np.nan


def compute_panel(
    loaded: Loaded, edition: Edition, level: str, regions: tuple[str, ...], names: tuple[str, ...]
) -> Panel:
    """Return the Panel of one level, every indicator from the declared measures.

    Raises PanelError when a scored level lacks a measure for an indicator; a level that is not
    scored gets a missing column. What an absent region gets stands at ZERO_WHEN_ABSENT.
    """
    return merge_pieces(edition, level, regions, names, (measured_piece(loaded, edition, level, regions),))


def measured_piece(loaded: Loaded, edition: Edition, level: str, regions: tuple[str, ...]) -> Piece:
    """Return the values of every indicator that has a measure at `level`."""
    measures = {
        node.id: measure
        for node in edition.framework
        if node.is_indicator and (measure := node.measure_at(level)) is not None
    }
    found = measured_values(loaded, edition, level, regions, measures)
    years = panel_years(edition)
    values = np.full((len(years), len(regions), len(measures)), np.nan)
    for index, name in enumerate(measures):
        values[:, :, index] = found[name]
    return Piece("records", years, regions, tuple(measures), values)


def compute_measures(
    loaded: Loaded, edition: Edition, level: str, regions: tuple[str, ...]
) -> dict[str, NDArray[np.float64]]:
    """Return the edition's further measures at `level`: name → values (years, regions)."""
    measures = {
        name: measure
        for name, by_level in edition.measures.items()
        if (measure := by_level.get(level, by_level.get("*"))) is not None
    }
    return measured_values(loaded, edition, level, regions, measures)


def panel_years(edition: Edition) -> tuple[int, ...]:
    """Return the years of every panel of an edition."""
    return edition.years or (edition.edition,)


def measured_values(
    loaded: Loaded,
    edition: Edition,
    level: str,
    regions: tuple[str, ...],
    measures: Mapping[str, Measure],
) -> dict[str, NDArray[np.float64]]:
    """Return what measures come to at `level`: name → values (years, regions)."""
    by_source: dict[str, list[_Wanted]] = {}
    for name, measure in measures.items():
        table = _table(loaded, name, measure)
        by_source.setdefault(table.source, []).append(
            _Wanted(name, measure, summary_sql(name, measure, table))
        )
    found: dict[str, NDArray[np.float64]] = {}
    for source, wanted in by_source.items():
        table = loaded.tables[source]
        rows = _grouped(loaded, table, level, wanted)
        arrays = _spread(rows, wanted, table, edition, _Place(level, regions))
        found.update(zip((one.name for one in wanted), arrays, strict=True))
    return found


def _table(loaded: Loaded, name: str, measure: Measure) -> LoadedTable:
    if measure.source in loaded.tables:
        return loaded.tables[measure.source]
    close = nearest(measure.source, loaded.tables)
    raise EditionError(
        f"the measure of '{name}' names a source that does not exist",
        where=f"{name}, measure, from",
        seen=measure.source,
        allowed=", ".join(loaded.tables) or "a source of records",
        advice=f"did you mean '{close}'?" if close else None,
    )


def _spread(
    rows: Sequence[tuple[Any, ...]],
    wanted: Sequence[_Wanted],
    table: LoadedTable,
    edition: Edition,
    place: _Place,
) -> list[NDArray[np.float64]]:
    """Return one array (years, regions) per wanted value, with the rows of the query in their places."""
    years = panel_years(edition)
    region_index = {region: i for i, region in enumerate(place.regions)}
    year_index = {year: i for i, year in enumerate(years)}
    # A source without years says nothing about years other than the edition's own.
    covered = [year for year in years if table.has_year or year == edition.edition]
    arrays = [np.full((len(years), len(place.regions)), np.nan) for _ in wanted]
    for array, one in zip(arrays, wanted, strict=True):
        array[[year_index[year] for year in covered]] = one.absent
    for region, year, *values in rows:
        row = year_index.get(year if table.has_year else edition.edition)
        if row is None:
            continue
        column = _position(region_index, region, place.level)
        for array, one, value in zip(arrays, wanted, values, strict=True):
            array[row, column] = one.absent if value is None else _finite(value, one, region, place.level)
    return arrays


def _position(index: Mapping[str, int], region: str, level: str) -> int:
    if region in index:
        return index[region]
    raise PanelError(
        "rows were located in a region that is not of the level", where=f"level {level}", seen=region
    )


def _finite(value: SupportsFloat, one: _Wanted, region: str, level: str) -> float:
    # Through Decimal or int, exact to the last digit, and rounded to a double once.
    number = float(value)
    if np.isinf(number):
        raise PanelError(
            "a measure is infinite", where=f"{one.name}, level {level}, region {region}", seen=value
        )
    return number


def _grouped(
    loaded: Loaded, table: LoadedTable, level: str, wanted: Sequence[_Wanted]
) -> list[tuple[Any, ...]]:
    import duckdb  # noqa: PLC0415 - loaded already, by whoever made the connection

    at = f"_at_{loaded.levels.index(level)}"
    summaries = ", ".join(one.sql for one in wanted)
    try:
        return loaded.connection.execute(
            f"SELECT {at}, _year, {summaries} FROM {quoted(table.source)} "
            f"WHERE {at} IS NOT NULL GROUP BY {at}, _year"
        ).fetchall()
    except duckdb.Error as error:
        raise PanelError(
            f"the measures of '{table.source}' cannot be computed",
            where=f"level {level}: {', '.join(one.name for one in wanted)}",
            seen=str(error).splitlines()[0],
            allowed="sums below 10^36",
            advice="is an amount given in the wrong unit?",
        ) from error


def summary_sql(name: str, measure: Measure, table: LoadedTable) -> str:
    """Return the SQL of a measure: portable between engines, exact, whatever the order of the rows."""
    place = f"{name}, measure, where"
    condition = compile_expression(measure.where, table.columns, where=place) if measure.where else "TRUE"
    value = _value(name, measure, table)
    if measure.summary == "count":
        return f"count({_when(condition, value)})"
    if measure.summary == "any":
        return f"max(CASE WHEN {condition} AND {value.sql if value else '1'} IS NOT NULL THEN 1 ELSE 0 END)"
    if measure.summary == "share":
        return _share(name, measure, condition, value)
    if value is None:
        raise EditionError(
            f"the measure of '{name}' needs a column",
            where=f"{name}, measure, {measure.summary}",
            allowed=", ".join(table.columns),
        )
    if measure.summary == "distinct":
        return f"count(DISTINCT {_when(condition, value)})"
    if value.type not in NUMBERS:
        raise EditionError(
            f"the measure of '{name}' takes the {measure.summary} of what is no number",
            where=f"{name}, measure, {measure.summary}",
            seen=f"{measure.column} ({value.type})",
            allowed=", ".join(column for column, kind in table.columns.items() if kind in NUMBERS)
            or "a number",
        )
    chosen = _when(condition, value)
    if measure.summary in {"max", "min"}:
        return f"{measure.summary}({chosen})"
    total = _total(chosen, value)
    return total if measure.summary == "sum" else f"CAST({total} AS DOUBLE) / nullif(count({chosen}), 0)"


def _value(name: str, measure: Measure, table: LoadedTable) -> Compiled | None:
    if measure.column is None:
        return None
    if measure.column in table.columns:
        kind = table.columns[measure.column]
        return Compiled(quoted(measure.column), "text" if kind == "code" else kind)
    return compile_value(measure.column, table.columns, where=f"{name}, measure, {measure.summary}")


def _when(condition: str, value: Compiled | None) -> str:
    return f"CASE WHEN {condition} THEN {value.sql if value else '1'} END"


def _total(chosen: str, value: Compiled) -> str:
    # Floating numbers are added in their own order, so that the order of the rows changes no bit.
    return f"sum({chosen} ORDER BY {chosen})" if value.type == "real" else f"sum({chosen})"


def _share(name: str, measure: Measure, condition: str, value: Compiled | None) -> str:
    if measure.where is None:
        raise EditionError(
            f"the share of '{name}' needs `where:`, the condition of those that are counted",
            where=f"{name}, measure, share",
        )
    if value is None:
        return f"CAST(count({_when(condition, None)}) AS DOUBLE) / nullif(count(*), 0)"
    if value.type not in NUMBERS:
        raise EditionError(
            f"the share of '{name}' is taken of what is no number",
            where=f"{name}, measure, share",
            seen=f"{measure.column} ({value.type})",
            allowed="rows, or a column of numbers",
        )
    part, whole = _total(_when(condition, value), value), _total(value.sql, value)
    return f"CAST(coalesce({part}, 0) AS DOUBLE) / nullif(CAST({whole} AS DOUBLE), 0)"
