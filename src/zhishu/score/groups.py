"""Scores of groups of regions: economic circles, parts of the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.result import GroupScores
from zhishu.score.ranks import rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

STATISTICS = ("mean", "sum", "weighted_mean")


def group_scores(
    scores: NDArray[np.float64],
    memberships: NDArray[np.bool_],
    *,
    statistic: str = "mean",
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return the scores of groups at every node, shape (…, groups, nodes).

    `scores` is (…, regions, nodes), `memberships` (groups, regions); a region may be in several
    groups. `weighted_mean` weighs regions by `weights`, (…, regions), none negative. A NaN score (a
    region without data) takes no part; a node at which no member of a group has one is NaN for that
    group. A group without a score at the first node, the index, or whose members all weigh 0, raises a
    MethodError.

    >>> group_scores(np.array([[90.0], [50.0], [10.0]]), np.array([[True, True, False], [False, True, True]]))
    array([[70.],
           [30.]])
    """
    _check(scores, memberships, statistic, weights)
    known = ~np.isnan(scores)
    share = memberships.astype(float)
    if statistic == "weighted_mean" and weights is not None:
        share = share * weights[..., None, :]
    total = share @ np.where(known, scores, 0.0)
    count = share @ known.astype(float)
    unknown = (memberships.astype(float) @ known.astype(float) == 0) & (np.arange(scores.shape[-1]) > 0)
    lacking = (count <= 0) & ~unknown
    if lacking.any():
        group = int(np.argwhere(lacking)[0][-2])
        raise MethodError(
            "a group has no score",
            where=f"group {group + 1} of {len(memberships)}",
            seen="no member with data, or members that all weigh 0",
            advice="leave the group out, or use the statistic `mean`",
        )
    if statistic == "sum":
        return np.asarray(np.where(unknown, np.nan, total))
    return np.asarray(np.divide(total, count, out=np.full_like(total, np.nan), where=~unknown))


def score_grouping(  # noqa: PLR0913 - three settings of one statistic, each with its usual value
    grouping: str,
    members: Mapping[str, Sequence[str]],
    *,
    regions: Sequence[str],
    scores: NDArray[np.float64],
    statistic: str = "mean",
    weights: NDArray[np.float64] | None = None,
    ties: str = "min",
) -> GroupScores | None:
    """Return the GroupScores of one grouping at one level, scored and ranked at every node.

    `members` maps a group's name to region codes. Codes that are not among `regions` belong to other
    levels and are passed over; a group without any region here is left out, and a grouping without
    any such group gives None. Members are listed in the order of `regions`; see `group_scores` for
    shapes, statistics and errors.
    """
    found = {group: tuple(code for code in regions if code in set(codes)) for group, codes in members.items()}
    found = {group: codes for group, codes in found.items() if codes}
    if not found:
        return None
    memberships = np.array([[code in codes for code in regions] for codes in found.values()])
    try:
        totals = group_scores(scores, memberships, statistic=statistic, weights=weights)
    except MethodError as error:
        where = ", ".join(filter(None, [f"grouping {grouping} ({', '.join(found)})", error.where]))
        raise MethodError(
            error.what, where=where, seen=error.seen, allowed=error.allowed, advice=error.advice
        ) from error
    ranks = rank(totals, ties=ties, axis=-2)
    return GroupScores(grouping, statistic, tuple(found), tuple(found.values()), totals, ranks)


def _check(
    scores: NDArray[np.float64],
    memberships: NDArray[np.bool_],
    statistic: str,
    weights: NDArray[np.float64] | None,
) -> None:
    if statistic not in STATISTICS:
        raise MethodError("unknown statistic of groups", seen=statistic, allowed=", ".join(STATISTICS))
    if memberships.ndim != 2 or memberships.shape[-1] != scores.shape[-2]:  # noqa: PLR2004 - groups × regions
        raise MethodError(
            "memberships do not fit the scores",
            seen=memberships.shape,
            allowed=f"(groups, {scores.shape[-2]})",
        )
    if statistic != "weighted_mean":
        return
    if weights is None:
        raise MethodError(
            "a weighted mean needs weights", allowed="one number per region", advice="name an indicator"
        )
    if not (np.isfinite(weights).all() and (weights >= 0).all()):
        raise MethodError(
            "a region's weight is negative or missing", seen=float(np.min(weights)), allowed="0 or more"
        )
