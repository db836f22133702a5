"""Weights by variance against the numbers that a program's documentation prints."""

from __future__ import annotations

import numpy as np
from record import MANUAL, Agreement, record

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.weigh.spread.dispersion import variance


def test_variance_of_five_alternatives() -> None:
    """Five alternatives by three criteria between 0 and 1, then the shares of their variances."""
    x = np.array(
        [
            [0.619, 0.449, 0.447],
            [0.862, 0.466, 0.006],
            [0.458, 0.698, 0.771],
            [0.777, 0.631, 0.491],
            [0.567, 0.992, 0.968],
        ]
    )
    found = variance(minmax(x, compile_directions([Direction()] * 3)))
    assert found.round(4).tolist() == [0.3441, 0.3497, 0.3062]
    source = "documentation of crispyn, usage: Statistical variance weighting method"
    what = "five alternatives by three criteria, minmax: weights, 4 digits"
    record(Agreement("weigh", "variance", MANUAL, source, what, 5e-5, holds=True))
