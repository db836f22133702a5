from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import openpyxl
import pytest

from zhishu.edition import Column, Edition, Level, Records
from zhishu.errors import EditionError, RecordsError
from zhishu.framework import Framework, Node, Text
from zhishu.recipe import Recipe
from zhishu.records.load import load_records
from zhishu.records.quarantine import QuarantineError, quarantine_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

    from zhishu.records.load import Loaded

    Load = Callable[..., Loaded]

TEXT = Text("示例", "Example")


def edition_of(folder: Path, *sources: Records, limit: float = 0.0) -> Edition:
    """Return an edition of one level."""
    tree = Framework((Node("index", TEXT, None, ("x",)), Node("x", TEXT, "index")))
    level = Level("city", TEXT, "cities.csv")
    return Edition(
        folder, "e", TEXT, 2023, (level,), (), sources, (), tree, Recipe(()), quarantine_limit=limit
    )


def test_good_rows_become_a_typed_table(load: Load) -> None:
    """The table is named after the source and holds types, row numbers and regions."""
    loaded = load("region,n,extra\n330106,3,a\n330000,4,b\n", Column("n", "integer"))
    rows = loaded.connection.execute("SELECT * FROM t ORDER BY _row").fetchall()
    assert rows == [
        (2, "330106", 3, "a", None, "330000", "330100"),
        (3, "330000", 4, "b", None, "330000", None),
    ]
    assert loaded.tables["t"].columns == {"region": "code", "n": "integer", "extra": "text"}
    assert loaded.levels == ("province", "city")


def test_rows_read_are_good_or_in_quarantine(load: Load) -> None:
    """No row gets lost: ragged, mistyped, unlocated, repeated or good, each is counted once."""
    text = "id,region,n\n1,330100,1\n2,330100\n3,nowhere,x\n1,330100,2\n4,330100,-1,9\n5,110108,5\n"
    loaded = load(text, Column("n", "integer"), key="id")
    assert loaded.tables["t"].rows_read == 6
    assert loaded.row_counts == {"t": 2}
    assert loaded.quarantined == {"t": 4}
    assert [(cell.row, cell.column) for cell in loaded.quarantine] == [
        (3, ""), (4, "region"), (4, "n"), (5, "id"), (6, ""),
    ]  # fmt: skip


def test_too_many_bad_rows_fail_with_all_their_cells(load: Load) -> None:
    """Above the limit the error says how many, why, where an example stands, and carries the cells."""
    text = "region,n\n330100,1\n330100,x\n330100,y\n"
    with pytest.raises(QuarantineError) as caught:
        load(text, Column("n", "integer"), limit=0.5)
    error = caught.value
    assert isinstance(error, RecordsError)
    assert error.what == "2 of 3 rows of 't' are bad (66.67%)"
    assert error.seen == "'x': not a whole number of at most 18 digits (most frequent: 2 of 2 cells)"
    assert error.where == "t.csv, row 3, column n"
    assert error.advice is not None
    assert "out/quarantine/t.csv" in error.advice
    assert [cell.value for cell in error.cells] == ["x", "y"]


def test_limit_is_the_largest_share_allowed(load: Load) -> None:
    """Exactly the limit passes; the result says that rows are missing."""
    loaded = load("region,n\n330100,1\n330100,x\n", Column("n", "integer"), limit=0.5)
    assert [repair.kind for repair in loaded.repairs] == ["quarantined_rows"]
    assert loaded.repairs[0].message.en == "1 of 2 rows are in quarantine"


def test_quarantine_files_hold_every_cell(load: Load) -> None:
    """One CSV per table, whose cells come back as they were, whatever they hold."""
    loaded = load('region,n\n330100,"a ""b"", c\nd"\n330100,\'=1+1\n', Column("n", "integer"))
    ((name, text),) = quarantine_files(loaded.quarantine).items()
    assert name == "t.csv"
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["table", "row", "column", "value", "reason"]
    assert [row[:4] for row in rows[1:]] == [["t", "2", "n", 'a "b", c\nd'], ["t", "3", "n", "'=1+1"]]


def test_table_without_rows_is_loaded_and_said(load: Load) -> None:
    """Headings alone give a table of no rows, and a repair says that it counts nothing."""
    loaded = load("region,n\n", Column("n", "integer"))
    assert loaded.row_counts == {"t": 0}
    assert [repair.kind for repair in loaded.repairs] == ["no_rows"]


def test_rows_outside_of_every_level_are_said(load: Load) -> None:
    """A known region of no level is kept, counted nowhere, and a repair says so."""
    loaded = load("region\n810000\n330100\n")
    assert loaded.row_counts == {"t": 2}
    assert [(repair.kind, repair.message.en[:6]) for repair in loaded.repairs] == [
        ("outside_regions", "1 rows")
    ]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        (Column("when", "date"), ("2022-05-01", "2023-01-01", "2019-01-01", "")),
        (Column("when", "integer"), ("2022", "2023", "2019", "")),
        (None, ("2022", "2023.0", "2019", "")),
    ],
)
def test_year_of_a_row(load: Load, column: Column | None, cells: tuple[str, ...]) -> None:
    """The year comes from a date or a number; without one a row is bad; other years are said."""
    text = "region,when\n" + "".join(f"330100,{cell}\n" for cell in cells)
    loaded = load(text, *([column] if column else []), year="when", years=(2022, 2023))
    years = loaded.connection.execute("SELECT _year FROM t ORDER BY _row").fetchall()
    assert years == [(2022,), (2023,), (2019,)]
    assert [repair.kind for repair in loaded.repairs] == ["quarantined_rows", "outside_years"]


