"""Weightings against the worked examples of the papers, and against examples that can be done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, PAPER, QUOTED_JMCDM, QUOTED_TWICE, Agreement, record

from zhishu.weigh.combine import game_combination, linear_combination, multiplicative_combination
from zhishu.weigh.envelopment.common import benefit_of_the_doubt
from zhishu.weigh.fitted.components import pca
from zhishu.weigh.fitted.importance import greatest_correlation, optimised_importance
from zhishu.weigh.fitted.regression import regression
from zhishu.weigh.fitted.rotation import principal_components
from zhishu.weigh.judged.best_worst import solve_best_worst
from zhishu.weigh.judged.experts import budget_allocation, precedence_chart
from zhishu.weigh.judged.hierarchy import ahp, fuzzy_ahp
from zhishu.weigh.judged.priorities import PRIORITIES, consistency, eigenvector_priorities
from zhishu.weigh.spread.conflict import critic, independence, lopcow, merec
from zhishu.weigh.spread.dispersion import (
    angle,
    coefficient_of_variation,
    gini,
    maximum_deviation,
    reciprocal_gini,
    standard_deviation,
    variance,
)
from zhishu.weigh.spread.information import cilos, entropy
from zhishu.weigh.stated import equal, given


def by_hand(used: str, what: str) -> None:
    record(Agreement("weigh", used, BY_HAND, "", what, 1e-12, holds=True))


def published(used: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("weigh", used, PAPER, source, what, tolerance, holds=True, note=note))


# Buying a house: size, transport, neighbourhood, age, yard, modern facilities, condition, financing.
HOUSE = np.array(
    [
        [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
        [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
        [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
        [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
        [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
        [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
        [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
        [4, 7, 5, 8, 6, 6, 2, 1],
    ]
)


def test_ahp_gives_saatys_house() -> None:
    """Saaty (1990), EJOR 48: the first matrix of the house example, its priorities, eigenvalue and CR."""
    found = consistency(HOUSE)
    printed = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert eigenvector_priorities(HOUSE) == pytest.approx(printed, abs=5e-4)
    assert float(found.largest_eigenvalue) == pytest.approx(9.669, abs=5e-4)
    assert float(found.index) == pytest.approx(0.238, abs=5e-4)
    assert float(found.ratio) == pytest.approx(0.169, abs=5e-4)
    published(
        "ahp",
        "Saaty (1990), EJOR 48(1): 9-26, house example, Table 2",
        "priorities, eigenvalue, CI, CR",
        5e-4,
        "numbers as the tests of two other programs quote them, alike",
    )


def test_ahp_gives_consistent_comparisons_back() -> None:
    """By hand: a_ij = w_i / w_j with w = 4/7, 2/7, 1/7 is consistent, and all priorities return w."""
    table = {"a": {"b": 2, "c": 4}, "b": {"c": 2}}
    for priority in PRIORITIES:
        found = ahp(np.zeros((3, 3)), ("a", "b", "c"), comparisons=table, priority=priority)
        assert found == pytest.approx([4 / 7, 2 / 7, 1 / 7], abs=1e-14)
    by_hand("ahp", "consistent comparisons give the weights back, by all priorities")


def test_fuzzy_ahp_by_hand() -> None:
    """Buckley for one comparison (2, 3, 4): row means √2, √3, 2 and their reciprocals, centroids over sums."""
    low, middle, high = np.array([[2**0.5, 0.5], [3**0.5, 3**-0.5], [2.0, 2**-0.5]])
    centroid = low / high.sum() + middle / middle.sum() + high / low.sum()
    found = fuzzy_ahp(np.zeros((3, 2)), ("a", "b"), comparisons={"a": {"b": 3}})
    assert found == pytest.approx(centroid / centroid.sum(), abs=1e-14)
    by_hand("fuzzy_ahp", "Buckley's variant, one comparison (2, 3, 4)")


def test_fuzzy_extent_analysis_by_hand() -> None:
    """Chang for one comparison (1, 2, 3): extents (2, 3, 4) and (4/3, 3/2, 2) over sums 6, 9/2, 10/3.

    V(second ≥ first) = (2 / (10/3) - 2/6) / ((2 / (10/3) - 3/2 / (9/2)) + (3 / (9/2) - 2/6)) = 4/9.
    """
    found = fuzzy_ahp(np.zeros((3, 2)), ("a", "b"), comparisons={"a": {"b": 2}}, variant="chang")
    assert found == pytest.approx([9 / 13, 4 / 13], abs=1e-14)
    by_hand("fuzzy_ahp", "Chang's variant, one comparison (1, 2, 3): 9/13 and 4/13")


def test_best_worst_gives_rezaeis_example() -> None:
    """Rezaei (2015), example of transport mode: (8, 2, 1), (1, 5, 8); and the linear model of 2016.

    The quotation cuts the weights after three digits; the ratio and the linear model are our sums.
    """
    best, worst = np.array([8.0, 2.0, 1.0]), np.array([1.0, 5.0, 8.0])
    first = solve_best_worst(best, worst, model="nonlinear")
    assert (np.floor(1000 * first.weights) / 1000).tolist() == [0.071, 0.338, 0.589]
    assert first.deviation == pytest.approx(0.26, abs=5e-3)
    assert first.ratio == pytest.approx(first.deviation / 4.47, rel=1e-12)
    second = solve_best_worst(best, worst)
    assert second.weights == pytest.approx([1 / 14, 9 / 28, 17 / 28], abs=1e-12)
    assert second.deviation == pytest.approx(1 / 28, abs=1e-12)
    published("best_worst", "Rezaei (2015), Omega 53: 49-57", "weights, 3 digits, and xi", 1e-3, QUOTED_JMCDM)
    by_hand("best_worst", "the same comparisons: xi / 4.47, and the linear model: 1/14, 9/28, 17/28, xi 1/28")


def test_merec_gives_the_papers_example() -> None:
    """Keshavarz-Ghorabaee et al. (2021): five alternatives, two benefits and two costs (as reciprocals)."""
    x = np.array(
        [
            [450, 8000, 54, 145],
            [10, 9100, 2, 160],
            [100, 8200, 31, 153],
            [220, 9300, 1, 162],
            [5, 8400, 23, 158],
        ],
        dtype=float,
    )
    x[:, 2:] = 1 / x[:, 2:]
    assert merec(x) == pytest.approx([0.5752, 0.0141, 0.4016, 0.0091], abs=5e-5)
    published(
        "merec", "Keshavarz-Ghorabaee et al. (2021), Symmetry 13(4): 525", "weights", 5e-5, QUOTED_TWICE
    )


def test_cilos_and_idocriw_give_the_papers_example() -> None:
    """Zavadskas and Podvezko (2016): four alternatives; the paper takes entropy of the costs as they are."""
    x = np.array([[3, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]])
    turned = np.where([True, False, True, False], x.min(axis=0) / x, x)
    assert cilos(turned) == pytest.approx([0.3343, 0.2199, 0.1957, 0.2501], abs=5e-5)
    product = entropy(x) * cilos(turned)
    assert product / product.sum() == pytest.approx([0.1658, 0.1885, 0.3545, 0.2911], abs=5e-5)
    published("cilos", "Zavadskas and Podvezko (2016), IJITDM 15(2): 267-283", "weights", 5e-5, QUOTED_TWICE)
    record(
        Agreement(
            "weigh",
            "idocriw",
            PAPER,
            "Zavadskas and Podvezko (2016), IJITDM 15(2): 267-283",
            "weights",
            5e-5,
            holds=False,
            note="difference of definition: the paper takes the entropy of costs before they are turned; "
            "here every column arrives turned. With the paper's entropy the product is the paper's.",
        )
    )


def test_entropy_by_hand() -> None:
    """Shares (1, 0, 0) has entropy 0 and (1/4, 1/4, 1/2) has 3/2 ln 2 / ln 3: zeros are no fault."""
    rest = 1 - 1.5 * np.log(2) / np.log(3)
    found = entropy(np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 2.0]]))
    assert found == pytest.approx(np.array([1, rest]) / (1 + rest), abs=1e-14)
    by_hand("entropy", "shares (1, 0, 0) and (1/4, 1/4, 1/2)")


def test_critic_by_hand() -> None:
    """Columns (0, 1, 2), (0, 2, 1), (2, 1, 0): correlations 1/2, -1, -1/2, the same deviation."""
    x = np.array([[0.0, 0.0, 2.0], [1.0, 2.0, 1.0], [2.0, 1.0, 0.0]])
    conflict = np.array([0.5 + 2, 0.5 + 1.5, 2 + 1.5])
    assert critic(x) == pytest.approx(conflict / conflict.sum(), abs=1e-14)
    by_hand("critic", "three columns with correlations 1/2, -1, -1/2")


def test_dispersion_by_hand() -> None:
    """Columns (0, 1, 3): Σ|x - y| = 12 and G = 12 / (2 · 9 · 4/3) = 1/2; (1, 1, 2): 4 and 4 / 24 = 1/6."""
    x = np.array([[0.0, 1.0], [1.0, 1.0], [3.0, 2.0]])
    assert maximum_deviation(x) == pytest.approx([12 / 16, 4 / 16], abs=1e-14)
    assert gini(x) == pytest.approx([3 / 4, 1 / 4], abs=1e-14)
    assert reciprocal_gini(x) == pytest.approx([1 / 4, 3 / 4], abs=1e-14)
    for used in ("maximum_deviation", "gini", "reciprocal_gini"):
        by_hand(used, "columns (0, 1, 3) and (1, 1, 2)")


def test_deviations_by_hand() -> None:
    """(0, 2) and (1, 5): deviations 1 and 2, variances 1 and 4, over the means 1 and 3."""
    x = np.array([[0.0, 1.0], [2.0, 5.0]])
    assert standard_deviation(x) == pytest.approx([1 / 3, 2 / 3], abs=1e-14)
    assert variance(x) == pytest.approx([1 / 5, 4 / 5], abs=1e-14)
    assert coefficient_of_variation(x) == pytest.approx([3 / 5, 2 / 5], abs=1e-14)
    for used in ("standard_deviation", "variance", "coefficient_of_variation"):
        by_hand(used, "columns (0, 2) and (1, 5)")


def test_log_of_variation_by_hand() -> None:
    """LOPCOW: mean squares 1/2 and 1/3 over sample variances 3/10 and 4/15, so 5/3 and 5/4."""
    x = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    ratio = np.log([5 / 3, 5 / 4])
    assert lopcow(x) == pytest.approx(ratio / ratio.sum(), abs=1e-14)
    by_hand("lopcow", "two columns of zeros and ones")


def test_judged_shares_by_hand() -> None:
    """60 : 40 and 80 : 20 of two experts; places 1, 2, 2 on a chart with halves on the diagonal."""
    panel = {"Li": {"a": 60, "b": 40}, "Wu": {"a": 80, "b": 20}}
    assert budget_allocation(np.zeros((3, 2)), ("a", "b"), allocations=panel) == pytest.approx([0.7, 0.3])
    by_hand("budget_allocation", "two experts, (60, 40) and (80, 20)")
    ratings = {"Li": {"a": 9, "b": 5, "c": 5}}
    chart = precedence_chart(np.zeros((3, 3)), ("a", "b", "c"), ratings=ratings)
    assert chart == pytest.approx([5 / 9, 2 / 9, 2 / 9], abs=1e-14)
    by_hand("precedence_chart", "one column above two level ones: 5/9, 2/9, 2/9")


def test_stated_weights_by_hand() -> None:
    """3 : 1 stated; two of three columns that vary."""
    assert given(np.zeros((3, 2)), np.array([3.0, 1.0])).tolist() == [0.75, 0.25]
    assert equal(np.array([[1.0, 5.0, 0.2], [0.0, 5.0, 1.0]])).tolist() == [0.5, 0.0, 0.5]
    by_hand("given", "3 : 1")
    by_hand("equal", "two columns that vary and a constant one")


def test_combinations_by_hand() -> None:
    """Equal weights and (1/4, 3/4): mean (3/8, 5/8), product (1/4, 3/4), the game takes the unequal one.

    The game: a (1/2) + b (1/2) = 1/2 and a (1/2) + b (5/8) = 5/8, so a = 0 and b = 1.
    """
    x = np.array([[0.0, 0.0], [1.0, 3.0]])
    methods = [{"method": "equal"}, {"method": "standard_deviation"}]
    assert linear_combination(x, methods=methods) == pytest.approx([3 / 8, 5 / 8], abs=1e-14)
    assert multiplicative_combination(x, methods=methods) == pytest.approx([1 / 4, 3 / 4], abs=1e-14)
    assert game_combination(x, methods=methods) == pytest.approx([1 / 4, 3 / 4], abs=1e-12)
    for used in ("linear_combination", "multiplicative_combination", "game_combination"):
        by_hand(used, "equal weights with (1/4, 3/4)")


def test_optimised_weights_by_hand() -> None:
    """Uncorrelated columns of deviations 1/2 and 1 matter equally at w in proportion to 1 / s."""
    x = np.array([[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]])
    assert optimised_importance(x) == pytest.approx([2 / 3, 1 / 3], abs=1e-12)
    assert greatest_correlation(x) == pytest.approx([2 / 3, 1 / 3], abs=1e-14)
    for used in ("optimised_importance", "greatest_correlation"):
        by_hand(used, "two uncorrelated columns")


def test_regression_by_hand() -> None:
    """An outcome that is 1 x + 3 y exactly."""
    x = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    found = regression(x, ("a", "b", "c", "d"), outcome={"a": 3, "b": 1, "c": 4, "d": 0})
    assert found == pytest.approx([1 / 4, 3 / 4], abs=1e-12)
    by_hand("regression", "an outcome x + 3 y")


def test_common_weights_of_the_doubt_by_hand() -> None:
    """Two regions that mirror each other: the weights that bring both nearest to 1 are equal."""
    assert benefit_of_the_doubt(np.array([[2.0, 1.0], [1.0, 2.0]])) == pytest.approx([1 / 2, 1 / 2], abs=1e-9)
    by_hand("benefit_of_the_doubt", "two regions that mirror each other")


def test_angle_by_hand() -> None:
    """(1, 1, 0, 0) stands at 45 degrees to equal values, (1, 0, 0, 0) at 60."""
    assert angle(np.array([[1.0, 1], [1, 0], [0, 0], [0, 0]])) == pytest.approx([3 / 7, 4 / 7], abs=1e-14)
    by_hand("angle", "columns at 45 and 60 degrees")


def test_independence_by_hand() -> None:
    """With r_12 = 1/2 and the third equal to the first, R = 1, 1/2, 1."""
    x = np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 1.0], [2.0, 1.0, 2.0]])
    assert independence(x) == pytest.approx([1 / 4, 2 / 4, 1 / 4], abs=1e-12)
    by_hand("independence", "three columns, two of them alike")


def test_components_by_hand() -> None:
    """Two columns with correlation r have eigenvalues 1 ± r, whatever r is."""
    values, vectors = principal_components(np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 1.0]]))
    assert values == pytest.approx([1.5, 0.5], abs=1e-14)
    assert np.abs(vectors) == pytest.approx(np.full((2, 2), 0.5**0.5), abs=1e-14)
    assert pca(np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 1.0]])) == pytest.approx([1 / 2, 1 / 2], abs=1e-12)
    by_hand("pca", "two columns: eigenvalues 1 ± r, equal loadings")
