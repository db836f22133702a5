"""The table of changes: by how much the index of the leading regions moved, and what moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.change_parts import CAUSES, CAUSES_EXPLAINED, extreme, latest_change
from zhishu.publish.figure import Column, Data, Rank, Table, signed_text
from zhishu.publish.figures.choice import leading_ranks, rank_cell, rank_column, region_column
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from zhishu.publish.change_parts import LatestChange
    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings

GAINED, LOST = Text("增加最多的", "Gained most by"), Text("减少最多的", "Lost most by")
NONE = Text("—", "—")


@kind("table", "change_parts", Text("得分变动的来源", "What moved the scores since the year before"))
def change_parts(findings: Findings, *, level: str, top: int = 20) -> Table | None:
    """Return how the index of the `top` regions moved since the year before, by what cause and indicator.

    Causes have a column each where more than one moved anything. None with one year, and where changes
    of the index have no parts (an index that is no mean of means).
    """
    found = findings.level(level)
    change = latest_change(found) if found.scored else None
    if change is None:
        return None
    rows = leading_ranks(found, "", top).tolist()
    causes = change.told_apart
    region, years = found.level.name, f"{change.since}–{change.year}"
    return Table(
        id=f"change-parts-{level}",
        number="",
        title=Text(f"{region.zh}：{years} 年得分变动的来源", f"{region.en}: what moved the scores, {years}"),
        data=change_data(found, change, rows, causes),
        note=CAUSES_EXPLAINED if causes else None,
    )


def change_data(level: LevelFindings, change: LatestChange, rows: list[int], causes: tuple[int, ...]) -> Data:
    """Return a row per region: ranks, change, causes, and the indicators that moved it most either way."""
    root = level.framework.root.id
    columns = (
        rank_column(root),
        Column("before", Text(f"{change.since} 年名次", f"Rank in {change.since}"), "rank"),
        region_column(level),
        Column("change", Text("得分变动", "Change of score"), "change", digits=change.digits),
        *(Column(f"cause-{cause}", CAUSES[cause], "change", digits=change.digits) for cause in causes),
        Column("gained", GAINED),
        Column("lost", LOST),
    )
    cells = tuple(_row(level, change, row, causes) for row in rows)
    return Data(columns, cells, level=level.id, regions=tuple(level.codes[row] for row in rows))


def _row(level: LevelFindings, change: LatestChange, row: int, causes: tuple[int, ...]) -> tuple[Cell, ...]:
    return (
        rank_cell(level, row, level.framework.root.id),
        Rank(float(change.before[1][row]), among=len(level.codes)),
        level.names[row].full,
        float(change.whole[row]),
        *(float(change.by_cause[row, cause]) for cause in causes),
        _most(level, change, row, sign=1),
        _most(level, change, row, sign=-1),
    )


def _most(level: LevelFindings, change: LatestChange, row: int, sign: int) -> Text:
    """Return the node that moved a region most upwards (or downwards), with its points; a dash for none."""
    found = extreme(change, row, sign)
    if found is None:
        return NONE
    node, value = found
    name, points = level.title(node), signed_text(value, change.digits)
    return Text(f"{name.zh} {points}", f"{name.en} {points}")
