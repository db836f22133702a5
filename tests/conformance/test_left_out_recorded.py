"""Benefit of the doubt with the region left out, against what two programs for efficiency answered."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt

PROGRAMS = {"dealib": 1e-9, "pyfrontier": 6e-7}
"""Name of the recorded answers → tolerance; the second rounds to six digits."""


@pytest.mark.parametrize("name", PROGRAMS)
def test_scores_are_those_of_super_efficiency(name: str) -> None:
    """With one constant input and constant returns to scale."""
    found = recorded(f"left_out_{name}")
    above = 0
    for case in found.cases:
        scores = benefit_of_the_doubt(np.array(case["x"]), np.full(4, 0.25), own="left_out")
        assert scores == pytest.approx(case["scores"], abs=PROGRAMS[name])
        above += int((scores > 1).sum())
    assert above > 5
    what = "`own: left_out` as super-efficiency with one constant input, random data, five seeds"
    row = Agreement("aggregate", "benefit_of_the_doubt", found.program, "", what, PROGRAMS[name], holds=True)
    record(row)
