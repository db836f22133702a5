"""The radar of the leading regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zhishu.framework import Framework, Node, Text
from zhishu.publish.figure import cell_text, in_language
from zhishu.publish.figures.radars import leaders_radar, radar_axes
from zhishu.publish.ranking import rankings

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.result import Result

    Build = Callable[..., Result]


def flat(*indicators: str) -> Framework:
    """Return an index of indicators only."""
    leaves = tuple(Node(name, Text(name, name), "index") for name in indicators)
    return Framework((Node("index", Text("指数", "Index"), None, indicators), *leaves))


def texts(spec: Any, name: str, language: str) -> list[Any]:
    """Return the texts of a layer."""
    found = next(layer for layer in spec["layer"] if layer["name"] == name)
    return [row["text"] for row in in_language(found["data"]["values"], language)]


def test_radar_shows_the_five_leaders_with_their_dimension_scores(china: Build) -> None:
    """Five panels in the order of rank, and in the data the scores that the result holds."""
    result = china()
    ranking = rankings(result)[1]
    figure = leaders_radar(ranking, number="2-2")
    assert figure is not None
    assert texts(figure.spec, "heads", "zh") == [name.short.zh for name in ranking.names[:5]]
    columns = [ranking.column(node) for node in result.edition.framework.dimensions]
    assert [list(row[1:]) for row in figure.data.rows] == ranking.scores[:5][:, columns].tolist()


def test_every_drawn_point_is_on_the_picture(china: Build) -> None:
    """No line or label of the wide or the narrow radar leaves its frame."""
    figure = leaders_radar(rankings(china())[1], number="2-2")
    assert figure is not None
    for spec in (figure.spec, figure.narrow):
        assert spec is not None
        for language in ("zh", "en"):
            for layer in in_language(spec, language)["layer"]:
                for point in layer["data"]["values"]:
                    assert 0 <= point["x"] <= spec["width"]
                    assert 0 <= point["y"] <= spec["height"]


def test_fewer_than_five_regions_have_as_many_panels(towns: Build) -> None:
    """Two regions make two panels, one makes one."""
    for names in (("A", "B"), ("A",)):
        figure = leaders_radar(rankings(towns(names))[0], number="2-1")
        assert figure is not None
        assert sorted(texts(figure.spec, "heads", "en")) == sorted(names)


def test_region_without_all_its_scores_is_not_drawn(towns: Build) -> None:
    """A region with a missing total has no panel."""
    figure = leaders_radar(rankings(towns(("A", "B"), scores=np.array([np.nan, 2.0])))[0], number="2-1")
    assert figure is not None
    assert texts(figure.spec, "heads", "en") == ["B"]


@pytest.mark.parametrize("scores", [[0.0, 0.0], [-5.0, 7.0]])
def test_zero_and_negative_scores_are_drawn(towns: Build, scores: list[float]) -> None:
    """All-zero and negative scores give finite positions."""
    result = towns(("A", "B"))
    result.levels["town"].scores[0, :, :] = np.array(scores)[:, None]
    figure = leaders_radar(rankings(result)[0], number="2-1")
    assert figure is not None
    own = next(layer for layer in figure.spec["layer"] if layer["name"] == "own")
    assert all(np.isfinite([point["x"], point["y"]]).all() for point in own["data"]["values"])


def test_two_dimensions_are_shown_by_what_lies_below_them(towns: Build) -> None:
    """With fewer than three dimensions the axes are the nodes below; with too few of those, no radar."""
    subs = tuple(Node(name, Text(name, name), "one" if name < "c" else "two") for name in "abc")
    tops = (
        Node("one", Text("一", "One"), "index", ("a", "b")),
        Node("two", Text("二", "Two"), "index", ("c",)),
    )
    nodes = (Node("index", Text("指数", "Index"), None, ("one", "two")), tops[0], *subs[:2], tops[1], subs[2])
    ranking = rankings(towns(("A", "B"), framework=Framework(nodes)))[0]
    assert radar_axes(ranking) == ("a", "b", "c")
    assert leaders_radar(rankings(towns(("A", "B"), framework=flat("a", "b")))[0], number="2-1") is None


def test_alternative_text_states_the_numbers_of_the_data_table(china: Build) -> None:
    """The words for who cannot see the radar hold every number of its data table, in both languages."""
    figure = leaders_radar(rankings(china())[1], number="2-2")
    assert figure is not None
    for language in ("zh", "en"):
        said = figure.alternative.in_language(language)
        for row in figure.data.rows:
            assert all(f"{cell:.1f}" in said for cell in row[1:])
            assert cell_text(row[0], figure.data.columns[0], language)
