"""Printed fuzzy complementary comparisons: matrices with weights or row sums, in four papers and a program.

Degrees of possibility of one interval over another are complementary too, and papers on intervals rank
them by the same formula or by the row sums.
"""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, PAPER, Agreement, record

from zhishu.weigh.judged.complementary import complementary_findings, fuzzy_complementary

LI = "L. Li (2023), Int. J. of Emerging Technologies in Learning, on classroom teaching, as a translation quotes it"
ZHOU = "Zhou, Sun, Zang, Cai, Wu and Luo (2023), Entropy 25(1): 47, six experts' matrices, equations 6 and 7"

INTERVALS = (
    "Li, Wang and Tong (2016), European Journal of Operational Research 250: 628-638, "
    "as slides on the paper quote it"
)
DUAN = "Duan, Lin and Zeng, fault diagnosis from reliability analysis and sensors data, numerical example"


def stated(matrix: list[list[float]]) -> dict[str, dict[str, float]]:
    """Return the comparisons of a matrix above its diagonal."""
    ids = "abcdef"[: len(matrix)]
    return {a: dict(zip(ids[i + 1 :], matrix[i][i + 1 :], strict=True)) for i, a in enumerate(ids[:-1])}


def weights_of(matrix: list[list[float]]) -> list[float]:
    ids = tuple("abcdef"[: len(matrix)])
    comparisons = stated(matrix)
    return fuzzy_complementary(np.zeros((2, len(ids))), ids, comparisons=comparisons, limit=None).tolist()


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


PROGRAM = (
    "a public program that weighs technical and safety indicators (TypeScript, AHP, FAHP and entropy), the "
    "values its tests hold"
)


def test_a_program_prints_a_whole_matrix_with_its_weights() -> None:
    """Three columns to 16 digits, and two levels of two: 0.6 of (0.55, 0.45), and what is left."""
    found = weights_of([[0.5, 0.6, 0.7], [0.4, 0.5, 0.6], [0.3, 0.4, 0.5]])
    assert found == pytest.approx([0.3833333333333333, 0.3333333333333333, 0.2833333333333333], rel=1e-14)
    note = "the matrix is that of the first of Zhou et al.'s six experts, whose printed weights were not seen"
    what = "a matrix of three columns: 0.38333, 0.33333, 0.28333, 16 digits"
    record(Agreement("weigh", "fuzzy_complementary", MANUAL, PROGRAM, what, 1e-14, holds=True, note=note))
    above, below = weights_of([[0.5, 0.7], [0.3, 0.5]]), weights_of([[0.5, 0.6], [0.4, 0.5]])
    assert [above[0] * below[0], above[0] * below[1], above[1]] == pytest.approx([0.33, 0.27, 0.4], rel=1e-14)
    what = "two levels, 0.7 : 0.3 above 0.6 : 0.4: 0.33, 0.27, 0.4"
    record(Agreement("weigh", "fuzzy_complementary", MANUAL, PROGRAM, what, 1e-14, holds=True))


POSSIBLE = [
    ([[0.5, 1, 1, 1], [0, 0.5, 0.9853, 0.5849], [0, 0.0147, 0.5, 0.0404], [0, 0.4151, 0.9596, 0.5]],
     [3.5, 2.0702, 0.5551, 1.8747]),
    ([[0.5, 0.5904, 1, 1], [0.4096, 0.5, 1, 1], [0, 0, 0.5, 1], [0, 0, 0, 0.5]], [3.0904, 2.9096, 1.5, 0.5]),
]  # fmt: skip


@pytest.mark.parametrize(("example", "matrix", "sums"), [(2, *POSSIBLE[0]), (3, *POSSIBLE[1])])
def test_possibilities_of_four_intervals(example: int, matrix: list[list[float]], sums: list[float]) -> None:
    """Four intervals by four: the paper prints the degrees of possibility and their row sums."""
    assert np.add(matrix, np.transpose(matrix)) == pytest.approx(np.ones((4, 4)), abs=1e-12)
    assert weights_of(matrix) == pytest.approx((np.array(sums) + 4 / 2 - 1) / (4 * 3), abs=1e-5)
    what = f"example {example}: degrees of possibility of four interval weights"
    note = "derived from the printed row sums r by (r + m/2 - 1) / (m (m - 1)); `limit` null"
    record(Agreement("weigh", "fuzzy_complementary", PAPER, INTERVALS, what, 1e-5, holds=True, note=note))


RANKING = [0.0333, 0.0402, 0.1, 0.0544, 0.0544, 0.0873, 0.0873, 0.0643, 0.0643, 0.0446, 0.0446, 0.0889]
RANKING += [0.0889, 0.0738, 0.0738]


def test_fifteen_components_of_a_paper() -> None:
    """Its formula is ours; the first loses to all of the others, the third is above all of them."""
    assert sum(RANKING) == pytest.approx(1.0, abs=15 * 5e-5)
    sums = 15 * 14 * np.array(RANKING) - 15 / 2 + 1
    assert sums[[0, 2]] == pytest.approx([0.5, 14.5], abs=210 * 5e-5)
    ids = tuple(f"X{place}" for place in range(1, 16))
    rng = np.random.default_rng(0)
    above = {"X3": dict.fromkeys(ids[:2] + ids[3:], 1.0)}
    below = {one: {"X1": 1.0} for one in ids[1:2] + ids[3:]}
    rest = {
        a: {b: float(rng.random()) for b in ids[place + 1 :] if b != "X3"}
        for place, a in enumerate(ids)
        if a not in ("X1", "X3")
    }
    table = above | {one: rest.get(one, {}) | row for one, row in below.items()}
    found = fuzzy_complementary(np.zeros((2, 15)), ids, comparisons=table, limit=None)
    assert found[[0, 2]] == pytest.approx([RANKING[0], RANKING[2]], abs=5e-5)
    assert found.sum() == pytest.approx(1.0, rel=1e-12)
    what = "fifteen components by degrees of possibility: the first 0.0333, the third 0.1"
    note = (
        "the paper prints our formula and all fifteen weights; its intervals were not seen, but 0.0333 and "
        "0.1 are what a column weighs that loses to all of fourteen others, or is above all of them"
    )
    record(Agreement("weigh", "fuzzy_complementary", PAPER, DUAN, what, 1e-3, holds=True, note=note))
