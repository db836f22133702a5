"""Values over their mean: as R's mathmodels prints it, against pandas and scikit-learn, and what it keeps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from record import CLOSED_FORM, MANUAL, Agreement, program, record
from sklearn.preprocessing import normalize

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.proportion import ratio_to_mean
from zhishu.weigh.spread.dispersion import coefficient_of_variation, standard_deviation

DATA = "random data, 20 × 4, three seeds"
UP = compile_directions([Direction()] * 4)
DOWN = compile_directions([Direction("negative")] * 4)


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("normalise", "ratio_to_mean", against, source, what, tolerance, holds=True, note=note))


def test_the_manual_of_mathmodels() -> None:
    """4, 1, missing, 5, 8: the mean is that of the values present."""
    found = ratio_to_mean(np.array([4, 1, np.nan, 5, 8])[:, None], compile_directions([Direction()])).ravel()
    expected = [0.8888889, 0.2222222, np.nan, 1.1111111, 1.7777778]
    np.testing.assert_allclose(found, expected, atol=5e-8)
    agreed(MANUAL, "mathmodels (R), rescale_mean", "five values, one missing, 7 digits", 5e-8)


@pytest.mark.parametrize("seed", range(3))
def test_against_pandas_and_scikit_learn(seed: int) -> None:
    """A frame over its means; shares of the sum times the number of regions, of 1/x where less is better."""
    x = np.random.default_rng(seed).lognormal(size=(20, 4))
    frame = pd.DataFrame(x)
    np.testing.assert_allclose(ratio_to_mean(x, UP), frame / frame.mean(), rtol=1e-12)
    agreed(program("pandas"), DATA, "x / x.mean()", 1e-12)
    shares = normalize(1 / x, norm="l1", axis=0) * len(x)
    np.testing.assert_allclose(ratio_to_mean(x, DOWN), shares, rtol=1e-12)
    agreed(program("scikit-learn"), DATA, "normalize(1 / x, norm='l1') times 20, negative indicators", 1e-12)


def test_the_spread_that_is_left_is_the_coefficient_of_variation() -> None:
    """Standard deviations as weights then are coefficients of variation of the raw values as weights."""
    x = np.random.default_rng(3).lognormal(size=(20, 4))
    np.testing.assert_allclose(
        standard_deviation(ratio_to_mean(x, UP)), coefficient_of_variation(x), rtol=1e-12
    )
    agreed(CLOSED_FORM, "", "sd(x / mean) = sd(x) / mean, as weights", 1e-12)
