"""Places as small whole numbers: the ranks of many draws, ready to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.composite import by_region

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zhishu.doubt.composite import Different

AT_ONCE = 2**16
"""How many sums are placed at once: half a megabyte, which stays in a processor's own cache."""


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


def place_draws(
    part: Different,
    weights: NDArray[np.float64],
    ties: str,
    places: NDArray[np.uint16],
    take: Callable[[slice, NDArray[np.float64]], None] | None = None,
) -> NDArray[np.bool_]:
    """Put the places of all regions, (draws, regions), into `places`, from weights (draws, indicators).

    Larger sums are better. What is returned, (draws,), marks draws in which two different rows lie so
    close that only exact scores can order them; their places are not to be used. `take` is shown the
    sums (draws, different rows) of some draws at a time, and says of which.
    """
    room = _room_for(part, len(weights), ties)
    unsure = np.zeros(len(weights), dtype=bool)
    for start in range(0, len(weights), room.draws):
        some = slice(start, start + room.draws)
        own = weights[some]
        sums = np.matmul(own, part.values, out=room.sums[: len(own)])
        if take is not None:
            take(some, sums)
        unsure[some] = _place(sums, part, room)
        placed = _places_in_order(room, len(own), part, ties)
        places[some] = by_region(placed, part)
    return unsure


@dataclass(frozen=True, slots=True, eq=False)
class _Room:
    """Memory for some draws at a time that stays in the processor's cache, used again and again.

    `sums` (draws, rows) become keys, which become the order of the rows; `gaps` lie between them;
    `starts` (draws, 1) is where a draw begins; `plain` holds the places of an order in which each row
    is one region.
    """

    draws: int
    sums: NDArray[np.float64]
    gaps: NDArray[np.float64]
    starts: NDArray[np.intp]
    placed: NDArray[np.uint16]
    plain: NDArray[np.uint16]


def _room_for(part: Different, draws: int, ties: str) -> _Room:
    rows = part.values.shape[1]
    some = max(1, min(draws, AT_ONCE // rows))
    plain = np.arange(rows, dtype=np.uint16) * np.uint16(steps_per_place(ties))
    return _Room(
        some,
        np.empty((some, rows)),
        np.empty((some, max(rows - 1, 0))),
        np.arange(some)[:, None] * rows,
        np.empty((some, rows), dtype=np.uint16),
        np.tile(plain, (some, 1)),
    )


def _place(sums: NDArray[np.float64], part: Different, room: _Room) -> NDArray[np.bool_] | bool:
    """Turn sums, in place, into the order of the rows, best first; return which draws are unsure.

    Every sum becomes a key, its distance to a ceiling, which carries the row's number in the last
    bits of its mantissa: sorting the keys orders the rows twice as fast as sorting their
    positions. What the bits displace is far below the distance at which a draw is marked.
    """
    draws, rows = sums.shape
    bits = max(rows - 1, 1).bit_length()
    keys = np.subtract(part.ceiling, sums, out=sums)
    whole = keys.view(np.int64)
    np.bitwise_and(whole, -(1 << bits), out=whole)
    np.bitwise_or(whole, np.arange(rows), out=whole)
    keys.sort(axis=-1)
    unsure = _close(keys, room.gaps[:draws], part.close + part.span * 2.0 ** (bits - 51))
    np.bitwise_and(whole, (1 << bits) - 1, out=whole)
    return unsure


def _close(keys: NDArray[np.float64], gaps: NDArray[np.float64], distance: float) -> NDArray[np.bool_] | bool:
    """Mark rows of sorted keys, (draws,), in which neighbours are that close; or which are no keys at all.

    A key below 0 would be out of order; it takes weights that do not sum to 1.
    """
    np.subtract(keys[:, 1:], keys[:, :-1], out=gaps)
    if gaps.min(initial=np.inf) > distance and keys[:, 0].min() >= 0:
        return False
    near: NDArray[np.bool_] = ~(gaps.min(axis=-1, initial=np.inf) > distance) | ~(keys[:, 0] >= 0)
    return near


def _places_in_order(room: _Room, draws: int, part: Different, ties: str) -> NDArray[np.uint16]:
    """Return the places of the rows, (draws, rows), whose order stands in the room's sums.

    Rows of several regions take several places.
    """
    order = room.sums[:draws].view(np.intp)
    along = room.plain[:draws]
    if part.inverse is not None and ties != "dense":
        own = part.sizes[order]
        last = np.cumsum(own, axis=-1)
        first = last - own
        along = {"min": first, "max": last - 1}.get(ties, first + last - 1).astype(np.uint16)
    order += room.starts[:draws]
    placed = room.placed[:draws]
    placed.reshape(-1)[order.reshape(-1)] = along.reshape(-1)
    return placed
