"""The sheet that is read first: all regions, best first, kept in order by formulas, with charts."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.tables.leading import LEADING
from zhishu.publish.workbook_inputs import CODE
from zhishu.publish.workbook_level import LABELS
from zhishu.publish.workbook_scores import FIRST_SCORE, RANK, SCORE, TIER, tier_cuts
from zhishu.publish.workbook_sheet import TOP, Chart, Column, Formula, Rule, Sheet, at, span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhishu.publish.workbook_level import LevelSheets
    from zhishu.publish.workbook_sheet import Cell

NOTE_LIVE = Text(
    "按总得分排列；改动权重后次序、名次和图随之更新。",
    "Ordered by total score; order, ranks and charts follow when a weight is changed.",
)
NOTE_FIXED = Text("按总得分排列。", "Ordered by total score.")
PLACE = Text("序号", "No.")
BAR = Text("总得分前 {} 位", "Top {} by total score")
SCATTER = Text("名次与总得分", "Rank and total score")


def ranking_sheet(around: LevelSheets, title: str) -> Sheet:
    """Return all regions in the order of their total score, with tier and ranks per dimension."""
    dimensions = around.framework.dimensions
    tiers = around.found.tiers is not None
    columns = (
        Column(around.said(PLACE), "rank"),
        Column(around.said(around.level.name)),
        Column(around.said(CODE)),
        Column(around.said(SCORE), "score"),
        Column(around.said(RANK), "rank"),
        *((Column(around.said(TIER), "rank"),) if tiers else ()),
        *(Column(_rank_of(around, node), "rank") for node in dimensions),
    )
    order = _order(around)
    rows = tuple((float(place), *_cells(around, place, row)) for place, row in enumerate(order, start=1))
    rules = (Rule("bar", 3, 3), *((Rule("tiers", 5, 5),) if tiers else ()))
    podium = (Rule("podium", len(columns) - len(dimensions), len(columns) - 1),) if dimensions else ()
    return Sheet(
        around.sheets["ranking"],
        title,
        around.said(NOTE_LIVE if around.ties else NOTE_FIXED),
        columns,
        rows,
        rules=(*rules, *podium),
        charts=_charts(around),
    )


def _rank_of(around: LevelSheets, node: str) -> str:
    name = around.said(around.framework[node].name)
    return f"{name}, rank" if around.language == "en" else f"{name}名次"


def _charts(around: LevelSheets) -> tuple[Chart, ...]:
    count = min(LEADING, len(around.names))
    score, rank = around.said(SCORE), around.said(RANK)
    return (
        Chart("bar", around.said(BAR).format(count), 1, 3, count),
        Chart("scatter", around.said(SCATTER), 4, 3, len(around.names), axes=(rank, score)),
    )


def _order(around: LevelSheets) -> list[int]:
    """Return the rows of the regions, best first; those without a total score last."""
    scores = around.values(around.found.scores, around.nodes[0]).tolist()
    ranks = around.values(around.found.ranks, around.nodes[0]).tolist()
    by = [-score for score in scores] if around.ties else ranks
    return sorted(range(len(by)), key=lambda row: (isnan(by[row]), 0.0 if isnan(by[row]) else by[row]))


def _cells(around: LevelSheets, place: int, row: int) -> Iterable[Cell]:
    """Return the cells after the place: formulas that look the region up, or plain values."""
    root, found = around.nodes[0], around.found
    score, rank = (float(around.values(array, root)[row]) for array in (found.scores, found.ranks))
    parts: list[tuple[str, int, int, float | str]] = [
        ("ranks", TOP, 1, around.name(row)),
        ("ranks", TOP, 0, around.names[row].code),
        ("scores", FIRST_SCORE, LABELS, score),
        ("ranks", TOP, LABELS, rank),
    ]
    if found.tiers is not None:
        first = TOP + (1 if tier_cuts(around) else 0)
        parts.append(("tiers", first, LABELS + 2, float(found.tiers[-1, row])))
    parts += [
        ("ranks", TOP, around.column(node), float(around.values(found.ranks, node)[row]))
        for node in around.framework.dimensions
    ]
    return [_looked_up(around, TOP + place - 1, *part) for part in parts]


def _looked_up(  # noqa: PLR0913, PLR0917 - where to look, from which row on, and what is found now
    around: LevelSheets, row: int, stage: str, first: int, column: int, value: float | str
) -> Cell:
    if not around.ties:
        return value
    last = len(around.names) - 1
    wanted = span((first, column), (first + last, column), sheet=around.sheets[stage], fixed="both")
    position = LABELS + len(around.nodes)
    keys = span((TOP, position), (TOP + last, position), sheet=around.sheets["ranks"], fixed="both")
    missing = isinstance(value, float) and isnan(value)
    return Formula(f"INDEX({wanted},MATCH({at(row, 0, fixed='column')},{keys},0))", "" if missing else value)
