"""Robust multi-directional benefit of the doubt: samples drawn once, scores that do not depend on the table's order."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from zhishu.score.aggregators.programmes.robust_benefit import robust_multidirectional_benefit
from zhishu.weigh.envelopment import sampled_frontiers
from zhishu.weigh.envelopment.sampled_frontiers import robust_multidirectional_scores, scores_in_samples
from zhishu.weigh.envelopment.scores import multidirectional_scores

X = np.random.default_rng(4).uniform(1, 9, (3, 9, 2))
HALF = np.array([0.5, 0.5])
KINDS = pytest.mark.parametrize("mean_of", ["scores", "steps"])


def scores(x: np.ndarray, weights: np.ndarray = HALF, **options: object) -> np.ndarray:
    return robust_multidirectional_benefit(x, weights, np.random.default_rng(1), **options)  # type: ignore[arg-type]


def test_each_region_is_added_to_the_sample() -> None:
    """Every sample of two of four regions: the mean of its score among itself and the two."""
    x = X[0][:4]
    members = np.array(list(product(range(4), repeat=2)))
    places = np.argsort(np.lexsort(x.T))[members]
    found = scores_in_samples(x, places)
    for region in range(4):
        tables = x[np.column_stack([np.full(len(members), region), members])]
        # A column that is constant among the three counts all the same: a further region far below makes it vary.
        tables = np.concatenate([tables, np.full((len(members), 1, 2), 1e-6)], axis=1)
        assert found[region] == pytest.approx(multidirectional_scores(tables)[:, 0].mean(), abs=1e-6)


@KINDS
def test_a_large_sample_holds_all(mean_of: str) -> None:
    """Then it is the score among all; with smaller ones scores are not less."""
    among_all = multidirectional_scores(X)
    large = scores(X, sample=2000, draws=2, mean_of=mean_of)
    assert large == pytest.approx(among_all, abs=1e-9)
    small, middle = (scores(X, sample=sample, draws=100, mean_of=mean_of) for sample in (2, 6))
    assert (small.mean(axis=1) > middle.mean(axis=1)).all()
    assert (middle >= among_all - 1e-9).all()
    assert (small <= 1 + 1e-12).all()


@KINDS
def test_a_shuffled_table_and_a_batch_draw_the_same(mean_of: str) -> None:
    """Exactly, but for the last digits of the programmes."""
    found = scores(X, sample=4, draws=30, mean_of=mean_of)
    order = np.random.default_rng(2).permutation(9)
    for member in range(3):
        alone = scores(X[member], sample=4, draws=30, mean_of=mean_of)
        assert alone == pytest.approx(found[member], abs=1e-9)
        turned = scores(X[member][order], sample=4, draws=30, mean_of=mean_of)
        assert turned == pytest.approx(alone[order], abs=1e-9)


@KINDS
def test_equal_regions_tie_exactly_wherever_they_stand(mean_of: str) -> None:
    """Bit by bit."""
    x = np.concatenate([X[0], X[0][[2, 5]], X[0][::-1]])
    found = scores(x, sample=4, draws=25, mean_of=mean_of)
    for first in range(9):
        alike = found[(x == X[0][first]).all(axis=1)]
        assert len(set(alike.tolist())) == 1


@KINDS
@pytest.mark.parametrize("cells", [1, 300, 4000])
def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch, cells: int, mean_of: str) -> None:
    """However few samples are held at once."""
    whole = scores(X, sample=4, draws=12, mean_of=mean_of)
    monkeypatch.setattr(sampled_frontiers, "_CELLS", cells)
    assert scores(X, sample=4, draws=12, mean_of=mean_of) == pytest.approx(whole, abs=1e-12)


@KINDS
def test_zeros_constant_columns_and_columns_that_weigh_nothing(mean_of: str) -> None:
    """A region of zeros scores 0, one alone 1; a constant column is left out."""
    settings = {"sample": 4, "draws": 20, "mean_of": mean_of}
    x = np.vstack([X[0], np.zeros(2)])
    found = scores(x, **settings)
    assert found[-1] == 0
    assert found[:-1].min() > 0
    wider = np.insert(X[0], 1, 5.0, axis=1)
    three = np.array([0.3, 0.3, 0.4])
    assert scores(wider, three, **settings) == pytest.approx(scores(X[0], **settings))
    wider[:, 1] = X[1][:, 0]
    unused = np.array([0.5, 0.0, 0.5])
    assert scores(wider, unused, **settings) == pytest.approx(scores(X[0], **settings))
    assert scores(np.zeros((12, 2)), **settings).tolist() == [0.0] * 12
    assert scores(np.full((12, 2), 3.0), **settings).tolist() == [1.0] * 12
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
