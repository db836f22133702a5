"""Costs apart, references, ELECTRE II: the worked examples of their papers, at the printed digits."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, QUOTED, Agreement, record

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.decision_scales import zavadskas_turskis
from zhishu.prepare.normalisers.proportion import total
from zhishu.prepare.normalisers.ranges import turned
from zhishu.prepare.normalisers.reference_interval import reference_interval
from zhishu.score.aggregators.outranking.electre2 import electre2, outrankings
from zhishu.score.aggregators.references.costs import aroman, copras, ram
from zhishu.score.aggregators.references.given import relative_value_distance, rim

QUOTED_THERE = "numbers as the tests of scikit-criteria quote them"
QUOTED_BY_BOTH = "numbers as the tests of scikit-criteria and the documentation of pymcdm quote them"


def published(
    method: str,
    source: str,
    what: str,
    half: float,
    note: str,
    *,
    kind: str = "aggregate",
    holds: bool = True,
) -> None:
    record(Agreement(kind, method, PAPER, source, what, half, holds=holds, note=note))


def directions(signs: str):
    return compile_directions([Direction({"+": "positive", "-": "negative"}[sign]) for sign in signs])


def test_the_research_assistants_of_copras() -> None:
    """Five assistants by seven criteria, one of them a cost, equal weights: Q in per cent of the best."""
    x = np.array(
        [
            [3.57, 4.00, 4.00, 83.75, 3, 9, 1],
            [3.07, 3.95, 4.00, 83.00, 3, 1, 3],
            [3.23, 3.54, 3.46, 66.00, 4, 0, 2],
            [3.42, 3.96, 4.00, 70.00, 5, 5, 7],
            [2.56, 3.37, 3.79, 82.00, 4, 4, 5],
        ]
    )
    found = 100 * copras(turned(x, directions("++++-++")), np.ones(7) / 7, output="utility")
    assert found == pytest.approx([100.0, 78.8501, 63.3837, 98.6506, 86.8878], abs=1e-3)
    source = "Uysal and Inan (2022), International Journal of Social Science and Economic Research"
    published("copras", source, "five assistants, utility in per cent", 1e-3, QUOTED_THERE)


def test_the_seven_alternatives_of_copras() -> None:
    """Seven alternatives by ten criteria, two of them costs: their order."""
    x = np.array(
        [
            [3.5, 6, 1256, 4, 16, 3, 17.3, 8, 2.82, 4100],
            [3.1, 4, 1000, 2, 8, 1, 15.6, 5, 3.08, 3800],
            [3.6, 6, 2000, 4, 16, 3, 17.3, 5, 2.90, 4000],
            [3.0, 4, 1000, 2, 8, 2, 17.3, 5, 2.60, 3500],
            [3.3, 6, 1008, 4, 12, 3, 15.6, 8, 2.30, 3800],
            [3.6, 6, 1000, 2, 16, 3, 15.6, 5, 2.80, 4000],
            [3.5, 6, 1256, 2, 16, 1, 15.6, 6, 2.90, 4000],
        ]
    )
    weights = np.array([0.297, 0.025, 0.035, 0.076, 0.154, 0.053, 0.104, 0.017, 0.025, 0.214])
    found = copras(turned(x, directions("++++++++--")), weights)
    assert (np.argsort(np.argsort(-found)) + 1).tolist() == [2, 7, 1, 6, 3, 4, 5]
    source = "Wieckowski and Szyjewski (2022), Procedia Computer Science 207: 4565-4573"
    published("copras", source, "seven alternatives, ranks", 0.0, QUOTED_THERE)


def test_the_ten_alternatives_of_ram() -> None:
    """Tables 2 to 5 of the paper: seven criteria, two of them costs."""
    x = np.array(
        [
            [0.068, 0.066, 0.150, 0.098, 0.156, 0.114, 0.098],
            [0.078, 0.076, 0.108, 0.136, 0.082, 0.171, 0.105],
            [0.157, 0.114, 0.128, 0.083, 0.108, 0.113, 0.131],
            [0.106, 0.139, 0.058, 0.074, 0.132, 0.084, 0.120],
            [0.103, 0.187, 0.125, 0.176, 0.074, 0.064, 0.057],
            [0.105, 0.083, 0.150, 0.051, 0.134, 0.094, 0.113],
            [0.137, 0.127, 0.056, 0.133, 0.122, 0.119, 0.114],
            [0.100, 0.082, 0.086, 0.060, 0.062, 0.109, 0.093],
            [0.053, 0.052, 0.043, 0.100, 0.050, 0.078, 0.063],
            [0.094, 0.074, 0.097, 0.087, 0.080, 0.054, 0.106],
        ]
    )
    weights = np.array([0.132, 0.135, 0.138, 0.162, 0.09, 0.223, 0.12])
    found = ram(turned(x, directions("+--++++")), weights)
    printed = [1.4332, 1.4392, 1.4353, 1.4322, 1.4279, 1.4301, 1.4394, 1.4308, 1.4294, 1.4288]
    assert found.round(4).tolist() == printed
    source = "Sotoudeh-Anvari (2023), Journal of Cleaner Production 423: 138695"
    published("ram", source, "ten alternatives, index", 5e-5, QUOTED_BY_BOTH)


def test_the_four_vehicles_of_aroman() -> None:
    """Five criteria, the price a cost: as printed the dearest comes first, which is why it has to be asked for."""
    x = np.array(
        [
            [40000, 1.200, 1.4, 8, 9],
            [38500, 1.150, 1.2, 6, 6],
            [39400, 0.600, 1.1, 7, 5],
            [48000, 1.300, 1.6, 10, 12],
        ]
    )
    weights = np.array([0.28, 0.22, 0.26, 0.15, 0.09])
    found = aroman(turned(x, directions("-++++")), weights, costs="as_printed")
    assert found.round(4).tolist() == [0.6727, 0.5535, 0.4721, 0.8718]
    source = "Boskovic et al. (2023), IEEE Access 11: 39496-39507"
    published("aroman", source, "four vehicles, rating, costs as printed", 5e-5, QUOTED)


IDEALS = (Direction("interval", 30, 35), Direction("interval", 10, 15), Direction("negative"),
          Direction("positive"), Direction("positive"), Direction("interval", 4, 5))  # fmt: skip
RANGES = [(23, 60), (0, 15), (0, 10), (1, 3), (1, 3), (1, 5)]
FIVE = np.array(
    [
        [30, 0, 2, 3, 3, 2],
        [40, 9, 1, 3, 2, 2],
        [25, 0, 3, 1, 3, 2],
        [27, 0, 5, 3, 3, 1],
        [45, 15, 2, 2, 3, 4.0],
    ]
)
RIM_WEIGHTS = np.array([0.2262, 0.2143, 0.1786, 0.1429, 0.1190, 0.1190])
RIM_PAPER = "Cables, Lamata and Verdegay (2016), Information Sciences 337: 1-10"


def test_the_five_alternatives_of_rim() -> None:
    """Their normalised values, and the index of the first; the others' in the paper lack a root."""
    x = reference_interval(FIVE, compile_directions(IDEALS), ranges=RANGES)
    printed = [
        [1.0, 0.0, 0.8, 1.0, 1.0, 0.3333],
        [0.8, 0.9, 0.9, 1.0, 0.5, 0.3333],
        [0.2857, 0.0, 0.7, 0.0, 1.0, 0.3333],
        [0.5714, 0.0, 0.5, 1.0, 1.0, 0.0],
        [0.6, 1.0, 0.8, 0.5, 1.0, 1.0],
    ]
    assert x.round(4).tolist() == printed
    what = "five alternatives by six criteria, normalised"
    published("reference_interval", RIM_PAPER, what, 5e-5, QUOTED_THERE, kind="normalise")
    found = rim(x, RIM_WEIGHTS)
    assert found.round(5)[0] == 0.58663
    published("rim", RIM_PAPER, "five alternatives, index of the first", 5e-6, QUOTED_THERE)
    assert found == pytest.approx([0.5866, 0.7558, 0.3716, 0.4666, 0.7401], abs=2.1e-4)
    lacking = ((x * RIM_WEIGHTS) ** 2).sum(axis=1)
    assert lacking[1:] == pytest.approx([0.12132, 0.03554, 0.05926, 0.11819], abs=1.1e-5)
    assert lacking[1] / (
        lacking[1] + np.sqrt((((x - 1) * RIM_WEIGHTS) ** 2).sum(axis=1))[1]
    ) == pytest.approx(0.51883, abs=2e-5)
    note = "the paper takes no root of the others' distance from 0 (0.12132 for 0.34831): its 0.51883 is ours, 0.75584 (figures as the tests of scikit-criteria hold them)"
    published("rim", RIM_PAPER, "five alternatives, index of the second to the fifth", 0.0, note, holds=False)


