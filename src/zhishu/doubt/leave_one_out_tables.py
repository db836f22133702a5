"""The tables of leave-one-out: what becomes of the ranking without each indicator, node and region."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.doubt.doubt import level_study
from zhishu.doubt.leave_one_out import leave_one_node_out, leave_one_region_out, reversals_of
from zhishu.doubt.prepared import prepared_by
from zhishu.tables import Table, with_years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.leave_one_out import WithoutNodes, WithoutRegions
    from zhishu.doubt.prepared import Prepared
    from zhishu.doubt.uncertain import Uncertain
    from zhishu.panel import Panel
    from zhishu.result import Result

    Row = tuple[Any, ...]

SUMMARY = (
    *("level", "kind", "left_out", "name", "mean_shift", "largest_shift", "most_moved", "most_moved_name"),
    *("reversals", "first_holds"),
)
RANKS = ("level", "kind", "left_out", "region", "name", "rank", "rank_without")


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """One level's ranking without each of some things: all arrays (left out, years, regions).

    `expected` are the ranks that the published order gives to those that remain, `ranks` those that
    scoring them anew gives; NaN for a region that takes no part.
    """

    level: str
    panel: Panel
    rows: tuple[int, ...]
    kind: str
    names: tuple[tuple[str, str], ...]
    expected: NDArray[np.float64]
    ranks: NDArray[np.float64]
    reversals: NDArray[np.int64]

    def who(self, place: int) -> tuple[str, str]:
        """Return code and name of the region in a row of the values."""
        return self.panel.regions[self.rows[place]], self.panel.names[self.rows[place]]


def leave_one_out_tables(
    result: Result, uncertain: Uncertain, *, progress: Callable[[int], object] | None = None
) -> tuple[Table, ...]:
    """Return `leave_one_out` and `ranks_without` for every scored level and year.

    `leave_one_out` has one row for each indicator, each node above them and each region that is left
    out: the mean and the largest shift of the others' ranks, whom it moves most, how many pairs of
    others turn round, and whether the first place holds (1) or not. `ranks_without` has every rank
    without each indicator and node, and without a region those that differ from what the published
    order gives once it is left out: these are rank reversals. With several years `change` and
    `change_without` are the changes of rank since the year before. `progress` is called with the
    number of things left out.
    """
    found = [
        left
        for level in result.edition.scored_levels
        for left in _of_level(result, level.id, uncertain, progress)
    ]
    several = len(result.edition.years) > 1
    columns = (*RANKS, "change", "change_without") if several else RANKS
    return (
        with_years(result, "leave_one_out", SUMMARY, [row for left in found for row in _summary_rows(left)]),
        with_years(
            result, "ranks_without", columns, [row for left in found for row in _rank_rows(left, several)]
        ),
    )


def left_out_nodes(prepared: Prepared) -> tuple[str, ...]:
    """Return the nodes that can be left out: all below the index that do not hold every indicator."""
    framework = prepared.plan.framework
    whole = len(framework.indicators)
    return tuple(node for node in framework.ids[1:] if len(framework.leaves_below(node)) < whole)


def _of_level(
    result: Result, level: str, uncertain: Uncertain, progress: Callable[[int], object] | None
) -> Iterator[Left]:
    study = level_study(result, level, replace(uncertain, steps={}, by_depth=False))
    prepared = prepared_by(study.panel, study.setting, study.recipe)
    plan, panel = prepared.plan, result.levels[level].panel
    nodes = left_out_nodes(prepared)
    if nodes:
        without = leave_one_node_out(prepared.values, plan, nodes, prepared.background)
        yield _nodes(level, panel, prepared, without)
    if progress is not None:
        progress(len(nodes))
    if len(prepared.rows) > 2:  # noqa: PLR2004 - two others make an order
        regions = leave_one_region_out(prepared.values, plan, prepared.background)
        yield _regions(level, panel, prepared, regions)
    if progress is not None:
        progress(len(prepared.rows))


def _nodes(level: str, panel: Panel, prepared: Prepared, found: WithoutNodes) -> Left:
    framework = prepared.plan.framework
    names = tuple((node, framework[node].name.zh or node) for node in found.nodes)
    expected = np.broadcast_to(found.published, found.ranks.shape)
    reversals = reversals_of(found.published, found.ranks)
    return Left(level, panel, prepared.rows, "node", names, expected, found.ranks, reversals)


def _regions(level: str, panel: Panel, prepared: Prepared, found: WithoutRegions) -> Left:
    names = tuple((panel.regions[row], panel.names[row]) for row in prepared.rows)
    return Left(level, panel, prepared.rows, "region", names, found.expected, found.ranks, found.reversals)


def _summary_rows(left: Left) -> Iterator[Row]:
    for place, name in enumerate(left.names):
        for year, label in enumerate(left.panel.years):
            expected, ranks = left.expected[place, year], left.ranks[place, year]
            shift = np.abs(ranks - expected)
            if np.isnan(shift).all():
                continue
            first = expected == np.nanmin(expected)
            moved = int(np.nanargmax(shift))
            yield (
                *(left.level, left.kind, *name, float(np.nanmean(shift)), float(shift[moved])),
                *(left.who(moved) if shift[moved] else ("", "")),
                *(int(left.reversals[place, year]), int((ranks[first] == expected[first]).all()), label),
            )


def _rank_rows(left: Left, several: bool) -> Iterator[Row]:  # noqa: FBT001 - a column more or less
    before = np.diff(left.expected, axis=1, prepend=np.nan), np.diff(left.ranks, axis=1, prepend=np.nan)
    differs = (left.ranks != left.expected) & ~np.isnan(left.ranks)
    for at in np.argwhere(differs if left.kind == "region" else np.ones_like(differs)).tolist():
        place, year, region = at
        ranks = [left.expected[tuple(at)], left.ranks[tuple(at)]]
        ranks += [change[tuple(at)] for change in before] if several else []
        who = (left.level, left.kind, left.names[place][0], *left.who(region))
        yield (*who, *_ranks(ranks), left.panel.years[year])


def _ranks(values: Sequence[float]) -> list[float | int | None]:
    return [
        None if np.isnan(value) else int(value) if float(value).is_integer() else float(value)
        for value in values
    ]
