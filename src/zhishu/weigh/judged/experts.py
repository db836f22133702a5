"""Weights that a panel of experts allots, and weights from who they say comes before whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.judged.hierarchy import STATED_BY_PEOPLE
from zhishu.weigh.judged.judgments import RATINGS, experts_about, for_every_draw, ids_of, panel_array

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_BUDGET_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class PanelSpread:
    """How far a panel agrees: of each column's share, over the experts, shape (columns,).

    `deviation` is the sample deviation (0 for one expert); `concordance` is Kendall's W over the
    experts' ranks, 1 where they rank alike, NaN for one expert or one column.
    """

    mean: NDArray[np.float64]
    median: NDArray[np.float64]
    deviation: NDArray[np.float64]
    smallest: NDArray[np.float64]
    largest: NDArray[np.float64]
    concordance: float


def panel_spread(allocations: NDArray[np.float64]) -> PanelSpread:
    """Return the PanelSpread of points (experts, columns), each expert's divided by their sum.

    >>> found = panel_spread(np.array([[60.0, 40.0], [80.0, 20.0]]))
    >>> found.mean, found.deviation.round(4), found.concordance
    (array([0.7, 0.3]), array([0.1414, 0.1414]), 1.0)
    """
    share = allocations / allocations.sum(axis=1, keepdims=True)
    several = len(share) > 1
    return PanelSpread(
        share.mean(axis=0),
        np.median(share, axis=0),
        share.std(axis=0, ddof=1) if several else np.zeros(share.shape[1]),
        share.min(axis=0),
        share.max(axis=0),
        concordance(share) if several and share.shape[1] > 1 else float("nan"),
    )


def concordance(share: NDArray[np.float64]) -> float:
    """Return Kendall's W of numbers (experts, columns), corrected for ties.

    1 where all experts rank the columns alike, or none tells any apart; 0 where their ranks cancel.

    >>> concordance(np.array([[3.0, 2.0, 1.0], [6.0, 5.0, 4.0]]))
    1.0
    """
    experts, columns = share.shape
    below = (share[:, :, None] > share[:, None, :]).sum(axis=-1)
    level = (share[:, :, None] == share[:, None, :]).sum(axis=-1)
    ranks = below + (level + 1) / 2.0
    spread = float(((ranks.sum(axis=0) - experts * (columns + 1) / 2.0) ** 2).sum())
    ties = float((level**2 - 1).sum())  # Σ over tied groups of t³ - t, one t² - 1 per member
    largest = experts**2 * (columns**3 - columns) - experts * ties
    return 12.0 * spread / largest if largest > 0 else 1.0


def budget_allocation(
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    allocations: Mapping[str, Mapping[str, float]] = (),  # type: ignore[assignment]
    budget: float | None = 100.0,
    average: str = "mean",
) -> NDArray[np.float64]:
    """Return the weights that a panel of experts allots, shape (…, columns).

    `allocations` is expert → id → points, none negative. Each expert's points in this group must sum
    to `budget` (to one part in a million; null takes any sum above 0) and count as shares; a weight
    is their `mean`, or their `median` over the sum of medians. `panel_spread` says how far the panel
    agrees. Values of `x` do not matter.

    Source: OECD/JRC 2008, Handbook on Constructing Composite Indicators, section 6.2.

    >>> panel = {"Li": {"a": 60, "b": 40}, "Wu": {"a": 80, "b": 20}}
    >>> budget_allocation(np.zeros((4, 2)), ("a", "b"), allocations=panel)
    array([0.7, 0.3])
    """
    names = ids_of(x, members)
    points = panel_array(allocations, names, "allocations")
    _refuse_allocations(points, budget, experts_about(allocations, names))
    spread = panel_spread(points)
    weights = spread.mean if average == "mean" else spread.median
    if not weights.sum() > 0:
        raise MethodError(
            "the medians of the panel's shares are all 0",
            seen="0",
            allowed="a sum above 0",
            advice="use `mean`",
        )
    return for_every_draw(weights / weights.sum(), x)


def _refuse_allocations(points: NDArray[np.float64], budget: float | None, experts: Sequence[str]) -> None:
    if points.shape[1] == 1 and (points > 0).all():
        return
    for row, expert in zip(points, experts, strict=True):
        total = float(row.sum())
        fits = total > 0 if budget is None else abs(total - budget) <= _BUDGET_TOLERANCE * abs(budget)
        if (row < 0).any() or not fits:
            raise MethodError(
                "an expert's points cannot be used",
                where=f"expert '{expert}'",
                seen=", ".join(f"{value:g}" for value in row) + f" (sum {total:g})",
                allowed="none negative, sum " + ("above 0" if budget is None else f"{budget:g}"),
                advice="correct the table, or set `budget: null` to take shares of any sum",
            )


def precedence_chart(
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    ratings: Mapping[str, Mapping[str, float]] = (),  # type: ignore[assignment]
    own: float = 0.5,
) -> NDArray[np.float64]:
    """Return the weights of the precedence chart (优序图), shape (…, columns).

    `ratings` is expert → id → importance, larger is more important (any scale). Each expert's chart
    has 1 where a column is rated above another, 0.5 where they are level, 0 where below, and `own`
    on the diagonal; a weight is the sum of a column's row, over all experts, over the sum of all.
    With `own` 0.5 no column can weigh 0; with 0 the column that everybody rates last does. The
    mean of the ratings is charted instead where only that is given: write it as one expert.

    With one expert and `own` 0.5 these are the RANCOM weights of Więckowski et al. (2023). Values of
    `x` do not matter.

    Source: Moody 1983, Decision Making: Proven Methods for Better Decisions, McGraw-Hill.

    >>> precedence_chart(np.zeros((4, 3)), ("a", "b", "c"), ratings={"Li": {"a": 9, "b": 5, "c": 5}})
    array([0.55555556, 0.22222222, 0.22222222])
    """
    values = panel_array(ratings, ids_of(x, members), "ratings")
    chart = (np.sign(values[:, :, None] - values[:, None, :]) + 1.0) / 2.0
    columns = values.shape[1]
    chart[:, np.arange(columns), np.arange(columns)] = own
    rows = chart.sum(axis=(0, 2))
    return for_every_draw(rows / rows.sum() if rows.sum() > 0 else np.ones(columns) / columns, x)


_PANEL = {"Li": {"a": 60, "b": 40}, "Wu": {"a": 80, "b": 20}}

BUDGET_ALLOCATION = Method(
    kind="weigh",
    id="budget_allocation",
    name=Text("专家预算分配法", "Budget allocation"),
    citation="OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 6.2",
    formula=Text(
        "w_j = 各专家 p_j / sum_k p_k 的均值（或中位数，再除以总和），p_j 为该专家分配给指标 j 的点数",
        "w_j = mean over experts of points_j / sum of the expert's points (or medians, over the sum)",
    ),
    needs="an expert panel's table: expert, then points for each member of the group",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=budget_allocation,
    inputs=("members",),
    parameters={
        "allocations": Option((), RATINGS, "expert → id → points", table="rows"),
        "budget": Option(
            100.0,
            {"type": ["number", "null"], "exclusiveMinimum": 0},
            "what each expert's points sum to; null takes any sum",
        ),
        "average": Option("mean", {"enum": ["mean", "median"]}, "of the experts' shares"),
    },
    example=Example((np.zeros((4, 2)), ("a", "b")), [0.7, 0.3], {"allocations": _PANEL}),
)
PRECEDENCE_CHART = Method(
    kind="weigh",
    id="precedence_chart",
    name=Text("优序图法", "Precedence chart"),
    citation="Moody (1983), Decision Making: Proven Methods for Better Decisions, McGraw-Hill; Więckowski, "
    "Kizielewicz, Shekhovtsov and Sałabun (2023), Engineering Applications of Artificial Intelligence 122: "
    "106114 (RANCOM, the same with one expert)",
    formula=Text(
        "指标 j 的评分高于、等于、低于指标 k 时 c_jk 分别取 1、0.5、0，j = k 时取 own；w_j = 第 j 行之和 / "
        "全部元素之和",
        "chart_jk = 1, 0.5, 0 where column j is rated above, level with, below k; `own` where j = k; w_j = "
        "sum of row j over the sum of all",
    ),
    needs="an expert panel's ratings, or one ranking written as ratings (larger is more important)",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=precedence_chart,
    inputs=("members",),
    parameters={
        "ratings": Option((), RATINGS, "expert → id → importance, larger is more", table="rows"),
        "own": Option(
            0.5,
            {"type": "number", "minimum": 0, "maximum": 1},
            "what a column's comparison with itself counts",
        ),
    },
    example=Example(
        (np.zeros((4, 3)), ("a", "b", "c")),
        [5 / 9, 2 / 9, 2 / 9],
        {"ratings": {"Li": {"a": 9, "b": 5, "c": 5}}},
    ),
)
METHODS = (BUDGET_ALLOCATION, PRECEDENCE_CHART)
