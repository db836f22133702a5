"""How clearly clusters part: silhouettes, the share of variance between them, Calinski and Harabasz."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.cluster.distances import square_distances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Groups = NDArray[np.int64]


class Silhouettes(NamedTuple):
    """Per region its silhouette and the number of the cluster that is nearest beside its own, 0 for none."""

    width: Array
    neighbour: Groups


def silhouettes(x: Array, clusters: Groups, *, distance: str = "euclidean") -> Silhouettes:
    """Return the silhouette of each region, (regions,), and its neighbouring cluster.

    s = (b - a) / max(a, b): a is the mean distance to the others of its cluster, b the least mean
    distance to another cluster. 1: far from the others; 0: between two clusters; below 0: nearer to
    another one. 0 for a region that is alone in its cluster; NaN where all are in one. `x` is
    (regions, columns), `clusters` (regions,) numbers from 1.

    Rousseeuw (1987), Journal of Computational and Applied Mathematics 20: 53-65.

    >>> silhouettes(np.array([[0.0], [1.0], [5.0]]), np.array([2, 2, 1])).width
    array([0.8 , 0.75, 0.  ])
    """
    known = np.unique(clusters)
    if len(known) < 2:  # noqa: PLR2004 - a silhouette compares two clusters
        return Silhouettes(np.full(len(x), np.nan), np.zeros(len(x), dtype=np.int64))
    apart = square_distances(x, distance)
    size = np.array([(clusters == one).sum() for one in known])
    total = np.stack([apart[:, clusters == one].sum(axis=-1) for one in known], axis=-1)
    own = np.searchsorted(known, clusters)
    mine = np.take_along_axis(total, own[:, None], axis=-1)[:, 0]
    within = mine / np.maximum(size[own] - 1, 1)
    others = total / size
    np.put_along_axis(others, own[:, None], np.inf, axis=-1)
    nearest = others.min(axis=-1)
    longer = np.maximum(within, nearest)
    width = np.divide(nearest - within, longer, out=np.zeros(len(x)), where=(longer > 0) & (size[own] > 1))
    return Silhouettes(width, known[others.argmin(axis=-1)])


class Separation(NamedTuple):
    """How far clusters explain the table: the mean silhouette, the pseudo F and R²; NaN where not defined."""

    silhouette: float
    calinski_harabasz: float
    explained: float


def separation(x: Array, clusters: Groups, *, distance: str = "euclidean") -> Separation:
    """Return the mean silhouette, the ratio of Calinski and Harabasz (pseudo F) and the share explained.

    F = (B / (k - 1)) / (W / (n - k)), R² = B / (B + W) with the sums of squares B between and W within
    k clusters of n regions, over all columns. F is NaN for one cluster and where W is 0.

    Calinski and Harabasz (1974), Communications in Statistics 3: 1-27.

    >>> found = separation(np.array([[0.0], [1.0], [5.0]]), np.array([2, 2, 1]))
    >>> [round(one, 3) for one in found]
    [0.517, 27.0, 0.964]
    """
    size = float(np.abs(x).max(initial=0.0)) or 1.0
    values, known = x / size, np.unique(clusters)
    total = float(np.square(values - values.mean(axis=0)).sum())
    within = sum(_spread(values[clusters == one]) for one in known)
    between = max(total - within, 0.0)
    free = len(x) - len(known)
    defined = len(known) > 1 and within > 1e-12 * total and free > 0
    return Separation(
        float(silhouettes(x, clusters, distance=distance).width.mean()),
        between / (len(known) - 1) / (within / free) if defined else float("nan"),
        between / total if total > 0 else float("nan"),
    )


def _spread(values: Array) -> float:
    return float(np.square(values - values.mean(axis=0)).sum())
