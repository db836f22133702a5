"""WASPAS and CoCoSo against printed examples, normalised by our own normalisers."""

from __future__ import annotations

import numpy as np
import pytest
from decisions import ROBOT_WEIGHTS, ROBOTS, directions
from record import MANUAL, PAPER, QUOTED, Agreement, record

from zhishu.prepare.normalisers.proportion import fraction_of_max
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.score.aggregators.averages.sums_and_products import cocoso, waspas

BY_SCIKIT = "numbers as the tests of scikit-criteria quote them"


def agreed(method: str, source: str, what: str, tolerance: float, note: str, against: str = PAPER) -> None:
    record(Agreement("aggregate", method, against, source, what, tolerance, holds=True, note=note))


def test_the_robots_of_cocoso() -> None:
    """Yazdani et al. (2019): seven robots, five criteria, one of them a cost, by min–max."""
    found = cocoso(minmax(ROBOTS, directions("+-+++")), ROBOT_WEIGHTS)
    assert found.round(3).tolist() == [2.041, 2.788, 2.882, 2.416, 1.299, 1.443, 2.519]
    note = f"{QUOTED}; those of scikit-criteria have 1.3 for 1.299 and 2.52 for 2.519"
    agreed("cocoso", "Yazdani et al. (2019), Management Decision 57(9)", "seven robots", 5e-4, note)
    digits = [2.0413128390265998, 2.787989783418825, 2.8823497955972495, 2.4160457689259287]
    digits += [1.2986918936013303, 1.4431429073391682, 2.519094173200623]
    assert found == pytest.approx(digits, rel=1e-12)
    note = "printed in its documentation beside the data of another example; they are those of the robots"
    agreed("cocoso", "JMcDM (Julia), cocoso", "seven robots, 16 digits", 1e-12, note, MANUAL)


MACHINES = np.array(
    [
        [581818, 54.49, 3, 5500],
        [595454, 49.73, 3, 4500],
        [586060, 51.24, 3, 5000],
        [522727, 45.71, 3, 5800],
        [561818, 52.66, 3, 5200],
        [543030, 74.46, 4, 5600],
        [522727, 75.42, 4, 5800],
        [486970, 62.62, 4, 5600],
        [509394, 65.87, 4, 6400],
        [513333, 70.67, 4, 6000],
    ]
)
BY_LAMBDA = {
    0.0: [0.8578, 0.8144, 0.8408, 0.9413, 0.8632, 0.8241, 0.8454, 0.8915, 0.8987, 0.8697],
    0.3: [0.8582, 0.8159, 0.8414, 0.9415, 0.8636, 0.8263, 0.8484, 0.8936, 0.9011, 0.8723],
    0.5: [0.8584, 0.8169, 0.8419, 0.9417, 0.8638, 0.8278, 0.8503, 0.8949, 0.9027, 0.8740],
    0.8: [0.8588, 0.8184, 0.8425, 0.9419, 0.8643, 0.8300, 0.8532, 0.8969, 0.9051, 0.8766],
    1.0: [0.8590, 0.8194, 0.8430, 0.9420, 0.8645, 0.8315, 0.8552, 0.8983, 0.9067, 0.8784],
}


@pytest.mark.parametrize("sum_weight", BY_LAMBDA)
def test_the_machines_of_waspas(sum_weight: float) -> None:
    """Chakraborty et al. (2015), example 2: ten machines by four criteria, three of them costs."""
    ready = fraction_of_max(MACHINES, directions("---+"))
    found = waspas(ready, np.array([0.467, 0.160, 0.095, 0.278]), sum_weight=sum_weight)
    assert found == pytest.approx(BY_LAMBDA[sum_weight], abs=1e-4)
    source = "Chakraborty, Zavadskas and Antucheviciene (2015), ECECSR 49(1): 5-22"
    what = "example 2, ten machines, lambda 0, 0.3, 0.5, 0.8 and 1"
    agreed("waspas", source, what, 1e-4, f"{BY_SCIKIT}; some differ by one in the last")


def test_the_manufacturing_systems_of_waspas() -> None:
    """Chakraborty et al. (2015): eight flexible systems by seven criteria; the weights sum to 1.0155 there."""
    x = np.array(
        [
            [30, 23, 5, 0.745, 0.745, 1500, 5000],
            [18, 13, 15, 0.745, 0.745, 1300, 6000],
            [15, 12, 10, 0.500, 0.500, 950, 7000],
            [25, 20, 13, 0.745, 0.745, 1200, 4000],
            [14, 18, 14, 0.255, 0.745, 950, 3500],
            [17, 15, 9, 0.745, 0.500, 1250, 5250],
            [23, 18, 20, 0.500, 0.745, 1100, 3000],
            [16, 8, 14, 0.255, 0.500, 1500, 3000],
        ]
    )
    weights = np.array([0.1181, 0.1181, 0.0445, 0.1181, 0.2861, 0.2861, 0.0445])
    found = waspas(fraction_of_max(x, directions("+++++--")), weights)
    assert found.round(4).tolist() == [0.8329, 0.7884, 0.6987, 0.8831, 0.7971, 0.7036, 0.8728, 0.5749]
    source = "Chakraborty, Zavadskas and Antucheviciene (2015), ECECSR 49(1): 5-22"
    agreed("waspas", source, "eight manufacturing systems", 5e-5, QUOTED)


def test_the_suppliers_of_waspas() -> None:
    """Five suppliers by six criteria, three of them costs: scores to 16 digits."""
    x = [[3, 12.5, 2, 120, 14, 3], [5, 15, 3, 110, 38, 4], [3, 13, 2, 120, 19, 3]]
    x = np.array([*x, [4, 14, 2, 100, 31, 4], [3, 15, 1.5, 125, 40, 4]])
    weights = np.array([0.221, 0.159, 0.175, 0.127, 0.117, 0.201])
    found = waspas(fraction_of_max(x, directions("+--+-+")), weights)
    printed = [0.8050212165665626, 0.7750597051081832, 0.770180748518019]
    assert found == pytest.approx([*printed, 0.7964243424353943, 0.7882389370890854], rel=1e-12)
    source = "JMcDM (Julia), waspas, with a reference to Aytaç Adalı and Tuş Işık (2017), IREM 5(4): 56-77"
    agreed("waspas", source, "five alternatives", 1e-12, "", MANUAL)
