"""Equal and given weights."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.stated import equal, given

X = np.array([[1.0, 5.0, 0.2], [0.0, 5.0, 1.0]])


def test_equal_weights_leave_out_constant_columns() -> None:
    """The weight of a constant column goes to the others."""
    assert equal(X).tolist() == [0.5, 0, 0.5]


def test_equal_weights_can_keep_constant_columns() -> None:
    """With `constant: keep` every column counts."""
    assert equal(X, constant="keep") == pytest.approx([1 / 3] * 3)


def test_equal_weights_of_a_constant_group() -> None:
    """All columns share when none varies."""
    assert equal(np.zeros((3, 4))).tolist() == [0.25] * 4


def test_given_weights_are_divided_by_their_sum() -> None:
    """30 and 10 mean 0.75 and 0.25, for every member of a batch."""
    assert given(np.zeros((2, 5, 2)), np.array([30.0, 10.0])).tolist() == [[0.75, 0.25]] * 2


def test_a_group_of_one_needs_no_given_weight() -> None:
    """There is nothing to divide."""
    assert given(np.zeros((5, 1)), np.array([np.nan])).tolist() == [1]


@pytest.mark.parametrize("stated", [[1, np.nan], [1, -1], [0, 0], [np.inf, 1], [np.nan, np.nan]])
def test_weights_that_cannot_be_used_are_an_error(stated: list[float]) -> None:
    """Missing, negative, infinite or all zero: said, with the values seen."""
    with pytest.raises(MethodError, match="cannot be used") as error:
        given(np.zeros((5, 2)), np.array(stated))
    assert error.value.seen.count(",") == 1
