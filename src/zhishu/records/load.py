"""All record sources of an edition → typed, validated, located tables in the engine."""

# ruff: noqa: S608 - SQL is what this module makes: names are its own or go through quoted().
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhishu.errors import EditionError, RecordsError, Repair
from zhishu.framework import Text, text_of
from zhishu.records.clean import QuarantinedCell, clean, faulty_cells, places_of
from zhishu.records.columns import layout_of
from zhishu.records.engine import lock_engine, quoted, use_every_core
from zhishu.records.files import source_path
from zhishu.records.locate import locate_places, put_columns
from zhishu.records.parquet import copy_parquet
from zhishu.records.quarantine import bad_rows, refuse_too_many
from zhishu.records.read import file_kind, read_sheet
from zhishu.records.sheet import sheet_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from zhishu.edition import ColumnType, Edition, Records
    from zhishu.records.columns import Layout
    from zhishu.records.locate import Locate
    from zhishu.records.sheet import Fault, Sheet


LARGE = 1 << 25
"""Sources of more bytes than this are worth more than one core."""
RAW = "zhishu_raw"
"""Where the engine keeps what is not typed yet, apart from the tables that sources name."""


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """One source in the engine: its columns' types, whether it has years, and its rows.

    `rows_read` = `rows_good` + the quarantined rows, always.
    """

    source: str
    file: str
    columns: Mapping[str, ColumnType]
    has_year: bool
    rows_read: int
    rows_good: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """Every source of an edition, as tables of the engine `connection`.

    `levels` gives the order of the `_at_<index>` columns.
    """

    connection: DuckDBPyConnection
    tables: Mapping[str, LoadedTable]
    levels: tuple[str, ...]
    quarantine: tuple[QuarantinedCell, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def row_counts(self) -> dict[str, int]:
        """How many good rows each source has."""
        return {name: table.rows_good for name, table in self.tables.items()}

    @property
    def quarantined(self) -> dict[str, int]:
        """How many rows of each source are in quarantine."""
        return dict.fromkeys(self.tables, 0) | bad_rows(self.quarantine)


@dataclass(frozen=True, slots=True)
class _Raw:
    """A source as it was read: the engine's table of texts, and the rows that fit no headings."""

    source: Records
    layout: Layout
    table: str
    faults: tuple[Fault, ...]


def load_records(connection: DuckDBPyConnection, edition: Edition, locate: Locate) -> Loaded:
    """Read every record source of `edition` into the engine and return what was found.

    Each source becomes a table of its good rows: its columns with their types, `_row`, `_year` and
    one `_at_<level index>` column per level. `locate` gives the region at each level for a code or
    a name. The engine is locked before anything is computed: no file, no network, no settings.

    Raises RecordsError for a file that cannot be read, and QuarantineError, a RecordsError that
    carries all `cells`, when a larger share of a table is bad than `edition.quarantine_limit`.
    """
    _refuse_same_names(edition)
    connection.execute(f"CREATE SCHEMA {RAW}")
    if sum(source_path(edition.folder, source.file).stat().st_size for source in edition.records) > LARGE:
        use_every_core(connection)
    raws = [_read(connection, edition, number, source) for number, source in enumerate(edition.records)]
    lock_engine(connection)
    levels = tuple(level.id for level in edition.levels)
    remembered = _remembering(locate)
    parts = [_typed(connection, raw, remembered, levels) for raw in raws]
    tables = {table.source: table for table, _ in parts}
    cells = tuple(cell for _, found in parts for cell in found)
    refuse_too_many(
        cells,
        {name: table.rows_read for name, table in tables.items()},
        {name: table.file for name, table in tables.items()},
        edition.quarantine_limit,
    )
    repairs = tuple(_repairs(connection, tables, cells, levels, edition))
    return Loaded(connection, tables, levels, cells, repairs)


def _refuse_same_names(edition: Edition) -> None:
    names = [source.name.casefold() for source in edition.records]
    for source in edition.records:
        if names.count(source.name.casefold()) > 1:
            raise EditionError("two sources have the same name", where="sources", seen=source.name)


def _read(connection: DuckDBPyConnection, edition: Edition, number: int, source: Records) -> _Raw:
    table = f"{RAW}.source_{number}"
    path = source_path(edition.folder, source.file)
    if file_kind(path, source.file) == "parquet" and source.sheet is None:
        headings = copy_parquet(connection, table, path, source.file)
        sheet_of(source.file, [headings])
        return _Raw(source, layout_of(source, headings), table, ())
    sheet = read_sheet(edition.folder, source.file, sheet=source.sheet)
    layout = layout_of(source, sheet.headings)
    _copy_sheet(connection, table, sheet)
    return _Raw(source, layout, table, sheet.faults)


def _copy_sheet(connection: DuckDBPyConnection, table: str, sheet: Sheet) -> None:
    names = ("_row", *sheet.headings)
    put_columns(
        connection, f"{RAW}_sheet", dict(zip(names, (sheet.rows, *sheet.columns), strict=True)), names
    )
    texts = ", ".join(
        f"CAST({quoted(heading)} AS VARCHAR) AS {quoted(heading)}" for heading in sheet.headings
    )
    connection.execute(
        f"CREATE TABLE {table} AS SELECT CAST(_row AS BIGINT) AS _row, {texts} FROM {RAW}_sheet"
    )
    connection.unregister(f"{RAW}_sheet")


def _typed(
    connection: DuckDBPyConnection, raw: _Raw, locate: Locate, levels: tuple[str, ...]
) -> tuple[LoadedTable, list[QuarantinedCell]]:
    layout = raw.layout
    region = next(
        heading
        for heading, column in zip(layout.headings, layout.columns, strict=True)
        if column.name == layout.region
    )
    locate_places(connection, raw.table, region, locate, levels)
    good = _cleaned(connection, raw, len(levels))
    found = connection.execute(f"SELECT count(*) FROM {raw.table}").fetchone()
    fitting = int(found[0]) if found else 0
    cells = [QuarantinedCell(layout.source, fault.row, "", fault.value, fault.reason) for fault in raw.faults]
    if good < fitting:
        cells += faulty_cells(connection, layout, raw.table)
    connection.execute(f"DROP TABLE {raw.table}")
    connection.execute(f"DROP TABLE {places_of(raw.table)}")
    read = fitting + len(raw.faults)
    types: dict[str, ColumnType] = {column.name: column.type for column in layout.columns}
    table = LoadedTable(layout.source, layout.file, types, layout.year is not None, read, good)
    return table, sorted(cells, key=lambda cell: cell.row)


def _cleaned(connection: DuckDBPyConnection, raw: _Raw, levels: int) -> int:
    import duckdb  # noqa: PLC0415 - loaded already, by whoever made the connection

    try:
        return clean(connection, raw.layout, raw.table, levels)
    except duckdb.Error as error:
        raise RecordsError(
            f"the rows of '{raw.source.name}' cannot be given their types",
            where=raw.source.file,
            seen=str(error).splitlines()[0],
        ) from error


def _remembering(locate: Locate) -> Locate:
    """Return `locate` that looks each text up once, however many tables name it."""
    known: dict[str, Mapping[str, str] | None] = {}

    def find(text: str) -> Mapping[str, str] | None:
        if text not in known:
            known[text] = locate(text)
        return known[text]

    return find


def _repairs(
    connection: DuckDBPyConnection,
    tables: Mapping[str, LoadedTable],
    cells: tuple[QuarantinedCell, ...],
    levels: tuple[str, ...],
    edition: Edition,
) -> list[Repair]:
    """Return what the reader of the result must know about the tables."""
    counts = bad_rows(cells)
    repairs = []
    for name, table in tables.items():
        if name in counts:
            message = Text(
                f"{table.rows_read:,} 行中有 {counts[name]:,} 行已隔离",
                f"{counts[name]:,} of {table.rows_read:,} rows are in quarantine",
            )
            repairs.append(Repair("quarantined_rows", text_of(name), message))
        if not table.rows_good:
            message = Text(
                f"{table.file} 没有合格的行：由此表计数的结果均为零",
                f"{table.file} has no good row: every count from it is zero",
            )
            repairs.append(Repair("no_rows", text_of(name), message))
        repairs += _uncounted(connection, table, levels, edition)
    return repairs


def _uncounted(
    connection: DuckDBPyConnection, table: LoadedTable, levels: tuple[str, ...], edition: Edition
) -> list[Repair]:
    nowhere = " AND ".join(f"_at_{i} IS NULL" for i in range(len(levels))) or "TRUE"
    years = ", ".join(str(year) for year in edition.years or (edition.edition,))
    otherwise = f"_year NOT IN ({years})" if table.has_year else "FALSE"
    found = connection.execute(
        f"SELECT count(CASE WHEN {nowhere} THEN 1 END), count(CASE WHEN {otherwise} THEN 1 END) "
        f"FROM {quoted(table.source)}"
    ).fetchone()
    outside, other_years = found or (0, 0)
    repairs = []
    if outside:
        message = Text(
            f"{outside:,} 行不在任何层级的地区之内，不计入",
            f"{outside:,} rows lie in no region of any level and are not counted",
        )
        repairs.append(Repair("outside_regions", text_of(table.source), message))
    if other_years:
        message = Text(
            f"{other_years:,} 行不属于本版的年份（{years.replace(', ', '、')}），不计入",
            f"{other_years:,} rows lie in no year of the edition ({years}) and are not counted",
        )
        repairs.append(Repair("outside_years", text_of(table.source), message))
    return repairs
