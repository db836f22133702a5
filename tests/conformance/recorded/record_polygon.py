"""Records the indices of the full-permutation polygon of a program in Java with six methods of evaluation.

The program is public on GitHub; its fourth method is Method4_java, the comments of which are of March 2018.
Lay that function and the transposition it calls into a class Six, neither of them private, compile it with
AskPolygon.java of this folder, and name the folder:

    javac -encoding UTF-8 -d FOLDER -cp FOLDER FOLDER/Six.java tests/conformance/recorded/AskPolygon.java
    recording/bin/python tests/conformance/recorded/record_polygon.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from saving import SEEDS, drawn, save


def asked(x: np.ndarray) -> list[float]:
    """Return the index of each region; the program wants indicators in rows and a last column of weights."""
    table = np.column_stack([x.T, np.full(x.shape[1], 1.0 / x.shape[1])])
    text = "{} {} ".format(*table.shape) + " ".join(map(repr, table.ravel().tolist()))
    command = ["java", "-cp", sys.argv[1], "AskPolygon"]
    answer = subprocess.run(command, input=text, capture_output=True, check=True, text=True)
    return [float(line) for line in answer.stdout.split()]


if __name__ == "__main__":
    tables = [drawn(seed, 9, 5)[0] for seed in SEEDS]
    found = [{"x": x, "indices": asked(x)} for x in tables]
    save("polygon_six_methods", "six methods of evaluation", "Method4_java", found, said="(Java) 2018-03")
