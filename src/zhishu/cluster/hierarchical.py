"""Hierarchical clusters (系统聚类): all regions alone, then the two nearest joined, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster.distances import EUCLIDEAN, pair_distances
from zhishu.cluster.suggested import suggested
from zhishu.cluster.tables_of_rows import Rows, grouped, require_no_gaps, rows_of
from zhishu.errors import MethodError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Groups = NDArray[np.int64]

LINKAGES = ("ward", "average", "complete", "single", "centroid", "median", "weighted")
OF_POINTS = ("ward", "centroid", "median")
"""Linkages that are defined by Euclidean distances between points."""


def hierarchical(  # noqa: PLR0913 - one argument per option of the registry's line
    x: Array,
    scores: Array | None = None,
    *,
    count: int | None = None,
    height: float | None = None,
    linkage: str = "ward",
    distance: str = EUCLIDEAN,
) -> Groups:
    """Return the cluster of each region, (…, regions), 1 the one with the highest mean score.

    `x` is (…, regions, columns), `scores` (…, regions). The tree of `merges` is cut where `count`
    clusters are left, or at `height`: joined is what lies no higher. With neither, as many clusters as
    give the greatest mean silhouette, 2 to 8, the fewest of several; 1 where all regions are equal.
    Equal regions are always together. MethodError: a missing value, both `count` and `height`, more
    clusters than different regions, a linkage that needs Euclidean distances with another distance.

    >>> hierarchical(np.array([[0.0], [1.0], [5.0], [9.0], [8.0]]), count=2)
    array([2, 2, 1, 1, 1])
    """
    if count is not None and height is not None:
        raise MethodError(
            "a tree of clusters is cut once",
            seen=f"count: {count} and height: {height:g}",
            allowed="`count` or `height`, or neither",
        )
    _check_linkage(linkage, distance)

    def group(rows: Rows, wanted: int | None) -> Groups:
        if rows.different == 1:
            return np.zeros(len(rows.values), dtype=np.int64)
        tree = _tree(rows, linkage, distance)
        if height is not None:
            return _cut_at(tree, height / _unit(rows, distance))
        if wanted is not None:
            return cut(tree, wanted)
        return suggested(rows, lambda number: cut(tree, number), distance)

    return grouped(x, scores, "hierarchical", count, group)


def merges(x: Array, *, linkage: str = "ward", distance: str = EUCLIDEAN) -> Array:
    """Return the agglomeration schedule of a table (regions, columns): (regions - 1, 4), a row per step.

    Each row names the two that are joined, the height at which, and how many regions are together then.
    Numbers below the number of regions are regions in the order of the table; n is what step 1 joined,
    n + 1 what step 2 joined. Heights are in the units of the distance: for `ward` that of scipy and of
    R's ward.D2, the square root of twice the rise of the sum of squares within. Of pairs that are
    equally near the one whose rows have the higher values joins first, however the table is shuffled.

    >>> merges(np.array([[0.0], [1.0], [5.0]]), linkage="single").tolist()
    [[0.0, 1.0, 1.0, 2.0], [2.0, 3.0, 4.0, 3.0]]
    """
    require_no_gaps(x, "hierarchical")
    _check_linkage(linkage, distance)
    count, rows = len(x), rows_of(x)
    if count == 1:
        return np.empty((0, 4))
    tree = _tree(rows, linkage, distance)
    joined = tree[:, :2].astype(np.int64)
    named = np.where(joined < count, rows.order[np.minimum(joined, count - 1)], joined)
    return np.column_stack([np.sort(named, axis=-1), tree[:, 2] * _unit(rows, distance), tree[:, 3]])


def cut(tree: Array, count: int) -> Groups:
    """Return any numbers that tell `count` clusters apart, (regions,): the first merges of `tree` are made.

    >>> cut(np.array([[0.0, 1.0, 1.0, 2.0], [2.0, 3.0, 4.0, 3.0]]), 2)
    array([3, 3, 2])
    """
    regions = len(tree) + 1
    groups = np.arange(regions)
    for step, (one, two) in enumerate(tree[: regions - count, :2]):
        groups[(groups == one) | (groups == two)] = regions + step
    return groups


def _cut_at(tree: Array, height: float) -> Groups:
    from scipy.cluster.hierarchy import fcluster  # noqa: PLC0415 - as in _tree

    groups: Groups = fcluster(tree, height * (1 + 1e-12), criterion="distance").astype(np.int64)
    return groups


def _tree(rows: Rows, linkage: str, distance: str) -> Array:
    from scipy.cluster.hierarchy import linkage as tree_of  # noqa: PLC0415 - only when clusters are asked for

    tree: Array = tree_of(pair_distances(rows.values, distance), linkage)
    return tree


def _unit(rows: Rows, distance: str) -> float:
    return rows.size**2 if distance == "squared_euclidean" else rows.size


def _check_linkage(linkage: str, distance: str) -> None:
    if linkage in OF_POINTS and distance != EUCLIDEAN:
        raise MethodError(
            f"the linkage '{linkage}' is defined by Euclidean distances alone",
            seen=f"distance: {distance}",
            allowed="distance: euclidean, or linkage: average, complete, single, weighted",
        )
