"""Tiers by probit (秩和比分档): the last steps of the rank-sum ratio method."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import choice
from zhishu.score.ranks import rank
from zhishu.score.tiers import UNRANKED, tiering
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOWEST, WIDTH, MIDDLE = 2.0, 6.0, 5.0
"""Probits from 2 to 8, three deviations about 5, are shared out evenly among the tiers."""


class ProbitFit(NamedTuple):
    """The regression of scores on their probits, one number per member of the batch; `probit` per region.

    `slope`, `intercept` and `determination` (R²) are NaN where fewer than two ranks differ.
    """

    probit: NDArray[np.float64]
    slope: NDArray[np.float64]
    intercept: NDArray[np.float64]
    determination: NDArray[np.float64]


def probit(
    scores: NDArray[np.float64], ranks: NDArray[np.float64], *, k: int = 3, by: str = "fitted"
) -> NDArray[np.int64]:
    """Return k tiers by the probit of each region's cumulative frequency, 1 the best.

    The cuts are `probit_cuts`: 4 and 6 for three tiers. The books compare the score that `fit_probits`
    estimates with its estimate at the cuts, which is the same as comparing probits: `by: fitted`. With
    `by: scores` the score itself is compared with the estimate at the cuts, so that the regression has
    a say. What is at a cut belongs above it. Regions that share a rank share a tier by probit; a region
    without a rank gets 0. Where all regions share one rank there is no line, and the probit decides.
    Rank sums tie often and then may differ by rounding: a `tolerance` of the rank step makes them ties.

    >>> probit(np.array([9.0, 8.0, 5.0, 4.0, 3.0, 1.0, 0.5]), np.arange(1.0, 8.0))
    array([1, 1, 2, 2, 2, 2, 3])
    """
    fit = fit_probits(scores, ranks)
    cuts = probit_cuts(k)
    seen, bounds = fit.probit, np.broadcast_to(cuts, (*fit.slope.shape, k - 1))
    if by == "scores":
        line = ~np.isnan(fit.slope)[..., None]
        # Where low scores are the good ones, ranks fall with them and so does the line.
        sign = np.where(fit.slope < 0, -1.0, 1.0)[..., None]
        seen = np.where(line, sign * scores, seen)
        estimates = fit.intercept[..., None] + fit.slope[..., None] * cuts
        bounds = np.where(line, sign * estimates, bounds)
    below = (seen[..., None] < bounds[..., None, :]).sum(axis=-1)
    return np.where(np.isnan(fit.probit), UNRANKED, below + 1).astype(np.int64)


def probit_cuts(k: int) -> NDArray[np.float64]:
    """Return the k − 1 probits between k tiers, rising: 2 + 6 i / k.

    >>> probit_cuts(5)
    array([3.2, 4.4, 5.6, 6.8])
    """
    return LOWEST + WIDTH * np.arange(1, k) / k


def fit_probits(scores: NDArray[np.float64], ranks: NDArray[np.float64]) -> ProbitFit:
    """Return the probit of each region and the line of scores on probits; both arguments (…, regions).

    The frequency of a region is its mean place from below, by `ranks`, over the number of regions;
    where that is 1, which has no probit, 1 − 1/(4n). The probit is 5 plus the normal quantile. Regions
    that share a rank enter the least squares as one. A region without rank or score is left out (NaN).

    >>> fit = fit_probits(np.array([4.0, 3.0, 2.0, 1.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    >>> fit.probit.round(4)
    array([6.5341, 5.6745, 5.    , 4.3255])
    >>> float(fit.determination.round(4))
    0.9962
    """
    from scipy.special import ndtri  # noqa: PLC0415 - imports that other methods need not pay

    known = np.where(np.isnan(scores), np.nan, ranks)
    place = rank(known, ties="average")
    regions = np.maximum((~np.isnan(known)).sum(axis=-1, keepdims=True), 1)
    share = np.where(place == regions, 1.0 - 1.0 / (4.0 * regions), place / regions)
    probits: NDArray[np.float64] = MIDDLE + ndtri(share)
    sharing = rank(known, ties="max") - rank(known, ties="min") + 1.0
    once = np.where(np.isnan(known), 0.0, 1.0 / sharing)
    return ProbitFit(probits, *_line(np.nan_to_num(probits), np.nan_to_num(scores), once))


def _line(
    x: NDArray[np.float64], y: NDArray[np.float64], mass: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return slope, intercept and R² of least squares weighted by `mass`, over the last axis."""
    whole = np.maximum(mass.sum(axis=-1, keepdims=True), 1.0)
    mean_x = (mass * x).sum(axis=-1, keepdims=True) / whole
    mean_y = (mass * y).sum(axis=-1, keepdims=True) / whole
    across, up = x - mean_x, y - mean_y
    unit = np.abs(up).max(axis=-1, keepdims=True, initial=0.0)
    up = up / np.where(unit > 0, unit, 1.0)
    width, height = (mass * across**2).sum(axis=-1), (mass * up**2).sum(axis=-1)
    together = (mass * across * up).sum(axis=-1)
    several = mass.sum(axis=-1) > 1.5  # noqa: PLR2004 - two different ranks or more, up to rounding
    slope = np.divide(together, width, out=np.full_like(width, np.nan), where=several)
    square = np.divide(
        together**2, width * height, out=np.full_like(width, np.nan), where=several & (height > 0)
    )
    slope = slope * unit[..., 0]
    return slope, mean_y[..., 0] - slope * mean_x[..., 0], np.minimum(square, 1.0)


PROBIT = (
    tiering(
        "probit",
        Text("概率单位分档（秩和比分档）", "Probit tiers of the rank-sum ratio"),
        "田凤调 (Tian Fengtiao, 1993), 秩和比法及其应用, 中国统计出版社",
        Text(
            "p = 由低到高的平均名次 / n，p 为 1 时改取 1 - 1/(4n)；"
            "概率单位 = 5 + p 的标准正态分位数；分界为概率单位 2 + 6 i / k，"
            "或以最小二乘法将得分对概率单位回归后在该处的估计得分",
            "p = mean place from below / n, 1 - 1/(4n) for 1; probit = 5 + normal quantile of p; "
            "cuts at probits 2 + 6 i / k, or at the scores that least squares on the probits gives there",
        ),
        probit,
        {
            "k": Option(3, {"type": "integer", "minimum": 2}, "the number of tiers"),
            "by": choice(
                "fitted", ("scores",), "compare estimated scores, that is probits, or the scores themselves"
            ),
        },
        Example((np.array([9.0, 8.0, 5.0, 4.0, 3.0, 1.0, 0.5]), np.arange(1.0, 8.0)), [1, 1, 2, 2, 2, 2, 3]),
        refused={"single_region": "the tier of probit 5.67: 2 of 3"},
    ),
)
