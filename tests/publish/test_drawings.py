"""Drawings by several processes, and the rows that their marks stand for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from zhishu.framework import Text
from zhishu.publish import drawing_process as module
from zhishu.publish.drawings import DrawingDesk, drawings
from zhishu.publish.figure import Column, Data, Figure
from zhishu.publish.marks import row_finder, with_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = (Text("北京市", "Beijing"), Text("上海市", "Shanghai"), Text("其他", "Other"))


def bars(name: str, *, key: str = "region", narrow: bool = False) -> Figure:
    """Return a bar chart of three rows, two of them regions of China."""
    codes = ("110000", "310000", "")
    values: Sequence[dict[str, Any]] = [
        {"region": code, "name": said, "value": number} if key == "region" else {key: said, "value": number}
        for code, said, number in zip(codes, NAMES, (3.0, 2.0, 1.0), strict=True)
    ]
    spec = {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": {"field": "value", "type": "quantitative"},
            "y": {"field": "name" if key == "region" else key, "type": "nominal", "sort": None},
        },
        "config": {"aria": False},
    }
    columns = (Column("region", Text("地区", "Region")), Column("value", Text("数", "Number"), "number"))
    rows = tuple(zip(NAMES, (3.0, 2.0, 1.0), strict=True))
    return Figure(
        id=name,
        number="1-1",
        title=Text("图", "Figure"),
        data=Data(columns, rows, level="province", regions=codes),
        spec=spec,
        alternative=Text("三条", "Three bars"),
        narrow={**spec, "width": 120} if narrow else None,
    )


def rows_of(drawn: str) -> list[str]:
    """Return the positions that the marks of a drawing carry."""
    return re.findall(r'data-row="(\d+)"', drawn)


def test_several_processes_draw_the_same_bytes() -> None:
    """However many processes draw, names, order and bytes are the same, narrow drawings among them."""
    figures = [bars(f"f{number}", narrow=number % 2 == 0) for number in range(5)]
    alone = drawings(figures, "zh", workers=1)
    assert list(alone) == ["f0", "f0-narrow", "f1", "f2", "f2-narrow", "f3", "f4", "f4-narrow"]
    assert drawings(figures, "zh", workers=3) == alone
    assert "Beijing" in drawings(figures, "en", workers=2)["f1"]


def test_nothing_to_draw_gives_nothing() -> None:
    """No figures, no drawings, whatever the number of processes."""
    assert drawings([], "zh") == {}
    assert drawings([], "zh", workers=4) == {}


def test_share_of_a_process_that_fails_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no other interpreter can be started, or it ends with a fault, all is drawn all the same."""
    figures = [bars("a"), bars("b")]
    wanted = drawings(figures, "zh", workers=1)
    monkeypatch.setattr(module.sys, "executable", "/nowhere/python")
    assert drawings(figures, "zh", workers=2) == wanted
    monkeypatch.setattr(module.sys, "executable", "/bin/false")
    assert drawings(figures, "zh", workers=2) == wanted


def test_what_was_taken_early_is_drawn_the_same() -> None:
    """A desk that took some figures before the others gives all of them, in the order asked for."""
    figures = [bars(f"f{number}", narrow=number == 1) for number in range(4)]
    wanted = drawings(figures, "zh", workers=1)
    with DrawingDesk("zh", workers=2) as desk:
        desk.take(figures[2])
        desk.take(figures[0])
        assert desk.drawn(figures) == wanted


def test_a_desk_that_is_left_early_ends_its_processes() -> None:
    """An error between taking and drawing leaves nobody running."""
    desk = DrawingDesk("zh", workers=3)

    def leave() -> None:
        with desk:
            for number in range(6):
                desk.take(bars(f"f{number}"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        leave()
    assert all(process.ended for process in desk.processes)


@pytest.mark.parametrize("key", ["region", "name", "label"])
def test_marks_carry_the_row_they_stand_for(key: str) -> None:
    """By the code of a region or by the words of a row, each bar knows its row, in its own language."""
    drawn = drawings([bars("a", key=key)], "en", workers=1)["a"]
    assert rows_of(drawn) == ["0", "1", "2"]
    assert "aria-" not in drawn


def test_marks_find_short_names_of_chinese_regions() -> None:
    """A label that says 北京 belongs to the row of 北京市."""
    finder = row_finder(bars("a").data, "zh")
    assert finder.row({"text": "北京"}) == 0
    assert finder.row({"properties": {"code": "310000"}}) == 1
    assert finder.row({"text": "别处"}) is None


def test_of_several_rows_of_a_region_the_one_with_the_same_cells_is_meant() -> None:
    """In long data a mark belongs to the row with its dimension and value, not to the first of its region."""
    columns = (
        Column("region", Text("地区", "Region")),
        Column("part", Text("维度", "Dimension")),
        Column("value", Text("数", "Number"), "number"),
    )
    rows = ((NAMES[0], "A", 1.0), (NAMES[0], "B", 2.0), (NAMES[1], "A", 2.0))
    finder = row_finder(Data(columns, rows, regions=("110000", "110000", "310000")), "zh")
    assert finder.row({"region": "110000", "part": "B", "value": 2.0}) == 1
    assert finder.row({"region": "310000", "value": 2.0}) == 2
    assert finder.row({"row": 2}) == 2


def test_drawing_without_rows_is_left_as_it_is() -> None:
    """A specification whose rows stand for nothing in the data is not changed."""
    figure = bars("a")
    finder = row_finder(replace(figure.data, rows=(), regions=()), "zh")
    spec = {"layer": [{"data": {"values": [{"x": 1}]}, "mark": "rule"}]}
    assert with_rows(spec, finder) == spec
