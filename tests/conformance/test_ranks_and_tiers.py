"""Ranks and tiers against scipy and what can be counted."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from record import BY_HAND, CLOSED_FORM, MANUAL, Agreement, program, record
from scipy import stats

from zhishu.score.ranks import rank
from zhishu.score.tiers import equal_interval, natural_breaks, quantiles, rank_cuts, score_cuts


def by_hand(kind: str, method: str, what: str) -> None:
    record(Agreement(kind, method, BY_HAND, "", what, 0.0, holds=True))


@pytest.mark.parametrize("ties", ["min", "max", "average", "dense"])
def test_ranks_against_scipy(ties: str) -> None:
    """Scores full of ties; the highest is first here, the lowest there."""
    scores = np.random.default_rng(0).integers(0, 8, size=40).astype(float)
    assert rank(scores, ties=ties).tolist() == stats.rankdata(-scores, method=ties).tolist()
    what = f"ranks, ties {ties}"
    record(Agreement("rank", "by_score", program("scipy"), "random scores", what, 0.0, holds=True))


@pytest.mark.parametrize(
    ("ties", "places"),
    [("average", [1, 2.5, 4, 2.5]), ("min", [1, 2, 4, 2]), ("max", [1, 3, 4, 3]), ("dense", [1, 2, 3, 2])],
)
def test_ranks_as_the_manual_prints_them(ties: str, places: list[float]) -> None:
    """The values 0, 2, 3, 2 of scipy's manual, whose first rank is the smallest value's."""
    assert rank(-np.array([0.0, 2.0, 3.0, 2.0]), ties=ties).tolist() == places
    what = f"ranks of 0, 2, 3, 2, ties {ties}"
    source = "reference of scipy.stats.rankdata"
    record(Agreement("rank", "by_score", MANUAL, source, what, 0.0, holds=True))


def test_ranks_by_hand() -> None:
    """Two second places: 1, 2, 2, 4."""
    assert rank(np.array([9.0, 7.0, 7.0, 1.0])).tolist() == [1, 2, 2, 4]
    by_hand("rank", "by_score", "9, 7, 7, 1: places 1, 2, 2, 4")


@pytest.mark.parametrize("seed", range(3))
def test_natural_breaks_against_every_partition(seed: int) -> None:
    """Of all ways to cut twelve scores into three classes none varies less within."""
    scores = np.sort(np.random.default_rng(seed).gamma(2.0, 10.0, size=12))
    cuts = list(combinations(range(1, 12), 2))
    within = [sum(part.var() * len(part) for part in np.split(scores, cut)) for cut in cuts]
    expected = 3 - np.searchsorted(cuts[int(np.argmin(within))], np.arange(12), side="right")
    assert natural_breaks(scores, rank(scores), k=3).tolist() == expected.tolist()
    what = "least variance within, against all partitions of 12 scores"
    record(Agreement("tiers", "natural_breaks", CLOSED_FORM, "", what, 0.0, holds=True))


def test_tiers_by_hand() -> None:
    """Six scores in two clusters, and given cuts."""
    scores = np.array([90.0, 88.0, 60.0, 20.0, 18.0, 15.0])
    places = rank(scores)
    assert rank_cuts(scores, ranks=places, cuts=(1, 3)).tolist() == [1, 2, 2, 3, 3, 3]
    assert score_cuts(scores, ranks=places, cuts=(80, 19)).tolist() == [1, 1, 2, 2, 3, 3]
    assert natural_breaks(scores, ranks=places, k=3).tolist() == [1, 1, 2, 3, 3, 3]
    assert quantiles(scores, ranks=places, k=3).tolist() == [1, 1, 2, 2, 3, 3]
    assert equal_interval(scores, ranks=places, k=3).tolist() == [1, 1, 2, 3, 3, 3]
    for name in ("rank_cuts", "score_cuts", "natural_breaks", "quantiles", "equal_interval"):
        by_hand("tiers", name, "90, 88, 60, 20, 18, 15")
