"""Directional benefit of the doubt with what is not desired: limits of weights, mixtures, samples, errors."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt
from zhishu.score.aggregators.programmes.directional import directional_benefit
from zhishu.score.aggregators.programmes.robust_directional import robust_directional_benefit
from zhishu.weigh.envelopment import frontier
from zhishu.weigh.envelopment.cones import patterns, places_of
from zhishu.weigh.envelopment.scores import directional_scores
from zhishu.weigh.envelopment.simplex import least

MEMBERS = ("a", "b", "c", "d")
QUARTERS = np.full(4, 0.25)
MIXTURES = ("one", "at_most_one", "any")


def table(*lead: int, seed: int = 0) -> np.ndarray:
    """Return nine regions, two columns desired and two not."""
    return np.random.default_rng(seed).uniform(3, 9, (*lead, 9, 4)) * [1, 10, -1, -0.1]


def robust(x: np.ndarray, **options: object) -> np.ndarray:
    return robust_directional_benefit(
        x, QUARTERS, members=MEMBERS, generator=np.random.default_rng(3), **{"draws": 40, **options}
    )


def test_without_what_is_not_desired_own_steps_are_those_of_the_benefit_of_the_doubt() -> None:
    """1 / (1 + β) along own amounts is the share of the frontier; along the means it is what it was."""
    x = np.abs(table())
    for mixtures in ("one", "at_most_one"):
        own = directional_benefit(x, QUARTERS, direction="own", mixtures=mixtures)
        assert own == pytest.approx(benefit_of_the_doubt(x, QUARTERS), rel=1e-12)
        assert np.array_equal(directional_benefit(x, QUARTERS, mixtures=mixtures), directional_scores(x))
    free = directional_benefit(x, QUARTERS, order=["a"], members=MEMBERS)
    assert free == pytest.approx(directional_scores(x), rel=1e-12)


def test_one_amount_each_way_by_hand() -> None:
    """Goods 2 and 1, bads 1 and 2: the second steps to t of the first, 1 + β ≤ 2 t and 2 - 2 β ≥ t."""
    x = np.array([[2.0, -1.0], [1.0, -2.0]])
    half = np.array([0.5, 0.5])
    for mixtures, step in (("one", 1 / 2), ("at_most_one", 3 / 5), ("any", 3 / 5)):
        found = directional_benefit(x, half, direction="own", mixtures=mixtures)
        assert found == pytest.approx([1, 1 / (1 + step)])
    # Only less of what is not desired: 1 ≤ 2 t, 2 - β ≥ t.
    assert directional_benefit(x, half, direction=[0, 1]) == pytest.approx([1, 1 / 2.5])


def test_limits_can_only_cost_points() -> None:
    """The tighter, the lower; with equal shares for all the order says nothing more."""
    x = table(3)
    for mixtures in MIXTURES:
        found = [
            directional_benefit(x, QUARTERS, mixtures=mixtures, members=MEMBERS, **limits)
            for limits in (
                {},
                {"low": 0.02},
                {"low": 0.02, "order": ["c", "a"]},
                {"low": 0.02, "order": ["c", ["a", "d"], "b"]},
                {"low": 0.02, "order": ["c", "d", "a", "b"]},
            )
        ]
        assert (np.diff(found, axis=0) <= 1e-9).all()
        assert (found[-1] < found[0] - 1e-3).any()
    equal = [
        directional_benefit(x, QUARTERS, low=0.25, order=order, members=MEMBERS)
        for order in (None, ["b", "a"])
    ]
    assert equal[0] == pytest.approx(equal[1], rel=1e-12)


def test_patterns_are_the_weights_within_the_limits() -> None:
    """Sums of patterns keep the limits, and weights that keep them are sums of patterns."""
    counted = np.array([[True, True, True, True], [True, False, True, True]])
    found = patterns(counted, places_of(["c", ["a", "d"], "b"], MEMBERS), 0.1)
    assert found.shape == (2, 4, 5)
    assert found.sum(axis=1) == pytest.approx(np.array([[1] * 5, [1] * 5]))
    assert (found[1, 1] == 0).all()
    weights = found[0] @ np.array([1.0, 2.0, 3.0, 4.0, 5.0]) / 15
    assert weights.min() >= 0.1
    assert weights[2] >= weights[[0, 3]].max()
    assert weights[1] <= weights[[0, 3]].min()


@pytest.mark.parametrize("mixtures", MIXTURES)
def test_what_is_not_proven_is_solved_by_highs(mixtures: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing proven side by side, one after another gives the same scores."""
    x = table()
    options = {"mixtures": mixtures, "direction": "own", "order": ["c", "a"], "members": MEMBERS}
    expected = directional_benefit(x, QUARTERS, **options)

    def prove_nothing(programmes):
        weights, proven = least(programmes)
        return np.full_like(weights, np.nan), np.zeros_like(proven)

    monkeypatch.setattr(frontier, "least", prove_nothing)
    assert directional_benefit(x, QUARTERS, **options) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("mixtures", MIXTURES)
