"""The scatter degree and projection pursuit against a textbook's component, numpy and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, TEXTBOOK, Agreement, program, record
from scipy.optimize import differential_evolution, minimize

from zhishu.weigh.fitted.projection import projection_pursuit
from zhishu.weigh.fitted.scatter import scatter_degree

SEEDS = range(5)
ARRESTS = """13.2 236 58 21.2, 10 263 48 44.5, 8.1 294 80 31, 8.8 190 50 19.5, 9 276 91 40.6, 7.9 204 78 38.7,
    3.3 110 77 11.1, 5.9 238 72 15.8, 15.4 335 80 31.9, 17.4 211 60 25.8, 5.3 46 83 20.2, 2.6 120 54 14.2,
    10.4 249 83 24, 7.2 113 65 21, 2.2 56 57 11.3, 6 115 66 18, 9.7 109 52 16.3, 15.4 249 66 22.2,
    2.1 83 51 7.8, 11.3 300 67 27.8, 4.4 149 85 16.3, 12.1 255 74 35.1, 2.7 72 66 14.9, 16.1 259 44 17.1,
    9 178 70 28.2, 6 109 53 16.4, 4.3 102 62 16.5, 12.2 252 81 46, 2.1 57 56 9.5, 7.4 159 89 18.8,
    11.4 285 70 32.1, 11.1 254 86 26.1, 13 337 45 16.1, 0.8 45 44 7.3, 7.3 120 75 21.4, 6.6 151 68 20,
    4.9 159 67 29.3, 6.3 106 72 14.9, 3.4 174 87 8.3, 14.4 279 48 22.5, 3.8 86 45 12.8, 13.2 188 59 26.9,
    12.7 201 80 25.5, 3.2 120 80 22.9, 2.2 48 32 11.2, 8.5 156 63 20.7, 4 145 73 26.2, 5.7 81 39 9.3,
    2.6 53 66 10.8, 6.8 161 60 15.6"""


def agreed(used: str, against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("weigh", used, against, source, what, tolerance, holds=True, note=note))


def together(seed: int) -> np.ndarray:
    """Return 23 regions × 6 columns in [0, 1] that move together somewhat."""
    generator = np.random.default_rng(seed)
    return 0.6 * generator.uniform(size=(23, 6)) + 0.4 * generator.uniform(size=(23, 1))


def test_the_arrests_of_fifty_states() -> None:
    """The first component of the standardised columns, as R prints it, over its sum."""
    x = np.array([[float(cell) for cell in row.split()] for row in ARRESTS.split(",")])
    printed = np.array([0.5358995, 0.5831836, 0.2781909, 0.5434321])
    assert scatter_degree(x) == pytest.approx(printed / printed.sum(), abs=5e-8)
    source = "James, Witten, Hastie and Tibshirani (2013), An Introduction to Statistical Learning, lab of chapter 10"
    note = "printed as the first principal component, whose entries over their sum are the weights of standardised "
    note += "columns; no printed example under the method's own name was found"
    agreed("scatter_degree", TEXTBOOK, source, "arrests in 50 states: first component, 7 digits", 5e-8, note)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_eigenvector_by_numpy(seed: int) -> None:
    """The first right singular vector of standardised, centred and plain columns; two years under one another."""
    x = np.concatenate([together(seed), 0.1 + together(seed + 100)])
    centred = x - x.mean(axis=0)
    shown = {"standardised": centred / x.std(axis=0), "centred": centred, "as_given": x}
    for values, columns in shown.items():
        vector = np.abs(np.linalg.svd(columns)[2][0])
        assert scatter_degree(x, values=values) == pytest.approx(vector / vector.sum(), rel=1e-9)
    what = "linalg.svd: standardised, centred and plain columns, two years in one table"
    agreed("scatter_degree", program("numpy"), "random data, 5 seeds", what, 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_programme_by_scipy(seed: int) -> None:
    """Columns that run against one another: the best of SLSQP from 60 starts is not higher, and is the same."""
    x = together(seed) * np.random.default_rng(seed).choice([-1.0, 1.0], size=6)
    form = np.corrcoef(x.T)
    generator = np.random.default_rng(seed + 50)
    unit = {"type": "eq", "fun": lambda w: w @ w - 1.0}
    starts = [start / np.linalg.norm(start) for start in generator.uniform(size=(60, 6))]
    tried = [
        minimize(
            lambda w: -(w @ form @ w),
            start,
            bounds=[(0, None)] * 6,
            constraints=[unit],
            options={"ftol": 1e-15},
        ).x
        for start in starts
    ]
    best = max((w @ form @ w) / (w @ w) for w in tried)
    found = scatter_degree(x)
    assert (found @ form @ found) / (found @ found) == pytest.approx(best, rel=1e-9)
    what = "`signs: programme`: the best of SLSQP from 60 starts"
    agreed("scatter_degree", program("scipy"), "random data, 5 seeds", what, 1e-9)


@pytest.mark.parametrize(("window", "radius"), [("deviation", 0.1), ("range", 0.25)])
@pytest.mark.parametrize("seed", SEEDS)
def test_projection_pursuit_is_not_below_a_search_of_scipy(seed: int, window: str, radius: float) -> None:
    """The projection index, written out, of the direction that differential evolution finds."""
    x = np.random.default_rng(seed).uniform(size=(20, 3))

    def index(direction: np.ndarray) -> float:
        z = x @ (direction / np.sqrt((direction**2).sum()))
        spread = z.std(ddof=1)
        reach = radius * (spread if window == "deviation" else np.ptp(z))
        return float(spread * np.maximum(reach - np.abs(z[:, None] - z), 0.0).sum())

    searched = differential_evolution(
        lambda a: -index(a), [(1e-9, 1.0)] * 3, seed=seed, maxiter=60, polish=False
    )
    assert index(np.sqrt(projection_pursuit(x, radius=radius, window=window))) >= -searched.fun * (1 - 1e-9)
    what = "differential_evolution finds no higher index; where it ends lower, the direction is another"
    if window == "range":
        what = f"`window: range`, a quarter: {what}"
    agreed("projection_pursuit", program("scipy"), "random data, three columns, 5 seeds", what, 1e-9)


def test_the_projection_of_two_groups() -> None:
    """Two pairs of equal regions: with R below their distance D = n R + 2 (R + R), so Q is greatest where S is."""
    x = np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 4.0], [3.0, 4.0]])
    assert projection_pursuit(x) == pytest.approx([9 / 25, 16 / 25], abs=1e-6)
    what = "two groups of equal regions, (0, 0) and (3, 4): a along their difference"
    agreed("projection_pursuit", CLOSED_FORM, "Q = S D", what, 1e-6)
