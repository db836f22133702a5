"""Weights by Gini coefficients as a paper on green universities prints them: 35 of them by six criteria."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, QUOTED_JMCDM, Agreement, record

from zhishu.weigh.spread.dispersion import gini, maximum_deviation, reciprocal_gini

SOURCE = "Öztaş, Aytaç Adalı, Tuş and Öztaş (2023), PIOS 7: 163-175"
SCORES = """\
1325 1825 1800 1000 1550 1800
1375 1525 1800 1000 1500 1650
1275 1550 1800 1000 1650 1525
1200 1750 1800 800 1450 1750
1025 1950 1500 1000 1650 1600
900 1825 1800 1000 1650 1525
1300 1650 1650 850 1550 1700
975 1825 1725 1000 1550 1600
1200 1400 1725 800 1800 1750
1250 1550 1800 950 1450 1650
1275 1700 1725 1000 1425 1500
1275 1525 1725 750 1600 1725
1150 1675 1650 950 1475 1675
1000 1850 1575 850 1600 1650
600 1775 1800 1000 1600 1725
1250 1575 1575 850 1550 1700
950 1925 1500 900 1650 1550
1150 1675 1575 800 1550 1725
1300 1650 1725 750 1275 1750
1175 1525 1650 850 1650 1575
775 1875 1800 1000 1300 1575
1125 1500 1650 700 1625 1725
1200 1550 1425 850 1500 1775
900 1600 1800 1000 1500 1475
1225 1350 1575 850 1650 1625
1025 1700 1725 850 1375 1550
1175 1825 1425 850 1375 1550
1125 1650 1650 850 1250 1650
1000 1425 1575 900 1700 1575
1325 1650 1575 700 1500 1400
1225 1400 1575 900 1400 1650
1150 1625 1800 800 1250 1475
1050 1375 1725 1000 1175 1750
1000 1650 1725 1000 1325 1250
725 1375 1800 850 1550 1650"""
COEFFICIENTS = np.array([0.0879, 0.0568, 0.0373, 0.0587, 0.0538, 0.0390])
WEIGHTS = [0.2636, 0.1703, 0.1118, 0.1760, 0.1613, 0.1169]


def agreed(method: str, what: str, half: float, note: str = QUOTED_JMCDM) -> None:
    record(Agreement("weigh", method, PAPER, SOURCE, what, half, holds=True, note=note))


def test_weights_by_gini_coefficients() -> None:
    """Four digits of which the paper cuts some and rounds others; over the means, deviations are the same."""
    x = np.array([row.split() for row in SCORES.splitlines()], dtype=float)
    assert x.shape == (35, 6)
    found = gini(x)
    assert found == pytest.approx(WEIGHTS, abs=1e-4)
    agreed("gini", "35 universities, six criteria: weights, 4 digits", 1e-4)
    assert maximum_deviation(x / x.mean(axis=0)) == pytest.approx(WEIGHTS, abs=1e-4)
    note = f"{QUOTED_JMCDM}; derived: of columns over their means both methods weigh alike"
    agreed("maximum_deviation", "its weights, columns over means", 1e-4, note)
    inverse = 1 / COEFFICIENTS
    assert reciprocal_gini(x) == pytest.approx(inverse / inverse.sum(), rel=2e-3)
    note = f"{QUOTED_JMCDM}; derived: the paper prints the coefficients, 4 digits"
    agreed("reciprocal_gini", "the inverse of its printed coefficients", 2e-3, note)
