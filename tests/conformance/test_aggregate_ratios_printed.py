"""EDAS, CODAS, MARCOS and ARAS against printed examples, normalised by our own normalisers."""

from __future__ import annotations

import numpy as np
import pytest
from decisions import ROBOT_WEIGHTS, ROBOTS, directions
from record import MANUAL, PAPER, QUOTED, Agreement, record

from zhishu.prepare.normalisers.proportion import fraction_of_max, total
from zhishu.prepare.normalisers.value_functions import piecewise
from zhishu.score.aggregators.references.ratios import aras, codas, edas, marcos

ALSO = "numbers as the tests of pymcdm and of scikit-criteria quote them, alike"
BY_SCIKIT = "numbers as the tests of scikit-criteria quote them"


def agreed(method: str, source: str, what: str, tolerance: float, note: str, against: str = PAPER) -> None:
    record(Agreement("aggregate", method, against, source, what, tolerance, holds=True, note=note))


OFFICES = np.array(
    [
        [7.6, 46, 18, 390, 0.1, 11],
        [5.5, 32, 21, 360, 0.05, 11],
        [5.3, 32, 21, 290, 0.05, 11],
        [5.7, 37, 19, 270, 0.05, 9],
        [4.2, 38, 19, 240, 0.1, 8],
        [4.4, 38, 19, 260, 0.1, 8],
        [3.9, 42, 16, 270, 0.1, 5],
        [7.9, 44, 20, 400, 0.05, 6],
        [8.1, 44, 20, 380, 0.05, 6],
        [4.5, 46, 18, 320, 0.1, 7],
        [5.7, 48, 20, 320, 0.05, 11],
        [5.2, 48, 20, 310, 0.05, 11],
        [7.1, 49, 19, 280, 0.1, 12],
        [6.9, 50, 16, 250, 0.05, 10],
    ]
)
OFFICE_WEIGHTS = np.array([0.21, 0.16, 0.26, 0.17, 0.12, 0.08])


def test_the_robots_of_codas() -> None:
    """Keshavarz Ghorabaee et al. (2016): the same robots by x / max and min / x, threshold 0.02."""
    found = codas(fraction_of_max(ROBOTS, directions("+-+++")), ROBOT_WEIGHTS)
    printed = [0.512176491, 1.463300035, 1.07153259, -0.212467998, -1.851520552, -1.17167677, 0.188656204]
    assert found == pytest.approx(printed, abs=5e-9)
    note = "four digits as the tests of scikit-criteria quote the paper, nine as those of JMcDM (Julia) hold"
    source = "Keshavarz Ghorabaee et al. (2016), ECECSR 50(3): 25-44"
    agreed("codas", source, "seven robots, assessment scores", 5e-9, note)


def test_the_offices_of_codas() -> None:
    """Keshavarz Ghorabaee et al. (2016): microclimate of fourteen offices, after Zavadskas and Turskis (2010)."""
    found = codas(fraction_of_max(OFFICES, directions("++++--")), OFFICE_WEIGHTS)
    printed = [0.768, 0.363, -0.105, -0.329, -2.384, -2.207, -2.043]
    printed += [2.929, 2.890, -1.282, 0.568, 0.313, 0.157, 0.364]
    assert found.round(3).tolist() == printed
    source = "Keshavarz Ghorabaee et al. (2016), ECECSR 50(3): 25-44"
    agreed("codas", source, "fourteen offices, assessment scores", 5e-4, BY_SCIKIT)


def test_the_suppliers_of_codas() -> None:
    """Badi et al. (2017): six suppliers of a steelworks, four criteria, one of them a cost."""
    x = [[45, 3600, 45, 0.9], [25, 3800, 60, 0.8], [23, 3100, 35, 0.9]]
    x = np.array([*x, [14, 3400, 50, 0.7], [15, 3300, 40, 0.8], [28, 3000, 30, 0.6]])
    found = codas(fraction_of_max(x, directions("+-++")), np.array([0.2857, 0.3036, 0.2321, 0.1786]))
    assert found.round(4).tolist() == [1.3914, 0.3411, -0.2170, -0.5381, -0.7292, -0.2481]
    agreed("codas", "Badi, Shetwan and Abdulshahed (2017), ICMNEE: 395-407", "six suppliers", 5e-5, ALSO)


def test_the_renewable_resources_of_edas() -> None:
    """Yazdani et al. (2020): raw values, the four costs turned by their sign."""
    x = np.array(
        [
            [3873, 39.55, 0.27, 0.87, 150, 0.07, 12, 2130],
            [5067, 67.26, 0.23, 0.23, 40, 0.02, 21, 2200],
            [2213, 24.69, 0.08, 0.17, 200, 0.04, 35, 570],
            [6243, 132, 0.07, 0.25, 100, 0.04, 16, 100],
            [8312, 460.47, 0.05, 0.21, 25, 0.1, 25, 200],
        ]
    )
    weights = np.array([0.131, 0.113, 0.126, 0.125, 0.126, 0.129, 0.132, 0.117])
    found = edas(x * [-1, -1, -1, 1, 1, -1, 1, 1], weights)
    assert found.round(3).tolist() == [0.841, 0.632, 0.883, 0.457, 0.104]
    source = "Yazdani et al. (2020), Sustainable Operations and Computers 1: 35-42"
    agreed("edas", source, "five resources, appraisal scores", 5e-4, QUOTED)


