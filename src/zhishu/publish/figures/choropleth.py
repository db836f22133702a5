"""The choropleth: every area coloured by the class of its value, or hatched when it has none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from zhishu.framework import Text
from zhishu.publish.classes import NO_DATA, Classing, role_of
from zhishu.publish.drawing import fit
from zhishu.publish.figure import Column, Figure
from zhishu.publish.figures.ground import ground_of
from zhishu.publish.figures.map_legend import LegendBox, legend_layers, legend_of
from zhishu.publish.figures.map_names import name_layers
from zhishu.publish.figures.map_shapes import (
    INSET,
    MANY,
    THICK,
    THIN,
    area_layers,
    areas_of,
    line_layer,
    outline_layer,
)
from zhishu.publish.figures.map_values import MapValues
from zhishu.publish.kinds import kind
from zhishu.publish.layers import drawing
from zhishu.publish.style import PAGE_WIDTH, PHONE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhishu.publish.classes import ValueClass
    from zhishu.publish.figures.ground import Ground
    from zhishu.publish.figures.map_shapes import Area
    from zhishu.publish.findings import Findings

NAMED = 15
"""Where there are many areas, only the leading ones are named."""
NAME_SIZE = 12
LEADERS = 5


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide the drawing is, the box of the map, where the legend stands beside or below it."""

    width: int
    map_box: tuple[float, float, float, float]
    legend: tuple[float, float]
    legend_width: float
    legend_columns: int
    beside: bool

    @property
    def outline(self) -> float:
        """How thick the outlines of provinces are."""
        return 0.8 if self.beside else 0.5


WIDE = Layout(PAGE_WIDTH, (60, 4, 930, 696), (4, 690), 225, 1, beside=True)
NARROW = Layout(PHONE_WIDTH, (2, 2, 358, 290), (4, 306), 352, 2, beside=False)
"""On a wide page the legend ends at its corner, in the sea of space left of the map; on a phone it
begins below the map, and names would not be legible."""
WIDE_OWN = replace(WIDE, map_box=(240, 4, 956, 696))
"""Where nothing is known of the shape, the map leaves the legend a column of its own."""


@kind("figure", "choropleth", Text("分级设色地图", "Choropleth map"))
def choropleth(  # noqa: PLR0913 - the options of a map, each by name
    findings: Findings,
    *,
    level: str,
    measure: str = "",
    scheme: Literal[
        "natural_breaks", "quantiles", "equal_interval", "head_tail", "maximum_breaks"
    ] = "natural_breaks",
    classes: int = 5,
    breaks: tuple[float, ...] = (),
    zero: Literal["auto", "own", "no"] = "auto",
    named: int = NAMED,
    boundaries: str | Mapping[str, Any] | None = None,
) -> Figure | None:
    """Return the map of a measure of a level: scores of a node, raw values, or a further measure.

    `measure` is a node (an indicator's raw values, any other node's scores; the total score when it
    is not given) or a further measure. Classes are made by `scheme`, or by `breaks`, the largest
    values of all classes but the last; `zero` says whether zero is a class of its own. Areas
    without a value are hatched. Maps of many areas name the `named` leading ones. `boundaries` is
    a file of the edition's own. None when no boundaries of the level are known, or no region has a
    value.
    """
    found = findings.level(level)
    ground = ground_of(findings.edition, found, boundaries)
    shown = MapValues(found, measure)
    classing = Classing(scheme, classes, tuple(breaks), zero)
    made = shown.classes(classing)
    if ground is None or not made:
        return None
    return Figure(
        id=f"map-{level}{shown.suffix}",
        number="",
        title=_title(shown),
        data=shown.data(shown.order.tolist(), [_class_column(shown, made)]),
        spec=_spec(ground, shown, made, WIDE_OWN if ground.kind == "own" else WIDE, named),
        narrow=_spec(ground, shown, made, NARROW, named),
        alternative=_alternative(shown, made),
        note=map_note(shown, classing),
        source=ground.source,
    )


