"""From counts to statements: quantiles of places, ties, tiers, pairs, and scores of many draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from zhishu.doubt.design import Factor, choices_of, draw_design
from zhishu.doubt.intervals import (
    alike_run,
    quantile_places,
    tie_groups,
    tier_shares,
    tiers_by_place,
    told_apart,
)
from zhishu.doubt.pairs import count_pairs
from zhishu.doubt.places import bins_of, places_of, ranks_of_places
from zhishu.doubt.score_store import BINS, Kept, empty_histogram
from zhishu.doubt.weights import siblings_to_one, varied_by_dirichlet, varied_uniformly, weight_sets
from zhishu.score.ranks import rank
from zhishu.score.tree import compile_tree

PLACES = st.lists(st.integers(0, 6), min_size=1, max_size=40)


@settings(deadline=None)
@given(places=PLACES, share=st.floats(0, 1))
def test_quantiles_of_places_are_those_of_the_draws(places, share):
    """The quantile from counts is the inverted distribution function of the places themselves."""
    counts = np.bincount(places, minlength=8)
    expected = np.sort(places)[max(int(np.ceil(share * len(places) - 1e-9)), 1) - 1]
    assert quantile_places(counts, share) == expected


@settings(deadline=None)
@given(
    draws=st.integers(1, 300), regions=st.integers(1, 12), values=st.integers(1, 20), seed=st.integers(0, 99)
)
def test_pairs_are_counted_as_one_by_one(draws, regions, values, seed):
    """The counts by blocks and neighbours are those of every pair in every draw, ties included."""
    places = np.random.default_rng(seed).integers(0, values, (draws, regions)).astype(np.uint16)
    places.sort(axis=1) if seed % 2 else None
    ahead = np.zeros((regions, regions), dtype=np.int32)
    count_pairs(places, ahead)
    assert_array_equal(ahead, (places[:, :, None] < places[:, None, :]).sum(axis=0))


def test_members_of_a_tie_group_are_alike_pair_by_pair():
    """Groups partition the order; no two of a group can be told apart, and none can be longer."""
    generator = np.random.default_rng(0)
    ranks = rank(np.arange(40.0)[::-1] + generator.normal(size=(500, 40)) * 3, axis=-1)
    ahead = (ranks[:, :, None] < ranks[:, None, :]).sum(axis=0).astype(np.int32)
    apart = told_apart(ahead, 500, 0.9)
    groups = tie_groups(apart, np.arange(40))
    assert (np.diff(groups) >= 0).all()
    for group in range(1, groups.max() + 1):
        members = np.flatnonzero(groups == group)
        assert not apart[np.ix_(members, members)].any()
        if members[-1] < 39:
            assert apart[members[-1] + 1, members].any()
    first, last = alike_run(apart, np.arange(40))
    for place in range(40):
        assert not apart[place, first[place] : last[place] + 1].any()


def test_tiers_of_places_follow_the_published_ones():
    """Every place has the tier of the region published there or above; shares sum to 1."""
    ranks, tiers = np.array([1.0, 2.0, 2.0, 4.0]), np.array([1, 2, 2, 3])
    assert_array_equal(tiers_by_place(ranks, tiers, [1, 2, 3, 4]), [1, 2, 2, 3])
    shares = tier_shares(np.array([[5, 5, 0, 0], [0, 1, 2, 7]]), np.array([1, 2, 2, 3]))
    assert_allclose(shares, [[0.5, 0.5, 0], [0, 0.3, 0.7]])


@pytest.mark.parametrize("ties", ["min", "max", "average", "dense"])
def test_places_stand_for_ranks(ties):
    """Ranks of every rule of ties come back from their places; a missing rank has the last one."""
    ranks = rank(np.array([3.0, 1.0, 3.0, np.nan, 1.0, 0.0]), ties=ties)
    places = places_of(ranks, ties)
    bins = bins_of(6, ties)
    assert places.max() == bins - 1
    assert_array_equal(np.append(ranks_of_places(bins, ties), np.nan)[places], ranks)


def test_a_histogram_is_within_a_cell_of_the_exact_quantiles_in_any_order():
    """Quantiles lie within range / 512 of the exact ones, and do not depend on the order of the blocks."""
    generator = np.random.default_rng(1)
    scores = generator.lognormal(size=(900, 2, 3, 5)) * [[[1.0]], [[100.0]]] - 3
    scores[:, 0, 0, 0] = 7.25
    scores[:, 1, 2, 4] = np.nan
    kept = Kept(np.empty((2, 3, 5, 1000)), np.zeros(1000, dtype=bool))
    one, two, backwards = (empty_histogram((2, 3, 5)) for _ in range(3))
    for start in range(0, 900, 100):
        rows = np.arange(start, start + 100)
        kept.receive(start, scores[rows])
        (one if start % 200 else two).receive(start, scores[rows])
        backwards.receive(start, scores[::-1][rows])
    one.add(two)
    shares = (0.05, 0.5, 0.95)
    exact, found = kept.quantiles(shares), one.quantiles(shares)
    assert_array_equal(found, backwards.quantiles(shares))
    span = np.nanmax(scores, axis=(0, 3)) - np.nanmin(scores, axis=(0, 3))
    assert_array_equal(np.isnan(found), np.isnan(exact))
    assert (np.nan_to_num(np.abs(found - exact)) <= 2 * span[None, :, :, None] / BINS).all()
    assert_array_equal(found[:, 0, 0, 0], 7.25)


@pytest.mark.parametrize("sampler", ["random", "latin_hypercube", "sobol"])
def test_every_sampler_gives_numbers_below_one_and_honours_its_seed(sampler):
    """Numbers lie in [0, 1); the same seed gives the same, another one others; picks cover all choices."""
    factors = [Factor("normalise", choices=("a", "b", "c")), Factor("weights", 4)]
    design = draw_design(factors, 96, np.random.default_rng(0), sampler)
    assert design.shape == (96, 5)
    assert ((design >= 0) & (design < 1)).all()
    assert_array_equal(design, draw_design(factors, 96, np.random.default_rng(0), sampler))
    assert not np.array_equal(design, draw_design(factors, 96, np.random.default_rng(1), sampler))
    counted = np.bincount(choices_of(factors, design).picks["normalise"])
    assert counted.min() >= (31 if sampler == "latin_hypercube" else 15)


def test_varied_weights_stay_weights(framework):
    """Siblings sum to 1, none is negative, a weight of 0 stays 0, and the mean is the method's own."""
    tree = compile_tree(framework)
    own = siblings_to_one(np.random.default_rng(0).random((1, 1, len(tree.ids))), tree)
    own[..., tree.ids.index("x")] = 0.0
    own = siblings_to_one(own, tree)
    uniforms = draw_design([Factor("weights", len(tree.ids) - 1)], 4000, np.random.default_rng(1), "sobol")
    for varied in (
        varied_uniformly(own, uniforms, 0.25, tree),
        varied_by_dirichlet(own, uniforms, 30.0, tree),
    ):
        for node in tree.groups:
            assert_allclose(varied[..., list(tree.children[node])].sum(axis=-1), 1.0)
        assert (varied >= 0).all()
        assert (varied[..., tree.ids.index("x")] == 0).all()
        assert_allclose(varied.mean(axis=0), own[0], atol=0.01)
    ratio = varied_uniformly(own, uniforms, 0.25, tree) / np.where(own > 0, own, 1)
    assert ratio.max() <= 1.25 / 0.75
    dirichlet = varied_by_dirichlet(own, uniforms, 30.0, tree)
    expected = own * (1 - own) / 31.0
    assert_allclose(dirichlet.var(axis=0), expected[0], atol=3e-4)


def test_stated_sets_leave_unnamed_groups_alone(framework):
    """A set that names one group has NaN everywhere else, for the method's own weights."""
    tree = compile_tree(framework)
    table = weight_sets({"first": {"a": 3, "b": 1}}, tree)
    named = [tree.ids.index("a"), tree.ids.index("b")]
    assert_array_equal(table[0, named], [3, 1])
    assert np.isnan(np.delete(table[0], named)).all()
