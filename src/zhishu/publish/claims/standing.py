"""Where a dimension departs from the whole: strengths out of line, balance, agreement of rankings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from zhishu.framework import Text
from zhishu.publish.claims.claim import Claim, Part
from zhishu.publish.claims.phrases import (
    about,
    count,
    interval,
    name,
    names,
    node_name,
    number,
    place,
    slug,
    steps,
    word,
)
from zhishu.publish.claims.proofs import Head, score_proof
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from zhishu.publish.findings import Findings, LevelFindings


@kind(
    "claim",
    "standouts",
    Text("与总名次不相称的维度名次", "Ranks in a dimension far from the rank in the index"),
)
def standouts(  # noqa: PLR0913 - options of a kind, each by name
    findings: Findings,
    *,
    level: str,
    node: str = "",
    region: str = "",
    direction: Literal["above", "below"] = "above",
    by: int = 3,
    top: int = 15,
    most: int = 4,
) -> tuple[Claim, ...]:
    """Return the regions of the top whose rank in a dimension is far better (`above`) or worse (`below`).

    `by` places at least; the widest first, `most` of them; of one dimension with `node`, of one region
    with `region`, which may stand anywhere: its claim then says why it does not hold where the
    distance is smaller. Values: `region`, `dimension`, `rank`, `total`, `gap` (places), `intervals`
    (apart, overlapping, unknown).
    """
    found = findings.level(level)
    rows = [found.row(region)] if region else [int(row) for row in found.leading(top)]
    nodes = (node,) if node else found.framework.dimensions
    pairs = [(row, one) for row in rows for one in nodes if np.isfinite(_gap(found, row, one))]
    sign = 1 if direction == "above" else -1
    pairs.sort(key=lambda pair: -sign * _gap(found, *pair))
    far = [pair for pair in pairs if sign * _gap(found, *pair) >= by]
    chosen = far[:most] if not region or far else pairs[:1]
    return tuple(_standout(found, pair, sign, by) for pair in chosen)


def _gap(found: LevelFindings, row: int, node: str) -> float:
    return float(found.ranks[row, 0] - found.ranks[row, found.column(node)])


def _standout(found: LevelFindings, pair: tuple[int, str], sign: int, by: int) -> Claim:
    row, node = pair
    gap = sign * _gap(found, row, node)
    id_ = slug("standouts", found.id, found.names[row].code, node)
    parts = about(found) | {
        "region": name(found.names[row]),
        "dimension": Part(node_name(found, node), node),
        "rank": place(found.ranks[row, found.column(node)]),
        "total": place(found.ranks[row, 0]),
        "gap": steps(gap),
    }
    apart = _apart(found, row, node)
    words = Text("靠前", "above") if sign > 0 else Text("靠后", "below")
    zh = f"{{region}}的{{dimension}}列第 {{rank}} 位，比总名次（第 {{total}} 位）{words.zh} {{gap}}"
    en = f"{{region}} is {{rank}} in {{dimension}}, {{gap}} {words.en} its rank in the index ({{total}})"
    if apart == "overlapping":
        parts |= _intervals(found, row, node)
        zh += "；不过两者的名次区间（{interval} 与 {total interval}）有重叠"
        en += "; the two intervals of ranks ({interval} and {total interval}) overlap, though"
    proof = score_proof(found, [row], ("", node), Head(id_, found.names[row].full, GAP))
    why = None if gap >= by else _too_near(gap, by)
    what = Text("与总名次不相称", "Out of line with the index")
    return Claim(
        id_, "standouts", what, Text(f"{zh}。", f"{en}."), parts, (proof,), {"intervals": apart}, why
    )


GAP = Text("差距 = 总名次 − 维度名次。", "Distance = rank in the index − rank in the dimension.")


def _too_near(gap: float, by: int) -> Text:
    return Text(f"相差 {gap:g} 位，少于 {by} 位", f"{gap:g} places apart, fewer than {by}")


def _apart(found: LevelFindings, row: int, node: str) -> str:
    """Return whether the intervals of the two ranks are `apart`, `overlapping` or `unknown`."""
    if found.interval is None:
        return "unknown"
    at = found.column(node)
    low, high = found.interval.low[row, [0, at]], found.interval.high[row, [0, at]]
    if not (np.isfinite(low).all() and np.isfinite(high).all()):
        return "unknown"
    return "apart" if high[0] < low[1] or high[1] < low[0] else "overlapping"


def _intervals(found: LevelFindings, row: int, node: str) -> dict[str, Part]:
    assert found.interval is not None  # noqa: S101 - only where intervals overlap
    at = found.column(node)
    low, high = found.interval.low, found.interval.high
    return {
        "interval": interval(float(low[row, at]), float(high[row, at])),
        "total interval": interval(float(low[row, 0]), float(high[row, 0])),
    }


@kind("claim", "balance", Text("各维度最均衡与最不均衡的地区", "The most and the least balanced profiles"))
def balance(findings: Findings, *, level: str, top: int = 20) -> tuple[Claim, ...]:
    """Return which of the `top` regions have the closest and the widest ranks over the dimensions.

    The spread is the worst minus the best rank. Nothing with fewer than two dimensions or regions, or
    where all spreads are the same. Values: `even`, `least` (places), `uneven`, `widest` (places).
    """
    found = findings.level(level)
    rows = [int(row) for row in found.leading(top)]
    dimensions = found.framework.dimensions
    ranks = found.ranks[np.ix_(rows, [found.column(node) for node in dimensions])]
    spreads = np.ptp(ranks, axis=1) if len(dimensions) > 1 and rows else np.array([])
    flat = not np.isfinite(spreads).all() or spreads.min(initial=np.inf) == spreads.max(initial=-np.inf)
    if len(spreads) < 2 or flat:  # noqa: PLR2004 - two to compare
        return ()
    even = [row for row, spread in zip(rows, spreads, strict=True) if spread == spreads.min()]
    uneven = [row for row, spread in zip(rows, spreads, strict=True) if spread == spreads.max()]
    id_ = slug("balance", level, top)
    parts = about(found) | {
        "top": count(top),
        "even": names([found.names[row] for row in even]),
        "least": steps(float(spreads.min())),
        "uneven": names([found.names[row] for row in uneven]),
        "widest": steps(float(spreads.max())),
    }
    alike = "各维度名次完全相同" if spreads.min() == 0 else "各维度名次最接近，首尾相差 {least}"
    same = (
        "has the same rank in every dimension"
        if spreads.min() == 0
        else "has the closest ranks over the dimensions, {least} apart"
    )
    if len(even) > 1:
        same = same.replace("has", "have", 1)
    proof = score_proof(found, rows, dimensions, Head(id_, Text("各维度名次", "Ranks by dimension"), SPREAD))
    text = Text(
        f"总指数前 {{top}} 位的{{level}}中，{{even}}{alike}；{{uneven}}相差最大，达 {{widest}}。",
        f"Among the top {{top}} {{level}}, {{even}} {same}; {{uneven}} "
        f"{'have' if len(uneven) > 1 else 'has'} "
        "the widest, {widest} apart.",
    )
    return (Claim(id_, "balance", Text("均衡程度", "Balance of profiles"), text, parts, (proof,)),)


SPREAD = Text("相差 = 最差维度名次 − 最好维度名次。", "Spread = worst − best rank over the dimensions.")


@kind(
    "claim",
    "agreement",
    Text("维度排名与总排名的吻合程度", "How far a dimension's ranking agrees with the index"),
)
def agreement(findings: Findings, *, level: str, node: str, top: int = 15) -> tuple[Claim, ...]:
    """Return the rank correlation of a node with the index, and how many of the `top` both share.

    Spearman's coefficient over the regions that have both ranks; nothing with fewer than three, or where
    one of the rankings is constant. Values: `correlation`, `shared`, `top`, `same` (places in the top).
    """
    found = findings.level(level)
    at = found.column(node)
    known = np.isfinite(found.ranks[:, [0, at]]).all(axis=1)
    both = found.scores[known][:, [0, at]]
    if known.sum() < 3 or (np.ptp(both, axis=0) == 0).any():  # noqa: PLR2004 - two points always agree
        return ()
    from scipy.stats import spearmanr  # noqa: PLC0415 - only for this kind

    correlation = float(spearmanr(both[:, 0], both[:, 1]).statistic)
    leading = {int(row) for row in found.leading(top)}
    shared = [row for row in found.leading(top, node) if int(row) in leading]
    id_ = slug("agreement", level, node, top)
    parts = about(found) | {
        "dimension": word(node_name(found, node)),
        "correlation": number(correlation),
        "top": count(top),
        "shared": count(len(shared)),
    }
    proof = score_proof(
        found, found.leading(top), ("", node), Head(id_, Text("两个排名", "Both rankings"), SPEARMAN)
    )
    degree = _degree(correlation)
    text = Text(
        f"{{dimension}}与总指数的排名{degree.zh}（等级相关系数 {{correlation}}），"
        "前 {top} 位中有 {shared} 个{level}相同。",
        f"The ranking by {{dimension}} {degree.en} with that of the overall index "
        "(rank correlation {correlation}); {shared} of the top {top} {level} are the same.",
    )
    return (Claim(id_, "agreement", Text("排名吻合程度", "Agreement of rankings"), text, parts, (proof,)),)


SPEARMAN = Text(
    "全部地区得分的斯皮尔曼等级相关系数。", "Spearman's rank correlation of the scores of all regions."
)
HIGH, MIDDLE = 0.9, 0.7


def _degree(correlation: float) -> Text:
    if correlation >= HIGH:
        return Text("高度一致", "agrees closely")
    if correlation >= MIDDLE:
        return Text("大体一致", "agrees by and large")
    return Text("差别较大", "agrees little")
