"""The geometric benefit of the doubt against HiGHS, a calculation by hand, and what Compind answered."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, Agreement, program, record
from recorded_answers import recorded
from scipy.optimize import linprog

from zhishu.score.aggregators.programmes.geometric_benefit import geometric_benefit
from zhishu.score.changes import geometric_parts
from zhishu.weigh.envelopment.geometric import geometric_envelope

SEEDS = range(5)
BOUNDS = ((0.0, 1.0), (0.05, 0.6), (0.15, 0.4))
UNIQUE = 1e-6


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("aggregate", "geometric_benefit", against, source, what, tolerance, holds, note))


def by_highs(x: np.ndarray, benchmark: np.ndarray, row: int, low: float, high: float) -> tuple[float, float]:
    """Return the least and the greatest product over all shares that are best up to 1e-10: two stages."""
    own = x[row]
    share = np.diag(own)
    rows = np.vstack([x, low * own - share, share - high * own])
    right = np.append(np.ones(len(x)), np.zeros(2 * len(own)))
    best = linprog(-own, A_ub=rows, b_ub=right, method="highs").fun
    logs = own * np.log(own / benchmark)
    rows, right = np.vstack([rows, -own]), np.append(right, best + 1e-10)
    ends = [sign * linprog(sign * logs, A_ub=rows, b_ub=right, method="highs").fun for sign in (1, -1)]
    return float(np.exp(ends[0] / -best)), float(np.exp(ends[1] / -best))


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_are_the_greatest_of_highs(seed: int) -> None:
    """Twelve regions of four columns, each in its own unit, a tie among them; three benchmarks."""
    x = np.random.default_rng(seed).uniform(1, 9, (12, 4)) * [1, 100, 1, 0.01]
    x[3] = x[5]
    codes, even = tuple("abcdefghijkl"), np.full(4, 0.25)
    for benchmark, over in (("highest", x.max(axis=0)), ("mean", x.mean(axis=0)), ("c", x[2])):
        for low, high in BOUNDS[:2]:
            found = geometric_benefit(x, even, low=low, high=high, benchmark=benchmark, regions=codes)
            expected = [by_highs(x, over, row, low, high)[1] for row in range(12)]
            assert found == pytest.approx(expected, rel=1e-6)
    what = "`benchmark: highest`, `mean` and a region, bounds of shares, random data, five seeds"
    note = "solved there in two stages, the second among all shares that are best up to 1e-10"
    agreed(program("scipy"), "HiGHS", what, 1e-6, note=note)


def test_by_hand() -> None:
    """Weights 1/3 are the only ones under which the third region comes to 5/6: shares 0.4 and 0.6."""
    x = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.5]])
    found = geometric_benefit(x, np.ones(2) / 2)
    assert found == pytest.approx([1, 1, 0.5**0.4 * 0.75**0.6], rel=1e-12)
    agreed(BY_HAND, "three regions, two columns", "scores", 1e-12)


def test_compind_where_its_exponents_are_the_only_ones() -> None:
    """Elsewhere the shares that it finds first give less, or as much, never more."""
    found = recorded("geometric_compind")
    unique, below = 0, 0.0
    for case in found.cases:
        x, theirs = np.array(case["x"]), np.array(case["scores"])
        over, bounds = x[case["benchmark"] - 1], (case["low"], case["high"])
        assert ((x / over) ** np.array(case["shares"])).prod(axis=1) == pytest.approx(theirs, rel=1e-12)
        ours = geometric_envelope(x, over, low=bounds[0], high=bounds[1]).scores
        ends = np.array([by_highs(x, over, row, *bounds) for row in range(len(x))])
        alone = ends[:, 1] / ends[:, 0] < 1 + UNIQUE
        assert ours[alone] == pytest.approx(theirs[alone], rel=1e-9)
        assert (ours >= theirs * (1 - 1e-9)).all()
        unique += int(alone.sum())
        below = max(below, float((ours / theirs).max()))
    assert unique > 150
    assert below > 3
    source = "random data, 15 × 4, shares free and within two bounds, five seeds"
    what = "ci_geom_gen (BOD) where HiGHS finds one product only"
    note = "more than 150 of 225 scores; the benchmark is a region"
    agreed(found.program, source, what, 1e-9, note=note)
    note = (
        "where several shares are best the peer takes those it finds first, so that another solver gives other scores; "
        "ours is the greatest product of all, never below the peer's, here up to more than three times as much"
    )
    agreed(found.program, source, "ci_geom_gen (BOD) elsewhere", 0.0, holds=False, note=note)


def test_effects_of_two_years_where_the_exponents_are_the_only_ones() -> None:
    """Our shares, put into `geometric_parts`, give the effects of ci_geom_bod_intertemp."""
    found = recorded("years_geometric_compind")
    compared, other = 0, np.array([0.3, 0.9, 0.5, 1.7])
    for case in found.cases:
        x, bounds = np.array([case["x0"], case["x1"]]), (case["low"], case["high"])
        over = x[:, case["benchmark"] - 1]
        shares = geometric_envelope(x, over, low=bounds[0], high=bounds[1]).shares
        parts = geometric_parts(x, shares, over)
        effects = np.exp([part[0].sum(axis=-1) for part in parts]).T
        for row in range(x.shape[1]):
            # Shares that give one product with any benchmark are the only ones.
            ends = [by_highs(x[year], other, row, *bounds) for year in (0, 1)]
            if all(high / low < 1 + UNIQUE for low, high in ends):
                assert effects[row] == pytest.approx(case["effects"][row][1:], rel=1e-7)
                compared += 1
    assert compared > 25
    source = "random data, 10 × 4, two years, shares of 5 to 60 percent, five seeds"
    what = "exponents: change, benchmark and weight effects of ci_geom_bod_intertemp where HiGHS finds one set of shares only"
    agreed(found.program, source, what, 1e-7, note="more than 25 of 50 regions")