SEVENTEEN = np.array(
    [
        [80, 70, 87, 77, 76, 80, 75],
        [85, 65, 76, 80, 75, 65, 75],
        [78, 90, 72, 80, 85, 90, 85],
        [75, 84, 69, 85, 65, 65, 70],
        [84, 67, 60, 75, 85, 75, 80],
        [85, 78, 82, 81, 79, 80, 80],
        [77, 83, 74, 70, 71, 65, 70],
        [78, 82, 72, 80, 78, 70, 60],
        [85, 90, 80, 88, 90, 80, 85],
        [89, 75, 79, 67, 77, 70, 75],
        [65, 55, 68, 62, 70, 50, 60],
        [70, 64, 65, 65, 60, 60, 65],
        [95, 80, 70, 75, 70, 75, 75],
        [70, 80, 79, 80, 85, 80, 70],
        [60, 78, 87, 70, 66, 70, 65],
        [92, 85, 88, 90, 85, 90, 95],
        [86, 87, 80, 70, 72, 80, 85.0],
    ]
)


def test_the_seventeen_candidates_of_ervd() -> None:
    """Shares of the sums, 80 points being neither gain nor loss."""
    weights = np.array([0.066, 0.196, 0.066, 0.130, 0.130, 0.216, 0.196])
    shares, reference = total(SEVENTEEN, directions("+" * 7)), 80 / SEVENTEEN.sum(axis=0)
    found = relative_value_distance(shares, weights, reference=reference.tolist())
    printed = [0.660, 0.503, 0.885, 0.521, 0.610, 0.796, 0.498, 0.549, 0.908, 0.565, 0.070, 0.199, 0.632,
               0.716, 0.438, 0.972, 0.767]  # fmt: skip
    assert found.round(3).tolist() == printed
    source = "Shyur et al. (2015), Foundations of Computing and Decision Sciences 40(4): 299-315"
    published("ervd", source, "seventeen candidates, closeness", 5e-4, QUOTED_BY_BOTH)


