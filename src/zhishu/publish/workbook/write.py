"""Declared sheets written as one Excel workbook: the same sheets give the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, get_args

from xlsxwriter import Workbook

from zhishu.publish.drawing import text_width
from zhishu.publish.figure import number_text
from zhishu.publish.style import colour
from zhishu.publish.workbook.charts import add_chart
from zhishu.publish.workbook.rules import add_rule
from zhishu.publish.workbook.sheet import TOP, Formula, Link, Look, Shown, neutral, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from zhishu.publish.workbook.sheet import Cell, Column, Sheet

FONT = "Microsoft YaHei"
NUMBERS: Mapping[Look, str] = {
    "integer": "#,##0",
    "number": "#,##0.00",
    "exact": "0.000000",
    "input": "0.000000",
    "score": "0.00",
    "rank": "General",
    "cut": "General",
    "change": "+0;-0;0",
    "points": "+0.00;-0.00;0.00",
    "difference": "0.0E+00;-0.0E+00;0",
    "share": "0.0%",
}
DIGITS: Mapping[Look, int] = {"number": 2, "exact": 6, "input": 6, "score": 2, "share": 1}
FILLS: Mapping[Look, str] = {
    "input": "#fff7d6",
    "cut": "#fff7d6",
    "imputed": "#dceaf3",
    "treated": "#fbe3d6",
    "missing": "#eeeeee",
}
NARROWEST, WIDEST, HEADING = 7.0, 46.0, 15.0
"""Column widths in Latin characters: the least, the most, and how wide a heading is before it wraps."""
HEADING_LINE = 17
CENTRED = frozenset({"rank", "cut", "change", "share"})
A4 = 9
FITS, WIDE_SCALE = 230.0, 60
"""The width up to which a sheet is fitted on one page; a wider one is printed at this per cent."""


def workbook_bytes(sheets: Iterable[Sheet], *, title: str, year: int) -> bytes:
    """Return the sheets as an .xlsx file; it carries no time but the first day of `year`."""
    stream = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": 10},
    }
    book = Workbook(stream, options)
    created = datetime(min(max(year, 1980), 9999), 1, 1, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": neutral(title), "author": "zhishu", "created": created})
    looks = _looks(book)
    for sheet in sheets:
        _write(book, sheet, looks)
    book.close()
    return stream.getvalue()


def _looks(book: Workbook) -> Mapping[str, Format]:
    """Return every format by its name; `text+2` is text indented twice."""
    common = {"valign": "vcenter"}
    looks = {
        look: book.add_format(
            common
            | ({"num_format": NUMBERS[look]} if look in NUMBERS else {})
            | ({"bg_color": FILLS[look]} if look in FILLS else {})
            | ({"align": "center"} if look in CENTRED else {})
        )
        for look in get_args(Look)
    }
    for look in ("imputed", "treated", "missing"):
        looks[look].set_num_format("#,##0.##")
    looks |= {f"text+{depth}": book.add_format(common | {"indent": depth}) for depth in range(1, 16)}
    looks["wrapped"] = book.add_format({"text_wrap": True, "valign": "top"})
    looks["strong"] = book.add_format(
        {"bold": True, "valign": "top", "font_color": colour("accent"), "text_wrap": True}
    )
    looks["title"] = book.add_format({"bold": True, "font_size": 15, "font_color": colour("accent")})
    looks["note"] = book.add_format({"font_color": colour("muted"), "italic": True})
    looks["link"] = book.add_format({"font_color": colour("accent"), "underline": 1, "valign": "top"})
    looks["heading"] = book.add_format(
        {
            "bold": True,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
            "bg_color": colour("accent"),
            "font_color": colour("paper"),
            "border": 1,
            "border_color": colour("line"),
        }
    )
    return looks


def _write(book: Workbook, sheet: Sheet, looks: Mapping[str, Format]) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, neutral(sheet.title), looks["title"])
    page.write_string(1, 0, neutral(sheet.note), looks["note"])
    page.set_row(0, 26)
    if sheet.colour:
        page.set_tab_color(colour(sheet.colour))
    if sheet.rows:
        page.ignore_errors({"number_stored_as_text": span((TOP, 0), (TOP + len(sheet.rows) + 2, 2))})
    wide = _headings(page, sheet, looks)
    for row, cells in enumerate((*sheet.pinned, *sheet.rows), start=TOP):
        for place, cell in enumerate(cells):
            _cell(page, (row, place), cell, _look_of(sheet, row, place, looks), looks)
    for rule in sheet.rules if sheet.rows else ():
        add_rule(book, page, sheet, rule)
    for number, chart in enumerate(sheet.charts if sheet.rows else ()):
        add_chart(book, page, sheet, chart, number)
    _printed(page, sheet, wide)


def _headings(page: Worksheet, sheet: Sheet, looks: Mapping[str, Format]) -> float:
    """Write the headings and return how wide the sheet is, in Latin characters."""
    lines, wide = 1.0, 0.0
    for place, column in enumerate(sheet.columns):
        cells = [row[place] for row in (*sheet.pinned, *sheet.rows) if place < len(row)]
        deepest = max(sheet.indents, default=0) if place == 0 else 0
        width = column.width or _width(column, cells) + 2 * deepest
        page.set_column(place, place, width)
        wide += width
        if column.title:
            page.write_string(TOP - 1, place, neutral(column.title), looks["heading"])
        lines = max(lines, -(-_wide(column.title) // (width - 1)))
    page.set_row(TOP - 1, HEADING_LINE * lines + 4)
    page.freeze_panes(sheet.first, sheet.frozen)
    return wide


def _width(column: Column, cells: Iterable[Cell]) -> float:
    widest = max((_wide(_said(cell, column.look)) for cell in cells), default=0.0)
    return min(max(widest, min(_wide(column.title), HEADING), NARROWEST) + 2, WIDEST)


def _wide(text: str) -> float:
    """Return a text's width in Latin characters: a Chinese one is two of them."""
    return 2 * text_width(text, 1)


