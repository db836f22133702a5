"""Weightings against the worked examples of the papers, and against examples that can be done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, record

from zhishu.weigh.best_worst import solve_best_worst
from zhishu.weigh.conflict import critic, independence, merec
from zhishu.weigh.dispersion import angle, gini, maximum_deviation
from zhishu.weigh.hierarchy import ahp, consistency, eigenvector_priorities, fuzzy_ahp
from zhishu.weigh.information import cilos, entropy
from zhishu.weigh.rotation import principal_components


def published(used: str, source: str, what: str, tolerance: float) -> None:
    record(Agreement(used, "paper", source, what, tolerance, holds=True))


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
    published("ahp", "Saaty (1990), EJOR 48(1): 9-26, house example", "priorities, eigenvalue, CI, CR", 5e-4)


def test_ahp_gives_consistent_comparisons_back() -> None:
    """By hand: a_ij = w_i / w_j with w = 4/7, 2/7, 1/7 is consistent, and both priorities return w."""
    table = {"a": {"b": 2, "c": 4}, "b": {"c": 2}}
    for priority in ("eigenvector", "geometric_mean"):
        found = ahp(np.zeros((3, 3)), ("a", "b", "c"), comparisons=table, priority=priority)
        assert found == pytest.approx([4 / 7, 2 / 7, 1 / 7], abs=1e-14)


def test_fuzzy_ahp_by_hand() -> None:
    """Buckley for one comparison (2, 3, 4): row means √2, √3, 2 and their reciprocals, centroids over sums."""
    low, middle, high = np.array([[2**0.5, 0.5], [3**0.5, 3**-0.5], [2.0, 2**-0.5]])
    centroid = low / high.sum() + middle / middle.sum() + high / low.sum()
    found = fuzzy_ahp(np.zeros((3, 2)), ("a", "b"), comparisons={"a": {"b": 3}})
    assert found == pytest.approx(centroid / centroid.sum(), abs=1e-14)


def test_fuzzy_extent_analysis_by_hand() -> None:
    """Chang for one comparison (1, 2, 3): extents (2, 3, 4) and (4/3, 3/2, 2) over sums 6, 9/2, 10/3.

    V(second ≥ first) = (2 / (10/3) - 2/6) / ((2 / (10/3) - 3/2 / (9/2)) + (3 / (9/2) - 2/6)) = 4/9.
    """
    found = fuzzy_ahp(np.zeros((3, 2)), ("a", "b"), comparisons={"a": {"b": 2}}, variant="chang")
    assert found == pytest.approx([9 / 13, 4 / 13], abs=1e-14)


def test_best_worst_gives_rezaeis_example() -> None:
    """Rezaei (2015), example of transport mode: (8, 2, 1), (1, 5, 8); and the linear model of 2016."""
    best, worst = np.array([8.0, 2.0, 1.0]), np.array([1.0, 5.0, 8.0])
    first = solve_best_worst(best, worst, model="nonlinear")
    assert first.weights == pytest.approx([0.0714, 0.3387, 0.5899], abs=5e-5)
    assert first.deviation == pytest.approx(0.26, abs=5e-3)
    assert first.ratio == pytest.approx(0.058, abs=5e-4)
    second = solve_best_worst(best, worst)
    assert second.weights == pytest.approx([1 / 14, 9 / 28, 17 / 28], abs=1e-12)
    assert second.deviation == pytest.approx(1 / 28, abs=1e-12)
    published(
        "best_worst", "Rezaei (2015), Omega 53: 49-57; (2016), Omega 64: 126-130", "weights, xi, CR", 5e-5
    )


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
    published("merec", "Keshavarz-Ghorabaee et al. (2021), Symmetry 13(4): 525", "weights", 5e-5)


def test_cilos_and_idocriw_give_the_papers_example() -> None:
    """Zavadskas and Podvezko (2016): four alternatives; the paper takes entropy of the costs as they are."""
    x = np.array([[3, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]])
    turned = np.where([True, False, True, False], x.min(axis=0) / x, x)
    assert cilos(turned) == pytest.approx([0.3343, 0.2199, 0.1957, 0.2501], abs=5e-5)
    product = entropy(x) * cilos(turned)
    assert product / product.sum() == pytest.approx([0.1658, 0.1885, 0.3545, 0.2911], abs=5e-5)
    published("cilos", "Zavadskas and Podvezko (2016), IJITDM 15(2): 267-283", "weights", 5e-5)
    record(
        Agreement(
            "idocriw",
            "paper",
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


def test_critic_by_hand() -> None:
    """Columns (0, 1, 2), (0, 2, 1), (2, 1, 0): correlations 1/2, -1, -1/2, the same deviation."""
    x = np.array([[0.0, 0.0, 2.0], [1.0, 2.0, 1.0], [2.0, 1.0, 0.0]])
    conflict = np.array([0.5 + 2, 0.5 + 1.5, 2 + 1.5])
    assert critic(x) == pytest.approx(conflict / conflict.sum(), abs=1e-14)


def test_dispersion_by_hand() -> None:
    """Columns (0, 1, 3): Σ|x - y| = 12 and G = 12 / (2 · 9 · 4/3) = 1/2; (1, 1, 2): 4 and 4 / 24 = 1/6."""
    x = np.array([[0.0, 1.0], [1.0, 1.0], [3.0, 2.0]])
    assert maximum_deviation(x) == pytest.approx([12 / 16, 4 / 16], abs=1e-14)
    assert gini(x) == pytest.approx([3 / 4, 1 / 4], abs=1e-14)


def test_angle_by_hand() -> None:
    """(1, 1, 0, 0) stands at 45 degrees to equal values, (1, 0, 0, 0) at 60."""
    assert angle(np.array([[1.0, 1], [1, 0], [0, 0], [0, 0]])) == pytest.approx([3 / 7, 4 / 7], abs=1e-14)


def test_independence_by_hand() -> None:
    """With r_12 = 1/2 and the third equal to the first, R = 1, 1/2, 1."""
    x = np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 1.0], [2.0, 1.0, 2.0]])
    assert independence(x) == pytest.approx([1 / 4, 2 / 4, 1 / 4], abs=1e-12)


def test_components_by_hand() -> None:
    """Two columns with correlation r have eigenvalues 1 ± r, whatever r is."""
    values, vectors = principal_components(np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 1.0]]))
    assert values == pytest.approx([1.5, 0.5], abs=1e-14)
    assert np.abs(vectors) == pytest.approx(np.full((2, 2), 0.5**0.5), abs=1e-14)
