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
    size = letter_size(part)
    cells = [*part.headings, *(cell for row in part.rows for cell in row)]
    for cell, (at, text) in zip(table.iter_cells(), enumerate(cells), strict=True):
        _fill(
            cell, text, size, left=at % len(part.headings) < part.left_columns, head=at < len(part.headings)
        )
    for row in table.rows:
        row.height = round(height / count * EMU)


def letter_size(part: Grid) -> float:
    """Return the size at which all rows find room; only headings and names in tall rows break, once."""
    rows = len(part.rows) + 1
    size = min(part.largest, part.box.height / rows * POINTS / ROW)
    whole = sum(part.shares)
    tall = part.box.height / rows >= TWO_LINES
    for head, row in ((True, part.headings), *((False, row) for row in part.rows)):
        for column, (text, share) in enumerate(zip(row, part.shares, strict=True)):
            lines = 1.8 if head or (tall and column < part.left_columns) else 1.0
            room = (part.box.width * share / whole - INSET) * POINTS
            size = min(size, lines * room / max(text_width(text, 1) * SLACK, 1e-9))
    return max(float(int(size * 2)) / 2, SMALLEST)


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
