"""The sentences of a page about one region: its place, what it is good and weak at, its neighbours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.change_parts import NOTHING, latest_change
from zhishu.publish.claims.certainty import order_words
from zhishu.publish.claims.change_parts import moved_claim
from zhishu.publish.claims.claim import Claim, Part
from zhishu.publish.claims.phrases import (
    count,
    in_sentence,
    interval,
    is_rest,
    joined,
    level_name,
    name,
    number,
    percent,
    place,
    probability,
    quantity,
    replaced,
    slug,
    word,
)
from zhishu.publish.claims.proofs import Head, score_proof, value_proof

if TYPE_CHECKING:
    from zhishu.publish.claims.profile import Peer, Profile, Standing
    from zhishu.publish.findings import Findings, LevelFindings


def profile_claims(findings: Findings, found: LevelFindings, profile: Profile) -> tuple[Claim, ...]:
    """Return what is said of a region: none where it has no rank."""
    if not math.isfinite(profile.rank):
        return ()
    said = (
        _standing(found, profile),
        _indicators(findings, found, profile, "strengths"),
        _indicators(findings, found, profile, "weaknesses"),
        _contributions(found, profile),
        _moved(found, profile),
        _peers(found, profile),
    )
    return tuple(claim for claim in said if claim is not None)


def _id(profile: Profile, what: str) -> str:
    return slug("profile", profile.level, profile.name.code, what)


def _common(found: LevelFindings, profile: Profile) -> dict[str, Part]:
    return {"region": name(profile.name), "level": word(level_name(found)), "among": count(profile.among)}


def _standing(found: LevelFindings, profile: Profile) -> Claim:
    id_ = _id(profile, "place")
    parts = _common(found, profile) | {"rank": place(profile.rank), "score": number(profile.score, 1)}
    zh = "{region}在 {among} 个{level}中列第 {rank} 位，得 {score} 分"
    en = "{region} is ranked {rank} of {among} {level}, with a score of {score}"
    if profile.tier is not None and not is_rest(profile.tier):
        parts["tier"] = Part(profile.tier.name, profile.tier.name.zh)
        zh, en = f"{zh}，属{{tier}}", f"{en} ({{tier}})"
    if profile.interval is not None and math.isfinite(profile.interval.low):
        parts["interval"] = interval(profile.interval.low, profile.interval.high)
        certain = profile.interval.low == profile.interval.high
        zh += "；名次区间只含第 {interval} 位" if certain else "；名次区间为第 {interval} 位"
        en += "; the interval of its rank is {interval}" + (" only" if certain else "")
    row = found.row(profile.name.code)
    proof = score_proof(found, [row], ("", *found.framework.dimensions), Head(id_, profile.name.full))
    about = Text("总名次", "Place in the index")
    return Claim(id_, "profile", about, Text(f"{zh}。", f"{en}."), parts, (proof,))


def _moved(found: LevelFindings, profile: Profile) -> Claim | None:
    """Return what moved the region's score since the year before; None with one year or without a change."""
    change, row = latest_change(found), found.row(profile.name.code)
    if change is None or not abs(change.whole[row]) > NOTHING:
        return None
    return moved_claim(found, change, row, _id(profile, "moved"), "profile")


def _indicators(findings: Findings, found: LevelFindings, profile: Profile, what: str) -> Claim | None:
    chosen: tuple[Standing, ...] = getattr(profile, what)
    if not chosen:
        return None
    id_, row = _id(profile, what), found.row(profile.name.code)
    whole = score_proof(
        found, [row], tuple(one.node for one in chosen), Head(id_, profile.name.full, STANDING)
    )
    proofs = [whole]
    parts = _common(found, profile)
    for at, one in enumerate(chosen, start=1):
        proofs.append(value_proof(findings, found, [row], [one.node], Head(f"{id_}-{at}", one.name)))
        parts[f"indicator {at}"] = word(in_sentence(one.name))
        parts[f"value {at}"] = quantity(one.value, one.unit, f"{id_}-{at}")
        parts[f"rank {at}"] = place(one.rank)
    pieces = [_one_indicator(at, one) for at, one in enumerate(chosen, start=1)]
    listed = joined(pieces)
    text = {
        "strengths": Text(f"{{region}}的长项是{listed.zh}。", f"{{region}} is strong in {listed.en}."),
        "weaknesses": Text(
            f"与自身总体位置相比，{{region}}的短板是{listed.zh}。",
            f"Measured against its own overall standing, {{region}} is weak in {listed.en}.",
        ),
    }[what]
    about = Text("长项", "Strengths") if what == "strengths" else Text("短板", "Weaknesses")
    return Claim(id_, "profile", about, text, parts, tuple(proofs))


