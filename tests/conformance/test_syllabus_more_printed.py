"""Obstacle degrees against numbers in print."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, Agreement, record

from zhishu.score.obstacle import obstacle_degree

CITIES = {
    "福州": ([1.000, 1.000, 0.858, 0.681], {3: 0.69, 2: 0.31}),
    "厦门": ([0.562, 0.864, 0.954, 1.000], {0: 0.71, 1: 0.22}),
}
"""Standardised values of supply scale, supply quality, industrial uptake and industrial conversion, and the two
greatest obstacles, as printed."""


@pytest.mark.parametrize("city", CITIES)
def test_the_obstacles_of_two_cities_of_fujian(city: str) -> None:
    values, printed = CITIES[city]
    found = obstacle_degree(np.array([values]), np.full(4, 0.25))[0]
    assert np.argsort(-found)[:2].tolist() == list(printed)
    assert found[list(printed)] == pytest.approx(list(printed.values()), abs=0.005)
    source = "福建省 AI 人才供需匹配的教育—产业耦合协调测度：数据与检验 (manuscript on GitHub), 2024"
    what = "four standardised values, equal weights, two cities: the two greatest obstacles, in whole percent"
    record(Agreement("diagnosis", "obstacle_degree", PAPER, source, what, 0.005, holds=True))
