"""Advice as options: where an index, a group or a region loses most, and what the option rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.claims.claim import Claim, Part
from zhishu.publish.claims.phrases import (
    about,
    in_sentence,
    joined,
    name,
    node_name,
    percent,
    place,
    score_points,
    slug,
    steps,
    word,
)
from zhishu.publish.claims.proofs import Head, score_proof, stands_in
from zhishu.publish.document import Evidence
from zhishu.publish.figure import Column, Data
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.publish.claims.claim import Value
    from zhishu.publish.findings import Findings, LevelFindings


@kind("claim", "advice", Text("由短板与障碍度得出的可选方向", "Options from weak spots and obstacle degrees"))
def advice(  # noqa: PLR0913 - options of a kind, each by name
    findings: Findings,
    *,
    level: str = "",
    region: str = "",
    grouping: str = "",
    group: str = "",
    most: int = 3,
) -> tuple[Claim, ...]:
    """Return options for all regions of a level, for each group (or one), or for a region.

    Without `level` at every scored level.

    The first rests on obstacle degrees: the `most` indicators that explain the largest shares of the
    distance to the best region on each indicator. The second names the weakest dimension: the one with
    the lowest mean score, or for a region the one whose rank lies farthest behind its total rank.
    Values: `indicators` (ids), `degree 1` … (percent), `share` (together); `dimension`, `rank`, `gap`.
    """
    levels = [findings.level(level)] if level else list(findings.scored)
    made = [
        claim for found in levels for claim in _at_level(findings, found, (region, grouping, group), most)
    ]
    return tuple(claim for claim in made if claim is not None)


def _at_level(
    findings: Findings, found: LevelFindings, asked: tuple[str, str, str], most: int
) -> list[Claim | None]:
    region, grouping, group = asked
    known = [row for row in range(len(found.codes)) if np.isfinite(found.ranks[row, 0])]
    if region and known:
        row = found.row(region)
        who = Part(found.names[row].short, found.names[row].short.zh)
        return [_obstacles(found, [row], (slug(found.codes[row]), who), most), _weak_dimension(found, row)]
    if grouping:
        return [
            _obstacles(found, rows, (slug(grouping, at), Part(findings.group_name(one), one)), most)
            for at, one, rows in _groups(findings, found, grouping, known)
            if group in {"", one}
        ]
    if not known:
        return []
    name_ = found.level.name
    everyone = word(Text(f"{name_.zh}整体", f"the {in_sentence(name_).en} as a whole"))
    return [_obstacles(found, known, ("all", everyone), most), _lowest_dimension(found, known)]


def _groups(
    findings: Findings, found: LevelFindings, grouping: str, known: Sequence[int]
) -> list[tuple[int, str, list[int]]]:
    held = [
        (at, group, [row for row in known if found.codes[row] in set(members)])
        for at, (group, members) in enumerate(findings.groups(grouping).items(), start=1)
    ]
    return [(at, group, rows) for at, group, rows in held if rows]


def obstacle_degrees(found: LevelFindings) -> NDArray[np.float64]:
    """Return each indicator's share in a region's distance to the best, (regions, indicators).

    A row sums to 1, or to 0 where the region is the best in everything.

    The shortfall of an indicator is the best comparable value of the level minus the region's own, weighted
    by the effective weight; see `zhishu.score.obstacle`.
    """
    from zhishu.score.obstacle import obstacle_degree  # noqa: PLC0415 - next to its use

    columns = [found.column(node) for node in found.framework.indicators]
    weights = np.nan_to_num(found.effective[columns])
    values = found.normalised
    best = np.max(np.where(np.isnan(values), -np.inf, values), axis=0)
    shifted = values - np.where(np.isfinite(best), best, 0.0)
    return obstacle_degree(shifted, weights, full=0.0)


def _obstacles(
    found: LevelFindings, rows: Sequence[int], about_: tuple[str, Part], most: int
) -> Claim | None:
    """Return the claim on what keeps some regions from the best, None where nothing does."""
    if found.found.normalised is None:
        return None
    ending, who = about_
    degrees = obstacle_degrees(found)[list(rows)].mean(axis=0)
    order = [int(at) for at in np.argsort(-degrees, kind="stable") if degrees[at] > 0][:most]
    if not order:
        return None
    id_ = slug("advice", found.id, ending)
    nodes = [found.framework.indicators[at] for at in order]
    parts = about(found) | {"who": who, "share": percent(float(degrees[order].sum()))}
    for number, at in enumerate(order, start=1):
        parts[f"indicator {number}"] = word(in_sentence(found.title(found.framework.indicators[at])))
        parts[f"degree {number}"] = percent(float(degrees[at]))
    said: dict[str, Value] = {"indicators": tuple(nodes)}
    proof = _obstacle_proof(found, degrees, Head(id_, Text("障碍度", "Obstacle degrees"), DEGREE))
    text = _obstacle_text(len(order), alone=len(rows) == 1)
    return Claim(id_, "advice", Text("可选方向", "An option"), text, parts, (proof,), said)


DEGREE = Text(
    "障碍度 = 有效权重 × （本级最好值 − 本地值）÷ 各指标之和；多个地区取平均。",
    "Obstacle degree = effective weight × (best value of the level − own value) ÷ the sum over the "
    "indicators; the mean over several regions.",
)


def _obstacle_text(number: int, *, alone: bool) -> Text:
    pieces = [
        Text(f"{{indicator {at}}}（{{degree {at}}}）", f"{{indicator {at}}} ({{degree {at}}})")
        for at in range(1, number + 1)
    ]
    listed = joined(pieces)
    mean = Text("", "") if alone else Text("平均而言，", "On average, ")
    together = Text("，合计 {share}", ", together {share}") if number > 1 else Text("", "")
    of = "of" if mean.en else "Of"
    return Text(
        f"{mean.zh}在{{who}}与最好水平的差距中，份额最大的是{listed.zh}{together.zh}，可考虑优先改善。",
        f"{mean.en}{of} what keeps {{who}} from the best on each indicator, {listed.en} "
        f"{'accounts' if number == 1 else 'account'} for most{together.en}: an option is to improve "
        f"{'it' if number == 1 else 'them'} first.",
    )


def _obstacle_proof(found: LevelFindings, degrees: NDArray[np.float64], head: Head) -> Evidence:
    columns = (
        Column("indicator", Text("指标", "Indicator")),
        Column("weight", Text("有效权重", "Effective weight"), "share", digits=1),
        Column("degree", Text("障碍度", "Obstacle degree"), "share", digits=1),
    )
    nodes = found.framework.indicators
    rows = tuple(
        (found.title(nodes[at]), float(found.effective[found.column(nodes[at])]), float(degrees[at]))
        for at in np.argsort(-degrees, kind="stable")
    )
    where = stands_in("normalised.csv、weights.csv", {"level": found.id})
    return Evidence(head.id, head.title, Data(columns, rows), head.formula, where)


def _weak_dimension(found: LevelFindings, row: int) -> Claim | None:
    """Return the claim on a region's weakest dimension, None where none lies behind its total rank."""
    ranks = {node: float(found.ranks[row, found.column(node)]) for node in found.framework.dimensions}
    gaps = {node: rank - float(found.ranks[row, 0]) for node, rank in ranks.items() if np.isfinite(rank)}
    node = max(gaps, key=lambda one: gaps[one], default="")
    if not node or not gaps[node] > 0:
        return None
    id_ = slug("advice", found.id, found.codes[row], "dimension")
    parts = about(found) | {
        "who": name(found.names[row]),
        "dimension": Part(node_name(found, node), node),
        "rank": place(float(found.ranks[row, found.column(node)])),
        "total": place(float(found.ranks[row, 0])),
        "gap": steps(gaps[node]),
    }
    text = Text(
        "{who}的{dimension}列第 {rank} 位，比总名次（第 {total} 位）靠后 {gap}，"
        "是其相对最弱的维度，可考虑在此补短板。",
        "{who} is {rank} in {dimension}, {gap} behind its rank in the index ({total}), "
        "its weakest dimension: an option is to catch up there.",
    )
    head = Head(id_, found.names[row].full, BEHIND)
    proof = score_proof(found, [row], ("", *found.framework.dimensions), head)
    return Claim(id_, "advice", Text("可选方向", "An option"), text, parts, (proof,))


