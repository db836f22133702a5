"""Declared tables as real tables of Word: a heading row that repeats, widths that fit, cells aligned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.print.cells import fitted, printed_columns, printed_rows
from zhishu.publish.print.word_xml import paragraph, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhishu.publish.figure import Data, Language
    from zhishu.publish.print.cells import Align, PrintedColumn

TEXT_WIDTH = 9638
"""Twentieths of a point between the margins of a page: 170 mm."""
TWENTIETHS, LARGEST, SMALLEST = 20, 8.5, 5.5
STEP = 180
"""Twentieths of a point by which each level of a tree is set in."""
ONCE_WHOLE = 28
"""Rows up to which a table is kept on one page."""


def word_table(data: Data, language: Language) -> str:
    """Return a table as WordprocessingML, in the style "Index Table"; its first row repeats on each page."""
    columns = printed_columns(data, language, bars=False)
    points, fit = fitted(columns, TEXT_WIDTH / TWENTIETHS, largest=LARGEST, smallest=SMALLEST)
    widths, size = [round(width * TWENTIETHS) for width in fit], round(2 * points)
    rows = printed_rows(data, language)
    kept = len(rows) <= ONCE_WHOLE
    body = "".join(_row(row, columns, size, kept and at < len(rows) - 1) for at, row in enumerate(rows))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="IndexTable"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{_heading(columns, size)}{body}</w:tbl>"
    )


def _heading(columns: Sequence[PrintedColumn], size: int) -> str:
    cells = "".join(_cell(run(column.title), column.align, size, keep=True) for column in columns)
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: Mapping[str, Any], columns: Sequence[PrintedColumn], size: int, keep: bool) -> str:  # noqa: FBT001 - a row's own
    indents = [STEP * max(0, row["depth"] - 1), *(0,) * (len(columns) - 1)]
    cells = "".join(
        _cell(_words(cell, row), column.align, size, keep=keep, indent=indent)
        for cell, column, indent in zip(row["cells"], columns, indents, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _words(cell: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    dot = run("● ", colour=cell["colour"]) if "colour" in cell else ""
    return dot + run(cell["text"], strong="strong" in cell and row["tree"] and row["depth"] <= 1)


def _cell(inner: str, align: Align, size: int, *, keep: bool = False, indent: int = 0) -> str:
    properties = ("<w:keepNext/>" if keep else "") + (f'<w:ind w:left="{indent}"/>' if indent else "")
    sized = inner.replace("<w:r><w:t", "<w:r><w:rPr></w:rPr><w:t").replace(
        "</w:rPr>", f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )
    return (
        '<w:tc><w:tcPr><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph('TableText', sized, f'{properties}<w:jc w:val={chr(34)}{align}{chr(34)}/>')}</w:tc>"
    )
