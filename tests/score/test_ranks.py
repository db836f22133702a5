"""Ranks: tie rules, missing scores, tolerance, batches."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata

from zhishu.errors import MethodError
from zhishu.score.ranks import TIES, rank

SCORES = np.array([70.0, 90.0, 70.0, 10.0])


@pytest.mark.parametrize(
    ("ties", "expected"),
    [("min", [2, 1, 2, 4]), ("max", [3, 1, 3, 4]), ("average", [2.5, 1, 2.5, 4]), ("dense", [2, 1, 2, 3])],
)
def test_every_tie_rule(ties: str, expected: list[float]) -> None:
    """The places of 90, 70, 70, 10."""
    assert rank(SCORES, ties=ties).tolist() == expected


@pytest.mark.parametrize("ties", TIES)
def test_ranks_agree_with_scipy(ties: str) -> None:
    """On random scores with many ties, along the last axis of a batch."""
    scores = np.random.default_rng(0).integers(0, 9, (4, 5, 30)).astype(float)
    assert np.array_equal(rank(scores, ties=ties), rankdata(-scores, method=ties, axis=-1))


def test_the_lowest_can_be_first() -> None:
    """descending=False ranks a penalty."""
    assert rank(SCORES, descending=False).tolist() == [2, 4, 2, 1]


@pytest.mark.parametrize("ties", TIES)
def test_a_missing_score_has_no_rank_and_takes_no_place(ties: str) -> None:
    """NaN in, NaN out, and the others rank as if it were not there."""
    scores = np.array([np.nan, 3.0, 1.0, np.nan, 3.0])
    found = rank(scores, ties=ties)
    assert np.isnan(found).tolist() == np.isnan(scores).tolist()
    assert np.array_equal(found[[1, 2, 4]], rank(scores[[1, 2, 4]], ties=ties))


def test_exact_doubles_are_compared_by_default() -> None:
    """0.1 + 0.2 is above 0.3, unless a tolerance says otherwise."""
    scores = np.array([0.3, 0.1 + 0.2])
    assert rank(scores).tolist() == [2, 1]
    assert rank(scores, tolerance=1e-12).tolist() == [1, 1]


def test_ranks_run_along_the_axis_that_is_named() -> None:
    """For scores (regions, nodes) the regions are axis -2."""
    scores = np.array([[1.0, 9.0], [2.0, 8.0], [3.0, 7.0]])
    assert rank(scores, axis=-2).tolist() == [[3, 1], [2, 2], [1, 3]]


def test_a_single_region_is_first() -> None:
    """One score has rank 1."""
    assert rank(np.array([0.0])).tolist() == [1]


def test_an_unknown_rule_is_an_error() -> None:
    """The rules are listed; none depends on the order of regions."""
    with pytest.raises(MethodError) as error:
        rank(SCORES, ties="ordinal")
    assert error.value.allowed == "min, max, average, dense"


@pytest.mark.parametrize("tolerance", [-1.0, np.nan])
def test_a_negative_tolerance_is_an_error(tolerance: float) -> None:
    """A tolerance is 0 or more."""
    with pytest.raises(MethodError, match="tolerance"):
        rank(SCORES, tolerance=tolerance)
