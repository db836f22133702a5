"""Whom a region is compared with: neighbours, the nearest, those under like conditions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zhishu.errors import EditionError, MethodError
from zhishu.option_tables import read_table
from zhishu.score.aggregators.programmes.peers import peers_of
from zhishu.weigh.envelopment.likeness import drawing, epanechnikov, nearby, usual_bandwidth

CODES = ("a", "b", "c", "d")
RING = {"a": ["b", "d"], "b": ["a", "c"], "c": ["b", "d"], "d": ["a", "c"]}
HEIGHT = np.array([[100.0, 150.0, 900.0, 160.0]])
PLACES = {"lon": np.array([[0.0, 1.0, 2.0, 179.0]]), "lat": np.array([[0.0, 0.0, 0.0, 0.0]])}


def test_without_any_option_all_are_alike() -> None:
    """Then nothing is kept in memory."""
    assert peers_of(CODES, {"height": HEIGHT}) is None


def test_neighbours_are_alike_and_rows_follow_the_regions() -> None:
    """However the table and the regions are ordered."""
    found = peers_of(CODES, neighbours=RING)
    assert found is not None
    assert found.tolist() == [[0, 0.5, 0, 0.5], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0.5, 0, 0.5, 0]]
    order = [2, 0, 3, 1]
    turned = peers_of([CODES[place] for place in order], neighbours=RING)
    assert np.array_equal(turned, found[np.ix_(order, order)])


def test_a_region_without_neighbours_here_is_compared_with_itself() -> None:
    """Its entry is empty, or all whom it names belong elsewhere; other levels' entries are passed over."""
    island = {**RING, "d": [], "town": ["a"]}
    assert peers_of(CODES, neighbours=island)[3].tolist() == [0, 0, 0, 1]  # type: ignore[index]
    alone = peers_of(("a", "c"), neighbours=RING)
    assert np.array_equal(alone, np.eye(2))


@pytest.mark.parametrize(
    ("neighbours", "what"),
    [
        ({"a": ["b"], "b": ["a"], "c": ["a"]}, "'d' has no entry"),
        ({**RING, "a": ["bb"]}, "'a' has an unknown neighbour"),
    ],
)
def test_faults_in_the_table_of_neighbours(neighbours: dict, what: str) -> None:
    """A region that is not listed, or a code that is nobody's, with the nearest one."""
    with pytest.raises(MethodError, match=what) as error:
        peers_of(CODES, neighbours=neighbours)
    assert error.value.advice
    with pytest.raises(MethodError, match="codes of the regions"):
        peers_of((), neighbours=neighbours)


def test_neighbours_from_a_file(tmp_path: Path) -> None:
    """One row for each pair; an empty cell for none; a second column of text beside is picked away."""
    text = "region,neighbour,border\na,b,30 km\na,d,\nb,a,30 km\nc,,\n"
    (tmp_path / "n.csv").write_text(text, encoding="utf-8")
    given = {"file": "n.csv", "columns": ["neighbour"]}
    assert read_table(tmp_path, given, "pairs", "here") == {"a": ["b", "d"], "b": ["a"], "c": []}
    with pytest.raises(EditionError, match="number of columns"):
        read_table(tmp_path, {"file": "n.csv"}, "pairs", "here")


def test_the_nearest_on_the_globe_and_on_a_plane() -> None:
    """179° east is nearer to 2° than to 0°; places beyond the date line meet; ties come together."""
    found = peers_of(CODES, PLACES, nearest=1, places=["lon", "lat"])
    assert found is not None
    assert found[0].tolist() == [[0, 1, 0, 0], [0.5, 0, 0.5, 0], [0, 1, 0, 0], [0, 0, 1, 0]]
    across = np.array([[179.0, 10.0], [-179.0, 10.0], [170.0, 10.0]])
    assert nearby(across, 1).tolist() == [[0, 1, 0], [1, 0, 0], [1, 0, 0]]
    assert nearby(across, 1, plain=True).tolist() == [[0, 0, 1], [0, 0, 1], [1, 0, 0]]
    assert nearby(across, 7).tolist() == (1 - np.eye(3)).tolist()


def test_faults_in_places() -> None:
    """Half of the option, or a place off the globe."""
    with pytest.raises(MethodError, match="go together"):
        peers_of(CODES, PLACES, nearest=2)
    with pytest.raises(MethodError, match="globe"):
        peers_of(CODES, {"e": HEIGHT, "n": HEIGHT}, nearest=2, places=["e", "n"])
    plain = peers_of(CODES, {"e": HEIGHT, "n": HEIGHT}, nearest=1, places=["e", "n"], distance="plain")
    assert plain is not None
    assert plain[0].argmax(axis=-1).tolist() == [1, 3, 3, 1]


def test_like_conditions_draw_more_often() -> None:
    """By the kernel, each year on its own; several measures and neighbours are multiplied."""
    kernel = np.array([1.0, 1 - 0.25, 0.0, 1 - 0.36])
    found = peers_of(CODES, {"height": HEIGHT}, given={"height": 100.0})
    assert found is not None
    assert found.shape == (1, 4, 4)
    assert found[0, 0] == pytest.approx(kernel / kernel.sum())
    assert found[0, 2].tolist() == [0, 0, 1, 0]
    both = peers_of(CODES, {"height": HEIGHT}, given={"height": 100.0}, neighbours=RING)
    assert both is not None
    assert both[0, 0] == pytest.approx(np.array([0, 0.75, 0, 0.64]) / 1.39)
    classes = peers_of(CODES, {"class": np.array([[1.0, 2, 2, 4]])}, given_ordered={"class": 0.5})
    assert classes is not None
    assert classes[0, 0] == pytest.approx(np.array([1, 0.5, 0.5, 0.125]) / 2.125)
    same = peers_of(CODES, {"class": np.array([[1.0, 2, 2, 4]])}, given_ordered={"class": 0.0})
    assert same is not None
    assert same[0, 1].tolist() == [0, 0.5, 0.5, 0]


def test_the_usual_bandwidth() -> None:
    """2.345 s n^(-1/5) for one measure; a constant measure tells nothing; a single region is its own peer."""
    values = np.random.default_rng(0).normal(size=40)
    assert usual_bandwidth(values) == pytest.approx(2.3449 * values.std(ddof=1) * 40**-0.2, rel=1e-4)
    assert usual_bandwidth(values, 2) > usual_bandwidth(values)
    assert (epanechnikov(np.full(3, 7.0)) == 1).all()
    assert drawing(epanechnikov(np.array([7.0]))).tolist() == [[1.0]]


@pytest.mark.parametrize(
    ("measures", "what"), [({}, "no measure 'height'"), ({"height": HEIGHT * [1, 1, np.nan, 1]}, "not known")]
)
def test_a_measure_must_be_there_for_every_region(measures: dict, what: str) -> None:
    """Else an error names it."""
    with pytest.raises(MethodError, match=what):
        peers_of(CODES, measures, given={"height": None})
