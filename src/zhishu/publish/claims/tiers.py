"""Tiers: who is in each, and how far they are apart compared with the spread inside them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.claims.certainty import SURE, order_of, order_words
from zhishu.publish.claims.claim import Claim, Part
from zhishu.publish.claims.phrases import (
    about,
    count,
    is_rest,
    name,
    names,
    number,
    points,
    probability,
    replaced,
    slug,
)
from zhishu.publish.claims.proofs import Head, score_proof
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from zhishu.publish.claims.claim import Value
    from zhishu.publish.figure import Tier
    from zhishu.publish.findings import Findings, LevelFindings

NAMED_UP_TO = 20
"""Members of a larger tier are counted, not named."""


@kind("claim", "tiers", Text("各梯队的成员与得分范围", "Members and scores of the tiers"))
def tiers(findings: Findings, *, level: str, tier: int = 0) -> tuple[Claim, ...]:
    """Return who is in each tier (or in one, by its number), and between which scores.

    Whoever stands below the last cut is in no tier. Values: `number`, `members`, `highest`, `lowest`.
    """
    found = findings.level(level)
    return tuple(
        _members(found, one, rows)
        for one, rows in members_of_tiers(found)
        if not is_rest(one) and tier in {0, one.number}
    )


def members_of_tiers(found: LevelFindings) -> list[tuple[Tier, list[int]]]:
    """Return the tiers, best first, with the rows of their members in published order."""
    held: dict[int, tuple[Tier, list[int]]] = {}
    ranked = [int(row) for row in found.order if found.ranks[row, 0] == found.ranks[row, 0]]
    for row in ranked if found.tiers else []:
        held.setdefault(found.tiers[row].number, (found.tiers[row], []))[1].append(row)
    return [held[number] for number in sorted(held)]


def _members(found: LevelFindings, tier: Tier, rows: list[int]) -> Claim:
    id_ = slug("tiers", found.id, tier.number)
    scores = [float(found.scores[row, 0]) for row in rows]
    parts = about(found) | {
        "tier": Part(tier.name, tier.name.zh),
        "number": count(len(rows)),
        "members": names([found.names[row] for row in rows]),
        "highest": number(max(scores), 1),
        "lowest": number(min(scores), 1),
    }
    named = len(rows) <= NAMED_UP_TO
    if len(rows) == 1:
        text = Text(
            "{tier}只有{members}一个，得 {highest} 分。",
            "{tier} has one member, {members}, with a score of {highest}.",
        )
    else:
        text = Text(
            f"{{tier}}有 {{number}} 个{{level}}{'：{members}' if named else ''}；"
            "得分从 {highest} 到 {lowest}。",
            f"{{tier}} has {{number}} {{level}}{': {members}' if named else ''}; "
            "scores run from {highest} to {lowest}.",
        )
    further: dict[str, Value] = {"number of the tier": tier.number}
    proof = score_proof(found, rows, ("",), Head(id_, tier.name, MEMBERS))
    return Claim(id_, "tiers", Text("梯队成员", "Members of a tier"), text, parts, (proof,), further)


MEMBERS = Text("梯队见 out/tables/tiers.csv。", "Tiers stand in out/tables/tiers.csv.")


@kind("claim", "tier_gaps", Text("相邻梯队之间的差距", "Gaps between neighbouring tiers"))
def tier_gaps(findings: Findings, *, level: str, tier: int = 0, sure: float = SURE) -> tuple[Claim, ...]:
    """Return how far the last of a tier stands above the first of the next, and whether surely so.

    `tier` is the number of the upper one, 0 for all. Values: `last`, `first`, `gap` (points), `within`
    (spread of scores inside the lower tier), `verdict`, `probability`.
    """
    found = findings.level(level)
    known = [(one, rows) for one, rows in members_of_tiers(found) if rows]
    return tuple(
        _border(found, upper, lower, sure) for upper, lower in pairwise(known) if tier in {0, upper[0].number}
    )


def _border(
    found: LevelFindings, upper: tuple[Tier, list[int]], lower: tuple[Tier, list[int]], sure: float
) -> Claim:
    id_ = slug("tier_gaps", found.id, upper[0].number)
    last, first = upper[1][-1], lower[1][0]
    order = order_of(found, last, first, sure=sure)
    scores = found.scores[:, 0]
    parts = about(found) | {
        "upper": Part(upper[0].name, upper[0].name.zh),
        "lower": Part(lower[0].name, lower[0].name.zh),
        "last": name(found.names[last]),
        "first": name(found.names[first]),
        "gap": points(float(scores[last] - scores[first])),
        "within": points(float(scores[first] - scores[lower[1][-1]])),
    }
    if order.probability is not None:
        parts["probability"] = probability(order.probability)
    proof = score_proof(found, [*upper[1], *lower[1]], ("",), Head(id_, upper[0].name, GAP))
    further: dict[str, Value] = {"verdict": order.verdict, "number of the tier": upper[0].number}
    text = _gap_text(order_words(order), rest=is_rest(lower[0]), alone=len(lower[1]) == 1)
    return Claim(id_, "tier_gaps", Text("梯队之间的差距", "The gap"), text, parts, (proof,), further)


GAP = Text(
    "差距 = 上一梯队末位得分 − 下一梯队首位得分；内部跨度 = 梯队首位得分 − 末位得分。",
    "Gap = score of the last of the upper tier − score of the first of the lower one; spread = first − last.",
)


def _gap_text(words: Text, *, rest: bool, alone: bool) -> Text:
    """Return the sentence on a border; below the last tier there is no tier whose spread means anything."""
    names_ = {"{one}": "{last}", "{other}": "{first}"}
    order = Text(replaced(words.zh, names_), replaced(words.en, names_))
    if rest:
        return Text(
            "{upper}末位{last}与其后的{first}相差 {gap} 分，" + order.zh + "。",
            "{last}, the last of {upper}, stands {gap} points above {first}, which follows it; "
            + order.en
            + ".",
        )
    inside = Text("", "") if alone else Text(
        "；{lower}内部首末相差 {within} 分", "; inside {lower} first and last are {within} points apart"
    )  # fmt: skip
    return Text(
        "{upper}末位{last}与{lower}首位{first}相差 {gap} 分，" + order.zh + inside.zh + "。",
        "{last}, the last of {upper}, stands {gap} points above {first}, the first of {lower}; "
        + order.en + inside.en + ".",
    )  # fmt: skip
