"""Dynamic weighting against a public program of the method, and its functions under the names of others.

No example with printed scores was found: what is printed here are values of the functions of the value.
"""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, MANUAL, Agreement, program, record
from recorded_answers import recorded
from scipy.stats import rayleigh

from zhishu.score.aggregators.averages.dynamic_weights import dynamic_weights

RAYLEIGH = {
    (0.5, 1): 0.8646647167633873,
    (0.5, 2): 0.9996645373720975,
    (0.5, 3): 0.9999999847700203,
    (0.5, 4): 0.999999999999987,
    (1, 2): 0.8646647167633873,
    (2, 2): 0.3934693402873666,
    (3, 2): 0.1992625970831920,
    (4, 2): 0.1175030974154046,
    (5, 2): 0.07688365361336422,
}
"""J. Burkardt's table: the scale and the value, to the cumulative probability."""
SHAPED = {
    (-0.5, 0.0): 1.0,
    (-0.4, 0.1): 0.92,
    (-0.3, 0.2): 0.68,
    (-0.2, 0.3): 0.32,
    (-0.1, 0.4): 0.08,
    (0, 0.5): 0,
}
"""Where six S-shaped memberships begin and end, to what they are at 0."""
IDS = ("DO", "CODMn", "NH3-N", "pH")
IN_2005A = {
    "DO": {"threshold": 0.1333, "spread": 0.1751},
    "CODMn": {"threshold": 0.0667, "spread": 0.2197},
    "NH3-N": {"threshold": 0.0375, "spread": 0.3048},
    "pH": {"function": "constant"},
}


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("aggregate", "dynamic_weights", against, source, what, tolerance, holds=True, note=note))


def weight(value: float, **options: object) -> float:
    """Return what a single value weighs: its score over itself."""
    return float(dynamic_weights(np.array([[value]]), np.ones(1), **options)[0] / value)


def test_a_program_for_the_water_of_the_yangtze() -> None:
    """0.8 of three pollutants by their own half bell curves and 0.2 of pH, weights that sum to 2.6."""
    answers = recorded("dynamic_weights_2005a")
    given = np.array([0.8, 0.8, 0.8, 0.2])
    for case in answers.cases:
        found = dynamic_weights(np.array(case["x"]), given / given.sum(), IDS, columns=IN_2005A)
        assert given.sum() * found == pytest.approx(np.array(case["scores"]), rel=1e-12)
    what = "scores of 20 × 4 random values by α 0.1333, 0.0667, 0.0375 and pH unweighted, five seeds"
    note = "its weights 0.8, 0.8, 0.8, 0.2 sum to 2.6: its scores are 2.6 times ours, in the same order"
    agreed(answers.program, "", what, 1e-12, note)


def test_s_shaped_weights_of_a_program() -> None:
    """Memberships, and the sums by them; also of values at both ends."""
    answers = recorded("dynamic_weights_scikit_fuzzy")
    for case in answers.cases:
        x, weights, moved = (np.array(case[name]) for name in ("x", "weights", "moved"))
        found = dynamic_weights(x, weights, function="s_shaped", low=case["low"], high=case["high"])
        assert found == pytest.approx((moved * x) @ weights, rel=1e-9, abs=1e-12)
    what = "sums by its memberships smf, 22 × 4, five seeds"
    agreed(answers.program, "", what, 1e-9, "function: s_shaped is smf")


@pytest.mark.parametrize("seed", range(5))
def test_normal_weights_are_a_rayleigh_distribution(seed: int) -> None:
    """Of scale σ / √2, from the threshold on."""
    generator = np.random.default_rng(seed)
    x, weights = generator.uniform(0, 1, (12, 5)), generator.dirichlet(np.ones(5))
    threshold, spread = generator.uniform(0.0, 0.5), generator.uniform(0.05, 1.0)
    moved = rayleigh.cdf(x, loc=threshold, scale=spread / np.sqrt(2.0))
    found = dynamic_weights(x, weights, threshold=threshold, spread=spread)
    assert found == pytest.approx((moved * x) @ weights, rel=1e-9)
    what = "sums by its Rayleigh distribution, 12 × 5, five seeds"
    agreed(
        program("scipy"), "", what, 1e-9, "function: normal is that distribution, σ being √2 times its scale"
    )


@pytest.mark.parametrize("seed", range(5))
def test_powers_by_grade(seed: int) -> None:
    """x^(1 + 1/k) in grade k of five."""
    generator = np.random.default_rng(seed)
    x, weights = generator.uniform(0, 1, (12, 5)), generator.dirichlet(np.ones(5))
    grade = np.floor(5 * x) + 1
    found = dynamic_weights(x, weights, function="power")
    assert found == pytest.approx((x ** (1 + 1 / grade)) @ weights, rel=1e-9)
    agreed(
        CLOSED_FORM,
        "",
        "sums of x^(1 + 1/k), five grades of equal width, five seeds",
        1e-9,
        "function: power",
    )


def test_printed_values_of_the_normal_function() -> None:
    """Nine values of the Rayleigh distribution."""
    for (scale, value), expected in RAYLEIGH.items():
        found = weight(value, threshold=0.0, spread=scale * np.sqrt(2.0))
        assert found == pytest.approx(expected, abs=1e-14)
    source = "J. Burkardt, test values of the Rayleigh distribution"
    note = "the weights alone: function: normal is that distribution, σ being √2 times its scale"
    agreed(MANUAL, source, "nine values, scale 0.5 to 5", 1e-14, note)


def test_printed_values_of_the_s_shaped_function() -> None:
    """Six memberships at one value; moved by 1/2, as our values are not below 0."""
    for (low, high), expected in SHAPED.items():
        assert weight(0.5, function="s_shaped", low=low + 0.5, high=high + 0.5) == pytest.approx(
            expected, abs=5e-5
        )
    source = "MATLAB Central, answer 180286 (2025) on smf of the Fuzzy Logic Toolbox"
    note = "the weights alone: function: s_shaped is smf; a, b and the value moved by 1/2"
    agreed(MANUAL, source, "1, 0.92, 0.68, 0.32, 0.08, 0 at one value for six pairs a, b", 5e-5, note)
