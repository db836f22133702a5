"""Evidential reasoning: agreement strengthens, ignorance stays ignorance, and weights of one column."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.judged.evidence import combined, evidential_reasoning

W = np.array([0.5, 0.3, 0.2])
X = np.array([[0.2, 0.4, 0.9], [0.7, 0.7, 0.7], [0.0, 1.0, 0.5], [-1.0, 2.0, 0.5]])


def test_one_column_and_columns_that_agree_are_their_value() -> None:
    """Nearness to two grades has the value for its mean; certainty about one grade stays certain."""
    column = np.linspace(0, 1, 21)[:, None]
    assert evidential_reasoning(column, np.ones(1)) == pytest.approx(column[:, 0])
    agreed = np.array([[0.25] * 3, [0.75] * 3])
    assert evidential_reasoning(agreed, W) == pytest.approx([0.25, 0.75])


def test_agreement_on_a_grade_counts_for_more_than_its_weight() -> None:
    """Two against one at equal weights, three against one; the order of the columns does not matter."""
    two = evidential_reasoning(np.array([[1.0, 1.0, 0.0]]), np.full(3, 1 / 3))
    three = evidential_reasoning(np.array([[1.0, 1.0, 1.0, 0.0]]), np.full(4, 0.25))
    assert two == pytest.approx(5 / 7)
    assert three[0] > two[0]
    turned = evidential_reasoning(X[:, ::-1], W[::-1])
    assert evidential_reasoning(X, W) == pytest.approx(turned)


def test_values_beyond_the_outer_grades_are_as_if_at_them() -> None:
    """The last two regions."""
    found = evidential_reasoning(X, W)
    assert found[2] == found[3]


def test_a_missing_value_is_ignorance() -> None:
    """Between what it would give at the lowest and the highest grade, which bound the score."""
    x = X.copy()
    x[0, 1] = x[2] = np.nan
    low, middle, high = (evidential_reasoning(x, W, unknown=how) for how in ("lowest", "middle", "highest"))
    assert (low[:2] <= middle[:2]).all()
    assert low[1] == middle[1] == high[1]
    assert (low[0] + high[0]) / 2 == pytest.approx(middle[0])
    assert low[0] < evidential_reasoning(X, W)[0] < high[0]
    assert np.isnan(middle[2])
    degrees = np.array([[[1.0, 0.0], [0.0, 0.0]]])
    found = combined(degrees, np.array([0.6, 0.4]))
    assert found.degrees[0] == pytest.approx([0.6 / 0.76, 0])
    assert found.unknown == pytest.approx(0.16 / 0.76)
    assert np.isnan(evidential_reasoning(np.array([[np.nan, 1.0]]), np.array([1.0, 0.0]))[0])


def test_degrees_and_what_is_unknown_sum_to_1() -> None:
    """For incomplete beliefs, for a column of all the weight, and for none."""
    generator = np.random.default_rng(3)
    degrees = generator.dirichlet(np.ones(6), (4, 7, 5))[..., :5]
    for weights in (np.full(5, 0.2), np.eye(5)[2], np.zeros(5)):
        found = combined(degrees, weights)
        assert found.degrees.sum(axis=-1) + found.unknown == pytest.approx(np.ones((4, 7)))
    assert (combined(degrees, np.zeros(5)).unknown == 1).all()
    assert combined(degrees, np.eye(5)[2]).degrees == pytest.approx(degrees[:, :, 2])


@pytest.mark.parametrize("grades", [(1.0,), (0.0, 0.0), (1.0, 0.0), (0.0, float("nan"))])
def test_grades_must_rise(grades) -> None:
    """Two or more."""
    with pytest.raises(MethodError, match="do not rise"):
        evidential_reasoning(X, W, grades=grades)
