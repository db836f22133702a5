"""Distances from the ideals that are not the straight way: Mahalanobis', and along the line between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from numpy.typing import NDArray

SINGULAR = 1e-10
"""Columns some combination of which has less than this part of the largest variance depend on one another."""


class Separations(NamedTuple):
    """How far each region is from the best and from the worst point, each (…, regions)."""

    to_best: NDArray[np.float64]
    to_worst: NDArray[np.float64]


def mahalanobis(x: NDArray[np.float64], weights: NDArray[np.float64]) -> Separations:
    """Return the Mahalanobis Separations from the best and the worst values found, of weighted gaps.

    √(g' C⁻¹ g) with g = w (x − point) and C the covariance of the columns over the regions, so what
    several columns say alike counts once. A constant column has no gaps and is left out. Columns that
    depend linearly on one another, as they must if there are no more regions than columns, are a
    MethodError.

    >>> x = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    >>> mahalanobis(x, np.array([0.5, 0.5])).to_best.round(4)
    array([0.866 , 0.866 , 0.    , 1.2247])
    """
    best, worst = x.max(axis=-2, keepdims=True), x.min(axis=-2, keepdims=True)
    width = np.where(best > worst, best - worst, 1.0)
    # Over the range first: the distance does not depend on units, and so numbers stay near 1.
    factors = _decorrelating((x - worst) / width)
    shares = weights[..., None, :]
    to_best, to_worst = (_length((x - point) / width * shares, factors) for point in (best, worst))
    return Separations(to_best, to_worst)


def orthogonal(x: NDArray[np.float64]) -> Separations:
    """Return the Separations along the line from the worst to the best point, of weighted columns.

    The distance of the planes through region and ideal that stand upright on that line (垂面距离); the
    two sum to the length of the line, 0 where all regions are equal.

    >>> found = orthogonal(np.array([[0.0, 3.0], [4.0, 0.0], [4.0, 3.0]]))
    >>> found.to_best, found.to_worst
    (array([3.2, 1.8, 0. ]), array([1.8, 3.2, 5. ]))
    """
    best, worst = x.max(axis=-2, keepdims=True), x.min(axis=-2, keepdims=True)
    line = best - worst
    scale = line.max(axis=-1, keepdims=True)
    unit = np.divide(line, scale, out=np.zeros_like(line), where=scale > 0)
    length = np.sqrt(_products(unit, unit))
    direction = np.divide(unit, length[..., None], out=np.zeros_like(unit), where=length[..., None] > 0)
    return Separations(_products(best - x, direction), _products(x - worst, direction))


def _products(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Σ x y over the columns, one after the other so that equal regions tie."""
    total: NDArray[np.float64] = x[..., 0] * y[..., 0]
    for column in range(1, x.shape[-1]):
        total = total + x[..., column] * y[..., column]
    return total


def _decorrelating(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return L with L L' the inverse of the columns' covariance, (…, columns, columns).

    A constant column stands apart with variance 1.
    """
    apart = x - x.mean(axis=-2, keepdims=True)
    covariance = np.swapaxes(apart, -1, -2) @ apart / max(1, x.shape[-2] - 1)
    constant = x.max(axis=-2) <= x.min(axis=-2)
    free = ~constant[..., :, None] & ~constant[..., None, :]
    covariance = np.where(free, covariance, np.eye(x.shape[-1]))
    least = np.linalg.eigvalsh(covariance)
    if (least[..., 0] <= SINGULAR * least[..., -1]).any():
        raise MethodError(
            "the columns depend linearly on one another, so Mahalanobis distances are not defined",
            seen=f"{int((~constant).sum(axis=-1).max())} columns that vary, {x.shape[-2]} regions",
            allowed="columns none of which is a weighted sum of others, and more regions than columns",
            advice="leave one of such columns out, or take `distance: euclidean`",
        )
    return np.asarray(np.linalg.cholesky(np.linalg.inv(covariance)))


def _length(gaps: NDArray[np.float64], factors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the length of L' g of each region's gaps g, column by column."""
    total = np.zeros(np.broadcast_shapes(gaps.shape[:-1], (*factors.shape[:-2], 1)))
    for direction in range(gaps.shape[-1]):
        total = total + _products(gaps, factors[..., None, :, direction]) ** 2
    return np.asarray(np.sqrt(total))
