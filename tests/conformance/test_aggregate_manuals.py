"""Aggregators against worked examples printed in textbooks, manuals and tutorials, at the printed digits."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, MANUAL, TEXTBOOK, Agreement, record

from zhishu.score.aggregators.averages.coupling import coupling_degrees
from zhishu.score.aggregators.averages.imbalance import owa
from zhishu.score.aggregators.judged.fuzzy import compose
from zhishu.score.aggregators.outranking.distillation import distil
from zhishu.score.aggregators.outranking.electre3 import credibility, electre3
from zhishu.score.aggregators.references.grey_relation import grey_relation


def agreed(method: str, against: str, source: str, what: str, half: float, note: str = "") -> None:
    record(Agreement("aggregate", method, against, source, what, half, holds=True, note=note))


def shares_of_range(columns: list[list[float]], costs: tuple[int, ...]) -> np.ndarray:
    """Return regions × columns by min–max, the columns of `costs` turned round."""
    x = np.array(columns, dtype=float).T
    x[:, costs] *= -1
    return (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))


def test_the_six_suppliers_of_grey_relation() -> None:
    """Six suppliers by nine criteria, three of them costs, equal weights, ρ = 0.5: grades to six decimals."""
    columns = [
        [0.83, 0.90, 0.99, 0.92, 0.87, 0.95],
        [326, 295, 340, 287, 310, 303],
        [21, 38, 25, 19, 27, 10],
        [3.2, 2.4, 2.2, 2.0, 0.9, 1.7],
        [0.20, 0.25, 0.12, 0.33, 0.20, 0.09],
        [0.15, 0.20, 0.14, 0.09, 0.15, 0.17],
        [250, 180, 300, 200, 150, 175],
        [0.23, 0.15, 0.27, 0.30, 0.18, 0.26],
        [0.87, 0.95, 0.99, 0.89, 0.82, 0.94],
    ]
    grades = grey_relation(shares_of_range(columns, (1, 2, 3)), np.ones(9) / 9)
    assert grades.round(6).tolist() == [0.462992, 0.555994, 0.649074, 0.652723, 0.493562, 0.613015]
    source = "司守奎, 孙玺菁, 数学建模算法与应用, chapter 14 (data: program ex14_5 of the book)"
    note = "grades as a public notebook prints them for the data of the book; the book itself was not seen"
    agreed("grey_relation", MANUAL, source, "six suppliers, grades", 5e-7, note)


def test_the_weighted_grey_relation_of_a_textbook() -> None:
    """Five alternatives by six criteria of different weight, three of them costs, ρ = 0.5."""
    columns = [
        [105000, 120000, 150000, 115000, 135000],
        [105, 110, 120, 105, 115],
        [10, 15, 12, 20, 15],
        [4, 4, 3, 4, 5],
        [300, 500, 550, 600, 400],
        [10, 8, 12, 9, 9],
    ]
    weights = np.array([0.05, 0.20, 0.10, 0.15, 0.10, 0.40])
    grades = grey_relation(shares_of_range(columns, (0, 2, 5)), weights)
    printed = [0.525, 0.7007142857142857, 0.5464285714285715, 0.5762820512820512, 0.650952380952381]
    assert grades == pytest.approx(printed, rel=1e-12)
    source = "Yıldırım and Önder, eds. (2015), Çok Kriterli Karar Verme Yöntemleri, 2nd ed."
    note = "as quoted, with this reference, in the documentation of JMcDM (Julia)"
    agreed("grey_relation", TEXTBOOK, source, "five alternatives, grades", 1e-12, note)


def test_grey_relation_with_a_given_reference() -> None:
    """Three sequences against a reference that none of them reaches throughout, ρ = 0.5."""
    x = np.array([[0.9, 0.7, 0.8], [0.8, 0.9, 0.7], [0.7, 0.8, 0.9]])
    grades = grey_relation(x, np.ones(3) / 3, reference=[0.9, 0.8, 0.7])
    assert grades.round(7).tolist() == [0.6666667, 0.6666667, 0.5555556]
    agreed("grey_relation", MANUAL, "mathmodels (R), grey_corr", "three sequences, grades", 5e-8)


SIX = np.array(
    [
        [8.84, 8.79, 6.43, 6.95],
        [8.57, 8.51, 5.47, 6.91],
        [7.76, 7.75, 5.34, 8.76],
        [7.97, 9.12, 5.93, 8.09],
        [9.03, 8.97, 8.19, 8.10],
        [7.41, 7.87, 6.77, 7.23],
    ]
)
SIX_WEIGHTS = np.array([9.00, 8.24, 5.98, 8.48]) / 31.7
IN_GO = "RealDecisionMaker (Go), tests of electreIII"
IN_MCDA = "numbers as the tests of mcda (Python) hold them; where they come from is not said there"


def test_the_concordance_of_six_alternatives() -> None:
    """Without veto credibility is concordance: q = 0.3, p = 0.5, to two decimals."""
    found = credibility(SIX, SIX_WEIGHTS, indifference=0.3, preference=0.5)
    printed = [
        [1.00, 1.00, 0.73, 0.69, 0.54, 0.96],
        [0.81, 1.00, 0.73, 0.32, 0.11, 0.78],
        [0.27, 0.46, 1.00, 0.55, 0.27, 0.81],
        [0.53, 0.72, 0.73, 1.00, 0.53, 0.81],
        [1.00, 1.00, 0.73, 1.00, 1.00, 1.00],
        [0.46, 0.46, 0.66, 0.19, 0.00, 1.00],
    ]
    assert found.round(2).tolist() == printed
    agreed("electre3", MANUAL, "mcda (Python), tests", "six alternatives, concordance", 5e-3, IN_MCDA)


def test_the_credibility_of_six_alternatives() -> None:
    """With a veto at 0.7: all that is left of outranking, to eight decimals; then the two distillations."""
    found = credibility(SIX, SIX_WEIGHTS, indifference=0.3, preference=0.5, veto=0.7)
    printed = np.eye(6)
    printed[0, [1, 5]] = 1, 0.96227129
    printed[3, [1, 2]] = 0.71608833, 0.41073113
    printed[4] = 1, 1, 0.54764151, 1, 1, 1
    assert found.round(8).tolist() == printed.tolist()
    agreed("electre3", MANUAL, "mcda (Python), tests", "six alternatives, credibility", 5e-9, IN_MCDA)
    assert distil(found).tolist() == [2, 4, 4, 3, 1, 4]
    assert distil(found, ascending=True).tolist() == [2, 1, 3, 2, 4, 1]
    note = "an early mcda leaves 4 with the last and 3 with 5, though 4 outranks 2 and 5 outranks 3; pyDecision 5.1 gives ours"
    what = "six alternatives: 5, 1, 4, {2 3 6} descending; 5, 3, {1 4}, {2 6} ascending"
    record(Agreement("aggregate", "electre3", BY_HAND, "", what, 0.0, holds=True, note=note))


@pytest.mark.parametrize(
    ("credible", "best_first", "worst_last", "what"),
    [
        (
            [
                [1, 0, 1, 0.8, 1],
                [0, 1, 0, 0.9, 0.67],
                [0.6, 0, 1, 0.6, 0.8],
                [0.25, 0.8, 0.67, 1, 0.85],
                [0.67, 0, 0.8, 0.8, 1],
            ],
            [1, 2, 3, 3, 3],
            [1, 1, 3, 2, 3],
            "five alternatives: both distillations of a printed credibility matrix",
        ),
        (
            [
                [1, 0.6, 0.3, 0.7, 0.55],
                [0, 1, 0.2, 0, 0],
                [0.58, 0.6, 1, 0.85, 0],
                [0.3, 0, 0.6, 1, 0.58],
                [0.6, 0, 0.6, 0.7, 1],
            ],
            [2, 3, 1, 3, 3],
            [3, 4, 2, 5, 1],
            "power stations of five countries: both distillations of a printed credibility matrix",
        ),
    ],
)
def test_two_distillations_of_five(
    credible: list[list[float]], best_first: list[int], worst_last: list[int], what: str
) -> None:
    """Two credibility matrices with the places of both orders; what is taken first from below is placed last."""
    matrix = np.array(credible, dtype=float)
    assert distil(matrix).tolist() == best_first
    taken = distil(matrix, ascending=True)
    assert (taken.max() + 1 - taken).tolist() == worst_last
    note = "what its tests call descending takes the worst first, and the other way round"
    agreed("electre3", MANUAL, IN_GO, what, 0.0, note)


def test_the_six_alternatives_of_mcda_in_r() -> None:
    """Descending 6, 5, 1, 4, 2 and 3, as there; ascending it has 5 and 6 first and 4 last."""
    x = np.array(
        [
            [10, 20, 5, 10, 16],
            [0, 5, 5, 16, 10],
            [0, 10, 0, 16, 7],
            [20, 5, 10, 10, 13],
            [20, 10, 15, 10, 13],
            [20, 10, 20, 13, 13],
        ],
        dtype=float,
    )
    found = credibility(x, np.array([3, 2, 3, 1, 1]) / 10, indifference=3, preference=5, veto=11)
    assert distil(found).tolist() == [3, 5, 5, 4, 2, 1]
    agreed("electre3", MANUAL, "MCDA (R), tests", "six alternatives, descending: 6, 5, 1, 4, 2 and 3", 0.0)
    assert distil(found, ascending=True).tolist() == [5, 1, 2, 3, 4, 6]
    note = (
        "the peer lets discordance fall as the lag grows to the veto, and lowers the level by one value per "
        "class without s = 0.30 - 0.15 lambda: its 4 comes last, which outranks 2 at 0.9"
    )
    what = "six alternatives, ascending"
    record(Agreement("aggregate", "electre3", MANUAL, "MCDA (R), tests", what, 0.0, holds=False, note=note))


def test_the_four_schools() -> None:
    """Thresholds of each column's own: concordance, the sum of credibilities, and the order."""
    x, weights = np.array([[-0.2, 3.0], [-2.3, 9.0], [-2.4, 10.0], [-1.0, 7.0]]), np.array([0.25, 0.75])
    thresholds = {"indifference": [0.2, 1.0], "preference": [1.0, 2.0]}
    printed = [[1, 0.25, 0.25, 0.25], [0.75, 1, 1, 0.75], [0.75, 1, 1, 0.75], [0.8125, 0.25, 0.25, 1]]
    assert credibility(x, weights, **thresholds) == pytest.approx(np.array(printed), rel=1e-12)
    thresholds["veto"] = [3.5, 4.0]
    assert credibility(x, weights, **thresholds).sum().round(7) == 10.2291667
    scores = electre3(x, weights, **thresholds)
    assert scores[1] == scores[2] > scores[3] > scores[0]
    source, note = (
        "tests of an ELECTRE III in R",
        "its scores of dominance, −3, 2, 2, −1, order the schools so too",
    )
    agreed("electre3", MANUAL, source, "four schools: concordance, credibility, order", 5e-8, note)


