"""Variable fuzzy sets of two grades, one at 0 and one at 1, from closeness that a manual prints."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.judged.variable_fuzzy import variable_fuzzy_sets

ALTERNATIVES = np.array([[4.0, 4, 0.2], [1, 5, 0.5], [3, 2, 0.3], [4, 3, 0.5]])
"""The second criterion is a cost."""
WEIGHTS = np.array([0.3, 0.5, 0.2])
CLOSENESS = np.array([0.469, 0.255, 0.765, 0.747])


def test_closeness_between_no_and_all() -> None:
    """Membership in the upper grade is the value itself, so that u is near over near and far: TOPSIS, a = 1, p = 2."""
    signed = ALTERNATIVES * [1.0, -1.0, 1.0]
    x = (signed - signed.min(axis=0)) / np.ptp(signed, axis=0)
    source = "pymcdm (Python), usage example of its front page (TOPSIS of min-max values)"
    two = {"bounds": (0.0, 0.5, 1.0), "distances": (2,)}
    found = variable_fuzzy_sets(x, WEIGHTS, criteria=(1,), **two)  # type: ignore[arg-type]
    assert found == pytest.approx(CLOSENESS, abs=5.1e-4)
    what = "four alternatives, three criteria: two grades, `criteria: [1]`, `distances: [2]`"
    note = "derived: with the grades 0 and 1 alone the model a = 1, p = 2 is the closeness of TOPSIS to values of 1, "
    note += "against values of 0"
    record(Agreement("aggregate", "variable_fuzzy_sets", MANUAL, source, what, 5e-4, holds=True, note=note))
    squared = CLOSENESS**2 / (CLOSENESS**2 + (1 - CLOSENESS) ** 2)
    found = variable_fuzzy_sets(x, WEIGHTS, criteria=(1, 2), **two)  # type: ignore[arg-type]
    assert found == pytest.approx((CLOSENESS + squared) / 2, abs=8e-4)
    what = "four alternatives, three criteria: two grades, the mean of a = 1 and a = 2, `distances: [2]`"
    note = "derived from the printed closeness C: (C + C² / (C² + (1 - C)²)) / 2"
    record(Agreement("aggregate", "variable_fuzzy_sets", MANUAL, source, what, 8e-4, holds=True, note=note))
