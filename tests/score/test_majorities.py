"""Majorities: Copeland, Kemeny and ELECTRE III."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.orders.kemeny import kemeny, kemeny_order
from zhishu.score.aggregators.orders.majority import copeland, net_majorities, outranking_matrix
from zhishu.score.aggregators.outranking import pairs
from zhishu.score.aggregators.outranking.distillation import distil
from zhishu.score.aggregators.outranking.electre3 import electre3

EQUAL = np.ones(5) / 5


def table(seed: int, regions: int, columns: int = 5) -> np.ndarray:
    """Return random values on a coarse grid, so that ties are common."""
    return np.random.default_rng(seed).integers(0, 6, (regions, columns)) / 5


def brute_cost(x: np.ndarray, weights: np.ndarray) -> float:
    """Return the least disagreement over every order of the regions."""
    net = net_majorities(x, weights)
    regions = range(len(x))
    return min(
        sum((1 - net[order[i], order[j]]) / 2 for i in regions for j in regions if i < j)
        for order in permutations(regions)
    )


@pytest.mark.parametrize("seed", range(12))
def test_small_kemeny_orders_are_optimal(seed: int) -> None:
    """No order of six regions disagrees less, and the scores' order reaches that cost."""
    x = table(seed, 6)
    found = kemeny_order(x, EQUAL)
    assert found.gap == 0
    assert found.cost == pytest.approx(brute_cost(x, EQUAL))
    net = net_majorities(x, EQUAL)
    above = found.scores[:, None] > found.scores[None, :]
    same = (x[:, None] == x[None, :]).all(axis=-1)
    cost = (np.where(above, (1 - net) / 2, 0).sum()) + (same.sum() - 6) / 4
    assert cost == pytest.approx(found.cost)


@pytest.mark.parametrize("seed", range(4))
def test_kemeny_orders_of_thirty_regions_are_proven_and_improvement_comes_close(seed: int) -> None:
    """The heuristic's cost lies between the optimum and its own bound lies below."""
    x, weights = np.random.default_rng(seed).random((24, 5)), np.array([0.3, 0.25, 0.2, 0.15, 0.1])
    exact, improved = kemeny_order(x, weights), kemeny_order(x, weights, exact_up_to=1)
    assert exact.gap == 0
    assert improved.bound <= exact.cost + 1e-9
    assert exact.cost <= improved.cost + 1e-9
    assert improved.cost <= 1.02 * exact.cost


def test_an_unproven_order_is_an_error_unless_a_gap_is_allowed() -> None:
    """The message says the gap, and a number that would pass."""
    x = np.random.default_rng(0).random((24, 5))
    with pytest.raises(MethodError, match="proven") as error:
        kemeny(x, EQUAL, exact_up_to=1)
    assert "gap" in str(error.value.advice)
    assert kemeny(x, EQUAL, exact_up_to=1, gap=0.2).max() == 23


def test_kemeny_does_not_look_at_the_order_of_regions() -> None:
    """Shuffled regions keep their scores, also where several orders are equally good."""
    x = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5], [0.5, 0.5], [0.2, 0.9]])
    weights, shuffled = np.array([0.5, 0.5]), np.array([3, 0, 4, 1, 2])
    assert kemeny(x[shuffled], weights).tolist() == kemeny(x, weights)[shuffled].tolist()
    assert kemeny(x, weights)[2] == kemeny(x, weights)[3]


@pytest.mark.parametrize("cells", [1, 64, 2**16])
def test_copeland_does_not_depend_on_the_size_of_blocks(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wins minus losses of the outranking matrix, however the pairs are cut up."""
    x, weights = table(3, 23), np.array([0.1, 0.2, 0.2, 0.3, 0.2])
    shares = outranking_matrix(x, weights)
    expected = (shares > 0.5 + 1e-9).sum(axis=1) - (shares < 0.5 - 1e-9).sum(axis=1) + 1
    monkeypatch.setattr(pairs, "CELLS", cells)
    assert copeland(x, weights).tolist() == expected.tolist()
    assert np.array_equal(outranking_matrix(x, weights), shares)


def test_an_exact_half_is_no_majority() -> None:
    """0.1 + 0.2 + 0.2 is one half for people, if not for doubles."""
    x = np.array([[1.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
    assert copeland(x, np.array([0.1, 0.2, 0.2, 0.5])).tolist() == [0, 0]
    assert copeland(x, np.array([0.1, 0.2, 0.2001, 0.4999])).tolist() == [1, -1]


def test_shares_of_a_pair_sum_to_one() -> None:
    """Ties give half to each."""
    shares = outranking_matrix(table(1, 8), EQUAL)
    assert (shares + shares.T)[~np.eye(8, dtype=bool)] == pytest.approx(1)


def test_distillation_takes_the_best_first_and_the_worst_first() -> None:
    """Two that cannot be told apart share a class; the descending and the ascending order may differ."""
    credible = np.array(
        [[1.0, 0.9, 0.9, 0.9], [0.2, 1.0, 0.6, 0.8], [0.2, 0.6, 1.0, 0.8], [0.1, 0.3, 0.3, 1.0]]
    )
    assert distil(credible).tolist() == [1, 2, 2, 3]
    assert distil(credible, ascending=True).tolist() == [3, 2, 2, 1]


def test_electre_agrees_with_dominance() -> None:
    """A region that leads by far in every column is first, one that lags is last, either way."""
    x = np.vstack([np.full(5, 1.5), table(2, 7), np.full(5, -0.5)])
    for exploitation in ("distillation", "net_flow"):
        found = electre3(x, EQUAL, exploitation=exploitation)
        assert found.argmax() == 0
        assert found.argmin() == 8
        assert np.abs(found).max() <= 1


def test_a_veto_keeps_a_region_with_one_failure_down() -> None:
    """Best in four of five columns, worst by far in the fifth."""
    x = np.full((6, 5), 0.5)
    x[0] = [0.9, 0.9, 0.9, 0.9, 0.0]
    assert electre3(x, EQUAL)[0] > 0
    assert electre3(x, EQUAL, veto=0.4)[0] <= 0
    weightless = np.array([0.25, 0.25, 0.25, 0.25, 0.0])
    assert electre3(x, weightless, veto=0.4)[0] > 0


@pytest.mark.parametrize(
    "options", [{"indifference": 0.3}, {"indifference": -0.1}, {"veto": 0.1}, {"veto": [0.5, 0.5]}]
)
def test_thresholds_that_do_not_fit_are_an_error(options: dict) -> None:
    """0 ≤ q ≤ p < v, one for all or one per column."""
    with pytest.raises(MethodError, match=r"threshold|veto"):
        electre3(table(0, 4), EQUAL, **options)
