"""The benefit of the doubt with one set of weights for all regions, and its registry line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method, Option
from zhishu.weigh.frontier import own_weights, scaled_tables
from zhishu.weigh.moments import refuse_below, refuse_large, refuse_missing
from zhishu.weigh.shares import degenerate, live_columns, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_EXCESS = 1e-9


def benefit_of_the_doubt(
    x: Array, *, favour: str = "all", low: float = 0.0, high: float = 1.0
) -> NDArray[np.float64]:
    """Return the common weights of the benefit of the doubt, shape (…, columns).

    One set of weights w ≥ 0 for all regions, with Σ_j w_j x_ij ≤ 1 for every region i, that brings
    the scores as near to 1 as can be: the largest sum of scores with `favour: all`, the largest
    least score with `favour: weakest`; then divided by their sum. `low` and `high` bound each
    weight's share of Σ w. Without bounds some columns may weigh 0; two solutions are possible only
    where the data leave the choice open.

    Where each region has weights of its own see `zhishu.weigh.envelopment`: those are scores, not
    weights. Missing or negative values raise a MethodError; a constant column weighs 0 and is not
    bounded. Without bounds `favour: all` is the benefit of the doubt of the mean of the regions, solved
    for all draws at once; else one linear programme (HiGHS) per draw.

    Source: Hatefi and Torabi 2010, Ecological Economics 70(1): 114-120 (common weights); Cherchye et
    al. 2007 (benefit of the doubt).

    >>> benefit_of_the_doubt(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]))
    array([0.5, 0.5])
    """
    refuse_large(x)
    refuse_missing(x, "benefit_of_the_doubt")
    refuse_below(x, "benefit_of_the_doubt")
    live = live_columns(x)
    if favour == "all" and low <= 0 and high >= 1:
        tables = scaled_tables(x)
        found = own_weights(tables, tables.values.mean(axis=-2, keepdims=True))
        return shares(found.reshape(live.shape), live)
    weights = np.zeros((*x.shape[:-2], x.shape[-1]))
    for draw in np.ndindex(x.shape[:-2]):
        columns = np.flatnonzero(live[draw])
        if len(columns):
            weights[draw][columns] = _common_weights(x[draw][:, columns], favour, low, high)
    return shares(weights, live)


def _common_weights(x: Array, favour: str, low: float, high: float) -> Array:
    from scipy.optimize import linprog  # noqa: PLC0415 - half a second that other methods need not pay

    regions, columns = x.shape
    if low * columns > 1 + _EXCESS or high * columns < 1 - _EXCESS:
        raise MethodError(
            "no weights lie within these bounds",
            seen=f"low {low:g}, high {high:g} for {columns} columns that vary",
            allowed=f"low at most {1 / columns:.4g}, high at least {1 / columns:.4g}",
        )
    # The last variable is the least score; it counts only where the weakest region is favoured.
    aim = np.append(np.zeros(columns), -1.0) if favour == "weakest" else np.append(-x.mean(axis=0), 0.0)
    own = np.eye(columns)
    rows = np.vstack([x, -x, low - own, own - high])
    last = np.repeat([0.0, 1.0, 0.0, 0.0], [regions, regions, columns, columns])
    right = np.repeat([1.0, 0.0, 0.0, 0.0], [regions, regions, columns, columns])
    found = linprog(aim, A_ub=np.column_stack([rows, last]), b_ub=right, method="highs")
    solution: Array = found.x[:columns]
    return solution


BENEFIT_OF_THE_DOUBT = Method(
    kind="weigh",
    id="benefit_of_the_doubt",
    name=Text("数据包络共同权重法", "Benefit of the doubt, common weights"),
    citation="Hatefi and Torabi (2010), Ecological Economics 70(1): 114-120; Cherchye, Moesen, Rogge and Van "
    "Puyenbroeck (2007), Social Indicators Research 82(1): 111-145",
    formula="max sum_i sum_j w_j x_ij (or max min_i) with sum_j w_j x_ij <= 1 for every i, w >= 0, "
    "low <= w_j / sum w <= high; over the sum",
    needs="every value, none negative; with bounds or `favour: weakest` one linear programme (HiGHS) per "
    "draw, in a loop over draws",
    range="[0, 1], sum 1",
    degenerate=degenerate(
        nan="error: needs every value",
        constant="weight 0, and not bounded; equal weights when every column is constant",
        negative="error: needs values of 0 or more",
    ),
    function=benefit_of_the_doubt,
    parameters={
        "favour": Option("all", {"enum": ["all", "weakest"]}, "the sum of scores, or the least score"),
        "low": Option(0.0, {"type": "number", "minimum": 0, "maximum": 1}, "the least share of a weight"),
        "high": Option(1.0, {"type": "number", "minimum": 0, "maximum": 1}, "the largest share of a weight"),
    },
    example=Example((np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]),), [0.5, 0.5]),
)
METHODS = (BENEFIT_OF_THE_DOUBT,)
