"""Least values of smooth functions over numbers with lower limits, many problems side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_ROUNDS = 300
_BLOCK = 1000
"""How many problems are solved side by side: their matrices should stay in the processor's cache."""
_SETTLED = 1e-16
"""A problem has settled when its next step is expected to win no more than this."""
_FLOOR, _FIRST = 1e-12, 0.1
"""Of the damping, in units of the largest second derivative."""
_EASED, _HARDENED = 0.3, 4.0


class Derivatives(NamedTuple):
    """Values (problems,), gradients (problems, columns) and Hessians (problems, columns, columns)."""

    value: Array
    gradient: Array
    hessian: Array


class Curve(NamedTuple):
    """A function of (numbers of problems, points): its values alone, and with its derivatives."""

    value: Callable[[NDArray[np.intp], Array], Array]
    derivatives: Callable[[NDArray[np.intp], Array], Derivatives]


def least(  # noqa: PLR0913 - the problem, then how to solve it by name
    curve: Curve,
    start: Array,
    live: Flags,
    *,
    lowest: float | Array = 0.0,
    scaleless: bool = False,
    rounds: int = _ROUNDS,
) -> Array:
    """Return points w ≥ 0, (problems, columns), where each problem has a local least value.

    Newton's steps, damped after Levenberg and Marquardt and projected onto w ≥ 0: the columns at 0
    whose slope would press them below it are held, the others (and `live`) are free. A step that
    does not lower the value is not taken but tried again with more damping, so no problem ends higher
    than it began. A problem that has settled leaves. `lowest`, for all or (columns,), is a limit other
    than 0, or none: -inf. `scaleless` says that only the directions of w matter: its largest entry is
    then held and w kept at sum 1.

    Source: Bertsekas 1982, SIAM Journal on Control and Optimization 20(2): 221-246.
    """
    places = np.arange(len(start))
    blocks = [places[first : first + _BLOCK] for first in range(0, len(start), _BLOCK)]
    limit = np.broadcast_to(np.asarray(lowest, dtype=float), start.shape[-1:])
    how = _How(limit, scaleless, rounds)
    found = [_least(curve, block, start[block], live[block], how) for block in blocks]
    return np.concatenate(found)


class _How(NamedTuple):
    """The lower limits (columns,), whether only directions matter, and after how many steps to stop."""

    lowest: Array
    scaleless: bool
    rounds: int


def _least(curve: Curve, places: NDArray[np.intp], start: Array, live: Flags, how: _How) -> Array:
    """Return what `least` does for the problems at some places."""
    point, damping = np.array(start), np.full(len(start), _FIRST)
    moving = np.arange(len(start))
    for _ in range(how.rounds):
        here = point[moving]
        at = curve.derivatives(places[moving], here)
        free = _free(at, here, live[moving], how)
        moved = np.maximum(here + _step(at, free, damping[moving]), how.lowest)
        gain = -(at.gradient * (moved - here)).sum(axis=-1)
        if how.scaleless:
            moved /= moved.sum(axis=-1, keepdims=True)
        lower = curve.value(places[moving], moved) < at.value
        point[moving[lower]] = moved[lower]
        damping[moving] = np.maximum(damping[moving] * np.where(lower, _EASED, _HARDENED), _FLOOR)
        moving = moving[np.abs(gain) > _SETTLED]
        if not len(moving):
            break
    return point


def _free(at: Derivatives, here: Array, live: Flags, how: _How) -> Flags:
    """Return which may move: not those pressed against their limit, nor the largest if `scaleless`."""
    free: Flags = live & ((here > how.lowest) | (at.gradient < 0))
    if how.scaleless:
        np.put_along_axis(free, here.argmax(axis=-1)[:, None], values=False, axis=-1)
    return free


def _step(at: Derivatives, free: Flags, damping: Array) -> Array:
    """Return the damped Newton step of the free columns, 0 for the others."""
    columns = free.shape[-1]
    inner = np.where(free[:, :, None] & free[:, None, :], at.hessian, 0.0)
    size = np.abs(np.einsum("pcc->pc", inner)).max(axis=-1)
    added = np.where(free, (damping * np.where(size > 0, size, 1.0))[:, None], 1.0)
    inner += added[:, :, None] * np.eye(columns)
    downhill = np.where(free, -at.gradient, 0.0)[..., None]
    try:
        step: Array = np.linalg.solve(inner, downhill)[..., 0]
    except np.linalg.LinAlgError:
        step = (np.linalg.pinv(inner, hermitian=True) @ downhill)[..., 0]
    return step
