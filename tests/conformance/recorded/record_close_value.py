"""Records close values of a program in C++: SystemOfEvalution, by Ling-Bao, on GitHub; commit 8039bdc.

Its class CEvaluation (evaluation.h) has a method osculating_value that reads values and weights from two
files and writes evaluation.txt where it runs, in single precision and with six decimals. Compiled alone, with
a main that hands on its two arguments:

    recording/bin/python tests/conformance/recorded/record_close_value.py ./osculating_value
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from saving import SEEDS, drawn, save

PROGRAM = Path(sys.argv[1]).resolve()


def answer(x: np.ndarray, weights: np.ndarray) -> list[float]:
    """Return what the program writes; it divides each column by its sum and by its length itself."""
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in (("values", x), ("weights", weights[None, :])):
            lines = ("\t".join(repr(value) for value in row) for row in rows.tolist())
            Path(folder, name).write_text("\n".join(lines), encoding="ascii")
        subprocess.run([str(PROGRAM), "values", "weights"], cwd=folder, check=True)
        return [float(value) for value in Path(folder, "evaluation.txt").read_text(encoding="ascii").split()]


def case(seed: int) -> dict:
    """Return one drawn table of 12 regions and 5 columns with its close values."""
    x, weights = drawn(seed, 12, 5)
    return {"x": x, "weights": weights, "values": answer(x, weights)}


save(
    "close_value_systemofevalution",
    "SystemOfEvalution",
    "osculating_value",
    [case(seed) for seed in SEEDS],
    said="8039bdc (C++)",
)
