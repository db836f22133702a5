from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zhishu.errors import RecordsError
from zhishu.records.read import parse_csv, read_rows, read_sheet

if TYPE_CHECKING:
    from pathlib import Path


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    """Row numbers count the headings and blank lines, so that a person finds the row."""
    sheet = parse_csv("a,b\n1,2\n\n , \n3,4\n", "t.csv")
    assert sheet.rows == (2, 5)
    assert sheet.columns == (("1", "3"), ("2", "4"))


@pytest.mark.parametrize("parting", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_delimiters_and_line_ends(parting: str, ending: str, last: bool) -> None:  # noqa: FBT001 - pytest gives it
    """Comma, semicolon and tab; any line end; with and without a last one."""
    text = ending.join((f"a{parting}b", f"1{parting}x"))
    sheet = parse_csv(text + (ending if last else ""), "t.csv")
    assert sheet.headings == ("a", "b")
    assert len(sheet.rows) == 1


def test_quoted_cells_hold_delimiters_quotes_and_lines() -> None:
    """Quoted cells keep what they quote, and the row after a long cell has the next number."""
    sheet = parse_csv('a,b\n"x, ""y""\nz",1\nw,2\n', "t.csv")
    assert sheet.columns[0] == ('x, "y"\nz', "w")
    assert sheet.rows == (2, 3)


def test_blanks_around_headings_and_cells_are_dropped() -> None:
    """Blanks, among them the wide one, are not part of a heading or a cell."""
    sheet = parse_csv(" a ,\u3000b\n\u00a01 ,\u3000杭州\u3000\n", "t.csv")
    assert sheet.headings == ("a", "b")
    assert sheet.columns == (("1",), ("杭州",))


def test_empty_columns_at_the_end_are_dropped() -> None:
    """Delimiters after the last column, as spreadsheets leave them, are no columns."""
    sheet = parse_csv("a,b,,\n1,2,,\n3,4\n", "t.csv")
    assert sheet.headings == ("a", "b")
    assert sheet.columns == (("1", "3"), ("2", "4"))


@pytest.mark.parametrize("row", ["1", "1,2,3", "1,2,,4"])
def test_ragged_row_is_a_fault_and_never_lost(row: str) -> None:
    """A row with too few or too many cells is kept apart with its number and text."""
    sheet = parse_csv(f"a,b\n1,2\n{row}\n3,4\n", "t.csv")
    assert sheet.rows == (2, 4)
    assert [fault.row for fault in sheet.faults] == [3]
    assert sheet.rows_read == 3
    assert "cells under 2 headings" in sheet.faults[0].reason


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        (" , \n", "empty"),
        ("a,,c\n1,2,3\n", "no heading"),
        ("a,b\n1,2,3\n4,5,6\n", "no heading"),
        ("a,A\n1,2\n", "twice"),
        ("a, a\n1,2\n", "twice"),
        ('a,b\n"1,2\n3,4\n', "never closed"),
        ('a,b\n"1"x,2\n', "cannot be read"),
        ("a,b\n1,\0\n", "zero byte"),
        ("a,b\n1," + "x" * 200_000 + "\n", "too long"),
    ],
)
def test_malformed_csv_is_refused(text: str, what: str) -> None:
    """Each malformed file gets one message that says what is wrong and where."""
    with pytest.raises(RecordsError, match=what) as caught:
        parse_csv(text, "t.csv")
    assert caught.value.where
    assert caught.value.where.startswith("t.csv")


def test_unclosed_quote_names_the_row_where_it_opens() -> None:
    """The row of the opening quote is named, not the end of the file."""
    with pytest.raises(RecordsError) as caught:
        parse_csv('a,b\n1,2\n"3,4\n5,6\n7,8\n', "t.csv")
    assert caught.value.where == "t.csv, row 3"


def test_headings_alone_are_a_table_without_rows() -> None:
    """A file with headings only is a table of no rows."""
    sheet = parse_csv("a,b\n", "t.csv")
    assert (sheet.headings, sheet.rows, sheet.columns) == (("a", "b"), (), ((), ()))


def test_rows_by_heading(tmp_path: Path) -> None:
    """read_rows gives each row with its number, by heading."""
    (tmp_path / "t.csv").write_text("id,parent\nx, \ny,x\n")
    assert read_rows(tmp_path, "t.csv") == ((2, {"id": "x", "parent": ""}), (3, {"id": "y", "parent": "x"}))


def test_rows_refuse_a_ragged_row(tmp_path: Path) -> None:
    """read_rows has no quarantine, so a ragged row is an error."""
    (tmp_path / "t.csv").write_text("id,parent\nx\n")
    with pytest.raises(RecordsError, match="does not fit"):
        read_rows(tmp_path, "t.csv")


def test_unknown_kind_of_file(tmp_path: Path) -> None:
    """A file of another kind is answered with the kinds that are read."""
    (tmp_path / "t.docx").write_text("x")
    with pytest.raises(RecordsError) as caught:
        read_sheet(tmp_path, "t.docx")
    assert caught.value.allowed is not None
    assert ".parquet" in caught.value.allowed


def test_sheet_of_a_csv_is_refused(tmp_path: Path) -> None:
    """Naming a sheet of a CSV is a mistake, and said to be one."""
    (tmp_path / "t.csv").write_text("a\n1\n")
    with pytest.raises(RecordsError, match="only a workbook"):
        read_sheet(tmp_path, "t.csv", sheet="Sheet1")
