"""Places as small whole numbers: the ranks of many draws, ready to be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.composite import by_region

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.doubt.composite import Different


def steps_per_place(ties: str) -> int:
    """Return how many places lie between rank 1 and rank 2: two where ties may give halves."""
    return 2 if ties == "average" else 1


def bins_of(regions: int, ties: str) -> int:
    """Return the number of different places; the last is that of a region without a rank.

    >>> bins_of(31, "min"), bins_of(31, "average")
    (32, 62)
    """
    return steps_per_place(ties) * (regions - 1) + 2


def places_of(ranks: NDArray[np.float64], ties: str) -> NDArray[np.uint16]:
    """Return ranks, (…, regions), as places from 0; a NaN gets the last one.

    >>> places_of(np.array([1.0, 2.5, np.nan]), "average")
    array([0, 3, 5], dtype=uint16)
    """
    unranked = bins_of(ranks.shape[-1], ties) - 1
    places = (ranks - 1.0) * steps_per_place(ties)
    return np.where(np.isnan(ranks), unranked, places).astype(np.uint16)


def ranks_of_places(bins: int, ties: str) -> NDArray[np.float64]:
    """Return the rank that each place but the last stands for."""
    return 1.0 + np.arange(bins - 1) / steps_per_place(ties)


def places_of_sums(
    sums: NDArray[np.float64], part: Different, ties: str
) -> tuple[NDArray[np.uint16], NDArray[np.bool_]]:
    """Return the places of all regions, (draws, regions), from sums of different rows, (draws, rows).

    Larger is better. The second, (draws,), marks draws in which two different rows lie so close that
    only exact scores can order them; their places are not to be used.

    Every sum becomes a key, its distance to a ceiling, which carries the row's number in the last
    bits of its mantissa: sorting the keys orders the rows twice as fast as sorting their
    positions. What the bits displace is far below the distance at which a draw is marked.
    """
    draws, rows = sums.shape
    bits = max(rows - 1, 1).bit_length()
    keys = np.subtract(part.ceiling, sums)
    whole = keys.view(np.int64)
    np.bitwise_and(whole, -(1 << bits), out=whole)
    np.bitwise_or(whole, np.arange(rows), out=whole)
    keys.sort(axis=-1)
    unsure = _close(keys, part.close + part.span * 2.0 ** (bits - 51))
    order = np.bitwise_and(whole, (1 << bits) - 1, out=whole)
    along = _places_in_order(order, None if part.inverse is None else part.sizes, ties)
    order += np.arange(draws)[:, None] * rows
    places = np.empty(sums.shape, dtype=np.uint16)
    places.reshape(-1)[order.reshape(-1)] = np.ascontiguousarray(along).reshape(-1)
    return by_region(places, part), unsure


def _close(keys: NDArray[np.float64], distance: float) -> NDArray[np.bool_]:
    """Mark rows of sorted keys, (draws,), in which neighbours are that close; or which are no keys at all.

    A key below 0 would be out of order; it takes weights that do not sum to 1.
    """
    gaps = np.subtract(keys[:, 1:], keys[:, :-1])
    if gaps.min(initial=np.inf) > distance and keys.min(initial=np.inf) >= 0:
        return np.zeros(len(keys), dtype=bool)
    near: NDArray[np.bool_] = (gaps.min(axis=-1, initial=np.inf) <= distance) | (keys < 0).any(axis=-1)
    return near


def _places_in_order(
    order: NDArray[np.intp], sizes: NDArray[np.int64] | None, ties: str
) -> NDArray[np.uint16]:
    """Return the place of each row in the order of a draw; rows of several regions take several."""
    if sizes is None or ties == "dense":
        plain = np.arange(order.shape[-1], dtype=np.uint16) * steps_per_place(ties)
        return np.broadcast_to(plain.astype(np.uint16), order.shape)
    own = sizes[order]
    last = np.cumsum(own, axis=-1)
    first = last - own
    if ties == "min":
        return first.astype(np.uint16)
    return (last - 1 if ties == "max" else first + last - 1).astype(np.uint16)
