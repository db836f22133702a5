"""Records clustering with weights by class, and grey relation with its entropy, of two programs in Java.

GwcSolverService.java (package cn.tx.evaluation.gwc, 2019) and GreyRelationalAnalysis.java (Kun Guo, 2015) are
public on GitHub. Lay both into a folder (the first in cn/tx/evaluation/gwc, with an empty ArrayUtil where it
wants one), compile them there with AskGrey.java of this folder, and name the folder:

    javac -encoding UTF-8 -d FOLDER -cp FOLDER FOLDER/*.java tests/conformance/recorded/AskGrey.java
    recording/bin/python tests/conformance/recorded/record_grey_programs.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from saving import SEEDS, drawn, save

RESOLUTIONS = (0.5, 0.2, 0.5, 1.0, 0.05)
SMALL = [[1, 2, 3, 4, 5], [1, 3, 5, 7, 9], [2, 4, 6, 8, 10], [2, 4, 8, 16, 32]]
"""The small data set in the program's own main()."""


def asked(what: str, *parts: object) -> list[list[float]]:
    """Return the numbers that Java prints for tables and numbers, line by line."""
    texts = []
    for part in parts:
        if np.ndim(part):
            table = np.asarray(part, dtype=float)
            texts.append("{} {}".format(*table.shape) + " " + " ".join(map(repr, table.ravel().tolist())))
        else:
            texts.append(repr(part))
    command = ["java", "-cp", sys.argv[1], "AskGrey", what]
    answer = subprocess.run(command, input="\n".join(texts), capture_output=True, check=True, text=True)
    return [[float(cell) for cell in line.split()] for line in answer.stdout.splitlines()]


def clusters(seed: int) -> dict:
    """Return ten objects in four indicators on 0 to 100, bounds of five classes, and the coefficients.

    Bounds are whole numbers and no value is, but in the last case: there each is the end of the lowest class.
    """
    generator = np.random.default_rng(seed)
    x = (2 * generator.integers(0, 1000, (10, 4)) + 1) / 20
    bounds = -np.sort(-generator.choice(np.arange(5, 96), (4, 4), replace=False), axis=1)
    if seed == len(SEEDS):
        x = bounds[:, 2][None].astype(float)
    return {"x": x, "bounds": bounds, "coefficients": asked("clusters", x, bounds)}


def relation(rows: np.ndarray, resolution: float) -> dict:
    """Return sequences, the first of them the reference, with the grades and the balanced closeness."""
    grades, closeness = asked("relation", resolution, rows)
    return {"rows": rows, "resolution": resolution, "grades": grades[1:], "closeness": closeness[1:]}


if __name__ == "__main__":
    found = [clusters(seed) for seed in (*SEEDS, len(SEEDS))]
    call = "variableWeightClustering(objects, greyClusterWeight(thresholds))"
    save("grey_by_class", "GwcSolverService", call, found, said="(Java) 2019-01-19")
    tables = [
        np.array(SMALL),
        *(np.vstack([x.max(axis=0), x]) for x in (drawn(seed, 9, 5)[0] for seed in SEEDS)),
    ]
    found = [relation(rows, rho) for rows, rho in zip(tables, (0.5, *RESOLUTIONS), strict=True)]
    call = "analyze(rows, resolution, ZERO_BY_FIRST, true)"
    save("grey_entropy", "GreyRelationalAnalysis", call, found, said="(Java, Kun Guo) 2015-02-20")