def _said(cell: Cell, look: Look) -> str:
    """Return about what a cell shows, to measure it."""
    value = (
        cell.sheet if isinstance(cell, Link) else cell.value if isinstance(cell, Formula | Shown) else cell
    )
    if isinstance(value, str) or value is None:
        return value or ""
    return number_text(value * (100 if look == "share" else 1), DIGITS.get(look, 0))


def _look_of(sheet: Sheet, row: int, place: int, looks: Mapping[str, Format]) -> Format | None:
    column = sheet.columns[place] if place < len(sheet.columns) else sheet.columns[-1]
    if place == 0 and column.width is not None:
        return looks["strong"]
    if place == 0 and sheet.indents and row >= sheet.first:
        depth = min(sheet.indents[row - sheet.first], 15)
        return looks[f"text+{depth}" if depth else "text"]
    return looks["wrapped" if column.width is not None and column.look == "text" else column.look]


def _cell(
    page: Worksheet,
    place: tuple[int, int],
    cell: Cell,
    look: Format | None,
    looks: Mapping[str, Format],
) -> None:
    row, column = place
    match cell:
        case Formula():
            own = looks[cell.look] if cell.look else look
            _formula(page, (row, column), cell, own)
        case Shown():
            _cell(page, place, cell.value, looks[cell.look], looks)
        case Link():
            page.write_url(row, column, f"internal:'{cell.sheet}'!A1", looks["link"], neutral(cell.sheet))
        case str():
            page.write_string(row, column, neutral(cell), look)
        case _ if cell is not None and isfinite(cell):
            page.write_number(row, column, cell, look)
        case _:
            page.write_blank(row, column, None, look)


def _formula(page: Worksheet, place: tuple[int, int], cell: Formula, look: Format | None) -> None:
    value = cell.value
    if isinstance(value, str):
        value = neutral(value)
    elif not isfinite(value):
        value = ""
    if cell.array:
        page.write_array_formula(*place, *place, f"{{={cell.text}}}", look, value)
    else:
        page.write_formula(*place, f"={cell.text}", look, value)


def _printed(page: Worksheet, sheet: Sheet, wide: float) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    if wide <= FITS:
        page.fit_to_pages(1, 0)
    else:
        page.set_print_scale(WIDE_SCALE)
        page.repeat_columns(0, max(sheet.frozen - 1, 0))
    page.hide_gridlines(2)
    page.set_footer(f"&L{sheet.title[:80].replace('&', '&&')}&R&P / &N")
    if any(column.title for column in sheet.columns):
        page.repeat_rows(TOP - 1, sheet.first - 1)
