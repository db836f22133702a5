"""Kendall's rank correlation: how many pairs of regions two columns put in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.score.coherence import FEWEST_REGIONS, by_pairs
from zhishu.score.ranks import rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Whole = NDArray[np.intp]


def kendall(x: Array) -> Array:
    """Return Kendall's tau-b of the columns, (…, columns, columns), over the regions that have both.

    Of the pairs of regions, those that both columns put in the same order less those they put in
    opposite orders, over the root of the number of pairs that the one and that the other tells apart.
    `x` is (…, regions, columns). NaN where fewer than three regions have both values, and where one of
    the two is constant among them.

    Kendall (1945), Biometrika 33(3): 239-251; counted by sorting, as Knight (1966), JASA 61: 436-439.

    >>> kendall(np.array([[12.0, 1], [2, 4], [1, 7], [12, 1], [2, 0]])).round(6)
    array([[ 1.      , -0.471405],
           [-0.471405,  1.      ]])
    """
    return by_pairs(x, _tau)


def _tau(one: Array, others: Array) -> Array:
    one, others = (np.moveaxis(column, -2, -1) for column in np.broadcast_arrays(one, others))
    count = (~np.isnan(others)).sum(axis=-1)
    first, second = _places(one), _places(others)
    order = np.lexsort((second, first), axis=-1)
    first, second = (np.take_along_axis(places, order, axis=-1) for places in (first, second))
    tied, tied_second = _ties(first, count), _ties(np.sort(second, axis=-1), count)
    twice = _ties(first * (second.shape[-1] * 4) + second, count)
    pairs = count * (count - 1) // 2
    net = pairs - tied - tied_second + twice - 2 * _swaps(second)
    scale = np.sqrt((pairs - tied).astype(np.float64) * (pairs - tied_second))
    defined = (count >= FEWEST_REGIONS) & (scale > 0)
    tau: Array = np.divide(net, scale, out=np.full(net.shape, np.nan), where=defined)
    return np.clip(tau, -1.0, 1.0)


def _places(x: Array) -> Whole:
    """Return twice the rank, equal for equal values; what is missing comes last."""
    places = 2.0 * rank(x, ties="average", descending=False, axis=-1)
    return np.where(np.isnan(x), 2 * x.shape[-1] + 1, places).astype(np.intp)


def _ties(ordered: Whole, count: Whole) -> Whole:
    """Return how many pairs among the first `count` of an ordered row are equal."""
    place = np.arange(ordered.shape[-1])
    begins = np.ones(ordered.shape, dtype=bool)
    begins[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    before = place - np.maximum.accumulate(np.where(begins, place, 0), axis=-1)
    tied: Whole = np.where(place < count[..., None], before, 0).sum(axis=-1)
    return tied


def _swaps(row: Whole) -> Whole:
    """Return how many pairs of a row stand in descending order, bit by bit from the highest.

    Among values that share their higher bits, every 1 that stands before a 0 is such a pair.
    """
    total = np.zeros(row.shape[:-1], dtype=np.intp)
    for bit in reversed(range(int(row.max(initial=0)).bit_length())):
        one = (row >> bit) & 1
        ones = one.cumsum(axis=-1) - one
        begins = np.ones(row.shape, dtype=bool)
        begins[..., 1:] = (row[..., 1:] >> (bit + 1)) != (row[..., :-1] >> (bit + 1))
        elsewhere = np.maximum.accumulate(np.where(begins, ones, 0), axis=-1)
        total += ((1 - one) * (ones - elsewhere)).sum(axis=-1)
        row = np.take_along_axis(row, (row >> bit).argsort(axis=-1, kind="stable"), axis=-1)
    return total
