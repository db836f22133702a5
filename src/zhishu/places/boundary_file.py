"""Boundaries from a GeoJSON or TopoJSON file of the user's own, for regions of any country."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from zhishu.errors import PlaceError
from zhishu.places.topojson import geojson_features

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

DETAIL = 1000.0
"""Simplification drops what is smaller than the longer side of the map divided by this."""
STEPS = 20_000
"""Coordinates are rounded to at most the longer side divided by this."""
FARTHEST = 1e9
"""Coordinates beyond this are no place on Earth in any unit."""
LINES = frozenset({"LineString", "MultiLineString"})
HALF_TURN, QUARTER_TURN, FULL_TURN = 180.0, 90.0, 360.0


def read_boundaries(path: Path, code: str = "code", name: str = "name") -> dict[str, Any]:
    """Return the areas of a GeoJSON or TopoJSON file as a map like that of `boundaries`.

    Every feature needs a (multi)polygon and the property named by `code`, each code once; `name` may
    be missing. Features that are lines (a dash line, a disputed boundary) need no code and are drawn
    as lines. Longitudes and latitudes are projected to kilometres (Albers, parallels fitted to the
    area, across the date line where that is shorter); coordinates beyond ±180, ±90 are taken as
    projected already. Shared borders stay shared when the detail is reduced. A file that is not so
    raises a PlaceError that names the feature.
    """
    numbered = [(feature, f"{path}, feature {number}") for number, feature in enumerate(_features(path), 1)]
    areas = [(feature, where) for feature, where in numbered if not _is_line(feature)]
    shapes = [_shape(feature, where) for feature, where in areas]
    properties = [_properties(feature, code, name, where=where) for feature, where in areas]
    if not areas:
        raise PlaceError(
            "the file of boundaries has lines only", where=str(path), allowed="at least one Polygon"
        )
    _refuse_repeated([item["code"] for item in properties], path)
    lines = [_line(feature, where) for feature, where in numbered if _is_line(feature)]
    return {"type": "FeatureCollection", "features": _drawn(shapes, properties, lines)}


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise PlaceError(
            "the file of boundaries cannot be read",
            where=str(path),
            seen=fault.strerror,
            advice="check the path",
        ) from None
    except (ValueError, RecursionError) as fault:
        raise PlaceError("the file of boundaries is no JSON", where=str(path), seen=fault) from None
    if isinstance(content, dict) and content.get("type") == "Topology":
        return geojson_features(content, str(path))
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(item, dict) for item in features):
        raise PlaceError(
            "the file of boundaries lists no features",
            where=str(path),
            allowed="a GeoJSON FeatureCollection with at least one feature, or a TopoJSON Topology",
        )
    return features


def _is_line(feature: dict[str, Any]) -> bool:
    geometry = feature.get("geometry")
    return isinstance(geometry, dict) and geometry.get("type") in LINES


def _line(feature: dict[str, Any], where: str) -> Any:  # noqa: ANN401 - shapely has no types
    import shapely  # noqa: PLC0415 - only maps need it

    try:
        line = shapely.geometry.shape(feature["geometry"])
        sound = not line.is_empty and (abs(shapely.get_coordinates(line)) < FARTHEST).all()
    except (AttributeError, LookupError, TypeError, ValueError, shapely.errors.ShapelyError):
        sound = False
    if not sound:
        raise PlaceError(
            "a feature is no line", where=where, allowed="a LineString or MultiLineString of finite points"
        )
    return line


def _shape(feature: dict[str, Any], where: str) -> Any:  # noqa: ANN401 - shapely has no types
    import numpy as np  # noqa: PLC0415 - only maps need it
    import shapely  # noqa: PLC0415 - only maps need it

    from zhishu.places.drawing import valid_polygons  # noqa: PLC0415 - imports shapely

    geometry = feature.get("geometry") or {}
    try:
        shape = valid_polygons(shapely.geometry.shape(geometry))
        points = shapely.get_coordinates(shape)
    except (AttributeError, LookupError, TypeError, ValueError, shapely.errors.ShapelyError):
        shape, points = shapely.MultiPolygon(), np.empty((0, 2))
    if shape.is_empty or not (abs(points) < FARTHEST).all():
        raise PlaceError(
            "a feature has no area",
            where=where,
            seen=geometry.get("type") if isinstance(geometry, dict) else geometry,
            allowed="a Polygon or MultiPolygon with finite coordinates",
        )
    return shape


def _properties(feature: dict[str, Any], code: str, name: str, where: str) -> dict[str, Any]:
    given = feature.get("properties") or {}
    value = given.get(code) if isinstance(given, dict) else None
    if value in (None, ""):
        raise PlaceError(
            f"a feature has no property '{code}'",
            where=where,
            seen=", ".join(given) if isinstance(given, dict) else given,
            allowed="the code of its region",
            advice="name the property that holds the code",
        )
    label = str(given.get(name) or value)
    return {"kind": "area", "code": str(value), "name": label, "short": label, "inset": False}


def _refuse_repeated(codes: list[str], path: Path) -> None:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            raise PlaceError(
                f"two features have the code '{code}'",
                where=f"{path}, features {codes.index(code) + 1} and {number + 1}",
                allowed="every code once",
                advice="join them into one MultiPolygon",
            )


def _drawn(shapes: list[Any], properties: list[dict[str, Any]], lines: list[Any]) -> list[dict[str, Any]]:
    import shapely  # noqa: PLC0415 - only maps need it

    from zhishu.places.drawing import centre, feature  # noqa: PLC0415 - imports shapely

    both = _flat([*shapes, *lines])
    flat, flat_lines = both[: len(shapes)], both[len(shapes) :]
    west, south, east, north = shapely.total_bounds(flat)
    longest = max(east - west, north - south)
    digits = max(0, math.ceil(math.log10(STEPS / longest)))
    thinner = shapely.coverage_simplify(flat, longest / DETAIL)
    areas = [_kept(before, after) for before, after in zip(flat, thinner, strict=True)]
    drawn = [
        feature(area, {**item, **centre(area, digits)}, digits)
        for area, item in zip(areas, properties, strict=True)
    ]
    own = {"kind": "line", "inset": False, "line": "own"}
    return [*drawn, *(feature(line, dict(own), digits) for line in flat_lines)]


def _kept(before: Any, after: Any) -> Any:  # noqa: ANN401
    """Return the simplified area, or the full one where nothing sound is left of it."""
    from zhishu.places.drawing import valid_polygons  # noqa: PLC0415 - imports shapely

    sound = valid_polygons(after)
    return before if sound.is_empty else sound


def _flat(shapes: list[Any]) -> list[Any]:
    """Return the shapes on a plane, y upwards."""
    import shapely  # noqa: PLC0415 - only maps need it

    from zhishu.places.projection import albers_for, project  # noqa: PLC0415 - imports numpy

    points = shapely.get_coordinates(shapes)
    if (abs(points) > [HALF_TURN, QUARTER_TURN]).any():
        return shapes
    if _crosses_date_line(points[:, 0]):
        shapes = [shapely.transform(shape, _eastward) for shape in shapes]
    albers = albers_for(shapely.get_coordinates(shapes))
    return [shapely.transform(shape, lambda points: project(points, albers)) for shape in shapes]


def _eastward(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points with longitudes from 0 to 360."""
    return points + [FULL_TURN, 0.0] * (points[:, :1] < 0)


def _crosses_date_line(longitudes: NDArray[np.float64]) -> bool:
    """Return whether the area is narrower when it is read across the date line."""
    eastward = longitudes + FULL_TURN * (longitudes < 0)
    return bool(eastward.max() - eastward.min() < longitudes.max() - longitudes.min())
