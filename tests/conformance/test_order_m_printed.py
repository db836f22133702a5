"""Robust benefits of the doubt against printed numbers: a kernel, and the frontier of all as a limit."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.programmes.robust_benefit import robust_multidirectional_benefit
from zhishu.weigh.envelopment.likeness import epanechnikov


def printed(method: str, source: str, what: str, tolerance: float, note: str) -> None:
    record(Agreement("aggregate", method, MANUAL, source, what, tolerance, holds=True, note=note))


def test_a_printed_epanechnikov_kernel() -> None:
    """Ten even steps from -2 to 2."""
    steps = np.linspace(-2, 2, 10)
    ours = 0.75 * epanechnikov(np.append(steps, 0.0), 1.0)[-1, :-1]
    kernel = [0, 0, 0, 0.4166667, 0.7129630, 0.7129630, 0.4166667, 0, 0, 0]
    assert ours == pytest.approx(kernel, abs=5e-8)
    what = "`given`: the kernel at ten steps, 7 decimals"
    printed("robust_benefit", "RBF (R), reference of k.epan", what, 1e-7, "three quarters of ours")


@pytest.mark.parametrize("mean_of", ["scores", "steps"])
def test_five_firms_in_a_sample_that_holds_all(mean_of: str) -> None:
    """Gains 7 - x of two inputs x: the last two firms could gain 2, and 8/3 and 3; their steps are 1 and 9/13."""
    gains = 7 - np.array([[1.0, 5], [2, 2], [4, 1], [6, 1], [4, 4]])
    half, generator = np.array([0.5, 0.5]), np.random.default_rng(0)
    scores = robust_multidirectional_benefit(gains, half, generator, sample=500, draws=2, mean_of=mean_of)
    gained = gains.sum(axis=1) * (1 / scores - 1)
    assert gained[:3] == pytest.approx([0, 0, 0], abs=1e-9)
    assert gained[3:] / [2.0, 8 / 3 + 3] == pytest.approx([1, 0.692307692307586], abs=1e-9)
    source = "dealib (Python), tests: mea, its reference after R's Benchmarking"
    what = "five firms, two inputs: the steps 0, 0, 0, 1 and 0.6923"
    note = "a sample that holds all firms, gains 7 less the inputs; no mean over smaller samples was found in print"
    printed("robust_multidirectional_benefit", source, what, 1e-9, note)
