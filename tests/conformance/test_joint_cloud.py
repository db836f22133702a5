"""Clouds of all columns at once against two MATLAB scripts of others, and scipy's integral in two dimensions."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, program, record
from recorded_answers import recorded
from scipy.integrate import simpson
from scipy.stats import norm

from zhishu.score.aggregators.judged.cloud import cloud, joint_certainty


def agreed(against: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("aggregate", "cloud", against, "clouds: joint", what, tolerance, holds=True, note=note))


def over_greatest(degrees: np.ndarray) -> np.ndarray:
    return degrees / degrees.max(axis=-1, keepdims=True)


def test_the_classifier_of_others() -> None:
    """Its own four samples of two indicators, and five seeds of three columns with weights."""
    program_of_others, (own, *drawn) = recorded("joint_cloud_classes")
    x, expectation, entropy = (np.array(own[name]) for name in ("x", "expectation", "entropy"))
    found = joint_certainty(x, np.ones(2), expectation, entropy, 0 * entropy)
    degrees = np.array(own["degrees"])
    assert found == pytest.approx(over_greatest(degrees), rel=1e-9, abs=1e-15)
    assert (found.argmax(axis=-1) + 1).tolist() == [1, 2, 3, 4]
    for case in drawn:
        bounds, weights, degrees = (np.array(case[name]) for name in ("bounds", "weights", "degrees"))
        options = {"bounds": bounds, "width": case["width"], "vagueness": 0, "ends": "closed"}
        how = {**options, "clouds": "joint", "unit": "grades"}
        x = np.array(case["x"])
        best = cloud(x, weights, **how, verdict="maximum")
        assert best.tolist() == (degrees.argmax(axis=-1) + 1).tolist()
        mean = cloud(x, weights, **how)
        assert mean == pytest.approx(degrees @ np.arange(1, 5) / degrees.sum(axis=-1), rel=1e-9)
    note = (
        "the script has no hyper-entropy and no weights; an entropy over the root of a weight stands for it"
    )
    agreed(program_of_others, "its own samples and five seeds, degrees and grades, He = 0", 1e-9, note)


def test_the_drops_of_others() -> None:
    """The mean certainty of four points over a hundred thousand drops of two columns."""
    program_of_others, cases = recorded("joint_cloud_drops")
    for case in cases:
        x, *clouds = (np.array(case[name]) for name in ("x", "expectation", "entropy", "hyper"))
        degrees = np.array(case["degrees"])
        found = joint_certainty(x[None], np.ones(2), *clouds)[0]
        assert found == pytest.approx(over_greatest(degrees), abs=2e-3)
    note = (
        "drops at random there, their mean by quadrature here; its En' are drawn one by one for each column"
    )
    agreed(program_of_others, "four points, means of 100,000 drops", 2e-3, note)


@pytest.mark.parametrize("seed", range(5))
def test_the_integral_over_two_entropies(seed: int) -> None:
    """Mean over all pairs of En' on a grid, by scipy's rule of Simpson, and the mean of the grades from it."""
    generator = np.random.default_rng(seed)
    bounds = np.concatenate([[0], np.cumsum(generator.integers(1, 4, 3))]) / 10
    x = generator.uniform(bounds[0], bounds[-1], (3, 2)).round(3)
    weights = generator.dirichlet(np.ones(2))
    middle, entropy = (bounds[:-1] + bounds[1:]) / 2, np.diff(bounds) / 2.5
    drawn = np.linspace(-8, 8, 801)

    def mean(row: np.ndarray, grade: int) -> float:
        one, two = weights * (row - middle[grade]) ** 2 / (2 * entropy[grade] ** 2)
        drops = np.exp(-one / (1 + 0.1 * drawn[:, None]) ** 2 - two / (1 + 0.1 * drawn) ** 2)
        chances = norm.pdf(drawn[:, None]) * norm.pdf(drawn)
        return simpson(simpson(drops * chances, x=drawn), x=drawn)

    degrees = np.array([[mean(row, grade) for grade in range(3)] for row in x])
    found = cloud(x, weights, bounds=bounds, width=2.5, ends="closed", clouds="joint")
    assert found == pytest.approx(degrees @ middle / degrees.sum(axis=1), rel=1e-9)
    agreed(program("scipy"), "two columns, five seeds: a drop's certainty integrated over both En'", 1e-9)
