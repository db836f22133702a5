"""Whether the children of a node go together: their correlations, Cronbach's alpha, the first component."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.score.ranks import rank
from zhishu.weigh.shares import live_between

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FEWEST_REGIONS = 3
"""With fewer regions that have both values there is no correlation."""
NEGATIVE, WEAK, REDUNDANT = -0.4, 0.3, 0.9
"""Where a correlation is worth a look: at or below the first two, at or above the last."""
_NOISE = 1e-12
"""A variance below this share of its parts is 0 but for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Coherence:
    """How far the columns of a table go together, each an array (…,), NaN where it cannot be told."""

    alpha: Array
    standardised_alpha: Array
    first_component: Array
    least_correlation: Array
    mean_correlation: Array


def coherence(x: Array) -> Coherence:
    """Return alpha, standardised alpha, share of the first component, least and mean correlation.

    `x` is (…, regions, columns), two columns or more, larger being better in each. Correlations are
    Pearson's. Pairs without a correlation are left out of the least and the mean, columns without any value
    (`columns_left`), as those that a screen dropped, of everything; NaN with fewer than two left.

    >>> found = coherence(np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 3.0]]))
    >>> [round(float(one), 3) for one in (found.alpha, found.first_component, found.mean_correlation)]
    [0.667, 0.75, 0.5]
    """
    x = x[..., columns_left(x)]
    if x.shape[-1] < 2:  # noqa: PLR2004 - a pair
        return Coherence(*(np.full(x.shape[:-2], np.nan)[()] for _ in range(5)))
    size = np.fmax.reduce(np.abs(x), axis=(-2, -1), keepdims=True)
    r = pearson(x)
    one, two = np.triu_indices(x.shape[-1], k=1)
    pairs = r[..., one, two]
    known = ~np.isnan(pairs)
    count = known.sum(axis=-1)
    total = np.where(known, pairs, 0.0).sum(axis=-1)
    return Coherence(
        alpha=cronbach_alpha(covariance(x / np.where(size > 0, size, 1.0))),
        standardised_alpha=cronbach_alpha(r),
        first_component=first_component(r),
        least_correlation=np.fmin.reduce(pairs, axis=-1),
        mean_correlation=np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0),
    )


def columns_left(x: Array) -> NDArray[np.bool_]:
    """Return which columns have any value, (columns,): those that a screen dropped have none.

    >>> columns_left(np.array([[1.0, np.nan], [np.nan, np.nan]]))
    array([ True, False])
    """
    return np.asarray(~np.isnan(x).all(axis=tuple(range(x.ndim - 1))))


def cronbach_alpha(matrix: Array) -> Array:
    """Return Cronbach's alpha, (…,), from covariances or correlations (…, columns, columns).

    alpha = k / (k - 1) (1 - Σ_i c_ii / Σ_ij c_ij): with covariances the alpha of the columns, with
    correlations the standardised one, which does not depend on the columns' spread. 1 when the k
    columns move as one, 0 when they are uncorrelated, below 0 when they oppose each other. NaN where an
    entry is missing or where the sum of the columns does not vary.

    Cronbach (1951), Psychometrika 16: 297-334; OECD/JRC (2008), Handbook on Constructing Composite
    Indicators, section 4.3.

    >>> cronbach_alpha(np.array([[1.0, 0.5], [0.5, 1.0]])).round(3)
    np.float64(0.667)
    """
    columns = matrix.shape[-1]
    own = np.trace(matrix, axis1=-2, axis2=-1)
    whole = matrix.sum(axis=(-2, -1))
    rest = np.divide(own, whole, out=np.full_like(whole, np.nan), where=whole > _NOISE * own)
    return np.asarray(columns / (columns - 1) * (1.0 - rest))[()]


def first_component(correlations: Array) -> Array:
    """Return the share of the first principal component in the variance of the columns, (…,).

    The largest eigenvalue of the correlations (…, columns, columns) over the number of columns: 1 when
    all columns say the same, 1 over their number when they are uncorrelated. NaN where a correlation is.

    >>> first_component(np.array([[1.0, 0.5], [0.5, 1.0]]))
    np.float64(0.75)
    """
    whole = correlations.sum(axis=(-2, -1))
    matrix = np.where(np.isnan(whole[..., None, None]), 0.0, correlations)
    share = np.minimum(np.linalg.eigvalsh(matrix)[..., -1] / matrix.shape[-1], 1.0)
    return np.asarray(np.where(np.isnan(whole), np.nan, share))[()]


