"""What stands on the cover, as plain data, and the line of all scores that adorns it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zhishu.publish.print.words import PRINTED, date_text

if TYPE_CHECKING:
    from zhishu.publish.document import Document
    from zhishu.publish.figure import Language, Table

FEWEST = 12
"""Scores under which a skyline would be a bar chart without names."""


def cover(document: Document, language: Language) -> dict[str, Any]:
    """Return the words of the cover, and the scores of the longest ranking as shares of the highest."""
    scores, caption = skyline(document, language)
    edition = PRINTED["edition"].in_language(language).format(document.edition)
    kicker = document.kicker.in_language(language)
    return {
        "kicker": "" if kicker == edition else kicker,
        "name": document.name.in_language(language),
        "edition": edition,
        "publisher": document.publisher.in_language(language) if document.publisher else "",
        "date": date_text(document.date, language),
        "numbers": [
            {"value": number.value, "label": number.label.in_language(language)}
            for number in document.key_numbers
        ],
        "note": document.note.in_language(language) if document.note else "",
        "skyline": scores,
        "skyline_caption": caption,
    }


def skyline(document: Document, language: Language) -> tuple[list[float], str]:
    """Return the scores of the longest ranked table, highest first, as shares, and what they are.

    Both are empty when no table ranks at least twelve regions.
    """
    longest = max(document.tables, key=lambda table: len(_scores(table)), default=None)
    scores = sorted(_scores(longest), reverse=True) if longest else []
    if longest is None or len(scores) < FEWEST or scores[0] <= 0:
        return [], ""
    column = next(column for column in longest.data.columns if column.kind == "score")
    caption = (
        PRINTED["skyline"]
        .in_language(language)
        .format(longest.title.in_language(language), column.title.in_language(language))
    )
    return [round(max(score, 0.0) / scores[0], 4) for score in scores], caption


def _scores(table: Table) -> list[float]:
    """Return the finite scores of a table's first column of scores."""
    at = next((at for at, column in enumerate(table.data.columns) if column.kind == "score"), None)
    if at is None:
        return []
    cells = (row[at] for row in table.data.rows)
    return [float(cell) for cell in cells if isinstance(cell, int | float) and math.isfinite(cell)]
