"""Decision problems that several papers solve, and directions in short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions

if TYPE_CHECKING:
    from zhishu.prepare.directions import Directions

ROBOTS = np.array(
    [
        [60, 0.4, 2540, 500, 990],
        [6.35, 0.15, 1016, 3000, 1041],
        [6.8, 0.10, 1727.2, 1500, 1676],
        [10, 0.2, 1000, 2000, 965],
        [2.5, 0.1, 560, 500, 915],
        [4.5, 0.08, 1016, 350, 508],
        [3, 0.1, 1778, 1000, 920],
    ]
)
ROBOT_WEIGHTS = np.array([0.036, 0.192, 0.326, 0.326, 0.120])
"""Seven robots by load, repeatability (a cost), speed, memory and reach: Chakraborty and Zavadskas (2014)."""


def directions(signs: str) -> Directions:
    """Return the directions of as many indicators as there are signs: "+-" is a benefit and a cost."""
    words = {"+": "positive", "-": "negative"}
    return compile_directions([Direction(words[sign]) for sign in signs])
