"""The improved vector method beyond its worked example: edges, batches, errors."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.shares import live_columns
from zhishu.weigh.spread.improved_vector import READINGS, improved_vector

EVERY_READING = pytest.mark.parametrize("reading", READINGS)


@EVERY_READING
def test_a_constant_column_weighs_nothing(reading: str) -> None:
    """Zero or not, a column that tells no regions apart has weight 0."""
    x = np.array([[1.0, 0.0, 0.7, 0.2], [0.5, 0.0, 0.7, 1.0], [0.0, 0.0, 0.7, 0.0]])
    assert improved_vector(x, reading=reading)[1:3].tolist() == [0, 0]


@EVERY_READING
def test_one_live_column_takes_all(reading: str) -> None:
    """Among constant columns the only one that varies has weight 1."""
    assert improved_vector(np.array([[0.3, 1.0], [0.3, 0.0]]), reading=reading).tolist() == [0, 1]


@EVERY_READING
def test_a_constant_group_weighs_equally(reading: str) -> None:
    """When no column varies, nothing tells them apart."""
    assert improved_vector(np.array([[0.0, 0.4], [0.0, 0.4]]), reading=reading).tolist() == [0.5, 0.5]


@EVERY_READING
def test_a_group_of_one_weighs_one(reading: str) -> None:
    """Constant or not."""
    assert improved_vector(np.array([[0.0], [1.0]]), reading=reading).tolist() == [1]
    assert improved_vector(np.array([[0.0], [0.0]]), reading=reading).tolist() == [1]


@EVERY_READING
def test_two_regions_weigh_min_max_columns_equally(reading: str) -> None:
    """With two regions every min–max column is 0 and 1, so none differs from another."""
    assert improved_vector(np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]]), reading=reading) == pytest.approx(
        [1 / 3] * 3
    )


@EVERY_READING
def test_a_column_without_any_value_weighs_nothing(reading: str) -> None:
    """Missing values everywhere are as good as a constant."""
    x = np.array([[1.0, np.nan], [0.0, np.nan]])
    assert improved_vector(x, reading=reading).tolist() == [1, 0]


@EVERY_READING
def test_a_column_constant_but_for_rounding_weighs_nothing(reading: str) -> None:
    """Noise in the last digits of a parent's score must not take all weight (1 / D² would give it)."""
    x = np.array([[0.1 + 0.2, 1.0], [0.3, 0.0], [0.3, 0.4]])
    assert x[0, 0] != x[1, 0]
    assert improved_vector(x, reading=reading).tolist() == [0, 1]


def test_distances_are_root_mean_squares_over_the_values_there_are() -> None:
    """One missing cell of four: D² = 1.89 / 4 and 1.36 / 3."""
    x = np.array([[1.0, 1.0], [0.5, np.nan], [0.0, 0.0], [0.2, 0.4]])
    expected = np.sqrt([1.89 / 4, 1.36 / 3])
    assert improved_vector(x) == pytest.approx(expected / expected.sum(), abs=1e-14)


def test_the_angle_is_that_of_the_definition() -> None:
    """The arctan of deviation over mean equals arccos(Σ x / (√n ‖x‖)), also for negative values."""
    x = np.random.default_rng(0).normal(size=(7, 4))
    cosine = x.sum(axis=0) / (np.sqrt(7) * np.linalg.norm(x, axis=0))
    angles = np.arccos(cosine)
    assert improved_vector(x, reading="angle") == pytest.approx(angles / angles.sum(), abs=1e-12)


def test_closeness_of_wide_columns_is_an_error() -> None:
    """1 - D / √n would be negative when the values are 0–100."""
    with pytest.raises(MethodError, match="closeness") as error:
        improved_vector(np.array([[100.0, 0.0], [0.0, 100.0]]), reading="closeness")
    assert "normalise" in str(error.value.advice)


def test_an_unknown_reading_is_an_error_that_lists_them() -> None:
    """The four readings are named."""
    with pytest.raises(MethodError) as error:
        improved_vector(np.eye(2), reading="cosine")
    assert error.value.allowed == "distance, closeness, ideal_point, angle"


@EVERY_READING
def test_a_batch_equals_one_by_one(reading: str) -> None:
    """Every leading axis is a batch, one of them with missing values."""
    x = np.random.default_rng(1).random((2, 3, 5, 4))
    x[1, 2, 3, 0] = np.nan
    batch = improved_vector(x, reading=reading)
    assert batch.shape == (2, 3, 4)
    for index in np.ndindex(2, 3):
        assert batch[index] == pytest.approx(improved_vector(x[index], reading=reading), abs=1e-15)


def test_live_columns_need_two_different_values() -> None:
    """One value and otherwise nothing is no variation, nor is a range whose square is 0."""
    x = np.array([[1.0, np.nan, 0.0, 0.0], [np.nan, np.nan, 1e-300, 1e-6]])
    assert live_columns(x).tolist() == [False, False, False, True]


@EVERY_READING
def test_values_too_large_to_square_are_an_error_and_not_a_nan(reading: str) -> None:
    """Ready values of 1e200 cannot be weighed."""
    with pytest.raises(MethodError):
        improved_vector(np.array([[1e200, 0.0], [0.0, 1e200]]), reading=reading)
