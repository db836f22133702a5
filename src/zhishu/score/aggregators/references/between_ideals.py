"""Between the best and the worst found: close value, set pair analysis, projection, grey closeness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice, number
from zhishu.score.aggregators.columns import require_complete, require_within, weighted_sum
from zhishu.score.aggregators.references.grey_relation import grey_relation
from zhishu.score.aggregators.references.ideal import over_length, separation

if TYPE_CHECKING:
    from numpy.typing import NDArray


def close_value(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, normalisation: str = "none"
) -> NDArray[np.float64]:
    """Return the close value of each region with its sign turned, shape (…, regions): larger is better.

    The books' C = d⁺ / min d⁺ − d⁻ / max d⁻ is smaller the better, so this is −C: up to 0, reached by
    a region that is both the nearest to the best point and the farthest from the worst. d⁺ and d⁻ are
    Euclidean distances of the weighted columns from the best and the worst value found in each, as in
    `topsis`; `normalisation: vector` divides each column by its length first, as the books do.

    Where a region is the best in everything, min d⁺ is 0 and C is not defined: then the least d⁺ above
    0 stands in its place, and such a region gets 1, the only ones above 0. Where all regions are equal,
    0. Missing values are a MethodError.

    >>> close_value(np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]), np.array([0.6, 0.4])).round(6)
    array([-0.1094  , -0.399075, -0.997434])
    """
    require_complete(x, "close_value")
    weighted = (over_length(x) if normalisation == "vector" else x) * weights[..., None, :]
    to_best = separation(weighted, weighted.max(axis=-2, keepdims=True))
    to_worst = separation(weighted, weighted.min(axis=-2, keepdims=True))
    nearest = np.where(to_best > 0, to_best, np.inf).min(axis=-1, keepdims=True)
    farthest = to_worst.max(axis=-1, keepdims=True)
    return np.asarray(_ratio(to_worst, farthest) - to_best / nearest)


def set_pair(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the closeness a / (a + c) of set pair analysis of each region, shape (…, regions), in [0, 1].

    A region and the ideal are a set pair. With u the best and v the worst value found in a column, its
    identity is x / (u + v) and its contrary degree u v / ((u + v) x); a and c are their sums by weight,
    what is left of 1 being the discrepancy. A worst value of 0 is contrary only where it stands, so
    normalise to values above 0; in a column of equal values both degrees are 1/2. Values below 0 and
    missing values are a MethodError.

    >>> set_pair(np.array([[1.0, 4.0], [2.0, 1.0], [1.5, 2.0]]), np.array([0.5, 0.5])).round(6)
    array([0.566667, 0.433333, 0.515924])
    """
    require_complete(x, "set_pair")
    require_within(x, "set_pair", lowest=0)
    best, worst = x.max(axis=-2, keepdims=True), x.min(axis=-2, keepdims=True)
    # Divided by the best first, so that neither the sum nor the product leaves the range of numbers.
    relative, low = _ratio(x, best), _ratio(worst, best)
    low, relative = np.where(best > 0, low, 1.0), np.where(best > 0, relative, 1.0)
    identity = relative / (1.0 + low)
    # At the worst value the formula gives u / (u + v), also in the limit of a worst value of 0.
    inverse = np.divide(low, relative, out=np.ones_like(relative), where=relative > 0)
    shares = weights[..., None, :]
    same, contrary = weighted_sum(identity, shares), weighted_sum(inverse / (1.0 + low), shares)
    whole = same + contrary
    return np.divide(same, whole, out=np.full_like(whole, 0.5), where=whole > 0)


def projection(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    form: str = "plain",
    resolution: float = 0.5,
) -> NDArray[np.float64]:
    """Return the projection of each region on the ideal, shape (…, regions), larger is better.

    `plain`: Σ y y* / |y*| with y = w x and y* the best value of each weighted column; 0 where the
    ideal is 0 throughout. `grey`: Σ g w² / |w| with g the coefficients of `grey_relation` with the
    best values as reference and ρ = `resolution`. Missing values are a MethodError.

    >>> projection(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([0.6, 0.8]))
    array([0.36, 0.64, 1.  ])
    """
    require_complete(x, "projection")
    squares = weights**2
    length = np.sqrt(weighted_sum(squares, np.ones_like(squares)))[..., None]
    if form == "grey":
        return grey_relation(x, squares, resolution=resolution) / length
    weighted = x * weights[..., None, :]
    ideal = weighted.max(axis=-2, keepdims=True)
    return _ratio(weighted_sum(weighted, ideal), np.sqrt(weighted_sum(ideal, ideal)))


