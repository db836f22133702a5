"""Variable fuzzy sets against a public program, and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.judged.variable_fuzzy import variable_fuzzy_sets


def agreed(against: str, source: str, what: str) -> None:
    record(Agreement("aggregate", "variable_fuzzy_sets", against, source, what, 1e-9, holds=True))


def test_a_program_of_four_models() -> None:
    """Each of them, five grades of unequal width; their mean is what the option's default gives."""
    answers = recorded("variable_fuzzy")
    for case in answers.cases:
        x, weights, expected = (np.array(case[name]) for name in ("x", "weights", "grades"))
        bounds = case["bounds"]
        for place, (criterion, distance) in enumerate(((1, 1), (2, 1), (1, 2), (2, 2))):
            found = variable_fuzzy_sets(
                x, weights, bounds=bounds, criteria=(criterion,), distances=(distance,), unit="grades"
            )
            assert found == pytest.approx(expected[:, place], rel=1e-9)
        found = variable_fuzzy_sets(x, weights, bounds=bounds, unit="grades")
        assert found == pytest.approx(expected.mean(axis=1), rel=1e-9)
    agreed(answers.program, "12 × 4, five grades, five seeds", "grades by the four models, and their mean")


def test_three_grades_by_hand() -> None:
    """Values 1/6 and 1/2, weights 1/4 and 3/4, a = 2 and p = 1: memberships 3/4, 1/4, 0 and 1/4, 1, 1/4."""
    found = variable_fuzzy_sets(
        np.array([[1 / 6, 1 / 2]]),
        np.array([0.25, 0.75]),
        bounds=(0, 1 / 3, 2 / 3, 1),
        criteria=(2,),
        distances=(1,),
        unit="grades",
    )
    near = np.array([3 / 16 + 3 / 16, 1 / 16 + 3 / 4, 3 / 16])
    degrees = 1 / (1 + ((1 - near) / near) ** 2)
    assert found == pytest.approx([degrees @ [1, 2, 3] / degrees.sum()], rel=1e-9)
    agreed(CLOSED_FORM, "", "three grades by hand")
