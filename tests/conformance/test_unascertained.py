"""The unascertained measure (未确知测度) as fuzzy evaluation: triangular, by weighted average, with confidence."""

from __future__ import annotations

import numpy as np
from record import BY_HAND, Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.judged.fuzzy import fuzzy_comprehensive


def agreed(against: str, source: str, what: str, note: str = "") -> None:
    record(Agreement("aggregate", "fuzzy_comprehensive", against, source, what, 0.0, holds=True, note=note))


def unascertained(x: np.ndarray, weights: np.ndarray, grades: list[float], confidence: float) -> np.ndarray:
    return fuzzy_comprehensive(
        x,
        weights,
        grades=grades,
        membership="triangular",
        verdict="confidence",
        confidence=confidence,
    )


def test_a_program() -> None:
    """Grades counted from the best; here by their values."""
    answers = recorded("unascertained_measure")
    for case in answers.cases:
        grades = np.array(case["grades"])
        found = unascertained(np.array(case["x"])[:, None], np.ones(1), case["grades"], 0.7)
        assert found.tolist() == grades[::-1][np.array(case["grade"]) - 1].tolist()
    note = "of one indicator: with several the program divides weights by the last one in place of their sum"
    agreed(answers.program, "200 values, five grades, five seeds", "grade by confidence 0.7", note)


def test_measures_of_three_indicators() -> None:
    """Measures 0.2, 0.29, 0.51 in the grades 1, 2, 3: the best two have 0.8, the best alone 0.51."""
    x, weights = np.array([[1.0, 2.6, 2.7]]), np.array([0.2, 0.5, 0.3])
    assert unascertained(x, weights, [1, 2, 3], 0.6).tolist() == [2]
    assert unascertained(x, weights, [1, 2, 3], 0.8).tolist() == [2]
    assert unascertained(x, weights, [1, 2, 3], 0.81).tolist() == [1]
    agreed(BY_HAND, "", "unascertained measure: three indicators, grade by confidence 0.6, 0.8, 0.81")
