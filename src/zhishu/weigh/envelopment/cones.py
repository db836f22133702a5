"""Weights that keep a least share and an order of importance: sums of a few patterns of weights.

Shares of 0 or more that keep an order are sums of columns that "stand together with all before them", and
a least share only adds an equal part to each. So weights within such limits are W t with t ≥ 0 and a
matrix W of patterns without a number below 0: limits change the columns and ask for no other programme.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_SIDE_BY_SIDE = 6
"""So many columns may share one place but the first: their patterns are 2 to this power."""
_EXCESS = 1e-9


def places_of(
    order: Sequence[str | Sequence[str]] | None, members: Sequence[str]
) -> tuple[tuple[int, ...], ...]:
    """Return the columns in each place of an order of importance, first the most important.

    An order lists ids of columns, or lists of those that share a place. An unknown or repeated id,
    and more than 6 columns in one place after the first, are a MethodError.

    >>> places_of(["a", ["c", "b"]], ("a", "b", "c"))
    ((0,), (2, 1))
    """
    places = [(one,) if isinstance(one, str) else tuple(one) for one in order or ()]
    named = [identifier for place in places for identifier in place]
    for identifier in named:
        if identifier not in members or named.count(identifier) > 1:
            raise MethodError(
                "the order of importance does not fit the group",
                seen=f"'{identifier}', {'twice' if identifier in members else 'not in the group'}",
                allowed=f"each at most once: {', '.join(members)}",
                advice="name the columns of the group; give each group its own order under `by_node`",
            )
    if any(len(place) > _SIDE_BY_SIDE for place in places[1:]):
        raise MethodError(
            "too many columns share a place in the order of importance",
            seen=f"{max(len(place) for place in places[1:])} columns",
            allowed=f"up to {_SIDE_BY_SIDE} in a place after the first",
            advice="leave columns of no stated importance out of the order, or order them",
        )
    return tuple(tuple(members.index(identifier) for identifier in place) for place in places)


def patterns(counted: NDArray[np.bool_], places: Sequence[Sequence[int]] = (), low: float = 0.0) -> Array:
    """Return patterns (…, columns, patterns) whose sums are all weights within the limits.

    `counted` (…, columns) says which columns take part, `places` which columns stand in each place of
    the order: a column weighs at least as much as any of a later place; columns that it does not name
    are free. Each column has at least the share `low` of all weights. Each pattern sums to 1, or to 0
    where none of its columns counts.

    >>> patterns(np.ones(2, dtype=bool), [[1], [0]])
    array([[0. , 0.5],
           [1. , 0.5]])
    """
    columns = counted.shape[-1]
    free = set(range(columns)) - {column for place in places for column in place}
    stand = [(column,) for column in sorted(free)] + _filters(places)
    together = np.zeros((columns, len(stand)))
    for number, those in enumerate(stand):
        together[list(those), number] = 1.0
    kept = np.where(counted[..., None], together, 0.0)
    total = kept.sum(axis=-2, keepdims=True)
    number = counted.sum(axis=-1)[..., None, None]
    if low * number.max(initial=1) > 1 + _EXCESS:
        raise MethodError(
            "no shares lie within these bounds",
            seen=f"low {low:g} for {int(number.max())} columns",
            allowed=f"low at most {1 / int(number.max()):.4g}",
        )
    each = np.divide(kept, total, out=np.zeros_like(kept), where=total > 0)
    equal = np.where(counted[..., None] & (total > 0), low, 0.0)
    found: Array = np.maximum(1.0 - low * number, 0.0) * each + equal
    return found


def _filters(places: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Return the sets of columns that hold with each column all of earlier places, one part at a time."""
    found: list[tuple[int, ...]] = [(column,) for column in places[0]] if places else []
    before = tuple(places[0]) if places else ()
    for place in places[1:]:
        chosen = product((False, True), repeat=len(place))
        parts = (tuple(column for column, takes in zip(place, take, strict=True) if takes) for take in chosen)
        found += [before + part for part in parts if part]
        before += tuple(place)
    return found
