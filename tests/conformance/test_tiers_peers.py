"""Tiers against pandas, and natural breaks against jenkspy, whose answers stand in tests/conformance/recorded."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from record import Agreement, program, record
from recorded_answers import recorded

from zhishu.score.ranks import rank
from zhishu.score.tiers import equal_interval, natural_breaks, quantiles, rank_cuts, score_cuts

PANDAS = program("pandas")


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
