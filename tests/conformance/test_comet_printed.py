"""COMET, limits on properties and ELECTRE I against printed examples."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, PAPER, QUOTED, QUOTED_SKCRITERIA, Agreement, record

from zhishu.score.aggregators.judged.comet import comet
from zhishu.score.aggregators.judged.judged_pairs import triad_consistency
from zhishu.score.aggregators.outranking.electre1 import electre1, outranking
from zhishu.score.aggregators.outranking.relations import concordance, discordance
from zhishu.score.aggregators.references.limits import lopm

TOPSIS = [{"method": "topsis"}]
STRUCTURAL = (
    "pymcdm, comet_tools_examples, after Shekhovtsov, Kolodziejczyk and Salabun (2020), Symmetry 12(9): 1541"
)


def agreed(method: str, against: str, source: str, what: str, half: float, note: str = "") -> None:
    record(Agreement("aggregate", method, against, source, what, half, holds=True, note=note))


def share(values: np.ndarray, ends: list[float], sign: int) -> np.ndarray:
    """Return the place of values between the ends of a column, costs turned."""
    place = (np.asarray(values) - ends[0]) / (ends[-1] - ends[0])
    return place if sign > 0 else 1.0 - place


def submodel(columns: list[np.ndarray], levels: list[list[float]], signs: str) -> np.ndarray:
    """Return the preferences of one group, judged by TOPSIS with equal weights, as their MethodExpert does."""
    turned = [1 if sign == "+" else -1 for sign in signs]
    x = [share(own, level, sign) for own, level, sign in zip(columns, levels, turned, strict=True)]
    values = {
        str(place): sorted(share(np.array(level), level, sign).tolist())
        for place, (level, sign) in enumerate(zip(levels, turned, strict=True))
    }
    weights = np.full(len(columns), 1 / len(columns))
    return comet(np.stack(x, axis=-1), weights, values=values, experts=TOPSIS)


def test_twelve_processors() -> None:
    """Nine criteria of equal weight, two of them costs; two characteristic values: 512 objects."""
    raw = np.array(
        [
            [64, 128, 2.9, 4.3, 3.2, 280, 495, 24763, 3990],
            [28, 56, 3.1, 3.8, 3.8, 255, 417, 12975, 2999],
            [8, 16, 3.5, 5.3, 4.8, 125, 636, 5725, 539],
            [12, 24, 3.7, 4.8, 4.5, 105, 637, 8468, 549],
            [10, 20, 3.7, 5.3, 4.9, 125, 539, 6399, 499],
            [8, 16, 3.6, 4.4, 4.0, 65, 501, 4834, 329],
            [6, 12, 3.7, 4.6, 4.2, 65, 604, 4562, 299],
            [16, 32, 3.4, 4.9, 4.2, 105, 647, 10428, 799],
            [8, 16, 3.6, 5.0, 4.5, 125, 609, 5615, 399],
            [18, 36, 3.0, 4.8, 4.3, 165, 480, 8848, 979],
            [24, 48, 3.8, 4.5, 4.0, 280, 509, 13552, 1399],
            [28, 56, 2.5, 3.8, 2.8, 205, 376, 8585, 10000],
        ]
    )
    turned = raw * [1, 1, 1, 1, 1, -1, 1, 1, -1]
    x = (turned - turned.min(axis=0)) / (turned.max(axis=0) - turned.min(axis=0))
    found = comet(x, np.full(9, 1 / 9), values=2, experts=TOPSIS)
    printed = [0.5433, 0.3447, 0.6115, 0.6168, 0.6060, 0.4842, 0.5516, 0.6100, 0.5719, 0.4711, 0.4979, 0.1452]
    assert found.round(4).tolist() == printed
    source = "Paradowski, Baczkiewicz and Watrobski (2021), Procedia Computer Science 192: 1347-1358"
    agreed("comet", PAPER, source, "twelve processors, TOPSIS as expert", 5e-5, QUOTED)


def test_five_alternatives_by_three_values() -> None:
    """The example of the docstring on characteristic values: lowest, middle, highest."""
    raw = np.array([[96, 145, 200], [100, 145, 200], [120, 170, 80], [140, 180, 140], [100, 110, 30]])
    x = (raw - raw.min(axis=0)) / (raw.max(axis=0) - raw.min(axis=0))
    found = comet(x, np.full(3, 1 / 3), experts=TOPSIS)
    assert found.round(4).tolist() == [0.5, 0.5455, 0.5902, 0.9118, 0.0227]
    agreed("comet", MANUAL, "pymcdm, COMET.make_cvalues", "five alternatives, three values", 5e-5)


def test_two_electric_vehicles_in_three_groups() -> None:
    """A group in a group in a group, each judged by itself: 27 objects where one model has 81."""
    cars = np.array([[120, 130, 5, 40], [100, 180, 8, 60]], dtype=float).T
    levels = [[57, 107.3, 150], [100, 144, 180], [4, 7, 10], [12.9, 43.3, 120]]
    thirds = [0.0, 0.5, 1.0]
    first = submodel([cars[0], cars[1]], levels[:2], "++")
    second = submodel([first, cars[2]], [thirds, levels[2]], "+-")
    found = submodel([second, cars[3]], [thirds, levels[3]], "+-")
    assert found.round(8).tolist() == [0.68790081, 0.47987326]
    agreed("comet", MANUAL, STRUCTURAL, "structural COMET, two vehicles in three groups", 5e-9)


VEHICLES = np.array(
    [
        [3000, 96, 145, 200, 610, 10.0, 120, 99.0, 120.0],
        [2000, 100, 145, 200, 610, 10.0, 120, 99.0, 90.0],
        [705, 120, 170, 80, 270, 4.0, 30, 24.0, 25.0],
        [613, 140, 180, 140, 400, 8.0, 40, 24.2, 50.0],
        [350, 100, 110, 30, 196, 4.5, 15, 10.5, 12.9],
        [350, 100, 100, 30, 196, 4.5, 15, 10.5, 15.5],
        [350, 100, 150, 30, 196, 7.0, 35, 16.0, 18.7],
        [635, 110, 170, 49, 200, 8.0, 35, 22.5, 31.5],
        [340, 150, 160, 110, 500, 6.0, 10, 35.0, 45.0],
        [750, 57, 110, 10, 80, 8.0, 120, 35.0, 24.4],
    ]
).T


def test_ten_electric_vehicles_in_four_groups() -> None:
    """Nine criteria; lowest, mean and highest of three groups are the characteristic values of the last."""
    levels = [
        [340, 909.3, 3000],
        [57, 107.3, 150],
        [100, 144, 180],
        [10, 87.9, 200],
        [80, 325.8, 610],
        [4, 7, 10],
        [10, 54, 120],
        [10.5, 37.57, 99],
        [12.9, 43.3, 120],
    ]
    parts = [
        submodel(list(VEHICLES[:3]), levels[:3], "+++"),
        submodel(list(VEHICLES[5:8]), levels[5:8], "--+"),
        submodel(list(VEHICLES[3:5]), levels[3:5], "++"),
    ]
    ends = [[part.min(), part.mean(), part.max()] for part in parts]
    printed = [
        [8.24041444e-02, 4.53869580e-01, 7.85105159e-01],
        [1.49566750e-01, 4.81255932e-01, 7.15106856e-01],
        [0.0, 4.43071484e-01, 1.0],
    ]
    assert np.array(ends) == pytest.approx(np.array(printed), rel=1e-8, abs=1e-12)
    found = submodel([*parts, VEHICLES[8]], [*printed, levels[8]], "+++-")
    assert found.round(8).tolist() == [
        0.57315653,
        0.59720388,
        0.7717737,
        0.69961053,
        0.4911195,
        0.46185119,
        0.45946537,
        0.51384576,
        0.83742736,
        0.1512458,
    ]
    agreed("comet", MANUAL, STRUCTURAL, "structural COMET, ten vehicles: three groups and the index", 5e-9)


def test_the_consistency_of_six_judged_objects() -> None:
    """Four and five of twenty triads contradict themselves."""
    matrix = np.array(
        [
            [0.5, 0, 0, 0, 0, 1],
            [1, 0.5, 0, 0, 0, 0],
            [1, 1, 0.5, 0, 0, 0],
            [1, 1, 1, 0.5, 0, 0],
            [1, 1, 1, 1, 0.5, 0],
            [0, 1, 1, 1, 1, 0.5],
        ]
    )
    assert triad_consistency(matrix) == pytest.approx(0.8)
    matrix[0, 3], matrix[3, 0] = 1, 0
    assert triad_consistency(matrix) == pytest.approx(0.75)
    source = "Salabun, Shekhovtsov and Kizielewicz (2021), ICCS 2021 part I: 715-727"
    agreed("comet", PAPER, source, "consistency of triads, two matrices of six objects", 1e-12, QUOTED)


def test_six_materials_by_their_limits() -> None:
    """Two lower limits, three upper limits, one target; the merit is ours with its sign turned."""
    raw = np.array(
        [
            [14820, 18, 0.0002, 2.1, 9.5, 4.5],
            [21450, 18, 0.0012, 2.7, 14.4, 9.0],
            [78000, 16, 0.0006, 2.6, 9.0, 8.5],
            [20475, 17, 0.0006, 2.6, 6.5, 2.6],
            [16575, 14, 0.0010, 3.1, 5.6, 3.5],
            [21450, 16, 0.0005, 2.2, 8.6, 1.0],
        ]
    )
    limits = {
        "a": {"lower": 10000},
        "b": {"lower": 14},
        "c": {"upper": 0.0015},
        "d": {"upper": 3.5},
        "e": {"target": 2.3},
        "f": {"upper": 9.0},
    }
    weights = np.array([0.20, 0.33, 0.13, 0.07, 0.07, 0.20])
    found = -lopm(raw * [1, 1, -1, -1, 1, -1], weights, limits=limits)
    assert found.round(2).tolist() == [0.77, 1.08, 0.81, 0.66, 0.78, 0.68]
    note = "the smaller the better there, sign turned here"
    agreed("lopm", MANUAL, "pymcdm, LoPM, which cites Farag (2020)", "six materials, merits", 5e-3, note)


def test_the_fighter_aircraft_of_hwang_and_yoon() -> None:
    """Columns over their length, one cost; lags by pair; means as levels. A1 and A3 stay."""
    raw = np.array(
        [
            [2.0, 1500, 20000, 5.5, 5, 9],
            [2.5, 2700, 18000, 6.5, 3, 5],
            [1.8, 2000, 21000, 4.5, 7, 7],
            [2.2, 1800, 20000, 5.0, 5, 5],
        ]
    )
    x = raw / np.sqrt((raw**2).sum(axis=0)) * [1, 1, 1, -1, 1, 1]
    weights = np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3])
    printed = [[1, 0.7, 0.5, 0.6], [0.3, 1, 0.3, 0.6], [0.5, 0.7, 1, 0.8], [0.7, 0.7, 0.2, 1]]
    assert concordance(x, weights) == pytest.approx(np.array(printed), abs=1e-12)
    options = {"concordance": None, "discordance": None, "lag": "pair"}
    dominance = [[0, 1, 0, 1], [0, 0, 0, 0], [0, 1, 0, 1], [0, 1, 0, 0]]
    assert outranking(x, weights, **options).astype(int).tolist() == dominance
    for choose in ("kernel", "not_outranked"):
        assert electre1(x, weights, choose=choose, **options).tolist() == [1.0, 0.0, 1.0, 0.0]
    source = "Czech University of Life Sciences, Multicriteria, 25ExElectre (data of Hwang and Yoon 1981)"
    note = "their discordance dominance as printed; its matrix of indices repeats the concordance's"
    agreed("electre1", MANUAL, source, "four aircraft: concordance, dominance, what is left", 0.0, note)


def test_the_seven_cars_with_a_circle() -> None:
    """Price, comfort, speed and looks in grades. 4 and 5 outrank each other: two kernels are printed.

    Car 6 is left out of the printed table of data; its grades follow from its concordances.
    """
    x = np.array(
        [
            [-300, 4, 3, 3],
            [-250, 4, 2, 3],
            [-250, 3, 3, 3],
            [-200, 3, 3, 2],
            [-200, 3, 2, 3],
            [-200, 2, 3, 3],
            [-100, 2, 2, 2],
        ],
        dtype=float,
    )
    weights = np.array([5, 4, 3, 3]) / 15
    printed = [
        [15, 10, 10, 10, 10, 10, 10],
        [12, 15, 12, 7, 10, 7, 10],
        [11, 11, 15, 10, 10, 10, 10],
        [8, 8, 12, 15, 12, 12, 10],
        [8, 11, 12, 12, 15, 12, 10],
        [11, 11, 11, 11, 11, 15, 10],
        [5, 8, 5, 8, 8, 9, 15],
    ]
    assert 15 * concordance(x, weights) == pytest.approx(np.array(printed, dtype=float), abs=1e-12)
    found = electre1(x, weights, concordance=12 / 15, discordance=1.0)
    assert np.flatnonzero(found).tolist() == [1, 3, 4, 6]
    note = "printed: kernels {2, 4, 7} and {2, 5, 7}, no level; here the circle of 4 and 5 is in as a whole"
    source = "mlwiki.org, ELECTRE, example 1 (lecture notes of ULB)"
    agreed("electre1", MANUAL, source, "seven cars: concordance, kernels at 12/15", 0.0, note)


def test_the_six_sites_of_aragon() -> None:
    """Shares of columns, one cost: concordance, discordance and the one site in the kernel."""
    raw = np.array(
        [
            [6, 5, 28, 5, 5],
            [4, 2, 25, 10, 9],
            [5, 7, 35, 9, 6],
            [6, 1, 27, 6, 7],
            [6, 8, 30, 7, 9],
            [5, 6, 26, 4, 8],
        ]
    )
    x, weights = raw / raw.sum(axis=0) * [1, 1, -1, 1, 1], np.array([0.25, 0.25, 0.1, 0.2, 0.2])
    agreement = [
        [1, 0.50, 0.35, 0.50, 0.35, 0.45],
        [0.50, 1, 0.50, 0.75, 0.50, 0.50],
        [0.65, 0.50, 1, 0.45, 0.20, 0.70],
        [0.75, 0.25, 0.55, 1, 0.35, 0.45],
        [0.90, 0.70, 0.80, 0.90, 1, 0.90],
        [0.55, 0.50, 0.55, 0.55, 0.10, 1],
    ]
    objection = [
        [0, 0.5052, 0.4042, 0.1883, 0.42857, 0.2825],
        [0.4286, 0, 0.7143, 0.2589, 0.8571, 0.5714],
        [0.1696, 0.2825, 0, 0.1938, 0.2825, 0.2180],
        [0.5714, 0.4042, 0.8571, 0, 1.0, 0.7143],
        [0.0485, 0.3031, 0.2021, 0.0727, 0, 0.0969],
        [0.1295, 0.6063, 0.5052, 0.2021, 0.3031, 0],
    ]
    assert concordance(x, weights) == pytest.approx(np.array(agreement), abs=1e-12)
    assert discordance(x, weights) == pytest.approx(np.array(objection), abs=1e-4)
    assert electre1(x, weights).tolist() == [0.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    source = "Cebrian and Porcar (2009), Revista de Metodos Cuantitativos 7: 31-56"
    what = "six sites: concordance, discordance, kernel"
    agreed("electre1", PAPER, source, what, 1e-4, QUOTED_SKCRITERIA)
