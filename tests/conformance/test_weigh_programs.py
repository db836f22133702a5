"""Weightings that no package for decisions has, against what general programs give on random data."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from pymcdm import weights as pymcdm_weights
from record import CLOSED_FORM, Agreement, program, record
from scipy.optimize import minimize
from scipy.spatial.distance import pdist
from scipy.stats import gmean
from sklearn.linear_model import LinearRegression
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.preprocessing import normalize

from zhishu.weigh.combine import linear_combination, multiplicative_combination
from zhishu.weigh.envelopment.common import benefit_of_the_doubt
from zhishu.weigh.fitted.importance import greatest_correlation, optimised_importance
from zhishu.weigh.fitted.regression import regression
from zhishu.weigh.judged.best_worst import solve_best_worst
from zhishu.weigh.judged.experts import budget_allocation
from zhishu.weigh.spread.conflict import independence
from zhishu.weigh.spread.dispersion import maximum_deviation, reciprocal_gini
from zhishu.weigh.spread.improved_vector import improved_vector
from zhishu.weigh.stated import equal, given

SEEDS = range(5)
REGIONS = tuple(f"region {place}" for place in range(23))
COLUMNS = tuple("abcdef")


def agreed(used: str, package: str, what: str, tolerance: float, note: str = "") -> None:
    against = program(package)
    record(Agreement("weigh", used, against, "random data, 5 seeds", what, tolerance, holds=True, note=note))


def positive(seed: int) -> np.ndarray:
    """Return 23 regions × 6 columns between 0.05 and 1 that go together somewhat."""
    rng = np.random.default_rng(seed)
    return 0.7 * rng.uniform(0.05, 1.0, size=(23, 6)) + 0.3 * rng.uniform(0.05, 1.0, size=(23, 1))


def to_one(values: np.ndarray) -> np.ndarray:
    return np.asarray(values) / np.sum(values)


@pytest.mark.parametrize("seed", SEEDS)
def test_distances_and_angles_of_the_improved_vector_method(seed: int) -> None:
    """The distance of each column to its optimal vector, and its angle to equal values, by other programs."""
    x = positive(seed)
    x = (x - x.min(axis=0)) / np.ptp(x, axis=0)
    apart = np.diag(euclidean_distances(x.T, np.broadcast_to(x.max(axis=0), x.shape).T))
    assert improved_vector(x) == pytest.approx(to_one(apart), rel=1e-9)
    near = to_one(1 - apart / np.sqrt(len(x)))
    assert improved_vector(x, reading="closeness") == pytest.approx(near, rel=1e-9)
    above = positive(seed)  # the peer takes no zeros
    angles = pymcdm_weights.angle_weights(above)
    assert improved_vector(above, reading="angle") == pytest.approx(angles, rel=1e-9)
    agreed("improved_vector", "scikit-learn", "readings `distance`, `closeness`: euclidean_distances", 1e-9)
    agreed("improved_vector", "pymcdm", "reading `angle`: angle_weights", 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ideal_point_is_the_least_of_its_programme(seed: int) -> None:
    """Σ_i Σ_j w_j² (b_j - x_ij)² with Σ w = 1, searched from equal weights."""
    x = positive(seed)
    squares = ((x.max(axis=0) - x) ** 2).sum(axis=0)
    whole = {"type": "eq", "fun": lambda w: w.sum() - 1.0}
    found = minimize(
        lambda w: (w**2 * squares).sum(), np.full(6, 1 / 6), constraints=[whole], options={"ftol": 1e-15}
    )
    assert improved_vector(x, reading="ideal_point") == pytest.approx(found.x, abs=1e-6)
    what = "reading `ideal_point`: the least of the programme of Ma, Fan and Huang (1999), objective part"
    agreed("improved_vector", "scipy", what, 1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_maximum_deviation_is_a_sum_of_distances(seed: int) -> None:
    """Distances of all pairs of regions, column by column; a constant column has none."""
    x = positive(seed)
    x[:, 2] = np.round(x[:, 2], 1)
    x[:, 4] = 0.3
    far = to_one([pdist(column[:, None], "cityblock").sum() for column in x.T])
    assert maximum_deviation(x) == pytest.approx(far, rel=1e-9, abs=1e-15)
    agreed("maximum_deviation", "scipy", "pdist summed; with ties and a constant column", 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_reciprocal_gini_inverts_the_gini_weights(seed: int) -> None:
    """1 / G of pymcdm's Gini weights, which are in proportion to G."""
    x = positive(seed)
    assert reciprocal_gini(x) == pytest.approx(to_one(1 / pymcdm_weights.gini_weights(x)), rel=1e-9)
    agreed("reciprocal_gini", "pymcdm", "the inverse of gini_weights", 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_independence_is_what_a_regression_does_not_explain(seed: int) -> None:
    """R of a linear model of each column on the others, also where a column is repeated."""
    x = positive(seed)
    x[:, 5] = 2.0 * x[:, 0] + 1.0
    others = [np.delete(x, place, axis=1) for place in range(6)]
    squares = [
        LinearRegression().fit(rest, column).score(rest, column)
        for rest, column in zip(others, x.T, strict=True)
    ]
    assert independence(x) == pytest.approx(to_one(1 / np.sqrt(squares)), rel=1e-9)
    agreed("independence", "scikit-learn", "R² of LinearRegression; one column repeated", 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_regression_is_a_linear_model(seed: int) -> None:
    """Coefficients held at 0 or more, with noise that drives some below; and free ones."""
    x = positive(seed)
    rng = np.random.default_rng(seed)
    noisy = x @ [3.0, 1.0, 0.2, 0.0, 0.0, 2.0] + rng.normal(size=23)
    found = regression(x, REGIONS, outcome=dict(zip(REGIONS, noisy, strict=True)))
    held = LinearRegression(positive=True).fit(x, noisy).coef_
    assert found == pytest.approx(to_one(held), abs=1e-9)
    clean = x @ [3.0, 1.0, 0.5, 0.4, 0.6, 2.0] + 0.01 * rng.normal(size=23)
    found = regression(x, REGIONS, outcome=dict(zip(REGIONS, clean, strict=True)), negative="error")
    assert found == pytest.approx(to_one(LinearRegression().fit(x, clean).coef_), rel=1e-9)
    agreed("regression", "scikit-learn", "LinearRegression, free and with `positive`", 1e-9)


def best_corner(aim: np.ndarray, rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the corner of rows · v ≤ right where aim · v is largest, of all corners there are."""
    picks = np.array(list(combinations(range(len(rows)), rows.shape[1])))
    square = rows[picks]
    regular = np.abs(np.linalg.det(square)) > 1e-12
    corners = np.linalg.solve(square[regular], right[picks[regular]][..., None])[..., 0]
    inside = corners[(corners @ rows.T <= right + 1e-9).all(axis=1)]
    best: np.ndarray = inside[(inside @ aim).argmax()]
    return best


@pytest.mark.parametrize("favour", ["all", "weakest"])
@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.2, 0.45)])
def test_common_weights_are_the_best_of_all_corners(favour: str, low: float, high: float) -> None:
    """A linear programme has its optimum in a corner: all of them are tried, 10 regions × 3 columns."""
    for seed in SEEDS:
        x = positive(seed)[:10, :3]
        weakest = favour == "weakest"
        below = np.column_stack([np.vstack([x, -x]), np.repeat([0.0, 1.0], 10)])[: 20 if weakest else 10]
        bounds = np.vstack([-np.eye(3), low - np.eye(3), np.eye(3) - high])
        rows = np.vstack([below, np.column_stack([bounds, np.zeros(9)])])
        right = np.where(np.arange(len(rows)) < 10, 1.0, 0.0)
        if weakest:
            corner = best_corner(np.array([0.0, 0.0, 0.0, 1.0]), rows, right)[:3]
        else:
            corner = best_corner(x.sum(axis=0), rows[:, :3], right)
        found = benefit_of_the_doubt(x, favour=favour, low=low, high=high)
        assert found == pytest.approx(to_one(corner), abs=1e-8)
    what = f"all corners of the programme tried, `favour: {favour}`, shares in [{low:g}, {high:g}]"
    record(Agreement("weigh", "benefit_of_the_doubt", CLOSED_FORM, "", what, 1e-8, holds=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_linear_best_worst_model_is_the_best_of_all_corners(seed: int) -> None:
    """The least ξ with |w_best - a w_j| ≤ ξ and |w_j - a w_worst| ≤ ξ, four columns, Σ w = 1."""
    rng = np.random.default_rng(seed)
    best = np.array([1.0, *rng.integers(2, 9, size=2), 9.0])
    worst = np.array([9.0, *rng.integers(2, 9, size=2), 1.0])
    unit = np.eye(4)
    apart = [unit[0] - a * unit[j] for j, a in enumerate(best)]
    apart += [unit[j] - a * unit[3] for j, a in enumerate(worst)]
    rows = np.vstack([*apart, *(-row for row in apart), *-unit])
    slack = np.repeat([-1.0, 0.0], [16, 4])
    # w_4 = 1 - w_1 - w_2 - w_3, so three weights and ξ are left.
    reduced = np.column_stack([rows[:, :3] - rows[:, [3]], slack])
    kept = np.abs(reduced[:, :3]).max(axis=1) > 0
    corner = best_corner(np.array([0.0, 0.0, 0.0, -1.0]), reduced[kept], -rows[kept, 3])
    found = solve_best_worst(best, worst)
    assert found.deviation == pytest.approx(corner[3], abs=1e-9)
    what = "linear model, four columns: the least ξ of all corners of the programme"
    record(Agreement("weigh", "best_worst", CLOSED_FORM, "", what, 1e-9, holds=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_optimised_weights_make_squared_correlations_the_wanted_shares(seed: int) -> None:
    """Correlations with the weighted sum by another program: equal, and in the stated proportions."""
    x = np.random.default_rng(seed).uniform(size=(80, 6))  # so little related that it can be reached
    wanted = np.array([1.0, 1.2, 0.9, 1.1, 1.0, 0.8])
    for options, shares in (({}, np.ones(6)), ({"stated": wanted, "target": "stated"}, wanted)):
        index = x @ optimised_importance(x, **options)
        squares = np.corrcoef(x.T, index)[-1, :-1] ** 2
        assert to_one(squares) == pytest.approx(to_one(shares), abs=1e-9)
    agreed("optimised_importance", "numpy", "corrcoef with the weighted sum: shares as wanted", 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_weights_found_by_search_correlate_more(seed: int) -> None:
    """The sum of correlations, searched from equal weights, ends at the closed form."""
    x = positive(seed) * np.array([1.0, 2.0, 5.0, 0.5, 1.0, 3.0])

    def missing(weights: np.ndarray) -> float:
        return -float(np.corrcoef(x.T, x @ weights)[-1, :-1].sum())

    found = minimize(missing, np.full(6, 1 / 6), options={"gtol": 1e-9}).x
    ours = greatest_correlation(x)
    assert ours == pytest.approx(to_one(found), abs=1e-4)
    assert missing(ours) <= missing(found) + 1e-12
    agreed("greatest_correlation", "scipy", "a search for the same maximum", 1e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_stated_weights_and_their_combinations(seed: int) -> None:
    """Means over experts and over weightings, arithmetic and geometric; shares of what is stated."""
    x = positive(seed)
    points = np.random.default_rng(seed).dirichlet(np.ones(6), size=3) * 100
    tables = [dict(zip(COLUMNS, row, strict=True)) for row in points]
    panel = dict(zip(("Li", "Wu", "He"), tables, strict=True))
    assert budget_allocation(x, COLUMNS, allocations=panel) == pytest.approx(np.average(points, axis=0) / 100)
    middle = budget_allocation(x, COLUMNS, allocations=panel, average="median")
    assert middle == pytest.approx(to_one(np.median(points, axis=0)))
    methods = [{"method": "budget_allocation", "allocations": {"one": table}} for table in tables]
    mixed = linear_combination(x, members=COLUMNS, methods=methods, parts=[3, 2, 1])
    assert mixed == pytest.approx(np.average(points / 100, axis=0, weights=[3, 2, 1]))
    product = multiplicative_combination(x, members=COLUMNS, methods=methods, parts=[3, 2, 1])
    assert product == pytest.approx(to_one(gmean(points, axis=0, weights=[[3], [2], [1]])))
    assert given(x, points[0]) == pytest.approx(normalize(points[:1], norm="l1")[0])
    assert equal(x) == pytest.approx(pymcdm_weights.equal_weights(x))
    agreed("budget_allocation", "numpy", "average and median of three experts", 1e-6)
    agreed("linear_combination", "numpy", "average of three weightings, parts 3 : 2 : 1", 1e-6)
    agreed("multiplicative_combination", "scipy", "gmean of three weightings, parts 3 : 2 : 1", 1e-6)
    agreed("given", "scikit-learn", "normalize with the sum as norm", 1e-6)
    agreed("equal", "pymcdm", "equal_weights", 1e-6)
