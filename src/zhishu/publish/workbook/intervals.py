"""The sheets beside the ranks: how sure they are, and what they were in other years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.workbook.inputs import label_columns
from zhishu.publish.workbook.ranking import LEADING
from zhishu.publish.workbook.scores import RANK
from zhishu.publish.workbook.sheet import Chart, Column, Rule, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.publish.findings import LevelFindings
    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Cell, Look

INTERVALS_NOTE = Text(
    "每个名次在 {} 次抽样中的中位数与区间（{:g}%–{:g}%）；抽样改变权重等可辩护的选择。"
    "均为生成时的数值，不随改动重算。",
    "Median and interval ({1:g} to {2:g} %) of every rank over {0} draws of defensible choices "
    "(weights, say). Values of the build: they do not follow a change.",
)
LOW, MEDIAN, HIGH = Text("{}区间低", "{}, low"), Text("{}中位", "{}, median"), Text("{}区间高", "{}, high")
OF_NODE, WIDTH = Text("{}名次", "{}, rank"), Text("区间宽度", "Width of the interval")
AHEAD = Text("领先下一位的概率", "Probability to be ahead of the next")
INTERVAL_CHART = Text("前 {} 位的名次区间", "Rank intervals of the top {}")
YEARS_NOTE = Text(
    "各年总指数与各维度的得分、名次。", "Scores and ranks of the index and its dimensions, year by year."
)
SCORE_IN, RANK_IN = Text("{} {} 年得分", "{} {}, score"), Text("{} {} 年名次", "{} {}, rank")
FIXED_COLUMNS = 7
"""Columns of the index before those of the dimensions: code, name, rank, median, low, high, width."""


def intervals_sheet(around: LevelSheets, level: LevelFindings, title: str) -> Sheet | None:
    """Return every region's ranks with their intervals, best first; None when no draws were made."""
    found, interval = level.doubt, level.interval
    if found is None or interval is None:
        return None
    low, high = found.study.uncertain.interval
    nodes = [node for node in around.framework.dimensions if node in found.nodes]
    rows = tuple(_interval_row(around, level, nodes, at) for at in range(len(level.order)))
    count = min(LEADING, len(rows))
    return Sheet(
        around.sheets["intervals"],
        title,
        around.said(INTERVALS_NOTE).format(f"{found.draws:,}", low * 100, high * 100),
        tuple(_interval_columns(around, level, nodes)),
        rows,
        rules=(Rule("bar", FIXED_COLUMNS - 1, FIXED_COLUMNS - 1),),
        charts=(Chart("range", around.said(INTERVAL_CHART).format(count), 1, 4, count, second=6),),
    )


def _interval_columns(around: LevelSheets, level: LevelFindings, nodes: list[str]) -> Iterator[Column]:
    yield from label_columns(around)
    yield Column(around.said(RANK), "rank")
    for text in (MEDIAN, LOW, HIGH):
        yield Column(_capital(around.said(text).format("").strip(", ")), "rank")
    yield Column(around.said(WIDTH), "rank")
    if level.ahead is not None:
        yield Column(around.said(AHEAD), "share")
    for node in nodes:
        name = around.said(around.framework[node].name)
        for text in (OF_NODE, MEDIAN, LOW, HIGH):
            yield Column(around.said(text).format(name), "rank")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _interval_row(around: LevelSheets, level: LevelFindings, nodes: list[str], at: int) -> tuple[Cell, ...]:
    row = int(level.order[at])
    rank, median, low, high = _numbers(level, around.nodes[0], row)
    ahead: tuple[Cell, ...] = ()
    if level.ahead is not None:
        following = int(level.order[at + 1]) if at + 1 < len(level.order) else None
        ahead = (None if following is None else float(level.ahead[row, following]),)
    more = [number for node in nodes for number in _numbers(level, node, row)]
    return (around.names[row].code, around.name(row), rank, median, low, high, high - low, *ahead, *more)


def _numbers(level: LevelFindings, node: str, row: int) -> tuple[float, float, float, float]:
    interval, column = level.interval, level.column(node)
    assert interval is not None  # noqa: S101 - asked by the caller
    return (
        float(level.ranks[row, column]),
        float(interval.median[row, column]),
        float(interval.low[row, column]),
        float(interval.high[row, column]),
    )


def years_sheet(around: LevelSheets, title: str) -> Sheet | None:
    """Return scores and ranks of the index and its dimensions by year; None for a single year."""
    years = around.found.panel.years
    if len(years) < 2:  # noqa: PLR2004 - one year has no history
        return None
    nodes = (around.nodes[0], *around.framework.dimensions)
    looks: tuple[tuple[Text, Look], ...] = ((SCORE_IN, "score"), (RANK_IN, "rank"))
    columns = (
        *label_columns(around),
        *(
            Column(around.said(text).format(around.said(around.framework[node].name), year), look)
            for node in nodes
            for text, look in looks
            for year in years
        ),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name.code, around.name(row), *_by_year(around, nodes, row)) for row, name in enumerate(around.names)
    )
    return Sheet(around.sheets["years"], title, around.said(YEARS_NOTE), columns, rows)


def _by_year(around: LevelSheets, nodes: tuple[str, ...], row: int) -> Iterator[float]:
    for node in nodes:
        column = around.framework.ids.index(node)
        for array in (around.found.scores, around.found.ranks):
            yield from np.asarray(array)[:, row, column].tolist()
