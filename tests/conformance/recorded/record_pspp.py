"""Records what GNU PSPP, the free program for the syntax of SPSS, says of common factors and components.

Debian has it as the package `pspp`; the script wants the program's path, run in the environment of saving.py:

    recording/bin/python tests/conformance/recorded/record_pspp.py /usr/bin/pspp
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from saving import SEEDS, save

FACTOR = """FACTOR /VARIABLES={names} /PRINT=INITIAL EXTRACTION ROTATION KMO
  /CRITERIA=FACTORS({factors}) ITERATE(1000000) ECONVERGE(1E-15) /EXTRACTION={extraction} /ROTATION=VARIMAX.
"""


def measured(seed: int, regions: int, columns: int, factors: int) -> np.ndarray:
    """Return values of three digits: common factors with loadings around 0, and noise."""
    generator = np.random.default_rng(seed)
    common = generator.normal(size=(regions, factors)) @ generator.normal(size=(factors, columns))
    error = generator.normal(size=(regions, columns)) * generator.uniform(0.6, 1.2, columns)
    return np.round((common + error) * generator.uniform(0.5, 5.0, columns), 3)


def told(x: np.ndarray, factors: int) -> list[list[str]]:
    """Return the rows of all that the program writes of one table."""
    names = " ".join(f"v{place}" for place in range(x.shape[1]))
    asked = f"SET DECIMAL=DOT.\nSET FORMAT=F24.15.\nDATA LIST LIST NOTABLE /{names}.\nBEGIN DATA.\n"
    asked += "\n".join(" ".join(map(repr, row)) for row in x.tolist()) + "\nEND DATA.\n"
    for extraction in ("PAF", "PC"):
        asked += FACTOR.format(names=names, factors=factors, extraction=extraction)
    asked += f"RELIABILITY /VARIABLES={names} /MODEL=ALPHA.\n"
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "told.csv"
        command = [sys.argv[1], "-O", "format=csv", "-o", str(written), "-"]
        subprocess.run(command, input=asked, capture_output=True, check=True, text=True)
        return list(csv.reader(written.read_text(encoding="utf-8").splitlines()))


def numbers(rows: list[list[str]], title: str, columns: int) -> np.ndarray:
    """Return the rows of numbers, one per column of the data, of the table of that title."""
    start = next(place for place, row in enumerate(rows) if row and row[0] == f"Table: {title}")
    found = [row[1:] for row in rows[start:] if row and row[0].startswith("v")][:columns]
    return np.array(found, dtype=float)


def value(rows: list[list[str]], name: str) -> float:
    """Return the last number of the first row with that name."""
    return next(float(row[-1]) for row in rows if name in row[:2])


def case(seed: int) -> dict[str, object]:
    """Return a table and what the program says of it; two factors."""
    x = measured(seed, 60, 7, 2)
    rows = told(x, 2)
    heading = next(place for place, row in enumerate(rows) if row and row[0].startswith("Cronbach"))
    return {
        "x": x,
        "multiple": numbers(rows, "Communalities", 7)[:, 0],
        "axes": numbers(rows, "Factor Matrix", 7),
        "axes_turned": numbers(rows, "Rotated Factor Matrix", 7),
        "components": numbers(rows, "Component Matrix", 7),
        "components_turned": numbers(rows, "Rotated Component Matrix", 7),
        "kmo": value(rows, "Kaiser-Meyer-Olkin Measure of Sampling Adequacy"),
        "chi_square": value(rows, "Approx. Chi-Square"),
        "alpha": float(rows[heading + 1][0]),
    }


if __name__ == "__main__":
    said = subprocess.run([sys.argv[1], "--version"], capture_output=True, check=True, text=True).stdout
    version = said.splitlines()[0].rsplit(" ", 1)[1]
    found = [case(seed) for seed in SEEDS]
    save("pspp", "GNU PSPP", "FACTOR, RELIABILITY", found, said=version)
