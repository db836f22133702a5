"""Equal scores for equal regions: programmes of the same values may round differently by where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

_FRACTION = 0.6180339887498949


def summed(x: Array, weights: Array) -> Array:
    """Return Σ w·x over the last axis, column by column, so that equal rows have exactly equal sums."""
    total: Array = x[..., 0] * weights[..., 0]
    for column in range(1, x.shape[-1]):
        total = total + x[..., column] * weights[..., column]
    return total


def shared_by_equals(x: Array, scores: Array) -> Array:
    """Return scores (…, regions) in which regions with equal values (…, regions, columns) have the same.

    It is that of the first of them.

    >>> shared_by_equals(np.array([[1.0], [2.0], [1.0]]), np.array([0.5, 1.0, 0.4]))
    array([0.5, 1. , 0.5])
    """
    order, place = _firsts(x)
    found = np.empty_like(scores)
    chosen = np.take_along_axis(np.take_along_axis(scores, order, axis=-1), place, axis=-1)
    np.put_along_axis(found, order, chosen, axis=-1)
    return found


def have_twins(x: Array) -> NDArray[np.bool_]:
    """Return which regions have an equal among the others, (…, regions).

    >>> have_twins(np.array([[1.0], [2.0], [1.0]]))
    array([ True, False,  True])
    """
    order, place = _firsts(x)
    own = place == np.arange(x.shape[-2])
    # A region is alone if it is the first of its kind and so is the next in the order.
    alone = own.copy()
    alone[..., :-1] &= own[..., 1:]
    found: NDArray[np.bool_] = np.empty(alone.shape, dtype=bool)
    np.put_along_axis(found, order, ~alone, axis=-1)
    return found


def _firsts(x: Array) -> tuple[Places, Places]:
    """Return regions in an order in which equal ones are neighbours, and where in it their first stands."""
    # Equal rows have equal keys; others hardly ever share one, and stay apart if they do.
    key = np.zeros(x.shape[:-1])
    for column in range(x.shape[-1]):
        key = key + x[..., column] * ((1 + column) * _FRACTION % 1.0)
    order = np.argsort(key, axis=-1, kind="stable")
    rows = np.take_along_axis(x, order[..., None], axis=-2)
    first = np.ones(x.shape[:-1], dtype=bool)
    first[..., 1:] = (rows[..., 1:, :] != rows[..., :-1, :]).any(axis=-1)
    return order, np.maximum.accumulate(np.where(first, np.arange(x.shape[-2]), 0), axis=-1)
