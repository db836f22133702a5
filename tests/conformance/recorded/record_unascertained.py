"""Records a public program of the unascertained measure: grades of single indicators, confidence 0.7.

Its function Unascertained_Measure_Model (assessment of monitoring points, Python, on GitHub)
stands alone; lay it into a file model.py and name the folder that holds it:

    recording/bin/python tests/conformance/recorded/record_unascertained.py FOLDER

With several indicators its weights do not sum to 1, as it divides by the last one in place of their sum: so one.
"""

from __future__ import annotations

import sys

import numpy as np
from saving import SEEDS, save

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    from model import Unascertained_Measure_Model

    cases = []
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        grades = np.cumsum(generator.integers(1, 6, 5)).astype(float)
        x = generator.uniform(grades[0] - 1, grades[-1] + 1, 40).round(3)
        found = Unascertained_Measure_Model(len(x), 1, 5, x[:, None], grades[None, ::-1])
        cases.append({"grades": grades, "x": x, "grade": found})
    save(
        "unascertained_measure",
        "Unascertained_Measure_Model",
        "Unascertained_Measure_Model(m, 1, 5, x, grades from the best), r = 0.7",
        cases,
        said="(Python)",
    )
