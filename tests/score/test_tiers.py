"""Tiers by rank, by score and by classification."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.ranks import rank
from zhishu.score.tiers import equal_interval, natural_breaks, quantiles, rank_cuts, score_cuts

SCORES = np.array([90.0, 88.0, 50.0, 48.0, 47.0, 10.0])
RANKS = rank(SCORES)
BY_CLASS = (natural_breaks, quantiles, equal_interval)


def test_rank_cuts_are_the_last_places_of_the_tiers() -> None:
    """Cuts 5, 13, 20 give tiers of 5, 8, 7 and the rest."""
    scores = np.linspace(100, 1, 163)
    tiers = rank_cuts(scores, rank(scores), cuts=[5, 13, 20])
    assert np.bincount(tiers).tolist() == [0, 5, 8, 7, 143]
    assert (np.diff(tiers) >= 0).all()


def test_regions_that_tie_share_a_tier() -> None:
    """A tie across a cut goes with the rank, not with the order of regions."""
    scores = np.array([3.0, 2.0, 2.0, 1.0])
    assert rank_cuts(scores, rank(scores, ties="min"), cuts=[2]).tolist() == [1, 1, 1, 2]
    assert rank_cuts(scores, rank(scores, ties="average"), cuts=[2]).tolist() == [1, 2, 2, 2]


@pytest.mark.parametrize("cuts", [[5, 5], [5, 3], [0, 3], [], [np.nan], [2, np.inf]])
def test_silly_rank_cuts_are_an_error(cuts: list[float]) -> None:
    """They must rise and start at 1 or later."""
    with pytest.raises(MethodError, match="cuts"):
        rank_cuts(SCORES, RANKS, cuts=cuts)


@pytest.mark.parametrize(
    ("cuts", "expected"), [([6], [1] * 6), ([2, 9, 20], [1, 1, 2, 2, 2, 2]), ([6, 7], [1] * 6)]
)
def test_rank_cuts_beyond_the_regions_leave_tiers_empty(cuts: list[float], expected: list[int]) -> None:
    """One recipe serves a level of 163 regions and one of 6."""
    assert rank_cuts(SCORES, RANKS, cuts=cuts).tolist() == expected


@pytest.mark.parametrize("cuts", [[50, 80], [80, 50]])
def test_score_cuts_belong_above(cuts: list[float]) -> None:
    """A score equal to a cut is in the tier above it; cuts may rise or fall."""
    assert score_cuts(SCORES, RANKS, cuts=cuts).tolist() == [1, 1, 2, 3, 3, 3]


@pytest.mark.parametrize("cuts", [[], [50, 50], [10, 60, 30]])
def test_silly_score_cuts_are_an_error(cuts: list[float]) -> None:
    """They must be given and be in order."""
    with pytest.raises(MethodError, match="cuts"):
        score_cuts(SCORES, RANKS, cuts=cuts)


def test_natural_breaks_find_the_gaps() -> None:
    """Three obvious clusters are the three tiers, the best one first."""
    assert natural_breaks(SCORES, RANKS, k=3).tolist() == [1, 1, 2, 2, 2, 3]


def test_natural_breaks_have_the_least_variance_within() -> None:
    """No other pair of cuts of the sorted scores does better."""
    scores = np.sort(np.random.default_rng(5).gamma(1.0, size=25))[::-1]

    def within(starts: tuple[int, int]) -> float:
        parts = np.split(scores, starts)
        return sum(float(((part - part.mean()) ** 2).sum()) for part in parts)

    tiers = natural_breaks(scores, rank(scores), k=3)
    found = tuple(np.flatnonzero(np.diff(tiers)) + 1)
    best = min(within((one, two)) for one in range(1, 24) for two in range(one + 1, 25))
    assert within(found) == pytest.approx(best, rel=1e-12)


def test_quantiles_hold_the_same_number_of_regions() -> None:
    """Twelve different scores in four tiers of three."""
    scores = np.arange(12.0)
    assert np.bincount(quantiles(scores, rank(scores), k=4)).tolist() == [0, 3, 3, 3, 3]


def test_equal_intervals_may_be_empty() -> None:
    """Between 10 and 90 the third of four intervals holds nobody here."""
    assert equal_interval(np.array([90.0, 65.0, 45.0, 10.0]), np.arange(1.0, 5), k=4).tolist() == [1, 2, 3, 4]
    assert equal_interval(np.array([90.0, 80.0, 60.0, 10.0]), np.arange(1.0, 5), k=4).tolist() == [1, 1, 2, 4]


@pytest.mark.parametrize("method", BY_CLASS)
@pytest.mark.parametrize("k", [1, 7])
def test_a_number_of_tiers_that_does_not_fit_is_an_error(method, k: int) -> None:
    """At least two, at most as many as there are different scores."""
    with pytest.raises(MethodError, match="number of tiers"):
        method(SCORES, RANKS, k=k)


@pytest.mark.parametrize("method", BY_CLASS)
def test_each_year_is_classified_on_its_own(method) -> None:
    """The leading axis is a batch of years."""
    years = np.stack([SCORES, SCORES[::-1] ** 2])
    found = method(years, rank(years), k=3)
    assert found[1].tolist() == method(years[1], rank(years[1]), k=3).tolist()


@pytest.mark.parametrize("method", [rank_cuts, score_cuts, *BY_CLASS])
def test_a_region_without_a_score_has_tier_zero(method) -> None:
    """It belongs to no tier, and the others are classified without it."""
    scores = np.array([90.0, np.nan, 50.0, 10.0])
    settings = {rank_cuts: {"cuts": [1, 2]}, score_cuts: {"cuts": [80, 30]}}.get(method, {"k": 3})
    assert method(scores, rank(scores), **settings).tolist() == [1, 0, 2, 3]


@pytest.mark.parametrize("method", BY_CLASS)
def test_no_region_with_a_score_makes_no_classes(method) -> None:
    """One message, whether there are regions without scores or scores that are all alike."""
    for scores in (np.full(3, np.nan), np.ones(3)):
        with pytest.raises(MethodError, match="number of tiers") as caught:
            method(scores, rank(scores), k=2)
        assert "two different scores" in str(caught.value.allowed)
