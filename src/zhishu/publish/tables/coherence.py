"""How far the children of a node go together, and whether weights from factors have ground to stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Table
from zhishu.publish.kinds import kind
from zhishu.score.coherence import coherence as measured
from zhishu.score.coherence import columns_left
from zhishu.score.plan import compile_plan
from zhishu.score.suitability import LEAST_KMO, of_those_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings
    from zhishu.score.plan import Plan

FROM_FACTORS = frozenset({"pca", "factor"})
"""Weightings that rest on what the columns have in common, by themselves or joined with others."""
EVERY = ""
"""What stands for the group of all indicators: no node has this id."""
MANY_TIMES = 5.0
"""A variance inflation above this: the others say what the column says (the handbook's lenient limit)."""
_ROUNDING = 1e-9
COLUMNS = (
    Column("node", Text("上级指标", "Group")),
    Column("children", Text("指标数", "Members"), "number"),
    Column("alpha", Text("α 系数（标准化）", "Alpha (standardised)"), "number", digits=2),
    Column("first_component", Text("第一主成分占比", "First component"), "share", digits=0),
    Column("kmo", Text("KMO", "KMO"), "number", digits=2),
    Column("vif", Text("最大 VIF", "Largest VIF"), "number", digits=1),
    Column("child", Text("最大 VIF 的指标", "Of")),
)
WHAT = Text(
    "α 为克龙巴赫系数；KMO 为取样适切性量数，0.6 及以上方宜提取因子，只有两个指标时恒为 0.5；"
    f"VIF 为方差膨胀因子，大于 {MANY_TIMES:g} 时该指标基本可由同组其他指标推出。"
    "地区为全体而非样本，故不列检验概率。相关矩阵不可逆（有常数列、某列可由其他列相加得到，"
    "或地区数不多于指标数）时留空。",
    "Alpha is Cronbach’s; KMO, the measure of sampling adequacy, should reach 0.6 before factors are drawn, "
    f"and is always 0.5 for two members; above {MANY_TIMES:g} a variance inflation factor (VIF) says that "
    "the others of the group say what the indicator says. The regions are no sample, so no test is shown. "
    "Empty where correlations have no inverse: a constant column, one that others add up to, no more regions "
    "than members.",
)


@kind("table", "coherence", Text("同组指标的一致性", "How far groups of indicators go together"))
def coherence(findings: Findings, *, level: str) -> Table | None:
    """Return one row per group of siblings, of their scores in the latest year; of all indicators if flat.

    Cronbach's alpha, the share of the first principal component, KMO, the largest variance inflation
    factor and whose it is. The note says what they mean, and names groups that are weighed by principal
    components or factors although their KMO is below 0.5. Where weights are set over all indicators at once
    (`levels: flat`) these are the last row. None without scores, or without a group of several.
    """
    found = findings.level(level)
    if not found.scored:
        return None
    edition = findings.edition
    plan = compile_plan(edition.framework, edition.recipe, edition.folder)
    groups = dict(_groups(found, flat=_is_flat(plan)))
    if not groups:
        return None
    rows = {node: _row(found, name, members) for node, (name, members) in groups.items()}
    on_little = [groups[node][0] for node in _on_little(plan, rows)]
    name = found.level.name
    return Table(
        id=f"coherence-{level}-groups",
        number="",
        title=Text(f"同组指标的一致性（{name.zh}）", f"How far groups go together, {name.en.lower()}"),
        data=Data(COLUMNS, tuple(rows.values()), level=level),
        note=_note(on_little),
    )


def _groups(level: LevelFindings, *, flat: bool) -> Iterator[tuple[str, tuple[Text, tuple[str, ...]]]]:
    """Yield id, name and members of the groups of which two members or more have scores."""
    framework = level.framework
    groups = {node.id: (level.title(node.id), node.children) for node in framework if node.children}
    if flat and len(groups) > 1:
        groups |= {EVERY: (Text("全部指标", "All indicators"), framework.indicators)}
    for group, (name, members) in groups.items():
        if len(members) > 1 and columns_left(_scores(level, members)).sum() > 1:
            yield group, (name, members)


def _is_flat(plan: Plan) -> bool:
    """Return whether weights are set over all indicators at once."""
    return bool(plan.steps["weigh"].options["levels"] == "flat")


def _scores(
    level: LevelFindings, members: tuple[str, ...]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return level.scores[:, [level.column(member) for member in members]]


def _row(level: LevelFindings, name: Text, members: tuple[str, ...]) -> tuple[Cell, ...]:
    x = _scores(level, members)
    together, suits = measured(x), of_those_left(x)
    told = not np.isnan(suits.inflation).all()
    largest = int(np.nanargmax(suits.inflation)) if told else None
    return (
        name,
        float(columns_left(x).sum()),
        _number(together.standardised_alpha),
        _number(together.first_component),
        _number(suits.kmo),
        None if largest is None else float(suits.inflation[largest]),
        "—" if largest is None else level.title(members[largest]),
    )


def _number(value: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float | None:
    return None if np.isnan(value) else float(value)


def _on_little(plan: Plan, rows: dict[str, tuple[Cell, ...]]) -> Iterator[str]:
    """Yield the groups whose weights come from components or factors that KMO gives no ground for."""
    framework, at = plan.framework, [column.id for column in COLUMNS].index("kmo")
    root = framework.root.id
    judged = rows
    if _is_flat(plan):  # the root's method weighs all indicators, which are the root's own group if it is one
        judged = {node: row for node, row in rows.items() if node == (EVERY if EVERY in rows else root)}
    for node, row in judged.items():
        chosen, kmo = plan.chosen("weigh", framework.ids.index(node or root)), row[at]
        methods = {chosen.method.id, *(part.get("method") for part in chosen.options.get("methods") or ())}
        if methods & FROM_FACTORS and isinstance(kmo, float) and kmo < LEAST_KMO - _ROUNDING:
            yield node


def _note(on_little: list[Text]) -> Text:
    if not on_little:
        return WHAT
    zh, en = "、".join(name.zh for name in on_little), ", ".join(name.en for name in on_little)
    return Text(
        f"{zh}按主成分或因子赋权，但 KMO 低于 {LEAST_KMO:g}，其权重依据不足。{WHAT.zh}",
        f"Weights from components or factors rest on little where KMO is below {LEAST_KMO:g}: {en}. "
        f"{WHAT.en}",
    )
