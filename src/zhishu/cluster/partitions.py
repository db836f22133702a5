"""Clusters around centres: k-means and k-medoids, from starts that nobody draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster.distances import EUCLIDEAN, square_distances
from zhishu.cluster.hierarchical import cut
from zhishu.cluster.suggested import suggested
from zhishu.cluster.tables_of_rows import Rows, grouped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Groups = NDArray[np.int64]

TREES = ("ward", "average", "complete", "centroid")
"""The trees whose clusters are starts of k-means."""
DRAWN, POLISHED = 200, 30
"""Starts beside these, of rows drawn with a fixed seed, and how many of all are worked out to the end."""
LONGEST = 1000
GAIN = 1e-12
"""A step that gains less, relative to the sum of squares, is rounding."""


def k_means(x: Array, scores: Array | None = None, *, count: int | None = None) -> Groups:
    """Return the cluster of each region, (…, regions), around `count` means; 1 has the highest mean score.

    Clusters with a small sum of squared distances from their means. From the clusters of four
    hierarchical trees and 200 sets of regions, the same however the table is shuffled, all regions go to
    the nearest mean until none moves (Lloyd); from the thirty best of these single ones go wherever that
    lowers the sum (Hartigan and Wong); the lowest sum counts. Without `count` the number of
    `hierarchical`. Equal regions move together. MethodError as there.

    >>> k_means(np.array([[0.0], [1.0], [5.0], [9.0], [8.0]]), count=2)
    array([2, 2, 1, 1, 1])
    """

    def group(rows: Rows, wanted: int | None) -> Groups:
        if rows.different == 1:
            return np.zeros(len(rows.values), dtype=np.int64)
        if wanted is not None:
            return _means(rows, wanted)
        return suggested(rows, lambda number: _means(rows, number), EUCLIDEAN)

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


def _means(rows: Rows, count: int) -> Groups:
    """Return the groups of the best start; the different rows are what moves, each with its mass."""
    first = np.flatnonzero(np.diff(rows.kinds, prepend=-1))
    points, mass = rows.values[first] - rows.values.mean(axis=0), np.bincount(rows.kinds).astype(float)
    starts = np.concatenate([_tree_starts(rows, first, points, mass, count), _drawn_starts(points, count)])
    settled = _settled(points, mass, starts)
    best, least = np.zeros(len(points), dtype=np.int64), np.inf
    for groups in _most_promising(points, mass, settled, count):
        moved = _transferred(points, mass, groups, count)
        inertia = _inertia(points, mass, moved, count)
        if inertia < least * (1 - GAIN):
            best, least = moved, inertia
    return best[rows.kinds]


def _tree_starts(rows: Rows, first: NDArray[np.intp], points: Array, mass: Array, count: int) -> Array:
    """Return the means of the clusters of four trees, (starts, count, columns)."""
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415 - only when clusters are asked for

    groups = [
        np.unique(cut(linkage(rows.values, tree), count)[first], return_inverse=True)[1] for tree in TREES
    ]
    return np.stack([_centres(points, mass, one, count) for one in groups])


def _drawn_starts(points: Array, count: int) -> Array:
    """Return sets of different rows, (starts, count, columns), always the same for the same rows."""
    order = np.argsort(np.random.default_rng(0).random((DRAWN, len(points))), axis=-1)
    drawn: Array = points[order[:, :count]]
    return drawn


def _centres(points: Array, mass: Array, groups: Groups, count: int) -> Array:
    inside = (groups == np.arange(count)[:, None]) * mass
    return np.asarray(inside @ points / inside.sum(axis=-1, keepdims=True))


def _inertia(points: Array, mass: Array, groups: Groups, count: int) -> float:
    centres = _centres(points, mass, groups, count)
    return float((mass * np.square(points - centres[groups]).sum(axis=-1)).sum())


def _settled(points: Array, mass: Array, centres: Array) -> Groups:
    """Return the groups (starts, rows) after Lloyd's steps; a centre that loses all its rows stays."""
    numbers, groups = np.arange(centres.shape[1]), np.empty((0, 0), dtype=np.int64)
    for _ in range(LONGEST):
        across = centres @ points.T
        nearest = (np.square(centres).sum(axis=-1)[..., None] - 2.0 * across).argmin(axis=-2)
        if np.array_equal(nearest, groups):
            break
        groups = nearest
        inside = (groups[:, None] == numbers[:, None]) * mass
        size = inside.sum(axis=-1, keepdims=True)
        total = inside @ points
        centres = np.divide(total, size, out=centres.copy(), where=size > 0)
    return groups


def _most_promising(points: Array, mass: Array, settled: Groups, count: int) -> list[Groups]:
    """Return the groups with the least sums of squares, those with an empty cluster left out."""
    whole = [groups for groups in np.unique(settled, axis=0) if len(np.unique(groups)) == count]
    sums = np.array([_inertia(points, mass, groups, count) for groups in whole])
    return [whole[at] for at in np.argsort(sums, kind="stable")[:POLISHED]]


def _transferred(points: Array, mass: Array, groups: Groups, count: int) -> Groups:
    """Return the groups after single points have gone wherever the sum of squares gets lower."""
    groups = groups.copy()
    whole = _inertia(points, mass, np.zeros_like(groups), 1)
    own, lengths = np.arange(len(points)), np.square(points).sum(axis=-1, keepdims=True)
    for _ in range(LONGEST):
        size = np.bincount(groups, mass, minlength=count)
        centres = _centres(points, mass, groups, count)
        square = lengths - 2.0 * points @ centres.T + np.square(centres).sum(axis=-1)
        left = size[groups] - mass
        alone = np.full(len(points), -np.inf)
        gain = np.divide(size[groups] * mass * square[own, groups], left, out=alone, where=left > 0)
        loss = size * mass[:, None] * square / (size + mass[:, None])
        loss[own, groups] = np.inf
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
