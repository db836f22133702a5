"""Fuzzy evaluation by grades that are intervals, as a paper on the water of Central Asia prints it."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, Agreement, record

from zhishu.score.aggregators.judged.fuzzy import compose, fuzzy_comprehensive, memberships

WATER = "王旋旋, 陈亚宁, 李稚 et al., 基于模糊综合评价模型的中亚水资源开发潜力评估 (ChinaXiv 202001.00063), Tables 3 to 6"
WEIGHTS = np.array([0.36, 0.04, 0.20, 0.04, 0.20, 0.04, 0.04, 0.08])
"""Printed with one 0.04 too many; these are the eight that sum to 1."""
USES = np.array(
    [
        [34.92, 79.16, 38.86, 9324.20, 3.36, 52.06, 4.27, 43.53],
        [53.05, 96.73, 60.76, 8986.80, 2.52, 102.00, 8.23, 34.06],
        [107.15, 97.84, 32.63, 287.92, 1.49, 206.25, 1.43, 21.12],
        [114.82, 95.57, 38.03, 605.04, 12.21, 174.30, 13.03, 17.89],
        [54.30, 26.53, 69.51, 3275.36, 4.15, 83.38, 5.55, 34.84],
    ]
)
"""Kyrgyzstan, Tajikistan, Turkmenistan, Uzbekistan and all five; a row of Kazakhstan is not legible."""
EARLY = np.array([20, 15, 5, 3000, 50, 70, 10, 25])
LATE = np.array([60, 50, 25, 1050, 80, 130, 15, 15])
"""Bounds of the best and of the worst of three grades."""
DEGREES = np.array(
    [
        [0.3928, 0.4168, 0.1904],
        [0.3072, 0.3604, 0.3324],
        [0.2204, 0.2316, 0.5480],
        [0.1720, 0.2448, 0.5832],
        [0.3176, 0.3708, 0.3116],
    ]
)
SCORES = [0.5911, 0.4887, 0.3526, 0.3150, 0.5027]
GRADES = (0.05, 0.50, 0.95)


def test_potential_of_waters() -> None:
    """The bounds are laid half-way between the values of the grades; the paper rounds its degrees to 2 digits."""
    x = 0.275 + 0.45 * (LATE - USES) / (LATE - EARLY)
    degrees = memberships(x, np.array(GRADES), "interval")
    rounded = compose(degrees.round(2), WEIGHTS, "weighted_average")[:, ::-1]
    assert rounded == pytest.approx(DEGREES, abs=1e-12)
    assert rounded @ GRADES[::-1] == pytest.approx(SCORES, abs=5.1e-5)
    found = fuzzy_comprehensive(x, WEIGHTS, grades=GRADES, membership="interval")
    assert found == pytest.approx(SCORES, abs=7e-4)
    note = "all four digits with the degrees rounded to 2 digits before they are composed, as they are there"
    what = "five rows × eight indicators, three grades, membership: interval: scores"
    record(Agreement("aggregate", "fuzzy_comprehensive", PAPER, WATER, what, 7e-4, holds=True, note=note))