def test_the_sites_of_electre_2() -> None:
    """Six sites by five criteria, one a cost: concordance, discordance at their levels, and the order."""
    x = np.array(
        [
            [6, 5, 28, 5, 5],
            [4, 2, 25, 10, 9],
            [5, 7, 35, 9, 6],
            [6, 1, 27, 6, 7],
            [6, 8, 30, 7, 9],
            [5, 6, 26, 4, 8.0],
        ]
    )
    x, weights = x / x.sum(axis=0) * [1, 1, -1, 1, 1], np.array([0.25, 0.25, 0.1, 0.2, 0.2])
    # What is printed: concordances of 0.1 to 0.9, so a level between two of them is reached by these pairs.
    concordance = np.array(
        [
            [1, 0.50, 0.35, 0.50, 0.35, 0.45],
            [0.50, 1, 0.50, 0.75, 0.50, 0.50],
            [0.65, 0.50, 1, 0.45, 0.20, 0.70],
            [0.75, 0.25, 0.55, 1, 0.35, 0.45],
            [0.90, 0.70, 0.80, 0.90, 1, 0.90],
            [0.55, 0.50, 0.55, 0.55, 0.10, 1],
        ]
    )
    for level in (0.4, 0.6, 0.78):
        strong, _ = outrankings(x, weights, concordance=(level,) * 3, discordance=(1.0, 1.0))
        assert np.array_equal(strong, (concordance >= level) & (concordance > concordance.T + 1e-9))
    assert electre2(x, weights).tolist() == [0.0, 2.5, 3.0, 1.0, 4.0, 2.0]
    source = "Cebrian and Porcar (2009), Revista de Metodos Cuantitativos 7: 31-56 (data, concordance)"
    note = "concordance and both orders as the tests of scikit-criteria hold them: 5, 3, 2, 6, 4, 1"
    published("electre2", source, "six sites, concordance and mean of the two orders", 0.0, note)


def test_the_irregular_ranks_of_electre_2() -> None:
    """Five alternatives by seven criteria, two regions half a class apart."""
    x = np.array(
        [
            [1, 2, 1, 5, 2, 2, 4],
            [3, 5, 3, 5, 3, 3, 3],
            [3, 5, 3, 5, 3, 2, 2],
            [1, 2, 2, 5, 1, 1, 1],
            [1, 1, 3, 5, 4, 1, 5.0],
        ]
    )
    weights = np.array([0.0780, 0.1180, 0.1570, 0.3140, 0.2350, 0.0390, 0.0590])
    found = electre2(x, weights)
    assert (found.max() - found + 1).tolist() == [3.0, 1.0, 2.0, 4.0, 1.5]
    source = "Wang and Triantaphyllou (2008), Omega 36(1): 45-63 (data)"
    note = "mean of the two orders as the tests of scikit-criteria hold it"
    published("electre2", source, "five alternatives, mean of the two orders", 0.0, note)


def test_the_two_columns_of_zavadskas_and_turskis() -> None:
    """Table of the survey: 1, 2, 5 and the same five higher."""
    found = zavadskas_turskis(np.array([[1.0, 6.0], [2.0, 7.0], [5.0, 10.0]]), directions("++"))
    assert found.round(1).tolist() == [[0.2, 0.6], [0.4, 0.7], [1.0, 1.0]]
    source = "Jahan and Edwards (2015), Materials and Design 65: 335-342"
    published("zavadskas_turskis", source, "1, 2, 5 and 6, 7, 10", 5e-2, QUOTED, kind="normalise")
