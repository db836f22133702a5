"""Benefit of the doubt with the region itself left out of the frontier: super-efficiency."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt

X = np.random.default_rng(5).uniform(1, 9, (6, 14, 3))
ALIKE = np.full(3, 1 / 3)
TABLE = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])


def left_out(x, weights=ALIKE, **options: Any):
    return benefit_of_the_doubt(x, weights, own="left_out", **options)


@pytest.mark.parametrize("options", [{}, {"high": 0.6}, {"low": 0.2, "high": 0.5}])
def test_below_the_frontier_nothing_changes(options) -> None:
    """On it scores are 1 or more, and at least one is above."""
    plain, found = benefit_of_the_doubt(X, ALIKE, **options), left_out(X, **options)
    inside = plain < 1 - 1e-9
    assert (found[inside] == plain[inside]).all()
    assert (found[~inside] >= 1).all()
    assert (found > 1.001).any(axis=-1).all()


@pytest.mark.parametrize("options", [{}, {"high": 0.6}, {"low": 0.2}])
def test_each_region_against_the_others_alone(options) -> None:
    """What a table without the region says: the largest index that its weights give it."""
    for x in X[:2]:
        found = left_out(x, **options)
        for row in np.flatnonzero(found >= 1):
            # Shrunk to a score just below 1, the region bounds nothing: its score then is found / shrunk.
            shrunk = x.copy()
            shrunk[row] /= found[row] * (1 + 1e-9)
            score = benefit_of_the_doubt(shrunk, ALIKE, **options)[row]
            assert score == pytest.approx(1 / (1 + 1e-9), abs=1e-9)


def test_by_hand() -> None:
    """Against (1, 2) and (1, 1) the first region's best weights are (1, 0)."""
    assert left_out(TABLE, np.full(2, 0.5)) == pytest.approx([2, 2, 2 / 3])


def test_batches_and_places() -> None:
    """A batch gives what its members give; a shuffled table gives shuffled scores."""
    found = left_out(X)
    assert found == pytest.approx(np.array([left_out(one) for one in X]), rel=1e-12)
    order = np.random.default_rng(1).permutation(14)
    assert left_out(X[:, order]) == pytest.approx(found[:, order], rel=1e-12)
    assert left_out(X * [1.0, 1000.0, 1e-3]) == pytest.approx(found, rel=1e-9)


def test_equal_regions_hold_each_other_at_one() -> None:
    """Exactly, wherever they stand."""
    x = np.vstack([X[0], X[0]])
    found = left_out(x)
    assert (found[:14] == found[14:]).all()
    assert found.max() == 1
    assert left_out(np.ones((4, 3))).tolist() == [1.0] * 4
    assert left_out(np.zeros((4, 3))).tolist() == [0.0] * 4
    assert left_out(X[0, :1]).tolist() == [1.0]


def test_a_region_that_alone_has_something_has_no_bound() -> None:
    """A clear error; where its share is bounded, or the column weighs nothing, there is a score."""
    x = X[0].copy()
    x[:, 1] = 0.0
    x[3, 1] = 4.0
    with pytest.raises(MethodError, match="left out of the frontier") as error:
        left_out(x)
    assert "own: counted" in (error.value.advice or "")
    with pytest.raises(MethodError, match="left out of the frontier"):
        left_out(X[0, :, :1] * 0 + np.eye(14)[:, :1], np.ones(1))
    assert np.isfinite(left_out(x, high=0.6)).all()
    assert left_out(x, np.array([0.5, 0.0, 0.5])) == pytest.approx(left_out(x[:, [0, 2]], np.full(2, 0.5)))


def test_one_column() -> None:
    """The best over the second best."""
    assert left_out(np.array([[3.0], [6.0], [4.0]]), np.ones(1)) == pytest.approx([0.5, 1.5, 2 / 3])


@pytest.mark.parametrize("bounds_on", ["weights", "variances"])
def test_other_bounds_are_refused(bounds_on: str) -> None:
    """They are set from the whole table."""
    with pytest.raises(MethodError, match="left out only where"):
        left_out(X, bounds_on=bounds_on)


def test_with_a_penalty_and_a_frontier_of_several_years() -> None:
    """Options go together; of the region only the year's own values are left out."""
    plain, minus = left_out(X[0]), left_out(X[0], penalty="minus")
    assert (minus < plain).all()
    years = tuple(range(6))
    weights = np.broadcast_to(ALIKE, (6, 3))
    found = left_out(X, weights, frontier="all_years", years=years)
    assert found.reshape(-1) == pytest.approx(left_out(X.reshape(-1, 3)), rel=1e-12)
