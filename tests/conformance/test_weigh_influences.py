"""DEMATEL against the printed output of a package's vignette, a printed tutorial, and a recorded program."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record
from recorded_answers import recorded

from zhishu.weigh.judged.influence import dematel, total_influence


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("weigh", "dematel", against, source, what, tolerance, holds=True, note=note))


def table_of(direct: np.ndarray) -> dict[str, dict[str, float]]:
    return {
        str(row + 1): {str(column + 1): float(value) for column, value in enumerate(values)}
        for row, values in enumerate(direct)
    }


def test_the_choice_of_a_medical_device() -> None:
    """Total influences, row and column sums, prominence and relation, as the vignette prints them."""
    direct = np.array([[0, 2, 4, 3, 4], [3, 0, 2, 0, 0], [3, 3, 0, 0, 0], [3, 0, 4, 0, 2], [4, 0, 2, 0, 0]])
    printed = np.array(
        [
            [0.4889668, 0.3912337, 0.7026745, 0.34360886, 0.5110044],
            [0.4110676, 0.1448210, 0.3535048, 0.09486207, 0.1410759],
            [0.4384709, 0.3544754, 0.2437345, 0.10118594, 0.1504806],
            [0.5593854, 0.2262642, 0.6075431, 0.12908936, 0.3458277],
            [0.5255989, 0.1749147, 0.4075545, 0.12129247, 0.1803824],
        ]
    )
    prominence = np.array([4.860978, 2.437040, 3.603359, 2.658148, 2.738514])
    relation = np.array([0.01399868, -0.14637765, -1.02666409, 1.07807102, 0.08097203])
    found = total_influence(direct.astype(float))
    assert found.total == pytest.approx(printed, abs=5e-5)
    assert found.prominence == pytest.approx(prominence, abs=2e-4)
    assert found.relation == pytest.approx(relation, abs=1e-4)
    as_there = np.round(direct / 13, 5)
    assert as_there @ np.linalg.inv(np.eye(5) - as_there) == pytest.approx(printed, abs=5.1e-8)
    weights = dematel(np.zeros((2, 5)), tuple("12345"), influences=table_of(direct))
    assert weights == pytest.approx(prominence / prominence.sum(), abs=1e-5)
    source = "CRAN dematel 0.1.0, vignette (medicaldevice)"
    note = "the package rounds the divided influences to five digits; with those the printed digits come out"
    agreed(MANUAL, source, "total influences, c + r, c - r of five criteria", 2e-4, note)


def test_the_divided_influences_of_a_tutorial() -> None:
    """The largest sum of rows and columns is a column's, 12."""
    direct = np.array([[0, 4, 3, 1, 0], [0, 0, 4, 1, 1], [0, 1, 0, 4, 4], [0, 0, 1, 0, 0], [1, 0, 4, 4, 0]])
    found = total_influence(direct.astype(float))
    divided = found.total @ np.linalg.inv(np.eye(5) + found.total)
    printed = np.array(
        [
            [0, 0.333, 0.25, 0.083, 0],
            [0, 0, 0.333, 0.083, 0.083],
            [0, 0.083, 0, 0.333, 0.333],
            [0, 0, 0.083, 0, 0],
            [0.083, 0, 0.333, 0.333, 0],
        ]
    )
    assert divided == pytest.approx(printed, abs=5.1e-4)
    source = "soft.onlineoutput.com, DEMATEL, project 8733_394698"
    agreed(MANUAL, source, "direct influences divided by the largest sum, 5 × 5, 3 digits", 5e-4)


def test_pydecision() -> None:
    """Three to seven columns, divided by the largest sum of a row."""
    found = recorded("dematel_pydecision")
    for case in found.cases:
        direct = np.array(case["direct"], dtype=float)
        ours = total_influence(direct, divisor="rows")
        assert ours.prominence == pytest.approx(case["prominence"], rel=1e-9)
        assert ours.relation == pytest.approx(case["relation"], rel=1e-9, abs=1e-12)
        names = tuple(str(place + 1) for place in range(len(direct)))
        weights = dematel(np.zeros((2, len(direct))), names, influences=table_of(direct), divisor="rows")
        assert weights == pytest.approx(case["weights"], rel=1e-9)
    source = "random influences of 3 to 7 columns, five seeds"
    agreed(found.program, source, "`divisor: rows`: prominence, relation, weights", 1e-9)
