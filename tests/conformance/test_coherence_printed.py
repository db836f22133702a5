"""Cronbach's alpha, correlations and the first component as printed: the handbook's index, two programs."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, TEXTBOOK, Agreement, record
from sklearn.datasets import load_iris
from test_weigh_handbook import HALF_A_DIGIT, HANDBOOK, data

from zhishu.score.coherence import coherence, cronbach_alpha, pearson

SEVERAL = "several of its 23 × 8 values are printed rounded; the handbook computes from unrounded ones"
# Table 6, the upper half: patents, royalties, internet, exports, telephones, electricity, schooling, university.
CORRELATIONS = """\
0.13 -0.09 0.45 0.28 0.03 0.22 0.08
0.46 0.25 0.56 0.32 0.30 0.06
-0.45 0.56 0.84 0.63 0.27
0.00 -0.36 -0.35 -0.03
0.64 0.30 0.33
0.65 0.26
0.08"""
# Table 11: alpha of the standardised indicators when one of them is left out, in the same order.
WITHOUT = (0.704, 0.645, 0.636, 0.774, 0.603, 0.624, 0.662, 0.706)


def agreed(what: str, against: str, source: str, tolerance: float, note: str = "") -> None:
    record(Agreement("diagnosis", "coherence", against, source, what, tolerance, holds=True, note=note))


def test_the_correlations_of_the_technology_index() -> None:
    """Table 6: 28 pairs, in two decimals."""
    printed = [float(cell) for line in CORRELATIONS.splitlines() for cell in line.split()]
    assert pearson(data())[np.triu_indices(8, k=1)] == pytest.approx(printed, abs=0.0181)
    agreed("Table 6, 23 countries × 8 indicators: correlations", TEXTBOOK, HANDBOOK, 0.0181, SEVERAL)


def test_the_widest_gap_is_within_the_rounding_of_the_data() -> None:
    """Royalties with telephones: 0.578 from the printed data, 0.56 from other data that print alike."""
    x = data()
    assert pearson(x)[1, 4] == pytest.approx(0.578, abs=0.0005)
    royalties, telephones = ((x - x.mean(axis=0)) / x.std(axis=0))[:, [1, 4]].T
    turn = HALF_A_DIGIT[4] * np.sign(royalties - pearson(x)[1, 4] * telephones)
    x[:, 4] -= turn
    assert pearson(x)[1, 4] < 0.56


def test_the_alpha_of_the_technology_index() -> None:
    """Section 4.3: 0.70; Table 11: without one indicator; Table 7: the first component has 41.9 percent."""
    found = coherence(data())
    assert round(float(found.standardised_alpha), 2) == 0.70
    assert found.first_component == pytest.approx(0.419, abs=0.0012)
    without = [float(coherence(np.delete(data(), left, axis=1)).standardised_alpha) for left in range(8)]
    assert without == pytest.approx(WITHOUT, abs=0.0016)
    what = "section 4.3, Table 11 and Table 7: standardised alpha, without each indicator, first component"
    agreed(what, TEXTBOOK, HANDBOOK, 0.0016, SEVERAL)


def test_the_alpha_of_the_iris_data() -> None:
    """Printed by psych::alpha in R; the width of sepals is turned, as its check of keys does."""
    x = load_iris().data * np.array([1.0, -1.0, 1.0, 1.0])
    found = coherence(x)
    printed = {"alpha": 0.81, "standardised_alpha": 0.85, "mean_correlation": 0.59}
    for name, value in printed.items():
        assert round(float(getattr(found, name)), 2) == value
    for left, values in enumerate(
        [(0.71, 0.81, 0.59), (0.88, 0.96, 0.88), (0.72, 0.70, 0.43), (0.68, 0.73, 0.47)]
    ):
        one = coherence(np.delete(x, left, axis=1))
        shown = (one.alpha, one.standardised_alpha, one.mean_correlation)
        assert [float(value) for value in shown] == pytest.approx(values, abs=0.0051)
    source = "A statistic notebook (jinfenli.github.io), psych::alpha of the iris data"
    what = "alpha, standardised alpha, mean correlation; also without each column"
    agreed(what, MANUAL, source, 0.0051)


# The correlations of seven items as printed, from row to row; 23 persons.
FLANAGAN = """\
0.488511 0.034654 0.265369 0.233631 0.407826 0.727304
0.353753 0.335013 0.126665 0.340935 0.469801
0.051373 -0.023473 -0.036648 0.128127
0.341638 0.287994 0.240071
0.101077 0.227553
0.544652"""


def test_the_standardised_alpha_of_printed_correlations() -> None:
    """Of seven items; the program prints 0.720197."""
    matrix = np.eye(7)
    matrix[np.triu_indices(7, k=1)] = [float(one) for one in FLANAGAN.split()]
    assert cronbach_alpha(matrix + matrix.T - np.eye(7)) == pytest.approx(0.720197, abs=1e-6)
    source = "Flanagan's Java library (ee.ucl.ac.uk/~mflanaga), CronbachDataTwoAnalysis"
    agreed("standardised alpha of its printed correlations of 7 items", MANUAL, source, 1e-6)
