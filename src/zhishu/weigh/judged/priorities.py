"""Priorities out of pairwise comparisons, and how far comparisons contradict themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.weigh.judged.nearest_ratios import (
    chi_square_priorities,
    least_deviation_priorities,
    least_squares_priorities,
    weighted_least_squares_priorities,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Saaty's mean consistency index of random matrices of 1, 2, … 15 elements (1980)."""
_SMALLEST_JUDGED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Consistency:
    """How far comparisons contradict themselves: one number per matrix.

    `largest_eigenvalue` is n for consistent comparisons of n elements; `index` is
    (largest_eigenvalue - n) / (n - 1), `ratio` that over the index of random matrices. A ratio up to
    0.1 is accepted by convention. They are of the comparisons, not of priorities: the same however
    a matrix becomes priorities.
    """

    largest_eigenvalue: NDArray[np.float64]
    index: NDArray[np.float64]
    ratio: NDArray[np.float64]


def eigenvector_priorities(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the principal right eigenvector of each matrix, summing to 1: (…, n, n) → (…, n).

    >>> eigenvector_priorities(np.array([[1.0, 4.0], [0.25, 1.0]]))
    array([0.8, 0.2])
    """
    values, vectors = np.linalg.eig(matrices)
    largest = values.real.argmax(axis=-1)
    principal = np.take_along_axis(vectors, largest[..., None, None], axis=-1)[..., 0].real
    priorities: NDArray[np.float64] = np.abs(principal) / np.abs(principal).sum(axis=-1, keepdims=True)
    return priorities


def geometric_priorities(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the geometric means of the rows of each matrix, summing to 1: (…, n, n) → (…, n).

    >>> geometric_priorities(np.array([[1.0, 4.0], [0.25, 1.0]]))
    array([0.8, 0.2])
    """
    means = np.exp(np.log(matrices).mean(axis=-1))
    priorities: NDArray[np.float64] = means / means.sum(axis=-1, keepdims=True)
    return priorities


def column_mean_priorities(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the means of the rows of each matrix with columns divided by their sums: (…, n, n) → (…, n).

    The approximation by hand of the textbooks (和法, 和积法).

    >>> column_mean_priorities(np.array([[1.0, 4.0], [0.25, 1.0]]))
    array([0.8, 0.2])
    """
    means: NDArray[np.float64] = (matrices / matrices.sum(axis=-2, keepdims=True)).mean(axis=-1)
    return means


PRIORITIES = {
    "eigenvector": eigenvector_priorities,
    "geometric_mean": geometric_priorities,
    "column_mean": column_mean_priorities,
    "least_squares": least_squares_priorities,
    "weighted_least_squares": weighted_least_squares_priorities,
    "least_deviation": least_deviation_priorities,
    "chi_square": chi_square_priorities,
}
"""How a matrix becomes priorities; all give consistent comparisons back, and all are above 0."""


def consistency(matrices: NDArray[np.float64]) -> Consistency:
    """Return the Consistency of pairwise comparisons (…, n, n).

    One or two elements cannot contradict each other: ratio 0. Beyond 15 elements the random index
    is the regression (1.7699 n - 4.3513) / (n - 1) of Alonso and Lamata (2006).

    >>> found = consistency(np.array([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]]))
    >>> float(found.ratio.round(4))
    0.0079
    """
    n = matrices.shape[-1]
    largest = np.linalg.eigvals(matrices).real.max(axis=-1)
    if n < _SMALLEST_JUDGED:
        return Consistency(largest, np.zeros_like(largest), np.zeros_like(largest))
    index = np.maximum(largest - n, 0.0) / (n - 1)
    random = RANDOM_INDEX[n - 1] if n <= len(RANDOM_INDEX) else (1.7699 * n - 4.3513) / (n - 1)
    return Consistency(largest, index, index / random)
