"""TODIM as published and with losses times their weight, against two programs, one of which leaves pairs out."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, MANUAL, Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.outranking.todim import todim


def agreed(
    against: str, source: str, what: str, tolerance: float = 1e-9, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("aggregate", "todim", against, source, what, tolerance, holds=holds, note=note))


def test_pydecision() -> None:
    """Columns over their sums, losses divided by their weight."""
    answers = recorded("todim_pydecision")
    for case in answers.cases:
        x, weights = np.array(case["x"]), np.array(case["weights"])
        found = todim(x, weights, attenuation=case["theta"], normalisation="sum")
        assert found == pytest.approx(case["value"], abs=1e-9)
    agreed(answers.program, "random data, 10 × 4, five seeds, theta 0.5 to 2.5", "overall value")


def test_losses_times_their_weight() -> None:
    """As many objects as columns, so that the program compares all."""
    answers = recorded("todim_weighted")
    for case in answers.cases:
        x, weights = np.array(case["x"]), np.array(case["weights"])
        found = todim(x, weights, attenuation=case["theta"], losses="weighted")
        assert found == pytest.approx(case["value"], abs=1e-9)
    agreed(answers.program, "random data, 5 × 5, five seeds", "overall value, losses: weighted")


# Ten objects by two columns, and the closeness that the program's page prints.
X = np.array(
    [
        [8.627, 5.223],
        [9.838, 4.023],
        [10.374, 3.495],
        [8.200, 5.659],
        [5.854, 7.989],
        [8.108, 5.790],
        [6.845, 7.083],
        [5.738, 8.238],
        [5.858, 8.189],
        [6.269, 7.808],
    ]
)
WEIGHTS = np.array([0.5107, 0.4893])
PRINTED = [
    0,
    0.02486829,
    0.39209586,
    0.31041422,
    0.93245574,
    0.3727109,
    0.74886502,
    0.99960448,
    1,
    0.92957362,
]


def test_a_page_that_compares_with_the_first_two_alone() -> None:
    """Its sums run over as many others as there are columns: with those two alone its numbers come out."""
    gaps = X[:, None, :] - X[None, :2, :]
    size = np.sqrt(WEIGHTS * np.abs(gaps))
    few = np.where(gaps >= 0, size, -size / 2.5).sum(axis=(1, 2))
    few = (few - few.min()) / (few.max() - few.min())
    assert few == pytest.approx(PRINTED, abs=5e-9)
    found = todim(X, WEIGHTS, attenuation=2.5, losses="weighted")
    assert np.abs(found - PRINTED).max() > 0.5
    note = "the program sums over as many others as there are columns, here the first two; over those two alone its "
    note += "numbers come out to eight digits, over all others those given here"
    source = "github.com/paaatcha/decision-making, task_todim.py"
    agreed(MANUAL, source, "ten objects by two columns", 1e-6, holds=False, note=note)


def test_by_hand() -> None:
    """0, 1 and 5 on one column: −1 − √5, 1 − √4 and √5 + √4 at theta 1."""
    value = np.array([-1 - 5**0.5, 1 - 2, 5**0.5 + 2])
    expected = (value - value[0]) / (value[2] - value[0])
    assert todim(np.array([[0.0], [1.0], [5.0]]), np.ones(1)) == pytest.approx(expected)
    agreed(BY_HAND, "", "three regions on one column", 1e-12)
