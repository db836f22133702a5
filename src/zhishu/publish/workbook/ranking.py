"""The sheet that is read first: all regions, best first, kept in order by formulas, with charts."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.ranking import tier_cuts
from zhishu.publish.workbook.inputs import CODE
from zhishu.publish.workbook.level import LABELS
from zhishu.publish.workbook.scores import FIRST_SCORE, RANK, SCORE
from zhishu.publish.workbook.sheet import TOP, Chart, Column, Formula, Rule, Sheet, at, span
from zhishu.publish.workbook.tiers import TIER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Cell

    _Part = tuple[str, int, int, float | str]
    """Sheet, its first row of data, column, and what stands there now."""

NOTE_LIVE = Text(
    "按总得分排列；改动权重后次序、名次和图随之更新，“升降”为与公布名次之差（正数为上升）。",
    "Ordered by total score; order, ranks and charts follow when a weight is changed, and “places won” "
    "compares with the published rank.",
)
NOTE_FIXED = Text("按总得分排列。", "Ordered by total score.")
PLACE = Text("序号", "No.")
PUBLISHED, MOVED = Text("公布名次", "Published rank"), Text("升降", "Places won")
LEADING = 15
"""Regions in a chart of the leading ones."""
MOVED_AT = 6
"""The column of places won, when ranks are live."""
BAR = Text("总得分前 {} 位", "Top {} by total score")
SCATTER = Text("名次与总得分", "Rank and total score")


def ranking_sheet(around: LevelSheets, title: str) -> Sheet:
    """Return all regions in the order of their total score, with tier and ranks per dimension."""
    dimensions = around.framework.dimensions
    tiers, live = around.found.tiers is not None, bool(around.ties)
    columns = (
        Column(around.said(PLACE), "rank"),
        Column(around.said(around.level.name)),
        Column(around.said(CODE)),
        Column(around.said(SCORE), "score"),
        Column(around.said(RANK), "rank"),
        *((Column(around.said(PUBLISHED), "rank"), Column(around.said(MOVED), "change")) if live else ()),
        *((Column(around.said(TIER), "rank"),) if tiers else ()),
        *(Column(_rank_of(around, node), "rank") for node in dimensions),
    )
    order = _order(around)
    rows = tuple((float(place), *_cells(around, place, row)) for place, row in enumerate(order, start=1))
    tier = MOVED_AT + 1 if live else MOVED_AT - 1
    rules = (
        Rule("bar", 3, 3),
        *((Rule("moved", MOVED_AT, MOVED_AT),) if live else ()),
        *((Rule("tiers", tier, tier),) if tiers else ()),
    )
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
    parts: list[_Part] = [
        ("ranks", TOP, 1, around.name(row)),
        ("ranks", TOP, 0, around.names[row].code),
        ("scores", FIRST_SCORE, LABELS, score),
        ("ranks", TOP, LABELS, rank),
    ]
    if around.ties:
        parts.append(("published", TOP, LABELS + len(around.nodes), rank))
    own = TOP + place - 1
    cells = [_looked_up(around, own, *part) for part in parts]
    if around.ties:
        cells.append(_moved(own, ranked=not isnan(rank)))
    return [*cells, *(_looked_up(around, own, *part) for part in _last_parts(around, row))]


def _last_parts(around: LevelSheets, row: int) -> Iterable[_Part]:
    found = around.found
    if found.tiers is not None:
        first = TOP + (1 if tier_cuts(around.recipe) else 0)
        unranked = isnan(float(around.values(found.ranks, around.nodes[0])[row]))
        yield "tiers", first, LABELS + 2, float("nan") if unranked else float(found.tiers[-1, row])
    for node in around.framework.dimensions:
        yield "ranks", TOP, around.column(node), float(around.values(found.ranks, node)[row])


def _moved(row: int, *, ranked: bool) -> Formula:
    """Return the published rank less the one of now: places won since a weight was changed."""
    now, before = at(row, 4), at(row, MOVED_AT - 1)
    return Formula(f'IF(ISNUMBER({now}),{before}-{now},"")', 0.0 if ranked else "")


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
