"""Declared tables as the page's template shows them: cells with text, sort value, bar, chip."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zhishu.publish.figure import Interval, Rank, Tier, cell_text, place_text
from zhishu.publish.wording import WORDS

if TYPE_CHECKING:
    from zhishu.framework import Text
    from zhishu.publish.figure import Cell, Column, Data, Figure, Language, Table

FIRST, HIGH = 5, 15
"""The last places whose chips are dark, and tinted; of few regions, a third and a half of them."""
NUMERIC = frozenset({"rank", "score", "number", "share", "interval"})

View = dict[str, Any]


def table_view(table: Table, language: Language, *, note: Text | None) -> View:
    """Return a table as the template shows it; `note` is the edition's word on its data."""
    return {
        **data_view(table.data, language),
        "id": table.id,
        "style": "tree" if table.data.depths else "ranking",
        "label": WORDS["table"].in_language(language).format(table.number),
        "title": table.title.in_language(language),
        "note": table.note and table.note.in_language(language),
        "source": source_line(table.source, note, language),
        "compared": _compared(table.data, language),
    }


def whole_view(table: Table, language: Language, *, note: Text | None) -> View:
    """Return the table of all regions with what its tools need: the tiers, how many are shown."""
    tiers = {cell.number: cell.name for row in table.data.rows for cell in row if isinstance(cell, Tier)}
    count = len(table.data.rows)
    return {
        **table_view(table, language, note=note),
        "tiers": [
            (number, name.in_language(language))
            for number, name in sorted(tiers.items(), key=lambda pair: pair[0])
        ],
        "shown": WORDS["shown"].in_language(language).format(count, count),
    }


def figure_view(figure: Figure, language: Language, *, note: Text | None) -> View:
    """Return what stands around a figure's drawing: title, alternative text, note, source, data."""
    return {
        "id": figure.id,
        "label": WORDS["figure"].in_language(language).format(figure.number),
        "title": figure.title.in_language(language),
        "alternative": figure.alternative.in_language(language),
        "note": figure.note and figure.note.in_language(language),
        "source": source_line(figure.source, note, language),
        "data": data_view(figure.data, language),
    }


def data_view(data: Data, language: Language) -> View:
    """Return columns and rows as the template shows them; a row that opens a new tier is marked."""
    columns = [
        {"title": column.title.in_language(language), "kind": _heading_class(column)}
        for column in data.columns
    ]
    depths = data.depths or (0,) * len(data.rows)
    rows = [
        {
            "cells": [
                _cell(cell, column, language, depth) for cell, column in zip(row, data.columns, strict=True)
            ],
            "class": _row_class(data, at, depth),
        }
        for at, (row, depth) in enumerate(zip(data.rows, depths, strict=True))
    ]
    return {"columns": columns, "rows": rows}


def _heading_class(column: Column) -> str:
    return column.kind if column.full is None else f"{column.kind} barred"


def source_line(source: Text | None, note: Text | None, language: Language) -> str | None:
    """Return where a table or figure comes from, the edition's word on its data first."""
    said = [part.in_language(language) for part in (note, source) if part]
    return (" " if language == "en" else "").join(said) or None


def _row_class(data: Data, at: int, depth: int) -> str:
    if data.depths:
        return f"depth-{depth}"
    tiers = [_tier_of(data, row) for row in (at - 1, at)] if at else [None, None]
    return "step" if tiers[0] is not None and tiers[0] != tiers[1] else ""


def _tier_of(data: Data, row: int) -> int | None:
    return next((cell.number for cell in data.rows[row] if isinstance(cell, Tier)), None)


def _cell(cell: Cell, column: Column, language: Language, depth: int) -> View:
    text = cell_text(cell, column, language)
    view: View = {
        "kind": column.kind,
        "text": text,
        "sort": None,
        "bar": None,
        "heading": False,
        "depth": depth,
    }
    view["numeric"] = column.kind in NUMERIC
    match cell:
        case Rank():
            return view | _rank_view(cell, language)
        case Interval():
            return view | {"sort": "" if math.isnan(cell.low) else repr(cell.low)}
        case Tier():
            return view | {"sort": cell.number, "role": cell.role.replace("_", "-")}
        case float() | int():
            missing = math.isnan(cell)
            bar = None if missing or column.full is None else _bar(cell, column.full)
            return view | {"sort": "" if missing else repr(round(float(cell), 10)), "bar": bar}
        case None if view["numeric"]:
            return view | {"sort": ""}
        case _:
            return view | {"heading": column.id in ("region", "node")}


def _bar(value: float, full: float) -> str:
    return f"{min(max(value / full, 0.0), 1.0) * 100:.2f}".rstrip("0").rstrip(".")


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
