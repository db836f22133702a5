"""The rules that join the scores of several methods: by mean rank, majorities, fuzzy places or scores.

Each takes scores (…, regions, methods), larger is better, and the share with which each method counts
(methods,), and returns (…, regions). Scores that differ by less than LEVEL, as a part of the greatest,
are level: methods that solve a programme leave that much to chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.score.aggregators.columns import weighted_sum
from zhishu.score.aggregators.orders.majority import copeland as copeland_of_columns
from zhishu.score.aggregators.orders.majority import majorities_won
from zhishu.score.ranks import rank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEVEL = 1e-9


def method_ranks(scores: NDArray[np.float64], *, ties: str = "average") -> NDArray[np.float64]:
    """Return the rank of each region by each method, shape (…, regions, methods), 1 is the best.

    >>> method_ranks(np.array([[3.0, 0.1 + 0.2], [2.0, 0.3], [1.0, 0.0]]))
    array([[1. , 1.5],
           [2. , 1.5],
           [3. , 3. ]])
    """
    return rank(_over_greatest(scores), ties=ties, tolerance=LEVEL, axis=-2)


def mean_rank(scores: NDArray[np.float64], parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of the rank points n − r + 1 (平均值法); equal scores share the mean of theirs.

    >>> mean_rank(np.array([[3.0, 9.0], [2.0, 9.0], [1.0, 0.0]]), np.array([0.5, 0.5]))
    array([2.75, 2.25, 1.  ])
    """
    return weighted_sum(scores.shape[-2] + 1.0 - method_ranks(scores), parts)


def borda(scores: NDArray[np.float64], parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many others each region beats (Borda 法): more methods put it above than below.

    >>> borda(np.array([[3.0, 9.0, 0.0], [2.0, 8.0, 1.0], [1.0, 0.0, 2.0]]), np.ones(3) / 3)
    array([2., 1., 0.])
    """
    return majorities_won(-method_ranks(scores), parts)


def copeland(scores: NDArray[np.float64], parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many others each region beats, minus how many beat it (Copeland 法).

    >>> copeland(np.array([[3.0, 9.0, 0.0], [2.0, 8.0, 1.0], [1.0, 0.0, 2.0]]), np.ones(3) / 3)
    array([ 2.,  0., -2.])
    """
    return copeland_of_columns(-method_ranks(scores), parts)


def fuzzy_borda(scores: NDArray[np.float64], parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the fuzzy Borda count (模糊 Borda 法): points of a region's places, by its memberships.

    A method's membership is 0.9 (s − min)/(max − min) + 0.1. The memberships of a region that put it in
    place h, over the sum of all of its memberships, are the fuzzy frequency W_h; the count is
    Σ_h W_h Q_h with Q_h = (n − h)(n − h + 1)/2. Equal scores share the mean of the points of their
    places. A method that tells no regions apart has no say; if none does, the mean of all points.

    >>> fuzzy_borda(np.array([[3.0, 9.0], [2.0, 8.0], [1.0, 9.0]]), np.array([0.5, 0.5])).round(6)
    array([2.5     , 0.846154, 1.818182])
    """
    regions = scores.shape[-2]
    best, worst = method_ranks(scores, ties="min"), method_ranks(scores, ties="max")
    shared = worst - best + 1.0
    points = (_tetrahedral(regions - best) - _tetrahedral(regions - worst - 1.0)) / shared
    apart = (shared < regions).any(axis=-2, keepdims=True)
    membership = np.where(apart, 0.1 + 0.9 * _place_in_range(scores), 0.0) * parts
    total = weighted_sum(membership, np.ones_like(membership))
    level = np.full_like(total, (regions - 1.0) * (regions + 1.0) / 6.0)
    return np.divide(weighted_sum(points, membership), total, out=level, where=total > 0)


def mean_score(scores: NDArray[np.float64], parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of standardised scores (s − mean)/sd; 0 for a method that tells no regions apart.

    >>> mean_score(np.array([[3.0, 7.0], [1.0, 7.0]]), np.array([0.5, 0.5]))
    array([ 0.5, -0.5])
    """
    places = _place_in_range(scores)
    gap = places - places.mean(axis=-2, keepdims=True)
    deviation = places.std(axis=-2, keepdims=True)
    return weighted_sum(np.divide(gap, deviation, out=np.zeros_like(gap), where=deviation > 0), parts)


RULES: Mapping[str, Callable[[Array, Array], Array]] = {
    "mean_rank": mean_rank,
    "borda": borda,
    "copeland": copeland,
    "fuzzy_borda": fuzzy_borda,
    "mean_score": mean_score,
}


def _over_greatest(scores: Array) -> Array:
    greatest = np.abs(scores).max(axis=-2, keepdims=True)
    return np.asarray(np.divide(scores, greatest, out=np.zeros_like(scores), where=greatest > 0))


def _place_in_range(scores: Array) -> Array:
    """Return each score's place between the least and the greatest of its method; 0 where all are level."""
    relative = _over_greatest(scores)
    least = relative.min(axis=-2, keepdims=True)
    width = relative.max(axis=-2, keepdims=True) - least
    place = np.divide(relative - least, width, out=np.zeros_like(relative), where=width > LEVEL)
    return np.asarray(place)


def _tetrahedral(count: Array) -> Array:
    """Return Σ k (k + 1)/2 for k up to `count`."""
    return count * (count + 1.0) * (count + 2.0) / 6.0
