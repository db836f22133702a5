"""Weightings against pyDecision, PuLP and exact fractions in SymPy: answers recorded in tests/conformance/recorded."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, record
from recorded_answers import recorded

from zhishu.weigh.best_worst import solve_best_worst
from zhishu.weigh.combine import game_combination
from zhishu.weigh.common import benefit_of_the_doubt
from zhishu.weigh.hierarchy import fuzzy_ahp


def agreed(
    method: str, against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("weigh", method, against, source, what, tolerance, holds, note))


ANEW = "the equations stated anew for a solver of others; no installable program for the method was found"


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


def test_game_combination_in_fractions() -> None:
    """Two to four weightings of five columns."""
    found = recorded("game_sympy")
    for case in found.cases:
        parts = np.array(case["parts"], dtype=float)
        shares = 100 * parts / parts.sum(axis=1, keepdims=True)
        methods = [
            {"method": "budget_allocation", "allocations": {"one": dict(zip("abcde", row, strict=True))}}
            for row in shares.tolist()
        ]
        ours = game_combination(np.zeros((2, 5)), members=tuple("abcde"), methods=methods)
        assert ours == pytest.approx(case["weights"], rel=1e-9)
    source = "2 to 4 random weightings of 5 columns, five seeds"
    what = "weights, the system solved in exact fractions"
    agreed("game_combination", found.program, source, what, 1e-9, note=ANEW)
