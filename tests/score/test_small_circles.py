"""Kemeny orders of many draws at once, and of circles by their subsets."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhishu.score.aggregators.orders import small_circles
from zhishu.score.aggregators.orders.kemeny import kemeny, kemeny_order
from zhishu.score.aggregators.orders.small_circles import best_orders, settled_scores


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


def test_what_is_settled_and_what_is_not() -> None:
    """Not equal regions, nor circles above the largest, nor tables of many regions."""
    x, weights = np.random.default_rng(0).random((3, 7, 4)), np.full((3, 4), 0.25)
    x[0, :3] = [[3, 1, 2, 2], [2, 3, 1, 2], [1, 2, 3, 2]]
    x[1, 2] = x[1, 5]
    x[2] = x[2, :, :1]
    assert settled_scores(x, weights)[1].tolist() == [True, False, True]
    assert settled_scores(x, weights, largest=1)[1].tolist() == [False, False, True]
    assert settled_scores(np.zeros((1, 65, 2)), np.ones((1, 2)))[1].tolist() == [False]
    assert settled_scores(x[:0], weights[:0])[0].shape == (0, 7)


def test_the_size_of_blocks_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws and circles taken one at a time."""
    x, weights = np.random.default_rng(1).random((9, 8, 5)), np.full((9, 5), 0.2)
    expected = kemeny(x, weights).tolist()
    monkeypatch.setattr(small_circles, "_CELLS", 1)
    assert kemeny(x, weights).tolist() == expected
