"""Variable weights by a power of the value are the weighted Lehmer mean Σ w x^a / Σ w x^(a - 1), which others print."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.averages.variable_weights import variable_weights

ABYDOS = "abydos (Python), manual and tests of the means"
SQUARED = {
    (1, 2, 3, 4): 3.0,
    (1, 2): 1.6666666666666667,
    (0, 5, 1000): 995.0497512437811,
    (1, 2, 3, 4, 5): 3.6666666666666665,
    (1, 1, 3, 5, 5): 4.066666666666666,
    (0.5, 0.8, 0.1, 0.2, 0.25): 0.5418918918918919,
}
HARMONIC = {
    (1, 2, 3, 4): 1.9200000000000004,
    (0, 5, 1000): 0.0,
    (1, 2, 3, 4, 5): 2.18978102189781,
    (1, 1, 3, 5, 5): 1.8292682926829265,
    (0.5, 0.8, 0.1, 0.2, 0.25): 0.2247191011235955,
}
PRECISION, RECALL = 120 / 140, 120 / 150
BY_BETA = {0.1: 0.8565371024734982, 0.5: 0.8450704225352114, 1.0: 0.8275862068965518, 2.0: 0.8108108108108109}
"""Van Rijsbergen's F: recall weighs beta squared times as much as precision."""


def agreed(source: str, what: str, tolerance: float, note: str) -> None:
    record(Agreement("aggregate", "variable_weights", MANUAL, source, what, tolerance, holds=True, note=note))


def score(values: object, weights: object = None, **options: float) -> float:
    x = np.atleast_2d(np.asarray(values, dtype=float))
    even = np.full(x.shape[-1], 1 / x.shape[-1])
    return float(variable_weights(x, even if weights is None else np.asarray(weights), **options)[0])


def test_lehmer_means_of_a_manual() -> None:
    """Exponent 2, where a lead is rewarded; 0, where imbalance is punished and a zero decides; 1/2 of two."""
    for values, expected in SQUARED.items():
        assert score(values, exponent=2.0) == pytest.approx(expected, rel=1e-12)
    for values, expected in HARMONIC.items():
        assert score(values, exponent=0.0) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert score([1, 2], exponent=0.5) == pytest.approx(1.4142135623730951, rel=1e-12)
    assert score([PRECISION, RECALL], exponent=0.5) == pytest.approx(0.828078671210825, rel=1e-12)
    assert score([PRECISION, RECALL], exponent=2.0) == pytest.approx(0.8295566502463055, rel=1e-12)
    what = "Lehmer means (exponent 2), harmonic (0), geometric means of two values (1/2): 14 printed values"
    note = "equal weights w; under the name of means: x weighs w x^(a - 1)"
    agreed(ABYDOS, what, 1e-12, note)


def test_weighted_harmonic_means_of_a_manual() -> None:
    """F of precision and recall: the weights 1 and beta², which the state divides by the value."""
    for beta, expected in BY_BETA.items():
        weights = np.array([1.0, beta**2]) / (1.0 + beta**2)
        assert score([PRECISION, RECALL], weights, exponent=0.0) == pytest.approx(expected, rel=1e-12)
    what = (
        "F of precision 120/140 and recall 120/150, beta 0.1, 0.5, 1 and 2: exponent 0 with weights 1 and β²"
    )
    note = "derived: F is the harmonic mean of weights 1 : β², and so the case a = 0, where x weighs w / x"
    agreed("abydos (Python), manual of the confusion table", what, 1e-12, note)


def test_a_weighted_lehmer_mean_worked_out_by_others() -> None:
    """Values 0.5 and 1 of weight 1/4 and 3/4 move to weights 1/7 and 6/7."""
    assert score([0.5, 1.0], [0.25, 0.75], exponent=2.0) == pytest.approx(0.928571428571, abs=5e-13)
    source = "SHADE's memory of successes, worked out in the tests of an optimiser (Rust)"
    what = "values 0.5, 1 of weights 0.25, 0.75: 0.8125 / 0.875 = 0.928571428571, exponent 2"
    agreed(source, what, 5e-13, "a weighted Lehmer mean: variable weights of exponent 2")
