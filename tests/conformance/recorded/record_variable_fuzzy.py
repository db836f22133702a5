"""Records variable fuzzy sets (MATLAB, VariableFuzzySet.m of fuyn101/DF on GitHub, commit db2cf04e) in Octave.

It is a script with empty inputs of five grades: what stands from its third step on is run with ours.

    recording/bin/python tests/conformance/recorded/record_variable_fuzzy.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from saving import SEEDS, drawn, save

GRADES = 5


def corners(edges: np.ndarray) -> np.ndarray:
    """Return c, a, M, b, d of the five grades between six bounds, (grades, 5)."""
    part = np.arange(GRADES) / (GRADES - 1)
    whole = (1 - part) * edges[:-1] + part * edges[1:]
    before, after = np.append(edges[0], edges[:-2]), np.append(edges[2:], edges[-1])
    return np.column_stack([before, edges[:-1], whole, edges[1:], after])


def written(matrix: np.ndarray) -> str:
    return "[" + ";".join(",".join(repr(float(cell)) for cell in row) for row in matrix) + "]"


def in_octave(x: np.ndarray, weights: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return the grade of each region by the four models, (regions, 4)."""
    regions, columns = x.shape
    intervals = "".join(
        f"I(:,:,{grade + 1})=repmat({written(row[None])},{columns},1);"
        for grade, row in enumerate(corners(edges))
    )
    code = (
        f"X={written(x.T)};W={written(np.tile(weights, (regions, 1)))};[a,b]=size(X);{intervals}"
        f"t=fileread('{sys.argv[1]}/VariableFuzzySet.m');t=t(strfind(t,'%Step3'):end);"
        "evalc(t);printf('%.17g\\n',H0')"
    )
    command = ["octave", "--quiet", "--eval", code]
    found = subprocess.run(command, capture_output=True, check=True).stdout.split()
    return np.array([float(line) for line in found]).reshape(regions, 4)


if __name__ == "__main__":
    cases = []
    for seed in SEEDS:
        x, weights = drawn(seed, 12, 4)
        edges = np.append(0.0, np.cumsum(np.random.default_rng(seed).integers(1, 9, GRADES)))
        edges = (edges / edges[-1]).round(3)
        cases.append({"x": x, "weights": weights, "bounds": edges, "grades": in_octave(x, weights, edges)})
    save(
        "variable_fuzzy",
        "VariableFuzzySet.m",
        "H0: (a, p) = (1, 1), (2, 1), (1, 2), (2, 2)",
        cases,
        said="of fuyn101/DF (MATLAB, db2cf04e)",
    )
