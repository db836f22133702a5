"""Evidential reasoning against the result that the manual of a program of the method prints."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.judged.evidence import combined, evidential_reasoning


def test_three_experts_and_three_diseases() -> None:
    """Weights 10, 8 and 5; each expert believes another disease at 0.9 and leaves 0.1 open."""
    weights = np.array([10, 8, 5]) / 23
    found = combined(0.9 * np.eye(3)[None], weights)
    assert found.degrees[0] == pytest.approx([0.43317251, 0.307059, 0.16390311], abs=5e-9)
    assert found.unknown[0] == pytest.approx(0.09586537, abs=5e-9)
    source = "ERTool 0.3.3, its own description, Quick Start"
    what = "three experts of weights 10, 8, 5 and 0.9 of belief: joined degrees and what is unknown"
    record(Agreement("aggregate", "evidential_reasoning", MANUAL, source, what, 5e-8, holds=True))


def test_certain_experts_score_by_the_same_degrees() -> None:
    """Without the 0.1 left open the score is what the joined degrees of three grades are worth."""
    weights = np.array([10, 8, 5]) / 23
    degrees = combined(np.eye(3)[None], weights).degrees[0]
    found = evidential_reasoning(np.array([[0.0, 0.5, 1.0]]), weights, grades=(0, 0.5, 1))
    assert found == pytest.approx([degrees @ [0, 0.5, 1]], rel=1e-12)
