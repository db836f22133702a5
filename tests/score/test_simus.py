"""SIMUS and its programmes: what is best, what limits, what several optima do, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from zhishu.errors import MethodError
from zhishu.score.aggregators.programmes.column_programmes import Aims, most
from zhishu.score.aggregators.programmes.simus import efficient_results, simus

EQUAL = np.full(5, 0.2)


def drawn(seed: int, *, regions: int = 14) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.1, 1.0, (regions, 5))


def by_highs(x: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Return the shares of each column's programme, solved one by one."""
    rows = []
    for column in range(x.shape[1]):
        others = np.arange(x.shape[1]) != column
        found = linprog(
            -x[:, column], A_ub=x.T[others], b_ub=limits[others], bounds=(0, None), method="highs"
        )
        amounts = np.zeros(len(x)) if found.x is None else found.x
        rows.append(amounts / amounts.sum() if amounts.sum() > 0 else amounts)
    return np.array(rows)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("signs", [(1, 1, 1, 1, 1), (1, -1, 1, -1, 1), (-1, -1, -1, -1, 1), (-1,) * 5])
def test_the_programmes_are_those_of_highs(seed: int, signs: tuple[int, ...]) -> None:
    """Benefits, costs, and both; limits of 0 break where costs are held to a least amount."""
    x = drawn(seed) * np.array(signs)
    found = efficient_results(x, EQUAL)
    assert (found.alone == found.found).all()
    assert found.shares == pytest.approx(by_highs(x, x.max(axis=0)), abs=1e-9)


def test_large_programmes_are_those_of_highs() -> None:
    x = np.random.default_rng(0).uniform(0.0, 1.0, (300, 24))
    found = efficient_results(x, np.full(24, 1 / 24))
    assert found.shares == pytest.approx(by_highs(x, x.max(axis=0)), abs=1e-9)


def test_an_impossible_target_leaves_its_programmes_without_an_optimum() -> None:
    """No amounts cost 1 or more in the second column and bring less than a hundredth in the first."""
    x = drawn(1) * np.array([1, -1, 1, 1, 1])
    found = efficient_results(x, EQUAL, targets=[0.01, -1.0, None, None, None])
    assert found.found.tolist() == [True, False, False, False, False]
    assert (found.shares[1:] == 0).all()


def test_a_column_alone_and_a_column_of_zeros_beside_one_have_no_limit() -> None:
    assert simus(drawn(0)[:, :1], np.ones(1)).tolist() == [0.0] * 14
    beside = np.column_stack([drawn(0)[:, 0], np.zeros(14)])
    assert simus(beside, np.full(2, 0.5)).tolist() == [0.0] * 14


def test_a_column_that_weighs_nothing_takes_no_part() -> None:
    x = drawn(2)
    for procedure in ("participation", "dominance"):
        with_it = simus(x, np.array([0.25, 0.25, 0.0, 0.25, 0.25]), procedure=procedure)
        without = simus(x[:, [0, 1, 3, 4]], np.full(4, 0.25), procedure=procedure)
        assert with_it == pytest.approx(without, abs=1e-12)


def test_units_do_not_matter_nor_does_a_worse_region() -> None:
    x = drawn(3)
    assert simus(x * np.array([3.0, 0.01, 1e6, 2.0, 1.0]), EQUAL) == pytest.approx(simus(x, EQUAL), abs=1e-9)
    with_it = simus(np.vstack([x, 0.1 * x.min(axis=0)]), EQUAL)
    assert with_it.shape == (15,)


def test_equal_regions_share_alike_what_one_of_them_gets() -> None:
    x = drawn(4)
    once, twice = (
        efficient_results(x, EQUAL).shares,
        efficient_results(np.vstack([x, x[[3, 3]]]), EQUAL).shares,
    )
    assert twice[:, [3, 14, 15]] == pytest.approx(np.repeat(once[:, [3]] / 3, 3, axis=1), abs=1e-12)
    assert np.array_equal(twice[:, 3], twice[:, 15])


def test_several_optima_are_said_and_the_order_of_the_table_does_not_choose() -> None:
    """Whole numbers from 1 to 3: in many tables another corner is as good."""
    x = np.random.default_rng(0).integers(1, 4, (40, 12, 5)).astype(float)
    found = efficient_results(x, EQUAL)
    assert found.found.all()
    assert 0.5 < found.alone.mean() < 0.95
    order = np.random.default_rng(1).permutation(12)
    assert np.array_equal(efficient_results(x[:, order], EQUAL).shares, found.shares[..., order])
    aims = x / x.max(axis=1, keepdims=True)
    for table in range(5):
        theirs = by_highs(x[table], x[table].max(axis=0))
        for column in np.flatnonzero(found.alone[table]):
            assert found.shares[table, column] == pytest.approx(theirs[column], abs=1e-9)
        for column in range(5):
            others = np.arange(5) != column
            reached = [
                (shares / (aims[table].T[others] @ shares).max())
                for shares in (found.shares[table, column], theirs[column])
            ]
            worth = [float(aims[table][:, column] @ amounts) for amounts in reached]
            assert worth[0] == pytest.approx(worth[1], abs=1e-9)


def test_dominance_orders_as_the_sum_of_shares() -> None:
    x = drawn(5)
    total = efficient_results(x, EQUAL).shares.sum(axis=0)
    net = (total[:, None] - total[None, :]).sum(axis=1)
    assert simus(x, EQUAL, procedure="dominance") == pytest.approx(net, abs=1e-12)


def test_a_programme_uses_no_more_regions_than_it_has_limits() -> None:
    shares = efficient_results(drawn(6, regions=60), EQUAL).shares
    assert ((shares > 0).sum(axis=-1) <= 4).all()


@pytest.mark.parametrize("targets", [[1.0], [1.0] * 6])
def test_targets_that_do_not_fit_are_refused(targets: list[float]) -> None:
    with pytest.raises(MethodError, match="do not fit"):
        simus(drawn(0), EQUAL, targets=targets)


def test_columns_on_both_sides_of_zero_are_refused() -> None:
    with pytest.raises(MethodError, match="not defined"):
        simus(drawn(0) - 0.5, EQUAL)


def test_a_programme_that_cycles_would_end() -> None:
    """Beale's: three limits that 0 meets with equality but one."""
    values = np.array(
        [[0.25, -8.0, -1.0, 9.0], [0.5, -12.0, -0.5, 3.0], [0.0, 0.0, 1.0, 0.0], [0.75, -20.0, 0.5, -6.0]]
    ).T
    aims = Aims(
        values[None],
        np.array([[0.0, 0.0, 1.0, np.inf]]),
        np.zeros((1, 4), dtype=bool),
        np.array([0]),
        np.array([3]),
    )
    found = most(aims)
    assert found.proven.all()
    assert found.amounts[0] == pytest.approx([1.0, 0.0, 1.0, 0.0])


@pytest.mark.parametrize("signs", [(1, 1, 1, 1, 1), (1, -1, 1, -1, 1)])
def test_what_is_not_proven_is_solved_by_highs(signs: tuple[int, ...], monkeypatch) -> None:
    """Without a single step nothing is proven, and the answers are the same."""
    x = drawn(7) * np.array(signs)
    expected = efficient_results(x, EQUAL).shares
    monkeypatch.setattr("zhishu.score.aggregators.programmes.column_programmes._STEPS", 0)
    assert efficient_results(x, EQUAL).shares == pytest.approx(expected, abs=1e-9)
    lonely = efficient_results(x[:, :1], np.ones(1))
    assert not lonely.found.any()
