"""Tiers against the printed examples of mapclassify's documentation, and quantiles against numpy."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from record import MANUAL, PAPER, Agreement, program, record

from zhishu.score.ranks import rank
from zhishu.score.tiers import equal_interval, natural_breaks, quantiles, rank_cuts, score_cuts

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the peer deprecates is its own
    import mapclassify

PRINTED = {
    "quantiles": (quantiles, [12, 11, 12, 11, 12], "Quantiles"),
    "natural_breaks": (natural_breaks, [1, 1, 4, 3, 49], "FisherJenks"),
    "equal_interval": (equal_interval, [1, 0, 0, 0, 57], "EqualInterval"),
}


def densities() -> np.ndarray:
    """Return the employment density of 58 Californian counties, which comes with mapclassify."""
    return mapclassify.load_example().to_numpy(dtype=float)


@pytest.mark.parametrize("method", PRINTED)
def test_tiers_of_californian_counties(method: str) -> None:
    """Five classes hold as many counties as the documentation prints, the highest first."""
    tiering, counts, scheme = PRINTED[method]
    scores = densities()
    assert np.bincount(tiering(scores, rank(scores), k=5), minlength=6)[1:].tolist() == counts
    source = f"documentation of mapclassify, {scheme}"
    what = "employment density of 58 counties of California, k = 5: regions per class"
    note = "" if method == "natural_breaks" else "ours calls mapclassify"
    record(Agreement("tiers", method, MANUAL, source, what, 0.0, holds=True, note=note))


def test_score_cuts_at_the_printed_bounds() -> None:
    """Cuts at the upper bounds that the documentation prints for natural breaks give its counts again."""
    scores = densities()
    cuts = [75.295, 192.055, 370.505, 722.855]  # printed to two decimals, each bound belonging below
    tiers = score_cuts(scores, rank(scores), cuts=cuts)
    assert np.bincount(tiers)[1:].tolist() == [1, 1, 4, 3, 49]
    places = rank_cuts(scores, rank(scores), cuts=[1, 2, 6, 9])
    assert places.tolist() == tiers.tolist()
    source = "documentation of mapclassify, FisherJenks"
    what = "58 counties of California, k = 5: regions between the printed bounds"
    for name in ("score_cuts", "rank_cuts"):
        record(Agreement("tiers", name, MANUAL, source, what, 0.0, holds=True))


@pytest.mark.parametrize("k", [2, 3, 4, 5, 7])
def test_quantiles_against_numpy(k: int) -> None:
    """Random scores between numpy's quantiles, each bound belonging below."""
    scores = np.random.default_rng(k).gamma(2.0, 10.0, size=53)
    bounds = np.quantile(scores, np.arange(1, k) / k)
    expected = k - np.searchsorted(bounds, scores, side="left")
    assert quantiles(scores, rank(scores), k=k).tolist() == expected.tolist()
    what = "random scores, k = 2 … 7: tiers"
    record(Agreement("tiers", "quantiles", program("numpy"), "", what, 0.0, holds=True))


def test_the_groups_of_human_development() -> None:
    """Cut points 0.8, 0.7 and 0.55; the values of the four groups in 2013, each in the group of its name."""
    scores = np.array([0.614, 0.890, 0.493, 0.735])  # medium, very high, low, high
    assert score_cuts(scores, rank(scores), cuts=[0.55, 0.7, 0.8]).tolist() == [3, 1, 4, 2]
    source = "UNDP, Human Development Report 2014, table 2, and questions about its groups (hdr.undp.org)"
    what = "very high, high, medium, low human development by the cut points of the report"
    record(Agreement("tiers", "score_cuts", PAPER, source, what, 0.0, holds=True))
