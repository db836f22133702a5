"""The mode in the gaps: the most frequent value, the middle one or the smallest of several."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.prepare.impute.mode import impute_mode

NAN = np.nan


def test_every_column_has_its_own_mode() -> None:
    x = np.array([[1.0, 7.0], [1.0, NAN], [NAN, 8.0], [2.0, 8.0]])
    assert impute_mode(x).tolist() == [[1, 7], [1, 8], [1, 8], [2, 8]]


def test_a_batch_and_another_order_give_the_same() -> None:
    generator = np.random.default_rng(1)
    x = generator.integers(-2, 3, size=(3, 4, 20, 5)).astype(float)
    x[generator.random(x.shape) < 0.2] = NAN
    found = impute_mode(x)
    order = generator.permutation(20)
    assert np.array_equal(impute_mode(x[..., order, :]), found[..., order, :])
    for place in np.ndindex(3, 4):
        assert np.array_equal(impute_mode(x[place]), found[place])


def test_zeros_of_either_sign_are_one_value() -> None:
    assert impute_mode(np.array([[0.0], [-0.0], [1.0], [NAN]]))[3, 0] == 0


def test_ties_go_to_the_middle_or_to_the_smallest() -> None:
    """The lower one in the middle of an even number; without any repetition the lower median."""
    x = np.array([[1, 4, 5.5], [1, 4, 2.5], [2, 4, 3.5], [3, 6, 9.5], [3, 6, NAN], [NAN, 6, NAN], [NAN] * 3])
    assert impute_mode(x)[6].tolist() == [1, 4, 3.5]
    assert impute_mode(x, ties="smallest")[6].tolist() == [1, 4, 2.5]
    three = np.array([[1.0], [1], [2], [2], [7], [7], [NAN]])
    assert impute_mode(three)[6, 0] == 2


def test_a_column_without_values() -> None:
    with pytest.raises(MethodError, match="no value to impute from"):
        impute_mode(np.array([[1.0, NAN], [1.0, NAN]]))
