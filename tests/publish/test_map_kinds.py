"""Maps as kinds: classes, own boundaries, marks and groups, on made-up results."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zhishu.publish.figures  # noqa: F401 - registers the kinds
from zhishu.edition import BoundaryFile, Grouping
from zhishu.errors import EditionError, PlaceError
from zhishu.framework import Text
from zhishu.publish.drawing import label_box, overlap
from zhishu.publish.figure import in_language
from zhishu.publish.figures.choropleth import choropleth
from zhishu.publish.figures.group_maps import group_maps
from zhishu.publish.figures.map_marks import Room, Spot, place_badges
from zhishu.publish.figures.map_names import wrapped
from zhishu.publish.figures.marks_map import marks_map
from zhishu.publish.figures.ranked_map import ranked_map
from zhishu.publish.findings import Findings
from zhishu.publish.kinds import make
from zhishu.publish.render import svg
from zhishu.publish.style import colour

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zhishu.result import Result

    Build = Callable[..., Result]

ALL_AREAS, ALL_PROVINCES = 375, 34


def layer(spec: Any, name: str) -> Any:
    """Return the layer of that name."""
    return next(found for found in spec["layer"] if found["name"] == name)


def fills(spec: Any, name: str = "areas") -> dict[str, str]:
    """Return code → colour of the areas of a layer."""
    values = layer(spec, name)["data"]["values"]
    return {area["properties"]["code"]: area["properties"]["fill"] for area in values}


def square(left: float, code: str) -> dict[str, Any]:
    """Return a square of one degree as a feature."""
    ring = [[left, 30], [left + 1, 30], [left + 1, 31], [left, 31], [left, 30]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": f"Town {code}"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """Return a GeoJSON of three towns beside the edition."""
    towns = [square(10 + at, f"T{at}") for at in range(3)]
    path = tmp_path / "towns.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": towns}), encoding="utf-8")
    return path


def with_raw(result: Result, level: str, indicator: int, values: list[float]) -> Result:
    """Return the result with other raw values of one indicator."""
    found = result.levels[level]
    changed = found.panel.values.copy()
    changed[0, :, indicator] = values
    panel = replace(found.panel, values=changed)
    return replace(result, levels={**result.levels, level: replace(found, panel=panel)})


def test_city_map_draws_all_375_areas_and_hatches_those_not_scored(china: Build) -> None:
    """163 cities are coloured, all other second-level areas hatched; province outlines lie over them."""
    figure = choropleth(Findings(china()), level="city")
    for spec in (figure.spec, figure.narrow):
        drawn = fills(spec)
        assert len(drawn) == ALL_AREAS
        assert sum(fill == colour("unscored") for fill in drawn.values()) == ALL_AREAS - 163
        assert len(layer(spec, "provinces")["data"]["values"]) == ALL_PROVINCES
        assert layer(spec, "inset")["data"]["values"]
        assert layer(spec, "areas_hatch")["data"]["values"]


@pytest.mark.parametrize("kind", ["choropleth", "ranked_map", "marks_map"])
def test_all_34_provinces_stand_on_every_map_of_china(china: Build, kind: str) -> None:
    """Taiwan, Hong Kong and Macao are drawn and hatched, with the inset and the dash line."""
    options: dict[str, Any] = {"level": "province" if kind == "choropleth" else "city"}
    if kind == "marks_map":
        options["measure"] = "talent_0"
    figure = make(Findings(china()), "figure", kind, options, where="test")
    drawn = fills(figure.spec)
    assert len(drawn) == ALL_PROVINCES
    assert {drawn[code] for code in ("710000", "810000", "820000")} == {colour("unscored")}
    assert layer(figure.spec, "inset")["data"]["values"]
    assert len(layer(figure.spec, "lines")["data"]["values"]) > 5
    path = svg(figure.spec, "zh", name="map").split('areas_marks"')[1].split("</g>")[0]
    assert path.count("<path") == ALL_PROVINCES


def test_measures_that_are_counted_are_shown_as_counted(china: Build) -> None:
    """An indicator shows raw values; areas without one are hatched as having no data."""
    values = [float(at) for at in range(31)]
    values[3] = float("nan")
    figure = choropleth(
        Findings(with_raw(china(), "province", 0, values)), level="province", measure="firm_numbers_0"
    )
    shown = [row[2] for row in figure.data.rows]
    assert shown[:3] == [30.0, 29.0, 28.0]
    assert np.isnan(shown[-1])
    assert figure.data.columns[2].node == "firm_numbers_0"
    assert figure.data.level == "province"
    said = in_language(layer(figure.spec, "legend")["data"]["values"], "zh")
    assert said[-1]["text"] == "无数据"
    assert fills(figure.spec)[figure.data.regions[-1]] == colour("unscored")


def test_zero_is_a_class_of_its_own_where_it_is_often(china: Build) -> None:
    """With many zeros they are set apart from small values, and the legend says 0."""
    values = [0.0] * 20 + [float(at) for at in range(1, 12)]
    result = with_raw(china(), "province", 0, values)
    figure = choropleth(Findings(result), level="province", measure="firm_numbers_0")
    drawn = fills(figure.spec)
    assert sum(fill == colour("class_zero") for fill in drawn.values()) == 20
    said = in_language(layer(figure.spec, "legend")["data"]["values"], "en")
    assert [entry["text"] for entry in said][-2:] == ["0 (20)", "No data"]
    together = choropleth(Findings(result), level="province", measure="firm_numbers_0", zero="no")
    assert colour("class_zero") not in fills(together.spec).values()


def test_given_breaks_make_the_classes(china: Build) -> None:
    """The editor's own limits are kept, however the values are spread."""
    values = [float(at) for at in range(1, 32)]
    figure = choropleth(
        Findings(with_raw(china(), "province", 0, values)),
        level="province",
        measure="firm_numbers_0",
        breaks=(10, 20),
    )
    said = in_language(layer(figure.spec, "legend")["data"]["values"], "en")
    assert [entry["text"] for entry in said][:3] == ["21–31 (11)", "11–20 (10)", "1–10 (10)"]


