"""Weightings against pyDecision, mathmodels, PuLP and SymPy: answers recorded in tests/conformance/recorded."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from record import Agreement, record
from recorded_answers import recorded

from zhishu.weigh.combine import game_combination, linear_combination, multiplicative_combination
from zhishu.weigh.envelopment.common import benefit_of_the_doubt
from zhishu.weigh.judged.best_worst import solve_best_worst
from zhishu.weigh.judged.hierarchy import fuzzy_ahp


def agreed(
    method: str, against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("weigh", method, against, source, what, tolerance, holds, note))


ANEW = "the programme stated anew for SymPy's simplex method; no installable program for the method was found"


def test_fuzzy_ahp_against_pydecision() -> None:
    """Buckley's weights of three to seven columns, consistent or not."""
    found = recorded("fuzzy_ahp_pydecision")
    for case in found.cases:
        matrix = np.array(case["comparisons"])
        names = tuple("abcdefg"[: len(matrix)])
        table = {
            one: {other: float(matrix[row, row + 1 + at]) for at, other in enumerate(names[row + 1 :])}
            for row, one in enumerate(names[:-1])
        }
        ours = fuzzy_ahp(np.zeros((2, len(names))), names, comparisons=table, limit=None)
        assert ours == pytest.approx(case["weights"], rel=1e-12)
    source = "random comparisons of 3 to 7 columns, five seeds"
    agreed("fuzzy_ahp", found.program, source, "Buckley's weights", 1e-12)


def test_the_linear_best_worst_model_in_fractions() -> None:
    """Least ξ and weights of four to eight columns."""
    found = recorded("best_worst_sympy")
    for case in found.cases:
        ours = solve_best_worst(np.array(case["best"], dtype=float), np.array(case["worst"], dtype=float))
        assert ours.deviation == pytest.approx(case["deviation"], abs=1e-9)
        assert ours.weights == pytest.approx(case["weights"], abs=1e-9)
    source = "random comparisons of 4 to 8 columns, five seeds"
    what = "linear model in exact fractions: ξ and weights"
    note = "the linear programme stated anew for SymPy's simplex method"
    agreed("best_worst", found.program, source, what, 1e-9, note=note)


def deviation(weights: np.ndarray, best: np.ndarray, worst: np.ndarray) -> float:
    """Return the largest |w_B - a_Bj w_j| and |w_j - a_jW w_W|; the best stands first, the worst last."""
    gaps = np.abs(weights[0] - best * weights), np.abs(weights - worst * weights[-1])
    return float(np.max(gaps))


def test_the_linear_best_worst_model_of_pydecision() -> None:
    """A general search in place of a linear programme: near on four tables, far off on the largest."""
    found, excess = recorded("best_worst_pydecision"), []
    for case in found.cases:
        best, worst = np.array(case["best"], dtype=float), np.array(case["worst"], dtype=float)
        ours, theirs = solve_best_worst(best, worst), np.array(case["weights"])
        assert deviation(ours.weights, best, worst) == pytest.approx(ours.deviation, abs=1e-12)
        excess.append(deviation(theirs, best, worst) / ours.deviation)
        if len(best) < max(len(one["best"]) for one in found.cases):
            assert theirs == pytest.approx(ours.weights, abs=0.008)
    assert min(excess) > 1
    assert max(excess[:-1]) < 1.01
    assert excess[-1] > 5
    source = "random comparisons of 4 to 7 columns, four seeds"
    agreed("best_worst", found.program, source, "linear model: weights", 0.008)
    note = (
        "the peer minimises a penalty by a general search, which stops at a ξ of 0.198 where 0.0366 can be had; "
        "the exact solution in fractions is ours"
    )
    source = "random comparisons of 8 columns"
    agreed("best_worst", found.program, source, "linear model: weights", 0.0, holds=False, note=note)


