"""Which regions a figure shows, and what stands in its data for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Interval, Rank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from zhishu.publish.findings import LevelFindings

MORE_FOR_TIES = 5
"""How many regions beyond the last place are shown when they share it; of more, none is."""


def leading_values(values: NDArray[np.float64], top: int) -> NDArray[np.intp]:
    """Return the positions of the `top` largest values, largest first; no data and zero are left out.

    Those who share the last place are all shown, up to five more; when more share it, none of them
    is, unless nobody stands before them.

    >>> leading_values(np.array([3.0, np.nan, 9.0, 0.0, 3.0]), 2).tolist()
    [2, 0, 4]
    """
    order = np.argsort(np.where(np.isnan(values), np.inf, -values), kind="stable")
    order = order[np.isfinite(values[order]) & (values[order] != 0)]
    return _with_ties(order, places_of(values)[order], top)


def leading_ranks(level: LevelFindings, node: str, top: int) -> NDArray[np.intp]:
    """Return the positions of the regions ranked up to `top` at a node, best first, ties as above."""
    ranks = level.ranks[:, level.column(node) if node else 0]
    order = level.order_by(node)
    order = order[np.isfinite(ranks[order])]
    return _with_ties(order, ranks[order], top)


def _with_ties(order: NDArray[np.intp], places: NDArray[np.float64], top: int) -> NDArray[np.intp]:
    if len(order) <= top or top < 1:
        return order[: max(top, 0)]
    last = places[top - 1]
    through = int(np.searchsorted(places, last, side="right"))
    if through - top <= MORE_FOR_TIES:
        return order[:through]
    before = int(np.searchsorted(places, last, side="left"))
    return order[:before] if before else order[:top]


def places_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each value's place, 1 the largest, ties at the best one; NaN where there is no data."""
    from scipy.stats import rankdata  # noqa: PLC0415 - only a figure needs it

    answer: NDArray[np.float64] = rankdata(-values, method="min", nan_policy="omit")
    return answer


def region_column(level: LevelFindings) -> Column:
    """Return the column of the regions' names."""
    return Column("region", Text(level.level.name.zh, "Region"))


def rank_column(node: str) -> Column:
    """Return the column of ranks at a node."""
    return Column("rank", Text("名次", "Rank"), "rank", node=node)


def interval_column(node: str) -> Column:
    """Return the column of intervals of ranks at a node."""
    return Column("interval", Text("名次区间", "Interval of ranks"), "interval", node=node)


def rank_cell(level: LevelFindings, row: int, node: str) -> Rank:
    """Return the rank of a region at a node."""
    return Rank(float(level.ranks[row, level.column(node)]), among=len(level.codes))


def intervals_at(level: LevelFindings, node: str) -> tuple[Interval, ...]:
    """Return every region's interval of ranks at a node, in the panel's order; empty when none was drawn."""
    found = level.interval
    if found is None:
        return ()
    column = level.column(node)
    if np.isnan(found.low[:, column]).all():
        return ()
    return tuple(
        Interval(float(low), float(high))
        for low, high in zip(found.low[:, column], found.high[:, column], strict=True)
    )


def score_interval(level: LevelFindings, node: str) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return low and high scores at a node over the draws, each (regions,), None when none was drawn."""
    doubt = level.doubt
    if doubt is None or node not in doubt.nodes:
        return None
    low, _, high = doubt.scores[:, -1, doubt.nodes.index(node)]
    return None if np.isnan(low).all() else (np.asarray(low), np.asarray(high))


def interval_note(level: LevelFindings, *, scores: bool = False) -> Text | None:
    """Return what an interval is, in a sentence, or None when no draws were made."""
    doubt = level.doubt
    if doubt is None:
        return None
    low, high = (f"{100 * share:g}%" for share in doubt.study.uncertain.interval)
    zh, en = ("名次（得分）区间", "Intervals of ranks and scores") if scores else ("名次区间", "Intervals")
    return Text(
        f"{zh}为方法与数据在合理范围内变动 {doubt.draws:,} 次所得结果的 {low}–{high} 范围。",
        f"{en} hold the {low} to {high} range of {doubt.draws:,} draws in which method and data vary "
        "within reason.",
    )


def noted(*parts: Text | None) -> Text | None:
    """Return sentences as one note, None when there is none."""
    said = [part for part in parts if part is not None]
    if not said:
        return None
    return Text("".join(part.zh for part in said), " ".join(part.en for part in said))


def listed(texts: Iterable[Text]) -> Text:
    """Return names as a list: 、 in Chinese, commas in English."""
    names = list(texts)
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def in_sentence(english: str) -> str:
    """Return an English name as it stands inside a sentence: small, unless it is an abbreviation.

    >>> in_sentence("Key cities"), in_sentence("GDP per head"), in_sentence("Districts of Beijing")
    ('key cities', 'GDP per head', 'districts of Beijing')
    """
    return english if english[:2].isupper() else english[:1].lower() + english[1:]


def node_name(level: LevelFindings, node: str) -> Text:
    """Return what a node is called in titles: the index itself is "总指数", whatever its full name."""
    if node == level.framework.root.id:
        return Text("总指数", "Overall index")
    return level.title(node)
