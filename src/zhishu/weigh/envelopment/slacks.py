"""Russell's measure: how far each region could rise in every column on its own, by linear programmes.

A region c could rise to a mixture Σ_i λ_i x_i of all, parts λ ≥ 0 with Σ λ ≤ 1, that lies below it in no
column. φ_j is what the mixture has of x_cj. The largest Σ_j p_j φ_j, with parts p that sum to 1, is
1 + the least u - Σ_j w_j x_cj with Σ_j w_j x_ij ≤ u for every i and w_j ≥ p_j / x_cj: a programme of
`zhishu.weigh.envelopment.simplex`.

With the region itself left out it may have to give way: ψ_j ≤ 1 is what is left of x_cj below a mixture of
the others. The largest Σ_j p_j ψ_j is 1 + the least of the same, with 0 ≤ w_j ≤ p_j / x_cj, over the others.

Columns are divided by their largest value. A value of 0 stands for one next to nothing: if a mixture has
more there φ has no limit and the score is 0; if none has, φ is 1.

Source: Färe and Lovell 1978, Journal of Economic Theory 19(1): 150-162 (Russell's measure); Tone 2001,
European Journal of Operational Research 130(3): 498-509 (the slacks-based measure, SBM), whose
output-oriented form it is with one constant input; Tone 2002, European Journal of Operational Research
143(1): 32-41 (the region left out).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.envelopment.corners import Programmes
from zhishu.weigh.envelopment.frontier import NOTHING, best
from zhishu.weigh.envelopment.ties import have_twins, shared_by_equals
from zhishu.weigh.moments import refuse_below, refuse_large, refuse_missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

_NEXT_TO_NOTHING = 1e-12
"""A value that is no more than this share of its column's largest counts as 0."""
_CELLS = 1 << 21
"""Numbers of the programmes that are held at once."""


def russell_scores(x: Array, parts: Array | None = None, *, left_out: bool = False) -> Array:
    """Return 1 / Σ_j p_j φ_j of each region, (…, regions): 1 on the frontier, 0 without a limit to φ.

    `parts` p (…, columns) are 0 or more and are divided by their sum, alike if None; a column of part 0
    takes no part. With `left_out` regions on the frontier get 1 / Σ_j p_j ψ_j, 1 or more. Values must be
    there and not negative, else a MethodError; so are regions without which nothing is left in any column.

    >>> russell_scores(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])).round(6)
    array([1.      , 1.      , 0.666667])
    >>> russell_scores(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]), left_out=True).round(6)
    array([1.333333, 1.333333, 0.666667])
    """
    refuse_large(x)
    refuse_missing(x, "Russell's measure")
    refuse_below(x, "Russell's measure")
    given = np.ones(x.shape[-1]) if parts is None else parts
    shares = np.broadcast_to(given, (*x.shape[:-2], x.shape[-1])).reshape(-1, x.shape[-1])
    shares = shares / shares.sum(axis=-1, keepdims=True)
    flat = x.reshape(-1, *x.shape[-2:])
    tables = _scaled(flat, shares)
    found = np.empty(tables.shape[:-1])
    regions, columns = x.shape[-2:]
    for part in _runs(len(tables), regions * (regions + columns)):
        found[part] = _scores(tables[part], shares[part])
    if left_out and regions > 1:
        _surpass(tables, shares, found)
    return shared_by_equals(flat, found).reshape(x.shape[:-1])


def _scaled(tables: Array, parts: Array) -> Array:
    """Return the columns over their largest values; 0 in those of part 0 and next to nothing."""
    highest = tables.max(axis=-2, keepdims=True)
    scaled = tables / np.where(highest > 0, highest, 1.0)
    return np.where((parts[:, None] > 0) & (scaled > _NEXT_TO_NOTHING), scaled, 0.0)


def _runs(count: int, cells: int) -> Iterator[slice]:
    size = max(1, _CELLS // max(1, cells))
    for start in range(0, count, size):
        yield slice(start, start + size)


def _scores(tables: Array, parts: Array) -> Array:
    """Return the scores of the regions of tables against all, (tables, regions)."""
    count, regions, columns = tables.shape
    table, own = np.repeat(np.arange(count), regions), tables.reshape(-1, columns)
    scores = np.zeros(len(own))
    limited = _limited(tables, table, own, parts[table])
    table, own = table[limited], own[limited]
    dear, largest = _prices(own, parts[table])
    high = np.full(own.shape, np.inf)
    rise = _least_gap(Programmes(tables, table, own, dear, high, None)) * largest
    scores[limited] = 1.0 / (1.0 + np.where(rise > NOTHING, rise, 0.0))
    return scores.reshape(count, regions)


def _limited(tables: Array, table: Places, own: Array, parts: Array) -> NDArray[np.bool_]:
    """Return for which regions no mixture without a loss has more of what they have nothing of."""
    lacking = (own == 0) & (parts > 0)
    limited = np.ones(len(own), dtype=bool)
    asked = np.flatnonzero(lacking.any(axis=-1))
    if len(asked):
        low, high = lacking[asked].astype(float), np.full((len(asked), own.shape[-1]), np.inf)
        rise = _least_gap(Programmes(tables, table[asked], own[asked], low, high, None))
        limited[asked] = rise <= NOTHING
    return limited


def _prices(own: Array, parts: Array) -> tuple[Array, Array]:
    """Return p / x over its largest of each region, 0 where x is, and that largest."""
    price = np.divide(parts, own, out=np.zeros_like(own), where=own > 0)
    largest = price.max(axis=-1)
    found: Array = price / np.where(largest > 0, largest, 1.0)[:, None]
    return found, largest


def _least_gap(programmes: Programmes) -> Array:
    """Return the least u - Σ_j price_j w_j of programmes, (programmes,)."""
    weights = best(programmes)
    found: Array = programmes.highest(weights) - (weights * programmes.price).sum(axis=-1)
    return found


def _surpass(tables: Array, parts: Array, scores: Array) -> None:
    """Raise the scores of regions on the frontier to those against all others but themselves."""
    table, region = np.nonzero((scores >= 1.0) & ~have_twins(tables))
    own = tables[table, region]
    for part in _runs(len(table), tables.shape[1] + tables.shape[2]):
        here, those = table[part], region[part]
        dear, largest = _prices(own[part], parts[here])
        gap = _least_gap(Programmes(tables, here, own[part], 0.0 * dear, dear, None, without=those))
        left = 1.0 + gap * largest
        if (left <= NOTHING).any():
            raise MethodError(
                "left out of the frontier, a region has no bound: it alone has anything in any column",
                seen=f"{int((left <= NOTHING).sum())} such regions",
                allowed="another region above 0 in some column in which it is",
                advice="use `own: counted`",
            )
        scores[here, those] = np.where(left < 1.0 - NOTHING, 1.0 / left, 1.0)
