"""Kendall's tau-b: counted by sorting, checked by counting."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.score.kendall import kendall


def counted(one: np.ndarray, two: np.ndarray) -> float:
    """Return tau-b by looking at every pair of regions."""
    both = ~np.isnan(one) & ~np.isnan(two)
    first, second = (np.sign(column[both, None] - column[None, both]) for column in (one, two))
    return float((first * second).sum() / np.sqrt((first**2).sum() * (second**2).sum()))


@pytest.mark.parametrize("seed", range(5))
def test_sorting_counts_what_pairs_do(seed: int) -> None:
    """With many ties and gaps, in a batch."""
    generator = np.random.default_rng(seed)
    x = generator.integers(-3, 4, size=(2, 3, 25, 4)).astype(float)
    x[generator.random(x.shape) < 0.2] = np.nan
    found = kendall(x)
    for place in np.ndindex(2, 3):
        for one in range(4):
            for two in range(4):
                wanted = counted(x[place][:, one], x[place][:, two])
                assert found[place][one, two] == pytest.approx(wanted, abs=1e-12)


def test_the_same_and_the_opposite_order() -> None:
    x = np.column_stack([np.arange(9.0), np.arange(9.0) ** 3, -np.arange(9.0)])
    assert kendall(x).tolist() == [[1, 1, -1], [1, 1, -1], [-1, -1, 1]]


def test_what_cannot_be_told() -> None:
    """A constant column, fewer than three regions, nothing but gaps."""
    x = np.array([[1.0, 5, 1], [2, 5, 2], [3, 5, np.nan], [4, 5, np.nan]])
    found = kendall(x)
    assert found[0, 0] == 1
    assert np.isnan(found[0, 1:]).all()
    assert np.isnan(kendall(np.full((4, 2), np.nan))).all()


def test_the_order_of_regions_does_not_matter() -> None:
    x = np.random.default_rng(1).integers(0, 6, size=(40, 3)).astype(float)
    order = np.random.default_rng(2).permutation(40)
    assert np.array_equal(kendall(x[order]), kendall(x))
