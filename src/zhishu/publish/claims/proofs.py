"""Evidence: the cells that prove a claim, the formula in words, and where in out/tables they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.claims.record_proof import records_behind
from zhishu.publish.document import Evidence
from zhishu.publish.figure import Column, Data, Interval, Rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings

MOST_ROWS = 40
"""Rows shown of a long proof; `where` leads to all of them."""
MOST_CODES = 6


@dataclass(frozen=True, slots=True)
class Head:
    """What an evidence is called: its id, its title, and how the number comes from the cells."""

    id: str
    title: Text
    formula: Text | None = None


def score_proof(level: LevelFindings, rows: Iterable[int], nodes: Sequence[str], head: Head) -> Evidence:
    """Return scores, ranks and intervals of regions at nodes; "" is the index."""
    chosen = [int(row) for row in rows]
    ids = [level.node(node) for node in nodes]
    columns = [Column("region", Text(level.level.name.zh, "Region"))]
    columns += [column for node in ids for column in _score_columns(level, node)]
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (level.names[row].full, *(cell for node in ids for cell in _score_cells(level, row, node)))
        for row in chosen[:MOST_ROWS]
    )
    tables = "scores.csv" + ("、intervals.csv" if level.interval is not None else "")
    return Evidence(
        head.id,
        head.title,
        Data(tuple(columns), cells, level=level.id, regions=_codes(level, chosen[:MOST_ROWS])),
        head.formula,
        stands_in(tables, {"level": level.id, "node": ids, "region": _codes(level, chosen)}),
    )


def _score_columns(level: LevelFindings, node: str) -> list[Column]:
    name = Text("总指数", "Index") if node == level.framework.root.id else level.title(node)
    columns = [
        Column(f"{node}-score", Text(f"{name.zh}得分", f"{name.en}, score"), "number", digits=2, node=node),
        Column(f"{node}-rank", Text(f"{name.zh}名次", f"{name.en}, rank"), "rank", node=node),
    ]
    if level.interval is not None:
        title = Text(f"{name.zh}名次区间", f"{name.en}, interval of the rank")
        columns.append(Column(f"{node}-interval", title, "interval", node=node))
    return columns


def _score_cells(level: LevelFindings, row: int, node: str) -> list[Cell]:
    at = level.column(node)
    cells: list[Cell] = [
        float(level.scores[row, at]),
        Rank(float(level.ranks[row, at]), among=len(level.codes)),
    ]
    if level.interval is not None:
        cells.append(Interval(float(level.interval.low[row, at]), float(level.interval.high[row, at])))
    return cells


def value_proof(
    findings: Findings, level: LevelFindings, rows: Iterable[int], measures: Sequence[str], head: Head
) -> Evidence:
    """Return raw values of regions, and the records behind the first measure where it counts records.

    Records are those of all regions asked for; the sample is of the first one.
    """
    chosen = [int(row) for row in rows]
    columns = [Column("region", Text(level.level.name.zh, "Region"))]
    columns += [_value_column(level, measure) for measure in measures]
    values = [level.values(measure) for measure in measures]
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (level.names[row].full, *(float(column[row]) for column in values)) for row in chosen[:MOST_ROWS]
    )
    behind = records_behind(findings, level, measures[0], _codes(level, chosen))
    return Evidence(
        head.id,
        head.title,
        Data(tuple(columns), cells, level=level.id, regions=_codes(level, chosen[:MOST_ROWS])),
        head.formula,
        _values_stand_in(findings, level, chosen, measures),
        records=behind.sample if behind else None,
        counted=behind.counted if behind else None,
    )


def _value_column(level: LevelFindings, measure: str) -> Column:
    title, unit = level.title(measure), level.unit(measure)
    if unit:
        title = Text(f"{title.zh}（{unit.zh}）", f"{title.en} ({unit.en})")
    node = measure if measure in level.framework.ids else ""
    return Column(measure, title, "number", digits=_digits(level, measure), node=node)


def _digits(level: LevelFindings, measure: str) -> int:
    values = level.values(measure)
    return 0 if all(value != value or value == round(value) for value in values.tolist()) else 2  # noqa: PLR0124 - NaN


def _values_stand_in(
    findings: Findings, level: LevelFindings, rows: Sequence[int], measures: Sequence[str]
) -> Text:
    indicators = [measure for measure in measures if measure in level.framework.indicators]
    further = [measure for measure in measures if measure in findings.result.measures.get(level.id, {})]
    if indicators or not further:
        table = "raw.csv" if level.found.raw is not None else "panel.csv"
        column = "indicator"
    else:
        table, column = "measures.csv", "measure"
    return stands_in(
        table, {"level": level.id, column: indicators or list(measures), "region": _codes(level, rows)}
    )


def stands_in(tables: str, keys: dict[str, str | Sequence[str]]) -> Text:
    """Return in which tables of out/tables cells stand, and the values of their key columns.

    >>> stands_in("scores.csv", {"level": "city", "node": ["level"]}).zh
    'out/tables/scores.csv，level = city，node = level'
    """
    shown = {name: _shown(value) for name, value in keys.items() if value}
    places = [f"out/tables/{table}" for table in tables.split("、")]
    return Text(
        "，".join(["、".join(places), *(f"{name} = {value}" for name, value in shown.items())]),
        ", ".join([" and ".join(places), *(f"{name} = {value}" for name, value in shown.items())]),
    )


def _shown(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return value
    more = f" … ({len(value)})" if len(value) > MOST_CODES else ""
    return "|".join(value[:MOST_CODES]) + more


def _codes(level: LevelFindings, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(level.codes[row] for row in rows)
