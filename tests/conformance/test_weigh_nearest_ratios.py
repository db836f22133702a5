"""Priorities by least squares and its relatives: a printed course, what papers prove, and scipy.

No program was found that offers weighted least squares, least deviation or chi-square, and no paper whose
table of them could be read; scipy minimises the same sums here, from many starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from record import CLOSED_FORM, MANUAL, PAPER, Agreement, program, record
from scipy import linalg, optimize

from zhishu.errors import MethodError
from zhishu.weigh.judged.hierarchy import ahp
from zhishu.weigh.judged.priorities import PRIORITIES, consistency

if TYPE_CHECKING:
    from collections.abc import Callable

SCIPY = program("scipy")
SCALE = np.array([1 / 9, 1 / 7, 1 / 5, 1 / 3, 1, 3, 5, 7, 9])
RANDOM = "random comparisons of 3 to 7 columns on the scale of 1 to 9, five seeds"
COURSE = (
    "course on the foundations of decision making (A. Esfahanipour, industrial engineering), second case, "
    "notebook with its output (github.com/Reza-Eskandari-04/Comprehensive-MCDM-Case-Study-and-Models)"
)
SUMMARY = "Saaty and Vargas (1984), J. of Mathematical Psychology 28(2): 205-214, as a summary of the paper quotes it"


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("weigh", "ahp", against, source, what, tolerance, holds=True, note=note))


def compared(seed: int, columns: int) -> np.ndarray:
    """Return random comparisons, (columns, columns)."""
    above = np.triu(np.random.default_rng(seed).choice(SCALE, (columns, columns)), 1)
    return above + np.tril(1 / np.where(above > 0, above, 1).T, -1) + np.eye(columns)


def weighed(matrix: np.ndarray, priority: str) -> np.ndarray:
    """Return the weights of a matrix by way of the table that an edition would hold."""
    names = tuple(str(place) for place in range(len(matrix)))
    table = {
        a: {b: float(value) for b, value in zip(names, row, strict=True) if a != b}
        for a, row in zip(names, matrix, strict=True)
    }
    return ahp(np.zeros((1, len(names))), names, comparisons=table, priority=priority, limit=None)


def test_four_criteria_of_a_course() -> None:
    """One matrix: eigenvector, its eigenvalue, CI and CR, and least squares with the sum that is left."""
    matrix = np.array([[1, 1, 3 / 2, 1], [1, 1, 3 / 2, 1 / 2], [2 / 3, 2 / 3, 1, 1], [1, 2, 1, 1]])
    least = weighed(matrix, "least_squares")
    assert least == pytest.approx([0.27440, 0.22411, 0.20302, 0.29847], abs=5e-6)
    assert ((matrix - least[:, None] / least) ** 2).sum() == pytest.approx(1.172399, abs=5e-7)
    agreed(MANUAL, COURSE, "least squares: four weights, 5 digits, and the least sum, 6 digits", 5e-6)
    vector = weighed(matrix, "eigenvector")
    assert vector == pytest.approx([0.26743, 0.23112, 0.20248, 0.29897], abs=5e-6)
    found = consistency(matrix)
    assert float(found.largest_eigenvalue) == pytest.approx(4.11794, abs=5e-6)
    assert float(found.index) == pytest.approx(0.03931, abs=5e-6)
    assert float(found.ratio) == pytest.approx(0.04368, abs=5e-6)
    for priority, apart in (("column_mean", 0.00270), ("geometric_mean", 0.00801)):
        assert np.linalg.norm(weighed(matrix, priority) - vector) == pytest.approx(apart, abs=5e-6)
    agreed(MANUAL, COURSE, "eigenvector, eigenvalue, CI, CR, and how far two other priorities are", 5e-6)


def dominated(seed: int) -> np.ndarray:
    """Return random comparisons in which the first row is nowhere below the second."""
    matrix = compared(seed, 5)
    matrix[0, 1:] = np.maximum(matrix[0, 1:], [1.0, *matrix[1, 2:]])
    matrix[1:, 0] = 1.0 / matrix[0, 1:]
    return matrix


@pytest.mark.parametrize("priority", PRIORITIES)
def test_a_row_that_is_nowhere_below_another_weighs_no_less(priority: str) -> None:
    """Theorem 1 of Saaty and Vargas for three of them; it holds of all."""
    for seed in range(25):
        matrix = dominated(seed)
        assert (matrix[0] >= matrix[1]).all()
        try:
            found = PRIORITIES[priority](matrix)
        except MethodError:
            assert priority == "least_squares"
            continue
        assert found[0] >= found[1] - 1e-12
    what = (
        "theorem 1: the rank of a row that dominates another, by eigenvector, geometric mean, least squares"
    )
    agreed(PAPER, SUMMARY, what, 1e-12, "25 random matrices of 5 columns; the four others keep it too")


def test_least_squares_need_not_be_unique() -> None:
    """The paper says so; a circle shows it, and is refused."""
    circle = np.array([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])
    with pytest.raises(MethodError, match="several weights equally good"):
        PRIORITIES["least_squares"](circle)
    agreed(PAPER, SUMMARY, "least squares may have several solutions", 0.0, "a circle of 9s; here an error")


def test_chi_square_has_the_properties_of_the_paper() -> None:
    """Turned round by the transpose, and ranks kept, as its abstract says."""
    for seed in range(10):
        matrix = compared(seed, 3 + seed % 5)
        found = PRIORITIES["chi_square"](matrix)
        turned = 1.0 / PRIORITIES["chi_square"](matrix.T)
        assert turned / turned.sum() == pytest.approx(found, rel=1e-10)
    source = "Xu Zeshui (2000), J. of Optimization Theory and Applications 107(1): 183-192, abstract"
    note = "of the paper's example only that there is one could be seen; ranks are kept as in the row on dominance"
    agreed(PAPER, source, "chi-square: invariance under transpose, 10 random matrices", 1e-10, note)


def test_weighted_least_squares_are_above_0() -> None:
    """Proved by Blankmeyer, and more generally by Nishizawa and Takahashi."""
    matrices = np.array([compared(seed, 6) for seed in range(200)])
    assert (PRIORITIES["weighted_least_squares"](matrices) > 0).all()
    source = "Nishizawa and Takahashi (2009), J. of the Operations Research Society of Japan 52(3): 221-244, abstract"
    agreed(PAPER, source, "weighted least squares are above 0, 200 random matrices", 0.0)


def test_least_deviation_of_three_columns_is_the_geometric_mean() -> None:
    """What contradicts itself is shared out evenly among the three pairs."""
    for seed in range(5):
        matrix = compared(seed, 3)
        expected = PRIORITIES["geometric_mean"](matrix)
        assert weighed(matrix, "least_deviation") == pytest.approx(expected, rel=1e-12)
    agreed(
        CLOSED_FORM, "", "least deviation of three columns: the geometric means of rows, five seeds", 1e-12
    )


def shares(free: np.ndarray) -> np.ndarray:
    numbers = np.exp([*free, 0.0])
    return numbers / numbers.sum()


def lowest_of_many(residuals: Callable[[np.ndarray], np.ndarray], columns: int, seed: int) -> np.ndarray:
    """Return the weights with the least sum of squares that scipy finds from forty random starts."""
    starts = np.random.default_rng(seed + 100).normal(scale=1.5, size=(40, columns - 1))
    exact = {"xtol": 1e-15, "ftol": 1e-15, "gtol": 1e-15}
    ends = [optimize.least_squares(lambda free: residuals(shares(free)), start, **exact) for start in starts]
    return shares(min(ends, key=lambda end: end.cost).x)


def residuals_of(matrix: np.ndarray, *, over_ratios: bool) -> Callable[[np.ndarray], np.ndarray]:
    """Return what is left of comparisons by weights, plain or over the roots of the ratios."""

    def residuals(weights: np.ndarray) -> np.ndarray:
        ratios = weights[:, None] / weights
        return ((matrix - ratios) / (np.sqrt(ratios) if over_ratios else 1.0)).ravel()

    return residuals


@pytest.mark.parametrize("seed", range(5))
def test_scipy_finds_the_same_least_squares(seed: int) -> None:
    """Trust regions from forty random starts; chi-square as squares over the ratio."""
    matrix = compared(seed, 3 + seed)
    for priority, over_ratios in (("least_squares", False), ("chi_square", True)):
        theirs = lowest_of_many(residuals_of(matrix, over_ratios=over_ratios), len(matrix), seed)
        assert weighed(matrix, priority) == pytest.approx(theirs, rel=1e-6)
        what = f"`{priority}`: optimize.least_squares from 40 random starts"
        agreed(SCIPY, RANDOM, what, 1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_scipy_solves_the_same_linear_squares(seed: int) -> None:
    """Weighted least squares by lstsq, the last weight what the others leave of 1."""
    matrix = compared(seed, 3 + seed)
    n = len(matrix)
    rows = np.array(
        [matrix[i, j] * np.eye(n)[j] - np.eye(n)[i] for i in range(n) for j in range(n) if i != j]
    )
    free = linalg.lstsq(rows[:, :-1] - rows[:, -1:], -rows[:, -1])[0]
    expected = [*free, 1.0 - free.sum()]
    assert weighed(matrix, "weighted_least_squares") == pytest.approx(expected, rel=1e-10)
    agreed(SCIPY, RANDOM, "`weighted_least_squares`: linalg.lstsq of a_ij w_j = w_i, sum 1", 1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_scipy_balances_the_same(seed: int) -> None:
    """Least deviation as the root of Σ_j a_ij w_j / w_i = Σ_j a_ji w_i / w_j."""
    matrix = compared(seed, 3 + seed)

    def unbalanced(free: np.ndarray) -> np.ndarray:
        weights = shares(free)
        scaled = matrix * weights / weights[:, None]
        return (scaled.sum(axis=1) - scaled.sum(axis=0))[:-1]

    found = optimize.root(unbalanced, np.zeros(len(matrix) - 1), tol=1e-14)
    assert weighed(matrix, "least_deviation") == pytest.approx(shares(found.x), rel=1e-9)
    agreed(SCIPY, RANDOM, "`least_deviation`: optimize.root of the balance of rows and columns", 1e-9)
