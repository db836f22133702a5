"""Distance to the ideal: TOPSIS, VIKOR, Hellwig's measure of development."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, DIVISOR, aggregator, choice, number
from zhishu.score.aggregators.columns import require_complete, weighted_sum
from zhishu.score.aggregators.references.distances import mahalanobis, orthogonal

if TYPE_CHECKING:
    from numpy.typing import NDArray


def topsis(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    normalisation: str = "none",
    distance: str = "euclidean",
) -> NDArray[np.float64]:
    """Return the TOPSIS closeness d⁻ / (d⁺ + d⁻) of each region, shape (…, regions).

    d⁺ and d⁻ are Euclidean distances of the weighted columns from the best and the worst value found
    in each. The recipe has normalised already; `vector` divides each column by its length first, as
    the textbook does with raw values. Where all regions are equal, 0.5. Missing values are a
    MethodError.

    `distance: mahalanobis` measures the weighted gaps by the inverse of the columns' covariance, so that
    what correlated columns say alike counts once, and units do not matter; columns that depend on one
    another are a MethodError. `orthogonal` measures along the line from the worst to the best point
    alone (垂面距离): the closeness is then linear in the columns, each weighing w² times its range.

    >>> topsis(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([0.6, 0.4]))
    array([0.6, 0.4, 1. ])
    """
    require_complete(x, "topsis")
    normalised = over_length(x) if normalisation == "vector" else x
    if distance == "mahalanobis":
        return closeness(*mahalanobis(normalised, weights))
    weighted = normalised * weights[..., None, :]
    if distance == "orthogonal":
        return closeness(*orthogonal(weighted))
    to_best = separation(weighted, weighted.max(axis=-2, keepdims=True))
    to_worst = separation(weighted, weighted.min(axis=-2, keepdims=True))
    return closeness(to_best, to_worst)


def vikor(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, majority_weight: float = 0.5
) -> NDArray[np.float64]:
    """Return 1 − Q of VIKOR for each region, shape (…, regions): 1 is the compromise, larger is better.

    The regret of a column is w (best − x) / (best − worst), 0 where all are equal; S is its sum, R its
    largest value over the columns, Q = v (S − S*) / (S⁻ − S*) + (1 − v) (R − R*) / (R⁻ − R*) with v =
    `majority_weight`; a part in which all regions are equal is 0. Missing values are a MethodError.

    >>> vikor(np.array([[4.0, 0.0], [3.0, 750.0], [0.0, 1500.0]]), np.array([0.5, 0.5]))
    array([0., 1., 0.])
    """
    require_complete(x, "vikor")
    best, worst = x.max(axis=-2, keepdims=True), x.min(axis=-2, keepdims=True)
    regret = weights[..., None, :] * _share_of_range(best - x, best - worst)
    total, largest = _from_least(weighted_sum(regret, np.ones_like(regret))), _from_least(regret.max(axis=-1))
    return 1.0 - (majority_weight * total + (1.0 - majority_weight) * largest)


def hellwig(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, divisor: str = "population"
) -> NDArray[np.float64]:
    """Return Hellwig's measure of development of each region, shape (…, regions).

    1 − d / (mean(d) + 2 sd(d)) with d the weighted Euclidean distance from the best value of each
    column and sd over the regions by `divisor`: 1 at the ideal, below 0 only far from it. Where all
    regions are equal, 1. Missing values are a MethodError.

    >>> hellwig(np.array([[1.0], [0.0]]), np.array([1.0])).round(6)
    array([1.      , 0.333333])
    """
    require_complete(x, "hellwig")
    roots = np.sqrt(weights)[..., None, :]
    distance = separation(x * roots, x.max(axis=-2, keepdims=True) * roots)
    freedom = 1 if divisor == "sample" and x.shape[-2] > 1 else 0
    scale = distance.mean(axis=-1, keepdims=True) + 2.0 * distance.std(axis=-1, ddof=freedom, keepdims=True)
    relative = np.divide(distance, scale, out=np.zeros_like(distance), where=scale > 0)
    return np.asarray(1.0 - relative)


def over_length(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each column over its Euclidean length, as the textbooks do with raw values; 0 stays 0.

    >>> over_length(np.array([[3.0, 0.0], [4.0, 0.0]]))
    array([[0.6, 0. ],
           [0.8, 0. ]])
    """
    length = np.sqrt((x**2).sum(axis=-2, keepdims=True))
    return np.asarray(np.divide(x, length, out=np.zeros_like(x), where=length > 0))


