"""MOORA and MULTIMOORA: ratio system, reference point, full multiplicative form, and their common order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import require_complete, weighted_sum
from zhishu.score.aggregators.orders.majority import copeland
from zhishu.score.aggregators.raw_columns import magnitudes
from zhishu.score.aggregators.references.ideal import over_length

if TYPE_CHECKING:
    from numpy.typing import NDArray

DECIMALS = 12
"""Scores are put in order up to this many decimals: what rounding alone makes differ is equal."""


def multimoora(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    output: str = "combined",
    normalisation: str = "none",
) -> NDArray[np.float64]:
    """Return the MULTIMOORA score of each region by the `output` wanted, shape (…, regions).

    `ratio` is Σ w·x (MOORA); `reference_point` is −max w·(best − x), the regret of the worst column;
    `multiplicative` is Π x^w, where a column of values below 0 is a cost turned by its sign and
    divides: Π (−x)^−w. `combined` is the share of the other regions that it passes in more of these
    three orders than they pass it, even pairs counting a half: a circle of dominance ties. `vector` divides
    each column by its length first, as the paper does with raw values.

    A column of zeros alone takes no part in the product; another zero makes it 0. Missing values are a
    MethodError, and so are columns on both sides of 0 and costs of 0 where the product is asked for.

    >>> x = np.array([[4.0, 1.0], [2.0, 2.0], [1.0, 4.5]])
    >>> multimoora(x, np.array([0.5, 0.5]))
    array([0.25, 0.25, 1.  ])
    >>> multimoora(x, np.array([0.5, 0.5]), output="reference_point")
    array([-1.75, -1.25, -1.5 ])
    """
    require_complete(x, "multimoora")
    if normalisation == "vector":
        x = over_length(x)
    shares = weights[..., None, :]
    if output == "ratio":
        return weighted_sum(x, shares)
    if output == "reference_point":
        return _reference_point(x, shares)
    logarithm = _log_utility(x, shares)
    if output == "multiplicative":
        return np.asarray(np.exp(logarithm))
    orders = np.stack(
        [_settled(weighted_sum(x, shares)), _settled(_reference_point(x, shares)), logarithm.round(DECIMALS)],
        axis=-1,
    )
    others = max(1, x.shape[-2] - 1)
    net = copeland(orders, np.full((*orders.shape[:-2], 3), 1.0 / 3.0))
    return np.asarray(0.5 + net / (2.0 * others))


def _reference_point(x: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    regret = shares * (x.max(axis=-2, keepdims=True) - x)
    # 0 minus, and not the sign turned: the best region has 0 and not −0.
    return np.asarray(0.0 - regret.max(axis=-1))


def _log_utility(x: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Σ ± w·ln|x|, −inf where a zero weighs anything."""
    size, cost = magnitudes(x, "multimoora")
    weighs = shares > 0
    nought = weighs & (size == 0) & (size.max(axis=-2, keepdims=True) > 0)
    logarithm = np.log(np.where(weighs & (size > 0), size, 1.0))
    total = weighted_sum(np.where(cost, -logarithm, logarithm), np.broadcast_to(shares, x.shape))
    return np.where(nought.any(axis=-1), -np.inf, total)


def _settled(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a score as a part of its largest magnitude, rounded so that equals are equal."""
    largest = np.abs(score).max(axis=-1, keepdims=True)
    relative = np.divide(score, largest, out=np.zeros_like(score), where=largest > 0)
    return np.asarray(relative.round(DECIMALS))


MULTIMOORA = (
    aggregator(
        "multimoora",
        Text("MULTIMOORA 多目标比率分析法", "MOORA and MULTIMOORA"),
        multimoora,
        citation="Brauers and Zavadskas (2006), Control and Cybernetics 35(2): 445-469 (ratio and reference "
        "point); Brauers and Zavadskas (2010), Technological and Economic Development of Economy 16(1): 5-24",
        formula=Text(
            "比率法：sum_i w_i x_i；参考点法：-max_i w_i (最优值_i - x_i)；全乘法：prod_i x_i^w_i，"
            "取负值的指标以 (-x_i)^-w_i 计入；综合：在三种排序中胜多负少的其他地区所占份额，"
            "胜负相当的按一半计",
            "ratio: sum_i w_i x_i; reference_point: -max_i w_i (best_i - x_i); multiplicative: "
            "prod_i x_i^w_i, a column of negative values giving (-x_i)^-w_i; combined: share of the other "
            "regions that it passes in more of these three orders than they pass it, even pairs one half",
        ),
        needs="every value; columns on one scale, or raw ones (normalise: sign) with normalisation: vector, "
        "which is the paper's; for the product no column on both sides of 0 and no cost of 0",
        range_="ratio: that of the data; reference_point: up to 0; multiplicative: 0 or more; combined: "
        "[0, 1]",
        degenerate={
            **AMONG_OTHERS,
            "constant": "tells no regions apart",
            "zero": "as constant: a column of zeros alone takes no part in the product",
            "negative": "a column below 0 throughout is a cost and divides; on both sides of 0, one error "
            "unless output is ratio or reference_point",
            "single_region": "combined: 0.5",
        },
        example=Example(
            (np.array([[4.0, 1.0], [2.0, 2.0], [1.0, 4.5]]), np.array([0.5, 0.5])), [0.25, 0.25, 1.0]
        ),
        parameters={
            "output": choice(
                "combined",
                ("ratio", "reference_point", "multiplicative"),
                "the common order, or one of its three parts; ratio is MOORA",
            ),
            "normalisation": choice("none", ("vector",), "divide each column by its Euclidean length first"),
        },
    ),
)
