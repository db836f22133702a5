"""Missing values from the regions most alike in all other indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.prepare.impute.standardise import columns_with_gaps, standardised
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


def nearest_neighbours(
    x: NDArray[np.float64], *, k: int = 5, weights: str = "uniform", standardise: bool = True
) -> NDArray[np.float64]:
    """Return values whose gaps hold the mean over the k nearest regions that have the indicator.

    The distance of two regions is √(m / s · Σ (x_ij - x_hj)²) over the s of m columns that both have,
    standardised first unless told not to; `weights` "distance" weighs neighbours by its inverse.
    Where no region with the indicator shares a column, the column's mean stands in. An indicator
    without any value raises a MethodError. Shape (…, regions, columns).

    >>> x = np.array([[1.0, 10.0], [2.0, 20.0], [9.0, 90.0], [2.1, np.nan]])
    >>> nearest_neighbours(x, k=1)[3]
    array([ 2.1, 20. ])
    """
    standard = standardised(x)
    z = standard.values if standardise else x
    found = np.array(x, dtype=float)
    for column in columns_with_gaps(x):
        value = x[..., column]
        known = ~np.isnan(value)
        rows = np.flatnonzero((~known).reshape(-1, x.shape[-2]).any(axis=0))
        distance = _nan_distances(z[..., rows, :], z)
        apart = np.where(known[..., None, :], distance, np.inf)
        nearest = np.argsort(apart, axis=-1, kind="stable")[..., :k]
        gap = np.take_along_axis(apart, nearest, axis=-1)
        given = np.take_along_axis(np.where(known, value, 0.0)[..., None, :], nearest, axis=-1)
        share = _neighbour_weights(gap, weights)
        total = share.sum(axis=-1)
        mean = np.broadcast_to(standard.mean[..., 0, column, None], total.shape)
        near = np.divide((given * share).sum(axis=-1), total, out=mean.copy(), where=total > 0)
        found[..., rows, column] = np.where(known[..., rows], value[..., rows], near)
    return found


def _neighbour_weights(gap: NDArray[np.float64], weights: str) -> NDArray[np.float64]:
    usable = np.isfinite(gap)
    if weights == "uniform":
        return usable.astype(float)
    same = usable & (gap == 0)
    with np.errstate(divide="ignore"):
        inverse = np.where(usable & ~same, 1.0 / gap, 0.0)
    # A region at no distance is the answer; others do not count beside it.
    return np.where(same.any(axis=-1, keepdims=True), same.astype(float), inverse)


def _nan_distances(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances (…, some, others) over the columns that two regions share, scaled up.

    Infinite for two regions that share none.
    """
    here, there = ((~np.isnan(part)).astype(float) for part in (some, others))
    a, b = (np.nan_to_num(part, nan=0.0) for part in (some, others))
    squares = (a**2) @ np.swapaxes(there, -1, -2) + here @ np.swapaxes(b**2, -1, -2)
    squares -= 2 * a @ np.swapaxes(b, -1, -2)
    shared = here @ np.swapaxes(there, -1, -2)
    spread = np.maximum(squares, 0.0) * some.shape[-1]
    apart = np.divide(spread, shared, out=np.full(shared.shape, np.inf), where=shared > 0)
    distance: NDArray[np.float64] = np.sqrt(apart)
    return distance


NEIGHBOURS = Method(
    kind="impute",
    id="knn",
    name=Text("K 近邻填补", "k nearest neighbours"),
    citation="Troyanskaya et al. (2001), Bioinformatics 17(6), 520-525",
    formula=Text(
        "x_ij = 有指标 j 的值且距 i 最近的 k 个地区 h 的 x_hj 的均值；"
        "d(i, h) = sqrt(m / s * sum (z_i - z_h)^2)，对两地区均有值的 s 个指标求和",
        "x_ij = mean of x_hj over the k regions h nearest to i that have j; "
        "d(i, h) = sqrt(m / s * sum over the s shared columns of (z_i - z_h)^2)",
    ),
    needs="indicators that go together",
    range="within that of the data",
    degenerate={
        "nan": "gaps are filled; an indicator without any value is an error",
        "constant": "gaps get the constant; it does not enter distances",
        "zero": "as constant",
        "negative": "harmless",
        "tie": "neighbours at the same distance: those that stand first",
        "single_region": "stays as it is (a gap there is an error)",
    },
    function=nearest_neighbours,
    parameters={
        "k": Option(5, {"type": "integer", "minimum": 1}, "how many neighbours"),
        "weights": Option(
            "uniform", {"enum": ["uniform", "distance"]}, "neighbours count alike, or by 1 / distance"
        ),
        "standardise": Option(
            default=True,
            schema={"type": "boolean"},
            description="measure distances in standard deviations, not in raw units",
        ),
    },
    example=Example(
        (np.array([[1.0, 10.0], [2.0, 20.0], [9.0, 90.0], [2.1, np.nan]]),),
        [[1.0, 10.0], [2.0, 20.0], [9.0, 90.0], [2.1, 20.0]],
        {"k": 1},
    ),
)

IMPUTERS_BY_NEIGHBOURS: Mapping[str, Method] = {NEIGHBOURS.id: NEIGHBOURS}
