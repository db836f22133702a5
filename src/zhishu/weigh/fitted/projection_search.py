"""The search of projection pursuit: an index of directions, and the climb from fixed starts to its maxima."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_SEED, _SPREAD, _SIDES = 19740923, 512, 10
"""The seed that fixes all that is spread at random, how many starts are, and how many sides of a step."""
_FIRST = 0.1
_LENGTHS = np.array([4.0, 1.0, 0.25])
_REACH, _LOOSE = 0.25, 1e-6
"""Values that this part of a step could bring together are held where they are; how loosely."""
_GAIN = 1e-14
_CELLS = 4_000_000
"""How many projected values are held at once."""


class Window(NamedTuple):
    """How far the density looks: `share` of the standard deviation of projected values, or of their range."""

    share: float
    of: str = "deviation"


def best_direction(x: Array, live: Flags, components: Array, window: Window) -> Array:
    """Return the direction of the highest projection index found for each draw, (draws, columns).

    `x` is (draws, regions, columns); directions have length 1, are 0 or more, and 0 off the `live`
    columns (all 0 where none is live). `components` (draws, columns) adds a start to the fixed ones.

    >>> x = np.array([[[0.0, 0.5], [0.1, 0.0], [0.9, 1.0], [1.0, 0.6]]])
    >>> best_direction(x, np.array([[True, True]]), np.array([[0.8, 0.6]]), Window(0.1)).round(2)
    array([[0.97, 0.24]])
    """
    columns = x.shape[-1]
    size = max(1, _CELLS // (x.shape[-2] * (_SPREAD + columns + 2)))
    parts = [slice(first, first + size) for first in range(0, len(x), size)]
    return np.concatenate(
        [_search(x[part], live[part], components[part], window) for part in parts] or [np.zeros((0, columns))]
    )


def projection_index(x: Array, directions: Array, window: Window) -> Array:
    """Return Q = S D of directions (draws, directions, columns), (draws, directions).

    Sorted, the values less than R above z_i follow it, so running sums take the place of the n² pairs.

    >>> projection_index(np.array([[[0.0], [1.0], [1.05]]]), np.array([[[1.0]]]), Window(0.1)).round(6)
    array([[0.116185]])
    """
    return _projected(directions @ np.swapaxes(x, -1, -2), window).quality


class _Stage(NamedTuple):
    """How many of the highest directions go on, by which moves, how many rounds at most, until what step."""

    followed: int
    moves: Callable[[_Place, int], tuple[Array, Array]]
    rounds: int
    shorter: float
    shortest: float


class _Place(NamedTuple):
    """Where the climb is: x, directions (draws, directions, columns), window, the step of each direction."""

    x: Array
    here: Array
    window: Window
    step: Array


class _Projected(NamedTuple):
    """Of projected values: Q, S, D, R, how many follow each within R in sorted order, and that order."""

    quality: Array
    deviation: Array
    density: Array
    radius: Array
    following: NDArray[np.intp]
    order: NDArray[np.intp]


def _projected(z: Array, window: Window) -> _Projected:
    """Return what there is to say of projected values z (…, regions)."""
    regions = z.shape[-1]
    order = np.argsort(z, axis=-1, kind="stable")
    ordered = np.take_along_axis(z, order, axis=-1)
    spread = ((z - z.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
    deviation = np.sqrt(spread / max(regions - 1, 1))
    measure = deviation if window.of == "deviation" else ordered[..., -1] - ordered[..., 0]
    radius = (window.share * measure)[..., None]
    following = _at_or_below(ordered, ordered + radius) - np.arange(1, regions + 1)
    until = np.concatenate([np.zeros((*z.shape[:-1], 1)), np.cumsum(ordered, axis=-1)], axis=-1)
    last = np.arange(1, regions + 1) + following
    total = np.take_along_axis(until, last, axis=-1) - until[..., 1:]
    pairs = (following * (ordered + radius) - total).sum(axis=-1)
    density = regions * radius[..., 0] + 2.0 * np.maximum(pairs, 0.0)
    return _Projected(deviation * density, deviation, density, radius, following, order)


def _at_or_below(ordered: Array, bounds: Array) -> NDArray[np.intp]:
    """Return how many of the sorted values are at or below each of the sorted bounds."""
    regions = ordered.shape[-1]
    order = np.argsort(np.concatenate([ordered, bounds], axis=-1), axis=-1, kind="stable")
    places = np.nonzero((order >= regions).reshape(-1, 2 * regions))[1].reshape(bounds.shape)
    found: NDArray[np.intp] = places - np.arange(regions)
    return found


def _slope(x: Array, directions: Array, window: Window) -> Array:
    """Return the gradient of Q by the directions, (draws, directions, columns)."""
    z = directions @ np.swapaxes(x, -1, -2)
    regions = z.shape[-1]
    found = _projected(z, window)
    ordered = np.take_along_axis(z, found.order, axis=-1)
    preceding = np.arange(regions) - _at_or_below(ordered, ordered - found.radius)
    counted = regions + 2.0 * found.following.sum(axis=-1)
    by_radius = found.deviation * counted * window.share
    pull = 2.0 * found.deviation[..., None] * (found.following - preceding)
    if window.of == "range":
        pull[..., -1] += by_radius
        pull[..., 0] -= by_radius
    spread = max(regions - 1, 1) * np.where(found.deviation > 0, found.deviation, 1.0)
    by_deviation = found.density + (by_radius if window.of == "deviation" else 0.0)
    pulled = np.empty_like(z)
    np.put_along_axis(pulled, found.order, pull, axis=-1)
    centred = z - z.mean(axis=-1, keepdims=True)
    slope: Array = ((by_deviation / spread)[..., None] * centred + pulled) @ x
    return slope


def _search(x: Array, live: Flags, components: Array, window: Window) -> Array:
    """Return the best direction of each draw: ever fewer of the highest climb ever longer."""
    here = _starts(live, components)
    value = projection_index(x, here, window)
    for stage in _STAGES:
        best = np.argsort(-value, axis=-1, kind="stable")[:, : stage.followed, None]
        here, value = _climb(x, np.take_along_axis(here, best, axis=1), live, window, stage)
    return here[:, 0]


def _starts(live: Flags, components: Array) -> Array:
    """Return the starts (draws, starts, columns): columns, equal weights, components, and a fixed spread."""
    columns = live.shape[-1]
    spread = np.abs(np.random.default_rng(_SEED).standard_normal((_SPREAD, columns)))
    fixed = np.concatenate([np.eye(columns), np.ones((1, columns)), spread])
    turned = components * np.where(components.sum(axis=-1, keepdims=True) < 0, -1.0, 1.0)
    everywhere = np.broadcast_to(fixed, (len(live), *fixed.shape))
    return _unit(np.concatenate([everywhere, turned[:, None, :]], axis=1), live)


def _unit(vectors: Array, live: Flags) -> Array:
    """Return the parts above 0 on the live columns, at length 1; all 0 where nothing is left."""
    held = np.where(live.reshape(len(live), *(1,) * (vectors.ndim - 2), -1), np.maximum(vectors, 0.0), 0.0)
    length = np.sqrt((held**2).sum(axis=-1, keepdims=True))
    return held / np.where(length > 0, length, 1.0)


def _climb(x: Array, start: Array, live: Flags, window: Window, stage: _Stage) -> tuple[Array, Array]:
    """Return directions (draws, directions, columns) that no move improves any more, and their Q.

    Of the moves of a direction the best is taken if it is higher, and the next step is as long as it
    was; where none is, the next steps are shorter, until they are next to nothing.
    """
    here, value = start, projection_index(x, start, window)
    step = np.full(value.shape, _FIRST)
    for turn in range(stage.rounds):
        steps, lengths = stage.moves(_Place(x, here, window, step), turn)
        tried = _unit(here[:, :, None] + step[..., None, None] * steps, live)
        found = projection_index(x, tried.reshape(len(x), -1, x.shape[-1]), window).reshape(tried.shape[:-1])
        best = found.argmax(axis=-1)[..., None]
        highest = np.take_along_axis(found, best, axis=-1)[..., 0]
        higher = (highest > value * (1.0 + _GAIN)) & (step > stage.shortest)
        moved = np.take_along_axis(tried, best[..., None], axis=2)[:, :, 0]
        here = np.where(higher[..., None], moved, here)
        value = np.where(higher, highest, value)
        step = step * np.where(higher, lengths[best[..., 0]], stage.shorter)
        if (step <= stage.shortest).all():
            break
    return here, value


def _along_the_slope(place: _Place, _: int) -> tuple[Array, Array]:
    """Return steps of three lengths uphill, then of three along the ridge, (draws, directions, 6, columns).

    Q has a ridge wherever two values z_i are equal, and uphill leads no further than to the first of them.
    """
    slope = _slope(place.x, place.here, place.window)
    ways = np.stack([_tangent(slope, place.here), _tangent(_along_ridges(place, slope), place.here)], axis=-2)
    steps = _LENGTHS[:, None] * ways[..., None, :]
    return steps.reshape(*slope.shape[:-1], -1, slope.shape[-1]), np.tile(_LENGTHS, 2)


def _tangent(way: Array, here: Array) -> Array:
    """Return the way on the sphere and not below 0, at length 1, or 0 where it leads nowhere."""
    way = way - (way * here).sum(axis=-1, keepdims=True) * here
    way = np.where((here > 0) | (way > 0), way, 0.0)
    length = np.sqrt((way**2).sum(axis=-1, keepdims=True))
    return way / np.where(length > 0, length, 1.0)


def _along_ridges(place: _Place, slope: Array) -> Array:
    """Return the slope without what changes the distance of neighbouring values that are nearly equal.

    With D the differences of those regions, each at length 1, that is (DᵀD + e I)⁻¹ slope but for its length.
    """
    held = _nearly_equal(place)
    stays = ((place.here <= 0) & (slope < 0)) + _LOOSE
    normal = np.swapaxes(held, -1, -2) @ held + stays[..., None] * np.eye(slope.shape[-1])
    return np.asarray(np.linalg.solve(normal, slope[..., None])[..., 0], dtype=np.float64)


def _nearly_equal(place: _Place) -> Array:
    """Return D, (draws, directions, pairs, columns): fewer pairs than columns, 0 where they are far apart."""
    x, here = place.x, place.here
    z = here @ np.swapaxes(x, -1, -2)
    order = np.argsort(z, axis=-1, kind="stable")
    gaps = np.diff(np.take_along_axis(z, order, axis=-1), axis=-1)
    closest = np.argsort(gaps, axis=-1, kind="stable")[..., : x.shape[-1] - 1]
    draws = np.arange(len(x))[:, None, None]
    apart = x[draws, np.take_along_axis(order, closest + 1, axis=-1)]
    apart = apart - x[draws, np.take_along_axis(order, closest, axis=-1)]
    length = np.sqrt((apart**2).sum(axis=-1))
    within = np.take_along_axis(gaps, closest, axis=-1) <= _REACH * place.step[..., None] * length
    near = within & (length > 0)
    held: Array = np.where(near, 1.0 / np.where(near, length, 1.0), 0.0)[..., None] * apart
    return held


def _to_all_sides(place: _Place, turn: int) -> tuple[Array, Array]:
    """Return steps to and fro in directions that change with every turn, (1, 1, directions, columns)."""
    sides = np.random.default_rng((_SEED, turn)).standard_normal((_SIDES, place.here.shape[-1]))
    sides /= np.sqrt((sides**2).sum(axis=-1, keepdims=True))
    return np.concatenate([sides, -sides])[None, None], np.ones(2 * _SIDES)


_STAGES = (
    _Stage(64, _along_the_slope, 4, 0.25, 1e-7),
    _Stage(16, _along_the_slope, 10, 0.25, 1e-7),
    _Stage(2, _along_the_slope, 60, 0.25, 1e-9),
    _Stage(1, _to_all_sides, 60, 0.5, 1e-11),
)