def test_the_appraisal_of_staff() -> None:
    """Four factors by five grades, M(·, +): the second grade, 0.53, is the verdict."""
    degrees = np.array(
        [[0.1, 0.5, 0.4, 0, 0], [0.2, 0.5, 0.2, 0.1, 0], [0.2, 0.5, 0.3, 0, 0], [0.2, 0.6, 0.2, 0, 0]]
    )
    found = compose(degrees[None], np.array([[0.25, 0.2, 0.25, 0.3]]), "weighted_average")[0]
    assert found.round(3).tolist() == [0.175, 0.53, 0.275, 0.02, 0]
    agreed(
        "fuzzy_comprehensive", MANUAL, "模糊综合评价 of staff, one level, a public notebook", "M(·, +)", 5e-4
    )


def test_the_fuzzy_evaluation_of_a_manual() -> None:
    """Four factors by three grades, M(·, +)."""
    degrees = np.array([[0.8, 0.1, 0.1], [0.7, 0.2, 0.1], [0.6, 0.2, 0.2], [0.7, 0.1, 0.2]])
    found = compose(degrees[None], np.array([[0.3, 0.3, 0.3, 0.1]]), "weighted_average")[0]
    assert found.round(2).tolist() == [0.70, 0.16, 0.14]
    agreed("fuzzy_comprehensive", MANUAL, "mathmodels (R), fuzzy_eval", "type 3, M(·, +)", 5e-3)


