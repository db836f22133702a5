"""The tables of leave-one-out: what becomes of the ranking without each indicator, node and region."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.doubt.doubt import level_study
from zhishu.doubt.leave_one_out import leave_one_node_out, leave_one_region_out, reversals_of
from zhishu.doubt.leave_one_out_anew import hangs_on_others, raw_of, without_nodes, without_regions
from zhishu.doubt.prepared import prepared_by
from zhishu.errors import ZhishuError
from zhishu.score.pipeline import score_values
from zhishu.tables import Table, with_years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.leave_one_out_anew import Anew, Raw
    from zhishu.doubt.prepared import Prepared
    from zhishu.doubt.uncertain import Uncertain
    from zhishu.panel import Panel
    from zhishu.result import Result

    Row = tuple[Any, ...]
    Ranks = NDArray[np.float64]
    Names = tuple[tuple[str, str], ...]
    Found = tuple[tuple[int, ...], str, Names, Ranks, Ranks, NDArray[np.int64], tuple[str, ...]]

SUMMARY = (
    *("level", "kind", "left_out", "name", "mean_shift", "largest_shift", "most_moved", "most_moved_name"),
    *("reversals", "first_holds", "fault"),
)
RANKS = ("level", "kind", "left_out", "region", "name", "rank", "rank_without")


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """One level's ranking without each of some things: all arrays (left out, years, regions).

    `expected` are the ranks that the published order gives to those that remain, `ranks` those that
    scoring them anew gives; NaN for a region that takes no part. `faults` say why a ranking cannot be
    made (all its ranks are NaN), "" where it can. `rows` are the regions' positions in the panel.
    """

    level: str
    panel: Panel
    rows: tuple[int, ...]
    kind: str
    names: tuple[tuple[str, str], ...]
    expected: NDArray[np.float64]
    ranks: NDArray[np.float64]
    reversals: NDArray[np.int64]
    faults: tuple[str, ...]

    def who(self, place: int) -> tuple[str, str]:
        """Return code and name of the region in a row of the values."""
        return self.panel.regions[self.rows[place]], self.panel.names[self.rows[place]]


def leave_one_out_tables(
    result: Result, uncertain: Uncertain, *, progress: Callable[[int], object] | None = None
) -> tuple[Table, ...]:
    """Return `leave_one_out` and `ranks_without` for every scored level and year.

    `leave_one_out` has one row for each indicator, each node above them and each region that is left
    out: the mean and the largest shift of the others' ranks, whom it moves most, how many pairs of
    others turn round, and whether the first place holds (1) or not; where the ranking cannot be made,
    `fault` says why and the numbers are empty. Where what prepares the data hangs on other regions or
    indicators, all of it is repeated without what is left out. `ranks_without` has every rank
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
    raw = raw_of(study.panel, study.setting, study.recipe)
    prepared = prepared_by(study.panel, study.setting, study.recipe)
    panel = result.levels[level].panel
    nodes = left_out_nodes(prepared)
    if nodes:
        yield Left(level, panel, *_without_nodes(raw, prepared, nodes))
    if progress is not None:
        progress(len(nodes))
    if len(prepared.rows) > 2:  # noqa: PLR2004 - two others make an order
        yield Left(level, panel, *_without_regions(raw, prepared))
    if progress is not None:
        progress(len(prepared.rows))


def _without_nodes(raw: Raw, prepared: Prepared, nodes: tuple[str, ...]) -> Found:
    """Return what `Left` holds after its panel; where one node is at fault, each is tried by itself."""
    framework = prepared.plan.framework
    names = tuple((node, framework[node].name.zh or node) for node in nodes)
    if not hangs_on_others(raw.plan):
        with suppress(ZhishuError):
            found = leave_one_node_out(prepared.values, prepared.plan, nodes, prepared.background)
            expected = np.broadcast_to(found.published, found.ranks.shape)
            reversals = reversals_of(found.published, found.ranks)
            return prepared.rows, "node", names, expected, found.ranks, reversals, ("",) * len(nodes)
    return _anew(raw, prepared, "node", names, without_nodes(raw, nodes))


