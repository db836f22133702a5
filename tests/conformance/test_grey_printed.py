"""Grey relation and grey clustering against worked examples of two papers."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, Agreement, record

from zhishu.score.aggregators.judged.fuzzy import fuzzy_comprehensive
from zhishu.score.aggregators.judged.grey_clustering import grey_clustering
from zhishu.score.aggregators.judged.whitenisation import degrees_in, triangles
from zhishu.score.aggregators.references.between_ideals import grey_topsis
from zhishu.score.aggregators.references.grey_relation import grey_relation

# Ten customers of an industrial park: standardised indicators, the largest the best; the paper leaves
# the power factor out before it weighs.
CUSTOMERS = np.array([
    [0.0000, 0.3619, 0.3279, 0.1582, 0.0921, 0.3978, 0.2981],
    [0.3771, 0.3655, 0.4392, 0.5742, 0.2866, 0.2428, 0.4472],
    [0.2963, 0.3645, 0.2156, 0.1601, 0.4912, 0.4578, 0.2981],
    [0.2107, 0.3541, 0.2380, 0.4563, 0.0461, 0.3950, 0.1491],
    [0.2489, 0.3197, 0.5087, 0.4487, 0.4503, 0.3744, 0.2981],
    [0.3567, 0.3725, 0.4075, 0.2243, 0.4912, 0.3835, 0.4472],
    [0.3796, 0.0000, 0.1247, 0.2491, 0.0870, 0.2890, 0.0000],
    [0.3719, 0.1359, 0.2996, 0.2444, 0.0000, 0.1431, 0.1491],
    [0.3662, 0.3723, 0.0000, 0.1350, 0.4503, 0.1611, 0.4472],
    [0.3463, 0.2813, 0.2574, 0.1407, 0.1075, 0.0000, 0.2981],
])  # fmt: skip
WEIGHTS = np.array([0.0734, 0.0813, 0.1044, 0.3278, 0.2106, 0.1002, 0.1023])
TO_BEST = [0.5204, 0.8349, 0.6827, 0.5985, 0.7611, 0.7517, 0.4705, 0.4771, 0.6360, 0.4827]
TO_WORST = [0.6211, 0.4177, 0.5085, 0.5534, 0.4190, 0.4559, 0.6751, 0.6601, 0.5812, 0.6530]
CLOSENESS = [0.4559, 0.6665, 0.5731, 0.5196, 0.6449, 0.6225, 0.4107, 0.4196, 0.5225, 0.4250]
PARK = "赵洪山, 李静璇 (2022), 基于PSR和改进灰色TOPSIS的园区客户能效评估模型, 中国电力 55(3), Tables 2 and 4"


def test_ten_customers_of_a_park() -> None:
    """Weighted grades to the best values and to 0; the inputs are printed with four digits as well."""
    best = grey_relation(CUSTOMERS, WEIGHTS)
    zero = grey_relation(CUSTOMERS, WEIGHTS, reference=0.0)
    assert best == pytest.approx(TO_BEST, abs=1e-4)
    assert zero == pytest.approx(TO_WORST, abs=1e-4)
    what = "ten customers, seven weighted columns: grades to the best values, and to a `reference` of 0, 4 digits"
    record(Agreement("aggregate", "grey_relation", PAPER, PARK, what, 1e-4, holds=True))
    assert best / (best + zero) == pytest.approx(CLOSENESS, abs=1e-4)
    found = grey_topsis(CUSTOMERS, WEIGHTS)
    assert np.abs(found - CLOSENESS).max() == pytest.approx(0.0354, abs=1e-4)
    assert CUSTOMERS[:, 3].min() == 0.1350
    note = (
        "with the worst of the average load at 0, as in the paper, both grades and the closeness are its own to 4 "
        "digits (see `grey_relation`); no customer has less than 0.1350, which is the worst here"
    )
    what = "ten customers, seven weighted columns: closeness"
    record(Agreement("aggregate", "grey_topsis", PAPER, PARK, what, 0, holds=False, note=note))


FLASHES, CURRENT = [24.5, 49, 73.5, 98], [34.5, 69, 103.5, 138]
SHARES = np.array([0.68, 0.32])
STRUCK = np.array([[95.0, 64.0], [24.0, 67.0]])
"""Flashes in an hour and their greatest current, on 23 August 2013 and 24 August 2016."""
LIGHTNING = (
    "王秀英, 王军, 罗少辉, 冯有成 (2019), 基于模糊隶属度的雷电危险度等级评定, 1000-6060(2019)03-0534-08"
)


def test_danger_of_lightning() -> None:
    """Triangles between the limits of four grades, Σ w f, the grade of the greatest: two cases."""
    degrees = degrees_in(STRUCK, triangles(np.array([FLASHES, CURRENT]), "centre_point"))
    assert degrees[0, 0, 3] == pytest.approx(0.88, abs=0.005)
    assert degrees[0, 1] == pytest.approx([0.14, 0.86, 0, 0], abs=0.005)
    assert degrees[1, 1] == pytest.approx([0.06, 0.94, 0, 0], abs=0.005)
    sums = np.einsum("rck,c->rk", degrees, SHARES)
    assert sums[0, [0, 1, 3]] == pytest.approx([0.04, 0.28, 0.60], abs=0.01)
    assert sums[1] == pytest.approx([0.69, 0.30, 0, 0], abs=0.01)
    settings = {"classes": {"flashes": FLASHES, "current": CURRENT}, "verdict": "maximum"}
    assert grey_clustering(STRUCK, SHARES, ("flashes", "current"), **settings).tolist() == [4, 1]
    scaled = STRUCK / [FLASHES[0], CURRENT[0]]
    common = {"grades": [1, 2, 3, 4], "membership": "triangular", "verdict": "maximum"}
    assert fuzzy_comprehensive(scaled, SHARES, **common).tolist() == [4, 1]
    what = "danger of two thunderstorms, two weighted columns, four grades: sums of degrees, 2 digits, the greatest"
    note = (
        "fuzzy evaluation in the paper, the same sums; its lowest function falls again towards 0 (0.98 in place of 1 "
        "for 24 flashes)"
    )
    record(Agreement("aggregate", "grey_clustering", PAPER, LIGHTNING, what, 0.01, holds=True, note=note))
    what = "danger of two thunderstorms, four grades, on columns divided by their lowest limits: the greatest"
    record(Agreement("aggregate", "fuzzy_comprehensive", PAPER, LIGHTNING, what, 0, holds=True))


def test_a_membership_that_the_table_lacks() -> None:
    """95 flashes lie between the third and the fourth limit, so they belong to both grades."""
    degrees = degrees_in(STRUCK[:1, :1], triangles(np.array([FLASHES]), "centre_point"))
    assert degrees[0, 0] == pytest.approx([0, 0, 3 / 24.5, 21.5 / 24.5])
    what = "danger of the first thunderstorm: degree of 95 flashes in the third grade"
    note = "its Table 5 prints 0, the function of its Table 4 is (98 - 95) / 24.5 = 0.12: a slip"
    record(Agreement("aggregate", "grey_clustering", PAPER, LIGHTNING, what, 0, holds=False, note=note))
