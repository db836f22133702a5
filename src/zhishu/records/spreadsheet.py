"""Reading one sheet of a workbook (XLSX)."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import TYPE_CHECKING

from zhishu.errors import RecordsError, nearest
from zhishu.records.sheet import Sheet, sheet_of

if TYPE_CHECKING:
    from pathlib import Path

MAXIMUM_BYTES = 1 << 30
"""The largest size of a workbook when unpacked."""
MAXIMUM_CELLS = 50_000_000
"""The largest area of a sheet: its last row times its last column, as the reader holds it whole."""
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def read_spreadsheet(path: Path, file: str, sheet: str | None = None) -> Sheet:
    """Return the Sheet of a workbook's sheet (the first one when `sheet` is None).

    Numbers come as their shortest exact text (110108, not 110108.0), dates as ISO, true and false
    in words, error values such as #N/A as their text. Raises RecordsError for a file that is no
    workbook, is locked by a password, or would unpack to more than the memory should hold.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only for workbooks

    _refuse_bomb(path, file)
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            name = _sheet_name(workbook.sheet_names, sheet, file)
            cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _unreadable(file, str(error)) from error
    return sheet_of(f"{file}, sheet {name}", [[_text(cell) for cell in line] for line in cells])


def _sheet_name(names: list[str], sheet: str | None, file: str) -> str:
    if sheet is None and names:
        return names[0]
    if sheet in names:
        return str(sheet)
    close = nearest(str(sheet), names)
    raise RecordsError(
        f"the workbook has no sheet '{sheet}'",
        where=file,
        seen=str(sheet),
        allowed=", ".join(names),
        advice=f"did you mean '{close}'?" if close else None,
    )


def _refuse_bomb(path: Path, file: str) -> None:
    """Refuse a workbook whose unpacked size or whose area would fill the memory."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > MAXIMUM_BYTES:
                raise _too_large(file, f"{size:,} bytes unpacked", f"{MAXIMUM_BYTES:,} bytes")
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _refuse_area(archive.read(part), file, part.filename)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _unreadable(file, str(error)) from error


def _refuse_area(content: bytes, file: str, part: str) -> None:
    cells = _CELL.findall(content)
    if not cells:
        return
    rows = max(int(row) for _, row in cells)
    columns = max(_column_number(letters) for letters in {letters for letters, _ in cells})
    if rows * columns > MAXIMUM_CELLS:
        raise _too_large(
            f"{file}, {part}", f"{rows:,} rows × {columns:,} columns", f"{MAXIMUM_CELLS:,} cells"
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_large(where: str, seen: str, allowed: str) -> RecordsError:
    return RecordsError(
        "a workbook is too large",
        where=where,
        seen=seen,
        allowed=f"at most {allowed}",
        advice="delete stray cells far below or right of the table, or store it as CSV or Parquet",
    )


def _unreadable(file: str, fault: str) -> RecordsError:
    return RecordsError(
        "a workbook cannot be read",
        where=file,
        seen=fault,
        allowed="an XLSX file without a password",
        advice="open it in a spreadsheet program and save it again as .xlsx",
    )


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return "" if cell is None else str(cell)
