"""Printed fuzzy complementary comparisons: a paper's two worked matrices and the panel of another."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, Agreement, record

from zhishu.weigh.judged.complementary import complementary_findings, fuzzy_complementary

LI = "L. Li (2023), Int. J. of Emerging Technologies in Learning, on classroom teaching, as a translation quotes it"
ZHOU = "Zhou, Sun, Zang, Cai, Wu and Luo (2023), Entropy 25(1): 47, six experts' matrices, equations 6 and 7"


def stated(matrix: list[list[float]]) -> dict[str, dict[str, float]]:
    """Return the comparisons of a matrix above its diagonal."""
    ids = "abcdef"[: len(matrix)]
    return {a: dict(zip(ids[i + 1 :], matrix[i][i + 1 :], strict=True)) for i, a in enumerate(ids[:-1])}


def weights_of(matrix: list[list[float]]) -> list[float]:
    ids = tuple("abcdef"[: len(matrix)])
    return fuzzy_complementary(np.zeros((2, len(ids))), ids, comparisons=stated(matrix)).tolist()


def test_two_columns_of_a_paper() -> None:
    """Its rows (0.4, 0.5) and (0.5, 0.6) are complementary when each stands in the other's column."""
    assert weights_of([[0.5, 0.6], [0.4, 0.5]]) == pytest.approx([0.55, 0.45], rel=1e-12)
    note = (
        "of (Σ a + m/2 - 1) / (m (m - 1)), printed with 2/m for m/2; the printed matrix has its diagonal "
        "beside it (0.4, 0.5; 0.5, 0.6), weights 0.55 and 0.45 are those of 0.5, 0.6; 0.4, 0.5. Of two "
        "columns the normalised row sums are the same"
    )
    what = "two columns, one comparison: 0.55, 0.45"
    record(Agreement("weigh", "fuzzy_complementary", PAPER, LI, what, 1e-12, holds=True, note=note))


def test_three_columns_of_the_same_paper_do_not_follow_from_its_formula() -> None:
    """Printed 0.412, 0.371, 0.217: the first beats the second, of which its own row says 0.4 to 0.6."""
    matrix = [[0.5, 0.4, 0.7], [0.6, 0.5, 0.7], [0.3, 0.3, 0.5]]
    sums = np.sum(matrix, axis=1)
    found = weights_of(matrix)
    assert found == pytest.approx((sums + 0.5) / 6, rel=1e-12)
    printed = np.array([0.412, 0.371, 0.217])
    assert (printed[0] > printed[1]) != (found[0] > found[1])
    rows = sums / sums.sum()
    assert np.abs(rows - printed).max() > 0.03  # not the normalised row sums either
    note = (
        "ours, 0.35, 0.3833, 0.2667, are what the printed formula gives; the printed weights put the first "
        "column above the second, to which it lost 0.4 : 0.6 and with which it is level against the third"
    )
    what = "three columns: 0.412, 0.371, 0.217"
    record(Agreement("weigh", "fuzzy_complementary", PAPER, LI, what, 0.0, holds=False, note=note))


PANEL = [
    [[0.5, 0.6, 0.7], [0.4, 0.5, 0.6], [0.3, 0.4, 0.5]],
    [[0.5, 0.7, 0.6], [0.3, 0.5, 0.7], [0.4, 0.3, 0.5]],
    [[0.5, 0.7, 0.7], [0.3, 0.5, 0.6], [0.3, 0.4, 0.5]],
    [[0.5, 0.6, 0.8], [0.4, 0.5, 0.6], [0.2, 0.4, 0.5]],
    [[0.5, 0.6, 0.6], [0.4, 0.5, 0.6], [0.4, 0.4, 0.5]],
    [[0.5, 0.6, 0.7], [0.4, 0.5, 0.5], [0.3, 0.5, 0.5]],
]


def test_six_experts_are_compatible_with_their_weights() -> None:
    """The paper prints the matrices and says that all six sets of weights pass, below 0.1."""
    for matrix in PANEL:
        (found,) = complementary_findings(stated(matrix), list("abc")).values()
        sums = np.sum(matrix, axis=1)
        assert found.weights == pytest.approx((sums + 0.5) / 6, rel=1e-12)
        assert 0.04 < found.compatibility < 0.1
    what = "each of six experts passes: compatibility index below 0.1"
    note = (
        "the paper prints our two formulas and the matrices; of its indices we saw only that all pass, "
        "ours are 0.044 to 0.078"
    )
    record(Agreement("weigh", "fuzzy_complementary", PAPER, ZHOU, what, 0.0, holds=True, note=note))
