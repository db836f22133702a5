"""Evidential reasoning against two programs: one of the method, one of the rule beneath it."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.judged.evidence import combined


def agreed(against: str, what: str, note: str = "") -> None:
    source = "beliefs of 4 to 6 columns in five grades, some incomplete, five seeds"
    record(Agreement("aggregate", "evidential_reasoning", against, source, what, 1e-9, holds=True, note=note))


def test_the_recursive_algorithm_of_ertool() -> None:
    """Column after column; here all at once."""
    answers = recorded("evidence_ertool")
    for case in answers.cases:
        found = combined(np.array(case["degrees"])[None], np.array(case["weights"]))
        assert [*found.degrees[0], found.unknown[0]] == pytest.approx(case["belief"], rel=1e-9, abs=1e-13)
    agreed(answers.program, "joined degrees and what is unknown")


def test_dempster_s_rule_of_pyds() -> None:
    """Masses as they are before they are divided: by 1 less the conflict and less what weights leave open."""
    answers = recorded("evidence_pyds")
    for case in answers.cases:
        weights = np.array(case["weights"])
        *grades, left, conflict = case["joined"]
        idle = np.prod(1 - weights)
        assert sum(grades) + left + conflict == pytest.approx(1)
        expected = np.array([*grades, left - idle]) / (1 - conflict - idle)
        found = combined(np.array(case["degrees"])[None], weights)
        assert [*found.degrees[0], found.unknown[0]] == pytest.approx(expected, rel=1e-9, abs=1e-13)
    note = "Dempster's rule; what the weights leave open, Π(1 − w), is then shared out, which is the method's own step"
    agreed(answers.program, "masses of the combined evidence", note)
