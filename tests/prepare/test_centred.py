"""The range centred on a reference: what the middle is, what a base year fixes, what a constant becomes."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.centred import centred_range

UP_DOWN = compile_directions([Direction("positive"), Direction("negative")])
VALUES = np.array([[0.0, 8.0], [2.0, 2.0], [10.0, 5.0], [4.0, np.nan]])


def test_the_mean_is_the_middle_where_no_reference_is_given() -> None:
    """The mean of what is there becomes 100, and the range is 60 wide."""
    found = centred_range(VALUES, UP_DOWN)
    assert np.nanmean(found, axis=0) == pytest.approx([100, 100], rel=1e-12)
    assert np.nanmax(found, axis=0) - np.nanmin(found, axis=0) == pytest.approx([60, 60], rel=1e-12)
    assert np.isnan(found[3, 1])


def test_a_reference_is_the_middle_and_a_negative_indicator_is_turned() -> None:
    """The raw value given becomes the middle; less of a negative indicator is more."""
    found = centred_range(VALUES, UP_DOWN, reference=[4.0, 5.0], to=(0.0, 1.0))
    assert found[3, 0] == found[2, 1] == 0.5
    assert found[:3, 1] == pytest.approx([0.0, 1.0, 0.5])


def test_a_base_makes_years_compare() -> None:
    """Against the first year's range and mean, a value of the second that equals the mean is 100."""
    later = np.array([[4.0, 5.0], [20.0, 5.0]])
    found = centred_range(later, UP_DOWN, VALUES)
    assert found[0] == pytest.approx([100.0, 100.0])
    assert found[1, 0] == pytest.approx(100 + 16 / 10 * 60)


def test_a_constant_is_the_middle_whatever_the_reference() -> None:
    """No range, so no distance from the reference in ranges."""
    x = np.array([[0.1 + 0.2, 1.0], [0.3, 2.0]])
    assert centred_range(x, UP_DOWN, reference=[7.0, None])[:, 0].tolist() == [100.0, 100.0]


def test_a_target_is_measured_by_its_distance() -> None:
    """Both sides of a target count as distance, and so does the reference."""
    target = compile_directions([Direction("target", 5, 5)])
    found = centred_range(np.array([[5.0], [3.0], [9.0]]), target, reference=[7.0])
    assert found.ravel() == pytest.approx([130.0, 100.0, 70.0])


def test_ends_that_do_not_rise_are_an_error() -> None:
    """The message says what was seen and what is allowed."""
    with pytest.raises(MethodError, match="does not rise") as error:
        centred_range(VALUES, UP_DOWN, to=(130.0, 70.0))
    assert error.value.seen == [130.0, 70.0]
