"""Ratings against the best or the least of each column: OCRA, RAFSI and LMAW, costs in their own formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import require_complete, weighted_sum
from zhishu.score.aggregators.raw_columns import magnitudes
from zhishu.score.aggregators.references.bounds import BOUNDS, column_bounds, share_of_bounds
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def ocra(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, divisor: str = "minimum"
) -> NDArray[np.float64]:
    """Return the OCRA rating of each region, shape (…, regions): the lowest region has 0.

    T = Σ w·(x − min) / d, minus the least T of all regions, with d the smallest magnitude in the
    column: for a cost that was turned by its sign this is (max cost − cost) / min cost, the paper's.
    With `range` d is max − min. A constant column adds nothing. A column that holds 0, or values on
    both sides of it, has no smallest magnitude to divide by, and missing values cannot be compared:
    each is a MethodError.

    >>> ocra(np.array([[2.0, -10.0], [3.0, -20.0]]), np.array([0.5, 0.5]))
    array([0.25, 0.  ])
    """
    require_complete(x, "ocra")
    low, high = x.min(axis=-2, keepdims=True), x.max(axis=-2, keepdims=True)
    varies = high > low
    if divisor == "range":
        least = high - low
    else:
        least = np.abs(x).min(axis=-2, keepdims=True)
        _require_a_least(varies & (low <= 0) & (high >= 0))
    rating = np.divide(x - low, least, out=np.zeros_like(x), where=varies)
    total = weighted_sum(rating, weights[..., None, :])
    return np.asarray(total - total.min(axis=-1, keepdims=True))


def rafsi(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    bounds: Sequence[Any] | None = None,
    ratio: float = 6.0,
) -> NDArray[np.float64]:
    """Return the RAFSI score of each region, shape (…, regions), within [1 / (1 + r), r / (1 + r)].

    A value is mapped from its column's `bounds`, the anti-ideal and the ideal, to s in [1, r], r =
    `ratio` saying how many times the ideal is better; it counts w·s / (1 + r). A column whose bounds
    lie below 0 is a cost turned by its sign, mapped the other way and counted by the paper's harmonic
    formula, w·r / ((1 + r) s). With bounds given no region's score depends on the others. A column
    without width is at its ideal. Values beyond the bounds and missing values are a MethodError.

    >>> rafsi(np.array([[10.0], [5.0]]), np.array([1.0]), bounds=[0, 10], ratio=3)
    array([0.75, 0.5 ])
    """
    require_complete(x, "rafsi")
    found = column_bounds(x, bounds, "rafsi")
    share = share_of_bounds(x, found)
    cost = (found.low < 0) & (found.high <= 0)
    benefit = 1.0 + (ratio - 1.0) * share
    counted = np.where(cost, ratio / (1.0 + (ratio - 1.0) * (1.0 - share)), benefit) / (1.0 + ratio)
    return weighted_sum(counted, weights[..., None, :])


def lmaw(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the LMAW score of each region, shape (…, regions), between 0 and the number of columns.

    v = (x + max) / max; of a cost that was turned by its sign, a column of values below 0, v =
    (cost + min cost) / cost. φ = ln v / ln Π v over the regions, and each column adds
    2 φ^w / ((2 − φ)^w + φ^w). A column of zeros counts as a constant one. Columns on both sides of 0,
    costs of 0 and missing values are a MethodError.

    >>> lmaw(np.array([[2.0, -1.0], [0.0, -1.0]]), np.array([0.5, 0.5])).round(6)
    array([1.732051, 0.732051])
    """
    require_complete(x, "lmaw")
    size, cost = magnitudes(x, "lmaw")
    least, largest = size.min(axis=-2, keepdims=True), size.max(axis=-2, keepdims=True)
    gain = np.divide(size, largest, out=np.ones_like(size), where=largest > 0)
    saving = np.divide(least, size, out=np.ones_like(size), where=size > 0)
    logarithm = np.log1p(np.where(cost, saving, gain))
    part = logarithm / logarithm.sum(axis=-2, keepdims=True)
    shares = weights[..., None, :]
    raised = part**shares
    added = 2.0 * raised / ((2.0 - part) ** shares + raised)
    return weighted_sum(added, np.ones_like(added))


def _require_a_least(without: NDArray[np.bool_]) -> None:
    if without.any():
        raise MethodError(
            "'ocra' has no smallest magnitude to divide by",
            seen=f"{int(without.sum())} of {without.size} columns that hold 0, or values on both sides of it",
            allowed="columns above 0, or below it (a cost turned by its sign)",
            advice="take raw columns (normalise: sign), or `divisor: range`",
        )


