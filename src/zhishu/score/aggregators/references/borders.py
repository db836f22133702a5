"""Distance from a border, a gap or bounds: MABAC, MAIRCA, SPOTIS, which add up what lies between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, number
from zhishu.score.aggregators.columns import per_column, require_complete, require_within, weighted_sum
from zhishu.score.aggregators.references.bounds import BOUNDS, Bounds, column_bounds, share_of_bounds
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def mabac(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the MABAC score of each region, shape (…, regions): Σ w·(1 + x) − g.

    The border g of a column is the geometric mean of w·(1 + x) over the regions: a score above 0 lies
    above the border. It is the weighted mean of the columns minus one number for all regions. Values
    below −1, where there is no geometric mean, and missing values are a MethodError.

    >>> mabac(np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([0.5, 0.5])).round(6)
    array([ 0.292893, -0.207107])
    """
    require_complete(x, "mabac")
    require_within(x, "mabac", lowest=-1.0, advice="normalise to [0, 1], for instance by min–max")
    raised = np.maximum(1.0 + x, 0.0)
    nought = (raised == 0).any(axis=-2, keepdims=True)
    logarithm = np.log(np.where(raised > 0, raised, 1.0)).mean(axis=-2, keepdims=True)
    border = np.where(nought, 0.0, np.exp(logarithm))
    return weighted_sum(raised - border, weights[..., None, :])


