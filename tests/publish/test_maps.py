"""The map: every area of China is drawn, scored or not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zhishu.places import china as regions_of_china
from zhishu.places.boundaries import boundaries
from zhishu.publish.drawing import Fit, fit, hatching, label_box, overlap
from zhishu.publish.figure import in_language
from zhishu.publish.figures.choropleth import choropleth
from zhishu.publish.figures.ground import map_source
from zhishu.publish.findings import Findings
from zhishu.publish.labels import Anchor, place_labels
from zhishu.publish.render import svg
from zhishu.publish.style import colour

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.publish.figure import Figure
    from zhishu.result import Result

    Build = Callable[..., Result]

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [40, 0], [40, 40], [0, 40], [0, 0]]]}


def layer(spec: Any, name: str) -> Any:
    """Return the layer of that name."""
    return next(found for found in spec["layer"] if found["name"] == name)


@pytest.fixture
def province_map(china: Build) -> Figure:
    """Return the map of the 31 provinces."""
    figure = choropleth(Findings(china()), level="province")
    assert figure is not None
    return figure


def test_all_34_provinces_are_drawn_and_three_are_hatched(province_map: Figure) -> None:
    """31 provinces are coloured; Taiwan, Hong Kong and Macao are drawn, hatched, and not as a low score."""
    for spec in (province_map.spec, province_map.narrow):
        areas = layer(spec, "areas")["data"]["values"]
        fills = {area["properties"]["code"]: area["properties"]["fill"] for area in areas}
        assert len(fills) == 34
        unscored = {code for code, fill in fills.items() if fill == colour("unscored")}
        assert unscored == {"710000", "810000", "820000"}


def test_drawn_map_has_a_path_for_every_area(province_map: Figure) -> None:
    """The SVG holds 34 filled areas on the main map, and hatching: the renderer drops none of them."""
    drawn = svg(province_map.spec, "zh", name="map")
    group = drawn.split('areas_marks"')[1].split("</g>")[0]
    assert Counter(part.split('"')[0] for part in group.split('fill="')[1:])[colour("unscored")] == 3
    assert group.count("<path") == 34
    assert "areas_hatch_marks" in drawn


def test_south_china_sea_inset_and_lines_are_drawn(province_map: Figure) -> None:
    """The inset with its islands, its frame and the dash line are on the map."""
    assert layer(province_map.spec, "inset")["data"]["values"]
    kinds = [found["properties"]["kind"] for found in boundaries("province")["features"]]
    assert len(layer(province_map.spec, "lines")["data"]["values"]) == len(kinds) - kinds.count("area")


def test_region_without_a_score_is_hatched(china: Build) -> None:
    """A province whose total is missing is drawn like one that is not scored."""
    result = china()
    scores = result.levels["province"].scores.copy()
    scores[0, 4, 0] = np.nan
    level = replace(result.levels["province"], scores=scores)
    changed = replace(result, levels={**result.levels, "province": level})
    figure = choropleth(Findings(changed), level="province")
    assert figure is not None
    areas = layer(figure.spec, "areas")["data"]["values"]
    code = result.levels["province"].panel.regions[4]
    fills = {area["properties"]["code"]: area["properties"]["fill"] for area in areas}
    assert fills[code] == colour("unscored")


def test_legend_shows_every_class_with_its_span_and_count(province_map: Figure) -> None:
    """The legend names spans whose counts add up to all scored provinces, and the areas not scored."""
    said = in_language(layer(province_map.spec, "legend")["data"]["values"], "en")
    assert said[-1]["text"] == "Not scored"
    counts = [int(entry["text"].rpartition("(")[2].rstrip(")")) for entry in said[:-1]]
    assert sum(counts) == 31


def test_labels_do_not_overlap(province_map: Figure) -> None:
    """No two names on the map stand on one another, in either language."""
    for language, size in (("zh", 12), ("en", 10)):
        rows = in_language(layer(province_map.spec, "labels")["data"]["values"], language)
        boxes = [label_box(row["x"], row["y"], row["text"], size) for row in rows]
        assert len(boxes) > 25
        assert not any(overlap(one, two) for at, one in enumerate(boxes) for two in boxes[at + 1 :])


def test_level_that_is_not_on_the_map_has_none(towns: Build) -> None:
    """Regions that no area stands for give no map, instead of an empty one."""
    assert choropleth(Findings(towns(("A", "B"))), level="town") is None


def test_review_number_is_printed_only_when_there_is_one(china: Build) -> None:
    """The source names the boundaries; a review number appears when the edition states one."""
    edition = china().edition
    assert "审图号" not in map_source("package 1.0", edition).zh
    assert map_source("package 1.0", edition).zh == "边界：package 1.0。"
    reviewed = map_source("package 1.0", replace(edition, map_review="GS(2023)1号"))
    assert "审图号：GS(2023)1号" in reviewed.zh


def test_alternative_text_names_the_leaders(province_map: Figure, china: Build) -> None:
    """Who cannot see the map reads which provinces lead."""
    level = Findings(china()).level("province")
    leader = level.names[level.order[0]].short
    assert leader.zh in province_map.alternative.zh
    assert leader.en in province_map.alternative.en


def test_hatching_stays_inside_its_area() -> None:
    """Hatch lines fill the area and do not leave it; an area too small for a line has none."""
    drawn = hatching(SQUARE)
    assert drawn is not None
    points = [point for line in drawn["coordinates"] for point in line]
    assert all(0 <= x <= 40 and 0 <= y <= 40 for x, y in points)
    tiny = {"type": "Polygon", "coordinates": [[[1, 1], [1.1, 1], [1.1, 1.1], [1, 1]]]}
    assert hatching(tiny) is None


def test_fit_centres_the_features_in_the_box() -> None:
    """A square of 40 fitted to 200 × 100 is scaled to the lesser side and stands in the middle."""
    place = fit([{"geometry": SQUARE}], (0, 0, 200, 100))
    assert place == Fit(2.5, 50.0, 0.0)
    assert place.point(40, 40) == (150.0, 100.0)


def test_name_that_finds_no_room_is_left_out() -> None:
    """Of two names for one spot the first stays inside and the second goes beside it or away."""
    from zhishu.publish.drawing import Core

    wide, narrow = Core(50, 50, 80, (0, 0, 100, 100)), Core(50, 50, 1, (38, 44, 62, 56))
    anchors = [Anchor("甲乙", wide, "ink"), Anchor("丙丁", narrow, "ink")]
    assert [label.inside for label in place_labels(anchors, 12, (0, 0, 200, 200))] == [True, False]
    assert len(place_labels(anchors, 12, (30, 38, 70, 62))) == 1


def test_english_map_calls_unscored_areas_by_english_names(province_map: Figure) -> None:
    """On the English map Taiwan, Hong Kong and Macao are called so."""
    rows = in_language(layer(province_map.spec, "labels")["data"]["values"], "en")
    assert {"Taiwan", "Hong Kong"} <= {row["text"] for row in rows}
    assert len(regions_of_china().at_level("province")) == 34
