"""The map of a ranking, declared: every area coloured by its class, or hatched when it has no score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.publish.classes import NO_DATA, ValueClass, natural_classes, role_of
from zhishu.publish.drawing import core_of, fit, hatching, in_pixels
from zhishu.publish.figure import ByLanguage, Column, Data, Figure
from zhishu.publish.labels import Anchor, place_labels
from zhishu.publish.layers import drawing, feature, rectangle, shapes, texts
from zhishu.publish.names import english_short
from zhishu.publish.ranking import region_title
from zhishu.publish.style import CLASSES, DEEP_CLASS, PAGE_WIDTH, PHONE_WIDTH, class_role, colour

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhishu.publish.drawing import Fit
    from zhishu.publish.ranking import Ranking

DEEP = frozenset(class_role(rank) for rank in range(DEEP_CLASS, CLASSES + 1))
NOT_SCORED = Text("未参评", "Not scored")
HALO = "ink"
"""The role of names that stand on no plain colour: beside their area, or on hatching."""
SWATCH = (22, 14)
LEGEND_ROW = 23


@dataclass(frozen=True, slots=True)
class Area:
    """An area to be drawn: its code, its short name, its geometry in pixels, its colour's role."""

    code: str
    name: Text
    geometry: Mapping[str, Any]
    role: str
    inset: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The size of the drawing, where the map stands in it, and the legend's corner and columns."""

    width: int
    height: int
    map_box: tuple[float, float, float, float]
    legend: tuple[float, float]
    legend_columns: int
    label_size: int | None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height


WIDE = Layout(PAGE_WIDTH, 700, (60, 4, 930, 696), (4, 520), 1, 12)
NARROW = Layout(PHONE_WIDTH, 396, (2, 2, 358, 290), (4, 312), 2, None)
"""On a phone the legend stands below the map, and names would not be legible."""


def choropleth(
    ranking: Ranking, boundaries: Mapping[str, Any], *, number: str, source: Text | None = None
) -> Figure | None:
    """Return the map of a level's total score by natural classes; None when no area is of the level.

    `boundaries` is what `zhishu.places.boundaries` gives: GeoJSON in map coordinates, y downwards.
    Features of the kind `area` are coloured or hatched, each of them; all others are drawn as lines.
    """
    totals = {name.code: float(ranking.scores[row, 0]) for row, name in enumerate(ranking.names)}
    if not any(drawn["properties"].get("code") in totals for drawn in boundaries["features"]):
        return None
    classes = natural_classes(list(totals.values()))
    level = ranking.level.name
    return Figure(
        id=f"map-{ranking.level.id}",
        number=number,
        title=Text(f"{level.zh}总得分分布", f"{level.en}: total score on the map"),
        data=_data(ranking, totals, classes),
        spec=_spec(ranking, boundaries, totals, classes, WIDE),
        narrow=_spec(ranking, boundaries, totals, classes, NARROW),
        alternative=_alternative(ranking, classes),
        note=Text(
            "按自然断点法（Fisher–Jenks）分级，图例为各级实际得分范围与地区数；斜线区域未参评，不代表得分低。",
            "Classes by natural breaks (Fisher–Jenks); the legend gives the scores found in each class and "
            "how many regions. Hatched areas are not scored, which is not a low score.",
        ),
        source=source,
    )


def _data(ranking: Ranking, totals: Mapping[str, float], classes: Sequence[ValueClass]) -> Data:
    roles = {found.role: position + 1 for position, found in enumerate(classes)}
    columns = (
        Column("rank", Text("名次", "Rank"), "rank", node=ranking.framework.root.id),
        Column("region", region_title(ranking)),
        Column("score", Text("总得分", "Total score"), "number", digits=2, node=ranking.framework.root.id),
        Column("class", Text("级", "Class"), "number"),
    )
    rows = tuple(
        (
            ranking.place(row, ranking.framework.root.id),
            name.full,
            totals[name.code],
            float(roles.get(role_of(totals[name.code], classes), float("nan"))),
        )
        for row, name in enumerate(ranking.names)
    )
    return Data(columns, rows, level=ranking.level.id, regions=tuple(name.code for name in ranking.names))


def _alternative(ranking: Ranking, classes: Sequence[ValueClass]) -> Text:
    level, leaders = ranking.level.name, [name.short for name in ranking.names[:5]]
    top = classes[-1].span if classes else "—"
    zh, en = "、".join(name.zh for name in leaders), ", ".join(name.en for name in leaders)
    return Text(
        f"分级设色地图，显示{level.zh}总得分，颜色越深得分越高。最高一级得分 {top}；前列依次为{zh}。",
        f"Choropleth map of the total score of {level.en.lower()}, deeper colour for a higher score. "
        f"Highest class: {top}. Leading: {en}.",
    )


def _spec(
    ranking: Ranking,
    boundaries: Mapping[str, Any],
    totals: Mapping[str, float],
    classes: Sequence[ValueClass],
    layout: Layout,
) -> dict[str, Any]:
    place = fit(boundaries["features"], layout.map_box)
    areas = _areas(ranking, boundaries, totals, classes, place)
    main, inset = [area for area in areas if not area.inset], [area for area in areas if area.inset]
    lines = [
        feature(in_pixels(drawn["geometry"], place))
        for drawn in boundaries["features"]
        if drawn["properties"].get("kind", "area") != "area"
    ]
    layers = (
        *_area_layers("areas", main, outline=0.6),
        *_area_layers("inset", inset, outline=0.25),
        shapes("lines", lines, {"filled": False, "stroke": colour("muted"), "strokeWidth": 1}),
        *_label_layers(main, ranking, layout),
        *_legend_layers(classes, layout, unscored=any(area.role == NO_DATA for area in areas)),
    )
    return drawing(layers, width=layout.width, height=layout.height)


