"""A native table on a slide: quiet rules, numbers in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.drawing import text_width
from zhishu.publish.slides.fitting import INSET, POINTS, SLACK
from zhishu.publish.slides.layouts import EMU, rgb, sides
from zhishu.publish.slides.page import Box

if TYPE_CHECKING:
    from pptx.slide import Slide

    from zhishu.publish.slides.page import Grid

SMALLEST = 9.0
ROW = 2.1
"""The least height of a row, in sizes of its letters."""
BROKEN = 1.8
"""Lines that a text fills when it breaks once; words do not break evenly."""
TWO_LINES = 0.6
"""Inches of a row in which a name may break once."""
TALLEST = 0.85
"""Inches that a row takes at most."""


def add_grid(slide: Slide, part: Grid) -> None:
    """Put the table into its box, its letters as large as every cell allows."""
    box, count = part.box, len(part.rows) + 1
    height = min(box.height, TALLEST * count)
    shapes: Any = slide.shapes
    where = sides(Box(box.left, box.top, box.width, height))
    shape = shapes.add_table(count, len(part.headings), *where)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", part.alternative)  # noqa: SLF001 - not offered
    table = shape.table
    table.horz_banding = False
    _plain(table)
    for place, share in enumerate(part.shares):
        table.columns[place].width = round(box.width * share / sum(part.shares) * EMU)
    heads, body = letter_sizes(part)
    cells = [*part.headings, *(cell for row in part.rows for cell in row)]
    for cell, (at, text) in zip(table.iter_cells(), enumerate(cells), strict=True):
        column, head = at % len(part.headings), at < len(part.headings)
        size = heads if head else body
        _fill(cell, text, size, left=column < part.left_columns, head=head)
    for row in table.rows:
        row.height = round(height / count * EMU)


def letter_sizes(part: Grid) -> tuple[float, float]:
    """Return the sizes of headings and of cells: all rows find room; headings and long names break once."""
    rows = len(part.rows) + 1
    room = min(part.largest, part.box.height / rows * POINTS / ROW)
    first = BROKEN if part.box.height / rows >= TWO_LINES else 1.0
    cells = min(
        (
            _size(part, column, text, first if column < part.left_columns else 1.0)
            for row in part.rows
            for column, text in enumerate(row)
        ),
        default=room,
    )
    heads = min(_size(part, column, text, BROKEN) for column, text in enumerate(part.headings))
    body = max(float(int(min(room, cells) * 2)) / 2, SMALLEST)
    return max(float(int(min(room, heads, body) * 2)) / 2, SMALLEST), body


def _size(part: Grid, column: int, text: str, lines: float) -> float:
    """Return the size at which a text fills that many lines of its column."""
    room = (part.box.width * part.shares[column] / sum(part.shares) - INSET) * POINTS
    return lines * room / max(text_width(text, 1) * SLACK, 1e-9)


def _plain(table: Any) -> None:  # noqa: ANN401 - a table of python-pptx
    """Take the style with a rule under the headings and none beside the cells."""
    style = table._tbl.tblPr.find("{*}tableStyleId")  # noqa: SLF001 - styles are not offered
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _fill(cell: Any, text: str, size: float, *, left: bool, head: bool) -> None:  # noqa: ANN401 - as above
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415 - only when slides are made
    from pptx.util import Pt  # noqa: PLC0415 - as above

    cell.margin_left = cell.margin_right = round(INSET / 2 * EMU)
    cell.margin_top = cell.margin_bottom = 0
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb("accent_soft" if head else "paper")
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if left else PP_ALIGN.CENTER
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(size), head
    run.font.color.rgb = rgb("accent" if head else "ink")
