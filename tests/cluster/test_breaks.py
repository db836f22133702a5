"""Natural breaks: least sums of squares within, whatever the scale, the order and the ties."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishu.cluster.breaks import natural_breaks


def within(values: np.ndarray, classes: np.ndarray) -> float:
    """Return the sum of squared deviations from the means of classes."""
    parts = (values[classes == number] for number in np.unique(classes))
    return sum(float(((part - part.mean()) ** 2).sum()) for part in parts)


def least(values: np.ndarray, count: int) -> float:
    """Return the least sum of squares of all ways to cut the sorted values."""
    rising, places = np.sort(values), np.arange(len(values))
    cuts = combinations(range(1, len(values)), count - 1)
    return min(within(rising, np.searchsorted(cut, places, side="right")) for cut in cuts)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=11), st.integers(1, 4), st.integers(-6, 6))
def test_no_partition_varies_less_within(numbers: list[int], count: int, power: int) -> None:
    """Of all ways to cut the sorted values, at any scale; every class holds a value."""
    values = np.array(numbers, dtype=float) * 10.0**power
    count = min(count, len(np.unique(values)))
    classes = natural_breaks(values, count)
    assert within(values, classes) == pytest.approx(least(values, count), rel=1e-9, abs=1e-300)
    assert set(classes.tolist()) == set(range(count))


@given(st.lists(st.integers(0, 9), min_size=6, max_size=30), st.integers(2, 5))
def test_equal_values_share_a_class_and_classes_rise(numbers: list[int], count: int) -> None:
    """A class is a stretch of the sorted values."""
    values = np.array(numbers, dtype=float)
    count = min(count, len(np.unique(values)))
    classes = natural_breaks(values, count)
    for below in range(count - 1):
        assert values[classes == below].max() < values[classes == below + 1].min()


@pytest.mark.parametrize("offset", [1e3, 1e6, -1e8])
def test_values_far_from_zero_are_told_apart(offset: float) -> None:
    """An offset that is exact in binary changes no class."""
    values = np.random.default_rng(3).integers(0, 1000, size=40) / 4
    assert natural_breaks(values + offset, 5).tolist() == natural_breaks(values, 5).tolist()


@pytest.mark.parametrize("unit", [1e-200, 1e-9, 1e9, 1e200, 1e307])
def test_any_unit_gives_the_same_classes(unit: float) -> None:
    """No square overflows or vanishes."""
    values = np.array([0.1, 0.2, 0.3, 1.1, 1.2, 1.25, 8.0, -3.0])
    assert natural_breaks(values * unit, 4).tolist() == [1, 1, 1, 2, 2, 2, 3, 0]


def test_one_value_that_towers_over_all_leaves_the_others_told_apart() -> None:
    """The sums of the classes below do not hold it."""
    values = np.array([1.0, 1.1, 5.0, 5.1, 1e12])
    assert natural_breaks(values, 3).tolist() == [0, 0, 1, 1, 2]
    assert natural_breaks(-values, 3).tolist() == [2, 2, 1, 1, 0]


def test_of_equally_good_ways_the_upper_class_is_wider() -> None:
    """1, 2, 3 in two classes: {1} and {2, 3} vary as much as {1, 2} and {3}."""
    assert natural_breaks(np.array([1.0, 2.0, 3.0]), 2).tolist() == [0, 1, 1]
    assert natural_breaks(np.array([0.1, 0.2, 0.3]), 2).tolist() == [0, 1, 1]


def test_a_batch_is_what_its_rows_are_and_order_does_not_matter() -> None:
    """Rows with gaps at different places, shuffled."""
    rng = np.random.default_rng(1)
    values = rng.gamma(2.0, 10.0, size=(3, 4, 25))
    values[rng.random(values.shape) < 0.2] = np.nan
    classes = natural_breaks(values, 4)
    for at in np.ndindex(3, 4):
        assert classes[at].tolist() == natural_breaks(values[at], 4).tolist()
    order = rng.permutation(25)
    assert natural_breaks(values[..., order], 4).tolist() == classes[..., order].tolist()
    assert (classes == -1).tolist() == np.isnan(values).tolist()


def test_fewer_different_values_than_classes_leave_classes_empty() -> None:
    """The upper ones; values that are equal are still in one class, and nothing is raised."""
    assert natural_breaks(np.array([2.0, 2.0, 7.0]), 3).tolist() == [0, 0, 1]
    assert natural_breaks(np.array([[5.0, 5.0], [1.0, 2.0]]), 2).tolist() == [[0, 0], [0, 1]]
    assert natural_breaks(np.array([np.nan, np.nan]), 2).tolist() == [-1, -1]
    assert natural_breaks(np.array([4.0]), 1).tolist() == [0]
