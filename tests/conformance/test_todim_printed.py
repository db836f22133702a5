"""TODIM against a solved example on a public page, whose matrix is not the sum of its own partial dominances."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.outranking.todim import todim

X = np.array([[0.8, 0.3, 0.2, 0.6], [0.5, 0.2, 0.4, 0.5], [0.9, 0.5, 0.3, 0.8], [0.6, 0.2, 0.5, 0.4]])
X[:, 1:] *= -1
"""Four projects: profit, and risk, cost and duration, of which less is better."""
WEIGHTS = np.array([0.4, 0.2, 0.2, 0.2])
MATRIX = np.array(
    [[0, -0.54, 0.12, -0.22], [-0.12, 0, -0.34, 0.08], [0.45, 0.62, 0, 0.15], [-0.85, -0.1, -0.95, 0]]
)
"""The dominances that the page adds up, row over column."""


def test_four_software_projects() -> None:
    """The page's own partial dominances of A1 over A2 come out; its matrix has another number for their sum."""
    gaps = X[:, None] - X[None]
    size = np.abs(gaps)
    partial = np.where(gaps >= 0, np.sqrt(WEIGHTS * size), -np.sqrt(size / WEIGHTS) / 2.25)
    assert partial[0, 1, :3] == pytest.approx([0.346, -0.314, 0.200], abs=5e-4)
    assert partial[0, 1].sum() == pytest.approx(-0.082, abs=5e-4)
    assert MATRIX[0, 1] == -0.54
    value = partial.sum(axis=(1, 2))
    expected = (value - value.min()) / (value.max() - value.min())
    found = todim(X, WEIGHTS, attenuation=2.25)
    assert found == pytest.approx(expected, abs=1e-9)
    assert found == pytest.approx([1.0, 0.443, 0.0, 0.635], abs=5e-4)
    page = MATRIX.sum(axis=1)
    assert (page[1] - page.min()) / (page.max() - page.min()) == pytest.approx(0.487, abs=5e-4)
    note = "by its formula, and ours, A1 gains 0.346 and 0.200 over A2 and loses 0.314 twice: -0.082; its matrix has "
    note += "-0.54 there, and A3, worst in risk and duration, comes first with 1.000, A2 0.487; here 0 and 0.443, A1 1"
    source, what = (
        "mathresearcher.com, TODIM Algorithm",
        "four software projects by four criteria, theta 2.25: scores",
    )
    record(Agreement("aggregate", "todim", MANUAL, source, what, 0, holds=False, note=note))