def _without_regions(raw: Raw, prepared: Prepared) -> Found:
    """Return what `Left` holds after its panel; where one region is at fault, each is tried by itself."""
    names = tuple(zip(prepared.panel.regions, prepared.panel.names, strict=True))
    if not hangs_on_others(raw.plan):
        with suppress(ZhishuError):
            found = leave_one_region_out(prepared.values, prepared.plan, prepared.background)
            faults = ("",) * len(names)
            return prepared.rows, "region", names, found.expected, found.ranks, found.reversals, faults
    return _anew(raw, prepared, "region", names, without_regions(raw, prepared.rows))


def _published(raw: Raw, prepared: Prepared) -> NDArray[np.float64]:
    """Return the published index, (years, regions of the whole panel), NaN for one screened out."""
    index = np.full(raw.panel.values.shape[:2], np.nan)
    scored = score_values(prepared.values, prepared.plan, prepared.background)
    index[:, list(prepared.rows)] = scored.scores[..., 0]
    return index


def _anew(raw: Raw, prepared: Prepared, kind: str, names: Names, found: Anew) -> Found:
    """Return what `Left` holds, for the published regions and those that another screening lets in."""
    rank = prepared.plan.steps["rank"]
    index = _published(raw, prepared)
    others = np.repeat(index[None], len(names), axis=0)
    if kind == "region":
        others[np.arange(len(names)), :, list(prepared.rows)] = np.nan
    expected = rank.run(others, axis=-1)
    let_in = np.flatnonzero(~np.isnan(found.ranks).all(axis=(0, 1))).tolist()
    rows = tuple(sorted({*prepared.rows, *let_in}))
    reversals = reversals_of(rank.run(index, axis=-1), found.ranks)
    return rows, kind, names, expected[..., rows], found.ranks[..., rows], reversals, found.faults


def _summary_rows(left: Left) -> Iterator[Row]:
    for place, name in enumerate(left.names):
        for year, label in enumerate(left.panel.years):
            expected, ranks = left.expected[place, year], left.ranks[place, year]
            shift = np.abs(ranks - expected)
            if left.faults[place]:
                yield (
                    left.level,
                    left.kind,
                    *name,
                    None,
                    None,
                    "",
                    "",
                    None,
                    None,
                    left.faults[place],
                    label,
                )
            if np.isnan(shift).all():
                continue
            first = expected == np.nanmin(expected)
            moved = int(np.nanargmax(shift))
            yield (
                *(left.level, left.kind, *name, float(np.nanmean(shift)), float(shift[moved])),
                *(left.who(moved) if shift[moved] else ("", "")),
                *(int(left.reversals[place, year]), int((ranks[first] == expected[first]).all()), "", label),
            )


def _rank_rows(left: Left, several: bool) -> Iterator[Row]:  # noqa: FBT001 - a column more or less
    before = np.diff(left.expected, axis=1, prepend=np.nan), np.diff(left.ranks, axis=1, prepend=np.nan)
    for at in np.argwhere(_listed(left)).tolist():
        place, year, region = at
        ranks = [left.expected[tuple(at)], left.ranks[tuple(at)]]
        ranks += [change[tuple(at)] for change in before] if several else []
        who = (left.level, left.kind, left.names[place][0], *left.who(region))
        yield (*who, *_ranks(ranks), left.panel.years[year])


def _listed(left: Left) -> NDArray[np.bool_]:
    """Mark the ranks that are listed: all without a node, those that differ without a region."""
    sound = np.array([not fault for fault in left.faults])[:, None, None]
    if left.kind == "node":
        return np.broadcast_to(sound, left.ranks.shape)
    nowhere = np.isnan(left.ranks) & np.isnan(left.expected)
    listed: NDArray[np.bool_] = sound & (left.ranks != left.expected) & ~nowhere
    return listed


def _ranks(values: Sequence[float]) -> list[float | int | None]:
    return [
        None if np.isnan(value) else int(value) if float(value).is_integer() else float(value)
        for value in values
    ]
