"""Benefit of the doubt with the region itself left out: how far those on the frontier surpass others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.envelopment.frontier import NOTHING, Tables, scaled_tables, weights_of
from zhishu.weigh.envelopment.scores import benefit_scores
from zhishu.weigh.envelopment.ties import have_twins

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_CELLS = 1 << 21
"""Numbers of the programmes that are held at once."""


def left_out_scores(x: Array, *, low: float = 0.0, high: float = 1.0) -> Array:
    """Return the benefit-of-the-doubt scores (…, regions) of regions against all others but themselves.

    `benefit_scores` with Σ_j w_j x_ij ≤ 1 for every region i but the scored one c: below the frontier
    nothing changes, on it scores are 1 or more and say by how much the region could fall in all columns
    before others surpass it. A region with an equal twin scores 1.

    Where a region alone has anything in some columns, and these may make up its whole score, nothing
    bounds it: a MethodError. Otherwise as `benefit_scores`.

    Source: Andersen and Petersen 1993, Management Science 39(10): 1261-1264 (super-efficiency).

    >>> left_out_scores(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])).round(6)
    array([2.      , 2.      , 0.666667])
    """
    scores = benefit_scores(x, low=low, high=high)
    tables = scaled_tables(x)
    flat = scores.reshape(-1, x.shape[-2])
    ahead = (flat >= 1.0 - NOTHING) & ~have_twins(tables.values)
    table, region = np.nonzero(ahead)
    own = tables.values[table, region]
    _refuse_alone(tables, table, own, low=low, high=high)
    flat[flat >= 1.0 - NOTHING] = np.maximum(flat[flat >= 1.0 - NOTHING], 1.0)
    size = max(1, _CELLS // max(1, x.shape[-2] + x.shape[-1]))
    for start in range(0, len(table), size):
        part = slice(start, start + size)
        here = table[part]
        weights = weights_of(tables, here, own[part], low=low, high=high, without=region[part])
        found = (weights * tables.scale[here] * own[part]).sum(axis=-1)
        flat[here, region[part]] = np.maximum(flat[here, region[part]], found)
    return flat.reshape(scores.shape)


def _refuse_alone(tables: Tables, table: NDArray[np.intp], own: Array, *, low: float, high: float) -> None:
    """Raise a MethodError where columns in which only the region has anything may make up its score."""
    counted = tables.counted[table]
    alone = counted & (own > 0) & ((tables.values > 0).sum(axis=-2) == 1)[table]
    free = alone.sum(axis=-1) * high >= 1.0 - NOTHING
    if low > 0:
        free &= (alone == counted).all(axis=-1)
    free &= alone.any(axis=-1)
    if free.any():
        raise MethodError(
            "left out of the frontier, a region has no bound: it alone has anything in a column",
            seen=f"{int(free.sum())} such regions",
            allowed="two regions above 0 in every column",
            advice="use `own: counted`, or a `high` below 1 over the number of such columns",
        )
