"""Normalisers of decision analysis against numbers printed in a paper, a tutorial and the tests of programs."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, PAPER, QUOTED, Agreement, record

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.prepare.directions import Directions, compile_directions
from zhishu.prepare.normalisers.decision_scales import (
    enhanced_accuracy,
    logarithmic,
    nonlinear,
    zavadskas_turskis,
)
from zhishu.prepare.normalisers.ranges import turned

LMAW = (
    "Pamučar, Žižović, Biswas and Božanić (2021), Facta Universitatis, Mechanical Engineering 19(3): 361-380"
)
IN_RUST = "mcdm (Rust), tests"
THREE = np.array([[2.9, 2.31, 0.56, 1.89], [1.2, 1.34, 0.21, 2.48], [0.3, 2.48, 1.75, 1.69]])
"""Three alternatives by four criteria, the first and the last a cost."""


def held_by(program: str) -> str:
    """Say what is known of a number that the tests of a program expect."""
    return f"numbers as the tests of {program} hold them; where they come from is not said there"


def agreed(method: str, against: str, source: str, what: str, half: float, note: str = "") -> None:
    record(Agreement("normalise", method, against, source, what, half, holds=True, note=note))


def differs(method: str, source: str, what: str, note: str) -> None:
    record(Agreement("normalise", method, MANUAL, source, what, 0.0, holds=False, note=note))


def directions(signs: str) -> Directions:
    return compile_directions([Direction({"+": "positive", "-": "negative"}[sign]) for sign in signs])


def test_power_plants_with_costs_negated() -> None:
    """Four technologies by cost and efficiency: the costs change their sign, the efficiencies stay."""
    plants = np.array([[120.0, 38], [95, 42], [140, 55], [80, 30]])
    printed = [[-120.0, 38], [-95, 42], [-140, 55], [-80, 30]]
    assert turned(plants, directions("-+")).tolist() == printed
    source = "tutorial of scikit-criteria, Inverting objectives"
    agreed("sign", MANUAL, source, "NegateMinimize: four power plants by cost and efficiency", 0.0)


def test_shares_of_logarithms_of_four_experts() -> None:
    """Ratings over 0.5 by expert, shares of their logarithms, the Bonferroni mean of the four: six weights."""
    ratings = np.array(
        [
            [4, 2, 2.5, 1.5, 3.5, 5],
            [4.5, 1.5, 2.5, 1, 3, 4.5],
            [4, 2, 2, 1.5, 3, 5],
            [4, 1.5, 2, 1, 3.5, 4],
        ]
    )
    shares = logarithmic(ratings.T / 0.5, directions("++++"))
    pairs = shares.sum(axis=1) ** 2 - (shares**2).sum(axis=1)
    weights = np.sqrt(pairs / (4 * 3))
    np.testing.assert_allclose(weights, [0.215, 0.126, 0.152, 0.090, 0.190, 0.226], rtol=0, atol=5e-4)
    note = f"{QUOTED}; derived: those weights are the Bonferroni mean of the four experts' shares"
    agreed("logarithmic", PAPER, LMAW, "LMAW: four experts, six weights, 3 digits", 5e-4, note)


def test_shares_of_logarithms_of_six_alternatives() -> None:
    """Standardised values, their logarithmic shares by criterion, and the scores that follow from them."""
    x = np.array(
        [
            [647.34, 6.24, 49.87, 19.46, 212.58, 6.75],
            [115.64, 3.24, 16.26, 9.69, 207.59, 3.00],
            [373.61, 5.00, 26.43, 12.00, 184.62, 3.74],
            [37.63, 2.48, 2.85, 9.35, 142.50, 3.24],
            [858.01, 4.74, 62.85, 45.96, 267.95, 4.00],
            [222.92, 3.00, 19.24, 21.46, 221.38, 3.49],
        ]
    )
    weights = np.array([0.215, 0.126, 0.152, 0.090, 0.190, 0.226])
    cost = np.array([False, False, True, True, True, False])
    standardised = 1 + np.where(cost, x.min(axis=0) / x, x / x.max(axis=0))
    share = logarithmic(standardised, directions("++++++"))
    scores = (2 * share**weights / ((2 - share) ** weights + share**weights)).sum(axis=1)
    np.testing.assert_allclose(scores, [4.840, 4.681, 4.799, 4.733, 4.736, 4.704], rtol=0, atol=5e-4)
    note = f"{QUOTED}; derived: those scores follow from the shares in six criteria"
    agreed("logarithmic", PAPER, LMAW, "LMAW: six alternatives, scores, 3 digits", 5e-4, note)


def test_shares_of_logarithms_in_the_tests_of_programs() -> None:
    """A benefit and a cost with values of 1 or more; values below 1; a cost whose shares sum to n - 1."""
    printed = [[0.4107828, 0.34620508], [0.14359391, 0.28056765], [0.44562329, 0.37322727]]
    assert logarithmic(THREE[:, [1, 3]], directions("+-")).round(8).tolist() == printed
    what = "three alternatives, a benefit and a cost, 8 digits"
    agreed("logarithmic", MANUAL, IN_RUST, what, 5e-9, held_by("mcdm (Rust)"))
    with pytest.raises(MethodError, match="below 1"):
        logarithmic(THREE[:, [0]], directions("-"))
    note = "a cost of 2.9, 1.2 and 0.3 gets -11.86, -1.62 and 14.48 there; ours refuses values below 1"
    differs("logarithmic", IN_RUST, "values below 1", note)

    column = np.array([32.57, 93.23, 78.45, 54.12, 21.76, 85.34, 42.68])[:, None]
    theirs = [0.87403010, 0.83599827, 0.84224030, 0.85566609, 0.88861531, 0.83919604, 0.86425385]
    found = logarithmic(column, directions("-")).ravel()
    np.testing.assert_allclose(6 * found, theirs, rtol=0, atol=2e-8)
    assert found.sum() == pytest.approx(1, abs=1e-12)
    note = (
        "theirs is 1 - ln x / sum ln x, which sums to n - 1 over the column; ours divides it by n - 1, "
        "as the definition does, and is the sixth part of theirs to 7 digits"
    )
    differs("logarithmic", "McdaToolkit (C#), tests", "a cost of seven values", note)


def test_fractions_of_the_best_raised() -> None:
    """The best is 1; a cost of 2.9 where 0.3 is the best gets a thousandth."""
    printed = [
        [0.00110706, 0.86760211, 0.1024, 0.7149484],
        [0.015625, 0.29194849, 0.0144, 0.31644998],
        [1, 1, 1, 1],
    ]
    assert nonlinear(THREE, directions("-++-")).round(8).tolist() == printed
    what = "three alternatives by four criteria, two of them costs, 8 digits"
    agreed("nonlinear", MANUAL, IN_RUST, what, 5e-9, held_by("mcdm (Rust)"))


def test_shares_of_the_gaps_to_the_best() -> None:
    """The best is 1; with three alternatives the two others share what is left of 2."""
    printed = [
        [0.25714286, 0.87022901, 0.56410256, 0.7979798],
        [0.74285714, 0.12977099, 0.43589744, 0.2020202],
        [1, 1, 1, 1],
    ]
    assert enhanced_accuracy(THREE, directions("-++-")).round(8).tolist() == printed
    what = "three alternatives by four criteria, two of them costs, 8 digits"
    agreed("enhanced_accuracy", MANUAL, IN_RUST, what, 5e-9, held_by("mcdm (Rust)"))


def test_gaps_to_the_best_in_units_of_the_best() -> None:
    """A cost of more than twice the least is below 0."""
    printed = [
        [-7.66666667, 0.93145161, 0.32, 0.8816568],
        [-2, 0.54032258, 0.12, 0.53254438],
        [1, 1, 1, 1],
    ]
    assert zavadskas_turskis(THREE, directions("-++-")).round(8).tolist() == printed
    what = "three alternatives by four criteria, two of them costs, 8 digits"
    agreed("zavadskas_turskis", MANUAL, IN_RUST, what, 5e-9, held_by("mcdm (Rust)"))
