"""Time weights against order weights of greatest entropy, which are the same with rank in the place of time."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, Agreement, record

from zhishu.score.aggregators.averages.time_ordered import time_ordered_mean, time_weights

MAXIMUM_ENTROPY = [0.68187, 0.23627, 0.08187]
"""Order weights of an orness of 0.8, greatest value first, as the tests of fylearn quote them from a paper."""


def test_three_order_weights_of_orness_0_8() -> None:
    """Orness weighs the greatest value, time degree the earliest year: Σ (n − k) / (n − 1) w_k is 0.8 in both."""
    found = time_weights(3, 0.8)
    assert found == pytest.approx(MAXIMUM_ENTROPY, abs=5e-6)
    later = time_weights(3, 0.2)
    assert later == pytest.approx(MAXIMUM_ENTROPY[::-1], abs=5e-6)
    for year in range(3):
        table = np.zeros((3, 1, 1))
        table[year] = 1.0
        score = time_ordered_mean(table, np.ones(1), years=(1, 2, 3), time_degree=0.8)[2, 0]
        assert score == pytest.approx(MAXIMUM_ENTROPY[year], abs=5e-6)
    source = "an example of O'Hagan's order weights of greatest entropy (MEOWA)"
    what = "three weights of orness 0.8, here three years of time degree 0.8"
    note = "numbers as the tests of fylearn (github.com/sorend/fylearn, test_fuzzylogic.py) quote them, “example from "
    note += "paper”, without saying which"
    record(Agreement("aggregate", "time_ordered_mean", PAPER, source, what, 1e-5, holds=True, note=note))
