"""Dynamic weighting (动态加权综合评价): a value weighs by its own height, and weights need not sum to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice, number
from zhishu.score.aggregators.columns import present, require_within, weighted_sum
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Columns = Mapping[str, Mapping[str, Any]]

GRADES = (0.2, 0.4, 0.6, 0.8)


def dynamic_weights(  # noqa: PLR0913 - the functions of the value and their parameters
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    members: Sequence[str] = (),
    *,
    function: str = "normal",
    threshold: float = 0.1,
    spread: float = 0.33,
    low: float = 0.0,
    high: float = 1.0,
    grades: Sequence[float] = GRADES,
    columns: Columns | None = None,
) -> NDArray[np.float64]:
    """Return each region's sum by weights that grow with its own values, shape (…, regions).

    Σ v w(x) x, v the group's weights and w the `function` of the value, in [0, 1]: `normal`
    (`normal_weight`, by `threshold` and `spread`), `s_shaped` (`s_shaped_weight`, by `low` and `high`),
    `power` (`power_weight`, by `grades`) or `constant` (1). Unlike `variable_weights`, what a region's
    values weigh is not divided by its sum: a low value loses its weight to none of the others.

    `columns` says for some of the `members` (the columns' ids, or else in the order given) what differs,
    {function, threshold, spread, low, high, grades}. Negative values, and with `power` values above 1,
    are a MethodError. Missing values as in `arithmetic`.

    >>> x = np.array([[0.5, 0.5], [1.0, 0.0]])
    >>> dynamic_weights(x, np.array([0.5, 0.5]), function="s_shaped")
    array([0.25, 0.5 ])
    """
    require_within(x, "dynamic_weights", lowest=0.0)
    common = {
        "function": function,
        "threshold": threshold,
        "spread": spread,
        "low": low,
        "high": high,
        "grades": grades,
    }
    x, weights = present(x, weights)
    moved = np.empty(x.shape)
    for column, own in enumerate(_by_column(columns or {}, members, x.shape[-1])):
        moved[..., column] = _weight(x[..., column], {**common, **own})
    return weighted_sum(moved * x, weights)


def normal_weight(x: NDArray[np.float64], threshold: float, spread: float) -> NDArray[np.float64]:
    """Return 1 − exp(−((x − α) / σ)²) of values above the threshold α, else 0 (偏大型正态分布函数).

    >>> normal_weight(np.array([0.1, 0.43, 1.1]), 0.1, 0.33).round(6)
    array([0.      , 0.632121, 0.999897])
    """
    return -np.expm1(-((np.maximum(x - threshold, 0.0) / spread) ** 2))


def s_shaped_weight(x: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Return 2 t², t = (x − low) / (high − low), up to the middle and 1 − 2 (1 − t)² above (S型分布函数).

    0 up to `low`, 1 from `high` on; a `high` that is not above `low` is a MethodError.

    >>> s_shaped_weight(np.array([0.0, 0.25, 0.5, 0.75, 1.0]), 0.0, 1.0)
    array([0.   , 0.125, 0.5  , 0.875, 1.   ])
    """
    if not high > low:
        raise MethodError(
            "the S-shaped function does not rise",
            seen=f"low {low:g}, high {high:g}",
            allowed="high above low",
        )
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return np.asarray(np.where(t <= 0.5, 2.0 * t**2, 1.0 - 2.0 * (1.0 - t) ** 2))  # noqa: PLR2004 - the middle


def power_weight(x: NDArray[np.float64], grades: Sequence[float]) -> NDArray[np.float64]:
    """Return x^(1/k) of values in [0, 1], k the grade in which each lies, the lowest being 1 (分段变幂函数).

    `grades` are the limits between them; a value at a limit belongs to the grade above. Limits that do
    not rise, and values outside [0, 1], are a MethodError.

    >>> power_weight(np.array([0.25, 0.5, 0.729]), (0.5, 0.7))
    array([0.25      , 0.70710678, 0.9       ])
    """
    require_within(x, "function: power", lowest=0.0, highest=1.0, advice="normalise by min–max to [0, 1]")
    limits = np.asarray(grades, dtype=float)
    if limits.ndim != 1 or not (np.diff(limits) > 0).all():
        raise MethodError(
            "the limits of the grades do not rise",
            seen=list(grades),
            allowed="rising numbers, each the upper limit of a grade and the lower one of the next",
        )
    return np.asarray(x ** (1.0 / (1 + np.searchsorted(limits, x, side="right"))))


def _weight(x: NDArray[np.float64], own: Mapping[str, Any]) -> NDArray[np.float64]:
    if own["function"] == "normal":
        return normal_weight(x, own["threshold"], own["spread"])
    if own["function"] == "s_shaped":
        return s_shaped_weight(x, own["low"], own["high"])
    if own["function"] == "power":
        return power_weight(x, own["grades"])
    return np.ones_like(x)


def _by_column(columns: Columns, members: Sequence[str], count: int) -> list[Mapping[str, Any]]:
    """Return what differs for each column, an empty mapping where nothing does."""
    ids = members or tuple(columns)
    if columns and len(ids) != count:
        raise MethodError(
            "what is said by column does not fit the group",
            where="columns",
            seen=f"{len(ids)} ids for {count} columns",
            allowed="one entry for each column, by its id",
        )
    return [columns.get(one, {}) for one in ids] if columns else [{}] * count


_THRESHOLD = number(0.1, "alpha, function: normal: up to here a value weighs nothing")
_SPREAD = Option(
    0.33,
    {"type": "number", "exclusiveMinimum": 0},
    "sigma, function: normal: the weight is 0.9 at alpha + 1.517 sigma, with both defaults at 0.6",
)
_LOW = number(0.0, "a, function: s_shaped: up to here a value weighs nothing")
_HIGH = number(1.0, "b, function: s_shaped: from here on a value weighs all it can")
_LIMITS = Option(
    GRADES,
    {"type": "array", "items": {"type": "number"}, "minItems": 1},
    "function: power: the limits between the grades, rising; a limit belongs to the grade above",
)
_FUNCTION = choice(
    "normal",
    ("s_shaped", "power", "constant"),
    "w along half a bell curve, an S-shaped curve or powers of the value; constant: w = 1",
)
_BY_VALUE = {
    "function": _FUNCTION,
    "threshold": _THRESHOLD,
    "spread": _SPREAD,
    "low": _LOW,
    "high": _HIGH,
    "grades": _LIMITS,
}

DYNAMIC_WEIGHTS = (
    aggregator(
        "dynamic_weights",
        Text("动态加权综合评价法", "Dynamic weighting"),
        dynamic_weights,
        citation="Han Zhonggeng (韩中庚, 2009), 数学建模方法及其应用, 2nd edition, Higher Education Press "
        "(高等教育出版社); taught on the water quality of the Yangtze (CUMCM 2005 A)",
        formula=Text(
            "sum_i v_i w(x_i) x_i；function 为 normal：x <= alpha 时 w = 0，否则 w = 1 - exp(-((x - "
            "alpha)/sigma)^2)；s_shaped：t = (x - a)/(b - a)，t <= 1/2 时 w = 2 t^2，否则 w = 1 - 2 "
            "(1 - t)^2；power：第 k 级内 w = x^(1/k)；constant：w = 1",
            "sum_i v_i w(x_i) x_i; function: normal: w = 0 for x <= alpha, else 1 - exp(-((x - "
            "alpha)/sigma)^2); s_shaped: w = 2 t^2 for t <= 1/2, else 1 - 2 (1 - t)^2, t = (x - a)/(b - "
            "a); power: w = x^(1/k) in grade k; constant: w = 1",
        ),
        needs="values of 0 or more; function: power, and the defaults, want [0, 1]",
        range_="0 to the arithmetic mean of the group",
        degenerate={
            **ONE_BY_ONE,
            "zero": "adds nothing to the score",
            "negative": "error: not defined for negative values",
        },
        example=Example(
            (np.array([[0.5, 0.5], [1.0, 0.0]]), np.array([0.5, 0.5])),
            [0.25, 0.5],
            {"function": "s_shaped"},
        ),
        parameters={
            **_BY_VALUE,
            "columns": Option(
                None,
                {
                    "type": ["object", "null"],
                    "additionalProperties": {
                        "type": "object",
                        "properties": {name: dict(option.schema) for name, option in _BY_VALUE.items()},
                        "additionalProperties": False,
                        "minProperties": 1,
                    },
                },
                "column id → {function, threshold, spread, low, high, grades}, what differs from the others",
                by_column=True,
            ),
        },
        inputs=("members",),
    ),
)
