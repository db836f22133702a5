"""The pieces of figures: axes, amounts, who is shown, broken lines, places of names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhishu.framework import Text
from zhishu.publish.drawing import overlap, text_width
from zhishu.publish.figures.amount import amount_of
from zhishu.publish.figures.axis import Axis, axis_of, round_values
from zhishu.publish.figures.choice import leading_values
from zhishu.publish.figures.industry_names import industry_name
from zhishu.publish.figures.name_places import Placed, Point, place_names
from zhishu.publish.figures.picture import Picture, broken, dots, side_by_side, stacked

YUAN = Text("元", "yuan")


@settings(deadline=None)  # the first case imports
@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-3, 1e6))
def test_round_values_lie_on_the_axis(low: float, span: float) -> None:
    """Between two and twelve round values lie within the ends, evenly apart."""
    found = round_values(low, low + span)
    assert 2 <= len(found) <= 12
    assert min(found) >= low - 1e-6 * span - 1e-9
    assert max(found) <= low + span + 1e-6 * span + 1e-9


def test_axis_is_logarithmic_only_for_a_long_tail() -> None:
    """A few far above all others bend the axis; even values and negative ones do not."""
    assert axis_of(np.array([1.0, 2.0, 3.0, 4.0]), 0, 1).bend is None
    assert axis_of(np.array([0.0, 2.0, 3.0, 900.0]), 0, 1).bend == 2.0
    assert axis_of(np.array([-5.0, 2.0, 3.0, 900.0]), 0, 1).bend is None
    assert axis_of(np.array([np.nan, np.nan]), 0, 1).high == 1.0


def test_zero_has_its_place_on_a_logarithmic_axis() -> None:
    """Zero stands at the start, and ten times as much is about the same step further up."""
    axis = Axis(0.0, 1000.0, 0.0, 300.0, bend=1.0)
    assert axis.at(0) == 0
    assert axis.at(1000) == 300
    assert axis.at(100) - axis.at(10) == pytest.approx(axis.at(1000) - axis.at(100), rel=0.05)
    assert axis.ticks == (0.0, 1.0, 10.0, 100.0, 1000.0)


def test_money_is_scaled_and_counts_are_not() -> None:
    """Yuan become 亿元 and billion yuan, or 万元 and million yuan; counts stay whole."""
    large = amount_of(np.array([1.796e12, 9.0e9]), YUAN)
    assert (large.text(1.796e12), large.unit) == (Text("17,960", "1,796"), Text("亿元", "billion yuan"))
    small = amount_of(np.array([2.5e6]), YUAN)
    assert (small.text(2.5e6), small.unit) == (Text("250.0", "2.50"), Text("万元", "million yuan"))
    assert amount_of(np.array([np.nan, 12.0]), Text("家", "firms")).text(12.0).zh == "12"
    assert amount_of(np.array([]), None).text(float("nan")).en == "—"


def test_unit_is_not_said_twice() -> None:
    """A title that names its unit in English gets none behind it."""
    firms = amount_of(np.array([3.0]), Text("家", "firms"))
    assert firms.heading(Text("上市企业数量", "Listed firms")) == Text("上市企业数量（家）", "Listed firms")
    assert firms.heading(Text("主体", "Entities")).en == "Entities (firms)"


@settings(deadline=None)  # the first case imports
@given(
    st.lists(st.one_of(st.integers(-3, 6).map(float), st.just(float("nan"))), max_size=40), st.integers(0, 12)
)
def test_leading_values_are_the_largest(values: list[float], top: int) -> None:
    """Nobody left out is larger than anybody shown; no data and zero are never shown."""
    array = np.array(values)
    shown = leading_values(array, top)
    assert len(shown) <= top + 5
    kept = array[shown]
    assert np.isfinite(kept).all()
    assert (kept != 0).all()
    others = np.delete(array, shown)
    others = others[np.isfinite(others) & (others != 0)]
    if len(shown) and len(others):
        assert others.max() <= kept.min()


def test_crowd_at_the_last_place_is_left_out() -> None:
    """Nine who share the third place are not shown behind the first two; alone, the first of them are."""
    assert leading_values(np.array([9.0, 8.0, *[1.0] * 9]), 3).tolist() == [0, 1]
    assert leading_values(np.array([1.0] * 9), 3).tolist() == [0, 1, 2]


@settings(deadline=None)  # the first case imports
@given(st.text(alphabet="ab 中文，。–", min_size=1, max_size=40), st.floats(20, 200))
def test_broken_lines_keep_the_words(text: str, room: float) -> None:
    """Nothing is lost but space at line ends, and no line begins with what closes a phrase."""
    lines = broken(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[:1] in tuple("，。") for line in lines[1:] if line)


def test_names_stay_in_the_frame_and_apart() -> None:
    """Of twenty points on a spot few names are placed, none over another; a lone one is always placed."""
    points = [Point(100 + at, 100, 3, f"Name {at}", at) for at in range(20)]
    rows = place_names(points, (0, 0, 200, 200)).names
    boxes = [
        (
            row["x"] - text_width(row["text"], 11) / 2,
            row["y"] - 6,
            row["x"] + text_width(row["text"], 11) / 2,
            row["y"] + 6,
        )
        for row in rows
    ]
    assert 1 <= len(rows) < 20
    assert not any(overlap(one, two) for at, one in enumerate(boxes) for two in boxes[at + 1 :])
    alone = place_names([Point(100, 100, 3, "Alone", 0)], (0, 0, 200, 200))
    assert (len(alone.names), alone.leaders) == (1, ())
    assert place_names([Point(5, 5, 3, "No room here", 0)], (0, 0, 20, 20)) == Placed((), ())


def test_name_that_stands_off_its_point_has_a_line_to_it() -> None:
    """Where something stands at every place beside a point, its name stands further off, joined by a line."""
    point = Point(100, 100, 3, "Off", 0)
    half = text_width("Off", 11) / 2
    sides = [(6 + half, 0), (0, 12.6), (3.1 + half, 9.7)]
    spots = [(100 + x * across, 100 + y * up) for x, y in sides for across in (1, -1) for up in (1, -1)]
    placed = place_names(
        [point], (0, 0, 200, 200), kept_free=[(x - 1, y - 1, x + 1, y + 1) for x, y in spots]
    )
    assert len(placed.names) == 1
    line = placed.leaders[0]
    assert (line["x"] - 100) ** 2 + (line["y"] - 100) ** 2 == pytest.approx(9)
    assert (line["x2"] - 100) ** 2 + (line["y2"] - 100) ** 2 > 81


def test_pictures_are_put_together_layer_by_layer() -> None:
    """One under the other moves y, side by side moves x, and layers of one name become one."""
    one = Picture(10.0, (dots("dots", [{"x": 1.0, "y": 2.0}]),))
    down, right = stacked([one, one], 5.0), side_by_side([(0.0, one), (7.0, one)])
    assert (down.height, right.height) == (25.0, 10.0)
    assert [row["y"] for row in down.layers[0].rows] == [2.0, 17.0]
    assert [row["x"] for row in right.layers[0].rows] == [1.0, 8.0]


def test_industries_have_english_names() -> None:
    """A section of the national classification is known, anything else is called what it is called."""
    assert industry_name("科学研究和技术服务业").en == "Research and technical services"
    assert industry_name("新业态") == Text("新业态", "新业态")
