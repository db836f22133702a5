"""Who leads: in the index, by how much and how surely; in the dimensions; who leads in all of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.claims.certainty import SURE, order_of
from zhishu.publish.claims.claim import Claim, Part
from zhishu.publish.claims.phrases import (
    about,
    braced,
    count,
    joined,
    name,
    names,
    node_name,
    number,
    own,
    points,
    probability,
    slug,
    word,
)
from zhishu.publish.claims.proofs import Head, score_proof
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from zhishu.publish.claims.certainty import Order
    from zhishu.publish.claims.claim import Value
    from zhishu.publish.findings import Findings, LevelFindings


@kind("claim", "leader", Text("居首位的地区及其领先幅度", "Who leads, and by how much"))
def leader(findings: Findings, *, level: str, node: str = "", sure: float = SURE) -> tuple[Claim, ...]:
    """Return who leads at a node, the distance to the second in points, and whether the lead is sure.

    Regions that share the first place are named together. Nothing with fewer than two ranked regions.
    Values: `leader`, `second`, `score`, `lead` (points), `verdict` (ahead, alike, unknown), `probability`.
    """
    found = findings.level(level)
    order = [int(row) for row in found.order_by(node) if np.isfinite(found.ranks[row, _at(found, node)])]
    if len(order) < 2:  # noqa: PLR2004 - nobody to lead
        return ()
    first = [
        row for row in order if found.ranks[row, _at(found, node)] == found.ranks[order[0], _at(found, node)]
    ]
    if len(first) > 1:
        return (_tied(found, first, node),)
    return (_lead(found, (order[0], order[1]), node, sure),)


def _at(found: LevelFindings, node: str) -> int:
    return found.column(node) if node else 0


def _tied(found: LevelFindings, first: list[int], node: str) -> Claim:
    id_ = slug("leader", found.id, own(found, node))
    score = float(found.scores[first[0], _at(found, node)])
    parts = about(found, node) | {
        "leader": names([found.names[row] for row in first]),
        "number": count(len(first)),
        "score": number(score, 1),
    }
    text = Text(
        "{index}方面，{leader}并列{level}首位，得 {score} 分。",
        "{leader} share the first place among the {level} in {index}, with a score of {score}.",
    )
    proof = score_proof(found, first, (node,), Head(id_, Text("首位", "The first place"), TIED))
    further: dict[str, Value] = {"verdict": "alike", "lead": 0.0}
    return Claim(id_, "leader", Text("首位", "The leader"), text, parts, (proof,), further)


def _lead(found: LevelFindings, pair: tuple[int, int], node: str, sure: float) -> Claim:
    id_, at = slug("leader", found.id, own(found, node)), _at(found, node)
    first, second = (float(found.scores[row, at]) for row in pair)
    order = order_of(found, *pair, node=node, sure=sure)
    parts = about(found, node) | {
        "leader": name(found.names[pair[0]]),
        "second": name(found.names[pair[1]]),
        "score": number(first, 1),
        "lead": points(first - second),
    }
    if order.probability is not None:
        parts["probability"] = probability(order.probability)
    tail = _how_sure(order)
    text = Text(
        "{index}方面，{leader}以 {score} 分居{level}首位，比第二位的{second}高 {lead} 分" + tail.zh + "。",
        "{leader} leads the {level} in {index} with a score of {score}, {lead} points above {second}"
        + tail.en
        + ".",
    )
    proof = score_proof(found, pair, (node,), Head(id_, Text("前两位", "The first two"), LEAD))
    return Claim(
        id_, "leader", Text("首位及领先幅度", "The leader and its lead"), text, parts, (proof,),
        {"verdict": order.verdict},
    )  # fmt: skip


LEAD = Text("领先幅度 = 首位得分 − 第二位得分。", "Lead = score of the first − score of the second.")
TIED = Text("名次相同的地区。", "Regions of the same rank.")


def _how_sure(order: Order) -> Text:
    """Return how sure the lead is; nothing where nothing is known."""
    match order.verdict:
        case "ahead" if order.probability is not None:
            return Text("，在 {probability} 的抽样中领先", ", and is ahead in {probability} of the draws")
        case "ahead":
            return Text("，两者名次区间不相交", ", and their intervals of ranks do not meet")
        case "alike":
            return Text("，但两者难分先后", ", but the two cannot be told apart")
        case _:
            return Text("", "")


@kind("claim", "top", Text("前若干位及其先后", "Who stands at the top, and how surely"))
def leading(
    findings: Findings, *, level: str, node: str = "", top: int = 5, sure: float = SURE
) -> tuple[Claim, ...]:
    """Return who stands in the top of a node, in order, and which neighbours there cannot be told apart.

    Nothing with fewer than two ranked regions. Values: `regions`, `alike` (pairs as "A/B"), `top`.
    """
    found = findings.level(level)
    rows = [int(row) for row in found.leading(top, node)]
    if len(rows) < 2:  # noqa: PLR2004 - nobody to compare with
        return ()
    verdicts = [(pair, order_of(found, *pair, node=node, sure=sure).verdict) for pair in pairwise(rows)]
    alike = [
        tuple(found.names[row].short for row in pair) for pair, verdict in verdicts if verdict == "alike"
    ]
    id_ = slug("top", level, own(found, node), top)
    listed = Text(
        "、".join("与".join(one.zh for one in pair) for pair in alike),
        "; ".join(" and ".join(one.en for one in pair) for pair in alike),
    )
    parts = about(found, node) | {
        "top": count(top),
        "regions": names([found.names[row] for row in rows]),
        "alike": Part(listed, tuple("/".join(one.zh for one in pair) for pair in alike)),
    }
    text = Text(
        f"{{index}}前 {{top}} 位的{{level}}依次为{{regions}}{'；{alike}难分先后' if alike else ''}。",
        f"The top {{top}} {{level}} of {{index}} are, in order, {{regions}}"
        f"{'; these cannot be told apart: {alike}' if alike else ''}.",
    )
    proof = score_proof(found, rows, (node,), Head(id_, Text(f"前 {top} 位", f"The top {top}")))
    return (Claim(id_, "top", Text("前列地区", "The top"), text, parts, (proof,)),)


@kind("claim", "leaders", Text("总指数与各维度的首位", "Who leads in the index and in each dimension"))
def leaders(findings: Findings, *, level: str) -> tuple[Claim, ...]:
    """Return who is first in the index and in every dimension; ties are named together.

    Values: `total` and `first in DIMENSION` (names), `everywhere` (yes, no).
    """
    found = findings.level(level)
    nodes = ("", *found.framework.dimensions)
    first = {node: [int(row) for row in found.leading(1, node)] for node in nodes}
    if len(found.codes) < 2 or not all(first.values()):  # noqa: PLR2004 - nobody to lead
        return ()
    id_ = slug("leaders", level)
    rows = sorted({row for inside in first.values() for row in inside})
    proof = score_proof(found, rows, nodes, Head(id_, Text("各维度首位", "The first places"), FIRST))
    parts = about(found) | {"number": count(len(nodes) - 1)}
    for node in nodes:
        parts[_who_at(node)] = names([found.names[row] for row in first[node]])
        parts[f"name of {braced(node or 'total')}"] = word(node_name(found, node))
    text = _everywhere() if len(rows) == 1 and len(nodes) > 1 else _by_dimension(nodes[1:], first)
    further = {"everywhere": "yes" if len(rows) == 1 else "no"}
    return (Claim(id_, "leaders", Text("各维度的首位", "The leaders"), text, parts, (proof,), further),)


def _who_at(node: str) -> str:
    return f"first in {braced(node)}" if node else "total"


FIRST = Text("名次为 1 的地区。", "Regions of rank 1.")


def _everywhere() -> Text:
    return Text(
        "{total}在总指数和全部 {number} 个维度上均居{level}首位。",
        "{total} leads the {level} in the overall index and in all {number} dimensions.",
    )


def _by_dimension(dimensions: tuple[str, ...], first: dict[str, list[int]]) -> Text:
    """Return the sentence: the leader in total, then the dimensions, those it leads itself put together."""
    own = [node for node in dimensions if first[node] == first[""]]
    others = [node for node in dimensions if node not in own]
    together = len(first[""]) > 1
    first_place, verb = (
        ("并列{level}首位", "share the lead among") if together else ("居{level}首位", "leads")
    )
    zh, en = f"{{total}}总指数{first_place}", f"{{total}} {verb} the {{level}} in the overall index"
    if own:
        listed = joined(Text(f"{{name of {braced(node)}}}", f"{{name of {braced(node)}}}") for node in own)
        zh, en = f"{zh}，{listed.zh}也居首位", f"{en} and in {listed.en}"
    for node in others:
        leads = "share the lead" if len(first[node]) > 1 else "leads"
        zh += f"；{{name of {braced(node)}}}居首位的是{{{_who_at(node)}}}"
        en += f"; {{{_who_at(node)}}} {leads} in {{name of {braced(node)}}}"
    return Text(f"{zh}。", f"{en}.")


@kind(
    "claim",
    "shared_leaders",
    Text("总指数前列在各维度也居前列的数目", "How many leaders also lead in each dimension"),
)
def shared_leaders(findings: Findings, *, level: str, top: int = 5) -> tuple[Claim, ...]:
    """Return how many of the `top` regions are among the `top` of each dimension as well.

    Values: `in DIMENSION` (a number), `who in DIMENSION`, `leaders`, `top`.
    """
    found = findings.level(level)
    rows = [int(row) for row in found.leading(top)]
    dimensions = found.framework.dimensions
    if not rows or not dimensions:
        return ()
    id_ = slug("shared_leaders", level, top)
    parts = about(found) | {
        "leaders": names([found.names[row] for row in rows]),
        "top": count(top),
        "number": count(len(rows)),
    }
    inside = {
        node: [row for row in rows if found.ranks[row, found.column(node)] <= top] for node in dimensions
    }
    for node, kept in inside.items():
        parts[f"in {braced(node)}"] = count(len(kept))
        parts[f"name of {braced(node)}"] = word(node_name(found, node))
    proof = score_proof(found, rows, ("", *dimensions), Head(id_, Text("前列地区", "The leaders"), SHARED))
    return (
        Claim(id_, "shared_leaders", Text("兼居各维度前列", "Leaders in the dimensions"),
              _shared(inside, len(rows)), parts, (proof,), _who(found, inside)),
    )  # fmt: skip


SHARED = Text(
    "名次都不大于该数的地区，按维度计数。", "Regions ranked up to that place in both, counted by dimension."
)


def _who(found: LevelFindings, inside: dict[str, list[int]]) -> dict[str, tuple[str, ...]]:
    return {
        f"who in {node}": tuple(found.names[row].short.zh for row in kept) for node, kept in inside.items()
    }


def _shared(inside: dict[str, list[int]], there: int) -> Text:
    whole = [node for node, kept in inside.items() if len(kept) == there]
    rest = [node for node in inside if node not in whole]
    zh = "总指数前 {top} 位的{level}为{leaders}"
    en = "The top {top} {level} of the overall index are {leaders}"
    named = {node: f"{{name of {braced(node)}}}" for node in inside}
    if whole:
        listed = joined(Text(named[node], named[node]) for node in whole)
        zh, en = (
            f"{zh}；在{listed.zh}上也全部列前 {{top}} 位",
            f"{en}; all of them are in the top {{top}} of {listed.en}",
        )
    if rest:
        chinese = "、".join(f"在{named[node]}上有 {{in {braced(node)}}} 个" for node in rest)
        first, *others = (f"{{in {braced(node)}}}" for node in rest)
        english = [f"{first} are in the top {{top}} of {named[rest[0]]}"]
        english += [f"{held} in that of {named[node]}" for held, node in zip(others, rest[1:], strict=True)]
        zh += f"；其中{chinese}列前 {{top}} 位"
        en += f"; of them, {joined(Text(item, item) for item in english).en}"
    return Text(f"{zh}。", f"{en}.")
