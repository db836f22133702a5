"""The shapes of a map in pixels: areas thinned to what a reader can see, their outlines and hatching."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.publish.drawing import Fit, hatching, in_pixels
from zhishu.publish.figures.ground import PROVINCE_DIGITS
from zhishu.publish.layers import feature, shapes
from zhishu.publish.style import colour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zhishu.publish.drawing import Box
    from zhishu.publish.figures.ground import Feature, Ground

DETAIL, DETAIL_OF_MANY, MANY = 0.6, 0.9, 60
"""Pixels: corners of a smaller triangle are left out; more of them where there are many areas."""
THICK, THIN, INSET = 0.6, 0.3, 0.25
HATCH_STEP = 5.0


@dataclass(frozen=True, slots=True)
class Area:
    """An area to be drawn: its code, its short name, its geometry in pixels, its colour's role."""

    code: str
    name: Text
    geometry: Mapping[str, Any]
    role: str
    inset: bool = False


def areas_of(
    features: Iterable[Feature],
    place: Fit,
    *,
    role: Callable[[str], str],
    names: Mapping[str, Text],
) -> list[Area]:
    """Return areas in pixels, each with the colour role of its code; all of them, scored or not."""
    from zhishu.publish.names import english_short  # noqa: PLC0415 - reads the regions of China

    listed = list(features)
    drawn = thinned((one["geometry"] for one in listed), place)
    found = []
    for one, geometry in zip(listed, drawn, strict=True):
        said = one["properties"]
        code, short = said.get("code", ""), said.get("short", said.get("name", ""))
        name = names.get(code) or Text(short, english_short(code, short))
        found.append(Area(code, name, geometry, role(code), bool(said.get("inset"))))
    return found


def thinned(geometries: Iterable[Mapping[str, Any]], place: Fit) -> list[dict[str, Any]]:
    """Return geometries in pixels with fewer points; shared borders stay shared, no part is lost."""
    import shapely  # noqa: PLC0415 - only maps need it

    whole = [_placed(geometry, place) for geometry in geometries]
    thin = shapely.coverage_simplify(whole, DETAIL_OF_MANY if len(whole) > MANY else DETAIL) if whole else []
    return [plain(before if after.is_empty else after) for before, after in zip(whole, thin, strict=True)]


def _placed(geometry: Mapping[str, Any], place: Fit) -> Any:  # noqa: ANN401 - shapely has no types
    import shapely  # noqa: PLC0415 - only maps need it

    move = [place.left, place.top]
    return shapely.transform(sound(geometry), lambda points: points * place.scale + move)


def sound(geometry: Mapping[str, Any]) -> Any:  # noqa: ANN401 - shapely has no types
    """Return the polygons of a geometry whose rings may touch or have collapsed in the rounding."""
    import shapely  # noqa: PLC0415 - only maps need it

    shape = shapely.geometry.shape(geometry)
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)


def plain(geometry: Any) -> dict[str, Any]:  # noqa: ANN401 - shapely has no types
    """Return a shape as GeoJSON to a tenth of a pixel, without the points that fall on the one before."""
    import shapely  # noqa: PLC0415 - only maps need it

    drawn: dict[str, Any] = shapely.geometry.mapping(geometry)
    return in_pixels(drawn, Fit(1.0, 0.0, 0.0))


def area_layers(name: str, areas: Sequence[Area], *, outline: float, hatched: str) -> list[dict[str, Any]]:
    """Return the fills, and the hatching of those whose role is `hatched`.

    Outlines are thin, and darker than the palest fill, so that small islands show.
    """
    fills = [feature(area.geometry, code=area.code, fill=colour(area.role)) for area in areas]
    without = [area.geometry for area in areas if area.role == hatched]
    return [
        shapes(name, fills, {"stroke": colour("border"), "strokeWidth": outline, "strokeJoin": "round"}),
        hatch_layer(f"{name}_hatch", without),
    ]


def hatch_layer(name: str, geometries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return slanting lines over areas; over neighbours they run on, so that there are few."""
    drawn = [feature(lines) for geometry in _merged(geometries) if (lines := hatching(geometry, HATCH_STEP))]
    return shapes(name, drawn, {"filled": False, "stroke": colour("hatch"), "strokeWidth": 1})


def _merged(geometries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    import shapely  # noqa: PLC0415 - only maps need it

    if len(geometries) <= 1:
        return list(geometries)
    whole = shapely.union_all([sound(one) for one in geometries])
    return [shapely.geometry.mapping(whole)]


def line_layer(ground: Ground, place: Fit) -> dict[str, Any]:
    """Return the dash line, boundaries in water and the frame of the inset."""
    drawn = [feature(in_pixels(one["geometry"], place)) for one in ground.lines]
    return shapes("lines", drawn, {"filled": False, "stroke": colour("muted"), "strokeWidth": 1})


def outline_layer(areas: Sequence[Area], *, width: float) -> dict[str, Any]:
    """Return the outlines of the provinces that areas are parts of, on exactly the same lines."""
    import shapely  # noqa: PLC0415 - only maps need it

    from zhishu.places.drawing import valid_polygons  # noqa: PLC0415 - imports shapely

    ordered = sorted(areas, key=lambda area: area.code)
    drawn = []
    for _, group in groupby(ordered, key=lambda area: area.code[:PROVINCE_DIGITS]):
        parts = [sound(area.geometry) for area in group]
        drawn.append(feature(plain(valid_polygons(shapely.union_all(parts)).boundary)))
    return shapes("provinces", drawn, {"filled": False, "stroke": colour("outline"), "strokeWidth": width})


def clipped(geometries: Iterable[Mapping[str, Any]], box: Box) -> list[dict[str, Any]]:
    """Return what of the geometries lies in a box of pixels."""
    import shapely  # noqa: PLC0415 - only maps need it

    frame = shapely.box(*box)
    cut = (shapely.intersection(sound(one), frame) for one in geometries)
    return [plain(part) for part in cut if not part.is_empty and "Polygon" in part.geom_type]
