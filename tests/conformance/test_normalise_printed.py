"""Normalisation against numbers printed in manuals, tutorials, examinations and a paper."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, PAPER, Agreement, program, record

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.centre import logistic, robust_z, zscore
from zhishu.prepare.normalisers.efficacy import efficacy
from zhishu.prepare.normalisers.ordinal import percentile_rank
from zhishu.prepare.normalisers.proportion import maximum, total, vector
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.prepare.normalisers.value_functions import piecewise
from zhishu.score.aggregators.averages.means import arithmetic

SKLEARN, SCIPY, NUMPY, PANDAS = (program(name) for name in ("scikit-learn", "scipy", "numpy", "pandas"))
ONE = compile_directions([Direction()])


def printed(method: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("normalise", method, MANUAL, source, what, tolerance, holds=True, note=note))


def test_examples_of_the_manuals() -> None:
    """The arrays that scikit-learn, SciPy and NumPy print in their documentation."""
    x = np.array([[-1, 2], [-0.5, 6], [0, 10], [1, 18.0]])
    two = compile_directions([Direction()] * 2)
    assert minmax(x, two).tolist() == [[0, 0], [0.25, 0.25], [0.5, 0.5], [1, 1]]
    assert minmax(np.array([[2.0, 2.0]]), two, x).tolist() == [[1.5, 0]]
    printed("minmax", f"{SKLEARN}, MinMaxScaler", "4 rows, and one from elsewhere", 0.0)
    assert zscore(np.array([[0.0], [0], [1], [1]]), ONE, spread="population").ravel().tolist() == [
        -1,
        -1,
        1,
        1,
    ]
    printed("zscore", f"{SKLEARN}, StandardScaler", "4 rows", 0.0)
    assert maximum(np.array([[1.0], [2], [0]]), ONE).ravel().tolist() == [0.5, 1, 0]
    printed("max", f"{SKLEARN}, MaxAbsScaler", "the column without a negative value", 0.0)
    rows = np.array([[-2.0, -1], [1, 0], [2, 1]])
    assert np.round(vector(rows, two).T, 2).tolist() == [[-0.67, 0.33, 0.67], [-0.71, 0, 0.71]]
    printed("vector", f"{SKLEARN}, normalize", "2 vectors, 2 digits", 0.005)
    points = [[(1, 3), (2, 2), (3, 0)]]
    found = piecewise(np.array([2.5, 0, 1, 1.5, 2.72, 3.14])[:, None], points=points).ravel()
    assert found == pytest.approx([1, 3, 3, 2.5, 0.56, 0], abs=1e-12)
    printed("piecewise", f"{NUMPY}, interp", "6 values, level beyond the ends", 1e-12)
    sample = np.array([[-1.5], [0], [1.5]])
    assert logistic(sample, ONE, steepness=1.5).ravel() == pytest.approx(
        [0.18242552, 0.5, 0.81757448], abs=5e-9
    )
    printed("logistic", f"{SCIPY}, expit", "z-scores -1, 0, 1 at steepness 1.5, 8 digits", 5e-9)


def test_modified_z_scores_as_printed() -> None:
    """Eight values with median 12 and MAD 1; and the eight of Leys et al., whose 1000 lies 191.36 MAD away."""
    x = np.array([10, 12, 12, 13, 12, 11, 14, 300.0])[:, None]
    expected = [-1.3490, 0, 0, 0.6745, 0, -0.6745, 1.3490, 194.2560]
    np.testing.assert_allclose(robust_z(x, ONE).ravel(), expected, rtol=2e-5, atol=1e-12)
    note = "the factor is rounded to 0.6745 there; its digits are 0.67449"
    printed("robust_z", "codingace.net, Modified Z Score", "8 values, 4 digits", 2e-5, note)
    leys = robust_z(np.array([1, 3, 3, 6, 8, 10, 10, 1000.0])[:, None], ONE)
    assert leys[-1, 0] == pytest.approx(191.36, abs=0.005)
    source = "Leys et al. (2013), JESP 49(4): 764-766, as quoted in public repositories"
    record(Agreement("normalise", "robust_z", PAPER, source, "1000 lies 191.36 from 7", 5e-5, holds=True))


def test_shares_of_the_manual_of_pandas() -> None:
    """Counts of 2, 1, 1, 1 are shares of 0.4 and 0.2."""
    assert total(np.array([[2.0], [1], [1], [1]]), ONE).ravel().tolist() == [0.4, 0.2, 0.2, 0.2]
    printed("sum", f"{PANDAS}, Series.value_counts", "`normalize=True` of four counts", 0.0)


def test_percentile_rank_of_spreadsheets() -> None:
    """13, 12, 11, 8, 4, 3, 2, 1, 1, 1: 2 is at 0.333 by PERCENTRANK, whose digits are cut, not rounded."""
    x = np.array([13.0, 12, 11, 8, 4, 3, 2, 1, 1, 1])[:, None]
    assert np.floor(1000 * percentile_rank(x, ONE)[6, 0]) == 333
    source = "Microsoft Excel, PERCENTRANK, as the tests of a spreadsheet engine quote it"
    printed("percentile_rank", source, "ten values: 2 is at 0.333", 0.0005)


def test_efficacy_of_an_examination() -> None:
    """Assets' contribution 5.81 %, satisfactory 12 %, impermissible 6 %: 58.73, below 60 as it should."""
    found = efficacy(np.array([[5.81]]), ONE, posts=[(6, 12)])
    assert found[0, 0] == pytest.approx(58.73, abs=0.005)
    source = "an examination in statistics with its answer (功效系数法, 工业总资产贡献率)"
    printed("efficacy", source, "5.81 % between 6 % and 12 %: 58.73", 1e-4)


def test_efficacy_of_two_regions() -> None:
    """Four indicators of two regions, each coefficient and both weighted means to two digits."""
    posts = [(6, 12), (100, 150), (1, 2), (15000, 50000)]
    x = np.array([[9.60, 120.67, 1.76, 34956.03], [6.92, 113.23, 1.59, 44551.24]])
    found = efficacy(x, compile_directions([Direction()] * 4), posts=posts)
    expected = [[84.00, 76.54, 90.40, 82.81], [66.13, 70.58, 83.60, 93.77]]
    np.testing.assert_allclose(found, expected, rtol=0, atol=0.00501)
    source = "an examination in statistics with its answer (功效系数法, tables 2-9 and 2-10)"
    printed("efficacy", source, "2 regions × 4 indicators, 2 digits", 1e-4)
    scores = arithmetic(found, np.array([0.33, 0.26, 0.25, 0.16]))
    np.testing.assert_allclose(scores, [83.47, 76.08], rtol=0, atol=0.00501)
    what = "weighted means 83.47 and 76.08 of efficacy coefficients"
    note = "a slip in the print: 83.060 stands for 83.60 in the second sum, whose total is right"
    record(Agreement("aggregate", "arithmetic", MANUAL, source, what, 1e-4, holds=True, note=note))


def test_efficacy_of_the_best_and_worst_of_four_firms() -> None:
    """Profit and tax of 16.7, 7.3, 10.7 and 12.8 per hundred of sales: 83.404 for the last."""
    found = efficacy(np.array([[16.7], [7.3], [10.7], [12.8]]), ONE).ravel()
    assert found[[0, 1]].tolist() == [100, 60]
    assert found[3] == pytest.approx(83.404, abs=5e-4)
    source = "an exercise of four firms with its solution (改进功效系数法举例)"
    printed("efficacy", source, "the best and the worst as the posts: 83.404", 1e-5)
