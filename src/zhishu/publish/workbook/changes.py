"""The sheet of changes: what moved every region's score since the year before, node by node."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.change_parts import CAUSES, CAUSES_EXPLAINED, latest_change
from zhishu.publish.workbook.inputs import label_columns
from zhishu.publish.workbook.sheet import TOP, Column, Formula, Rule, Sheet, span

if TYPE_CHECKING:
    from zhishu.publish.change_parts import LatestChange
    from zhishu.publish.findings import LevelFindings
    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Cell

NOTE = Text(
    "{} 至 {} 年总指数得分的变动，分解到各指标，单位为分；变动为各指标之和（公式）。",
    "The change of the index’s score from {} to {}, by indicator, in points; a region’s change is their sum, "
    "as a formula.",
)
RANK_IN = Text("{} 年名次", "Rank in {}")
CHANGE = Text("得分变动", "Change of score")
FIXED = 5
"""Columns before the parts: code, name, two ranks, the change."""


def changes_sheet(around: LevelSheets, level: LevelFindings, title: str) -> Sheet | None:
    """Return the change of every region's index and what came through each node; None without parts."""
    change = latest_change(level)
    if change is None:
        return None
    causes = change.told_apart
    columns = (
        *label_columns(around),
        *(Column(around.said(RANK_IN).format(year), "rank") for year in (change.since, change.year)),
        Column(around.said(CHANGE), "points"),
        *(Column(around.said(around.framework[node].name), "points") for node in change.nodes),
        *(Column(around.said(CAUSES[cause]), "points") for cause in causes),
    )
    rows = tuple(_row(around, level, change, (at, int(row)), causes) for at, row in enumerate(level.order))
    note = around.said(NOTE).format(change.since, change.year)
    if causes:
        note = f"{note}{'' if around.language == 'zh' else ' '}{around.said(CAUSES_EXPLAINED)}"
    rules = (Rule("bar", FIXED - 1, FIXED - 1),)
    return Sheet(around.sheets["changes"], title, note, columns, rows, rules=rules)


def _row(
    around: LevelSheets,
    level: LevelFindings,
    change: LatestChange,
    places: tuple[int, int],
    causes: tuple[int, ...],
) -> tuple[Cell, ...]:
    at, row = places
    whole = float(change.whole[row])
    parts = [float(part) for part in change.by_node[row]]
    total = span((TOP + at, FIXED), (TOP + at, FIXED + len(parts) - 1))
    return (
        around.names[row].code,
        around.name(row),
        float(change.before[1][row]),
        float(level.ranks[row, level.column("")]),
        Formula(f"SUM({total})", whole) if isfinite(whole) else None,
        *parts,
        *(float(change.by_cause[row, cause]) for cause in causes),
    )
