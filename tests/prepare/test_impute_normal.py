"""The EM algorithm where there is nothing to find."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.prepare.impute.normal import _refuse_singular, em_moments


def draws(regions: int) -> np.ndarray:
    """Return four draws of 12 columns with one value in twelve missing, standardised."""
    generator = np.random.default_rng(0)
    x = generator.normal(size=(4, regions, 12))
    x[generator.random(x.shape) < 1 / 12] = np.nan
    return np.asarray((x - np.nanmean(x, axis=1, keepdims=True)) / np.nanstd(x, axis=1, keepdims=True))


def test_a_likelihood_that_rises_without_end_is_refused_before_the_last_round() -> None:
    """With so few regions the covariance becomes singular: the error says so, not that it does not settle."""
    with pytest.raises(MethodError, match="cannot be inverted"):
        em_moments(draws(14), np.zeros((4, 12)), tolerance=1e-300, limit=2000)


def test_looking_for_singular_covariances_changes_no_answer() -> None:
    """A batch that needs more than 50 rounds comes out as its members do alone."""
    z = draws(40)
    together = em_moments(z, np.zeros((4, 12)), tolerance=1e-14, limit=5000)
    alone = [em_moments(one, np.zeros(12), tolerance=1e-14, limit=5000) for one in z]
    assert together.filled == pytest.approx(np.array([one.filled for one in alone]), abs=1e-9)


def test_a_covariance_that_is_no_number_is_refused() -> None:
    """Infinite values give the error of the method, not one of the eigenvalues."""
    with pytest.raises(MethodError, match="cannot be inverted"):
        _refuse_singular(np.full((1, 2, 2), np.nan), np.zeros((1, 2)))
