"""One map per group of regions, side by side: the same classes in all, the neighbours outlined faintly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from zhishu.framework import Text
from zhishu.publish.classes import NO_DATA, Classing, role_of
from zhishu.publish.drawing import fit
from zhishu.publish.figure import Column, Figure
from zhishu.publish.figures.choropleth import map_note
from zhishu.publish.figures.ground import Given, Ground, ground_of, ground_of_china
from zhishu.publish.figures.map_legend import LegendBox, legend_layers, legend_of
from zhishu.publish.figures.map_names import name_layers
from zhishu.publish.figures.map_shapes import THICK, area_layers, areas_of, clipped, thinned
from zhishu.publish.figures.map_values import MapValues
from zhishu.publish.kinds import kind
from zhishu.publish.layers import drawing, feature, rectangle, shapes, texts
from zhishu.publish.style import PAGE_WIDTH, PHONE_WIDTH, colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.publish.classes import ValueClass
    from zhishu.publish.drawing import Box
    from zhishu.publish.findings import Findings

HEAD = 26
"""Pixels above a panel for its name."""
PAD = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide the drawing is, how many panels stand side by side, how tall one is, the legend's columns."""

    width: int
    across: int
    tall: float
    name_size: int
    legend_columns: int

    def box(self, at: int) -> Box:
        """Return the box of a panel's map."""
        row, column = divmod(at, self.across)
        wide = self.width / self.across
        top = row * (self.tall + HEAD) + HEAD
        return column * wide + PAD / 2, top, (column + 1) * wide - PAD / 2, top + self.tall - PAD


WIDE = Layout(PAGE_WIDTH, 2, 400, 11, 6)
NARROW = Layout(PHONE_WIDTH, 1, 300, 11, 2)


@dataclass(frozen=True, slots=True)
class Panel:
    """One group: its name, the codes of its regions, and their areas and neighbours in map coordinates."""

    name: Text
    codes: tuple[str, ...]
    ground: Ground
    around: Ground


@kind("figure", "group_maps", Text("分组地图", "A map per group"))
def group_maps(  # noqa: PLR0913 - the options of a map, each by name
    findings: Findings,
    *,
    level: str,
    grouping: str,
    measure: str = "",
    scheme: Literal[
        "natural_breaks", "quantiles", "equal_interval", "head_tail", "maximum_breaks"
    ] = "natural_breaks",
    classes: int = 5,
    breaks: tuple[float, ...] = (),
    zero: Literal["auto", "own", "no"] = "auto",
    boundaries: Given = None,
) -> Figure | None:
    """Return a choropleth per group of a grouping at a level, in the order of the edition.

    Classes are those of all regions that are shown, so that colours can be compared between the
    panels. Regions of a group without a value are hatched. None when no boundaries of the level are
    known, or no region of the groups has a value.
    """
    found = findings.level(level)
    ground = ground_of(findings.edition, found, boundaries)
    shown = MapValues(found, measure)
    panels = [] if ground is None else _panels(findings, ground, shown, grouping)
    members = {code for panel in panels for code in panel.codes}
    rows = [row for row in shown.order.tolist() if found.codes[row] in members]
    classing = Classing(scheme, classes, tuple(breaks), zero)
    made = shown.classes(classing, rows) if rows else ()
    if ground is None or not made:
        return None
    return Figure(
        id=f"groups-{level}-{grouping}" + (f"-{measure}" if measure else ""),
        number="",
        title=_title(findings, shown, grouping),
        data=shown.data(rows, [_group_column(findings, shown, grouping, panels, rows)]),
        spec=_spec(panels, shown, made, WIDE),
        narrow=_spec(panels, shown, made, NARROW),
        alternative=_alternative(shown, panels, rows),
        note=map_note(shown, classing),
        source=ground.source,
    )


def _panels(findings: Findings, ground: Ground, shown: MapValues, grouping: str) -> list[Panel]:
    """Return the groups that have areas on the map."""
    groups, own = findings.groups(grouping), set(shown.level.codes)
    around = (
        ground if ground.kind == "own" else ground_of_china(findings.edition, ground.kind, [*ground.centres])
    )
    panels = []
    for group, codes in groups.items():
        kept = tuple(code for code in codes if code in ground.centres and code in own)
        if kept:
            inside = tuple(one for one in around.areas if one["properties"]["code"] in kept)
            panels.append(
                Panel(findings.group_name(group), kept, Ground(ground.kind, inside, ground.source), around)
            )
    return panels