RATINGS = (
    aggregator(
        "ocra",
        Text("运营竞争力评级法（OCRA）", "OCRA, operational competitiveness rating"),
        ocra,
        citation="Parkan (1994), Operational competitiveness ratings of production units, Managerial and "
        "Decision Economics 15(3): 201-221; Madic, Petkovic and Radovanovic (2015), Serbian Journal of "
        "Management 10(1): 61-73",
        formula=Text(
            "T - min T，T = sum_i w_i (x_i - min_i)/min|x_i|；divisor 为 range 时改除以 (max_i - min_i)",
            "T - min T, T = sum_i w_i (x_i - min_i)/min|x_i|; divisor range: /(max_i - min_i)",
        ),
        needs="every value; raw columns above 0 or costs turned by their sign (normalise: sign) are the "
        "paper's; columns that hold 0, as after minmax, need divisor: range",
        range_="0 or more; the lowest region has 0",
        degenerate={
            **AMONG_OTHERS,
            "constant": "adds nothing",
            "zero": "as constant: adds nothing",
            "negative": "a column below 0 throughout is a cost; on both sides of 0, one error unless "
            "divisor is range",
            "single_region": "0",
        },
        example=Example((np.array([[2.0, -10.0], [3.0, -20.0]]), np.array([0.5, 0.5])), [0.25, 0.0]),
        parameters={
            "divisor": choice("minimum", ("range",), "the smallest magnitude of the column, or its range")
        },
        note=Text(
            "OCRA 的得分等于各列除以其最小绝对值后的加权算术平均减去一个常数，全距较大的列实际权重更大。",
            "OCRA's score is, but for one number for all regions, the weighted arithmetic mean of the "
            "columns divided by their smallest magnitude: a column wide beside it weighs more than stated.",
        ),
    ),
    aggregator(
        "rafsi",
        Text("准则子区间函数映射排序法（RAFSI）", "RAFSI, functional mapping of criterion intervals"),
        rafsi,
        citation="Zizovic, Pamucar, Albijanic, Chatterjee and Pribicevic (2020), Mathematics 8(6): 1015",
        formula=Text(
            "sum_i w_i s_i/(1 + r)，s_i = 1 + (r - 1)(x_i - 下限_i)/(上限_i - 下限_i)；"
            "成本型指标（上下限在 0 以下）为 sum_i w_i r/((1 + r) s_i)，s_i = 1 + (r - 1)(上限_i - "
            "x_i)/(上限_i - 下限_i)",
            "sum_i w_i s_i/(1 + r), s_i = 1 + (r - 1)(x_i - low_i)/(high_i - low_i); of a cost (bounds "
            "below 0) sum_i w_i r/((1 + r) s_i), s_i = 1 + (r - 1)(high_i - x_i)/(high_i - low_i)",
        ),
        needs="every value, within the bounds; raw columns (normalise: sign) with the anti-ideal and ideal "
        "values as bounds are the paper's",
        range_="[1/(1 + r), r/(1 + r)]",
        degenerate={
            **AMONG_OTHERS,
            "constant": "at its ideal, unless its bounds are given",
            "negative": "a column below 0 throughout is a cost; on both sides of 0 a quantity",
            "single_region": "r/(1 + r), unless bounds are given",
        },
        example=Example(
            (np.array([[10.0], [5.0]]), np.array([1.0])), [0.75, 0.5], {"bounds": [0, 10], "ratio": 3}
        ),
        parameters={
            "bounds": BOUNDS,
            "ratio": Option(
                6.0,
                {"type": "number", "exclusiveMinimum": 1},
                "r: how many times the ideal is better than the anti-ideal",
            ),
        },
        note=Text(
            "没有取负的成本列时，RAFSI 的排名与各列按上下限做极差正规化后的加权算术平均完全一致。",
            "Where no column is a cost below 0, RAFSI's score is an increasing linear function of the "
            "weighted arithmetic mean of the columns after min-max between their bounds, and ranks so.",
        ),
    ),
    aggregator(
        "lmaw",
        Text("对数加性权重法（LMAW）", "LMAW, logarithm methodology of additive weights"),
        lmaw,
        citation="Pamucar, Zizovic, Biswas and Bozanic (2021), Facta Universitatis, Series Mechanical "
        "Engineering 19(3): 361-380",
        formula=Text(
            "sum_i 2 f_i^w_i/((2 - f_i)^w_i + f_i^w_i)，f_i = ln v_i/ln(各地区 v_i 之积)，v_i = 1 "
            "+ x_i/max_i；成本型指标为 1 + 最小成本_i/成本_i",
            "sum_i 2 f_i^w_i/((2 - f_i)^w_i + f_i^w_i), f_i = ln v_i/ln(product of v_i over regions), "
            "v_i = 1 + x_i/max_i; of a cost 1 + min_i/cost_i",
        ),
        needs="every value; raw columns of 0 or more and costs turned by their sign (normalise: sign) are "
        "the paper's; no column on both sides of 0 and no cost of 0",
        range_="[0, number of columns]",
        degenerate={
            **AMONG_OTHERS,
            "constant": "adds the same for every region",
            "negative": "a column below 0 throughout is a cost; on both sides of 0, one error",
            "single_region": "the number of columns",
        },
        example=Example(
            (np.array([[2.0, -1.0], [0.0, -1.0]]), np.array([0.5, 0.5])),
            [1 + 2 / (1 + 3**0.5), 2 / (1 + 3**0.5)],
        ),
    ),
)
