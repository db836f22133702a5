"""The leading regions at their place on the map: a mark with the rank, a name, and a list beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.publish.classes import NO_DATA
from zhishu.publish.drawing import fit
from zhishu.publish.figure import ByLanguage, Figure, interval_text, number_text, place_text
from zhishu.publish.figures.ground import ground_of, ground_of_china
from zhishu.publish.figures.map_marks import Room, Spot, place_badges
from zhishu.publish.figures.map_names import badge_name_layers
from zhishu.publish.figures.map_shapes import INSET, THICK, area_layers, areas_of, line_layer
from zhishu.publish.figures.map_values import MapValues, role_of_land
from zhishu.publish.kinds import kind
from zhishu.publish.layers import drawing, lines, points, texts
from zhishu.publish.style import PAGE_WIDTH, PHONE_WIDTH, colour

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhishu.publish.drawing import Fit
    from zhishu.publish.figures.ground import Ground
    from zhishu.publish.figures.map_marks import Badge
    from zhishu.publish.findings import Findings, LevelFindings

LIST_ROW = 22
NAME_SIZE = 12
LEADERS = 5


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide the drawing is, the box of the map, the list's corner and width, the badge."""

    width: int
    map_box: tuple[float, float, float, float]
    corner: tuple[float, float]
    list_width: float
    radius: float
    named: bool

    def height(self, rows: int) -> int:
        """Return how tall map and list are together."""
        return round(max(self.map_box[3], self.corner[1] + LIST_ROW * rows + NAME_SIZE) + 4)


WIDE = Layout(PAGE_WIDTH, (262, 4, 956, 580), (4, 40), 240, 9.0, named=True)
NARROW = Layout(PHONE_WIDTH, (2, 2, 358, 290), (4, 312), 352, 7.0, named=False)
"""On a phone the badges carry ranks only; the list below the map names them."""


@kind("figure", "ranked_map", Text("领先地区分布图", "Map of the leading regions"))
def ranked_map(
    findings: Findings,
    *,
    level: str,
    node: str = "",
    top: int = 15,
    boundaries: str | Mapping[str, Any] | None = None,
) -> Figure | None:
    """Return the map of the regions ranked up to `top` at a node, ties included: rank, place, interval.

    The map shows provinces; a mark stands in the middle of its region. `boundaries` is a file of
    the edition's own that holds the regions. None when the level has no ranks, no region is ranked,
    or none of them is on a known map.
    """
    found = findings.level(level)
    ground = ground_of(findings.edition, found, boundaries) if found.scored else None
    if ground is None:
        return None
    shown = MapValues(found, node)
    rows = [row for row in found.leading(top, shown.measure).tolist() if found.codes[row] in ground.centres]
    if not rows:
        return None
    base = ground_of_china(findings.edition, "province") if ground.nested else ground
    return Figure(
        id=f"leading-map-{level}{shown.suffix}",
        number="",
        title=_title(shown, rows),
        data=shown.data(rows, []),
        spec=_spec(base, ground, shown, rows, WIDE),
        narrow=_spec(base, ground, shown, rows, NARROW),
        alternative=_alternative(found, rows),
        note=_note(shown, rows),
        source=ground.source,
    )


def _title(shown: MapValues, rows: Sequence[int]) -> Text:
    name, total = shown.level.level.name, shown.title.en
    return Text(
        f"前 {len(rows)} 位{name.zh}的名次与分布（{shown.title.zh}）",
        f"{name.en}: the top {len(rows)} and where they are ({total})",
    )


def _note(shown: MapValues, rows: Sequence[int]) -> Text:
    zh, en = (
        "圆内数字为名次，标记位于该地区范围的中部。",
        "The number is the rank; a mark stands in the middle of its region.",
    )
    zh, en = f"{zh}斜线区域没有参评的地区。", f"{en} Hatched areas have no region that is scored."
    if all(shown.interval(row) is None for row in rows):
        return Text(zh, en)
    return Text(f"{zh}方括号内为名次区间。", f"{en} In square brackets: the interval of the rank.")


def _alternative(level: LevelFindings, rows: Sequence[int]) -> Text:
    names = [level.names[row].short for row in rows]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return Text(
        f"地图，标出前 {len(rows)} 位{level.level.name.zh}的位置。按名次依次为{zh}。",
        f"Map of the places of the top {len(rows)} ({level.level.name.en}). In order of rank: {en}.",
    )


