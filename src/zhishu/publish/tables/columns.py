"""Columns and cells that several tables share: rank, interval, region, tier, score, dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Interval, Rank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import LevelFindings
    from zhishu.publish.names import RegionName

    Part = tuple[Column, Callable[[int], Cell]]
    """A column, and its cell for a region by the region's position in the panel."""

RANK = Text("名次", "Rank")
INTERVAL = Text("名次区间", "Rank interval")
TIER = Text("梯队", "Tier")
TOTAL_SCORE = Text("总得分", "Total score")
WITHIN = Text("所属省份", "Province")
FULL = 100.0


def rank_part(
    level: LevelFindings,
    node: str,
    title: Text,
    *,
    id: str,  # noqa: A002 - what a column calls it
    published: Mapping[tuple[str, str, str], int] | None = None,
) -> Part:
    """Return the column of ranks at a node, beside those published elsewhere, if any."""
    ranks = level.ranks[:, level.column(node)]
    among = len(level.codes)

    def cell(row: int) -> Rank:
        return Rank(
            float(ranks[row]), _published(published or {}, level.id, level.names[row], node), among=among
        )

    return Column(id, title, "rank", node=node), cell


def interval_part(level: LevelFindings, node: str) -> Part | None:
    """Return the column of the intervals of ranks at a node, None when no draws were made of it."""
    found, column = level.interval, level.column(node)
    if found is None or np.isnan(found.low[:, column]).all():
        return None
    low, high = found.low[:, column], found.high[:, column]
    return (
        Column("interval", INTERVAL, "interval", node=node),
        lambda row: Interval(float(low[row]), float(high[row])),
    )


def region_part(level: LevelFindings) -> Part:
    """Return the column of the regions' full names."""
    return Column("region", Text(level.level.name.zh, "Region")), lambda row: level.names[row].full


def within_part(level: LevelFindings) -> Part | None:
    """Return the column of what contains the regions, None when that is not known of any."""
    if not any(name.within for name in level.names):
        return None
    return Column("within", WITHIN), lambda row: level.names[row].within or level.names[row].short


def tier_part(level: LevelFindings) -> Part | None:
    """Return the column of the tiers, None when the recipe makes none."""
    return (Column("tier", TIER, "tier"), lambda row: level.tiers[row]) if level.tiers else None


def total_part(level: LevelFindings) -> Part:
    """Return the column of the total scores, with bars."""
    scores, root = level.scores[:, 0], level.framework.root.id
    column = Column("score", TOTAL_SCORE, "score", digits=2, full=full_score(level), node=root)
    return column, lambda row: float(scores[row])


def score_part(level: LevelFindings, node: str) -> Part:
    """Return the column of the scores of a node."""
    scores = level.scores[:, level.column(node)]
    column = Column(f"{node}-score", level.framework[node].name, "number", digits=2, node=node)
    return column, lambda row: float(scores[row])


def full_score(level: LevelFindings) -> float:
    """Return the score that fills a bar: 100, or the largest score when scores run higher or tiny."""
    best = float(np.nanmax(level.scores[:, 0], initial=0.0))
    return FULL if 1 < best <= FULL else best or 1.0


def data_of(level: LevelFindings, rows: Sequence[int], parts: Sequence[Part | None]) -> Data:
    """Return the data of regions, a row each; columns that there are not are left out."""
    kept = [part for part in parts if part is not None]
    return Data(
        tuple(column for column, _ in kept),
        tuple(tuple(cell(row) for _, cell in kept) for row in rows),
        level=level.id,
        regions=tuple(level.codes[row] for row in rows),
    )


def _published(
    published: Mapping[tuple[str, str, str], int], level: str, name: RegionName, node: str
) -> int | None:
    """Return the published rank of a region that the ledger calls by its code, full or short name."""
    keys = ((level, text, node) for text in (name.code, name.full.zh, name.short.zh))
    return next((published[key] for key in keys if key in published), None)
