"""Directional benefit of the doubt with what is not desired against HiGHS: each programme stated anew."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from record import Agreement, program, record
from scipy.optimize import linprog

from zhishu.score.aggregators.programmes.directional import directional_benefit
from zhishu.score.aggregators.programmes.robust_directional import robust_directional_benefit

SEEDS = range(5)
LEVELS = {"one": (None, None), "at_most_one": (0, None), "any": (0, 0)}
MEMBERS = ("a", "b", "c", "d")
ORDERS = (None, ["c", "a"], ["c", ["a", "d"], "b"])
WEIGHTS = np.full(4, 0.25)


def step(own: np.ndarray, rows: np.ndarray, along: np.ndarray, mean: np.ndarray, **limits: Any) -> float:
    """Return the least v - Σ w own with Σ w rows ≤ v, Σ w along = 1 and weights within their limits."""
    columns = len(own)
    unit = np.eye(columns) * mean
    bounds = [limits["low"] * mean - one for one in unit]
    for before, after in pairwise(limits["order"] or []):
        named = [[MEMBERS.index(one) for one in np.atleast_1d(place)] for place in (before, after)]
        bounds += [unit[lower] - unit[upper] for upper, lower in product(*named)]
    limited = np.column_stack([bounds, np.zeros(len(bounds))])
    found = linprog(
        np.append(-own, 1.0),
        A_ub=np.vstack([np.column_stack([rows, -np.ones(len(rows))]), limited]),
        b_ub=np.zeros(len(rows) + len(limited)),
        A_eq=[np.append(along, 0.0)],
        b_eq=[1.0],
        bounds=[*[(0, None)] * columns, LEVELS[limits["mixtures"]]],
        method="highs",
    )
    return float(found.fun)


def table(seed: int) -> np.ndarray:
    """Return twelve regions: two amounts that are desired, two that are not; units far apart, a few ties."""
    x = np.random.default_rng(seed).uniform(3, 9, (12, 4)) * [1, 100, -1, -0.01]
    x[3], x[7, 0] = x[5], 0.0
    return x


@pytest.mark.parametrize("mixtures", LEVELS)
def test_scores_are_those_of_highs(mixtures: str) -> None:
    """Along the means, the region's own amounts and a direction; with a least share and an order, and without."""
    given = [1.0, 20.0, 0.0, 0.02]
    for seed, low, order in product(SEEDS, (0.0, 0.1), ORDERS):
        x = table(seed)
        mean = np.abs(x).mean(axis=0)
        for direction, along in (
            (None, np.tile(mean, (12, 1))),
            ("own", np.abs(x)),
            (given, np.tile(given, (12, 1))),
        ):
            limits = {"low": low, "order": order, "mixtures": mixtures}
            expected = [step(own, x, g, mean, **limits) for own, g in zip(x, along, strict=True)]
            found = directional_benefit(x, WEIGHTS, direction=direction, members=MEMBERS, **limits)
            assert found == pytest.approx(1 / (1 + np.array(expected)), abs=1e-8)
            assert found[3] == found[5]
    what = (
        f"`mixtures: {mixtures}`, three directions, `low` 0 and 0.1, two orders and none: five random tables"
    )
    agreed("directional_benefit", what)


@pytest.mark.parametrize("mixtures", LEVELS)
def test_robust_scores_are_means_over_samples_solved_by_highs(mixtures: str) -> None:
    """Eight samples of five, drawn by place in the order of values; one of two regions drawn by likeness."""
    limits = {"low": 0.05, "order": ORDERS[2], "mixtures": mixtures}
    for seed in SEEDS:
        x = np.abs(table(seed)) * [1, 1, -1, -1]
        x[7, 0] = 2.0
        mean = np.abs(x).mean(axis=0)
        order = np.lexsort(x.T[::-1])
        uniform = np.random.default_rng(seed).random((8, 5))
        near = np.random.default_rng(seed).uniform(0, 4, 12)
        likeness = np.maximum(1 - ((near[:, None] - near) / 2.5) ** 2, 0)[:, order].cumsum(axis=1)
        alike = [[order[np.searchsorted(row / row[-1], one, "right")] for one in uniform] for row in likeness]
        for options, drawn in (
            ({}, [order[(uniform * 12).astype(int)]] * 12),
            ({"given": {"z": 2.5}}, alike),
        ):
            found = robust_directional_benefit(
                x,
                WEIGHTS,
                members=MEMBERS,
                measures={"z": near},
                generator=np.random.default_rng(seed),
                sample=5,
                draws=8,
                **limits,
                **options,
            )
            expected = [
                np.mean([step(own, x[one], np.abs(own), mean, **limits) for one in samples])
                for own, samples in zip(x, drawn, strict=True)
            ]
            assert found == pytest.approx(1 / (1 + np.array(expected)), abs=1e-8)
    agreed("robust_directional_benefit", f"`mixtures: {mixtures}`: 8 samples of 5, for all and by likeness")


def agreed(method: str, what: str) -> None:
    record(Agreement("aggregate", method, program("scipy"), "HiGHS", what, 1e-8, holds=True))