def closeness(to_best: NDArray[np.float64], to_worst: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the part of the worst in both distances, 0.5 where there is no distance at all."""
    whole = to_best + to_worst
    return np.asarray(np.divide(to_worst, whole, out=np.full_like(whole, 0.5), where=whole > 0))


def separation(x: NDArray[np.float64], point: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Euclidean distance of each region from a point, shape (…, regions).

    Column by column: many points broadcast without an array of all their columns.
    """
    total = (x[..., 0] - point[..., 0]) ** 2
    for column in range(1, x.shape[-1]):
        total = total + (x[..., column] - point[..., column]) ** 2
    return np.asarray(np.sqrt(total))


def _share_of_range(gap: NDArray[np.float64], width: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(gap, width, out=np.zeros_like(gap), where=width > 0)


def _from_least(part: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each region's place in [0, 1] between the least and the greatest of a part of VIKOR."""
    least = part.min(axis=-1, keepdims=True)
    return _share_of_range(part - least, part.max(axis=-1, keepdims=True) - least)


_TWO = (np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([0.6, 0.4]))

IDEAL = (
    aggregator(
        "topsis",
        Text("逼近理想解排序法", "TOPSIS"),
        topsis,
        citation="Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer, chapter III",
        formula=Text(
            "d- / (d+ + d-)，d+- = sqrt(sum_i (w_i x_i - w_i x_i 的最优值或最差值)^2)；马氏距离："
            "sqrt(g' C^-1 g)，g_i = w_i (x_i - 最优值或最差值)，C 为协方差矩阵；垂面距离："
            "差在最差点至最优点连线上的投影",
            "d- / (d+ + d-), d+- = sqrt(sum_i (w_i x_i - best or worst of w_i x_i)^2); mahalanobis: sqrt(g' "
            "C^-1 g), g_i = w_i (x_i - best or worst), C the covariance; orthogonal: the gap's projection on "
            "the line from worst to best",
        ),
        needs="every value; columns on one scale, or normalisation: vector",
        range_="[0, 1]",
        degenerate={**AMONG_OTHERS, "constant": "adds nothing to any distance", "single_region": "0.5"},
        example=Example(_TWO, [0.6, 0.4, 1.0]),
        parameters={
            "normalisation": choice("none", ("vector",), "divide each column by its Euclidean length first"),
            "distance": choice(
                "euclidean",
                ("mahalanobis", "orthogonal"),
                "the straight way, by the inverse covariance, or along the line from worst to best",
            ),
        },
    ),
    aggregator(
        "vikor",
        Text("多准则妥协解排序法", "VIKOR"),
        vikor,
        citation="Opricovic and Tzeng (2004), European Journal of Operational Research 156(2): 445-455",
        formula=Text(
            "1 - Q；Q = v (S - S*)/(S- - S*) + (1 - v) (R - R*)/(R- - R*)；S、R 分别为 w_i "
            "(最优值_i - x_i)/(最优值_i - 最差值_i) 对 i 的和与最大值",
            "1 - Q; Q = v (S - S*)/(S- - S*) + (1 - v) (R - R*)/(R- - R*); "
            "S = sum, R = max over i of w_i (best_i - x_i)/(best_i - worst_i)",
        ),
        needs="every value",
        range_="[0, 1]; 1 is the compromise solution",
        degenerate={**AMONG_OTHERS, "constant": "no regret", "single_region": "1"},
        example=Example(
            (np.array([[4.0, 0.0], [3.0, 750.0], [0.0, 1500.0]]), np.array([0.5, 0.5])), [0.0, 1.0, 0.0]
        ),
        parameters={
            "majority_weight": number(0.5, "v: weight of the sum against the worst", minimum=0, maximum=1)
        },
    ),
    aggregator(
        "hellwig",
        Text("赫尔维格发展测度（弗罗茨瓦夫分类法）", "Hellwig's measure of development (Wroclaw taxonomy)"),
        hellwig,
        citation="Hellwig (1968), Przeglad Statystyczny 15(4): 307-327",
        formula=Text(
            "1 - d / (均值(d) + 2 标准差(d))，d = sqrt(sum_i w_i (最优值_i - x_i)^2)",
            "1 - d / (mean(d) + 2 sd(d)), d = sqrt(sum_i w_i (best_i - x_i)^2)",
        ),
        needs="every value; columns on one scale",
        range_="up to 1; below 0 is rare",
        degenerate={**AMONG_OTHERS, "constant": "adds nothing to any distance", "single_region": "1"},
        example=Example((np.array([[1.0], [0.0]]), np.array([1.0])), [1.0, 1 / 3]),
        parameters={"divisor": DIVISOR},
    ),
)
