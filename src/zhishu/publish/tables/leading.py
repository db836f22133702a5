"""The table of the leading regions: total rank and its interval, score, rank in every dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.figure import Table
from zhishu.publish.kinds import kind
from zhishu.publish.published import published_ranks
from zhishu.publish.tables.columns import (
    RANK,
    data_of,
    interval_part,
    rank_part,
    region_part,
    tier_part,
    total_part,
)

if TYPE_CHECKING:
    from zhishu.publish.findings import Findings, LevelFindings

LEADING = 15


@kind("table", "leading", Text("领先地区", "The leading regions"))
def leading(findings: Findings, *, level: str, top: int = LEADING, published: bool = True) -> Table | None:
    """Return the regions ranked up to `top`, those that share the last place included, best first.

    Ranks of the edition's ledger stand beside ours unless `published` is false. None when the level
    has no scores, or no region a rank.
    """
    found = findings.level(level)
    rows = found.leading(top).tolist() if found.scored else []
    if not rows:
        return None
    known = published_ranks(findings.edition) if published else {}
    framework, root = found.framework, found.framework.root.id
    names = {node: framework[node].name for node in framework.dimensions}
    parts = [
        rank_part(found, root, RANK, id="rank", published=known),
        interval_part(found, root),
        region_part(found),
        tier_part(found),
        total_part(found),
        *(
            rank_part(found, node, Text(f"{name.zh}名次", f"{name.en}, rank"), id=node, published=known)
            for node, name in names.items()
        ),
    ]
    return Table(f"leading-{level}", "", _title(found, top), data_of(found, rows, parts), _note(found))


def _title(level: LevelFindings, top: int) -> Text:
    """Return the title, which names fewer when there are fewer."""
    name, count = level.level.name, min(top, len(level.names))
    if len(level.names) <= top:
        return Text(f"{name.zh}总得分与各维度名次", f"{name.en}: total score and rank by dimension")
    return Text(
        f"前 {count} 位{name.zh}的总得分与各维度名次",
        f"{name.en}: top {count}, total score and rank by dimension",
    )


def _note(level: LevelFindings) -> Text | None:
    """Return what the intervals are, None without any."""
    return interval_note(level) if level.interval is not None else None


def interval_note(level: LevelFindings) -> Text | None:
    """Return in a sentence what the interval of a rank is, with the draws that were made."""
    doubt = level.doubt
    if doubt is None:
        return None
    low, high = (f"{share:.0%}" for share in doubt.study.uncertain.interval)
    return Text(
        f"名次区间为 {doubt.draws:,} 次抽样中名次的 {low} 至 {high} 分位。",
        f"The rank interval runs from the {low} to the {high} quantile of the rank over "
        f"{doubt.draws:,} draws.",
    )
