"""Records the grey fixed weight clustering notebook of grey-systems-book (github.com/liviucotfas): coefficients.

Lay the notebook's class WhitenizationWeightFunction into a file notebook.py and name the folder that holds it:

    recording/bin/python tests/conformance/recorded/record_grey_clustering.py FOLDER

The notebook reads a sheet; its sums over the columns are made here.
"""

from __future__ import annotations

import sys

import numpy as np
from saving import SEEDS, save


def points(functions: str, numbers: np.ndarray) -> list[str]:
    """Return the turning points of one column's functions as the notebook's sheet holds them."""
    if functions == "centre_point":
        peaks, left, right = numbers, numbers[:-1], numbers[1:]
    else:
        peaks, left, right = (numbers[:-1] + numbers[1:]) / 2, numbers[:-2], numbers[2:]
    inner = [f"{a},{peak},-,{b}" for a, peak, b in zip(left, peaks[1:-1], right[1:], strict=False)]
    return [f"-,-,{peaks[0]},{right[0]}", *inner, f"{left[-1]},{peaks[-1]},-,-"]


def drawn(seed: int) -> dict:
    """Return values of ten objects in three columns, rising numbers of each column, and weights."""
    generator = np.random.default_rng(seed)
    numbers = np.cumsum(generator.integers(1, 9, (3, 5)), axis=1)
    x = np.array([generator.uniform(0, row[-1] + 3, 10) for row in numbers]).T.round(2)
    parts = generator.integers(1, 9, 3)
    return {"x": x, "numbers": numbers, "weights": parts / parts.sum()}


def coefficients(case: dict, functions: str, function: type) -> list[list[float]]:
    """Return the clustering coefficients of every object in every class."""
    sheets = [points(functions, row.astype(float)) for row in case["numbers"]]
    return [
        [
            sum(
                weight * function(sheet[which])(value)
                for weight, sheet, value in zip(case["weights"], sheets, row, strict=True)
            )
            for which in range(len(sheets[0]))
        ]
        for row in case["x"]
    ]


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    from notebook import WhitenizationWeightFunction

    for name in ("centre_point", "end_point"):
        cases = [drawn(seed) for seed in SEEDS]
        found = [
            {**case, "coefficients": coefficients(case, name, WhitenizationWeightFunction)} for case in cases
        ]
        call = "WhitenizationWeightFunction(points)(value), sums by weight"
        save(f"grey_clustering_{name}", "grey-systems-book (Python)", call, found, said="829e4aee")
