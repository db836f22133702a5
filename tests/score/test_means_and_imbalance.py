"""Means and scores with a penalty: what weighs nothing, what is zero, missing or negative, and limits."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.averages.imbalance import (
    adjusted_mazziotta_pareto,
    entropy_order_weights,
    mazziotta_pareto,
    mean_min,
    owa,
)
from zhishu.score.aggregators.averages.means import arithmetic, generalised_mean, geometric, harmonic, median

X = np.array([[0.2, 0.9, 0.4], [0.5, 0.5, 0.5], [1.0, 0.1, 0.7]])
W = np.array([0.5, 0.3, 0.2])
ONE_BY_ONE = (
    arithmetic,
    geometric,
    harmonic,
    generalised_mean,
    median,
    mean_min,
    owa,
    mazziotta_pareto,
    adjusted_mazziotta_pareto,
)


@pytest.mark.parametrize("method", ONE_BY_ONE)
def test_missing_values_share_their_weight_out(method) -> None:
    """A region that lacks a column scores as if the group had never had it."""
    gaps = X.copy()
    gaps[0, 1] = np.nan
    without = method(X[:, [0, 2]], W[[0, 2]] / W[[0, 2]].sum())
    found = method(gaps, W)
    assert found[0] == pytest.approx(without[0], rel=1e-9)
    assert found[1:].tolist() == method(X, W)[1:].tolist()


@pytest.mark.parametrize("method", ONE_BY_ONE)
def test_a_region_without_any_value_has_no_score(method) -> None:
    """NaN for it alone, and no warning on the way."""
    gaps = X.copy()
    gaps[2] = np.nan
    found = method(gaps, W)
    assert np.isnan(found).tolist() == [False, False, True]


@pytest.mark.parametrize("method", [method for method in ONE_BY_ONE if method is not owa])
def test_a_column_that_weighs_nothing_changes_nothing(method) -> None:
    """Not even as a zero, which stops a geometric mean only where it weighs; OWA counts places."""
    wider = np.column_stack([X, np.zeros(3)])
    assert method(wider, np.append(W, 0.0)) == pytest.approx(method(X, W), rel=1e-12)


@pytest.mark.parametrize("method", [geometric, harmonic, generalised_mean])
def test_negative_values_are_an_error(method) -> None:
    """Said with how many there are and what to do."""
    with pytest.raises(MethodError, match=method.__name__) as error:
        method(-X, W)
    assert error.value.allowed == "0 or more"
    assert error.value.advice


@pytest.mark.parametrize("method", [geometric, harmonic])
def test_a_zero_that_weighs_makes_the_mean_zero(method) -> None:
    """The limit of the formula, without a warning."""
    assert method(np.array([[0.0, 0.9, 0.4]]), W).tolist() == [0.0]


def test_powers_do_not_overflow() -> None:
    """The largest double, the smallest, and powers of a hundred."""
    extreme = np.array([[1e300, 1e-300], [1e-300, 1e-300]])
    equal = np.array([0.5, 0.5])
    assert generalised_mean(extreme, equal, power=100)[0] == pytest.approx(1e300 * 0.5**0.01)
    assert generalised_mean(extreme, equal, power=-100)[0] == pytest.approx(1e-300 * 2**0.01)
    assert generalised_mean(extreme, equal, power=-100)[1] == 1e-300


def test_the_weighted_median_passes_one_half() -> None:
    """Where the weights reach exactly one half, also up to rounding, it is the mean of two values."""
    assert median(np.array([[1.0, 2.0, 3.0]]), np.array([0.1, 0.2, 0.7])).tolist() == [3.0]
    tenths = np.array([0.1, 0.2, 0.2, 0.5])
    assert median(np.array([[1.0, 2.0, 3.0, 8.0]]), tenths) == pytest.approx([5.5])


def test_mean_min_runs_from_the_mean_to_the_minimum() -> None:
    """α = 0 and α = 1; a large β forgives small imbalance."""
    assert mean_min(X, W, alpha=0).tolist() == arithmetic(X, W).tolist()
    assert mean_min(X, W, alpha=1) == pytest.approx(X.min(axis=1))
    assert mean_min(X, W, alpha=1, beta=1e6) == pytest.approx(arithmetic(X, W), abs=1e-5)


@pytest.mark.parametrize("orness", [0.0, 0.03, 0.4, 0.5, 0.9, 0.999, 1.0])
@pytest.mark.parametrize("count", [2, 3, 18, 100])
def test_order_weights_have_the_orness_asked_for(orness: float, count: int) -> None:
    """They sum to 1, none is negative, and rise or fall steadily."""
    weights = entropy_order_weights(count, orness)
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    assert weights @ np.linspace(1, 0, count) == pytest.approx(orness, abs=1e-9)


def test_order_weights_may_be_given() -> None:
    """Best value first."""
    assert owa(X, np.ones(3) / 3, order_weights=[0.0, 1.0, 0.0]).tolist() == pytest.approx([0.4, 0.5, 0.7])


@pytest.mark.parametrize("order", [[0.5, 0.5], [0.5, 0.4, 0.0], [1.5, -0.5, 0.0]])
def test_order_weights_that_do_not_fit_are_an_error(order: list[float]) -> None:
    """As many as columns, with sum 1, none negative."""
    with pytest.raises(MethodError, match="order weights"):
        owa(X, W, order_weights=order)


def test_equal_order_weights_give_the_weighted_mean() -> None:
    """Torra's other limit."""
    assert owa(X, W, order_weights=np.ones(3) / 3) == pytest.approx(arithmetic(X, W), rel=1e-12)


@pytest.mark.parametrize("method", [mazziotta_pareto, adjusted_mazziotta_pareto])
def test_the_two_penalties_lie_on_either_side_of_the_mean(method) -> None:
    """And a balanced region pays none."""
    minus, plus = method(X, W, penalty="minus"), method(X, W, penalty="plus")
    assert (minus + plus) / 2 == pytest.approx(arithmetic(X, W), rel=1e-12)
    assert minus[0] < plus[0]
    assert minus[1] == plus[1] == 0.5


def test_a_mean_of_zero_has_no_coefficient_of_variation() -> None:
    """One clear error, not an infinity."""
    with pytest.raises(MethodError, match="coefficient of variation"):
        mazziotta_pareto(X - 1.0, W)


@pytest.mark.parametrize("index", [mazziotta_pareto, adjusted_mazziotta_pareto])
def test_the_penalty_can_count_columns_alike_and_leave_a_geometric_mean(index) -> None:
    """Weighted mean of either kind, minus variance over mean of the values that weigh, unweighted."""
    x = np.array([[90.0, 110.0, 130.0, 70.0], [100.0, 100.0, 100.0, 5.0]])
    weights = np.array([0.5, 0.3, 0.2, 0.0])
    plain = x[:, :3]
    penalty = plain.var(axis=1) / plain.mean(axis=1)
    found = index(x, weights, spread="equal")
    assert found == pytest.approx(plain @ weights[:3] - penalty, rel=1e-12)
    found = index(x, weights, spread="equal", mean="geometric", penalty="plus")
    assert found == pytest.approx(np.exp(np.log(plain) @ weights[:3]) + penalty, rel=1e-12)
