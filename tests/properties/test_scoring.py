"""What must hold for scores of any data: symmetry, scale, sums, monotony, batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zhishu.framework import Direction
from zhishu.prepare.directions import directions_of
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.recipe import Recipe, Step
from zhishu.score.aggregators.averages.means import arithmetic
from zhishu.score.pipeline import normalise_values, score_values, weigh_and_score
from zhishu.score.plan import compile_plan
from zhishu.score.ranks import TIES, rank
from zhishu.score.tree import fixed_weights, score_tree
from zhishu.weigh.spread.improved_vector import READINGS

if TYPE_CHECKING:
    from zhishu.framework import Framework
    from zhishu.score.plan import Plan

TREE = {"a": {"b": {"v": None, "w": None}, "x": None}, "c": {"y": None}, "z": None}
DIRECTIONS = {
    "w": Direction("negative"),
    "x": Direction("interval", 20, 40),
    "y": Direction("target", 50, 50),
}
INDICATORS = 5
WEIGHTINGS = [("equal", {}), *(("improved_vector", {"reading": reading}) for reading in READINGS)]

# Whole numbers are what indicators of records are; they also keep distances from the underflow of doubles.
cells = st.integers(0, 100).map(float)
values = st.integers(2, 9).flatmap(lambda regions: arrays(np.float64, (regions, INDICATORS), elements=cells))
weightings = st.sampled_from(WEIGHTINGS)
levels = st.sampled_from(["nested", "flat"])
units = st.tuples(st.sampled_from([0.25, 3.0, 1e4]), st.integers(-50, 50))
places = st.tuples(st.integers(0, 1), st.integers(0, INDICATORS - 1))
leaf_weights = arrays(np.float64, INDICATORS, elements=st.floats(0.01, 1))


@pytest.fixture(scope="module")
def framework(framework_of) -> Framework:
    """Return a ragged framework with all four directions."""
    return framework_of(TREE, directions=DIRECTIONS)


def plan_of(framework: Framework, weighting: tuple[str, dict[str, str]], how: str) -> Plan:
    """Return the report's recipe with one weighting."""
    name, options = weighting
    return compile_plan(
        framework,
        Recipe(
            (
                Step("normalise", "minmax"),
                Step("weigh", name, {"levels": how, **options}),
                Step("aggregate", "arithmetic", {"scale": 100}),
                Step("rank", "by_score"),
            )
        ),
    )


@given(x=values, weighting=weightings, how=levels, seed=st.integers(0, 99))
def test_the_order_of_regions_changes_nothing(framework, x, weighting, how, seed) -> None:
    """Shuffled regions get the same weights and scores, to the last digits of a sum."""
    plan = plan_of(framework, weighting, how)
    order = np.random.default_rng(seed).permutation(len(x))
    plain, shuffled = score_values(x, plan), score_values(x[order], plan)
    assert shuffled.weights == pytest.approx(plain.weights, abs=1e-12)
    assert shuffled.scores == pytest.approx(plain.scores[order], abs=1e-10)


@given(
    x=values,
    weighting=weightings,
    how=levels,
    unit=units,
)
def test_the_unit_of_an_indicator_changes_no_score(framework, x, weighting, how, unit) -> None:
    """Yuan or ten thousand yuan, Celsius or Kelvin: a positive factor and a shift drop out."""
    plan = plan_of(framework, weighting, how)
    factor, shift = unit
    rescaled = x.copy()
    rescaled[:, [0, 1, 4]] = (
        rescaled[:, [0, 1, 4]] * factor + shift
    )  # target and interval are in units themselves
    plain, other = score_values(x, plan), score_values(rescaled, plan)
    assert other.weights == pytest.approx(plain.weights, abs=1e-9)
    assert other.scores == pytest.approx(plain.scores, abs=1e-7)


