"""The one-factor model by maximum likelihood over the values there are, all tables side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_FIRST_STEPS = 20
_MOST_STEPS = 400
_SHORT = 1e-9
"""A full step of Newton's shorter than this leaves an error of about its square."""
_FLAT = 1e-13
"""A gradient below this, per region and for columns of deviation 1, is 0 but for rounding."""
_LEVEL = 1e-15
"""A difference of likelihoods below this, over the floor, is rounding: terms are as large as 1 / floor."""
_LEAST_DAMPING, _FIRST_DAMPING = 1e-10, 1e-2


class OneFactor(NamedTuple):
    """y_ij = mean_j + loading_j p_i + an error of variance own_j, p of variance 1; each (tables, columns)."""

    mean: Array
    loading: Array
    own: Array


class _Data(NamedTuple):
    """Values (tables, regions, columns), 0 where there is none; 1.0 where there is one; the limits."""

    values: Array
    known: Array
    floor: float
    least: float

    def of(self, tables: NDArray[np.intp]) -> _Data:
        return self._replace(values=self.values[tables], known=self.known[tables])


class _Posterior(NamedTuple):
    """What the model says of p: `common` its mean, `spread` its variance; and the columns' residuals."""

    precision: Array
    pull: Array
    common: Array
    spread: Array
    residual: Array
    loss: Array


def fit_one_factor(z: Array, start: Array, *, floor: float, signed: bool = False) -> OneFactor:
    """Return the OneFactor of standardised columns z (tables, regions, columns); NaN: no value.

    The likelihood is that of the values there are. From the loadings `start` (tables, columns) a few
    steps of expectation and maximisation, then Newton's with damping, each taken only if the likelihood
    does not fall and bends down in all directions, so that it ends at no saddle, but for one by
    symmetry: columns that mirror each other exactly are kept alike. At least the share `floor` of a
    column's variance is its own, and no loading falls below 0 unless `signed`. A column without values
    has loading 0. A maximum that is not reached in 400 steps raises a MethodError.

    >>> z = np.array([[[-1.0, -1, -1], [1, 1, -1], [-1, 1, 1], [1, 1, 1], [-1, -1, 1], [1, -1, -1]]])
    >>> fit_one_factor(z, np.array([[0.5, 0.9, 0.5]]), floor=0.005).loading.round(3)
    array([[0.333, 0.997, 0.333]])
    """
    known = (~np.isnan(z)).astype(np.float64)
    data = _Data(np.where(known > 0, z, 0.0), known, floor, -np.inf if signed else 0.0)
    loading = np.maximum(start, data.least) * (known.any(axis=1))
    point = OneFactor(np.zeros_like(loading), loading, np.clip(1.0 - loading**2, floor, 1.0))
    for _ in range(_FIRST_STEPS):
        point = _expect_and_maximise(data, point)
    return _climb(data, point)


def _posterior(data: _Data, point: OneFactor) -> _Posterior:
    precision = data.known / point.own[:, None, :]
    pull = precision * point.loading[:, None, :]
    centred = (data.values - point.mean[:, None, :]) * data.known
    spread = 1.0 / (1.0 + (pull * point.loading[:, None, :]).sum(axis=-1, keepdims=True))
    common = spread * (pull * centred).sum(axis=-1, keepdims=True)
    residual = (centred - point.loading[:, None, :] * common) * data.known
    surprise = (data.known * np.log(point.own)[:, None, :] + precision * centred**2).sum(axis=-1)
    loss = 0.5 * (surprise - (np.log(spread) + common**2 / spread)[..., 0]).mean(axis=-1)
    return _Posterior(precision, pull, common, spread, residual, loss)


def _expect_and_maximise(data: _Data, point: OneFactor) -> OneFactor:
    """Return the next point of the EM algorithm: regressions of the columns on what is expected of p."""
    seen = _posterior(data, point)
    count = np.maximum(data.known.sum(axis=1), 1.0)
    common = (data.known * seen.common).sum(axis=1)
    square = (data.known * (seen.common**2 + seen.spread)).sum(axis=1)
    total = data.values.sum(axis=1)
    product = (data.values * seen.common).sum(axis=1) - total * common / count
    spread = square - common**2 / count
    loading = np.divide(product, spread, out=np.zeros_like(product), where=spread > 0)
    loading = np.maximum(loading, data.least)
    mean = (total - loading * common) / count
    residual = (data.values - mean[:, None, :] - loading[:, None, :] * seen.common) * data.known
    own = (residual**2 + data.known * loading[:, None, :] ** 2 * seen.spread).sum(axis=1) / count
    return OneFactor(mean, loading, np.maximum(own, data.floor))


