"""Directional benefit of the doubt with what is not desired against numbers that manuals and lecture notes print."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.programmes.directional import directional_benefit
from zhishu.score.aggregators.programmes.robust_directional import robust_directional_benefit

THREE = np.full(3, 1 / 3)
JULIA = "DataEnvelopmentAnalysis.jl (Julia)"
UNITS = """\
5 13 12
16 12 14
16 26 25
17 15 26
18 14 8
23 6 9
25 10 27
27 22 30
37 14 31
42 25 26
5 17 12"""
"""Eleven units of two inputs and one output, in the manual of DataEnvelopmentAnalysis.jl."""
ONES = {
    "any": [0, 3.21996, 2.12169, 0, 6.73567, 1.94595, 0, 3.63586, 1.83784, 10.2311, 0],
    "one": [0, 1.41887, 0, 0, 4.06792, 0, 0, 0, 0, 5.0, 0],
}
OBSERVED = {
    "any": np.array(
        [
            "0",
            ".23282544774",
            ".09898790422",
            "0",
            ".52628538417",
            ".28571428571",
            "0",
            ".13787061050",
            ".09883720930",
            ".34177215190",
            "0",
        ],
        dtype=float,
    ),
    "one": [0, 0.1076130509, 0, 0, 0.2883597884, 0, 0, 0, 0, 0.1821192053, 0],
}
MEANT = {"any": "constant returns", "one": "variable returns"}


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("aggregate", "directional_benefit", against, source, what, tolerance, True, note))


def units() -> np.ndarray:
    """Return the eleven units, inputs turned by their sign."""
    return np.array([line.split() for line in UNITS.splitlines()], dtype=float) * [-1, -1, 1]


@pytest.mark.parametrize("mixtures", ONES)
def test_steps_of_one_as_the_manual_prints_them(mixtures: str) -> None:
    """Directional distance function, ones as directions, constant and variable returns to scale."""
    scores = directional_benefit(units(), THREE, direction=[1, 1, 1], mixtures=mixtures)
    assert 1 / scores - 1 == pytest.approx(ONES[mixtures], abs=5.1e-5)
    note = "what is not desired is an input there"
    source = f"{JULIA}: Directional Distance Function Models"
    agreed(
        MANUAL,
        source,
        f"`mixtures: {mixtures}` ({MEANT[mixtures]}), eleven units, β along ones",
        5.1e-5,
        note,
    )


@pytest.mark.parametrize("mixtures", OBSERVED)
def test_steps_of_what_is_observed(mixtures: str) -> None:
    """The same units with their own amounts as directions, as its tests have them from R."""
    scores = directional_benefit(units(), THREE, direction="own", mixtures=mixtures)
    assert 1 / scores - 1 == pytest.approx(OBSERVED[mixtures], abs=1e-9)
    what = f"`direction: own`, `mixtures: {mixtures}` ({MEANT[mixtures]}), eleven units, β"
    agreed(JULIA, "its tests, numbers from R", what, 1e-9)


def test_five_units_with_a_bad_output_and_an_input_of_one() -> None:
    """Environmental model of Aparicio, Pastor and Zofío, along what is observed."""
    x = np.array([[7, 5, 1, 3, 4], [-2, -5, -3, -3, -2]], dtype=float).T
    scores = directional_benefit(x, np.array([0.5, 0.5]), direction="own", mixtures="at_most_one")
    assert 1 / scores - 1 == pytest.approx([0, 2 / 5, 19 / 23, 5 / 9, 3 / 11], abs=1e-12)
    note = "0.4, 0.8260869565, 0.5555555556, 0.2727272727 there"
    what = "five units of its manual, each with an input of 1: β along what is observed"
    agreed(JULIA, "deaenv, its tests", what, 1e-12, note)


def test_constant_returns_are_half_of_one_and_the_radial_efficiency() -> None:
    """1 / (1 + β) = (1 + θ) / 2 along own amounts: θ of three units, two inputs and three outputs."""
    inputs = np.array([[5, 14], [8, 15], [7, 12]], dtype=float)
    outputs = np.array([[9, 4, 16], [5, 7, 10], [4, 9, 13]], dtype=float)
    x = np.column_stack([outputs, -inputs])
    scores = directional_benefit(x, np.full(5, 0.2), direction="own", mixtures="any")
    assert 2 * scores - 1 == pytest.approx([1, 0.773333, 1], abs=5.1e-7)
    source = "Carnegie Mellon University, lecture notes on data envelopment analysis"
    what = "three units: 2 · score − 1 is their efficiency, 1, 0.773333, 1"
    agreed(MANUAL, source, what, 5.1e-7, "`direction: own`, `mixtures: any`")


@pytest.mark.parametrize("mixtures", ONES)
def test_samples_that_hold_all_units_give_the_printed_steps(mixtures: str) -> None:
    """The robust score's limit: of 600 draws of eleven units each comes up (but for one case in 10^23)."""
    options = {"direction": [1, 1, 1], "mixtures": mixtures, "sample": 600, "draws": 2}
    scores = robust_directional_benefit(units(), THREE, generator=np.random.default_rng(0), **options)
    assert 1 / scores - 1 == pytest.approx(ONES[mixtures], abs=5.1e-5)
    source = f"{JULIA}: Directional Distance Function Models"
    what = f"`mixtures: {mixtures}` ({MEANT[mixtures]}), samples that hold all eleven units, β along ones"
    note = "the limit of a large `sample`; no printed mean over smaller samples was found"
    record(Agreement("aggregate", "robust_directional_benefit", MANUAL, source, what, 5.1e-5, True, note))
