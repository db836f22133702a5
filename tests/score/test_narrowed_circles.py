"""Orders of large circles by bounds: against every subset, against one whole programme, and in batches."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from zhishu.score.aggregators.orders import (
    certain_pairs,
    climbs,
    down_sets,
    least_disagreement,
    narrowed_circles,
    relaxed_circles,
)
from zhishu.score.aggregators.orders.climbs import climbed, grain, supported, swept
from zhishu.score.aggregators.orders.kemeny import kemeny, kemeny_order
from zhishu.score.aggregators.orders.majority import net_majorities
from zhishu.score.aggregators.orders.narrowed_circles import narrowed_orders
from zhishu.score.aggregators.orders.relaxed_circles import Threes, going_round, relaxed
from zhishu.score.aggregators.orders.subsets import best_orders

SEEDS = st.integers(0, 2**32 - 1)
KINDS = ("drawn", "equal", "ties")


def majorities(seed: int, regions: int, kind: str, columns: int = 7, draws: int = 3) -> np.ndarray:
    """Return net majorities of random tables: of weights that are drawn, equal, or equal with ties."""
    generator = np.random.default_rng(seed)
    x = generator.random((draws, regions, columns))
    weights = np.full((draws, columns), 1.0 / columns)
    if kind == "drawn":
        weights = generator.dirichlet(np.ones(columns), draws)
    return net_majorities(x.round(1) if kind == "ties" else x, weights)


def unknown(net: np.ndarray) -> np.ndarray:
    """Return that nothing is known of any pair."""
    return np.zeros(net.shape, dtype=bool)


def most(net: np.ndarray) -> float:
    """Return the largest sum there is, of one programme with every circle of three forbidden at once."""
    regions = len(net)
    pairs = list(combinations(range(regions), 2))
    number_of = {pair: place for place, pair in enumerate(pairs)}
    rows, limits = [], []
    for a, b, c in combinations(range(regions), 3):
        for sign in (1.0, -1.0):
            row = np.zeros(len(pairs))
            row[[number_of[a, b], number_of[b, c], number_of[a, c]]] = sign, sign, -sign
            rows.append(row)
            limits.append(1.0 if sign > 0 else 0.0)
    worth = np.array([net[pair] for pair in pairs])
    within = LinearConstraint(np.array(rows), -np.inf, limits)
    options = {"mip_rel_gap": 0.0}
    found = milp(
        -worth, integrality=np.ones(len(pairs)), bounds=Bounds(0, 1), constraints=within, options=options
    )
    return float(worth @ (2.0 * found.x.round() - 1.0))


@settings(deadline=None)
@given(SEEDS, st.integers(2, 9), st.sampled_from(KINDS), st.sampled_from([0, 512]))
def test_bounds_and_subsets_find_orders_of_the_same_cost(
    seed: int, regions: int, kind: str, few: int
) -> None:
    """Whether the regions run in a circle or not, and with bounds and halves alone, without sets."""
    net = majorities(seed, regions, kind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(down_sets, "MOST", few)
        order, more = narrowed_orders(net, unknown(net))
    assert supported(net, order) == pytest.approx(supported(net, best_orders(net)), abs=1e-9)
    assert more.tolist() == [0.0] * len(net)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_one_programme_with_all_circles_finds_the_same_cost(seed: int, kind: str) -> None:
    """Of 15 regions, more than whose subsets are looked at."""
    net = majorities(seed, 15, kind)
    order, _ = narrowed_orders(net, certain_pairs.certain_pairs(net))
    assert supported(net, order) == pytest.approx([most(circle) for circle in net], abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_beginning_leads_to_the_same_cost(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No climb is needed for the proof, nor few sets: without both the bounds find the best alone."""
    net = majorities(11, 9, kind, draws=12)
    monkeypatch.setattr(narrowed_circles, "climbed", lambda _, order: order)
    monkeypatch.setattr(down_sets, "MOST", 0)
    order, more = narrowed_orders(net, unknown(net))
    assert supported(net, order) == pytest.approx(supported(net, best_orders(net)), abs=1e-9)
    assert not more.any()


