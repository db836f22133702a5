"""Russell's measure against HiGHS, and against what deaR answered to the same tables."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, program, record
from recorded_answers import recorded
from scipy.optimize import linprog

from zhishu.score.aggregators.programmes.russell import russell_benefit

SEEDS = range(5)
EVEN = np.full(4, 0.25)


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("aggregate", "russell_benefit", against, source, what, tolerance, holds, note))


def factors(
    x: np.ndarray, others: np.ndarray, parts: np.ndarray, within: tuple[float, float | None]
) -> float:
    """Return the largest Σ p f with f x below a mixture of the others and every f within bounds."""
    count, columns = others.shape
    rows = np.vstack([np.column_stack([np.diag(x), -others.T]), np.repeat([0.0, 1.0], [columns, count])])
    found = linprog(
        np.append(-parts, np.zeros(count)),
        A_ub=rows,
        b_ub=np.append(np.zeros(columns), 1.0),
        bounds=[within] * columns + [(0, None)] * count,
        method="highs",
    )
    return float(-found.fun)


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_are_those_of_highs(seed: int) -> None:
    """Twelve regions of four columns, each in its own unit, a tie among them."""
    generator = np.random.default_rng(seed)
    x, parts = generator.uniform(1, 9, (12, 4)) * [1, 100, 1, 0.01], generator.dirichlet(np.ones(4))
    x[3] = x[5]
    for mean, used in (("plain", EVEN), ("weighted", parts)):
        expected = np.array([1 / factors(own, x, used, (1, None)) for own in x])
        assert russell_benefit(x, parts, mean=mean) == pytest.approx(expected, rel=1e-9)
        for row in np.flatnonzero(expected > 1 - 1e-9):
            expected[row] = 1 / factors(x[row], np.delete(x, row, axis=0), used, (0, 1))
        found = russell_benefit(x, parts, mean=mean, own="left_out")
        assert found == pytest.approx(expected, rel=1e-9)
        assert found.max() > 1
    what = "plain and weighted mean, `own: counted` and `left_out`, random data, five seeds"
    agreed(program("scipy"), "HiGHS", what, 1e-9)


def test_scores_are_those_of_dear() -> None:
    """Its output-oriented slacks-based measures, with which mathmodels' basic_SBM and super_SBM answer."""
    found = recorded("slacks_dear")
    for case in found.cases:
        x, weights = np.array(case["x"]), np.array(case["weights"], dtype=float)
        plain = russell_benefit(x, EVEN)
        assert plain == pytest.approx(case["plain"], abs=1e-9)
        assert plain == pytest.approx(case["variable"], abs=1e-9)
        assert plain == pytest.approx(case["per_input"], abs=1e-9)
        assert russell_benefit(x, weights, mean="weighted") == pytest.approx(case["weighted"], abs=1e-9)
        for mean, name in (("plain", "left_out"), ("weighted", "left_out_weighted")):
            scores = russell_benefit(x, weights, mean=mean, own="left_out")
            assert np.maximum(scores, 1) == pytest.approx(case[name], abs=1e-9)
            assert scores.max() > 1.01
    source = "random data, 12 × 4, one input, two rows alike, five seeds"
    what = "model_sbmeff (oo): constant and variable returns, outputs weighted or not"
    note = "an input that differs by region: ours of outputs per input are its scores under constant returns"
    agreed(found.program, source, what, 1e-9, note=note)
    what = "model_sbmsupereff (oo): `own: left_out`, 1 where ours is below 1"
    note = "of a region behind the frontier the peer says 1; ours is its score among all"
    agreed(found.program, source, what, 1e-9, note=note)


def test_a_value_of_zero_is_not_a_hundredth_of_the_least() -> None:
    """The peer puts it there; with smaller numbers it would come to ours."""
    found = recorded("slacks_dear")
    for case in found.cases:
        x, theirs = np.array(case["with_zero"]), np.array(case["zero"])
        row = int(np.argwhere(x == 0)[0][0])
        ours = russell_benefit(x, EVEN)
        assert np.delete(ours, row) == pytest.approx(np.delete(theirs, row), abs=1e-9)
        assert ours[row] == 0
        assert theirs[row] > 0.002
        for share, tolerance in ((0.01, 1e-9), (1e-9, 1.0)):
            small = x.copy()
            small[row, 0] = share * x[x[:, 0] > 0, 0].min()
            score = russell_benefit(small, EVEN)[row]
            assert score == pytest.approx(theirs[row], rel=tolerance)
        assert score < 1e-8
    note = (
        "the peer takes a hundredth of the least value above 0 for it; ours is the limit of ever smaller ones, so that "
        "no such number decides"
    )
    agreed(
        found.program,
        "random data, 12 × 4, one input, one value of 0, five seeds",
        "score of that region",
        0.0,
        holds=False,
        note=note,
    )
