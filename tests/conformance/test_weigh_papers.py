"""Weightings against examples of papers: one seen as printed, others as the tests of crispyn quote them."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, Agreement, record

from zhishu.weigh.combine import game_combination
from zhishu.weigh.spread.dispersion import (
    coefficient_of_variation,
    gini,
    maximum_deviation,
    reciprocal_gini,
    standard_deviation,
    variance,
)
from zhishu.weigh.spread.improved_vector import improved_vector
from zhishu.weigh.spread.information import entropy
from zhishu.weigh.stated import equal

CRISPYN = "numbers as the tests of crispyn quote them"
FOUR = np.array([[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]])
FIVE = np.array(
    [
        [0.619, 0.449, 0.447],
        [0.862, 0.466, 0.006],
        [0.458, 0.698, 0.771],
        [0.777, 0.631, 0.491],
        [0.567, 0.992, 0.968],
    ]
)
SHUAI = "Shuai, Zongzhun, Yongji and Lei (2012), 24th CCDC: 3889-3892"
BENCHMARK = "Sałabun, Wątróbski and Shekhovtsov (2020), Symmetry 12(9): 1549"
CAMERAS = (
    "Bączkiewicz, Wątróbski, Kizielewicz and Sałabun (2021), Information Technology for Management: 143-165"
)


def published(used: str, source: str, what: str, tolerance: float, note: str = CRISPYN) -> None:
    record(Agreement("weigh", used, PAPER, source, what, tolerance, holds=True, note=note))


def test_the_game_of_an_open_pit_slope() -> None:
    """Hou and Wang (2021): eleven indicators weighed by fuzzy comparisons and by CRITIC, then combined.

    The products of the two weightings are the paper's to every digit. Its coefficients, 0.6364 and 0.6485,
    leave 0.0002 in the second equation (0.6352 and 0.6506 leave nothing), so its weights are off by that.
    """
    fuzzy = [0.1691, 0.0764, 0.0828, 0.0533, 0.2469, 0.0828, 0.0763, 0.0553, 0.0553, 0.0111, 0.0887]
    critic = [0.0209, 0.0495, 0.0565, 0.0390, 0.0351, 0.1682, 0.1766, 0.1899, 0.0209, 0.1217, 0.1217]
    printed = [0.0943, 0.0628, 0.0695, 0.0461, 0.1400, 0.1259, 0.1269, 0.1232, 0.0379, 0.0669, 0.1054]
    both = np.array([fuzzy, critic])
    assert both @ both.T == pytest.approx(
        np.array([[0.13187272, 0.07394352], [0.07394352, 0.13443172]]), abs=5e-9
    )
    names = tuple(f"x{place}" for place in range(1, 12))
    tables = [dict(zip(names, weights, strict=True)) for weights in (fuzzy, critic)]
    methods = [
        {"method": "budget_allocation", "allocations": {"one": table}, "budget": None} for table in tables
    ]
    found = game_combination(np.zeros((2, 11)), members=names, methods=methods)
    assert found == pytest.approx(printed, abs=4e-4)
    published(
        "game_combination",
        "Hou and Wang (2021), Journal of Safety and Environment 21(6): 2438-2443",
        "eleven columns weighed twice, combined weights",
        4e-4,
        "the paper's coefficients, 0.6364 and 0.6485, miss its second equation by 0.0002; 0.6352 and 0.6506 "
        "solve both",
    )


def test_the_variation_of_four_columns() -> None:
    """Shuai et al. (2012), where the angles are compared with it: the fourth column hardly varies."""
    found = coefficient_of_variation(FOUR)
    assert found == pytest.approx([0.4258, 0.3610, 0.2121, 0.0011], abs=5e-5)
    published("coefficient_of_variation", SHUAI, "weights, 4 digits", 5e-5)


def test_the_angles_as_a_reading_of_the_improved_vector_method() -> None:
    """Shuai et al. (2012): the vector method that the reading `angle` takes the improvement to be of."""
    found = improved_vector(FOUR, reading="angle")
    assert found == pytest.approx([0.4150, 0.3612, 0.2227, 0.0012], abs=5e-5)
    note = f"{CRISPYN}; the paper's method is the one before its improvement, of which no formula is printed"
    published("improved_vector", SHUAI, "reading `angle`: weights, 4 digits", 5e-5, note)


def test_equal_weights_and_deviations_of_five_alternatives() -> None:
    """Sałabun et al. (2020): three columns, equal weights and standard deviations, 3 digits."""
    assert equal(FIVE) == pytest.approx([0.333, 0.333, 0.333], abs=5e-4)
    assert standard_deviation(FIVE) == pytest.approx([0.217, 0.294, 0.488], abs=5e-4)
    published("equal", BENCHMARK, "weights, 3 digits", 5e-4)
    published("standard_deviation", BENCHMARK, "weights, 3 digits", 5e-4)


def test_the_variances_of_five_alternatives() -> None:
    """Sałabun et al. (2020): the squares of the printed weights by deviation, over their sum."""
    squares = np.array([0.217, 0.294, 0.488]) ** 2
    assert variance(FIVE) == pytest.approx(squares / squares.sum(), abs=1e-3)
    note = f"{CRISPYN}; derived: the paper prints the weights by deviation, of which these are the squares"
    published("variance", BENCHMARK, "the squares of its printed weights by deviation", 1e-3, note)


ENTROPIES = {
    "Xu (2004), European Journal of Operational Research 156(2): 530-532": (
        FOUR,
        [0.4630, 0.3992, 0.1378, 0.0000],
        4,
    ),
    "Ersoy (2021), LogForum 17(3)": (
        np.array(
            [
                [256, 8, 41, 1.6, 1.77, 7347.16],
                [256, 8, 32, 1.0, 1.8, 6919.99],
                [256, 8, 53, 1.6, 1.9, 8400],
                [256, 8, 41, 1.0, 1.75, 6808.9],
                [512, 8, 35, 1.6, 1.7, 8479.99],
                [256, 4, 35, 1.6, 1.7, 7499.99],
            ]
        ),
        [0.405, 0.221, 0.134, 0.199, 0.007, 0.034],
        3,
    ),
    "Lee and Chang (2018), Renewable and Sustainable Energy Reviews 92: 883-896": (
        np.array(
            [
                [4550, 30, 6.74, 20, 15, 5, 85, 150, 0.87, 4.76],
                [3005, 60.86, 2.4, 35, 27, 4, 26, 200, 0.17, 4.51],
                [2040, 14.85, 1.7, 90, 25, 5, 26, 500, 0.27, 4.19],
                [3370, 99.4, 3.25, 25.3, 54, 3, 45, 222, 0.21, 3.78],
                [3920, 112.6, 4.93, 11.4, 71.7, 2, 50, 100, 0.25, 4.11],
            ]
        ),
        [0.026, 0.154, 0.089, 0.199, 0.115, 0.040, 0.080, 0.123, 0.172, 0.002],
        3,
    ),
}


@pytest.mark.parametrize("source", ENTROPIES)
def test_entropies_of_three_papers(source: str) -> None:
    """Columns of very different size, one of them all but constant."""
    x, printed, digits = ENTROPIES[source]
    tolerance = 0.5 * 10.0**-digits
    assert entropy(x) == pytest.approx(printed, abs=tolerance)
    published("entropy", source, f"weights, {digits} digits", tolerance)


# Twenty cameras × eleven columns.
CAMERA_ROWS = """\
29.4 83 47 114 12 30 120 240 170 90 1717.75
30 38.1 124.7 117 16 60 60 60 93 70 2389
29.28 59.27 41.13 58 16 30 60 120 170 78 239.99
33.6 71 55 159 23.6 60 240 240 132 140 2099
21 59 41 66 16 24 60 120 170 70 439
35 65 42 134 12 60 240 240 145 60 1087
47 79 54 158 19 60 120 120 360 72 2499
28.3 62.3 44.9 116 12 30 60 60 130 90 999.99
36.9 28.6 121.6 130 12 60 120 120 80 80 1099
32 59 41 60 16 30 120 120 170 60 302.96
28.4 66.3 48.6 126 12 60 240 240 132 135 1629
29.8 46 113 47 18 50 50 50 360 72 2099
20.2 64 80 70 8 24 60 120 166 480 699.99
33 60 44 59 12 30 60 120 170 90 388
29 59 41 55 16 30 60 120 170 120 299
29 59 41 182 12 30 30 60 94 140 249
29.8 59.2 41 65 16 30 60 120 160 90 219.99
28.8 62.5 41 70 12 60 120 120 170 138 1399.99
24 40 59 60 12 10 30 30 140 78 269.99
30 60 45 201 16 30 30 30 170 90 199.99"""
CAMERA_WEIGHTS = np.array(
    [0.0362, 0.0437, 0.0848, 0.0984, 0.0480, 0.0842, 0.1379, 0.1125, 0.0745, 0.1107, 0.1690]
)


def cameras() -> np.ndarray:
    """Return the twenty cameras × eleven columns."""
    return np.array([[float(cell) for cell in line.split()] for line in CAMERA_ROWS.splitlines()])


def test_the_gini_weights_of_twenty_cameras() -> None:
    """Bączkiewicz et al. (2021): eleven columns, 4 digits."""
    assert gini(cameras()) == pytest.approx(CAMERA_WEIGHTS, abs=5e-5)
    published("gini", CAMERAS, "weights, 4 digits", 5e-5)


def test_what_the_gini_weights_of_the_cameras_say_of_two_relatives() -> None:
    """Inverse printed weights over their sum; and mean differences of columns that are divided by their means."""
    inverse = (1 / CAMERA_WEIGHTS) / (1 / CAMERA_WEIGHTS).sum()
    assert reciprocal_gini(cameras()) == pytest.approx(inverse, rel=2e-3)
    note = f"{CRISPYN}; derived: the paper prints the weights by Gini, of which these are the inverses"
    published("reciprocal_gini", CAMERAS, "the inverse of its printed weights", 2e-3, note)
    found = maximum_deviation(cameras() / cameras().mean(axis=0))
    assert found == pytest.approx(CAMERA_WEIGHTS, abs=5e-5)
    note = f"{CRISPYN}; derived: of columns over their means, maximum deviation and Gini weigh the same"
    published("maximum_deviation", CAMERAS, "its printed Gini weights, columns over means", 5e-5, note)
