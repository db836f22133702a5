"""PROBID: the distances of a region from every ideal, from the best through the average to the worst."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import require_complete, weighted_sum
from zhishu.score.aggregators.outranking.pairs import row_blocks
from zhishu.score.aggregators.references.ideal import closeness, over_length, separation

if TYPE_CHECKING:
    from numpy.typing import NDArray


def probid(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    variant: str = "full",
    normalisation: str = "none",
) -> NDArray[np.float64]:
    """Return the PROBID score of each region, shape (…, regions).

    The k-th ideal is made of the k-th best value of each weighted column. With S_k the Euclidean
    distance from it, m regions and h the upper half of them, pos = Σ_{k ≤ h} S_k / k, neg = Σ_{k ≥ h}
    S_k / (m − k + 1), and the score is 1 / (1 + (pos / neg)²) plus the distance from the average.
    `simplified` takes the first and the last quarter of the ideals (one where there are fewer than
    eight regions) and gives neg / (pos + neg); the paper's ratio neg / pos, which has no value at the
    ideal, is s / (1 − s) of it. `vector` divides each column by its length first, as the paper does
    with raw values. Where all regions are equal, 0.5. Missing values are a MethodError.

    >>> x = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    >>> probid(x, np.array([0.6, 0.4]), variant="simplified")
    array([0.6, 0.4, 1. ])
    """
    require_complete(x, "probid")
    if normalisation == "vector":
        x = over_length(x)
    weighted = x * weights[..., None, :]
    ideals = np.sort(weighted, axis=-2)[..., ::-1, :]
    first, last = _shares_of_ideals(x.shape[-2], variant)
    parts = [_weighted_distances(weighted[..., rows, :], ideals, first, last) for rows in row_blocks(x)]
    positive, negative = (np.concatenate(part, axis=-1) for part in zip(*parts, strict=True))
    if variant == "simplified":
        return closeness(positive, negative)
    # neg² / (pos² + neg²) is 1 / (1 + (pos / neg)²), and has a value where neg is 0.
    average = ideals.mean(axis=-2, keepdims=True)
    return closeness(positive**2, negative**2) + separation(weighted, average)


def _shares_of_ideals(count: int, variant: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what the distance from each ideal counts in pos and in neg, the best ideal first."""
    place = np.arange(1, count + 1)
    if variant == "simplified":
        quarter = max(1, count // 4)
        near, far = place <= quarter, place > count - quarter
    else:
        half = (count + 1) // 2
        near, far = place <= half, place >= half
    return near / place, far / place[::-1]


def _weighted_distances(
    rows: NDArray[np.float64],
    ideals: NDArray[np.float64],
    first: NDArray[np.float64],
    last: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return pos and neg of some regions, shape (…, rows)."""
    distances = separation(rows[..., :, None, :], ideals[..., None, :, :])
    return weighted_sum(distances, first), weighted_sum(distances, last)


PROBID = (
    aggregator(
        "probid",
        Text("理想-平均距离偏好排序法（PROBID）", "PROBID, preference ranking by ideal-average distance"),
        probid,
        citation="Wang, Rangaiah and Wang (2021), Industrial and Engineering Chemistry Research 60(30): "
        "11216-11230",
        formula=Text(
            "完整式：1/(1 + (P/N)^2) + 到平均解的距离；P 为 m 个理想解中较优一半的 S_k/k 之和，N "
            "为较差一半的 S_k/(m - k + 1) 之和，S_k 为 w x 到第 k 个理想解的距离；简化式：N/(P + "
            "N)，P、N 分别取最前、最后四分之一的理想解",
            "full: 1/(1 + (pos/neg)^2) + distance from the average; pos = sum of S_k/k over the better "
            "half, neg = sum of S_k/(m - k + 1) over the worse half of the m ideals, S_k = distance "
            "of w x from the k-th; simplified: neg/(pos + neg) over the first and last quarter",
        ),
        needs="every value; columns on one scale, or raw ones (normalise: sign) with normalisation: vector, "
        "which is the paper's. The full score also rewards a distance from the average to the worse side",
        range_="full: 0 or more; simplified: [0, 1]",
        degenerate={**AMONG_OTHERS, "constant": "adds nothing to any distance", "single_region": "0.5"},
        example=Example(
            (np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([0.6, 0.4])),
            [0.6, 0.4, 1.0],
            {"variant": "simplified"},
        ),
        parameters={
            "variant": choice(
                "full",
                ("simplified",),
                "all ideals and the average; or the first and the last quarter of the ideals, without it "
                "(sPROBID; the paper prints neg/pos = s/(1 - s))",
            ),
            "normalisation": choice("none", ("vector",), "divide each column by its Euclidean length first"),
        },
    ),
)
