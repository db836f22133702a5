"""Weights from how much each column spreads the regions out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.weigh.moments import deviation, mean_over_regions, refuse_below, refuse_large, region_counts
from zhishu.weigh.shares import degenerate, live_columns, shares
from zhishu.weigh.spread.improved_vector import improved_vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

_X = np.array([[1.0, 0.4, 1.0], [0.6, 1.0, 0.75], [0.4, 0.1, 0.5], [0.2, 0.2, 0.0], [0.0, 0.0, 0.25]])
_TINY = 1e-12


def standard_deviation(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights in proportion to the standard deviations of the columns, shape (…, columns).

    w_j = s_j / Σ s over the regions that have a value; whether the squares are divided by n or by
    n - 1 makes no difference to the shares. A constant column weighs 0.

    >>> standard_deviation(np.array([[0.0, 0.0, 5.0], [1.0, 3.0, 5.0]]))
    array([0.25, 0.75, 0.  ])
    """
    return shares(deviation(x), live_columns(x))


def variance(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights in proportion to the variances of the columns, shape (…, columns).

    >>> variance(np.array([[0.0, 0.0, 5.0], [1.0, 3.0, 5.0]]))
    array([0.1, 0.9, 0. ])
    """
    return shares(deviation(x) ** 2, live_columns(x))


def coefficient_of_variation(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights in proportion to standard deviation over mean, shape (…, columns).

    A column that varies needs a mean above 0, else a MethodError says so: z-scores cannot be weighed
    this way. The deviation is that of the population (squares divided by n).

    >>> coefficient_of_variation(np.array([[1.0, 10.0], [3.0, 10.5]])).round(4)
    array([0.9535, 0.0465])
    """
    live = live_columns(x)
    spread, mean = deviation(x), mean_over_regions(x)
    if (live & ~(mean > _TINY * np.where(live, spread, 1.0))).any():
        raise MethodError(
            "the coefficient of variation divides by a mean that is not above 0",
            seen=f"a mean of {float(np.nanmin(np.where(live, mean, np.nan))):g}",
            allowed="columns whose mean is above 0",
            advice="normalise with `minmax`, or weigh with `standard_deviation`",
        )
    return shares(np.divide(spread, mean, out=np.zeros_like(mean), where=live), live)


def maximum_deviation(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights in proportion to the mean difference between two regions, shape (…, columns).

    w_j before division by the sum: Σ_i Σ_k |x_ij - x_kj|, a mean over the pairs that have both
    values where some are missing. It is what the weights w with Σ w² = 1 that drive all regions
    furthest apart come to, divided by their sum.

    >>> maximum_deviation(np.array([[0.0, 0.0], [1.0, 0.5], [1.0, 1.0]])).round(6)
    array([0.5, 0.5])
    """
    return shares(mean_difference(x), live_columns(x))


def gini(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights in proportion to the Gini coefficients of the columns, shape (…, columns).

    G_j = Σ_i Σ_k |x_ij - x_kj| / (2 n² mean_j). Negative values raise a MethodError.

    >>> gini(np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 2.0]])).round(6)
    array([0.666667, 0.333333])
    """
    return shares(gini_coefficient(x), live_columns(x))


def reciprocal_gini(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights in proportion to 1 over the Gini coefficients, shape (…, columns).

    The more equal a column, the more it weighs; a constant column, which would weigh everything,
    weighs 0, for it tells no regions apart. Negative values raise a MethodError.

    >>> reciprocal_gini(np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 2.0]])).round(6)
    array([0.333333, 0.666667])
    """
    live = live_columns(x)
    coefficient = gini_coefficient(x)
    return shares(np.divide(1.0, coefficient, out=np.zeros_like(coefficient), where=live), live)


def angle(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights in proportion to each column's angle to a column of equal values, (…, columns).

    u_j = arccos(Σ_i x_ij / (√n ‖x_j‖)), which no scaling of a column changes.

    >>> angle(np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 2.0]])).round(6)
    array([0.644268, 0.355732])
    """
    return improved_vector(x, reading="angle")


