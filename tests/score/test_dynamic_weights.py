"""Dynamic weighting: weights that grow with the value and are not shared out, functions by column, faults."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.averages.dynamic_weights import (
    dynamic_weights,
    normal_weight,
    power_weight,
    s_shaped_weight,
)
from zhishu.score.aggregators.averages.variable_weights import variable_weights

IDS = ("a", "b", "c")
W = np.array([0.5, 0.3, 0.2])
X = np.array([[0.2, 0.4, 0.9], [0.7, 0.7, 0.7], [0.1, 1.0, 0.5]])
FUNCTIONS = ("normal", "s_shaped", "power", "constant")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_weights_lie_in_0_to_1_and_no_score_falls_when_a_value_rises(function: str) -> None:
    """So that the arithmetic mean is an upper bound, reached by the constant weight."""
    x = np.linspace(0.0, 1.0, 1001)[:, None]
    found = dynamic_weights(x, np.ones(1), function=function)
    assert (np.diff(found) >= 0).all()
    assert (found >= 0).all()
    assert (found <= x[:, 0]).all()
    assert (found[-1] == 1.0) == (function != "normal")


def test_a_constant_weight_is_the_arithmetic_mean() -> None:
    """Weights as given, times the values."""
    assert dynamic_weights(X, W, function="constant") == pytest.approx(X @ W)


def test_a_low_value_lifts_no_other() -> None:
    """Variable weights are divided by their sum, these are not: the score falls to what is left."""
    x, even = np.array([[0.0, 0.6]]), np.array([0.5, 0.5])
    alone = 0.5 * normal_weight(np.array([0.6]), 0.1, 0.33) * 0.6
    assert dynamic_weights(x, even) == pytest.approx(alone)
    assert variable_weights(x, even, exponent=2.0) == pytest.approx([0.6])


def test_where_the_weights_reach_what_is_said_of_them() -> None:
    """0.9 at 1.517 spreads above the threshold; the middle of an S is 1/2; limits belong to the grade above."""
    assert normal_weight(np.array([0.1, 0.1 + 1.517 * 0.33, 0.6]), 0.1, 0.33).round(3).tolist() == [
        0,
        0.9,
        0.899,
    ]
    shaped = s_shaped_weight(np.array([-1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), 2.0, 5.0)
    assert shaped == pytest.approx([0, 0, 2 / 9, 1 - 2 / 9, 1, 1])
    assert s_shaped_weight(np.array([3.5]), 2.0, 5.0) == [0.5]
    grades = (0.25, 0.5)
    assert power_weight(np.array([0.0, 0.24, 0.25, 0.512, 1.0]), grades) == pytest.approx(
        [0, 0.24, 0.5, 0.8, 1]
    )
    assert power_weight(np.array([0.5]), ()) == [0.5]


def test_functions_by_column() -> None:
    """Each column by its own, whatever their order; what is not said is as for all."""
    own = {
        "c": {"function": "power", "grades": [0.5]},
        "a": {"function": "s_shaped", "low": 0.1, "high": 0.5},
        "elsewhere": {"spread": 9},
    }
    parts = [
        s_shaped_weight(X[:, 0], 0.1, 0.5),
        normal_weight(X[:, 1], 0.2, 0.33),
        power_weight(X[:, 2], (0.5,)),
    ]
    expected = (np.column_stack(parts) * X) @ W
    assert dynamic_weights(X, W, IDS, threshold=0.2, columns=own) == pytest.approx(expected)
    every = {name: {"threshold": place / 10} for place, name in enumerate(IDS)}
    assert dynamic_weights(X, W, columns=every).tolist() == dynamic_weights(X, W, IDS, columns=every).tolist()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_missing_values_share_their_weight(function: str) -> None:
    """As in the mean; nothing known, no score."""
    x = X.copy()
    x[0, 2] = x[1] = np.nan
    found = dynamic_weights(x, W, function=function)
    assert found[0] == pytest.approx(dynamic_weights(X[:1, :2], W[:2] / 0.8, function=function)[0])
    assert np.isnan(found[1])


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"x": -X}, "not defined"),
        ({"x": 2 * X, "function": "power"}, "not defined"),
        ({"function": "s_shaped", "low": 0.5, "high": 0.5}, "does not rise"),
        ({"columns": {"a": {"function": "s_shaped", "low": 1.0}}}, "does not rise"),
        ({"function": "power", "grades": (0.4, 0.4)}, "do not rise"),
        ({"members": (), "columns": {"a": {"spread": 1.0}}}, "does not fit the group"),
    ],
)
def test_what_is_refused(changed: dict[str, object], what: str) -> None:
    """Values outside the functions, and functions that do not rise."""
    arguments = {"x": X, "members": IDS, **changed}
    with pytest.raises(MethodError, match=what):
        dynamic_weights(arguments.pop("x"), W, arguments.pop("members"), **arguments)


def test_values_above_1_are_allowed_but_for_powers() -> None:
    """The parameters are in units of the values."""
    found = dynamic_weights(100 * X, W, threshold=10.0, spread=33.0)
    assert found == pytest.approx(100 * dynamic_weights(X, W))
