"""The groups of a grouping: score and rank in total and per dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Rank, Table
from zhishu.publish.kinds import kind
from zhishu.publish.tables.columns import RANK, TOTAL_SCORE

if TYPE_CHECKING:
    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings
    from zhishu.result import GroupScores

STATISTICS = {
    "mean": Text("成员得分的平均值", "the mean of the members’ scores"),
    "sum": Text("成员得分之和", "the sum of the members’ scores"),
    "weighted_mean": Text("成员得分的加权平均值", "the weighted mean of the members’ scores"),
}


@kind("table", "groups", Text("分组得分", "Scores of groups"))
def groups(
    findings: Findings,
    *,
    level: str,
    grouping: str,
    statistic: Literal["mean", "sum", "weighted_mean"] = "mean",
) -> Table | None:
    """Return the groups, best first: members, total score and rank, score and rank per dimension.

    None when the edition does not form that grouping at that level by that statistic.
    """
    scored = findings.level(level).found.groups
    found = next((one for one in scored if (one.grouping, one.statistic) == (grouping, statistic)), None)
    if found is None or not found.groups:
        return None
    tree, name = findings.framework, _name(findings, grouping)
    nodes = (tree.root.id, *tree.dimensions)
    columns = (
        Column("rank", RANK, "rank", node=tree.root.id),
        Column("region", name),
        Column("members", Text("成员数", "Members"), "number"),
        *(
            column
            for node in nodes
            for column in (
                Column(f"{node}-score", _heading(findings, node), "number", digits=2, node=node),
                *((Column(f"{node}-rank", RANK, "rank", node=node),) if node != nodes[0] else ()),
            )
        ),
    )
    at = [tree.ids.index(node) for node in nodes]
    order = np.argsort(np.nan_to_num(found.ranks[-1, :, 0], nan=np.inf), kind="stable").tolist()
    rows = tuple(_row(findings, found, group, at) for group in order)
    level_name, how = findings.level(level).level.name, STATISTICS[statistic]
    return Table(
        id=f"groups-{level}-{grouping}" + ("" if statistic == "mean" else f"-{statistic}"),
        number="",
        title=Text(f"各{name.zh}得分与名次", f"{name.en}: scores and ranks"),
        data=Data(columns, rows, level=level),
        note=Text(
            f"得分为{how.zh}，成员为参评的{level_name.zh}。",
            f"A score is {how.en}; the members are the {level_name.en.lower()} that were scored.",
        ),
    )


def _name(findings: Findings, grouping: str) -> Text:
    return next(
        (one.name for one in findings.edition.groupings if one.id == grouping), Text(grouping, grouping)
    )


def _heading(findings: Findings, node: str) -> Text:
    return TOTAL_SCORE if node == findings.framework.root.id else findings.framework[node].name


def _row(findings: Findings, found: GroupScores, group: int, at: list[int]) -> tuple[Cell, ...]:
    scores, ranks = found.scores[-1, group], found.ranks[-1, group]
    places = [Rank(float(ranks[column]), among=len(found.groups)) for column in at]
    below = [
        cell
        for column, place in zip(at[1:], places[1:], strict=True)
        for cell in (float(scores[column]), place)
    ]
    return (
        places[0],
        findings.group_name(found.groups[group]),
        float(len(found.members[group])),
        float(scores[at[0]]),
        *below,
    )
