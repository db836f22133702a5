"""How sure the ranks are: what varied in the draws, how often, and how wide the intervals are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.intervals import nothing_moved
from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Table, number_text, place_text
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.doubt.doubt import Doubt
    from zhishu.doubt.uncertain import Uncertain
    from zhishu.publish.findings import Findings, LevelFindings

    Said = tuple[Text, Text]

SAMPLERS = {
    "random": Text("简单随机抽样", "random"),
    "latin_hypercube": Text("拉丁超立方抽样", "Latin hypercube"),
    "sobol": Text("Sobol 序列", "Sobol sequence"),
}


@kind("table", "uncertainty", Text("不确定性", "Uncertainty"))
def uncertainty(findings: Findings) -> Table | None:
    """Return what varied and, per level, how wide the intervals of the total rank came out.

    None when no draws were made.
    """
    doubt = findings.result.uncertainty
    if doubt is None or not doubt.levels:
        return None
    columns = (Column("item", Text("项目", "Item")), Column("value", Text("内容", "Content")))
    rows = [*_drawn(doubt), *_varied(doubt)]
    for level in findings.scored:
        rows += _widths(level)
    return Table(
        id="uncertainty",
        number="",
        title=Text("不确定性分析的设定与结果", "What varied, and how sure the ranks are"),
        data=Data(columns, tuple(rows)),
        note=_note(doubt),
    )


def _note(doubt: Doubt) -> Text:
    """Return what a width is, and of which levels no draw changed a rank."""
    still = [doubt.edition.level(level).name for level, found in doubt.levels.items() if nothing_moved(found)]
    zh = "区间宽度为区间两端名次之差；宽度为 0 表示名次在区间内不变。"
    en = "The width of an interval is the difference of its two ranks; 0 means that the rank does not change "
    en += "within it."
    if still:
        names = "、".join(name.zh for name in still), ", ".join(name.en.lower() for name in still)
        zh += f"没有一次抽样改变{names[0]}的任何名次：变动的内容可能对所用方法不起作用。"
        en += f" No draw changed any rank of {names[1]}: what varied may have no say in the methods used."
    return Text(zh, en)


def _drawn(doubt: Doubt) -> Iterator[Said]:
    found = doubt.uncertain
    low, high = (f"{share:.0%}" for share in found.interval)
    draws = number_text(found.draws)
    yield Text("抽样次数", "Draws"), Text(draws, draws)
    yield Text("抽样方式", "Sampling"), SAMPLERS[found.sampler]
    yield Text("随机种子", "Seed"), Text(str(found.seed), str(found.seed))
    yield Text("区间", "Interval"), Text(f"{low} 至 {high} 分位", f"{low} to {high} quantile")
    limit = f"{found.told_apart:.0%}"
    yield (
        Text("可区分的标准", "Told apart when"),
        Text(f"领先的抽样占比不低于 {limit}", f"ahead in at least {limit} of the draws"),
    )


def _varied(doubt: Doubt) -> Iterator[Said]:
    """Yield what varied, as the edition declares it."""
    from zhishu.method_words import STEP_NAMES  # noqa: PLC0415 - reads the registry

    first = next(iter(doubt.levels.values()))
    for factor in first.study.factors:
        if factor.choices:
            name = STEP_NAMES.get(factor.name.split(" ")[0], Text(factor.name, factor.name))
            both = "、".join(factor.choices), ", ".join(factor.choices)
            yield Text(f"变动：{name.zh}", f"Varied: {name.en.lower()}"), Text(*both)
        elif factor.name == "weights":
            yield Text("变动：权重", "Varied: weights"), _weights(doubt.uncertain)
        else:
            yield Text(f"变动：{factor.name}", f"Varied: {factor.name}"), Text("是", "yes")


def _weights(found: Uncertain) -> Text:
    weights = found.weights
    if weights is None:
        return Text("否", "no")
    if weights.kind == "uniform":
        share = f"{weights.amount:.0%}"
        return Text(f"每组内各权重上下浮动 {share}", f"each weight ± {share} within its group")
    if weights.kind == "dirichlet":
        amount = f"{weights.amount:g}"
        return Text(f"狄利克雷分布，集中度 {amount}", f"Dirichlet, concentration {amount}")
    if weights.kind == "free":
        named = "、".join(f"{node} {weight:g}" for node, weight in weights.least.items())
        bound = (
            Text(f"，不低于 {named}", f", at least {named.replace('、', ', ')}") if named else Text("", "")
        )
        return Text(f"每组内任意权重等可能{bound.zh}", f"all weights within a group alike likely{bound.en}")
    count = len(weights.sets)
    return Text(f"{count} 组给定权重", f"{count} given sets of weights")


def _widths(level: LevelFindings) -> Iterator[Said]:
    name, interval = level.level.name, level.interval
    if interval is None:
        return
    widths = (interval.high - interval.low)[:, 0]
    widths = widths[np.isfinite(widths)]
    if not len(widths):
        return
    middle, widest = place_text(float(np.median(widths))), int(np.nanargmax(_spread(level)))
    region, most = level.names[widest].short, place_text(float(widths.max()))
    same = int(np.sum(widths == 0))
    yield (
        Text(f"{name.zh}：区间宽度中位数", f"{name.en}: median width"),
        Text(f"{middle} 位", _places(middle)),
    )
    yield (
        Text(f"{name.zh}：最宽的区间", f"{name.en}: widest interval"),
        Text(f"{most} 位（{region.zh}）", f"{_places(most)} ({region.en})"),
    )
    yield (
        Text(f"{name.zh}：名次不变的地区", f"{name.en}: rank unchanged"),
        Text(f"{same} 个，共 {len(widths)} 个", f"{same} of {len(widths)}"),
    )
    yield from _pairs(level)


def _places(count: str) -> str:
    """Return a number of places in English.

    >>> _places("1"), _places("2.5")
    ('1 place', '2.5 places')
    """
    return f"{count} place" if count == "1" else f"{count} places"


def _spread(level: LevelFindings) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    assert level.interval is not None  # noqa: S101 - only called with draws
    return (level.interval.high - level.interval.low)[:, 0]


def _pairs(level: LevelFindings) -> Iterator[Said]:
    """Yield how many neighbours in the ranking can be told apart."""
    ahead, doubt = level.ahead, level.doubt
    if ahead is None or doubt is None:
        return
    order = [row for row in level.order.tolist() if np.isfinite(level.ranks[row, 0])]
    pairs = list(pairwise(order))
    if not pairs:
        return
    apart = sum(ahead[one, other] >= doubt.study.uncertain.told_apart for one, other in pairs)
    name = level.level.name
    yield (
        Text(f"{name.zh}：可区分的相邻名次", f"{name.en}: neighbours told apart"),
        Text(f"{apart} 对，共 {len(pairs)} 对", f"{apart} of {len(pairs)}"),
    )
