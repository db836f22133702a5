"""Grey relational TOPSIS: by hand, against R's mathmodels and GRAt in Octave, and what mathmodels prints."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, MANUAL, Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.references.between_ideals import grey_topsis

DATA = "random data, 12 × 5, five seeds"


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("aggregate", "grey_topsis", against, source, what, tolerance, holds=holds, note=note))


def shares_of_range(x: np.ndarray) -> np.ndarray:
    return (x - x.min(axis=0)) / np.ptp(x, axis=0)


def test_by_hand() -> None:
    """Gaps to the best 0, 1 and 1/2, 0; to the worst 1/2, 0 and 0, 1."""
    found = grey_topsis(np.array([[1.0, 0.0], [0.5, 1.0]]), np.array([0.25, 0.75]))
    # r+ = 1/4 + 3/4 · 1/3 and 1/4 · 1/2 + 3/4; r- = 1/4 · 1/2 + 3/4 and 1/4 + 3/4 · 1/3
    assert found == pytest.approx([(1 / 2) / (1 / 2 + 7 / 8), (7 / 8) / (7 / 8 + 1 / 2)], rel=1e-12)
    agreed(BY_HAND, "", "two regions, exact fractions", 1e-12)


def test_against_mathmodels() -> None:
    """The columns weighted, then the plain mean of the coefficients; min–max comes first there."""
    found = recorded("grey_topsis_mathmodels")
    for case in found.cases:
        x, weights = np.array(case["x"]), np.array(case["weights"])
        ours = grey_topsis(shares_of_range(x), weights, weigh="columns", resolution=case["resolution"])
        assert ours == pytest.approx(case["scores"], rel=1e-12)
    agreed(found.program, DATA, "`weigh: columns`, resolution 0.5 and 0.2, min–max", 1e-12)


def test_against_grat() -> None:
    """Its ratio of the grades is s / (1 - s) of ours."""
    found = recorded("grey_topsis_grat")
    for case in found.cases:
        ours = grey_topsis(np.array(case["x"]), np.array(case["weights"]))
        assert ours / (1 - ours) == pytest.approx(case["ratios"], rel=1e-12)
    agreed(found.program, DATA, "the ratio of both grades", 1e-12)


def test_what_the_manual_of_mathmodels_prints() -> None:
    """Three rows, of which the last is best in two columns of three and yet ties with the first there."""
    x = np.array([[8, 150, 60], [7, 180, 80], [6, 200, 100.0]])
    weights = np.array([0.3, 0.4, 0.3])
    printed = [0.4642511, 0.4421740, 0.4642511]
    ready = shares_of_range(x)
    ours = grey_topsis(ready, weights, weigh="columns")
    assert ours == pytest.approx([0.419355, 0.515324, 0.580645], abs=1e-6)
    # What it prints comes from the columns where the rows should be compared.
    y = ready * weights
    grades = []
    for point in (y.max(axis=0), y.min(axis=0)):
        gap = np.abs(y - point[:, None])
        grades.append(((gap.min() + gap.max() / 2) / (gap + gap.max() / 2)).mean(axis=0))
    assert grades[0] / (grades[0] + grades[1]) == pytest.approx(printed, abs=5e-8)
    note = (
        "since 0.0.9 (0dbfe69d) the function hands over the table as it is where its columns are taken for "
        "alternatives: 0.4643, 0.4422, 0.4643 there, 0.4194, 0.5153, 0.5806 here and in its earlier version"
    )
    agreed(MANUAL, "mathmodels (R), grey_corr_topsis", "three alternatives", 0.0, holds=False, note=note)
