"""Loadings of common factors by maximum likelihood and by principal axes, all tables side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FLOOR = 0.005
"""The least share of a column's variance that is its own, as in R's `factanal`: a Heywood case stops here."""
_MOST_STEPS = 200
_FEWEST_REPEATS = 25
_HALVINGS = 20
_ROUNDING = 1e-14
_FLAT = 1e-11
_SLOPING = 1e-4
"""A gradient above this after all steps is no minimum."""
_SINGULAR = 1e-7
_LEAST_BEND = 1e-6
_LONGEST = 1.0
_APART = 1e-9
_NEAR = 1e-6


class _Surface(NamedTuple):
    """A loss (tables,), its slopes (tables, columns) and bends (tables, columns, columns)."""

    loss: Array
    slope: Array
    bend: Array


if TYPE_CHECKING:
    Surfaces = Callable[[Array, Array, int], _Surface]


def loadings(correlation: Array, factors: int, *, likelihood: bool) -> Array:
    """Return loadings (tables, columns, factors) of as many common factors as wanted.

    `correlation` is (tables, columns, columns), a column that is constant with a row and column of 0:
    it loads on nothing. The columns' own variances ψ minimise, each between 0.005 and 1,

    - with `likelihood` the loss of maximum likelihood, Σ_{k > factors} (θ_k - log θ_k - 1) over the
      eigenvalues θ of ψ^(-1/2) R ψ^(-1/2);
    - else the squares that are left, ½ Σ_{k > factors} θ_k² over the eigenvalues of R - ψ: where the
      repeated steps of principal axes come to rest, and where the residuals' squares are least.

    The first from (1 - factors / 2 columns) / r^jj, as R starts; the second from 1 less the squared
    multiple correlations, by 25 steps of principal axes; both then by Newton's steps. A column whose own
    variance would fall below 0.005 (a Heywood case) is kept there. Correlations that cannot be inverted
    raise a MethodError where the likelihood needs them.

    Jöreskog 1967, Psychometrika 32(4): 443-482; Harman and Jones 1966, Psychometrika 31(3): 351-368.

    >>> one = np.array([0.9, 0.8, 0.7])
    >>> r = one * one[:, None] + np.diag(1 - one**2)
    >>> loadings(r[None], 1, likelihood=True)[0, :, 0].round(6)
    array([0.9, 0.8, 0.7])
    """
    live = np.diagonal(correlation, axis1=-2, axis2=-1) > 0
    place = np.arange(correlation.shape[-1])
    matrix = correlation.copy()
    matrix[:, place, place] = 1.0
    if likelihood:
        own = np.log(np.where(live, _start(matrix, factors), 1.0))
        own = np.exp(_descended(matrix, own, _likelihood, factors, (np.log(FLOOR), 0.0)))
        found = _of_likelihood(matrix, own, factors)
    else:
        own = _repeated(matrix, live, factors)
        own = _descended(matrix, own, _least_squares, factors, (FLOOR, 1.0))
        found = _of_axes(matrix, own, factors)
    return np.where(live[..., None], found, 0.0)


def most_factors(columns: int) -> int:
    """Return how many common factors the correlations of so many columns can tell.

    The largest k with (columns - k)² ≥ columns + k: as many free correlations as there are loadings.

    >>> [most_factors(columns) for columns in (1, 2, 3, 4, 5, 6, 8)]
    [0, 0, 1, 1, 2, 3, 4]
    """
    return max((k for k in range(columns) if (columns - k) ** 2 >= columns + k), default=0)


def _start(matrix: Array, factors: int) -> Array:
    """Return the own variances that Jöreskog starts from."""
    least = np.linalg.eigvalsh(matrix)[..., 0]
    if (least < _SINGULAR).any():
        raise MethodError(
            "maximum likelihood needs correlations that can be inverted",
            seen="columns of which one follows from others, or fewer regions than columns",
            allowed="more regions than columns, and no column that others add up to",
            advice="take a column out of the group, or set `extraction: principal_components`",
        )
    inverse = np.diagonal(np.linalg.inv(matrix), axis1=-2, axis2=-1)
    own: Array = np.clip((1.0 - 0.5 * factors / matrix.shape[-1]) / inverse, FLOOR, 1.0)
    return own


def _repeated(matrix: Array, live: Flags, factors: int) -> Array:
    """Return own variances after a few steps of principal axes, from squared multiple correlations.

    Where the correlations cannot be inverted, from the largest correlation of each column.
    """
    least = np.linalg.eigvalsh(matrix)[..., 0]
    whole = (least >= _SINGULAR)[..., None]
    sound = np.where(whole[..., None], matrix, np.eye(matrix.shape[-1]))
    multiple = 1.0 / np.diagonal(np.linalg.inv(sound), axis1=-2, axis2=-1)
    largest = 1.0 - np.abs(matrix * (1.0 - np.eye(matrix.shape[-1]))).max(axis=-1)
    own = np.clip(np.where(whole, multiple, largest), FLOOR, 1.0)
    for _ in range(_FEWEST_REPEATS):
        common = (_of_axes(matrix, own, factors) ** 2).sum(axis=-1)
        own = np.where(live, np.clip(1.0 - common, FLOOR, 1.0), 1.0)
    return own


def _of_likelihood(matrix: Array, own: Array, factors: int) -> Array:
    values, vectors = _scaled(matrix, own)
    size = np.sqrt(np.maximum(values[:, :factors] - 1.0, 0.0))
    found: Array = np.sqrt(own)[..., None] * vectors[..., :factors] * size[:, None, :]
    return found


def _of_axes(matrix: Array, own: Array, factors: int) -> Array:
    values, vectors = _reduced(matrix, own)
    found: Array = vectors[..., :factors] * np.sqrt(np.maximum(values[:, :factors], 0.0))[:, None, :]
    return found


def _scaled(matrix: Array, own: Array) -> tuple[Array, Array]:
    """Return eigenvalues and vectors of ψ^(-1/2) R ψ^(-1/2), the largest first."""
    size = 1.0 / np.sqrt(own)
    values, vectors = np.linalg.eigh(matrix * size[..., :, None] * size[..., None, :])
    return values[..., ::-1], vectors[..., ::-1]


def _reduced(matrix: Array, own: Array) -> tuple[Array, Array]:
    """Return eigenvalues and vectors of R - ψ, the largest first."""
    values, vectors = np.linalg.eigh(matrix - own[..., None] * np.eye(matrix.shape[-1]))
    return values[..., ::-1], vectors[..., ::-1]


def _likelihood(matrix: Array, logarithm: Array, factors: int) -> _Surface:
    """Return the loss of the likelihood and its derivatives by the logarithms of own variances."""
    values, vectors = _scaled(matrix, np.exp(logarithm))
    rest, left = np.maximum(values[:, factors:], np.finfo(float).tiny), vectors[..., factors:]
    loss = (rest - np.log(rest) - 1.0).sum(axis=-1)
    slope = (left**2 * (1.0 - rest)[:, None, :]).sum(axis=-1)
    bend = _product(left, rest) * _product(left, np.ones_like(rest))
    taken, kept = values[:, :factors], vectors[..., :factors]
    gap = np.maximum(taken[:, None, :] - rest[:, :, None], _APART)
    factor = (1.0 - rest)[:, :, None] * (taken[:, None, :] + rest[:, :, None]) / gap
    return _Surface(loss, slope, bend + _crossed(left, kept, factor))


def _least_squares(matrix: Array, own: Array, factors: int) -> _Surface:
    """Return half the squares that are left and their derivatives by own variances."""
    values, vectors = _reduced(matrix, own)
    rest, left = values[:, factors:], vectors[..., factors:]
    loss = 0.5 * (rest**2).sum(axis=-1)
    slope = -(left**2 * rest[:, None, :]).sum(axis=-1)
    bend = _product(left, np.ones_like(rest)) ** 2
    taken, kept = values[:, :factors], vectors[..., :factors]
    gap = np.maximum(taken[:, None, :] - rest[:, :, None], _APART)
    return _Surface(loss, slope, bend - 2.0 * _crossed(left, kept, rest[:, :, None] / gap))


def _product(vectors: Array, scale: Array) -> Array:
    """Return Σ_k scale_k v_ik v_jk."""
    found: Array = (vectors * scale[:, None, :]) @ np.swapaxes(vectors, -1, -2)
    return found


def _crossed(left: Array, kept: Array, factor: Array) -> Array:
    """Return Σ_mn factor_mn l_im k_in l_jm k_jn."""
    both = (left[..., :, None] * kept[..., None, :]).reshape(*left.shape[:2], -1)
    return _product(both, factor.reshape(len(factor), -1))


def _descended(
    matrix: Array, here: Array, surface: Surfaces, factors: int, limits: tuple[float, float]
) -> Array:
    """Return where the loss of every table is least, by Newton's steps that never raise it, within limits.

    A table is done when its slopes are flat or no step along the last one lowers its loss.
    """
    here = here.copy()
    moving = np.arange(len(here))
    at = surface(matrix, here, factors)
    for _ in range(_MOST_STEPS):
        slope = _free_slope(here[moving], at.slope, limits)
        sloping = np.abs(slope).max(axis=-1, initial=0.0) >= _FLAT
        moving, slope, at = moving[sloping], slope[sloping], _of(at, sloping)
        if not len(moving):
            return here
        there, at, moved = _stepped(matrix[moving], here[moving], at, slope, surface, factors, limits)
        here[moving] = there
        _refuse_sloping(there[~moved], _of(at, ~moved), limits)
        moving, at = moving[moved], _of(at, moved)
    _refuse_sloping(here[moving], at, limits)
    return here


def _free_slope(here: Array, slope: Array, limits: tuple[float, float]) -> Array:
    """Return the slopes, 0 for what is pressed against a limit."""
    low, high = limits
    return np.where(((here <= low) & (slope > 0)) | ((here >= high) & (slope < 0)), 0.0, slope)


def _of(at: _Surface, tables: Flags) -> _Surface:
    return _Surface(at.loss[tables], at.slope[tables], at.bend[tables])


def _inward(here: Array, slope: Array, bend: Array, limits: tuple[float, float]) -> Array:
    """Return Newton's steps among what they do not push through a limit, downhill where nothing is left.

    A step that is cut off at a limit need not lead down. What is all but at a limit and is pushed through
    it goes onto the limit, if that is downhill.
    """
    low, high = limits
    free, onto = slope.copy(), np.clip(-np.sign(slope), low - here, high - here)
    near_low, near_high = here <= low + _NEAR, here >= high - _NEAR
    for _ in range(here.shape[-1]):
        step = _newton(free, bend)
        blocked = (near_low & (step < 0)) | (near_high & (step > 0))
        if not blocked.any():
            break
        free[blocked] = 0.0
    pushed = (slope != 0) & (free == 0) & (np.abs(onto) <= _NEAR)
    step = np.where(pushed, onto, step)
    return np.where(step.any(axis=-1, keepdims=True), step, -slope)


def _newton(slope: Array, bend: Array) -> Array:
    """Return steps downhill along what is free: Newton's where the surface bends up, no longer than 1."""
    free = slope != 0
    both = free[:, :, None] & free[:, None, :]
    values, vectors = np.linalg.eigh(np.where(both, bend, 0.0))
    least = _LEAST_BEND * np.maximum(np.abs(values).max(axis=-1, keepdims=True), 1.0)
    turned = (vectors * slope[:, :, None]).sum(axis=1) / np.maximum(np.abs(values), least)
    step = -(vectors * turned[:, None, :]).sum(axis=-1)
    longest = np.abs(step).max(axis=-1, keepdims=True)
    found: Array = np.where(free, step / np.maximum(longest / _LONGEST, 1.0), 0.0)
    return found


