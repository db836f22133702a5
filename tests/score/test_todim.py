"""TODIM: losses against gains, columns of little weight, and what does not change the order."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.outranking.todim import todim

X = np.random.default_rng(2).uniform(size=(9, 3))
W = np.array([0.5, 0.3, 0.2])


def test_the_least_has_0_and_the_greatest_1() -> None:
    """Of the sums; a common scale, a shift and the weights' sum do not matter."""
    found = todim(X, W)
    assert found.min() == 0
    assert found.max() == 1
    for changed in (todim(7 * X - 3, W), todim(X, 4 * W)):
        assert changed == pytest.approx(found)


@pytest.mark.parametrize("theta", [0.4, 1.0, 2.5])
def test_losses_are_divided_by_theta(theta: float) -> None:
    """0, 1 and 5 on one column."""
    value = np.array([-(1 + 5**0.5) / theta, 1 - 2 / theta, 5**0.5 + 2])
    found = todim(np.array([[0.0], [1.0], [5.0]]), np.ones(1), attenuation=theta)
    assert found == pytest.approx((value - value[0]) / (value[2] - value[0]))


def test_a_light_column_costs_much_as_published_and_little_by_weight() -> None:
    """A loss over a weight of a hundredth is ten times as much."""
    x = np.array([[1.0, 0.0], [0.5, 1.0], [0.0, 0.9]])
    light = np.array([0.99, 0.01])
    assert todim(x, light)[0] < todim(x, light)[1]
    assert todim(x, light, losses="weighted")[0] == 1
    without = todim(x, np.array([1.0, 0.0]))
    assert without == pytest.approx(todim(x[:, :1], np.ones(1)))


def test_equal_regions_constant_columns_and_single_regions() -> None:
    """0.5 where nothing is told apart."""
    assert todim(np.ones((4, 3)), W).tolist() == [0.5] * 4
    assert todim(X[:1], W).tolist() == [0.5]
    wider = np.column_stack([X, np.full(9, 7.0)])
    assert todim(wider, np.append(W, 0.0)) == pytest.approx(todim(X, W))
    assert todim(wider, np.append(W, 0.0), normalisation="sum") == pytest.approx(
        todim(X, W, normalisation="sum")
    )


def test_what_it_refuses() -> None:
    """Missing values, and values below 0 that would be divided by their sum."""
    with pytest.raises(MethodError, match="cannot share"):
        todim(np.where(X > 0.9, np.nan, X), W)
    with pytest.raises(MethodError, match="not defined"):
        todim(X - 0.5, W, normalisation="sum")
