"""Kemeny orders of many draws at once, and of circles by their subsets."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhishu.score.aggregators.orders import kemeny as module
from zhishu.score.aggregators.orders import subsets
from zhishu.score.aggregators.orders.circles import circles, first_places
from zhishu.score.aggregators.orders.kemeny import kemeny, kemeny_order, kemeny_orders
from zhishu.score.aggregators.orders.subsets import best_orders


def supported(net: np.ndarray, order: tuple[int, ...]) -> float:
    """Return the net majorities of the earlier over the later, summed."""
    return float(np.triu(net[np.ix_(order, order)], 1).sum())


@pytest.mark.parametrize("regions", [1, 2, 3, 5, 6])
def test_best_orders_are_the_best_of_all_and_the_earliest_of_these(regions: int) -> None:
    """Against every permutation, in the order of the alphabet; whole numbers, so that many are equal."""
    drawn = np.random.default_rng(regions).integers(-2, 3, (8, regions, regions)).astype(float)
    net = np.triu(drawn, 1) - np.swapaxes(np.triu(drawn, 1), -1, -2)
    for circle, found in zip(net, best_orders(net), strict=True):
        assert tuple(found) == max(permutations(range(regions)), key=lambda order: supported(circle, order))


@settings(deadline=None)  # the first case imports
@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 6), st.sampled_from([None, 1]))
def test_a_batch_gives_what_the_orders_of_its_members_give(
    seed: int, regions: int, columns: int, digits: int | None
) -> None:
    """Exactly, settled side by side or one by one; with equal regions, ties and columns of no weight."""
    generator = np.random.default_rng(seed)
    x, weights = generator.random((4, regions, columns)), generator.dirichlet(np.ones(columns), 4)
    if digits is not None:
        x, weights = x.round(digits), np.full((4, columns), 1.0 / columns)
    weights[0, 1:] = 0.0
    expected = [kemeny_order(values, share) for values, share in zip(x, weights, strict=True)]
    assert all(order.gap == 0 for order in expected)
    assert kemeny(x, weights).tolist() == [order.scores.tolist() for order in expected]


def test_draws_with_equal_regions_large_circles_and_none_stand_side_by_side() -> None:
    """Each draw gets its own order, cost and bound, as alone; no draws and single regions are orders too."""
    x, weights = np.random.default_rng(0).random((3, 7, 4)), np.full((3, 4), 0.25)
    x[0, :3] = [[3, 1, 2, 2], [2, 3, 1, 2], [1, 2, 3, 2]]
    x[1, 2] = x[1, 5]
    x[2] = x[2, :, :1]
    for largest in (63, 1):
        found = kemeny_orders(x, weights, exact_up_to=largest)
        alone = [
            kemeny_order(values, share, exact_up_to=largest) for values, share in zip(x, weights, strict=True)
        ]
        assert found.scores.tolist() == [order.scores.tolist() for order in alone]
        assert found.cost.tolist() == [order.cost for order in alone]
        assert found.bound.tolist() == [order.bound for order in alone]
    assert found.gap[2] == 0
    assert found.gap[0] > 0
    assert kemeny(x[:0], weights[:0]).shape == (0, 7)
    assert kemeny(x[:, :1], weights).tolist() == [[0.0]] * 3


def test_tables_of_more_regions_than_bits_are_ordered_in_a_batch() -> None:
    """Eighty regions whose columns go together, two of them equal."""
    generator = np.random.default_rng(2)
    x, weights = generator.random((3, 80, 5)) + 3 * generator.random((3, 80, 1)), np.full((3, 5), 0.2)
    x[1, 7] = x[1, 70]
    found = kemeny(x, weights, exact_up_to=80)
    assert found.tolist() == [kemeny(values, weights[0], exact_up_to=80).tolist() for values in x]
    assert found[1, 7] == found[1, 70]


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_circles_begin_after_all_that_should_stand_above_them(seed: int, regions: int) -> None:
    """Regions of one circle lead to each other; the earliest of those that are ready comes next."""
    generator = np.random.default_rng(seed)
    wanted = generator.random((3, regions, regions)) < 1.5 / regions
    wanted &= ~np.eye(regions, dtype=bool)
    circle = circles(wanted)
    place = first_places(wanted, circle)
    for draw in range(3):
        leads = np.linalg.matrix_power(wanted[draw] + np.eye(regions), regions) > 0
        assert ((leads & leads.T) == (circle[draw][:, None] == circle[draw])).all()
        before = leads & ~leads.T
        assert (place[draw][:, None] < place[draw])[before].all()
        size = (circle[draw][:, None] == circle[draw]).sum(axis=1)
        assert (place[draw] + size).max() == regions


def test_the_size_of_blocks_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws and circles taken one at a time."""
    x, weights = np.random.default_rng(1).random((9, 8, 5)), np.full((9, 5), 0.2)
    expected = kemeny(x, weights).tolist()
    monkeypatch.setattr(subsets, "_CELLS", 1)
    monkeypatch.setattr(module, "_CELLS", 1)
    assert kemeny(x, weights).tolist() == expected
