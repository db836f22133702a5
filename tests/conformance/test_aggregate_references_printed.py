"""Methods that measure from a reference against printed examples: raw columns, costs turned by their sign."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, QUOTED, Agreement, record

from zhishu.score.aggregators.references.borders import mabac, mairca, spotis
from zhishu.score.aggregators.references.multimoora import multimoora
from zhishu.score.aggregators.references.probid import probid
from zhishu.score.aggregators.references.ratings import lmaw, ocra, rafsi

IN_SCIKIT = "numbers as the tests of scikit-criteria quote them"
IN_BOTH = "numbers as the tests of pymcdm and of scikit-criteria quote them, alike"


def agreed(method: str, source: str, what: str, half: float, note: str) -> None:
    record(Agreement("aggregate", method, PAPER, source, what, half, holds=True, note=note))


def turned(rows: list[list[float]], costs: tuple[int, ...]) -> np.ndarray:
    """Return the raw columns, larger is better: those of `costs` turned by their sign."""
    x = np.array(rows, dtype=float)
    x[:, list(costs)] *= -1
    return x


def shares_of_range(rows: list[list[float]], costs: tuple[int, ...] = ()) -> np.ndarray:
    """Return the columns by min–max."""
    x = turned(rows, costs)
    return (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))


HEAT = turned(
    [
        [33.95, 23.78, 11.45, 39.97, 29.44, 167.10, 3.852],
        [38.9, 4.17, 6.32, 0.01, 4.29, 132.52, 25.184],
        [37.59, 9.36, 8.23, 4.35, 10.22, 136.71, 10.845],
        [30.44, 37.59, 13.91, 74.08, 45.10, 198.34, 2.186],
        [36.21, 14.79, 9.17, 17.77, 17.06, 148.3, 6.610],
        [37.8, 8.55, 7.97, 2.35, 9.25, 134.83, 11.935],
    ],
    (0, 1, 2, 3, 5),
)
HEATING = "Kracka, Brauers and Zavadskas (2010), Inzinerine Ekonomika, heating losses"


def test_the_heating_losses_of_six_buildings() -> None:
    """No weights: ours of one seventh are multiplied out again; the order is 5, 1, 3, 6, 4, 2."""
    weights, options = np.ones(7) / 7, {"normalisation": "vector"}
    ratio = 7 * multimoora(HEAT, weights, output="ratio", **options)
    printed = [-1.62447867, -0.25233889, -0.84635037, -2.23363519, -1.18698242, -0.77456208]
    assert ratio.round(8).tolist() == printed
    agreed("multimoora", HEATING, "ratio system, six buildings", 5e-9, IN_SCIKIT)
    regret = -7 * multimoora(HEAT, weights, output="reference_point", **options)
    assert regret.round(8).tolist() == [0.68934931, 0.69986697, 0.59817104, 0.85955696, 0.6002238, 0.61480595]
    agreed("multimoora", HEATING, "reference point, six buildings", 5e-9, IN_SCIKIT)
    product = multimoora(HEAT, weights, output="multiplicative", **options) ** 7
    assert product == pytest.approx([3.4343, 148689.356, 120.3441, 0.7882, 16.2917, 252.9155], rel=1e-4)
    agreed("multimoora", HEATING, "full multiplicative form, six buildings", 1e-4, IN_SCIKIT)
    order = multimoora(HEAT, weights, **options)
    assert (-order).argsort().argsort().tolist() == [4, 0, 2, 5, 3, 1]
    agreed("multimoora", HEATING, "common order of the three, six buildings", 0.0, IN_SCIKIT)


ROOFS = turned(
    [
        [1.73, 144.51, 74646.64, 16.13, 57.56, 17267.42, 4.32],
        [3.08, 150.29, 77632.30, 9.18, 64.51, 19352.35, 4.01],
        [5.78, 158.96, 82110.79, 4.73, 68.96, 20687.31, 3.97],
        [6.25, 170.52, 88082.11, 4.45, 69.24, 20771.31, 4.24],
        [7.14, 179.19, 92560.59, 3.89, 69.80, 20939.30, 4.42],
    ],
    (1, 2, 3, 6),
)


def test_the_five_roofs_of_moora() -> None:
    """Totals of rounded ratios: −1.141 is −1.142 before they are."""
    found = 7 * multimoora(ROOFS, np.ones(7) / 7, output="ratio", normalisation="vector")
    assert found == pytest.approx([-1.141, -0.584, -0.113, -0.148, -0.103], abs=1.5e-3)
    assert (-found).argsort().argsort().tolist() == [4, 3, 1, 2, 0]
    source = "Brauers, Kracka and Zavadskas (2012), Journal of Civil Engineering and Management, table 6"
    agreed(
        "multimoora",
        source,
        "ratio system, five roofs",
        1.5e-3,
        "the paper adds ratios rounded to 3 decimals",
    )


def test_the_techniques_of_moora() -> None:
    """Seven alternatives, one cost, weights 0.3, 0.2, 0.1, 0.4."""
    rows = [
        [1.5, 3, 5, 3.3],
        [2, 7, 5, 3.35],
        [3, 1, 5, 3.07],
        [2.2, 4, 5, 3.5],
        [2, 5, 3, 3.09],
        [3.2, 2, 3, 3.48],
        [2.775, 3, 5, 3.27],
    ]
    weights = np.array([0.3, 0.2, 0.1, 0.4])
    found = multimoora(turned(rows, (0,)), weights, output="ratio", normalisation="vector")
    assert found.round(4).tolist() == [0.1801, 0.2345, 0.0625, 0.1757, 0.1683, 0.0742, 0.1197]
    source = "Siregar, Tampubolon, Parapat, Malau and Hutagalung (2021), IOP Conference Series 1088: 012022"
    agreed("multimoora", source, "ratio system, seven techniques", 5e-5, QUOTED)


DESIGNS = turned(
    [
        [1.679e6, 1.525e-7, 3.747e-5, 0.251, 2.917],
        [2.213e6, 1.304e-7, 3.250e-5, 0.218, 6.633],
        [2.461e6, 1.445e-7, 3.854e-5, 0.259, 0.553],
        [2.854e6, 1.540e-7, 3.970e-5, 0.266, 1.597],
        [3.107e6, 1.522e-7, 3.779e-5, 0.254, 2.905],
        [3.574e6, 1.469e-7, 3.297e-5, 0.221, 6.378],
        [3.932e6, 1.977e-7, 3.129e-5, 0.210, 11.381],
        [4.383e6, 1.292e-7, 3.142e-5, 0.211, 9.929],
        [4.988e6, 1.690e-7, 3.767e-5, 0.253, 8.459],
        [5.497e6, 5.703e-7, 3.012e-5, 0.200, 18.918],
        [5.751e6, 4.653e-7, 3.017e-5, 0.201, 17.517],
    ],
    (1, 2, 3, 4),
)
PROBID_WEIGHTS = np.array([0.1819, 0.2131, 0.1838, 0.1832, 0.2379])
PROBID_PAPER = "Wang, Rangaiah and Wang (2021), Industrial and Engineering Chemistry Research 60(30)"


def test_the_eleven_designs_of_probid() -> None:
    """Raw columns, four of them costs, by vector: every printed digit; of sPROBID to one ten-thousandth."""
    found = probid(DESIGNS, PROBID_WEIGHTS, normalisation="vector")
    printed = [0.8568, 0.7826, 0.9362, 0.9369, 0.9379, 0.8716, 0.5489, 0.7231, 0.7792, 0.3331, 0.3387]
    assert found.round(4).tolist() == printed
    note = f"{IN_SCIKIT}; the columns as the documentation of pymcdm quotes them"
    agreed("probid", PROBID_PAPER, "eleven designs", 5e-5, note)
    part = probid(DESIGNS, PROBID_WEIGHTS, variant="simplified", normalisation="vector")
    printed = [2.4246, 2.0596, 3.2805, 3.3702, 3.4375, 2.6435, 1.2628, 1.8158, 2.0885, 0.3399, 0.4279]
    assert part / (1 - part) == pytest.approx(printed, abs=1.1e-4)
    what = "eleven designs, simplified, neg/pos = s/(1 − s)"
    agreed("probid", PROBID_PAPER, what, 1.1e-4, note)


def test_the_seven_forklifts_of_mabac() -> None:
    """Three costs; scores to four decimals."""
    rows = [
        [22600, 3800, 2, 5, 1.06, 3.00, 3.5, 2.8, 24.5, 6.5],
        [19500, 4200, 3, 2, 0.95, 3.00, 3.4, 2.2, 24.0, 7.0],
        [21700, 4000, 1, 3, 1.25, 3.20, 3.3, 2.5, 24.5, 7.3],
        [20600, 3800, 2, 5, 1.05, 3.25, 3.2, 2.0, 22.5, 11.0],
        [22500, 3800, 4, 3, 1.35, 3.20, 3.7, 2.1, 23.0, 6.3],
        [23250, 4210, 3, 5, 1.45, 3.60, 3.5, 2.8, 23.5, 7.0],
        [20300, 3850, 2, 5, 0.90, 3.25, 3.0, 2.6, 21.5, 6.0],
    ]
    weights = np.array([0.146, 0.144, 0.119, 0.121, 0.115, 0.101, 0.088, 0.068, 0.050, 0.048])
    found = mabac(shares_of_range(rows, (0, 4, 5)), weights)
    assert found.round(4).tolist() == [0.0826, 0.2183, -0.0488, 0.0246, -0.0704, 0.0465, 0.0464]
    source = "Pamučar and Ćirović (2015), Expert Systems with Applications 42(6)"
    agreed("mabac", source, "seven forklifts", 5e-5, IN_BOTH)


def test_the_mergers_of_mairca() -> None:
    """Five years by four criteria: Q = 1 − score."""
    rows = [
        [70, 245, 16.4, 19],
        [52, 246, 7.3, 22],
        [53, 295, 10.3, 25],
        [63, 256, 12, 8],
        [64, 233, 5.3, 17],
    ]
    weights = np.array([0.04744, 0.02464, 0.51357, 0.41435])
    found = 1 - mairca(shares_of_range(rows), weights)
    assert found.round(4).tolist() == [0.0332, 0.1122, 0.0654, 0.1304, 0.1498]
    source = "Aksoy (2021), Gümüşhane Üniversitesi Sosyal Bilimler Enstitüsü Dergisi 12(1)"
    agreed("mairca", source, "mergers in five years, Q", 5e-5, QUOTED)


def test_the_ammunition_depots_of_mairca() -> None:
    """Eight sites by five criteria, four of them costs: Q = 1 − score, with equal preference of the sites."""
    rows = [
        [3.828, 5.000, 3.720, 2.723, 4.255],
        [4.675, 5.000, 3.000, 3.452, 2.587],
        [4.515, 4.836, 3.289, 3.491, 4.069],
        [4.421, 5.000, 3.555, 2.839, 4.397],
        [4.717, 5.000, 3.430, 4.401, 1.000],
        [4.695, 5.000, 3.925, 3.847, 1.000],
        [4.688, 5.000, 2.000, 4.990, 1.000],
        [4.688, 5.000, 3.971, 4.001, 1.000],
    ]
    weights = np.array([0.2016, 0.2304, 0.2232, 0.1912, 0.1536])
    found = 1 - mairca(shares_of_range(rows, (0, 2, 3, 4)), weights)
    printed = [0.0427, 0.0548, 0.0919, 0.0592, 0.0631, 0.0637, 0.0483, 0.0658]
    assert found == pytest.approx(printed, abs=1.5e-4)
    source = "Gigović, Pamučar, Bajić and Milićević (2016), Sustainability 8(4): 372"
    agreed("mairca", source, "eight sites, Q", 1.5e-4, IN_SCIKIT)


SPOTIS_PAPER = "Dezert, Tchamova, Han and Tacnet (2020), FUSION"
CARS = turned(
    [
        [15000, 4.3, 99, 42, 737],
        [15290, 5.0, 116, 42, 892],
        [15350, 5.0, 114, 45, 952],
        [15490, 5.3, 123, 45, 1120],
    ],
    (0, 1, 2),
)
CAR_BOUNDS = [[-16000, -14000], [-8, -3], [-140, -80], [35, 60], [650, 1300]]
CAR_WEIGHTS = np.array([5, 4, 4, 1, 3]) / 17


def test_the_four_alternatives_and_the_four_cars_of_spotis() -> None:
    """Given bounds, costs turned by their sign with them: P = 1 − score."""
    rows = [[10.5, -3.1, 1.7], [-4.7, 0, 3.4], [8.1, 0.3, 1.3], [3.2, 7.3, -5.3]]
    bounds = [[-5, 12], [-10, 6], [-8, 5]]
    found = 1 - spotis(turned(rows, (1,)), np.array([0.2, 0.3, 0.5]), bounds=bounds)
    assert found.round(4).tolist() == [0.1989, 0.3705, 0.3063, 0.7491]
    note = f"{QUOTED}; those of scikit-criteria quote 0.3707 for the second, which the columns do not give"
    agreed("spotis", SPOTIS_PAPER, "four alternatives, P", 5e-5, note)
    found = 1 - spotis(CARS, CAR_WEIGHTS, bounds=CAR_BOUNDS)
    assert found.round(4).tolist() == [0.4779, 0.5781, 0.5558, 0.5801]
    agreed("spotis", SPOTIS_PAPER, "four cars, P", 5e-5, f"{IN_SCIKIT}; weights 5, 4, 4, 1, 3 of 17")


def test_the_four_cars_against_what_is_expected() -> None:
    """An expected solution point inside the bounds."""
    found = 1 - spotis(CARS, CAR_WEIGHTS, bounds=CAR_BOUNDS, expected=[-15300, -4, -115, 50, 900])
    assert found.round(4).tolist() == [0.1841, 0.0734, 0.0842, 0.1920]
    agreed("spotis", SPOTIS_PAPER, "four cars, an expected solution point, P", 5e-5, QUOTED)


def test_the_six_hotels_of_ocra() -> None:
    """One cost; raw columns."""
    rows = [
        [7.7, 256, 7.2, 7.3, 7.3],
        [8.1, 250, 7.9, 7.8, 7.7],
        [8.7, 352, 8.6, 7.9, 8.0],
        [8.1, 262, 7.0, 8.1, 7.2],
        [6.5, 271, 6.3, 6.4, 6.1],
        [6.8, 228, 7.1, 7.2, 6.5],
    ]
    found = ocra(turned(rows, (1,)), np.array([0.239, 0.225, 0.197, 0.186, 0.153]))
    assert found.round(3).tolist() == [0.143, 0.210, 0.164, 0.167, 0.0, 0.112]
    source = "Işık and Adalı (2016), International Journal of Advanced Operations Management 8(2)"
    agreed("ocra", source, "six hotels", 5e-4, IN_BOTH)


def test_the_six_alternatives_of_rafsi() -> None:
    """Ideal and anti-ideal values given, two costs, the ideal six times better."""
    rows = [
        [180, 10.5, 15.5, 160, 3.7],
        [165, 9.2, 16.5, 131, 5.0],
        [160, 8.8, 14.0, 125, 4.5],
        [170, 9.5, 16.0, 135, 3.4],
        [185, 10.0, 14.5, 143, 4.3],
        [167, 8.9, 15.1, 140, 4.1],
    ]
    bounds = [[120, 200], [6, 12], [-20, -10], [-200, -100], [2, 8]]
    found = rafsi(turned(rows, (2, 3)), np.array([0.35, 0.25, 0.15, 0.15, 0.1]), bounds=bounds)
    assert found.round(4).tolist() == [0.5081, 0.4522, 0.4381, 0.4560, 0.5299, 0.4373]
    source = "Žižović, Pamučar, Albijanić, Chatterjee and Pribićević (2020), Mathematics 8(6): 1015"
    agreed("rafsi", source, "six alternatives", 5e-5, QUOTED)


def test_the_six_providers_of_lmaw() -> None:
    """Six providers of logistics in India, three costs."""
    rows = [
        [647.34, 6.24, 49.87, 19.46, 212.58, 6.75],
        [115.64, 3.24, 16.26, 9.69, 207.59, 3.00],
        [373.61, 5.00, 26.43, 12.00, 184.62, 3.74],
        [37.63, 2.48, 2.85, 9.35, 142.50, 3.24],
        [858.01, 4.74, 62.85, 45.96, 267.95, 4.00],
        [222.92, 3.00, 19.24, 21.46, 221.38, 3.49],
    ]
    found = lmaw(turned(rows, (2, 3, 4)), np.array([0.215, 0.126, 0.152, 0.09, 0.19, 0.226]))
    assert found.round(3).tolist() == [4.840, 4.681, 4.799, 4.733, 4.736, 4.704]
    source = "Pamučar, Žižović, Biswas and Božanić (2021), Facta Universitatis 19(3)"
    agreed("lmaw", source, "six providers", 5e-4, QUOTED)
