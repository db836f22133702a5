"""Records pyDecision (Python): priorities of comparisons by the means of normalised columns."""

from __future__ import annotations

import numpy as np
from pyDecision.algorithm.ahp import ahp_method
from saving import SEEDS, save

SCALE = np.array([1 / 9, 1 / 7, 1 / 5, 1 / 3, 1, 3, 5, 7, 9])


def drawn(seed: int) -> np.ndarray:
    """Return a reciprocal matrix of three to seven elements on the scale of 1 to 9."""
    generator = np.random.default_rng(seed)
    count = 3 + seed
    matrix = np.triu(generator.choice(SCALE, (count, count)), 1)
    return matrix + np.tril(1 / np.where(matrix > 0, matrix, 1).T, -1) + np.eye(count)


if __name__ == "__main__":
    cases = [
        {"comparisons": matrix, "priorities": ahp_method(matrix, wd="m")[0]} for matrix in map(drawn, SEEDS)
    ]
    save("column_means_pydecision", "pydecision", "ahp_method(comparisons, wd='m')", cases)
