"""Weights by grey relational degrees against a public program, and scores' own grades by another way."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.references.grey_relation import grey_relation as grades
from zhishu.weigh.spread.relation import grey_relation


def agreed(against: str, source: str, what: str) -> None:
    record(Agreement("weigh", "grey_relation", against, source, what, 1e-9, holds=True))


def test_a_program_of_weights() -> None:
    """It brings each column to [0, 1] first, as the step `normalise: minmax` does."""
    answers = recorded("grey_weights")
    for case in answers.cases:
        x = np.array(case["x"])
        scaled = (x - x.min(axis=0)) / np.ptp(x, axis=0)
        assert grey_relation(scaled, resolution=case["resolution"]) == pytest.approx(
            case["weights"], rel=1e-9
        )
    agreed(answers.program, "10 × 4, five seeds, resolutions from 0.05 to 1", "weights from min-max values")


@pytest.mark.parametrize("seed", range(5))
def test_the_grades_of_a_turned_table(seed: int) -> None:
    """Columns as objects, regions as indicators of equal weight, the best of each as its reference."""
    x = np.random.default_rng(seed).normal(size=(12, 5))
    expected = grades(x.T, np.full(12, 1 / 12))
    assert grey_relation(x) == pytest.approx(expected / expected.sum(), rel=1e-9)
    agreed(CLOSED_FORM, "", "the aggregator's grades of the table turned round, five seeds")