def test_the_sewing_machines_of_edas() -> None:
    """Eight machines, two benefits and two costs, turned by `piecewise`, of equal weight: 16 digits."""
    x = [[5000, 5, 5300, 450], [4500, 5, 5000, 400], [4500, 4, 4700, 400], [4000, 4, 4200, 400]]
    x = [*x, [5000, 4, 7100, 500], [5000, 5, 5400, 450], [5500, 5, 6200, 500], [5000, 4, 5800, 450]]
    raw = [(0.0, 0.0), (1e4, 1e4)]
    turned = [(0.0, 0.0), (1e4, -1e4)]
    found = edas(piecewise(np.array(x, dtype=float), points=[raw, raw, turned, turned]), np.ones(4) / 4)
    printed = [0.7595941163602383, 0.8860162461306114, 0.6974721951442592, 0.739657763190231]
    printed += [0.05908329207449442, 0.7318326305342363, 0.6416913873322523, 0.38519414045559647]
    assert found == pytest.approx(printed, rel=1e-12)
    source = "JMcDM (Julia), edas, with a reference to Ulutaş (2017), İşletme Araştırmaları Dergisi 9(2)"
    agreed("edas", source, "eight alternatives, appraisal scores", 1e-12, "", MANUAL)


def test_the_stackers_of_marcos() -> None:
    """Ulutaş et al. (2020): eight stackers by five criteria, one of them a cost."""
    x = np.array(
        [
            [660, 1000, 1600, 18, 1200],
            [800, 1000, 1600, 24, 900],
            [980, 1000, 2500, 24, 900],
            [920, 1500, 1600, 24, 900],
            [1380, 1500, 1500, 24, 1150],
            [1230, 1000, 1600, 24, 1150],
            [680, 1500, 1600, 18, 1100],
            [960, 2000, 1600, 12, 1150],
        ]
    )
    weights = np.array([0.1061, 0.3476, 0.3330, 0.1185, 0.0949])
    found = marcos(fraction_of_max(x, directions("-++++")), weights)
    assert found.round(4).tolist() == [0.5649, 0.5543, 0.6410, 0.6174, 0.6016, 0.5453, 0.6282, 0.6543]
    agreed("marcos", "Ulutaş et al. (2020), Mathematics 8(10): 1672", "eight stackers", 5e-5, QUOTED)


def test_the_programs_of_marcos() -> None:
    """Four programs of project management by six benefits, with weights in full and to five digits."""
    x = [[8.675, 8.433, 8.000, 7.800, 8.025, 8.043], [8.825, 8.600, 7.420, 7.463, 7.825, 8.229]]
    x = [*x, [8.325, 7.600, 8.040, 7.700, 7.925, 7.600], [8.525, 8.667, 7.180, 7.375, 7.750, 8.071]]
    ready = fraction_of_max(np.array(x), directions("++++++"))
    found = marcos(ready, np.array([190, 159, 198, 190, 151, 111]) / 999)
    assert found == pytest.approx([0.684865943528, 0.672767106696, 0.662596906139, 0.661103207660], abs=6e-13)
    weights = np.array([0.19019, 0.15915, 0.19819, 0.19019, 0.15115, 0.11111])
    found = marcos(ready, weights / weights.sum())
    printed = [0.6848657890705123, 0.6727670074308345, 0.6625969531206817, 0.6611030275027843]
    assert found == pytest.approx(printed, rel=1e-12)
    source = "JMcDM (Julia), marcos, with a reference to Puška et al. (2020), ORESTA 3(1): 89-102"
    note = "its documentation shows the weights in full beside the scores of weights to five digits, its tests the other way round"
    agreed("marcos", source, "four alternatives", 1e-12, note, MANUAL)


SUPPLIERS = """
6.257 4.217 4.217 6.257 3 4.217 5 3.557 3.557 3.557 3 5 4.718 3.557 3.557 2.08 3.557 3 4.718 3.557 2.08
4.217 6.804 7 5 7 6.804 5.593 5.593 6.804 7 5 7.612 5.593 6.257 5 7 5.593 5.593 6.804 5.593 5.593
4.718 5.593 6.257 5 4.718 5 5.593 4.718 5.593 5 3.557 6.257 5 4.718 4.718 5 3.557 5.593 5.593 3.557 4.217
5 6.804 5 3 5 6.257 7.612 3.557 5 6.257 6.257 5.593 6.257 5 5.593 7 5 6.257 5 3.557 4.217
3.557 5.593 6.804 3 5 7 5.593 5 6.257 7 5.593 7.612 6.257 6.257 5 6.257 5.593 7 5 4.718 5
6.257 3 4.217 5 3.557 3 4.217 3 4.217 3 2.466 3 4.217 3.557 5 3 4.217 3.557 2.08 5 3
4.217 5 6.257 5.593 3.557 5.593 4.217 5.593 5 6.257 3.557 5 6.257 5.593 5.593 7 6.257 5 6.257 5.593 5
7.612 1.442 3 9 2.08 3 1.442 2.08 1.442 3 1 1.442 2.08 3 3 1 1.442 1.442 3 2.08 1
"""


