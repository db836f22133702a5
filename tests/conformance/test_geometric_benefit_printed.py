"""The geometric benefit of the doubt from multipliers that lecture notes print."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt
from zhishu.score.aggregators.programmes.geometric_benefit import geometric_benefit

OUTPUTS = np.array([[9.0, 4, 16], [5, 7, 10], [4, 9, 13]])
SECOND_INPUT = np.array([14.0, 15, 12])
EFFICIENCY = 0.77333331
MULTIPLIERS = np.array([0.08, 0.053333, 0.0])
"""Dual prices of the outputs of the second unit; of its inputs only the second has one, 1 / 15."""


def test_three_units_of_lecture_notes() -> None:
    """Outputs per second input are what the printed programme of the second unit compares."""
    x = OUTPUTS / SECOND_INPUT[:, None]
    even = np.full(3, 1 / 3)
    assert benefit_of_the_doubt(x, even)[1] == pytest.approx(EFFICIENCY, abs=5e-8)
    shares = MULTIPLIERS * OUTPUTS[1] / (MULTIPLIERS @ OUTPUTS[1])
    assert MULTIPLIERS @ OUTPUTS[1] == pytest.approx(EFFICIENCY, abs=5e-6)
    product = np.prod((x[1] / x.max(axis=0)) ** shares)
    found = geometric_benefit(x, even)
    assert found[1] == pytest.approx(product, abs=1e-6)
    source = "lecture notes on data envelopment analysis, Carnegie Mellon (mat.tepper.cmu.edu/classes/mstc/dea/node4.html)"
    what = "three units, three outputs per second input: efficiency 0.77333331 of the second"
    note = "its programme of two inputs, of which the optimum uses the second alone"
    record(Agreement("aggregate", "benefit_of_the_doubt", MANUAL, source, what, 5e-8, holds=True, note=note))
    what = "three units, three outputs per second input: score of the second, from its multipliers"
    note = "derived: the printed multipliers 0.08, 0.053333 and 0 give the shares 0.517, 0.483 and 0, and these the product"
    record(Agreement("aggregate", "geometric_benefit", MANUAL, source, what, 1e-6, holds=True, note=note))
