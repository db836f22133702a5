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
_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
_WIDTH = 1e-8
_LEAST = 1 / 5000
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
    """Return the distance of each region's so many-th nearest, itself the first, (…, 1, regions)."""
    count = distance.shape[-1]
    if neighbours > count:
        raise MethodError(
            "there are not so many neighbours",
            seen=neighbours,
            allowed=f"at most {count}, the region included",
        )
    return np.sort(distance, axis=-2)[..., [neighbours - 1], :]


def left_out_bandwidths(
    x: Array, distance: Array, kernel: str = "bisquare", criterion: str = "cross_validation"
) -> Array:
    """Return the bandwidth of each column's local mean by leaving regions out, (…, columns).

    With m_i the kernel mean around region i and m_(-i) the same without its own value, a bandwidth is
    the better the smaller Σ_i (x_i - m_(-i))², the error of prediction (`cross_validation`), or Σ_i
    (m_i - m_(-i))² (`least_change`, GWmodel's `bw.gwss.average`). The latter is the former's terms
    times the squared share of a region in its own mean, which falls as the bandwidth grows: it mostly
    ends at the greatest distance, whatever the values.

    Golden sections between 1/5000 of the greatest distance and that distance, down to a width of 1e-8
    of it; the criterion need not fall and rise only once, so another bandwidth may be better. A
    bandwidth that leaves a region without neighbours is none. `x` is (…, regions, columns), `distance`
    (…, regions, regions) for the same members.
    """
    flat = np.swapaxes(x, -1, -2)
    lead = np.broadcast_shapes(flat.shape[:-2], distance.shape[:-2])
    columns = np.broadcast_to(flat, (*lead, *flat.shape[-2:])).reshape(-1, x.shape[-2])
    each = np.broadcast_to(distance, (*lead, *distance.shape[-2:])).reshape(-1, *distance.shape[-2:])
    member = np.repeat(np.arange(len(each)), flat.shape[-2])
    size = max(1, _CELLS // distance.shape[-1] ** 2)
    parts = [slice(start, start + size) for start in range(0, len(columns), size)]
    found = [_golden(columns[part], each[member[part]], kernel, criterion) for part in parts]
    return np.concatenate(found).reshape(*lead, flat.shape[-2])


def _golden(x: Array, distance: Array, kernel: str, criterion: str) -> Array:
    """Return the bandwidths (problems,) of columns (problems, regions)."""
    high = distance.max(axis=(-2, -1))
    low, span = high * _LEAST, high * (1.0 - _LEAST)
    left, right = high - _GOLDEN * span, low + _GOLDEN * span
    at_left, at_right = (left_out(x, distance, one, kernel, criterion) for one in (left, right))
    for _ in range(int(np.ceil(np.log(_WIDTH) / np.log(_GOLDEN)))):
        span = span * _GOLDEN
        up = (at_right < at_left) | np.isinf(at_left)
        low, high = np.where(up, left, low), np.where(up, high, right)
        kept, at_kept = np.where(up, right, left), np.where(up, at_right, at_left)
        tried = np.where(up, low + _GOLDEN * span, high - _GOLDEN * span)
        at_tried = left_out(x, distance, tried, kernel, criterion)
        left, right = np.where(up, kept, tried), np.where(up, tried, kept)
        at_left, at_right = np.where(up, at_kept, at_tried), np.where(up, at_tried, at_kept)
    return np.asarray(np.where(at_right < at_left, right, left))


def left_out(x: Array, distance: Array, bandwidth: Array, kernel: str, criterion: str) -> Array:
    """Return a criterion of `left_out_bandwidths` for one bandwidth of each column, (problems,).

    Missing values count nowhere; a bandwidth that leaves a region without neighbours is infinitely bad.
    """
    known = np.isfinite(x)
    values = np.where(known, x, 0.0)
    weight = kernel_weights(distance, bandwidth[:, None, None], kernel) * known[:, None, :]
    total, reach = (weight * values[:, None, :]).sum(axis=-1), weight.sum(axis=-1)
    own = np.diagonal(weight, axis1=-2, axis2=-1)
    beyond = reach - own
    alone = known & (beyond <= 0)
    without = np.divide(total - own * values, beyond, out=np.zeros_like(total), where=beyond > 0)
    within = np.divide(total, reach, out=np.zeros_like(total), where=reach > 0)
    within = values if criterion == "cross_validation" else within
    found = np.where(known, (within - without) ** 2, 0.0).sum(axis=-1)
    return np.asarray(np.where(alone.any(axis=-1), np.inf, found))
