"""Imputation, treatment and normalisation against scikit-learn, SciPy and pymcdm on random data."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pymcdm import normalizations as pymcdm_normalise
from record import Agreement, kind_of, program, record
from scipy import stats
from sklearn.experimental import enable_iterative_imputer  # noqa: F401 - importing it is the switch
from sklearn.impute import IterativeImputer, KNNImputer, SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import PowerTransformer, StandardScaler

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.impute.columns import impute_mean, impute_median
from zhishu.prepare.impute.neighbours import nearest_neighbours
from zhishu.prepare.impute.regression import regression
from zhishu.prepare.moments import kurtosis, skewness
from zhishu.prepare.normalisers.centre import robust_z, zscore
from zhishu.prepare.normalisers.ordinal import ranks_upward
from zhishu.prepare.normalisers.proportion import fraction_of_max, maximum, total, vector
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.prepare.transform import box_cox, quantile_clip, yeo_johnson

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = range(5)
PYMCDM, SKLEARN = program("pymcdm"), program("scikit-learn")
SCIPY, NUMPY = program("scipy"), program("numpy")
UP, DOWN = compile_directions([Direction()] * 4), compile_directions([Direction("negative")] * 4)


def positive(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).gamma(2.0, 3.0, size=(30, 4)) + 0.1


def with_gaps(seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    x = generator.multivariate_normal([5, 1, -2, 40], np.diag([1, 4, 9, 25]) + 0.5, size=30)
    x[generator.random(x.shape) < 0.12] = np.nan
    return x


def agrees(
    method: str, against: str, what: str, found: np.ndarray, expected: np.ndarray, tolerance: float
) -> None:
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance)
    record(Agreement(kind_of(method), method, against, "random data, 5 seeds", what, tolerance, holds=True))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "ours", "theirs"),
    [
        ("vector", vector, pymcdm_normalise.vector_normalization),
        ("sum", total, pymcdm_normalise.sum_normalization),
        ("max", maximum, pymcdm_normalise.max_normalization),
        ("fraction_of_max", fraction_of_max, pymcdm_normalise.linear_normalization),
        ("minmax", minmax, pymcdm_normalise.minmax_normalization),
    ],
)
def test_normalisers_against_pymcdm(seed: int, name: str, ours: Callable, theirs: Callable) -> None:
    """Benefit and cost columns, on positive data."""
    x = positive(seed)
    for directions, cost in ((UP, False), (DOWN, True)):
        expected = np.column_stack([theirs(column, cost=cost) for column in x.T])
        agrees(name, PYMCDM, "benefit and cost columns", ours(x, directions), expected, 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_standardisation_against_scikit_learn_and_scipy(seed: int) -> None:
    """Population z-scores, and robust ones with the consistent median absolute deviation."""
    x = positive(seed)
    expected = StandardScaler().fit_transform(x)
    agrees("zscore", SKLEARN, "spread: population", zscore(x, UP, spread="population"), expected, 1e-10)
    mad = stats.median_abs_deviation(x, axis=0, scale="normal")
    agrees("robust_z", SCIPY, "median and MAD", robust_z(x, UP), (x - np.median(x, axis=0)) / mad, 1e-10)


@pytest.mark.parametrize("ties", ["min", "max", "average", "dense"])
def test_ranks_against_scipy(ties: str) -> None:
    """Every rule for ties, on data that are full of them."""
    x = np.random.default_rng(0).integers(0, 6, size=(40, 4)).astype(float)
    expected = stats.rankdata(x, method=ties, axis=0)
    agrees("rank", SCIPY, f"ties {ties}", ranks_upward(x, UP, ties=ties), expected, 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_shape_against_scipy(seed: int) -> None:
    """Skewness and kurtosis without bias."""
    x = positive(seed)
    np.testing.assert_allclose(skewness(x), stats.skew(x, bias=False), rtol=1e-10)
    np.testing.assert_allclose(kurtosis(x), stats.kurtosis(x, bias=False), rtol=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_middles_against_scikit_learn(seed: int) -> None:
    """Means and medians in the gaps."""
    x = with_gaps(seed)
    for name, ours in (("mean", impute_mean), ("median", impute_median)):
        expected = SimpleImputer(strategy=name).fit_transform(x)
        agrees(name, SKLEARN, "SimpleImputer", ours(x), expected, 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weights", ["uniform", "distance"])
def test_neighbours_against_scikit_learn(seed: int, weights: str) -> None:
    """In raw units, as the peer measures."""
    x = with_gaps(seed)
    expected = KNNImputer(n_neighbors=3, weights=weights).fit_transform(x)
    found = nearest_neighbours(x, k=3, weights=weights, standardise=False)
    agrees("knn", SKLEARN, f"KNNImputer, {weights} weights, raw units", found, expected, 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cycles", [1, 4])
def test_regression_against_scikit_learn(seed: int, cycles: int) -> None:
    """Least squares column by column from the mean, for the same number of cycles."""
    x = with_gaps(seed)
    peer = IterativeImputer(LinearRegression(), imputation_order="roman", max_iter=cycles, tol=1e-300)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it stops early is what is asked for
        expected = peer.fit_transform(x)
    what = f"IterativeImputer, linear regression, {cycles} cycles"
    agrees("regression", SKLEARN, what, regression(x, cycles=cycles), expected, 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_power_transformations_against_scipy_and_scikit_learn(seed: int) -> None:
    """The likeliest power and the values it gives; the peers' optimisers stop a little earlier."""
    x = positive(seed)
    for column in range(4):
        one = x[:, [column]]
        expected, power = stats.boxcox(one[:, 0])
        found = box_cox(one, shift=False).values
        agrees("box_cox", SCIPY, "likeliest power", found[:, 0], expected, 1e-4)
        np.testing.assert_allclose(box_cox(one, power=power, shift=False).values[:, 0], expected, rtol=1e-10)
        shifted = one - 6
        expected, power = stats.yeojohnson(shifted[:, 0])
        agrees("yeo_johnson", SCIPY, "likeliest power", yeo_johnson(shifted).values[:, 0], expected, 1e-4)
        peer = PowerTransformer(standardize=False).fit(shifted)
        own = yeo_johnson(shifted, power=float(peer.lambdas_[0])).values
        agrees("yeo_johnson", SKLEARN, "a given power", own, peer.transform(shifted), 1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_quantiles_against_numpy(seed: int) -> None:
    """Cut at the linearly interpolated quantiles of the values present."""
    x = with_gaps(seed)
    low, high = np.nanquantile(x, [0.1, 0.9], axis=0)
    expected = np.clip(x, low, high)
    agrees(
        "quantile_clip",
        NUMPY,
        "gaps included",
        quantile_clip(x, lower=0.1, upper=0.9).values,
        expected,
        1e-12,
    )


def test_where_definitions_differ_on_purpose() -> None:
    """The peer's min–max of a constant is 1, for benefit and cost alike; ours is 0 and told as a repair."""
    x = np.full((5, 1), 3.0)
    assert (pymcdm_normalise.minmax_normalization(x[:, 0]) == 1).all()
    assert (minmax(x, compile_directions([Direction()])) == 0).all()
    note = "the peer gives 1, as if every region were the best; 0 here, said in a repair"
    record(Agreement("normalise", "minmax", PYMCDM, "", "a constant column", 0.0, holds=False, note=note))
