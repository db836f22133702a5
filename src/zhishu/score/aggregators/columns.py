"""What every aggregator asks of a group's columns: sums by weight, what is missing, what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def weighted_sum(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Σ w·x over the last axis; `weights` has the shape of `x` or broadcasts to it."""
    # Column by column and not as a matrix product: a product may round equal rows differently, and
    # two regions with the same values must tie; it may also round a batch differently from one draw.
    total: NDArray[np.float64] = x[..., 0] * weights[..., 0]
    for column in range(1, x.shape[-1]):
        total = total + x[..., column] * weights[..., column]
    return total


def same_for_all_draws(x: NDArray[np.float64], weights: NDArray[np.float64]) -> bool:
    """Whether all draws have the same columns, and the same of these weigh anything.

    `x` is (draws, years, regions, columns), `weights` (draws, years, columns). A table without an axis of
    draws, and a single draw, have nothing to compare: False.

    >>> x = np.zeros((2, 1, 3, 2))
    >>> same_for_all_draws(x, np.array([[[0.3, 0.7]], [[0.6, 0.4]]]))
    True
    >>> same_for_all_draws(x, np.array([[[0.3, 0.7]], [[0.0, 1.0]]]))
    False
    """
    if x.ndim <= 3 or len(x) == 1:  # noqa: PLR2004 - years, regions and columns
        return False
    weighs = weights > 0
    return bool((weighs == weighs[:1]).all()) and np.array_equal(x[1:], np.broadcast_to(x[:1], x[1:].shape))


def present(
    x: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the columns, missing values as 0, and the weight that each value has in its region.

    `x` is (…, regions, columns), `weights` (…, columns); the weights that come back broadcast to `x`.
    A region that lacks values gets the weights of the others divided by their sum, 0 for what is
    missing, and NaN throughout if nothing that it has weighs anything.
    """
    shared = weights[..., None, :]
    missing = np.isnan(x)
    if not missing.any():
        return x, shared
    kept = np.where(missing, 0.0, shared)
    total = kept.sum(axis=-1, keepdims=True)
    divided = np.divide(kept, total, out=np.full_like(kept, np.nan), where=total > 0)
    return np.where(missing, 0.0, x), np.where(missing.any(axis=-1, keepdims=True), divided, shared)


def require_complete(x: NDArray[np.float64], method: str) -> None:
    """Raise a MethodError if a value is missing: for methods that compare regions with one another."""
    missing = int(np.isnan(x).sum())
    if missing:
        raise MethodError(
            f"'{method}' cannot share the weight of a missing value out: it compares regions",
            seen=f"{missing} missing values",
            allowed="a number for every region",
            advice="impute them, or aggregate this group by a mean",
        )


def require_within(
    x: NDArray[np.float64],
    method: str,
    *,
    lowest: float,
    highest: float = np.inf,
    advice: str = "normalise to positive values, for instance min–max to [1, 100]",
) -> None:
    """Raise a MethodError if a value lies outside [lowest, highest]; missing values pass."""
    slack = 1e-9 * max(1.0, abs(lowest))
    outside = x[(x < lowest - slack * (lowest != 0)) | (x > highest + slack)]
    if outside.size:
        limit = f"{lowest:g} or more" if np.isinf(highest) else f"{lowest:g} to {highest:g}"
        raise MethodError(
            f"'{method}' is not defined for such values",
            seen=f"{outside.size} of {x.size} values, the first {outside[0]:g}",
            allowed=limit,
            advice=advice,
        )


def per_column(value: float | Sequence[float], count: int, what: str) -> NDArray[np.float64]:
    """Return one number per column from a number for all or a list of them; else a MethodError.

    >>> per_column(0.1, 3, "threshold")
    array([0.1, 0.1, 0.1])
    """
    numbers = np.asarray(value, dtype=float)
    if numbers.ndim and numbers.shape != (count,):
        raise MethodError(
            f"the {what} does not fit the group",
            seen=f"{numbers.size} numbers for {count} columns",
            allowed=f"one number, or {count} of them",
            advice="give one number for all, or name the group under `by_node`",
        )
    return np.broadcast_to(numbers, (count,)).copy()
