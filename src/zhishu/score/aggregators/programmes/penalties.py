"""Scores lowered, or raised, by how much a region's own values differ among one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.score.aggregators.aggregator import choice
from zhishu.score.aggregators.columns import weighted_sum
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NONE, MINUS = "none", "minus"
PENALTY = choice(
    NONE,
    (MINUS, "plus"),
    "times 1 - cv² (minus, where more is better) or 1 + cv² (plus, where more is worse), "
    "cv of the region's z-scores with mean 100 and deviation 10",
)
"""The option of scores that a coefficient of variation may correct."""
_CENTRE, _WIDTH = 100.0, 10.0


def penalty_factors(x: Array, weights: Array, *, penalty: str = MINUS) -> Array:
    """Return 1 - cv² or 1 + cv² for each region, (…, regions).

    cv is the standard deviation of the region's z-scores over their mean; each column has mean 100
    and deviation 10 among the regions, both deviations with divisor n - 1. Columns that are constant
    or weigh nothing do not count; with one column or none the factor is 1. A mean of z-scores that is
    not above 0 is a MethodError.

    Source: De Muro, Mazziotta and Pareto 2011, Social Indicators Research 104(1): 1-18 (the penalty);
    applied to the benefit of the doubt as in Compind's `ci_bod_constr_mpi`.

    >>> penalty_factors(np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]]), np.ones(2))
    array([0.98, 1.  , 0.98])
    """
    counted = live_columns(x) & (weights > 0)
    number = counted.sum(axis=-1, keepdims=True)
    deviation = np.sqrt(((x - x.mean(axis=-2, keepdims=True)) ** 2).sum(axis=-2) / max(1, x.shape[-2] - 1))
    steps = np.where(counted, deviation, 1.0)[..., None, :]
    z = _CENTRE + _WIDTH * (x - x.mean(axis=-2, keepdims=True)) / steps
    share = (counted / np.maximum(1, number))[..., None, :]
    mean = np.where(number > 0, weighted_sum(z, share), _CENTRE)
    if not (mean > 0).all():
        raise MethodError(
            "a region's mean z-score is not above 0, so it has no coefficient of variation",
            seen=float(mean.min()),
            allowed="above 0, with mean 100 and deviation 10 of each column",
            advice="treat outliers before normalising",
        )
    spread = weighted_sum((z - mean[..., None]) ** 2, share) * number / np.maximum(1, number - 1)
    sign = -1.0 if penalty == MINUS else 1.0
    return np.asarray(1.0 + sign * spread / mean**2)
