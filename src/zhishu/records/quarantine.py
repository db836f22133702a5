"""What is done with bad rows: counted, written down, and too many of them refused."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from zhishu.errors import RecordsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhishu.records.clean import QuarantinedCell


class QuarantineError(RecordsError):
    """Too many rows of a table are bad; `cells` holds every quarantined cell of every table."""

    def __init__(self, what: str, *, cells: tuple[QuarantinedCell, ...], **parts: str) -> None:
        super().__init__(what, **parts)
        self.cells = cells


def quarantine_files(cells: Iterable[QuarantinedCell]) -> dict[str, str]:
    """Return the CSV files of out/quarantine: name → text (row, column, value, reason), one per table."""
    by_table: dict[str, list[QuarantinedCell]] = {}
    for cell in cells:
        by_table.setdefault(cell.table, []).append(cell)
    return {file_name(table): _csv(found) for table, found in by_table.items()}


def file_name(table: str) -> str:
    """Return the name of a table's quarantine file, whatever the table is called.

    >>> file_name("firms"), file_name("a/../b")
    ('firms.csv', 'a____b.csv')
    """
    return re.sub(r"[^\w-]", "_", table) + ".csv"


def bad_rows(cells: Iterable[QuarantinedCell]) -> dict[str, int]:
    """Return how many rows of each table are quarantined (a row may have several bad cells)."""
    return dict(Counter(table for table, _ in {(cell.table, cell.row) for cell in cells}))


def refuse_too_many(
    cells: tuple[QuarantinedCell, ...], rows_read: Mapping[str, int], files: Mapping[str, str], limit: float
) -> None:
    """Raise QuarantineError when the quarantined share of a table is above `limit`.

    The message names the most frequent reason, one example, and the file that lists them all.
    """
    counts = bad_rows(cells)
    over = [table for table in rows_read if counts.get(table, 0) > limit * rows_read[table]]
    if not over:
        return
    table = over[0]
    found = [cell for cell in cells if cell.table == table]
    kinds = Counter(_kind(cell) for cell in found)
    kind, times = kinds.most_common(1)[0]
    example = next(cell for cell in found if _kind(cell) == kind)
    bad, read = counts[table], rows_read[table]
    raise QuarantineError(
        f"{bad:,} of {read:,} rows of '{table}' are bad ({bad / read:.2%})"
        + (f", and so are rows of {', '.join(over[1:])}" if over[1:] else ""),
        where=f"{files[table]}, row {example.row}" + (f", column {example.column}" if example.column else ""),
        seen=f"{example.value!r}: {example.reason} (most frequent: {times:,} of {len(found):,} cells)",
        allowed=f"at most {limit:.2%} of a table's rows (quarantine_limit)",
        advice=f"correct the rows listed in out/quarantine/{file_name(table)}, or raise quarantine_limit",
        cells=cells,
    )


def _kind(cell: QuarantinedCell) -> tuple[str, str]:
    """Return what tells one fault from another: the reason without its row numbers."""
    return cell.column, re.sub(r"\d+", "", cell.reason)


def _csv(cells: list[QuarantinedCell]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("table", "row", "column", "value", "reason"))
    writer.writerows((cell.table, cell.row, cell.column, cell.value, cell.reason) for cell in cells)
    return text.getvalue()
