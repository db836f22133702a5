"""The evidence of a document as plain data for the page's script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.figure import cell_text, number_text
from zhishu.publish.page.table_view import NUMERIC, heading_column

if TYPE_CHECKING:
    from zhishu.framework import Text
    from zhishu.publish.document import Document, Evidence
    from zhishu.publish.figure import Data, Language


def proofs_data(document: Document, language: Language) -> dict[str, Any]:
    """Return evidence id → title, formula, cells, place in the tables, and records, as texts."""
    return {name: _proof_data(found, language) for name, found in document.evidence.items()}


def _proof_data(found: Evidence, language: Language) -> dict[str, Any]:
    said: dict[str, Text | None] = {"title": found.title, "formula": found.formula, "where": found.where}
    data: dict[str, Any] = {name: text.in_language(language) for name, text in said.items() if text}
    data["cells"] = _data(found.data, language)
    if found.records is not None:
        data["records"] = _data(found.records, language)
    if found.counted is not None:
        data["counted"] = number_text(found.counted)
    return data


def _data(data: Data, language: Language) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "columns": [
            [column.title.in_language(language), int(column.kind in NUMERIC), column.node]
            for column in data.columns
        ],
        "rows": [
            [cell_text(cell, column, language) for cell, column in zip(row, data.columns, strict=True)]
            for row in data.rows
        ],
        "heading": heading_column(data),
    }
    if data.level and data.regions:
        answer |= {"level": data.level, "regions": list(data.regions)}
    return answer
