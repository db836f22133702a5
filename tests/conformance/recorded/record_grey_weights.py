"""Records weights by grey relation (MATLAB, GRA.m of fuyn101/DF on GitHub, commit 579241ca), read in Octave.

apt-get install octave, lay the function into a folder and name the folder:

    recording/bin/python tests/conformance/recorded/record_grey_weights.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from saving import SEEDS, drawn, save

RESOLUTIONS = (0.5, 0.2, 0.5, 1.0, 0.05)


def in_octave(x: np.ndarray, resolution: float) -> list[float]:
    """Return the weights that Octave prints, 17 digits; every column is better higher."""
    rows = ";".join(",".join(repr(float(cell)) for cell in row) for row in x)
    code = f"addpath('{sys.argv[1]}'); x=[{rows}]; w=GRA(x,ones(1,columns(x)),{resolution});"
    command = ["octave", "--quiet", "--eval", f"{code} printf('%.17g\\n', w)"]
    return [float(line) for line in subprocess.run(command, capture_output=True, check=True).stdout.split()]


if __name__ == "__main__":
    cases = []
    for seed, resolution in zip(SEEDS, RESOLUTIONS, strict=True):
        x, _ = drawn(seed, 10, 4)
        cases.append({"x": x, "resolution": resolution, "weights": in_octave(x, resolution)})
    save(
        "grey_weights",
        "GRA.m",
        "GRA(x, ones(1, 4), resolution)",
        cases,
        said="of fuyn101/DF (MATLAB, 579241ca)",
    )
