"""TOPSIS by Mahalanobis' distance and along the line of ideals, against a program and calculations with scipy."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, Agreement, program, record
from recorded_answers import recorded
from scipy.spatial.distance import mahalanobis

from zhishu.score.aggregators.references.ideal import topsis


def agreed(against: str, source: str, what: str, tolerance: float = 1e-9) -> None:
    record(Agreement("aggregate", "topsis", against, source, what, tolerance, holds=True))


def test_a_program_of_topsis_m() -> None:
    """Vector normalisation, weights on both sides of the inverse covariance of the unweighted columns."""
    answers = recorded("topsis_mahalanobis")
    for case in answers.cases:
        found = topsis(
            np.array(case["x"]), np.array(case["weights"]), normalisation="vector", distance="mahalanobis"
        )
        assert found == pytest.approx(case["closeness"], rel=1e-9)
    agreed(answers.program, "correlated columns, 12 × 4, five seeds", "closeness by Mahalanobis distance")


@pytest.mark.parametrize("seed", range(5))
def test_scipy(seed: int) -> None:
    """Weighted points, the inverse covariance of the columns."""
    generator = np.random.default_rng(seed)
    x, weights = generator.normal(size=(15, 5)), generator.dirichlet(np.ones(5))
    x[:, 4] += x[:, 0]
    inverse = np.linalg.inv(np.cov(x.T))
    best, worst = (
        np.array([mahalanobis(weights * row, weights * point, inverse) for row in x])
        for point in (x.max(axis=0), x.min(axis=0))
    )
    assert topsis(x, weights, distance="mahalanobis") == pytest.approx(worst / (best + worst), rel=1e-9)
    agreed(program("scipy"), "random data, five seeds", "spatial.distance.mahalanobis of weighted points")


@pytest.mark.parametrize("seed", range(5))
def test_the_planes_upright_on_the_line(seed: int) -> None:
    """|(b − x)·(b − a)| over the length of b − a, as the method's formula has it."""
    generator = np.random.default_rng(seed)
    x, weights = generator.uniform(size=(15, 5)), generator.dirichlet(np.ones(5))
    weighted = x * weights
    best, worst = weighted.max(axis=0), weighted.min(axis=0)
    line = best - worst
    far = np.abs((best - weighted) @ line) / np.linalg.norm(line)
    expected = 1 - far / np.linalg.norm(line)
    assert topsis(x, weights, distance="orthogonal") == pytest.approx(expected, rel=1e-9)
    agreed(CLOSED_FORM, "", "orthogonal distance by NumPy, random data, five seeds")
