"""Robust multi-directional benefit of the doubt: samples drawn once, scores that do not depend on the table's order."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from zhishu.score.aggregators.robust_benefit import robust_multidirectional_benefit
from zhishu.weigh import sampled_frontiers
from zhishu.weigh.envelopment import multidirectional_scores
from zhishu.weigh.sampled_frontiers import robust_multidirectional_scores

X = np.random.default_rng(4).uniform(1, 9, (3, 9, 2))
HALF = np.array([0.5, 0.5])


def scores(x: np.ndarray, weights: np.ndarray = HALF, **options: int) -> np.ndarray:
    return robust_multidirectional_benefit(x, weights, np.random.default_rng(1), **options)


def test_the_mean_over_samples_tends_to_that_over_all_samples() -> None:
    """Every sample of four out of nine, each region in 56 of them."""
    members = np.array(list(combinations(range(9), 4)))
    found = multidirectional_scores(X[0][members])
    exact = np.array([found[members == region].mean() for region in range(9)])
    spread = np.array([found[members == region].std() for region in range(9)])
    drawn = scores(X[0], sample=4, draws=4000)
    assert (np.abs(drawn - exact) <= 5 * spread / np.sqrt(4000) + 1e-9).all()


def test_a_sample_of_all_is_the_score_among_all() -> None:
    """A sample of one is the region alone; between them the score falls with the sample's size."""
    among_all = multidirectional_scores(X)
    assert scores(X, sample=9) == pytest.approx(among_all, abs=1e-12)
    assert scores(X, sample=12) == pytest.approx(among_all, abs=1e-12)
    assert scores(X, sample=1, draws=3) == pytest.approx(np.ones((3, 9)))
    small, large = (scores(X, sample=sample, draws=100) for sample in (3, 7))
    assert (small.mean(axis=1) > large.mean(axis=1)).all()
    assert (large >= among_all - 1e-9).all()


def test_a_shuffled_table_and_a_batch_draw_the_same() -> None:
    """Exactly, but for the last digits of the programmes."""
    found = scores(X, sample=4, draws=30)
    order = np.random.default_rng(2).permutation(9)
    for member in range(3):
        assert scores(X[member], sample=4, draws=30) == pytest.approx(found[member], abs=1e-9)
        assert scores(X[member][order], sample=4, draws=30) == pytest.approx(found[member][order], abs=1e-9)


def test_equal_regions_tie_exactly_wherever_they_stand() -> None:
    """Although they are in different samples."""
    x = np.concatenate([X[0], X[0][[2, 5]], X[0][::-1]])
    found = scores(x, sample=4, draws=25)
    for first in range(9):
        alike = found[(x == X[0][first]).all(axis=1)]
        assert len(set(alike.tolist())) == 1


@pytest.mark.parametrize("cells", [1, 50, 700])
def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    """However few samples are held at once."""
    whole = scores(X, sample=4, draws=12)
    monkeypatch.setattr(sampled_frontiers, "_CELLS", cells)
    assert scores(X, sample=4, draws=12) == pytest.approx(whole, abs=1e-12)


def test_every_region_is_in_as_many_samples() -> None:
    """Each draw has every place once, then fills the last sample up with others."""
    found = sampled_frontiers.drawn_samples(np.random.default_rng(0), 10, 4, 50)
    assert found.shape == (50, 3, 4)
    assert (np.sort(found.reshape(50, 12)[:, :10], axis=1) == np.arange(10)).all()
    assert (np.diff(np.sort(found, axis=-1), axis=-1) > 0).all()


def test_zeros_constant_columns_and_columns_that_weigh_nothing() -> None:
    """A region of zeros scores 0 in every sample, one alone 1; a constant column is left out."""
    x = np.vstack([X[0], np.zeros(2)])
    found = scores(x, sample=3, draws=20)
    assert found[-1] == 0
    assert found[:-1].min() > 0
    wider = np.insert(X[0], 1, 5.0, axis=1)
    three = np.array([0.3, 0.3, 0.4])
    assert scores(wider, three, sample=4, draws=20) == pytest.approx(scores(X[0], sample=4, draws=20))
    wider[:, 1] = X[1][:, 0]
    unused = np.array([0.5, 0.0, 0.5])
    assert scores(wider, unused, sample=4, draws=20) == pytest.approx(scores(X[0], sample=4, draws=20))
    assert scores(np.zeros((12, 2)), sample=3, draws=2).tolist() == [0.0] * 12
    assert scores(np.full((12, 2), 3.0), sample=3, draws=2).tolist() == [1.0] * 12
    assert scores(X[0][:1]) == pytest.approx([1.0])


def test_more_draws_settle_the_scores() -> None:
    """Two seeds differ the less, the more is drawn."""

    def apart(draws: int) -> float:
        one, other = (
            robust_multidirectional_scores(X[0], np.random.default_rng(seed), sample=4, draws=draws)
            for seed in (0, 1)
        )
        return float(np.abs(one - other).mean())

    assert apart(1600) < apart(25) / 3
