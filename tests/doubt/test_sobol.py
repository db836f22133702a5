"""Sobol' indices: the design, the streaming, the statuses, and the outputs made of ranks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhishu.doubt.design import Factor, choices_of
from zhishu.doubt.radial import radial_design
from zhishu.doubt.sobol import index_text, indices_of, rank_outputs, resampling, sobol_indices, sums_of
from zhishu.errors import MethodError

NORMALISER = Factor("normalise", choices=("minmax", "zscore", "rank"))
WEIGHTS = Factor("weights", 4)
SAMPLERS = ("random", "latin_hypercube", "sobol")


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_each_block_moves_one_factor_and_nothing_else(sampler) -> None:
    """At a, at b, and per factor at a with that factor's columns, all of them, from b."""
    design = radial_design([NORMALISER, WEIGHTS], 8, np.random.default_rng(0), sampler)
    points = design.points(0, 8)
    assert points.shape == (8, 4, 5)
    assert np.array_equal(points[:, 0], design.a)
    assert np.array_equal(points[:, 1], design.b)
    assert np.array_equal(points[:, 2], np.c_[design.b[:, :1], design.a[:, 1:]])
    assert np.array_equal(points[:, 3], np.c_[design.a[:, :1], design.b[:, 1:]])
    assert (points >= 0).all()
    assert (points < 1).all()


@pytest.mark.parametrize(("rows", "factors"), [(1, [WEIGHTS]), (8, [])])
def test_a_design_without_variance_is_refused(rows, factors) -> None:
    """One row or no factor is one clear error."""
    with pytest.raises(MethodError, match="too small"):
        radial_design(factors, rows, np.random.default_rng(0))


def test_the_seed_decides_all_zero_included() -> None:
    """The same seed gives the same indices, another one does not."""

    def run(seed: int) -> np.ndarray:
        generator = np.random.default_rng(seed)
        design = radial_design([WEIGHTS], 16, generator)
        return sobol_indices(lambda u: u**2, design, generator, replicates=20).first.low

    assert np.array_equal(run(0), run(0))
    assert not np.array_equal(run(0), run(1))


@settings(max_examples=25, deadline=None)
@given(rows=st.integers(1, 70), seed=st.integers(0, 20))
def test_the_size_of_a_block_changes_no_index(rows, seed) -> None:
    """Streaming in blocks of any size is the same analysis, bootstrap included."""
    design = radial_design([NORMALISER, WEIGHTS], 64, np.random.default_rng(seed), "random")

    def evaluate(points: np.ndarray) -> np.ndarray:
        return np.stack([points[:, 0] + points[:, 1] ** 2, points.sum(axis=1), points.prod(axis=1)], axis=1)

    whole = sobol_indices(evaluate, design, np.random.default_rng(1), replicates=30, rows=64)
    parts = sobol_indices(evaluate, design, np.random.default_rng(1), replicates=30, rows=rows)
    for order in ("first", "total"):
        for field in ("value", "low", "high"):
            one, other = (getattr(getattr(found, order), field) for found in (whole, parts))
            assert other == pytest.approx(one, abs=1e-9)
        assert np.array_equal(getattr(whole, order).status, getattr(parts, order).status)


@settings(max_examples=25, deadline=None)
@given(shift=st.floats(-1e6, 1e6), seed=st.integers(0, 20))
def test_where_the_zero_of_an_output_lies_changes_no_index(shift, seed) -> None:
    """A centred estimator sees differences only."""
    design = radial_design([NORMALISER, WEIGHTS], 32, np.random.default_rng(seed))
    plain, moved = (
        sobol_indices(lambda u, by=by: (u[:, :1] + 3 * u[:, 1:2]) * 4 + by, design, np.random.default_rng(1))
        for by in (0.0, shift)
    )
    assert moved.first.value == pytest.approx(plain.first.value, abs=1e-6)
    assert moved.total.value == pytest.approx(plain.total.value, abs=1e-6)