def _title(findings: Findings, shown: MapValues, grouping: str) -> Text:
    name = next(one.name for one in findings.edition.groupings if one.id == grouping)
    said = shown.title
    return Text(
        f"各{name.zh}内{shown.level.level.name.zh}{said.zh}分布",
        f"{name.en}: {said.en[:1].lower()}{said.en[1:]} of {shown.level.level.name.en.lower()}",
    )


def _group_column(
    findings: Findings, shown: MapValues, grouping: str, panels: Sequence[Panel], rows: Sequence[int]
) -> tuple[Column, list[Text]]:
    of_code = {code: panel.name for panel in panels for code in panel.codes}
    name = next(one.name for one in findings.edition.groupings if one.id == grouping)
    return Column("group", name), [of_code[shown.level.codes[row]] for row in rows]


def _alternative(shown: MapValues, panels: Sequence[Panel], rows: Sequence[int]) -> Text:
    """Return the leading region of every group in words."""
    zh, en = [], []
    for panel in panels:
        first = next(shown.level.names[row].short for row in rows if shown.level.codes[row] in panel.codes)
        zh.append(f"{panel.name.zh}以{first.zh}为最高")
        en.append(f"{panel.name.en}: {first.en} is highest")
    return Text(
        f"{len(panels)} 幅分级设色地图，颜色越深{shown.title.zh}越高。{'，'.join(zh)}。",
        f"{len(panels)} choropleth maps, deeper colour for a higher value. {'; '.join(en)}.",
    )


def _spec(
    panels: Sequence[Panel], shown: MapValues, classes: Sequence[ValueClass], layout: Layout
) -> dict[str, Any]:
    rows = -(-len(panels) // layout.across)
    top = rows * (layout.tall + HEAD) + PAD
    values = {code: shown.by_code[code] for panel in panels for code in panel.codes}
    missing = shown.missing if any(role_of(value, classes) == NO_DATA for value in values.values()) else None
    legend = legend_of(shown.title, classes, shown.magnitude, missing=missing)
    width = float(layout.width - 8)
    columns = min(layout.legend_columns, len(legend.entries))
    canvas = (layout.width, round(top + legend.height(width, columns) + 4))
    layers = [
        layer
        for at, panel in enumerate(panels)
        for layer in _panel_layers(at, panel, shown, classes, layout, canvas)
    ]
    layers += legend_layers(legend, LegendBox(4, top, width, columns, canvas))
    return drawing(layers, width=canvas[0], height=canvas[1])


def _panel_layers(  # noqa: PLR0913, PLR0917 - one panel and what all share
    at: int,
    panel: Panel,
    shown: MapValues,
    classes: Sequence[ValueClass],
    layout: Layout,
    canvas: tuple[int, int],
) -> list[dict[str, Any]]:
    box = layout.box(at)
    main = [one for one in panel.ground.areas if not one["properties"].get("inset")]
    place = fit(main, (box[0] + PAD, box[1] + PAD, box[2] - PAD, box[3] - PAD))
    around = [one["geometry"] for one in panel.around.areas if not one["properties"].get("inset")]
    areas = areas_of(
        main,
        place,
        role=lambda code: role_of(shown.by_code.get(code, float("nan")), classes),
        names=shown.names,
    )
    order = {shown.level.codes[row]: number for number, row in enumerate(shown.order)}
    ranked = sorted(areas, key=lambda area: order[area.code])
    head = [{"x": box[0] + PAD / 2, "y": box[1] - HEAD / 2, "text": panel.name}]
    layers = [
        shapes("around", [feature(one) for one in clipped(thinned(around, place), box)], _AROUND),
        shapes("frame", [feature(rectangle(box[0], box[1], box[2] - box[0], box[3] - box[1]))], _AROUND),
        *area_layers("areas", areas, outline=THICK, hatched=NO_DATA),
        *name_layers(ranked, layout.name_size, box, canvas, strict=True),
        texts("head", head, canvas, {"align": "left", "fontSize": 14, "color": colour("ink")}),
    ]
    return [{**layer, "name": f"{layer['name']}_{at}"} for layer in layers]


_AROUND = {"filled": False, "stroke": colour("neighbour"), "strokeWidth": 0.6}
