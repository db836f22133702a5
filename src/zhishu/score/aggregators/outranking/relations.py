"""What speaks for and against one region being as good as another, and the kernel of such a relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from zhishu.score.aggregators.outranking.pairs import row_blocks, summed_over_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING = 1e-12
"""Levels of concordance and discordance are reached up to this."""


def concordance(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight of the columns in which the row is no worse than the column, (…, regions, regions).

    `x` is (…, regions, columns), `weights` (…, columns); the diagonal is the sum of the weights.

    >>> concordance(np.array([[3.0, 1.0], [2.0, 1.0]]), np.array([0.6, 0.4]))
    array([[1. , 1. ],
           [0.4, 1. ]])
    """
    bounds = np.moveaxis(weights, -1, 0)[..., None, None]

    def agree(lead: NDArray[np.float64], column: int) -> NDArray[np.float64]:
        return np.asarray((lead >= 0) * bounds[column])

    return np.concatenate([summed_over_columns(x, rows, agree) for rows in row_blocks(x)], axis=-2)


def discordance(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    unit: str = "widest",
    allowed: NDArray[np.float64] | float = 0.0,
) -> NDArray[np.float64]:
    """Return the greatest lag of the row behind the column beyond what is allowed, (…, regions, regions).

    A column that weighs nothing has no say. The `unit` of lags: the `widest` range of a column of the
    group, each column's `own` range, `value` (none), or `pair`: the weighted difference over the
    greatest weighted difference of the two regions. `allowed` is one number for all columns or one for
    each; with 0 what comes back is the discordance itself, at least 0. Where a range is 0, no lag.

    >>> discordance(np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([0.6, 0.4]))
    array([[0. , 0.5],
           [1. , 0. ]])
    """
    values = x * weights[..., None, :] if unit == "pair" else x
    weighs = np.moveaxis(weights > 0, -1, 0)[..., None, None]
    spans = np.where(weights > 0, x.max(axis=-2) - x.min(axis=-2), 0.0)
    if unit == "widest":
        spans = np.broadcast_to(spans.max(axis=-1, keepdims=True), spans.shape)
    units = (
        np.ones_like(weighs, dtype=float) if unit == "value" else np.moveaxis(spans, -1, 0)[..., None, None]
    )
    limits = np.broadcast_to(np.asarray(allowed, dtype=float), x.shape[-1:])
    blocks = []
    for rows in row_blocks(values):
        scale = _greatest_difference(values, rows) if unit == "pair" else None
        worst = np.zeros(0)
        for column in range(x.shape[-1]):
            lag = values[..., None, :, column] - values[..., rows, None, column]
            lag = np.maximum(np.where(weighs[column], lag, 0.0), 0.0)
            part = units[column] if scale is None else scale
            beyond = np.divide(lag, part, out=np.zeros_like(lag), where=part > 0) - limits[column]
            worst = beyond if column == 0 else np.maximum(worst, beyond)
        blocks.append(worst)
    return np.concatenate(blocks, axis=-2)


def kernel(outranks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which regions are in the kernel of an outranking relation, shape (…, regions).

    `outranks` is (…, regions, regions), row over column. No member of a kernel outranks another, and
    every region outside is outranked by a member. A relation without circles has exactly one. The
    members of a circle are taken as one (Roy): they are all in or all out, so that there is always one
    and only one. All draws are one graph, whose circles are found at once.

    >>> kernel(np.array([[False, True, False], [False, False, True], [False, False, False]]))
    array([ True, False,  True])
    >>> kernel(np.array([[False, True, True], [True, False, False], [False, False, False]]))
    array([ True,  True, False])
    """
    regions = outranks.shape[-1]
    draw, row, column = np.nonzero(outranks.reshape(-1, regions, regions))
    size = outranks.size // max(1, regions)
    graph = csr_matrix(
        (np.ones(draw.size, dtype=np.int8), (draw * regions + row, draw * regions + column)), (size, size)
    )
    count, circle = connected_components(graph, directed=True, connection="strong")
    above, below = circle[draw * regions + row], circle[draw * regions + column]
    left = above != below
    above, below = above[left], below[left]
    inside = np.ones(count, dtype=bool)
    while above.size:
        free = np.bincount(below, minlength=count) == 0
        inside[below[free[above]]] = False
        # What is out outranks nobody to any purpose, and what is decided needs no further edge.
        left = inside[above] & inside[below] & ~free[above]
        above, below = above[left], below[left]
    return np.asarray(inside[circle].reshape(outranks.shape[:-1]))


def _greatest_difference(x: NDArray[np.float64], rows: slice) -> NDArray[np.float64]:
    """Return the greatest difference of any column between each row and every region."""
    found = np.abs(x[..., None, :, 0] - x[..., rows, None, 0])
    for column in range(1, x.shape[-1]):
        found = np.maximum(found, np.abs(x[..., None, :, column] - x[..., rows, None, column]))
    return np.asarray(found)
