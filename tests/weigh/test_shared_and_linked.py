"""Weightings from people who share points out, say ratios along a chain, or say what influences what."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.findings import Weighed, weighting_findings
from zhishu.weigh.judged.complementary import (
    compatibility,
    forced_scoring,
    fuzzy_complementary,
    shared_points,
)
from zhishu.weigh.judged.influence import dematel, direct_influences, total_influence
from zhishu.weigh.judged.linked_ratios import ring_ratio

X = np.zeros((2, 5, 3))
IDS = ("a", "b", "c")
SHARES = {"a": {"b": 0.6, "c": 0.7}, "b": {"c": 0.6}}
SCORES = {"a": {"b": 3, "c": 4}, "b": {"c": 2}}
RATIOS = {"a / b": {"Li": 3, "Wu": 1}, "b / c": {"Li": "1/2", "Wu": 2}}
DIRECT = {"a": {"b": 2}, "b": {"a": 1, "c": 1}}
EVERY = [
    (fuzzy_complementary, "comparisons", SHARES),
    (forced_scoring, "comparisons", SCORES),
    (ring_ratio, "ratios", RATIOS),
    (dematel, "influences", DIRECT),
]


@pytest.mark.parametrize(("method", "option", "table"), EVERY)
def test_people_judge_once_for_every_draw_and_a_single_column_weighs_1(method, option, table) -> None:
    """Whatever the data; a table that says nothing about the group, or mixes layouts, is an error."""
    found = method(X, IDS, **{option: table})
    assert found.shape == (2, 3)
    assert (found[0] == found[1]).all()
    assert found[0].sum() == pytest.approx(1)
    assert method(X[..., :1], ("a",), **{option: table})[0].tolist() == [1]
    with pytest.raises(MethodError, match="nothing about this group"):
        method(X[..., :2], ("p", "q"), **{option: table})
    with pytest.raises(MethodError, match="is missing"):
        method(X, IDS)
    with pytest.raises(MethodError, match="two layouts"):
        method(X, IDS, **{option: {"a": {"b": 1}, "b / c": {"Li": 1}}})


@pytest.mark.parametrize(("method", "option", "table"), EVERY)
def test_the_order_of_columns_does_not_matter(method, option, table) -> None:
    """Each column keeps its weight."""
    found = dict(zip(IDS, method(X, IDS, **{option: table})[0], strict=True))
    turned = dict(zip("cab", method(X, tuple("cab"), **{option: table})[0], strict=True))
    assert turned == pytest.approx(found)


def test_either_side_of_a_pair_is_enough() -> None:
    """The other has what is left; both layouts are one; experts are averaged."""
    back = {"b / a": {"Li": 0.4}, "a / c": {"Li": 0.7}, "c / b": {"Li": 0.4}}
    assert shared_points(back, IDS, 1)["Li"] == pytest.approx(shared_points(SHARES, IDS, 1)["the panel"])
    two = {pair: {**row, "Wu": 0.5} for pair, row in back.items()}
    mean = (fuzzy_complementary(X, IDS, comparisons=back)[0] + 1 / 3) / 2
    assert fuzzy_complementary(X, IDS, comparisons=two)[0] == pytest.approx(mean)
    scored = forced_scoring(X, IDS, comparisons=two, points=1)[0]
    assert scored == pytest.approx(np.array([2.3, 2.0, 1.7]) / 6)


@pytest.mark.parametrize(
    ("table", "match"),
    [
        ({"a": {"b": 0.6}, "b": {"c": 0.5}}, "missing or beyond"),
        ({"a": {"b": 1.2, "c": 0.5}, "b": {"c": 0.5}}, "missing or beyond"),
        ({"a": {"b": 0.6, "c": 0.5}, "b": {"a": 0.6, "c": 0.5}}, "do not share"),
    ],
)
def test_shares_that_cannot_be_used_are_an_error(table, match: str) -> None:
    """The pair and the expert are named."""
    with pytest.raises(MethodError, match=match) as error:
        fuzzy_complementary(X, IDS, comparisons=table)
    assert "'a'" in str(error.value.where)


def test_complementary_comparisons_that_contradict_themselves_are_refused_unless_accepted() -> None:
    """A circle; compatible ones lie near their weights."""
    circle = {"a": {"b": 0.9, "c": 0.1}, "b": {"c": 0.9}}
    with pytest.raises(MethodError, match="contradict") as error:
        fuzzy_complementary(X, IDS, comparisons=circle)
    assert "compatibility 0.267" in str(error.value.seen)
    assert fuzzy_complementary(X, IDS, comparisons=circle, limit=None)[0] == pytest.approx([1 / 3] * 3)
    assert compatibility(np.array([[0.5, 1.0], [0.0, 0.5]]), np.array([0.0, 0.0])) == pytest.approx(0.25)


def test_a_larger_spread_brings_the_weights_together() -> None:
    """At the least value they differ most; below it there are none."""
    plain = fuzzy_complementary(X, IDS, comparisons=SHARES)[0]
    assert fuzzy_complementary(X, IDS, comparisons=SHARES, spread=1)[0] == pytest.approx(plain)
    assert fuzzy_complementary(X, IDS, comparisons=SHARES, spread=2)[0] == pytest.approx((plain + 1 / 3) / 2)
    with pytest.raises(MethodError, match="too small"):
        fuzzy_complementary(X, IDS, comparisons=SHARES, spread=0.5)


def test_what_is_added_to_every_score_keeps_the_last_above_0() -> None:
    """0-1 scoring with and without its correction."""
    order = {"a": {"b": 1, "c": 1}, "b": {"c": 1}}
    assert forced_scoring(X, IDS, comparisons=order, points=1)[0] == pytest.approx([2 / 3, 1 / 3, 0])
    assert forced_scoring(X, IDS, comparisons=order, points=1, own=1)[0] == pytest.approx(
        [3 / 6, 2 / 6, 1 / 6]
    )


def test_ratios_may_go_up_and_down_and_be_more_than_needed() -> None:
    """The mean of two experts; a third pair that fits changes nothing."""
    assert ring_ratio(X, IDS, ratios=RATIOS)[0] == pytest.approx(
        [(0.5 + 0.4) / 2, (1 / 6 + 0.4) / 2, (1 / 3 + 0.2) / 2]
    )
    fits = {"a / b": {"Li": 3}, "b / c": {"Li": 0.5}, "a / c": {"Li": 1.5}}
    assert ring_ratio(X, IDS, ratios=fits)[0] == pytest.approx([3 / 6, 1 / 6, 2 / 6])


@pytest.mark.parametrize(
    ("table", "match"),
    [({"a / b": {"Li": 2}}, "do not link"), ({"a / b": {"Li": 0}, "b / c": {"Li": 1}}, "not above 0")],
)
def test_ratios_that_cannot_be_used_are_an_error(table, match: str) -> None:
    """A column that hangs on none, a ratio of 0."""
    with pytest.raises(MethodError, match=match):
        ring_ratio(X, IDS, ratios=table)


def test_influence_adds_up_over_all_detours() -> None:
    """The sum of the powers, for both divisors; causes have a relation above 0."""
    direct = direct_influences(DIRECT, IDS)["the panel"]
    for divisor, largest in (("rows_and_columns", 2.0), ("rows", 2.0)):
        found = total_influence(direct, divisor=divisor)
        powers = sum(np.linalg.matrix_power(direct / largest, step) for step in range(1, 200))
        assert found.total == pytest.approx(powers)
    assert found.relation[2] == -found.received[2]
    assert total_influence(np.array([[0.0, 0, 2], [0, 0, 2], [0, 1, 0]]), divisor="rows").total[0, 2] > 1


def test_what_dematel_counts() -> None:
    """Prominence alone, or its length with the relation; columns without any influence weigh alike."""
    found = total_influence(direct_influences(DIRECT, IDS)["the panel"])
    length = np.sqrt(found.prominence**2 + found.relation**2)
    assert dematel(X, IDS, influences=DIRECT, measure="length")[0] == pytest.approx(length / length.sum())
    assert dematel(X, IDS, influences={"a": {"b": 0}})[0] == pytest.approx([1 / 3] * 3)


def test_influences_that_cannot_be_used_are_an_error() -> None:
    """Those that never die out, and one below 0."""
    with pytest.raises(MethodError, match="die out"):
        dematel(X[..., :2], ("a", "b"), influences={"a": {"b": 2}, "b": {"a": 2}})
    with pytest.raises(MethodError, match="below 0"):
        dematel(X, IDS, influences={"a": {"b": -1}})


def test_findings_of_these_weightings() -> None:
    """Compatibility of each expert; what each column gives and receives."""
    group = Weighed(X[0], IDS, np.ones(3), {"comparisons": SHARES, "spread": None})
    (found,) = weighting_findings("fuzzy_complementary", group)
    assert (found.about, found.measure) == ("the panel", "compatibility")
    assert found.value < 0.1
    group = Weighed(X[0], IDS, np.ones(3), {"influences": DIRECT, "divisor": "rows"})
    told = {(one.about, one.measure): one.value for one in weighting_findings("dematel", group)}
    assert told["a", "prominence"] == pytest.approx(
        told["a", "influence_given"] + told["a", "influence_received"]
    )
    assert told["c", "relation"] < 0
    assert len(told) == 12