@pytest.mark.parametrize("options", [{"classes": 1}, {"classes": 9}, {"breaks": (3, 2)}])
def test_classes_that_cannot_be_read_are_refused(china: Build, options: dict[str, Any]) -> None:
    """One class, nine classes, or limits that do not rise are an error that says what may stand there."""
    with pytest.raises(EditionError, match=r"class|breaks"):
        choropleth(Findings(china()), level="province", **options)


def test_single_region_has_a_map(towns: Build, own_file: Path) -> None:
    """One region alone is one class."""
    figure = choropleth(Findings(towns(("A",))), level="town", boundaries=own_file.name)
    assert len(fills(figure.spec)) == 3
    assert len(figure.data.rows) == 1


def test_level_without_any_value_has_no_map(towns: Build, own_file: Path) -> None:
    """Without a value there is nothing to show."""
    findings = Findings(towns(("A", "B"), scores=np.array([np.nan, np.nan])))
    assert choropleth(findings, level="town", boundaries=own_file.name) is None
    assert ranked_map(findings, level="town", boundaries=own_file.name) is None


def test_own_boundaries_draw_every_area_of_the_file(towns: Build, own_file: Path) -> None:
    """Towns of no country we know are drawn from the edition's file; what is not scored is hatched."""
    result = towns(("A", "B"), scores=np.array([1.0, 5.0]))
    figure = choropleth(Findings(result), level="town", boundaries=own_file.name)
    drawn = fills(figure.spec)
    assert set(drawn) == {"T0", "T1", "T2"}
    assert drawn["T2"] == colour("unscored")
    assert figure.source.en == "Boundaries: towns.json."
    assert "<path" in svg(figure.spec, "en", name="map")


def test_boundaries_of_the_edition_serve_all_its_maps(towns: Build, own_file: Path) -> None:
    """A file named once in edition.yaml is used by every map; its review number is printed."""
    source = Text("某测绘局", "The survey")
    result = towns(
        ("A", "B", "C"),
        boundaries=BoundaryFile(own_file.name, source=source),
        map_review="GS(2023)1号",
    )
    assert (
        "The survey; Map review number: GS(2023)1号" in choropleth(Findings(result), level="town").source.en
    )
    assert ranked_map(Findings(result), level="town", top=2) is not None


def test_boundaries_that_do_not_fit_are_said(towns: Build, own_file: Path) -> None:
    """A file without a region of the level, or one that is not there, is named in the error."""
    findings = Findings(towns(("A", "B")))
    with pytest.raises(PlaceError, match="no region of the level"):
        choropleth(findings, level="town", boundaries={"file": own_file.name, "code": "name"})
    with pytest.raises(PlaceError, match="cannot be read"):
        choropleth(findings, level="town", boundaries="missing.json")
    with pytest.raises(EditionError, match="'boundaries'"):
        choropleth(findings, level="town", boundaries={"path": "x"})


def test_ranked_map_marks_the_leading_with_their_rank(china: Build) -> None:
    """Each of the first fifteen cities has a badge with its rank; list and data name them in order."""
    findings = Findings(china())
    figure = ranked_map(findings, level="city")
    level = findings.level("city")
    assert list(figure.data.regions) == [level.codes[row] for row in level.leading(15)]
    for language in ("zh", "en"):
        badges = in_language(layer(figure.spec, "badges")["data"]["values"], language)
        ranks = in_language(layer(figure.spec, "ranks")["data"]["values"], language)
        assert [row["text"] for row in ranks] == [str(rank) for rank in range(1, 16)]
        boxes = [(one["x"] - 9, one["y"] - 9, one["x"] + 9, one["y"] + 9) for one in badges]
        assert not any(overlap(one, two) for at, one in enumerate(boxes) for two in boxes[at + 1 :])
    names = in_language(layer(figure.spec, "list_name")["data"]["values"], "en")
    assert [row["text"] for row in names][1:] == [level.names[row].short.en for row in level.leading(15)]


def test_level_without_scores_has_no_ranked_map(china: Build) -> None:
    """A level that is only a panel has no leading regions."""
    result = china()
    bare = replace(result.levels["city"], scores=None, ranks=None)
    findings = Findings(replace(result, levels={**result.levels, "city": bare}))
    assert ranked_map(findings, level="city") is None


