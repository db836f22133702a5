"""The facts about one region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zhishu.errors import EditionError
from zhishu.publish.claims import profile_of
from zhishu.publish.claims.profile import standings

if TYPE_CHECKING:
    from collections.abc import Callable


def test_place_and_peers(small: Callable[..., Any], five: Any) -> None:
    """Rank, tier, interval and the nearest regions on both sides, in published order."""
    findings = small(five, cuts=(1, 3), draws=200)
    profile = profile_of(findings, "town", "Cedar")
    assert (profile.rank, profile.among, profile.tier.number) == (3, 5, 2)
    assert [peer.name.code for peer in profile.above] == ["Ash", "Birch"]
    assert [peer.name.code for peer in profile.below] == ["Dale", "Elm"]
    assert profile.below[0].order.probability == findings.level("town").ahead[2, 3]
    assert profile.interval.low <= 3 <= profile.interval.high


def test_contributions_sum_to_the_score(small: Callable[..., Any], five: Any) -> None:
    """With weighted means the points of all indicators are the score."""
    from zhishu.publish.claims.profile import contributions_of

    findings = small(five)
    level = findings.level("town")
    parts = contributions_of(level, 1)
    assert sum(part.points for part in parts) == pytest.approx(level.scores[1, 0])
    assert [part.points for part in parts] == sorted((part.points for part in parts), reverse=True)
    expected = (
        level.normalised[1] * [level.effective[level.column(n)] for n in level.framework.indicators] * 100
    )
    by_node = {part.node: part.points for part in parts}
    assert [by_node[node] for node in level.framework.indicators] == pytest.approx(expected)


def test_no_shares_of_negative_values(small: Callable[..., Any], five: Any) -> None:
    """Values below 0, such as z-scores, add up to no whole that has shares."""
    profile = profile_of(small(five, normalise="zscore"), "town", "Elm")
    assert profile.contributions == ()
    assert not any(claim.id.endswith("contributions") for claim in profile.claims)


def test_strengths_and_weaknesses(small: Callable[..., Any], five: Any) -> None:
    """What lies above a region's own standing is a strength, what lies far below a weakness."""
    profile = profile_of(small(five), "town", "Cedar")
    assert profile.strengths[0].node == "schools"
    assert not {one.node for one in profile.weaknesses} & {one.node for one in profile.strengths}
    leader = profile_of(small(five), "town", "Ash")
    assert {one.node for one in leader.weaknesses} == {"schools"}
    assert {one.node for one in leader.strengths} >= {"firms", "staff", "patents"}


def test_alone_in_its_level(small: Callable[..., Any]) -> None:
    """A single region has a place, no peers, and no weaknesses."""
    profile = profile_of(small({"Ash": (1, 2, 3, 4)}, normalise="none"), "town", "Ash")
    assert (profile.above, profile.below, profile.weaknesses) == ((), (), ())
    assert profile.claims[0].said.plain("en").startswith("Ash is ranked 1st of 1 towns")


def test_best_value_that_many_share_is_no_weakness(small: Callable[..., Any]) -> None:
    """Where most regions have the top value, none of them is weak there."""
    rows = {name: (9 - at, 9 - at, 9 - at, 1) for at, name in enumerate("ABCDEF")} | {"G": (0, 0, 0, 0)}
    assert profile_of(small(rows), "town", "A").weaknesses == ()


def test_region_without_a_value(small: Callable[..., Any], five: Any) -> None:
    """A region without any rank has a profile that says nothing."""
    findings = small(five)
    level = findings.level("town")
    level.found.ranks[:, 0] = np.nan
    level.found.scores[:, 0] = np.nan
    profile = profile_of(findings, "town", "Ash")
    assert (profile.claims, profile.above, profile.below) == ((), (), ())


def test_unknown_region(small: Callable[..., Any], five: Any) -> None:
    """A region that does not exist is answered with the nearest one."""
    with pytest.raises(EditionError, match="no region"):
        profile_of(small(five), "town", "Ahs")


def test_standings_of_ties_and_missing_values() -> None:
    """Equal values share the middle; what is not known stands nowhere; all equal stand in the middle."""
    found = standings(np.array([3.0, np.nan, 1.0, 1.0]))
    assert found[[0, 2, 3]].tolist() == [1.0, 0.25, 0.25]
    assert np.isnan(found[1])
    assert standings(np.array([2.0, 2.0, 2.0])).tolist() == [0.5, 0.5, 0.5]
