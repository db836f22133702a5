"""The recipe of draws: everything that may be said to vary does vary, reproducibly, and nothing else."""

from __future__ import annotations

import csv
import tracemalloc

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from zhishu.doubt.blocks import block_size, draw_ranks
from zhishu.doubt.design import choices_of, draw_design
from zhishu.doubt.doubt import level_doubt
from zhishu.doubt.noise import error_models, with_errors
from zhishu.doubt.study import branch_at, score_draws
from zhishu.doubt.uncertain import ErrorModel
from zhishu.errors import MethodError
from zhishu.prepare.impute.regression import chained_draws
from zhishu.recipe import Step

SETS = {
    "planner": {"a": 3, "b": 1},
    "firm": {"a": 1, "b": 4},
    "third": {"a": 1, "b": 1, "x": 5, "y": 1, "z": 1},
}
WAYS = {
    "normaliser": {"normalise": ["zscore", "rank"]},
    "treatment": {"treat": ["quantile_clip", "nothing"]},
    "imputation": {"impute": ["median", "knn"]},
    "weighting": {"weigh": ["equal", "entropy", {"method": "improved_vector", "reading": "angle"}]},
    "aggregator": {"aggregate": ["geometric", "harmonic"]},
    "aggregator at each level": {"aggregate": {"each_depth": ["geometric"]}},
    "uniform weights": {"weights": {"uniform": 0.6}},
    "Dirichlet weights": {"weights": {"dirichlet": 15}},
    "free weights": {"weights": {"free": True}},
    "free weights above a least one": {"weights": {"free": {"a": 0.3}}},
    "sets of weights": {"weights": {"sets": SETS}},
    "experts": {"weights": {"experts": SETS}},
    "indicators one by one": {"indicators": {"drop": "each"}},
    "indicators by chance": {"indicators": {"drop": 0.3}},
    "goalposts": {"goalposts": 0.3},
    "normal error": {"error": {"*": {"normal": {"share": 0.4}}}},
    "log-normal error": {"error": {"u": {"lognormal": 0.9}, "x": {"lognormal": 0.9}}},
    "Poisson error": {"error": {"*": {"poisson": True}}},
    "multiple imputation": {"multiple_imputation": 6},
}
SAMPLERS = ("random", "latin_hypercube", "sobol")


@pytest.fixture
def gappy():
    """Return counts (years, regions, indicators) with gaps and an outlier."""
    generator = np.random.default_rng(21)
    level = generator.gamma(2.0, 4.0, size=(30, 1))
    values = generator.poisson(level * generator.gamma(4.0, 1.0, size=(1, 30, 6))).astype(float) + 1
    values[0, [2, 9, 17], [1, 3, 5]] = np.nan
    values[0, 4, 0] = 4000.0
    return values


@pytest.fixture
def recipe(recipe_of):
    """Return a recipe that imputes and treats, and whose comparable values are above 0."""
    return recipe_of(Step("impute", "mean"), Step("treat", "winsorise_then_log"), normalise={"to": [1, 100]})


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_said_to_vary_moves_ranks_and_a_seed_repeats_it(
    study_from, recipe, gappy, published, way, sampler
):
    """Some region changes place, the same seed (0) gives the same counts, another one others, threads none."""
    settings = {**WAYS[way], "draws": 48, "sampler": sampler}
    study = study_from(gappy, {**settings, "seed": 0}, recipe)
    level = published(study)
    found = level_doubt(study, level, threads=1)
    assert (found.places[0, 0].max(axis=-1) < 48).any()
    assert_array_equal(found.places.sum(axis=-1), 48)
    again = level_doubt(study_from(gappy, {**settings, "seed": 0}, recipe), level, threads=3)
    assert_array_equal(found.places, again.places)
    assert_array_equal(found.ahead, again.ahead)
    if sampler == "random":  # the others deal out a single choice evenly, whatever the seed
        other = level_doubt(study_from(gappy, {**settings, "seed": 1}, recipe), level)
        assert not np.array_equal(found.places, other.places)


def test_each_depth_takes_its_own_aggregator(study_from, recipe, gappy):
    """Two alternatives at each of three depths are eight mixes, as many factors as depths."""
    study = study_from(gappy, {"aggregate": {"each_depth": ["geometric"]}}, recipe)
    assert [factor.name for factor in study.factors] == ["aggregate 0", "aggregate 1", "aggregate 2"]
    design = draw_design(study.factors, 64, np.random.default_rng(0), "sobol")
    choices = choices_of(study.factors, design)
    drawn = draw_ranks(study, choices)[:, 0, 0]
    mixes = {tuple(int(choices.picks[name][row]) for name in choices.picks) for row in range(64)}
    assert len(mixes) == 8
    assert len(np.unique(drawn, axis=0)) > 4


def test_every_random_imputation_is_one_of_chained_equations(study_from, recipe_of, gappy):
    """A draw's values are those of one imputation with its own seed; the recipe's own takes no part."""
    study = study_from(gappy, {"multiple_imputation": 4, "seed": 3}, recipe_of(Step("impute", "mean")))
    assert len(study.factors[0].choices) == 4
    for pick in range(4):
        branch = branch_at(study, {"impute": pick})
        expected = chained_draws(gappy, np.random.default_rng(3 * 4 + pick), draws=1)[0]
        assert_allclose(branch.prepared.values, expected)
    values = [branch_at(study, {"impute": pick}).prepared.values for pick in range(4)]
    assert len({part.tobytes() for part in values}) == 4