def test_the_best_worst_model_of_ratios_against_pulp() -> None:
    """Least ξ by halving, each weight's interval by two linear programmes of CBC."""
    found = recorded("best_worst_pulp")
    for case in found.cases:
        best, worst = np.array(case["best"], dtype=float), np.array(case["worst"], dtype=float)
        ours = solve_best_worst(best, worst, model="nonlinear")
        assert ours.deviation == pytest.approx(case["deviation"], abs=1e-5)
        assert ours.low == pytest.approx(case["low"], abs=1e-5)
        assert ours.high == pytest.approx(case["high"], abs=1e-5)
    source = "random comparisons of 4 to 8 columns, five seeds"
    what = "model of ratios: ξ and the interval of each weight"
    note = "the programmes stated anew for CBC, whose answers have seven digits"
    agreed("best_worst", found.program, source, what, 1e-5, note=note)


def test_common_weights_in_fractions() -> None:
    """Both aims, with shares free and between 0.15 and 0.4: the same programme, solved exactly."""
    found = recorded("common_weights_sympy")
    for case in found.cases:
        options = {name: case[name] for name in ("favour", "low", "high")}
        ours = benefit_of_the_doubt(np.array(case["x"]), **options)
        assert ours == pytest.approx(case["weights"], abs=1e-9)
    source = "random data, 8 × 4, five seeds"
    for favour in ("all", "weakest"):
        for low, high in ((0, 1), (0.15, 0.4)):
            what = f"`favour: {favour}`, shares in [{low}, {high}], in exact fractions: weights"
            agreed("benefit_of_the_doubt", found.program, source, what, 1e-9, note=ANEW)


def combined(function: Callable, parts: list[list[int]]) -> np.ndarray:
    """Return what a combination makes of weightings of five columns, each given as parts of its sum."""
    shares = np.array(parts, dtype=float) / np.sum(parts, axis=1, keepdims=True)
    methods = [
        {"method": "budget_allocation", "allocations": {"one": dict(zip("abcde", row, strict=True))}}
        for row in (100 * shares).tolist()
    ]
    return function(np.zeros((2, 5)), members=tuple("abcde"), methods=methods)


def test_combinations_against_mathmodels() -> None:
    """Two weightings of five columns: the mean, the product and, with coefficients above 0, the game's compromise."""
    found = recorded("game_mathmodels")
    source = "two random weightings of 5 columns"
    for name, function in (("linear", linear_combination), ("multiplicative", multiplicative_combination)):
        for case in found.cases:
            assert combined(function, case["parts"]) == pytest.approx(case[name], rel=1e-12)
        agreed(function.__name__, found.program, f"{source}, five seeds", f"weights, type {name}", 1e-12)
    apart = []
    for case in found.cases:
        shares = np.array(case["parts"], dtype=float) / np.sum(case["parts"], axis=1, keepdims=True)
        strength = np.linalg.solve(shares @ shares.T, (shares**2).sum(axis=1))
        signed = strength @ shares / strength.sum()
        assert case["game_linear"] == pytest.approx(signed, rel=1e-9)
        ours = combined(game_combination, case["parts"])
        if (strength > 0).all():
            assert ours == pytest.approx(case["game_linear"], rel=1e-12)
        else:
            apart.append(np.abs(ours - case["game_linear"]).max())
    assert len(apart) == 1
    assert min(apart) > 0.06
    what = "weights, type game_linear"
    agreed("game_combination", found.program, f"{source}, four seeds", what, 1e-12)
    note = (
        "a difference of convention: with coefficients 1.496 and -0.535 the peer divides by their signed sum, so that "
        "one weighting counts against itself and weights can fall below 0; here by |a|, as the formula says"
    )
    what = "weights, type game_linear, where a coefficient is negative"
    agreed("game_combination", found.program, source, what, 0.0, holds=False, note=note)


def test_game_combination_in_fractions() -> None:
    """Two to four weightings of five columns."""
    found = recorded("game_sympy")
    for case in found.cases:
        assert combined(game_combination, case["parts"]) == pytest.approx(case["weights"], rel=1e-9)
    source = "2 to 4 random weightings of 5 columns, five seeds"
    what = "weights, the system solved in exact fractions"
    agreed("game_combination", found.program, source, what, 1e-9, note="the equations stated anew for SymPy")
