"""Scores and ranks of groups of regions."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.groups import group_scores, score_grouping

SCORES = np.array([[90.0, 10.0], [50.0, 20.0], [10.0, 60.0]])
MEMBERS = np.array([[True, True, False], [False, True, True]])
FIRMS = np.array([300.0, 100.0, 0.0])


@pytest.mark.parametrize(
    ("statistic", "expected"),
    [
        ("mean", [[70, 15], [30, 40]]),
        ("sum", [[140, 30], [60, 80]]),
        ("weighted_mean", [[80, 12.5], [50, 20]]),
    ],
)
def test_every_statistic_at_every_node(statistic: str, expected: list[list[float]]) -> None:
    """Two groups that share a region; the third region weighs nothing in the weighted mean."""
    weights = FIRMS if statistic == "weighted_mean" else None
    assert group_scores(SCORES, MEMBERS, statistic=statistic, weights=weights).tolist() == expected


def test_a_region_without_a_score_takes_no_part() -> None:
    """The mean is over the members that have one."""
    scores = SCORES.copy()
    scores[0] = np.nan
    assert group_scores(scores, MEMBERS)[0].tolist() == [50, 20]


def test_years_are_a_batch() -> None:
    """Scores (years, regions, nodes) and weights (years, regions) give (years, groups, nodes)."""
    both = group_scores(
        np.stack([SCORES, 2 * SCORES]),
        MEMBERS,
        statistic="weighted_mean",
        weights=np.stack([FIRMS, FIRMS[::-1]]),
    )
    assert (
        both[1].tolist()
        == group_scores(2 * SCORES, MEMBERS, statistic="weighted_mean", weights=FIRMS[::-1]).tolist()
    )


def test_a_grouping_is_scored_and_ranked_per_node() -> None:
    """Groups are ranked at every node; codes of other levels and groups without regions are left out."""
    members = {"east": ("1", "2", "110101"), "west": ("3", "2"), "islands": ("710000",)}
    found = score_grouping("parts", members, regions=("1", "2", "3"), scores=SCORES[None])
    assert found is not None
    assert found.groups == ("east", "west")
    assert found.members == (("1", "2"), ("2", "3"))
    assert found.scores.tolist() == [[[70, 15], [30, 40]]]
    assert found.ranks.tolist() == [[[1, 2], [2, 1]]]


def test_a_grouping_without_regions_here_is_none() -> None:
    """The economic circles of cities do not exist at the level of districts."""
    assert score_grouping("parts", {"east": ("9",)}, regions=("1", "2", "3"), scores=SCORES) is None


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"statistic": "median"}, "unknown statistic"),
        ({"statistic": "weighted_mean"}, "needs weights"),
        ({"statistic": "weighted_mean", "weights": np.array([1.0, -1.0, 1.0])}, "negative or missing"),
        ({"statistic": "weighted_mean", "weights": np.array([1.0, np.nan, 1.0])}, "negative or missing"),
        ({"statistic": "weighted_mean", "weights": np.array([1.0, 0.0, 0.0])}, "has no score"),
    ],
)
def test_what_cannot_be_computed_is_an_error_that_names_the_grouping(settings: dict, what: str) -> None:
    """Unknown statistics and weights that cannot be used never give a NaN."""
    members = {"east": ("1", "2"), "west": ("2", "3")}
    with pytest.raises(MethodError, match=what) as error:
        score_grouping("parts", members, regions=("1", "2", "3"), scores=SCORES, **settings)
    assert error.value.where.startswith("grouping parts")


def test_memberships_that_do_not_fit_are_an_error() -> None:
    """The matrix is (groups, regions)."""
    with pytest.raises(MethodError, match="do not fit"):
        group_scores(SCORES, MEMBERS[:, :2])


def test_a_node_that_no_member_has_is_empty_for_the_group() -> None:
    """An indicator without any value leaves the groups' other scores alone."""
    scores = np.array([[90.0, np.nan], [50.0, np.nan], [10.0, 4.0]])
    found = group_scores(scores, np.array([[True, True, False], [False, True, True]]))
    assert found[:, 0].tolist() == [70, 30]
    assert np.isnan(found[0, 1])
    assert found[1, 1] == 4
