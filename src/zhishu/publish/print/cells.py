"""Declared tables as they are printed: plain cells, and how wide each column wants to be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Rank, Tier, cell_text
from zhishu.publish.print.words import PRINTED
from zhishu.publish.style import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.publish.figure import Cell, Column, Data, Language

Align = Literal["left", "center", "right"]
ALIGNED: dict[str, Align] = {
    "rank": "center",
    "interval": "center",
    "score": "right",
    "number": "right",
    "change": "right",
    "share": "right",
}
NAMING = frozenset({"region", "node", "name"})
WIDEST = 24.0
"""Ems after which a column of words is broken into lines."""
COMFORTABLE = 7.0
"""Points above which no column is broken to keep the text large."""
NARROWEST = 14.0
"""Ems below which a column of words is not broken further: the table is set smaller instead."""
BAR = 4.0
"""Ems that a bar takes beside its number."""
PADDING = 1.2
DOT = 1.5
"""Ems of the dot before the name of a tier."""
ONE_LINE = 6.0
"""Ems up to which a Chinese heading stands in one line."""
INDENT = 1.2
"""Ems by which each level of a tree is set in."""


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column's heading, how its cells stand, and its width in ems of the table's text."""

    title: str
    align: Align
    width: float


def printed_columns(data: Data, language: Language, *, bars: bool = True) -> tuple[PrintedColumn, ...]:
    """Return the columns with the widths that their longest cells and heading words want.

    `bars` says whether a column with a full scale shows a bar beside each number.
    """
    columns = []
    for at, column in enumerate(data.columns):
        texts = [printed_text(row[at], column, language) for row in data.rows]
        title = column.title.in_language(language)
        depths = data.depths if at == 0 else ()
        width = max(_widest(texts, depths), _heading_width(title)) + PADDING
        drawn = (BAR if bars and column.full else 0.0) + (DOT if column.kind == "tier" else 0.0)
        columns.append(PrintedColumn(title, ALIGNED.get(column.kind, "left"), width + drawn))
    return tuple(columns)


def fitted(
    columns: Sequence[PrintedColumn], room: float, *, largest: float, smallest: float
) -> tuple[float, list[float]]:
    """Return the points of a table's text, and each column's width in points, which fill `room`.

    A table that is too wide is set smaller down to a comfortable size; then its columns of words, the
    first one excepted, are broken into lines, down to fourteen ems each; then it is set smaller still,
    down to `smallest`.

    >>> both = [PrintedColumn("a", "left", 30.0), PrintedColumn("b", "right", 10.0)]
    >>> fitted(both, 300, largest=8, smallest=5), fitted(both, 400, largest=8, smallest=5)
    ((7.5, [225.0, 75.0]), (8, [300.0, 100.0]))
    """
    wanted = [column.width for column in columns]
    least = [
        min(column.width, NARROWEST) if at and column.align == "left" else column.width
        for at, column in enumerate(columns)
    ]
    size = room / (sum(wanted) or 1.0)
    if size < COMFORTABLE:
        size = min(COMFORTABLE, max(smallest, room / (sum(least) or 1.0)))
    size = min(size, largest)
    spare, wish = room / size - sum(least), sum(wanted) - sum(least)
    if spare < 0 or wish <= spare:
        ems = least if spare < 0 else wanted
        return round(size, 2), [round(width / (sum(ems) or 1.0) * room, 2) for width in ems]
    shares = [low + (wide - low) * spare / wish for low, wide in zip(least, wanted, strict=True)]
    return round(size, 2), [round(width * size, 2) for width in shares]


def printed_text(cell: Cell, column: Column, language: Language) -> str:
    """Return a cell's text; a rank that was published otherwise says so."""
    text = cell_text(cell, column, language)
    if isinstance(cell, Rank) and cell.differs:
        return text + PRINTED["published"].in_language(language).format(cell.published)
    return text


def printed_rows(data: Data, language: Language) -> list[dict[str, Any]]:
    """Return the rows as plain data: cells, depth in a tree, whether a new tier begins."""
    depths = data.depths or (0,) * len(data.rows)
    return [
        {
            "cells": [
                _printed(cell, column, language) for cell, column in zip(row, data.columns, strict=True)
            ],
            "depth": depth if data.depths else 0,
            "tree": bool(data.depths),
            "step": at > 0 and tier_of(row) is not None and tier_of(row) != tier_of(data.rows[at - 1]),
        }
        for at, (row, depth) in enumerate(zip(data.rows, depths, strict=True))
    ]


def lines_of(rows: Sequence[dict[str, Any]], widths: Sequence[float], size: float) -> int:
    """Return about how many lines of text the rows take, cells broken to the columns' widths in points."""
    return sum(
        max(
            math.ceil(text_width(cell["text"], size) / max(width - PADDING * size, size))
            for cell, width in zip(row["cells"], widths, strict=True)
        )
        for row in rows
        if row["cells"]
    )


def tier_of(row: Sequence[Cell]) -> Tier | None:
    """Return the tier that stands in a row, None when there is none."""
    return next((cell for cell in row if isinstance(cell, Tier)), None)


def _printed(cell: Cell, column: Column, language: Language) -> dict[str, Any]:
    printed: dict[str, Any] = {"text": printed_text(cell, column, language)}
    if isinstance(cell, Tier):
        printed["colour"] = colour(cell.role)
    if column.full and isinstance(cell, int | float) and math.isfinite(cell):
        printed["bar"] = round(min(max(cell / column.full, 0.0), 1.0), 4)
    if column.id in NAMING:
        printed["strong"] = True
    return printed


def _widest(texts: Sequence[str], depths: Sequence[int]) -> float:
    indents = depths or (0,) * len(texts)
    widths = (text_width(text, 1) + INDENT * depth for text, depth in zip(texts, indents, strict=True))
    return min(max(widths, default=0.0), WIDEST)


def _heading_width(title: str) -> float:
    """Return the ems that a heading needs when it is broken: its longest word, or half of it in Chinese.

    >>> _heading_width("产业环境名次"), _heading_width("产业环境得分与名次")
    (6, 5)
    """
    if title.isascii():
        longest = max((text_width(word, 1) for word in title.split()), default=0.0)
        return min(longest, WIDEST / 3)
    whole = text_width(title, 1)
    return whole if whole <= ONE_LINE else min(math.ceil(whole / 2), WIDEST / 3)
