"""Bounds on weights from the intervals of variances: exact where the bootstrap draws."""

from __future__ import annotations

from itertools import product
from statistics import NormalDist

import numpy as np
import pytest
from scipy.optimize import linprog

from zhishu.errors import MethodError
from zhishu.weigh.envelopment.variances import variance_bounded_scores, variance_interval


@pytest.mark.parametrize("seed", range(3))
def test_the_interval_is_that_of_all_samples(seed: int) -> None:
    """Mean and variance of s² over every sample of five values with replacement, all 3,125 of them."""
    values = np.random.default_rng(seed).gamma(2.0, size=5)
    drawn = values[np.array(list(product(range(5), repeat=5)))].var(axis=1, ddof=1)
    centre = 2 * values.var(ddof=1) - drawn.mean()
    reach = NormalDist().inv_cdf(0.95) * drawn.std()
    low, high = variance_interval(values[:, None], confidence=0.9)
    assert low.item() == pytest.approx(centre - reach, rel=1e-12)
    assert high.item() == pytest.approx(centre + reach, rel=1e-12)


def by_pairs(x: np.ndarray, confidence: float) -> np.ndarray:
    """Return the scores as they are written down: one programme for each region, a row for each pair."""
    low, high = variance_interval(x, confidence=confidence)
    count = x.shape[1]
    pairs = []
    for i, j in product(range(count), repeat=2):
        if i != j:
            row = np.zeros(count)
            row[i], row[j] = -1.0, low[i] / high[j]
            pairs.append(row)
    rows, right = np.vstack([x, *pairs]), np.repeat([1.0, 0.0], [len(x), len(pairs)])
    return np.array([-linprog(-own, A_ub=rows, b_ub=right, method="highs").fun for own in x])


@pytest.mark.parametrize("seed", range(5))
def test_one_bound_for_each_column_says_what_all_ratios_say(seed: int) -> None:
    """Low_i / high_j ≤ w_i / w_j for every pair, against low ≤ w ≤ high."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(0.0, 1.0, (30, 5)) * rng.uniform(0.5, 2.0, 5)
    assert variance_bounded_scores(x, confidence=0.9) == pytest.approx(by_pairs(x, 0.9), abs=1e-9)


def test_the_wider_the_interval_the_freer_the_weights() -> None:
    """Scores rise with the confidence, up to those without bounds."""
    x = np.random.default_rng(1).uniform(0.0, 1.0, (40, 4))
    tight, wide = (variance_bounded_scores(x, confidence=level) for level in (0.5, 0.99))
    assert (wide >= tight - 1e-12).all()
    assert wide.sum() > tight.sum() + 1e-3


def test_a_batch_gives_what_its_members_give_and_equal_regions_tie() -> None:
    """Also where columns are constant in one table only."""
    x = np.random.default_rng(2).uniform(0.0, 1.0, (3, 12, 4))
    x[1, :, 2] = 0.5
    x[:, 5] = x[:, 3]
    found = variance_bounded_scores(x)
    for table, scores in zip(x, found, strict=True):
        assert variance_bounded_scores(table) == pytest.approx(scores, abs=1e-12)
    assert (found[:, 5] == found[:, 3]).all()


def test_regions_with_nothing_and_columns_that_tell_nothing() -> None:
    """A row of zeros scores 0; where no column varies all score 1."""
    x = np.random.default_rng(3).uniform(0.2, 1.0, (12, 3))
    x[4] = 0.0
    assert variance_bounded_scores(x)[4] == 0
    assert variance_bounded_scores(np.full((4, 2), 3.0)).tolist() == [1.0, 1.0, 1.0, 1.0]
    assert variance_bounded_scores(np.zeros((4, 2))).tolist() == [0.0, 0.0, 0.0, 0.0]
    assert variance_bounded_scores(np.array([[2.0, 1.0]])).tolist() == [1.0]


def test_a_variance_too_uncertain_is_refused() -> None:
    """One outlier among few regions: the interval reaches below 0."""
    x = np.random.default_rng(4).uniform(0.0, 1.0, (10, 2))
    x[0, 1] = 100.0
    with pytest.raises(MethodError, match="too uncertain to bound its weight") as caught:
        variance_bounded_scores(x)
    assert caught.value.where == "column 1"
