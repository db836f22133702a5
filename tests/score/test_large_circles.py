"""Orders of large circles by programmes: against every subset, against one whole programme, and in batches."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from zhishu.score.aggregators.orders import down_sets, large_circles, small_circles
from zhishu.score.aggregators.orders.kemeny import kemeny, kemeny_order
from zhishu.score.aggregators.orders.large_circles import climbed, programme_orders
from zhishu.score.aggregators.orders.majority import net_majorities
from zhishu.score.aggregators.orders.small_circles import best_orders

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


def supported(net: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """Return the net majorities of the earlier over the later, summed, per circle."""
    placed = np.take_along_axis(net, orders[:, :, None], axis=-2)
    return np.triu(np.take_along_axis(placed, orders[:, None, :], axis=-1), 1).sum(axis=(-2, -1))


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
@given(SEEDS, st.integers(2, 9), st.sampled_from(KINDS))
def test_programmes_and_subsets_find_orders_of_the_same_cost(seed: int, regions: int, kind: str) -> None:
    """Whether the regions run in a circle or not."""
    net = majorities(seed, regions, kind)
    found = supported(net, programme_orders(net))
    assert found == pytest.approx(supported(net, best_orders(net)), abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_one_programme_with_all_circles_finds_the_same_cost(seed: int, kind: str) -> None:
    """Of 15 regions, more than whose subsets are looked at."""
    net = majorities(seed, 15, kind)
    assert supported(net, programme_orders(net)) == pytest.approx([most(circle) for circle in net], abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_beginning_leads_to_the_same_cost(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the climb nor the search is needed for the proof: the reverse of the best order begins."""
    net = majorities(11, 9, kind, draws=12)
    expected = supported(net, best_orders(net))
    reverse = best_orders(net)[:, ::-1]
    monkeypatch.setattr(large_circles, "climbed", lambda _, order: order)
    found = [
        large_circles._programme_order(circle, np.zeros((9, 9), bool), order)  # noqa: SLF001 - what begins is given
        for circle, order in zip(net, reverse, strict=True)
    ]
    assert supported(net, np.array(found)) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("shakes", [0, 2])
def test_what_relaxations_leave_open_is_split(shakes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Majorities of twelve regions at random, whose relaxations have halves: each part has its own bound."""
    split = []
    halves = large_circles._Part.halves  # noqa: SLF001 - counted

    def counted(part: large_circles._Part, pair: int) -> tuple[large_circles._Part, large_circles._Part]:
        split.append(pair)
        return halves(part, pair)

    monkeypatch.setattr(large_circles._Part, "halves", counted)  # noqa: SLF001
    monkeypatch.setattr(large_circles, "_SHAKES", shakes)
    drawn = np.random.default_rng(13).normal(size=(4, 12, 12))
    net = drawn - np.swapaxes(drawn, -1, -2)
    assert supported(net, programme_orders(net)) == pytest.approx(supported(net, best_orders(net)), abs=1e-9)
    assert split


@pytest.mark.parametrize("most", [0, 512])
@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_of_large_circles_gives_what_its_members_give(
    kind: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exactly, also among orders that are equally good, and with regions in another order."""
    monkeypatch.setattr(down_sets, "MOST", most)
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


def test_programmes_instead_of_subsets_give_scores_of_the_same_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the tables, alone and in a batch."""
    x, weights = np.random.default_rng(6).random((6, 10, 7)), np.full((6, 7), 1 / 7)
    costs = [kemeny_order(values, share).cost for values, share in zip(x, weights, strict=True)]
    monkeypatch.setattr(small_circles, "LARGEST", 2)
    monkeypatch.setattr(down_sets, "MOST", 0)
    orders = [kemeny_order(values, share) for values, share in zip(x, weights, strict=True)]
    assert [order.cost for order in orders] == pytest.approx(costs, abs=1e-9)
    assert kemeny(x, weights).tolist() == [order.scores.tolist() for order in orders]


def test_the_size_of_blocks_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Circles climbed one at a time, and circles of three sought region by region."""
    net = majorities(8, 12, "equal", draws=5)
    expected = programme_orders(net).tolist()
    monkeypatch.setattr(large_circles, "_CELLS", 1)
    assert programme_orders(net).tolist() == expected
    assert programme_orders(net[:0]).shape == (0, 12)


@settings(deadline=None)
@given(SEEDS, st.integers(1, 8))
def test_a_climb_ends_where_no_region_can_be_moved_to_gain(seed: int, regions: int) -> None:
    """Every move of one region is tried; and no circle ends lower than it began."""
    net = majorities(seed, regions, "drawn")
    start = np.argsort(np.random.default_rng(seed).random((3, regions)), axis=-1)
    found = climbed(net, start)
    assert (np.sort(found) == np.arange(regions)).all()
    assert (supported(net, found) >= supported(net, start) - 1e-12).all()
    for circle, order in zip(net, found, strict=True):
        here = supported(circle[None], order[None])[0]
        for source in range(regions):
            for target in range(regions):
                moved = np.insert(np.delete(order, source), target, order[source])
                assert supported(circle[None], moved[None])[0] <= here + 1e-9


@pytest.mark.parametrize(
    ("worth", "grain"),
    [
        ([2 / 18, 6 / 18, -4 / 18], 2 / 18),
        ([0.15, 0.35], 0.05),
        ([0.0, 0.0], 1e-9),
        ([np.sqrt(2), 1.0], 1e-9),
        ([1e7, 1e6], 1e6),
    ],
)
def test_sums_of_majorities_have_a_grain(worth: list[float], grain: float) -> None:
    """The common measure of the majorities, where the weights have one."""
    assert large_circles._grain(np.array(worth)) == pytest.approx(grain, rel=1e-5)  # noqa: SLF001


def test_parts_with_a_circle_are_none() -> None:
    """Whether every pair stands or others are open; one without is worth what it is."""
    drawn = np.random.default_rng(0).normal(size=(4, 4))
    programme = large_circles._Programme(drawn - drawn.T)  # noqa: SLF001
    programme.forbid(np.array([[0, 1, 2], [0, 2, 1]]))
    # Pairs are those of 0 with 1, 2, 3, of 1 with 2, 3, and of 2 with 3.
    circle, order = np.array([1.0, 0, 1, 1, 1, 1]), np.ones(6)
    assert programme.relaxed(large_circles._Part(circle, circle)) is None  # noqa: SLF001
    assert programme.relaxed(large_circles._Part(circle * [1, 1, 0, 1, 0, 0], circle)) is None  # noqa: SLF001
    found = programme.relaxed(large_circles._Part(order, order))  # noqa: SLF001
    assert found is not None
    assert found.bound == pytest.approx(programme.worth.sum())
