"""Comparisons of every region with every other, in blocks that stay in the processor's cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.score.ranks import rank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    # Differences (…, rows, regions) of one column, and its position → what they count, in the same shape.
    Preference = Callable[[NDArray[np.float64], int], NDArray[np.float64]]

CELLS = 2**16
"""Cells of one block: half a megabyte of doubles."""


def row_blocks(x: NDArray[np.float64]) -> Iterator[slice]:
    """Yield slices of the regions of `x`, so that (…, slice, regions) has about CELLS cells."""
    regions = x.shape[-2]
    rows = max(1, CELLS // max(1, regions * int(np.prod(x.shape[:-2]))))
    for start in range(0, regions, rows):
        yield slice(start, min(start + rows, regions))


def summed_over_columns(
    x: NDArray[np.float64], rows: slice, preference: Preference, others: slice = slice(None)
) -> NDArray[np.float64]:
    """Return Σ over columns of preference(x of `rows` − x of `others`), shape (…, rows, others).

    `preference` may write into the differences it receives.
    """
    columns = np.moveaxis(x, -1, 0)
    total = preference(_differences(columns[0], rows, others), 0)
    for position in range(1, len(columns)):
        total += preference(_differences(columns[position], rows, others), position)
    return total


def majority_preference(weights: NDArray[np.float64]) -> Preference:
    """Return the preference ±weight for above and below, 0 for equal, of places that differ by 1 or more."""
    bounds = np.moveaxis(weights, -1, 0)[..., None, None]

    def prefer(differences: NDArray[np.float64], column: int) -> NDArray[np.float64]:
        # Whole places differ by 1 or more, and no weight exceeds 1: clipping is the sign times the weight.
        return np.clip(differences, -bounds[column], bounds[column], out=differences)

    return prefer


def places(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the dense ranks of each column from below, equal values sharing one, columns contiguous."""
    columns = np.ascontiguousarray(np.moveaxis(x, -1, 0))
    return np.moveaxis(rank(columns, ties="dense", descending=False), 0, -1)


def _differences(column: NDArray[np.float64], rows: slice, others: slice) -> NDArray[np.float64]:
    return column[..., rows, None] - column[..., None, others]
