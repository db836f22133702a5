"""Weights by grey relational degrees: the largest value of each region is what columns are held against."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.weigh.spread.relation import grey_relation


def test_the_column_that_is_best_everywhere_weighs_most() -> None:
    """Its degree is 1; the others weigh the less the further below it they keep."""
    best = np.array([0.9, 0.8, 1.0, 0.7])
    found = grey_relation(np.column_stack([best - 0.2, best, best - 0.5 * best]))
    assert found[1] > found[0] > found[2] > 0


def test_a_small_resolution_tells_more_apart() -> None:
    """With a large one the weights draw near to equal ones."""
    x = np.random.default_rng(3).random((9, 4))
    spread = [np.ptp(grey_relation(x, resolution=resolution)) for resolution in (0.1, 0.5, 1.0)]
    assert spread == sorted(spread, reverse=True)


def test_a_constant_column_is_no_reference() -> None:
    """The others weigh what they weigh without it, however large its value."""
    x = np.random.default_rng(4).random((9, 3))
    found = grey_relation(np.column_stack([x, np.full(9, 7.0)]))
    assert found == pytest.approx([*grey_relation(x), 0.0])


def test_columns_that_are_alike_share_equally() -> None:
    """No gap anywhere: every degree is 1."""
    column = np.array([0.2, 0.4, 0.9])
    assert grey_relation(np.column_stack([column, column])).tolist() == [0.5, 0.5]
