"""Catastrophe progression (突变级数法): roots by order of importance, then their mean or the least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice
from zhishu.score.aggregators.columns import require_within, weighted_sum

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODELS = ("fold", "cusp", "swallowtail", "butterfly", "wigwam")
"""The catastrophes of one state variable, by the number of their control variables."""
DIGITS = 12


def catastrophe(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, relation: str = "complementary"
) -> NDArray[np.float64]:
    """Return the catastrophe progression value of each region, shape (…, regions), in [0, 1].

    The columns are the control variables, the most important first: x^(1/2), x^(1/3), x^(1/4),
    x^(1/5), x^(1/6). Importance is the weight; equal weights (to twelve decimals) leave the columns in
    the order of the framework. The score is the mean of these, or with `relation: non_complementary`
    the least of them. Weights decide the order and nothing else.

    A column that weighs nothing is no control variable. A missing value is left out of the mean and of
    the least, the other columns keeping their roots; NaN where nothing that weighs is left. Values
    outside [0, 1], and more than five control variables, are a MethodError: the theorem of the seven
    elementary catastrophes ends at four, and the fifth, the wigwam, continues the series.

    >>> catastrophe(np.array([[0.25, 0.512], [1.0, 0.0]]), np.array([0.7, 0.3])).round(12)
    array([0.65, 0.5 ])
    """
    advice = "normalise to [0, 1], for instance by min–max"
    require_within(x, "catastrophe", lowest=0, highest=1, advice=advice)
    takes_part = weights > 0
    _require_a_model(int(takes_part.sum(axis=-1).max(initial=0)))
    roots = np.clip(x, 0.0, 1.0) ** (1.0 / (2.0 + order_of_importance(weights)))[..., None, :]
    present = takes_part[..., None, :] & ~np.isnan(x)
    count = present.sum(axis=-1)
    if relation == "non_complementary":
        found = np.where(present, roots, np.inf).min(axis=-1)
    else:
        found = weighted_sum(np.where(present, roots, 0.0), np.ones_like(roots)) / np.maximum(count, 1)
    return np.where(count > 0, found, np.nan)


def order_of_importance(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the place of each column by weight, 0 the heaviest; equal weights stay in their order.

    >>> order_of_importance(np.array([0.2, 0.6, 0.2]))
    array([1., 0., 2.])
    """
    # Weights that differ by rounding alone are equal: 0.1 + 0.2 must not go before 0.3.
    order = np.argsort(-np.round(weights, DIGITS), axis=-1, kind="stable")
    return np.argsort(order, axis=-1, kind="stable").astype(float)


def _require_a_model(controls: int) -> None:
    if controls > len(MODELS):
        raise MethodError(
            "'catastrophe' has no model for so many columns in one group",
            seen=f"{controls} columns that weigh something",
            allowed=f"up to {len(MODELS)}: {', '.join(MODELS)}",
            advice="divide the group into groups of four or fewer in the framework",
        )


CATASTROPHE = (
    aggregator(
        "catastrophe",
        Text("突变级数法", "Catastrophe progression"),
        catastrophe,
        citation="Thom (1972), Stabilite structurelle et morphogenese (elementary catastrophes); order by "
        "weight: 赵宏波, 马延吉, 苗长虹 (2015), 地理科学 35(12): 1525-1532; the least: Li et al. (2020), "
        "BioSystems 198: 104217",
        formula=Text(
            "x_(i)^(1/(i + 1)) 对 i 的均值或最小值，权重最大的指标 i = 1",
            "mean or min over i of x_(i)^(1/(i + 1)), i = 1 for the column of greatest weight",
        ),
        needs="values in [0, 1]; up to 5 columns in a group; weights give the order alone",
        range_="[0, 1]; roots crowd it near 1",
        degenerate={
            **ONE_BY_ONE,
            "nan": "over the values present, each with its root; NaN if none weighs anything",
            "constant": "harmless: it keeps its place in the order",
            "zero": "0 in the mean; with relation: non_complementary 0 throughout",
            "negative": "error: not defined for negative values",
        },
        example=Example((np.array([[0.25, 0.512], [1.0, 0.0]]), np.array([0.7, 0.3])), [0.65, 0.5]),
        note=Text(
            "突变级数法未找到附有原始数据的公开算例，仅与其他程序核对过。",
            "No printed example with its data was found for the catastrophe progression; it is held against "
            "programs of others.",
        ),
        parameters={
            "relation": choice(
                "complementary",
                ("non_complementary",),
                "whether columns make up for one another: their mean, or the least of them",
            )
        },
    ),
)
