"""Groups of regions compared: how polarised or balanced each is, and how they stand in each dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.claims.claim import Claim
from zhishu.publish.claims.phrases import about, braced, count, joined, key, name, number, own, slug, word
from zhishu.publish.claims.proofs import Head, score_proof, stands_in
from zhishu.publish.document import Evidence
from zhishu.publish.figure import Column, Data, Rank
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.claims.claim import Value
    from zhishu.publish.findings import Findings, LevelFindings
    from zhishu.result import GroupScores

NEARLY = 1.1
"""Below this ratio a second digit is needed to see the difference."""
POLARISED = 2.0
"""From this ratio of first to second on, a group is called one that a single region towers over."""


@kind(
    "claim", "polarisation", Text("各组内部的极化与均衡程度", "How polarised or balanced groups are inside")
)
def polarisation(
    findings: Findings, *, level: str, grouping: str, node: str = "", group: str = ""
) -> tuple[Claim, ...]:
    """Return per group (or for one) how its scores vary, and the ratio of first to second.

    The coefficient is the population standard deviation over the mean. Groups with fewer than two scored
    members, or a mean of 0, are left out. Values: `variation`, `ratio` (where the second is above 0),
    `first`, `second`, `members`, `place` (1: the most dispersed of the groups).
    """
    found = findings.level(level)
    held = _ranked_members(findings, found, grouping, node)
    at = found.column(node) if node else 0
    spread = {
        one: float(np.std(found.scores[rows, at]) / np.mean(found.scores[rows, at]))
        for one, rows in held.items()
        if len(rows) > 1 and np.mean(found.scores[rows, at]) > 0
    }
    chosen = [one for one in spread if group in {"", one}]
    return tuple(_polarised(findings, found, (grouping, one, node), held[one], spread) for one in chosen)


def _ranked_members(
    findings: Findings, found: LevelFindings, grouping: str, node: str
) -> dict[str, list[int]]:
    """Return each group's members at the level, best first, those without a score left out."""
    order = [int(row) for row in found.order_by(node)]
    at = found.column(node) if node else 0
    return {
        group: [
            row for row in order if found.codes[row] in set(members) and np.isfinite(found.scores[row, at])
        ]
        for group, members in findings.groups(grouping).items()
    }


def _polarised(
    findings: Findings,
    found: LevelFindings,
    asked: tuple[str, str, str],
    rows: list[int],
    spread: Mapping[str, float],
) -> Claim:
    grouping, group, node = asked
    at = found.column(node) if node else 0
    place = 1 + sum(one > spread[group] for one in spread.values())
    id_ = slug(
        "polarisation", found.id, grouping, own(found, node), 1 + list(findings.groups(grouping)).index(group)
    )
    first, second = (float(found.scores[row, at]) for row in rows[:2])
    parts = about(found, node) | {
        "group": word(findings.group_name(group)),
        "members": count(len(rows)),
        "variation": number(spread[group]),
        "first": name(found.names[rows[0]]),
        "second": name(found.names[rows[1]]),
    }
    if second > 0:
        parts["ratio"] = number(first / second, 1 if first / second >= NEARLY else 2)
    text = _polarised_text(first / second if second > 0 else np.inf, place, len(spread))
    proof = score_proof(found, rows, (node,), Head(id_, findings.group_name(group), SPREAD))
    further: dict[str, Value] = {"place": place, "of": len(spread), "group": group}
    return Claim(
        id_, "polarisation", Text("组内差异", "Dispersion inside a group"), text, parts, (proof,), further
    )


SPREAD = Text(
    "离散系数 = 组内得分的标准差 ÷ 平均值；倍数 = 首位得分 ÷ 次位得分。",
    "Coefficient of variation = standard deviation ÷ mean of the scores inside; ratio = first ÷ second.",
)


def _polarised_text(ratio: float, place: int, groups: int) -> Text:
    if np.isinf(ratio):
        head = Text("{group}的得分几乎全在{first}", "In {group} hardly any score lies outside {first}")
    elif ratio >= POLARISED:
        head = Text(
            "{group}呈{first}一极独大之势，得分是次位{second}的 {ratio} 倍",
            "{group} has a single pole: {first} scores {ratio} times as much as {second}, the next",
        )
    else:
        head = Text(
            "{group}没有一极独大，首位{first}得分是次位{second}的 {ratio} 倍",
            "{group} has no single pole: {first}, the first, scores {ratio} times as much as {second}",
        )
    tail = Text(
        "，{members} 个{level}的离散系数为 {variation}",
        "; the coefficient of variation of its {members} {level} is {variation}",
    )
    if groups > 1 and place in {1, groups}:
        rank = (
            Text("，各组中最高", ", the highest of the groups")
            if place == 1
            else Text("，各组中最低", ", the lowest of the groups")
        )
        tail = Text(tail.zh + rank.zh, tail.en + rank.en)
    return Text(f"{head.zh}{tail.zh}。", f"{head.en}{tail.en}.")


