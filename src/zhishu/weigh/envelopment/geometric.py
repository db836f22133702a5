"""Geometric benefit of the doubt: the parts that columns have in a region's best score as exponents.

The benefit of the doubt of a region c is Σ_j w_j x_cj with its best weights; column j has the share
ω_j = w_j x_cj / Σ_k w_k x_ck of it. The geometric score is Π_j (x_cj / b_j)^ω_j, b the values of a
benchmark.

Often many weights are best, and each gives another geometric score. Of all these the greatest is taken:
its logarithm is Σ_j ω_j ln(x_cj / b_j), and with Σ_j w_j x_cj held at 1, as the programmes have it, shares
are linear in the weights. So it is the further aim of the same linear programmes
(`zhishu.weigh.envelopment.simplex`).

Source: Van Puyenbroeck and Rogge 2017, European Journal of Operational Research 256(3): 1004-1014 (shares
of the benefit of the doubt as exponents), as computed by Compind's `ci_geom_gen`, which takes the first
shares found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.prepare.columns import column_of
from zhishu.weigh.envelopment.frontier import own_weights, scaled_tables
from zhishu.weigh.envelopment.scores import refuse_bounds
from zhishu.weigh.envelopment.ties import shared_by_equals, summed
from zhishu.weigh.moments import refuse_below, refuse_large, refuse_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_NAME = "geometric benefit of the doubt"


@dataclass(frozen=True, slots=True, eq=False)
class GeometricEnvelope:
    """What it gives: `scores` (…, regions) and the exponents `shares` (…, regions, columns) of sum 1.

    Other shares may give a region the same score, none that are best for its benefit of the doubt a higher
    one. `geometric_parts` of `zhishu.score.changes` takes the shares as weights.
    """

    scores: Array
    shares: Array


def geometric_envelope(
    x: Array, benchmark: Array | None = None, *, low: float = 0.0, high: float = 1.0
) -> GeometricEnvelope:
    """Return the geometric benefit of the doubt of all regions and the exponents that give it.

    `benchmark` (…, columns) are the values that a region is compared with, the highest of each column if
    None; each share lies between `low` and `high`. Values must be there and not negative, those of the
    benchmark above 0 in columns that vary (else a MethodError). Constant columns are left out, unless none
    varies. A region scores 0 that has only zeros, or a zero in a column where `low` is above 0; its shares
    are 0.

    >>> x = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.5]])
    >>> found = geometric_envelope(x, np.array([1.0, 1.0]))
    >>> found.scores.round(4), found.shares.round(4)[2]
    (array([2.    , 2.    , 1.2754]), array([0.4, 0.6]))
    """
    refuse_large(x)
    refuse_missing(x, _NAME)
    refuse_below(x, _NAME)
    refuse_bounds(low, high, x.shape[-1])
    tables = scaled_tables(x)
    counted = tables.counted
    refuse_bounds(low, high, int(counted.sum(axis=-1).min(initial=x.shape[-1])))
    flat = x.reshape(-1, *x.shape[-2:])
    given = x.max(axis=-2) if benchmark is None else benchmark
    over = np.broadcast_to(given, (*x.shape[:-2], x.shape[-1])).reshape(counted.shape)
    lacking = counted & ~(over > 0) & (flat > 0).any(axis=-2)
    if lacking.any():
        raise MethodError(
            "nothing can be divided by what the benchmark has",
            where=column_of(np.asarray(lacking)),
            seen=0.0,
            allowed="a benchmark above 0 in every column that tells the regions apart",
            advice="take another region, or `benchmark: highest`",
        )
    above = (flat > 0) & counted[:, None]
    ratio = np.divide(flat, np.where(over > 0, over, 1.0)[:, None], out=np.ones_like(flat), where=above)
    logs = np.log(ratio)
    parts = own_weights(tables, tables.values, low=low, high=high, aim=logs) * flat
    whole = parts.sum(axis=-1, keepdims=True)
    shares = np.divide(parts, whole, out=np.zeros_like(parts), where=whole > 0)
    scores = np.where(whole[..., 0] > 0, np.exp(summed(logs, shares)), 0.0)
    found = shared_by_equals(flat, scores)
    return GeometricEnvelope(found.reshape(x.shape[:-1]), shares.reshape(x.shape))
