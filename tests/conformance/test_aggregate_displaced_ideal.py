"""The displaced ideal against scipy's distances, and a paper that scores water schemes by fuzzy matter-elements."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, PAPER, Agreement, program, record
from scipy.spatial.distance import minkowski

from zhishu.score.aggregators.averages.displaced_ideal import displaced_ideal
from zhishu.score.aggregators.averages.means import arithmetic

WATER = "李金燕, 郭娇, 崔岚博, 窦淼, 宁夏中南部调水工程受水区水资源配置效果评价 (ChinaXiv 202112.00075)"
WEIGHTS = np.array([0.171, 0.188, 0.017, 0.131, 0.079, 0.036, 0.368, 0.009, 0.001])
SQUARES = np.array(
    [
        [0.0000, 0.0686, 0.0000, 0.0686, 0.0008, 0.0786, 0.0008, 0.0786],
        [0.0002, 0.0213, 0.0002, 0.0213, 0.0000, 0.0176, 0.0000, 0.0176],
        [0.0025, 0.0025, 0.0025, 0.0025, 0.0000, 0.0000, 0.0000, 0.0000],
        [0.6019, 1.1916, 0.6019, 1.1916, 0.0000, 0.1905, 0.0000, 0.1905],
        [0.0001, 0.0121, 0.0004, 0.0121, 0.0000, 0.0121, 0.0004, 0.0169],
        [0.0064, 0.0090, 0.0050, 0.0074, 0.0001, 0.0009, 0.0000, 0.0005],
        [0.0093, 0.0780, 0.0000, 0.0000, 0.0035, 0.0556, 0.0000, 0.0000],
        [0.0000, 0.0050, 0.0004, 0.0034, 0.0005, 0.0057, 0.0001, 0.0004],
        [0.0001, 0.0001, 0.0001, 0.0001, 0.0000, 0.0000, 0.0000, 0.0000],
    ]
)
"""Squared differences from the best scheme: nine indicators of eight schemes."""
CLOSENESS = [0.713, 0.551, 0.719, 0.584, 0.962, 0.749, 0.987, 0.792]


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("aggregate", "displaced_ideal", against, source, what, tolerance, holds=True, note=note))


@pytest.mark.parametrize("seed", range(5))
def test_distances_of_scipy(seed: int) -> None:
    generator = np.random.default_rng(seed)
    x, weights = generator.random((8, 5)), generator.dirichlet(np.ones(5))
    for power in (1.0, 1.5, 2.0, 3.0, 7.0):
        theirs = [1 - minkowski(row, np.ones(5), power, weights) for row in x]
        assert displaced_ideal(x, weights, power=power) == pytest.approx(theirs, abs=1e-14)
    assert displaced_ideal(x, weights, power=1) == pytest.approx(arithmetic(x, weights), abs=1e-15)
    what = "distance.minkowski with weights from where every value is 1, 8 × 5, powers 1 to 7, five seeds"
    agreed(program("scipy"), "", what, 1e-14)
    agreed(CLOSED_FORM, "", "power 1: the weighted mean, as Mishra and Nathan say", 1e-15)


def test_schemes_of_water_by_fuzzy_matter_elements() -> None:
    """One of the differences is above 1, so all are halved, and the distance doubled again."""
    near = 1 - 2 * (1 - displaced_ideal(1 - np.sqrt(SQUARES.T) / 2, WEIGHTS))
    assert near == pytest.approx(CLOSENESS, abs=6e-4)
    note = "from its table of squared differences; halved, for one is above 1, and the distance doubled again"
    agreed(PAPER, WATER, "Euclidean closeness of eight schemes by nine indicators, 3 digits", 6e-4, note)
