"""Albers equal-area conic projection on an ellipsoid, so that areas on a map compare as on the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Albers:
    """The constants of one projection: degrees, and the ellipsoid's larger half-axis in kilometres.

    The default ellipsoid is that of CGCS2000, the coordinate system of the boundaries of China.
    """

    parallels: tuple[float, float]
    meridian: float
    origin_latitude: float = 0.0
    half_axis: float = 6378.137
    flattening: float = 1 / 298.257222101


CHINA = Albers(parallels=(25.0, 47.0), meridian=105.0)
"""The standard parallels and central meridian that maps of China use."""


def project(points: NDArray[np.float64], albers: Albers = CHINA) -> NDArray[np.float64]:
    """Return kilometres east and north of the origin for longitudes and latitudes in degrees.

    `points` has the shape (n, 2). x = ρ sin θ, y = ρ₀ − ρ cos θ with θ = n (λ − λ₀),
    ρ = a √(C − n q(φ)) / n. Source: J. P. Snyder, Map Projections: A Working Manual, U.S.
    Geological Survey Professional Paper 1395 (1987), formulas 14-1 to 14-6, 14-12, 14-19.

    >>> project(np.array([[105.0, 0.0], [116.4, 39.9]])).round(1).tolist()
    [[0.0, 0.0], [956.4, 4343.5]]
    """
    first, second, origin = np.radians([*albers.parallels, albers.origin_latitude])
    n, c = _cone(first, second, albers.flattening)
    theta = n * np.radians(points[:, 0] - albers.meridian)
    rho, rho_origin = (
        albers.half_axis * np.sqrt(np.maximum(c - n * _authalic(latitude, albers.flattening), 0)) / n
        for latitude in (np.radians(points[:, 1]), origin)
    )
    return np.column_stack([rho * np.sin(theta), rho_origin - rho * np.cos(theta)])


def albers_for(points: NDArray[np.float64]) -> Albers:
    """Return the projection for an area given by its points in degrees, shape (n, 2).

    The standard parallels lie a sixth of the height inside the southern and northern edge, the usual
    rule; the meridian is in the middle.

    >>> albers_for(np.array([[6.0, 47.0], [15.0, 55.0]])).meridian
    10.5
    """
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    sixth = (north - south) / 6
    parallels = (float(south + sixth), float(north - sixth))
    if abs(sum(parallels)) < LEAST_SUM:  # parallels on both sides of the equator make no cone
        parallels = (parallels[0], LEAST_SUM - parallels[0])
    return Albers(parallels, meridian=float(west + east) / 2)


LEAST_SUM = 1.0
"""Degrees: how far from symmetric about the equator the standard parallels must be."""


def _authalic(latitude: NDArray[np.float64], flattening: float) -> NDArray[np.float64]:
    """Return q(φ), which grows with the area between the equator and the latitude (Snyder 3-12)."""
    e = np.sqrt(flattening * (2 - flattening))
    s = np.sin(latitude)
    q: NDArray[np.float64] = (1 - e**2) * (
        s / (1 - (e * s) ** 2) - np.log((1 - e * s) / (1 + e * s)) / (2 * e)
    )
    return q


def _cone(first: float, second: float, flattening: float) -> tuple[float, float]:
    """Return n and C of the cone through the two standard parallels, in radians (Snyder 14-13, 14-14)."""
    squared_e = flattening * (2 - flattening)
    latitudes = np.array([first, second])
    m = np.cos(latitudes) ** 2 / (1 - squared_e * np.sin(latitudes) ** 2)
    q = _authalic(latitudes, flattening)
    n = np.sin(first) if np.isclose(first, second) else (m[0] - m[1]) / (q[1] - q[0])
    return float(n), float(m[0] + n * q[0])