def test_what_relaxations_leave_open_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    """Majorities of twelve regions at random, whose relaxations have halves: each part has its own bound."""
    split, halved = [], narrowed_circles._halved  # noqa: SLF001 - counted
    monkeypatch.setattr(
        narrowed_circles, "_halved", lambda parts, which: split.append(which.sum()) or halved(parts, which)
    )
    monkeypatch.setattr(down_sets, "MOST", 0)
    drawn = np.random.default_rng(13).normal(size=(4, 12, 12))
    net = drawn - np.swapaxes(drawn, -1, -2)
    order, more = narrowed_orders(net, unknown(net))
    assert supported(net, order) == pytest.approx(supported(net, best_orders(net)), abs=1e-9)
    assert sum(split) > 0
    assert not more.any()


@pytest.mark.parametrize("work", [0, 300, 2000])
def test_what_is_given_up_has_a_bound(work: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The best order is worth no more than the one found and what another may gain; some are not proven."""
    drawn = np.random.default_rng(13).normal(size=(6, 12, 12))
    net = drawn - np.swapaxes(drawn, -1, -2)
    monkeypatch.setattr(narrowed_circles, "WORK", work)
    monkeypatch.setattr(down_sets, "MOST", 0)
    order, more = narrowed_orders(net, unknown(net))
    best = supported(net, best_orders(net))
    assert (supported(net, order) <= best + 1e-9).all()
    assert (best <= supported(net, order) + more + 1e-9).all()
    assert more.any() == (work < 2000)


@settings(deadline=None)
@given(SEEDS, st.integers(3, 7), st.integers(0, 200))
def test_a_bound_holds_whatever_the_steps(seed: int, regions: int, steps: int) -> None:
    """And an order that turns a pair away from its sign is worth less by twice what is said."""
    net = majorities(seed, regions, "drawn")
    circle, threes = going_round(np.sign(net), 1.0)
    found = relaxed(net, unknown(net), Threes(circle, threes, np.zeros(len(circle))), np.sign(net), steps)
    order = np.argsort(np.random.default_rng(seed).random((3, regions)), axis=-1)
    place = np.argsort(order, axis=-1)
    stands = np.where(place[:, :, None] < place[:, None, :], 1.0, -1.0)
    lost = np.where(stands * found.turned < 0, 2.0 * np.abs(found.turned), 0.0).max(axis=(-2, -1))
    assert (supported(net, order) <= found.bound - lost + 1e-9).all()


def test_known_pairs_stay_and_turn_nothing() -> None:
    """The circle 0 > 1 > 2 > 0, of which 1 is known to be above 0: it breaks where that costs least."""
    net = np.array([[[0.0, 0.6, -0.2], [-0.6, 0.0, 0.4], [0.2, -0.4, 0.0]]])
    known = unknown(net)
    known[0, 1, 0] = True
    circle, threes = going_round(np.sign(net), 1.0)
    kept = Threes(circle, threes, np.zeros(1)).of(np.array([0]), known)
    assert len(kept.circle) == 0
    found = relaxed(net, known, kept, np.sign(net), 50)
    assert found.standing[0, 1, 0] == 1.0
    assert found.turned[0, 0, 1] == 0.0
    assert found.bound[0] == pytest.approx(-0.6 + 0.4 + 0.2)


@pytest.mark.parametrize("few", [0, 512])
@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_of_large_circles_gives_what_its_members_give(
    kind: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exactly, also among orders that are equally good, and with regions in another order."""
    monkeypatch.setattr(down_sets, "MOST", few)
    generator = np.random.default_rng(5)
    x, weights = generator.random((4, 20, 6)), np.full((4, 6), 1.0 / 6)
    if kind == "drawn":
        weights = generator.dirichlet(np.ones(6), 4)
    if kind == "ties":
        x = x.round(1)
    expected = [kemeny_order(values, share) for values, share in zip(x, weights, strict=True)]
    assert all(order.gap == 0 for order in expected)
    found = kemeny(x, weights)
    assert found.tolist() == [order.scores.tolist() for order in expected]
    shuffled = generator.permutation(20)
    assert kemeny(x[:, shuffled], weights).tolist() == found[:, shuffled].tolist()


def test_bounds_instead_of_subsets_give_scores_of_the_same_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the tables, alone and in a batch."""
    x, weights = np.random.default_rng(6).random((6, 10, 7)), np.full((6, 7), 1 / 7)
    costs = [kemeny_order(values, share).cost for values, share in zip(x, weights, strict=True)]
    monkeypatch.setattr(least_disagreement, "LARGEST", 2)
    monkeypatch.setattr(down_sets, "MOST", 0)
    orders = [kemeny_order(values, share) for values, share in zip(x, weights, strict=True)]
    assert [order.cost for order in orders] == pytest.approx(costs, abs=1e-9)
    assert kemeny(x, weights).tolist() == [order.scores.tolist() for order in orders]


def test_the_size_of_blocks_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threes sought region by region; and no circles at all."""
    net = majorities(8, 12, "equal", draws=5)
    expected = narrowed_orders(net, unknown(net))[0].tolist()
    monkeypatch.setattr(relaxed_circles, "_CELLS", 1)
    assert narrowed_orders(net, unknown(net))[0].tolist() == expected
    assert narrowed_orders(net[:0], unknown(net[:0]))[0].shape == (0, 12)


def test_of_many_threes_those_that_go_round_farthest_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each circle on its own."""
    drawn = np.random.default_rng(4).uniform(-1, 1, (2, 9, 9))
    standing = np.triu(drawn, 1) - np.swapaxes(np.triu(drawn, 1), -1, -2)
    circle, regions = going_round(standing, 0.1)
    a, b, c = regions.T
    round_ = standing[circle, a, b] + standing[circle, b, c] + standing[circle, c, a]
    assert (round_ > 1.1).all()
    assert (regions[:, :1] < regions[:, 1:]).all()
    monkeypatch.setattr(relaxed_circles, "MOST", 2)
    few, kept = going_round(standing, 0.1)
    assert few.tolist() == [0, 0, 1, 1]
    for number in (0, 1):
        total = [
            standing[number, x, y] + standing[number, y, z] + standing[number, z, x]
            for x, y, z in kept[few == number]
        ]
        assert sorted(total) == pytest.approx(sorted(round_[circle == number])[-2:])


@settings(deadline=None)
@given(SEEDS, st.integers(2, 8), st.sampled_from([climbed, swept]))
def test_a_climb_ends_where_no_region_can_be_moved_to_gain(seed: int, regions: int, climb: object) -> None:
    """Every move of one region is tried; and no circle ends lower than it began."""
    net = majorities(seed, regions, "drawn")
    start = np.argsort(np.random.default_rng(seed).random((3, regions)), axis=-1)
    found = climb(net, start)
    assert (np.sort(found) == np.arange(regions)).all()
    assert (supported(net, found) >= supported(net, start) - 1e-12).all()
    for circle, order in zip(net, found, strict=True):
        here = supported(circle[None], order[None])[0]
        for source in range(regions):
            for target in range(regions):
                moved = np.insert(np.delete(order, source), target, order[source])
                assert supported(circle[None], moved[None])[0] <= here + 1e-9


@pytest.mark.parametrize(
    ("worth", "expected"),
    [
        ([2 / 18, 6 / 18, -4 / 18], 2 / 18),
        ([0.15, 0.35, 0.0], 0.05),
        ([0.0, 0.0, 0.0], 1e-9),
        ([np.sqrt(2), 1.0, 0.0], 1e-9),
        ([1e7, 1e6, 0.0], 1e6),
    ],
)
def test_sums_of_majorities_have_a_grain(worth: list[float], expected: float) -> None:
    """Twice the common measure of the majorities, where the weights have one."""
    net = np.zeros((1, 3, 3))
    net[0, [0, 0, 1], [1, 2, 2]] = worth
    assert grain(net - np.swapaxes(net, -1, -2)) == pytest.approx([2 * expected], rel=1e-5)
    assert grain(np.zeros((1, 1, 1))).tolist() == [2 * climbs.PROVEN]
