"""A level's book as compact plain data for the page's script."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zhishu.publish.figure import in_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from zhishu.publish.figure import Language
    from zhishu.publish.page.book import BookNode, BookRecords, LevelBook

DIGITS = 6
"""Kept after the point: a thousand times finer than what is printed."""


def book_data(book: LevelBook, language: Language) -> dict[str, Any]:
    """Return the book as lists and numbers; None stands for a missing number."""
    data = {
        "level": book.level,
        "name": book.name,
        "codes": book.codes,
        "names": book.names,
        "short": book.short,
        "nodes": [_node_data(node) for node in book.nodes],
        "normalising": book.normalising,
        "formula": book.formula,
        "weights": _numbers(book.weights),
        "effective": _numbers(book.effective),
        "scores": _table(book.scores),
        "ranks": _table(book.ranks),
        "raw": _table(book.raw),
        "normalised": _table(book.normalised),
    }
    if book.prepared is not book.raw and not _same(book.prepared, book.raw):
        data["prepared"] = _table(book.prepared)
    if book.lowest is not None and book.highest is not None:
        data |= {"lowest": _table(book.lowest), "highest": _table(book.highest)}
    answer: dict[str, Any] = in_language(data, language)
    return answer


def _node_data(node: BookNode) -> dict[str, Any]:
    data: dict[str, Any] = {"id": node.id, "name": node.name}
    if node.children:
        return data | {"children": list(node.children), "adds": node.adds}
    return data | {
        "unit": node.unit,
        "measure": node.measure,
        "low": _number(node.low),
        "high": _number(node.high),
        "records": node.records and _records_data(node.records),
    }


def _records_data(records: BookRecords) -> dict[str, Any]:
    found = {code: [count, *map(list, rows)] for code, (count, rows) in records.found.items()}
    return {"source": records.source, "columns": list(records.columns), "found": found}


def _table(array: NDArray[Any]) -> list[list[float | int | None]]:
    return [_numbers(row) for row in array]


def _numbers(row: Iterable[Any]) -> list[float | int | None]:
    return [_number(float(value)) for value in row]


def _number(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None
    rounded = round(value, DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded


def _same(first: NDArray[Any], second: NDArray[Any]) -> bool:
    import numpy as np  # noqa: PLC0415 - next to its use

    return bool(np.array_equal(first, second, equal_nan=True))
