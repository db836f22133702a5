"""Methods of the Chinese syllabus against worked examples printed in papers and textbooks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from record import MANUAL, PAPER, Agreement, record

from zhishu.score.aggregators.judged.matter_element import characteristic, correlations, matter_element
from zhishu.score.aggregators.references.between_ideals import projection, set_pair


def agreed(method: str, against: str, source: str, what: str, half: float, note: str = "") -> None:
    record(Agreement("aggregate", method, against, source, what, half, holds=True, note=note))


GRID = "Wu and Peng (2016), Sustainability 8(8): 796, benefit of a power distribution network"
BOUNDS = np.array([0.0, 60.0, 75.0, 90.0, 100.0])
SCORES = np.array([83, 99, 70, 94, 93, 95, 97, 71, 85, 87, 72, 78, 86, 82, 76], dtype=float)
CORRELATIONS = np.array(
    [
        [-0.575, -0.320, 0.467, -0.151],
        [-0.975, -0.960, -0.900, 0.100],
        [-0.180, 0.333, -0.143, -0.210],
        [-0.850, -0.760, -0.400, 0.400],
        [-0.825, -0.720, -0.300, 0.300],
        [-0.875, -0.800, -0.500, 0.500],
        [-0.925, -0.880, -0.700, 0.544],
        [-0.275, 0.267, -0.121, -0.310],
        [-0.625, -0.400, 0.333, -0.250],
        [-0.675, -0.480, 0.200, -0.188],
        [-0.300, 0.200, -0.097, -0.391],
        [-0.450, -0.120, 0.200, -0.353],
        [-0.650, -0.440, 0.267, -0.222],
        [-0.550, -0.280, 0.467, -0.308],
        [-0.400, -0.040, 0.067, -0.368],
    ]
)
"""Table 13 as printed: 15 indicators by four grades."""
MISPRINTED = [(0, 3), (2, 0), (2, 3), (6, 3), (7, 3)]


def test_the_correlations_of_a_distribution_network() -> None:
    """Of 60 correlations five are not what the paper's own formula (20) gives for the scores it prints."""
    found = correlations(SCORES, BOUNDS)
    apart = np.argwhere(np.abs(found - CORRELATIONS) > 5.001e-4)
    assert [tuple(place) for place in apart.tolist()] == MISPRINTED
    what = "correlations of 15 scores with four grades: 55 of 60"
    agreed("matter_element", PAPER, GRID, what, 5e-4)
    assert found[tuple(zip(*MISPRINTED, strict=True))].round(3).tolist() == [-0.292, -0.25, -0.4, 0.3, -0.396]
    note = (
        "by the paper's formula (20) the scores 83, 70, 97 and 71 have -0.292, -0.25 and -0.4, 0.3, -0.396; "
        "it prints -0.151, -0.18 and -0.21, 0.544, -0.31"
    )
    what = "correlations of 15 scores with four grades: 5 of 60"
    record(Agreement("aggregate", "matter_element", PAPER, GRID, what, 0.0, holds=False, note=note))


@pytest.mark.parametrize(
    ("weights", "scores", "printed", "what"),
    [
        ([0.569, 0.087, 0.297], [86, 82, 76], [-0.537, -0.287, 0.212, -0.263], "C, lower weights"),
        ([0.621, 0.090, 0.328], [86, 82, 76], [-0.584, -0.312, 0.230, -0.287], "C, upper weights"),
        ([0.678, 0.279], [85, 87], [-0.612, -0.405, 0.282, -0.222], "B1, lower weights"),
        ([0.737, 0.304], [85, 87], [-0.666, -0.441, 0.306, -0.241], "B1, upper weights"),
        ([0.755, 0.219], [72, 78], [-0.325, 0.125, -0.029, -0.373], "B2, lower weights"),
        ([0.794, 0.231], [72, 78], [-0.342, 0.131, -0.031, -0.392], "B2, upper weights"),
    ],
)
def test_the_groups_of_a_distribution_network(
    weights: list[float], scores: list[float], printed: list[float], what: str
) -> None:
    """Correlations summed by weight, and the grade of greatest correlation: 3 for B1 and C, 2 for B2."""
    values, shares = np.array(scores, dtype=float), np.array(weights)
    summed = shares @ correlations(values, BOUNDS)
    assert summed == pytest.approx(printed, abs=1.01e-3)
    options = {"bounds": BOUNDS.tolist(), "verdict": "maximum", "unit": "grades"}
    assert matter_element(values[None, :], shares, **options).tolist() == [np.argmax(printed) + 1]
    note = "printed from weights of three digits; the grade of greatest correlation is the paper's"
    agreed("matter_element", PAPER, GRID, f"{what}: correlations with four grades, grade", 1e-3, note)


def test_the_characteristic_value_of_a_distribution_network() -> None:
    """j* from the correlations of the whole: the greater end of the printed interval from 3.33 to 3.418."""
    related = np.array([-0.571, -0.432, -0.216, 0.024])
    assert characteristic(related, np.arange(1.0, 5.0)) == pytest.approx(3.418, abs=1.01e-3)
    note = "from correlations printed to three digits"
    agreed("matter_element", PAPER, GRID, "characteristic value of the whole, greater end: 3.418", 1e-3, note)


