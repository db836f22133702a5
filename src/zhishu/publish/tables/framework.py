"""The indicator system as a tree: weights per level, direction, unit, and how it is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Table
from zhishu.publish.figures.choice import noted
from zhishu.publish.kinds import kind
from zhishu.publish.method import weights_without_say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zhishu.edition import Edition
    from zhishu.framework import Direction, Measure, Node, Summary
    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings

DIRECTIONS = {"positive": Text("正向", "higher is better"), "negative": Text("负向", "lower is better")}
SUMMARIES: Mapping[Summary, Text] = {
    "count": Text("计数", "count"),
    "distinct": Text("不同取值数", "distinct values"),
    "sum": Text("合计", "sum"),
    "mean": Text("平均", "mean"),
    "max": Text("最大值", "maximum"),
    "min": Text("最小值", "minimum"),
    "share": Text("占比", "share"),
    "any": Text("有无", "whether there is any"),
}


@kind("table", "framework", Text("指标体系", "The indicator system"))
def framework(findings: Findings, *, levels: tuple[str, ...] = (), measures: bool = True) -> Table | None:
    """Return every node below the index with its weights at each level, in the group and overall.

    `levels` are those that were weighed unless some are named; `measures` adds direction, unit and
    how each indicator is counted. None when no level was weighed and `measures` is false.
    """
    named = [findings.level(level) for level in levels] or list(findings.scored)
    weighed = [level for level in named if level.found.weights is not None]
    if not weighed and not measures:
        return None
    tree, largest = findings.framework, _largest_effective(weighed)
    columns = (
        Column("node", Text("指标", "Indicator")),
        *(column for level in weighed for column in _weight_columns(level, largest)),
        *(_measure_columns() if measures else ()),
    )
    rows = tuple(
        (
            tree[node].name,
            *(cell for level in weighed for cell in _weights(level, position)),
            *(_measure_cells(findings.edition, tree[node]) if measures else ()),
        )
        for position, node in enumerate(tree.ids)
        if position
    )
    return Table(
        id="framework",
        number="",
        title=Text("指标体系与权重", "Indicators and weights") if weighed else Text("指标体系", "Indicators"),
        data=Data(columns, rows, depths=tuple(tree.depth(node) for node in tree.ids[1:])),
        note=noted(WEIGHTS_NOTE, weights_without_say(findings.edition)) if weighed else None,
    )


WEIGHTS_NOTE = Text(
    "“组内”指在同一上级下的权重，合计为 100%；“全局”为各级权重之积，即对总指数的权重。",
    "“Within group” sums to 100% below each parent; “overall” is the product of the weights up to the index.",
)


def _weight_columns(level: LevelFindings, full: float) -> tuple[Column, Column]:
    name = level.level.name
    return (
        Column(f"{level.id}-weight", Text(f"{name.zh}：组内", f"{name.en}: within group"), "share", digits=1),
        Column(
            f"{level.id}-effective",
            Text(f"{name.zh}：全局", f"{name.en}: overall"),
            "share",
            digits=1,
            full=full,
        ),
    )


def _weights(level: LevelFindings, position: int) -> tuple[float | None, float | None]:
    found = level.found
    if found.weights is None or found.effective is None:
        return (None, None)
    return (float(found.weights[-1, position]), float(found.effective[-1, position]))


def _largest_effective(levels: Sequence[LevelFindings]) -> float:
    """Return the largest weight below the index, so that its bar fills the cell."""
    arrays = [level.found.effective[-1, 1:] for level in levels if level.found.effective is not None]
    return max((float(np.nanmax(array, initial=0.0)) for array in arrays), default=1.0) or 1.0


def _measure_columns() -> tuple[Column, ...]:
    return (
        Column("direction", Text("方向", "Direction")),
        Column("unit", Text("单位", "Unit")),
        Column("measure", Text("数据与口径", "Source and measure")),
    )


def _measure_cells(edition: Edition, node: Node) -> tuple[Cell, ...]:
    if not node.is_indicator:
        return ("", "", node.description or "")
    return (direction_words(node.direction), node.unit or "", measure_words(edition, node))


def direction_words(direction: Direction) -> Text:
    """Return which values are good, in words.

    >>> from zhishu.framework import Direction
    >>> direction_words(Direction("interval", 2.0, 4.5)).en
    'best from 2 to 4.5'
    """
    if direction.kind in DIRECTIONS:
        return DIRECTIONS[direction.kind]
    low, high = (f"{value:g}" for value in (direction.low or 0.0, direction.high or 0.0))
    if direction.kind == "target":
        return Text(f"以 {low} 为最优", f"best at {low}")
    return Text(f"以 {low} 至 {high} 为最优", f"best from {low} to {high}")


def measure_words(edition: Edition, node: Node) -> Text:
    """Return how an indicator is counted, level by level where that differs."""
    if not node.measures:
        return _from_panels(edition)
    said = list(_by_level(edition, node.measures))
    zh, en = "；".join(text.zh for text in said), "; ".join(text.en for text in said)
    return Text(zh, en)


def _by_level(edition: Edition, measures: Mapping[str, Measure]) -> Iterator[Text]:
    names = {level.id: level.name for level in edition.levels}
    others = Text("其他层级", "other levels")
    for level, measure in measures.items():
        words = _words(edition, measure)
        name = names.get(level, others if level == "*" else Text(level, level))
        yield Text(f"{name.zh}：{words.zh}", f"{name.en}: {words.en}") if len(measures) > 1 else words


def _words(edition: Edition, measure: Measure) -> Text:
    """Return one measure in words; Chinese takes the labels of tables and columns, where there are any."""
    how, condition = SUMMARIES[measure.summary], measure.where
    table, column = _labels(edition, measure)
    of = f" of {measure.column}" if measure.column else ""
    if not condition:
        return Text(f"{table}{column}{how.zh}", f"{measure.source}: {how.en}{of}")
    return Text(
        f"{table}{column}{how.zh}，条件：{condition}", f"{measure.source}: {how.en}{of} where {condition}"
    )


def _labels(edition: Edition, measure: Measure) -> tuple[str, str]:
    """Return what a table and its column are called in Chinese, each in quotes where it has a label."""
    from zhishu.records.tables import BUILTIN_TABLES  # noqa: PLC0415 - only a report needs the labels

    source = next((one for one in edition.records if one.name == measure.source), None)
    known = BUILTIN_TABLES.get(source.table) if source and source.table else None
    columns = [*(source.columns if source else ()), *(known.columns if known else ())]
    label = next((one.label for one in columns if one.name == measure.column and one.label), measure.column)
    return f"“{known.label if known else measure.source}”表", f"“{label}”" if label else ""


def _from_panels(edition: Edition) -> Text:
    names = ", ".join(panel.name for panel in edition.panels)
    return Text(f"现成数据：{names}", f"ready data: {names}") if names else Text("", "")
