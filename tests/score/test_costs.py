"""Aggregators that treat benefits and costs apart: what a cost is, what it does, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.raw_columns import turned_costs
from zhishu.score.aggregators.references.costs import aroman, copras, ram

GENERATOR = np.random.default_rng(11)
X = GENERATOR.random((9, 4)) * np.array([1.0, 100.0, -0.5, -7.0]) + np.array([0.1, 0.1, -0.1, -0.1])
W = np.array([0.4, 0.3, 0.2, 0.1])
EACH = pytest.mark.parametrize("method", [copras, ram])


def test_a_cost_has_no_value_above_0_and_one_below() -> None:
    """A column of zeros is none; each member of a batch is looked at by itself."""
    x = np.array([[[1.0, -1.0, 0.0, -1.0], [0.0, 0.0, 0.0, 1.0]], [[-1.0, 1.0, 0.0, 1.0]] * 2])
    assert turned_costs(x).tolist() == [[[False, True, False, False]], [[True, False, False, False]]]


@EACH
def test_a_costlier_region_loses(method) -> None:
    """In score, and so does one with less of a benefit."""
    for column in range(4):
        worse = X.copy()
        worse[3, column] -= 0.05
        assert method(worse, W)[3] < method(X, W)[3]


@EACH
def test_units_do_not_matter(method) -> None:
    """Shares of a column are the same in any unit."""
    assert method(X * np.array([3.0, 0.01, 1e6, 2.0]), W) == pytest.approx(method(X, W), rel=1e-12)


@EACH
def test_equal_regions_tie_and_order_does_not_matter(method) -> None:
    """Exactly, with costs among the columns; a batch gives what its members give."""
    doubled = np.concatenate([X, X[::-1]])
    found = method(doubled, W)
    assert np.array_equal(found, found[::-1])
    order = GENERATOR.permutation(9)
    assert method(X[order], W) == pytest.approx(method(X, W)[order], rel=1e-12)
    batch = np.stack([X, np.abs(X), -np.abs(X)])
    assert np.array_equal(method(batch, W), [method(x, W) for x in batch])


@EACH
def test_costs_that_weigh_nothing_have_no_say(method) -> None:
    """Neither have columns of zeros."""
    weights = np.array([0.5, 0.5, 0.0, 0.0])
    alone = method(X[:, :2], weights[:2])
    assert method(X, weights) == pytest.approx(alone, rel=1e-12)
    x = np.column_stack([X[:, :2], np.zeros((9, 2))])
    assert method(x, weights) == pytest.approx(alone, rel=1e-12)


def test_copras_by_hand() -> None:
    """Shares 1/4 and 3/4 of the benefit, 1/3 and 2/3 of the cost, which give 2/3 and 1/3 of its weight."""
    x = np.array([[1.0, -1.0], [3.0, -2.0]])
    assert copras(x, np.array([0.5, 0.5])) == pytest.approx([0.125 + 1 / 3, 0.375 + 1 / 6], rel=1e-12)
    assert copras(x, np.array([0.5, 0.5]), output="utility") == pytest.approx([11 / 13, 1.0], rel=1e-12)
    assert copras(X, W).sum() == pytest.approx(1.0)
    assert copras(np.zeros((3, 2)), W[:2], output="utility").tolist() == [1.0, 1.0, 1.0]


def test_one_region_has_the_whole() -> None:
    """COPRAS 1; RAM from the weights alone."""
    assert copras(X[:1], W) == pytest.approx([1.0])
    assert ram(X[:1], W) == pytest.approx([2.7 ** (1 / 2.3)])


def test_a_region_without_any_cost_is_refused_by_copras_alone() -> None:
    """One over nothing; the message says what to do instead."""
    x = X.copy()
    x[2, 2:] = 0.0
    with pytest.raises(MethodError, match="one has none") as error:
        copras(x, W)
    assert "`ram`" in str(error.value.advice)
    assert np.isfinite(ram(x, W)).all()


@pytest.mark.parametrize("method", [copras, ram, aroman])
def test_a_column_on_both_sides_of_0_is_refused(method) -> None:
    """Its place is named; so is a gap."""
    x = np.abs(X)
    x[0, 1] = -1.0
    with pytest.raises(MethodError, match="both sides of 0") as error:
        method(x, W)
    assert error.value.where == "column 1"
    x[0, 1] = np.nan
    with pytest.raises(MethodError, match="missing"):
        method(x, W)


def test_aroman_refuses_costs_unless_they_are_wanted_as_printed() -> None:
    """As printed a costlier region gains, which is why."""
    with pytest.raises(MethodError, match="costlier region gain") as error:
        aroman(X, W)
    assert error.value.where == "column 2"
    worse = X.copy()
    worse[3, 2] -= 0.05
    assert aroman(worse, W, costs="as_printed")[3] > aroman(X, W, costs="as_printed")[3]


def test_the_parts_of_aroman() -> None:
    """β = 1 is min–max, β = 0 the part of the length; λ is the exponent left to the costs."""
    x = np.array([[3.0], [4.0]])
    assert aroman(x, np.ones(1), linear=1.0).tolist() == [0.0, 0.5**0.5]
    assert aroman(x, np.ones(1), linear=0.0, exponent=0.25) == pytest.approx([0.3**0.75, 0.4**0.75])
    assert aroman(np.full((2, 1), 3.0), np.ones(1), linear=1.0).tolist() == [0.0, 0.0]