SYSTEMS = np.array(
    [
        [0.0162, 0.1782, 0.5490, 0.6730, 0.0207, 0.9875],
        [0.2720, 0.6824, 0.0593, 0.4812, 0.8891, 0.5573],
        [0.2655, 0.3721, 0.5729, 0.9082, 0.2017, 0.8984],
    ]
).T
STANDARD = [
    [0.571, 0.867, 0.674, 0.967, 0.418, 0.971],
    [0.185, 0.411, 0.394, 0.687, 0.370, 0.814],
    [0.325, 0.597, 0.515, 0.815, 0.393, 0.889],
]
MODIFIED = [
    [0.447, 0.501, 0.455, 0.669, 0.175, 0.715],
    [0.168, 0.388, 0.409, 0.686, 0.336, 0.832],
    [0.274, 0.440, 0.432, 0.678, 0.242, 0.771],
]


@pytest.mark.parametrize(
    ("formula", "weights", "printed"),
    [("standard", [1 / 3, 1 / 3, 1 / 3], STANDARD), ("modified", [0.4, 0.3, 0.3], MODIFIED)],
)
def test_the_coupling_of_a_manual(formula: str, weights: list[float], printed: list[list[float]]) -> None:
    """Three systems of six regions: C, T and D to three decimals, by both formulas."""
    found = coupling_degrees(SYSTEMS, np.array(weights), formula=formula)
    assert np.array(found).round(3).tolist() == printed
    what = f"three systems of six regions: C, T, D, {formula}"
    agreed("coupling_coordination", MANUAL, "mathmodels (R), coupling_degree", what, 5e-4)


@pytest.mark.parametrize(
    ("source", "values", "weights", "printed"),
    [
        (
            "Nogueira (2022), Yager's OWA operators, montoguequiz.com",
            [1, 5, 3, 9, 7],
            [0.25, 0.1, 0.1, 0.35, 0.2],
            4.7,
        ),
        (
            "a textbook of soft computing on oreilly.com (9781926895383), example 2.39",
            [5, 6, 4],
            [0.2, 0.7, 0.1],
            5.1,
        ),
        (
            "a textbook of fuzzy sets on issuhub.com (3276), page 103, example 3.3",
            [1, 5, 3],
            [0.3, 0.4, 0.3],
            3.0,
        ),
    ],
)
def test_printed_ordered_averages(
    source: str, values: list[float], weights: list[float], printed: float
) -> None:
    """Order weights belong to places, the greatest value first."""
    count = len(values)
    found = owa(np.array([values], dtype=float), np.ones(count) / count, order_weights=weights)
    assert found.round(9).tolist() == [printed]
    agreed("owa", MANUAL, source, f"{values}: {printed}", 5e-10)