def _stepped(  # noqa: PLR0913, PLR0917 - the tables, where they are, and what is asked of them
    matrix: Array,
    here: Array,
    at: _Surface,
    slope: Array,
    surface: Surfaces,
    factors: int,
    limits: tuple[float, float],
) -> tuple[Array, _Surface, Flags]:
    """Return the next point of every table, its surface, and which tables found one.

    A step that raises the loss is halved, no more than twenty times.
    """
    step = _inward(here, slope, at.bend, limits)
    there, found = here.copy(), _Surface(*(part.copy() for part in at))
    seeking = np.arange(len(here))
    for halving in range(_HALVINGS):
        tried = np.clip(here[seeking] + 0.5**halving * step[seeking], *limits)
        seen = surface(matrix[seeking], tried, factors)
        better = seen.loss <= at.loss[seeking] + _ROUNDING
        there[seeking[better]] = tried[better]
        for part, new in zip(found, seen, strict=True):
            part[seeking[better]] = new[better]
        seeking = seeking[~better]
        if not len(seeking):
            break
    return there, found, ~np.isin(np.arange(len(here)), seeking)


def _refuse_sloping(here: Array, at: _Surface, limits: tuple[float, float]) -> None:
    steepest = float(np.abs(_free_slope(here, at.slope, limits)).max(initial=0.0))
    if steepest > _SLOPING:
        raise MethodError(
            "the factors did not come to rest",
            seen=f"a slope of {steepest:.1e} after {_MOST_STEPS} steps",
            allowed=f"below {_SLOPING:g}",
            advice="ask for fewer `factors`, or set `extraction: principal_components`",
        )
