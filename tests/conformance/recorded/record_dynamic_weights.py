"""Records dynamic weighting: a public program for CUMCM 2005 A (Python), and the S of scikit-fuzzy.

The program reads the standardised data of 17 stations in 28 months from a workbook at a path of its own
and writes their scores. It is the one with the spreads 0.1751, 0.2197 and 0.3048. Lay it somewhere,
add openpyxl to the environment, and name it:

    recording/bin/python tests/conformance/recorded/record_dynamic_weights.py PROGRAM.py
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import skfuzzy
from saving import SEEDS, drawn, save

STATIONS_AND_MONTHS = 17 * 28
KEPT = 20
"""Rows do not depend on one another: the first of them are enough."""
HEADINGS = ("DO按区间标准化", "CODMn按区间标准化", "NH3-N按区间标准化", "PH标准化")


def scored(code: str, x: np.ndarray) -> np.ndarray:
    """Return the scores that the program writes when it finds `x` where it looks for its data."""
    workbook, written = (re.search(pattern, code) for pattern in (r'read_excel\("(.+?)"', r"to_csv\('(.+?)'"))
    assert workbook is not None
    assert written is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "program.py").write_text(code, encoding="utf-8")
        (folder / workbook[1]).parent.mkdir(parents=True)
        pd.DataFrame(x, columns=list(HEADINGS)).to_excel(folder / workbook[1])
        subprocess.run([sys.executable, "program.py"], cwd=folder, check=True, capture_output=True)
        return np.loadtxt(folder / written[1], delimiter=",", skiprows=1)[:, 1]


if __name__ == "__main__":
    program = Path(sys.argv[1]).read_text(encoding="utf-8")
    normal, shaped = [], []
    for seed in SEEDS:
        x, weights = drawn(seed, STATIONS_AND_MONTHS, len(HEADINGS))
        normal.append({"x": x[:KEPT], "scores": scored(program, x)[:KEPT]})
        low, high = np.sort(np.random.default_rng(seed).uniform(0.05, 0.95, 2)).round(3)
        values = np.vstack([x[:KEPT], np.full((1, len(HEADINGS)), low), np.full((1, len(HEADINGS)), high)])
        moved = np.array([skfuzzy.smf(row, low, high) for row in values])
        shaped.append({"x": values, "weights": weights, "low": low, "high": high, "moved": moved})
    said = "for CUMCM 2005 A (Python; sigma 0.1751, 0.2197, 0.3048)"
    save("dynamic_weights_2005a", "public program", "PROGRAM.py", normal, said=said)
    save("dynamic_weights_scikit_fuzzy", "scikit-fuzzy", "smf(x, low, high)", shaped)
