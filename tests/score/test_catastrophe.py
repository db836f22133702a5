"""Catastrophe progression: roots by order of importance."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.judged.catastrophe import catastrophe, order_of_importance

X = np.random.default_rng(6).random((8, 4))
W = np.array([0.1, 0.4, 0.3, 0.2])


def test_weights_give_the_order_and_nothing_else() -> None:
    """Other weights in the same order change no score; another order does."""
    assert catastrophe(X, W).tolist() == catastrophe(X, np.array([0.01, 0.5, 0.3, 0.19])).tolist()
    assert (catastrophe(X, W) != catastrophe(X, W[::-1])).all()


def test_equal_weights_leave_the_order_of_the_framework() -> None:
    """Weights that differ by rounding are equal too."""
    assert order_of_importance(np.array([0.3, 0.1 + 0.2, 0.4])).tolist() == [1, 2, 0]
    alike = catastrophe(X, np.ones(4) / 4)
    assert alike == pytest.approx((X ** (1 / np.array([2, 3, 4, 5]))).mean(axis=1))


def test_columns_that_do_not_make_up_for_one_another() -> None:
    """The least of the roots, which no mean is below."""
    least = catastrophe(X, W, relation="non_complementary")
    assert least == pytest.approx((X ** (1 / np.array([5, 2, 3, 4]))).min(axis=1))
    assert (least <= catastrophe(X, W)).all()


@pytest.mark.parametrize("relation", ["complementary", "non_complementary"])
def test_a_column_without_weight_is_no_control_variable(relation: str) -> None:
    """It takes no place in the order, and its zeros do no harm."""
    x = np.insert(X, 1, 0.0, axis=1)
    found = catastrophe(x, np.insert(W, 1, 0.0), relation=relation)
    assert found.tolist() == catastrophe(X, W, relation=relation).tolist()


@pytest.mark.parametrize("relation", ["complementary", "non_complementary"])
def test_missing_values_are_left_out(relation: str) -> None:
    """The others keep their roots; a region that has nothing has no score."""
    x = X.copy()
    x[0, 1], x[1] = np.nan, np.nan
    found = catastrophe(x, W, relation=relation)
    roots = X[0, [0, 2, 3]] ** (1 / np.array([5, 3, 4]))
    assert found[0] == pytest.approx(roots.mean() if relation == "complementary" else roots.min())
    assert np.isnan(found[1])
    assert found[2:].tolist() == catastrophe(X, W, relation=relation)[2:].tolist()


def test_five_columns_are_the_wigwam_and_six_are_too_many() -> None:
    """Unless one of the six weighs nothing."""
    six, shares = np.full((1, 6), 0.5), np.array([6.0, 5, 4, 3, 2, 1]) / 21
    assert catastrophe(six[:, :5], shares[:5]) == pytest.approx(
        sum(0.5 ** (1 / root) for root in range(2, 7)) / 5
    )
    with pytest.raises(MethodError, match="no model for so many columns") as error:
        catastrophe(six, shares)
    assert error.value.advice
    assert catastrophe(six, np.append(shares[:5], 0.0)) == catastrophe(six[:, :5], shares[:5])


@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_values_outside_0_to_1_are_refused(value: float) -> None:
    """A root of them is no grade of membership."""
    with pytest.raises(MethodError, match="not defined for such values"):
        catastrophe(np.array([[value, 0.5]]), np.array([0.5, 0.5]))


def test_draws_may_order_the_columns_each_in_its_own_way() -> None:
    """One set of weights per draw."""
    both = np.stack([W, W[::-1]])
    assert catastrophe(np.stack([X, X]), both)[1].tolist() == catastrophe(X, W[::-1]).tolist()
