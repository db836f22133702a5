"""Tiers by probit against the printed output of a statistics service, and against scipy one score at a time."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, CLOSED_FORM, MANUAL, Agreement, program, record
from scipy import stats

from zhishu.score.aggregators.orders.rank_sums import rank_sum_ratio
from zhishu.score.probit import fit_probits, probit, probit_cuts
from zhishu.score.ranks import rank

# The distribution of the weighted rank-sum ratio of a hundred subjects, the lowest first.
RATIOS = [
    0.01, 0.0113, 0.0114, 0.0118, 0.0123, 0.0142, 0.0162, 0.0188, 0.0191, 0.0196, 0.0201, 0.0207, 0.0218,
    0.0237, 0.0293, 0.0318, 0.0322, 0.0334, 0.034, 0.0346, 0.0362, 0.0369, 0.0388, 0.0391, 0.0419, 0.0424,
    0.0427, 0.0433, 0.0445, 0.045, 0.0467, 0.0473, 0.05, 0.05, 0.051, 0.0532, 0.0535, 0.0536, 0.054, 0.0542,
    0.0573, 0.0578, 0.0595, 0.066, 0.0662, 0.0673, 0.0682, 0.0727, 0.0741, 0.076, 0.0779, 0.0799, 0.0805,
    0.083, 0.083, 0.0832, 0.084, 0.0873, 0.0875, 0.0888, 0.0904, 0.0911, 0.0929, 0.0958, 0.097, 0.0976,
    0.0992, 0.1012, 0.1014, 0.1029, 0.104, 0.1047, 0.1081, 0.112, 0.1257, 0.1331, 0.1371, 0.1375, 0.1414,
    0.1443, 0.1453, 0.1489, 0.1561, 0.1576, 0.1638, 0.1693, 0.1771, 0.1852, 0.2082, 0.2224, 0.2245, 0.2264,
    0.2442, 0.2486, 0.2517, 0.267, 0.2902, 0.2948, 0.3217, 0.4551,
]  # fmt: skip
PROBITS = {
    1: 2.674,
    2: 2.946,
    15: 3.964,
    16: 4.006,
    33: 4.56,
    50: 5,
    77: 5.739,
    84: 5.994,
    85: 6.036,
    99: 7.326,
    100: 7.807,
}
ESTIMATES = {
    100: 0.303,
    99: 0.267,
    98: 0.247,
    97: 0.234,
    86: 0.175,
    85: 0.171,
    84: 0.168,
    50: 0.094,
    16: 0.020,
    15: 0.017,
    2: -0.059,
    1: -0.079,
}


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("tiers", "probit", against, source, what, tolerance, holds=True, note=note))


def test_the_hundred_subjects_of_a_statistics_service() -> None:
    """Probits, line, R², cuts, estimates and tiers as printed; two pairs are equal only as printed."""
    scores = np.array(RATIOS) + 1e-9 * np.arange(100)
    fit = fit_probits(scores, rank(scores))
    assert {place: fit.probit[place - 1].round(3) for place in PROBITS} == PROBITS
    assert [fit.intercept.round(3), fit.slope.round(3), fit.determination.round(3)] == [-0.278, 0.074, 0.859]
    cuts = probit_cuts(3)
    assert cuts.tolist() == [4, 6]
    line = fit.intercept + fit.slope * np.append(cuts, fit.probit)
    assert line[:2].round(3).tolist() == [0.020, 0.169]
    assert {place: line[place + 1].round(3) for place in ESTIMATES} == ESTIMATES
    assert np.bincount(probit(scores, rank(scores))).tolist() == [0, 16, 69, 15]
    source = "SPSSAU, output for the weighted rank-sum ratio of 100 subjects"
    what = "probits, line and R², cuts at probits 4 and 6, estimates, and 16, 69 and 15 subjects per tier"
    note = "tables as a public repository keeps them; probits and estimates of a dozen subjects compared"
    agreed(MANUAL, source, what, 5e-4, note)


CARE = [99.54, 96.52, 99.36, 92.83, 91.71, 95.35, 96.09, 99.27, 94.76, 84.80]
MOTHERS = [60.27, 59.67, 43.91, 58.99, 35.40, 44.71, 49.81, 31.69, 22.91, 81.49]
CHILDREN = [16.15, 20.10, 15.60, 17.04, 15.01, 13.93, 17.43, 13.89, 19.87, 23.63]
TEN_REGIONS = np.column_stack([CARE, np.negative(MOTHERS), np.negative(CHILDREN)])
BOOK = "mathmodels (R), its book, chapter on the rank-sum ratio"


def test_the_ten_regions_of_the_classic_case() -> None:
    """Antenatal care, maternal and perinatal deaths: ranks, ties, probits, line, R² and estimates as printed."""
    ratios = rank_sum_ratio(TEN_REGIONS, np.ones(3) / 3)
    assert ratios.round(3).tolist() == [0.6, 0.4, 0.767, 0.4, 0.6, 0.667, 0.5, 0.9, 0.567, 0.1]
    fit = fit_probits(ratios, rank(ratios, tolerance=1e-9))
    assert fit.probit.round(2).tolist() == [5.39, 4.33, 6.28, 4.33, 5.39, 5.84, 4.75, 6.96, 5.0, 3.72]
    found = [fit.intercept.round(5), fit.slope.round(5), fit.determination.round(4)]
    assert found == [-0.60855, 0.22169, 0.9379]
    estimates = (fit.intercept + fit.slope * fit.probit).round(3).tolist()
    assert estimates == [0.585, 0.350, 0.784, 0.350, 0.585, 0.686, 0.444, 0.934, 0.500, 0.216]
    what = "ten regions by three indicators with two ties: probits, line, R², estimates"
    agreed(MANUAL, BOOK, what, 5e-6, "the case of the textbooks; line to five decimals, probits to two")
    what = "ten regions by three indicators, equal weights, integer ranks: ratios"
    record(Agreement("aggregate", "rank_sum_ratio", MANUAL, BOOK, what, 5e-4, holds=True))


def test_the_ten_regions_by_places_between() -> None:
    """Entropy weights as printed, ranks that are not integer: ratios, probits and estimates."""
    ratios = rank_sum_ratio(TEN_REGIONS, np.array([0.2945205, 0.3631078, 0.3423717]), integer=False)
    assert ratios.round(3).tolist() == [0.720, 0.544, 0.826, 0.578, 0.754, 0.802, 0.676, 0.946, 0.725, 0.1]
    fit = fit_probits(ratios, rank(ratios))
    assert fit.probit.round(2).tolist() == [5.0, 4.16, 6.28, 4.48, 5.52, 5.84, 4.75, 6.96, 5.25, 3.72]
    estimates = (fit.intercept + fit.slope * fit.probit).round(3)
    assert np.delete(estimates, 7).tolist() == [0.627, 0.456, 0.888, 0.521, 0.734, 0.798, 0.576, 0.679, 0.366]
    assert estimates[7].round(2) == 1.03
    agreed(MANUAL, BOOK, "ten regions, weighted, ranks that are not integer: probits, estimates", 5e-4)
    what = "ten regions by three indicators, entropy weights, ranks that are not integer: ratios"
    record(Agreement("aggregate", "rank_sum_ratio", MANUAL, BOOK, what, 5e-4, holds=True))


def test_the_three_objects_of_a_manual() -> None:
    """Ratios 1/3, 2/3 and 1: probits, line and estimates as printed."""
    ratios = np.array([1.0, 2.0, 3.0]) / 3
    fit = fit_probits(ratios, rank(ratios))
    assert fit.probit.round(2).tolist() == [4.57, 5.43, 6.38]
    assert [fit.intercept.round(4), fit.slope.round(4)] == [-1.3389, 0.3673]
    assert (fit.intercept + fit.slope * fit.probit)[:2].round(3).tolist() == [0.339, 0.656]
    agreed(MANUAL, "mathmodels (R), rank_sum_ratio", "three objects: probits, line, estimates", 5e-5)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("by", ["fitted", "scores"])
def test_probits_and_lines_one_score_at_a_time(seed: int, by: str) -> None:
    """Ranks, normal quantiles and regression of scipy; tiers by plain comparison. Many scores tie."""
    scores = np.random.default_rng(seed).integers(1, 25, 30) / 24
    places = stats.rankdata(scores)
    share = [1 - 1 / 120 if place == 30 else place / 30 for place in places]
    probits = np.array([5 + stats.norm.ppf(each) for each in share])
    once = [list(scores).index(value) for value in sorted(set(scores))]
    line = stats.linregress(probits[once], scores[once])
    fit = fit_probits(scores, rank(scores))
    assert fit.probit == pytest.approx(probits, rel=1e-12)
    assert [fit.slope, fit.intercept, fit.determination] == pytest.approx(
        [line.slope, line.intercept, line.rvalue**2], rel=1e-9
    )
    for k in (2, 3, 4, 5, 6):
        bounds = [line.intercept + line.slope * (2 + 6 * step / k) for step in range(1, k)]
        seen = line.intercept + line.slope * probits if by == "fitted" else scores
        wanted = [1 + sum(value < bound for bound in bounds) for value in seen]
        assert probit(scores, rank(scores), k=k, by=by).tolist() == wanted
    what = f"30 scores with ties, probits, line and 2 to 6 tiers, by {by}, five seeds: rankdata, norm.ppf, linregress"
    agreed(program("scipy"), "", what, 1e-9)


def test_five_scores_by_hand() -> None:
    """Frequencies 1/5 … 4/5 and 19/20: probits 4.158, 4.747, 5.253, 5.842, 6.645, so one tier 1, four tier 2."""
    scores = np.array([10.0, 20.0, 30.0, 40.0, 50.0])
    fit = fit_probits(scores, rank(scores))
    assert fit.probit.round(3).tolist() == [4.158, 4.747, 5.253, 5.842, 6.645]
    assert probit(scores, rank(scores)).tolist() == [2, 2, 2, 2, 1]
    agreed(BY_HAND, "", "five scores: probits and tiers", 5e-4)


@pytest.mark.parametrize(
    ("k", "shares"),
    [
        (3, [15.866, 84.134]),
        (4, [6.681, 50, 93.319]),
        (5, [3.593, 27.425, 72.575, 96.407]),
        (6, [2.275, 15.866, 50, 84.134, 97.725]),
    ],
)
def test_the_cuts_as_shares_of_the_normal_distribution(k: int, shares: list[float]) -> None:
    """Probits 2 + 6 i / k cut off the percentages of the table of tiers."""
    assert (100 * stats.norm.cdf(probit_cuts(k) - 5)).round(3).tolist() == shares
    agreed(CLOSED_FORM, "", f"cuts of {k} tiers as percentages of the normal distribution", 5e-6)
