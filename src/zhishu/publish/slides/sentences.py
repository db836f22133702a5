"""Headlines computed from the findings: they say no more than the intervals allow."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import number_text
from zhishu.publish.slides.telling import SURE, ranked

if TYPE_CHECKING:
    from zhishu.publish.findings import LevelFindings
    from zhishu.publish.slides.telling import Telling

ONLY = Text("{}：只有一个地区得分", "{}: only one region has a score")
NOBODY = Text("{}：没有地区得分", "{}: no region has a score")
AHEAD = Text("{}以 {} 分居{}首位，领先第二位{} {} 分", "{0} leads the {2} with {1}, {4} points ahead of {3}")
ALIKE = Text(
    "{}（{} 分）与{}（{} 分）居{}前两位，名次难分先后",
    "{} ({}) and {} ({}) stand first and second among the {}; their order is not certain",
)
WITHOUT_DRAWS = Text(
    "{}以 {} 分居{}首位，{}列第二", "{0} has the highest score of the {2}, {1}; {3} comes second"
)
SHARED = Text("{}并列{}首位，得 {} 分", "{} share the first place among the {} with {}")
MOST_NAMED = 4
"""Regions that share the first place and are named; of more only the number is said."""
MANY = Text("{} 个地区", "{} regions")
NODE = Text("{}：{}", "{}: {}")


def leader_sentence(telling: Telling, level: LevelFindings, node: str = "") -> str:
    """Return who leads a level at a node and by how much, as surely as the draws say."""
    order, plural = ranked(level, node), telling.plural(level)
    if len(order) < 2:  # noqa: PLR2004 - nobody to compare with
        return telling.said(ONLY if order else NOBODY, plural)
    column = level.column(node) if node else 0
    first = [row for row in order if level.ranks[row, column] == level.ranks[order[0], column]]
    name = [telling.name(level, row) for row in order[:2]]
    score = [telling.score(level, row, node) for row in order[:2]]
    if len(first) > 1:
        names = [telling.name(level, row) for row in first]
        named = telling.listed(names) if len(names) <= MOST_NAMED else telling.said(MANY, len(names))
        return telling.said(SHARED, named, plural, score[0])
    sure = _is_ahead(level, order[0], order[1], node)
    if sure is None:
        return telling.said(WITHOUT_DRAWS, name[0], score[0], plural, name[1])
    if not sure:
        return telling.said(ALIKE, name[0], score[0], name[1], score[1], plural)
    lead = float(level.scores[order[0], column] - level.scores[order[1], column])
    return telling.said(AHEAD, name[0], score[0], plural, name[1], number_text(lead, 1))


def _is_ahead(level: LevelFindings, first: int, second: int, node: str) -> bool | None:
    """Return whether the first is surely ahead; None without draws.

    Pairs are counted for the index; at any other node intervals that do not meet are asked for.
    """
    if level.ahead is not None and not node:
        return float(level.ahead[first, second]) >= SURE
    found, column = level.interval, level.column(node) if node else 0
    if found is None or np.isnan(found.low[first, column]):
        return None
    return bool(found.high[first, column] < found.low[second, column])


def sure_pairs(level: LevelFindings) -> tuple[int, int] | None:
    """Return of how many neighbours in the ranking the order is sure, and how many there are."""
    order = ranked(level)
    if level.ahead is None or len(order) < 2:  # noqa: PLR2004 - no neighbours
        return None
    pairs = list(pairwise(order))
    return sum(bool(level.ahead[a, b] >= SURE) for a, b in pairs), len(pairs)
