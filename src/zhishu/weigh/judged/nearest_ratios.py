"""Priorities whose ratios come nearest to pairwise comparisons: least squares and its relatives.

Each makes a sum over all pairs smallest that is 0 where comparisons are consistent. They differ in what
they count as far: least squares looks at the large comparisons, weighted least squares at the columns
that weigh most, least deviation and chi-square at ratios.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.judged.pair_descent import lowest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Cells = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]

_AS_GOOD = 1e-9
"""Two minima are equally good if their sums differ by less than this share."""
_APART = 1e-4
"""Two vectors of priorities are different if a priority differs by more than this."""
_MANY = 15
"""Columns beyond which not every two starts have a middle: their number would grow with the square."""
_SQUARABLE = 1e60
"""Squares of ratios of what is compared so stay numbers on the way, too."""


def least_squares_priorities(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the priorities that make Σ (a_ij - w_i / w_j)² smallest, summing to 1: (…, n, n) → (…, n).

    Where no comparison is beyond 3.33 there is one minimum, and so there is for every matrix of three
    columns on the scale of 1 to 9 with a consistency ratio up to 0.1; else there may be several. Each
    matrix is descended from fixed starts, the geometric means of the rows, every column (the priorities
    that one column alone would give) and the geometric middle of each two of these (beyond 15 columns, of
    the means with each column), and the lowest end is taken. Several ends that are equally low and not
    alike, as where comparisons go round in a circle, are a MethodError: nothing in the comparisons
    prefers one of them.

    Source: Saaty and Vargas 1984, Mathematical Modelling 5(5): 309-324; Jensen 1984, Journal of
    Mathematical Psychology 28(3): 317-332.

    >>> least_squares_priorities(np.array([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]])).round(4)
    array([0.5596, 0.3489, 0.0915])
    """
    _refuse_unsquarable(matrices)
    logs = np.log(matrices)
    seeds = np.concatenate([logs.mean(axis=-1)[..., None, :], np.swapaxes(logs, -1, -2)], axis=-2)
    seeds = seeds - seeds.mean(axis=-1, keepdims=True)
    first, second = np.triu_indices(seeds.shape[-2])
    if matrices.shape[-1] > _MANY:
        kept = (first == 0) | (first == second)
        first, second = first[kept], second[kept]
    starts = (seeds[..., first, :] + seeds[..., second, :]) / 2.0
    *batch, n = starts.shape
    cells = np.broadcast_to(matrices[..., None, :, :], (*batch, n, n))
    ends, values = lowest(_squared, cells.reshape(-1, n, n), starts.reshape(-1, n))
    return _only_one(_shares(ends).reshape(starts.shape), values.reshape(batch))


def _squared(comparisons: NDArray[np.float64], differences: NDArray[np.float64]) -> Cells:
    """Return (a - e^d)² of each cell and its first and second derivative by d."""
    ratios = np.exp(differences)
    gaps = comparisons - ratios
    return gaps**2, -2.0 * gaps * ratios, 2.0 * ratios * (ratios - gaps)


def _only_one(ends: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the lowest of ends (…, starts, n); a MethodError where several unlike ones are."""
    place = values.argmin(axis=-1)[..., None]
    least = np.take_along_axis(values, place, axis=-1)
    found = np.take_along_axis(ends, place[..., None], axis=-2)
    unlike = np.abs(ends - found).max(axis=-1) > _APART
    also = unlike & (values <= least * (1.0 + _AS_GOOD))
    if also.any():
        where = tuple(np.argwhere(also)[0].tolist())
        both = (found[where[:-1]][0], ends[where])
        raise MethodError(
            "least squares leaves several weights equally good",
            where=f"matrix {where[0] + 1} of {len(ends)}" if len(where) > 1 else "the comparisons",
            seen=" or ".join(", ".join(f"{weight:.4f}" for weight in weights) for weights in both),
            allowed="one smallest sum of squares",
            advice="ask again, or take another `priority`: all others have one answer",
        )
    answer: NDArray[np.float64] = found[..., 0, :]
    return answer


def weighted_least_squares_priorities(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the priorities that make Σ (a_ij w_j - w_i)² smallest, summing to 1: (…, n, n) → (…, n).

    One linear system: of the matrix Q with Q_jj = Σ_{i≠j} (a_ij² + 1) and Q_ij = -(a_ij + a_ji) the row
    Q w is the same number everywhere. All priorities are above 0.

    Source: Chu, Kalaba and Spingarn 1979, Journal of Optimization Theory and Applications 27(4): 531-538.

    >>> weighted_least_squares_priorities(np.array([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]])).round(4)
    array([0.5957, 0.3116, 0.0927])
    """
    _refuse_unsquarable(matrices)
    n = matrices.shape[-1]
    off = 1.0 - np.eye(n)
    columns = ((matrices**2 + 1.0) * off).sum(axis=-2)
    system = np.zeros((*matrices.shape[:-2], n + 1, n + 1))
    system[..., :n, :n] = columns[..., None] * np.eye(n) - (matrices + np.swapaxes(matrices, -1, -2)) * off
    system[..., n, :n] = system[..., :n, n] = 1.0
    wanted = np.zeros((*matrices.shape[:-2], n + 1, 1))
    wanted[..., n, 0] = 1.0
    solved: NDArray[np.float64] = np.linalg.solve(system, wanted)[..., :n, 0]
    return solved


def least_deviation_priorities(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the priorities that make Σ a_ij w_j / w_i smallest, summing to 1: (…, n, n) → (…, n).

    There Σ_j a_ij w_j / w_i = Σ_j a_ji w_i / w_j for every i: what a column is said to have too much
    and too little of balances. Each a_ij w_j / w_i + a_ji w_i / w_j is 2 where w has the ratio that was
    said, and more elsewhere. There is one minimum.

    >>> least_deviation_priorities(np.array([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]])).round(4)
    array([0.5876, 0.3234, 0.089 ])
    """
    return _balanced(matrices)


def chi_square_priorities(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the priorities that make Σ (a_ij - w_i / w_j)² / (w_i / w_j) smallest: (…, n, n) → (…, n).

    The squares of least squares, each over the ratio it was expected to have. They sum to Σ (a_ij² + 1)
    w_j / w_i and a constant, and have one minimum. Priorities sum to 1.

    >>> chi_square_priorities(np.array([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]])).round(4)
    array([0.5765, 0.3329, 0.0906])
    """
    _refuse_unsquarable(matrices)
    return _balanced(matrices**2 + 1.0)


def _balanced(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the w, summing to 1, that makes Σ b_ij w_j / w_i smallest for b above 0."""
    logs = np.log(cells)
    start = (logs.mean(axis=-1) - logs.mean(axis=-2)) / 2.0
    n = start.shape[-1]
    ends, _ = lowest(_scaled, cells.reshape(-1, n, n), start.reshape(-1, n))
    return _shares(ends).reshape(start.shape)


def _scaled(cells: NDArray[np.float64], differences: NDArray[np.float64]) -> Cells:
    """Return b e^-d of each cell and its first and second derivative by d."""
    found = cells * np.exp(-differences)
    return found, -found, found


def _refuse_unsquarable(matrices: NDArray[np.float64]) -> None:
    if (matrices > _SQUARABLE).any():
        raise MethodError(
            "a comparison is too large for squares",
            seen=float(matrices.max()),
            allowed=f"at most {_SQUARABLE:g}",
        )


def _shares(logarithms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the numbers of logarithms, the last axis summing to 1."""
    numbers = np.exp(logarithms - logarithms.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = numbers / numbers.sum(axis=-1, keepdims=True)
    return shares
