"""Linear and mixed-integer programmes over weights, solved by HiGHS through scipy."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_CUT_SHORT = 1
_INFEASIBLE = 2
_WHOLE = 1e-6
_SMALL_REACH = 1e-3
_ONE_AT_A_TIME = Lock()  # the process has one standard output: two threads must not swap it at once


@dataclass(frozen=True, slots=True, eq=False)
class Constraints:
    """matrix · w ≤ bound, low ≤ w ≤ high and Σ w = 1, over weights w (columns,)."""

    matrix: NDArray[np.float64]
    bound: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Fewest:
    """No weights have fewer leads over 0 than `bound`; what the search found, if it found any.

    `weights` are (columns,), None where the search was too short or what was asked is impossible;
    `over` (leads,) marks the leads that may be over 0 there.
    """

    bound: int
    weights: NDArray[np.float64] | None
    over: NDArray[np.bool_]


def least(
    cost: NDArray[np.float64],
    matrix: NDArray[np.float64],
    bound: NDArray[np.float64],
    constraints: Constraints,
    free: int = 0,
) -> tuple[float, NDArray[np.float64]] | None:
    """Return the least cost and where it lies, or None when nothing is feasible.

    The variables are the weights and then others: `cost` (variables,); `matrix` · variables ≤ `bound`
    beside the constraints on the weights. The others are not negative, but the last `free` of them
    have any sign.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - half a second of imports, only when needed

    columns, variables = len(constraints.low), len(cost)
    padded = np.pad(constraints.matrix, ((0, 0), (0, variables - columns)))
    low = np.concatenate([constraints.low, np.zeros(variables - columns)])
    low[variables - free :] = -np.inf
    high = np.concatenate([constraints.high, np.full(variables - columns, np.inf)])
    found = linprog(
        cost,
        A_ub=np.concatenate([matrix, padded]),
        b_ub=np.concatenate([bound, constraints.bound]),
        A_eq=(np.arange(variables) < columns).astype(np.float64)[None],
        b_eq=[1.0],
        bounds=np.stack([low, high], axis=1),
        method="highs",
    )
    if found.status == _INFEASIBLE:
        return None
    if found.x is None:
        raise MethodError("a linear programme over weights was not solved", seen=found.message)
    return float(found.fun), np.asarray(found.x, dtype=np.float64)


def feasible(constraints: Constraints) -> bool:
    """Whether any weights fulfil the constraints."""
    columns = len(constraints.low)
    return least(np.zeros(columns), np.zeros((0, columns)), np.zeros(0), constraints) is not None


def fewest_over(  # noqa: PLR0913 - the parts of one programme
    leads: NDArray[np.float64],
    largest: NDArray[np.float64],
    constraints: Constraints,
    *,
    some_over: NDArray[np.bool_],
    fewer_than: int | None = None,
    whole: bool = True,
    nodes: int | None = None,
) -> Fewest:
    """Return how few of the leads w·d are over 0 at once.

    `leads` holds the directions d, (leads, columns), `largest` the most that each can be, above 0.
    One 0-1 variable z per lead allows it to be over: w·d ≤ largest · z, and Σ z is least. Of each
    group of leads in `some_over` (groups, leads) one at least must be over. `fewer_than` asks for less
    than that many alone, and where there is no such answer, it is the bound. Without `whole`, z are
    any numbers from 0 to 1: a linear programme whose value bounds the other from below. `nodes` bounds
    the search, so that the answer does not depend on the speed of the machine.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - as above

    columns, count = len(constraints.low), len(leads)
    # Any bound on a lead's reach is valid that is no smaller; a tiny one would blow up its row.
    reach = np.maximum(largest, _SMALL_REACH)[:, None]
    cost = (np.arange(columns + count) >= columns).astype(np.float64)
    limits = [
        LinearConstraint(np.concatenate([leads / reach, -np.eye(count)], axis=1), -np.inf, 0.0),
        LinearConstraint(1 - cost[None], 1, 1),
    ]
    if len(constraints.bound):
        padded = np.pad(constraints.matrix, ((0, 0), (0, count)))
        limits.append(LinearConstraint(padded, -np.inf, constraints.bound))
    if len(some_over):
        limits.append(LinearConstraint(np.pad(some_over, ((0, 0), (columns, 0))) * 1.0, 1, np.inf))
    if fewer_than is not None:
        limits.append(LinearConstraint(cost[None], -np.inf, fewer_than - 1))
    with _silent():
        found = milp(
            cost,
            integrality=cost if whole else None,
            bounds=Bounds(np.pad(constraints.low, (0, count)), np.append(constraints.high, np.ones(count))),
            constraints=limits,
            options={"node_limit": nodes, "mip_rel_gap": 0.0} if whole else {},
        )
    bound = fewer_than if found.status == _INFEASIBLE else found.fun
    if found.status == _CUT_SHORT:
        bound = found.mip_dual_bound
    bound = int(np.ceil(max(bound or 0.0, 0.0) - _WHOLE))
    if found.x is None:
        return Fewest(bound, None, np.zeros(count, dtype=bool))
    return Fewest(bound, tidy(found.x[:columns]), found.x[columns:] > 0.5)  # noqa: PLR2004 - 0 or 1


def tidy(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a solver's weights without its last-digit faults: none below 0, the sum 1."""
    positive: NDArray[np.float64] = np.maximum(weights, 0.0)
    return positive / float(positive.sum())


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what the solver prints off the standard output.

    HiGHS 1.12 (in SciPy 1.17) writes a line of debugging to C's stdout whatever its options say
    (HiGHS issue 2783); it would break `--json`. C buffers it, so the buffer is flushed on both sides.
    """
    with _ONE_AT_A_TIME:
        try:
            kept = os.dup(1)
        except OSError:  # there is no standard output
            yield
            return
        sys.stdout.flush()
        _flush_c()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        try:
            yield
        finally:
            _flush_c()
            os.dup2(kept, 1)
            os.close(nowhere)
            os.close(kept)


def _flush_c() -> None:
    with suppress(OSError, AttributeError, TypeError):  # no C library by that name: nothing to flush
        ctypes.CDLL(None).fflush(None)
