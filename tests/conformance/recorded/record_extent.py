"""Records Chang's extent analysis by pyfap (Python) and by FuzzyAHP.m (MATLAB), which Octave runs.

pyfap is a folder of the GitHub repository lutfiArahaman/pyfaNNp, commit 8c48fd7. FuzzyAHP.m, by F. O. Catak, is number
33406 of the MATLAB File Exchange, and stands in Sable/mcbench-benchmarks, commit ba13b2f. With the folder that holds
pyfap and the folder of FuzzyAHP.m:

    recording/bin/python tests/conformance/recorded/record_extent.py FOLDER 33406-fuzzy-ahp
"""

from __future__ import annotations

import subprocess
import sys
import warnings

import numpy as np
from saving import SEEDS, save

sys.path.insert(0, sys.argv[1])
from pyfap import FAHP


def comparisons(seed: int) -> np.ndarray:
    """Return comparisons of three to seven columns that agree somewhat: ratios of drawn numbers, whole, 1 to 9."""
    generator, count = np.random.default_rng(seed), 3 + seed
    size = generator.uniform(1.0, 4.0, count)
    matrix = np.ones((count, count))
    for row in range(count):
        for column in range(row + 1, count):
            ratio = size[row] / size[column]
            whole = float(np.clip(round(max(ratio, 1 / ratio) + generator.uniform(-0.5, 1.0)), 1, 9))
            matrix[row, column] = whole if ratio >= 1 else 1 / whole
            matrix[column, row] = 1 / matrix[row, column]
    return matrix


def triangle(comparison: float) -> tuple[float, float, float]:
    """Return a comparison of 1 to 9 or its reciprocal as (l, m, u), one apart, held within 1 to 9."""
    if comparison == 1:
        return (1.0, 1.0, 1.0)
    if comparison < 1:
        low, middle, high = triangle(round(1 / comparison))
        return (1 / high, 1 / middle, 1 / low)
    return (max(comparison - 1.0, 1.0), float(comparison), min(comparison + 1.0, 9.0))


def in_octave(matrix: np.ndarray) -> list[float]:
    """Return the weights that FuzzyAHP.m gives."""
    rows = "; ".join(" ".join(repr(float(cell)) for cell in row) for row in matrix)
    code = f"addpath('{sys.argv[2]}'); printf('%.17g ', FuzzyAHP([{rows}]));"
    command = ["octave", "--quiet", "--eval", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(value) for value in done.stdout.split()]


def main() -> None:
    """Write one file per program."""
    warnings.simplefilter("ignore")  # pyfap warns of weights of zero
    python, octave = [], []
    for seed in SEEDS:
        matrix = comparisons(seed)
        fuzzy = np.array([[triangle(cell) for cell in row] for row in matrix])
        python.append({"comparisons": matrix, "weights": FAHP(consistency_check=False).derive(fuzzy)})
        octave.append({"comparisons": matrix, "weights": in_octave(matrix)})
    save(
        "fuzzy_ahp_pyfap",
        "pyfap",
        "FAHP('extent_analysis').derive(triangles)",
        python,
        said="8c48fd7 (Python)",
    )
    save("fuzzy_ahp_file_exchange", "FuzzyAHP", "FuzzyAHP(CompMat)", octave, said="33406 (MATLAB)")


main()
