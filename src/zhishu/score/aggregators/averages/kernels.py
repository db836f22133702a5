"""Distances between regions, kernel weights of distance, and bandwidths found by cross-validation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

KERNELS = ("bisquare", "gaussian", "exponential", "tricube", "boxcar")
EARTH = 6371.0088
"""Mean radius of the Earth in kilometres."""
_CELLS = 1 << 22
_LEAST, _TRIED = 1 / 5000, 100
_ALONE = 1e-9
_ALIKE = 1e-13
_RIGHT_ANGLE = 90.0


def distances(first: Array, second: Array, *, kind: str = "great_circle") -> Array:
    """Return the distances between all regions, (…, regions, regions), from two coordinates (…, regions).

    `great_circle`: longitude and latitude in degrees, kilometres on a sphere (haversine); `planar`:
    Euclidean, in the coordinates' own unit. Missing coordinates and latitudes beyond ±90 are a
    MethodError.

    >>> distances(np.array([0.0, 90.0]), np.array([0.0, 0.0])).round(1)
    array([[    0. , 10007.6],
           [10007.6,     0. ]])
    """
    missing = int((~np.isfinite(first) | ~np.isfinite(second)).sum())
    if missing:
        raise MethodError(
            "regions without coordinates have no distances",
            seen=f"{missing} regions without",
            allowed="both coordinates of every region",
        )
    if kind == "planar":
        return np.hypot(*(one[..., :, None] - one[..., None, :] for one in (first, second)))
    if (np.abs(second) > _RIGHT_ANGLE).any():
        raise MethodError(
            "a latitude lies beyond the poles",
            seen=float(second[np.abs(second) > _RIGHT_ANGLE][0]),
            allowed="longitude first, then latitude, in degrees",
            advice="turn the coordinates round, or take `distance: planar`",
        )
    longitude, latitude = np.radians(first), np.radians(second)
    rise, turn = (np.sin((one[..., :, None] - one[..., None, :]) / 2) ** 2 for one in (latitude, longitude))
    square = rise + np.cos(latitude)[..., :, None] * np.cos(latitude)[..., None, :] * turn
    return np.asarray(2.0 * EARTH * np.arcsin(np.sqrt(np.clip(square, 0.0, 1.0))))


def kernel_weights(distance: Array, bandwidth: Array, kernel: str = "bisquare") -> Array:
    """Return weights that fall from 1 with distance d in bandwidths; `bandwidth` broadcasts to the distances.

    bisquare (1 - d²)² and tricube (1 - d³)³ up to 1; gaussian exp(-d²/2); exponential exp(-d); boxcar 1
    up to 1. At distance 0 the weight is 1 for any bandwidth.

    >>> kernel_weights(np.array([0.0, 1.0, 3.0]), np.array(2.0)).round(4)
    array([1.    , 0.5625, 0.    ])
    """
    wide = np.broadcast_to(bandwidth, np.broadcast_shapes(distance.shape, np.shape(bandwidth)))
    far = np.broadcast_to(np.where(distance > 0, np.inf, 0.0), wide.shape).copy()
    part = np.divide(distance, wide, out=far, where=wide > 0)
    return np.asarray(_SHAPES[kernel](part))


_SHAPES: dict[str, Callable[[Array], Array]] = {
    "bisquare": lambda part: (1.0 - np.minimum(part, 1.0) ** 2) ** 2,
    "tricube": lambda part: (1.0 - np.minimum(part, 1.0) ** 3) ** 3,
    "gaussian": lambda part: np.exp(-0.5 * np.minimum(part, 1e3) ** 2),
    "exponential": lambda part: np.exp(-np.minimum(part, 1e3)),
    "boxcar": lambda part: (part <= 1.0).astype(float),
}


def nearest_bandwidths(distance: Array, neighbours: int) -> Array:
    """Return the distance of each region's so many-th nearest, itself the first, (regions,)."""
    count = distance.shape[-1]
    if neighbours > count:
        raise MethodError(
            "there are not so many neighbours",
            seen=neighbours,
            allowed=f"at most {count}, the region included",
        )
    return np.asarray(np.sort(distance, axis=-2)[neighbours - 1])


