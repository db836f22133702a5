"""How far regions are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

EUCLIDEAN = "euclidean"
DISTANCES = {
    EUCLIDEAN: "euclidean",
    "squared_euclidean": "sqeuclidean",
    "manhattan": "cityblock",
    "chebyshev": "chebyshev",
}
"""The names here → those of scipy."""


def pair_distances(x: Array, distance: str = EUCLIDEAN) -> Array:
    """Return the distances of all pairs of rows, (pairs,), in the order (0, 1), (0, 2) … (1, 2) ….

    >>> pair_distances(np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0]]), "manhattan")
    array([7., 1., 6.])
    """
    from scipy.spatial.distance import pdist  # noqa: PLC0415 - only when clusters are asked for

    found: Array = pdist(x, DISTANCES[distance])
    return found


def square_distances(x: Array, distance: str = EUCLIDEAN) -> Array:
    """Return the distances of all rows from all, (regions, regions).

    >>> square_distances(np.array([[0.0, 0.0], [3.0, 4.0]]))
    array([[0., 5.],
           [5., 0.]])
    """
    found = np.zeros((len(x), len(x)))
    one, two = np.triu_indices(len(x), k=1)
    found[one, two] = found[two, one] = pair_distances(x, distance) if len(x) > 1 else []
    return found
