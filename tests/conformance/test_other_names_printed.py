"""Methods whose printed examples stand under other names: centroid factors, decisions, dice, features."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, TEXTBOOK, Agreement, record

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.centred import centred_range
from zhishu.score.aggregators.averages.imbalance import adjusted_mazziotta_pareto, mean_min
from zhishu.score.aggregators.programmes.benefit import multidirectional_benefit
from zhishu.score.aggregators.programmes.robust_benefit import robust_benefit
from zhishu.weigh.fitted.importance import greatest_correlation
from zhishu.weigh.judged.experts import budget_allocation


def agreed(kind: str, method: str, against: str, source: str, what: str, half: float, note: str = "") -> None:
    record(Agreement(kind, method, against, source, what, half, holds=True, note=note))


def test_three_experts_share_out_a_hundred_points() -> None:
    """What counts in a partner: looks, character, achievement, potential; means 30, 26.67, 23.33, 20."""
    names = ("looks", "character", "achievement", "potential")
    points = [[30, 20, 40, 10], [40, 20, 10, 30], [20, 40, 20, 20]]
    panel = {f"expert {place}": dict(zip(names, row, strict=True)) for place, row in enumerate(points)}
    found = budget_allocation(np.zeros((2, 4)), names, allocations=panel)
    assert (100 * found).round(2).tolist() == [30, 26.67, 23.33, 20]
    source = "权重的三种计算方法 (zixin.com.cn, bwwdw.com): 专家评定法"
    agreed("weigh", "budget_allocation", MANUAL, source, "three experts, four criteria: means of 100", 2e-4)


CORRELATIONS = np.array(
    [
        [1.000, 0.709, 0.204, 0.081, 0.626, 0.113, 0.155, 0.774],
        [0.709, 1.000, 0.051, 0.089, 0.581, 0.098, 0.083, 0.652],
        [0.204, 0.051, 1.000, 0.671, 0.123, 0.689, 0.582, 0.072],
        [0.081, 0.089, 0.671, 1.000, 0.022, 0.798, 0.613, 0.111],
        [0.626, 0.581, 0.123, 0.022, 1.000, 0.047, 0.201, 0.724],
        [0.113, 0.098, 0.689, 0.798, 0.047, 1.000, 0.801, 0.120],
        [0.155, 0.083, 0.582, 0.613, 0.201, 0.801, 1.000, 0.152],
        [0.774, 0.652, 0.072, 0.111, 0.724, 0.120, 0.152, 1.000],
    ]
)
CENTROID = [0.693, 0.618, 0.642, 0.641, 0.629, 0.694, 0.679, 0.683]


def test_the_centroid_factor_of_a_textbook() -> None:
    """Thurstone's first centroid factor is the index of the greatest sum of correlations.

    Its loadings are the correlations of the variables with the sum of all eight, each in deviations.
    The data here have the correlations of the book, and deviations of their own.
    """
    rng = np.random.default_rng(0)
    plain, _ = np.linalg.qr(np.column_stack([np.ones(40), rng.normal(size=(40, 8))]))
    x = plain[:, 1:] @ np.linalg.cholesky(CORRELATIONS).T * np.arange(1.0, 9.0) + 5
    np.testing.assert_allclose(np.corrcoef(x.T), CORRELATIONS, atol=1e-12)
    weights = greatest_correlation(x)
    assert weights * np.arange(1.0, 9.0) == pytest.approx(np.full(8, weights[0]))
    reached = np.corrcoef(np.column_stack([x, x @ weights]).T)[-1, :-1]
    assert reached.round(3).tolist() == CENTROID
    for seed in range(20):
        other = np.random.default_rng(seed).dirichlet(np.ones(8))
        assert np.corrcoef(np.column_stack([x, x @ other]).T)[-1, :-1].sum() < reached.sum()
    source = "Kothari, Research Methodology, illustration 1 of multivariate analysis (pages 326-327)"
    what = "first centroid factor of eight variables: the correlations reached, 3 digits"
    note = "the centroid factor, of which the book says that it has the largest sum of loadings"
    agreed("weigh", "greatest_correlation", TEXTBOOK, source, what, 5e-4, note)


def test_the_criterion_of_hodges_and_lehmann() -> None:
    """0.7 of the expected gain and 0.3 of the least one: 6.03, 4.17, 6.19 for three strategies."""
    gains = np.array([[7.0, 8, 4], [2, 5, 10], [8, 5, 9]])
    chances = np.array([0.3, 0.5, 0.2])
    assert mean_min(gains, chances, alpha=0.0).round(9).tolist() == [6.9, 5.1, 6.7]
    assert mean_min(gains, chances, alpha=1.0).round(9).tolist() == [4, 2, 5]
    assert mean_min(gains, chances, alpha=0.3).round(9).tolist() == [6.03, 4.17, 6.19]
    source = "lecture notes on decisions (files.library.nung.edu.ua, 4724, page 44): Hodges and Lehmann"
    what = "three strategies: means 6.9, 5.1, 6.7, with the least gains 6.03, 4.17, 6.19"
    note = "beta = 0, alpha = 0.3: the criterion is 0.7 of the mean and 0.3 of the minimum"
    agreed("aggregate", "mean_min", MANUAL, source, what, 5e-10, note)


CITIES = {
    "Raleigh": ([77.5754, 81.6158, 74.4266, 63.2065, 61.9586], 71.785),
    "Montreal": ([69.72, 94.8555, 84.0357, 81.6489, 54.1239], 73.8829),
    "Kaohsiung": ([66.7711, 86.4751, 90.5846, 65.3637, 56.9479], 70.9557),
    "Singapore": ([41.2595, 90.377, 94.1479, 38.3699, 73.3339], 59.4386),
    "Bangkok": ([49.9116, 76.6463, 68.2098, 70.7202, 44.5201], 58.4728),
    "Tokyo": ([49.0144, 94.2412, 72.8762, 73.0065, 44.1791], 60.4476),
}


def test_six_cities_of_a_published_index() -> None:
    """Five pillars that weigh 25, 22, 18, 15 and 20, each with four decimals; so has the index."""
    pillars = np.array([values for values, _ in CITIES.values()])
    found = adjusted_mazziotta_pareto(pillars, np.array([0.25, 0.22, 0.18, 0.15, 0.20]))
    assert found == pytest.approx([score for _, score in CITIES.values()], abs=1e-4)
    source = "SLIC Index of cities (Nonarkara/SLIC-Index), formula reference and benchmark cities"
    what = "six cities, five weighted pillars: index, 4 decimals"
    note = "its pillars are on 0-100, not 70-130; mean, deviation and penalty are the same"
    agreed("aggregate", "adjusted_mazziotta_pareto", MANUAL, source, what, 2e-6, note)


def test_the_potential_improvements_of_five_firms() -> None:
    """Two inputs x of five firms; as gains 7 - x their steps are 1 for the fourth and 9/13 for the last.

    The hull of variable returns moves and turns with its points. The fourth firm could do with 2 less
    of the first input, the last with 8/3 less of the first or 3 less of the second.
    """
    inputs = np.array([[1.0, 5], [2, 2], [4, 1], [6, 1], [4, 4]])
    gains = 7 - inputs
    scores = multidirectional_benefit(gains, np.array([0.5, 0.5]))
    improved = gains.sum(axis=1) * (1 / scores - 1)
    assert improved[:3] == pytest.approx([0, 0, 0], abs=1e-9)
    steps = improved[3:] / [2.0, 8 / 3 + 3]
    assert steps == pytest.approx([1, 0.692307692307586], abs=1e-9)
    source = "dealib (Python), tests: mea, its reference after R's Benchmarking"
    what = "five firms, two inputs: the steps 0, 0, 0, 1 and 0.6923"
    note = "gains are 7 less the inputs; the score turns each step into what is gained, which is not printed"
    agreed("aggregate", "multidirectional_benefit", MANUAL, source, what, 1e-9, note)


@pytest.mark.parametrize(
    ("dice", "printed", "source"),
    [
        (2, 161 / 36, "newbe.dev, expected value of the max of 2 dice"),
        (3, 119 / 24, "newbe.dev, what is the expected value of the largest of the three dice rolls"),
    ],
)
def test_the_expected_best_of_so_many_draws(dice: int, printed: float, source: str) -> None:
    """One column, the faces of a die: a region with k scores k over the expected best of m throws."""
    faces = np.arange(1.0, 7.0)
    scores = robust_benefit(faces[:, None], np.ones(1), sample=dice)
    assert faces / scores == pytest.approx(np.full(6, printed), rel=1e-12)
    what = f"expected best of {dice} draws from 1 … 6: {'161/36' if dice == 2 else '119/24'}"
    note = "one column only; with several the draws are the same, of the worst ratio"
    agreed("aggregate", "robust_benefit", MANUAL, source, what, 1e-12, note)


@pytest.mark.parametrize(
    ("values", "printed", "half", "source"),
    [
        (
            [7921, 5184, 8836, 4761],
            [0.306, -0.366, 0.530, -0.470],
            5e-4,
            "Ng's course of machine learning, the squared marks of four students (devpeace.com, 30738623)",
        ),
        (
            [10, 25, 30],
            [-0.583, 0.166, 0.416],
            1e-3,
            "Zoho Catalyst QuickML, operations: mean normalization (3 digits, cut)",
        ),
    ],
)
def test_the_mean_normalisation_of_a_feature(
    values: list[float], printed: list[float], half: float, source: str
) -> None:
    """(x - mean) / (max - min): the range laid around the mean, on a scale from -1/2 to 1/2."""
    up = compile_directions([Direction("positive")])
    found = centred_range(np.array(values, float)[:, None], up, to=(-0.5, 0.5)).ravel()
    assert found == pytest.approx(printed, abs=half)
    what = f"{', '.join(map(str, values))} become {', '.join(map(str, printed))}"
    note = "to: [-0.5, 0.5]; the reference is the mean, as where none is given"
    agreed("normalise", "centred_range", MANUAL, source, what, half, note)
