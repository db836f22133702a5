"""Parts of the change between years: by hand, and that they add up or multiply to the whole."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt
from zhishu.score.changes import arithmetic_parts, frontier_parts, geometric_parts, logarithmic_mean

RNG = np.random.default_rng(5)
X = RNG.uniform(0.2, 3.0, (4, 6, 5))
WEIGHTS = RNG.dirichlet(np.ones(5), 4)


def test_arithmetic_parts_by_hand() -> None:
    """Weights 0.5, 0.5 then 0.75, 0.25; values 2, 4 then 4, 4: 3 becomes 4, 1.25 of values, -0.25 of weights."""
    x, weights = np.array([[[2.0, 4.0]], [[4.0, 4.0]]]), np.array([[0.5, 0.5], [0.75, 0.25]])
    found = arithmetic_parts(x, weights)
    assert found.of_values.tolist() == [[[1.25, 0.0]]]
    assert found.of_weights.tolist() == [[[0.75, -1.0]]]


def test_arithmetic_parts_add_up() -> None:
    """To the change of every region from each year to the next; turned round they change their sign."""
    scores = (X * WEIGHTS[:, None]).sum(axis=-1)
    found = arithmetic_parts(X, WEIGHTS)
    assert sum(part.sum(axis=-1) for part in found) == pytest.approx(np.diff(scores, axis=0), abs=1e-13)
    back = arithmetic_parts(X[::-1], WEIGHTS[::-1])
    for there, again in zip(found, back, strict=True):
        assert again[::-1] == pytest.approx(-there, abs=1e-15)


def test_geometric_parts_multiply() -> None:
    """Change of indicators × of the benchmark × of weights, with weights of each region too."""
    own = RNG.dirichlet(np.ones(5), (4, 6))
    for weights in (WEIGHTS, own):
        every = weights[:, None] if weights.ndim == 2 else weights
        index = ((X / X[:, [2]]) ** every).prod(axis=-1)
        found = geometric_parts(X, weights, X[:, 2])
        whole = np.exp(sum(part.sum(axis=-1) for part in found))
        assert whole == pytest.approx(index[1:] / index[:-1], rel=1e-12)


def test_geometric_parts_by_hand() -> None:
    """One value becomes fourfold with half the weight: the index doubles, all of it by values."""
    x, weights = np.array([[[1.0, 1.0]], [[4.0, 1.0]]]), np.array([[0.5, 0.5], [0.5, 0.5]])
    found = geometric_parts(x, weights)
    assert np.exp(found.of_values).tolist() == [[[2.0, 1.0]]]
    assert not found.of_benchmark.any()
    assert not found.of_weights.any()


def test_frontier_parts_multiply_and_chain() -> None:
    """Catching up times shift is the change; changes of successive years multiply to that of all."""
    years = (2018, 2019, 2020, 2021)
    own, fixed = (
        benefit_of_the_doubt(X, WEIGHTS, frontier=frontier, years=years)
        for frontier in ("each_year", "all_years")
    )
    found = frontier_parts(own, fixed)
    assert found.catching_up * found.frontier_shift == pytest.approx(found.change, rel=1e-14)
    assert found.change.prod(axis=0) == pytest.approx(fixed[-1] / fixed[0], rel=1e-12)


def test_all_values_doubled_shift_the_frontier_alone() -> None:
    """Nobody catches up; the frontier shifts by the same factor for all."""
    x = np.stack([X[0], 2 * X[0]])
    own, fixed = (
        benefit_of_the_doubt(x, np.ones((2, 5)), frontier=frontier, years=(1, 2))
        for frontier in ("each_year", "all_years")
    )
    found = frontier_parts(own, fixed)
    assert found.catching_up == pytest.approx(np.ones((1, 6)), rel=1e-12)
    assert found.frontier_shift == pytest.approx(np.full((1, 6), 2.0), rel=1e-12)


def test_a_score_of_zero_has_no_ratio() -> None:
    """Neither before nor after."""
    scores = np.array([[0.0, 0.5], [0.5, 0.0]])
    assert np.isnan(frontier_parts(scores, scores).change).all()


@pytest.mark.parametrize("gap", [0.0, 1e-12, 1e-9, 1e-5, 2e-4, 0.1, 10.0])
def test_the_logarithmic_mean_turns_logarithms_into_differences(gap: float) -> None:
    """Near and far; numbers that are not above 0 have none."""
    a, b = np.array([3.0 + gap]), np.array([3.0])
    assert logarithmic_mean(a, b) * np.log1p((a - b) / b) == pytest.approx(a - b, rel=1e-12)
    assert np.isnan(logarithmic_mean(np.array([0.0, -1.0]), np.array([1.0, 2.0]))).all()
