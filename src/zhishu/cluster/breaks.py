"""Natural breaks: a line of values cut into classes that vary least within, for tiers and for maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Classes = NDArray[np.int64]

NO_CLASS = -1
"""The class of a value that is NaN."""
EQUALLY_GOOD = 1e-12
"""Sums of squares that differ by less, relative to themselves, differ by rounding."""


def natural_breaks(values: Array, count: int) -> Classes:
    """Return the class of each value, (…, values), 0 the lowest: what varies least within classes.

    Exact, by Fisher's dynamic programme: of all ways to cut the sorted values into `count` classes none
    has a smaller sum of squared deviations from the means of classes. Of equally good ways the one whose
    upper classes are wider. Sums grow value by value from means (Welford), never as the difference of two
    large sums, so that values that lie close together far from 0 are told apart. Equal values share a
    class; NaN has class -1. Each row needs `count` different values, which the caller makes sure of; a row
    with fewer leaves the upper classes empty.

    Source: Fisher (1958), On grouping for maximum homogeneity, Journal of the American Statistical
    Association 53: 789-798; Jenks (1967).

    >>> natural_breaks(np.array([1.0, 11.0, 2.0, 10.0, np.nan, 90.0]), 3)
    array([ 0,  1,  0,  1, -1,  2])
    """
    rows = values.reshape(-1, values.shape[-1])
    order = np.argsort(rows, axis=-1, kind="stable")  # NaN comes last
    rising = np.take_along_axis(rows, order, axis=-1)
    starts = _starts(_scaled(rising), min(count, rows.shape[-1]))
    classes = np.full(rows.shape, NO_CLASS, dtype=np.int64)
    places = _classes_of_places(starts, rising)
    np.put_along_axis(classes, order, places, axis=-1)
    return classes.reshape(values.shape)


def _scaled(rising: Array) -> Array:
    """Return the values over a power of two, 1 at most, 0 for NaN: no square is too large or too small."""
    known = np.nan_to_num(rising, nan=0.0)
    _, exponents = np.frexp(np.abs(known).max(axis=-1, keepdims=True))
    scaled: Array = np.ldexp(known, -exponents)
    return scaled


def _starts(rising: Array, count: int) -> NDArray[np.int32]:
    """Return where the last of 1, 2 … classes of the values up to a place begins, (count, places, rows).

    One pass over the places: `within` is the sum of squares of the class from each earlier place to this
    one, and `least` the least sum of each earlier place for every number of classes.
    """
    rows, places = rising.shape
    values = rising.T
    within, means = np.zeros((places, rows)), np.zeros((places, rows))
    may_begin = np.ones((places, rows), dtype=bool)
    may_begin[1:] = values[1:] != values[:-1]
    least = np.full((count, places + 1, rows), np.inf)
    least[0, 0] = 0.0  # no class holds no value; a first class begins at place 0
    starts = np.zeros((count, places, rows), dtype=np.int32)
    for place, value in enumerate(values):
        part = slice(0, place + 1)
        sizes = np.arange(place + 1.0, 0.0, -1.0)[:, None]
        deviations = value - means[part]
        means[part] += deviations / sizes
        within[part] += deviations * (value - means[part])
        sums = least[:, part] + np.where(may_begin[part], within[part], np.inf)
        lowest = sums.min(axis=1)
        starts[:, place] = np.argmax(sums <= lowest[:, None] * (1.0 + EQUALLY_GOOD), axis=1)
        least[1:, place + 1] = lowest[:-1]
    return starts


def _classes_of_places(starts: NDArray[np.int32], rising: Array) -> Classes:
    """Return the class of each sorted place, (rows, places), walking back from the last value of each row."""
    count, places, rows = starts.shape
    classes = np.full((rows, places), NO_CLASS, dtype=np.int64)
    ends, row, at = (~np.isnan(rising)).sum(axis=-1), np.arange(rows), np.arange(places)
    different = (ends > 0) + (rising[:, 1:] > rising[:, :-1]).sum(axis=-1)
    for number in range(count - 1, -1, -1):
        begins = np.where(number < different, starts[number, ends - 1, row], ends)
        classes[(at >= begins[:, None]) & (at < ends[:, None])] = number
        ends = begins
    return classes
