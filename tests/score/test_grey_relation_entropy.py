"""Grey relational entropy: how even the coefficients are, beside the grade and times the grade."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.score.aggregators.references.grey_relation import evenness, grey_relation

W = np.array([0.4, 0.3, 0.2, 0.1])
X = np.random.default_rng(3).uniform(0, 1, (7, 4))


def test_balanced_is_the_product() -> None:
    """Of the grade and the balance; both lie in (0, 1]."""
    grade, entropy, balanced = (
        grey_relation(X, W, balance=balance) for balance in ("none", "alone", "times_grade")
    )
    assert balanced == pytest.approx(grade * entropy, rel=1e-15)
    assert ((entropy > 0) & (entropy <= 1)).all()
    assert np.array_equal(grade, grey_relation(X, W))


def test_balance_prefers_the_even_one() -> None:
    """Two regions with one grade; a third holds the ideal and one the worst."""
    x = np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 0.25], [0.5, 0.5]])
    equal = np.array([0.5, 0.5])
    grade = grey_relation(x, equal)
    assert grade[2] > grade[3]
    balanced = grey_relation(x, equal, balance="alone")
    assert balanced[3] == 1
    assert balanced[2] < 1


def test_weights_do_not_enter_the_balance() -> None:
    """But for a column that weighs nothing, which is left out; one column alone is balanced."""
    entropy = grey_relation(X, W, balance="alone")
    assert np.array_equal(entropy, grey_relation(X, np.full(4, 0.25), balance="alone"))
    three = np.array([0.5, 0.3, 0.2, 0.0])
    coefficients = np.random.default_rng(4).uniform(0.3, 1, (5, 4))
    assert np.array_equal(evenness(coefficients, three), evenness(coefficients[:, :3], three[:3]))
    assert evenness(coefficients, np.array([0.0, 1, 0, 0])).tolist() == [1] * 5
    assert evenness(coefficients[:, :1], np.ones(1)).tolist() == [1] * 5


@pytest.mark.parametrize("balance", ["alone", "times_grade"])
def test_degenerate_tables(balance: str) -> None:
    """No gap at all: 1. One region, constant and equal rows are as good as any."""
    assert grey_relation(np.full((3, 4), 0.3), W, balance=balance) == pytest.approx([1, 1, 1], rel=1e-15)
    assert grey_relation(X[:1], W, balance=balance) == pytest.approx([1], rel=1e-15)
    doubled = np.vstack([X, X[::-1]])
    found = grey_relation(doubled, W, balance=balance)
    assert np.array_equal(found, found[::-1])


def test_a_batch_is_its_members() -> None:
    """With weights of which some are 0, other ones in each draw."""
    generator = np.random.default_rng(5)
    x = generator.uniform(0, 1, (3, 6, 4))
    weights = np.array([[0.25] * 4, [0.5, 0.5, 0, 0], [0, 0, 1, 0]])
    found = grey_relation(x, weights, balance="times_grade")
    for draw in range(3):
        assert np.array_equal(found[draw], grey_relation(x[draw], weights[draw], balance="times_grade"))


def test_the_reference_may_be_given() -> None:
    """Beyond the best value found, too."""
    found = grey_relation(X, W, balance="times_grade", reference=1.5)
    assert found == pytest.approx(
        grey_relation(X, W, reference=1.5) * grey_relation(X, W, reference=1.5, balance="alone")
    )
