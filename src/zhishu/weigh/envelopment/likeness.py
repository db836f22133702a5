"""Whom a region is compared with: how likely each other is drawn when it is judged.

All alike, or only neighbours, or those that work under like conditions (Daraio and Simar 2005). Every
function returns likenesses of 0 or more, (…, regions judged, regions drawn); `drawing` multiplies them
and divides each row by its sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_HALF_TURN, _FULL_TURN, _TOP = 180.0, 360.0, 90.0
_SAME_PLACE = 1e-12
"""Distances this near, relative to the larger, are the same."""


def drawing(*likenesses: Array) -> Array:
    """Return the probability with which each region is drawn for each, (…, regions, regions), rows sum to 1.

    Likenesses of several kinds are multiplied. Where nobody is left, a region is compared with itself alone.

    >>> drawing(np.array([[1.0, 1.0], [0.0, 0.0]]))
    array([[0.5, 0.5],
           [0. , 1. ]])
    """
    product = likenesses[0].astype(float)
    for further in likenesses[1:]:
        product = product * further
    total = product.sum(axis=-1, keepdims=True)
    np.divide(product, total, out=product, where=total > 0)
    alone = np.nonzero(total[..., 0] == 0)
    product[(*alone, alone[-1])] = 1.0
    return np.asarray(product)


def listed(neighbours: Mapping[str, Sequence[str]], regions: Sequence[str]) -> Array:
    """Return 1 where a region is listed as another's neighbour, else 0, (regions, regions).

    Each of the `regions` must have an entry of its own; it is not its own neighbour unless listed,
    and an empty entry says that it has none. Entries of other regions are passed over, for one table
    may serve several levels; a neighbour that is neither here nor has an entry is a MethodError.

    >>> listed({"a": ["b"], "b": ["a", "b"]}, ("a", "b"))
    array([[0., 1.],
           [1., 1.]])
    """
    found = np.zeros((len(regions), len(regions)))
    places = {code: place for place, code in enumerate(regions)}
    if not regions:
        raise MethodError("neighbours need the codes of the regions", seen="no codes", allowed="region codes")
    for code, place in places.items():
        if code not in neighbours:
            raise MethodError(
                f"the region '{code}' has no entry among the neighbours",
                seen=", ".join(neighbours) or "an empty table",
                allowed="an entry for every region",
                advice="a region without neighbours: give it an empty entry, and it is compared with itself",
            )
        for other in neighbours[code]:
            if other in places:
                found[place, places[other]] = 1.0
            elif other not in neighbours:
                close = nearest(other, [*regions, *neighbours])
                raise MethodError(
                    f"the region '{code}' has an unknown neighbour",
                    seen=other,
                    allowed=", ".join(regions),
                    advice=f"did you mean '{close}'?" if close else None,
                )
    return found


def nearby(places: Array, count: int, *, plain: bool = False) -> Array:
    """Return 1 for the `count` nearest others of each region, else 0, (…, regions, regions).

    `places` (…, regions, 2) are longitude and latitude in degrees, or, if `plain`, numbers on a plane.
    Others as far away as the last of them are nearest too, so the order of the table tells nothing.
    Where there are fewer others all are nearest. A place off the globe is a MethodError.

    >>> nearby(np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 0.0]]), 1)
    array([[0., 1., 0.],
           [1., 0., 0.],
           [0., 1., 0.]])
    """
    if not plain:
        off = (np.abs(places[..., 0]) > _FULL_TURN) | (np.abs(places[..., 1]) > _TOP)
        if off.any():
            raise MethodError(
                "a place does not lie on the globe",
                seen=", ".join(f"{number:g}" for number in places[off][0]),
                allowed=f"longitude within {_FULL_TURN:g} and latitude within {_TOP:g} degrees",
                advice="name longitude first, or use `distance: plain`",
            )
    apart = _distances(places if plain else _on_the_globe(places))
    regions = places.shape[-2]
    others = ~np.eye(regions, dtype=bool)
    if regions - 1 <= count:
        return np.broadcast_to(others.astype(float), apart.shape).copy()
    apart = np.where(others, apart, np.inf)
    last = np.partition(apart, count - 1, axis=-1)[..., count - 1, None]
    return np.asarray((apart <= last * (1 + _SAME_PLACE)).astype(float))


def _on_the_globe(places: Array) -> Array:
    """Return points on a ball of radius 1: the shorter the chord, the shorter the great circle."""
    east, north = (np.deg2rad(places[..., axis]) for axis in (0, 1))
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=-1)


def _distances(points: Array) -> Array:
    apart = np.zeros((*points.shape[:-1], points.shape[-2]))
    for axis in range(points.shape[-1]):
        apart += (points[..., :, None, axis] - points[..., None, :, axis]) ** 2
    return np.sqrt(apart, out=apart)


def epanechnikov(values: Array, bandwidth: float | Array | None = None, *, together: int = 1) -> Array:
    """Return 1 - (d / h)² where regions' values differ by d < h, else 0, (…, regions, regions).

    h is the `bandwidth`, one for all or (…); where None, that of a normal distribution,
    `usual_bandwidth` for as many measures as count `together`. Where all values are equal every
    likeness is 1.

    Source: Epanechnikov 1969; the kernel of compact support that Daraio and Simar 2005 ask for. R's np
    writes it for d / (h √5): its bandwidth times √5 is this one.

    >>> epanechnikov(np.array([0.0, 1.0, 4.0]), 2.0)
    array([[1.  , 0.75, 0.  ],
           [0.75, 1.  , 0.  ],
           [0.  , 0.  , 1.  ]])
    """
    wide = usual_bandwidth(values, together) if bandwidth is None else np.full(values.shape[:-1], bandwidth)
    spread = wide[..., None, None]
    # In place: of 3,000 regions one such table takes 72 million bytes.
    share: Array = values[..., :, None] - values[..., None, :]
    np.divide(share, spread, out=share, where=spread > 0)
    np.square(share, out=share)
    np.subtract(1.0, share, out=share)
    return np.maximum(share, 0.0, out=share)


def usual_bandwidth(values: Array, together: int = 1) -> Array:
    """Return the bandwidth for the Epanechnikov kernel that suits normal values best, (…).

    With q measures `together` and n regions h = s (q R^q (2√π)^q / (μ² (q/2 + q²/4) n))^(1/(q+4)), s the
    deviation (over n - 1) and R = 3/5, μ = 1/5 those of the kernel: 2.345 s n^(-1/5) for one. It is the
    least mean integrated squared error of a normal density. A single region gives 0.

    Source: Silverman 1986, Density Estimation, sections 3.4.2 and 4.3.2.

    >>> float(usual_bandwidth(np.array([-1.0, 0.0, 1.0])).round(4))
    1.8824
    """
    regions = values.shape[-1]
    if regions == 1:
        return np.zeros(values.shape[:-1])
    rough, second = 3 / 5, 1 / 5
    curved = (together / 2 + together**2 / 4) / (2 * np.sqrt(np.pi)) ** together
    factor = together * rough**together / (second**2 * curved * regions)
    return np.asarray(values.std(axis=-1, ddof=1) * factor ** (1 / (together + 4)))


def ordered(values: Array, bandwidth: float) -> Array:
    """Return λ^d where regions lie d categories apart, (…, regions, regions).

    λ is the `bandwidth`, from 0 (only the same category) to 1 (all alike); categories are numbers.

    Source: Li and Racine 2007, Nonparametric Econometrics, chapter 4; R's np, `oxkertype = "liracine"`.

    >>> ordered(np.array([1.0, 2.0, 4.0]), 0.5)
    array([[1.   , 0.5  , 0.125],
           [0.5  , 1.   , 0.25 ],
           [0.125, 0.25 , 1.   ]])
    """
    apart = np.abs(values[..., :, None] - values[..., None, :])
    return np.asarray(bandwidth**apart)