def _spec(
    base: Ground, ground: Ground, shown: MapValues, rows: Sequence[int], layout: Layout
) -> dict[str, Any]:
    place = fit(base.features, layout.map_box)
    canvas = (layout.width, layout.height(len(rows)))
    areas = areas_of(base.areas, place, role=role_of_land(base, shown), names={})
    main, inset = [one for one in areas if not one.inset], [one for one in areas if one.inset]
    layers = (
        *area_layers("areas", main, outline=THICK, hatched=NO_DATA),
        *area_layers("inset", inset, outline=INSET, hatched=NO_DATA),
        line_layer(base, place),
        *_badge_layers(ground, shown, rows, place, layout, canvas),
        *_list_layers(shown, rows, layout, canvas),
    )
    return drawing(layers, width=canvas[0], height=canvas[1])


def _badge_layers(  # noqa: PLR0913, PLR0917 - what is marked, and where
    ground: Ground,
    shown: MapValues,
    rows: Sequence[int],
    place: Fit,
    layout: Layout,
    canvas: tuple[int, int],
) -> list[dict[str, Any]]:
    spots = [place.point(*ground.centres[shown.level.codes[row]]) for row in rows]
    left, _, _, bottom = layout.map_box
    room = Room(layout.radius, NAME_SIZE, (left, 0.0, float(canvas[0]), bottom))
    placed: dict[str, list[Badge]] = {}
    for language in ("zh", "en"):
        names = [shown.level.names[row].short.in_language(language) if layout.named else "" for row in rows]
        listed = [Spot(x, y, name) for (x, y), name in zip(spots, names, strict=True)]
        placed[language] = place_badges(listed, room)
    ranks = [place_text(float(shown.ranks[row])) for row in rows]
    return [
        lines("leaders", ByLanguage(*map(_leaders, placed.values())), canvas, _LEADER),
        points("spots", [{"x": x, "y": y} for x, y in spots], canvas, _SPOT),
        points("badges", ByLanguage(*map(_centres, placed.values())), canvas, _badge(layout.radius)),
        texts("ranks", ByLanguage(*(_ranks(one, ranks) for one in placed.values())), canvas, _rank(layout)),
        *(badge_name_layers(placed, layout.radius, NAME_SIZE, canvas) if layout.named else ()),
    ]


_LEADER = {"color": colour("badge"), "strokeWidth": 0.8}
_SPOT = {"color": colour("badge"), "size": 9}


def _badge(radius: float) -> dict[str, Any]:
    return {"color": colour("badge"), "size": round(3.14159 * radius**2, 1)}


def _rank(layout: Layout) -> dict[str, Any]:
    return {"fontSize": 10 if layout.named else 8, "color": colour("badge_text")}


def _leaders(badges: Sequence[Badge]) -> list[list[dict[str, float]]]:
    """Return the thin lines from the spots to the badges that were moved off them."""
    return [[{"x": one.spot.x, "y": one.spot.y}, {"x": one.x, "y": one.y}] for one in badges if one.moved]


def _centres(badges: Sequence[Badge]) -> list[dict[str, float]]:
    return [{"x": one.x, "y": one.y} for one in badges]


def _ranks(badges: Sequence[Badge], ranks: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"x": one.x, "y": round(one.y + 0.5, 1), "text": rank}
        for one, rank in zip(badges, ranks, strict=True)
    ]


def _list_layers(
    shown: MapValues, rows: Sequence[int], layout: Layout, canvas: tuple[int, int]
) -> list[dict[str, Any]]:
    """Return the list: rank, name, score, interval of the rank."""
    left, top = layout.corner
    right = left + layout.list_width
    columns: Mapping[str, tuple[float, str, str]] = {
        "rank": (left + 22, "right", "muted"),
        "name": (left + 34, "left", "ink"),
        "score": (right - 62, "right", "ink"),
        "interval": (right, "right", "muted"),
    }
    cells = [_cells(shown, row) for row in rows]
    head = _cells_of_heading(shown, rows)
    return [
        texts(
            f"list_{name}",
            [
                {"x": x, "y": top + LIST_ROW * at, "text": one[name]}
                for at, one in enumerate((head, *cells))
                if one[name]
            ],
            canvas,
            {"align": align, "color": colour(role), "fontSize": NAME_SIZE},
        )
        for name, (x, align, role) in columns.items()
    ]


def _cells(shown: MapValues, row: int) -> dict[str, Any]:
    interval = shown.interval(row)
    return {
        "rank": place_text(float(shown.ranks[row])),
        "name": shown.level.names[row].short,
        "score": number_text(float(shown.values[row]), 1),
        "interval": f"[{interval_text(interval)}]" if interval else "",
    }


def _cells_of_heading(shown: MapValues, rows: Sequence[int]) -> dict[str, Any]:
    with_intervals = any(shown.interval(row) for row in rows)
    return {
        "rank": "",
        "name": Text("名次与地区", "Rank, region"),
        "score": Text("得分", "Score"),
        "interval": Text("区间", "Interval") if with_intervals else "",
    }
