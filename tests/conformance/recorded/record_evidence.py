"""Records ERTool (evidential reasoning) and py_dempster_shafer (Dempster's rule of discounted beliefs).

It needs ERTool 0.3.3 and py_dempster_shafer 0.7 besides.
"""

from __future__ import annotations

import numpy as np
from ertool.er import er_algorithm
from pyds import MassFunction
from saving import SEEDS, save


def drawn(seed: int) -> dict:
    """Return degrees of four to six columns in five grades, some incomplete, and weights that sum to 1."""
    generator = np.random.default_rng(seed)
    columns = 4 + seed % 3
    degrees = generator.integers(0, 5, (columns, 5)) / 20
    degrees[0] = [0, 0, 0, 0.5, 0.5]
    parts = generator.integers(1, 10, columns)
    return {"degrees": degrees, "weights": parts / parts.sum()}


def joined(degrees: np.ndarray, weights: np.ndarray) -> list[float]:
    """Return Dempster's combination of the beliefs discounted by weight, all of them together.

    Five grades, then what is left, the weights' own part of which is not told apart.
    """
    frame = frozenset(range(5))
    masses = []
    for row, weight in zip(degrees, weights, strict=True):
        held = {frozenset([grade]): weight * value for grade, value in enumerate(row) if value}
        masses.append(MassFunction({**held, frame: 1 - weight * row.sum()}))
    found = masses[0].combine_conjunctive(masses[1:], normalization=False)
    conflict = found.get(frozenset(), 0.0)
    return [*(found[frozenset([grade])] for grade in range(5)), found[frame], conflict]


if __name__ == "__main__":
    cases = [drawn(seed) for seed in SEEDS]
    each = []
    for case in cases:
        count = len(case["weights"])
        answer = er_algorithm(case["weights"], case["degrees"], count, 5, round=15)
        each.append({**case, "belief": [float(value) for value in answer]})
    save("evidence_ertool", "ERTool", "er_algorithm(weights, degrees)", each)
    both = [{**case, "joined": joined(case["degrees"], case["weights"])} for case in cases]
    save("evidence_pyds", "py_dempster_shafer", "combine_conjunctive without normalisation", both)
