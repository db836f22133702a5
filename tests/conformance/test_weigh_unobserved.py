"""Unobserved components: one-factor models that are printed, that programs fit, and that can be worked out."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, MANUAL, Agreement, program, record
from recorded_answers import recorded
from scipy.optimize import minimize
from scipy.stats import multivariate_normal
from sklearn.decomposition import FactorAnalysis

from zhishu.weigh.fitted.unobserved import fitted_components, unobserved_components


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("weigh", "unobserved_components", against, source, what, tolerance, holds, note))


def with_correlations(wanted: np.ndarray, regions: int = 40) -> np.ndarray:
    """Return columns (regions, columns) of mean 0 and deviation 1 that have exactly these correlations."""
    drawn = np.random.default_rng(0).normal(size=(regions, len(wanted)))
    basis = np.linalg.qr(drawn - drawn.mean(axis=0))[0]
    return basis @ np.linalg.cholesky(wanted).T * np.sqrt(regions)


def measured(seed: int, regions: int, columns: int) -> np.ndarray:
    """Return one thing measured by columns of different precision and unit."""
    generator = np.random.default_rng(seed)
    common = generator.normal(size=(regions, 1)) * generator.uniform(0.4, 1.0, columns)
    error = generator.normal(size=(regions, columns)) * generator.uniform(0.4, 1.0, columns)
    return (common + error) * generator.uniform(0.5, 5.0, columns)


def likelihood(loading: np.ndarray, own: np.ndarray, seen: np.ndarray) -> float:
    """Return the log-likelihood per region of correlations `seen`, but for a constant."""
    model = np.outer(loading, loading) + np.diag(own)
    return -0.5 * float(np.linalg.slogdet(model)[1] + np.trace(np.linalg.solve(model, seen)))


SERIES = 0.4 ** np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
QUOTED_BY = "factanal of R, correlations 0.4^|i - j| of four columns, as the tests of statsmodels quote it"


def test_an_answer_of_r_with_ten_digits() -> None:
    """Loadings and own variances."""
    found = fitted_components(with_correlations(SERIES))
    assert found.correlation == pytest.approx(
        [0.4009399224, 0.6464550935, 0.6464550935, 0.4009399224], abs=5e-8
    )
    assert found.own == pytest.approx([0.8392472054, 0.5820958187, 0.5820958187, 0.8392472054], abs=5e-8)
    note = "its search stops there: the equations of the maximum hold here to 1e-9"
    agreed(MANUAL, QUOTED_BY, "loadings and own variances, printed with 10 digits", 5e-8, note=note)


def test_the_answer_of_statsmodels_to_the_same_is_one_of_two() -> None:
    """Its likelihood is higher, and so is that of its mirror image: by symmetry a saddle lies between them."""
    loading = np.array([0.38353316, 0.62517171, 0.66796508, 0.4170052])
    own = np.array([0.85290232, 0.60916033, 0.55382266, 0.82610666])
    found = fitted_components(with_correlations(SERIES))
    here = likelihood(found.correlation, found.own, SERIES)
    higher = likelihood(loading, own, SERIES)
    assert 0 < higher - here < 2e-6
    assert likelihood(loading[::-1], own[::-1], SERIES) == pytest.approx(higher, abs=1e-12)
    assert found.correlation == pytest.approx(found.correlation[::-1], abs=1e-9)
    what = "correlations 0.4^|i - j| of four columns, as its tests print: loadings 0.384, 0.625, 0.668, 0.417"
    note = "the likelihood has two maxima that mirror each other, 1e-6 per region above the saddle between them; the "
    note += "peer gives one of them; here, as in R, columns that mirror each other are kept alike"
    agreed(recorded("one_factor_statsmodels").program, "", what, 1e-9, holds=False, note=note)


def test_against_factanal() -> None:
    """Six tables of six or three columns; one with a Heywood case, where both stop at 0.005."""
    found = recorded("one_factor_factanal")
    for place, case in enumerate(found.cases):
        ours = fitted_components(np.array(case["x"]), negative="keep")
        loading = np.array(case["loadings"])
        heywood = min(case["own"]) < 0.006
        assert heywood == (place == 5)
        tolerance = 2e-4 if heywood else 3e-8
        assert ours.correlation == pytest.approx(loading * np.sign(loading.sum()), abs=tolerance)
        assert ours.own == pytest.approx(case["own"], abs=tolerance)
    agreed(found.program, "factanal, one factor", "loadings and own variances of six tables", 3e-8)
    note = "both hold 0.005 of a column's variance for its own: the peer of the variance seen, here of the model's"
    agreed(found.program, "factanal, one factor", "a table with a Heywood case", 2e-4, note=note)


def test_against_statsmodels() -> None:
    """Five tables of six columns."""
    found = recorded("one_factor_statsmodels")
    for case in found.cases:
        ours = fitted_components(np.array(case["x"]))
        loading = np.array(case["loadings"])
        assert ours.correlation == pytest.approx(loading * np.sign(loading.sum()), abs=3e-8)
        assert ours.own == pytest.approx(case["own"], abs=3e-8)
    agreed(found.program, "Factor(method='ml')", "loadings and own variances of five tables", 3e-8)


def test_against_scikit_learn() -> None:
    """Loadings, weights and the estimates of the regions; its EM algorithm stops a little short."""
    for seed in range(5):
        x = measured(seed, 60, 6)
        peer = FactorAnalysis(n_components=1, tol=1e-15, max_iter=100_000, svd_method="lapack").fit(x)
        loading = peer.components_[0] * np.sign(peer.components_[0].sum())
        ours = fitted_components(x)
        assert ours.correlation * ours.deviation == pytest.approx(loading, abs=1e-6)
        precise = loading / peer.noise_variance_
        weights = unobserved_components(x)
        assert weights == pytest.approx(precise / precise.sum(), abs=1e-6)
        assert abs(np.corrcoef(x @ weights, peer.transform(x)[:, 0])[0, 1]) == pytest.approx(1, abs=1e-12)
        error = (1 + (loading**2 / peer.noise_variance_).sum()) ** -0.5
        assert ours.standard_error == pytest.approx(error, abs=1e-6)
    what = (
        "loadings, weights and standard error of six columns, 5 seeds; the weighted mean ranks as its scores"
    )
    agreed(program("scikit-learn"), "FactorAnalysis(n_components=1)", what, 1e-6)


def test_three_columns_can_be_worked_out() -> None:
    """λ_1² = r_12 r_13 / r_23, and the weights that follow."""
    wanted = np.array([[1.0, 0.56, 0.4], [0.56, 1.0, 0.35], [0.4, 0.35, 1.0]])
    loading = np.array([0.8, 0.7, 0.5])
    unit = np.array([2.0, 0.5, 1.0])
    x = with_correlations(wanted) * unit
    precision = loading**2 / (1 - loading**2)
    assert fitted_components(x).correlation == pytest.approx(loading, abs=1e-9)
    assert fitted_components(x).standard_error == pytest.approx((1 + precision.sum()) ** -0.5, abs=1e-9)
    rescaled = unobserved_components(x, multiply="rescaled")
    assert rescaled == pytest.approx(precision / precision.sum(), abs=1e-9)
    columns = precision / (loading * unit)
    assert unobserved_components(x) == pytest.approx(columns / columns.sum(), abs=1e-9)
    what = "three columns: loadings from the correlations, both kinds of weights, the standard error"
    agreed(CLOSED_FORM, "Spearman", what, 1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_the_equations_of_the_maximum_hold(seed: int) -> None:
    """Ψ⁻¹-weighted correlations give back the loadings; own variances fill up the variance."""
    x = measured(seed, 50, 8)
    seen = np.corrcoef(x.T)
    found = fitted_components(x)
    pull = found.correlation / found.own
    assert seen @ pull == pytest.approx(found.correlation * (1 + found.correlation @ pull), abs=1e-9)
    assert found.deviation == pytest.approx(x.std(axis=0), rel=1e-9)
    agreed(CLOSED_FORM, "Lawley's equations", "eight columns, 5 seeds: S Ψ⁻¹ λ = λ (1 + λᵀ Ψ⁻¹ λ)", 1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_the_weighted_mean_is_the_conditional_mean(seed: int) -> None:
    """E(p | y) = λᵀ Σ⁻¹ (y - α), but for a constant and a factor."""
    x = measured(seed, 40, 5)
    found = fitted_components(x)
    loading = found.correlation * found.deviation
    model = np.outer(loading, loading) + np.diag(found.own * found.deviation**2)
    expected = (x - x.mean(axis=0)) @ np.linalg.solve(model, loading)
    score = x @ unobserved_components(x)
    slope, constant = np.polyfit(score, expected, 1)
    assert slope > 0
    assert slope * score + constant == pytest.approx(expected, abs=1e-9)
    what = "five columns, 5 seeds: Σ w x is the model's conditional mean but for a constant and a factor"
    agreed(CLOSED_FORM, "Kaufmann, Kraay and Mastruzzi (2010)", what, 1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_missing_values_are_part_of_the_likelihood(seed: int) -> None:
    """Against scipy's general search over the sum of normal densities, each of the columns a region has."""
    x = measured(seed, 40, 4)
    x /= x.std(axis=0)
    x[np.random.default_rng(seed).random(x.shape) < 0.2] = np.nan
    x = x[~np.isnan(x).all(axis=1)]

    rows = {tuple(known): x[(~np.isnan(x) == known).all(axis=1)] for known in np.unique(~np.isnan(x), axis=0)}

    def loss(parameters: np.ndarray) -> float:
        mean, loading, own = parameters[:4], parameters[4:8], np.exp(parameters[8:])
        model, total = np.outer(loading, loading) + np.diag(own), 0.0
        for pattern, seen in rows.items():
            known = np.flatnonzero(pattern)
            normal = multivariate_normal(mean[known], model[np.ix_(known, known)])
            total -= float(np.sum(normal.logpdf(seen[:, known])))
        return total

    start = np.concatenate([np.nanmean(x, axis=0), np.full(4, 0.7), np.log(np.full(4, 0.5))])
    peer = minimize(loss, start, tol=1e-10)
    precise = peer.x[4:8] / np.exp(peer.x[8:])
    assert unobserved_components(x) == pytest.approx(precise / precise.sum(), abs=2e-4)
    what = "four columns, a fifth of the values missing, 5 seeds: weights by the likelihood stated anew"
    agreed(program("scipy"), "optimize.minimize", what, 2e-4, note="its search stops a little short")
