"""Benefit of the doubt with the region left out, against HiGHS: the programme of Andersen and Petersen anew."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, program, record
from scipy.optimize import linprog

from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt

SEEDS = range(5)


def expansion(x: np.ndarray, row: int) -> float:
    """Return the score as the envelopment has it: 1 / the largest φ with φ x_row below a mixture of the others.

    One constant input of 1: the shares of the others sum to 1 at most.
    """
    others = np.delete(x, row, axis=0)
    rows = np.column_stack([x[row], -others.T])
    found = linprog(
        np.append(-1.0, np.zeros(len(others))),
        A_ub=np.vstack([rows, np.append(0.0, np.ones(len(others)))]),
        b_ub=np.append(np.zeros(x.shape[1]), 1.0),
        method="highs",
    )
    return float(1 / found.x[0])


def bounded(x: np.ndarray, row: int, low: float, high: float) -> float:
    """Return the score with shares of it between bounds: the multiplier form, shares as rows."""
    own, others = x[row], np.delete(x, row, axis=0)
    share = np.diag(own)
    limits = np.vstack([low * own - share, share - high * own])
    found = linprog(
        -own,
        A_ub=np.vstack([others, limits]),
        b_ub=np.append(np.ones(len(others)), np.zeros(len(limits))),
        method="highs",
    )
    return float(-found.fun)


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_are_those_of_highs(seed: int) -> None:
    """Twelve regions of four columns, each in its own unit, a zero and a tie among them."""
    x = np.random.default_rng(seed).uniform(1, 9, (12, 4)) * [1, 100, 1, 0.01]
    x[3], x[7, 0] = x[5], 0.0
    weights = np.full(4, 0.25)
    found = benefit_of_the_doubt(x, weights, own="left_out")
    assert found == pytest.approx([expansion(x, row) for row in range(12)], rel=1e-9)
    assert found.max() > 1
    x[7, 0] = 0.5
    found = benefit_of_the_doubt(x, weights, own="left_out", low=0.1, high=0.5)
    assert found == pytest.approx([bounded(x, row, 0.1, 0.5) for row in range(12)], rel=1e-9)
    what = "`own: left_out` (super-efficiency), with bounds and without, random data, five seeds"
    against = program("scipy")
    record(Agreement("aggregate", "benefit_of_the_doubt", against, "HiGHS", what, 1e-9, holds=True))
