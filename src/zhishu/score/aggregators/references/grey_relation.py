"""Grey relation to the ideal: the grade, how evenly it comes about (grey relational entropy), or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import per_column, require_complete, weighted_sum
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def grey_relation(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    resolution: float = 0.5,
    reference: float | Sequence[float] | None = None,
    balance: str = "none",
) -> NDArray[np.float64]:
    """Return the grey relational grade of each region, or with its `balance`, shape (…, regions).

    Σ w (Δmin + ρ Δmax) / (Δ + ρ Δmax) with Δ the gap to the `reference` (a number, one per column, or
    by default the best value of each column), Δmin and Δmax over all regions and columns of the group,
    ρ = `resolution`. Where every gap is 0, 1. Missing values are a MethodError.

    `balance: alone` gives how even a region's coefficients are by their entropy (`evenness`; 灰关联熵),
    `times_grade` the grade times that (均衡接近度, the balanced closeness degree): of two regions with one
    grade the one that is near to the reference throughout is before the one that is very near here and far
    there.

    >>> x, w = np.array([[1.0, 0.0], [0.5, 1.0]]), np.array([0.5, 0.5])
    >>> grey_relation(x, w)
    array([0.66666667, 0.75      ])
    >>> grey_relation(x, w, balance="times_grade").round(6)
    array([0.540852, 0.688722])
    """
    require_complete(x, "grey_relation")
    given = None if reference is None else per_column(reference, x.shape[-1], "reference")
    gap = np.abs((x.max(axis=-2, keepdims=True) if given is None else given) - x)
    widest = resolution * gap.max(axis=(-2, -1), keepdims=True)
    coefficient = np.divide(
        gap.min(axis=(-2, -1), keepdims=True) + widest, gap + widest, out=np.ones_like(gap), where=widest > 0
    )
    if balance == "alone":
        return evenness(coefficient, weights)
    grade = weighted_sum(coefficient, weights[..., None, :])
    return grade * evenness(coefficient, weights) if balance == "times_grade" else grade


def evenness(coefficient: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how even the coefficients of each region are (均衡度, 熵关联度), in [0, 1], (…, regions).

    Their entropy −Σ p ln p over its greatest value ln n, p being the shares of the n columns that weigh
    anything in the sum of the coefficients: 1 where all are equal, and where one column is alone. How much
    a column weighs does not enter.

    >>> evenness(np.array([[0.5, 0.5], [0.9, 0.1]]), np.array([0.3, 0.7])).round(6)
    array([1.      , 0.468996])
    """
    counts = np.broadcast_to((weights != 0)[..., None, :], coefficient.shape).astype(float)
    number = weighted_sum(counts, np.ones_like(counts))
    # Over their mean, so that coefficients of 1 have logarithms of 0: at the reference, exactly 1.
    relative = coefficient / (weighted_sum(coefficient, counts) / number)[..., None]
    uneven = weighted_sum(relative * np.log(relative), counts) / number
    greatest = np.log(number)
    part = np.divide(uneven, greatest, out=np.zeros_like(uneven), where=number > 1)
    return np.asarray(np.clip(1.0 - part, 0.0, 1.0))


GREY_RELATION = (
    aggregator(
        "grey_relation",
        Text("灰色关联度", "Grey relational grade"),
        grey_relation,
        citation="Deng (1989), Introduction to grey system theory, Journal of Grey System 1(1): 1-24; "
        "balance by entropy: Zhang, Guo and Deng (张岐山, 郭喜江, 邓聚龙, 1996), 灰关联熵分析方法, "
        "系统工程理论与实践; times_grade: as in Zhang and Zheng (张岐山, 郑丽君, 2018), "
        "doi 10.19734/j.issn.1001-3695.2018.06.0464",
        formula=Text(
            "G = sum_i w_i c_i，c_i = (d_min + rho d_max)/(d_i + rho d_max)，d_i = |参考值_i - x_i|；"
            "均衡度 B = - sum_i p_i ln p_i / ln n，p_i = c_i / sum_i c_i，n 为有权重的列数；均衡接近度为 B G",
            "G = sum_i w_i c_i, c_i = (dmin + rho dmax)/(d_i + rho dmax), d_i = |reference_i - x_i|; "
            "balance B = - sum_i p_i ln p_i / ln n, p_i = c_i / sum_i c_i over the n columns that weigh; "
            "times_grade: B G",
        ),
        needs="every value; columns on one scale",
        range_="(0, 1]",
        degenerate={**AMONG_OTHERS, "constant": "coefficient 1 for every region", "single_region": "1"},
        example=Example((np.array([[1.0, 0.0], [0.5, 1.0]]), np.array([0.5, 0.5])), [2 / 3, 0.75]),
        parameters={
            "resolution": Option(
                0.5, {"type": "number", "exclusiveMinimum": 0, "maximum": 1}, "rho: small tells more apart"
            ),
            "reference": Option(
                None,
                {"type": ["number", "array", "null"], "items": {"type": "number"}},
                "the ideal, for all columns or for each; the best value found unless given",
            ),
            "balance": choice(
                "none",
                ("alone", "times_grade"),
                "the grade, how even its coefficients are by their entropy, or the product of both",
            ),
        },
    ),
)
