"""Rows brought into an order of their own, so that no answer depends on how a table is shuffled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.linear_algebra import on_one_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Groups = NDArray[np.int64]

DIGITS = 12
"""Values are compared to so many digits of the largest: what differs by rounding alone is equal."""
MOST = 8
"""The largest number of clusters that is tried where none is asked for."""


class Rows(NamedTuple):
    """Regions in the order of their values: `values` in [-1, 1] times `size`, `order` the place of each.

    `kinds` (regions,) numbers the different rows, in the order of `values`; equal regions share one.
    """

    values: Array
    order: NDArray[np.intp]
    kinds: Groups
    size: float

    @property
    def different(self) -> int:
        """How many regions differ from all before them."""
        return int(self.kinds[-1]) + 1

    def back(self, ordered: Groups) -> Groups:
        """Return what stands in the order of `values` in the order of the table."""
        placed = np.empty_like(ordered)
        placed[self.order] = ordered
        return placed


def rows_of(x: Array) -> Rows:
    """Return the rows of a table (regions, columns), highest first, rounded to twelve digits.

    >>> rows_of(np.array([[1.0, 2.0], [4.0, 0.0], [1.0, 2.0]])).order
    array([1, 0, 2])
    """
    size = float(np.abs(x).max(initial=0.0)) or 1.0
    # The sum of two zeros of both signs is a plain zero.
    values = np.round(x / size, DIGITS) + 0.0
    order = np.lexsort(-values.T[::-1])
    ordered = values[order]
    new = np.ones(len(x), dtype=bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=-1)
    return Rows(ordered, order, np.cumsum(new) - 1, size)


def grouped(
    x: Array,
    scores: Array | None,
    method: str,
    count: int | None,
    group: Callable[[Rows, int | None], Groups],
) -> Groups:
    """Return cluster numbers, 1 for the highest mean score, of each table of a batch; see `numbered`.

    `x` is (…, regions, columns), `scores` (…, regions), the mean of the columns where there are none.
    `group` gets the rows in their own order and the number of clusters; it returns any numbers.
    Raises a MethodError for a missing value and for more clusters than there are different regions.
    """
    require_no_gaps(x, method)
    scores = x.mean(axis=-1) if scores is None else scores
    tables, flat = x.reshape(-1, *x.shape[-2:]), scores.reshape(-1, x.shape[-2])
    found = np.empty(flat.shape, dtype=np.int64)
    with on_one_thread():
        for place, (table, score) in enumerate(zip(tables, flat, strict=True)):
            rows = rows_of(table)
            _check_count(rows, count)
            found[place] = rows.back(numbered(group(rows, count), score[rows.order]))
    return found.reshape(x.shape[:-1])


def require_no_gaps(x: Array, method: str) -> None:
    """Raise a MethodError if a value is missing."""
    missing = int(np.isnan(x).sum())
    if missing:
        raise MethodError(
            f"'{method}' compares regions in every column, and a value is missing",
            seen=f"{missing} missing of {x.size} values",
            allowed="a number for every region",
            advice="impute them (`step: impute`), or cluster `of: dimensions`",
        )


def _check_count(rows: Rows, count: int | None) -> None:
    if count is not None and count > rows.different:
        raise MethodError(
            "there are more clusters than different regions",
            seen=f"{count} clusters for {rows.different} different regions",
            allowed=f"1 to {rows.different}",
            advice="ask for fewer (`count`), or leave the number open",
        )


def numbered(groups: Groups, scores: Array) -> Groups:
    """Return the groups numbered from 1, by falling mean score; of equal ones that of the first row first.

    >>> numbered(np.array([7, 3, 3]), np.array([1.0, 5.0, 9.0]))
    array([2, 1, 1])
    """
    known, first = np.unique(groups, return_index=True)
    largest = float(np.abs(scores).max()) or 1.0
    means = [np.sort(scores[groups == one] / largest).mean() for one in known]
    falling = np.lexsort((first, -np.round(means, DIGITS)))
    numbers = np.empty(len(known), dtype=np.int64)
    numbers[falling] = np.arange(1, len(known) + 1)
    answer: Groups = numbers[np.searchsorted(known, groups)]
    return answer
