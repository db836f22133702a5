"""Directional benefit of the doubt with the region left out, against HiGHS: each programme stated anew."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, program, record
from scipy.optimize import linprog

from zhishu.score.aggregators.programmes.directional import directional_benefit

SEEDS = range(5)
LEVELS = {"one": (None, None), "at_most_one": (0, None), "any": (0, 0)}


def step(own: np.ndarray, rows: np.ndarray, along: np.ndarray, level: tuple) -> float:
    """Return the largest β by its dual: the least v - Σ w own with Σ w rows ≤ v and Σ w along = 1."""
    found = linprog(
        np.append(-own, 1.0),
        A_ub=np.column_stack([rows, -np.ones(len(rows))]),
        b_ub=np.zeros(len(rows)),
        A_eq=[np.append(along, 0.0)],
        b_eq=[1.0],
        bounds=[*[(0, None)] * len(own), level],
        method="highs",
    )
    return float(found.fun)


@pytest.mark.parametrize("mixtures", LEVELS)
def test_scores_are_those_of_highs(mixtures: str) -> None:
    """Along the means, the region's own amounts and a direction; a tie among the regions."""
    given, level, above = [6.0, 600.0, 6.0, 0.06], LEVELS[mixtures], 0
    for seed in SEEDS:
        x = np.random.default_rng(seed).uniform(3, 9, (12, 4)) * [1, 100, -1, -0.01]
        x[3] = x[5]
        for direction, along in (
            ("mean", np.tile(np.abs(x).mean(axis=0), (12, 1))),
            ("own", np.abs(x)),
            (given, np.tile(given, (12, 1))),
        ):
            steps = np.array([step(x[row], x, along[row], level) for row in range(12)])
            for row in np.flatnonzero(steps < 1e-9):
                steps[row] = step(x[row], np.delete(x, row, axis=0), along[row], level)
            found = directional_benefit(
                x, np.full(4, 0.25), direction=direction, mixtures=mixtures, own="left_out"
            )
            assert found == pytest.approx(1 / (1 + steps), rel=1e-8)
            above += int((found > 1.001).sum())
    assert above > 20
    what = (
        f"`own: left_out`, `mixtures: {mixtures}`, two amounts that are not desired, random data, five seeds"
    )
    row = Agreement("aggregate", "directional_benefit", program("scipy"), "HiGHS", what, 1e-8, holds=True)
    record(row)
