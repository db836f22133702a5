"""Orders by the sets of regions that can come first, of many circles at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhishu.score.aggregators.orders import down_sets
from zhishu.score.aggregators.orders.certain_pairs import certain_pairs
from zhishu.score.aggregators.orders.down_sets import down_set_orders
from zhishu.score.aggregators.orders.subsets import best_orders


def majorities(seed: int, regions: int, kind: str, circles: int = 5) -> np.ndarray:
    """Return antisymmetric numbers, whole ones with many ties, that favour the earlier regions."""
    drawn = np.random.default_rng(seed).normal(loc=0.5, size=(circles, regions, regions))
    net = np.triu(drawn.round() if kind == "whole" else drawn, 1)
    return net - np.swapaxes(net, -1, -2)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.sampled_from(("whole", "any")))
def test_the_orders_are_those_of_all_subsets(seed: int, regions: int, kind: str) -> None:
    """The very same, also where several are equally good, with certain pairs and with none."""
    net = majorities(seed, regions, kind)
    for certain in (certain_pairs(net), np.zeros(net.shape, dtype=bool)):
        order, found = down_set_orders(net, certain)
        assert found.all()
        assert order.tolist() == best_orders(net).tolist()


def test_circles_with_too_many_sets_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those with few are ordered as if the others were not there."""
    net = majorities(1, 9, "any")
    certain = certain_pairs(net)
    certain[[1, 3]] = False
    monkeypatch.setattr(down_sets, "MOST", 40)
    order, found = down_set_orders(net, certain)
    assert found.tolist() == [True, False, True, False, True]
    assert order[found].tolist() == best_orders(net[found]).tolist()
    assert not down_set_orders(net[[1, 3]], certain[[1, 3]])[1].any()


def test_the_size_of_blocks_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Circles taken one at a time; and none at all."""
    net = majorities(2, 8, "whole")
    expected = down_set_orders(net, certain_pairs(net))[0].tolist()
    monkeypatch.setattr(down_sets, "_CIRCLES", 1)
    assert down_set_orders(net, certain_pairs(net))[0].tolist() == expected
    assert down_set_orders(net[:0], certain_pairs(net)[:0])[0].shape == (0, 8)


def test_circles_of_more_regions_than_bits_are_left() -> None:
    """63 can be ordered, 64 cannot."""
    net = np.triu(np.ones((1, 64, 64)), 1)
    net = net - np.swapaxes(net, -1, -2)
    assert down_set_orders(net, net > 0)[1].tolist() == [False]
    order, found = down_set_orders(net[:, 1:, 1:], net[:, 1:, 1:] > 0)
    assert found.tolist() == [True]
    assert order.tolist() == [list(range(63))]
