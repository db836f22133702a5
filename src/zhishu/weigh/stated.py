"""Weights that people state: equal ones, or those written in the framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.shares import live_columns, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray


def equal(x: NDArray[np.float64], *, constant: str = "drop") -> NDArray[np.float64]:
    """Return equal weights of a group's columns, shape (…, columns), summing to 1.

    A constant column tells nothing apart: with `constant` "drop" it weighs 0 and the others share
    its weight (if all are constant, they all weigh the same); with "keep" it counts like the others.

    >>> equal(np.array([[1.0, 5.0, 0.2], [0.0, 5.0, 1.0]]))
    array([0.5, 0. , 0.5])
    """
    everyone = np.ones((*x.shape[:-2], x.shape[-1]))
    live = live_columns(x) if constant == "drop" else everyone.astype(bool)
    return shares(everyone, live)


def given(x: NDArray[np.float64], stated: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the framework's own weights within a group, divided by their sum, shape (…, columns).

    `stated` has the shape (columns,), NaN where the framework gives no weight; a group of one needs
    none. Values of `x` do not matter, so nothing about them is degenerate. A missing, negative or
    infinite weight, or a sum of 0, raises a MethodError.

    >>> given(np.zeros((4, 2)), np.array([3.0, 1.0]))
    array([0.75, 0.25])
    """
    weights = np.ones(1) if len(stated) == 1 and np.isnan(stated[0]) else stated
    if not (np.isfinite(weights).all() and (weights >= 0).all() and weights.sum() > 0):
        raise MethodError(
            "the given weights of a group cannot be used",
            seen=", ".join("none" if np.isnan(weight) else f"{weight:g}" for weight in weights),
            allowed="a weight for every node of the group, none negative, not all 0",
            advice="write `weight:` at each of these nodes, or weigh with `equal`",
        )
    return np.broadcast_to(weights / weights.sum(), (*x.shape[:-2], x.shape[-1]))