def nearness(distance: Array, bandwidths: Array, kernel: str = "bisquare") -> Array:
    """Return each region's mean kernel weight over all regions f, (…, regions).

    `distance` is (regions, regions); `bandwidths` are (…, 1), or (…, regions) with one for each f.

    >>> nearness(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([2.0]))
    array([0.78125, 0.78125])
    """
    flat = bandwidths.reshape(-1, bandwidths.shape[-1])
    size = max(1, _CELLS // distance.size)
    parts = [flat[start : start + size, None] for start in range(0, len(flat), size)]
    found = [kernel_weights(distance, part, kernel).mean(axis=-1) for part in parts]
    return np.concatenate(found).reshape(*bandwidths.shape[:-1], len(distance))


def left_out_bandwidths(
    x: Array, distance: Array, kernel: str = "bisquare", criterion: str = "cross_validation"
) -> Array:
    """Return the bandwidth of each column's local mean by leaving regions out, (…, columns).

    With m_i the kernel mean around region i and m_(-i) the same without its own value, a bandwidth is
    the better the smaller Σ_i (x_i - m_(-i))², the error of prediction (`cross_validation`), or Σ_i
    (m_i - m_(-i))² (`least_change`, GWmodel's `bw.gwss.average`). The latter is the former's terms
    times the squared share of a region in its own mean, which falls as the bandwidth grows: it mostly
    ends at the greatest distance, whatever the values.

    Tried are 100 bandwidths from 1/5000 of the greatest distance to that distance, each 9 % wider than
    the one before, which no second valley of the criterion misleads; beside the best of them the
    vertex of the parabola through it and its neighbours (over the logarithm) is taken. Of equally good
    ones the widest counts; one that leaves a region without neighbours is none. `x` is (…, regions,
    columns), `distance` (regions, regions).
    """
    columns = np.moveaxis(x, -2, 0).reshape(len(distance), -1)
    grid = distance.max() * np.geomspace(_LEAST, 1.0, _TRIED)
    size = max(1, _CELLS // len(distance))
    parts = [columns[:, start : start + size] for start in range(0, columns.shape[1], size)]
    tried = [left_out(part, distance, grid, kernel, criterion) for part in parts]
    found = np.concatenate([_best(one, grid) for one in tried])
    return found.reshape(*x.shape[:-2], x.shape[-1])


def left_out(x: Array, distance: Array, grid: Array, kernel: str, criterion: str) -> Array:
    """Return a criterion of `left_out_bandwidths` at each bandwidth of a grid, (bandwidths, columns).

    It is divided by the sum of squares of the column. `x` is (regions, columns); missing values count
    nowhere. A bandwidth that leaves a region without neighbours is infinitely bad.
    """
    known = np.isfinite(x)
    gaps, values = not known.all(), np.where(known, x, 0.0)
    size = np.maximum((values**2).sum(axis=0), np.finfo(float).tiny)
    found = np.empty((len(grid), x.shape[1]))
    for place, bandwidth in enumerate(grid):
        weight = kernel_weights(distance, np.asarray(bandwidth), kernel)
        total, reach = weight @ values, weight @ known if gaps else weight.sum(axis=-1, keepdims=True)
        beyond = reach - 1.0
        alone = (known & (beyond <= _ALONE)).any(axis=0)
        without = np.divide(total - values, beyond, out=np.zeros_like(total), where=beyond > _ALONE)
        within = values if criterion == "cross_validation" else total / np.maximum(reach, 1.0)
        error = np.where(known, (within - without) ** 2, 0.0).sum(axis=0)
        found[place] = np.where(alone, np.inf, error / size)
    return found


def _best(tried: Array, grid: Array) -> Array:
    """Return the best bandwidth of each column from the criterion on the grid, (columns,)."""
    near = tried <= tried.min(axis=0) + _ALIKE
    place = len(grid) - 1 - near[::-1].argmax(axis=0)
    inner = np.clip(place, 1, len(grid) - 2)
    before, here, after = (tried[inner + step, np.arange(len(place))] for step in (-1, 0, 1))
    before = np.where(np.isinf(before), np.nan, before)
    bend = before - 2.0 * here + after
    turns = (inner == place) & (bend > _ALIKE)
    shift = np.divide(0.5 * (before - after), bend, out=np.zeros_like(bend), where=turns)
    step = grid[-1] / grid[-2] if grid[-1] > 0 else 1.0
    return np.asarray(grid[place] * step ** np.clip(shift, -0.5, 0.5))
