"""Records TOPSIS-M (MATLAB, func_topsis_mahalanobis_ica1.m on GitHub) with the best and worst values found.

apt-get install octave, lay the function into a folder and name the folder:

    recording/bin/python tests/conformance/recorded/record_mahalanobis.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from saving import SEEDS, drawn, save

FUNCTION = "func_topsis_mahalanobis_ica1"


def in_octave(x: np.ndarray, weights: np.ndarray) -> list[float]:
    """Return the closeness that Octave prints, 17 digits."""
    rows = ";".join(",".join(repr(float(cell)) for cell in row) for row in x)
    shares = ",".join(repr(float(weight)) for weight in weights)
    code = f"addpath('{sys.argv[1]}'); x=[{rows}]; s={FUNCTION}(rows(x),x,[{shares}],max(x),min(x));"
    command = ["octave", "--quiet", "--eval", f"{code} printf('%.17g\\n', s)"]
    return [float(line) for line in subprocess.run(command, capture_output=True, check=True).stdout.split()]


if __name__ == "__main__":
    cases = []
    for seed in SEEDS:
        x, weights = drawn(seed, 12, 4)
        x[:, 1] = (x[:, 0] + x[:, 1]).round(3)
        cases.append({"x": x, "weights": weights, "closeness": in_octave(x, weights)})
    save("topsis_mahalanobis", FUNCTION, f"{FUNCTION}(n, x, w, max(x), min(x))", cases, said="(MATLAB)")
