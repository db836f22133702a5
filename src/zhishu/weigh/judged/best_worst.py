"""Weights from comparing the best column with all others, and all others with the worst."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.option_tables import matrix_of
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.judged.hierarchy import STATED_BY_PEOPLE
from zhishu.weigh.judged.judgments import RATINGS, experts_about, for_every_draw, ids_of, panel_array

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

CONSISTENCY_INDEX = (0.0, 0.44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23)
"""The largest deviation ξ of the non-linear model when best over worst is 1, 2, … 9 (Rezaei 2015)."""
_HALVINGS = 100


@dataclass(frozen=True, slots=True, eq=False)
class BestWorst:
    """What one expert's comparisons come to: weights, deviation ξ, and two consistency ratios.

    `low` and `high` bound each weight over all solutions with that ξ (the linear model has one, so
    they equal the weights up to rounding). `ratio` is ξ over `CONSISTENCY_INDEX` (non-linear model,
    comparisons of 1 to 9; else NaN); `input_ratio` is max_j |a_Bj a_jW - a_BW| / (a_BW² - a_BW),
    which needs no solution. Both are 0 for consistent comparisons.
    """

    weights: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    deviation: float
    ratio: float
    input_ratio: float


def solve_best_worst(
    best_to_others: NDArray[np.float64], others_to_worst: NDArray[np.float64], *, model: str = "linear"
) -> BestWorst:
    """Return the BestWorst solution of one expert's two vectors of comparisons (columns,).

    The best column is the one with 1 in `best_to_others`, the worst that with 1 in `others_to_worst`.

    - `linear`: least ξ with |w_B - a_Bj w_j| ≤ ξ and |w_j - a_jW w_W| ≤ ξ (Rezaei 2016), one solution;
    - `nonlinear`: least ξ with |w_B / w_j - a_Bj| ≤ ξ and |w_j / w_W - a_jW| ≤ ξ (Rezaei 2015), found
      by halving in the one ratio w_B / w_W; it may have many solutions, and the weights are the
      middles of their intervals, over their sum (Rezaei 2016).

    >>> found = solve_best_worst(np.array([8.0, 2.0, 1.0]), np.array([1.0, 5.0, 8.0]), model="nonlinear")
    >>> found.weights.round(4), round(found.deviation, 2)
    (array([0.0714, 0.3387, 0.5899]), 0.26)
    """
    over, under = best_to_others, others_to_worst
    best, worst = _ends(over, under)
    whole = float(over[worst])
    apart = float(np.abs(over * under - whole).max())
    input_ratio = apart / (whole**2 - whole) if whole > 1 else 0.0
    if best == worst:
        equal = np.full(len(over), 1.0 / len(over))
        return BestWorst(equal, equal, equal, 0.0, 0.0, 0.0)
    if model == "linear":
        solution = _least_linear(over, under, best, worst)
        weights = solution[:-1] / solution[:-1].sum()
        return BestWorst(weights, weights, weights, float(solution[-1]), float("nan"), input_ratio)
    deviation, low, high = _nonlinear(over, under, best, worst)
    middle = (low + high) / 2.0
    listed = whole.is_integer() and whole <= len(CONSISTENCY_INDEX)
    index = CONSISTENCY_INDEX[int(whole) - 1] if listed else float("nan")
    ratio = deviation / index if index else 0.0
    return BestWorst(middle / middle.sum(), low, high, deviation, ratio, input_ratio)


def _ends(over: Vector, under: Vector) -> tuple[int, int]:
    """Return the best and the worst column; of several with 1, the one the other table sets apart most."""
    best = int(np.where(over == 1, under, -np.inf).argmax())
    worst = int(np.where(under == 1, over, -np.inf).argmax())
    return best, worst


def best_worst(  # noqa: PLR0913 - the panel's two tables, its group's ids and two choices
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    best_to_others: Mapping[str, Mapping[str, float]] = (),  # type: ignore[assignment]
    others_to_worst: Mapping[str, Mapping[str, float]] = (),  # type: ignore[assignment]
    model: str = "linear",
    limit: float | None = None,
) -> NDArray[np.float64]:
    """Return the weights of the best–worst method, shape (…, columns).

    Both tables are expert → id → comparison: how many times more important the best column is than
    each, and each than the worst (1 to 9, 1 for the best or the worst itself). Several experts'
    weights are averaged. `limit` refuses experts whose input-based consistency ratio is above it;
    null, the default, takes all. See `solve_best_worst` for the models. Values of `x` do not matter.

    Source: Rezaei 2015, Omega 53: 49-57; Rezaei 2016, Omega 64: 126-130; Liang, Brunelli and Rezaei
    2020, Omega 96 (input-based ratio).

    >>> best_worst(np.zeros((4, 2)), ("a", "b"), best_to_others={"Li": {"a": 1, "b": 3}},
    ...            others_to_worst={"Li": {"a": 3, "b": 1}}).round(6)
    array([0.75, 0.25])
    """
    names = ids_of(x, members)
    solved = solve_panel(best_to_others, others_to_worst, names, model=model)
    found = list(solved.values())
    worst = max(solution.input_ratio for solution in found)
    if limit is not None and worst > limit:
        raise MethodError(
            "the best–worst comparisons contradict themselves",
            seen=f"input-based consistency ratio {worst:.3f}",
            allowed=f"at most {limit:g}",
            advice="ask the expert again, or set `limit` higher",
        )
    return for_every_draw(np.mean([solution.weights for solution in found], axis=0), x)


def solve_panel(
    best_to_others: Mapping[str, Mapping[str, float]],
    others_to_worst: Mapping[str, Mapping[str, float]],
    names: Sequence[str],
    *,
    model: str = "linear",
) -> dict[str, BestWorst]:
    """Return each expert's BestWorst solution for the group of the columns `names`.

    The tables are those of `best_worst`; experts may stand in any order in either. Experts who judge
    in one table only, or whose two rows do not fit each other, raise a MethodError.

    >>> tables = {"Li": {"a": 1, "b": 3}}, {"Li": {"a": 3, "b": 1}}
    >>> solve_panel(*tables, ["a", "b"])["Li"].input_ratio
    0.0
    """
    over = panel_array(best_to_others, names, "best_to_others")
    panel_array(others_to_worst, names, "others_to_worst")
    experts, others = experts_about(best_to_others, names), experts_about(others_to_worst, names)
    if set(experts) != set(others):
        raise MethodError(
            "the two best–worst tables have different experts",
            seen=f"{', '.join(experts)}; {', '.join(others)}",
            allowed="the same experts in both",
        )
    under = matrix_of(others_to_worst, experts, names, "others_to_worst")
    for expert, one, other in zip(experts, over, under, strict=True):
        _refuse_rows(expert, one, other)
    return {
        expert: solve_best_worst(one, other, model=model)
        for expert, one, other in zip(experts, over, under, strict=True)
    }


def _refuse_rows(expert: str, one: Vector, other: Vector) -> None:
    best, worst = _ends(one, other)
    if one.min() != 1 or other.min() != 1 or one[worst] != other[best]:
        raise MethodError(
            "an expert's two best–worst rows do not fit each other",
            where=f"expert '{expert}'",
            seen="; ".join(", ".join(f"{value:g}" for value in row) for row in (one, other)),
            allowed="none below 1; 1 for the best in the first and for the worst in the second; "
            "the same number for best over worst in both",
        )


def _least_linear(over: NDArray[np.float64], under: NDArray[np.float64], best: int, worst: int) -> Vector:
    """Return (weights, ξ) of the linear model: one linear programme."""
    from scipy.optimize import linprog  # noqa: PLC0415 - half a second that other methods need not pay

    columns = len(over)
    rows = np.zeros((4 * columns, columns + 1))
    for column in range(columns):  # w_B - a_Bj w_j and w_j - a_jW w_W, each way round
        rows[column, best] += 1.0
        rows[column, column] -= over[column]
        rows[columns + column, column] += 1.0
        rows[columns + column, worst] -= under[column]
    rows[2 * columns :] = -rows[: 2 * columns]
    rows[:, -1] = -1.0
    whole = np.append(np.ones(columns), 0.0)[None]
    found = linprog(
        whole[0] == 0, A_ub=rows, b_ub=np.zeros(len(rows)), A_eq=whole, b_eq=[1.0], method="highs"
    )
    solution: Vector = found.x
    return solution


def _nonlinear(
    over: NDArray[np.float64], under: NDArray[np.float64], best: int, worst: int
) -> tuple[float, Vector, Vector]:
    """Return ξ and the bounds of the weights of the non-linear model.

    With w_W = 1 only t = w_B is free: |t - a_BW| ≤ ξ and, for every other column, t between
    (a_Bj - ξ)(a_jW - ξ) and (a_Bj + ξ)(a_jW + ξ). The least ξ that leaves a t leaves one.
    """
    others = [column for column in range(len(over)) if column not in {best, worst}]
    a, b, whole = over[others], under[others], float(over[worst])

    def span(deviation: float) -> tuple[float, float]:
        low = np.maximum(a - deviation, 0.0) * np.maximum(b - deviation, 0.0)
        high = (a + deviation) * (b + deviation)
        return float(max([whole - deviation, *low])), float(min([whole + deviation, *high]))

    deviation = _least(lambda trial: span(trial)[0] <= span(trial)[1], whole)
    t = float(np.mean(span(deviation)))
    low, high = np.ones(len(over)), np.ones(len(over))
    low[best] = high[best] = t
    low[others] = np.maximum(b - deviation, t / (a + deviation))
    highest = np.divide(t, a - deviation, out=np.full_like(a, np.inf), where=a > deviation)
    high[others] = np.maximum(np.minimum(b + deviation, highest), low[others])
    return deviation, low / (low + high.sum() - high), high / (high + low.sum() - low)


def _least(fits: Callable[[float], bool], largest: float) -> float:
    """Return the least deviation that fits, between 0 and `largest`, by halving."""
    low, high = 0.0, largest
    if fits(low):
        return low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high


_TABLES = {"best_to_others": {"Li": {"a": 1, "b": 3}}, "others_to_worst": {"Li": {"a": 3, "b": 1}}}

BEST_WORST = Method(
    kind="weigh",
    id="best_worst",
    name=Text("最优最劣法", "Best–worst method"),
    citation="Rezaei (2015), Omega 53: 49-57; Rezaei (2016), Omega 64: 126-130 (linear model, intervals)",
    formula=Text(
        "求最小的 xi，使 |w_B - a_Bj w_j| <= xi 且 |w_j - a_jW w_W| <= xi（linear），或用比值使 |w_B / w_j "
        "- a_Bj| <= xi 且 |w_j / w_W - a_jW| <= xi（nonlinear）；sum w = 1；B、W 为最优、最劣指标",
        "least xi with |w_B - a_Bj w_j| <= xi and |w_j - a_jW w_W| <= xi (linear), or with ratios |w_B / "
        "w_j - a_Bj| <= xi and |w_j / w_W - a_jW| <= xi (nonlinear); sum w = 1",
    ),
    needs="two rows of comparisons per expert; one small linear programme each (HiGHS), once for all draws",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=best_worst,
    inputs=("members",),
    parameters={
        "best_to_others": Option((), RATINGS, "expert → id → best over it, 1 for the best", table="rows"),
        "others_to_worst": Option(
            (), RATINGS, "expert → id → it over the worst, 1 for the worst", table="rows"
        ),
        "model": Option("linear", {"enum": ["linear", "nonlinear"]}, "differences or ratios"),
        "limit": Option(
            None, {"type": ["number", "null"], "minimum": 0}, "the largest input-based consistency ratio"
        ),
    },
    example=Example((np.zeros((4, 2)), ("a", "b")), [0.75, 0.25], _TABLES),
)
METHODS = (BEST_WORST,)
