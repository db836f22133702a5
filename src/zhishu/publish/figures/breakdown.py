"""The records of a source within a region, counted by a column or a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Figure, number_text
from zhishu.publish.figures.bar_list import Bar, BarList, Panel, bar_list
from zhishu.publish.figures.choice import in_sentence, listed
from zhishu.publish.figures.industry_names import industry_name
from zhishu.publish.figures.picture import Picture, narrow_specification, side_by_side, specification, stacked
from zhishu.publish.kinds import kind
from zhishu.publish.record_desk import Asked
from zhishu.publish.style import PHONE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zhishu.publish.figure import Cell, Language
    from zhishu.publish.findings import Findings
    from zhishu.records.tables import Table

APART = 44.0
OTHERS = Text("其余", "Others")
NOT_STATED = Text("未注明", "Not stated")


@dataclass(frozen=True, slots=True)
class Counted:
    """One way to divide the records: its heading, and each part's code, name and number, largest first.

    What is gathered as others, and what is not stated, stands last.
    """

    by: str
    heading: Text
    parts: tuple[tuple[str, Text, int], ...]

    @property
    def total(self) -> int:
        """All records."""
        return sum(count for *_, count in self.parts)


@kind("figure", "breakdown", Text("某地区记录的构成", "Records within a region by column or level"))
def breakdown(  # noqa: PLR0913 - options of an edition
    findings: Findings,
    *,
    level: str,
    region: str,
    source: str,
    by: tuple[str, ...],
    where: str = "",
    top: int = 8,
    names: Mapping[str, Any] | None = None,
) -> Figure | None:
    """Return a panel of bars per column or level of `by`: numbers and shares of the records of a region.

    Parts beyond the `top` are gathered as others. `names` says what a column (by its name) or a value
    is called: {zh, en}, or English alone. None when the region has no records.
    """
    found = findings.level(level)
    place = found.names[found.row(region)]
    asked = Asked(source, where or None, level, place.code)
    called = {key: _text(key, value) for key, value in (names or {}).items()}
    counted = tuple(_counted(findings, asked, column, top, called) for column in by)
    if not counted or not counted[0].total:
        return None

    def draw(language: Language, width: int) -> Picture:
        return _picture(counted, language, width)

    what = called.get(source) or _source_name(findings, source)
    heads = listed(Text(part.heading.zh, in_sentence(part.heading.en)) for part in counted)
    total = number_text(counted[0].total)
    return Figure(
        id=f"breakdown-{source}-{place.code}",
        number="",
        title=Text(
            f"{place.full.zh}{what.zh}的构成：按{heads.zh}（共 {total} 条记录）",
            f"{what.en} in {place.full.en} by {heads.en} ({total} records)",
        ),
        data=_data(counted),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(counted),
    )


def _text(key: str, value: Any) -> Text:  # noqa: ANN401 - a value of an edition's report file
    if isinstance(value, str):
        return Text(key, value)
    return Text(str(value.get("zh", key)), str(value.get("en", value.get("zh", key))))


def _counted(findings: Findings, asked: Asked, column: str, top: int, called: Mapping[str, Text]) -> Counted:
    """Return the records counted by a column; a level's codes become its regions' names."""
    rows = findings.records.counts(asked, column)
    stated = [(value, count) for (value,), count in rows if value not in (None, "")]
    missing = sum(count for (value,), count in rows if value in (None, ""))
    levels = {known.id: known.name for known in findings.edition.levels}
    regions = _regions(findings, column) if column in levels else {}
    heading = called.get(column) or levels.get(column) or _column_name(findings, asked.source, column)
    parts = [
        (str(value) if regions else "", _name(value, regions, called), count) for value, count in stated[:top]
    ]
    rest = sum(count for _, count in stated[top:])
    if len(stated) > top:
        parts.append(("", Text(f"{OTHERS.zh} {len(stated) - top} 项", f"{len(stated) - top} others"), rest))
    if missing:
        parts.append(("", NOT_STATED, missing))
    return Counted(column, heading, tuple(parts))


def _table(findings: Findings, source: str) -> Table | None:
    """Return the known table that a source is, None for one of the edition's own."""
    from zhishu.records.tables import BUILTIN_TABLES  # noqa: PLC0415 - next to its use

    declared = next(records for records in findings.edition.records if records.name == source)
    return BUILTIN_TABLES.get(declared.table or "")


def _source_name(findings: Findings, source: str) -> Text:
    table = _table(findings, source)
    return Text(table.label if table else source, source.replace("_", " ").capitalize())


def _column_name(findings: Findings, source: str, column: str) -> Text:
    table = _table(findings, source)
    labels = {known.name: known.label for known in table.columns} if table else {}
    return Text(labels.get(column) or column, column.replace("_", " ").capitalize())


def _regions(findings: Findings, level: str) -> Mapping[str, Text]:
    return {name.code: name.short for name in findings.level(level).names}


def _name(value: Any, regions: Mapping[str, Text], called: Mapping[str, Text]) -> Text:  # noqa: ANN401 - a cell
    if isinstance(value, bool):
        return Text("是", "Yes") if value else Text("否", "No")
    text = str(value)
    named = regions.get(text) or industry_name(text)
    return called.get(text) or called.get(named.zh) or named


def _picture(counted: Sequence[Counted], language: Language, width: int) -> Picture:
    first = [sum(len(part.parts) for part in counted[:at]) for at in range(len(counted))]
    wide = width > PHONE_WIDTH and len(counted) > 1
    each = (width - APART * (len(counted) - 1)) / len(counted) if wide else float(width)
    pictures = [
        bar_list(_list(part, start), language, each) for part, start in zip(counted, first, strict=True)
    ]
    if wide:
        return side_by_side([(at * (each + APART), picture) for at, picture in enumerate(pictures)])
    return stacked(pictures, APART / 2)


def _list(part: Counted, first: int) -> BarList:
    bars = []
    for *_, count in part.parts:
        said = f"{number_text(count)} · {number_text(100 * count / part.total, 1)}%"
        bars.append(Bar((float(count), 0.0), Text(said, said)))
    return BarList(
        tuple(name for _, name, _ in part.parts),
        (Panel(tuple(bars), ("accent", "accent"), part.heading),),
        rows=tuple(range(first, first + len(bars))),
    )


def _rows(counted: Sequence[Counted]) -> Iterator[tuple[Cell, ...]]:
    for part in counted:
        for _, name, count in part.parts:
            yield part.heading, name, float(count), count / part.total


def _data(counted: Sequence[Counted]) -> Data:
    columns = (
        Column("by", Text("划分", "By")),
        Column("part", Text("类别", "Part")),
        Column("count", Text("数量", "Number"), "number"),
        Column("share", Text("占比", "Share"), "share", digits=1),
    )
    return Data(columns, tuple(_rows(counted)))


def _alternative(counted: Sequence[Counted]) -> Text:
    zh, en = [], []
    for part in counted:
        said = [(name, f"{number_text(count)}") for _, name, count in part.parts]
        zh.append(f"{part.heading.zh}：" + "、".join(f"{name.zh} {count}" for name, count in said))
        en.append(f"{part.heading.en}: " + ", ".join(f"{name.en} {count}" for name, count in said))
    return Text(f"条形图。{'；'.join(zh)}。", f"Bars. {'; '.join(en)}.")
