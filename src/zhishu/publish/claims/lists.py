"""Indicators in a sentence: who has most, who has any, who lies in a range, what is usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.claims.claim import Claim
from zhishu.publish.claims.phrases import (
    about,
    braced,
    count,
    in_sentence,
    joined,
    key,
    name,
    names,
    number,
    percent,
    quantity,
    score_points,
    slug,
    word,
)
from zhishu.publish.claims.proofs import Head, value_proof
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zhishu.publish.claims.claim import Part, Value
    from zhishu.publish.document import Evidence
    from zhishu.publish.findings import Findings, LevelFindings

MOST_LISTED = 12
"""Regions listed with their values; more than that share a place with the last one and are left out."""


def measured(level: LevelFindings, measure: str) -> dict[str, Part]:
    """Return the words {measure}, {Measure} (to begin a sentence with) and {level}."""
    title = level.title(measure)
    return {**about(level), "measure": word(in_sentence(title)), "Measure": word(title)}


def largest_first(values: NDArray[np.float64]) -> list[int]:
    """Return the positions of the known values, the largest first, equal ones in their order."""
    order = np.argsort(np.where(np.isnan(values), np.inf, -values), kind="stable")
    return [int(row) for row in order if np.isfinite(values[row])]


@kind("claim", "top_list", Text("某项指标居前的地区及数值", "Who has most of an indicator"))
def top_list(findings: Findings, *, level: str, measure: str, top: int = 5) -> tuple[Claim, ...]:
    """Return the `top` regions of a measure with their values; equal ones at the end are named as well.

    Regions with 0 are never named. Values: each region's value by its short name, `regions`, `top`.
    """
    found = findings.level(level)
    values = found.values(measure)
    order = [row for row in largest_first(values) if values[row] > 0]
    if not order:
        return ()
    rows = [row for row in order if values[row] >= values[order[min(top, len(order)) - 1]]]
    if len(rows) > MOST_LISTED:
        rows = order[: min(top, MOST_LISTED)]
    id_ = slug("top_list", level, measure, top)
    held: dict[float, list[int]] = {}
    for row in rows:
        held.setdefault(float(values[row]), []).append(row)
    proofs = _list_proofs(findings, found, measure, (id_, rows))
    parts = measured(found, measure) | {
        "top": count(top),
        "regions": names([found.names[row] for row in rows]),
    }
    for at, row in enumerate(rows, start=1):
        short = found.names[row].short.zh
        parts[f"name of {braced(short)}"] = name(found.names[row], f"{id_}-{at}")
        parts[key(short)] = quantity(float(values[row]), found.unit(measure), f"{id_}-{at}")
    text = _listed(found, held)
    return (Claim(id_, "top_list", Text("居前的地区", "Who has most"), text, parts, proofs),)


def _list_proofs(
    findings: Findings, found: LevelFindings, measure: str, about_: tuple[str, list[int]]
) -> tuple[Evidence, ...]:
    id_, rows = about_
    title = found.title(measure)
    whole = value_proof(findings, found, rows, [measure], Head(id_, title, ORDERED))
    singles = [
        value_proof(findings, found, [row], [measure], Head(f"{id_}-{at}", found.names[row].full))
        for at, row in enumerate(rows, start=1)
    ]
    return (whole, *singles)


ORDERED = Text("数值从大到小。", "Values, the largest first.")


def _listed(found: LevelFindings, held: Mapping[float, list[int]]) -> Text:
    """Return the list; regions of the same value are put together."""
    pieces = []
    for rows in held.values():
        keys = [key(found.names[row].short.zh) for row in rows]
        who = joined(Text(f"{{name of {one}}}", f"{{name of {one}}}") for one in keys)
        if len(rows) == 2:  # noqa: PLR2004 - 与 keeps two apart from the rest of the list
            who = Text(who.zh.replace("、", "与"), who.en)
        both = "均为 " if len(rows) > 1 else ""
        each = " each" if len(rows) > 1 else ""
        pieces.append(Text(f"{who.zh}（{both}{{{keys[0]}}}）", f"{who.en} ({{{keys[0]}}}{each})"))
    first, *rest = pieces
    tied = len(next(iter(held.values()))) > 1
    zh = f"{{measure}}以{first.zh}{'并列' if tied else ''}最多"
    en = f"{first.en} {'share the lead' if tied else 'leads'} in {{measure}}"
    if rest:
        zh, en = f"{zh}，其后为{'、'.join(one.zh for one in rest)}", f"{en}, followed by {_apart(rest)}"
    return Text(f"{zh}。", f"{en}.")


def _apart(pieces: list[Text]) -> str:
    """Return an English list, parted by semicolons where a piece is a list itself."""
    many = any(" and " in piece.en for piece in pieces)
    return "; ".join(piece.en for piece in pieces) if many else joined(pieces).en


@kind("claim", "coverage", Text("有某项指标的地区所占比重", "How many regions have any of an indicator"))
def coverage(findings: Findings, *, level: str, measure: str, at_least: float = 0.0) -> tuple[Claim, ...]:
    """Return how many of the regions have more than none of a measure: 285 of 337.

    It holds where the share reaches `at_least` (0 to 1). Regions without a value count as having
    none. Values: `covered`, `whole`, `share` (percent), `without` (names).
    """
    found = findings.level(level)
    values = found.values(measure)
    if not len(values):
        return ()
    covered = [row for row in largest_first(values) if values[row] > 0]
    without = [row for row in range(len(values)) if row not in set(covered)]
    share = len(covered) / len(values)
    id_ = slug("coverage", level, measure)
    parts = measured(found, measure) | {
        "covered": count(len(covered)),
        "whole": count(len(values)),
        "share": percent(share),
        "without": names([found.names[row] for row in without]),
    }
    proof = value_proof(
        findings, found, [*covered, *without], [measure], Head(id_, found.title(measure), ABOVE)
    )
    why = None if share >= at_least else _below(share, at_least)
    what = Text("覆盖情况", "Coverage")
    return (Claim(id_, "coverage", what, _covered(len(covered), len(values)), parts, (proof,), why=why),)


ABOVE = Text("数值大于 0 的地区个数 ÷ 全部地区个数。", "Regions whose value is above 0 ÷ all regions.")


def _below(share: float, at_least: float) -> Text:
    return Text(f"占比 {share:.1%}，低于 {at_least:.1%}", f"the share is {share:.1%}, below {at_least:.1%}")


def _covered(covered: int, whole: int) -> Text:
    if covered == whole:
        return Text("{measure}：{whole} 个{level}全部已有。", "All {whole} {level} have {measure}.")
    if covered == 0:
        return Text("{measure}：{whole} 个{level}都还没有。", "None of the {whole} {level} has {measure}.")
    return Text(
        "{measure}：{whole} 个{level}中有 {covered} 个已有，占 {share}。",
        "{covered} of the {whole} {level} have {measure}: {share}.",
    )


@kind("claim", "in_range", Text("数值在某一范围内的地区", "Who lies in a range of values"))
def in_range(
    findings: Findings, *, level: str, measure: str, low: float, high: float = np.inf
) -> tuple[Claim, ...]:
    """Return which regions have a value from `low` to `high`, both included.

    Values: `regions` (largest first), `number`, `from`, `to`.
    """
    found = findings.level(level)
    values = found.values(measure)
    rows = [row for row in largest_first(values) if low <= values[row] <= high]
    id_ = slug("in_range", level, measure, f"{low:g}", "" if np.isinf(high) else f"{high:g}")
    unit = found.unit(measure)
    parts = measured(found, measure) | {
        "regions": names([found.names[row] for row in rows]),
        "number": count(len(rows)),
        "from": quantity(low, unit),
        "low": number(low, 0 if low == round(low) else 2),
        "to": quantity(high if np.isfinite(high) else low, unit),
    }
    inside = Text("不少于 {from}", "at least {from}")
    if np.isfinite(high):
        inside = Text("在 {from}至 {to}之间", "from {low} to {to}")
    text = Text(
        f"{{measure}}{inside.zh}的{{level}}有 {{number}} 个：{{regions}}。",
        f"{{Measure}}: {{number}} {{level}} have {inside.en}, namely {{regions}}.",
    )
    if not rows:
        text = Text(
            f"没有一个{{level}}的{{measure}}{inside.zh}。",
            f"None of the {{level}} has {inside.en} in {{measure}}.",
        )
    proof = value_proof(findings, found, rows, [measure], Head(id_, found.title(measure), ORDERED))
    return (Claim(id_, "in_range", Text("数值范围", "A range of values"), text, parts, (proof,)),)


@kind("claim", "median", Text("通常水平与首位的差距", "What is usual, and how far the leader is from it"))
def median(findings: Findings, *, level: str, measure: str = "") -> tuple[Claim, ...]:
    """Return the median of a measure or of the scores, the leader's multiple of it, how many above the mean.

    Nothing with fewer than three values, or where all are 0. Values: `median`, `leader`, `largest`,
    `times` (where the median is above 0), `mean`, `above` (regions above the mean), `whole`.
    """
    found = findings.level(level)
    chosen = measure or found.framework.root.id
    values = found.values(chosen)
    order = largest_first(values)
    if len(order) < 3 or values[order[0]] <= 0:  # noqa: PLR2004 - a middle needs three
        return ()
    middle, mean = float(np.median(values[order])), float(np.mean(values[order]))
    is_score = chosen in found.framework.ids and chosen not in found.framework.indicators
    id_ = slug("median", level, measure)
    unit = found.unit(chosen)
    said = score_points if is_score else lambda value: quantity(_rounded(value), unit)
    parts = _median_parts(found, chosen, order) | {
        "median": said(middle),
        "above": count(int((values[order] > mean).sum())),
        "mean": said(mean),
        "largest": said(float(values[order[0]])),
    }
    text = Text(
        "{level}{measure}的中位数为 {median}，首位的{leader}为 {largest}",
        "The median of {measure} over the {level} is {median}; {leader}, the first, has {largest}",
    )
    if middle > 0:
        parts["times"] = number(float(values[order[0]]) / middle, 1)
        text = Text(f"{text.zh}，是中位数的 {{times}} 倍", f"{text.en}, {{times}} times as much")
    tail = Text("；{whole} 个中有 {above} 个高于平均值。", "; {above} of {whole} lie above the mean.")
    proof = value_proof(findings, found, order, [chosen], Head(id_, found.title(chosen), MIDDLE))
    text = Text(text.zh + tail.zh, text.en + tail.en)
    further: dict[str, Value] = {"exact median": middle, "exact mean": mean}
    return (Claim(id_, "median", Text("通常水平", "What is usual"), text, parts, (proof,), further),)


MIDDLE = Text("全部地区数值的中位数与平均值。", "Median and mean of the values of all regions.")


def _rounded(value: float) -> float:
    return round(value, 1) if abs(value) < 1e8 else value  # noqa: PLR2004 - larger ones are said in words


def _median_parts(found: LevelFindings, measure: str, order: list[int]) -> dict[str, Part]:
    root = measure == found.framework.root.id
    title = Text("总得分", "the total score") if root else in_sentence(found.title(measure))
    return {
        **about(found),
        "measure": word(title),
        "leader": name(found.names[order[0]]),
        "whole": count(len(order)),
    }
