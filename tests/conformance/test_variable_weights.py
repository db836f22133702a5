"""Variable weights against a public program (intervals), and means of scipy that are cases of them (power)."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, Agreement, program, record
from recorded_answers import recorded
from scipy.stats import gmean, hmean

from zhishu.score.aggregators.averages.variable_weights import variable_weights


def agreed(against: str, source: str, what: str) -> None:
    record(Agreement("aggregate", "variable_weights", against, source, what, 1e-9, holds=True))


def test_a_program_of_intervals() -> None:
    """Each region's weights, times its values."""
    answers = recorded("variable_weights")
    for case in answers.cases:
        x, weights, moved = (np.array(case[name]) for name in ("x", "weights", "moved"))
        found = variable_weights(
            x, weights, state="intervals", thresholds=case["thresholds"], **case["options"]
        )
        assert found == pytest.approx((x * moved).sum(axis=1), rel=1e-9)
    agreed(answers.program, "10 × 4, five seeds", "means by weights that move by four intervals")


@pytest.mark.parametrize("seed", range(5))
def test_means_that_are_cases_of_it(seed: int) -> None:
    """Exponent 0 is the harmonic mean, 1 the arithmetic; 1/2 of two equal weights the geometric."""
    generator = np.random.default_rng(seed)
    x, weights = generator.uniform(0.01, 1, (12, 5)), generator.dirichlet(np.ones(5))
    harmonic = hmean(x, axis=1, weights=np.broadcast_to(weights, x.shape))
    assert variable_weights(x, weights, exponent=0.0) == pytest.approx(harmonic, rel=1e-9)
    assert variable_weights(x, weights, exponent=1.0) == pytest.approx(
        np.average(x, axis=1, weights=weights), rel=1e-9
    )
    two = variable_weights(x[:, :2], np.array([0.5, 0.5]))
    assert two == pytest.approx(gmean(x[:, :2], axis=1), rel=1e-9)
    agreed(program("scipy"), "random data, five seeds", "hmean, average and gmean as cases of the power")


@pytest.mark.parametrize("seed", range(5))
def test_a_ratio_of_sums_of_powers(seed: int) -> None:
    """Σ w x^a over Σ w x^(a − 1), exponents from 1/10 to 3."""
    generator = np.random.default_rng(seed)
    x, weights = generator.uniform(0.01, 100, (12, 5)), generator.dirichlet(np.ones(5))
    for exponent in (0.1, 0.5, 0.9, 1.5, 3.0):
        expected = (x**exponent @ weights) / (x ** (exponent - 1) @ weights)
        assert variable_weights(x, weights, exponent=exponent) == pytest.approx(expected, rel=1e-9)
    agreed(CLOSED_FORM, "", "ratio of two weighted sums of powers, random data, five seeds")