def _title(shown: MapValues) -> Text:
    name = shown.level.level.name
    return Text(f"各{name.zh}{shown.title.zh}分布", f"{shown.title.en}: {name.en}")


def _class_column(shown: MapValues, classes: Sequence[ValueClass]) -> tuple[Column, list[float]]:
    numbers = {found.role: float(at) for at, found in enumerate(classes, start=1)}
    rows = [numbers.get(role_of(float(shown.values[row]), classes), float("nan")) for row in shown.order]
    return Column("class", Text("级", "Class"), "number"), rows


def map_note(shown: MapValues, classing: Classing) -> Text:
    """Return how the classes were made and what hatching means."""
    how = classing.name
    zh = f"按{how.zh}分级，图例为各级实际数值范围与地区数；斜线区域{shown.missing.zh}，"
    en = f"Classes by {how.en}; the legend gives the values found in each class and how many regions. "
    if shown.is_score:
        return Text(zh + "不代表得分低。", en + "Hatched areas are not scored, which is not a low score.")
    return Text(zh + "不代表数值低。", en + "Hatched areas have no data, which is not a low value.")


def _alternative(shown: MapValues, classes: Sequence[ValueClass]) -> Text:
    level, top = shown.level, shown.magnitude.span(classes[-1].low, classes[-1].high)
    leaders = [level.names[row].short for row in shown.order[:LEADERS] if shown.ranks[row] > 0]
    zh, en = "、".join(name.zh for name in leaders), ", ".join(name.en for name in leaders)
    unit = shown.magnitude.unit
    most = Text(top.zh + unit.zh, f"{top.en} {unit.en}") if unit else top
    return Text(
        f"分级设色地图，显示各{level.level.name.zh}的{shown.title.zh}，颜色越深数值越高。"
        f"最高一级为 {most.zh}；前列依次为{zh}。",
        f"Choropleth map of {shown.title.en} ({level.level.name.en}), deeper colour for a higher value. "
        f"Highest class: {most.en}. Leading: {en}.",
    )


def _spec(
    ground: Ground, shown: MapValues, classes: Sequence[ValueClass], layout: Layout, named: int
) -> dict[str, Any]:
    place = fit(ground.features, layout.map_box)
    areas = areas_of(
        ground.areas,
        place,
        role=lambda code: role_of(shown.by_code.get(code, float("nan")), classes),
        names=shown.names,
    )
    main, inset = [one for one in areas if not one.inset], [one for one in areas if one.inset]
    missing = shown.missing if any(area.role == NO_DATA for area in areas) else None
    legend = legend_of(shown.title, classes, shown.magnitude, missing=missing)
    tall = legend.height(layout.legend_width, layout.legend_columns)
    height = round(layout.map_box[3] + 4 if layout.beside else layout.legend[1] + tall + 4)
    top = layout.legend[1] - tall if layout.beside else layout.legend[1]
    canvas = (layout.width, height)
    box = LegendBox(layout.legend[0], top, layout.legend_width, layout.legend_columns, canvas)
    layers = (
        *area_layers("areas", main, outline=THIN if ground.nested else THICK, hatched=NO_DATA),
        *area_layers("inset", inset, outline=INSET, hatched=NO_DATA),
        *((outline_layer(main, width=layout.outline),) if ground.nested else ()),
        line_layer(ground, place),
        *(_names(main, shown, canvas, named) if layout.beside else ()),
        *legend_layers(legend, box),
    )
    return drawing(layers, width=layout.width, height=height)


def _names(
    areas: Sequence[Area], shown: MapValues, canvas: tuple[int, int], named: int
) -> list[dict[str, Any]]:
    """Return the names: of all areas where there are few, of the leading ones otherwise."""
    order = {shown.level.codes[row]: at for at, row in enumerate(shown.order)}
    ranked = sorted(areas, key=lambda area: order.get(area.code, len(order)))
    kept = ranked if len(areas) <= MANY else [area for area in ranked if order.get(area.code, named) < named]
    return name_layers(kept, NAME_SIZE, (0.0, 0.0, float(canvas[0]), float(canvas[1])), canvas)
