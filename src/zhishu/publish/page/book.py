"""A level's book: all its values, weights, scores and ranks, so that any cell can be taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.publish.page.book_words import measure_words, normalising_words
from zhishu.publish.record_desk import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zhishu.framework import Measure, Node, Text
    from zhishu.publish.findings import Findings, LevelFindings, RankInterval

RECORDS_SHOWN = 5
COLUMNS_SHOWN = 4
LATEST = -1
LARGEST_FIRST = frozenset({"sum", "mean", "max"})
"""Of these the records that weigh most are shown."""
WORD = re.compile(r"[^\W\d]\w*")
ADDS_WITHIN = 1e-6
"""Points by which weight × score, summed, may miss a score that is still called their sum."""


@dataclass(frozen=True, slots=True)
class BookRecords:
    """The records behind an indicator: per region how many, and the first few, as texts under `columns`."""

    source: str
    columns: tuple[str, ...]
    found: Mapping[str, tuple[int, tuple[tuple[str, ...], ...]]]


@dataclass(frozen=True, slots=True)
class BookNode:
    """A node of the framework: where it hangs, and for an indicator how its value comes about.

    `adds` says whether its score is the sum of weight × score of its children. `low` and `high` are
    the ends of the prepared values, NaN for a node that is no indicator.
    """

    id: str
    name: Text
    children: tuple[str, ...] = ()
    adds: bool = False
    unit: Text | None = None
    measure: Text | None = None
    low: float = float("nan")
    high: float = float("nan")
    records: BookRecords | None = None


@dataclass(frozen=True, slots=True)
class LevelBook:
    """One level in the latest year: regions, nodes (depth-first, root first) and everything numeric.

    `weights` and `effective` (nodes,); `scores`, `ranks`, `lowest` and `highest` (regions, nodes), the
    last two None without draws; `raw`, `prepared` and `normalised` (regions, indicators).
    """

    level: str
    name: Text
    codes: tuple[str, ...]
    names: tuple[Text, ...]
    short: tuple[Text, ...]
    nodes: tuple[BookNode, ...]
    normalising: Text
    weights: NDArray[np.float64]
    effective: NDArray[np.float64]
    scores: NDArray[np.float64]
    ranks: NDArray[np.float64]
    raw: NDArray[np.float64]
    prepared: NDArray[np.float64]
    normalised: NDArray[np.float64]
    lowest: NDArray[np.float64] | None = None
    highest: NDArray[np.float64] | None = None
    formula: bool = False
    """Whether a normalised value is (value − low) / (high − low)."""


def level_books(findings: Findings, *, records: int = RECORDS_SHOWN) -> tuple[LevelBook, ...]:
    """Return the book of every scored level; `records` is how many records are shown for a cell.

    With `records` 0, or without sources of records, only the counts of the panel stand in it.
    """
    return tuple(_book(findings, level, records) for level in findings.scored)


def _book(findings: Findings, level: LevelFindings, records: int) -> LevelBook:
    found, interval = level.found, level.interval
    raw = (found.raw or found.panel).values[LATEST]
    prepared = found.panel.values[LATEST]
    normalised = prepared if found.normalised is None else found.normalised[LATEST]
    return LevelBook(
        level=level.id,
        name=level.level.name,
        codes=level.codes,
        names=tuple(name.full for name in level.names),
        short=tuple(name.short for name in level.names),
        nodes=tuple(_node(findings, level, node, records) for node in level.framework),
        normalising=normalising_words(findings.edition.recipe),
        weights=_weights(level),
        effective=level.effective,
        scores=level.scores,
        ranks=level.ranks,
        raw=raw,
        prepared=prepared,
        normalised=normalised,
        formula=_is_minmax(prepared, normalised),
        **_ends(interval),
    )


def _ends(interval: RankInterval | None) -> dict[str, NDArray[np.float64]]:
    return {} if interval is None else {"lowest": interval.low, "highest": interval.high}


def _weights(level: LevelFindings) -> NDArray[np.float64]:
    weights = level.found.weights
    return np.ones(len(level.framework.ids)) if weights is None else weights[LATEST]


def _is_minmax(prepared: NDArray[np.float64], normalised: NDArray[np.float64]) -> bool:
    """Return whether every value lies on the straight line from the least, at 0, to the greatest, at 1."""
    if not np.isfinite(prepared).any():
        return False
    low, high = np.fmin.reduce(prepared, axis=0), np.fmax.reduce(prepared, axis=0)
    varied = high > low
    line = (prepared - low)[:, varied] / (high - low)[varied]
    return bool(np.allclose(line, normalised[:, varied], atol=1e-9, equal_nan=True))


def _node(findings: Findings, level: LevelFindings, node: Node, records: int) -> BookNode:
    if not node.is_indicator:
        return BookNode(node.id, node.name, node.children, adds=_adds(level, node))
    column = level.framework.indicators.index(node.id)
    values = level.found.panel.values[LATEST][:, column]
    known = values[np.isfinite(values)]
    measure = node.measure_at(level.id)
    return BookNode(
        node.id,
        node.name,
        unit=node.unit,
        measure=measure_words(measure) if measure else None,
        low=float(known.min()) if known.size else float("nan"),
        high=float(known.max()) if known.size else float("nan"),
        records=_records(findings, level, measure, records) if measure and records else None,
    )


def _adds(level: LevelFindings, node: Node) -> bool:
    columns = [level.column(child) for child in node.children]
    with np.errstate(invalid="ignore"):
        summed = level.scores[:, columns] @ _weights(level)[columns]
        missed = np.abs(summed - level.scores[:, level.column(node.id)])
    return bool(np.all(missed[np.isfinite(missed)] < ADDS_WITHIN))


def _records(findings: Findings, level: LevelFindings, measure: Measure, limit: int) -> BookRecords | None:
    desk = findings.records
    if measure.source not in desk.sources:
        return None
    columns = _columns_shown(desk.columns(measure.source), measure)
    asked = Asked(measure.source, _condition(measure))
    year = level.found.panel.years[LATEST]
    order = measure.column if measure.summary in LARGEST_FIRST else None
    samples = desk.samples(asked, columns, level=level.id, year=year, order=order, limit=limit)
    found = {
        code: (count, tuple(tuple(map(_text, row)) for row in rows))
        for code, (count, rows) in samples.items()
    }
    return BookRecords(measure.source, columns, found)


def _condition(measure: Measure) -> str | None:
    """Return the condition of the records that enter: those that fulfil `where` and have the column."""
    there = f"{measure.column} is not null" if measure.column else None
    parts = [f"({part})" for part in (measure.where, there) if part]
    return " and ".join(parts) or None


def _columns_shown(columns: tuple[str, ...], measure: Measure) -> tuple[str, ...]:
    """Return what names a record (the first two columns), what is measured, and what the condition reads.

    >>> from zhishu.framework import Measure
    >>> _columns_shown(("id", "name", "size", "site"), Measure("firms", "sum", "size", "site is not null"))
    ('id', 'name', 'size', 'site')
    """
    asked = [word for word in WORD.findall(measure.where or "") if word in columns]
    wanted = (*columns[:2], *((measure.column,) if measure.column else ()), *asked)
    return tuple(dict.fromkeys(wanted))[:COLUMNS_SHOWN]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return str(value)