def mairca(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 − Q of MAIRCA for each region, shape (…, regions): larger is better, 1 has no gap.

    Q = Σ (w / m) (1 − x) is the gap between what a region would have at the ideal and what it has,
    with m regions. It is the smaller the better in the paper; the weighted mean of the columns is
    1 − m Q. Missing values are a MethodError.

    >>> mairca(np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([0.5, 0.5]))
    array([0.75, 0.5 ])
    """
    require_complete(x, "mairca")
    return np.asarray(1.0 - weighted_sum(1.0 - x, weights[..., None, :]) / x.shape[-2])


def spotis(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    bounds: Sequence[Any] | None = None,
    expected: float | Sequence[float] | None = None,
    trust: float = 1.0,
) -> NDArray[np.float64]:
    """Return 1 − P of SPOTIS for each region, shape (…, regions): larger is better, 1 is the ideal.

    P = Σ w·|x − s| / (highest − lowest) is the mean distance from the solution point s, the highest of
    each column's `bounds` or what is `expected` of it: a number, or one per column. Balanced SPOTIS
    weighs both: `trust` of the distance from what is expected, the rest from the highest. With bounds
    given no region's score depends on the others. A column without width has no distance. Values
    beyond the bounds, an expectation beyond them, and missing values are a MethodError.

    >>> spotis(np.array([[10.0, 2.0], [5.0, 3.0]]), np.array([0.5, 0.5]), bounds=[[0, 20], [1, 5]])
    array([0.375, 0.375])
    """
    require_complete(x, "spotis")
    found = column_bounds(x, bounds, "spotis")
    share = share_of_bounds(x, found)
    reached = weighted_sum(share, weights[..., None, :])
    if expected is None:
        return reached
    point = share_of_bounds(_expectation(expected, x, found), found)
    met = 1.0 - weighted_sum(np.abs(share - point), weights[..., None, :])
    return np.asarray(trust * met + (1.0 - trust) * reached)


def _expectation(
    expected: float | Sequence[float], x: NDArray[np.float64], bounds: Bounds
) -> NDArray[np.float64]:
    """Return the expected values, (…, 1, columns); beyond the bounds they are a MethodError."""
    point = per_column(expected, x.shape[-1], "expected solution point")
    if ((point < bounds.low) | (point > bounds.high)).any():
        raise MethodError(
            "'spotis' expects a value beyond the bounds of its column",
            seen=point.tolist(),
            allowed="values within `bounds`",
            advice="give `bounds` that hold what is expected",
        )
    return np.broadcast_to(point, (*x.shape[:-2], 1, x.shape[-1]))


_TWO = (np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([0.5, 0.5]))

BORDERS = (
    aggregator(
        "mabac",
        Text("多属性边界近似区域比较法（MABAC）", "MABAC, comparison with the border approximation area"),
        mabac,
        citation="Pamucar and Cirovic (2015), Expert Systems with Applications 42(6): 3016-3028",
        formula=Text(
            "sum_i (w_i (1 + x_i) - g_i)，g_i = (n 个地区的 w_i (1 + x_i) 之积)^(1/n)",
            "sum_i (w_i (1 + x_i) - g_i), g_i = (product over the n regions of w_i (1 + x_i))^(1/n)",
        ),
        needs="every value, none below -1; minmax to [0, 1] is the paper's normalisation",
        range_="around 0: above the border or below it",
        degenerate={
            **AMONG_OTHERS,
            "constant": "lies on its border, so it adds 0",
            "negative": "harmless down to -1, one error below",
            "single_region": "0",
        },
        example=Example(_TWO, [1 - 0.5**0.5, 0.5 - 0.5**0.5]),
        note=Text(
            "MABAC 的得分等于各列的加权算术平均减去一个对所有地区相同的常数，排名与 arithmetic 完全一致。",
            "MABAC's score is the weighted arithmetic mean of the columns minus one number for all regions: "
            "it ranks exactly as `arithmetic` does.",
        ),
    ),
    aggregator(
        "mairca",
        Text("多属性理想-现实比较分析法（MAIRCA）", "MAIRCA, ideal-real comparative analysis"),
        mairca,
        citation="Pamucar, Vasin and Lukovac (2014), XVI International Scientific-Expert Conference on "
        "Railway (RAILCON): 89-92",
        formula=Text(
            "1 - Q；Q = sum_i (w_i/m) (1 - x_i)，m 为地区数，原文献中 Q 以小者为优",
            "1 - Q; Q = sum_i (w_i/m) (1 - x_i) for m regions, the smaller the better in the paper",
        ),
        needs="every value; minmax to [0, 1] is the paper's normalisation",
        range_="[1 - 1/m, 1] for m regions and columns in [0, 1]",
        degenerate={
            **AMONG_OTHERS,
            "constant": "the same gap for every region, so it changes no order",
            "single_region": "the weighted mean of its values",
        },
        example=Example(_TWO, [0.75, 0.5]),
        note=Text(
            "MAIRCA 的得分是各列加权算术平均的递增线性函数，分差缩小，排名与 arithmetic 完全一致。",
            "MAIRCA's score is an increasing linear function of the weighted arithmetic mean of the columns, "
            "its differences divided by the number of regions: it ranks exactly as `arithmetic` does.",
        ),
    ),
    aggregator(
        "spotis",
        Text("稳定偏好排序趋近理想解法（SPOTIS）", "SPOTIS, stable preference ordering towards the ideal"),
        spotis,
        citation="Dezert, Tchamova, Han and Tacnet (2020), The SPOTIS rank reversal free method, 23rd "
        "International Conference on Information Fusion (FUSION): 1-8; trust: Shekhovtsov, Dezert and "
        "Salabun (2025), ICAART 3: 264-271 (Balanced SPOTIS)",
        formula=Text(
            "1 - P；P = sum_i w_i |x_i - s_i|/(上限_i - 下限_i)，s_i 为上限_i 或期望值，原文献中 P "
            "以小者为优",
            "1 - P; P = sum_i w_i |x_i - s_i|/(high_i - low_i), s_i = high_i or what is expected, the "
            "smaller the better in the paper",
        ),
        needs="every value, within the bounds; raw columns (normalise: sign) with bounds are the paper's, "
        "and equal normalise: minmax with goalposts",
        range_="[0, 1]; 1 is the ideal",
        degenerate={
            **AMONG_OTHERS,
            "constant": "no distance, unless its bounds are given",
            "single_region": "1, unless bounds are given",
        },
        example=Example(
            (np.array([[10.0, 2.0], [5.0, 3.0]]), np.array([0.5, 0.5])),
            [0.375, 0.375],
            {"bounds": [[0, 20], [1, 5]]},
        ),
        parameters={
            "bounds": BOUNDS,
            "expected": Option(
                None,
                {"type": ["number", "array", "null"], "items": {"type": "number"}},
                "the expected solution point, for all columns or for each; the upper bounds unless given",
            ),
            "trust": number(
                1.0, "what the expected solution counts, the rest the upper bounds", minimum=0, maximum=1
            ),
        },
        note=Text(
            "未另设期望解点时，SPOTIS 的得分就是各列按其上下限做极差正规化后的加权算术平均。",
            "Unless `expected` is given, SPOTIS's score is the weighted arithmetic mean of the columns after "
            "min-max between their bounds.",
        ),
    ),
)