BEHIND = Text("差距 = 维度名次 − 总名次。", "Gap = rank in the dimension − rank in the index.")
MEANS = Text("各维度得分的平均值。", "The mean score of each dimension.")


def _lowest_dimension(found: LevelFindings, rows: Sequence[int]) -> Claim | None:
    """Return the claim on the dimension with the lowest mean score, None with fewer than two."""
    own = {node: found.scores[list(rows), found.column(node)] for node in found.framework.dimensions}
    # Screening may have emptied a dimension: it has no scores.
    means = {node: float(np.nanmean(scores)) for node, scores in own.items() if not np.isnan(scores).all()}
    if len(means) < 2 or len(set(means.values())) == 1:  # noqa: PLR2004 - one cannot be the lowest
        return None
    node = min(means, key=lambda one: means[one])
    id_ = slug("advice", found.id, "all-dimension")
    parts = about(found) | {
        "dimension": Part(in_sentence(found.title(node)), node),
        "mean": score_points(means[node]),
        "highest": score_points(max(means.values())),
        "other": word(in_sentence(found.title(max(means, key=lambda one: means[one])))),
    }
    text = Text(
        "各维度中，{level}的{dimension}平均得分最低（{mean}，{other}为 {highest}），可作为共同努力的方向。",
        "Of the dimensions, {dimension} has the lowest mean score over the {level} "
        "({mean}; {other} has {highest}): an option for joint effort.",
    )
    head = Head(id_, Text("各维度得分", "Scores by dimension"), MEANS)
    proof = score_proof(found, rows, tuple(means), head)
    return Claim(id_, "advice", Text("可选方向", "An option"), text, parts, (proof,))
