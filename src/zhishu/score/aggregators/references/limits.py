"""Limits on properties: how values stand to the lower, upper and target limits that are set for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator
from zhishu.score.aggregators.columns import require_complete, weighted_sum
from zhishu.score.aggregators.raw_columns import turned_costs
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Limits = Mapping[str, Mapping[str, float]]


def lopm(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    members: Sequence[str] = (),
    *,
    limits: Limits | None = None,
) -> NDArray[np.float64]:
    """Return the merit of each region by Farag's limits on properties, sign turned, shape (…, regions).

    −Σ w r, r = Y / X for a lower limit Y of the quantity X, X / Y for an upper limit, |X / Y − 1| for a
    target: −1 where every quantity is at its limit, above that where it is better, and 0 at the target.
    Farag's merit is Σ w r, the smaller the better. `limits` says for each of the `members` (the columns'
    ids, or else in the order given) `{lower: Y}`, `{upper: Y}` or `{target: Y}` in units of the
    quantity, without sign. A column without one is measured by the best value found.

    A column that was turned by its sign (a cost: values below 0, none above) has an upper limit or a
    target, any other a lower limit or a target. Values on both sides of 0, a value of 0 under a lower
    limit, a limit that does not fit and missing values are a MethodError; a column that weighs nothing
    is not looked at.

    >>> x = np.array([[20.0, -2.0], [10.0, -1.0]])
    >>> lopm(x, np.array([0.5, 0.5]), limits={"load": {"lower": 10}, "cost": {"upper": 4}})
    array([-0.5  , -0.625])
    """
    require_complete(x, "lopm")
    shares = weights[..., None, :]
    quantity = np.where(shares > 0, x, 1.0)
    cost = turned_costs(quantity)
    _require((quantity < 0) & ~cost, quantity, "values of 0 or more, or a cost below 0 (x' = -x)")
    quantity = np.abs(quantity)
    ratios = np.empty_like(quantity)
    for column, given in enumerate(_by_column(limits or {}, members, x.shape[-1])):
        own, costs = quantity[..., column], cost[..., column]
        if "target" in given:
            ratios[..., column] = np.abs(own / given["target"] - 1.0)
        else:
            ratios[..., column] = _ratio(own, costs, given)
    return -weighted_sum(ratios, shares)


def _ratio(
    own: NDArray[np.float64], costs: NDArray[np.bool_], given: Mapping[str, float]
) -> NDArray[np.float64]:
    """Return X / Y for a cost under its upper limit, Y / X for the others over their lower limit."""
    if given:
        kind, limit = next(iter(given.items()))
        if (costs if kind == "lower" else ~costs).any():
            raise MethodError(
                "a limit contradicts its column",
                seen=f"{kind}: {limit:g} for {'a cost' if kind == 'lower' else 'no cost'}",
                allowed="an upper limit for costs turned by their sign, a lower limit for the others, "
                "or a target",
                advice="take raw values with the indicators' directions (normalise: sign)",
            )
        bound = np.full((*own.shape[:-1], 1), float(limit))
    else:
        bound = np.where(costs, own.min(axis=-1, keepdims=True), own.max(axis=-1, keepdims=True))
    over, under = np.where(costs, own, bound), np.where(costs, bound, own)
    nothing = (over == 0) & (under == 0)
    _require((under == 0) & ~nothing, under, "values above 0, by which a limit is divided")
    return np.divide(over, under, out=np.ones_like(own), where=~nothing)


def _by_column(limits: Limits, members: Sequence[str], columns: int) -> list[Mapping[str, float]]:
    """Return the limit of each column, an empty one where none is given."""
    ids = members or tuple(limits)
    if limits and len(ids) != columns:
        raise MethodError(
            "the limits do not fit the group",
            seen=f"{len(ids)} limits for {columns} columns",
            allowed="one limit for each column, by its id",
        )
    found = [limits.get(one, {}) for one in ids] if limits else [{}] * columns
    for one, given in zip(ids, found, strict=False):
        if len(given) > 1 or any(not value > 0 for value in given.values()):
            raise MethodError(
                "a limit is not one number above 0",
                where=f"limits, {one}",
                seen=dict(given),
                allowed="one of lower, upper and target, above 0",
            )
    return found


def _require(wrong: NDArray[np.bool_], values: NDArray[np.float64], allowed: str) -> None:
    if wrong.any():
        raise MethodError(
            "'lopm' is not defined for such values",
            seen=f"{int(wrong.sum())} of {wrong.size} values, the first {values[wrong][0]:g}",
            allowed=allowed,
            advice="take raw columns (normalise: sign), or normalise to positive values",
        )


_LIMIT = {
    "type": "object",
    "properties": {kind: {"type": "number", "exclusiveMinimum": 0} for kind in ("lower", "upper", "target")},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}

LIMITS = (
    aggregator(
        "lopm",
        Text("性能限值法（LoPM）", "Limits on properties method (LoPM)"),
        lopm,
        citation="Farag (2020), Materials and Process Selection for Engineering Design, CRC Press",
        formula=Text(
            "-sum_i w_i r_i；下限 Y：r = Y/x；上限 Y：r = x/Y；目标 Y：r = |x/Y - 1|",
            "-sum_i w_i r_i; lower limit Y: r = Y/x; upper limit Y: r = x/Y; target Y: r = |x/Y - 1|",
        ),
        needs="every value; raw quantities of 0 or more, costs turned by their sign",
        range_="up to 0; -1 where every value is at its lower or upper limit",
        degenerate={
            **AMONG_OTHERS,
            "constant": "the same ratio to its limit for every region",
            "zero": "the ratio 1 to the best value found; under a given lower limit an error",
            "negative": "a column below 0 throughout is a cost",
            "single_region": "-1, or its ratios to given limits",
        },
        example=Example(
            (np.array([[20.0, -2.0], [10.0, -1.0]]), np.array([0.5, 0.5])),
            [-0.5, -0.625],
            {"limits": {"load": {"lower": 10}, "cost": {"upper": 4}}},
        ),
        parameters={
            "limits": Option(
                None,
                {"type": ["object", "null"], "additionalProperties": _LIMIT},
                "column id → {lower: Y}, {upper: Y} or {target: Y}, in raw units without sign; the best "
                "value found where none is given",
                table="rows",
                by_column=True,
            )
        },
        inputs=("members",),
    ),
)
