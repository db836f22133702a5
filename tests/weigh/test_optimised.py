"""Weights that a programme finds: envelopes, importance with its certificate, regression, combinations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zhishu.errors import MethodError
from zhishu.weigh.combine import game_combination, linear_combination, multiplicative_combination
from zhishu.weigh.envelopment import frontier
from zhishu.weigh.envelopment.common import benefit_of_the_doubt
from zhishu.weigh.envelopment.geometric import geometric_envelope
from zhishu.weigh.envelopment.left_out import left_out_scores
from zhishu.weigh.envelopment.order_m import robust_scores
from zhishu.weigh.envelopment.scores import (
    benefit_scores,
    directional_scores,
    envelope,
    multidirectional_scores,
)
from zhishu.weigh.envelopment.simplex import least
from zhishu.weigh.envelopment.slacks import russell_scores
from zhishu.weigh.fitted.importance import optimise_group, optimised_importance, realised_importance
from zhishu.weigh.fitted.regression import regression
from zhishu.weigh.moments import covariances
from zhishu.weigh.spread.dispersion import standard_deviation
from zhishu.weigh.spread.information import entropy

PANEL = np.random.default_rng(0).uniform(1, 100, (14, 4))
VALUES = arrays(float, (6, 3), elements=st.integers(0, 20).map(float))


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_every_region_gets_at_least_what_common_weights_give_it(x: np.ndarray) -> None:
    """Scores lie in [0, 1], and weights of its own favour a region at least as much as any others."""
    found = envelope(x)
    assert (found.scores >= 0).all()
    assert (found.scores <= 1 + 1e-9).all()
    assert (x @ found.weights.T <= 1 + 1e-7).all()
    common = x @ np.ones(3)
    if common.max() > 0 and np.ptp(x, axis=0).all():
        assert (found.scores >= common / common.max() - 1e-7).all()


def test_bounds_lower_the_scores_and_are_kept() -> None:
    """The tighter the bounds, the lower the score; parts lie within them."""
    free, held, tight = (benefit_scores(PANEL, low=low, high=1 - low) for low in (0.0, 0.1, 0.25))
    assert (free >= held - 1e-9).all()
    assert (held >= tight - 1e-9).all()
    found = envelope(PANEL, low=0.1, high=0.5)
    part = found.weights * PANEL / found.scores[:, None]
    assert part.min() >= 0.1 - 1e-7
    assert part.max() <= 0.5 + 1e-7


def test_scores_do_not_depend_on_units() -> None:
    """Columns times any factor score the same."""
    assert benefit_scores(PANEL * [1, 1e3, 1e-3, 7]) == pytest.approx(benefit_scores(PANEL), rel=1e-8)


def test_programmes_side_by_side_are_those_that_highs_solves() -> None:
    """Scores of 0 to 2, with many ties, duplicates and zeros, agree with a programme for each region."""
    x = np.random.default_rng(4).integers(0, 3, (20, 12, 4)) * [1.0, 10.0, 1e3, 1e-3]
    for bounds in ({}, {"low": 0.1}, {"high": 0.5}):
        found = benefit_scores(x, **bounds)
        for table, score in zip(x, found, strict=True):
            assert score == pytest.approx([by_highs(table, own, **bounds) for own in table], abs=1e-7)


def by_highs(table: np.ndarray, own: np.ndarray, low: float = 0.0, high: float = 1.0) -> float:
    """Return the benefit of the doubt as it is written down, over columns divided by their largest value."""
    from scipy.optimize import linprog

    scale = np.where(table.max(axis=0) > 0, table.max(axis=0), 1.0)
    own, rows = own / scale, table / scale
    shares = np.vstack([low * own - np.diag(own), np.diag(own) - high * own])
    right = np.repeat([1.0, 0.0], [len(table), len(shares)])
    return -linprog(-own, A_ub=np.vstack([rows, shares]), b_ub=right).fun


def geometric_scores(x: np.ndarray) -> np.ndarray:
    return geometric_envelope(x).scores


def russell_left_out(x: np.ndarray) -> np.ndarray:
    return russell_scores(x, left_out=True)


@pytest.mark.parametrize(
    "score",
    [
        benefit_scores,
        directional_scores,
        multidirectional_scores,
        left_out_scores,
        russell_scores,
        russell_left_out,
        geometric_scores,
    ],
)
def test_what_is_not_proven_is_solved_by_highs(score, monkeypatch) -> None:
    """With nothing proven side by side, one after another gives the same scores."""
    x = np.random.default_rng(7).uniform(1, 9, (9, 4))
    expected = score(x)
    unproven = []

    def prove_nothing(programmes):
        weights, proven = least(programmes)
        unproven.append(len(proven))
        return np.full_like(weights, np.nan), np.zeros_like(proven)

    monkeypatch.setattr(frontier, "least", prove_nothing)
    # A second stage is solved among weights that are best up to 1e-9.
    assert score(x) == pytest.approx(expected, rel=1e-6 if score is geometric_scores else 1e-8)
    assert sum(unproven) > 0


def test_directional_and_multidirectional_scores_of_single_columns_are_ratios() -> None:
    """With one column a region is its share of the best, and the largest step is what it lacks."""
    x = np.array([[1.0], [2.0], [4.0]])
    assert directional_scores(x, direction=[1]) == pytest.approx([1 / 4, 1 / 3, 1])
    assert multidirectional_scores(x) == pytest.approx([1 / 4, 1 / 2, 1])


def test_impossible_bounds_are_an_error() -> None:
    """Four parts of at least 0.3 make more than one."""
    for bounds in ({"low": 0.3}, {"high": 0.2}, {"low": 0.2, "high": 0.1}):
        with pytest.raises(MethodError, match="bounds"):
            envelope(PANEL, **bounds)


def test_a_constant_column_does_not_give_everyone_the_best_score() -> None:
    """It is left out; where all are constant everyone scores 1, or 0 if all are 0."""
    wider = np.insert(PANEL, 1, 50.0, axis=1)
    for score in (benefit_scores, multidirectional_scores, robust_scores, directional_scores):
        assert score(wider) == pytest.approx(score(PANEL), rel=1e-7)
    assert benefit_scores(np.full((3, 2), 5.0)) == pytest.approx([1, 1, 1])
    assert benefit_scores(np.zeros((3, 2))).tolist() == [0, 0, 0]


def test_a_direction_has_a_number_above_0_for_every_column() -> None:
    """Else an error says how many."""
    for direction in ([1, 1, 1], [1, 1, 1, 0]):
        with pytest.raises(MethodError, match="direction"):
            directional_scores(PANEL, direction=direction)


def test_the_robust_score_is_the_expectation_over_all_samples() -> None:
    """Every ordered sample of two of three regions, by hand."""
    x = np.array([[2.0, 1.0], [1.0, 2.0], [1.5, 1.5]])
    surpass = np.min(x[None] / x[:, None], axis=-1)
    drawn = [[max(row[i], row[j]) for i in range(3) for j in range(3)] for row in surpass]
    assert robust_scores(x, sample=2) == pytest.approx(1 / np.mean(drawn, axis=1))


def test_a_region_of_zeros_scores_0() -> None:
    """In every variant, without a warning."""
    x = np.vstack([PANEL, np.zeros(4)])
    for score in (benefit_scores, robust_scores, multidirectional_scores):
        assert score(x)[-1] == pytest.approx(0, abs=1e-12)


def test_envelopes_take_a_batch() -> None:
    """Draw by draw."""
    x = np.random.default_rng(1).uniform(1, 9, (2, 5, 3))
    for score in (benefit_scores, robust_scores, multidirectional_scores, directional_scores):
        assert score(x)[1] == pytest.approx(score(x[1]), abs=1e-12)


def test_common_weights_bring_scores_near_to_1_and_keep_bounds() -> None:
    """Favouring the weakest raises the least score; bounds hold."""
    every, weakest = benefit_of_the_doubt(PANEL), benefit_of_the_doubt(PANEL, favour="weakest")

    def scores(weights: np.ndarray) -> np.ndarray:
        index = PANEL @ weights
        return index / index.max()

    assert scores(every).sum() >= scores(weakest).sum() - 1e-9
    assert scores(weakest).min() >= scores(every).min() - 1e-9
    bounded = benefit_of_the_doubt(PANEL, low=0.2, high=0.3)
    assert bounded.min() >= 0.2 - 1e-9
    assert bounded.max() <= 0.3 + 1e-9
    with pytest.raises(MethodError, match="bounds"):
        benefit_of_the_doubt(PANEL, low=0.3)


@pytest.mark.parametrize("measure", ["squared_correlation", "correlation"])
def test_the_wanted_importance_is_reached_exactly(measure: str) -> None:
    """Where the columns allow it, for stated targets too; a constant column wants nothing."""
    generator = np.random.default_rng(2)
    x = generator.random((40, 1)) + generator.random((40, 4))
    x[:, 3] = 0.5
    stated = np.array([3.0, 2.0, 2.0, 9.0])
    found = optimise_group(x, stated, target="stated", measure=measure)
    assert found.certificate is None
    assert found.reached == pytest.approx([3 / 7, 2 / 7, 2 / 7, 0], abs=1e-9)
    assert found.weights[3] == 0
    assert realised_importance(x, found.weights, measure=measure) == pytest.approx(found.reached)


def test_an_importance_that_cannot_be_reached_comes_with_a_proof() -> None:
    """With y · C ≥ 0 and y · b < 0 no weights of 0 or more do it, and other weights come no nearer."""
    x = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.1], [0.2, 0.9, 1.0], [0.9, 0.2, 0.1]])
    found = optimise_group(x)
    assert found.gap > 0.01
    assert found.certificate is not None
    covariance = covariances(x)
    assert (found.certificate @ covariance >= -1e-12).all()
    assert found.certificate @ (np.sqrt(np.diagonal(covariance)) * np.sqrt(found.wanted)) < 0
    for trial in np.random.default_rng(3).dirichlet(np.ones(3), 3000):
        apart = ((realised_importance(x, trial) - found.wanted) ** 2).sum()
        assert apart >= ((found.reached - found.wanted) ** 2).sum() - 1e-9


def test_a_stated_importance_must_be_stated() -> None:
    """Weights missing in the framework are an error."""
    with pytest.raises(MethodError, match="given weights"):
        optimised_importance(PANEL, np.array([1.0, np.nan, 1.0, 1.0]), target="stated")


REGIONS = tuple(f"r{place}" for place in range(14))


def test_a_regression_finds_the_weights_that_made_the_outcome() -> None:
    """Exactly where there is no error; an unknown outcome and a missing value drop the region."""
    made = PANEL @ [0.1, 0.2, 0.3, 0.4] + 5
    outcome = dict(zip(REGIONS[:-2], made[:-2].tolist(), strict=True))
    x = PANEL.copy()
    x[0, 0] = np.nan
    for negative in ("zero", "error"):
        found = regression(x, REGIONS, outcome=outcome, negative=negative)
        assert found == pytest.approx([0.1, 0.2, 0.3, 0.4])
    by_name = regression(PANEL, (), {"income": made}, outcome="income", coefficients="standardised")
    assert by_name == pytest.approx(
        np.array([0.1, 0.2, 0.3, 0.4]) * PANEL.std(axis=0) / (PANEL.std(axis=0) @ [0.1, 0.2, 0.3, 0.4])
    )


def test_a_negative_coefficient_is_held_at_0_or_refused() -> None:
    """As the recipe says."""
    outcome = dict(zip(REGIONS, (PANEL @ [1.0, -1.0, 1.0, 0.5]).tolist(), strict=True))
    assert regression(PANEL, REGIONS, outcome=outcome)[1] == 0
    with pytest.raises(MethodError, match="no shares"):
        regression(PANEL, REGIONS, outcome=outcome, negative="error")


@pytest.mark.parametrize("outcome", [{"r1": 5.0}, "income", {}])
def test_an_outcome_that_is_not_there_is_an_error(outcome: dict[str, float] | str) -> None:
    """Too few regions, an unknown column, nothing at all."""
    with pytest.raises(MethodError):
        regression(PANEL, REGIONS, outcome=outcome)


TWO = [{"method": "entropy", "shift": 1.0}, {"method": "standard_deviation"}]


def test_combinations_are_those_of_their_formulas() -> None:
    """Sum with parts, product over its sum, geometric mean, and the compromise of both."""
    first, second = entropy(PANEL, shift=1.0), standard_deviation(PANEL)
    assert linear_combination(PANEL, methods=TWO, parts=[3, 1]) == pytest.approx(0.75 * first + 0.25 * second)
    product = first * second
    assert multiplicative_combination(PANEL, methods=TWO) == pytest.approx(product / product.sum())
    mean = np.sqrt(product)
    assert multiplicative_combination(PANEL, methods=TWO, parts=[1, 1]) == pytest.approx(mean / mean.sum())
    both = np.array([first, second])
    strength = np.abs(np.linalg.solve(both @ both.T, [first @ first, second @ second]))
    assert game_combination(PANEL, methods=TWO) == pytest.approx(strength @ both / strength.sum())


def test_the_same_weighting_twice_combines_to_itself() -> None:
    """Also by games, where the system is singular."""
    twice = [{"method": "standard_deviation"}] * 2
    for combine in (linear_combination, game_combination):
        assert combine(PANEL, methods=twice) == pytest.approx(standard_deviation(PANEL))


def test_what_cannot_be_combined_is_an_error() -> None:
    """No methods, parts of another length, weights that exclude each other."""
    with pytest.raises(MethodError, match="missing"):
        linear_combination(PANEL)
    with pytest.raises(MethodError, match="parts"):
        linear_combination(PANEL, methods=TWO, parts=[1])
    apart = [{"method": "given"}, {"method": "equal"}]
    with pytest.raises(MethodError, match="no column"):
        multiplicative_combination(np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([0.0, 1.0]), methods=apart)