def _one_indicator(at: int, one: Standing) -> Text:
    """Return an indicator with its value and rank; a rank that many share is left out."""
    if one.common:
        return Text(f"{{indicator {at}}}（{{value {at}}}）", f"{{indicator {at}}} ({{value {at}}})")
    tied, also = ("并列", "tied ") if one.shared > 1 else ("", "")
    return Text(
        f"{{indicator {at}}}（{{value {at}}}，{tied}第 {{rank {at}}} 位）",
        f"{{indicator {at}}} ({{value {at}}}, {also}{{rank {at}}})",
    )


STANDING = Text(
    "位置 = 被该地区超过的地区所占比重（相同者计一半）；长项的位置不低于总指数的位置，"
    "短板的位置至少低 5 个百分点。",
    "Standing = share of the other regions left behind, equal ones counting half; a strength stands no lower "
    "than the index as a whole, a weakness at least 5 points of a hundred lower.",
)


def _contributions(found: LevelFindings, profile: Profile) -> Claim | None:
    chosen = [one for one in profile.contributions if one.share > 0]
    if not chosen:
        return None
    id_ = _id(profile, "contributions")
    parts = _common(found, profile) | {
        "number": count(len(chosen)),
        "share": percent(sum(one.share for one in chosen)),
        "indicators": Part(
            joined(in_sentence(one.name) for one in chosen), tuple(one.node for one in chosen)
        ),
    }
    formula = Text(
        "份额 = 有效权重 × 标准化值 ÷ 全部指标之和。",
        "Share = effective weight × comparable value ÷ the sum over all indicators.",
    )
    nodes = tuple(one.node for one in chosen)
    proof = score_proof(found, [found.row(profile.name.code)], nodes, Head(id_, profile.name.full, formula))
    text = Text(
        "对{region}得分贡献最大的 {number} 项指标是{indicators}，合计占 {share}。",
        "The {number} indicators that add most to the score of {region} are {indicators}: together {share}.",
    )
    if len(chosen) == 1:
        text = Text(
            "{region}的得分有 {share} 来自{indicators}。",
            "{share} of the score of {region} comes from {indicators}.",
        )
    return Claim(id_, "profile", Text("得分构成", "What the score is made of"), text, parts, (proof,))


def _peers(found: LevelFindings, profile: Profile) -> Claim | None:
    neighbours = [(one, True) for one in profile.above[-1:]] + [(one, False) for one in profile.below[:1]]
    if not neighbours:
        return None
    id_ = _id(profile, "peers")
    parts = _common(found, profile)
    sentences = []
    for at, (peer, above) in enumerate(neighbours, start=1):
        sentences.append(_one_peer(parts, peer, at, above=above))
    rows = [found.row(one.name.code) for one in (*profile.above, *profile.below)]
    proof = score_proof(
        found, [*rows[: len(profile.above)], found.row(profile.name.code), *rows[len(profile.above) :]],
        ("",), Head(id_, Text("名次相邻的地区", "Regions ranked next to it"), PAIRS),
    )  # fmt: skip
    text = Text("；".join(one.zh for one in sentences) + "。", "; ".join(one.en for one in sentences) + ".")
    return Claim(id_, "profile", Text("相邻地区", "Neighbours"), text, parts, (proof,))


def _one_peer(parts: dict[str, Part], peer: Peer, at: int, *, above: bool) -> Text:
    parts[f"peer {at}"] = name(peer.name)
    if peer.order.probability is not None:
        parts[f"probability {at}"] = probability(peer.order.probability)
    words = order_words(peer.order)
    one, other = (f"{{peer {at}}}", "{region}") if above else ("{region}", f"{{peer {at}}}")
    names = {"{one}": one, "{other}": other, "{probability}": f"{{probability {at}}}"}
    return Text(replaced(words.zh, names), replaced(words.en, names))


PAIRS = Text(
    "领先概率 = 抽样中名次在前的比例，见 out/tables/pairwise.csv。",
    "Probability of being ahead = share of the draws in which it is ranked before; out/tables/pairwise.csv.",
)
