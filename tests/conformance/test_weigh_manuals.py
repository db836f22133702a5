"""Weightings against printed output of programs' manuals, reference data and a textbook's figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from record import MANUAL, TEXTBOOK, Agreement, record

from zhishu.weigh.combine import game_combination, linear_combination, multiplicative_combination
from zhishu.weigh.fitted.importance import optimised_importance, realised_importance
from zhishu.weigh.fitted.regression import regression
from zhishu.weigh.fitted.rotation import principal_components
from zhishu.weigh.judged.hierarchy import fuzzy_ahp
from zhishu.weigh.spread.conflict import independence, multiple_correlations
from zhishu.weigh.spread.dispersion import coefficient_of_variation
from zhishu.weigh.stated import given

if TYPE_CHECKING:
    from collections.abc import Sequence

MATHMODELS = "mathmodels (R, zhjx19.github.io/mathmodels), reference"


def printed(used: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("weigh", used, MANUAL, source, what, tolerance, holds=True, note=note))


def stated(*weightings: Sequence[float]) -> tuple[np.ndarray, tuple[str, ...], list[dict[str, Any]]]:
    """Return values that do not matter, ids, and methods that give these weightings as they are."""
    names = tuple(f"column {place}" for place in range(len(weightings[0])))
    methods = [
        {
            "method": "budget_allocation",
            "allocations": {"one": dict(zip(names, weights, strict=True))},
            "budget": None,
        }
        for weights in weightings
    ]
    return np.zeros((2, len(names))), names, methods


def test_the_combinations_of_mathmodels() -> None:
    """combine_weights: (0.4, 0.3, 0.2, 0.1) with (0.25, 0.2, 0.3, 0.25), all four of its types."""
    x, members, methods = stated((0.4, 0.3, 0.2, 0.1), (0.25, 0.2, 0.3, 0.25))
    found = linear_combination(x, members=members, methods=methods, parts=[0.6, 0.4])
    assert found == pytest.approx([0.34, 0.26, 0.24, 0.16], abs=1e-12)
    found = multiplicative_combination(x, members=members, methods=methods)
    assert found == pytest.approx([0.4081633, 0.2448980, 0.2448980, 0.1020408], abs=5.1e-8)
    found = multiplicative_combination(x, members=members, methods=methods, parts=[1, 1])
    assert found == pytest.approx([0.3279556, 0.2540333, 0.2540333, 0.1639778], abs=5.1e-8)
    found = game_combination(x, members=members, methods=methods)
    assert found == pytest.approx([0.3735683, 0.2823789, 0.2176211, 0.1264317], abs=5.1e-8)
    source = f"{MATHMODELS}, combine_weights"
    printed("linear_combination", source, "type linear, alpha 0.6", 1e-12)
    printed("multiplicative_combination", source, "types multiplicative and game (geometric mean)", 5e-8)
    printed("game_combination", source, "type game_linear", 5e-8)


def test_the_variation_of_mathmodels() -> None:
    """cv_weight: columns (10, 20, 15) and (5, 10, 8)."""
    found = coefficient_of_variation(np.array([[10.0, 5.0], [20.0, 10.0], [15.0, 8.0]]))
    assert found == pytest.approx([0.503839, 0.496161], abs=5e-7)
    printed("coefficient_of_variation", f"{MATHMODELS}, cv_weight", "two columns: weights, 6 digits", 5e-7)


def test_the_components_of_mathmodels() -> None:
    """pca_weight: the first ten irises; directions turn columns and leave eigenvalues as they are."""
    rows = "51 35 14 2, 49 30 14 2, 47 32 13 2, 46 31 15 2, 50 36 14 2"
    rows += ", 54 39 17 4, 46 34 14 3, 50 34 15 2, 44 29 14 2, 49 31 15 1"
    x = np.array([[float(cell) for cell in row.split()] for row in rows.split(",")]) / 10
    assert principal_components(x)[0][:2] == pytest.approx([2.7523578, 0.6296417], abs=5e-8)
    what = "ten irises: eigenvalues of two components, 7 digits"
    printed("pca", f"{MATHMODELS}, pca_weight", what, 5e-8)


def test_the_comparisons_of_multiahpy() -> None:
    """Triangles (2, 3, 4), (3, 4, 5) and (1, 2, 3): extent analysis gives the third column nothing."""
    table = {"a": {"b": 3, "c": 4}, "b": {"c": 2}}
    found = fuzzy_ahp(np.zeros((2, 3)), ("a", "b", "c"), comparisons=table, variant="chang")
    assert found == pytest.approx([0.81635, 0.18365, 0.0], abs=5e-6)
    found = fuzzy_ahp(np.zeros((2, 3)), ("a", "b", "c"), comparisons=table)
    assert found == pytest.approx([0.613, 0.241, 0.145], abs=5e-4)
    source = "multiAHPy (Python, github.com/mberkancetin/fuzzy-ahp-color), the values its tests hold"
    printed("fuzzy_ahp", source, "`chang`: weights, 5 digits", 5e-6)
    printed("fuzzy_ahp", source, "`buckley`: weights, 3 digits", 5e-4)


# Deflator, product, unemployed, armed forces, population, year: 1947 to 1962.
LONGLEY = """\
83 234.289 235.6 159 107.608 1947
88.5 259.426 232.5 145.6 108.632 1948
88.2 258.054 368.2 161.6 109.773 1949
89.5 284.599 335.1 165 110.929 1950
96.2 328.975 209.9 309.9 112.075 1951
98.1 346.999 193.2 359.4 113.27 1952
99 365.385 187 354.7 115.094 1953
100 363.112 357.8 335 116.219 1954
101.2 397.469 290.4 304.8 117.388 1955
104.6 419.18 282.2 285.7 118.734 1956
108.4 442.769 293.6 279.8 120.445 1957
110.8 444.546 468.1 263.7 121.95 1958
112.6 482.704 381.3 255.2 123.366 1959
114.2 502.601 393.1 251.4 125.368 1960
115.7 518.173 480.6 257.2 127.852 1961
116.9 554.894 400.7 282.7 130.081 1962"""


def test_the_inflation_of_variance_in_longleys_data() -> None:
    """A variance inflates by 1 / (1 - R_j²), so the printed factors give the R_j whose inverse is the weight."""
    x = np.array([[float(cell) for cell in line.split()] for line in LONGLEY.splitlines()])
    factors = np.array([135.53, 1788.51, 33.619, 3.589, 399.15, 758.98])
    found = 1 / (1 - multiple_correlations(x) ** 2)
    assert (np.abs(found - factors) <= [5e-3, 5e-3, 5e-4, 5e-4, 5e-3, 5e-3]).all()
    related = np.sqrt(1 - 1 / factors)
    assert independence(x) == pytest.approx((1 / related) / (1 / related).sum(), abs=1e-5)
    source = "genridge (R), README: variance inflation factors of Longley's data"
    note = "the manual prints factors; R_j = sqrt(1 - 1 / factor), and 1 / R_j over the sum is the weight"
    printed("independence", source, "six columns: factors as printed, weights from them", 1e-5, note)


def test_the_linear_model_of_scikit_learn() -> None:
    """LinearRegression: four rows, y = x_0 + 2 x_1 + 3, coefficients printed as 1 and 2."""
    x = np.array([[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [2.0, 3.0]])
    outcome = dict(zip("abcd", (x @ [1.0, 2.0] + 3.0).tolist(), strict=True))
    assert regression(x, tuple("abcd"), outcome=outcome) == pytest.approx([1 / 3, 2 / 3], abs=1e-12)
    printed("regression", "scikit-learn, LinearRegression, examples", "coefficients 1 and 2", 1e-12)


def test_the_optimised_weights_of_coinr() -> None:
    """get_opt_weights: two columns that correlate 0.9397805 and 0.8382873 with their plain sum.

    With the sum along one direction, what is across it cancels, so the deviations are as the sines.
    """
    cosines = np.array([0.9397805, 0.8382873])
    sines = np.sqrt(1 - cosines**2)
    along, across = np.array([1.0, 1.0, -1.0, -1.0]), np.array([1.0, -1.0, 1.0, -1.0])
    x = np.column_stack(
        [
            sines[1] * (cosines[0] * along + sines[0] * across),
            sines[0] * (cosines[1] * along - sines[1] * across),
        ]
    )
    stopped = np.array([0.3902439, 0.6097561])
    apart = realised_importance(x, stopped, measure="correlation") - 0.5
    assert np.log((apart**2).mean()) == pytest.approx(-13.3043247, abs=1e-3)
    ours = optimised_importance(x, measure="correlation")
    assert realised_importance(x, ours, measure="correlation") == pytest.approx([0.5, 0.5], abs=1e-12)
    assert ours == pytest.approx(stopped, abs=0.01)
    printed(
        "optimised_importance",
        "COINr (R), reference, get_opt_weights",
        "two columns known by their correlations: the best objective printed, under the weights printed",
        1e-4,
        "the manual's table of what is obtained (0.50155, 0.49845) is that of its last trial, objective "
        "-12.938, not of the weights beside it, -13.304: 0.50129, 0.49871; the closed form reaches one half",
    )


@pytest.mark.parametrize("negative", ["zero", "error"])
def test_wamplers_second_polynomial(negative: str) -> None:
    """NIST Wampler2: x = 0 … 20 to the powers 1 … 5, certified coefficients 0.1, 0.01, … 0.00001."""
    x = np.arange(21.0)[:, None] ** np.arange(1, 6)
    certified = 0.1 ** np.arange(1, 6)
    y = [1, 1.11111, 1.24992, 1.42753, 1.65984, 1.96875, 2.38336, 2.94117, 3.68928, 4.68559, 6, 7.71561]
    y += [9.92992, 12.75603, 16.32384, 20.78125, 26.29536, 33.05367, 41.26528, 51.16209, 63]
    regions = tuple(f"row {place}" for place in range(21))
    outcome = dict(zip(regions, y, strict=True))
    found = regression(x, regions, outcome=outcome, negative=negative)
    assert found == pytest.approx(certified / certified.sum(), rel=1e-7)
    source = "NIST statistical reference data, linear regression, Wampler2"
    what = f"certified coefficients over their sum, `negative: {negative}`"
    printed("regression", source, what, 1e-7, "numbers as the tests of two other programs quote them")


def test_the_furniture_company() -> None:
    """Goodwin and Wright, Figure 13.4: 30 for profit, 100 for market share and 50 for risk."""
    found = given(np.zeros((3, 3)), np.array([30.0, 100.0, 50.0]))
    assert found == pytest.approx([0.167, 0.556, 0.278], abs=5e-4)
    source = "Goodwin and Wright, Decision Analysis for Management Judgment (Wiley), Figure 13.4"
    what = "three weights over their sum, 3 digits"
    record(Agreement("weigh", "given", TEXTBOOK, source, what, 5e-4, holds=True))
