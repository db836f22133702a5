"""Variable fuzzy sets: where memberships are whole and nil, what the four models are, and verdicts."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.judged.variable_fuzzy import (
    relative_memberships,
    variable_fuzzy_sets,
    whole_points,
)

W = np.array([0.5, 0.3, 0.2])
X = np.array([[0.2, 0.4, 0.9], [0.7, 0.7, 0.7], [0.0, 1.0, 0.5], [-1.0, 2.0, 0.5]])
EDGES = np.array([0.0, 1.0, 3.0, 6.0])


def test_memberships_at_the_corners() -> None:
    """Whole at M, a half at the bounds of the grade, none at those beyond its neighbours."""
    assert whole_points(EDGES).tolist() == [0, 2, 6]
    found = relative_memberships(np.array([0.0, 1.0, 2.0, 3.0, 6.0]), EDGES)
    assert found[:, 0] == pytest.approx([1, 0.5, 0.25, 0, 0])
    assert found[:, 1] == pytest.approx([0, 0.5, 1, 0.5, 0])
    assert found[:, 2] == pytest.approx([0, 0, 0.25, 0.5, 1])


def test_two_grades_with_linear_model_are_the_mean() -> None:
    """Least absolute, Hamming: memberships of two grades sum to 1."""
    found = variable_fuzzy_sets(X[:3], W, bounds=(0.0, 0.5, 1.0), criteria=(1,), distances=(1,))
    assert found == pytest.approx(X[:3] @ W)


def test_the_models_are_averaged() -> None:
    """Both criteria with both distances: the mean of four scores."""
    four = [variable_fuzzy_sets(X, W, criteria=(a,), distances=(p,)) for a in (1, 2) for p in (1, 2)]
    assert variable_fuzzy_sets(X, W) == pytest.approx(np.mean(four, axis=0))
    assert len({round(float(one[0]), 6) for one in four}) == 4


def test_verdicts_and_units() -> None:
    """A region whose values are all wholly in one grade lies in it."""
    points = np.repeat(whole_points(np.array([0, 0.25, 0.5, 0.75, 1]))[:, None], 3, axis=1)
    for verdict in ("maximum", "confidence"):
        found = variable_fuzzy_sets(points, W, verdict=verdict, unit="grades", confidence=0.51)
        assert found.tolist() == [1, 2, 3, 4]
    assert variable_fuzzy_sets(points, W, verdict="maximum") == pytest.approx(points[:, 0])


def test_values_beyond_the_bounds_and_missing_ones() -> None:
    """As at the bounds; weights are divided among what is there."""
    found = variable_fuzzy_sets(X, W)
    assert found[2] == found[3]
    x = X.copy()
    x[0, 2] = x[1] = np.nan
    partly = variable_fuzzy_sets(x, W)
    assert partly[0] == pytest.approx(variable_fuzzy_sets(X[:1, :2], W[:2] / 0.8)[0])
    assert np.isnan(partly[1])


@pytest.mark.parametrize("bounds", [(0.0, 1.0), (0.0, 0.0, 1.0), (1.0, 0.5, 0.0)])
def test_bounds_must_rise(bounds) -> None:
    """Three or more."""
    with pytest.raises(MethodError, match="do not rise"):
        variable_fuzzy_sets(X, W, bounds=bounds)