MANAGERS = np.array(
    [
        [3.667, 3.667, 4.667, 4.667, 4, 3.667, 3.667, 5.667, 4, 3.333, 4, 5, 4.667, 4.333, 4, 4.667, 3],
        [4.333, 4, 3.333, 2.667, 4.667, 5.333, 4, 3.667, 5.333, 4.667, 3, 4.333, 5, 3.667, 4, 3.333, 3.333],
        [
            3.333,
            4.667,
            3.333,
            3.333,
            4,
            2.667,
            4.667,
            4,
            3.333,
            3.333,
            5.333,
            3.333,
            2.333,
            4.333,
            4.333,
            4.333,
            4,
        ],
        [3.333, 4.667, 4.667, 3.333, 4, 4, 2.333, 2.333, 3.667, 4, 4.667, 5, 3.667, 2, 5.667, 4.667, 2.333],
    ]
)
SHARES = np.array(
    [
        0.043,
        0.033,
        0.067,
        0.062,
        0.067,
        0.048,
        0.057,
        0.053,
        0.081,
        0.072,
        0.043,
        0.053,
        0.053,
        0.081,
        0.081,
        0.053,
        0.053,
    ]
)


def test_the_grey_projections_of_four_managers() -> None:
    """Four candidates by 17 criteria: projections on the best and the worst, and the closeness of both."""
    best = projection(MANAGERS, SHARES, form="grey")
    worst = projection(-MANAGERS, SHARES, form="grey")
    assert best[:2].round(3).tolist() == [0.187, 0.185]
    assert worst[[0, 2]].round(3).tolist() == [0.169, 0.196]
    assert best / (best + worst) == pytest.approx([0.526, 0.520, 0.458, 0.471], abs=1e-3)
    source = (
        "African Journal of Business Management (2012), doi 10.5897/AJBM10.1622, human resources managers"
    )
    note = (
        "numbers as the fixtures of MCDMStudio quote them; the paper scores by the share of the best in both"
    )
    what = "form: grey, four candidates, projections on the best and on the worst; their closeness to 0.001"
    agreed("projection", PAPER, source, what, 5e-4, note)


def test_the_projection_of_a_vector_on_another() -> None:
    """(1, 3, 7) on (7, −1, 8) is 60/√114: columns are turned where that is needed to make the second the ideal."""
    first, second = np.array([1.0, 3.0, 7.0]), np.array([7.0, -1.0, 8.0])
    turned = np.where(second >= first, 1.0, -1.0)
    found = projection(np.array([first, second]) * turned, np.ones(3))
    assert found == pytest.approx([60 / math.sqrt(114), math.sqrt(114)], rel=1e-15)
    source = "NCERT Mathematics, class XII, exercise 10.3, 4"
    note = "two vectors are two regions, the weights 1; a change of sign in both leaves the product as it is"
    agreed("projection", MANUAL, source, "(1, 3, 7) on (7, −1, 8): 60/√114", 1e-15, note)


YEARS = """
    1995 0.255 0.214 0.543 0.273 0.238 0.534 0.493 0.487 0.503
    1996 0.283 0.197 0.589 0.241 0.207 0.538 0.490 0.439 0.528
    1997 0.235 0.235 0.500 0.232 0.210 0.525 0.445 0.467 0.488
    1998 0.269 0.237 0.532 0.218 0.241 0.474 0.510 0.455 0.529
    1999 0.237 0.246 0.491 0.219 0.227 0.490 0.464 0.464 0.500
    2000 0.223 0.215 0.509 0.194 0.233 0.454 0.456 0.408 0.527
    2001 0.228 0.222 0.507 0.187 0.235 0.442 0.464 0.408 0.532
    2002 0.212 0.236 0.473 0.195 0.230 0.459 0.442 0.431 0.506
    2003 0.232 0.250 0.482 0.197 0.241 0.450 0.473 0.447 0.515
    2004 0.202 0.246 0.451 0.202 0.226 0.473 0.428 0.448 0.488
    2005 0.204 0.225 0.476 0.218 0.209 0.510 0.413 0.443 0.483
    2006 0.201 0.210 0.490 0.226 0.207 0.522 0.409 0.436 0.484
    2007 0.188 0.216 0.465 0.237 0.204 0.538 0.391 0.453 0.463
    2008 0.159 0.263 0.377 0.252 0.209 0.546 0.369 0.515 0.417
    2009 0.166 0.254 0.395 0.252 0.209 0.547 0.375 0.506 0.426
    2010 0.160 0.302 0.346 0.258 0.225 0.533 0.385 0.559 0.408
"""
"""A year, then identity, contrary degree and closeness: of sensitivity, of response, of vulnerability."""


def test_the_vulnerability_of_a_city_of_tourism() -> None:
    """Sixteen years by three systems: the closeness is a / (a + c) in all 48 to the digits printed."""
    table = np.array([line.split() for line in YEARS.split("\n") if line], dtype=float)
    assert table.shape == (16, 10)
    identity, contrary, closeness = np.moveaxis(table[:, 1:].reshape(16, 3, 3), -1, 0)
    # A column with u + v = 1 and u v = a c: its value x = a has identity a and contrary degree a c / a = c.
    best = (1 + np.sqrt(1 - 4 * identity * contrary)) / 2
    column = np.stack([best, 1 - best, identity], axis=-1)[..., None]
    assert set_pair(column, np.ones(1))[..., 2] == pytest.approx(closeness, abs=1.3e-3)
    source = "苏飞, 陈媛, 张平宇 (2013), 地理科学 33(5): 538-544, Table 2, economy of Zhoushan 1995-2010"
    note = (
        "the indicators are not printed: for each pair of degrees, printed to three digits, a column was made "
        "that has them"
    )
    what = "closeness a / (a + c) from printed degrees, 16 years by 3 systems: 48 of 48"
    agreed("set_pair", PAPER, source, what, 1.3e-3, note)
