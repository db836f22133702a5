"""Above or below the mean: Table 15 of the OECD/JRC Handbook, and the R package Indicator.

Handbook: OECD/JRC (2008), Handbook on Constructing Composite Indicators, ISBN 978-92-64-04345-9, page 87.
"""

from __future__ import annotations

import numpy as np
from record import TEXTBOOK, Agreement, record
from recorded_answers import recorded

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.mean_bands import above_or_below_mean

# Finland, United States, Sweden, Japan, Korea, Netherlands, United Kingdom, Canada, Australia, Singapore, Germany,
# Norway, Ireland, Belgium, New Zealand, Austria, France, Israel, Spain, Italy, Czech Republic, Hungary, Slovenia.
YEARS = [
    10, 12, 11.4, 9.5, 10.8, 9.4, 9.4, 11.6, 10.9, 7.1, 10.2, 11.9, 9.4, 9.3, 11.7, 8.4, 7.9, 9.6, 7.3, 7.2, 9.5,
    9.1, 7.1,
]  # fmt: skip
SIDES = [0, 1, 0, 0, 0, 0, 0, 1, 0, -1, 0, 1, 0, 0, 1, 0, 0, 0, -1, -1, 0, 0, -1]


def row(against: str, source: str, what: str, note: str = "", *, holds: bool = True) -> None:
    record(Agreement("normalise", "above_or_below_mean", against, source, what, 0.0, holds=holds, note=note))


def test_table_15_above_and_below_the_mean() -> None:
    """Mean years of schooling, p = 20 %: four countries above, four below."""
    found = above_or_below_mean(np.array(YEARS)[:, None], compile_directions([Direction()]))
    assert found.ravel().tolist() == SIDES
    row(TEXTBOOK, "OECD/JRC (2008), Handbook", "Table 15, above/below the mean: 23 countries, p = 20 %")


def test_indicator_answers_the_same() -> None:
    """Five tables of twelve regions, each with a threshold of its own."""
    program, cases = recorded("above_below_indicator")
    up = compile_directions([Direction()] * 4)
    for case in cases:
        threshold = case["threshold"][0]
        found = above_or_below_mean(np.array(case["x"]), up, threshold=threshold)
        assert found.tolist() == case["found"]
    note = "p is 0.01 where none is given there, 0.2 here, as in the Handbook's table"
    row(f"{program} (R)", "random data, 12 × 4, five seeds", "normalization_abov_below_mean(x, p)", note)


def test_a_negative_mean_turns_the_ratio_round() -> None:
    """The same tables less 1: every mean is below 0, and Indicator calls the lowest values the best."""
    program, cases = recorded("above_below_indicator")
    up = compile_directions([Direction()] * 4)
    for case in cases:
        x = np.array(case["x"]) - 1
        assert (x.mean(axis=0) < 0).all()
        found = above_or_below_mean(x, up, threshold=case["threshold"][0])
        assert (-found).tolist() == case["lowered"]
        assert found[x.argmax(axis=0), range(4)].tolist() == [1] * 4
    note = "the ratio to a negative mean falls as the value rises; here 1 where x - m > p |m|, so that more is better"
    row(
        f"{program} (R)",
        "random data below 0, 12 × 4, five seeds",
        "normalization_abov_below_mean(x, p)",
        note,
        holds=False,
    )
