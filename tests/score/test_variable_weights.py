"""Variable weights: between which means the power lies, zeros, and intervals that punish and reward."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.averages.variable_weights import interval_states, variable_weights

W = np.array([0.5, 0.3, 0.2])
X = np.array([[0.2, 0.4, 0.9], [0.7, 0.7, 0.7], [0.1, 1.0, 0.5]])


def test_the_lower_the_exponent_the_more_imbalance_costs() -> None:
    """And nothing where all values are equal; above 1 a lead is rewarded."""
    found = np.array([variable_weights(X, W, exponent=exponent) for exponent in (0.0, 0.5, 1.0, 1.5, 3.0)])
    assert (np.diff(found[:, [0, 2]], axis=0) > 0).all()
    assert found[:, 1] == pytest.approx(0.7)
    assert found[2] == pytest.approx(X @ W)


@pytest.mark.parametrize(
    ("exponent", "expected"), [(0.0, 0.0), (0.5, 0.0), (0.99, 0.0), (1.0, 0.5), (2.0, 1.0)]
)
def test_zeros(exponent: float, expected: float) -> None:
    """Below exponent 1 a zero takes all the weight; in columns that weigh nothing it is none."""
    assert variable_weights(np.array([[0.0, 1.0]]), np.array([0.5, 0.5]), exponent=exponent) == [expected]
    found = variable_weights(np.array([[0.0, 0.3]]), np.array([0.0, 1.0]), exponent=exponent)
    assert found == pytest.approx([0.3])
    assert variable_weights(np.zeros((1, 3)), W, exponent=exponent) == [0.0]


def test_tiny_values_do_not_overflow() -> None:
    """Powers are of ratios to the smallest value."""
    x = np.array([[1e-300, 1e-305, 1.0]])
    assert variable_weights(x, W, exponent=0.0) == pytest.approx([1e-305 / 0.3], rel=1e-4)


def test_intervals() -> None:
    """Neutral values have constant weights; with no rates at all it is the mean."""
    neutral = np.array([[0.3, 0.4, 0.45]])
    assert variable_weights(neutral, W, state="intervals") == pytest.approx(neutral @ W)
    flat = {"penalty": 0.0, "reward": 0.0, "strong_reward": 0.0}
    assert variable_weights(X, W, state="intervals", **flat) == pytest.approx(X @ W)
    low = variable_weights(X[2:], W, state="intervals", **{**flat, "penalty": 2.0})
    assert low < X[2:] @ W
    high = variable_weights(X[2:], W, state="intervals", **{**flat, "strong_reward": 2.0})
    assert high > X[2:] @ W
    assert interval_states(np.array([0.75]), (0.25, 0.5, 0.75), (1, 1, 9), 0.2) == pytest.approx(
        0.2 + np.expm1(0.25)
    )


def test_missing_values_share_their_weight() -> None:
    """As in the mean; nothing known, no score."""
    x = X.copy()
    x[0, 2] = x[1] = np.nan
    for state in ("power", "intervals"):
        found = variable_weights(x, W, state=state)
        assert found[0] == pytest.approx(variable_weights(X[:1, :2], W[:2] / 0.8, state=state)[0])
        assert np.isnan(found[1])


def test_what_is_refused() -> None:
    """Negative values have no power; thresholds are three and do not fall."""
    with pytest.raises(MethodError, match="not defined"):
        variable_weights(-X, W)
    assert np.isfinite(variable_weights(-X, W, state="intervals")).all()
    for thresholds in ((0.5, 0.25, 0.75), (0.25, 0.75)):
        with pytest.raises(MethodError, match="do not rise"):
            variable_weights(X, W, state="intervals", thresholds=thresholds)
