"""Normalisers of decision analysis, and the reference interval: directions, base years, what is refused."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.decision_scales import (
    enhanced_accuracy,
    logarithmic,
    nonlinear,
    zavadskas_turskis,
)
from zhishu.prepare.normalisers.reference_interval import reference_interval

UP, DOWN = (compile_directions([Direction(kind)]) for kind in ("positive", "negative"))
RANGE = compile_directions([Direction("interval", 30, 35)])
COLUMN = np.array([[2.0], [4.0], [8.0]])
EVERY = [logarithmic, nonlinear, zavadskas_turskis, enhanced_accuracy, reference_interval]


@pytest.mark.parametrize("method", EVERY)
def test_larger_is_better_after_it(method) -> None:
    """The order of the values where more is better, and the reverse where less is."""
    assert (np.diff(method(COLUMN, UP)[:, 0]) > 0).all()
    assert (np.diff(method(COLUMN, DOWN)[:, 0]) < 0).all()


@pytest.mark.parametrize("method", EVERY)
def test_gaps_stay_gaps_and_do_not_count(method) -> None:
    """The others are as if it were not there; a column of gaps stays one."""
    gap = np.array([[2.0], [np.nan], [4.0], [8.0]])
    for directions in (UP, DOWN):
        found = method(gap, directions)
        assert np.isnan(found[1, 0])
        assert found[[0, 2, 3]] == pytest.approx(method(COLUMN, directions), rel=1e-12)
        assert np.isnan(method(np.full((3, 1), np.nan), directions)).all()


@pytest.mark.parametrize("method", EVERY)
def test_a_base_year_compares_with_itself(method) -> None:
    """Its own values are as without it, and another year's are on its scale."""
    both = np.stack([COLUMN, COLUMN[::-1]])
    assert np.array_equal(method(both, UP, COLUMN), np.stack([method(COLUMN, UP), method(COLUMN[::-1], UP)]))


def test_better_than_the_best_of_a_base_year_is_better() -> None:
    """Above 1, not below it as the absolute gap would have it."""
    assert zavadskas_turskis(np.array([[10.0]]), UP, COLUMN).tolist() == [[1.25]]
    assert zavadskas_turskis(np.array([[1.0]]), DOWN, COLUMN).tolist() == [[1.5]]


def test_shares_of_logarithms_sum_to_1() -> None:
    """Either way; after a shift as well; one region alone has the whole, or nothing where less is better."""
    for directions in (UP, DOWN):
        for shift in (0.0, 5.0):
            assert logarithmic(COLUMN, directions, shift=shift).sum() == pytest.approx(1.0)
    assert logarithmic(COLUMN[:1], UP).tolist() == [[1.0]]
    assert logarithmic(COLUMN[:1], DOWN).tolist() == [[0.0]]
    assert logarithmic(np.ones((3, 1)), UP).tolist() == [[0.0]] * 3


@pytest.mark.parametrize(
    ("method", "directions", "column", "seen"),
    [
        (logarithmic, UP, [0.5, 2.0], "a value below 1"),
        (partial(logarithmic, shift=-2.0), UP, [2.5, 5.0], "a value below 1"),
        (logarithmic, RANGE, [2.0, 3.0], "best values lie in between"),
        (nonlinear, UP, [-1.0, 2.0], "negative value"),
        (nonlinear, DOWN, [0.0, 2.0], "a 0, and less is better"),
        (zavadskas_turskis, UP, [-1.0, -2.0], "not above 0"),
        (zavadskas_turskis, DOWN, [0.0, 2.0], "not above 0"),
        (zavadskas_turskis, RANGE, [2.0, 3.0], "best values lie in between"),
    ],
)
def test_what_cannot_be_normalised_so_is_an_error(method, directions, column: list[float], seen: str) -> None:
    """With the column's place, what was seen and what is allowed."""
    with pytest.raises(MethodError) as error:
        method(np.array(column)[:, None], directions)
    assert error.value.where == "column 0"
    assert seen in str(error.value.seen)
    assert error.value.allowed


def test_constant_columns() -> None:
    """Equal parts, or 1 where the best is what counts."""
    flat = np.full((4, 1), 3.0)
    assert logarithmic(flat, UP) == pytest.approx(np.full((4, 1), 0.25))
    for method in (nonlinear, zavadskas_turskis, enhanced_accuracy, reference_interval):
        assert method(flat, UP).tolist() == method(flat, DOWN).tolist() == [[1.0]] * 4
    assert zavadskas_turskis(np.zeros((2, 1)), UP).tolist() == [[0.0]] * 2


def test_enhanced_accuracy_takes_the_distance_from_an_interval() -> None:
    """31 lies inside, 40 is 5 away and 20 is 10."""
    found = enhanced_accuracy(np.array([[31.0], [40.0], [20.0]]), RANGE)
    assert found.ravel() == pytest.approx([1.0, 1 - 5 / 15, 1 - 10 / 15])


def test_each_side_of_an_interval_has_its_own_slope() -> None:
    """1 inside, 0 at the ends of the range and beyond, half way between."""
    x = np.array([[20.0], [23.0], [26.5], [30.0], [35.0], [47.5], [60.0], [99.0]])
    found = reference_interval(x, RANGE, ranges=[(23, 60)])
    assert found.ravel().tolist() == [0.0, 0.0, 0.5, 1.0, 1.0, 0.5, 0.0, 0.0]


def test_without_ranges_the_data_are_the_range() -> None:
    """Widened to hold the ideal; None leaves one indicator to its data; beyond a given best is the best."""
    x = np.array([[32.0], [40.0], [60.0]])
    assert reference_interval(x, RANGE).ravel().tolist() == [1.0, 0.8, 0.0]
    assert reference_interval(x, RANGE, ranges=[None]).ravel().tolist() == [1.0, 0.8, 0.0]
    assert reference_interval(x, UP, ranges=[(20, 40)]).ravel().tolist() == [0.6, 1.0, 1.0]
    assert reference_interval(x, DOWN, ranges=[(40, 60)]).ravel().tolist() == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("directions", "pair", "what"),
    [(UP, (5, 5), "does not rise"), (RANGE, (31, 60), "outside the range"), (RANGE, (0, 33), "outside")],
)
def test_ranges_that_make_no_sense_are_an_error(directions, pair: tuple[float, float], what: str) -> None:
    """The place is named."""
    with pytest.raises(MethodError, match=what) as error:
        reference_interval(COLUMN, directions, ranges=[pair])
    assert error.value.where == "column 0"