@pytest.mark.parametrize("year", ["0", "23", "999999999999", "-2023", "soon"])
def test_year_that_is_none_is_bad(load: Load, year: str) -> None:
    """A number that is no year of four digits is a bad cell, however large."""
    loaded = load(f"region,when\n330100,{year}\n330100,2023\n", year="when")
    assert [(cell.row, cell.column) for cell in loaded.quarantine] == [(2, "when")]


def test_engine_is_locked_after_loading(load: Load, tmp_path: Path) -> None:
    """After loading, the engine reads no file, writes none, and keeps its settings."""
    loaded = load("region\n330100\n")
    for statement in (
        f"SELECT * FROM read_csv('{tmp_path}/t.csv')",
        f"COPY t TO '{tmp_path}/stolen.csv'",
        "INSTALL httpfs",
        "SET enable_external_access=true",
        f"ATTACH '{tmp_path}/x.db'",
    ):
        with pytest.raises(duckdb.Error):
            loaded.connection.execute(statement)
    assert not (tmp_path / "stolen.csv").exists()


@pytest.mark.parametrize("name", ['a "b"; DROP TABLE t; --', "select", "企业", "main.t", "raw_0"])
def test_names_of_sources_and_columns_are_only_names(
    tmp_path: Path, engine: DuckDBPyConnection, name: str
) -> None:
    """A source or a heading may be called anything; it is never taken for SQL."""
    with (tmp_path / "t.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["region", name], ["330100", "x'); DROP TABLE t; --"]])
    edition = edition_of(tmp_path, Records(name, "t.csv", region="region"))
    loaded = load_records(engine, edition, lambda text: {"city": text})
    assert loaded.row_counts == {name: 1}


def test_two_sources_of_one_name_are_refused(tmp_path: Path, engine: DuckDBPyConnection) -> None:
    """Names that differ in capitals only are one name to the engine."""
    sources = (Records("t", "t.csv", region="r"), Records("T", "t.csv", region="r"))
    with pytest.raises(EditionError, match="same name"):
        load_records(engine, edition_of(tmp_path, *sources), lambda _: None)


def test_csv_xlsx_and_parquet_give_the_same_table(tmp_path: Path, engine: DuckDBPyConnection) -> None:
    """The same rows in three kinds of file make the same table and the same quarantine."""
    heads = ["region", "money", "flag", "day"]
    rows: list[list[Any]] = [[330100, 0.1, True, "2023-05-01"], [110108, 12.345, False, "2023-05-02"]]
    with (tmp_path / "a.csv").open("w", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    book = openpyxl.Workbook()
    for row in [heads, *rows]:
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    engine.execute(
        f"COPY (SELECT * FROM (VALUES (330100, 0.1::DOUBLE, true, DATE '2023-05-01'), "
        f"(110108, 12.345, false, DATE '2023-05-02')) v(region, money, flag, day)) TO '{tmp_path}/c.parquet'"
    )
    columns = (Column("money", "decimal"), Column("flag", "boolean"), Column("day", "date"))
    sources = [Records(f[0], f, columns=columns, region="region") for f in ("a.csv", "b.xlsx", "c.parquet")]
    loaded = load_records(engine, edition_of(tmp_path, *sources, limit=1.0), lambda text: {"city": text})
    tables = [engine.execute(f"SELECT * FROM {name}").fetchall() for name in "abc"]
    assert len(tables[0]) == 1
    assert tables[0] == tables[1] == tables[2]
    assert [(cell.table, cell.row, cell.column) for cell in loaded.quarantine] == [
        (name, 3, "money") for name in "abc"
    ]


def test_large_sources_use_every_core(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small sources are worked on by one core, large ones by all, with the same table."""
    setting = "SELECT current_setting('threads')"
    cores = duckdb.connect().execute(setting).fetchone()
    monkeypatch.setattr("zhishu.records.load.LARGE", 5)
    loaded = load("region\n330100\n")
    assert loaded.row_counts == {"t": 1}
    assert loaded.connection.execute(setting).fetchone() == cores


def test_each_place_is_looked_up_once(tmp_path: Path, engine: DuckDBPyConnection) -> None:
    """However many rows and tables name a place, it is looked up once."""
    (tmp_path / "t.csv").write_text("region\n" + "330100\n" * 50)
    asked: list[str] = []

    def locate(text: str) -> dict[str, str]:
        asked.append(text)
        return {"city": text}

    sources = (Records("a", "t.csv", region="region"), Records("b", "t.csv", region="region"))
    load_records(engine, edition_of(tmp_path, *sources), locate)
    assert asked == ["330100"]
