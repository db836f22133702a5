"""The exact answers about one level's weights, computed year by year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.certificates import changes_at
from zhishu.doubt.composite import MEANS, linear_mean
from zhishu.doubt.doubt import level_study
from zhishu.doubt.intervals import published_order
from zhishu.doubt.overtaking import changes_of_first, first_places, smallest_change
from zhishu.doubt.rank_changes import rank_changes
from zhishu.doubt.reachable import rank_ranges
from zhishu.doubt.space_bounds import stated_space
from zhishu.doubt.study import branch_at
from zhishu.errors import MethodError, placed
from zhishu.score.tree import effective_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from zhishu.doubt.branches import Branch
    from zhishu.doubt.overtaking import FirstPlaces, Overtaking
    from zhishu.doubt.rank_changes import RankChanges
    from zhishu.doubt.reachable import RankRanges
    from zhishu.doubt.uncertain import Uncertain
    from zhishu.doubt.weight_space import WeightSpace
    from zhishu.panel import Panel
    from zhishu.result import Result

    Progress = Callable[[int], object]

NEXT, FIRST = "next", "first"


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """What the index is linear in, in one year: index = Σ weights · values.

    `x` (regions, columns) are on a scale of about 1: one unit is `unit` points of the index, or of its
    logarithm where means are geometric. `weights` (columns,) are the published effective ones;
    `rows` say which regions of the panel took part.
    """

    x: NDArray[np.float64]
    unit: float
    weights: NDArray[np.float64]
    space: WeightSpace
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Since:
    """How ranks change since another year over all weights of the later year's space.

    `earlier` is what that `year` (a position) holds; `published` (regions,) the published changes,
    `same_weights` those under the later year's published weights in both years.
    """

    year: int
    earlier: Linear
    published: NDArray[np.float64]
    same_weights: NDArray[np.int64]
    found: RankChanges


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """The exact answers about one level's index in one year; `changes` by the question they answer.

    `next`: the region published right after another overtakes it; `first`: any overtakes the first.
    `since` has the changes since the year before, and in the last of several years since the first.
    """

    level: str
    panel: Panel
    year: int
    ranks: NDArray[np.float64]
    linear: Linear
    ranges: RankRanges
    first: FirstPlaces
    changes: tuple[tuple[str, Overtaking], ...]
    since: tuple[Since, ...]

    def who(self, place: int) -> tuple[str, str]:
        """Return code and name of the region in a row of the values."""
        row = self.linear.rows[place]
        return self.panel.regions[row], self.panel.names[row]


def exact_answers(
    result: Result, level: str, uncertain: Uncertain, *, progress: Progress | None = None
) -> Iterator[Exact]:
    """Yield the exact answers about a level for every year; `progress` is told of every region done.

    Raises a MethodError where the index is not linear in its weights, or no weights keep the bounds.
    """
    published, linears = result.levels[level], linear_index(result, level, uncertain)
    assert published.ranks is not None  # noqa: S101 - only scored levels come here
    told = None if progress is None else lambda _: progress(1)
    all_ranks = published.ranks[:, list(linears[0].rows), 0]
    for year, linear in enumerate(linears):
        ranks = all_ranks[year]
        ranges = rank_ranges(linear.x, linear.space, progress=told)
        first, changes = first_places(linear.x, linear.space), tuple(_changes(linear, ranks))
        since = tuple(
            _since(before, year, linears, all_ranks, told) for before in compared(year, len(linears))
        )
        yield Exact(level, published.panel, year, ranks, linear, ranges, first, changes, since)


def compared(year: int, years: int) -> tuple[int, ...]:
    """Return the years that a year is compared with: the one before, and the first in the last of all.

    >>> [compared(year, 3) for year in range(3)]
    [(), (0,), (1, 0)]
    """
    if not year:
        return ()
    return (year - 1, 0) if 1 < year == years - 1 else (year - 1,)


def linear_index(result: Result, level: str, uncertain: Uncertain) -> list[Linear]:
    """Return for every year what a level's index is linear in, and the space of its weights."""
    study = level_study(result, level, replace(uncertain, steps={}, by_depth=False))
    branch = branch_at(study, {})
    plan = branch.prepared.plan
    mean = linear_mean(branch.x, plan)
    if mean is None:
        raise MethodError(
            "the index is not linear in its weights",
            where=f"level {level}",
            seen=_aggregators(branch),
            allowed=f"one kind of mean throughout ({', '.join(MEANS)}), without missing values, and above 0 "
            "for a geometric one",
            advice="the draws answer for any recipe: see rank_best and rank_worst in intervals",
        )
    values = MEANS[mean][0](branch.x)
    span = float(np.ptp(values)) or 1.0
    unit = span * float(plan.steps["aggregate"].options["scale"]) if mean == "arithmetic" else span
    leaves = list(plan.tree.leaves)
    effective = effective_weights(branch.weights, plan.tree)[:, leaves]
    spaces = [_space(branch, weights, study.uncertain, level) for weights in branch.weights]
    return [
        Linear(x, unit, weights, space, branch.prepared.rows)
        for x, weights, space in zip(values / span, effective, spaces, strict=True)
    ]


def _since(
    before: int, year: int, linears: list[Linear], ranks: NDArray[np.float64], told: Progress | None
) -> Since:
    earlier, later = linears[before], linears[year]
    return Since(
        before,
        earlier,
        ranks[year] - ranks[before],
        changes_at(earlier.x, later.x, later.weights),
        rank_changes(earlier.x, later.x, later.space, progress=told),
    )


def _space(branch: Branch, weights: NDArray[np.float64], uncertain: Uncertain, level: str) -> WeightSpace:
    try:
        return stated_space(branch.prepared.plan.tree, weights, uncertain, branch.stated)
    except MethodError as error:
        raise placed(error, f"uncertain, weight_space, level {level}") from error


def _aggregators(branch: Branch) -> str:
    plan = branch.prepared.plan
    used = sorted({plan.chosen("aggregate", node).method.id for node in plan.tree.groups})
    missing = int(np.isnan(branch.x).sum())
    return ", ".join([*used, *([f"{missing} missing values"] if missing else [])])


def _changes(linear: Linear, ranks: NDArray[np.float64]) -> Iterator[tuple[str, Overtaking]]:
    order = published_order(ranks)[: int((~np.isnan(ranks)).sum())].tolist()
    for ahead, behind in pairwise(order):
        yield NEXT, smallest_change(linear.x, linear.space, linear.weights, ahead=ahead, behind=behind)
    for change in changes_of_first(linear.x, linear.space, linear.weights):
        yield FIRST, change
