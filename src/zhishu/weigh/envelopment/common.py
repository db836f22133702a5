"""The benefit of the doubt with one set of weights for all regions, and its registry line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.envelopment.frontier import Tables, own_weights, scaled_tables
from zhishu.weigh.envelopment.ratio import Bounded, favouring, favouring_weakest, in_one_unit
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

    Where each region has weights of its own see `zhishu.weigh.envelopment.scores`: those are scores, not
    weights. Missing or negative values raise a MethodError; a constant column weighs 0 and is not
    bounded. `favour: all` is the benefit of the doubt of the mean of the regions. All draws are solved side
    by side (`simplex` of `zhishu.weigh.envelopment`; with bounds or for the weakest in a few rounds,
    `ratio`).

    Source: Hatefi and Torabi 2010, Ecological Economics 70(1): 114-120 (common weights); Cherchye et
    al. 2007 (benefit of the doubt).

    >>> benefit_of_the_doubt(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]))
    array([0.5, 0.5])
    """
    refuse_large(x)
    refuse_missing(x, "benefit_of_the_doubt")
    refuse_below(x, "benefit_of_the_doubt")
    live = live_columns(x)
    tables = scaled_tables(x)
    if favour == "all" and low <= 0 and high >= 1:
        found = own_weights(tables, tables.values.mean(axis=-2, keepdims=True))
        return shares(found.reshape(live.shape), live)
    weights = np.zeros(tables.scale.shape)
    told: NDArray[np.bool_] = np.asarray(live.reshape(tables.scale.shape).any(axis=-1))
    if told.any():
        weights[told] = _bounded_weights(tables, told, favour, (low, high))
    return shares(weights.reshape(live.shape), live)


def _bounded_weights(
    tables: Tables, told: NDArray[np.bool_], favour: str, sides: tuple[float, float]
) -> Array:
    """Return the weights of the tables in which any column varies."""
    low, high = sides
    kept = Tables(tables.values[told], tables.scale[told], tables.counted[told])
    _refuse_bounds(low, high, kept.counted.sum(axis=-1))
    free = low <= 0 and high >= 1
    values = kept.values if free else in_one_unit(kept)
    bounded = Bounded(values, np.arange(len(values)), kept.counted, low, high)
    found = favouring(bounded, values.mean(axis=-2)) if favour == "all" else favouring_weakest(bounded)
    return found / kept.scale if free else found


def _refuse_bounds(low: float, high: float, columns: NDArray[np.intp]) -> None:
    for count in (int(columns.min()), int(columns.max())):
        if low * count > 1 + _EXCESS or high * count < 1 - _EXCESS:
            raise MethodError(
                "no weights lie within these bounds",
                seen=f"low {low:g}, high {high:g} for {count} columns that vary",
                allowed=f"low at most {1 / count:.4g}, high at least {1 / count:.4g}",
            )


BENEFIT_OF_THE_DOUBT = Method(
    kind="weigh",
    id="benefit_of_the_doubt",
    name=Text("数据包络共同权重法", "Benefit of the doubt, common weights"),
    citation="Hatefi and Torabi (2010), Ecological Economics 70(1): 114-120; Cherchye, Moesen, Rogge and Van "
    "Puyenbroeck (2007), Social Indicators Research 82(1): 111-145",
    formula=Text(
        "max sum_i sum_j w_j x_ij（或 max min_i），约束条件：对每个 i，sum_j w_j x_ij <= 1，w >= 0，low <= "
        "w_j / sum w <= high；再除以总和",
        "max sum_i sum_j w_j x_ij (or max min_i) with sum_j w_j x_ij <= 1 for every i, w >= 0, low <= w_j "
        "/ sum w <= high; over the sum",
    ),
    needs="every value, none negative; linear programmes, those of all draws side by side",
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
