"""Equal scores for equal regions: programmes of the same values may round differently by where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_FRACTION = 0.6180339887498949


def shared_by_equals(x: Array, scores: Array) -> Array:
    """Return scores (…, regions) in which regions with equal values (…, regions, columns) have the same.

    It is that of the first of them.

    >>> shared_by_equals(np.array([[1.0], [2.0], [1.0]]), np.array([0.5, 1.0, 0.4]))
    array([0.5, 1. , 0.5])
    """
    # Equal rows have equal keys, so they are neighbours in the order of keys; others hardly share one.
    key = np.zeros(scores.shape)
    for column in range(x.shape[-1]):
        key = key + x[..., column] * ((1 + column) * _FRACTION % 1.0)
    order = np.argsort(key, axis=-1, kind="stable")
    rows = np.take_along_axis(x, order[..., None], axis=-2)
    first = np.ones(scores.shape, dtype=bool)
    first[..., 1:] = (rows[..., 1:, :] != rows[..., :-1, :]).any(axis=-1)
    place = np.maximum.accumulate(np.where(first, np.arange(x.shape[-2]), 0), axis=-1)
    found = np.empty_like(scores)
    chosen = np.take_along_axis(np.take_along_axis(scores, order, axis=-1), place, axis=-1)
    np.put_along_axis(found, order, chosen, axis=-1)
    return found