def _climb(data: _Data, point: OneFactor) -> OneFactor:
    """Return the maximum that Newton's steps reach; tables that have reached theirs drop out."""
    found = _within(_parameters(point), data)
    open_tables = np.arange(len(found))
    damping, raised = np.full(len(found), _FIRST_DAMPING), np.full(len(found), 2.0)
    seen = _posterior(data, _point(found))
    for _ in range(_MOST_STEPS):
        here, before = found[open_tables], seen.loss
        step, slope = _newton_step(data, seen, here, damping)
        trial = _within(here + step, data)
        ahead = _posterior(data, _point(trial))
        noise = _LEVEL / data.floor * (1.0 + np.abs(before))
        taken = (slope < 0) & (ahead.loss <= before + noise)
        moved = np.abs(trial - here).max(axis=-1)
        done = (slope == 0) | (taken & (moved < _SHORT) & (damping < _SHORT))
        found[open_tables[taken]] = trial[taken]
        seen = _Posterior(*(_chosen(taken, new, old) for new, old in zip(ahead, seen, strict=True)))
        measurable = -slope > noise
        gained = np.divide(before - seen.loss, -slope, out=np.full_like(slope, 0.5), where=measurable)
        damping, raised = _next_damping(damping, raised, taken, gained)
        if done.any():
            left = np.flatnonzero(~done)
            open_tables, damping, raised, data = open_tables[left], damping[left], raised[left], data.of(left)
            seen = _Posterior(*(part[left] for part in seen))
        if not len(open_tables):
            return _point(found)
    raise MethodError(
        "the likelihood of the unobserved components has no maximum that can be reached",
        seen=f"{len(open_tables)} of {len(found)} tables still moving after {_MOST_STEPS} steps",
        allowed="columns that share one common factor",
        advice="set `floor` higher, leave out the columns that hardly go with the others, or use `pca`",
    )


def _next_damping(damping: Array, raised: Array, taken: Flags, gained: Array) -> tuple[Array, Array]:
    """Return damping by the part of the slope that a step gained, half where it went as foreseen.

    Steps that are not taken raise it ever faster.
    """
    easier = np.clip(1.0 - (4.0 * gained - 1.0) ** 3, 0.1, 2.0)
    return np.maximum(damping * np.where(taken, easier, raised), _LEAST_DAMPING), np.where(
        taken, 2.0, 2.0 * raised
    )


def _parameters(point: OneFactor) -> Array:
    """Return means, correlations with the factor and logarithms of deviations, side by side.

    In these the ridge of the likelihood is straight: a column's deviation is what was seen, whatever
    its correlation.
    """
    total = np.sqrt(point.loading**2 + point.own)
    return np.concatenate([point.mean, point.loading / total, np.log(total)], axis=-1)


def _point(parameters: Array) -> OneFactor:
    mean, correlation, logarithm = np.split(parameters, 3, axis=-1)
    total = np.exp(logarithm)
    return OneFactor(mean, correlation * total, (1.0 - correlation**2) * total**2)


def _chosen(taken: Flags, new: Array, old: Array) -> Array:
    return np.where(taken.reshape(-1, *(1,) * (new.ndim - 1)), new, old)


def _within(parameters: Array, data: _Data) -> Array:
    """Return parameters moved to the limits of the correlations; deviations stay within e^3 of 1."""
    mean, correlation, logarithm = np.split(parameters, 3, axis=-1)
    low, high = _limits(data)
    return np.concatenate([mean, np.clip(correlation, low, high), np.clip(logarithm, -3.0, 3.0)], axis=-1)


def _limits(data: _Data) -> tuple[float, float]:
    most = float(np.sqrt(1.0 - data.floor))
    return max(data.least, -most), most