def _areas(
    ranking: Ranking,
    boundaries: Mapping[str, Any],
    totals: Mapping[str, float],
    classes: Sequence[ValueClass],
    place: Fit,
) -> list[Area]:
    """Return every area of the map in pixels, scored or not."""
    called = {name.code: name.short for name in ranking.names}
    areas = []
    for drawn in boundaries["features"]:
        said = drawn["properties"]
        if said.get("kind", "area") == "area":
            code, short = said.get("code", ""), said.get("short", said.get("name", ""))
            name = called.get(code) or Text(short, english_short(code, short))
            role = role_of(totals.get(code, float("nan")), classes)
            areas.append(Area(code, name, in_pixels(drawn["geometry"], place), role, bool(said.get("inset"))))
    return areas


def _area_layers(name: str, areas: Sequence[Area], *, outline: float) -> list[dict[str, Any]]:
    """Return the fills and the hatching.

    Outlines are thin, and darker than the palest fill, so that small islands show.
    """
    fills = [feature(area.geometry, code=area.code, fill=colour(area.role)) for area in areas]
    return [
        shapes(name, fills, {"stroke": colour("border"), "strokeWidth": outline, "strokeJoin": "round"}),
        _hatch_layer(f"{name}_hatch", [area.geometry for area in areas if area.role == NO_DATA]),
    ]


def _hatch_layer(name: str, geometries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    drawn = [feature(lines) for geometry in geometries if (lines := hatching(geometry))]
    return shapes(name, drawn, {"filled": False, "stroke": colour("hatch"), "strokeWidth": 1})


def _label_layers(areas: Sequence[Area], ranking: Ranking, layout: Layout) -> list[dict[str, Any]]:
    if layout.label_size is None:
        return []
    order = {name.code: row for row, name in enumerate(ranking.names)}
    named = sorted(
        (area for area in areas if area.name.zh), key=lambda area: order.get(area.code, len(order))
    )
    cores = [core_of(area.geometry) for area in named]
    inside, outside = [], []
    for language, size in (("zh", layout.label_size), ("en", layout.label_size - 2)):
        anchors = [
            Anchor(area.name.in_language(language), core, _label_role(area))
            for area, core in zip(named, cores, strict=True)
        ]
        rows = _label_rows(anchors, layout, size)
        inside.append(rows)
        outside.append([row for row in rows if row["halo"]])
    style = {"fontSize": ByLanguage(layout.label_size, layout.label_size - 2)}
    halo = {"stroke": colour("paper"), "strokeWidth": 3, "strokeJoin": "round", "strokeOpacity": 0.85}
    return [
        texts("label_halo", ByLanguage(*outside), layout.size, {**style, **halo}),
        texts("labels", ByLanguage(*inside), layout.size, style),
    ]


def _label_role(area: Area) -> str:
    """Return the colour of a name on its area; hatching would run through it, so there it gets a halo."""
    if area.role == NO_DATA:
        return HALO
    return "label_on_deep" if area.role in DEEP else "label_on_pale"


def _label_rows(anchors: Sequence[Anchor], layout: Layout, size: int) -> list[dict[str, Any]]:
    frame = (0.0, 0.0, float(layout.width), float(layout.height))
    return [
        {
            "x": label.x,
            "y": label.y,
            "text": label.text,
            "fill": colour(label.role),
            "halo": label.role == HALO,
        }
        for label in place_labels(anchors, size, frame)
    ]


def _legend_layers(classes: Sequence[ValueClass], layout: Layout, *, unscored: bool) -> list[dict[str, Any]]:
    """Return the legend: a heading, the classes from the highest down, and what is not scored."""
    entries = [
        (found.role, Text(f"{found.span}（{found.count} 个）", f"{found.span} ({found.count})"))
        for found in classes[::-1]
    ]
    entries += [(NO_DATA, NOT_SCORED)] if unscored else []
    left, top = layout.legend
    down = -(-len(entries) // layout.legend_columns)
    corners = [
        (left + (at // down) * layout.width / layout.legend_columns, top + LEGEND_ROW * (at % down + 1))
        for at in range(len(entries))
    ]
    boxes = [rectangle(x, y - SWATCH[1] / 2, *SWATCH) for x, y in corners]
    swatches = [feature(box, fill=colour(role)) for box, (role, _) in zip(boxes, entries, strict=True)]
    said = [
        {"x": x + SWATCH[0] + 8, "y": y, "text": text}
        for (x, y), (_, text) in zip(corners, entries, strict=True)
    ]
    heading = [{"x": left, "y": top, "text": Text("总得分（地区数）", "Total score (regions)")}]
    style = {"align": "left", "fontSize": 12}
    return [
        shapes("legend_swatches", swatches, {"stroke": colour("border"), "strokeWidth": 0.6}),
        _hatch_layer(
            "legend_hatch", [box for box, (role, _) in zip(boxes, entries, strict=True) if role == NO_DATA]
        ),
        texts("legend_heading", heading, layout.size, {"color": colour("muted"), **style}),
        texts("legend", said, layout.size, {"color": colour("ink"), **style}),
    ]
