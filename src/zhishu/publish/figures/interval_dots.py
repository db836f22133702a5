"""Ranks with their intervals: how sure the place of every region is."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Column, Data, Figure, interval_text, place_text
from zhishu.publish.figures.axis import Axis, round_values
from zhishu.publish.figures.choice import (
    in_sentence,
    interval_column,
    interval_note,
    intervals_at,
    leading_ranks,
    node_name,
    noted,
    rank_cell,
    rank_column,
    region_column,
)
from zhishu.publish.figures.picture import (
    LABEL,
    SMALL,
    Picture,
    dots,
    narrow_specification,
    rules,
    specification,
    words,
)
from zhishu.publish.kinds import kind
from zhishu.publish.style import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zhishu.publish.figure import Interval, Language
    from zhishu.publish.figures.picture import Layer, Row
    from zhishu.publish.findings import Findings, LevelFindings

TALL, HEAD = 20.0, 24.0


@kind("figure", "interval_dots", Text("名次及其区间", "Ranks with their intervals"))
def interval_dots(findings: Findings, *, level: str, node: str = "", top: int = 40) -> Figure | None:
    """Return the `top` regions' ranks at a node as dots on their intervals; None where none were drawn.

    `top: 0` shows all regions.
    """
    found = findings.level(level)
    at = node or findings.framework.root.id
    intervals = intervals_at(found, at) if found.scored else ()
    if not intervals:
        return None
    shown = leading_ranks(found, at, top or len(found.codes))

    def draw(language: Language, width: int) -> Picture:
        return _picture(found, at, shown, intervals, (language, width))

    name, region = node_name(found, at), found.level.name
    count = len(shown)
    all_of_them = count == len(found.codes)
    return Figure(
        id=f"intervals-{level}-{at}",
        number="",
        title=Text(
            f"{'全部' if all_of_them else '居前的'} {count} 个{region.zh}的{name.zh}名次及其区间",
            f"{name.en}: ranks of {'all' if all_of_them else 'the leading'} {count} "
            f"{in_sentence(region.en)} and their intervals",
        ),
        data=_data(found, at, shown, intervals),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(found, at, shown, intervals),
        note=noted(
            Text("圆点为公布名次，横线为名次区间。", "Dot: the published rank; line: its interval."),
            interval_note(found),
        ),
    )


def _picture(
    level: LevelFindings,
    node: str,
    shown: NDArray[np.intp],
    intervals: tuple[Interval, ...],
    reader: tuple[Language, int],
) -> Picture:
    language, width = reader
    ranks = [float(level.ranks[row, level.column(node)]) for row in shown]
    names = [level.names[row].short.in_language(language) for row in shown]
    said = [interval_text(intervals[row]) for row in shown]
    left = max(text_width(name, LABEL) for name in names) + 44
    right = max(text_width(text, SMALL) for text in said) + 8
    last = max([*ranks, *(intervals[row].high for row in shown if isfinite(intervals[row].high))])
    axis = Axis(1.0, max(last, 2.0), left, width - right - 8)
    middles = [HEAD + (at + 0.5) * TALL for at in range(len(shown))]
    bottom = HEAD + TALL * len(shown)
    ticks = [tick for tick in (1.0, *round_values(1.0, axis.high)) if tick == int(tick)]
    ticks = [tick for at, tick in enumerate(ticks) if at == 0 or axis.at(tick) - axis.at(ticks[0]) > SMALL]
    lines = [
        {"x": axis.at(low), "x2": axis.at(high), "y": y, "y2": y, "row": at}
        for at, (low, high, y) in enumerate(
            (intervals[row].low, intervals[row].high, y) for row, y in zip(shown, middles, strict=True)
        )
        if isfinite(low)
    ]
    places = [
        {"x": axis.at(rank), "y": y, "row": at}
        for at, (rank, y) in enumerate(zip(ranks, middles, strict=True))
    ]
    numbers = _column(26.0, middles, [place_text(rank) for rank in ranks])
    return Picture(
        bottom + 4,
        (
            *_grid(axis, ticks, bottom, language),
            rules("intervals", lines, color=colour("context"), strokeWidth=6, strokeCap="round"),
            dots("ranks", places, size=52, color=colour("accent")),
            words("places", numbers, align="right", color=colour("muted")),
            words("names", _column(34.0, middles, names)),
            words(
                "ends",
                _column(float(width), middles, said),
                align="right",
                fontSize=SMALL,
                color=colour("muted"),
            ),
        ),
    )


def _column(x: float, middles: Sequence[float], texts: Sequence[str]) -> list[Row]:
    """Return words under one another, one per row."""
    return [{"x": x, "y": y, "text": text} for y, text in zip(middles, texts, strict=True)]


def _grid(axis: Axis, ticks: Sequence[float], bottom: float, language: Language) -> tuple[Layer, ...]:
    """Return the lines of the axis, their ranks and the axis's name."""
    heading = Text("名次", "Rank").in_language(language)
    return (
        rules("grid", [{"x": axis.at(tick), "x2": axis.at(tick), "y": HEAD, "y2": bottom} for tick in ticks]),
        words(
            "ticks",
            [{"x": axis.at(tick), "y": HEAD - 10, "text": place_text(tick)} for tick in ticks],
            align="center",
            fontSize=SMALL,
            color=colour("muted"),
        ),
        words("axis", [{"x": 0.0, "y": HEAD - 10, "text": heading}], color=colour("muted")),
    )


def _data(level: LevelFindings, node: str, shown: NDArray[np.intp], intervals: tuple[Interval, ...]) -> Data:
    columns: tuple[Column, ...] = (rank_column(node), region_column(level), interval_column(node))
    rows = tuple((rank_cell(level, row, node), level.names[row].full, intervals[row]) for row in shown)
    return Data(columns, rows, level=level.id, regions=tuple(level.codes[row] for row in shown))


def _alternative(
    level: LevelFindings, node: str, shown: NDArray[np.intp], intervals: tuple[Interval, ...]
) -> Text:
    column = level.column(node)
    said = [
        (level.names[row].short, place_text(float(level.ranks[row, column])), interval_text(intervals[row]))
        for row in shown
    ]
    zh = "；".join(f"{name.zh} {place}（{within}）" for name, place, within in said)
    en = "; ".join(f"{name.en} {place} ({within})" for name, place, within in said)
    return Text(f"名次及区间。{zh}。", f"Ranks and their intervals. {en}.")
