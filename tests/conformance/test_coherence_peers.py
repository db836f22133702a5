"""Correlations, covariances and the first component beside pandas, scipy and scikit-learn, on random data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from record import Agreement, program, record
from scipy.stats import spearmanr
from sklearn.decomposition import PCA

from zhishu.score.coherence import coherence, covariance, pearson, spearman

SEEDS = range(5)


def table(seed: int, *, gaps: bool) -> np.ndarray:
    """Return 31 × 6 values that go together, some equal to each other and some missing."""
    rng = np.random.default_rng(seed)
    x = (rng.normal(size=(31, 6)) + rng.normal(size=(31, 1))).round(1)
    return np.where(rng.random(x.shape) < 0.15, np.nan, x) if gaps else x


def agreed(against: str, what: str) -> None:
    record(Agreement("diagnosis", "coherence", program(against), "", what, 1e-9, holds=True))


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_correlations_and_covariances_are_those_of_pandas(seed: int, gaps: bool) -> None:  # noqa: FBT001 - a case
    """Missing values are left out pair by pair, of ranks too."""
    x = table(seed, gaps=gaps)
    frame = pd.DataFrame(x)
    assert pearson(x) == pytest.approx(frame.corr().to_numpy(), abs=1e-9)
    assert spearman(x) == pytest.approx(frame.corr(method="spearman").to_numpy(), abs=1e-9)
    assert covariance(x) == pytest.approx(frame.cov().to_numpy(), abs=1e-9)
    agreed("pandas", "corr (pearson, spearman) and cov, random data with ties and gaps, five seeds")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_component_is_that_of_standardised_columns(seed: int) -> None:
    """Its share of the variance; and rank correlations by another program."""
    x = table(seed, gaps=False)
    share = PCA().fit((x - x.mean(axis=0)) / x.std(axis=0)).explained_variance_ratio_[0]
    assert coherence(x).first_component == pytest.approx(share, abs=1e-9)
    agreed(
        "scikit-learn", "PCA of standardised columns: share of the first component, random data, five seeds"
    )
    assert spearman(x) == pytest.approx(spearmanr(x).statistic, abs=1e-9)
    agreed("scipy", "spearmanr, random data with ties, five seeds")


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_is_the_variance_that_the_sum_has_beyond_its_parts(seed: int) -> None:
    """Another way to write it: k / (k - 1) (1 - sum of variances over the variance of the sum)."""
    x = table(seed, gaps=False)
    wanted = 6 / 5 * (1 - x.var(axis=0).sum() / x.sum(axis=1).var())
    assert coherence(x).alpha == pytest.approx(wanted, abs=1e-9)
