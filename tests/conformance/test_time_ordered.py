"""Time weights of greatest entropy against scipy's optimiser, and the mean over years by hand and in a loop."""

from __future__ import annotations

import math

import numpy as np
import pytest
from record import BY_HAND, CLOSED_FORM, Agreement, program, record
from scipy.optimize import minimize

from zhishu.score.aggregators.averages.time_ordered import time_ordered_mean, time_weights


def agreed(against: str, source: str, what: str, tolerance: float) -> None:
    record(Agreement("aggregate", "time_ordered_mean", against, source, what, tolerance, holds=True))


@pytest.mark.parametrize("count", [3, 5, 8])
@pytest.mark.parametrize("degree", [0.1, 0.3, 0.45, 0.7])
def test_the_programme_of_greatest_entropy(count: int, degree: float) -> None:
    """The non-linear programme as it is stated, solved by SLSQP."""
    part = (count - 1 - np.arange(count)) / (count - 1)
    found = minimize(
        lambda shares: float(shares @ np.log(shares)),
        np.full(count, 1 / count),
        method="SLSQP",
        bounds=[(1e-9, 1)] * count,
        constraints=[
            {"type": "eq", "fun": lambda shares: shares.sum() - 1},
            {"type": "eq", "fun": lambda shares: shares @ part - degree},
        ],
        options={"ftol": 1e-14, "maxiter": 500},
    )
    assert found.success
    assert time_weights(count, degree) == pytest.approx(found.x, abs=1e-5)
    agreed(program("scipy"), "3, 5 and 8 years, four time degrees", "time weights by SLSQP", 1e-5)


def test_three_years_by_hand() -> None:
    """Time degree 3/10: a² 3 − 2.8 a + 0.36 = 0 for the first weight, then 0.6 − 2 a and 0.4 + a."""
    first = (2.8 - math.sqrt(2.8**2 - 12 * 0.36)) / 6
    shares = np.array([first, 0.6 - 2 * first, 0.4 + first])
    assert time_weights(3, 0.3) == pytest.approx(shares, rel=1e-9)
    means = np.array([[[0.2]], [[0.6]], [[0.9]]])
    found = time_ordered_mean(means, np.ones(1), years=(1, 2, 3))
    assert found[2, 0] == pytest.approx(shares @ [0.2, 0.6, 0.9], rel=1e-9)
    agreed(BY_HAND, "", "three years, time degree 3/10", 1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_in_loops(seed: int) -> None:
    """Every year and region, one after another; arithmetic and geometric."""
    generator = np.random.default_rng(seed)
    x, weights = generator.uniform(0.1, 1, (5, 7, 4)), generator.dirichlet(np.ones(4))
    for mean in ("arithmetic", "geometric"):
        found = time_ordered_mean(x, weights, years=range(2020, 2025), mean=mean)
        for year, region in np.ndindex(5, 7):
            shares = time_weights(year + 1, 0.3)
            cells = x[: year + 1, region]
            if mean == "arithmetic":
                expected = sum(share * sum(weights * row) for share, row in zip(shares, cells, strict=True))
            else:
                expected = math.prod(
                    math.prod(row**weights) ** share for share, row in zip(shares, cells, strict=True)
                )
            assert found[year, region] == pytest.approx(expected, rel=1e-9)
    agreed(CLOSED_FORM, "", "5 years × 7 regions × 4 columns in loops, both means, five seeds", 1e-9)
