"""Whether columns go together: correlations, Cronbach's alpha, the first component, flags."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.score.coherence import (
    coherence,
    covariance,
    cronbach_alpha,
    first_component,
    flag,
    pearson,
    spearman,
)

X = np.random.default_rng(11).normal(size=(4, 15, 5))
GAPS = np.where(np.random.default_rng(12).random(X.shape) < 0.2, np.nan, X)
FUNCTIONS = (pearson, spearman, covariance)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("x", [X, GAPS], ids=["complete", "gaps"])
def test_a_batch_gives_what_its_members_give(function, x) -> None:
    """Leading axes are a batch."""
    assert function(x) == pytest.approx(np.array([function(one) for one in x]), rel=1e-12, abs=1e-15)
    found = coherence(x)
    for place, one in enumerate(x):
        alone = coherence(one)
        assert found.alpha[place] == pytest.approx(alone.alpha)
        assert found.first_component[place] == pytest.approx(alone.first_component)
        assert found.least_correlation[place] == pytest.approx(alone.least_correlation)


def test_columns_that_say_the_same_are_one() -> None:
    """Correlation, alpha and the first component are exactly or nearly 1."""
    x = np.repeat(X[0, :, :1], 3, axis=1)
    assert pearson(x).tolist() == [[1.0] * 3] * 3
    found = coherence(x)
    assert (found.alpha, found.standardised_alpha, found.first_component) == pytest.approx((1, 1, 1))
    assert (found.least_correlation, found.mean_correlation) == (1, 1)


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_no_size_is_too_small_or_too_large(scale: float) -> None:
    """Nothing overflows and nothing vanishes."""
    found, wanted = coherence(scale * X[0]), coherence(X[0])
    assert found.alpha == pytest.approx(wanted.alpha)
    if scale > 1:
        assert found.standardised_alpha == pytest.approx(wanted.standardised_alpha)


def test_a_constant_column_correlates_with_nothing() -> None:
    """Its pairs are left out of the least and the mean; alpha is its formula; the others are empty."""
    x = X[0].copy()
    x[:, 2] = 0.3
    assert np.isnan(pearson(x)[2]).all()
    assert np.isnan(spearman(x)[2]).all()
    found, others = coherence(x), coherence(np.delete(x, 2, axis=1))
    assert np.isnan([found.standardised_alpha, found.first_component]).all()
    assert found.least_correlation == pytest.approx(others.least_correlation)
    assert found.mean_correlation == pytest.approx(others.mean_correlation)
    assert found.alpha == pytest.approx(others.alpha * (5 / 4) / (4 / 3))


def test_nothing_that_varies_gives_nothing() -> None:
    """Every cell is empty, and so it is with two regions."""
    for x in (np.ones((4, 3)), np.zeros((4, 3)), X[0, :2] * 0 + 1, np.full((4, 3), np.nan)):
        found = coherence(x)
        assert np.isnan([found.alpha, found.standardised_alpha, found.first_component]).all()
        assert np.isnan([found.least_correlation, found.mean_correlation]).all()
    assert np.isnan(pearson(X[0, :2])).all()


def test_columns_that_cancel_out_have_no_alpha() -> None:
    """Their sum does not vary; nothing is divided by rounding."""
    found = coherence(np.column_stack([X[0, :, 0], -X[0, :, 0]]))
    assert np.isnan([found.alpha, found.standardised_alpha]).all()
    assert found.first_component == pytest.approx(1)
    assert found.least_correlation == -1


def test_gaps_are_left_out_pair_by_pair() -> None:
    """Each pair counts the regions that have both; a pair constant among those has no correlation."""
    x = GAPS[0]
    both = ~np.isnan(x[:, [0, 1]]).any(axis=1)
    assert pearson(x)[0, 1] == pytest.approx(np.corrcoef(x[both, 0], x[both, 1])[0, 1])
    assert covariance(x)[0, 1] == pytest.approx(np.cov(x[both, 0], x[both, 1])[0, 1])
    assert pearson(x)[3, 1] == pearson(x)[1, 3]
    pair = np.array([[1.0, 5.0], [1.0, 6.0], [1.0, 7.0], [2.0, np.nan]])
    assert np.isnan(pearson(pair)[0, 1])
    assert np.isnan(spearman(pair)[0, 1])
    assert pearson(pair)[0, 0] == 1


def test_alpha_of_a_matrix() -> None:
    """Where k columns all correlate by r it is k r / (1 + (k - 1) r); the first component (1 + (k - 1) r) / k."""
    r = np.full((4, 4), 0.4) + 0.6 * np.eye(4)
    assert cronbach_alpha(r) == pytest.approx(4 * 0.4 / (1 + 3 * 0.4))
    assert first_component(r) == pytest.approx((1 + 3 * 0.4) / 4)
    assert cronbach_alpha(np.eye(3)) == pytest.approx(0)


@pytest.mark.parametrize(
    ("correlation", "siblings", "wanted"),
    [
        (-0.4, True, "negative"),
        (-0.39, True, "weak"),
        (0.3, True, "weak"),
        (0.31, True, None),
        (0.89, True, None),
        (0.9, True, "redundant"),
        (0.99, False, None),
        (0.2, False, "weak"),
        (-1.0, False, "negative"),
        (float("nan"), True, None),
    ],
)
def test_flags_at_their_thresholds(correlation, siblings, wanted) -> None:
    """A threshold itself is flagged."""
    assert flag(correlation, siblings=siblings) == wanted
