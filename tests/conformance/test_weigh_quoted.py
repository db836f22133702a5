"""Weightings against examples of papers whose numbers were found quoted elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, QUOTED, QUOTED_TWICE, Agreement, record

from zhishu.weigh.judged.experts import precedence_chart
from zhishu.weigh.judged.hierarchy import ahp
from zhishu.weigh.spread.conflict import critic, lopcow
from zhishu.weigh.spread.dispersion import angle, standard_deviation
from zhishu.weigh.spread.information import entropy


def published(used: str, source: str, digits: int, note: str = QUOTED) -> None:
    what = f"weights, {digits} digits"
    record(Agreement("weigh", used, PAPER, source, what, 0.5 * 10.0**-digits, holds=True, note=note))


def test_entropy_of_twelve_countries() -> None:
    """Elsayed et al. (2017): five columns of very different size."""
    x = np.array(
        [
            [7, 312, 1891, 6613, 163],
            [72, 88, 728, 941804, 1078],
            [10, 252, 2594, 3466, 117471],
            [10, 145, 980, 2371, 86329],
            [65, 54, 350, 501, 29897],
            [29, 48, 380, 912, 34051],
            [7, 476, 3300, 78470, 2212],
            [70, 87, 650, 733, 819000],
            [4, 86, 591, 3015, 103],
            [12, 79, 579, 3240, 96098],
            [21, 45, 261, 1253, 453],
            [1, 72, 530, 4333, 0.1048],
        ]
    )
    assert entropy(x) == pytest.approx([0.104991, 0.069124, 0.071373, 0.449937, 0.304575], abs=5e-7)
    published("entropy", "Elsayed, Dawood and Karthikeyan (2017), IJETT 46(2): 60-66", 6)


def test_deviation_of_seven_materials() -> None:
    """Jahan and Edwards (2013): columns that are normalised already."""
    x = [[0, 0, 0], [0.39, 0.3, 0.77], [0.17, 0.36, 0.8], [0.35, 0.29, 0.93], [0.3, 0.4, 0.94]]
    x = np.array([*x, [0.84, 0.71, 1], [1, 1, 0.99]])
    assert standard_deviation(x) == pytest.approx([0.35, 0.31, 0.34], abs=5e-3)
    published("standard_deviation", "Jahan and Edwards (2013), Materials & Design 49: 1000-1008", 2)


def test_critic_of_time_and_attendance_software() -> None:
    """Tuş and Adalı (2019): five programs, six criteria, brought to [0, 1] first."""
    x = [[5000, 3, 3, 4, 3, 2], [680, 5, 3, 2, 2, 1], [2000, 3, 2, 3, 4, 3], [600, 4, 3, 1, 2, 2]]
    found = critic(np.array([*x, [800, 2, 4, 3, 3, 4]], dtype=float), rescale="minmax")
    assert found == pytest.approx([0.157, 0.249, 0.168, 0.121, 0.154, 0.151], abs=5e-4)
    published("critic", "Tuş and Adalı (2019), OPSEARCH 56(2): 528-538", 3, QUOTED_TWICE)


def test_angle_of_four_columns() -> None:
    """Shuai et al. (2012): the fourth column hardly varies."""
    x = np.array([[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 29.1], [68, 70, 60, 29]])
    assert angle(x) == pytest.approx([0.415, 0.3612, 0.2227, 0.0012], abs=5e-5)
    published("angle", "Shuai, Zongzhun, Yongji and Lei (2012), 24th CCDC: 3889-3892", 4)


def test_the_precedence_of_seven_criteria() -> None:
    """Więckowski et al. (2023): RANCOM's matrix comes from the ranking 1, 1, 3, 6, 5, 4, 2."""
    places = dict(zip("abcdefg", (1, 1, 3, 6, 5, 4, 2), strict=True))
    ratings = {"expert": {column: -place for column, place in places.items()}}
    found = precedence_chart(np.zeros((3, 7)), tuple("abcdefg"), ratings=ratings)
    printed = [0.2449, 0.2449, 0.1429, 0.0204, 0.0612, 0.1020, 0.1837]
    assert found == pytest.approx(printed, abs=5e-5)
    published("precedence_chart", "Więckowski et al. (2023), EAAI 122: 106114", 4)


def test_ahp_of_six_criteria() -> None:
    """Wang and Chin (2011): a matrix that contradicts itself, by the eigenvector."""
    rows = [
        [1, 4, 3, 1, 3, 4],
        [1 / 4, 1, 7, 3, 1 / 5, 1],
        [1 / 3, 1 / 7, 1, 1 / 5, 1 / 5, 1 / 6],
        [1, 1 / 3, 5, 1, 1, 1 / 3],
        [1 / 3, 5, 5, 1, 1, 3],
        [1 / 4, 1, 6, 3, 1 / 3, 1],
    ]
    table = {a: dict(zip("abcdef", row, strict=True)) for a, row in zip("abcdef", rows, strict=True)}
    found = ahp(np.zeros((3, 6)), tuple("abcdef"), comparisons=table, limit=None)
    assert found == pytest.approx([0.3208, 0.1395, 0.0348, 0.1285, 0.2374, 0.1391], abs=5e-5)
    published("ahp", "Wang and Chin (2011), Information Sciences 181(23): 5240-5248", 4)


BANKS = """\
21.8 14.1 10.7 1.6 1.8 770 12750 18 5100 1.5 9.1 1.054 4.196 29.407 7.03 15.08 9.705
16.4 8.5 13.9 1.2 1.3 524 12087 5.7 2941 2.208 15.2 1.123 3.86 5.228 14.724 32.103 19
14.5 7 2.3 0.2 0.2 238 3265 1.9 320 2.32 16.202 1.008 3.095 5.549 17.34 65.129 32.056
18.2 10.3 11.4 1.2 1.1 835 16037 21.3 4332 0.875 9.484 0.856 2.191 23.75 13.1 58.157 27.46
18.5 8.1 11.1 1 1.1 504 9464 1.4 1743 2.95 0.7 0.479 2.44 8.77 13.48 33.45 17.68
18.7 11.4 10.8 1.3 1.5 1227 24053 20 6521 0.733 1.6 0.857 2.377 4.985 11.743 26.732 24.485
18.5 12.6 10.8 1.4 1.8 912 18800 18.2 5300 1.29 8.27 0.558 0.635 5.22 13.829 31.914 7.515
16.4 6.7 12.6 0.9 0.9 951 16767 22 3917 2.46 3.9 0.724 0.568 4.491 14.357 28.869 7.313
15.2 6.3 6.9 0.5 0.5 1013 20170 10.97 4060 1.67 1.7 0.704 2.96 3.24 10.029 60.981 23.541"""


def test_lopcow_of_nine_banks() -> None:
    """Ecer and Pamucar (2022): ten benefits and seven costs, brought to [0, 1]."""
    x = np.array([[float(cell) for cell in line.split()] for line in BANKS.splitlines()])
    unit = (x - x.min(axis=0)) / np.ptp(x, axis=0)
    found = lopcow(np.where(np.arange(17) < 10, unit, 1 - unit))
    printed = [495, 366, 846, 706, 637, 661, 699, 504, 690, 492, 556, 487, 482, 763, 551, 532, 534]
    assert found == pytest.approx(np.array(printed) / 10_000, abs=5e-5)
    published("lopcow", "Ecer and Pamucar (2022), Omega 112: 102690", 4)
