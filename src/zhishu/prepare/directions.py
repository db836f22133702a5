"""Which raw values are good, as arrays: one column per indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from zhishu.framework import Direction, Framework


@dataclass(frozen=True, slots=True, eq=False)
class Directions:
    """The directions of all indicators, each array of the shape (indicators,).

    `sign` is +1 or -1. Where `around` is true the best values lie between `low` and `high` (equal
    for a target), and `sign` is not used; elsewhere `low` and `high` are NaN.
    """

    sign: NDArray[np.float64]
    around: NDArray[np.bool_]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def compile_directions(directions: Iterable[Direction]) -> Directions:
    """Return the arrays of some declared directions.

    >>> from zhishu.framework import Direction
    >>> compile_directions([Direction("negative"), Direction("interval", 2, 5)]).around
    array([False,  True])
    """
    listed = tuple(directions)
    around = np.array([direction.kind in {"target", "interval"} for direction in listed], dtype=bool)
    low = np.array([_bound(direction, direction.low) for direction in listed], dtype=float)
    high = np.array([_bound(direction, direction.high) for direction in listed], dtype=float)
    if (low > high).any():
        worst = int(np.argmax(low > high))
        raise EditionError(
            "an interval's lower end lies above its upper end",
            seen=f"{low[worst]}, {high[worst]}",
            allowed="low <= high",
        )
    sign = np.array([-1.0 if direction.kind == "negative" else 1.0 for direction in listed])
    return Directions(sign, around, low, high)


def directions_of(framework: Framework) -> Directions:
    """Return the directions of a framework's indicators, in the column order of its panels."""
    return compile_directions(framework[indicator].direction for indicator in framework.indicators)


def select_directions(directions: Directions, columns: Sequence[int]) -> Directions:
    """Return the directions of some columns, in the order given.

    >>> from zhishu.framework import Direction
    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> select_directions(both, [1]).sign
    array([-1.])
    """
    at = list(columns)
    return Directions(directions.sign[at], directions.around[at], directions.low[at], directions.high[at])


def _bound(direction: Direction, bound: float | None) -> float:
    if direction.kind not in {"target", "interval"}:
        return np.nan
    if bound is None or not np.isfinite(bound):
        raise EditionError(
            f"a direction '{direction.kind}' lacks its best value", seen=bound, allowed="a number"
        )
    return float(bound)


def orient(x: NDArray[np.float64], directions: Directions) -> NDArray[np.float64]:
    """Return `x` turned so that larger is better everywhere.

    A positive indicator stays, a negative one changes its sign, a target or interval one becomes
    minus its distance from the best values (0 inside). `x` has the shape (…, regions, indicators);
    NaN stays NaN.

    >>> from zhishu.framework import Direction
    >>> orient(np.array([[1.0], [4.0], [9.0]]), compile_directions([Direction("interval", 2, 5)])).ravel()
    array([-1., -0., -4.])
    """
    oriented = x * directions.sign
    columns = np.flatnonzero(directions.around)
    if columns.size:
        near = x[..., columns]
        low, high = directions.low[columns], directions.high[columns]
        oriented[..., columns] = -np.maximum(np.maximum(low - near, near - high), 0.0)
    return oriented
