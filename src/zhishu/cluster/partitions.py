"""Clusters around centres: k-means and k-medoids, from starts that nobody draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster.distances import EUCLIDEAN, square_distances
from zhishu.cluster.suggested import suggested
from zhishu.cluster.tables_of_rows import Rows, grouped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Groups = NDArray[np.int64]

STARTS = ("ward", "average", "complete", "centroid")
"""The trees whose clusters are the starts of k-means."""
LONGEST = 1000
GAIN = 1e-12
"""A step that gains less, relative to the sum of squares, is rounding."""


def k_means(x: Array, scores: Array | None = None, *, count: int | None = None) -> Groups:
    """Return the cluster of each region, (…, regions), around `count` means; 1 has the highest mean score.

    Clusters with a small sum of squared distances from their means: from the clusters of four
    hierarchical trees, first all regions go to the nearest mean until none moves (Lloyd), then single
    ones wherever that lowers the sum (Hartigan and Wong); the lowest sum of the four counts. Without
    `count` the number of `hierarchical`. Equal regions move together. MethodError as there.

    >>> k_means(np.array([[0.0], [1.0], [5.0], [9.0], [8.0]]), count=2)
    array([2, 2, 1, 1, 1])
    """

    def group(rows: Rows, wanted: int | None) -> Groups:
        if rows.different == 1:
            return np.zeros(len(rows.values), dtype=np.int64)
        trees = _start_trees(rows)
        if wanted is not None:
            return _means(rows, wanted, trees)
        return suggested(rows, lambda number: _means(rows, number, trees), EUCLIDEAN)

    return grouped(x, scores, "k_means", count, group)


def k_medoids(
    x: Array, scores: Array | None = None, *, count: int | None = None, distance: str = EUCLIDEAN
) -> Groups:
    """Return the cluster of each region, (…, regions), around `count` regions that stand for the others.

    Partitioning around medoids (PAM): medoids are chosen one by one, each time the region that brings
    the sum of distances from the nearest medoid down most, then swapped with other regions as long as
    that lowers the sum, the best swap each time. Of equally good ones the region with the higher values.
    A region as near to two medoids belongs to the one chosen from higher values. Without `count` the
    number of `hierarchical`. MethodError as there.

    >>> k_medoids(np.array([[0.0], [1.0], [5.0], [9.0], [8.0]]), count=2)
    array([2, 2, 1, 1, 1])
    """

    def group(rows: Rows, wanted: int | None) -> Groups:
        if rows.different == 1:
            return np.zeros(len(rows.values), dtype=np.int64)
        apart = square_distances(rows.values, distance)
        if wanted is not None:
            return _around_medoids(apart, rows, wanted)
        return suggested(rows, lambda number: _around_medoids(apart, rows, number), distance)

    return grouped(x, scores, "k_medoids", count, group)


def _start_trees(rows: Rows) -> list[Array]:
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415 - only when clusters are asked for

    return [linkage(rows.values, start) for start in STARTS]


def _means(rows: Rows, count: int, trees: list[Array]) -> Groups:
    """Return the groups of the best start; the different rows are what moves, each with its mass."""
    from zhishu.cluster.hierarchical import cut  # noqa: PLC0415 - the two rest on the same rows

    first = np.flatnonzero(np.diff(rows.kinds, prepend=-1))
    points, mass = rows.values[first], np.bincount(rows.kinds).astype(float)
    best, least = np.zeros(len(points), dtype=np.int64), np.inf
    for tree in trees:
        start = np.unique(cut(tree, count)[first], return_inverse=True)[1]
        groups = _transferred(points, mass, _settled(points, mass, start, count), count)
        inertia = _inertia(points, mass, groups, count)
        if inertia < least * (1 - GAIN):
            best, least = groups, inertia
    return best[rows.kinds]


def _centres(points: Array, mass: Array, groups: Groups, count: int) -> Array:
    centres = np.zeros((count, points.shape[-1]))
    np.add.at(centres, groups, points * mass[:, None])
    return centres / np.bincount(groups, mass, minlength=count)[:, None]


def _inertia(points: Array, mass: Array, groups: Groups, count: int) -> float:
    centres = _centres(points, mass, groups, count)
    return float((mass * np.square(points - centres[groups]).sum(axis=-1)).sum())


def _settled(points: Array, mass: Array, groups: Groups, count: int) -> Groups:
    """Return the groups after Lloyd's steps; it stops before a step that would leave a cluster empty."""
    for _ in range(LONGEST):
        centres = _centres(points, mass, groups, count)
        nearest = np.square(points[:, None] - centres).sum(axis=-1).argmin(axis=-1)
        if len(np.unique(nearest)) < count or (nearest == groups).all():
            break
        groups = nearest
    return groups


def _transferred(points: Array, mass: Array, groups: Groups, count: int) -> Groups:
    """Return the groups after single points have gone wherever the sum of squares gets lower."""
    groups = groups.copy()
    whole = _inertia(points, mass, np.zeros_like(groups), 1)
    for _ in range(LONGEST):
        size = np.bincount(groups, mass, minlength=count)
        square = np.square(points[:, None] - _centres(points, mass, groups, count)).sum(axis=-1)
        own = np.arange(len(points)), groups
        left = size[groups] - mass
        gain = np.divide(
            size[groups] * mass * square[own], left, out=np.full(len(points), -np.inf), where=left > 0
        )
        loss = size * mass[:, None] * square / (size + mass[:, None])
        loss[own] = np.inf
        better = gain[:, None] - loss
        point, to = np.unravel_index(better.argmax(), better.shape)
        if better[point, to] <= GAIN * whole:
            break
        groups[point] = to
    return groups


def _around_medoids(apart: Array, rows: Rows, count: int) -> Groups:
    candidates = np.flatnonzero(np.diff(rows.kinds, prepend=-1))
    medoids = _built(apart, candidates, count)
    cost = apart[:, medoids].min(axis=-1).sum()
    for _ in range(LONGEST):
        cheaper, swap = _best_swap(apart, candidates, medoids)
        if cheaper >= cost * (1 - GAIN):
            break
        cost, medoids = cheaper, swap
    groups: Groups = apart[:, sorted(medoids)].argmin(axis=-1)
    return groups


def _built(apart: Array, candidates: NDArray[np.intp], count: int) -> list[int]:
    medoids: list[int] = []
    nearest = np.full(len(apart), np.inf)
    for _ in range(count):
        sums = np.round(np.minimum(nearest[:, None], apart[:, candidates]).sum(axis=0), 11)
        sums[np.isin(candidates, medoids)] = np.inf
        medoids.append(int(candidates[sums.argmin()]))
        nearest = np.minimum(nearest, apart[:, medoids[-1]])
    return medoids


def _best_swap(apart: Array, candidates: NDArray[np.intp], medoids: list[int]) -> tuple[float, list[int]]:
    """Return the least sum of distances that one swap reaches, and the medoids after it."""
    best, chosen = np.inf, medoids
    others = candidates[~np.isin(candidates, medoids)]
    for out in range(len(medoids)):
        stay = [*medoids[:out], *medoids[out + 1 :]]
        nearest = apart[:, stay].min(axis=-1, initial=np.inf)
        sums = np.minimum(nearest[:, None], apart[:, others]).sum(axis=0)
        if len(others) and sums.min() < best * (1 - GAIN):
            best, chosen = float(sums.min()), [*stay, int(others[sums.argmin()])]
    return best, chosen
