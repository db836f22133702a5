"""The full-permutation polygon: the mean product of a region's values, two at a time."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.averages.polygon import polygon

EVEN = np.full(3, 1 / 3)


def test_even_values_give_their_square() -> None:
    """And an uneven region with the same mean less: a low value meets every other."""
    x = np.array([[0.5, 0.5, 0.5], [0.3, 0.5, 0.7], [0.0, 0.5, 1.0], [1.0, 1.0, 1.0]])
    assert polygon(x, EVEN) == pytest.approx([0.25, 0.71 / 3, 0.5 / 3, 1.0])


def test_one_value_alone_is_worth_nothing() -> None:
    assert polygon(np.array([[0.9, 0.0, 0.0]]), EVEN).tolist() == [0.0]


def test_pairs_weigh_what_their_columns_weigh() -> None:
    x, weights = np.array([[0.2, 0.6, 1.0]]), np.array([0.5, 0.3, 0.2])
    pairs = (0.15 * 0.12 + 0.1 * 0.2 + 0.06 * 0.6) / (0.15 + 0.1 + 0.06)
    assert polygon(x, weights) == pytest.approx([pairs])


def test_one_column_that_weighs() -> None:
    """Its square, as if all columns had its value; no weights at all are 0, as the weighted mean is."""
    x = np.array([[0.4, 0.9]])
    assert polygon(x, np.array([1.0, 0.0])) == pytest.approx([0.16])
    assert polygon(x[:, :1], np.ones(1)) == pytest.approx([0.16])
    assert polygon(x, np.zeros(2)).tolist() == [0.0]


def test_missing_values() -> None:
    """The others share the weight; a region without a value has no score."""
    x = np.array([[0.2, np.nan, 0.6], [np.nan, np.nan, 0.5], [np.nan, np.nan, np.nan]])
    assert polygon(x, EVEN) == pytest.approx([0.12, 0.25, np.nan], nan_ok=True)


@pytest.mark.parametrize("value", [-0.1, 1.1, 60.0])
def test_values_beyond_the_unit(value: float) -> None:
    with pytest.raises(MethodError, match="not defined for such values"):
        polygon(np.array([[0.5, value, 0.5]]), EVEN)
