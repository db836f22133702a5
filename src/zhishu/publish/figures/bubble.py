"""Two measures across and up, a third as the area of a circle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Data, Figure
from zhishu.publish.figures.amount import Amount, amount_of
from zhishu.publish.figures.axis import Axis, axis_of, tick_text
from zhishu.publish.figures.bars import amount_cell, measure_column
from zhishu.publish.figures.choice import in_sentence, leading_values, listed, region_column
from zhishu.publish.figures.name_places import Placed, Point, place_names
from zhishu.publish.figures.picture import (
    LABEL,
    SMALL,
    Layer,
    Picture,
    Row,
    dots,
    narrow_specification,
    rules,
    specification,
    words,
)
from zhishu.publish.kinds import kind
from zhishu.publish.style import PHONE_WIDTH, colour

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zhishu.publish.drawing import Box
    from zhishu.publish.figure import Language
    from zhishu.publish.findings import Findings, LevelFindings

HEIGHT = 480.0
LEFT, RIGHT, TOP, BOTTOM = 50.0, 36.0, 34.0, 50.0
LARGEST, LARGEST_PHONE, SMALLEST = 30.0, 19.0, 2.0
"""Radii in pixels."""
SAID = 10


@dataclass(frozen=True, slots=True)
class Cloud:
    """The regions shown, by position in the panel, largest circle first, and their three measures."""

    level: LevelFindings
    shown: NDArray[np.intp]
    measures: tuple[str, str, str]
    values: Mapping[str, NDArray[np.float64]]
    amounts: Mapping[str, Amount]

    def heading(self, axis: int) -> Text:
        """Return the heading of an axis: 0 across, 1 up, 2 the area."""
        measure = self.measures[axis]
        return self.amounts[measure].heading(self.level.title(measure))


@kind("figure", "bubble", Text("两项指标的气泡图", "Two measures, a third as area"))
def bubble(  # noqa: PLR0913 - options of an edition
    findings: Findings, *, level: str, x: str, y: str, size: str, named: int = 30, top: int = 0
) -> Figure | None:
    """Return regions as circles: `x` across, `y` up, area by `size`; at most `named` have names.

    An axis is logarithmic (with a place for zero) where a few regions are far above all others.
    `top` keeps the regions with the largest `size`. Regions without all three, or with both measures
    zero, are left out; None when none is left.
    """
    found = findings.level(level)
    values = {measure: found.values(measure) for measure in (x, y, size)}
    shown = _shown(values[x], values[y], values[size], top)
    if not len(shown):
        return None
    kept = {measure: numbers[shown] for measure, numbers in values.items()}
    amounts = {measure: amount_of(numbers, found.unit(measure)) for measure, numbers in kept.items()}
    cloud = Cloud(found, shown, (x, y, size), kept, amounts)

    def draw(language: Language, width: int) -> Picture:
        return _picture(cloud, named, language, width)

    region, heads = found.level.name, [found.title(measure) for measure in (x, y, size)]
    return Figure(
        id=f"bubble-{level}-{x}-{y}",
        number="",
        title=Text(
            f"{len(shown)} 个{region.zh}的{heads[0].zh}与{heads[1].zh}",
            f"{heads[0].en} and {in_sentence(heads[1].en)} of {len(shown)} {in_sentence(region.en)}",
        ),
        data=_data(cloud),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(cloud),
        note=_note(cloud),
    )


def _shown(
    across: NDArray[np.float64], up: NDArray[np.float64], size: NDArray[np.float64], top: int
) -> NDArray[np.intp]:
    known = np.isfinite(across) & np.isfinite(up) & (size > 0) & ((across != 0) | (up != 0))
    return leading_values(np.where(known, size, np.nan), top or len(size))


def _note(cloud: Cloud) -> Text:
    bent = any(axis.bend is not None for axis in _axes(cloud, 960))
    size = cloud.level.title(cloud.measures[2])
    return Text(
        f"圆的面积表示{size.zh}。" + ("坐标轴为对数刻度。" if bent else ""),
        f"The area of a circle is {in_sentence(size.en)}." + (" Logarithmic axes." if bent else ""),
    )


def _axes(cloud: Cloud, width: float) -> tuple[Axis, Axis]:
    across, up, _ = cloud.measures
    return (
        axis_of(cloud.values[across], LEFT + 14, width - RIGHT),
        axis_of(cloud.values[up], HEIGHT - BOTTOM - 12, TOP + 22),
    )


def _picture(cloud: Cloud, named: int, language: Language, width: int) -> Picture:
    x, y = _axes(cloud, width)
    across, up, size = (cloud.values[measure] for measure in cloud.measures)
    largest = LARGEST if width > PHONE_WIDTH else LARGEST_PHONE
    radii = np.maximum(largest * np.sqrt(size / size.max()), SMALLEST)
    points = [
        Point(
            x.at(float(across[at])),
            y.at(float(up[at])),
            float(radii[at]),
            cloud.level.names[row].short.in_language(language) if at < named else "",
            at,
        )
        for at, row in enumerate(cloud.shown)
    ]
    frame: Box = (LEFT, TOP, width - 2.0, HEIGHT - BOTTOM)
    inside, beside = _names(points, frame)
    circles = [{"x": p.x, "y": p.y, "area": 4 * p.radius**2, "row": p.row} for p in points]
    return Picture(
        HEIGHT,
        (
            *_grid(cloud, x, y, language, width),
            dots(
                "regions",
                circles,
                color=colour("accent"),
                opacity=0.55,
                stroke=colour("paper"),
                strokeWidth=0.8,
            ),
            words("names_inside", inside, align="center", fontSize=SMALL),
            rules("leaders", beside.leaders, color=colour("ink"), strokeWidth=0.7),
            words("names", beside.names, align="center", fontSize=SMALL),
        ),
    )


def _names(points: list[Point], frame: Box) -> tuple[list[Row], Placed]:
    """Return names that stand in their own circle, and all others beside theirs."""
    from zhishu.publish.drawing import text_width  # noqa: PLC0415 - next to its use

    fits = {
        point.row
        for point in points
        if point.name and text_width(point.name, SMALL) < 2 * point.radius * 0.86 and _alone(point, points)
    }
    inside = [
        {"x": point.x, "y": point.y, "text": point.name, "row": point.row}
        for point in points
        if point.row in fits
    ]
    rest = [
        Point(point.x, point.y, point.radius, "" if point.row in fits else point.name, point.row)
        for point in points
    ]
    return inside, place_names(rest, frame)


def _alone(point: Point, points: list[Point]) -> bool:
    """Return whether no other circle's middle lies in this one."""
    return not any(
        other.row != point.row and (other.x - point.x) ** 2 + (other.y - point.y) ** 2 < point.radius**2
        for other in points
    )


