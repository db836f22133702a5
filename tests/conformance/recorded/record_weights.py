"""Records what pyDecision, SymPy and PuLP answer for weightings; see saving.py for how to run it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pulp
from pyDecision.algorithm import bw_method, fuzzy_ahp_method
from saving import SEEDS, drawn, save
from sympy import Abs, Matrix, Rational, linsolve, symbols
from sympy.solvers.simplex import lpmax, lpmin


def triangle(comparison: float) -> tuple[float, float, float]:
    """Return a comparison of 1 to 9 or its reciprocal as (l, m, u), one apart, held within 1 to 9."""
    if comparison == 1:
        return (1.0, 1.0, 1.0)
    if comparison < 1:
        low, middle, high = triangle(round(1 / comparison))
        return (1 / high, 1 / middle, 1 / low)
    return (max(comparison - 1.0, 1.0), float(comparison), min(comparison + 1.0, 9.0))


def fuzzy_ahp() -> None:
    """Buckley's weights of comparisons among three to seven columns."""
    cases = []
    for seed in SEEDS:
        generator, count = np.random.default_rng(seed), 3 + seed
        matrix = np.ones((count, count))
        for row in range(count):
            for column in range(row + 1, count):
                one = float(generator.integers(1, 10))
                matrix[row, column] = one if generator.random() < 0.5 else 1 / one
                matrix[column, row] = 1 / matrix[row, column]
        fuzzy = [[triangle(cell) for cell in row] for row in matrix]
        _, _, weights, ratio = fuzzy_ahp_method(fuzzy)
        cases.append({"comparisons": matrix, "weights": weights, "ratio": ratio})
    save("fuzzy_ahp_pydecision", "pydecision", "fuzzy_ahp_method(triangles)", cases)


def judged(seed: int) -> tuple[list[int], list[int]]:
    """Return comparisons of the first column with all others, and of all with the last one."""
    generator, count = np.random.default_rng(seed), 4 + seed
    whole = int(generator.integers(4, 10))
    between = generator.integers(2, whole, count - 2).tolist()
    under = [max(2, min(whole - 1, round(whole / one + generator.normal()))) for one in between]
    return [1, *between, whole], [whole, *under, 1]


def best_worst() -> None:
    """The linear model: exact by SymPy, near by pyDecision; the one with ratios by PuLP."""
    exact, near, ratios = [], [], []
    for seed in SEEDS:
        over, under = judged(seed)
        w = symbols(f"w:{len(over)}")
        (xi,) = symbols("xi,")
        gaps = [w[0] - a * one for a, one in zip(over, w, strict=True)]
        gaps += [one - a * w[-1] for a, one in zip(under, w, strict=True)]
        limits = [side for gap in gaps for side in (gap <= xi, -gap <= xi) if gap != 0]
        limits += [one >= 0 for one in w]
        least, at = lpmin(xi, [*limits, sum(w) - 1 <= 0, sum(w) - 1 >= 0])
        case = {"best": over, "worst": under}
        exact.append({**case, "deviation": least, "weights": [at[one] for one in w]})
        found = bw_method(np.array(over), np.array(under), eps_penalty=1, verbose=False)
        near.append({**case, "weights": found})
        ratios.append({**case, **_ratios(over, under)})
    save("best_worst_sympy", "sympy", "sympy.solvers.simplex.lpmin of the linear model", exact)
    save("best_worst_pydecision", "pydecision", "bw_method(best, worst, eps_penalty=1)", near)
    save("best_worst_pulp", "pulp", "linear programmes of the ratios, the deviation halved; CBC", ratios)


def _ratios(over: list[int], under: list[int]) -> dict:
    low, high = 0.0, 9.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if _within(over, under, middle) else (middle, high)
    ends = [
        [_within(over, under, high + 1e-6, place, sign) for sign in (1, -1)] for place in range(len(over))
    ]
    return {"deviation": high, "low": [one for one, _ in ends], "high": [one for _, one in ends]}


def _within(over: list[int], under: list[int], xi: float, place: int = 0, sign: int = 1) -> float | None:
    """Return the least (greatest with sign -1) weight at a place when all ratios are within `xi`."""
    model = pulp.LpProblem("ratios", pulp.LpMinimize)
    w = [pulp.LpVariable(f"w{at}", lowBound=1e-6) for at in range(len(over))]
    model += sign * w[place]
    model += pulp.lpSum(w) == 1
    for a, b, one in zip(over, under, w, strict=True):
        for gap, unit in ((w[0] - a * one, one), (one - b * w[-1], w[-1])):
            model += gap <= xi * unit
            model += -gap <= xi * unit
    solved = model.solve(pulp.PULP_CBC_CMD(msg=False))
    return w[place].value() if solved == pulp.LpStatusOptimal else None


def common_weights() -> None:
    """The benefit of the doubt with common weights, exactly: 8 regions, 4 columns."""
    cases = []
    for seed in SEEDS:
        x, _ = drawn(seed, 8, 4)
        rows = [[Rational(str(cell)) for cell in row] for row in x]
        for favour in ("all", "weakest"):
            for low, high in (("0", "1"), ("0.15", "0.4")):
                w, (least,) = symbols("w:4"), symbols("least,")
                scores = [sum(c * one for c, one in zip(row, w, strict=True)) for row in rows]
                limits = [score <= 1 for score in scores] + [one >= 0 for one in w]
                limits += [one >= Rational(low) * sum(w) for one in w]
                limits += [one <= Rational(high) * sum(w) for one in w]
                if favour == "weakest":
                    limits += [score >= least for score in scores]
                _, at = lpmax(sum(scores) if favour == "all" else least, limits)
                total = sum(at[one] for one in w)
                shares = [at[one] / total for one in w]
                cases.append(
                    {"x": x, "favour": favour, "low": float(low), "high": float(high), "weights": shares}
                )
    save("common_weights_sympy", "sympy", "sympy.solvers.simplex.lpmax", cases)


def game() -> None:
    """Two to four weightings of five columns: the linear system in exact fractions."""
    cases = []
    for seed in SEEDS:
        count = 2 + seed % 3
        parts = np.random.default_rng(seed).integers(1, 50, (count, 5))
        given = [[Rational(int(one), int(row.sum())) for one in row] for row in parts]
        table = Matrix(given)
        own = Matrix([sum(one**2 for one in row) for row in given])
        a = symbols(f"a:{count}")
        (solved,) = linsolve((table * table.T, own), a)
        total = sum(Abs(one) for one in solved)
        weights = [
            sum(Abs(one) / total * row[at] for one, row in zip(solved, given, strict=True)) for at in range(5)
        ]
        cases.append({"parts": parts, "weights": [Fraction(int(w.p), int(w.q)) for w in weights]})
    save("game_sympy", "sympy", "linsolve of sum a_k (w_i . w_k) = w_i . w_i", cases)


if __name__ == "__main__":
    fuzzy_ahp()
    game()
    common_weights()
    best_worst()
