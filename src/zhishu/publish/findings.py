"""What everything published reads: one result, level by level, with names, intervals and records.

Arrays stand in the order of the level's panel; `order` gives the published one. All are of the latest year.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import EditionError, nearest
from zhishu.framework import Text
from zhishu.publish.names import RegionName, region_names
from zhishu.publish.ranking import tier_cuts, tier_named
from zhishu.publish.record_desk import RecordDesk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from zhishu.doubt.doubt import LevelDoubt
    from zhishu.edition import Edition, Level
    from zhishu.framework import Framework
    from zhishu.publish.figure import Tier
    from zhishu.result import LevelResult, Result

LATEST = -1
ROOT = "index"
"""The word that stands for the root of every framework."""


@dataclass(frozen=True, slots=True)
class RankInterval:
    """The ranks that regions take over the draws: each (regions, nodes), NaN where a node was not drawn."""

    low: NDArray[np.float64]
    median: NDArray[np.float64]
    high: NDArray[np.float64]


class LevelFindings:
    """One level in the latest year; `scored` says whether it has scores and ranks.

    It is a class because it keeps what was read once: names, intervals, order.
    """

    def __init__(self, result: Result, level: Level) -> None:
        self.level = level
        self.framework: Framework = result.edition.framework
        self.found: LevelResult = result.levels[level.id]
        self._result = result

    @property
    def id(self) -> str:
        """The level's id."""
        return self.level.id

    @property
    def scored(self) -> bool:
        """Whether the level has scores and ranks."""
        return self.found.scores is not None and bool(self.found.panel.regions)

    @cached_property
    def names(self) -> tuple[RegionName, ...]:
        """What the regions are called, in the panel's order."""
        return region_names(self.found.panel)

    @property
    def codes(self) -> tuple[str, ...]:
        """The regions' codes, in the panel's order."""
        return tuple(self.found.panel.regions)

    def node(self, name: str) -> str:
        """Return the id of a node; "index" and "" mean the root of any framework."""
        return self.framework.root.id if name in ("", ROOT) and name not in self.framework.ids else name

    def column(self, node: str) -> int:
        """Return the position of `node` on the node axis; an unknown node raises an EditionError."""
        node = self.node(node)
        if node not in self.framework.ids:
            raise _unknown("node of the framework", node, self.framework.ids)
        return self.framework.ids.index(node)

    def row(self, region: str) -> int:
        """Return the position of a region by code or name; an unknown one raises an EditionError."""
        for at, name in enumerate(self.names):
            if region in {name.code, name.full.zh, name.short.zh, name.full.en, name.short.en}:
                return at
        raise _unknown(f"region of level '{self.id}'", region, [name.full.zh for name in self.names])

    @property
    def scores(self) -> NDArray[np.float64]:
        """Scores, (regions, nodes)."""
        return _latest(self.found.scores, self.id)

    @property
    def ranks(self) -> NDArray[np.float64]:
        """Ranks, (regions, nodes), NaN where there is none."""
        return _latest(self.found.ranks, self.id)

    @property
    def effective(self) -> NDArray[np.float64]:
        """Effective weights of the nodes, (nodes,): the product of the weights up to the index."""
        return _latest(self.found.effective, self.id)

    @property
    def normalised(self) -> NDArray[np.float64]:
        """Comparable values, (regions, indicators)."""
        return _latest(self.found.normalised, self.id)

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """Each region's tier, in the panel's order; empty when the recipe makes none."""
        numbers = self.found.tiers
        if numbers is None:
            return ()
        cuts = tier_cuts(self._result.edition.recipe.at_level(self.id))
        return tuple(tier_named(int(number), cuts) for number in numbers[LATEST])

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Positions of the regions in published order, (regions,); unranked ones last."""
        return self.order_by("")

    def order_by(self, node: str) -> NDArray[np.intp]:
        """Return the positions of the regions, best at `node` first ("" is the index), unranked ones last."""
        ranks = self.ranks[:, self.column(node)]
        answer: NDArray[np.intp] = np.argsort(np.where(np.isnan(ranks), np.inf, ranks), kind="stable")
        return answer

    def leading(self, count: int, node: str = "") -> NDArray[np.intp]:
        """Return the positions of the regions ranked up to `count` at a node, ties included, best first."""
        order = self.order_by(node)
        kept: NDArray[np.intp] = order[self.ranks[order, self.column(node)] <= count]
        return kept

    def values(self, measure: str) -> NDArray[np.float64]:
        """Return an indicator's raw values, a further measure, or a node's scores, (regions,).

        An unknown name raises an EditionError that lists what exists.
        """
        panel, measure = self.found.raw or self.found.panel, self.node(measure)
        if measure in panel.indicators:
            return np.asarray(panel.values[LATEST, :, panel.indicators.index(measure)])
        further = self._result.measures.get(self.id, {})
        if measure in further:
            return np.asarray(further[measure][LATEST])
        if measure in self.framework.ids and self.scored:
            return self.scores[:, self.column(measure)]
        raise _unknown(f"measure at level '{self.id}'", measure, (*panel.indicators, *further))

    def title(self, measure: str) -> Text:
        """Return what a node or further measure is called."""
        measure = self.node(measure)
        if measure in self.framework.ids:
            return self.framework[measure].name
        return Text(measure, measure.replace("_", " ").capitalize())

    def unit(self, measure: str) -> Text | None:
        """Return the unit of an indicator, None where none is stated."""
        return self.framework[measure].unit if measure in self.framework.ids else None

    @property
    def doubt(self) -> LevelDoubt | None:
        """How sure the level's ranks are, None when no draws were made."""
        uncertainty = self._result.uncertainty
        return None if uncertainty is None else uncertainty.levels.get(self.id)

    @cached_property
    def interval(self) -> RankInterval | None:
        """The interval of every rank (5 to 95 % unless the edition says otherwise), None without draws."""
        found = self.doubt
        if found is None:
            return None
        from zhishu.doubt.intervals import rank_intervals  # noqa: PLC0415 - next to its use

        ranks = rank_intervals(found)
        columns = [self.framework.ids.index(node) for node in ranks.nodes]
        parts = [np.full((len(self.codes), len(self.framework.ids)), np.nan) for _ in range(3)]
        for part, drawn in zip(parts, (ranks.low, ranks.median, ranks.high), strict=True):
            part[:, columns] = drawn
        return RankInterval(*parts)

    @cached_property
    def ahead(self) -> NDArray[np.float64] | None:
        """P(ahead) for the index: see `ahead_at`."""
        return self.ahead_at("")

    def ahead_at(self, node: str) -> NDArray[np.float64] | None:
        """Return the share of draws in which the row's region is ahead of the column's, (regions, regions).

        At a node, the index for "". None without draws, and where pairs were not counted.
        """
        found = self.doubt
        name = self.node(node)
        if found is None or found.ahead is None or name not in found.nodes[: found.ahead.shape[1]]:
            return None
        from zhishu.doubt.intervals import probability_ahead  # noqa: PLC0415 - next to its use

        return probability_ahead(found, name)


