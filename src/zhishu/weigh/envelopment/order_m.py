"""Benefit of the doubt of order m: each region against the best of m others that are drawn, in expectation.

The expectation is exact, so nothing is drawn: of λ_(1) ≤ λ_(2) ≤ …, how far each other surpasses the
region in every column at once, the largest of m draws is at most λ_(i) with probability F_i^m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.moments import refuse_below, refuse_large, refuse_missing
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

_CELLS = 1 << 21
"""Numbers that are held at once: regions judged times regions drawn."""


def robust_scores(
    x: Array,
    *,
    sample: int = 10,
    direction: Sequence[float] | None = None,
    peers: Array | None = None,
) -> Array:
    """Return the robust benefit-of-the-doubt scores of order m (…, regions).

    λ_ci = min_j x_ij / (d_j x_cj) is how far region i surpasses c in every column at once. The score is
    1 / E[max λ_ci over `sample` regions drawn with replacement]: c against the best of so many
    others, not against all, so one outlier moves little and a region that few surpass scores above
    1. The expectation is Σ_i λ_(i) (F_i^m - F_(i-1)^m) over the sorted λ, F the cumulated probability.

    `peers` (…, regions judged, regions drawn) are the probabilities, with rows that sum to 1 and leading
    axes that broadcast to those of x; all regions are drawn alike if None. `direction` d has one
    number of 0 or more per column, not all 0: the larger, the more a column weighs against c; at 0 it sets
    no limit; all 1 if None. Constant columns set no limit where others vary. Nor does a column where c
    is 0; a region with only zeros scores 0. A region whose peers all stand at 0 in one of the columns where
    it does not is a MethodError, for its score would be infinite.

    Source: Daraio and Simar 2005, Journal of Productivity Analysis 24(1); Vidoli and Mazziotta 2013,
    Statistica Applicata 23 (as a composite index); Vidoli, Fusco and Mazziotta 2015, Social Indicators
    Research 122 (along a direction); Fusco, Vidoli and Sahoo 2018, Omega 77 (among neighbours).

    >>> robust_scores(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]), sample=2).round(6)
    array([1.285714, 1.285714, 1.      ])
    """
    refuse_large(x)
    refuse_missing(x, "benefit of the doubt")
    refuse_below(x, "benefit of the doubt")
    along = checked_direction(direction, x.shape[-1])
    regions, columns = x.shape[-2:]
    flat = x.reshape(-1, regions, columns)
    live = live_columns(flat) & (along > 0)
    counted = np.where(live.any(axis=-1, keepdims=True), live, along > 0)
    values = np.moveaxis(np.where(counted[:, None], flat, 0.0), -1, 0).copy()
    chances, own_table = _chances(peers, x.shape[:-2], regions)
    scores = np.empty(len(flat) * regions)
    for start in range(0, scores.size, max(1, _CELLS // regions)):
        rows = np.arange(start, min(start + max(1, _CELLS // regions), scores.size))
        table, judged = np.divmod(rows, regions)
        surpass = _surpassed(values, table, judged, along)
        chance = None if chances is None else chances[own_table[table], judged]
        scores[rows] = _expected(surpass, sample, chance, judged)
    return scores.reshape(x.shape[:-1])


def checked_direction(direction: Sequence[float] | None, columns: int) -> Array:
    """Return the direction's numbers, one for each column; 1 for all if None."""
    along = np.ones(columns) if direction is None else np.asarray(direction, dtype=float)
    if along.shape != (columns,) or not (along >= 0).all() or not (along > 0).any():
        raise MethodError(
            "the direction does not fit the columns",
            seen=direction,
            allowed=f"{columns} numbers of 0 or more, not all 0",
        )
    return along


def _chances(peers: Array | None, lead: tuple[int, ...], regions: int) -> tuple[Array | None, Places]:
    """Return the tables of probabilities, and which of them belongs to each table of x."""
    count = int(np.prod(lead))
    if peers is None:
        return None, np.zeros(count, dtype=np.intp)
    tables = peers.reshape(-1, *peers.shape[-2:])
    places = np.arange(len(tables)).reshape(peers.shape[:-2])
    try:
        own = np.broadcast_to(places if len(tables) > 1 else np.intp(0), lead).reshape(-1)
    except ValueError:
        own = None
    if own is None or peers.shape[-2:] != (regions, regions):
        raise MethodError(
            "the peers do not fit the values",
            seen=f"peers of the shape {peers.shape}",
            allowed=f"{(*lead, regions, regions)}",
        )
    return tables, np.asarray(own, dtype=np.intp)


def _surpassed(values: Array, table: Places, judged: Places, along: Array) -> Array:
    """Return λ of every region for each row, (rows, regions), infinite where the row has no limit.

    `values` are (columns, tables, regions), 0 in columns that do not count.
    """
    surpass = np.full((len(table), values.shape[-1]), np.inf)
    for column in np.flatnonzero(along > 0):
        own = values[column, table, judged][:, None]
        limits = np.broadcast_to(own > 0, surpass.shape)
        other = values[column][table]
        ratio = np.divide(other, own * along[column], out=np.full_like(surpass, np.inf), where=limits)
        np.minimum(surpass, ratio, out=surpass)
    return surpass


def _expected(surpass: Array, sample: int, chance: Array | None, judged: Places) -> Array:
    """Return 1 over the expected largest of `sample` draws from each row, 0 where a row has no limit."""
    regions = surpass.shape[-1]
    empty: NDArray[np.bool_] = np.asarray(np.isinf(surpass).any(axis=-1))
    if chance is None:
        surpass.sort(axis=-1)
        reached: Array = np.arange(regions + 1) / regions
    else:
        order = np.argsort(surpass, axis=-1, kind="stable")
        surpass = np.take_along_axis(surpass, order, axis=-1)
        reached = np.take_along_axis(chance, order, axis=-1).cumsum(axis=-1)
        reached = np.concatenate([np.zeros((len(reached), 1)), reached / reached[:, -1:]], axis=-1)
    # Row by row and not as a matrix product, so that equal regions score exactly the same.
    expected = (np.where(empty[:, None], 1.0, surpass) * np.diff(reached**sample, axis=-1)).sum(axis=-1)
    if not expected.all():
        raise MethodError(
            "a region has peers none of which reaches any share of it, so its score would be infinite",
            where=f"region {int(judged[expected == 0][0]) + 1} of {regions}",
            seen="a 0 of every peer in a column where the region is above 0",
            allowed="peers with values above 0, or the region among its own peers",
            advice="normalise to numbers above 0, for instance min–max to [1, 100]",
        )
    scores: Array = np.where(empty, 0.0, 1.0 / expected)
    return scores
