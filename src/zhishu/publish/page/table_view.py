"""Declared tables as the page's template shows them: cells with text, sort value, bar, chip."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Interval, Rank, Tier, cell_text, place_text, source_line
from zhishu.publish.page.words import WORDS

if TYPE_CHECKING:
    from zhishu.framework import Text
    from zhishu.publish.figure import Cell, Column, Data, Figure, Language, Table

FIRST, HIGH = 5, 15
"""The last places whose chips are dark, and tinted; of few regions, a third and a half of them."""
LONG = 20
"""A table of more rows than this has tools to sort and filter it."""
NUMERIC = frozenset({"rank", "score", "number", "change", "share", "interval"})
MUCH = 9.0
"""Ems from which on words need a broader column, that a phone does not make them a tall one."""
HEADING = frozenset({"region", "node", "name"})
"""Columns of these ids name their row; in a table without one, the first column of words does."""

View = dict[str, Any]


def table_view(table: Table, language: Language, *, note: Text | None) -> View:
    """Return a table as the template shows it; `note` is the edition's word on its data."""
    count = len(table.data.rows)
    long = count > LONG and not table.data.depths
    return {
        **data_view(table.data, language),
        "id": table.id,
        "style": "tree" if table.data.depths else "ranking",
        "long": long,
        "tiers": _tiers(table.data, language) if long else [],
        "shown": WORDS["shown"].in_language(language).format(count, count),
        "label": _label("table", table.number, language),
        "title": table.title.in_language(language),
        "note": table.note and table.note.in_language(language),
        "source": source_line(table.source, note, language),
        "compared": _compared(table.data, language),
    }


def figure_view(figure: Figure, language: Language, *, note: Text | None) -> View:
    """Return what stands around a figure's drawing: title, alternative text, note, source, data."""
    return {
        "id": figure.id,
        "label": _label("figure", figure.number, language),
        "title": figure.title.in_language(language),
        "alternative": figure.alternative.in_language(language),
        "note": figure.note and figure.note.in_language(language),
        "source": source_line(figure.source, note, language),
        "data": data_view(figure.data, language),
    }


def data_view(data: Data, language: Language) -> View:
    """Return columns and rows as the template shows them; a row that opens a new tier is marked."""
    depths = data.depths or (0,) * len(data.rows)
    regions = data.regions or ("",) * len(data.rows)
    heading = heading_column(data)
    scales = [_places(data, at) for at in range(len(data.columns))]
    rows = [
        {
            "cells": [
                {**cell_view(cell, column, language, full=scale), "heading": at == heading, "depth": depth}
                for at, (cell, column, scale) in enumerate(zip(row, data.columns, scales, strict=True))
            ],
            "class": _row_class(data, place, depth),
            "region": region,
        }
        for place, (row, depth, region) in enumerate(zip(data.rows, depths, regions, strict=True))
    ]
    return {
        "columns": [_heading(column, language) for column in data.columns],
        "rows": rows,
        "level": data.level,
    }


def heading_column(data: Data) -> int | None:
    """Return the position of the column whose cells name their rows, None where none does."""
    named = [at for at, column in enumerate(data.columns) if column.id in HEADING]
    words = [at for at, column in enumerate(data.columns) if column.kind == "text"]
    return next(iter((*named, *words)), None)


def cell_view(cell: Cell, column: Column, language: Language, *, full: float = 0.0) -> View:
    """Return a cell: its text, the value to sort by, its bar, chip or span; `full` ends a span's scale."""
    numeric = column.kind in NUMERIC
    view: View = {
        "kind": column.kind,
        "text": cell_text(cell, column, language),
        "sort": None,
        "bar": None,
        "span": None,
        "numeric": numeric,
        "wordy": False,
    }
    match cell:
        case Rank():
            return view | {"kind": "rank"} | _rank_view(cell, language)
        case Interval():
            return view | {"sort": _sortable(cell.low), "span": _span(cell, full)}
        case Tier():
            return view | {"kind": "tier", "sort": cell.number, "role": cell.role.replace("_", "-")}
        case float() | int():
            bar = None if column.full is None or math.isnan(cell) else _bar(cell, column.full)
            plain = {"kind": "number"} if column.kind in ("rank", "tier") else {}
            return view | plain | {"sort": _sortable(cell), "bar": bar}
        case _:
            plain = {"kind": "text"} if column.kind in ("rank", "tier") else {}
            wordy = not numeric and text_width(view["text"], 1.0) > MUCH
            return view | plain | {"sort": "" if numeric and cell is None else None, "wordy": wordy}


def _label(kind: str, number: str, language: Language) -> str:
    return WORDS[kind].in_language(language).format(number) if number else ""


def _heading(column: Column, language: Language) -> View:
    barred = "" if column.full is None else " barred"
    return {"title": column.title.in_language(language), "kind": column.kind + barred, "node": column.node}


def _tiers(data: Data, language: Language) -> list[tuple[int, str]]:
    tiers = {cell.number: cell.name for row in data.rows for cell in row if isinstance(cell, Tier)}
    return [(number, tiers[number].in_language(language)) for number in sorted(tiers)]


def _row_class(data: Data, at: int, depth: int) -> str:
    if data.depths:
        return f"depth-{depth}"
    tiers = [_tier_of(data, row) for row in (at - 1, at)] if at else [None, None]
    return "step" if tiers[0] is not None and tiers[0] != tiers[1] else ""


def _tier_of(data: Data, row: int) -> int | None:
    return next((cell.number for cell in data.rows[row] if isinstance(cell, Tier)), None)


def _sortable(value: float) -> str:
    return "" if math.isnan(value) else repr(round(float(value), 10))


def _places(data: Data, column: int) -> float:
    """Return the last rank of a column of intervals, the end of the scale of its spans; 0 without one."""
    cells = [row[column] for row in data.rows]
    ends = [cell.high for cell in cells if isinstance(cell, Interval) and not math.isnan(cell.high)]
    return max(ends, default=0.0)


def _span(interval: Interval, full: float) -> tuple[str, str] | None:
    """Return where a span begins and how wide it is, in hundredths of the scale from 1 to `full`."""
    if math.isnan(interval.low) or full <= 1:
        return None
    left = (interval.low - 1) / full * 100
    wide = (interval.high - interval.low + 1) / full * 100
    return _short(left), _short(wide)


def _bar(value: float, full: float) -> str:
    return _short(min(max(value / full, 0.0), 1.0) * 100)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _rank_view(cell: Rank, language: Language) -> View:
    said = WORDS["published"].in_language(language)
    return {
        "sort": "" if math.isnan(cell.place) else place_text(cell.place).replace(",", ""),
        "weight": _weight(cell),
        "same": cell.published is not None and not cell.differs,
        "published": said.format(cell.published) if cell.differs else None,
    }


def _weight(cell: Rank) -> str:
    """Return how strongly a place is set off.

    >>> _weight(Rank(5.0, among=31)), _weight(Rank(2.0, among=4)), _weight(Rank(3.0, among=4))
    ('first', 'high', '')
    """
    if cell.place <= min(FIRST, max(1, cell.among // 3)):
        return "first"
    return "high" if cell.place <= min(HIGH, cell.among // 2) else ""


def _compared(data: Data, language: Language) -> str | None:
    """Return how many published ranks stand in the table and how many of them we found as well."""
    ranks = [
        cell for row in data.rows for cell in row if isinstance(cell, Rank) and cell.published is not None
    ]
    same = sum(not rank.differs for rank in ranks)
    return WORDS["compared"].in_language(language).format(len(ranks), same) if ranks else None
