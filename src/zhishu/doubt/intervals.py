"""From counts to statements: intervals of ranks, ties, tiers, neighbours, changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.places import steps_per_place
from zhishu.errors import ZhishuError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.doubt import LevelDoubt


@dataclass(frozen=True, slots=True, eq=False)
class RankIntervals:
    """Ranks over the draws, each array (regions, nodes), NaN where a region has no rank.

    `nodes` are their ids, the index first; regions stand in the order of the level's panel. `low` to
    `high` is the interval, `best` to `worst` what was reached at all, `mean` the mean rank.
    """

    nodes: tuple[str, ...]
    low: NDArray[np.float64]
    median: NDArray[np.float64]
    high: NDArray[np.float64]
    best: NDArray[np.float64]
    worst: NDArray[np.float64]
    mean: NDArray[np.float64]


def rank_intervals(
    found: LevelDoubt, *, year: int = -1, interval: tuple[float, float] | None = None
) -> RankIntervals:
    """Return the interval, median, extremes and mean of every region's rank at every node of one year.

    `year` is a position among the panel's years, the last one unless said; `interval` two shares of
    draws, the study's own (5 to 95 %) unless said. All but the mean are ranks that were taken in
    some draw, exact whatever the number of draws; see `quantile_places`.
    """
    low, high = interval or found.study.uncertain.interval
    counts = found.places[year, :, :, :-1]
    shares = {"low": low, "median": 0.5, "high": high, "best": 0.0, "worst": 1.0}
    places = {name: quantile_places(counts, share) for name, share in shares.items()}
    places["mean"] = mean_places(counts)
    per_place = steps_per_place(found.study.ties)
    return RankIntervals(found.nodes, **{name: 1.0 + part.T / per_place for name, part in places.items()})


def nothing_moved(found: LevelDoubt) -> bool:
    """Whether no draw changed any rank, at any node in any year."""
    counts = found.places[..., :-1]
    return bool((counts.max(axis=-1) == counts.sum(axis=-1)).all())


def probability_ahead(found: LevelDoubt, node: str | None = None, *, year: int = -1) -> NDArray[np.float64]:
    """Return the share of draws in which the row's region is ahead of the column's, (regions, regions).

    At `node`, the index unless named, in one year, the last one unless said. A draw in which two tie
    counts for neither, so P + Pᵀ falls short of 1 by the share of ties; the diagonal is 0. Raises a
    ZhishuError where pairs were not counted: `doubt(pairs=True)` counts them.
    """
    counted = () if found.ahead is None else found.nodes[: found.ahead.shape[1]]
    asked = found.nodes[0] if node is None else node
    if found.ahead is None or asked not in counted:
        raise ZhishuError(
            f"the pairs of regions were not counted at '{asked}'",
            seen=asked,
            allowed=", ".join(counted) or "no node",
            advice="ask for them: result.doubt(pairs=True), with nodes=(…) for other nodes",
        )
    ahead: NDArray[np.float64] = found.ahead[year, counted.index(asked)] / found.draws
    return ahead


def quantile_places(counts: NDArray[np.int32], share: float) -> NDArray[np.float64]:
    """Return the smallest place that at least `share` of the draws do not exceed, shape (…).

    `counts` is (…, bins) over ranked draws only; the answer is exact, and a place that was taken in
    some draw. NaN where nothing was counted.

    >>> quantile_places(np.array([[1, 8, 1]]), 0.95)
    array([2.])
    """
    reached = np.cumsum(counts, axis=-1, dtype=np.int64)
    total = reached[..., -1:]
    # A share of 0.05 of 100 draws is the fifth; without the margin rounding could make it the sixth.
    wanted = np.clip(np.ceil(share * total - 1e-9), 1, None)
    places = (reached < wanted).sum(axis=-1).astype(float)
    return np.where(total[..., 0] > 0, places, np.nan)


def mean_places(counts: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return the mean place over the draws, shape (…), NaN where nothing was counted."""
    total = counts.sum(axis=-1)
    weighted = (counts * np.arange(counts.shape[-1])).sum(axis=-1)
    answer: NDArray[np.float64] = np.divide(
        weighted, total, out=np.full(total.shape, np.nan), where=total > 0
    )
    return answer