@given(x=values, weighting=weightings, how=levels)
def test_weights_sum_to_one_at_every_node(framework, x, weighting, how) -> None:
    """Within every group, and over all indicators for the effective ones; none is negative."""
    plan = plan_of(framework, weighting, how)
    found = score_values(x, plan)
    for node in plan.tree.groups:
        assert found.weights[list(plan.tree.children[node])].sum() == pytest.approx(1, abs=1e-12)
    assert found.effective[list(plan.tree.leaves)].sum() == pytest.approx(1, abs=1e-12)
    assert (found.weights >= 0).all()


@given(x=values, weighting=weightings, how=levels)
def test_the_index_is_the_sum_of_effective_weight_times_value(framework, x, weighting, how) -> None:
    """Σ effective weight × normalised value = score / 100, to 1e-12."""
    plan = plan_of(framework, weighting, how)
    found = score_values(x, plan)
    total = found.normalised @ found.effective[list(plan.tree.leaves)]
    assert found.scores[:, 0] / 100 == pytest.approx(total, abs=1e-12)


@given(x=values, weighting=weightings, how=levels)
def test_scores_lie_between_zero_and_the_scale(framework, x, weighting, how) -> None:
    """At every node, for every region."""
    scores = score_values(x, plan_of(framework, weighting, how)).scores
    assert scores.min() >= 0
    assert scores.max() <= 100 * (1 + 1e-15)


@given(
    x=values,
    weights=leaf_weights,
    place=places,
    step=cells,
)
def test_a_better_value_never_lowers_its_regions_score(framework, x, weights, place, step) -> None:
    """Under fixed weights, in any direction; min–max may well raise or lower the others."""
    directions = directions_of(framework)
    region, column = place
    better = x.copy()
    if directions.around[column]:
        best = np.clip(x[region, column], directions.low[column], directions.high[column])
        better[region, column] += np.clip(best - x[region, column], -step, step)
    else:
        better[region, column] += directions.sign[column] * step
    assume(np.ptp(x[:, column]) > 0)  # a constant column is 0 by convention, whatever its direction
    before, after = (
        arithmetic(minmax(data, directions), weights / weights.sum())[region] for data in (x, better)
    )
    assert after >= before - 1e-12


@settings(max_examples=30)
@given(
    draws=arrays(np.float64, (3, 2, 6, INDICATORS), elements=cells),
    weighting=weightings,
    how=levels,
    ties=st.sampled_from(TIES),
)
def test_a_batch_of_draws_equals_the_loop_over_draws_exactly(framework, draws, weighting, how, ties) -> None:
    """There is no second code path for Monte Carlo: every bit agrees."""
    plan = plan_of(framework, weighting, how)
    batch = score_values(draws, plan)
    for index in np.ndindex(3, 2):
        alone = score_values(draws[index], plan)
        assert np.array_equal(batch.scores[index], alone.scores)
        assert np.array_equal(batch.effective[index], alone.effective)
        assert np.array_equal(
            rank(batch.scores[index], ties=ties, axis=-2), rank(alone.scores, ties=ties, axis=-2)
        )


@given(x=values, weighting=weightings, how=levels)
def test_found_weights_given_back_give_the_same_scores(framework, x, weighting, how) -> None:
    """Scoring under fixed weights is the same path as scoring under found ones."""
    plan = plan_of(framework, weighting, how)
    comparable = normalise_values(x, plan)
    found = weigh_and_score(comparable, plan)
    again = score_tree(
        comparable,
        plan.tree,
        fixed_weights(found.weights, plan.tree),
        lambda _, columns, w: arithmetic(columns, w),
    )
    assert np.array_equal(found.scores, again.scores)


@given(scores=arrays(np.float64, st.integers(1, 12), elements=st.integers(0, 5).map(float)))
def test_every_tie_rule_counts_the_regions_above(scores) -> None:
    """`min` is one more than those above, `max` those at least as high, `average` their mean."""
    above = (scores[None, :] > scores[:, None]).sum(axis=1)
    at_least = (scores[None, :] >= scores[:, None]).sum(axis=1)
    assert np.array_equal(rank(scores, ties="min"), above + 1)
    assert np.array_equal(rank(scores, ties="max"), at_least)
    assert np.array_equal(rank(scores, ties="average"), (above + 1 + at_least) / 2)