@kind("claim", "group_order", Text("各组在某一维度上的先后", "How groups stand in the index or a dimension"))
def group_order(
    findings: Findings, *, level: str, grouping: str, node: str = "", statistic: str = ""
) -> tuple[Claim, ...]:
    """Return the groups in the order of their score at a node; without one, at every dimension and the index.

    `statistic` is one of the edition's for the grouping, the first unless named. The scores of groups
    have no draws, so the order is stated as published and no more. Values: `order` (names), each
    group's score by its name, `statistic`.
    """
    found = findings.level(level)
    scored = [
        one for one in found.found.groups if one.grouping == grouping and statistic in {"", one.statistic}
    ]
    if not scored:
        return ()
    nodes = (node,) if node else ("", *found.framework.dimensions)
    return tuple(_ordered(findings, found, scored[0], one) for one in nodes)


def _ordered(findings: Findings, found: LevelFindings, scored: GroupScores, node: str) -> Claim:
    at = found.column(node) if node else 0
    scores, ranks = scored.scores[-1, :, at], scored.ranks[-1, :, at]
    order = [int(row) for row in np.argsort(ranks, kind="stable")]
    id_ = slug("group_order", found.id, scored.grouping, own(found, node), scored.statistic)
    names = [findings.group_name(scored.groups[row]) for row in order]
    parts = about(found, node) | {"number": count(len(order)), "by": word(STATISTICS[scored.statistic])}
    for row in order:
        group = scored.groups[row]
        parts[f"name of {braced(group)}"] = word(findings.group_name(group))
        parts[key(group)] = number(float(scores[row]), 1)
    proof = _group_proof(findings, found, scored, node or found.framework.root.id, id_)
    further: dict[str, Value] = {"order": tuple(one.zh for one in names), "statistic": scored.statistic}
    keys = [key(scored.groups[row]) for row in order]
    text = _order_text(keys, [float(ranks[row]) for row in order])
    what = Text("各组先后", "Order of the groups")
    return Claim(id_, "group_order", what, text, parts, (proof,), further)


STATISTICS = {
    "mean": Text("平均得分", "mean score"),
    "sum": Text("得分之和", "sum of scores"),
    "weighted_mean": Text("加权平均得分", "weighted mean score"),
}


def _order_text(keys: list[str], ranks: list[float]) -> Text:
    pieces = [Text(f"{{name of {one}}}（{{{one}}}）", f"{{name of {one}}} ({{{one}}})") for one in keys]
    listed = joined(pieces)
    tied = len(set(ranks)) < len(ranks)
    note = Text("，得分相同者并列", "; groups of the same score are tied") if tied else Text("", "")
    return Text(
        f"{{index}}方面，按{{level}}的{{by}}排列，依次为{listed.zh}{note.zh}。",
        f"In {{index}}, by the {{by}} of their {{level}}, the order is {listed.en}{note.en}.",
    )


def _group_proof(
    findings: Findings, found: LevelFindings, scored: GroupScores, node: str, id_: str
) -> Evidence:
    """Return the scores and ranks of groups, with the number of their members."""
    at = found.column(node)
    columns = (
        Column("group", Text("组", "Group")),
        Column("members", Text("地区数", "Regions"), "number"),
        Column("score", STATISTICS[scored.statistic], "number", digits=2),
        Column("rank", Text("名次", "Rank"), "rank"),
    )
    rows = tuple(
        (
            findings.group_name(group), float(len(members)), float(scored.scores[-1, row, at]),
            Rank(float(scored.ranks[-1, row, at]), among=len(scored.groups)),
        )
        for row, (group, members) in enumerate(zip(scored.groups, scored.members, strict=True))
    )  # fmt: skip
    where = {"level": found.id, "grouping": scored.grouping, "statistic": scored.statistic, "node": node}
    formula = Text(
        f"组内地区的{STATISTICS[scored.statistic].zh}。",
        f"The {STATISTICS[scored.statistic].en} of the members.",
    )
    title = found.title(node) if node != found.framework.root.id else Text("总指数", "The overall index")
    return Evidence(id_, title, Data(columns, rows), formula, stands_in("groups.csv", dict(where)))
