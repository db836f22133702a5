"""Minima of sums over pairs: Newton's descent from many starts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Cells = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
    Cost = Callable[[NDArray[np.float64], NDArray[np.float64]], Cells]

_STEPS, _HALVINGS = 200, 40
_LONGEST = 2.0
"""No coordinate moves by more in one step: a factor of e² between two priorities."""
_SETTLED = 1e-9
"""After a step of Newton that is shorter, what is still to go is of the size of its square."""
_FLAT = 1e-14
"""The least curvature that is believed, as a share of the largest."""
_DESCENT = 1e-4
_ROUNDING = 1e-14


def lowest(
    cost: Cost, cells: NDArray[np.float64], start: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where the descent from each start ends, (starts, n), summing to 0, and the sum there, (starts,).

    `cost` takes `cells`, (starts, n, n), and differences t_i - t_j of the same shape, and returns for each
    cell what it costs and the first and second derivative of that by the difference; the sum over all
    cells is made small. A step is Newton's with the size of every curvature, so that it goes down where
    the sum is not convex too, cut to half until it does. The pairs (i, i), whose difference is always 0,
    must cost the same everywhere.

    >>> def cost(cells, differences):
    ...     gap = differences - cells
    ...     return gap**2, 2.0 * gap, np.full_like(gap, 2.0)
    >>> lowest(cost, np.array([[[0.0, 2.0], [-2.0, 0.0]]]), np.zeros((1, 2)))[0]
    array([[ 1., -1.]])
    """
    place, moving = start.copy(), np.arange(len(start))
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(_STEPS):
            own, here = cells[moving], place[moving]
            value, slope, curvature = _surroundings(cost, own, here)
            step = _downwards(slope, curvature)
            step = _shortened(cost, own, here, step, (value, slope))[:, None] * step
            place[moving] = here + step
            moving = moving[(np.abs(step) > _SETTLED).any(axis=-1)]
            if not moving.size:
                break
        return place, cost(cells, _differences(place))[0].sum(axis=(-1, -2))


def _differences(place: NDArray[np.float64]) -> NDArray[np.float64]:
    return place[..., :, None] - place[..., None, :]


def _surroundings(cost: Cost, cells: NDArray[np.float64], place: NDArray[np.float64]) -> Cells:
    """Return the sum of the costs (starts,), its gradient (starts, n), its curvatures (starts, n, n)."""
    value, first, second = cost(cells, _differences(place))
    own = np.eye(place.shape[-1])
    bends = (second + np.swapaxes(second, -1, -2)) * (1.0 - own)
    slope = (first - np.swapaxes(first, -1, -2)).sum(axis=-1)
    return value.sum(axis=(-1, -2)), slope, bends.sum(axis=-1)[..., None] * own - bends


def _downwards(slope: NDArray[np.float64], curvature: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the step of Newton with curvatures taken without their sign; it sums to 0."""
    scale = np.abs(curvature).max(axis=(-1, -2), keepdims=True)
    sizes, axes = np.linalg.eigh(curvature + scale)  # the direction in which nothing changes bends
    sizes = np.abs(sizes)
    least = np.maximum(_FLAT * sizes.max(axis=-1, keepdims=True), np.finfo(float).tiny)
    along = np.swapaxes(axes, -1, -2) @ slope[..., None]
    step = -(axes @ (along / np.maximum(sizes, least)[..., None]))[..., 0]
    step = step - step.mean(axis=-1, keepdims=True)
    longest = np.abs(step).max(axis=-1, keepdims=True)
    shortened: NDArray[np.float64] = step * np.minimum(1.0, _LONGEST / np.maximum(longest, _LONGEST))
    return shortened


def _shortened(
    cost: Cost,
    cells: NDArray[np.float64],
    place: NDArray[np.float64],
    step: NDArray[np.float64],
    here: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return how much of each step to go, (starts,): 1, 1/2, 1/4 … until the sum is lower, else 0."""
    value, slope = here
    fall = (slope * step).sum(axis=-1)
    length = np.ones(value.shape)
    for _ in range(_HALVINGS):
        there = cost(cells, _differences(place + length[..., None] * step))[0].sum(axis=(-1, -2))
        higher = ~(there <= value * (1.0 + _ROUNDING) + _DESCENT * length * fall)
        if not higher.any():
            return length
        length = np.where(higher, length / 2.0, length)
    return np.where(higher, 0.0, length)
