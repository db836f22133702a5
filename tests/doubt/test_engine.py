"""The engine: draws are scored as the one scoring path scores them, whatever the shortcut, block or thread."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from zhishu.doubt.blocks import draw_ranks
from zhishu.doubt.design import choices_of, draw_design
from zhishu.doubt.doubt import level_doubt
from zhishu.doubt.intervals import probability_ahead, rank_intervals
from zhishu.doubt.study import branch_at, score_draws
from zhishu.errors import EditionError, MethodError, PanelError, ZhishuError
from zhishu.recipe import Step
from zhishu.score.pipeline import score_values
from zhishu.score.plan import compile_plan

WIDE = {
    "normalise": [{"method": "minmax", "to": [1, 100]}, {"method": "zscore", "mean": 10, "sd": 1}],
    "aggregate": ["geometric"],
    "weights": {"uniform": 0.25},
    "draws": 300,
}


def choices(study, draws=None, seed=0):
    count = draws or study.uncertain.draws
    return choices_of(study.factors, draw_design(study.factors, count, np.random.default_rng(seed), "random"))


@pytest.mark.parametrize("mean", ["arithmetic", "geometric"])
@pytest.mark.parametrize("ties", ["min", "max", "average", "dense"])
def test_the_shortcut_gives_the_ranks_of_the_tree(study_from, recipe_of, mean, ties):
    """Scores by a matrix product are those of the tree to 1e-12, and the ranks are equal, ties included."""
    values = np.random.default_rng(1).lognormal(size=(2, 60, 6))
    values[:, 40:50] = values[:, :10]
    recipe = recipe_of(
        normalise={"to": [1, 100]}, aggregate={"method": mean, "scale": 2.0}, rank={"ties": ties}
    )
    study = study_from(values, {"weights": {"uniform": 0.5}}, recipe, nodes=("index", "a", "a1", "b", "u"))
    branch = branch_at(study, {})
    assert branch.composite is not None
    drawn = choices(study, 200)
    quick = score_draws(study, branch, drawn)
    exact = score_draws(study, replace(branch, composite=None), drawn)
    assert_allclose(quick.scores, exact.scores, rtol=1e-12)
    assert_array_equal(quick.places, exact.places)


def test_close_scores_are_scored_again_through_the_tree(study_from):
    """Regions that tie by symmetry and not by equal values tie in every draw, as they do in the tree."""
    values = np.random.default_rng(2).random((1, 12, 6))
    values[0, :, 2] = 0.0
    values[0, 6] = values[0, 7] = [0.5, 0.5, 0.0, 0.5, 0.5, 0.5]
    values[0, 7, 2] = 1e-300
    study = study_from(values, {"weights": {"uniform": 0.3}}, None)
    branch = branch_at(study, {})
    drawn = choices(study, 100)
    exact = score_draws(study, replace(branch, composite=None), drawn)
    assert_array_equal(score_draws(study, branch, drawn).places, exact.places)


def test_a_draw_is_what_score_values_gives_for_its_recipe(study_from, recipe_of, framework):
    """Without varied weights a draw's scores and ranks are bitwise those of its own recipe."""
    study = study_from(
        (2, 30), {"normalise": ["zscore"], "aggregate": ["geometric"]}, recipe_of(normalise={"to": [1, 9]})
    )
    study = replace(study, alternatives={**study.alternatives, "normalise": study.alternatives["normalise"]})
    for picks, normalise, aggregate in (
        ({"normalise": 0, "aggregate": 0}, {"to": [1, 9]}, "arithmetic"),
        ({"normalise": 0, "aggregate": 1}, {"to": [1, 9]}, "geometric"),
        ({"normalise": 1, "aggregate": 0}, {"method": "zscore"}, "arithmetic"),
    ):
        plan = compile_plan(framework, recipe_of(normalise=normalise, aggregate={"method": aggregate}))
        expected = score_values(study.panel.values, plan)
        drawn = score_draws(study, branch_at(study, picks), choices(study, 3))
        nodes = list(study.nodes)
        for row in drawn.scores:
            assert_array_equal(row, np.moveaxis(expected.scores[..., nodes], -1, -2))
        assert_array_equal(drawn.places[0] + 1, np.moveaxis(expected.ranks[..., nodes], -1, -2))


def test_without_doubt_every_draw_is_the_published_ranking(study_from, published):
    """With nothing that varies all intervals have width 0 and lie at the published rank and score."""
    study = study_from((2, 25), {"draws": 40})
    level = published(study)
    found = level_doubt(study, level)
    nodes = list(study.nodes)
    ranks = np.moveaxis(level.ranks[..., nodes], -1, -2)
    assert_array_equal(found.places.argmax(axis=-1) + 1, ranks)
    assert_array_equal(found.places.max(axis=-1), 40)
    for scores in found.scores:
        assert_array_equal(scores, np.moveaxis(level.scores[..., nodes], -1, -2))
    assert (found.neighbours == 40).all()


