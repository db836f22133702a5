"""Reading a source file: CSV, XLSX or Parquet → Sheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from zhishu.errors import RecordsError
from zhishu.records.files import decoded, read_bytes, source_path
from zhishu.records.sheet import Sheet, sheet_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TEXT = (".csv", ".tsv", ".txt")
SPREADSHEET = (".xlsx", ".xlsm")
PARQUET = (".parquet", ".pq")


def read_sheet(folder: Path, file: str, *, sheet: str | None = None) -> Sheet:
    """Return the Sheet of `file`, a path inside `folder`; `sheet` names one of a workbook's sheets.

    Raises RecordsError for a path outside of the folder, a missing or empty file, one that is not
    what its name says, an unknown encoding, an unclosed quote, and headings that repeat.
    """
    path = source_path(folder, file)
    kind = file_kind(path, file)
    if sheet is not None and kind != "spreadsheet":
        raise RecordsError("only a workbook has sheets", where=file, seen=f"sheet: {sheet}")
    if kind == "text":
        return parse_csv(decoded(read_bytes(path, file), file), file)
    if kind == "spreadsheet":
        from zhishu.records.spreadsheet import read_spreadsheet  # noqa: PLC0415 - calamine, when needed

        return read_spreadsheet(path, file, sheet)
    from zhishu.records.parquet import read_parquet  # noqa: PLC0415 - duckdb, when needed

    return read_parquet(path, file)


def read_rows(
    folder: Path, file: str, *, sheet: str | None = None
) -> tuple[tuple[int, Mapping[str, str]], ...]:
    """Return the rows of a small file as (row number, heading → text); every row must fit.

    The text of a cell comes without blanks at its ends.
    """
    read = read_sheet(folder, file, sheet=sheet)
    refuse_faults(read)
    rows = (dict(zip(read.headings, row, strict=True)) for row in zip(*read.columns, strict=True))
    return tuple(zip(read.rows, rows, strict=True))


def refuse_faults(read: Sheet) -> None:
    """Raise RecordsError when a row of the sheet does not fit its headings."""
    if read.faults:
        fault = read.faults[0]
        raise RecordsError(
            "a row does not fit the headings",
            where=f"{read.file}, row {fault.row}",
            seen=f"{fault.reason}: {fault.value}",
            allowed=f"{len(read.headings)} cells",
        )


def file_kind(path: Path, file: str) -> str:
    """Return "text", "spreadsheet" or "parquet" by the name's ending, or raise RecordsError."""
    ending = path.suffix.lower()
    for kind, endings in (("text", TEXT), ("spreadsheet", SPREADSHEET), ("parquet", PARQUET)):
        if ending in endings:
            return kind
    raise RecordsError(
        "this kind of file is not read",
        where=file,
        seen=ending or "no ending",
        allowed=", ".join((*TEXT, *SPREADSHEET, *PARQUET)),
    )


def parse_csv(text: str, file: str) -> Sheet:
    r"""Return the Sheet of CSV text, whose cells are parted by comma, tab or semicolon.

    >>> parse_csv("code;name\r\n110108;海淀区\r\n", "regions.csv").columns
    (('110108',), ('海淀区',))
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise RecordsError(
            "a text file holds a zero byte",
            where=f"{file}, line {line}",
            seen="\\0",
            allowed="text",
            advice="is it a workbook or a database under another name?",
        )
    lines: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        lines.extend(reader)
    except csv.Error as error:
        raise _malformed(file, len(lines) + 1, str(error)) from error
    return sheet_of(file, lines)


def delimiter(text: str) -> str:
    """Return what parts the cells: the one of comma, tab and semicolon most frequent in the headings.

    >>> delimiter('"a,b";c;d')
    ';'
    """
    headings = next((line for line in io.StringIO(text) if line.strip()), "")
    bare = "".join(headings.split('"')[::2])
    return max(",\t;", key=bare.count)


def _malformed(file: str, row: int, fault: str) -> RecordsError:
    if "end of data" in fault:
        return RecordsError(
            "a quote is never closed",
            where=f"{file}, row {row}",
            seen="the file ends inside of a quoted cell",
            advice='close the quote, or write a quote inside of a cell twice ("")',
        )
    if "field limit" in fault:
        return RecordsError(
            "a cell is too long",
            where=f"{file}, row {row}",
            seen=fault,
            allowed=f"{csv.field_size_limit():,} characters",
            advice="is a quote left open?",
        )
    return RecordsError(
        "a row cannot be read", where=f"{file}, row {row}", seen=fault, advice="check the quotes of this row"
    )
