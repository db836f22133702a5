"""What was published, as values beside the formulas, and the check that compares the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.workbook.inputs import label_columns
from zhishu.publish.workbook.scores import score_range
from zhishu.publish.workbook.sheet import TOP, Column, Formula, Rule, Sheet, at, span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhishu.publish.figure import Language
    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Cell, Look

PUBLISHED_NOTE = Text(
    "公布时的得分与名次，全部为数值；“核对”表用它与公式结果逐格比较。",
    "Scores and ranks as published, all values; the sheet of checks compares the formulas with them.",
)
SCORE_OF, RANK_OF = Text("{}得分", "{}, score"), Text("{}名次", "{}, rank")
CHECK_NOTE = Text(
    "公式重算的得分、名次与公布值比较；“一致”表示没有人改动过权重，且每一步运算都可复核。",
    "Scores and ranks recalculated by formulas against those published: “same” says that no weight was "
    "changed and that the arithmetic holds.",
)
CHECK_COLUMNS: tuple[tuple[Text, Look], ...] = (
    (Text("层级", "Level"), "text"),
    (Text("指标", "Node"), "text"),
    (Text("计算方式", "Made by"), "text"),
    (Text("得分最大差", "Largest difference of scores"), "difference"),
    (Text("名次不同的地区数", "Regions with another rank"), "rank"),
    (Text("结论", "Verdict"), "text"),
)
ALL = Text("全部", "All")
LIVE, FIXED = Text("公式", "formula"), Text("数值", "value")
SAME, OTHER = Text("一致", "same"), Text("与公布值不同", "differs from what was published")
LIMIT = "0.000000001"
"""Scores that differ by less are the same."""
VERDICT = 5
"""The column of the verdict on the sheet of checks."""


def published_sheet(around: LevelSheets, title: str) -> Sheet:
    """Return scores, then ranks, of every region at every node as they were published."""
    names = [around.said(around.framework[node].name) for node in around.nodes]
    columns = (
        *label_columns(around),
        *(Column(around.said(SCORE_OF).format(name), "exact") for name in names),
        *(Column(around.said(RANK_OF).format(name), "rank") for name in names),
    )
    rows = tuple(
        (name.code, around.name(row), *_numbers(around, row)) for row, name in enumerate(around.names)
    )
    return Sheet(around.sheets["published"], title, around.said(PUBLISHED_NOTE), columns, rows)


def _numbers(around: LevelSheets, row: int) -> Iterable[Cell]:
    for array in (around.found.scores, around.found.ranks):
        yield from (float(around.values(array, node)[row]) for node in around.nodes)


def published_rank_range(around: LevelSheets, node: str) -> str:
    """Return the reference of the published ranks of all regions at a node."""
    return _range(around, "published", around.column(node) + len(around.nodes))


def _range(around: LevelSheets, stage: str, column: int) -> str:
    last = TOP + len(around.names) - 1
    return span((TOP, column), (last, column), sheet=around.sheets[stage], fixed="both")


def check_sheet(arounds: Iterable[LevelSheets], language: Language, name: str, title: str) -> Sheet:
    """Return per level and node how far the formulas are from what was published; the first row sums up."""
    columns = tuple(Column(text.in_language(language), look) for text, look in CHECK_COLUMNS)
    rows = [row for around in arounds for row in _check_rows(around)]
    first, last = TOP + 1, TOP + len(rows)
    worst, moved = (span((first, place), (last, place), fixed="both") for place in (3, 4))
    total: tuple[Cell, ...] = (
        ALL.in_language(language),
        "",
        "",
        Formula(f"MAX({worst})", 0.0),
        Formula(f"SUM({moved})", 0.0),
        _verdict(TOP, language),
    )
    placed = tuple((*row, _verdict(place, language)) for place, row in enumerate(rows, start=first))
    rules = (Rule("same", VERDICT, VERDICT),)
    return Sheet(name, title, CHECK_NOTE.in_language(language), columns, (total, *placed), rules=rules)


def _verdict(row: int, language: Language) -> Formula:
    same, other = SAME.in_language(language), OTHER.in_language(language)
    return Formula(f'IF(AND({at(row, 3)}<{LIMIT},{at(row, 4)}=0),"{same}","{other}")', same)


def _check_rows(around: LevelSheets) -> Iterable[tuple[Cell, ...]]:
    for node in around.nodes:
        scores, ranks = score_range(around, node), _range(around, "ranks", around.column(node))
        was, place = _range(around, "published", around.column(node)), published_rank_range(around, node)
        # A region that has a number on one side only counts as different, by the whole scale.
        apart = f"IF(ISNUMBER({was})<>ISNUMBER({scores}),{around.scale:g},"
        difference = f"MAX({apart}IF(ISNUMBER({was}),ABS({was}-{scores}),0)))"
        moved = (
            f"SUM(IF(ISNUMBER({place})<>ISNUMBER({ranks}),1,IF(ISNUMBER({place}),--({place}<>{ranks}),0)))"
        )
        yield (
            around.said(around.level.name),
            around.said(around.framework[node].name),
            around.said(LIVE if node in around.live else FIXED),
            Formula(difference, 0.0, array=True),
            Formula(moved, 0.0, array=True),
        )
