"""Principal components of the correlations, and their varimax rotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.weigh.moments import correlations
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SWEEPS = 200
_SMALLEST_TURN = 1e-11


def principal_components(x: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the eigenvalues (…, components) and unit vectors (…, columns, components), largest first.

    They are those of the correlations of the columns, over the regions that both columns have; an
    eigenvalue below 0, which only missing values can cause, becomes 0. Each vector's sign is such
    that its entries sum to 0 or more. A constant column has entries 0.

    >>> values, vectors = principal_components(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 3.0]]))
    >>> values.round(6), vectors.round(6)
    (array([1.981981, 0.018019]), array([[ 0.707107,  0.707107],
           [ 0.707107, -0.707107]]))
    """
    ascending, columns = np.linalg.eigh(correlations(x))
    values = np.maximum(ascending[..., ::-1], 0.0)
    vectors = np.where(live_columns(x)[..., None], columns[..., ::-1], 0.0)
    total = vectors.sum(axis=-2, keepdims=True)
    first = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=-2)[..., None, :], axis=-2)
    direction = np.where(np.abs(total) > _SMALLEST_TURN, total, first)
    return values, vectors * np.where(direction < 0, -1.0, 1.0)


def varimax(loadings: NDArray[np.float64], *, scaled: bool = True) -> NDArray[np.float64]:
    """Return the loadings (…, columns, factors) turned so that each factor has few large ones.

    Kaiser's rotation, one plane of two factors at a time until no plane turns any more; with
    `scaled` the rows are brought to length 1 first and back after (Kaiser normalisation). Factors
    and columns whose loadings are all 0 stay as they are. The order of the factors is kept.

    Source: Kaiser 1958, Psychometrika 23(3): 187-200.

    >>> turn = np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])
    >>> np.abs(varimax(np.array([[0.9, 0.0], [0.8, 0.0], [0.0, 0.7]]) @ turn)).round(6)
    array([[0.9, 0. ],
           [0.8, 0. ],
           [0. , 0.7]])
    """
    length = np.sqrt((loadings**2).sum(axis=-1, keepdims=True)) if scaled else np.ones(1)
    length = np.where(length > 0, length, 1.0)
    turned = np.array(loadings / length)
    for _ in range(_SWEEPS):
        turn = max((_turn_plane(turned, *plane) for plane in _planes(turned.shape[-1])), default=0.0)
        if turn < _SMALLEST_TURN:
            break
    back: NDArray[np.float64] = turned * length
    return back


def _planes(factors: int) -> list[tuple[int, int]]:
    return [(first, second) for first in range(factors) for second in range(first + 1, factors)]


def _turn_plane(loadings: NDArray[np.float64], first: int, second: int) -> float:
    """Turn two factors, in place, by the angle that maximises the variance of squared loadings."""
    x, y = loadings[..., first].copy(), loadings[..., second].copy()
    u, v = x**2 - y**2, 2.0 * x * y
    a, b = u.sum(axis=-1), v.sum(axis=-1)
    c, d = (u**2 - v**2).sum(axis=-1), 2.0 * (u * v).sum(axis=-1)
    count = np.maximum(loadings.any(axis=-1).sum(axis=-1), 1)  # a constant column has no part in it
    angle = np.arctan2(d - 2.0 * a * b / count, c - (a**2 - b**2) / count)[..., None] / 4.0
    loadings[..., first] = x * np.cos(angle) + y * np.sin(angle)
    loadings[..., second] = y * np.cos(angle) - x * np.sin(angle)
    return float(np.abs(angle).max(initial=0.0))
