"""Scores that take points off for imbalance: mean–min, ordered weighted averages, Mazziotta–Pareto."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import DIVISOR, ONE_BY_ONE, aggregator, choice, number
from zhishu.score.aggregators.averages.means import geometric
from zhishu.score.aggregators.columns import present, weighted_sum
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

HALF = 0.5
ROUNDING = 1e-12


def mean_min(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, alpha: float = 0.5, beta: float = 0.0
) -> NDArray[np.float64]:
    """Return the mean–min score of each region, shape (…, regions).

    M − α (√((M − min)² + β²) − β) with M the weighted mean and min the least value that weighs
    anything: α = 0 is the mean, α = 1 with β = 0 the minimum; β, in units of the values, makes small
    imbalance cheap. Missing values as in `arithmetic`.

    >>> mean_min(np.array([[1.0, 0.5], [0.75, 0.75]]), np.array([0.5, 0.5]))
    array([0.625, 0.75 ])
    """
    x, weights = present(x, weights)
    mean = weighted_sum(x, weights)
    least = np.where(weights > 0, x, np.inf).min(axis=-1)
    penalty: NDArray[np.float64] = np.hypot(mean - least, beta) - beta
    return mean - alpha * penalty


def owa(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    orness: float = 0.5,
    order_weights: Sequence[float] | None = None,
) -> NDArray[np.float64]:
    """Return the ordered weighted average of each region, shape (…, regions).

    `order_weights`, one per column with sum 1, belong to the places of a region's values, the highest
    value first; without them they are the ones of greatest entropy with that `orness` (1 counts the
    best value only, 0 the worst, 0.5 all alike). The weights of the columns enter as Torra's
    importance: with equal weights this is Yager's average, with equal order weights the weighted
    mean. Missing values as in `arithmetic`. Order weights that do not fit are a MethodError.

    >>> owa(np.array([[1.0, 0.0, 0.5]]), np.ones(3) / 3, order_weights=[0.0, 0.5, 0.5])
    array([0.25])
    """
    shares = _order_weights(order_weights, x.shape[-1], orness)
    x, weights = present(x, weights)
    order = np.argsort(-x, axis=-1, kind="stable")
    ordered = np.take_along_axis(x, order, axis=-1)
    passed = np.cumsum(np.take_along_axis(np.broadcast_to(weights, x.shape), order, axis=-1), axis=-1)
    share = np.interp(
        passed, np.linspace(0.0, 1.0, len(shares) + 1), np.concatenate([[0.0], shares.cumsum()])
    )
    result = weighted_sum(ordered, np.diff(share, axis=-1, prepend=0.0))
    return np.where(np.isnan(passed[..., -1]), np.nan, result)


def entropy_order_weights(count: int, orness: float) -> NDArray[np.float64]:
    """Return the order weights of greatest entropy with the given orness, best place first.

    They fall or rise as a geometric series w_i ∝ r^(i−1) (O'Hagan 1988; Fullér and Majlender 2001).

    >>> entropy_order_weights(3, 0.5)
    array([0.33333333, 0.33333333, 0.33333333])
    """
    places = np.arange(count, dtype=float)
    if count == 1 or orness in {0.0, 1.0}:
        return np.asarray(places == (0 if orness >= HALF else count - 1), dtype=float)

    def series(logarithm: float) -> NDArray[np.float64]:
        terms = np.exp(logarithm * places - max(0.0, logarithm * (count - 1)))
        return np.asarray(terms / terms.sum())

    def excess(logarithm: float) -> float:
        return float(series(logarithm) @ (count - 1 - places)) / (count - 1) - orness

    from scipy.optimize import brentq  # noqa: PLC0415 - scipy only where it is needed

    steepest = 2.0 * count / min(orness, 1.0 - orness)
    return series(0.0 if orness == HALF else float(brentq(excess, -steepest, steepest, xtol=1e-15)))


def mazziotta_pareto(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    penalty: str = "minus",
    divisor: str = "population",
    mean: str = "arithmetic",
    spread: str = "weighted",
) -> NDArray[np.float64]:
    """Return the Mazziotta–Pareto index of each region, shape (…, regions).

    M ± S·cv with M the weighted mean, S the standard deviation of the region's own values and cv =
    S / M: `minus` for phenomena where more is better, `plus` where more is worse. `x` should have mean
    100 and standard deviation 10 in every column (z-score), which the normalise step does. A mean that
    is not above 0 is a MethodError. Missing values as in `arithmetic`.

    `spread: equal` takes S² / mean over the columns that weigh anything, each counting alike, however
    they weigh in M, and `mean: geometric` takes the weighted geometric mean for M alone, the penalty
    being that of the arithmetic one: the horizontal variability of Gini-based indices (giniCI).

    >>> mazziotta_pareto(np.array([[110.0, 90.0], [100.0, 100.0]]), np.array([0.5, 0.5]))
    array([ 99., 100.])
    """
    given = x, weights
    x, weights = present(x, weights)
    level = weighted_sum(x, weights)
    counted = weights if spread == "weighted" else _alike(weights)
    centre = level if spread == "weighted" else weighted_sum(x, counted)
    _require_positive(centre)
    variance = weighted_sum((x - centre[..., None]) ** 2, counted)
    if divisor == "sample":
        rest = 1.0 - (counted**2).sum(axis=-1)
        variance = np.divide(variance, rest, out=np.zeros_like(variance), where=rest > ROUNDING)
    if mean == "geometric":
        level = geometric(*given)
    sign = -1.0 if penalty == "minus" else 1.0
    return np.asarray(level + sign * variance / centre)


def _alike(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return equal weights of the columns that weigh anything."""
    counted = (weights > 0).astype(float)
    number = counted.sum(axis=-1, keepdims=True)
    share: NDArray[np.float64] = np.divide(
        counted, number, out=np.full_like(counted, np.nan), where=number > 0
    )
    return share


def adjusted_mazziotta_pareto(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    penalty: str = "minus",
    divisor: str = "population",
    mean: str = "arithmetic",
    spread: str = "weighted",
) -> NDArray[np.float64]:
    """Return the adjusted Mazziotta–Pareto index of each region, shape (…, regions).

    The same M ± S·cv, over columns that the normalise step has put on 70–130 between two goalposts
    (100 is the reference: `centred_range` does it), so that years compare. The options are those of
    `mazziotta_pareto`.

    >>> values, equal = np.array([[130.0, 70.0]]), np.array([0.5, 0.5])
    >>> adjusted_mazziotta_pareto(values, equal), adjusted_mazziotta_pareto(values, equal, penalty="plus")
    (array([91.]), array([109.]))
    """
    return mazziotta_pareto(x, weights, penalty=penalty, divisor=divisor, mean=mean, spread=spread)


def _order_weights(given: Sequence[float] | None, count: int, orness: float) -> NDArray[np.float64]:
    if given is None:
        return entropy_order_weights(count, orness)
    shares = np.asarray(given, dtype=float)
    if shares.shape != (count,) or (shares < 0).any() or abs(shares.sum() - 1.0) > 1e-6:  # noqa: PLR2004
        raise MethodError(
            "the order weights do not fit the group",
            seen=list(given),
            allowed=f"{count} numbers, none negative, with sum 1",
            advice="give an `orness` instead, or name the group under `by_node`",
        )
    return shares


def _require_positive(mean: NDArray[np.float64]) -> None:
    if (mean <= 0).any():
        raise MethodError(
            "the coefficient of variation is not defined: a region's mean is not above 0",
            seen=float(np.nanmin(mean)),
            allowed="means above 0",
            advice="normalise to mean 100 and deviation 10 (z-score), or to 70-130 (adjusted index)",
        )


_NOT_POSITIVE = "error: if a region's mean is not above 0"
_PENALTY = choice("minus", ("plus",), "minus where more is better, plus where more is worse")
_VARIANTS = {
    "penalty": _PENALTY,
    "divisor": DIVISOR,
    "mean": choice("arithmetic", ("geometric",), "the mean that the penalty is taken from"),
    "spread": choice("weighted", ("equal",), "whether columns count in the penalty as they weigh, or alike"),
}
_PAIR = np.array([0.5, 0.5])

IMBALANCE = (
    aggregator(
        "mean_min",
        Text("均值-最小值法", "Mean–min function"),
        mean_min,
        citation="Casadio Tarabusi and Guarini (2013), Social Indicators Research 112(1): 19-45",
        formula="M - alpha (sqrt((M - min)^2 + beta^2) - beta)",
        range_="between the lowest value and the weighted mean",
        degenerate=ONE_BY_ONE,
        example=Example((np.array([[1.0, 0.5], [0.75, 0.75]]), _PAIR), [0.625, 0.75]),
        parameters={
            "alpha": number(0.5, "how much imbalance costs", minimum=0, maximum=1),
            "beta": number(0.0, "imbalance that is nearly free, in units of the values", minimum=0),
        },
    ),
    aggregator(
        "owa",
        Text("有序加权平均", "Ordered weighted average"),
        owa,
        citation="Yager (1988), IEEE Trans. Systems, Man, Cybernetics 18(1): 183-190; with weights: "
        "Torra (1997), Int. J. Intelligent Systems 12(2): 153-166; orness: O'Hagan (1988)",
        formula=Text(
            "sum_i omega_i x_(i)，x_(1) >= x_(2) ...；omega_i = W(sum_{k<=i} w_(k)) - W(sum_{k<i} "
            "w_(k))，W 为过各点 (i/n, 前 i 个位置权重之和) 的分段线性函数",
            "sum_i omega_i x_(i), x_(1) >= x_(2) ...; "
            "omega_i = W(sum_{k<=i} w_(k)) - W(sum_{k<i} w_(k)), "
            "W linear through (i/n, sum of the first i order weights)",
        ),
        range_="between the lowest and the highest value of the group",
        degenerate=ONE_BY_ONE,
        example=Example(
            (np.array([[1.0, 0.0, 0.5]]), np.ones(3) / 3), [0.25], {"order_weights": (0.0, 0.5, 0.5)}
        ),
        parameters={
            "orness": number(0.5, "1 counts the best value only, 0 the worst only", minimum=0, maximum=1),
            "order_weights": Option(
                None,
                {"type": ["array", "null"], "items": {"type": "number", "minimum": 0}, "minItems": 1},
                "weights by place, the highest value first; instead of `orness`",
            ),
        },
    ),
    aggregator(
        "mazziotta_pareto",
        Text("马齐奥塔-帕累托指数", "Mazziotta–Pareto index (MPI)"),
        mazziotta_pareto,
        citation="De Muro, Mazziotta and Pareto (2011), Social Indicators Research 104(1): 1-18",
        formula=Text(
            "M -+ S * cv，cv = S / M，按该地区自身各指标的值计算",
            "M -+ S * cv, cv = S / M, over the region's own values",
        ),
        needs="columns with mean 100 and standard deviation 10 (z-score); means above 0",
        range_="at most the mean (minus), at least the mean (plus)",
        degenerate={**ONE_BY_ONE, "negative": _NOT_POSITIVE},
        example=Example((np.array([[110.0, 90.0], [100.0, 100.0]]), _PAIR), [99.0, 100.0]),
        parameters=_VARIANTS,
    ),
    aggregator(
        "adjusted_mazziotta_pareto",
        Text("调整的马齐奥塔-帕累托指数", "Adjusted Mazziotta–Pareto index (AMPI)"),
        adjusted_mazziotta_pareto,
        citation="Mazziotta and Pareto (2016), Social Indicators Research 127(3): 983-1003",
        formula=Text(
            "M -+ S * cv，cv = S / M，各值已按目标上下限换算到 70-130",
            "M -+ S * cv, cv = S / M, over values on 70-130 between goalposts",
        ),
        needs="columns on 70-130 between two goalposts (normalise: centred_range); means above 0",
        range_="at most the mean (minus), at least the mean (plus)",
        degenerate={**ONE_BY_ONE, "negative": _NOT_POSITIVE},
        example=Example((np.array([[130.0, 70.0]]), _PAIR), [109.0], {"penalty": "plus"}),
        parameters=_VARIANTS,
    ),
)
