from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from zhishu.errors import RecordsError
from zhishu.records import spreadsheet
from zhishu.records.engine import open_engine
from zhishu.records.read import read_sheet

if TYPE_CHECKING:
    from pathlib import Path


def workbook(path: Path, rows: list[list[Any]], title: str = "数据") -> None:
    """Write a workbook of two sheets, the second one empty."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.create_sheet("empty")
    book.save(path)


def test_cells_become_exact_text(tmp_path: Path) -> None:
    """Whole numbers lose no digit and gain no point; dates are ISO; empty cells are empty."""
    row = [
        110108,
        110108.0,
        0.1,
        True,
        dt.datetime(2023, 5, 1),  # noqa: DTZ001 - a workbook knows no zone
        dt.datetime(2023, 5, 1, 12, 30),  # noqa: DTZ001 - as above
        None,
        " x ",
        1e15,
    ]
    workbook(tmp_path / "t.xlsx", [list("abcdefghi"), row])
    cells = [column[0] for column in read_sheet(tmp_path, "t.xlsx").columns]
    assert cells == [
        "110108",
        "110108",
        "0.1",
        "true",
        "2023-05-01",
        "2023-05-01 12:30:00",
        "",
        "x",
        "1000000000000000",
    ]


def test_rows_keep_their_numbers_across_blank_ones(tmp_path: Path) -> None:
    """Blank rows are no rows, but they count."""
    workbook(tmp_path / "t.xlsx", [["a", "b"], [1, 2], [None, None], [3, None]])
    sheet = read_sheet(tmp_path, "t.xlsx")
    assert sheet.rows == (2, 4)
    assert sheet.columns == (("1", "3"), ("2", ""))


def test_sheet_by_name(tmp_path: Path) -> None:
    """A sheet is taken by its name; a wrong name is answered with the nearest."""
    workbook(tmp_path / "t.xlsx", [["a"], [1]], title="firms")
    assert read_sheet(tmp_path, "t.xlsx", sheet="firms").headings == ("a",)
    with pytest.raises(RecordsError, match="no sheet 'firm'") as caught:
        read_sheet(tmp_path, "t.xlsx", sheet="firm")
    assert caught.value.advice == "did you mean 'firms'?"
    with pytest.raises(RecordsError, match="empty"):
        read_sheet(tmp_path, "t.xlsx", sheet="empty")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"id,name\n1,2\n", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty, broken, mislabelled or old binary file gets one message."""
    (tmp_path / "t.xlsx").write_bytes(content)
    with pytest.raises(RecordsError, match="cannot be read"):
        read_sheet(tmp_path, "t.xlsx")


def test_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """A zip file with something else inside is no workbook."""
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(RecordsError, match="cannot be read"):
        read_sheet(tmp_path, "t.xlsx")


def test_damaged_sheet_is_refused(tmp_path: Path) -> None:
    """A workbook whose sheet breaks off in the middle is refused, not half read."""
    workbook(tmp_path / "good.xlsx", [["a", "b"], *([i, i] for i in range(50))])
    with (
        zipfile.ZipFile(tmp_path / "good.xlsx") as good,
        zipfile.ZipFile(tmp_path / "t.xlsx", "w") as bad,
    ):
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    with pytest.raises(RecordsError):
        read_sheet(tmp_path, "t.xlsx")


def test_stray_cell_far_away_is_refused(tmp_path: Path) -> None:
    """A cell in the last row and column would make the table fill the memory."""
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(RecordsError, match="too large"):
        read_sheet(tmp_path, "t.xlsx")


def test_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that unpacks to more than the limit is refused before it is unpacked."""
    monkeypatch.setattr(spreadsheet, "MAXIMUM_BYTES", 1_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    (tmp_path / "t.xlsx").write_bytes(packed.getvalue())
    with pytest.raises(RecordsError, match="too large"):
        read_sheet(tmp_path, "t.xlsx")


def parquet(path: Path, query: str) -> None:
    """Write the rows of a query to a Parquet file."""
    with open_engine() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def test_parquet_types_become_text(tmp_path: Path) -> None:
    """Every type of Parquet becomes the text that a CSV would hold."""
    query = (
        "SELECT '110108 ' AS code, 110108.0::DOUBLE AS whole, 0.1::DOUBLE AS part, 12.30::DECIMAL(10,2) AS money, "
        "TRUE AS flag, DATE '2023-05-01' AS day, NULL::INTEGER AS nothing, 'nan'::DOUBLE AS nan"
    )
    parquet(tmp_path / "t.parquet", query)
    sheet = read_sheet(tmp_path, "t.parquet")
    assert sheet.rows == (2,)
    assert [column[0] for column in sheet.columns] == [
        "110108", "110108", "0.1", "12.30", "true", "2023-05-01", "", "nan",
    ]  # fmt: skip


def test_parquet_without_rows(tmp_path: Path) -> None:
    """A Parquet file without rows is a table of no rows."""
    parquet(tmp_path / "t.parquet", "SELECT 1 AS a, 'x' AS b WHERE false")
    sheet = read_sheet(tmp_path, "t.parquet")
    assert (sheet.headings, sheet.rows, sheet.columns) == (("a", "b"), (), ((), ()))


def test_parquet_name_is_no_pattern(tmp_path: Path) -> None:
    """A star or bracket in a file's name is that character, and no other file is read."""
    parquet(tmp_path / "plain.parquet", "SELECT 1 AS a")
    (tmp_path / "plain.parquet").rename(tmp_path / "t[1]*.parquet")
    parquet(tmp_path / "t1x.parquet", "SELECT 2 AS a")
    assert read_sheet(tmp_path, "t[1]*.parquet").columns == (("1",),)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"a,b\n1,2\n" * 10])
def test_what_is_no_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    """A broken or mislabelled Parquet file gets one message."""
    (tmp_path / "t.parquet").write_bytes(content)
    with pytest.raises(RecordsError, match="Parquet"):
        read_sheet(tmp_path, "t.parquet")
