"""Records variable weights by intervals (MATLAB, calculateDynamicWeights.m of fuyn101/DF, commit 6988b7b0) in Octave.

apt-get install octave, lay the function into a folder and name the folder:

    recording/bin/python tests/conformance/recorded/record_variable_weights.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from saving import SEEDS, drawn, save

FUNCTION = "calculateDynamicWeights"
NAMES = ("constant", "penalty", "reward", "strong_reward")


def written(matrix: np.ndarray) -> str:
    return "[" + ";".join(",".join(repr(float(cell)) for cell in row) for row in matrix) + "]"


def in_octave(
    x: np.ndarray, weights: np.ndarray, limits: np.ndarray, options: dict[str, float]
) -> np.ndarray:
    """Return each region's own weights as Octave prints them, 17 digits."""
    parameters = ",".join(
        f"'{name}',{options[ours]}" for name, ours in zip(("c", "a1", "a2", "a3"), NAMES, strict=True)
    )
    code = (
        f"addpath('{sys.argv[1]}');w={FUNCTION}({written(x)},{written(weights[None])},"
        f"{written(np.tile(limits, (x.shape[1], 1)))},struct({parameters}));printf('%.17g\\n',w')"
    )
    command = ["octave", "--quiet", "--eval", code]
    found = subprocess.run(command, capture_output=True, check=True).stdout.split()
    return np.array([float(line) for line in found]).reshape(x.shape)


if __name__ == "__main__":
    cases = []
    for seed in SEEDS:
        x, weights = drawn(seed, 10, 4)
        generator = np.random.default_rng(seed)
        limits = np.sort(generator.uniform(0.1, 0.9, 3)).round(3)
        options = dict(zip(NAMES, generator.uniform(0.1, 2.0, 4).round(3).tolist(), strict=True))
        found = in_octave(x, weights, limits, options)
        cases.append({"x": x, "weights": weights, "thresholds": limits, "options": options, "moved": found})
    save(
        "variable_weights",
        f"{FUNCTION}.m",
        f"{FUNCTION}(x, weights, thresholds, parameters)",
        cases,
        said="of fuyn101/DF (MATLAB, 6988b7b0)",
    )
