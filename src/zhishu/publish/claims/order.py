"""How sure the order is: two regions compared, neighbours in the ranking, intervals of the leaders, ties."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.claims.certainty import SURE, order_of, order_words
from zhishu.publish.claims.claim import Claim, Part
from zhishu.publish.claims.phrases import (
    about,
    count,
    joined,
    name,
    names,
    number,
    own,
    place,
    place_count,
    probability,
    slug,
)
from zhishu.publish.claims.proofs import Head, score_proof
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from zhishu.publish.findings import Findings


@kind("claim", "comparison", Text("两个地区孰先孰后", "Which of two regions is ahead"))
def comparison(
    findings: Findings, *, level: str, regions: tuple[str, ...], node: str = "", sure: float = SURE
) -> tuple[Claim, ...]:
    """Return which of two regions is ahead at a node, or that they cannot be told apart.

    The better placed is named first. Nothing where one has no rank. Values: `one`, `other`, `gap`
    (points), `verdict` (ahead, alike, unknown), `probability`.
    """
    found = findings.level(level)
    at = found.column(node) if node else 0
    rows = sorted({found.row(region) for region in regions}, key=lambda row: float(found.ranks[row, at]))
    if len(rows) != 2 or not np.isfinite(found.ranks[rows, at]).all():  # noqa: PLR2004 - two are compared
        return ()
    one, other = rows
    id_ = slug("comparison", level, found.codes[one], found.codes[other], own(found, node))
    order = order_of(found, one, other, node=node, sure=sure)
    parts = about(found, node) | {
        "one": name(found.names[one]),
        "other": name(found.names[other]),
        "rank": place(float(found.ranks[one, at])),
        "other rank": place(float(found.ranks[other, at])),
        "gap": number(float(found.scores[one, at] - found.scores[other, at])),
    }
    if order.probability is not None:
        parts["probability"] = probability(order.probability)
    words = order_words(order)
    text = Text(
        f"{{index}}方面，{words.zh}，得分相差 {{gap}}。",
        f"In {{index}}, {words.en}; their scores differ by {{gap}}.",
    )
    proof = score_proof(found, rows, (node,), Head(id_, Text("两个地区", "The two regions"), AHEAD))
    about_ = Text("孰先孰后", "Which is ahead")
    return (Claim(id_, "comparison", about_, text, parts, (proof,), {"verdict": order.verdict}),)


AHEAD = Text(
    "领先概率 = 抽样中名次在前的比例（out/tables/pairwise.csv）；没有逐对计数的节点看名次区间是否相交。",
    "Share of the draws in which one is ranked before the other (out/tables/pairwise.csv); at a node whose "
    "pairs were not counted, whether the intervals of the ranks meet.",
)


@kind(
    "claim", "neighbours", Text("相邻名次能否分出先后", "Which neighbours in the ranking can be told apart")
)
def neighbours(findings: Findings, *, level: str, top: int = 15, sure: float = SURE) -> tuple[Claim, ...]:
    """Return how many pairs of neighbours in the top can be told apart; nothing without draws.

    Values: `pairs`, `apart`, `alike` (pairs as "A / B"), `sure` (percent), `top`.
    """
    found = findings.level(level)
    rows = [int(row) for row in found.leading(top)]
    if len(rows) < 2 or found.ahead is None:  # noqa: PLR2004 - no pair
        return ()
    orders = [(pair, order_of(found, *pair, sure=sure)) for pair in pairwise(rows)]
    alike = [pair for pair, order in orders if order.verdict != "ahead"]
    id_ = slug("neighbours", level, top)
    chinese = ["与".join(found.names[row].short.zh for row in pair) for pair in alike]
    english = [" and ".join(found.names[row].short.en for row in pair) for pair in alike]
    listed = Text("、".join(chinese), "; ".join(english))
    parts = about(found) | {
        "top": count(top),
        "pairs": count(len(orders)),
        "apart": count(len(orders) - len(alike)),
        "alike": Part(listed, tuple("/".join(found.names[row].short.zh for row in pair) for pair in alike)),
        "sure": Part(Text(f"{sure:.0%}", f"{sure:.0%}"), sure * 100),
    }
    proof = score_proof(found, rows, ("",), Head(id_, Text("相邻名次", "Neighbours"), AHEAD))
    text = _neighbours(len(alike), len(orders))
    return (Claim(id_, "neighbours", Text("相邻名次", "Neighbours"), text, parts, (proof,)),)


def _neighbours(alike: int, pairs: int) -> Text:
    among = Text("总指数前 {top} 位的{level}中，", "neighbours among the top {top} {level}")
    surely = Text("能以 {sure} 以上的把握分出先后", "can be told apart in at least {sure} of the draws")
    if alike == 0:
        return Text(
            f"{among.zh}{{pairs}} 对相邻名次都{surely.zh}。",
            f"All {{pairs}} pairs of {among.en} {surely.en}.",
        )
    if alike == pairs:
        return Text(f"{among.zh}没有一对相邻名次{surely.zh}。", f"No pair of {among.en} {surely.en}.")
    return Text(
        f"{among.zh}{{pairs}} 对相邻名次有 {{apart}} 对{surely.zh}；{{alike}}难分先后。",
        f"Of the {{pairs}} pairs of {among.en}, {{apart}} {surely.en}; these cannot: {{alike}}.",
    )


@kind("claim", "certainty", Text("前列名次的把握", "How sure the leading ranks are"))
def certainty(findings: Findings, *, level: str, top: int = 5) -> tuple[Claim, ...]:
    """Return the intervals of the leading ranks, and who keeps its place; nothing without draws.

    Values: `sure` (number whose interval is one rank), `fixed` (who), `width` (of the widest, in ranks),
    `region` (who has it), `median` (of all widths), `top`.
    """
    found = findings.level(level)
    rows = [int(row) for row in found.leading(top)]
    if not rows or found.interval is None or not np.isfinite(found.interval.low[rows, 0]).all():
        return ()
    low, high = found.interval.low[:, 0], found.interval.high[:, 0]
    fixed = [row for row in rows if low[row] == high[row]]
    width = float((high - low)[rows].max())
    widest = [row for row in rows if high[row] - low[row] == width]
    middle = float(np.nanmedian(high - low + 1))
    id_ = slug("certainty", level, top)
    parts = about(found) | {
        "top": count(top),
        "number": count(len(rows)),
        "sure": count(len(fixed)),
        "fixed": names([found.names[row] for row in fixed]),
        "region": names([found.names[row] for row in widest]),
        "width": place_count(width + 1),
        "median": place_count(middle),
    }
    proof = score_proof(found, rows, ("",), Head(id_, Text("名次区间", "Intervals of ranks"), WIDTH))
    text = _certainty(len(fixed), len(rows))
    return (Claim(id_, "certainty", Text("前列名次的把握", "Certainty"), text, parts, (proof,)),)


WIDTH = Text(
    "宽度 = 区间上限 − 下限 + 1（名次个数）；中位数取自全部地区。",
    "Width = end − start of the interval + 1, in ranks; the median is that of all regions.",
)


def _certainty(fixed: int, there: int) -> Text:
    tail = Text(
        "全部{level}名次区间宽度的中位数为 {median}。",
        "The median width over all {level} is {median}.",
    )
    if fixed == there:
        return Text(
            "总指数前 {top} 位的{level}，名次区间都只含一个名次；" + tail.zh,
            "Each of the top {top} {level} keeps its rank throughout its interval. " + tail.en,
        )
    one = Text("{fixed}的名次区间只含一个名次", "{fixed} keep one rank throughout the interval")
    if fixed == 1:
        one = Text(one.zh, "{fixed} keeps one rank throughout the interval")
    if fixed == 0:
        one = Text("没有一个的名次区间只含一个名次", "none keeps one rank throughout the interval")
    return Text(
        f"总指数前 {{top}} 位的{{level}}中，{one.zh}；区间最宽的是{{region}}（{{width}}）。{tail.zh}",
        f"Among the top {{top}} {{level}}, {one.en}; the widest is that of {{region}} ({{width}}). {tail.en}",
    )


@kind("claim", "ties", Text("得分或数值相同的地区", "Regions that share a rank"))
def ties(findings: Findings, *, level: str, node: str = "", top: int = 15) -> tuple[Claim, ...]:
    """Return which regions share a rank in the top of a node; nothing where none do.

    Values: `shared` (number of shared ranks), `at RANK` (names).
    """
    found = findings.level(level)
    at = found.column(node) if node else 0
    held: dict[float, list[int]] = {}
    for row in found.leading(top, node):
        held.setdefault(float(found.ranks[row, at]), []).append(int(row))
    shared = {rank: rows for rank, rows in held.items() if len(rows) > 1}
    if not shared:
        return ()
    id_ = slug("ties", level, own(found, node), top)
    parts = about(found, node) | {"top": count(top), "shared": count(len(shared))}
    for rank, rows in shared.items():
        parts[f"at {rank:g}"] = names([found.names[row] for row in rows])
        parts[f"rank {rank:g}"] = place(rank)
    said = joined_ties(shared)
    proof = score_proof(
        found,
        [row for rows in shared.values() for row in rows],
        (node,),
        Head(id_, Text("并列", "Ties"), SAME),
    )
    text = Text(f"{{index}}方面，{said.zh}。", f"In {{index}}, {said.en}.")
    return (Claim(id_, "ties", Text("并列", "Ties"), text, parts, (proof,)),)


def joined_ties(shared: dict[float, list[int]]) -> Text:
    """Return the sentence part that names who shares which rank."""
    pieces = [
        Text(
            f"{{at {rank:g}}}并列第 {{rank {rank:g}}} 位",
            f"{{at {rank:g}}} share the {{rank {rank:g}}} place",
        )
        for rank in shared
    ]
    return Text("，".join(piece.zh for piece in pieces), joined(pieces).en)


SAME = Text("名次相同的地区。", "Regions of the same rank.")
