"""Anti-entropy weights against a paper's table, by hand, and against a special function of SciPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from record import BY_HAND, PAPER, Agreement, program, record
from scipy.special import xlog1py

from zhishu.weigh.spread.anti_entropy import anti_entropy, anti_entropy_of_columns

SOURCE = "Zeng et al. (2023), Energies 16(21): 7242, tables 6 and 7"
# Ten projects of 500 kV lines: return on investment, net present value, payback period, internal rate of
# return, asset liability ratio, current ratio, profit growth rate; each column over its length.
PROJECTS = np.array(
    [
        [0.3532, 0.1591, 0.3737, 0.2903, 0.3157, 0.3074, 0.4416],
        [0.3532, 0.1120, 0.1925, 0.3736, 0.2894, 0.2886, 0.3865],
        [0.5564, 0.0343, 0.2864, 0.4885, 0.2736, 0.4811, 0.2562],
        [0.3263, 0.2968, 0.3251, 0.3699, 0.3262, 0.3098, 0.2542],
        [0.2523, 0.1248, 0.2459, 0.2698, 0.3315, 0.2746, 0.2767],
        [0.3499, 0.0724, 0.3121, 0.3535, 0.3262, 0.3027, 0.4336],
        [0.2187, 0.2103, 0.4262, 0.1351, 0.2421, 0.3520, 0.2629],
        [0.1817, 0.2202, 0.3728, 0.1609, 0.2999, 0.2534, 0.1256],
        [0.2052, 0.3472, 0.3013, 0.2799, 0.3052, 0.2746, 0.2334],
        [0.1591, 0.7232, 0.2575, 0.2836, 0.4210, 0.2534, 0.3485],
    ]
)
PRINTED = np.array([0.0533, 0.0771, 0.0480, 0.0512, 0.0468, 0.0480, 0.0507])
PRINTED_WEIGHTS = np.array([0.1475, 0.1510, 0.1391, 0.1446, 0.1379, 0.1391, 0.1396])


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("weigh", "anti_entropy", against, source, what, tolerance, holds=holds, note=note))


def test_the_anti_entropies_of_ten_projects() -> None:
    """Six of seven columns to every printed digit."""
    found = anti_entropy_of_columns(PROJECTS) / math.log(10)
    others = np.arange(7) != 1
    assert found[others] == pytest.approx(PRINTED[others], abs=6e-5)
    agreed(PAPER, SOURCE, "anti-entropies over ln n of six columns, 4 digits", 6e-5)
    assert found[1] == pytest.approx(0.0831, abs=5e-5)
    note = (
        "printed 0.0771 where the paper's own shares and formula give 0.0831; nothing rounded moves it so far"
    )
    agreed(PAPER, SOURCE, "the anti-entropy of net present value", 6e-5, holds=False, note=note)


def test_the_weights_of_ten_projects_follow_neither_reading() -> None:
    """Printed are weights that rise with the anti-entropy, as here, beside a formula by which they would fall."""
    order = np.argsort(PRINTED_WEIGHTS, kind="stable")
    ours = anti_entropy(PROJECTS)
    assert np.abs(ours - PRINTED_WEIGHTS).max() > 0.05
    falling = (1 - PRINTED) / (1 - PRINTED).sum()
    assert np.abs(falling - PRINTED_WEIGHTS).max() > 0.01
    assert falling.argmin() == ours.argmax() == order[-1]
    note = "the paper's equation 15, (1 - e) over the sum, gives the most variable column the least weight, its text "
    note += "and its table the most; the printed weights are neither those of equation 15 nor h over the sum, and sum "
    note += "to 0.9988. Here a weight is h over the sum, which is what its text says of the method"
    agreed(PAPER, SOURCE, "the weights", 5e-4, holds=False, note=note)


def test_by_hand() -> None:
    """Shares (1/4, 3/4) and (1/2, 1/2) with a third region of none."""
    quarter = -(0.25 * math.log(0.75) + 0.75 * math.log(0.25))
    half = math.log(2)
    found = anti_entropy(np.array([[1.0, 1.0], [3.0, 1.0], [0.0, 0.0]]))
    assert found == pytest.approx(np.array([quarter, half]) / (quarter + half), rel=1e-12)
    agreed(BY_HAND, "", "shares (1/4, 3/4, 0) and (1/2, 1/2, 0)", 1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_a_special_function(seed: int) -> None:
    """- Σ p log1p(-p), shares taken column by column; zeros and gaps among the values."""
    x = np.random.default_rng(seed).uniform(0.0, 1.0, (23, 6))
    x[3, 2] = 0.0
    x[4, 3] = np.nan
    share = x / np.nansum(x, axis=0)
    wanted = -np.nansum(xlog1py(share, -share), axis=0)
    assert anti_entropy(x) == pytest.approx(wanted / wanted.sum(), rel=1e-9)
    agreed(program("scipy"), "special.xlog1py", "23 × 6 uniform values with a zero and a gap, 5 seeds", 1e-9)
