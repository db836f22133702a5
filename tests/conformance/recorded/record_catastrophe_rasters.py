"""Records catastrophe progression by CPM, a program in Python on GitHub that scores the cells of maps.

Its file runs from top to bottom on maps in one folder, so the functions alone are taken from it. With
Catastrophe_Model.py of bahramchoubin/CPM at 5095a1d in FOLDER:

    recording/bin/pip install "pandas<3"
    recording/bin/python tests/conformance/recorded/record_catastrophe_rasters.py FOLDER

The fold is left out: for one map the program goes through its rows as if they were maps.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from saving import SEEDS, drawn, save

FILE = Path(sys.argv[1]) / "Catastrophe_Model.py"
"""Where the program lies."""
LEAST = 0.5
"""The program takes the mean where any two roots are correlated less than this, or else the least."""

program: dict = {"np": np, "pd": pd}
tree = ast.parse(FILE.read_text(encoding="utf-8"))
tree.body = [part for part in tree.body if isinstance(part, ast.FunctionDef)]
exec(compile(tree, FILE.name, "exec"), program)  # noqa: S102 - the functions of the program


def alike(x: np.ndarray, seed: int) -> np.ndarray:
    """Return columns that go together, so that the program takes the least of the roots."""
    beside = np.random.default_rng(seed).integers(-80, 81, x.shape) / 1000
    return np.round(np.clip(x[:, :1] + beside, 0.0, 1.0), 3)


def case(x: np.ndarray) -> dict:
    """Return the columns, the most important first, which relation the program found, and its scores."""
    maps = {f"{name}.tif": np.ma.masked_invalid(column) for name, column in zip("abcd", x.T, strict=False)}
    roots = program["normalize_rasters"](maps)
    correlations = program["calculate_correlation"](roots)
    relation = "complementary" if (correlations < LEAST).any().any() else "non_complementary"
    return {"x": x, "relation": relation, "scores": program["calculate_pixel_based_x"](correlations, roots)}


cases = []
for seed in SEEDS:
    for columns in (2, 3, 4):
        x, _ = drawn(seed, 15, columns)
        cases += [case(x), case(alike(x, seed))]
call = "normalize_rasters(maps); calculate_pixel_based_x(correlations, roots)"
save("catastrophe_rasters", "CPM of bahramchoubin 5095a1d", call, cases, said="(Python)")