@pytest.mark.parametrize(
    "varied", [WIDE, {"error": {"*": {"lognormal": 0.1}}, "indicators": {"drop": 0.2}, "draws": 120}]
)
def test_threads_and_blocks_change_nothing(study_from, recipe_of, published, varied):
    """Counts are identical for any threads and blocks; scores too, but for rounding in other blocks."""
    study = study_from((2, 40), varied, recipe_of(normalise={"to": [1, 100]}))
    level = published(study)
    whole = level_doubt(study, level, threads=1)
    for threads, size in ((2, None), (3, 7), (1, 1)):
        other = level_doubt(study, level, threads=threads, size=size)
        for part in ("places", "ahead", "neighbours", "changes"):
            assert_array_equal(getattr(whole, part), getattr(other, part), err_msg=f"{part} {threads} {size}")
        assert_allclose(whole.scores, other.scores, rtol=0 if size is None else 1e-13)


def test_counts_sum_to_the_draws(study_from, published):
    """Every region has one place in every draw; of a pair one is ahead, or they tie."""
    values = np.random.default_rng(3).integers(0, 3, (1, 30, 6)).astype(float)
    study = study_from(values, {"weights": {"dirichlet": 20}, "draws": 90})
    found = level_doubt(study, published(study))
    assert_array_equal(found.places.sum(axis=-1), 90)
    assert ((found.ahead + found.ahead.swapaxes(-1, -2)) <= 90).all()
    ranks = draw_ranks(
        study,
        choices_of(
            study.factors, draw_design(study.factors, 90, np.random.default_rng(0), "latin_hypercube")
        ),
    )
    expected = (ranks[:, 0, 0, :, None] < ranks[:, 0, 0, None, :]).sum(axis=0)
    assert_array_equal(found.ahead[0, 0], expected)


def test_pairs_and_intervals_are_those_of_the_draws_at_every_node(study_from, published):
    """P(ahead) and the intervals equal what the single draws say, at the index, its dimensions and in each year."""
    values = np.random.default_rng(9).integers(1, 6, (2, 15, 6)).astype(float)
    study = study_from(values, {"normalise": ["zscore"], "weights": {"uniform": 0.6}, "draws": 70})
    found = level_doubt(study, published(study))
    design = draw_design(study.factors, 70, np.random.default_rng(0), "latin_hypercube")
    ranks = draw_ranks(study, choices_of(study.factors, design))
    for year, node in np.ndindex(2, 3):
        own = ranks[:, year, node]
        share = probability_ahead(found, found.nodes[node], year=year)
        assert_array_equal(share, (own[:, :, None] < own[:, None, :]).mean(axis=0))
        intervals = rank_intervals(found, year=year, interval=(0.1, 0.8))
        for end, at in (("low", 0.1), ("median", 0.5), ("high", 0.8), ("best", 0), ("worst", 1)):
            expected = np.quantile(own, at, axis=0, method="inverted_cdf")
            assert_array_equal(getattr(intervals, end)[:, node], expected)
        assert_allclose(intervals.mean[:, node], own.mean(axis=0))
    assert_array_equal(probability_ahead(found), probability_ahead(found, "index", year=1))


def test_pairs_that_were_not_counted_are_asked_for_in_vain(study_from, published):
    """Without pairs, or at a node that was not looked at, the answer is one clear error."""
    study = study_from((1, 8), {"weights": {"uniform": 0.6}, "draws": 5})
    with pytest.raises(ZhishuError, match="were not counted at 'index'"):
        probability_ahead(level_doubt(study, published(study), pairs=False))
    with pytest.raises(ZhishuError, match="were not counted at 'a1'"):
        probability_ahead(level_doubt(study, published(study)), "a1")


def test_seed_zero_is_a_seed_and_another_seed_is_another_draw(study_from, published):
    """The same seed gives the same counts, 0 included; another one gives others."""
    study = study_from((1, 40), {"weights": {"uniform": 0.5}, "draws": 64, "seed": 0})
    level = published(study)
    first, again = level_doubt(study, level), level_doubt(study, level)
    other = level_doubt(replace(study, uncertain=replace(study.uncertain, seed=1)), level)
    assert_array_equal(first.places, again.places)
    assert not np.array_equal(first.places, other.places)


def test_changes_between_years_share_the_draw(study_from, published):
    """Two years with the same values never change, however uncertain each rank is by itself."""
    values = np.repeat(np.random.default_rng(4).lognormal(size=(1, 30, 6)), 2, axis=0)
    study = study_from(values, {"normalise": ["zscore"], "weights": {"uniform": 0.9}, "draws": 100})
    found = level_doubt(study, published(study))
    assert found.places[:, 0].max() < 100
    assert_array_equal(found.changes[0, :, study.bins - 1], 100)


def test_weights_are_derived_anew_when_an_indicator_is_left_out(study_from, recipe_of, framework_of):
    """A draw without an indicator is the index of the framework without it."""
    study = study_from(
        (1, 20), {"indicators": {"drop": "each"}, "draws": 5}, recipe_of(aggregate={"missing": "renormalise"})
    )
    picks = {"indicators": np.array([4])}
    drawn = score_draws(study, branch_at(study, {}), replace(choices(study, 1), picks=picks))
    rest = framework_of({"a": {"a1": {"u": None, "v": None}, "a2": {"w": None}}, "b": {"y": None, "z": None}})
    kept = [0, 1, 2, 4, 5]
    expected = score_values(study.panel.values[..., kept], compile_plan(rest, recipe_of()))
    assert_allclose(drawn.scores[0, 0, 0], expected.scores[0, :, 0], rtol=1e-12)


