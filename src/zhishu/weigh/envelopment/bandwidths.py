"""Bandwidths that cross-validation finds: those by which each region is best told from the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zhishu.weigh.envelopment.likeness import usual_bandwidth
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEAST_SQUARES, LIKELIHOOD = "least_squares", "likelihood"
_NARROWEST, _WIDEST, _TRIED, _REFINED = 0.1, 10.0, 50, 26
_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
_CELLS, _NEAR = 1 << 21, 1 << 15
"""Pairs of regions that are held at once, and that are summed at once, in the processor's cache."""
_BEYOND = 1e30
_ROUGH = 3 / 5
"""∫ K², which is the convolution at distance 0."""


def cross_validated_bandwidths(values: Array, criterion: str = LEAST_SQUARES) -> Array:
    """Return the bandwidth of each measure for the Epanechnikov kernel, (…, measures).

    `values` are (…, regions, measures), which are taken together: the density is a product of kernels.
    All bandwidths are one factor times `usual_bandwidth`: the one with the least `left_out_error`
    (`least_squares`) or the largest `left_out_likelihood` (`likelihood`). 50 factors are tried, from 0.1
    to 10 or, if that is more, to twice the range of a measure; 50 more around the best of them, for
    there may be several valleys; around the best of these the search goes on by golden section. Ties
    press the bandwidth of least squares to that lower end.

    A measure that does not vary has bandwidth 0 and takes no part; so has every one of a single region.

    Source: Silverman 1986, Density Estimation, sections 3.4.3 (least squares) and 3.4.4 (likelihood);
    Daraio and Simar 2005 take the likelihood for conditional methods.

    >>> values = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [9.0]])
    >>> cross_validated_bandwidths(values, "likelihood").round(3)
    array([7.407])
    """
    regions, measures = values.shape[-2:]
    flat = values.reshape(-1, regions, measures)
    live = live_columns(flat)
    if regions == 1 or not live.any():
        return np.zeros((*values.shape[:-2], measures))
    # In an order that does not tell how the table stood: sums in another order round otherwise.
    order = np.lexsort(np.moveaxis(flat, -1, 0), axis=-1)
    flat = np.take_along_axis(flat, order[..., None], axis=-2)
    usual = np.where(live, usual_bandwidth(np.moveaxis(flat, -1, 0), measures).T, 0.0)
    found = np.empty(usual.shape)
    size = max(1, _CELLS // regions**2)
    for start in range(0, len(flat), size):
        part = slice(start, start + size)
        found[part] = _best(flat[part], usual[part], criterion)
    return found.reshape(*values.shape[:-2], measures)


def left_out_error(values: Array, bandwidths: Array) -> Array:
    """Return ∫ f² - 2 Σ_i f_(-i)(q_i) / n of the density f with these bandwidths, (…).

    But for ∫ g² it estimates ∫ (f - g)², g the true density, without bias: f_(-i) is the density without
    region i. `values` are (…, regions, measures), `bandwidths` (…, measures); one of 0 leaves its
    measure out.

    >>> float(left_out_error(np.array([[0.0], [1.0]]), np.array([2.0])).round(6))
    -0.297803
    """
    units = np.where(bandwidths > 0, bandwidths, 1.0).prod(axis=-1)
    return np.asarray(_squares(_apart(values, bandwidths), np.ones(values.shape[:-2])) / units)


def left_out_likelihood(values: Array, bandwidths: Array) -> Array:
    """Return the mean of log f_(-i)(q_i), (…): -inf where a region has no other within the bandwidths.

    >>> float(left_out_likelihood(np.array([[0.0], [1.0]]), np.array([2.0])).round(6))
    -1.268511
    """
    units = np.log(np.where(bandwidths > 0, bandwidths, 1.0)).sum(axis=-1)
    return np.asarray(-_surprise(_apart(values, bandwidths), np.ones(values.shape[:-2])) - units)


def _apart(values: Array, bandwidths: Array) -> Array:
    """Return how many bandwidths regions lie apart, (measures, …, regions, regions), NaN for one of 0.

    A region lies beyond all bounds from itself, so that sums leave it out.
    """
    own = np.moveaxis(values, -1, 0)
    wide = np.moveaxis(bandwidths, -1, 0)[..., None, None]
    lags = np.abs(own[..., :, None] - own[..., None, :])
    found = np.divide(lags, wide, out=np.full_like(lags, np.nan), where=wide > 0)
    itself = np.arange(values.shape[-2])
    found[..., itself, itself] = np.where(wide[..., 0] > 0, _BEYOND, np.nan)
    return found


def _squares(apart: Array, factor: Array) -> Array:
    """Return `left_out_error` at so many times the bandwidths, in units of these, (…)."""
    regions = apart.shape[-1]
    itself = (_ROUGH / factor) ** np.isfinite(apart[..., 0, 0]).sum(axis=0)
    whole = itself / regions + _sums(apart, factor, _doubled).sum(axis=-1) / regions**2
    return np.asarray(whole - 2.0 * _sums(apart, factor, _kernel).mean(axis=-1) / (regions - 1))


def _surprise(apart: Array, factor: Array) -> Array:
    """Return the mean of -log f_(-i)(q_i) at so many times the bandwidths, in units of these, (…)."""
    density = _sums(apart, factor, _kernel) / (apart.shape[-1] - 1)
    logarithm = np.log(density, out=np.full_like(density, -np.inf), where=density > 0)
    return np.asarray(-logarithm.mean(axis=-1))


def _sums(apart: Array, factor: Array, kernel: Callable[[Array], Array]) -> Array:
    """Return for each region the sum over the others of Π K(d / h) / h over the measures, (…, regions)."""
    wide = factor[..., None, None]
    regions = apart.shape[-1]
    found = np.empty(apart.shape[1:-1])
    rows = max(1, _NEAR // (regions * max(1, factor.size)))
    for start in range(0, regions, rows):
        block = slice(start, start + rows)
        total: Array | float = 1.0
        for lags in apart[..., block, :]:
            total = total * np.where(np.isnan(lags), 1.0, kernel(lags / wide) / wide)
        found[..., block] = np.sum(total, axis=-1)
    return found


def _kernel(apart: Array) -> Array:
    """Return the Epanechnikov kernel at distances in bandwidths, which integrates to 1."""
    return np.asarray(0.75 * np.maximum(1.0 - apart * apart, 0.0))


def _doubled(apart: Array) -> Array:
    """Return the kernel's convolution with itself: ∫ K(t) K(t + u) dt, 0 from a distance of 2 on."""
    within = np.maximum(2.0 - apart, 0.0)
    return np.asarray(3.0 / 160.0 * within * within * within * ((apart + 6.0) * apart + 4.0))


def _best(values: Array, usual: Array, criterion: str) -> Array:
    """Return the best multiple of the usual bandwidths of each table, (tables, measures)."""
    apart = _apart(values, usual)
    spread = values.max(axis=-2) - values.min(axis=-2)
    reach = np.divide(spread, usual, out=np.zeros_like(usual), where=usual > 0).max(axis=-1)
    cost = partial(_squares if criterion == LEAST_SQUARES else _surprise, apart)
    low, high = np.full(len(values), np.log(_NARROWEST)), np.log(np.maximum(_WIDEST, 2.0 * reach))
    for _ in range(2):
        low, high = _around(lambda factor: cost(np.exp(factor)), low, high)
    return np.asarray(np.exp(_golden(lambda factor: cost(np.exp(factor)), low, high))[:, None] * usual)


def _around(cost: Callable[[Array], Array], low: Array, high: Array) -> tuple[Array, Array]:
    """Return the neighbours of the place where the cost is least, of so many between two ends."""
    grid = np.linspace(low, high, _TRIED)
    place = np.stack([cost(one) for one in grid]).argmin(axis=0)
    tables = np.arange(len(low))
    return grid[np.maximum(place - 1, 0), tables], grid[np.minimum(place + 1, _TRIED - 1), tables]


def _golden(cost: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Return where the cost is least between two ends, as golden section finds it, (tables,)."""
    first, second = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    left, right = cost(first), cost(second)
    for _ in range(_REFINED):
        lower = left <= right
        low, high = np.where(lower, low, first), np.where(lower, second, high)
        kept, value = np.where(lower, first, second), np.where(lower, left, right)
        new = np.where(lower, high - _GOLDEN * (high - low), low + _GOLDEN * (high - low))
        fresh = cost(new)
        first, second = np.where(lower, new, kept), np.where(lower, kept, new)
        left, right = np.where(lower, fresh, value), np.where(lower, value, fresh)
    return np.asarray((low + high) / 2.0)