def test_the_suppliers_of_marcos() -> None:
    """Stević et al. (2020): eight suppliers by 21 criteria, the first and the fourth of them costs."""
    x = np.array([line.split() for line in SUPPLIERS.strip().splitlines()], dtype=float)
    weights = [127, 159, 60, 75, 43, 51, 75, 61, 53, 20, 39, 22, 17, 27, 22, 39, 17, 35, 15, 24, 16]
    found = marcos(fraction_of_max(x, directions("-++-" + "+" * 17)), np.array(weights) / 1000)
    assert found == pytest.approx([0.524, 0.846, 0.704, 0.796, 0.843, 0.499, 0.722, 0.290], abs=1e-3)
    note = f"{BY_SCIKIT}; one differs by one in the last (0.2906 for 0.290), the weights sum to 0.997 there"
    agreed("marcos", "Stević et al. (2020), CAIE 140: 106231", "eight suppliers by 21 criteria", 1e-3, note)


def test_the_candidates_of_aras() -> None:
    """Stanujkic et al. (2015): four candidates by six criteria; the weights sum to 0.99 there."""
    x = [[4.64, 3.00, 3.00, 3.00, 2.88, 3.63], [4.00, 4.00, 4.64, 3.56, 3.63, 5.00]]
    x = np.array([*x, [3.30, 4.31, 3.30, 4.00, 3.30, 4.00], [2.62, 5.00, 4.22, 4.31, 5.00, 5.00]])
    found = aras(x, np.array([0.28, 0.25, 0.19, 0.15, 0.08, 0.04]))
    assert found.round(2).tolist() == [0.74, 0.86, 0.78, 0.86]
    source = "Stanujkic, Djordjevic and Karabasevic (2015), Quaestus 7: 53"
    agreed("aras", source, "four candidates, degrees of utility", 5e-3, QUOTED)


@pytest.mark.parametrize("normaliser", [total, fraction_of_max])
def test_the_grasslands_of_aras(normaliser) -> None:
    """Balezentiene and Kusta (2012): ten treatments, three benefits and three costs of equal weight."""
    x = np.array(
        [
            [957.5, 190.1977, 70, 0.039592, 2.166783, 0.0141],
            [892.5, 203.8013, 53, 0.025849, 2.994347, 0.016642],
            [1002.5, 235.0942, 75, 0.015479, 4.742146, 0.019484],
            [1150.0, 271.4, 76, 0.022, 7.055962, 0.022147],
            [1520.0, 192.5579, 70, 0.025442, 8.424319, 0.024235],
            [1700.0, 386.1619, 90, 0.029429, 5.888983, 0.022218],
            [1355.0, 342.1966, 80, 0.0293, 8.635847, 0.024861],
            [2127.5, 495.4876, 90, 0.038453, 3.652983, 0.020537],
            [3020.0, 827.6948, 97, 0.031774, 11.03944, 0.024359],
            [2786.0, 795.0, 98, 0.021151, 8.952235, 0.023349],
        ]
    )
    found = aras(normaliser(x, directions("+++---")), np.ones(6) / 6)
    printed = [0.599472, 0.531983, 0.564514, 0.491713, 0.453489, 0.551491]
    assert found == pytest.approx([*printed, 0.475401, 0.635985, 0.689763, 0.722232], abs=1e-4)
    agreed("aras", "Balezentiene and Kusta (2012), ARAS of grassland", "ten treatments", 1e-4, BY_SCIKIT)


def test_the_textbook_of_aras() -> None:
    """Five alternatives by six criteria, three of them costs: degrees of utility to 16 digits."""
    columns = [[105000, 120000, 150000, 115000, 135000], [105, 110, 120, 105, 115], [10, 15, 12, 20, 15]]
    columns += [[4, 4, 3, 4, 5], [300, 500, 550, 600, 400], [10, 8, 12, 9, 9]]
    x = np.array(columns, dtype=float).T
    weights = np.array([0.05, 0.20, 0.10, 0.15, 0.10, 0.40])
    found = aras(total(x, directions("-+-++-")), weights)
    printed = [0.8142406768388222, 0.8928861957614441, 0.764157900073527]
    assert found == pytest.approx([*printed, 0.8422546181927358, 0.8654063509472654], rel=1e-12)
    source = "JMcDM (Julia), aras, with a reference to Yıldırım (2015), KAÜİİBFD 6(9): 285-296"
    agreed("aras", source, "five alternatives, degrees of utility", 1e-12, "", MANUAL)