def test_moved_goalposts_are_minmax_with_those_goalposts(study_from, recipe_of, framework):
    """Moving both ends of the range is min–max with goalposts that lie there."""
    study = study_from((1, 15), {"goalposts": 0.1, "draws": 4})
    numbers = np.random.default_rng(0).random((1, 12))
    drawn = score_draws(
        study, branch_at(study, {}), replace(choices(study, 1), numbers={"goalposts": numbers})
    )
    low, high = study.panel.values[0].min(axis=0), study.panel.values[0].max(axis=0)
    moves = 0.1 * (2 * numbers[0] - 1) * np.tile(high - low, 2)
    posts = {name: [low[i] + moves[i], high[i] + moves[i + 6]] for i, name in enumerate(framework.indicators)}
    expected = score_values(
        study.panel.values, compile_plan(framework, recipe_of(normalise={"goalposts": posts}))
    )
    assert_allclose(drawn.scores[0, 0, 0], expected.scores[0, :, 0], rtol=1e-12)


def test_an_inadmissible_mix_is_named(study_from):
    """A geometric mean of z-scores is refused with the mix of choices that led to it."""
    study = study_from((1, 15), {"normalise": ["zscore"], "aggregate": ["geometric"], "draws": 30})
    with pytest.raises(MethodError) as caught:
        draw_ranks(study, choices(study))
    assert "normalise: zscore, aggregate: geometric" in caught.value.where


def test_an_alternative_without_an_answer_is_refused_as_the_recipe_would_be(study_from, recipe_of):
    """The first year has no annual change: its draws would silently be fewer than those of other years."""
    study = study_from((3, 5), {"normalise": ["annual_change"], "draws": 8})
    with pytest.raises(PanelError, match="no comparable one") as error:
        draw_ranks(study, choices(study))
    assert error.value.where is not None
    assert error.value.where.startswith("uncertain (normalise: annual_change), level city")
    left = recipe_of(aggregate={"missing": "renormalise"})
    study = study_from((3, 5), {"normalise": ["annual_change"], "draws": 8}, left)
    assert draw_ranks(study, choices(study)).shape[0] == 8


def test_a_drawn_value_that_makes_no_sense_is_named_with_its_mix(study_from):
    """Errors of measurement carry a value of the base year below 0 in some draws only."""
    varied = {"normalise": ["own_base"], "error": {"u": {"normal": {"sd": 5.0}}}, "draws": 40}
    study = study_from(np.full((2, 5, 6), 4.0), varied)
    with pytest.raises(MethodError, match="is no base") as error:
        draw_ranks(study, choices(study))
    assert error.value.where is not None
    assert error.value.where.startswith("uncertain (normalise: own_base), indicator u, region ")


def test_screened_regions_have_no_place(study_from, recipe_of, published):
    """A region that is screened out in the recipe has no place in any draw, the others have theirs."""
    values = np.random.default_rng(6).random((1, 20, 6))
    values[0, 3, :5] = np.nan
    screen = Step("screen", "availability", {"drop": "regions"})
    study = study_from(
        values,
        {"weights": {"uniform": 0.2}, "draws": 20},
        recipe_of(screen, aggregate={"missing": "renormalise"}),
    )
    level = published(study)
    found = level_doubt(study, level)
    assert np.isnan(level.ranks[0, 3, 0])
    assert found.places[0, 0, 3, -1] == 20
    assert_array_equal(found.places[0, 0].sum(axis=-1), 20)


def test_a_node_that_screening_emptied_has_no_places(study_from, recipe_of, published):
    """Without an indicator, and the group that it emptied, the others keep their places."""
    values = np.random.default_rng(8).random((1, 20, 6))
    values[0, :15, 2] = np.nan
    screen = Step("screen", "availability", {"drop": "indicators"})
    study = study_from(
        values,
        {"weights": {"uniform": 0.2}, "draws": 30},
        recipe_of(screen, aggregate={"missing": "renormalise"}),
        nodes=("index", "a", "a2"),
    )
    found = level_doubt(study, published(study))
    assert (found.places[0, 2, :, -1] == 30).all()
    assert (found.places[0, :2, :, -1] == 0).all()
    assert np.isnan(found.scores[:, 0, 2]).all()


def test_unknown_nodes_and_partly_stated_groups_are_refused(study_from):
    """A set of weights names whole groups of known nodes; anything else is one clear error."""
    with pytest.raises(EditionError, match="there is no node"):
        study_from((1, 5), {"weights": {"sets": {"mine": {"nowhere": 1}}}})
    with pytest.raises(EditionError, match="does not weigh a group"):
        study_from((1, 5), {"weights": {"sets": {"mine": {"a": 1}}}})
