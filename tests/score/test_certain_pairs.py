"""Pairs that stand the same way in every best order: against all orders there are."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhishu.score.aggregators.orders import least_disagreement
from zhishu.score.aggregators.orders.certain_pairs import certain_pairs
from zhishu.score.aggregators.orders.kemeny import kemeny, kemeny_order
from zhishu.score.aggregators.orders.least_disagreement import circle_orders
from zhishu.score.aggregators.orders.subsets import best_orders

SEEDS = st.integers(0, 2**32 - 1)


def majorities(seed: int, regions: int, *, kind: str, together: float = 0.0) -> np.ndarray:
    """Return antisymmetric numbers, whole ones with many ties, that favour the earlier regions."""
    drawn = np.random.default_rng(seed).normal(size=(3, regions, regions))
    drawn += together * np.triu(np.ones((regions, regions)), 1)
    net = np.triu(drawn.round() if kind == "whole" else drawn, 1)
    return net - np.swapaxes(net, -1, -2)


@settings(deadline=None)
@given(SEEDS, st.integers(1, 6), st.sampled_from(("whole", "any")), st.sampled_from([0.0, 0.5, 1.0]))
def test_certain_pairs_stand_so_in_every_best_order(
    seed: int, regions: int, kind: str, together: float
) -> None:
    """Of all permutations those that are best; units do not matter."""
    net = majorities(seed, regions, kind=kind, together=together)
    every = np.array(list(permutations(range(regions))))
    for circle, certain in zip(net, certain_pairs(net), strict=True):
        worth = np.array([np.triu(circle[np.ix_(order, order)], 1).sum() for order in every])
        best = np.argsort(every[worth >= worth.max() - 1e-9], axis=-1)
        assert (best[:, :, None] < best[:, None, :])[:, certain].all()
    assert (certain_pairs(1024.0 * net) == certain_pairs(net)).all()


def test_many_pairs_are_certain_where_columns_go_together() -> None:
    """Nine in ten of twenty regions, and they follow from each other."""
    certain = certain_pairs(majorities(0, 20, kind="any", together=2.0))
    assert (certain | np.swapaxes(certain, -1, -2)).mean() > 0.9 * 19 / 20
    assert not (certain & np.swapaxes(certain, -1, -2)).any()
    assert ((certain.astype(int) @ certain.astype(int) > 0) <= certain).all()
    assert not certain_pairs(np.zeros((1, 4, 4))).any()


@settings(deadline=None)
@given(SEEDS, st.integers(5, 10), st.sampled_from(("whole", "any")), st.sampled_from([0.0, 1.0]))
def test_circles_that_fall_apart_have_orders_of_the_same_cost(
    seed: int, regions: int, kind: str, together: float
) -> None:
    """As if only circles of up to four regions could be looked at whole."""
    net = majorities(seed, regions, kind=kind, together=together)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(least_disagreement, "LARGEST", 4)
        found, _ = circle_orders(net, 63)
    assert (np.sort(found) == np.arange(regions)).all()
    for circle, order, best in zip(net, found, best_orders(net), strict=True):
        reached, most = (np.triu(circle[np.ix_(one, one)], 1).sum() for one in (order, best))
        assert reached == pytest.approx(most, abs=1e-9)


def test_a_batch_whose_circles_fall_apart_gives_what_its_members_give() -> None:
    """Columns that go half together: circles of more than twelve regions, most of which split."""
    generator = np.random.default_rng(1)
    x = generator.random((12, 24, 6)) + generator.random((12, 24, 1))
    weights = generator.dirichlet(np.ones(6), 12)
    orders = [kemeny_order(values, share) for values, share in zip(x, weights, strict=True)]
    assert kemeny(x, weights).tolist() == [order.scores.tolist() for order in orders]
    assert all(order.gap == 0 for order in orders)
