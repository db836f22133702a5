"""TopoJSON read as boundaries: shared arcs, quantised points, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from zhishu.errors import PlaceError
from zhishu.places.boundary_file import read_boundaries
from zhishu.places.topojson import geojson_features

if TYPE_CHECKING:
    from pathlib import Path


def two_squares() -> dict[str, Any]:
    """Return two squares side by side that share an arc, the second one reading it backwards."""
    arcs = [
        [[1, 0], [1, 1]],
        [[1, 1], [0, 1], [0, 0], [1, 0]],
        [[1, 0], [2, 0], [2, 1], [1, 1]],
    ]
    areas = [
        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "W", "name": "West"}},
        {"type": "Polygon", "arcs": [[2, -1]], "properties": {"code": "E", "name": "East"}},
    ]
    objects = {"areas": {"type": "GeometryCollection", "geometries": areas}}
    return {"type": "Topology", "arcs": arcs, "objects": objects}


def test_shared_arcs_are_joined_to_closed_rings() -> None:
    """A negative index reads the arc backwards; every ring ends where it begins."""
    west, east = geojson_features(two_squares(), "a.json")
    for feature in (west, east):
        ring = feature["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1]
        assert len(ring) == 5
    assert set(west["geometry"]["coordinates"][0]) & set(east["geometry"]["coordinates"][0]) == {
        (1, 0),
        (1, 1),
    }


def test_topology_is_read_like_geojson(tmp_path: Path) -> None:
    """A file of TopoJSON gives areas with codes and names, ready for a map."""
    path = tmp_path / "towns.json"
    path.write_text(json.dumps(two_squares()), encoding="utf-8")
    found = [feature["properties"] for feature in read_boundaries(path)["features"]]
    assert [(item["code"], item["name"]) for item in found] == [("W", "West"), ("E", "East")]


def test_lines_of_a_file_are_drawn_as_lines(tmp_path: Path) -> None:
    """A dash line in the user's file needs no code and is no area."""
    features = geojson_features(two_squares(), "a.json")
    line = {"type": "LineString", "coordinates": [[0.2, 0.2], [0.8, 0.8]]}
    content = {"type": "FeatureCollection", "features": [*features, {"type": "Feature", "geometry": line}]}
    path = tmp_path / "towns.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    kinds = [feature["properties"]["kind"] for feature in read_boundaries(path)["features"]]
    assert kinds == ["area", "area", "line"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"objects": {}}, "must have one object"),
        ({"objects": {"a": {}, "b": {}}}, "must have one object"),
        ({"arcs": [[[1, 0], [1, 1]]]}, "damaged"),
        ({"transform": {"scale": [1]}}, "damaged"),
    ],
)
def test_damaged_topologies_are_refused(change: dict[str, Any], what: str) -> None:
    """Several objects, missing arcs or a broken transform are said with the file's name."""
    with pytest.raises(PlaceError, match=what) as caught:
        geojson_features({**two_squares(), **change}, "a.json")
    assert caught.value.where == "a.json"