class Findings:
    """One result as everything that is published reads it; levels are read once.

    `records` answers questions about the records behind the counts.
    """

    def __init__(self, result: Result) -> None:
        self.result = result
        self.records = RecordDesk(result.edition)
        self._levels: dict[str, LevelFindings] = {}
        self._earlier: dict[str, Mapping[int, NDArray[np.float64]]] = {}

    @property
    def edition(self) -> Edition:
        """The edition that was built."""
        return self.result.edition

    @property
    def framework(self) -> Framework:
        """The tree of the index."""
        return self.result.edition.framework

    def level(self, level: str) -> LevelFindings:
        """Return a level by its id; an unknown one raises an EditionError that lists what exists."""
        if level not in self._levels:
            self._levels[level] = LevelFindings(self.result, self.edition.level(level))
        return self._levels[level]

    @property
    def scored(self) -> tuple[LevelFindings, ...]:
        """The levels that have scores, in the edition's order."""
        found = (
            self.level(level.id) for level in self.edition.scored_levels if level.id in self.result.levels
        )
        return tuple(level for level in found if level.scored)

    def earlier(self, level: str) -> Mapping[int, NDArray[np.float64]]:
        """Return earlier edition → ranks of the index at a level, (regions,), NaN where not known.

        They come from the result's earlier years, and from the edition's `earlier:` file before those.
        """
        from zhishu.publish.earlier import earlier_ranks  # noqa: PLC0415 - reads a file

        if level not in self._earlier:
            self._earlier[level] = earlier_ranks(self.result, self.level(level))
        return self._earlier[level]

    def groups(self, grouping: str) -> Mapping[str, tuple[str, ...]]:
        """Return group → codes of its regions; an unknown grouping raises an EditionError."""
        known = self.result.regions_groups
        if grouping not in known:
            raise _unknown("grouping", grouping, known)
        return known[grouping]

    def group_name(self, group: str) -> Text:
        """Return a group's name in both languages."""
        from zhishu.publish.group_names import group_name  # noqa: PLC0415 - next to its use

        return group_name(group)


def _latest(array: NDArray[np.float64] | None, level: str) -> NDArray[np.float64]:
    if array is None:
        raise EditionError(
            f"the level '{level}' has no scores",
            where="the report",
            seen=level,
            allowed="a level that is scored",
        )
    answer: NDArray[np.float64] = array[LATEST]
    return answer


def _unknown(kind: str, seen: str, known: Iterable[str]) -> EditionError:
    there = list(known)
    close = nearest(seen, there)
    return EditionError(
        f"there is no {kind} '{seen}'",
        where="the report",
        seen=seen,
        allowed=", ".join(there[:40]) + (" …" if len(there) > 40 else ""),  # noqa: PLR2004 - a line is enough
        advice=f"did you mean '{close}'?" if close else None,
    )
