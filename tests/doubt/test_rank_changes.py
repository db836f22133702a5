"""The best and the worst change of rank between two years over all weights, against brute force."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhishu.doubt.certificates import changes_at, changes_hold
from zhishu.doubt.rank_changes import rank_changes
from zhishu.doubt.reachable import rank_ranges
from zhishu.doubt.weight_space import WeightSpace, constraints_of, flat_tree, violation, weight_space
from zhishu.errors import MethodError
from zhishu.score.tree import compile_tree

NESTED = {"a": {"p": None, "q": None}, "b": {"r": None, "s": None}}
WITHIN = np.array([1.0, 0.6, 0.5, 0.5, 0.4, 0.7, 0.3])
MARGIN = 1e-6


@pytest.fixture(scope="module")
def spaces(framework_of) -> dict[str, WeightSpace]:
    """Return one small space of each kind."""
    flat, nested = flat_tree(["p", "q", "r"]), compile_tree(framework_of(NESTED))
    return {
        "free": weight_space(flat),
        "box": weight_space(flat, np.array([1, 0.5, 0.3, 0.2]), spread=0.5),
        "order": weight_space(flat, order=[("p", "q"), ("q", "r")]),
        "nested": weight_space(nested, WITHIN, spread=0.4),
        "nested and order": weight_space(nested, order=[("a", "b"), ("s", "r")]),
    }


def corners(space: WeightSpace, rows: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return every point of the space where as many planes as it takes meet: faces and rows·w = levels."""
    limits = constraints_of(space)
    columns = len(limits.low)
    planes = np.concatenate([limits.matrix, np.eye(columns), np.eye(columns), rows])
    sides = np.concatenate([limits.bound, limits.low, limits.high, levels])
    chosen = np.array(list(combinations(range(len(planes)), columns - 1)))
    systems = np.concatenate([planes[chosen], np.ones((len(chosen), 1, columns))], axis=1)
    wanted = np.concatenate([sides[chosen], np.ones((len(chosen), 1))], axis=1)
    regular = np.abs(np.linalg.det(systems)) > 1e-9
    points = np.linalg.solve(systems[regular], wanted[regular][..., None])[..., 0]
    return points[violation(space, points) <= 1e-9]


def best_change(
    earlier: np.ndarray, later: np.ndarray, space: WeightSpace, region: int, ties: tuple[float, float]
) -> int:
    """Return the least change from the corners of the arrangement of both years' leads.

    A rival is ahead in the later year when its lead is over ties[0], and in the earlier one when it
    is at least ties[1]: closed pieces of the space, so the least is at a corner.
    """
    now, then = (np.delete(x, region, axis=0) - x[region] for x in (later, earlier))
    rows, levels = np.concatenate([now, then]), np.repeat(ties, len(now))
    points = corners(space, rows, levels)
    ahead_now = (points @ now.T > ties[0] + 1e-10).sum(axis=1)
    ahead_then = (points @ then.T >= ties[1] - 1e-10).sum(axis=1)
    return int((ahead_now - ahead_then).min())


def all_best(
    earlier: np.ndarray, later: np.ndarray, space: WeightSpace, ties: tuple[float, float]
) -> list[int]:
    """Return the least change of every region."""
    return [best_change(earlier, later, space, region, ties) for region in range(len(later))]


@pytest.mark.parametrize("kind", ["free", "box", "order", "nested", "nested and order"])
@settings(max_examples=8, deadline=None)
@example(seed=301255263)  # in order: two leads that end within a millionth of each other
@given(seed=st.integers(0, 2**32 - 1))
def test_changes_equal_brute_force(spaces, kind, seed) -> None:
    """Best and worst change of every region, proven, each shown by weights that recount to it.

    The worst change is the best of the way back, with the sign turned. Proofs hold up to half a margin: where
    half a margin decides, the change lies between brute force with the narrower and the wider one.
    """
    space = spaces[kind]
    earlier, later = np.random.default_rng(seed).random((2, 5, len(space.columns)))
    found, ends = rank_changes(earlier, later, space), (MARGIN / 2, 1.5 * MARGIN)
    for change, years in ((found.best, (earlier, later)), (-found.worst, (later, earlier))):
        assert (change <= all_best(*years, space, ends)).all()
        assert (change >= all_best(*years, space, ends[::-1])).all()
    assert found.proven.all()
    assert changes_hold(earlier, later, space, found).all()