def test_a_batch_is_its_members_and_a_shuffled_table_gives_shuffled_scores(mixtures: str) -> None:
    """Drawn scores too; equal regions tie exactly."""
    x = table(3)
    x[:, 4] = x[:, 1]
    order = np.random.default_rng(8).permutation(9)
    near = np.random.default_rng(4).uniform(0, 3, (3, 9))
    near[:, 4] = near[:, 1]
    for score, options in (
        (directional_benefit, {}),
        (directional_benefit, {"direction": "own", "low": 0.02}),
        (robust, {"sample": 6}),
        (robust, {"sample": 6, "measures": {"z": near}, "given": {"z": 2.0}}),
    ):
        own = {"members": MEMBERS} if score is directional_benefit else {}
        call = {**options, **own, "mixtures": mixtures} if mixtures != "one" else {**options, **own}
        args = (QUARTERS,) if score is directional_benefit else ()
        found = score(x, *args, **call)
        assert np.array_equal(found[:, 4], found[:, 1])
        shuffled = {**call, "measures": {"z": near[:, order]}} if "measures" in call else call
        assert score(x[:, order], *args, **shuffled) == pytest.approx(found[:, order], abs=1e-10)
        for draw in range(3):
            alone = {**call, "measures": {"z": near[draw]}} if "measures" in call else call
            assert score(x[draw], *args, **alone) == pytest.approx(found[draw], abs=1e-12)


def test_large_samples_of_all_are_the_plain_scores() -> None:
    """With a sample that misses nobody the mean step is the step."""
    x = table()
    for mixtures in MIXTURES:
        plain = directional_benefit(x, QUARTERS, direction="own", mixtures=mixtures)
        assert robust(x, sample=300, draws=3, mixtures=mixtures) == pytest.approx(plain, rel=1e-12)


def test_peers_by_neighbours() -> None:
    """Compared with one region alone, whom it lists, the score is against that region."""
    x = np.array([[2.0, -1.0], [4.0, -1.0], [1.0, -1.0]])
    lists = {"p": ["q"], "q": ["q"], "r": ["p"]}
    ask = {"regions": ("p", "q", "r"), "neighbours": lists, "draws": 2, "mixtures": "any"}
    found = robust_directional_benefit(x, np.array([0.5, 0.5]), np.random.default_rng(0), **ask)
    # Own amounts, constant returns: (1 + θ) / 2 with θ the ratio of good to bad against the peer's.
    assert found == pytest.approx([3 / 4, 1, 3 / 4])


def test_a_region_without_amounts_and_columns_without_weight() -> None:
    """A region of zeros has no direction of its own: 0. What weighs nothing takes no part, whatever it holds."""
    x = table()
    x[3] = 0.0
    assert directional_benefit(x, QUARTERS, direction="own")[3] == 0
    assert robust(x)[3] == 0
    x[:, 0] = np.linspace(-1, 1, 9)
    weights = np.array([0.0, 0.4, 0.3, 0.3])
    assert directional_benefit(x, weights) == pytest.approx(
        directional_benefit(x[:, 1:], weights[1:]), rel=1e-12
    )
    assert directional_benefit(np.full((3, 2), -2.0), np.full(2, 0.5)).tolist() == [1, 1, 1]


def test_columns_that_are_not_desired_alone_ask_for_mixtures_that_sum_to_1() -> None:
    """Else none at all would be the frontier of everyone."""
    x = table()[:, 2:]
    half = np.full(2, 0.5)
    for mixtures in ("at_most_one", "any"):
        with pytest.raises(MethodError, match="nothing is desired"):
            directional_benefit(x, half, mixtures=mixtures)
    found = directional_benefit(x, half, mixtures="one")
    assert found.max() == 1
    assert found.min() < 0.9


def test_a_constant_column_is_left_out_but_divides_as_an_input() -> None:
    """With mixtures of any sum a bad that all have alike makes the others shares of their frontier."""
    good = np.abs(table())[:, :2]
    x = np.column_stack([good, np.full(9, -5.0)])
    thirds = np.full(3, 1 / 3)
    assert directional_benefit(x, thirds) == pytest.approx(
        directional_benefit(good, np.full(2, 0.5)), rel=1e-12
    )
    half = (1 + benefit_of_the_doubt(good, np.full(2, 0.5))) / 2
    assert directional_benefit(x, thirds, direction="own", mixtures="any") == pytest.approx(half, rel=1e-9)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"order": ["c", "e"]}, "'e', not in the group"),
        ({"order": ["c", ["a", "c"]]}, "'c', twice"),
        ({"low": 0.3}, "low at most 0.25"),
        ({"direction": [1.0, 2.0]}, "4 numbers of 0 or more"),
        ({"direction": [0.0] * 4}, "leads nowhere"),
        ({"order": ["a", "b", "c", "d"], "mixtures": "any"}, "no weights leave"),
    ],
)
def test_what_cannot_be_is_said(options: dict, said: str) -> None:
    """One clear error each."""
    with pytest.raises(MethodError) as error:
        directional_benefit(table(), QUARTERS, members=MEMBERS, **options)
    assert said in str(error.value)


def test_values_on_both_sides_of_0_and_samples_without_limit_are_errors() -> None:
    """Amounts are desired or not; a score of 1 / 0 is none."""
    x = table()
    with pytest.raises(MethodError, match="both sides"):
        directional_benefit(x + np.array([0, 0, 5, 0]), QUARTERS)
    with pytest.raises(MethodError, match="every column"):
        robust(x, direction=[1.0, 1.0, 0.0, 1.0])
    with pytest.raises(MethodError, match="no limit"):
        robust(np.abs(x) * [100, 1, 1, 1] ** (np.arange(9)[:, None] == 2), direction="mean", sample=1)
    x[3, 2] = 0.0
    with pytest.raises(MethodError, match="no step"):
        robust(x, mixtures="one")
    assert np.isfinite(robust(x)).all()


def test_many_side_by_side_places_are_refused() -> None:
    """Their patterns would be too many."""
    names = tuple("abcdefgh")
    with pytest.raises(MethodError, match="too many columns"):
        places_of(["a", list("bcdefgh")], names)
    assert len(places_of([list("abcdefg"), "h"], names)[0]) == 7
