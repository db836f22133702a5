"""Tiers by place in published lists: draw pots by coefficient, provinces by quarter of the places."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, Agreement, record

from zhishu.score.ranks import rank
from zhishu.score.tiers import quantiles, rank_cuts


def agreed(method: str, source: str, what: str, note: str = "") -> None:
    record(Agreement("tiers", method, PAPER, source, what, 0.0, holds=True, note=note))


@pytest.mark.parametrize("seed", range(3))
def test_draw_pots_by_club_coefficient(seed: int) -> None:
    """24 clubs in three pots of eight by their coefficients, two of them equal: in any order of the list."""
    pots = [
        [146.000, 127.000, 85.000, 80.000, 80.000, 78.000, 70.500, 68.000],
        [61.500, 61.000, 54.500, 44.000, 39.500, 37.000, 31.000, 29.500],
        [28.500, 25.000, 22.500, 22.000, 21.500, 16.750, 14.945, 11.699],
    ]
    order = np.random.default_rng(seed).permutation(24)
    coefficients, pot = np.array(pots).ravel()[order], np.repeat([1, 2, 3], 8)[order]
    found = rank_cuts(coefficients, rank(coefficients), cuts=[8, 16])
    assert found.tolist() == pot.tolist()
    source = "UEFA (28 August 2019), Champions League group stage draw pots confirmed"
    note = "pots 2, 3 and 4; pot 1 holds title holders and champions whatever their coefficients"
    agreed("rank_cuts", source, "24 clubs by coefficient, three pots of eight", note)


def test_provinces_by_quarter_of_the_places() -> None:
    """31 provinces: the first 8 and the last 8 of the places, 15 between."""
    # The page prints the places, not the scores: a quarter of the places is the same for any scores.
    scores = np.sqrt(np.arange(31.0, 0, -1))
    printed = [1] * 8 + [2] * 15 + [3] * 8
    assert rank_cuts(scores, rank(scores), cuts=[8, 23]).tolist() == printed
    source = "China Development Index (中国发展指数), results for 2005"
    what = (
        "31 provinces in quarters: 8 in front (Beijing to Jilin), 8 at the end (Shaanxi to Tibet), 15 between"
    )
    note = "the text prints places without scores; any that fall in their order give these tiers"
    agreed("rank_cuts", source, what, note)
    quarter = quantiles(scores, rank(scores), k=4)
    assert np.where(quarter == 1, 1, np.where(quarter == 4, 3, 2)).tolist() == printed
    agreed("quantiles", source, what, note)
