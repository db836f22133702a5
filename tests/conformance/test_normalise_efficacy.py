"""Curved efficacy coefficients against scikit-learn, in logarithms, and against their closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, Agreement, program, record
from sklearn.preprocessing import MinMaxScaler

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.efficacy import efficacy

UP = compile_directions([Direction()] * 4)


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("normalise", "efficacy", against, source, what, tolerance, holds=True, note=note))


@pytest.mark.parametrize("seed", range(5))
def test_curves_put_together_from_scikit_learn(seed: int) -> None:
    """Straight in x or ln x, and in d or ln d."""
    x = np.random.default_rng(seed).lognormal(size=(20, 4))
    ends = {"linear": (60, 100), "exponential": (np.log(60), np.log(100))}
    for shape, of, scale in (
        ("exponential", x, "exponential"),
        ("logarithmic", np.log(x), "linear"),
        ("power", np.log(x), "exponential"),
    ):
        scaled = MinMaxScaler(ends[scale]).fit_transform(of)
        expected = np.exp(scaled) if scale == "exponential" else scaled
        np.testing.assert_allclose(efficacy(x, UP, shape=shape), expected, rtol=1e-9)
    source = "random data, 20 × 4, five seeds"
    note = "the scaler on values or their logarithms, to scores or theirs"
    what = "MinMaxScaler: `shape` exponential, logarithmic, power"
    agreed(program("scikit-learn"), source, what, 1e-9, note)


def test_the_exponential_function_of_the_textbooks() -> None:
    """D = A exp(B (x - x_s) / (x_h - x_s)) with A = 60 and B = - ln 0.6 runs from 60 to 100."""
    x = np.linspace(2, 12, 11)[:, None]
    expected = 60 * np.exp(-np.log(0.6) * (x - 3) / (10 - 3))
    found = efficacy(x, compile_directions([Direction()]), posts=[(3, 10)], shape="exponential")
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    what = "d = 60 exp(- ln 0.6 (x - x_s) / (x_h - x_s)), posts 3 and 10, also beyond them"
    agreed(CLOSED_FORM, "", what, 1e-12)
