"""Matter element, set pairs, extent analysis and obstacle degrees against programs: answers in `recorded`."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.columns import weighted_sum
from zhishu.score.aggregators.judged.matter_element import correlations, matter_element
from zhishu.score.aggregators.references.between_ideals import set_pair
from zhishu.score.obstacle import obstacle_degree
from zhishu.weigh.judged.hierarchy import fuzzy_ahp


def agreed(method: str, against: str, source: str, what: str, tolerance: float) -> None:
    record(Agreement("aggregate", method, against, source, what, tolerance, holds=True))


def test_matter_elements_against_a_toolkit() -> None:
    """Correlations, the grade of the greatest, and the characteristic value; four even grades, three uneven ones."""
    found = recorded("matter_element_mcm_toolkit")
    for case in found.cases:
        x, weights, bounds = np.array(case["x"]), np.array(case["weights"]), np.array(case["bounds"])
        related = weighted_sum(np.moveaxis(correlations(x, bounds), -2, -1), weights)
        assert related == pytest.approx(np.array(case["correlations"]), rel=1e-9, abs=1e-15)
        options = {"bounds": case["bounds"], "unit": "grades"}
        assert matter_element(x, weights, **options) == pytest.approx(case["characteristic"], rel=1e-9)
        assert matter_element(x, weights, verdict="maximum", **options).tolist() == case["grades"]
    source = "random data, 12 × 5, four even and three uneven grades, five seeds"
    what = "correlations, characteristic values, grades of greatest correlation"
    agreed("matter_element", found.program, source, what, 1e-9)


def test_obstacle_degrees_against_mathmodels() -> None:
    """Shares of each region's weighted shortfall."""
    found = recorded("obstacle_mathmodels")
    for case in found.cases:
        ours = obstacle_degree(np.array(case["x"]), np.array(case["weights"]))
        assert ours == pytest.approx(np.array(case["degrees"]), rel=1e-12)
    source = "random data, 10 × 5, five seeds"
    record(
        Agreement("diagnosis", "obstacle_degree", found.program, source, "degrees, scaled", 1e-12, holds=True)
    )


def extent(case: dict, **options: float) -> np.ndarray:
    """Return the weights of extent analysis for a recorded matrix of comparisons."""
    matrix = np.array(case["comparisons"])
    names = tuple("abcdefg"[: len(matrix)])
    table = {
        one: {other: float(matrix[row, row + 1 + at]) for at, other in enumerate(names[row + 1 :])}
        for row, one in enumerate(names[:-1])
    }
    return fuzzy_ahp(
        np.zeros((2, len(names))), names, comparisons=table, variant="chang", limit=None, **options
    )


def test_extent_analysis_against_pyfap() -> None:
    """Chang's weights of three to seven columns, of which some are 0."""
    found = recorded("fuzzy_ahp_pyfap")
    for case in found.cases:
        assert extent(case) == pytest.approx(case["weights"], rel=1e-12, abs=1e-15)
    source = "random comparisons of 3 to 7 columns, five seeds"
    record(
        Agreement("weigh", "fuzzy_ahp", found.program, source, "Chang's variant: weights", 1e-12, holds=True)
    )


def test_extent_analysis_against_the_file_exchange() -> None:
    """Its comparison of 2 is a triangle below 1, and its extents are l / Σl and u / Σu: the winner gets nothing."""
    found = recorded("fuzzy_ahp_file_exchange")
    for case in found.cases:
        theirs, sums = np.array(case["weights"]), np.array(case["comparisons"]).sum(axis=1)
        assert theirs[sums.argmax()] == 0
        assert extent(case).argmax() == sums.argmax()
    note = (
        "the peer divides lower ends by the sum of lower ends and upper by that of upper, where Chang's inverse "
        "turns them round, and reads a comparison of 2 as (1/2, 3/4, 1): the column that wins most comparisons gets "
        "nothing; ours are Chang's, as pyfap has them"
    )
    what = "Chang's variant: the weight of the column that wins most comparisons"
    source = "random comparisons of 3 to 7 columns, five seeds"
    record(Agreement("weigh", "fuzzy_ahp", found.program, source, what, 0.0, holds=False, note=note))


def test_set_pairs_against_a_program_for_emergency_plans() -> None:
    """One column at a time the same closeness; the program then sums closenesses, ours identities and contraries."""
    found = recorded("set_pair_association")
    for case in found.cases:
        x, weights = np.array(case["x"]), np.array(case["weights"])
        alone = np.stack([set_pair(x[:, [at]], np.ones(1)) for at in range(x.shape[1])], axis=1)
        assert alone / alone.max(axis=0) == pytest.approx(np.array(case["closeness"]), rel=1e-12)
        assert set_pair(x, weights) != pytest.approx(alone @ weights, rel=1e-2)
    source = "random data, 12 × 5, five seeds"
    what = "closeness a / (a + c) of each column alone, over its greatest"
    agreed("set_pair", found.program, source, what, 1e-12)
    note = (
        "a difference of definition: the peer forms a / (a + c) in each column, divides it by its greatest and sums by "
        "weight; ours sums a and c by weight first, as the printed degrees of Su, Chen and Zhang (2013) are summed"
    )
    what = "closeness of several columns"
    record(Agreement("aggregate", "set_pair", found.program, source, what, 0.0, holds=False, note=note))


def test_the_obstacle_degrees_of_the_manual_of_mathmodels() -> None:
    """The weighted shortfalls of six objects, printed to three digits; their shares are the degrees."""
    rows = "0.0162 0.2720 0.2655, 0.1782 0.6824 0.3721, 0.5490 0.0593 0.5729"
    rows += ", 0.6730 0.4812 0.9082, 0.0207 0.8891 0.2017, 0.9875 0.5573 0.8984"
    x = np.array([[float(cell) for cell in row.split()] for row in rows.split(",")])
    even = "0.328 0.243 0.245, 0.274 0.106 0.209, 0.150 0.314 0.142, 0.109 0.173 0.0306, 0.326 0.0370 0.266"
    even += ", 0.00417 0.148 0.0339"
    stated = (
        "0.394 0.218 0.220, 0.329 0.0953 0.188, 0.180 0.282 0.128, 0.131 0.156 0.0275, 0.392 0.0333 0.239"
    )
    stated += ", 0.00500 0.133 0.0305"
    for weights, text in (([1 / 3] * 3, even), ([0.4, 0.3, 0.3], stated)):
        printed = np.array([[float(cell) for cell in row.split()] for row in text.split(",")])
        shares = printed / printed.sum(axis=1, keepdims=True)
        assert obstacle_degree(x, np.array(weights)) == pytest.approx(shares, abs=2e-3)
    what = "six objects, two weightings: shares of the printed weighted shortfalls, 3 digits"
    source = "mathmodels (R), reference, obstacle_degree"
    record(Agreement("diagnosis", "obstacle_degree", MANUAL, source, what, 2e-3, holds=True))
