"""The normal cloud model against a paper's tables, which one drop each was drawn for, and scipy's quadrature."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, Agreement, program, record
from scipy.integrate import quad
from scipy.stats import norm

from zhishu.score.aggregators.judged.cloud import certainty, cloud

# Eleven indicators of three slopes of an open-pit mine: (bounds of five grades of danger, from I to V).
BOUNDS = (
    (100, 90, 70, 50, 25, 0),
    (100, 90, 70, 50, 30, 0),
    (0.5, 0.3, 0.2, 0.1, 0.05, 0),
    (45, 35, 27, 18, 12, 0),
    (0, 2, 8, 14, 20, 25),
    (45, 35, 27, 19, 13, 0),
    (0, 30, 45, 60, 80, 100),
    (0, 15, 30, 45, 60, 90),
    (0, 300, 500, 800, 1000, 1500),
    (0, 3, 5, 7, 8, 12),
    (100, 80, 60, 40, 20, 0),
)
WEIGHTS = np.array([0.0943, 0.0628, 0.0695, 0.0461, 0.14, 0.1259, 0.1269, 0.1232, 0.0379, 0.0669, 0.1054])
SLOPES = np.array(
    [
        [82, 80, 0.045, 48, 2, 26, 70, 25, 1000, 6, 80],
        [61, 70, 0.025, 25, 10, 19, 100, 30, 1100, 7, 60],
        [40, 40, 0.020, 16, 25, 20, 95, 29, 1200, 7, 60],
    ]
)
FIRST = {
    "I": [0.0098, 0.0022, 0.0008, 0.1743, 0.5128, 0.0047, 0.0001, 0.0242, 0, 0.0023, 0.5052],
    "II": [0.9731, 1, 0, 0, 0.506, 0.3472, 0, 0.9271, 0, 0.073, 0.5055],
    "III": [0.3694, 0.0066, 0.0136, 0, 0.0021, 0.6814, 0.0241, 0.1505, 0.0245, 1, 0.0022],
    "IV": [0.0002, 0, 0.2749, 0, 0, 0.0005, 1, 0.0001, 0.5058, 0.0018, 0],
    "V": [0, 0, 0.4236, 0, 0, 0.0022, 0.0656, 0.0005, 0.5059, 0.0647, 0],
}
SUMS = [0.13794, 0.44149, 0.18058, 0.16539, 0.06160]
WIDTH, HYPER = 2.335, 0.01


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("aggregate", "cloud", against, source, what, tolerance, holds=True, note=note))


def test_the_slopes_of_a_mine() -> None:
    """Table 4 within what one drop scatters, Table 5's sums for the first slope, and the grades of all three."""
    edges = np.array(BOUNDS)
    middle, length = (edges[:, :-1] + edges[:, 1:]) / 2, np.abs(np.diff(edges))
    entropy = length / WIDTH
    hyper = np.full_like(entropy, HYPER)
    found = certainty(SLOPES[0][:, None], middle, entropy, hyper)
    drawn = np.random.default_rng(1).normal(size=(4000, 1, 1)) * HYPER + entropy
    drops = np.exp(-((SLOPES[0][:, None] - middle) ** 2) / (2 * drawn**2))
    scatter = np.quantile(np.abs(drops - found), 0.999, axis=0)
    printed = np.array(list(FIRST.values())).T
    # Table 4 has 0.3694 for the first indicator in grade III, Table 5's sum was made from 0.0369.
    printed[0, 2] = 0.0369
    far = np.argwhere(np.abs(printed - found) > scatter + 6e-4)
    assert far.tolist() == [[1, 2]], "0.0066 in place of 0.0654, in both tables"
    assert WEIGHTS @ printed == pytest.approx(np.array(SUMS), abs=2e-4)
    assert WEIGHTS @ found == pytest.approx(np.array(SUMS), abs=1e-2)
    grades = [
        int((WEIGHTS @ certainty(slope[:, None], middle, entropy, hyper)).argmax()) + 1 for slope in SLOPES
    ]
    assert grades == [2, 3, 5]
    source = "侯克鹏, 王黎蝶 (2021), 安全与环境学报 21(6): 2443-2451, Tables 1 to 5"
    note = "each printed number is one random drop, here is the mean of all drops; 0.3694 in Table 4 is a slip for 0.0369, 0.0066 in both for 0.0654"
    agreed(PAPER, source, "certainty of the first slope in five grades, grades of three slopes", 1e-2, note)


@pytest.mark.parametrize("seed", range(5))
def test_the_quadrature(seed: int) -> None:
    """The mean over all drops, integrated by scipy, and the whole evaluation from it."""
    generator = np.random.default_rng(seed)
    bounds = np.concatenate([[0], np.cumsum(generator.integers(1, 5, 4))]) / 10
    x = generator.uniform(bounds[0], bounds[-1], (4, 3)).round(3)
    weights = generator.dirichlet(np.ones(3))
    middle, entropy = (bounds[:-1] + bounds[1:]) / 2, np.diff(bounds) / 2.5
    part = 0.15

    def mean(value: float, grade: int) -> float:
        gap = (value - middle[grade]) ** 2 / (2 * entropy[grade] ** 2)
        return quad(lambda z: norm.pdf(z) * np.exp(-gap / (1 + part * z) ** 2), -6.5, 6.5, epsabs=1e-13)[0]

    degrees = np.array(
        [
            [
                sum(weight * mean(value, grade) for weight, value in zip(weights, row, strict=True))
                for grade in range(4)
            ]
            for row in x
        ]
    )
    expected = degrees @ middle / degrees.sum(axis=1)
    found = cloud(x, weights, bounds=bounds, width=2.5, vagueness=part, ends="closed")
    assert found == pytest.approx(expected, rel=1e-8)
    what = "random bounds, five seeds: quad of a drop's certainty, weighted sums, mean of the grades"
    agreed(program("scipy"), "", what, 1e-8)