def mean_difference(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of |x_i - x_k| over all n² pairs of regions that have a value, (…, columns).

    Sorting takes the place of the n² pairs: Σ_i Σ_k |x_i - x_k| = 2 Σ_i (2 i - n - 1) x_(i).

    >>> mean_difference(np.array([[0.0], [1.0], [3.0]]))
    array([1.33333333])
    """
    refuse_large(x)
    ordered = np.sort(x, axis=-2)  # missing values go last
    known = region_counts(x)[..., None, :]
    place = np.arange(1.0, x.shape[-2] + 1.0)[:, None]
    total: NDArray[np.float64] = np.nansum((2.0 * place - known - 1.0) * ordered, axis=-2)
    pairs = known[..., 0, :] ** 2
    return np.divide(2.0 * total, pairs, out=np.zeros_like(total), where=pairs > 0)


def gini_coefficient(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Gini coefficient of each column, (…, columns), 0 for one that is all zero or missing.

    Negative values raise a MethodError.

    >>> gini_coefficient(np.array([[0.0, 1.0], [0.0, 1.0], [3.0, 1.0]])).round(6)
    array([0.666667, 0.      ])
    """
    refuse_below(x, "gini")
    twice_mean = 2.0 * mean_over_regions(x)
    difference = mean_difference(x)
    return np.divide(difference, twice_mean, out=np.zeros_like(difference), where=twice_mean > 0)


_REFUSED = "error: needs values of 0 or more"

STANDARD_DEVIATION = Method(
    kind="weigh",
    id="standard_deviation",
    name=Text("标准差法", "Standard deviation"),
    citation="Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22(7): 763-770, "
    "where it is compared with CRITIC",
    formula=Text("w_j = s_j / sum_k s_k，s_j 为标准差", "w_j = s_j / sum of s"),
    needs="comparable columns on one scale",
    range="[0, 1], sum 1",
    degenerate=degenerate(),
    function=standard_deviation,
    example=Example((_X,), [0.326719946121, 0.337577377162, 0.335702676717]),
)
VARIANCE = Method(
    kind="weigh",
    id="variance",
    name=Text("方差法", "Variance"),
    citation="Rao and Patel (2010), Materials & Design 31(10): 4738-4747",
    formula=Text("w_j = s_j^2 / sum_k s_k^2，s_j^2 为方差", "w_j = s_j^2 / sum of s^2"),
    needs="comparable columns on one scale",
    range="[0, 1], sum 1",
    degenerate=degenerate(),
    function=variance,
    example=Example((np.array([[0.0, 0.0, 5.0], [1.0, 3.0, 5.0]]),), [0.1, 0.9, 0.0]),
)
COEFFICIENT_OF_VARIATION = Method(
    kind="weigh",
    id="coefficient_of_variation",
    name=Text("变异系数法（信息量权重）", "Coefficient of variation"),
    citation="Pearson (1896), Philosophical Transactions of the Royal Society A 187: 253-318, for the "
    "coefficient; weights in proportion to it are textbook practice",
    formula=Text(
        "w_j = v_j / sum_k v_k，v_j = s_j / 均值_j，s_j 为标准差", "w_j = v_j / sum of v, v_j = s_j / mean_j"
    ),
    needs="columns whose mean is above 0; z-scores are refused",
    range="[0, 1], sum 1",
    degenerate=degenerate(negative="error: when the mean of a column that varies is not above 0"),
    function=coefficient_of_variation,
    example=Example((np.array([[1.0, 8.0], [3.0, 12.0]]),), [5 / 7, 2 / 7]),
)
MAXIMUM_DEVIATION = Method(
    kind="weigh",
    id="maximum_deviation",
    name=Text("离差最大化法", "Maximum deviation"),
    citation="Wang Yingming (1998), Systems Engineering and Electronics 20(7): 24-26",
    formula=Text(
        "归一化（除以总和）前 w_j = sum_i sum_k |x_ij - x_kj|",
        "w_j before division by the sum: sum_i sum_k |x_ij - x_kj|",
    ),
    needs="comparable columns on one scale",
    range="[0, 1], sum 1",
    degenerate=degenerate(nan="a mean over the pairs of regions that have both values"),
    function=maximum_deviation,
    example=Example((_X,), [24 / 72, 23 / 72, 25 / 72]),
)
GINI = Method(
    kind="weigh",
    id="gini",
    name=Text("基尼系数法", "Gini coefficient"),
    citation="Li and Chi (2009), First International Conference on Information Science and Engineering, "
    "3726-3729; Gini (1912) for the coefficient",
    formula=Text(
        "w_j = G_j / sum_k G_k，G_j = sum_i sum_k |x_ij - x_kj| / (2 n^2 均值_j)",
        "w_j = G_j / sum of G, G_j = sum_i sum_k |x_ij - x_kj| / (2 n^2 mean_j)",
    ),
    needs="values of 0 or more",
    range="[0, 1], sum 1",
    degenerate=degenerate(negative=_REFUSED),
    function=gini,
    example=Example((np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 2.0]]),), [4 / 6, 2 / 6]),
)
RECIPROCAL_GINI = Method(
    kind="weigh",
    id="reciprocal_gini",
    name=Text("基尼系数倒数法", "Reciprocal Gini coefficient"),
    citation="Ciommi, Gigliarano, Emili, Taralli and Chelli (2017), Ecological Indicators 76: 281-296 "
    "(indicators that are more equal weigh more)",
    formula=Text(
        "归一化（除以总和）前 w_j = 1 / G_j，G_j 为基尼系数", "w_j before division by the sum: 1 / G_j"
    ),
    needs="values of 0 or more",
    range="[0, 1], sum 1",
    degenerate=degenerate(negative=_REFUSED),
    function=reciprocal_gini,
    example=Example((np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 2.0]]),), [2 / 6, 4 / 6]),
)
ANGLE = Method(
    kind="weigh",
    id="angle",
    name=Text("夹角法（向量法）", "Angle"),
    citation="Shuai, Zongzhun, Yongji and Lei (2012), 24th Chinese Control and Decision Conference: "
    "3889-3892",
    formula=Text(
        "归一化（除以总和）前 w_j = arccos(sum_i x_ij / (sqrt(n) |x_j|))",
        "w_j before division by the sum: arccos(sum_i x_ij / (sqrt(n) |x_j|))",
    ),
    needs="comparable columns; no scaling of a column changes its angle",
    range="[0, 1], sum 1",
    degenerate=degenerate(negative="harmless: the angle may exceed 90 degrees"),
    function=angle,
    example=Example((_X,), [0.318027353254, 0.387045354749, 0.294927291997]),
)
METHODS = (
    STANDARD_DEVIATION,
    VARIANCE,
    COEFFICIENT_OF_VARIATION,
    MAXIMUM_DEVIATION,
    GINI,
    RECIPROCAL_GINI,
    ANGLE,
)
