"""The full-permutation polygon and its hyperbola: by definition, by shapely, in a manual, and a program that slips."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from record import CLOSED_FORM, MANUAL, Agreement, program, record
from recorded_answers import recorded
from shapely import Polygon

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.hyperbolic import hyperbolic
from zhishu.score.aggregators.averages.polygon import polygon

SUMMARY = "指标综合方法——全排列多边形图示指标法 (a summary of the method, renrendoc.com)"


def agreed(
    kind: str, method: str, against: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement(kind, method, against, "", what, tolerance, holds=holds, note=note))


def up(columns: int) -> object:
    return compile_directions([Direction("positive")] * columns)


def corners(spokes: np.ndarray) -> np.ndarray:
    angles = 2 * np.pi * np.arange(len(spokes)) / len(spokes)
    return np.column_stack([spokes * np.cos(angles), spokes * np.sin(angles)])


def mean_area(values: np.ndarray) -> float:
    """Return the mean over all orders of the spokes of what shapely says the area within them is."""
    orders = permutations(range(1, len(values)))
    areas = [Polygon(corners(values[[0, *order]])).area for order in orders]
    return float(np.mean(areas)) / Polygon(corners(np.ones(len(values)))).area


@pytest.mark.parametrize("seed", range(5))
def test_mean_area_of_all_orders(seed: int) -> None:
    x = np.random.default_rng(seed).uniform(0.05, 1.0, (4, 3 + seed % 4))
    found = polygon(x, np.full(x.shape[1], 1 / x.shape[1]))
    assert found == pytest.approx([mean_area(row) for row in x], rel=1e-11)
    what = "radar charts of 3 to 6 spokes in every order, five seeds: mean area over that of the full one"
    agreed("aggregate", "polygon", program("shapely"), what, 1e-11)


@pytest.mark.parametrize("seed", range(5))
def test_form_of_the_source(seed: int) -> None:
    """Σ (F_i + 1) (F_j + 1) / (2 m (m - 1)) of F in [-1, 1], by its own hyperbola."""
    generator = np.random.default_rng(seed)
    x = generator.uniform(1, 100, (8, 5))
    low, high, critical = x.min(axis=0), x.max(axis=0), generator.uniform(0.2, 0.8, 5)
    critical = low + critical * (high - low)
    below = (high + low - 2 * critical) * x + high * critical + low * critical - 2 * high * low
    turned = (high - low) * (x - critical) / below
    ours = hyperbolic(x, up(5), reference=critical.tolist(), to=(-1.0, 1.0))
    assert ours == pytest.approx(turned, abs=1e-10)
    pairs = [(turned[:, i] + 1) * (turned[:, j] + 1) for i in range(5) for j in range(i)]
    found = polygon((ours + 1) / 2, np.full(5, 0.2))
    assert found == pytest.approx(np.sum(pairs, axis=0) / (2 * 5 * 4), abs=1e-10)
    what = "the two formulas of 吴琼 et al. (2005) as a summary prints them, 8 × 5, five seeds"
    agreed("normalise", "hyperbolic", CLOSED_FORM, what, 1e-10)
    agreed("aggregate", "polygon", CLOSED_FORM, what, 1e-10)


def test_three_points_and_a_line() -> None:
    """-1, 0 and 1 at the lower bound, the critical value and the upper; straight where it is half-way."""
    x = np.array([[2.0, 0.0], [3.0, 1.0], [10.0, 4.0], [6.0, 2.0]])
    found = hyperbolic(x, up(2), reference=[3.0, 2.0], to=(-1.0, 1.0))
    assert found[:3, 0] == pytest.approx([-1.0, 0.0, 1.0], abs=1e-15)
    assert found[:, 1] == pytest.approx([-1.0, -0.5, 1.0, 0.0], abs=1e-15)
    what = f"{SUMMARY}: -1, 0, 1 at the three values; a straight line where the critical one is half-way"
    agreed("normalise", "hyperbolic", MANUAL, what, 1e-15)


def test_diversity_of_four_species() -> None:
    """Gini and Simpson's index is twice the sum of the products of two shares."""
    found = polygon(np.array([[0.4, 0.3, 0.2, 0.1]]), np.full(4, 0.25))
    assert 4 * 3 * found == pytest.approx([0.70], abs=1e-12)
    what = "GiniSimpson (infinitelexicon.com): shares 0.4, 0.3, 0.2, 0.1: 0.70"
    note = "derived: 1 - Σ p² is m (m - 1) times the mean product of two of m shares"
    agreed("aggregate", "polygon", CLOSED_FORM, what, 1e-12, note=note)


def test_a_program_that_leaves_out_one() -> None:
    """It standardises as here, then multiplies F where the source multiplies F + 1, so that bad times bad is good."""
    answers = recorded("polygon_six_methods")
    for case in answers.cases:
        x = np.array(case["x"])
        turned = hyperbolic(x, up(x.shape[1]), to=(-1.0, 1.0))
        products = polygon_without_one(turned)
        assert products == pytest.approx(case["indices"], abs=1e-10)
        found = polygon((turned + 1) / 2, np.full(x.shape[1], 1 / x.shape[1]))
        assert np.argmax(case["indices"]) != np.argmax(found) or np.min(case["indices"]) < 0
    what = "9 × 5, five seeds, critical values the means: the products of two standardised values"
    agreed("normalise", "hyperbolic", answers.program, what, 1e-10)
    note = (
        "it multiplies F itself, from -1 to 1, where the definition takes the spokes F + 1: its indices are no "
        "areas, fall below 0, and rate two bad values as two good ones"
    )
    agreed("aggregate", "polygon", answers.program, "9 × 5, five seeds: indices", 0.0, holds=False, note=note)


def polygon_without_one(turned: np.ndarray) -> np.ndarray:
    """Return what is left of the index if 1 is not added: the mean product of two, halved."""
    columns = turned.shape[1]
    pairs = [turned[:, i] * turned[:, j] for i in range(columns) for j in range(i)]
    return np.sum(pairs, axis=0) / (columns * (columns - 1))
