"""Leave one out: against scoring one by one, by hand, and rank reversal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zhishu.doubt.leave_one_out import (
    leave_one_indicator_out,
    leave_one_node_out,
    leave_one_region_out,
    reversed_pairs,
)
from zhishu.errors import MethodError
from zhishu.framework import Framework
from zhishu.prepare.columns import Background
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import score_values
from zhishu.score.plan import Plan, compile_plan

TREE = {"a": {"b": {"v": None, "w": None}, "x": None}, "c": {"y": None}}
SMALLER = {
    "v": {"a": {"b": {"w": None}, "x": None}, "c": {"y": None}},
    "w": {"a": {"b": {"v": None}, "x": None}, "c": {"y": None}},
    "x": {"a": {"b": {"v": None, "w": None}}, "c": {"y": None}},
    "y": {"a": {"b": {"v": None, "w": None}, "x": None}},
    "b": {"a": {"x": None}, "c": {"y": None}},
}
LEAVES = ("v", "w", "x", "y")
BELOW = {"b": ("v", "w")}
cells = st.integers(0, 20).map(float)
panels = st.integers(3, 7).flatmap(lambda regions: arrays(np.float64, (2, regions, 4), elements=cells))


def plan_of(framework: Framework, base: str = "each_year", weighting: str = "improved_vector") -> Plan:
    """Return min–max, weights from the data, arithmetic."""
    steps = (
        Step("normalise", "minmax", {"base": base}),
        Step("weigh", weighting, {"base": base}),
        Step("aggregate", "arithmetic"),
        Step("rank", "by_score"),
    )
    return compile_plan(framework, Recipe(steps))


@settings(max_examples=30, deadline=None)
@given(values=panels)
def test_without_a_node_is_the_index_of_the_smaller_framework(framework_of, values) -> None:
    """Weights found anew, emptied groups gone: as if the node had never been declared."""
    found = leave_one_node_out(values, plan_of(framework_of(TREE)), tuple(SMALLER))
    for place, (node, tree) in enumerate(SMALLER.items()):
        kept = [column for column, leaf in enumerate(LEAVES) if leaf not in BELOW.get(node, (node,))]
        alone = score_values(values[..., kept], plan_of(framework_of(tree)))
        assert np.array_equal(found.scores[place], alone.scores[..., 0])
        assert np.array_equal(found.ranks[place], alone.ranks[..., 0])
        assert found.mean_shift[place] == pytest.approx(
            np.abs(alone.ranks[..., 0] - found.published).mean(-1)
        )


def test_every_indicator_is_left_out_in_order(framework_of) -> None:
    """One row per indicator, and shifts against the published ranks."""
    values = np.array([[3.0, 1, 2, 0], [0, 3, 1, 2], [1, 0, 3, 1]])
    found = leave_one_indicator_out(values, plan_of(framework_of(TREE)))
    assert found.nodes == LEAVES
    assert found.ranks.shape == (4, 3)
    assert np.array_equal(found.largest_shift, np.abs(found.ranks - found.published).max(axis=-1))


def test_removing_everything_is_refused(framework_of) -> None:
    """The root, or the only indicator, leaves nothing to rank."""
    values = np.zeros((3, 4))
    with pytest.raises(MethodError, match="nothing is left") as fault:
        leave_one_node_out(values, plan_of(framework_of(TREE)), ["index"])
    assert "index" in str(fault.value)


@settings(max_examples=30, deadline=None)
@given(values=panels, base=st.sampled_from(["each_year", "all_years"]))
def test_without_a_region_is_the_index_of_the_others(framework_of, values, base) -> None:
    """Batch or one by one, each year: as if the region had never been in the panel."""
    plan = plan_of(framework_of(TREE), base)
    found = leave_one_region_out(values, plan)
    published = score_values(values, plan)
    for place in range(values.shape[1]):
        kept = np.delete(np.arange(values.shape[1]), place)
        alone = score_values(values[:, kept], plan).ranks[..., 0]
        expected = plan.steps["rank"].run(published.scores[:, kept, 0], axis=-1)
        assert np.isnan(found.ranks[place, :, place]).all()
        assert np.array_equal(found.ranks[place][:, kept], alone)
        assert np.array_equal(found.expected[place][:, kept], expected)
        assert found.mean_shift[place] == pytest.approx(np.abs(alone - expected).mean(-1))
        for year in range(2):
            pairs = reversed_pairs(found.published[year], found.ranks[place, year])
            assert found.reversals[place, year] == len(pairs)


def test_blocks_change_nothing(framework_of, monkeypatch) -> None:
    """A block of one and a block of all give the same."""
    values = np.random.default_rng(0).integers(0, 50, (9, 4)).astype(float)
    plan = plan_of(framework_of(TREE))
    whole = leave_one_region_out(values, plan)
    monkeypatch.setattr("zhishu.doubt.leave_one_out.BLOCK_BYTES", 1)
    parts = leave_one_region_out(values, plan)
    assert np.array_equal(whole.ranks, parts.ranks, equal_nan=True)
    assert np.array_equal(whole.reversals, parts.reversals)


def test_a_reversal_by_hand(framework_of) -> None:
    """Without the outlier C in the first indicator, B's lead there counts fully and A falls behind.

    With C: A = (0.0 + 0.4)/2, B = (0.1 + 0.0)/2. Without C: A = (0 + 1)/2, B = (1 + 0)/2 of the first
    two, and D keeps the second's span: A = 0.4 of it again, so B passes A.
    """
    values = np.array([[0.0, 4.0], [10.0, 0.0], [100.0, 0.0], [0.0, 10.0]])
    plan = plan_of(framework_of({"p": None, "q": None}), weighting="equal")
    found = leave_one_region_out(values, plan)
    assert found.published.tolist() == [3, 4, 1, 1]
    assert found.ranks[2, [0, 1, 3]].tolist() == [3, 1, 1]
    assert found.expected[2, [0, 1, 3]].tolist() == [2, 3, 1]
    assert reversed_pairs(found.published, found.ranks[2]).tolist() == [[0, 1]]
    assert found.reversals[2] == 1


def test_only_some_regions_may_be_left_out(framework_of) -> None:
    """`removed` picks them; the answer is that part of the whole."""
    values = np.random.default_rng(1).random((6, 4))
    plan = plan_of(framework_of(TREE))
    whole, part = leave_one_region_out(values, plan), leave_one_region_out(values, plan, removed=[4, 1])
    assert np.array_equal(part.ranks, whole.ranks[[4, 1]], equal_nan=True)
    assert np.array_equal(part.reversals, whole.reversals[[4, 1]])


def test_a_plan_that_names_regions_is_run_without_the_removed_ones_name(framework_of) -> None:
    """Distance to a named reference region: the others are still measured against it; it must stay."""
    steps = (
        Step("normalise", "distance_to_reference", {"reference": "r0"}),
        Step("weigh", "equal", {}),
        Step("aggregate", "arithmetic"),
        Step("rank", "by_score"),
    )
    plan = compile_plan(framework_of(TREE), Recipe(steps))
    values = np.random.default_rng(1).random((5, 4)) + np.array([[1.0], [0], [0], [0], [0]])
    names = tuple(f"r{place}" for place in range(5))
    found = leave_one_region_out(values, plan, Background(names), removed=[3, 4])
    for place, region in enumerate((3, 4)):
        kept = np.delete(np.arange(5), region)
        alone = score_values(values[kept], plan, Background(tuple(names[other] for other in kept)))
        assert np.array_equal(found.ranks[place, kept], alone.ranks[:, 0])
    with pytest.raises(MethodError, match="no region 'r0'") as fault:
        leave_one_region_out(values, plan, Background(names), removed=[0])
    assert "without region r0" in str(fault.value)


def test_two_regions_have_no_third(framework_of) -> None:
    """Leaving one of two out leaves nothing to compare."""
    with pytest.raises(MethodError, match="needs others"):
        leave_one_region_out(np.zeros((2, 4)), plan_of(framework_of(TREE)))
