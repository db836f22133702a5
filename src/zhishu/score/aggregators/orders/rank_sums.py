"""Sums of ranks: the rank-sum ratio (秩和比) and Borda's count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator
from zhishu.score.aggregators.columns import require_complete, weighted_sum
from zhishu.score.ranks import rank
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from numpy.typing import NDArray

DECIMALS = 12
"""Beyond these a sum of weighted ranks is rounding."""


def rank_sum_ratio(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, integer: bool = True
) -> NDArray[np.float64]:
    """Return the rank-sum ratio Σ w·R / n of each region, shape (…, regions).

    R is 1 for the lowest and n for the highest of n regions in a column: the rank, ties at its mean,
    or without `integer` 1 + (n − 1)(x − min)/(max − min); (n + 1)/2 in a column where all are equal.
    Sums of ranks tie often and differ by rounding where they do (3 + 5 and 4 + 4, times a third), so
    those of ranks are rounded to 12 decimals. Missing values are a MethodError.

    >>> rank_sum_ratio(np.array([[9.0, 1.0], [5.0, 5.0], [1.0, 5.0]]), np.array([0.5, 0.5])).round(4)
    array([0.6667, 0.75  , 0.5833])
    """
    require_complete(x, "rank_sum_ratio")
    places = _rising_ranks(x) if integer else _spread_places(x)
    ratio = weighted_sum(places, weights[..., None, :]) / x.shape[-2]
    return np.asarray(ratio.round(DECIMALS) if integer else ratio)


def borda(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Borda's count of each region, shape (…, regions).

    Σ w × (number of regions below in the column + half of those equal), rounded to 12 decimals as in
    `rank_sum_ratio`, so that equal sums are equal. Missing values are a MethodError.

    >>> borda(np.array([[9.0, 1.0], [5.0, 5.0], [1.0, 5.0]]), np.array([0.5, 0.5]))
    array([1.  , 1.25, 0.75])
    """
    require_complete(x, "borda")
    return weighted_sum(_rising_ranks(x) - 1.0, weights[..., None, :]).round(DECIMALS)


def _rising_ranks(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return rank(x, ties="average", descending=False, axis=-2)


def _spread_places(x: NDArray[np.float64]) -> NDArray[np.float64]:
    low = x.min(axis=-2, keepdims=True)
    width = x.max(axis=-2, keepdims=True) - low
    spread = np.divide(x - low, width, out=np.full_like(x, 0.5), where=width > 0)
    return np.asarray(1.0 + (x.shape[-2] - 1) * spread)


_VOTES = (
    np.array([[3.0, 3.0, 1.0, 1.0], [2.0, 1.0, 3.0, 2.0], [1.0, 2.0, 2.0, 3.0]]),
    np.array([1.0, 7.0, 7.0, 6.0]) / 21,
)

RANK_SUMS = (
    aggregator(
        "rank_sum_ratio",
        Text("秩和比法", "Rank-sum ratio (RSR)"),
        rank_sum_ratio,
        citation="田凤调 (Tian Fengtiao, 1993), 秩和比法及其应用, 中国统计出版社",
        formula=Text(
            "sum_i w_i R_i / n；R 为由低到高的秩，或 1 + (n - 1)(x - min)/(max - min)",
            "sum_i w_i R_i / n; R = rank from below, or 1 + (n - 1)(x - min)/(max - min)",
        ),
        needs="every value",
        range_="[1/n, 1] for n regions",
        degenerate={**AMONG_OTHERS, "constant": "rank (n + 1)/2 for every region", "single_region": "1"},
        example=Example(
            (np.array([[9.0, 1.0], [5.0, 5.0], [1.0, 5.0]]), np.array([0.5, 0.5])), [2 / 3, 3 / 4, 7 / 12]
        ),
        parameters={
            "integer": Option(
                default=True, schema={"type": "boolean"}, description="ranks, or places between"
            )
        },
    ),
    aggregator(
        "borda",
        Text("博尔达计数法", "Borda count"),
        borda,
        citation="Borda (1784), Memoire sur les elections au scrutin, Histoire de l'Academie "
        "Royale des Sciences; in Young (1988), American Political Science Review 82(4): 1231-1244",
        formula=Text(
            "sum_i w_i (低于该地区的地区数 + 与其相等的地区数的一半)",
            "sum_i w_i (regions below + half of those equal)",
        ),
        needs="every value",
        range_="[0, n - 1] for n regions",
        degenerate={**AMONG_OTHERS, "constant": "(n - 1)/2 for every region", "single_region": "0"},
        example=Example(_VOTES, [16 / 21, 21 / 21, 26 / 21]),
    ),
)
