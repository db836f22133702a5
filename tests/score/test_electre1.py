"""ELECTRE I: kernels against their definition, circles, levels, units of lags."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishu.errors import MethodError
from zhishu.score.aggregators.outranking.electre1 import electre1, outranking
from zhishu.score.aggregators.outranking.relations import concordance, discordance, kernel

W = np.array([0.5, 0.3, 0.2])
X = np.random.default_rng(3).random((9, 3))


def relation(seed: int, regions: int, share: float) -> np.ndarray:
    """Return a random relation without loops."""
    found = np.random.default_rng(seed).random((regions, regions)) < share
    np.fill_diagonal(found, val=False)
    return found


def kernels(outranks: np.ndarray) -> list[set[int]]:
    """Return every set whose members do not outrank each other and outrank all others between them."""
    every = range(len(outranks))
    sets = chain.from_iterable(combinations(every, size) for size in range(len(outranks) + 1))
    return [
        set(one)
        for one in sets
        if not outranks[np.ix_(one, one)].any()
        and all(outranks[list(one), other].any() for other in every if other not in one)
    ]


def reached(outranks: np.ndarray) -> np.ndarray:
    """Return which regions lie below which, over any number of steps."""
    found = outranks.copy()
    for _ in outranks:
        found |= (found.astype(int) @ outranks.astype(int)) > 0
    return found


@given(st.integers(0, 10**6), st.integers(1, 8), st.sampled_from([0.1, 0.3, 0.6]))
def test_without_circles_the_kernel_is_the_only_one(seed: int, regions: int, share: float) -> None:
    """Against all subsets."""
    outranks = np.triu(relation(seed, regions, share))[:, ::-1][::-1]
    assert kernels(outranks) == [set(np.flatnonzero(kernel(outranks)).tolist())]


@given(st.integers(0, 10**6), st.integers(1, 8), st.sampled_from([0.1, 0.2, 0.4]))
def test_circles_are_taken_as_one(seed: int, regions: int, share: float) -> None:
    """One member of each circle stands for it: the kernel of that graph is the only one, and is found."""
    outranks = relation(seed, regions, share)
    below = reached(outranks)
    same = (below & below.T) | np.eye(regions, dtype=bool)
    found = kernel(outranks)
    assert all(found[row].all() == found[row].any() for row in same)
    first = sorted({int(np.flatnonzero(row)[0]) for row in same})
    merged = np.array(
        [[a != b and outranks[np.ix_(same[a], same[b])].any() for b in first] for a in first], dtype=bool
    )
    assert kernels(merged) == [set(np.flatnonzero(found[first]).tolist())]


def test_a_batch_of_relations_is_one_graph() -> None:
    """Each draw gets what it gets alone."""
    draws = np.stack([relation(seed, 12, 0.15) for seed in range(20)]).reshape(4, 5, 12, 12)
    found = kernel(draws)
    assert found.shape == (4, 5, 12)
    for draw in np.ndindex(4, 5):
        assert np.array_equal(found[draw], kernel(draws[draw]))


def test_what_is_outranked_by_an_outranked_region_alone_is_in_the_kernel() -> None:
    """A over B over C, but not A over C: the kernel is A and C, what nothing outranks is A alone."""
    x = np.array([[1.0, 0.0], [0.8, 0.2], [0.4, 0.4]])
    options = {"concordance": 0.6, "discordance": 0.4}
    weights = np.array([0.6, 0.4])
    assert outranking(x, weights, **options).tolist() == [
        [False, True, False],
        [False, False, True],
        [False, False, False],
    ]
    assert electre1(x, weights, **options).tolist() == [1.0, 0.0, 1.0]
    assert electre1(x, weights, choose="not_outranked", **options).tolist() == [1.0, 0.0, 0.0]


def test_equal_regions_outrank_each_other_and_share_their_fate() -> None:
    """As one in the kernel; both outranked where a circle is not taken as one."""
    x = np.array([[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
    weights = np.array([0.5, 0.5])
    assert electre1(x, weights).tolist() == [1.0, 1.0, 0.0]
    assert electre1(x, weights, choose="not_outranked").tolist() == [0.0, 0.0, 0.0]
    assert electre1(np.full((4, 2), 0.3), weights).tolist() == [1.0] * 4
    assert electre1(x[:1], weights, concordance=None, discordance=None).tolist() == [1.0]


def test_no_level_is_missed_by_rounding() -> None:
    """0.1 + 0.2 reaches 0.3, and a lag of 0.8 − 0.5 is borne by a limit of 0.3."""
    x = np.array([[1.0, 1.0, 0.5], [0.0, 0.0, 0.8]])
    weights = np.array([0.1, 0.2, 0.7])
    assert outranking(x, weights, concordance=0.3, discordance=0.3).tolist()[0] == [False, True]


@pytest.mark.parametrize("unit", ["widest", "own", "value", "pair"])
def test_the_units_of_lags(unit: str) -> None:
    """Pair by pair, written out."""
    spans = X.max(axis=0) - X.min(axis=0)
    found = discordance(X, W, unit=unit)
    for a, b in np.ndindex(9, 9):
        lags, gaps = np.maximum(X[b] - X[a], 0), np.abs(W * (X[b] - X[a]))
        wanted = {
            "widest": (lags / spans.max()).max(),
            "own": (lags / spans).max(),
            "value": lags.max(),
            "pair": (W * lags).max() / gaps.max() if a != b else 0.0,
        }
        assert found[a, b] == pytest.approx(wanted[unit], abs=1e-15)


def test_a_limit_for_each_column_is_a_veto() -> None:
    """With no unit, lags beyond a column's own limit forbid outranking, whatever their scale."""
    scale, limits = np.array([1.0, 100.0, 0.01]), np.array([0.5, 0.2, 0.4])
    found = outranking(X * scale, W, concordance=0.5, discordance=limits * scale, lag="value")
    lags = X[None, :, :] - X[:, None, :]
    wanted = (concordance(X, W) >= 0.5) & (lags <= limits).all(axis=-1) & ~np.eye(9, dtype=bool)
    assert np.array_equal(found, wanted)


def test_means_stand_for_levels_that_are_not_given() -> None:
    """Over the pairs of different regions."""
    pairs = ~np.eye(9, dtype=bool)
    agreed, objected = concordance(X, W), discordance(X, W)
    wanted = (agreed >= agreed[pairs].mean() - 1e-12) & (objected <= objected[pairs].mean() + 1e-12) & pairs
    assert np.array_equal(outranking(X, W, concordance=None, discordance=None), wanted)


@pytest.mark.parametrize("unit", ["widest", "own", "value", "pair"])
def test_a_column_that_weighs_nothing_has_no_say(unit: str) -> None:
    """Neither by its lag nor by its range."""
    x = np.column_stack([X, 100 * X[::-1, 0]])
    found = outranking(x, np.append(W, 0.0), lag=unit)
    assert np.array_equal(found, outranking(X, W, lag=unit))


@pytest.mark.parametrize("options", [{"discordance": -0.1}, {"discordance": [0.3, 0.2]}])
def test_limits_that_do_not_fit_are_an_error(options: dict) -> None:
    """Below 0, or not one for each column."""
    with pytest.raises(MethodError):
        electre1(X, W, **options)
