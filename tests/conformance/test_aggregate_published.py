"""Aggregators against worked examples that were printed; hand-derived ones say so."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from record import BY_HAND, PAPER, QUOTED_SKCRITERIA, TEXTBOOK, Agreement, record

from zhishu.score.aggregators.averages.coupling import coupling_degrees
from zhishu.score.aggregators.averages.imbalance import adjusted_mazziotta_pareto, mean_min, owa
from zhishu.score.aggregators.judged.fuzzy import compose
from zhishu.score.aggregators.orders.kemeny import kemeny, kemeny_order
from zhishu.score.aggregators.orders.majority import outranking_matrix
from zhishu.score.aggregators.orders.rank_sums import borda, rank_sum_ratio
from zhishu.score.aggregators.outranking.electre3 import credibility, electre3
from zhishu.score.aggregators.references.grey_relation import grey_relation
from zhishu.score.aggregators.references.ideal import topsis, vikor

IN_HANDBOOK = (
    "the paper was not at hand; the same ballots, majorities and six scores stand in the OECD/JRC handbook"
)


def agreed(method: str, source: str, what: str, tolerance: float = 1e-9, note: str = "") -> None:
    record(Agreement("aggregate", method, PAPER, source, what, tolerance, holds=True, note=note))


def by_hand(method: str, what: str) -> None:
    record(Agreement("aggregate", method, BY_HAND, "", what, 1e-9, holds=True))


def test_the_fighter_aircraft() -> None:
    """Hwang and Yoon (1981), chapter III: speed, range, payload, −cost, reliability, manoeuvrability."""
    x = np.array(
        [
            [2.0, 1500, 20000, -5.5, 5, 9],
            [2.5, 2700, 18000, -6.5, 3, 5],
            [1.8, 2000, 21000, -4.5, 7, 7],
            [2.2, 1800, 20000, -5.0, 5, 5],
        ]
    )
    found = topsis(x, np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3]), normalisation="vector")
    assert found == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=1e-3)
    note = (
        "as the examples of mcdajs and the tests of ldss-benchmark (Python) quote pages 133-134, alike; the "
        "book normalises a cost of 5.5 to 0.5063, which should be 0.5069, and its closeness stands to 3 digits"
    )
    agreed("topsis", "Hwang and Yoon (1981), chapter III", "fighter aircraft: closeness", 1e-3, note)


def test_the_mountain_climb() -> None:
    """Opricovic and Tzeng (2004), section 4: risk 1, 2, 5 and altitude 3000, 3750, 4500; Q = 1, 0, 1."""
    x = np.array([[-1.0, 3000.0], [-2.0, 3750.0], [-5.0, 4500.0]])
    assert 1 - vikor(x, np.array([0.5, 0.5])) == pytest.approx([1, 0, 1], abs=1e-12)
    agreed("vikor", "Opricovic and Tzeng (2004)", "mountain climbing, Q", note=QUOTED_SKCRITERIA)


RESERVOIRS = np.array(
    [
        [4184.3, 2914.0, 407.2, 251.0, 195, 244, 15, 2.41],
        [5211.9, 3630.0, 501.7, 308.3, 282, 346, 21, 1.41],
        [5021.3, 3920.5, 504.0, 278.6, 12, 56, 3, 4.42],
        [5566.1, 3957.9, 559.5, 335.3, 167, 268, 16, 3.36],
        [5060.5, 3293.5, 514.1, 284.2, 69, 90, 7, 4.04],
        [4317.9, 2925.9, 432.8, 239.3, 12, 55, 3, 4.36],
    ]
)
"""Profit, cost, energy, peak energy, homes, area, villages, environment of six hydropower systems."""


@pytest.mark.parametrize(
    ("economy", "society", "printed"),
    [
        (1, 1, [0.991, 1.0, 0.473, 0.670, 0.0, 0.578]),
        (2, 1, [1.0, 0.533, 0.552, 0.563, 0.0, 0.686]),
        (1, 2, [0.684, 1.0, 0.147, 0.554, 0.041, 0.191]),
        (1, 3.2, [0.668, 1.0, 0.051, 0.588, 0.058, 0.078]),
    ],
)
def test_six_hydropower_systems(economy: float, society: float, printed: list[float]) -> None:
    """Opricovic and Tzeng (2007), the Drina: four weightings of eight criteria, Q to 3 digits."""
    weights = np.repeat([economy, society], 4)
    oriented = RESERVOIRS * [1, -1, 1, 1, -1, -1, -1, 1]
    assert 1 - vikor(oriented, weights / weights.sum()) == pytest.approx(printed, abs=5e-4)
    source = "Opricovic and Tzeng (2007), European Journal of Operational Research 178(2): 514-529"
    what = f"six hydropower systems, eight criteria weighted {economy:g} : {society:g}: Q"
    agreed("vikor", source, what, 5e-4, QUOTED_SKCRITERIA)


BALLOTS = np.array([[3.0, 3.0, 1.0, 1.0], [2.0, 1.0, 3.0, 2.0], [1.0, 2.0, 2.0, 3.0]])


def test_borda_s_own_example() -> None:
    """Twenty-one voters, 1 ABC, 7 ACB, 7 BCA, 6 CBA: 37, 42 and 47 points at 3, 2, 1.

    A line of the translation has 13 × 1 = 8; the 37 beside it is right.
    """
    points = 21 * (borda(BALLOTS, np.array([1.0, 7.0, 7.0, 6.0]) / 21) + 1)
    assert points == pytest.approx([37, 42, 47])
    note = "as Barnett translates it, The French Connection, MAA Convergence"
    agreed("borda", "Borda (1784), Mémoire sur les élections au scrutin", "21 voters: 37, 42, 47", note=note)


# Condorcet's 60 voters: 23 ABC, 17 BCA, 2 BAC, 10 CAB, 8 CBA.
CONDORCET = np.array([[3.0, 1.0, 2.0, 2.0, 1.0], [2.0, 3.0, 3.0, 1.0, 2.0], [1.0, 2.0, 1.0, 3.0, 3.0]])
VOTERS = np.array([23.0, 17.0, 2.0, 10.0, 8.0])


def test_condorcet_s_example_in_young() -> None:
    """Majorities 33:27, 42:18, 35:25 in a circle; of six orders BCA has the greatest support, 104."""
    votes = 60 * outranking_matrix(CONDORCET, VOTERS / 60)
    assert votes.round(9).tolist() == [[0, 33, 25], [27, 0, 42], [35, 18, 0]]
    support = {
        "".join("ABC"[region] for region in order): round(
            sum(votes[order[i], order[j]] for i in range(3) for j in range(i + 1, 3))
        )
        for order in permutations(range(3))
    }
    assert support == {"ABC": 100, "ACB": 76, "BAC": 94, "BCA": 104, "CAB": 86, "CBA": 80}
    assert kemeny(CONDORCET, VOTERS / 60).tolist() == [0, 2, 1]
    order = kemeny_order(CONDORCET, VOTERS / 60)
    assert 60 * order.cost == pytest.approx(180 - 104)
    assert order.gap == 0
    assert np.argmax(borda(CONDORCET, VOTERS / 60)) == 1
    agreed("kemeny", "Young (1988), APSR 82(4)", "Condorcet's 60 voters, all six orders", note=IN_HANDBOOK)


def test_the_rank_sum_ratio_of_ten_districts() -> None:
    """Maternal care of ten districts, the usual example of Chinese textbooks; ratios re-derived by hand."""
    examined = [99.54, 96.52, 99.36, 92.83, 91.71, 95.35, 96.09, 99.27, 94.76, 84.80]
    maternal = [60.27, 59.67, 43.91, 58.99, 35.40, 44.71, 49.81, 31.69, 22.91, 81.49]
    perinatal = [16.15, 20.10, 15.60, 17.04, 15.01, 13.93, 17.43, 13.89, 19.87, 23.63]
    x = np.column_stack([examined, -np.array(maternal), -np.array(perinatal)])
    expected = np.array([18, 12, 23, 12, 18, 20, 15, 27, 17, 3]) / 30
    assert rank_sum_ratio(x, np.ones(3) / 3) == pytest.approx(expected, rel=1e-12)
    source = "maternal care of ten districts, medical statistics textbooks"
    note = "the table as several public solutions quote it; the ratios are worked out again by hand"
    record(Agreement("aggregate", "rank_sum_ratio", TEXTBOOK, source, "RSR", 1e-12, holds=True, note=note))


def test_grey_relation_by_hand() -> None:
    """Gaps 0, 0.2, 0.4 / 0, 0.5, 1 with ρ = 0.5: coefficients 1, 5/7, 5/9 and 1, 1/2, 1/3."""
    x = np.array([[1.0, 1.0], [0.8, 0.5], [0.6, 0.0]])
    expected = [1, (5 / 7 + 1 / 2) / 2, (5 / 9 + 1 / 3) / 2]
    assert grey_relation(x, np.array([0.5, 0.5])) == pytest.approx(expected, rel=1e-12)
    by_hand("grey_relation", "three regions, exact fractions")


def test_imbalance_by_hand() -> None:
    """Values 70, 100, 130: mean 100, variance 600, minimum 70."""
    x, equal = np.array([[70.0, 100.0, 130.0]]), np.ones(3) / 3
    assert adjusted_mazziotta_pareto(x, equal) == pytest.approx([94])
    assert adjusted_mazziotta_pareto(x, equal, penalty="plus") == pytest.approx([106])
    assert mean_min(x, equal, alpha=1, beta=40) == pytest.approx([90])  # 3-4-5: hypot(30, 40) − 40 = 10
    by_hand("adjusted_mazziotta_pareto", "94 and 106")
    by_hand("mean_min", "3-4-5 triangle")


def test_the_extremes_of_ordered_weighted_averages() -> None:
    """Yager (1988): orness 1 is the maximum, 0 the minimum, 1/2 of equal weights the mean."""
    x, equal = np.array([[0.2, 0.9, 0.4]]), np.ones(3) / 3
    for orness, expected in ((1.0, 0.9), (0.0, 0.2), (0.5, 0.5)):
        assert owa(x, equal, orness=orness) == pytest.approx([expected], rel=1e-12)
    by_hand("owa", "orness 1, 0 and 1/2: maximum, minimum, mean")


def test_fuzzy_composition_by_hand() -> None:
    """Weights (0.3, 0.7) over two rows of memberships, under each operator."""
    degrees, weights = np.array([[[0.2, 0.8], [0.6, 0.4]]]), np.array([[0.3, 0.7]])
    expected = {
        "weighted_average": [0.48, 0.52],
        "max_min": [0.6, 0.4],
        "max_product": [0.42, 0.28],
        "bounded_sum": [0.8, 0.7],
    }
    for operator, values in expected.items():
        assert compose(degrees, weights, operator)[0] == pytest.approx(values, rel=1e-12), operator
    by_hand("fuzzy_comprehensive", "four operators")


def test_coupling_by_hand() -> None:
    """Systems 0.4 and 0.9: C = 0.6 / 0.65; modified √((1 − 0.5) × 4/9)."""
    x, equal = np.array([[0.4, 0.9]]), np.array([0.5, 0.5])
    standard, modified = coupling_degrees(x, equal), coupling_degrees(x, equal, formula="modified")
    assert standard.coupling == pytest.approx([12 / 13], rel=1e-12)
    assert standard.level == pytest.approx([0.65], rel=1e-12)
    assert standard.coordination == pytest.approx([0.6**0.5], rel=1e-12)
    assert modified.coupling == pytest.approx([(2 / 9) ** 0.5], rel=1e-12)
    by_hand("coupling_coordination", "C, T, D, both formulas")


def test_electre_by_hand() -> None:
    """With q = 0.1, p = 0.3, v = 0.5: lags of 0.2 agree by half; a lag of 0.4 objects by half, of 0.6 in full."""
    weights = np.array([0.75, 0.25])
    thresholds = {"indifference": 0.1, "preference": 0.3, "veto": 0.5}
    half = credibility(np.array([[0.5, 0.7], [0.7, 0.7]]), weights, **thresholds)
    assert half == pytest.approx(np.array([[1, 0.625], [1, 1]]), rel=1e-12)
    objects = credibility(np.array([[0.3, 0.7], [0.7, 0.7]]), weights, **thresholds)
    assert objects[0, 1] == pytest.approx(0.25 * 0.5 / 0.75, rel=1e-12)
    vetoed = credibility(np.array([[0.1, 0.7], [0.7, 0.7]]), weights, **thresholds)
    assert vetoed[0, 1] == 0
    assert electre3(np.array([[0.1, 0.7], [0.7, 0.7]]), weights, **thresholds).tolist() == [-1, 1]
    by_hand("electre3", "credibility at each threshold")
