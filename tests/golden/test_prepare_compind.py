"""The three normalisations of Compind, with indicators of both directions."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from record import COMPIND, Agreement, record

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.centre import zscore
from zhishu.prepare.normalisers.ordinal import ranks_upward
from zhishu.prepare.normalisers.ranges import minmax

CASE = Path(__file__).parents[3] / "shared" / "golden" / "compind_31x6"
POLARITY = ("positive", "negative", "positive", "positive", "negative", "positive")


def read(file: str) -> NDArray[np.float64]:
    with (CASE / file).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return np.array([[float(row[f"i{column}"]) for column in range(1, 7)] for row in rows])


@pytest.mark.skipif(
    not CASE.is_dir(), reason=f"the golden cases stand outside of the repository and are absent: {CASE}"
)
@pytest.mark.parametrize(
    ("method", "normalise"),
    [
        (1, lambda x, d: zscore(x, d, mean=100, sd=10)),
        (2, minmax),
        (3, lambda x, d: ranks_upward(x, d, ties="average")),
    ],
)
def test_normalisations(method: int, normalise) -> None:
    """Z-scores with mean 100 and standard deviation 10, min–max, and ranks from the worst."""
    d = compile_directions(Direction(kind) for kind in POLARITY)
    found = normalise(read("inputs/raw.csv"), d)
    np.testing.assert_allclose(found, read(f"normalise_ci_method{method}.csv"), rtol=1e-9, atol=1e-9)
    used = ("zscore", "minmax", "rank")[method - 1]
    file = f"golden/compind_31x6/normalise_ci_method{method}.csv"
    record(Agreement("normalise", used, COMPIND, file, "every value, both directions", 1e-9, holds=True))
