"""The table of all regions of a level: rank, interval, tier, score, and every dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.figure import Table
from zhishu.publish.kinds import kind
from zhishu.publish.tables.columns import (
    RANK,
    data_of,
    interval_part,
    rank_part,
    region_part,
    score_part,
    tier_part,
    total_part,
    within_part,
)
from zhishu.publish.tables.leading import interval_note

if TYPE_CHECKING:
    from zhishu.publish.findings import Findings


@kind("table", "whole", Text("全部地区", "All regions"))
def whole(findings: Findings, *, level: str) -> Table | None:
    """Return all regions of a level in the published order, those without a rank last.

    None when the level has no scores.
    """
    found = findings.level(level)
    if not found.scored:
        return None
    root = found.framework.root.id
    parts = [
        rank_part(found, root, RANK, id="rank"),
        interval_part(found, root),
        region_part(found),
        within_part(found),
        tier_part(found),
        total_part(found),
        *(
            part
            for node in found.framework.dimensions
            for part in (score_part(found, node), rank_part(found, node, RANK, id=f"{node}-rank"))
        ),
    ]
    name, count = found.level.name, len(found.names)
    return Table(
        id=f"whole-{level}",
        number="",
        title=Text(f"全部 {count} 个{name.zh}", f"{name.en}: all {count}"),
        data=data_of(found, found.order.tolist(), parts),
        note=interval_note(found),
    )
