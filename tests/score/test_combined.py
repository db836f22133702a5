"""Combined evaluation: each rule against its definition, ties, parts, what the methods receive, agreement."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import rankdata

from zhishu.errors import EditionError, MethodError
from zhishu.recipe import Step
from zhishu.registry import method, resolve
from zhishu.score.aggregators.orders.combined import combined_evaluation, score_with_each
from zhishu.score.aggregators.orders.joined import RULES, borda, copeland, fuzzy_borda, mean_rank, mean_score
from zhishu.score.aggregators.orders.majority import copeland as copeland_of_columns
from zhishu.score.aggregators.references.ideal import topsis
from zhishu.score.agreement import method_agreement, rank_correlations

W = np.array([0.5, 0.3, 0.2])
X = np.random.default_rng(8).random((12, 3))
SAME = np.full(4, 0.25)
SCORES = np.random.default_rng(9).random((9, 4))
EACH = pytest.mark.parametrize("rule", RULES)


def places(scores: np.ndarray) -> np.ndarray:
    return rankdata(-scores, axis=0)


def test_the_mean_of_rank_points() -> None:
    """N - r + 1, averaged; tied scores share their ranks."""
    scores = SCORES.round(1)
    assert mean_rank(scores, SAME) == pytest.approx((10 - places(scores)).mean(axis=1), abs=1e-12)


def test_majorities_among_the_methods() -> None:
    """Pair by pair: won, and won minus lost; two against two is neither."""
    won, net = np.zeros(9), np.zeros(9)
    for one, other in product(range(9), repeat=2):
        lead = np.sign(SCORES[one] - SCORES[other]).sum()
        won[one] += lead > 0
        net[one] += np.sign(lead)
    assert np.array_equal(borda(SCORES, SAME), won)
    assert np.array_equal(copeland(SCORES, SAME), net)
    assert (won * 2 - net < 8).any()


def test_the_fuzzy_borda_count_step_by_step() -> None:
    """Memberships, fuzzy frequencies by place, the points of places, their product."""
    points = [(9 - place) * (9 - place + 1) / 2 for place in range(1, 10)]
    low, high = SCORES.min(axis=0), SCORES.max(axis=0)
    membership = (SCORES - low) / (high - low) * 0.9 + 0.1
    wanted = []
    for region, ranks in enumerate(places(SCORES)):
        number = [membership[region, ranks == place].sum() for place in range(1, 10)]
        wanted.append(np.dot(number, points) / sum(number))
    assert fuzzy_borda(SCORES, SAME) == pytest.approx(wanted, rel=1e-12)


def test_tied_places_share_their_points() -> None:
    """Two at the top of three: 3 and 1 points come to 2 for each."""
    assert fuzzy_borda(np.array([[1.0], [1.0], [0.0]]), np.ones(1)).tolist() == [2.0, 2.0, 0.0]


def test_the_mean_of_standardised_scores() -> None:
    """Whatever unit and origin a method has."""
    standard = (SCORES - SCORES.mean(axis=0)) / SCORES.std(axis=0)
    other = SCORES * np.array([1, 50, 0.01, 3]) - np.array([0, 7, 1, -2])
    assert mean_score(SCORES, SAME) == pytest.approx(standard.mean(axis=1), abs=1e-12)
    assert mean_score(other, SAME) == pytest.approx(standard.mean(axis=1), abs=1e-9)


@EACH
def test_a_method_that_tells_no_regions_apart_changes_no_order(rule: str) -> None:
    """Nor do all of them give a region anything over another."""
    flat = np.column_stack([SCORES[:, :3], np.full(9, 7.0)])
    parts = np.array([0.3, 0.25, 0.15, 0.3])
    alone = RULES[rule](SCORES[:, :3], parts[:3] / 0.7)
    assert np.array_equal(rankdata(RULES[rule](flat, parts).round(9)), rankdata(alone.round(9)))
    level = RULES[rule](np.zeros((5, 2)), np.array([0.5, 0.5]))
    assert level == pytest.approx({"mean_rank": 3, "fuzzy_borda": 4}.get(rule, 0), abs=1e-15)


@EACH
def test_parts_say_how_much_a_method_counts(rule: str) -> None:
    """Twice the part is the method named twice; a part of 0 is the method left out."""
    doubled = RULES[rule](SCORES[:, [0, 0, 1, 2]], SAME)
    assert RULES[rule](SCORES[:, :3], np.array([0.5, 0.25, 0.25])) == pytest.approx(doubled, abs=1e-12)
    left_out = RULES[rule](SCORES[:, :3], np.array([0.5, 0.5, 0.0]))
    assert left_out == pytest.approx(RULES[rule](SCORES[:, :2], np.array([0.5, 0.5])), abs=1e-12)


@EACH
def test_rounding_tells_no_regions_apart(rule: str) -> None:
    """0.1 + 0.2 is 0.3, wherever it stands."""
    scores = np.array([[0.1 + 0.2, 5.0], [0.3, 5.0], [0.0, 1.0]])
    found = RULES[rule](scores, np.array([0.5, 0.5]))
    assert found[0] == pytest.approx(found[1], abs=1e-12)
    assert found[0] > found[2]


@EACH
def test_shuffled_and_in_batches(rule: str) -> None:
    """The whole aggregator: a shuffled table, three draws with weights of their own, and equal regions."""
    order = np.random.default_rng(1).permutation(12)
    found = combined_evaluation(X, W, rule=rule)
    assert combined_evaluation(X[order], W, rule=rule) == pytest.approx(found[order], abs=1e-12)
    draws = np.random.default_rng(2).dirichlet(np.ones(3), 3)
    batch = combined_evaluation(X, draws, rule=rule)
    assert batch == pytest.approx(
        np.stack([combined_evaluation(X, one, rule=rule) for one in draws]), abs=1e-12
    )
    twice = combined_evaluation(np.concatenate([X, X[::-1]]), W, rule=rule)
    assert np.array_equal(twice, twice[::-1])


def test_each_method_scores_as_it_does_alone() -> None:
    """With its own options and columns named by id; one that draws draws what it would alone."""
    methods = [
        {"method": "topsis", "normalisation": "vector"},
        {"method": "robust_directional_benefit", "sample": 5, "draws": 20},
        {"method": "robust_directional_benefit", "sample": 5, "draws": 20},
        {"method": "copeland"},
    ]
    found = score_with_each(X, W, methods, np.random.default_rng(4), {"members": tuple("abc")})
    assert np.array_equal(found[:, 0], topsis(X, W, normalisation="vector"))
    alone = resolve(Step("aggregate", "robust_directional_benefit", {"sample": 5, "draws": 20}))
    wanted = alone.run(X, weights=W, members=tuple("abc"), generator=np.random.default_rng(4))
    assert np.array_equal(found[:, 1], wanted)
    assert np.array_equal(found[:, 2], wanted)
    assert np.array_equal(found[:, 3], copeland_of_columns(X, W))


def test_combinations_may_be_joined_again() -> None:
    """What the literature repeats until all rules agree: a combination is a method like any other."""
    inner = [{"method": "combined_evaluation", "rule": rule} for rule in RULES]
    found = combined_evaluation(X, W, methods=inner)
    each = np.stack([combined_evaluation(X, W, rule=rule) for rule in RULES], axis=-1)
    assert found == pytest.approx((13 - places(each.round(9))).mean(axis=1), abs=1e-12)


@pytest.mark.parametrize("parts", [(1.0,), (1.0, 2.0, 3.0, 4.0), (0.0, 0.0, 0.0), (1.0, 1.0, -1.0)])
def test_parts_that_do_not_fit(parts: tuple[float, ...]) -> None:
    """One number of 0 or more for each method, not all 0."""
    with pytest.raises(MethodError):
        combined_evaluation(X, W, parts=parts)


def test_what_a_recipe_may_not_say() -> None:
    """One method is no combination, a rule is one of five, a missing value is an error."""
    for options in ({"methods": [{"method": "topsis"}]}, {"rule": "median"}, {"parts": [-1, 1, 1]}):
        with pytest.raises(EditionError):
            resolve(Step("aggregate", "combined_evaluation", options))
    with pytest.raises(MethodError, match="combined_evaluation"):
        combined_evaluation(np.where(X > 0.9, np.nan, X), W)
    assert method("aggregate", "combined_evaluation").options["methods"].methods


def test_agreement_of_methods_that_agree_and_that_cancel() -> None:
    """W is 1 for one order, 0 for two that are opposite, 1 where no method tells any region apart."""
    rising = np.arange(5.0)
    same = method_agreement(np.column_stack([rising, rising**2, np.exp(rising)]))
    assert (float(same.concordance), float(same.chi_square)) == (1.0, 12.0)
    opposite = method_agreement(np.column_stack([rising, -rising]))
    assert (float(opposite.concordance), float(opposite.p_value)) == (0.0, 1.0)
    assert float(method_agreement(np.zeros((4, 3))).concordance) == 1.0
    alone = method_agreement(np.zeros((1, 3)))
    assert (float(alone.concordance), float(alone.p_value)) == (1.0, 1.0)


def test_agreement_in_batches() -> None:
    """Years and draws each by themselves; no correlation with what tells no regions apart."""
    scores = np.random.default_rng(5).random((3, 7, 4))
    found = method_agreement(scores)
    for draw in range(3):
        assert found.p_value[draw] == pytest.approx(float(method_agreement(scores[draw]).p_value))
    joined = mean_rank(scores, SAME)
    related = rank_correlations(scores, joined)
    assert related.shape == (3, 4)
    assert related[1] == pytest.approx(rank_correlations(scores[1], joined[1]))
    assert np.isnan(rank_correlations(scores[0], np.zeros(7))).all()


def test_an_error_names_the_method_that_it_is_of() -> None:
    """Among several that are joined."""
    with pytest.raises(MethodError, match="needs values of 0 or more") as told:
        combined_evaluation(
            -np.ones((3, 2)), np.ones(2) / 2, methods=[{"method": "kemeny"}, {"method": "russell_benefit"}]
        )
    assert told.value.where == "the method 'russell_benefit' that is joined with others"
