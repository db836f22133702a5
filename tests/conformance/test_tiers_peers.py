"""Tiers against pandas, and natural breaks against mapclassify and against the recorded answers of jenkspy."""

from __future__ import annotations

import warnings
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from record import Agreement, program, record
from recorded_answers import recorded

from zhishu.score.ranks import rank
from zhishu.score.tiers import equal_interval, natural_breaks, quantiles, rank_cuts, score_cuts

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the peer deprecates is its own
    import mapclassify

PANDAS, MAPCLASSIFY = program("pandas"), program("mapclassify")


def agreed(method: str, against: str, source: str, what: str) -> None:
    record(Agreement("tiers", method, against, source, what, 0.0, holds=True))


def drawn(seed: int) -> np.ndarray:
    return np.round(np.random.default_rng(seed).gamma(2.0, 10.0, 31), 2)


def from_below(scores: np.ndarray, bounds: int | list[float], *, right: bool = True) -> list[int]:
    """Return tiers, 1 the best, of the classes that pandas makes from below."""
    cut = pd.cut(scores, bounds, right=right)
    return (len(cut.categories) - cut.codes).tolist()


@pytest.mark.parametrize("seed", range(5))
def test_tiers_against_pandas(seed: int) -> None:
    """Classes of equal width, by quantiles, and between given scores and ranks."""
    scores = drawn(seed)
    ranks = rank(scores)
    for k in (2, 3, 4, 5, 7):
        assert equal_interval(scores, ranks, k=k).tolist() == from_below(scores, k)
        cut = pd.qcut(scores, k)
        assert quantiles(scores, ranks, k=k).tolist() == (k - cut.codes).tolist()
    source = "random scores of 31 regions, five seeds"
    agreed("equal_interval", PANDAS, source, "cut, k = 2 … 7: tiers")
    agreed("quantiles", PANDAS, source, "qcut, k = 2 … 7: tiers")
    bounds = [-np.inf, 10.0, float(np.median(scores)), 45.0, np.inf]
    found = score_cuts(scores, ranks, cuts=bounds[1:-1])
    assert found.tolist() == from_below(scores, bounds, right=False)
    agreed("score_cuts", PANDAS, source, "cut, closed on the left, one score equal to a cut: tiers")
    places = pd.Series(scores).rank(ascending=False, method="min")
    cut = pd.cut(places, [0, 5, 13, 20, np.inf])
    assert rank_cuts(scores, ranks).tolist() == (1 + cut.cat.codes).tolist()
    agreed("rank_cuts", PANDAS, source, "rank and cut at 5, 13, 20: tiers")


def test_natural_breaks_against_jenkspy() -> None:
    """Thirty scores in 3, 4 and 6 classes."""
    found = recorded("breaks_jenkspy")
    for case in found.cases:
        scores, k = np.array(case["scores"]), case["k"]
        expected = k - np.searchsorted(case["breaks"][1:-1], scores, side="left")
        assert natural_breaks(scores, rank(scores), k=k).tolist() == expected.tolist()
    agreed("natural_breaks", found.program, "random scores of 30 regions, five seeds", "k = 3, 4, 6: tiers")


def of_mapclassify(scores: np.ndarray, k: int) -> np.ndarray:
    """Return the tiers, 1 the best, of mapclassify's Fisher-Jenks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it is slow without numba
        bounds = mapclassify.FisherJenks(scores, k=k).bins
    return k - np.minimum(np.searchsorted(bounds, scores, side="left"), k - 1)


def within(scores: np.ndarray, tiers: np.ndarray) -> float:
    """Return the sum of squared deviations from the means of tiers."""
    parts = (scores[tiers == tier] for tier in np.unique(tiers))
    return sum(float(((part - part.mean()) ** 2).sum()) for part in parts)


@pytest.mark.parametrize("seed", range(5))
def test_natural_breaks_against_mapclassify(seed: int) -> None:
    """Scores that fill their range: the same tiers."""
    scores = drawn(seed)
    for k in (2, 3, 4, 6):
        assert natural_breaks(scores, rank(scores), k=k).tolist() == of_mapclassify(scores, k).tolist()
    agreed("natural_breaks", MAPCLASSIFY, "random scores of 31 regions, five seeds", "k = 2, 3, 4, 6: tiers")


def test_natural_breaks_of_scores_that_lie_close_together() -> None:
    """Between 99 and 99.1 single precision loses the differences; no cut does better than ours."""
    scores = np.round(99 + np.sort(np.random.default_rng(0).random(20)) / 10, 3)
    cuts = list(combinations(range(1, 20), 3))
    best = min(within(scores, np.searchsorted(cut, np.arange(20), side="right")) for cut in cuts)
    assert within(scores, natural_breaks(scores, rank(scores), k=4)) == pytest.approx(best, rel=1e-9)
    theirs = within(scores, of_mapclassify(scores, 4))
    assert theirs > 1.2 * best
    note = (
        f"its sums are in single precision and not taken from means, so that its classes vary "
        f"{theirs / best:.1f} times as much within as the best ones, which ours are (all 969 partitions tried)"
    )
    what = "20 scores between 99 and 99.1, k = 4: tiers"
    record(Agreement("tiers", "natural_breaks", MAPCLASSIFY, "", what, 0.0, holds=False, note=note))
