"""Declared sheets written as one Excel workbook: the same sheets give the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Any, get_args

from xlsxwriter import Workbook

from zhishu.publish.drawing import text_width
from zhishu.publish.figure import number_text
from zhishu.publish.style import colour
from zhishu.publish.workbook.sheet import TOP, Formula, Link, Look, Shown, neutral

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from zhishu.publish.workbook.sheet import Cell, Chart, Column, Rule, Sheet

FONT = "Microsoft YaHei"
NUMBERS: Mapping[Look, str] = {
    "integer": "#,##0",
    "number": "#,##0.00",
    "exact": "0.000000",
    "input": "0.000000",
    "score": "0.00",
    "rank": "0.##",
    "share": "0.0%",
}
DIGITS: Mapping[Look, int] = {"number": 2, "exact": 6, "input": 6, "score": 2, "share": 1}
FILLS: Mapping[Look, str] = {
    "input": "#fff7d6",
    "imputed": "#dceaf3",
    "treated": "#fbe3d6",
    "missing": "#eeeeee",
}
NARROWEST, WIDEST, HEADING = 7.0, 46.0, 15.0
"""Column widths in Latin characters: the least, the most, and how wide a heading is before it wraps."""
HEADING_LINE = 17
TIERS = 5
A4 = 9


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
            | ({"align": "center"} if look == "rank" else {})
        )
        for look in get_args(Look)
    }
    for look in ("imputed", "treated", "missing"):
        looks[look].set_num_format("#,##0.##")
    looks |= {f"text+{depth}": book.add_format(common | {"indent": depth}) for depth in range(1, 16)}
    looks["wrapped"] = book.add_format({"text_wrap": True, "valign": "top"})
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
    _headings(page, sheet, looks)
    for row, cells in enumerate((*sheet.pinned, *sheet.rows), start=TOP):
        for place, cell in enumerate(cells):
            _cell(page, (row, place), cell, _look_of(sheet, row, place, looks), looks)
    for rule in sheet.rules if sheet.rows else ():
        _rule(book, page, sheet, rule)
    for number, chart in enumerate(sheet.charts if sheet.rows else ()):
        _chart(book, page, sheet, chart, number)
    _printed(page, sheet)


def _headings(page: Worksheet, sheet: Sheet, looks: Mapping[str, Format]) -> None:
    lines = 1.0
    for place, column in enumerate(sheet.columns):
        cells = [row[place] for row in (*sheet.pinned, *sheet.rows) if place < len(row)]
        deepest = max(sheet.indents, default=0) if place == 0 else 0
        width = column.width or _width(column, cells) + 2 * deepest
        page.set_column(place, place, width)
        if column.title:
            page.write_string(TOP - 1, place, neutral(column.title), looks["heading"])
        lines = max(lines, -(-_wide(column.title) // (width - 1)))
    page.set_row(TOP - 1, HEADING_LINE * lines + 4)
    page.freeze_panes(sheet.first, sheet.frozen)


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
            value = neutral(cell.value) if isinstance(cell.value, str) else cell.value
            page.write_formula(row, column, f"={cell.text}", own, value)
        case Shown():
            _cell(page, place, cell.value, looks[cell.look], looks)
        case Link():
            page.write_url(row, column, f"internal:'{cell.sheet}'!A1", looks["link"], cell.sheet)
        case str():
            page.write_string(row, column, neutral(cell), look)
        case _ if cell is not None and isfinite(cell):
            page.write_number(row, column, cell, look)
        case _:
            page.write_blank(row, column, None, look)


def _rule(book: Workbook, page: Worksheet, sheet: Sheet, rule: Rule) -> None:
    last = sheet.first + len(sheet.rows) - 1
    place = (sheet.first, rule.first, last, rule.last)
    bold: dict[str, Any] = {"bold": True, "font_color": colour("accent")}
    rules: dict[str, list[dict[str, Any]]] = {
        "bar": [{"type": "data_bar", "bar_color": colour("class_3"), "bar_solid": True}],
        "scale": [
            {"type": "2_color_scale", "min_color": colour("paper"), "max_color": colour("class_3")},
        ],
        "podium": [
            {"type": "cell", "criteria": "between", "minimum": 1, "maximum": 5, "format": bold},
        ],
        "tiers": [
            {
                "type": "cell",
                "criteria": "==",
                "value": tier,
                "format": {"font_color": colour(f"tier_{tier}"), "bold": True},
            }
            for tier in range(1, TIERS + 1)
        ],
        "not_one": [
            {
                "type": "cell",
                "criteria": "not between",
                "minimum": 1 - 1e-9,
                "maximum": 1 + 1e-9,
                "format": {"bg_color": colour("alert_soft"), "font_color": colour("alert")},
            }
        ],
    }
    for options in rules[rule.kind]:
        if "format" in options:
            options["format"] = book.add_format(options["format"])
        page.conditional_format(*place, options)


def _chart(book: Workbook, page: Worksheet, sheet: Sheet, chart: Chart, number: int) -> None:
    drawn = book.add_chart({"type": chart.kind})
    if drawn is None:
        return
    last = sheet.first + min(chart.rows, len(sheet.rows)) - 1
    names = [sheet.name, sheet.first, chart.names, last, chart.names]
    values = [sheet.name, sheet.first, chart.values, last, chart.values]
    look: dict[str, Any] = (
        {"fill": {"color": colour("accent")}, "gap": 45, "data_labels": {"value": True, "num_format": "0.0"}}
        if chart.kind == "bar"
        else {"marker": {"type": "circle", "size": 5, "fill": {"color": colour("accent")}}}
    )
    title = neutral(chart.title)
    drawn.add_series({"name": title, "categories": names, "values": values, **look})
    drawn.set_title({"name": title, "name_font": {"size": 12}})
    drawn.set_legend({"none": True})
    first, second = chart.axes
    drawn.set_x_axis({"name": neutral(first), "major_gridlines": {"visible": chart.kind == "scatter"}})
    drawn.set_y_axis(
        {"name": neutral(second), "reverse": chart.kind == "bar", "major_gridlines": {"visible": False}}
    )
    drawn.set_size({"width": 620, "height": 400})
    page.insert_chart(TOP + number * 21, len(sheet.columns) + 1, drawn, {"description": chart.title})


def _printed(page: Worksheet, sheet: Sheet) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.set_footer(f"&L{sheet.title[:80].replace('&', '&&')}&R&P / &N")
    if any(column.title for column in sheet.columns):
        page.repeat_rows(TOP - 1, sheet.first - 1)