def _newton_step(data: _Data, seen: _Posterior, here: Array, damping: Array) -> tuple[Array, Array]:
    """Return Newton's step of the free parameters (tables, 3 · columns) and the slope along it.

    The slope is 0 where nothing is left to climb, and 1 where the step would lead down.
    """
    gradient, curvature, scale = _in_correlations(here, *_derivatives(data, seen, _point(here)))
    low, high = _limits(data)
    columns = here.shape[-1] // 3
    middle = np.repeat([False, True, False], columns)
    pressed = ((here <= low) & (gradient > 0)) | ((here >= high) & (gradient < 0))
    free = (scale > 0) & ~(middle & pressed)
    matrix = np.where(free[:, :, None] & free[:, None, :], curvature, 0.0)
    place = np.arange(here.shape[-1])
    matrix[:, place, place] += np.where(free, damping[:, None] * scale, 1.0)
    gradient = np.where(free, gradient, 0.0)
    step = np.linalg.solve(matrix, -gradient[..., None])[..., 0].astype(np.float64)
    slope = (step * gradient).sum(axis=-1)
    flat = np.abs(gradient).max(axis=-1) < _FLAT
    saddle = np.linalg.slogdet(matrix)[0] <= 0
    return step, np.where(flat, 0.0, np.where((slope < 0) & ~saddle, slope, 1.0))


def _in_correlations(
    here: Array, gradient: Array, curvature: Array, scale: Array
) -> tuple[Array, Array, Array]:
    """Return derivatives by correlation and log deviation from those by loading and log own variance."""
    _, correlation, logarithm = np.split(here, 3, axis=-1)
    total, own = np.exp(logarithm), 1.0 - correlation**2
    _, by_loading, by_own = np.split(gradient, 3, axis=-1)
    bend = -2.0 * correlation / own
    slopes = _turned(gradient, total, bend, correlation * total, axis=-1)
    wide = [part[:, None, :] for part in (total, bend, correlation * total)]
    tall = [part[:, :, None] for part in (total, bend, correlation * total)]
    turned = _turned(_turned(curvature, *wide, axis=-1), *tall, axis=-2)
    columns = correlation.shape[-1]
    first, second = columns + np.arange(columns), 2 * columns + np.arange(columns)
    turned[:, first, first] -= by_own * 2.0 * (1.0 + correlation**2) / own**2
    turned[:, first, second] += total * by_loading
    turned[:, second, first] += total * by_loading
    turned[:, second, second] += correlation * total * by_loading
    of_mean, of_loading, of_own = np.split(scale, 3, axis=-1)
    of_across = total**2 * of_loading + bend**2 * of_own
    of_along = (correlation * total) ** 2 * of_loading + 4.0 * of_own
    return slopes, turned, np.concatenate([of_mean, of_across, of_along], axis=-1)


def _turned(by: Array, total: Array, bend: Array, product: Array, *, axis: int) -> Array:
    """Return what stands along `axis` by mean, loading and log own variance in the other parameters."""
    mean, loading, own = np.split(by, 3, axis=axis)
    return np.concatenate([mean, total * loading + bend * own, product * loading + 2.0 * own], axis=axis)


def _derivatives(data: _Data, seen: _Posterior, point: OneFactor) -> tuple[Array, Array, Array]:
    """Return gradient, second derivatives and those of the complete data, of the loss per region.

    Parameters are means, loadings, logarithms of own variances. With p known the second derivatives
    are diagonal between columns; what is not known of p takes away a sum of products.
    """
    regions = data.values.shape[1]
    loading = point.loading[:, None, :]
    precision, pull, common, spread, residual = seen[:5]
    square = residual**2 + data.known * loading**2 * spread
    cross = precision * (common * residual - loading * spread)
    gradient = [-precision * residual, -cross, 0.5 * (data.known - precision * square)]
    first = np.concatenate([pull, precision * (loading * common - residual), pull * residual], axis=-1)
    second = np.concatenate([np.zeros_like(pull), pull, -0.5 * loading * pull], axis=-1)
    lost = np.concatenate([np.sqrt(spread) * first, np.sqrt(2.0) * spread * second], axis=1)
    blocks = [
        [precision, precision * common, precision * residual],
        [precision * common, precision * (common**2 + spread), cross],
        [precision * residual, cross, 0.5 * precision * square],
    ]
    columns = loading.shape[-1]
    curvature = -(np.swapaxes(lost, -1, -2) @ lost)
    place = np.arange(columns)
    for row in range(3):
        for column in range(3):
            sums = blocks[row][column].sum(axis=1)
            curvature[:, row * columns + place, column * columns + place] += sums
    scale = np.concatenate([blocks[part][part].sum(axis=1) for part in range(3)], axis=-1)
    slopes = np.concatenate([part.sum(axis=1) for part in gradient], axis=-1)
    return slopes / regions, curvature / regions, scale / regions
