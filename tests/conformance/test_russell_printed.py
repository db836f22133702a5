"""Russell's measure against the output that a manual prints."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt
from zhishu.score.aggregators.programmes.russell import russell_benefit

# DataEnvelopmentAnalysis.jl, manual, "Russell Models": eight units with two outputs and one input of 1.
OUTPUTS = np.array([[7, 7], [4, 8], [8, 4], [3, 5], [3, 3], [8, 2], [6, 4], [1.5, 5]])
PRINTED = (1, 1, 1, 1.8666666666666665, 2.333333333333333, 1.5, 1.4583333333333335, 3.0555555555555554)


def test_the_julia_manual() -> None:
    """It prints the mean factor φ; ours is one over it."""
    halves = np.full(2, 0.5)
    found = russell_benefit(OUTPUTS, halves)
    assert 1 / found == pytest.approx(PRINTED, rel=1e-12)
    radial = benefit_of_the_doubt(OUTPUTS, halves)
    assert (found <= radial + 1e-12).all()
    assert radial[5] == pytest.approx(1)
    assert found[5] < 0.7
    source = "DataEnvelopmentAnalysis.jl, Russell output model of eight units, one input of 1"
    note = "the manual prints the mean factor, 1 over ours; unit 6 is radially efficient and not here"
    row = Agreement(
        "aggregate", "russell_benefit", MANUAL, source, "efficiencies", 1e-12, holds=True, note=note
    )
    record(row)
