"""Aggregators against numbers printed in the documentation and the tests of programs that are not run here."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, PAPER, Agreement, program, record

from zhishu.score.aggregators.averages.imbalance import mazziotta_pareto
from zhishu.score.aggregators.averages.means import arithmetic, generalised_mean, geometric, harmonic, median
from zhishu.score.aggregators.orders.majority import copeland
from zhishu.score.aggregators.outranking.flows import promethee2
from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt
from zhishu.score.aggregators.programmes.directional import directional_benefit
from zhishu.score.aggregators.references.ideal import hellwig


def agreed(
    method: str,
    source: str,
    what: str,
    tolerance: float = 0.0,
    note: str = "",
    *,
    against: str = MANUAL,
    holds: bool = True,
) -> None:
    record(Agreement("aggregate", method, against, source, what, tolerance, holds=holds, note=note))


def one(values: list[float], weights: list[float] | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return one region's values, (1, columns), and the weights divided by their sum; equal unless given."""
    share = np.ones(len(values)) if weights is None else np.array(weights)
    return np.array([values], dtype=float), share / share.sum()


def test_the_means_of_the_manual_of_scipy() -> None:
    """Power, harmonic and geometric means of two, three and seven numbers, equal and weighted 3, 1, 3."""
    pair, seven, three = one([1, 4]), one([1, 2, 3, 4, 5, 6, 7]), one([1, 4, 7], [3, 1, 3])
    scipy = program("scipy")
    printed = (
        (pair, 1.3, 2.639372938300652),
        (seven, 1.3, 4.157111214492084),
        (three, -2, 1.4969684896631954),
    )
    for given, power, expected in printed:
        assert generalised_mean(*given, power=power) == pytest.approx([expected], rel=1e-14)
    for given, expected in ((pair, 1.6), (seven, 2.6997245179063363), (three, 1.9029126213592233)):
        assert harmonic(*given) == pytest.approx([expected], rel=1e-14)
        assert generalised_mean(*given, power=-1) == pytest.approx([expected], rel=1e-14)
    for given, expected in ((pair, 2.0), (seven, 3.3800151591412964), (three, 2.80668351922014)):
        assert geometric(*given) == pytest.approx([expected], rel=1e-14)
        assert generalised_mean(*given, power=0) == pytest.approx([expected], rel=1e-14)
    agreed("generalised_mean", f"{scipy}, stats.pmean", "powers 1.3, -2, -1 and 0, every digit", 1e-14)
    agreed("harmonic", f"{scipy}, stats.hmean", "three examples, every digit", 1e-14)
    agreed("geometric", f"{scipy}, stats.gmean", "three examples, every digit", 1e-14)


def test_the_quadratic_mean_of_rosetta_code() -> None:
    """The root mean square of 1 … 10."""
    found = generalised_mean(*one(list(range(1, 11))), power=2)
    assert found == pytest.approx([6.2048368229954285], rel=1e-15)
    agreed("generalised_mean", "Rosetta Code, Averages/Root mean square", "power 2 of 1 … 10", 1e-15)


def test_the_average_speed_of_a_journey() -> None:
    """80 km at 40, 15 at 20 and 5 at 5 km/h: 100 / 3.75 is printed as 26.66."""
    found = harmonic(*one([40, 20, 5], [80, 15, 5]))
    assert found == pytest.approx([100 / 3.75], rel=1e-15)
    assert np.floor(100 * found).tolist() == [2666]
    note = "26.667 is printed as 26.66: cut, not rounded"
    agreed("harmonic", "a lesson on transtutors.com, Weighted HM", "speeds 40, 20, 5: 26.66", 0.005, note)


