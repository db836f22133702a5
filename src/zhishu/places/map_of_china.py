"""How the map of China is made: projected, simplified with shared borders, and its inset placed.

As on published maps the main map ends south of Hainan island, and the South China Sea stands in a
frame at the lower right on a smaller scale. There the islands, most of which are smaller than a
pixel, are drawn as dots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zhishu.places.drawing import centre, feature, valid_polygons
from zhishu.places.projection import project

if TYPE_CHECKING:
    from collections.abc import Iterable

Box = tuple[float, float, float, float]

SOUTHERN_EDGE = 1800.0
"""Kilometres north of the equator along the central meridian: just south of Hainan island."""
WINDOW: Box = (330.0, 280.0, 1930.0, 2830.0)
"""West, south, east, north of what the inset shows: Hainan, Taiwan and the whole dash line."""
INSET_SCALE = 0.36
INSET_CORNER = (2240.0, 1330.0)
"""East and south edge of the frame on the main map: beside Taiwan, in open sea."""
TOLERANCE = 5.0
FINE_TOLERANCE = 1.5
"""Kilometres, of whole maps and of cut-outs: simplification drops corners of a smaller triangle."""
DOT = 0.8
SMALL = 4.0
"""Islands smaller than a square of SMALL tolerances grow by DOT tolerances, so that they are seen."""
DIGITS = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """One geometry on its way to the map, with the properties of its feature."""

    geometry: Any
    properties: dict[str, Any]


def drawn(features: Iterable[dict[str, Any]], tolerance: float = TOLERANCE) -> list[dict[str, Any]]:
    """Return the features of the finished map: areas, lines, then the inset with its frame."""
    shapes = [Shape(_projected(given["geometry"]), given["properties"]) for given in features]
    areas = [shape for shape in shapes if shape.properties["kind"] == "area"]
    lines = [
        Shape(shape.geometry, shape.properties | {"line": _line_kind(shape)})
        for shape in shapes
        if shape.properties["kind"] == "line"
    ]
    main = [_main(shape) for shape in (*_simplified(areas, tolerance), *lines)]
    inset = [_inset(shape) for shape in (*_simplified(areas, tolerance / INSET_SCALE), *lines)]
    box = _placed(shapely.box(*WINDOW))
    frame = Shape(shapely.LineString(box.exterior), {"kind": "frame", "inset": True})
    placed = [*_with_dots(main, tolerance), *(_within(shape, box) for shape in _with_dots(inset, TOLERANCE))]
    kept = [shape for shape in placed if not shape.geometry.is_empty]
    return [feature(shape.geometry, shape.properties, DIGITS) for shape in (*_with_centres(kept), frame)]


def _projected(geometry: dict[str, Any]) -> Any:  # noqa: ANN401
    whole = shapely.geometry.shape(geometry)
    flat = shapely.transform(whole, project)
    return valid_polygons(flat) if "Polygon" in flat.geom_type else flat


def _simplified(areas: list[Shape], tolerance: float) -> list[Shape]:
    """Return the areas with fewer points; what two of them share stays shared, no part is lost."""
    thinner = shapely.coverage_simplify([shape.geometry for shape in areas], tolerance)
    return [
        Shape(valid_polygons(geometry), shape.properties)
        for geometry, shape in zip(thinner, areas, strict=True)
    ]


def _line_kind(shape: Shape) -> str:
    """Return which line it is; the source calls all of them boundary and tells them apart by place."""
    west, south, _, _ = shape.geometry.bounds
    if south < SOUTHERN_EDGE / 2:
        return "dash_line"
    return "undetermined" if west < 0 else "water"


def _main(shape: Shape) -> Shape:
    """Return what of the shape lies on the main map; an area is never cut, only parts at sea left out."""
    properties = {**shape.properties, "inset": False}
    if shape.properties["kind"] == "line":
        edge = shapely.box(-1e5, SOUTHERN_EDGE, 1e5, 1e5)
        return Shape(shapely.intersection(shape.geometry, edge), properties)
    parts = shapely.get_parts(shape.geometry)
    north = shapely.bounds(parts)[:, 1] >= SOUTHERN_EDGE
    at_sea = {} if north.all() else {"at_sea": True}
    return Shape(shapely.MultiPolygon(list(parts[north])), {**properties, **at_sea})


def _inset(shape: Shape) -> Shape:
    inside = _placed(shapely.intersection(shape.geometry, shapely.box(*WINDOW)))
    properties = {**shape.properties, "inset": True}
    if shape.properties["kind"] == "line":
        return Shape(inside, properties)
    whole = valid_polygons(inside)
    edge = _placed(shapely.Point(0, SOUTHERN_EDGE)).y
    at_sea = {"at_sea": True} if any(part.bounds[1] < edge for part in whole.geoms) else {}
    return Shape(whole, {**properties, **at_sea})


def _with_dots(shapes: list[Shape], tolerance: float) -> list[Shape]:
    """Return the shapes with small islands grown to dots; what lies near another region stays as it is."""
    areas = [shape for shape in shapes if shape.properties["kind"] == "area"]
    parts, owners = shapely.get_parts([area.geometry for area in areas], return_index=True)
    close = shapely.STRtree(parts).query(parts, predicate="dwithin", distance=2 * DOT * tolerance)
    beside_others = set(close[0][owners[close[0]] != owners[close[1]]].tolist())
    grown = [
        part
        if part.area >= (SMALL * tolerance) ** 2 or number in beside_others
        else shapely.buffer(part, DOT * tolerance, quad_segs=2)
        for number, part in enumerate(parts)
    ]
    dotted = [
        Shape(
            _merged([(parts[i], grown[i]) for i in np.flatnonzero(owners == number)], area), area.properties
        )
        for number, area in enumerate(areas)
    ]
    return [*dotted, *(shape for shape in shapes if shape.properties["kind"] != "area")]


def _within(shape: Shape, box: Any) -> Shape:  # noqa: ANN401
    """Return the shape cut at the frame, across which a dot may have grown."""
    inside = shapely.intersection(shape.geometry, box)
    return Shape(valid_polygons(inside) if shape.properties["kind"] == "area" else inside, shape.properties)


def _merged(parts: list[tuple[Any, Any]], area: Shape) -> Any:  # noqa: ANN401
    """Return the area with its grown parts; one without any keeps its exact borders."""
    if all(before is after for before, after in parts):
        return area.geometry
    return valid_polygons(shapely.union_all([after for _, after in parts]))


def _placed(geometry: Any) -> Any:  # noqa: ANN401
    """Return a geometry of the window at its place and scale in the inset."""
    east, south = INSET_CORNER
    shift = np.array([east - WINDOW[2] * INSET_SCALE, south - WINDOW[1] * INSET_SCALE])
    return shapely.transform(geometry, lambda points: points * INSET_SCALE + shift)


def _with_centres(shapes: list[Shape]) -> list[Shape]:
    """Return the shapes, with a centre for each area: on the main map, in the inset only for lack of it."""
    found: list[Shape] = []
    seen: set[str] = set()
    for shape in shapes:
        code = shape.properties.get("code")
        if code is None or code in seen:
            found.append(shape)
            continue
        seen.add(code)
        found.append(Shape(shape.geometry, {**shape.properties, **centre(shape.geometry, DIGITS)}))
    return found