@pytest.mark.parametrize("kind", ["sets", "experts"])
def test_sets_of_weights_from_a_file_are_those_written_in_place(study_from, recipe, gappy, tmp_path, kind):
    """A table with the names down and the nodes across says the same as the edition itself."""
    nodes = ("a", "b", "x", "y", "z")
    with (tmp_path / "weights.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [("who", *nodes), *((name, *(own.get(node, "") for node in nodes)) for name, own in SETS.items())]
        )
    given = ({kind: {"file": "weights.csv"}}, {kind: SETS})
    ranks = []
    for weights in given:
        study = study_from(gappy, {"weights": weights}, recipe, folder=tmp_path)
        choices = choices_of(
            study.factors, draw_design(study.factors, 30, np.random.default_rng(0), "random")
        )
        ranks.append(draw_ranks(study, choices))
    assert_array_equal(*ranks)


def test_one_set_in_each_draw_or_the_mean_of_a_resample(study_from, recipe, gappy):
    """`sets` takes the weights of one stakeholder, `experts` the mean of a resample of all."""
    for kind, expected in (("sets", {0.75, 0.2, 0.5}), ("experts", None)):
        study = study_from(gappy, {"weights": {kind: SETS}}, recipe, nodes=("index", "a", "b"))
        design = draw_design(study.factors, 200, np.random.default_rng(0), "random")
        drawn = score_draws(study, branch_at(study, {}), choices_of(study.factors, design))
        index, first, second = drawn.scores[:, 0, :, 0].T
        share = (index - second) / (first - second)
        if expected:
            assert set(share.round(9)) == expected
        else:
            # Sums of three sets, each a to b as stated, weigh by how much each states in all.
            assert 0.2 - 1e-9 <= share.min() < share.max() <= 0.75 + 1e-9
            assert len(set(share.round(9))) > 6


def test_nothing_said_to_vary_is_the_recipe_itself(study_from, recipe, gappy):
    """There is no factor, and every draw has the same ranks."""
    study = study_from(gappy, {}, recipe)
    assert study.factors == ()
    drawn = draw_ranks(study, choices_of(study.factors, np.zeros((5, 0))))
    assert (drawn == drawn[:1]).all()


def test_errors_have_the_moments_that_were_stated(framework):
    """Normal by unit and by share, log-normal with mean 1, Poisson counts; what has no error and NaN stay."""
    values = np.broadcast_to([50.0, 8.0, 20.0, 6.0, 3.0, np.nan], (20_000, 1, 1, 6))
    models = error_models(
        {
            "u": ErrorModel("normal", sd=4.0),
            "v": ErrorModel("normal", share=0.25),
            "w": ErrorModel("lognormal", share=0.5),
            "x": ErrorModel("poisson"),
            "z": ErrorModel("poisson"),
        },
        framework.indicators,
    )
    numbers = np.random.default_rng(0).random((20_000, 1))
    drawn = with_errors(values, models, numbers, framework.indicators)[:, 0, 0]
    assert_allclose(drawn[:, :4].mean(axis=0), [50, 8, 20, 6], rtol=0.02)
    assert_allclose(drawn[:, :4].std(axis=0), [4, 2, 10, 6**0.5], rtol=0.04)
    assert (drawn[:, 4] == 3).all()
    assert np.isnan(drawn[:, 5]).all()
    again = with_errors(values[:3], models, numbers[[7, 2, 7]], framework.indicators)[:, 0, 0]
    assert_array_equal(again, drawn[[7, 2, 7]])


def test_a_negative_count_has_no_poisson_error(study_from, recipe_of):
    """It is refused with the indicator and the value."""
    study = study_from(np.full((1, 5, 6), -1.0), {"error": {"w": {"poisson": True}}, "draws": 3}, recipe_of())
    with pytest.raises(MethodError, match="a count with Poisson error is negative"):
        draw_ranks(study, choices_of(study.factors, np.full((3, 1), 0.5)))


def test_memory_grows_by_the_design_alone(study_from, published, monkeypatch):
    """Four times the draws take no more memory than their own rows of uniform numbers, and a little for picks."""
    monkeypatch.setattr("zhishu.doubt.score_store.KEPT", 1000)
    peaks = []
    for draws in (16_000, 64_000):
        study = study_from((1, 60), {"normalise": ["zscore"], "weights": {"uniform": 0.3}, "draws": draws})
        level = published(study)
        tracemalloc.start()
        level_doubt(study, level, threads=2)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    row = 8 * sum(factor.columns for factor in study.factors)
    assert peaks[1] - peaks[0] < 48_000 * 4 * row
    assert 4 * row < 8 * 60


@pytest.mark.parametrize("varied", [{"weights": {"uniform": 0.3}}, {"error": {"*": {"lognormal": 0.1}}}])
def test_a_block_holds_no_more_than_its_cells(study_from, recipe_of, varied):
    """A thousand regions are drawn in smaller blocks than ten; through the tree in smaller ones still."""
    sizes = []
    for regions in (10, 1000, 20_000):
        study = study_from((1, regions), varied, recipe_of())
        nodes = len(study.setting.framework.ids) if "error" in varied else 1
        size = block_size(study, branch_at(study, {}))
        assert 8 <= size <= 2040
        assert size * regions * nodes <= 2**21 or size == 8
        sizes.append(size)
    assert sizes[0] >= sizes[1] > sizes[2]