def pearson(x: Array) -> Array:
    """Return Pearson's correlations of the columns, (…, columns, columns), over the regions that have both.

    `x` is (…, regions, columns). NaN where fewer than three regions have both, and where one of the two
    is constant among them.

    >>> pearson(np.array([[0.0, 2.0, 7.0], [1.0, 0.0, 7.0], [2.0, 1.0, 7.0]]))
    array([[ 1. , -0.5,  nan],
           [-0.5,  1. ,  nan],
           [ nan,  nan,  nan]])
    """
    return by_pairs(x, _correlate)


def spearman(x: Array) -> Array:
    """Return Spearman's rank correlations of the columns, (…, columns, columns); see `pearson`.

    Ranks are those among the regions that have both values; equal values share the mean of their places.

    >>> spearman(np.array([[0.0, 1.0], [1.0, 10.0], [2.0, 99.0]]))
    array([[1., 1.],
           [1., 1.]])
    """
    if not np.isnan(x).any():
        return pearson(_places(x))
    return by_pairs(x, lambda one, others: _correlate(_places(one), _places(others)))


def covariance(x: Array) -> Array:
    """Return the covariances of the columns, (…, columns, columns), over the regions that have both.

    Divided by the number of those regions less one. NaN where fewer than two regions have both.

    >>> covariance(np.array([[0.0, 2.0], [1.0, 0.0], [2.0, 1.0]]))
    array([[ 1. , -0.5],
           [-0.5,  1. ]])
    """
    found = np.empty((*x.shape[:-2], x.shape[-1], x.shape[-1]))
    for column in range(x.shape[-1]):
        one, others = _shared(x, column)
        free = (~np.isnan(others)).sum(axis=-2) - 1.0
        product = (_centred(one) * _centred(others)).sum(axis=-2)
        row = np.divide(product, free, out=np.full_like(product, np.nan), where=free > 0)
        found[..., column, column:] = found[..., column:, column] = row
    return found


def flag(correlation: float, *, siblings: bool = True) -> str | None:
    """Return what is worth a look: `negative`, `weak`, `redundant`, None for nothing.

    At or below -0.4, at or below 0.3, at or above 0.9: the thresholds of COINr's `plot_corr`. A parent
    of few children that agree follows each of them closely: a child and its parent (not `siblings`) are
    never redundant.

    >>> [flag(value) for value in (-0.5, 0.1, 0.6, 0.95, float("nan"))]
    ['negative', 'weak', None, 'redundant', None]
    """
    if correlation <= WEAK:
        return "negative" if correlation <= NEGATIVE else "weak"
    return "redundant" if siblings and correlation >= REDUNDANT else None


def by_pairs(x: Array, correlate: Callable[[Array, Array], Array]) -> Array:
    """Return (…, columns, columns) of what `correlate` says of a column and of those from it on.

    It gets both as (…, regions, others), NaN in both where either has no value, and returns (…, others).
    """
    found = np.empty((*x.shape[:-2], x.shape[-1], x.shape[-1]))
    for column in range(x.shape[-1]):
        row = correlate(*_shared(x, column))
        found[..., column, column:] = found[..., column:, column] = row
    return found


def _shared(x: Array, column: int) -> tuple[Array, Array]:
    """Return a column beside itself and each later one, NaN where either has no value."""
    one, others = x[..., column : column + 1], x[..., column:]
    known = ~np.isnan(one) & ~np.isnan(others)
    return np.where(known, one, np.nan), np.where(known, others, np.nan)


def _correlate(one: Array, two: Array) -> Array:
    enough = (~np.isnan(two)).sum(axis=-2) >= FEWEST_REGIONS
    defined = enough & _varies(one) & _varies(two)
    first, second = _of_size_one(_centred(one)), _of_size_one(_centred(two))
    scale = np.sqrt((first**2).sum(axis=-2) * (second**2).sum(axis=-2))
    product = (first * second).sum(axis=-2)
    r: Array = np.divide(product, scale, out=np.full_like(product, np.nan), where=defined)
    return np.clip(r, -1.0, 1.0)


def _varies(x: Array) -> NDArray[np.bool_]:
    return live_between(np.fmin.reduce(x, axis=-2), np.fmax.reduce(x, axis=-2))


def _centred(x: Array) -> Array:
    """Return the values less their column's mean, 0 where there is none."""
    known = ~np.isnan(x)
    count = np.maximum(known.sum(axis=-2, keepdims=True), 1)
    mean = np.where(known, x, 0.0).sum(axis=-2, keepdims=True) / count
    return np.where(known, x - mean, 0.0)


def _of_size_one(x: Array) -> Array:
    """Return columns over their largest size, so that no square is too small or too large."""
    size = np.abs(x).max(axis=-2, keepdims=True)
    scaled: Array = np.divide(x, size, out=np.zeros_like(x), where=size > 0)
    return scaled


def _places(x: Array) -> Array:
    return rank(x, ties="average", descending=False, axis=-2)
