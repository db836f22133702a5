"""Whitenisation weight functions: the four kinds, what is taken from the books' notation, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.judged.grey_clustering import grey_clustering
from zhishu.score.aggregators.judged.whitenisation import by_turning_points, degrees_in, functions_of

LOWER, MODERATE, TYPICAL, UPPER = (
    [None, None, 10, 30],
    [10, 40, None, 70],
    [10, 40, 50, 70],
    [30, 80, None, None],
)
W = np.array([0.5, 0.3, 0.2])


def test_the_four_kinds() -> None:
    """Lower, moderate and with a plateau, upper: 0, rising, 1, falling, at and between the turning points."""
    places = by_turning_points([[*LOWER, *MODERATE, *UPPER], [*LOWER, *TYPICAL, *UPPER]])
    values = np.array([0.0, 10.0, 20.0, 30.0, 40.0, 45.0, 60.0, 70.0, 80.0, 100.0])
    degrees = degrees_in(np.stack([values, values], axis=-1), places)
    lower = [1, 1, 0.5, 0, 0, 0, 0, 0, 0, 0]
    upper = [0, 0, 0, 0, 0.2, 0.3, 0.6, 0.8, 1, 1]
    assert degrees[:, 0, 0] == pytest.approx(lower)
    assert degrees[:, 1, 2] == pytest.approx(upper)
    assert degrees[:, 0, 1] == pytest.approx([0, 0, 1 / 3, 2 / 3, 1, 5 / 6, 1 / 3, 0, 0, 0])
    assert degrees[:, 1, 1] == pytest.approx([0, 0, 1 / 3, 2 / 3, 1, 1, 0.5, 0, 0, 0])
    assert places.critical.tolist() == [[10, 40, 80], [10, 45, 80]]


def test_triangles_are_turning_points() -> None:
    """The same functions, written one way or the other."""
    x = np.random.default_rng(0).uniform(-0.2, 1.2, (20, 3))
    turns = [None, None, 0, 0.3, 0, 0.3, None, 1, 0.3, 1, None, None]
    found = grey_clustering(x, W, classes=turns, functions="turning_points")
    assert np.array_equal(found, grey_clustering(x, W, classes=[0, 0.3, 1]))
    assert functions_of(turns, (), 3, "turning_points").critical.tolist() == [[0, 0.3, 1]] * 3


def test_every_value_has_a_class() -> None:
    """Functions that overlap leave no value without one: no score is NaN, by whatever weights."""
    classes = {"a": [*LOWER, *MODERATE, *UPPER], "b": [*LOWER, *TYPICAL, *UPPER]}
    x = np.random.default_rng(1).uniform(-20, 120, (200, 2))
    for weighting in ("fixed", "by_class"):
        settings = {"classes": classes, "functions": "turning_points", "weighting": weighting}
        found = grey_clustering(x, np.array([0.4, 0.6]), ("a", "b"), **settings)
        assert ((found >= 1) & (found <= 3)).all()


@pytest.mark.parametrize(
    "turns",
    [
        [None, None, 30, 10],
        [None, 5, 10, 30],
        [5, None, 10, 30],
        [10, 40, 60, None],
        [40, 10, None, 70],
        [10, 40, None, 40],
        [10, 50, 40, 70],
        [None, None, None, 30],
        [None, None, None, None],
        [10, 40, None],
    ],
)
def test_turning_points_that_make_no_function(turns: list[float | None]) -> None:
    with pytest.raises(MethodError, match="make no function"):
        by_turning_points([[*LOWER, *turns, *UPPER]])


@pytest.mark.parametrize(
    "numbers",
    [
        [*MODERATE, *UPPER],
        [*LOWER, *MODERATE],
        [*LOWER, *UPPER, *MODERATE],
        [*LOWER, 30, 50, None, 60, *UPPER],
        [*LOWER, 10, 40, None, 70, 70, 80, None, None],
        [*LOWER, *LOWER, *UPPER],
    ],
    ids=["no lower", "no upper", "order", "gap", "gap above", "twice"],
)
def test_functions_that_leave_values_out(numbers: list[float | None]) -> None:
    with pytest.raises(MethodError, match="leave values out"):
        by_turning_points([numbers])


def test_nothing_at_all() -> None:
    """One error, not one of numpy."""
    with pytest.raises(MethodError, match="make no function"):
        by_turning_points([[]])
    with pytest.raises(MethodError, match="leave values out"):
        by_turning_points([LOWER])
    with pytest.raises(MethodError, match="do not rise"):
        functions_of([None, 1, 2], (), 1, "centre_point")
