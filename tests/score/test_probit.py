"""Tiers by probit: what the rank-sum ratio method does after it has scored."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.score.probit import fit_probits, probit, probit_cuts
from zhishu.score.ranks import rank

SCORES = np.random.default_rng(3).random(40)


@pytest.mark.parametrize("k", [2, 3, 4, 5, 7])
def test_the_books_rule_looks_at_ranks_alone(k: int) -> None:
    """Comparing estimates is comparing probits: any rising transformation gives the same tiers."""
    found = probit(SCORES, rank(SCORES), k=k)
    assert found.tolist() == probit(np.exp(9 * SCORES), rank(SCORES), k=k).tolist()
    assert (
        found.tolist()
        == (
            k - np.searchsorted(probit_cuts(k), fit_probits(SCORES, rank(SCORES)).probit, side="right")
        ).tolist()
    )


def test_by_scores_the_line_has_a_say() -> None:
    """One score far above the rest stands alone in tier 1, for the line rises with it."""
    scores = np.append(np.linspace(0.0, 1.0, 39), 30.0)
    assert (probit(scores, rank(scores)) == 1).sum() > 1
    assert np.flatnonzero(probit(scores, rank(scores), by="scores") == 1).tolist() == [39]


@pytest.mark.parametrize("by", ["fitted", "scores"])
@pytest.mark.parametrize("k", [2, 3, 5])
def test_better_scores_never_have_worse_tiers_and_ties_share(by: str, k: int) -> None:
    """Tiers rise with ranks; the scale of the scores does not matter."""
    scores = np.round(SCORES, 1)
    found = probit(scores, rank(scores), k=k, by=by)
    assert (np.diff(found[np.argsort(-scores, kind="stable")]) >= 0).all()
    assert len({*zip(scores.tolist(), found.tolist(), strict=True)}) == len(set(scores.tolist()))
    assert found.tolist() == probit(100 * scores - 7, rank(scores), k=k, by=by).tolist()


@pytest.mark.parametrize("by", ["fitted", "scores"])
def test_equal_scores_share_a_tier_and_one_region_has_one(by: str) -> None:
    """There is no line; the probit of the mean rank decides."""
    assert probit(np.full(6, 0.4), np.ones(6), by=by).tolist() == [2] * 6
    assert probit(np.array([0.4]), np.array([1.0]), by=by).tolist() == [2]
    assert np.isnan(fit_probits(np.full(6, 0.4), np.ones(6)).determination)


@pytest.mark.parametrize("by", ["fitted", "scores"])
def test_a_region_without_a_rank_is_left_out(by: str) -> None:
    """It has tier 0, and the others have the tiers that they have without it."""
    scores, ranks = np.append(SCORES, 5.0), np.append(rank(SCORES), np.nan)
    assert probit(scores, ranks, by=by).tolist() == [*probit(SCORES, rank(SCORES), by=by).tolist(), 0]
    assert probit(np.array([np.nan, np.nan]), np.array([np.nan, np.nan]), by=by).tolist() == [0, 0]


def test_a_straight_line_fits_wholly() -> None:
    """Scores that are a line of their probits have R² 1, and the slope of that line."""
    fit = fit_probits(3.0 + 2.0 * fit_probits(SCORES, rank(SCORES)).probit, rank(SCORES))
    assert [fit.slope, fit.intercept, fit.determination] == pytest.approx([2, 3, 1])


@pytest.mark.parametrize("by", ["fitted", "scores"])
def test_each_year_on_its_own(by: str) -> None:
    """The leading axis is a batch."""
    years = np.stack([SCORES, SCORES[::-1] ** 3, np.full(40, 0.1)])
    found = probit(years, rank(years), by=by)
    for year in range(3):
        assert found[year].tolist() == probit(years[year], rank(years[year]), by=by).tolist()


@pytest.mark.parametrize("by", ["fitted", "scores"])
def test_ranks_say_which_end_is_good_and_who_ties(by: str) -> None:
    """A ranking that puts the lowest score first turns the tiers round; a tolerance makes ties."""
    lowest_first = rank(SCORES, descending=False)
    assert probit(SCORES, lowest_first, by=by).tolist() == probit(-SCORES, rank(-SCORES), by=by).tolist()
    rounded = np.array([0.3, 0.1 + 0.2, 0.9, 0.1])
    tied = fit_probits(rounded, rank(rounded, tolerance=1e-9))
    assert tied.probit[0] == tied.probit[1]
    assert tied.slope == pytest.approx(
        fit_probits(np.array([0.3, 0.3, 0.9, 0.1]), np.array([2, 2, 1, 4.0])).slope
    )
