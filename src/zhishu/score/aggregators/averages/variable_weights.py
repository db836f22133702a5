"""Variable weights (变权综合): they move with a region's own values, against imbalance or for a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice, number
from zhishu.score.aggregators.columns import present, require_within, weighted_sum
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

THRESHOLDS = (0.25, 0.5, 0.75)


def variable_weights(  # noqa: PLR0913 - the state functions and their parameters
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    state: str = "power",
    exponent: float = 0.5,
    thresholds: Sequence[float] = THRESHOLDS,
    constant: float = 0.2,
    penalty: float = 1.0,
    reward: float = 1.0,
    strong_reward: float = 1.0,
) -> NDArray[np.float64]:
    """Return each region's mean by its own variable weights, shape (…, regions).

    Σ w S(x) x / Σ w S(x): the constant weights times a state S of the value, divided by their sum.

    `state: power` takes S = x^(α − 1) with α = `exponent`, of the balance function Σ x^α: below 1 low
    values weigh more, so that imbalance is punished, above 1 high values do; 1 is the arithmetic, 0 the
    harmonic mean. A zero that weighs anything makes the score 0 for α < 1, the limit of the formula; a
    negative value is a MethodError. `state: intervals` takes `interval_states`. Missing values as in
    `arithmetic`.

    >>> variable_weights(np.array([[1.0, 0.25], [0.5, 0.5]]), np.array([0.5, 0.5]))
    array([0.5, 0.5])
    """
    if state == "intervals":
        x, weights = present(x, weights)
        moved = weights * interval_states(x, thresholds, (penalty, reward, strong_reward), constant)
        return np.asarray(weighted_sum(x, moved) / weighted_sum(moved, np.ones_like(moved)))
    require_within(x, "variable_weights", lowest=0)
    x, weights = present(x, weights)
    return _power_state(x, weights, exponent - 1.0)


def interval_states(
    x: NDArray[np.float64], thresholds: Sequence[float], rates: tuple[float, float, float], constant: float
) -> NDArray[np.float64]:
    """Return the state of each value by four intervals: punished, neutral, rewarded, strongly rewarded.

    c between the first two of the `thresholds` d; below d_1 more by exp(a_1 (d_1 − x)) − 1, from d_2 to
    d_3 by exp(a_2 (x − d_2)) − 1, and beyond d_3 further by exp(a_3 (x − d_3)) − 1, with a the `rates`.
    Thresholds that are not three or that fall are a MethodError.

    >>> interval_states(np.array([0.0, 0.5, 1.0]), (0.25, 0.5, 0.75), (1.0, 1.0, 1.0), 0.2).round(6)
    array([0.484025, 0.2     , 0.768051])
    """
    limits = np.asarray(thresholds, dtype=float)
    if limits.shape != (len(THRESHOLDS),) or (np.diff(limits) < 0).any():
        raise MethodError(
            "the thresholds of the intervals do not rise",
            seen=list(thresholds),
            allowed="three numbers, none below the one before",
        )
    low, middle, high = limits
    below = np.expm1(rates[0] * np.maximum(low - x, 0.0))
    above = np.expm1(rates[1] * (np.clip(x, middle, high) - middle))
    return np.asarray(constant + below + above + np.expm1(rates[2] * np.maximum(x - high, 0.0)))


def _power_state(x: NDArray[np.float64], weights: NDArray[np.float64], power: float) -> NDArray[np.float64]:
    weighs = weights > 0
    used = np.where(weighs, x, 0.0 if power > 0 else np.inf)
    anchor = used.max(axis=-1) if power > 0 else used.min(axis=-1)
    live = (anchor > 0) & np.isfinite(anchor) if power else np.ones_like(anchor, dtype=bool)
    anchor = np.where(live & (anchor > 0), anchor, 1.0)
    values = np.where(weighs & live[..., None], x, anchor[..., None])
    # The ratio is at most 1 either way, so that no power overflows.
    ratio = values / anchor[..., None] if power > 0 else anchor[..., None] / np.where(values > 0, values, 1.0)
    moved = weights * ratio ** abs(power)
    mean = weighted_sum(values, moved) / weighted_sum(moved, np.ones_like(moved))
    return np.where(live | np.isnan(mean), mean, 0.0)


_TWO = (np.array([[1.0, 0.25], [0.5, 0.5]]), np.array([0.5, 0.5]))

VARIABLE_WEIGHTS = (
    aggregator(
        "variable_weights",
        Text("变权综合法", "Variable weights"),
        variable_weights,
        citation="Liu Wenqi (刘文奇, 1997), 系统工程理论与实践 1997(4): 58-64, for balance functions; "
        "intervals: Wu Qiang et al. (武强等, 2013), 煤炭学报 2013(9): 1516-1521",
        formula=Text(
            "sum_i w_i S_i x_i / sum_i w_i S_i；state 为 power 时 S_i = x_i^(a - 1)，a 为 exponent",
            "sum_i w_i S_i x_i / sum_i w_i S_i; state: power has S_i = x_i^(a - 1), a = exponent",
        ),
        needs="values of 0 or more (state: power), on a ratio scale; weights that sum to 1",
        range_="between the lowest and the highest value of the group",
        degenerate={
            **ONE_BY_ONE,
            "zero": "the score is 0 if the zero weighs anything and the exponent is below 1",
            "negative": "error: not defined for negative values",
        },
        example=Example(_TWO, [0.5, 0.5]),
        parameters={
            "state": choice("power", ("intervals",), "S by a power of the value, or by intervals of it"),
            "exponent": number(
                0.5, "state: power: below 1 imbalance is punished, above 1 a lead is rewarded", minimum=0.0
            ),
            "thresholds": Option(
                THRESHOLDS,
                {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3},
                "state: intervals: punished below the first, rewarded from the second, more from the third",
            ),
            "constant": Option(
                0.2, {"type": "number", "exclusiveMinimum": 0}, "state: intervals: S of a neutral value"
            ),
            "penalty": number(
                1.0, "state: intervals: how fast S grows below the first threshold", minimum=0.0
            ),
            "reward": number(
                1.0, "state: intervals: how fast S grows from the second threshold", minimum=0.0
            ),
            "strong_reward": number(
                1.0, "state: intervals: how fast S grows beyond the third threshold", minimum=0.0
            ),
        },
    ),
)