def test_a_categorical_choice_needs_no_special_case() -> None:
    """Two choices that add up: each has its exact share of the variance, from categories alone."""
    coin = Factor("coin", choices=("a", "b"))
    effects, coins = np.array([0.0, 1.0, 5.0]), np.array([0.0, 2.0])
    shares = np.array([np.var(effects), np.var(coins)])
    factors = [NORMALISER, coin]

    def evaluate(points: np.ndarray) -> np.ndarray:
        picks = choices_of(factors, points).picks
        return (effects[picks["normalise"]] + coins[picks["coin"]])[:, None]

    design = radial_design(factors, 2048, np.random.default_rng(0))
    found = sobol_indices(evaluate, design, np.random.default_rng(1))
    assert found.first.value[:, 0] == pytest.approx(shares / shares.sum(), abs=0.02)
    assert found.total.value[:, 0] == pytest.approx(shares / shares.sum(), abs=0.02)
    assert found.variance == pytest.approx(shares.sum(), rel=0.02)
    assert found.evaluations == 2048 * 4


def test_a_group_of_columns_is_one_factor() -> None:
    """Four weights that vary together have the index of their sum."""
    factors = [Factor("weights", 4), Factor("noise")]
    design = radial_design(factors, 1024, np.random.default_rng(0))
    found = sobol_indices(lambda u: u.sum(axis=1, keepdims=True), design, np.random.default_rng(1))
    assert found.first.value[:, 0] == pytest.approx([0.8, 0.2], abs=0.01)


def test_an_estimate_that_is_only_noise_is_said_to_be_noise() -> None:
    """A weak factor on few rows is noise; a factor without effect is none; nothing varies: constant."""
    factors = [Factor("strong"), Factor("weak"), Factor("idle")]
    design = radial_design(factors, 24, np.random.default_rng(3), "random")

    def evaluate(points: np.ndarray) -> np.ndarray:
        return np.stack([10 * points[:, 0] + 0.3 * points[:, 1], np.full(len(points), 7.0)], axis=1)

    found = sobol_indices(evaluate, design, np.random.default_rng(1))
    assert found.first.status[:, 0].tolist() == ["measured", "noise", "none"]
    assert found.first.status[:, 1].tolist() == ["constant"] * 3
    assert found.total.value[2, 0] == 0
    assert not found.first.value[:, 1].any()
    low, high = found.first.low[1, 0], found.first.high[1, 0]
    assert low <= 0 <= high
    assert index_text(found.first.value[1, 0], low, high, "noise") == "noise"


def test_a_false_alarm_is_as_rare_as_the_interval_says() -> None:
    """The 90 % intervals of a known index hold it in about 90 of 100 analyses."""
    hits = 0
    for seed in range(100):
        design = radial_design([Factor("x"), Factor("y")], 128, np.random.default_rng(seed), "random")
        found = sobol_indices(lambda u: u @ [[2.0], [1.0]], design, np.random.default_rng(seed + 1000))
        hits += found.first.low[0, 0] <= 0.8 <= found.first.high[0, 0]
    assert 80 <= hits <= 99


def test_without_resampling_the_interval_is_the_estimate() -> None:
    """Replicates of 0 give the estimate alone."""
    design = radial_design([WEIGHTS], 8, np.random.default_rng(0))
    y = design.points(0, 8).sum(axis=-1)[..., None]
    found = indices_of(sums_of(y, resampling(8, 0, np.random.default_rng(0)), y[0, 0]), ("weights",))
    assert np.array_equal(found.first.low, found.first.value)


def test_a_result_that_is_not_finite_is_refused() -> None:
    """NaN never becomes an index."""
    design = radial_design([WEIGHTS], 8, np.random.default_rng(0))
    with pytest.raises(MethodError, match="not finite"):
        sobol_indices(lambda u: np.full((len(u), 1), np.nan), design, np.random.default_rng(0))


def test_outputs_of_ranks() -> None:
    """The mean shift, whether the first place holds, and every region's own rank."""
    published = np.array([1.0, 2.0, 3.0, np.nan])
    ranks = np.array([[1.0, 2.0, 3.0, np.nan], [3.0, 2.0, 1.0, np.nan]])
    assert rank_outputs(ranks, published).tolist() == [[0, 1, 1, 2, 3, 0], [4 / 3, 0, 3, 2, 1, 0]]


def test_a_shared_first_place_holds_only_when_all_keep_it() -> None:
    """Two that share the first place: one of them falling breaks it."""
    assert rank_outputs(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 3.0]))[1] == 0
