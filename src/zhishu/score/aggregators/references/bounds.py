"""The interval of each column, given or found, and where in it a value lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SLACK = 1e-9
"""How far beyond its bounds, in parts of their width, rounding may put a value."""

BOUNDS = Option(
    None,
    {"type": ["array", "null"], "items": {"type": ["number", "array"]}, "minItems": 1},
    "[lowest, highest] for all columns or a list with one pair for each, larger being better (a cost turned "
    "by its sign has [-highest, -lowest]); the values found unless given",
)
"""The option of methods that measure a value within the bounds of its column."""


class Bounds(NamedTuple):
    """The lowest and the highest value of each column, both (…, 1, columns) or (columns,)."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


def column_bounds(x: NDArray[np.float64], bounds: Sequence[Any] | None, method: str) -> Bounds:
    """Return the bounds of each column of `x`: those given, or the lowest and highest value found.

    `bounds` is one pair or one per column. A pair that does not rise, a wrong number of pairs, and a
    value beyond its bounds are a MethodError in the name of `method`.

    >>> column_bounds(np.array([[1.0, 5.0], [2.0, 3.0]]), [0, 10], "spotis").high
    array([10., 10.])
    """
    if bounds is None:
        return Bounds(x.min(axis=-2, keepdims=True), x.max(axis=-2, keepdims=True))
    low, high = _pairs(bounds, x.shape[-1])
    slack = SLACK * (high - low)
    outside = x[(x < low - slack) | (x > high + slack)]
    if outside.size:
        raise MethodError(
            f"'{method}' found values beyond the bounds of their column",
            seen=f"{outside.size} of {x.size} values, the first {outside[0]:g}",
            allowed="values within `bounds`",
            advice="widen `bounds`, or clip when normalising",
        )
    return Bounds(low, high)


def share_of_bounds(x: NDArray[np.float64], bounds: Bounds) -> NDArray[np.float64]:
    """Return (x − low) / (high − low), 1 where a column has no width: nobody falls short of its best.

    >>> x = np.array([[1.0, 5.0], [3.0, 5.0]])
    >>> share_of_bounds(x, column_bounds(x, None, "spotis"))
    array([[0., 1.],
           [1., 1.]])
    """
    width = np.broadcast_to(bounds.high - bounds.low, x.shape)
    return np.asarray(np.divide(x - bounds.low, width, out=np.ones_like(x), where=width > 0))


def _pairs(bounds: Sequence[Any], columns: int) -> NDArray[np.float64]:
    """Return bounds as two rows of `columns` numbers, the lowest and the highest."""
    try:
        pairs = np.asarray(bounds, dtype=float)
    except ValueError:
        pairs = np.empty(0)
    if pairs.shape not in ((2,), (columns, 2)):
        raise MethodError(
            "the bounds do not fit the group",
            seen=bounds,
            allowed=f"one pair [lowest, highest], or {columns} of them",
            advice="give one pair for all, or name the group under `by_node`",
        )
    low, high = np.broadcast_to(pairs, (columns, 2)).T
    if not (low < high).all():
        raise MethodError(
            "bounds do not rise", seen=bounds, allowed="[lowest, highest] with lowest < highest"
        )
    return np.stack([low, high])
