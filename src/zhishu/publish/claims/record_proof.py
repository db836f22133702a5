"""The records behind a number: how many there are, and some of them to look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data
from zhishu.publish.record_desk import Asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.framework import Measure
    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings

MOST_RECORDS = 10
MOST_COLUMNS = 6
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Behind:
    """Some records, and how many there are in all."""

    sample: Data
    counted: int


def records_behind(
    findings: Findings, level: LevelFindings, measure: str, regions: Sequence[str]
) -> Behind | None:
    """Return the records behind a measure in some regions, or None where it comes from no records.

    The sample is of the first region, the largest values first where a column is summed.
    """
    declared = measure_of(findings, level, measure)
    if declared is None or not regions or declared.source not in findings.records.sources:
        return None
    wanted = frozenset(regions)
    everywhere = Asked(declared.source, declared.where)
    by_region = findings.records.counts(everywhere, level.id)
    counted = sum(number for (code,), number in by_region if code in wanted)
    here = Asked(declared.source, declared.where, level.id, regions[0])
    return Behind(sample_of(findings, here, declared), counted)


def measure_of(findings: Findings, level: LevelFindings, measure: str) -> Measure | None:
    """Return how an indicator or a further measure is computed from records, if it is."""
    if measure in level.framework.indicators:
        return level.framework[measure].measure_at(level.id)
    by_level = findings.edition.measures.get(measure, {})
    return by_level.get(level.id, by_level.get("*"))


def sample_of(findings: Findings, asked: Asked, measure: Measure | None = None) -> Data:
    """Return at most ten records as data, the columns that the measure uses among them."""
    columns = shown_columns(findings, asked, measure)
    order = measure.column if measure and measure.summary == "sum" else None
    rows = findings.records.sample(asked, columns, order=order, limit=MOST_RECORDS)
    titles = column_titles(findings, asked.source)
    return Data(
        tuple(
            Column(name, titles.get(name, Text(name, name)), _kind(rows, at), _digits(rows, at))
            for at, name in enumerate(columns)
        ),
        tuple(tuple(cell_of(value) for value in row) for row in rows),
    )


def shown_columns(findings: Findings, asked: Asked, measure: Measure | None) -> list[str]:
    """Return the columns to show: key and name, those the condition and the sum use, then the next ones."""
    there = list(findings.records.columns(asked.source))
    used = WORD.findall(asked.where or "") + ([measure.column] if measure and measure.column else [])
    first = [name for name in (there[0], "name") if name in there]
    wanted = [*first, *(name for name in used if name in there), *there]
    return list(dict.fromkeys(wanted))[:MOST_COLUMNS]


def column_titles(findings: Findings, source: str) -> dict[str, Text]:
    """Return what the columns of a source are called: their labels in Chinese, their names in English."""
    from zhishu.records.tables import BUILTIN_TABLES  # noqa: PLC0415 - next to its use

    declared = next(records for records in findings.edition.records if records.name == source)
    known = BUILTIN_TABLES.get(declared.table or "")
    builtin = known.columns if known else ()
    return {
        column.name: Text(column.label or column.name, column.name.replace("_", " "))
        for column in (*builtin, *declared.columns)
    }


def cell_of(value: Any) -> Cell:  # noqa: ANN401 - what an engine gives, a case a line
    """Return a value of a record as a cell.

    >>> cell_of(True), cell_of(Decimal("1.5")), cell_of(date(2023, 6, 1))
    (Text(zh='是', en='yes'), 1.5, '2023-06-01')
    """
    match value:
        case None:
            return None
        case bool():
            return Text("是", "yes") if value else Text("否", "no")
        case int() | float() | Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _kind(rows: Sequence[Sequence[Any]], at: int) -> Any:  # noqa: ANN401 - a Kind of column
    numbers = [isinstance(row[at], int | float | Decimal) and not isinstance(row[at], bool) for row in rows]
    return "number" if any(numbers) else "text"


def _digits(rows: Sequence[Sequence[Any]], at: int) -> int:
    return 2 if any(isinstance(row[at], float | Decimal) for row in rows) else 0
