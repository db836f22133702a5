"""Screening by spread against scikit-learn's VarianceThreshold, its printed example, and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, program, record
from scipy import stats
from sklearn.feature_selection import VarianceThreshold

from zhishu.prepare.screen_spread import least_deviation, least_range

DATA = "random data, 20 × 6, five seeds"


def agreed(method: str, against: str, source: str, what: str, tolerance: float) -> None:
    record(Agreement("screen", method, against, source, what, tolerance, holds=True))


def test_the_example_of_variance_threshold() -> None:
    """Of four columns the first and the last are constant."""
    x = np.array([[0, 2, 0, 3], [0, 1, 4, 3], [0, 1, 1, 3]], dtype=float).T
    for method, measure in (("least_deviation", least_deviation), ("least_range", least_range)):
        assert measure(x).passed.tolist() == [False, True, True, False]
        agreed(
            method, MANUAL, "scikit-learn, VarianceThreshold", "four columns, of which two are constant", 0.0
        )


@pytest.mark.parametrize("seed", range(5))
def test_against_scikit_learn_and_scipy(seed: int) -> None:
    """Variances above a threshold; coefficients of variation; ranges."""
    x = np.random.default_rng(seed).lognormal(size=(20, 6))
    selector = VarianceThreshold(threshold=2.0).fit(x)
    found = least_deviation(x.T, limit=2.0**0.5, relative=False)
    np.testing.assert_allclose(found.spread**2, selector.variances_, rtol=1e-9)
    assert np.array_equal(found.passed, selector.get_support())
    agreed("least_deviation", program("scikit-learn"), DATA, "VarianceThreshold(2), `relative: false`", 1e-9)
    np.testing.assert_allclose(least_deviation(x.T).spread, stats.variation(x, axis=0), rtol=1e-9)
    agreed("least_deviation", program("scipy"), DATA, "stats.variation", 1e-9)
    np.testing.assert_allclose(least_range(x.T, relative=False).spread, np.ptp(x, axis=0), rtol=1e-12)
    agreed("least_range", program("numpy"), DATA, "ptp, `relative: false`", 1e-12)
