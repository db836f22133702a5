"""Above or below the mean: directions, thresholds, references, base years, and values at a threshold."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.mean_bands import above_or_below_mean

UP, DOWN = (compile_directions([Direction(kind)]) for kind in ("positive", "negative"))
MIDDLE = compile_directions([Direction("interval", 4, 6)])
COLUMN = np.array([[2.0], [8.0], [9.0], [11.0], [12.0], [18.0]])


def test_a_negative_indicator_has_the_sign_turned() -> None:
    """The mean is 10, the band from 8 to 12; both thresholds belong to it."""
    assert above_or_below_mean(COLUMN, UP).ravel().tolist() == [-1, 0, 0, 0, 0, 1]
    assert above_or_below_mean(COLUMN, DOWN).ravel().tolist() == [1, 0, 0, 0, 0, -1]


def test_a_wider_band_leaves_more_around_the_mean() -> None:
    """None of them at 80 %; at 0 every value but the mean itself is on a side."""
    assert above_or_below_mean(COLUMN, UP, threshold=0.8).ravel().tolist() == [0] * 6
    found = above_or_below_mean(np.array([[1.0], [2.0], [3.0]]), UP, threshold=0.0)
    assert found.ravel().tolist() == [-1, 0, 1]


def test_an_interval_counts_the_distance() -> None:
    """Distances 0, 0, 3 and 5 with the mean 2: inside is better, far away worse."""
    x = np.array([[4.0], [5.0], [9.0], [11.0]])
    assert above_or_below_mean(x, MIDDLE).ravel().tolist() == [1, 1, -1, -1]


def test_a_reference_stands_in_for_the_mean() -> None:
    """In raw units, in either direction; None keeps the mean."""
    assert above_or_below_mean(COLUMN, UP, reference=[2.0]).ravel().tolist() == [0, 1, 1, 1, 1, 1]
    assert above_or_below_mean(COLUMN, DOWN, reference=[2.0]).ravel().tolist() == [0, -1, -1, -1, -1, -1]
    assert above_or_below_mean(COLUMN, UP, reference=[None]).ravel().tolist() == [-1, 0, 0, 0, 0, 1]
    # 10 lies 4 from the best values, 7 and 3 lie 1 away from them.
    found = above_or_below_mean(np.array([[3.0], [7.0], [10.0]]), MIDDLE, reference=[8.0])
    assert found.ravel().tolist() == [1, 1, -1]


def test_the_mean_of_a_base_year_serves_every_year() -> None:
    """What has risen since is above the mean of then."""
    both = np.stack([COLUMN, COLUMN + 10])
    found = above_or_below_mean(both, UP, COLUMN)
    assert found[0].ravel().tolist() == [-1, 0, 0, 0, 0, 1]
    assert found[1].ravel().tolist() == [0, 1, 1, 1, 1, 1]


def test_a_mean_below_zero_has_a_band_all_the_same() -> None:
    """The ratio to a negative mean would call the lowest value the best."""
    assert above_or_below_mean(COLUMN - 20, UP).ravel().tolist() == [-1, 0, 0, 0, 0, 1]
    around = np.array([[-2.0], [0.0], [2.0]])
    assert above_or_below_mean(around, UP).ravel().tolist() == [-1, 0, 1]


@pytest.mark.parametrize("seed", range(5))
def test_values_at_a_threshold_do_not_move_with_the_order_of_the_table(seed: int) -> None:
    """Decimals whose mean differs in the last digit from one order to another."""
    generator = np.random.default_rng(seed)
    x = np.array([[0.1], [0.2], [0.3], [0.7], [0.24], [0.36], [0.2]])
    order = generator.permutation(len(x))
    found = above_or_below_mean(x, UP)
    assert found.ravel().tolist() == [-1, -1, 0, 1, 0, 0, -1]
    assert np.array_equal(above_or_below_mean(x[order], UP), found[order])


def test_gaps_stay_gaps_and_a_constant_has_no_sides() -> None:
    """The mean of 2, 4 and 9 is 5; equal decimals are their mean, whatever it is rounded to."""
    gap = np.array([[2.0], [np.nan], [4.0], [9.0]])
    assert above_or_below_mean(gap, UP, threshold=0.3).ravel()[[0, 2, 3]].tolist() == [-1, 0, 1]
    assert np.isnan(above_or_below_mean(gap, UP)[1, 0])
    assert np.isnan(above_or_below_mean(np.full((2, 1), np.nan), UP)).all()
    for value in (0.1, 0.0, -0.7):
        assert above_or_below_mean(np.full((3, 1), value), UP, threshold=0.0).tolist() == [[0.0]] * 3