def test_printed_weighted_medians() -> None:
    """Of R's cwhmisc and of two answers on Mathematics Stack Exchange; w.median halves a tie downwards."""
    third = 1 / 3
    assert median(*one([7, 1, 2, 4, 10], [1, third, third, third, 1])).tolist() == [7]
    assert median(*one([7, 1, 2, 4, 10])).tolist() == [4]
    assert median(*one([7, 1, np.nan, 4, 10], [1, third, third, third, 1])).tolist() == [7]
    agreed("median", "R cwhmisc, w.median", "three examples, one with a gap: 7, 4, 7")
    tie = median(*one([7, 1, 2, 4, 10, 15], [1, third, third, third, 1, 1]))
    assert tie.tolist() == [8.5]
    note = "the weights up to 7 are one half: the peer gives 7, ours the mean of 7 and 10, as the median of an even count is"
    agreed(
        "median",
        "R cwhmisc, w.median",
        "two examples whose weights are halved exactly",
        0.0,
        note,
        holds=False,
    )
    assert median(*one([13, 23, 54], [10, 3, 4])).tolist() == [13]
    assert median(*one([1, 2, 3, 4, 5], [0.1, 0.1, 0.1, 0.1, 0.6])).tolist() == [5]
    source = "Mathematics Stack Exchange, questions 863213 and 3968904"
    agreed("median", source, "weights 10, 3, 4 and 0.1, 0.1, 0.1, 0.1, 0.6: 13 and 5")


def test_the_three_ballots_of_copeland() -> None:
    """Wins and half of the ties are 3, 1, 2, 0; ours are wins minus losses."""
    ballots = ("BCAD", "DACB", "ACBD")
    x = np.array([[4.0 - ballot.index(name) for ballot in ballots] for name in "ABCD"])
    assert ((copeland(x, np.ones(3) / 3) + 3) / 2).tolist() == [3, 1, 2, 0]
    agreed("copeland", "copeland (Go), README", "three ballots of four: 3, 1, 2, 0",
           note="it counts wins and half of the ties: half of ours + (n - 1) / 2")  # fmt: skip


# Places of 23 alternatives by TOPSIS, grey relation, VIKOR and MOORA (reference point).
PLACES = np.array([
    [7, 17, 3, 14, 6, 18, 10, 19, 8, 15, 22, 12, 2, 9, 23, 11, 16, 20, 5, 13, 1, 21, 4],
    [9, 17, 3, 14, 6, 18, 7, 19, 8, 16, 22, 13, 1, 10, 23, 11, 15, 20, 5, 12, 2, 21, 4],
    [7, 17, 3, 14, 5, 18, 10, 19, 8, 16, 22, 13, 1, 9, 23, 11, 15, 20, 6, 12, 2, 21, 4],
    [3, 14, 2, 15, 16, 21, 10, 23, 8, 9, 19, 6, 7, 5, 22, 17, 13, 18, 12, 11, 1, 20, 4],
], dtype=float).T  # fmt: skip
ORDER = [15, 11, 22, 18, 8, 6, 2, 10, 17, 4, 12, 20, 16, 7, 14, 9, 1, 5, 19, 23, 3, 13, 21]


def test_four_rankings_made_one_by_copeland() -> None:
    """Arslan and Bircan (2020): the last to the first of 23, as the tests of JMcDM hold them."""
    scores = copeland(-PLACES, np.ones(4) / 4)
    assert (np.argsort(scores, kind="stable") + 1).tolist() == ORDER
    source = (
        "Arslan and Bircan (2020), Yönetim ve Ekonomi 27(1): 109-127, as the tests of JMcDM (Julia) quote it"
    )
    agreed("copeland", source, "four rankings of 23: the order", against=PAPER)


