"""AHP by the means of normalised columns (和法): an exam, printed priorities, and a program."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record
from recorded_answers import recorded

from zhishu.weigh.judged.hierarchy import ahp
from zhishu.weigh.judged.priorities import column_mean_priorities


def agreed(against: str, source: str, what: str, tolerance: float) -> None:
    record(Agreement("weigh", "ahp", against, source, what, tolerance, holds=True))


def test_an_exam() -> None:
    """Four indicators; each column over its sum, the rows' sums over the sum of all, two digits."""
    table = {
        "B1": {"B2": 3, "B3": 3, "B4": 7},
        "B2": {"B3": 1, "B4": 5},
        "B3": {"B4": 3},
    }
    found = ahp(np.zeros((2, 4)), ("B1", "B2", "B3", "B4"), comparisons=table, priority="column_mean")
    assert found == pytest.approx([0.53, 0.22, 0.19, 0.06], abs=5e-3)
    agreed(MANUAL, "用层次分析法确定 B1 至 B4 的权数，试题与解答", "four weights by 和法, 2 digits", 5e-3)


def test_three_priorities_of_a_page_of_small_firms() -> None:
    """Nine digits, of the page whose limit of a supermatrix is compared under `anp`."""
    found = column_mean_priorities(np.array([[1, 3, 1 / 3], [1 / 3, 1, 1 / 5], [3, 5, 1]]))
    assert found == pytest.approx([0.260497956, 0.106156324, 0.63334572], abs=1e-9)
    source = "a public program that shows its steps (PHP, SWARA and ANP, aid to small firms)"
    agreed(MANUAL, source, "three priorities by the means of normalised columns, 9 digits", 1e-9)


def test_pydecision() -> None:
    """Inconsistent comparisons too."""
    answers = recorded("column_means_pydecision")
    for case in answers.cases:
        matrix = np.array(case["comparisons"])
        expected = np.array(case["priorities"])
        assert column_mean_priorities(matrix) == pytest.approx(expected, rel=1e-9)
        names = tuple(str(place) for place in range(len(matrix)))
        table = {
            a: {b: float(value) for b, value in zip(names, row, strict=True) if a != b}
            for a, row in zip(names, matrix, strict=True)
        }
        found = ahp(np.zeros((1, len(names))), names, comparisons=table, priority="column_mean", limit=None)
        assert found == pytest.approx(expected, rel=1e-9)
    agreed(answers.program, "3 to 7 elements on the scale of 1 to 9, five seeds", "column_mean", 1e-9)