def grey_topsis(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    weigh: str = "coefficients",
    resolution: float = 0.5,
) -> NDArray[np.float64]:
    """Return how much closer each region is to the best than to the worst, in grey grades, (…, regions).

    r⁺ / (r⁺ + r⁻) with r⁺ and r⁻ the grades of `grey_relation` to the best and to the worst values found,
    ρ = `resolution`. `weigh: coefficients` takes Σ w of the coefficients, as the paper does, whose
    r⁺ / r⁻ has the same order; `columns` takes their plain mean after the columns were weighted, as in
    `topsis`. Where all regions are equal, 0.5. Missing values are a MethodError.

    >>> grey_topsis(np.array([[1.0, 0.0], [0.5, 1.0]]), np.array([0.5, 0.5]))
    array([0.47058824, 0.52941176])
    """
    require_complete(x, "grey_topsis")
    columns = weigh == "columns"
    compared = x * weights[..., None, :] if columns else x
    shares = np.full(x.shape[-1], 1.0 / x.shape[-1]) if columns else weights
    # Turned over, the worst values are the best ones and every gap stays what it is.
    to_best, to_worst = (
        grey_relation(sign * compared, shares, resolution=resolution) for sign in (1.0, -1.0)
    )
    return np.asarray(to_best / (to_best + to_worst))


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return part / whole, 0 where the whole is 0."""
    whole = np.broadcast_to(whole, part.shape)
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


_THREE = (np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([0.6, 0.8]))

BETWEEN_IDEALS = (
    aggregator(
        "close_value",
        Text("密切值法", "Close value"),
        close_value,
        citation="密切值法 (osculating value method) of the Chinese textbooks of evaluation; distances as in "
        "TOPSIS (Hwang and Yoon, 1981)",
        formula=Text(
            "-(d+ / min d+ - d- / max d-)，d+- = sqrt(sum_i (w_i x_i - w_i x_i "
            "的最优值或最差值)^2)；教科书所列密切值不带负号，以小者为优",
            "-(d+ / min d+ - d- / max d-), d+- = sqrt(sum_i (w_i x_i - best or worst of w_i x_i)^2); "
            "the books print the value without the sign, smaller being better",
        ),
        needs="every value; columns on one scale, or normalisation: vector",
        range_="up to 0; 1 for a region that is the best in everything",
        degenerate={**AMONG_OTHERS, "constant": "adds nothing to any distance", "single_region": "0"},
        example=Example(
            (np.array([[4.0, 0.0], [0.0, 3.0], [4.0, 3.0]]), np.array([0.5, 0.5])), [-1 / 5, -11 / 15, 1.0]
        ),
        parameters={
            "normalisation": choice("none", ("vector",), "divide each column by its Euclidean length first")
        },
    ),
    aggregator(
        "set_pair",
        Text("集对分析", "Set pair analysis"),
        set_pair,
        citation="赵克勤 (Zhao Keqin, 2000), 集对分析及其初步应用, 浙江科学技术出版社; as closeness to "
        "the best found, a / (a + c): 苏飞, 张平宇 (2010), 地理学报 65(4): 454-464; 苏飞, 陈媛, "
        "张平宇 (2013), 地理科学 33(5): 538-544",
        formula=Text(
            "a / (a + c)；a = sum_i w_i x_i / (u_i + v_i)，c = sum_i w_i u_i v_i / ((u_i + v_i) "
            "x_i)，u、v 为该指标的最优值与最差值",
            "a / (a + c); a = sum_i w_i x_i / (u_i + v_i), c = sum_i w_i u_i v_i / ((u_i + v_i) x_i), "
            "u, v = best and worst value of the column",
        ),
        needs="every value, 0 or more; above 0 to tell much",
        range_="[0, 1]",
        degenerate={
            **AMONG_OTHERS,
            "constant": "identity and contrary degree 1/2 for every region",
            "negative": "error: not defined for negative values",
            "single_region": "0.5",
        },
        example=Example(
            (np.array([[1.0, 4.0], [2.0, 1.0], [1.5, 2.0]]), np.array([0.5, 0.5])),
            [17 / 30, 13 / 30, 81 / 157],
        ),
    ),
    aggregator(
        "projection",
        Text("投影法", "Projection on the ideal"),
        projection,
        citation="王应明 (Wang Yingming, 1999), 多指标决策与评价的新方法——投影法; grey: "
        "吕锋, 崔晓辉 (2002), 多目标决策灰色关联投影法及其应用, 系统工程理论与实践 22(1): 103-107",
        formula=Text(
            "sum_i y_i y*_i / sqrt(sum_i y*_i^2)，y = w x，y* 为各指标 y 的最优值；灰色投影：sum_i "
            "g_i w_i^2 / sqrt(sum_i w_i^2)，g 为灰色关联系数",
            "sum_i y_i y*_i / sqrt(sum_i y*_i^2), y = w x, y* = best of each; "
            "grey: sum_i g_i w_i^2 / sqrt(sum_i w_i^2), g the grey relational coefficients",
        ),
        needs="every value; columns on one scale",
        range_="up to the length of the ideal; grey: up to sqrt(sum_i w_i^2)",
        degenerate={
            **AMONG_OTHERS,
            "constant": "adds the same to every region",
            "zero": "adds nothing",
            "single_region": "the length of its own vector",
        },
        example=Example(_THREE, [0.36, 0.64, 1.0]),
        parameters={
            "form": choice("plain", ("grey",), "project values, or grey relational coefficients"),
            "resolution": number(0.5, "rho of form: grey; small tells more apart", minimum=1e-6, maximum=1),
        },
    ),
    aggregator(
        "grey_topsis",
        Text("灰色关联 TOPSIS 法", "Grey relational TOPSIS"),
        grey_topsis,
        citation="Chen and Tzeng (2004), Mathematical and Computer Modelling 40(13): 1473-1490",
        formula=Text(
            "r+ / (r+ + r-)，r+ 与 r- 为到最优值与到最差值的灰色关联度",
            "r+ / (r+ + r-), r+ and r- the grey relational grades (see grey_relation) to the best and to "
            "the worst values",
        ),
        needs="every value; columns on one scale",
        range_="[rho / (1 + 2 rho), (1 + rho) / (1 + 2 rho)]; 0.25 to 0.75 unless `resolution` is set",
        degenerate={**AMONG_OTHERS, "constant": "coefficient 1 for every region", "single_region": "0.5"},
        example=Example((np.array([[1.0, 0.0], [0.5, 1.0]]), np.array([0.5, 0.5])), [8 / 17, 9 / 17]),
        parameters={
            "weigh": choice("coefficients", ("columns",), "weigh the coefficients, or the columns before"),
            "resolution": number(0.5, "rho: small tells more apart", minimum=1e-6, maximum=1),
        },
    ),
)