def _grid(cloud: Cloud, x: Axis, y: Axis, language: Language, width: int) -> list[Layer]:
    ground, right = HEIGHT - BOTTOM, width - 2.0
    across, up = (cloud.amounts[measure] for measure in cloud.measures[:2])
    lines = [
        *({"x": LEFT, "x2": right, "y": y.at(tick), "y2": y.at(tick)} for tick in y.ticks),
        *({"x": x.at(tick), "x2": x.at(tick), "y": TOP, "y2": ground} for tick in x.ticks),
    ]
    small = {"fontSize": SMALL, "color": colour("muted")}
    return [
        rules("grid", lines),
        words(
            "across",
            [
                {"x": x.at(tick), "y": ground + 12, "text": tick_text(across.shown(tick, language), language)}
                for tick in x.ticks
            ],
            align="center",
            **small,
        ),
        words(
            "up",
            [
                {"x": LEFT - 6, "y": y.at(tick), "text": tick_text(up.shown(tick, language), language)}
                for tick in y.ticks
            ],
            align="right",
            **small,
        ),
        words(
            "axis_up",
            [{"x": 0.0, "y": 10.0, "text": cloud.heading(1).in_language(language)}],
            fontSize=LABEL,
            color=colour("muted"),
        ),
        words(
            "axis_across",
            [{"x": right, "y": ground + 34, "text": cloud.heading(0).in_language(language)}],
            fontSize=LABEL,
            align="right",
            color=colour("muted"),
        ),
    ]


def _data(cloud: Cloud) -> Data:
    level = cloud.level
    columns = (
        region_column(level),
        *(measure_column(level, measure, cloud.amounts[measure]) for measure in cloud.values),
    )
    rows = tuple(
        (
            level.names[row].full,
            *(
                amount_cell(cloud.amounts[measure], float(numbers[at]))
                for measure, numbers in cloud.values.items()
            ),
        )
        for at, row in enumerate(cloud.shown)
    )
    return Data(columns, rows, level=level.id, regions=tuple(level.codes[row] for row in cloud.shown))


def _alternative(cloud: Cloud) -> Text:
    """Return the numbers of the ten largest circles in words."""
    zh, en = [], []
    for at, row in enumerate(cloud.shown[:SAID]):
        said = [cloud.amounts[measure].text(float(numbers[at])) for measure, numbers in cloud.values.items()]
        zh.append(f"{cloud.level.names[row].short.zh} " + "、".join(text.zh for text in said))
        en.append(f"{cloud.level.names[row].short.en} " + ", ".join(text.en for text in said))
    heads = listed(cloud.heading(axis) for axis in range(len(cloud.values)))
    return Text(
        f"气泡图，{heads.zh}，共 {len(cloud.shown)} 个地区，圆最大的是：{'；'.join(zh)}。",
        f"Bubbles: {heads.en}; {len(cloud.shown)} regions, the largest: {'; '.join(en)}.",
    )
