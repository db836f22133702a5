"""Whether columns suit factor analysis: KMO, Bartlett's sphericity and variance inflation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.score.coherence import columns_left, pearson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEAST_KMO = 0.5
"""Below this factors rest on little: unacceptable in Kaiser's words (1974, Psychometrika 39: 31-36)."""
_SINGULAR = 1e-10
_NOTHING = 1e-20


@dataclass(frozen=True, slots=True, eq=False)
class Suitability:
    """What the columns of a table lend themselves to, NaN where it cannot be told.

    `kmo`, `sphericity` and `p` are (…,), `kmo_of` and `inflation` (…, columns), `degrees` is one number.
    """

    kmo: Array
    kmo_of: Array
    inflation: Array
    sphericity: Array
    degrees: int
    p: Array


def suitability(x: Array) -> Suitability:
    """Return KMO, of all columns and of each, variance inflation, Bartlett's chi-square and its p.

    `x` is (…, regions, columns), two columns or more; only regions that have every value count. With the
    correlations R and partial correlations q of two columns given all others, sums over i ≠ j:

    - KMO = Σ r_ij² / (Σ r_ij² + Σ q_ij²), of column j over its own pairs (Kaiser and Rice 1974,
      Educational and Psychological Measurement 34: 111-117); of two columns always 0.5;
    - the variance inflation factor 1 / (1 - R_j²) = r^jj, the diagonal of the inverse of R;
    - Bartlett's χ² = -(n - 1 - (2 m + 5) / 6) log |R|, m (m - 1) / 2 degrees of freedom, and the chance
      p of as much if a sample of regions were drawn where nothing correlates: of regions that are all
      there are it says nothing.

    NaN where R has no inverse: a constant column, columns that others add up to, no more regions than
    columns. KMO is NaN too where nothing correlates.

    >>> x = np.array([[1.0, 2, 1], [2, 1, 3], [3, 4, 2], [4, 3, 5], [5, 5, 4], [6, 7, 7]])
    >>> found = suitability(x)
    >>> [round(float(one), 3) for one in (found.kmo, found.sphericity, found.p)], found.degrees
    ([0.571, 10.715, 0.013], 3)
    >>> found.inflation.round(2)
    array([15.04,  6.09,  6.09])
    """
    columns = x.shape[-1]
    degrees = columns * (columns - 1) // 2
    complete = np.asarray(~np.isnan(x).any(axis=-1))
    regions = complete.sum(axis=-1)
    r = pearson(np.where(complete[..., None], x, np.nan))
    values, inverse = _inverted(r, regions)
    own = np.diagonal(inverse, axis1=-2, axis2=-1)
    apart = 1.0 - np.eye(columns)
    partial = inverse**2 / (own[..., :, None] * own[..., None, :]) * apart
    squares = np.where(np.isnan(r), 0.0, r**2) * apart
    sphericity = -(regions - 1.0 - (2.0 * columns + 5.0) / 6.0) * np.log(values).sum(axis=-1)
    sphericity = np.maximum(sphericity, 0.0)
    return Suitability(
        kmo=_adequacy(squares.sum(axis=(-2, -1)), partial.sum(axis=(-2, -1))),
        kmo_of=_adequacy(squares.sum(axis=-1), partial.sum(axis=-1)),
        inflation=own,
        sphericity=sphericity,
        degrees=degrees,
        p=chance(sphericity, degrees),
    )


def of_those_left(x: Array) -> Suitability:
    """Return the suitability of the columns that have any value, NaN for those that a screen dropped.

    >>> x = np.array([[1.0, np.nan, 2], [2, np.nan, 1], [3, np.nan, 4], [4, np.nan, 3]])
    >>> of_those_left(x).inflation.round(3)
    array([1.562,   nan, 1.562])
    """
    left = columns_left(x)
    count = int(left.sum())
    found = suitability(x[..., left]) if count > 1 else suitability(np.full((*x.shape[:-1], 2), np.nan))
    of, inflation = (np.full((*x.shape[:-2], x.shape[-1]), np.nan) for _ in range(2))
    if count > 1:
        of[..., left], inflation[..., left] = found.kmo_of, found.inflation
    return replace(found, kmo_of=of, inflation=inflation)


def _inverted(r: Array, regions: NDArray[np.intp]) -> tuple[Array, Array]:
    """Return the eigenvalues (…, columns) and the inverse of correlations, NaN where there is no inverse."""
    columns = r.shape[-1]
    known = np.asarray(~np.isnan(r).any(axis=(-2, -1)) & (regions > columns))
    sound = np.where(known[..., None, None], r, np.eye(columns))
    values = np.linalg.eigvalsh(sound)
    known = known & (values[..., 0] > _SINGULAR)
    sound = np.where(known[..., None, None], sound, np.eye(columns))
    inverse = np.where(known[..., None, None], np.linalg.inv(sound), np.nan)
    return np.where(known[..., None], values, np.nan), inverse


def _adequacy(squares: Array, partial: Array) -> Array:
    """Return the share of correlations in what they and partial correlations have in squares."""
    whole = squares + partial
    with_any = np.where(np.isnan(whole), 0.0, whole) > _NOTHING
    found: Array = np.divide(squares, whole, out=np.full_like(whole, np.nan), where=with_any)
    return found


def chance(square: Array, degrees: int) -> Array:
    """Return the chance that a chi-square of so many degrees of freedom is as large; NaN of NaN.

    >>> [round(float(chance(np.array(square), degrees)), 3) for square, degrees in ((3.841, 1), (5.991, 2))]
    [0.05, 0.05]
    """
    from scipy.special import chdtrc  # noqa: PLC0415 - scipy only where it is needed

    return np.asarray(chdtrc(degrees, square))
