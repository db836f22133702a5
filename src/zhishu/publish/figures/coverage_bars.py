"""How many units of each larger region have something, and how many do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Figure, number_text
from zhishu.publish.figures.bar_list import Bar, BarList, Panel, bar_list, legend
from zhishu.publish.figures.choice import in_sentence
from zhishu.publish.figures.picture import Picture, narrow_specification, side_by_side, specification, stacked
from zhishu.publish.kinds import kind
from zhishu.publish.style import PHONE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhishu.publish.figure import Language
    from zhishu.publish.findings import Findings, LevelFindings

LONG = 18
"""More lines than this stand in two columns on a wide page."""
APART = 48.0


@dataclass(frozen=True, slots=True)
class Covered:
    """One larger region: its code (empty for a group), its names, how many units have it, of how many."""

    code: str
    full: Text
    short: Text
    having: int
    units: int

    @property
    def share(self) -> float:
        """The share of the units that have it."""
        return self.having / self.units


@kind("figure", "coverage_bars", Text("设置覆盖情况", "How many units have something"))
def coverage_bars(findings: Findings, *, units: str, measure: str, within: str) -> Figure | None:
    """Return, per region of `within`, how many regions of the level `units` have a measure above zero.

    `within` is a level that contains the units, or a grouping. A unit without data is not counted.
    """
    found = findings.level(units)
    covered = sorted(_covered(findings, found, measure, within), key=lambda part: (-part.share, -part.units))
    if not covered:
        return None
    having, total = sum(part.having for part in covered), sum(part.units for part in covered)
    name, unit = found.title(measure), found.level.name
    share = number_text(100 * having / total, 1)

    def draw(language: Language, width: int) -> Picture:
        return _picture(covered, language, width)

    return Figure(
        id=f"coverage-{units}-{measure}-{within}",
        number="",
        title=Text(
            f"{name.zh}：{total} 个{unit.zh}中 {having} 个已设置，占 {share}%",
            f"{name.en}: {having} of {total} {in_sentence(unit.en)} have one, {share}%",
        ),
        data=_data(findings, covered, within, unit),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(covered),
        note=Text(
            "条形长度为单位总数；条端为已设置数、总数与占比。",
            "Length: all units. At the end: those that have one, of all, and their share.",
        ),
    )


def _covered(findings: Findings, units: LevelFindings, measure: str, within: str) -> Iterator[Covered]:
    values = units.values(measure)
    rows = {code: at for at, code in enumerate(units.codes) if np.isfinite(values[at])}
    for code, names, members in _containers(findings, units, within):
        inside = [rows[member] for member in members if member in rows]
        if inside:
            yield Covered(code, *names, having=int(np.sum(values[inside] > 0)), units=len(inside))


def _containers(
    findings: Findings, units: LevelFindings, within: str
) -> Iterator[tuple[str, tuple[Text, Text], Sequence[str]]]:
    """Yield what contains the units: its code, its full and short name, and the units' codes."""
    if within in findings.result.regions_groups:
        for group, members in findings.groups(within).items():
            yield "", (findings.group_name(group),) * 2, members
        return
    from zhishu.places import china  # noqa: PLC0415 - only a report needs the regions

    known = china()
    above = {}
    for code in units.codes:
        region = known.region_at(code, within) if code in known else None
        above[code] = region.code if region else ""
    larger = findings.level(within)
    for name in larger.names:
        yield name.code, (name.full, name.short), [code for code in units.codes if above[code] == name.code]


def _picture(covered: Sequence[Covered], language: Language, width: int) -> Picture:
    """Return one list of bars, or two side by side where there are many and the page is wide."""
    entries = (("accent", Text("已设置", "With")), ("series_rest", Text("未设置", "Without")))
    full = float(max(part.units for part in covered))
    if len(covered) <= LONG or width <= PHONE_WIDTH:
        body = bar_list(_list(covered, 0, full), language, width)
    else:
        half = -(-len(covered) // 2)
        each = (width - APART) / 2
        body = side_by_side(
            [
                (0.0, bar_list(_list(covered[:half], 0, full), language, each)),
                (each + APART, bar_list(_list(covered[half:], half, full), language, each)),
            ]
        )
    return stacked([*legend(entries, language, width), body], 10.0)


def _list(covered: Sequence[Covered], first: int, full: float) -> BarList:
    bars = []
    for part in covered:
        said = f"{part.having}/{part.units} · {number_text(100 * part.share, 1)}%"
        bars.append(Bar((float(part.having), float(part.units - part.having)), Text(said, said)))
    return BarList(
        tuple(part.short for part in covered),
        (Panel(tuple(bars), ("accent", "series_rest"), full=full),),
        rows=tuple(range(first, first + len(covered))),
    )


def _data(findings: Findings, covered: Sequence[Covered], within: str, unit: Text) -> Data:
    is_level = any(part.code for part in covered)
    title = findings.level(within).level.name if is_level else Text("分组", "Group")
    columns = (
        Column("region", title),
        Column("having", Text(f"已设置的{unit.zh}", "With"), "number"),
        Column("units", Text(f"全部{unit.zh}", "All"), "number"),
        Column("share", Text("占比", "Share"), "share", digits=1),
    )
    rows = tuple((part.full, float(part.having), float(part.units), part.share) for part in covered)
    if not is_level:
        return Data(columns, rows)
    return Data(columns, rows, level=within, regions=tuple(part.code for part in covered))


def _alternative(covered: Sequence[Covered]) -> Text:
    zh = "；".join(f"{part.short.zh} {part.having}/{part.units}" for part in covered)
    en = "; ".join(f"{part.short.en} {part.having} of {part.units}" for part in covered)
    return Text(f"堆叠条形图，已设置数与总数。{zh}。", f"Stacked bars: with, of all. {en}.")
