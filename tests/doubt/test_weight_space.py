"""The space of weights: its bounds, its furthest points, and the answers over it against brute force."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zhishu.doubt.certificates import overtaking_holds, ranges_hold, ranks_at
from zhishu.doubt.conflicts import never_both_down
from zhishu.doubt.overtaking import changes_of_first, first_places, smallest_change
from zhishu.doubt.reachable import never_in_top, rank_ranges
from zhishu.doubt.weight_space import (
    WeightSpace,
    constraints_of,
    flat_tree,
    furthest,
    violation,
    weight_space,
)
from zhishu.errors import MethodError
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import score_values, score_with_weights
from zhishu.score.plan import compile_plan
from zhishu.score.ranks import rank
from zhishu.score.tree import Tree, compile_tree, effective_weights, weights_from_leaves

NESTED = {"a": {"p": None, "q": None}, "b": {"r": None, "s": None}}
WITHIN = np.array([1.0, 0.6, 0.5, 0.5, 0.4, 0.7, 0.3])
KINDS = ("free", "box", "order", "nested", "nested and order", "cut")


@pytest.fixture(scope="module")
def nested(framework_of) -> Tree:
    """Return a tree of two groups of two columns."""
    return compile_tree(framework_of(NESTED))


def space_of(kind: str, nested: Tree) -> WeightSpace:
    """Return one small space of each kind."""
    flat, weights = flat_tree(["p", "q", "r"]), np.array([1, 0.5, 0.3, 0.2])
    return {
        "free": lambda: weight_space(flat),
        "box": lambda: weight_space(flat, weights, spread=0.5),
        "order": lambda: weight_space(flat, order=[("p", "q"), ("q", "r")]),
        "nested": lambda: weight_space(nested, WITHIN, spread=0.4),
        "nested and order": lambda: weight_space(nested, order=[("a", "b"), ("s", "r")]),
        "cut": lambda: weight_space(flat, matrix=np.array([[1.0, -2.0, 0.0]]), bound=np.array([0.1])),
    }[kind]()


def vertices(space: WeightSpace, rows: np.ndarray, level: float) -> np.ndarray:
    """Return every point of the space where as many planes as it takes meet: faces and rows·w = level."""
    limits = constraints_of(space)
    columns = len(limits.low)
    planes = np.concatenate([limits.matrix, np.eye(columns), np.eye(columns), rows])
    sides = np.concatenate([limits.bound, limits.low, limits.high, np.full(len(rows), level)])
    chosen = np.array(list(combinations(range(len(planes)), columns - 1)))
    systems = np.concatenate([planes[chosen], np.ones((len(chosen), 1, columns))], axis=1)
    wanted = np.concatenate([sides[chosen], np.ones((len(chosen), 1))], axis=1)
    regular = np.abs(np.linalg.det(systems)) > 1e-9
    points = np.linalg.solve(systems[regular], wanted[regular][..., None])[..., 0]
    return points[violation(space, points) <= 1e-9]


def brute_force(x: np.ndarray, space: WeightSpace, region: int) -> tuple[int, int]:
    """Return the best and the worst rank from the vertices of the arrangement of all leads.

    The best rank is a minimum over closed pieces of the space, so ties count for the region; in the
    worst a rival must lead by more than nothing, here by 2e-6.
    """
    leads = np.delete(x, region, axis=0) - x[region]
    at_best = vertices(space, leads, 0.0) @ leads.T
    at_worst = vertices(space, leads, 2e-6) @ leads.T
    return 1 + (at_best > 1e-9).sum(axis=1).min(), 1 + (at_worst > 2e-6 - 1e-9).sum(axis=1).max()


def values_of(columns: int, regions: int = 6) -> st.SearchStrategy[np.ndarray]:
    """Return values in tenths: ties, dominated and equal regions are common."""
    return arrays(np.float64, (regions, columns), elements=st.integers(0, 10).map(lambda value: value / 10))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_ranges_equal_brute_force(nested, kind, data) -> None:
    """Best and worst rank of every region, proven, each shown by weights that recount to it."""
    space = space_of(kind, nested)
    x = data.draw(values_of(len(space.columns), 5))
    found = rank_ranges(x, space)
    expected = np.array([brute_force(x, space, region) for region in range(len(x))])
    assert found.best.tolist() == expected[:, 0].tolist()
    assert found.worst.tolist() == expected[:, 1].tolist()
    assert found.proven.all()
    assert ranges_hold(x, space, found).all()


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_first_places_agree_with_best_ranks_and_brute_force(nested, kind, data) -> None:
    """A region can be first, alone or not, exactly when its best rank is 1; the lead is attained."""
    space = space_of(kind, nested)
    x = data.draw(values_of(len(space.columns), 5))
    found = first_places(x, space)
    assert ((found.status != "never") == (rank_ranges(x, space).best == 1)).all()
    assert (violation(space, found.weights) <= 1e-6).all()
    scores = found.weights @ x.T
    for region in range(len(x)):
        rivals = np.delete(scores[region], region)
        assert found.lead[region] == pytest.approx(scores[region, region] - rivals.max(), abs=1e-12)
        # At a vertex of the space a region leads by no more than it can at best.
        corners = vertices(space, np.zeros((0, x.shape[1])), 0.0) @ x.T
        assert (corners[:, [region]] - np.delete(corners, region, axis=1)).min(axis=1).max() <= (
            found.lead[region] + 1e-7
        )


@pytest.mark.parametrize("norm", ["sum", "largest"])
@pytest.mark.parametrize("kind", ["free", "box", "order", "cut"])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_the_smallest_change_equals_a_fine_grid(nested, kind, norm, data) -> None:
    """No point of a grid of the space overtakes nearer; the answer itself overtakes."""
    space = space_of(kind, nested)
    x = data.draw(values_of(3, 2))
    published = np.array([0.5, 0.3, 0.2])
    assume(x[0] @ published > x[1] @ published + 1e-3)
    found = smallest_change(x, space, published, ahead=0, behind=1, norm=norm)
    steps = np.linspace(0, 1, 101)
    grid = np.array([(p, q, 1 - p - q) for p in steps for q in steps])
    grid = grid[violation(space, grid) <= 1e-9]
    over = grid[grid @ (x[1] - x[0]) > 2e-6]
    if found.distance is None:
        assert len(over) == 0
        return
    assert overtaking_holds(x, space, found)
    moved = np.abs(over - published)
    distances = moved.sum(axis=1) if norm == "sum" else moved.max(axis=1)
    assert found.distance <= distances.min(initial=np.inf) + 1e-6


@pytest.mark.parametrize("norm", ["sum", "largest"])
@pytest.mark.parametrize("kind", ["nested", "nested and order"])
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_the_smallest_change_of_nested_weights_equals_a_grid(nested, kind, norm, data) -> None:
    """No point of a grid over all levels of a nested space, order included, overtakes nearer."""
    space = space_of(kind, nested)
    x = data.draw(values_of(4, 2))
    steps = np.linspace(0, 1, 41)
    a, p, r = (part.ravel() for part in np.meshgrid(steps, steps, steps))
    grid = np.stack([a * p, a * (1 - p), (1 - a) * r, (1 - a) * (1 - r)], axis=1)
    grid = grid[violation(space, grid) <= 1e-9]
    published = grid[len(grid) // 2]
    assume(x[0] @ published > x[1] @ published + 1e-3)
    found = smallest_change(x, space, published, ahead=0, behind=1, norm=norm)
    over = grid[grid @ (x[1] - x[0]) > 2e-6]
    if found.distance is None:
        assert len(over) == 0
        return
    assert overtaking_holds(x, space, found)
    moved = np.abs(over - published)
    distances = moved.sum(axis=1) if norm == "sum" else moved.max(axis=1)
    assert found.distance <= distances.min(initial=np.inf) + 1e-6


def test_the_smallest_change_by_hand() -> None:
    """A = (0.9, 0.2), B = (0.1, 0.9): they tie at p = 7/15, so 2 · (0.6 - 7/15) moves from 0.6."""
    x, space = np.array([[0.9, 0.2], [0.1, 0.9]]), weight_space(flat_tree(["p", "q"]))
    found = smallest_change(x, space, np.array([0.6, 0.4]), ahead=0, behind=1)
    assert found.distance == pytest.approx(2 * (0.6 - 7 / 15), abs=1e-5)
    largest = smallest_change(x, space, np.array([0.6, 0.4]), ahead=0, behind=1, norm="largest")
    assert largest.distance == pytest.approx(0.6 - 7 / 15, abs=1e-5)


def test_what_alters_the_first_place_is_the_nearest_challenger() -> None:
    """Nearest first, those that never overtake last; fixed weights let nobody overtake."""
    x = np.array([[0.9, 0.2, 0.5], [0.8, 0.1, 0.4], [0.2, 0.9, 0.5], [0.4, 0.6, 0.6]])
    published = np.array([0.5, 0.3, 0.2])
    found = changes_of_first(x, weight_space(flat_tree(["p", "q", "r"])), published)
    assert [change.ahead for change in found] == [0, 0, 0]
    assert found[-1].behind == 1
    assert found[-1].distance is None
    distances = [change.distance for change in found[:-1]]
    assert distances == sorted(distances)
    space = weight_space(flat_tree(["p", "q", "r"]), np.array([1, *published]), spread=0)
    assert all(change.weights is None for change in changes_of_first(x, space, published))


def test_fixed_weights_leave_every_region_its_rank() -> None:
    """A spread of 0 is one point: best and worst are the published ranks."""
    x = np.random.default_rng(0).random((9, 4))
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    space = weight_space(flat_tree(["p", "q", "r", "s"]), np.array([1, *weights]), spread=0)
    found = rank_ranges(x, space)
    assert found.best.tolist() == found.worst.tolist() == ranks_at(x, weights).tolist()


def test_a_wider_space_never_narrows_a_range() -> None:
    """Ranges are nested as the bounds are."""
    x = np.random.default_rng(1).random((12, 4))
    weights = np.array([1, 0.4, 0.3, 0.2, 0.1])
    found = [
        rank_ranges(x, weight_space(flat_tree(["p", "q", "r", "s"]), weights, spread=spread))
        for spread in (0.1, 0.3, 0.9)
    ]
    for inner, outer in pairwise(found):
        assert (outer.best <= inner.best).all()
        assert (outer.worst >= inner.worst).all()


def test_sampled_weights_stay_within_the_ranges(nested) -> None:
    """Ten thousand random weights of a nested space reach no rank outside; each range is attained."""
    generator = np.random.default_rng(2)
    x, space = generator.random((20, 4)), space_of("nested", nested)
    within = np.ones((10_000, 7))
    for node in nested.groups:
        left, right = nested.children[node]
        low = max(space.low[left], 1 - space.high[right])
        within[:, left] = generator.uniform(low, min(space.high[left], 1 - space.low[right]), 10_000)
        within[:, right] = 1 - within[:, left]
    drawn = effective_weights(within, nested)[:, list(nested.leaves)]
    assert violation(space, drawn).max() <= 1e-9
    ranks, found = ranks_at(x, drawn), rank_ranges(x, space)
    assert (ranks.min(axis=0) >= found.best).all()
    assert (ranks.max(axis=0) <= found.worst).all()
    assert (found.worst - found.best).max() > 3


@settings(max_examples=30, deadline=None)
@given(data=st.data(), kind=st.sampled_from(["free", "box", "nested"]))
def test_the_furthest_point_is_that_of_a_vertex(nested, data, kind) -> None:
    """The greedy answer equals the best vertex of the space, and lies in it."""
    space = space_of(kind, nested)
    directions = data.draw(values_of(len(space.columns), 3)) - 0.5
    values, weights = furthest(space, directions)
    corners = vertices(space, np.zeros((0, len(space.columns))), 0.0)
    assert values == pytest.approx((corners @ directions.T).max(axis=0), abs=1e-12)
    assert (weights * directions).sum(axis=1) == pytest.approx(values, abs=1e-12)
    assert violation(space, weights).max() <= 1e-12


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_pairs_never_both_down_are_never_seen_down(nested, kind, data) -> None:
    """No vertex of the space cut by both leads has both at 0 or less, for every pair that is named."""
    space = space_of(kind, nested)
    leads = data.draw(values_of(len(space.columns), 4)) - 0.45
    for pair in never_both_down(space, leads).tolist():
        points = vertices(space, leads[pair], 0.0)
        assert (points @ leads[pair].T).max(axis=1).min() > 0


def test_most_pairs_never_both_down_are_found() -> None:
    """Within bounds alone, six halvings name all pairs but those that come within a hundredth of 0."""
    space = weight_space(flat_tree(["p", "q", "r"]), np.array([1, 0.5, 0.3, 0.2]), spread=0.5)
    leads = np.random.default_rng(8).normal(size=(30, 3))
    named = {tuple(pair) for pair in never_both_down(space, leads).tolist()}
    lowest = {
        pair: (vertices(space, np.diff(leads[list(pair)], axis=0), 0.0) @ leads[list(pair)].T)
        .max(axis=1)
        .min()
        for pair in combinations(range(30), 2)
    }
    assert all(lowest[pair] > 0 for pair in named)
    assert {pair for pair, value in lowest.items() if value > 0.01} <= named
    assert 20 < len(named) < len(lowest)


def test_one_lead_has_no_pairs() -> None:
    """Nothing to pair: an empty array of pairs."""
    space = weight_space(flat_tree(["p", "q"]))
    assert never_both_down(space, np.ones((1, 2))).shape == (0, 2)
    assert never_both_down(space, np.ones((0, 2))).shape == (0, 2)


def test_equal_regions_share_their_ranges() -> None:
    """Two equal regions tie under all weights: same best, same worst, never behind each other."""
    x = np.array([[0.5, 0.5], [0.5, 0.5], [0.4, 0.6]])
    found = rank_ranges(x, weight_space(flat_tree(["p", "q"])))
    assert found.best.tolist() == [1, 1, 1]
    assert found.worst.tolist() == [2, 2, 3]
    assert first_places(x, weight_space(flat_tree(["p", "q"]))).status.tolist() == [
        "shared",
        "shared",
        "alone",
    ]


def test_a_single_region_is_first() -> None:
    """Nobody is there to be ahead."""
    space = weight_space(flat_tree(["p", "q"]))
    found = rank_ranges(np.array([[0.5, 0.5]]), space)
    assert (found.best[0], found.worst[0], bool(found.proven[0])) == (1, 1, True)
    assert first_places(np.array([[0.5, 0.5]]), space).status.tolist() == ["alone"]


def test_some_regions_may_be_asked_for() -> None:
    """All others still compete; progress counts the regions done."""
    x = np.random.default_rng(3).random((8, 3))
    space = weight_space(flat_tree(["p", "q", "r"]))
    whole, done = rank_ranges(x, space), []
    part = rank_ranges(x, space, regions=[5, 2], progress=done.append)
    assert done == [1, 2]
    assert part.best.tolist() == whole.best[[5, 2]].tolist()
    assert part.worst.tolist() == whole.worst[[5, 2]].tolist()
    assert ranges_hold(x, space, part).all()
    assert rank_ranges(x, space, regions=[]).best.tolist() == []


def test_who_is_never_in_the_top() -> None:
    """Dominated twice: never in the top two, possible in the top three."""
    x = np.array([[0.9, 0.8], [0.8, 0.9], [0.1, 0.2]])
    found = rank_ranges(x, weight_space(flat_tree(["p", "q"])))
    assert never_in_top(found, 2).tolist() == ["possible", "possible", "never"]
    assert never_in_top(found, 3).tolist() == ["possible"] * 3


def test_a_search_cut_short_keeps_honest_bounds() -> None:
    """With one node the bounds still enclose the exact ranges, what is stated is shown, the rest is open."""
    x = np.random.default_rng(4).random((40, 6))
    space = weight_space(flat_tree([f"c{place}" for place in range(6)]))
    short, exact = rank_ranges(x, space, nodes=1), rank_ranges(x, space, nodes=100_000)
    assert exact.proven.all()
    assert (short.best_bound <= exact.best).all()
    assert (exact.best <= short.best).all()
    assert (short.worst <= exact.worst).all()
    assert (exact.worst <= short.worst_bound).all()
    assert ranges_hold(x, space, short).all()
    assert not short.proven.all()
    assert "open" in never_in_top(short, int(short.best_bound[~short.proven].min()))


def test_certificates_hold_on_the_ordinary_scoring_path(framework_of) -> None:
    """The stated weights, put back into the tree and scored like any others, give the stated ranks."""
    steps = (
        Step("normalise", "minmax"),
        Step("weigh", "equal"),
        Step("aggregate", "arithmetic"),
        Step("rank", "by_score"),
    )
    plan = compile_plan(framework_of(NESTED), Recipe(steps))
    scored = score_values(np.random.default_rng(7).random((15, 4)), plan)
    space = weight_space(plan.tree, scored.weights, spread=0.4)
    found = rank_ranges(scored.normalised, space)
    for weights, stated in ((found.best_weights, found.best), (found.worst_weights, found.worst)):
        within = weights_from_leaves(weights, plan.tree)
        scores = score_with_weights(scored.normalised, within, plan).scores[..., 0]
        assert np.diagonal(rank(scores, tolerance=1e-6)).tolist() == stated.tolist()
    assert ((found.best <= scored.ranks[:, 0]) & (scored.ranks[:, 0] <= found.worst)).all()


def test_a_false_certificate_is_found_out() -> None:
    """Weights that give another rank, or that break the bounds, do not hold."""
    x = np.random.default_rng(5).random((6, 3))
    space = weight_space(flat_tree(["p", "q", "r"]), np.array([1, 0.5, 0.3, 0.2]), spread=0.3)
    found = rank_ranges(x, space)
    found.best_weights[0] = [1.0, 0.0, 0.0]
    found.worst[1] += 1
    assert ranges_hold(x, space, found).tolist() == [False, False, True, True, True, True]


def test_the_solver_says_nothing(capfd) -> None:
    """What HiGHS writes to the standard output does not get there."""
    x = np.random.default_rng(6).random((60, 8))
    weights = np.append(1.0, np.full(8, 1 / 8))
    rank_ranges(x, weight_space(flat_tree(list("abcdefgh")), weights, spread=0.5), regions=range(10))
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({"low": np.array([0, 0.6, 0.6])}, "no weights keep"),
        ({"high": np.array([1, 0.3, 0.3])}, "no weights keep"),
        ({"matrix": np.array([[1.0, 1.0]]), "bound": np.array([0.5])}, "no weights keep"),
        ({"order": [("p", "quality")]}, "no node 'quality'"),
        ({"spread": 0.2}, "needs weights"),
    ],
)
def test_bounds_that_no_weights_keep_are_refused(bounds, said) -> None:
    """One clear error instead of an empty space."""
    with pytest.raises(MethodError, match=said):
        weight_space(flat_tree(["p", "q"]), **bounds)


@pytest.mark.parametrize(
    ("x", "margin", "said"),
    [
        (np.zeros((3, 3)), 1e-6, "columns"),
        (np.array([[np.nan, 1.0]]), 1e-6, "missing"),
        (np.zeros((3, 2)), 0.0, "margin"),
    ],
)
def test_values_that_are_not_linear_in_the_weights_are_refused(x, margin, said) -> None:
    """Another number of columns, a missing value, a margin below what a solver sees."""
    with pytest.raises(MethodError, match=said):
        rank_ranges(x, weight_space(flat_tree(["p", "q"])), margin=margin)