def test_badges_on_one_spot_are_moved_apart() -> None:
    """Five marks for one place stand beside one another, tied to it by lines that cross no badge."""
    spots = [Spot(100.0, 100.0, name) for name in ("甲", "乙", "丙", "丁", "戊")]
    badges = place_badges(spots, Room(8, 12, (0, 0, 200, 200)))
    boxes = [(one.x - 8, one.y - 8, one.x + 8, one.y + 8) for one in badges]
    assert not any(overlap(one, two) for at, one in enumerate(boxes) for two in boxes[at + 1 :])
    assert [badge.moved for badge in badges].count(False) <= 1


def test_badge_without_room_stays_on_its_spot_without_words() -> None:
    """In a frame too small for it a badge keeps its place and loses its words."""
    badge = place_badges([Spot(5.0, 5.0, "北京市")], Room(8, 12, (0, 0, 10, 10)))[0]
    assert (badge.x, badge.y, badge.spot.words, badge.moved) == (5.0, 5.0, "", False)


def grouped(result: Result) -> Result:
    """Return the result with two groups of provinces."""
    grouping = Grouping("parts", Text("板块", "Parts"), ("province",), {})
    groups = {"甲": ("110000", "120000", "130000"), "乙": ("310000", "320000")}
    edition = replace(result.edition, groupings=(grouping,))
    return replace(result, edition=edition, regions_groups={"parts": groups})


def test_group_maps_have_a_panel_per_group_and_classes_in_common(china: Build) -> None:
    """Each panel draws its group's areas, the neighbours as outlines; one legend counts all members."""
    figure = group_maps(Findings(grouped(china())), level="province", grouping="parts")
    assert set(fills(figure.spec, "areas_0")) == {"110000", "120000", "130000"}
    assert set(fills(figure.spec, "areas_1")) == {"310000", "320000"}
    assert layer(figure.spec, "around_0")["data"]["values"]
    said = in_language(layer(figure.spec, "legend")["data"]["values"], "en")
    assert sum(int(entry["text"].rpartition("(")[2].rstrip(")")) for entry in said) == 5
    assert {cell[-1].zh for cell in figure.data.rows} == {"甲", "乙"}


def test_names_on_group_maps_do_not_overlap(china: Build) -> None:
    """No two names of a panel stand on one another, in either language, wide or narrow."""
    figure = group_maps(Findings(grouped(china())), level="province", grouping="parts")
    for spec in (figure.spec, figure.narrow):
        for language, size in (("zh", 11), ("en", 9)):
            rows = in_language(layer(spec, "labels_0")["data"]["values"], language)
            boxes = [label_box(row["x"], row["y"], row["text"], size) for row in rows]
            assert not any(overlap(one, two) for at, one in enumerate(boxes) for two in boxes[at + 1 :])


def test_group_maps_of_an_unknown_grouping_say_what_there_is(china: Build) -> None:
    """A grouping that the edition has not is an error that lists those it has."""
    with pytest.raises(EditionError, match="no grouping"):
        group_maps(Findings(grouped(china())), level="province", grouping="circles")


def test_area_of_circles_is_in_proportion_to_the_value(china: Build) -> None:
    """Four times the count is four times the area; zeros have no circle and are counted in the note."""
    values = [0.0] * 27 + [10.0, 20.0, 40.0, 40.0]
    figure = marks_map(
        Findings(with_raw(china(), "province", 0, values)), level="province", measure="firm_numbers_0"
    )
    sizes = [mark["size"] for mark in layer(figure.spec, "circles")["data"]["values"]]
    assert sizes == pytest.approx([sizes[0], sizes[0], sizes[0] / 2, sizes[0] / 4], rel=1e-3)
    assert "27 regions" in figure.note.en


def test_counts_that_are_all_zero_have_no_circles(china: Build) -> None:
    """Without a value above zero there is no map of circles."""
    result = with_raw(china(), "province", 0, [0.0] * 31)
    assert marks_map(Findings(result), level="province", measure="firm_numbers_0") is None


def test_region_that_is_no_number_has_no_circle(china: Build) -> None:
    """A missing value has no circle and does not spoil the scale of the others."""
    values = [float("nan")] + [5.0] * 30
    figure = marks_map(
        Findings(with_raw(china(), "province", 0, values)), level="province", measure="firm_numbers_0"
    )
    assert len(layer(figure.spec, "circles")["data"]["values"]) == 30


def test_long_words_are_broken_where_a_line_may_end() -> None:
    """English breaks at spaces, Chinese between ideographs but not before a comma."""
    assert wrapped("Market value of listed firms", 10, 80) == ["Market value", "of listed", "firms"]
    assert wrapped("总得分，地区", 10, 30) == ["总得", "分，地", "区"]


def test_drawings_are_the_same_each_time(china: Build) -> None:
    """The same result gives the same SVG, byte for byte."""
    first, second = (ranked_map(Findings(china()), level="city") for _ in range(2))
    assert svg(first.narrow, "en", name="map") == svg(second.narrow, "en", name="map")
