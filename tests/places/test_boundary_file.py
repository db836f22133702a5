from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from shapely.geometry import mapping, shape

from zhishu.errors import PlaceError
from zhishu.places import read_boundaries

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, boxes: dict[str, tuple[float, float, float, float]]) -> Path:
    """Write a GeoJSON file with one rectangle per code."""
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": mapping(shapely.box(*box))}
        for code, box in boxes.items()
    ]
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_degrees_are_projected_with_north_up(tmp_path: Path) -> None:
    """Longitudes and latitudes become kilometres, y downwards, with a place for the label."""
    areas = read_boundaries(write(tmp_path, {"N": (5, 50, 15, 55), "S": (5, 45, 15, 50)}))["features"]
    north, south = areas
    assert north["properties"]["y"] < south["properties"]["y"]
    assert north["properties"]["short"] == "N"
    assert shape(south["geometry"]).area == pytest.approx(425_000, rel=0.02)


def test_projected_coordinates_are_only_turned(tmp_path: Path) -> None:
    """Coordinates beyond degrees are kept, y turned downwards."""
    (area,) = read_boundaries(write(tmp_path, {"A": (1000, 2000, 3000, 4000)}))["features"]
    assert shape(area["geometry"]).bounds == (1000, -4000, 3000, -2000)


def test_areas_on_both_sides_of_the_date_line_stay_together(tmp_path: Path) -> None:
    """An archipelago across the date line is not torn apart."""
    areas = read_boundaries(write(tmp_path, {"W": (177, -19, 179, -17), "E": (-180, -19, -178, -17)}))[
        "features"
    ]
    west, east = (area["properties"]["x"] for area in areas)
    assert 200 < east - west < 400


def test_country_on_the_equator_is_projected(tmp_path: Path) -> None:
    """An area that lies evenly about the equator, where a cone fails, keeps its size."""
    (area,) = read_boundaries(write(tmp_path, {"A": (34, -4, 41, 4)}))["features"]
    assert shape(area["geometry"]).area == pytest.approx(689_000, rel=0.02)


def test_property_names_can_be_chosen(tmp_path: Path) -> None:
    """The code and the name may stand in other properties."""
    path = write(tmp_path, {"A": (5, 50, 6, 51)})
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"][0]["properties"] = {"id": 7, "label": "Seven"}
    path.write_text(json.dumps(content), encoding="utf-8")
    (area,) = read_boundaries(path, code="id", name="label")["features"]
    assert (area["properties"]["code"], area["properties"]["name"]) == ("7", "Seven")


def feature(properties: Any, geometry: Any) -> str:
    """Return a file with one feature."""
    item = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [item]})


SQUARE = mapping(shapely.box(0, 0, 1, 1))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "lists no features"),
        ('{"features": []}', "lists no features"),
        ('{"features": [1]}', "lists no features"),
        (feature({"code": "A"}, None), "feature has no area"),
        (feature({"code": "A"}, "square"), "feature has no area"),
        (feature({"code": "A"}, {"type": "Point", "coordinates": [1, 2]}), "feature has no area"),
        (feature({"code": "A"}, {"type": "Polygon", "coordinates": []}), "feature has no area"),
        (feature({"code": "A"}, {"type": "Polygon", "coordinates": [[["a", 1]]]}), "feature has no area"),
        (
            feature({"code": "A"}, {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}),
            "feature has no area",
        ),
        (feature({"code": "A"}, {"type": "Polygon"}), "feature has no area"),
        (feature({"code": "A"}, {"type": "Blob"}), "feature has no area"),
        (feature({}, SQUARE), "no property 'code'"),
        (feature(None, SQUARE), "no property 'code'"),
    ],
)
def test_faults_are_refused(tmp_path: Path, content: str, what: str) -> None:
    """Each fault of a boundary file gives one message."""
    path = tmp_path / "areas.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PlaceError, match=what) as caught:
        read_boundaries(path)
    assert "areas.geojson" in str(caught.value.where)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A path that leads nowhere is an error of ours."""
    with pytest.raises(PlaceError, match="cannot be read"):
        read_boundaries(tmp_path / "none.geojson")


def test_repeated_code_is_refused(tmp_path: Path) -> None:
    """Two features of one code are refused with both places."""
    path = tmp_path / "areas.geojson"
    item = {"type": "Feature", "properties": {"code": "A"}, "geometry": SQUARE}
    path.write_text(json.dumps({"features": [item, item]}), encoding="utf-8")
    with pytest.raises(PlaceError, match="two features have the code 'A'") as caught:
        read_boundaries(path)
    assert "features 1 and 2" in str(caught.value.where)
