"""The sheets of words: what the workbook is, the groups, and how the numbers were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from zhishu.framework import Text
from zhishu.publish.method import method_sentence, weighting_note
from zhishu.publish.repaired import repairs_told
from zhishu.publish.workbook.published import VERDICT
from zhishu.publish.workbook.sheet import TOP, Column, Formula, Link, Rule, Sheet, at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhishu.publish.figure import Language
    from zhishu.publish.workbook.sheet import Cell, Look
    from zhishu.result import Result

STATISTICS = {
    "mean": Text("平均值", "mean"),
    "sum": Text("合计", "sum"),
    "weighted_mean": Text("加权平均", "weighted mean"),
}
GUIDE = (
    Text(
        "得分、名次、梯队和排行中的数字都是公式，一路引到标准化值和权重，可逐格核对。",
        "Scores, ranks, tiers and rankings are formulas that lead back to comparable values and weights, "
        "so every cell can be checked.",
    ),
    Text(
        "黄色格可以改动（组内权重、分档线），其余自动重算；分组与区间为生成时的数值，不随之变化。",
        "Yellow cells (weights, cuts of tiers) may be changed and the rest follows; groups and intervals "
        "are values from the build and stay as they are.",
    ),
    Text(
        "原始值到标准化值的换算见“方法”表；标准化值在此为数值。",
        "How raw values became comparable is told on the sheet “Method”; here these are values.",
    ),
)
LATEST = Text("除原始值外，各表均为 {} 年。", "All sheets but the raw values are of {}.")
CHECKED = Text("重算核对", "Recalculated")
NOTICE, USE, SHEETS = (
    Text("数据说明", "About the data"),
    Text("使用方法", "How to use this"),
    Text("工作表", "Sheets"),
)
GROUPS_NOTE = Text("各组由成员地区的得分汇总，再在组间排名。", "Groups sum up the scores of their regions.")
METHOD_NOTE = Text("由方法配置自动写出。", "Written from the recipe.")


def cover_sheet(
    result: Result, language: Language, name: str, listed: Iterable[Sheet], check: Sheet | None = None
) -> Sheet:
    """Return the first sheet: the index, the edition's word on its data, how to use it, and the contents."""
    edition = result.edition
    words = [note.in_language(language) for note in (edition.note, edition.publisher) if note]
    year = [_each(LATEST, edition.years[-1])] if len(edition.years) > 1 else []
    guide = [text.in_language(language) for text in (*GUIDE, *year)]
    rows: list[tuple[Cell, ...]] = [
        *_headed(NOTICE.in_language(language), words),
        *_headed(USE.in_language(language), guide),
    ]
    if check is not None:
        same = check.rows[0][VERDICT]
        assert isinstance(same, Formula)  # noqa: S101 - the sheet of checks sums up in its first row
        verdict = Formula(at(TOP, VERDICT, sheet=check.name), same.value)
        rows.append((CHECKED.in_language(language), verdict, check.note))
    for place, sheet in enumerate(listed):
        rows.append((SHEETS.in_language(language) if not place else "", Link(sheet.name), sheet.note))
    title = f"{edition.name.in_language(language)} {edition.edition}"
    note = edition.note.in_language(language) if edition.note else ""
    columns = (Column("", width=16), Column("", width=34), Column("", width=90))
    return Sheet(name, title, note, columns, tuple(rows), frozen=0)


def _headed(heading: str, lines: Iterable[str]) -> Iterator[tuple[Cell, ...]]:
    """Yield one row per line, the heading before the first."""
    for place, line in enumerate(lines):
        yield ("" if place else heading, "", line)


def groups_sheet(result: Result, language: Language, name: str, title: str) -> Sheet | None:
    """Return score and rank of every group at every dimension; None when no level has groups."""
    framework = result.edition.framework
    nodes = (framework.root.id, *framework.dimensions)
    rows = tuple(_group_rows(result, language, nodes))
    if not rows:
        return None
    titles = [Text("层级", "Level"), Text("分组", "Grouping"), Text("组", "Group")]
    titles += [Text("统计量", "Statistic"), Text("地区数", "Regions")]
    numbers = [
        Column(title_of, look)
        for node in nodes
        for title_of, look in _two(framework[node].name.in_language(language), language)
    ]
    columns = (*(Column(text.in_language(language)) for text in titles), *numbers)
    return Sheet(
        name, title, GROUPS_NOTE.in_language(language), columns, rows, frozen=3, rules=(Rule("bar", 5, 5),)
    )


def _two(name: str, language: Language) -> tuple[tuple[str, Look], tuple[str, Look]]:
    return (name, "score"), (f"{name}, rank" if language == "en" else f"{name}名次", "rank")


def _group_rows(result: Result, language: Language, nodes: tuple[str, ...]) -> Iterator[tuple[Cell, ...]]:
    ids = result.edition.framework.ids
    labels = {grouping.id: grouping.name for grouping in result.edition.groupings}
    for level in result.edition.scored_levels:
        for scored in result.levels[level.id].groups if level.id in result.levels else ():
            for place, group in enumerate(scored.groups):
                yield (
                    level.name.in_language(language),
                    labels[scored.grouping].in_language(language),
                    group,
                    STATISTICS[scored.statistic].in_language(language),
                    float(len(scored.members[place])),
                    *(
                        float(array[-1, place, ids.index(node)])
                        for node in nodes
                        for array in (scored.scores, scored.ranks)
                    ),
                )


def method_sheet(result: Result, language: Language, name: str, title: str) -> Sheet:
    """Return how scores are made in words, the recipe's steps, and what was repaired on the way."""
    edition = result.edition
    levels = tuple(level.name for level in edition.scored_levels)
    said = [method_sentence(edition.recipe, levels), weighting_note(edition.recipe)]
    rows: list[tuple[Cell, ...]] = [("", text.in_language(language)) for text in said if text]
    rows += [(step.step, _step(step.method, dict(step.options))) for step in edition.recipe.steps]
    rows += [(repair.kind, repair.in_language(language)) for repair in repairs_told(result)]
    if edition.note:
        rows.append((NOTICE.in_language(language), edition.note.in_language(language)))
    columns = (Column("", width=22), Column("", width=110))
    return Sheet(name, title, METHOD_NOTE.in_language(language), columns, tuple(rows), frozen=0)


def _step(method: str, options: dict[str, object]) -> str:
    told = yaml.safe_dump(options, default_flow_style=True, allow_unicode=True, width=10_000).strip()
    return f"{method} {told}" if options else method


def _each(pattern: Text, value: object) -> Text:
    return Text(pattern.zh.format(value), pattern.en.format(value))
