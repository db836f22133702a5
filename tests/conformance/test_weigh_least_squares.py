"""Coefficients of 0 or more against every choice of columns there is, and against scipy."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from record import CLOSED_FORM, Agreement, program, record
from scipy.optimize import nnls

from zhishu.weigh.fitted.regression import regression

SEEDS = range(5)
TOLERANCE = 1e-9
REGIONS = tuple(f"r{place}" for place in range(12))


def drawn(seed: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a table of 12 regions, and an outcome that follows half of its columns."""
    generator = np.random.default_rng(seed)
    x = generator.random((12, columns))
    return x, x[:, : columns // 2].sum(axis=1) + 0.5 * generator.normal(size=12)


def best_choice(x: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Return the coefficients of the choice of columns that leaves least, none of them below 0."""
    x, outcome = x - x.mean(axis=0), outcome - outcome.mean()
    best, least = np.zeros(x.shape[1]), float(outcome @ outcome)
    for count in range(1, x.shape[1] + 1):
        for chosen in map(list, combinations(range(x.shape[1]), count)):
            fit = np.linalg.lstsq(x[:, chosen], outcome, rcond=None)[0]
            missed = outcome - x[:, chosen] @ fit
            if (fit >= 0).all() and missed @ missed < least - 1e-12:
                best, least = np.zeros(x.shape[1]), float(missed @ missed)
                best[chosen] = fit
    return best


def weights(x: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Return the weights of our method."""
    return regression(x, REGIONS[: len(x)], outcome=dict(zip(REGIONS, outcome.tolist(), strict=False)))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_choice_of_columns_leaves_less(seed: int) -> None:
    """All 2⁷ of them, by least squares of each."""
    x, outcome = drawn(seed, 7)
    best = best_choice(x, outcome)
    assert weights(x, outcome) == pytest.approx(best / best.sum(), abs=TOLERANCE)
    what = "the best of all choices of columns"
    record(Agreement("weigh", "regression", CLOSED_FORM, "random data", what, TOLERANCE, holds=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_scipy_finds_the_same(seed: int) -> None:
    """On columns and an outcome less their means."""
    x, outcome = drawn(seed, 9)
    found = nnls(x - x.mean(axis=0), outcome - outcome.mean())[0]
    assert weights(x, outcome) == pytest.approx(found / found.sum(), abs=TOLERANCE)
    record(Agreement("weigh", "regression", program("scipy"), "random data", "nnls", TOLERANCE, holds=True))


def test_scipy_may_leave_more_than_it_must() -> None:
    """Six regions × four columns of small whole numbers: only the first column helps."""
    x = np.array([[1, 1, 3, 1], [2, 0, 3, 1], [1, 3, 0, 1], [2, 2, 2, 0], [0, 0, 0, 0], [0, 0, 0, 3]], float)
    outcome = np.array([0.0, 2, 1, 2, 0, 0])
    centred, wanted = x - x.mean(axis=0), outcome - outcome.mean()
    best, other = best_choice(x, outcome), nnls(centred, wanted)[0]
    assert best == pytest.approx([1, 0, 0, 0])
    assert weights(x, outcome) == pytest.approx([1, 0, 0, 0])
    # The conditions of the optimum: no column would lower what the first leaves.
    assert (centred.T @ (wanted - centred @ best) <= 1e-12).all()
    missed, left = (float(np.linalg.norm(wanted - centred @ fit)) for fit in (best, other))
    assert left > 1.05 * missed
    note = f"its coefficients leave {left / missed:.2f} times as much unexplained as the optimum, the first column "
    note += "alone, which meets the conditions of Kuhn and Tucker; see its issue 25389 and pull request 26180"
    what, source = "nnls, a column rejected", "six regions of small whole numbers"
    record(Agreement("weigh", "regression", program("scipy"), source, what, 0, holds=False, note=note))
