"""Records whitenisation functions by turning points (MATLAB, fjkfun in an analysis.m on GitHub), read in Octave.

apt-get install octave, lay the function into a folder as fjkfun.m and name the folder:

    recording/bin/python tests/conformance/recorded/record_grey_turning_points.py FOLDER

The program sums over the columns by fixed weights; that is done in Octave here.
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from saving import SEEDS, save

NONE = float("nan")


def turns(generator: np.random.Generator) -> list[list[float]]:
    """Return the turning points of four classes of one column: lower, moderate, with a plateau, upper."""
    a, b, c, d, e, f, g = np.cumsum(generator.integers(2, 9, 7)).tolist()
    return [[NONE, NONE, a, c], [a, c, NONE, e], [b, d, e, g], [e, f, NONE, NONE]]


def matrix(rows: list[list[float]]) -> str:
    """Return a table as Octave writes it."""
    return "[" + ";".join(",".join(map(repr, row)) for row in rows) + "]"


def in_octave(x: np.ndarray, lists: list[list[list[float]]], weights: np.ndarray) -> list[list[float]]:
    """Return the clustering coefficients (objects, classes) that Octave prints, 17 digits."""
    cells = "{" + ",".join(map(matrix, lists)) + "}"
    code = (
        f"addpath('{sys.argv[1]}'); x={matrix(x.tolist())}; f={cells}; w={matrix([weights.tolist()])};"
        "for m=1:rows(x) for k=1:4 s=0; for j=1:columns(x) s=s+fjkfun(f{j}(k,:),x(m,j))*w(j); end;"
        "printf('%.17g ', s); end; printf('\\n'); end"
    )
    command = ["octave", "--quiet", "--eval", code.replace("nan", "NaN")]
    answer = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return [[float(cell) for cell in line.split()] for line in answer.splitlines()]


if __name__ == "__main__":
    cases = []
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        lists = [turns(generator) for _ in range(3)]
        x = (2 * generator.integers(0, 600, (12, 3)) + 1) / 20
        parts = generator.integers(1, 9, 3)
        weights = parts / parts.sum()
        flat = [[None if np.isnan(number) else number for row in one for number in row] for one in lists]
        found = in_octave(x, lists, weights)
        cases.append({"x": x, "turns": flat, "weights": weights, "coefficients": found})
    save(
        "grey_turning_points", "fjkfun of analysis.m", "fjkfun(f, x), sums by weight", cases, said="(MATLAB)"
    )