def told_apart(ahead: NDArray[np.int32], draws: int, threshold: float) -> NDArray[np.bool_]:
    """Return which pairs can be told apart, (regions, regions): one is ahead in at least that share.

    Counts of the draws in which the row's region is ahead of the column's; a draw in which they tie
    counts for neither.
    """
    needed = threshold * draws - 1e-9
    apart: NDArray[np.bool_] = (ahead >= needed) | (needed <= ahead.T)
    return apart


def tie_groups(apart: NDArray[np.bool_], order: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return the tie group of every region, numbered from 1 in published order.

    A group is a run of regions in published `order` of which no two can be told apart; each begins
    where the one before cannot be extended. So the members of a group are alike pair by pair, and
    the first of a group can be told apart from some member of the group before; a chain of
    neighbours that are alike two by two does not make first and last alike.

    >>> apart = np.array([[False, False, True], [False, False, False], [True, False, False]])
    >>> tie_groups(apart, np.array([0, 1, 2]))
    array([1, 1, 2])
    """
    groups = np.zeros(len(apart), dtype=np.int64)
    members: list[int] = []
    number = 1
    for region in order.tolist():
        if members and apart[region, members].any():
            number, members = number + 1, []
        members.append(region)
        groups[region] = number
    return groups


def alike_run(apart: NDArray[np.bool_], order: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first and last position in `order` that each region cannot be told apart from.

    Both are (regions,), and bound the run of neighbours around a region none of whom can be told
    apart from it.
    """
    count = len(order)
    position = np.empty(count, dtype=np.intp)
    position[order] = np.arange(count)
    in_order = apart[np.ix_(order, order)]
    first, last = np.empty(count, dtype=np.intp), np.empty(count, dtype=np.intp)
    for place in range(count):
        above = np.flatnonzero(in_order[place, :place])
        below = np.flatnonzero(in_order[place, place + 1 :])
        first[place] = above[-1] + 1 if above.size else 0
        last[place] = place + below[0] if below.size else count - 1
    return first[position], last[position]


def tier_shares(counts: NDArray[np.int32], tier_of_place: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of draws in each tier, (…, regions, tiers), from counts of places.

    `tier_of_place` (bins,) is the tier at each place, 0 for none; tier 1 is the first column.

    >>> tier_shares(np.array([[3, 1, 0]]), np.array([1, 2, 2]))
    array([[0.75, 0.25]])
    """
    tiers = int(tier_of_place.max(initial=0))
    members = tier_of_place[:, None] == np.arange(1, tiers + 1)
    total = counts.sum(axis=-1, keepdims=True)
    answer: NDArray[np.float64] = np.divide(
        counts @ members, total, out=np.zeros((*counts.shape[:-1], tiers)), where=total > 0
    )
    return answer


def published_order(ranks: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return regions in the order of their ranks, (…, regions); ties by position, unranked ones last."""
    return np.argsort(np.where(np.isnan(ranks), np.inf, ranks), axis=-1, kind="stable")


def tiers_by_place(
    ranks: NDArray[np.float64], tiers: NDArray[np.int64], places: Sequence[float]
) -> NDArray[np.int64]:
    """Return the tier at each place as published: that of the last region ranked there or above.

    For tiers by rank this is the recipe's own rule; for any other it keeps the published sizes of
    the tiers, so that the question is who is in the best k.
    """
    known = ~np.isnan(ranks)
    order = np.argsort(ranks[known], kind="stable")
    ordered, own = ranks[known][order], tiers[known][order]
    at = np.searchsorted(ordered, np.asarray(places), side="right") - 1
    found: NDArray[np.int64] = own[np.maximum(at, 0)]
    return found
