"""Screening, imputation, denomination and cutting against pandas, scikit-learn and SciPy on random data."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from record import Agreement, kind_of, program, record
from scipy import stats
from sklearn.experimental import enable_iterative_imputer  # noqa: F401 - importing it is the switch
from sklearn.impute import IterativeImputer, SimpleImputer
from sklearn.linear_model import BayesianRidge

from zhishu.prepare.denominate import ratio
from zhishu.prepare.impute.columns import impute_constant, impute_group_mean, impute_group_median
from zhishu.prepare.impute.regression import chained_draws
from zhishu.prepare.impute.time import carry_back, carry_forward, interpolate
from zhishu.prepare.screen import availability
from zhishu.prepare.transform import mad_clip

SEEDS = range(5)
PANDAS, SKLEARN, SCIPY = program("pandas"), program("scikit-learn"), program("scipy")


def with_gaps(seed: int, share: float = 0.15) -> np.ndarray:
    """Return 24 regions × 4 columns with gaps."""
    generator = np.random.default_rng(seed)
    x = generator.gamma(2.0, 3.0, size=(24, 4)) + 0.1
    x[generator.random(x.shape) < share] = np.nan
    return x


def agrees(
    method: str, against: str, what: str, pair: tuple[np.ndarray, np.ndarray], tolerance: float
) -> None:
    np.testing.assert_allclose(*pair, rtol=tolerance, atol=tolerance)
    record(Agreement(kind_of(method), method, against, "random data, 5 seeds", what, tolerance, holds=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_constant_against_scikit_learn(seed: int) -> None:
    """One number in every gap."""
    x = with_gaps(seed)
    expected = SimpleImputer(strategy="constant", fill_value=7.5).fit_transform(x)
    agrees("constant", SKLEARN, "SimpleImputer, a constant", (impute_constant(x, value=7.5), expected), 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_group_middles_against_pandas(seed: int) -> None:
    """Four groups of six regions: fillna with the transform of a groupby."""
    x = with_gaps(seed)
    regions = [f"r{at:02}" for at in range(24)]
    labels = [f"g{at % 4}" for at in range(24)]
    groups = {
        "part": {label: [r for r, g in zip(regions, labels, strict=True) if g == label] for label in labels}
    }
    frame = pd.DataFrame(x)
    for name, ours, middle in (
        ("group_mean", impute_group_mean, "mean"),
        ("group_median", impute_group_median, "median"),
    ):
        expected = frame.fillna(frame.groupby(labels).transform(middle)).to_numpy()
        found = ours(x, regions, groups, grouping="part")
        agrees(name, PANDAS, f"fillna, groupby {middle}", (found, expected), 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_time_against_pandas(seed: int) -> None:
    """24 years, also irregular ones: ffill, bfill with and without a limit, interpolation by the year."""
    x = with_gaps(seed, 0.5)
    frame = pd.DataFrame(x)
    panel = x[:, None, :]
    for limit in (None, 2):
        what = "every gap" if limit is None else "over at most 2 years"
        forward, back = frame.ffill(limit=limit).to_numpy(), frame.bfill(limit=limit).to_numpy()
        agrees(
            "carry_forward",
            PANDAS,
            f"ffill, {what}",
            (carry_forward(panel, max_years=limit)[:, 0], forward),
            0,
        )
        agrees("carry_back", PANDAS, f"bfill, {what}", (carry_back(panel, max_years=limit)[:, 0], back), 0)
    years = np.cumsum(np.random.default_rng(seed).integers(1, 4, size=24)) + 2000
    frame.index = pd.Index(years)
    inside = frame.interpolate(method="index", limit_area="inside").to_numpy()
    agrees("linear", PANDAS, "interpolate, irregular years", (interpolate(panel, years)[:, 0], inside), 1e-12)
    held = frame.interpolate(method="index", limit_direction="both").to_numpy()
    what = "interpolate, irregular years, ends held"
    agrees("linear", PANDAS, what, (interpolate(panel, years, ends="constant")[:, 0], held), 1e-12)


@pytest.mark.parametrize("seed", [0, 1])
def test_chained_draws_against_scikit_learn(seed: int) -> None:
    """Two columns with gaps, 400 regions: mean and spread of 100 imputations side by side.

    The peer draws from a Bayesian ridge whose residual variance is an estimate, ours draws the variance too;
    with 400 regions that is no difference. What is compared is random on both sides, so the tolerances are
    those of 100 draws.
    """
    generator = np.random.default_rng(seed)
    x = generator.multivariate_normal([0, 0, 0], [[1, 0.6, 0.3], [0.6, 1, 0.5], [0.3, 0.5, 1]], size=400)
    x[generator.random(400) < 0.2, 1] = np.nan
    x[generator.random(400) < 0.2, 2] = np.nan
    gaps = np.isnan(x)
    ours = chained_draws(x, np.random.default_rng(seed), draws=100, cycles=5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it stops before it has settled is what is asked for
        theirs = np.array([
            IterativeImputer(
                BayesianRidge(), sample_posterior=True, max_iter=5, imputation_order="roman", random_state=draw
            ).fit_transform(x)
            for draw in range(100)
        ])  # fmt: skip
    error = np.sqrt((ours.var(axis=0) + theirs.var(axis=0))[gaps] / 100)
    away = (ours.mean(axis=0) - theirs.mean(axis=0))[gaps] / error
    assert np.abs(away).max() < 4.5
    assert np.sqrt((away**2).mean()) < 1.3
    spread = ours.std(axis=0)[gaps].mean() / theirs.std(axis=0)[gaps].mean()
    assert spread == pytest.approx(1, abs=0.03)
    what = (
        "IterativeImputer, posterior of a Bayesian ridge: spread of 100 draws, and means within their error"
    )
    record(Agreement("impute", "chained", SKLEARN, "random data, 2 seeds", what, 0.03, holds=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_cut_by_median_deviation_against_scipy(seed: int) -> None:
    """Median ± 2 consistent median absolute deviations, gaps left out."""
    x = with_gaps(seed)
    centre = np.nanmedian(x, axis=0)
    reach = 2 * stats.median_abs_deviation(x, axis=0, scale="normal", nan_policy="omit")
    expected = np.clip(x, centre - reach, centre + reach)
    cut, _ = mad_clip(x, limit=2)
    agrees("mad_clip", SCIPY, "median_abs_deviation, limit 2", (cut, expected), 1e-12)


def test_cut_where_most_are_equal_against_scipy() -> None:
    """A median deviation of 0 would cut everything to the median; ours leaves such a column as it is."""
    x = np.array([3.0] * 6 + [4, 5, 90])[:, None]
    assert stats.median_abs_deviation(x[:, 0]) == 0
    assert (mad_clip(x)[0] == x).all()
    note = "the rule taken literally flags every value but the median; here such a column stays as it is"
    what = "more than half of the values equal"
    record(Agreement("treat", "mad_clip", SCIPY, "median_abs_deviation", what, 0.0, holds=False, note=note))


@pytest.mark.parametrize("seed", SEEDS)
def test_screen_and_denominators_against_pandas(seed: int) -> None:
    """Shares of values present, rows that dropna keeps, and a division by a column."""
    x = with_gaps(seed, 0.4)
    frame = pd.DataFrame(x)
    found = availability(x, data=0.75)
    kept = frame.dropna(thresh=3).index
    assert np.flatnonzero(found.passed).tolist() == kept.tolist()
    agrees(
        "availability", PANDAS, "notna, dropna", (found.data, frame.notna().mean(axis=1).to_numpy()), 1e-12
    )
    people = np.random.default_rng(seed).uniform(1, 9, size=24)
    expected = frame.div(people, axis=0).to_numpy() * 1000
    per = ratio(x, {"people": people}, by=["people"] * 4, scale=1000.0)
    agrees("ratio", PANDAS, "DataFrame.div, times 1,000", (per, expected), 1e-12)