def test_the_eight_actions_of_promethee() -> None:
    """Linear with q = 49, 45, 30 and V-shaped (q = 0): net flows with the sign turned, every digit."""
    x = np.array([
        [42.0, 35, 43, 51], [89, 72, 92, 85], [14, 85, 17, 40], [57, 60, 45, 80], [48, 32, 43, 40], [71, 45, 60, 85],
        [69, 40, 72, 55], [64, 35, 70, 60],
    ])  # fmt: skip
    found = promethee2(x, np.array([0.25, 0.35, 0.22, 0.18]), shape="linear",
                       indifference=[49, 0, 45, 30], preference=[100, 98, 95, 80])  # fmt: skip
    printed = [
        0.0698938775510204, -0.148590956382553, -0.061361984793917565, -0.04780408163265306, 0.09859591836734694,
        -0.0006389755902360891, 0.03236974789915966, 0.057536454581832736,
    ]  # fmt: skip
    assert found == pytest.approx(-np.array(printed), rel=1e-11)
    note = (
        "entering minus leaving flow there, so that the least action is called best; ours is leaving minus "
        "entering, as in Brans and Vincke. The second column is V-shaped: linear with q = 0"
    )
    source = "JMcDM (Julia), promethee, after Yıldırım and Önder, eds. (2015)"
    agreed(
        "promethee2", source, "eight actions, linear and V-shaped: net flows but for the sign", 1e-11, note
    )


EIGHT = np.array([[7.0, 7], [4, 8], [8, 4], [3, 5], [3, 3], [8, 2], [6, 4], [1.5, 5]])
HALF = np.ones(2) / 2
BOOK = "Pastor, Aparicio and Zofío (2022), Benchmarking Economic Efficiency"


def test_eight_units_with_one_input_alike() -> None:
    """With the input 1 throughout, β under constant returns makes the output efficiency (1 - β) / (1 + β)."""
    beta = np.array([0, 0, 0, 0.2173913043, 0.4, 0, 0.12, 0.2307692308])
    assert benefit_of_the_doubt(EIGHT, HALF) == pytest.approx((1 - beta) / (1 + beta), abs=2e-10)
    note = f"data of {BOOK}; both inputs and outputs move there, so that the score is (1 - β) / (1 + β)"
    source = "DataEnvelopmentAnalysis.jl, tests of deaddfm, held against R"
    agreed("benefit_of_the_doubt", source, "eight units of one input and two outputs, 10 digits", 2e-10, note)


def test_eight_units_in_a_direction() -> None:
    """Chapter 8: technical inefficiency 0, 0, 0, 5, 8, 0, 3 and 5.75 in the direction of half a unit each."""
    beta = np.array([0, 0, 0, 5, 8, 0, 3, 5.75])
    found = directional_benefit(EIGHT, HALF, direction=[0.5, 0.5])
    assert 1 / found - 1 == pytest.approx(beta, abs=1e-9)
    note = f"data of {BOOK}, chapter 8; prices 1 and 1 make the monetary direction (1/2, 1/2); ours is 1 / (1 + β)"
    source = "BenchmarkingEconomicEfficiency.jl, Revenue DDF"
    agreed("directional_benefit", source, "eight units of one input and two outputs: β", 1e-9, note)


def test_three_products_of_mazziotta_and_pareto() -> None:
    """2, 2; 1, 3; 3, 1 on mean 100 and deviation 10: 100, 101, 101 with the penalty added."""
    x = np.array([[2.0, 2], [1, 3], [3, 1]])
    standard = 100 + 10 * (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    assert mazziotta_pareto(standard, HALF, penalty="plus").round(3).tolist() == [100, 101, 101]
    assert arithmetic(standard, HALF).round(9).tolist() == [100, 100, 100]
    note = "columns by the sample deviation, regions by that of the population"
    agreed("mazziotta_pareto", "docstring of mpi_score (package macroforecast, Python)", "three rows: MPI+ 100, 101, 101",
           5e-4, note)  # fmt: skip


def test_three_communes_of_hellwig() -> None:
    """1, 2, 3 up and 3, 2, 1 down, standardised: distances 3.46, 1.73, 0; measures 0.2404, 0.6202, 1."""
    x = np.array([[1.0, -3], [2, -2], [3, -1]])
    standard = (x - x.mean(axis=0)) / x.std(axis=0)
    assert hellwig(standard, HALF).round(4).tolist() == [0.2404, 0.6202, 1]
    source = "tests of an atlas of Polish communes (Python), metoda Hellwiga"
    agreed("hellwig", source, "three communes, two columns, 4 digits", 5e-5)