@pytest.mark.parametrize("kind", ["free", "box", "order", "nested"])
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_ties_stay_between_brute_force_with_a_wider_and_no_margin(spaces, kind, seed) -> None:
    """Values in fifths, full of ties: a margin of 0 and 2e-6 finds no more, ties either way no less."""
    space = spaces[kind]
    earlier, later = np.random.default_rng(seed).integers(0, 6, (2, 4, len(space.columns))) / 5
    found = rank_changes(earlier, later, space)
    assert (found.best <= all_best(earlier, later, space, (0.0, 2 * MARGIN))).all()
    assert (found.best >= all_best(earlier, later, space, (2 * MARGIN, 0.0))).all()
    assert changes_hold(earlier, later, space, found).all()


def test_no_sampled_weights_leave_the_changes_and_the_ranges_enclose_them() -> None:
    """Ten thousand weights change no rank by more; the change is no wider than both years' ranges allow."""
    generator = np.random.default_rng(2)
    earlier = generator.random((15, 4))
    later = earlier + generator.normal(scale=0.1, size=earlier.shape)
    space = weight_space(flat_tree(list("pqrs")), np.array([1, *[0.25] * 4]), spread=0.4)
    drawn = generator.dirichlet(np.full(4, 60.0), 10_000)
    drawn = drawn[violation(space, drawn) <= 0]
    assert len(drawn) > 5000
    changes, found = changes_at(earlier, later, drawn), rank_changes(earlier, later, space)
    assert (changes.min(axis=0) >= found.best).all()
    assert (changes.max(axis=0) <= found.worst).all()
    before, after = rank_ranges(earlier, space), rank_ranges(later, space)
    assert (found.best >= after.best - before.worst).all()
    assert (found.worst <= after.worst - before.best).all()
    assert (found.best > after.best - before.worst).any()


def test_the_same_values_change_nothing() -> None:
    """Two equal years: no weights change any rank, however wide the ranges."""
    x = np.random.default_rng(1).random((9, 3))
    found = rank_changes(x, x, weight_space(flat_tree(["p", "q", "r"])))
    assert found.best.tolist() == found.worst.tolist() == [0] * 9
    assert found.proven.all()


def test_fixed_weights_have_one_change() -> None:
    """A spread of 0 is one point: best and worst are the change under these weights."""
    earlier, later = np.random.default_rng(3).random((2, 9, 4))
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    space = weight_space(flat_tree(list("pqrs")), np.array([1, *weights]), spread=0)
    found = rank_changes(earlier, later, space)
    assert found.best.tolist() == found.worst.tolist() == changes_at(earlier, later, weights).tolist()


def test_some_regions_a_single_one_or_none() -> None:
    """All others still compete, progress counts the regions done; a single region never moves."""
    earlier, later = np.random.default_rng(4).random((2, 8, 3))
    space, done = weight_space(flat_tree(["p", "q", "r"])), []
    whole = rank_changes(earlier, later, space)
    part = rank_changes(earlier, later, space, regions=[5, 2], progress=done.append)
    assert done == [1, 2]
    assert part.best.tolist() == whole.best[[5, 2]].tolist()
    assert part.worst.tolist() == whole.worst[[5, 2]].tolist()
    alone = rank_changes(earlier[:1], later[:1], space)
    assert (alone.best.tolist(), alone.worst.tolist()) == ([0], [0])
    assert rank_changes(earlier, later, space, regions=[]).best.tolist() == []


def test_a_search_cut_short_keeps_honest_bounds() -> None:
    """With one node the bounds still enclose the exact changes, and what is stated is shown."""
    earlier, later = np.random.default_rng(5).random((2, 14, 5))
    space = weight_space(flat_tree(list("pqrst")))
    short, exact = (rank_changes(earlier, later, space, nodes=nodes) for nodes in (1, 100_000))
    assert exact.proven.all()
    assert (short.best_bound <= exact.best).all()
    assert (exact.best <= short.best).all()
    assert (short.worst <= exact.worst).all()
    assert (exact.worst <= short.worst_bound).all()
    assert changes_hold(earlier, later, space, short).all()


def test_a_false_certificate_is_found_out() -> None:
    """Weights that break the bounds, or a change that is not theirs, do not hold."""
    earlier, later = np.random.default_rng(6).random((2, 5, 3))
    space = weight_space(flat_tree(["p", "q", "r"]), np.array([1, 0.5, 0.3, 0.2]), spread=0.3)
    found = rank_changes(earlier, later, space)
    found.best_weights[0] = [1.0, 0.0, 0.0]
    found.worst[1] += 1
    assert changes_hold(earlier, later, space, found).tolist() == [False, False, True, True, True]


def test_years_of_other_regions_are_refused() -> None:
    """The change of a rank needs the same regions in both years."""
    with pytest.raises(MethodError, match="do not have the same regions"):
        rank_changes(np.zeros((3, 2)), np.zeros((4, 2)), weight_space(flat_tree(["p", "q"])))
