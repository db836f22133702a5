"""TopoJSON read as GeoJSON: arcs joined to rings and lines, quantised coordinates put back."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from zhishu.errors import PlaceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Line = list[tuple[float, float]]
DEPTHS = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
"""Geometry → how many lists stand around a list of arcs."""


def geojson_features(topology: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """Return the features of a topology's object as GeoJSON; `where` names the file for messages.

    A topology with several objects, or whose arcs are not what the specification says, raises a
    PlaceError. A geometry that has no arcs (a point, null) is kept without coordinates.

    >>> arcs = [[[0, 0], [1, 0], [0, 1], [-1, -1]]]
    >>> geometry = {"type": "Polygon", "arcs": [[0]], "properties": {"code": "A"}}
    >>> moved = {"scale": [2, 2], "translate": [10, 0]}
    >>> topology = {"type": "Topology", "arcs": arcs, "transform": moved, "objects": {"a": geometry}}
    >>> geojson_features(topology, "a.json")[0]["geometry"]["coordinates"]
    [[(10, 0), (12, 0), (12, 2), (10, 0)]]
    """
    try:
        arcs = [_points(arc, topology.get("transform")) for arc in topology["arcs"]]
        return [_feature(geometry, arcs) for geometry in _geometries(topology["objects"], where)]
    except (AttributeError, LookupError, TypeError, ValueError) as fault:
        raise PlaceError(
            "the TopoJSON of boundaries is damaged",
            where=where,
            seen=f"{type(fault).__name__}: {fault}",
            allowed="a Topology with arcs and one object",
            advice="write it again, or export GeoJSON",
        ) from None


def _geometries(objects: Mapping[str, Any], where: str) -> Sequence[Mapping[str, Any]]:
    if len(objects) != 1:
        raise PlaceError(
            "the TopoJSON of boundaries must have one object",
            where=where,
            seen=", ".join(objects) or "none",
            allowed="one object: the areas of one level",
            advice="keep the object of the level and drop the others",
        )
    only: Mapping[str, Any] = next(iter(objects.values()))
    found: Sequence[Mapping[str, Any]] = (
        only["geometries"] if only["type"] == "GeometryCollection" else [only]
    )
    return found


def _points(arc: Sequence[Sequence[float]], transform: Mapping[str, Any] | None) -> Line:
    """Return the points of an arc; quantised ones are steps from the point before."""
    if transform is None:
        return [(point[0], point[1]) for point in arc]
    (wide, tall), (left, top) = transform["scale"], transform["translate"]
    summed = accumulate(arc, lambda last, step: [last[0] + step[0], last[1] + step[1]])
    return [(x * wide + left, y * tall + top) for x, y, *_ in summed]


def _feature(geometry: Mapping[str, Any], arcs: Sequence[Line]) -> dict[str, Any]:
    properties = dict(geometry.get("properties") or {})
    if "id" in geometry:
        properties.setdefault("id", geometry["id"])
    kind = geometry.get("type")
    depth = DEPTHS.get(str(kind))
    shape = None if depth is None else {"type": kind, "coordinates": _joined(geometry["arcs"], arcs, depth)}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def _joined(indices: Sequence[Any], arcs: Sequence[Line], depth: int) -> Any:  # noqa: ANN401 - nested lists
    if depth:
        return [_joined(inner, arcs, depth - 1) for inner in indices]
    line: Line = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        line += arc[1:] if line else arc
    return line
