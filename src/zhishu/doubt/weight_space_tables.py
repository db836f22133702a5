"""The tables of exact answers about weights: reachable ranks, overtaking, and the weights that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.doubt.certificates import changes_hold, overtaking_holds, ranges_hold
from zhishu.doubt.exact import exact_answers
from zhishu.tables import Table, with_years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from zhishu.doubt.exact import Exact
    from zhishu.doubt.uncertain import Uncertain
    from zhishu.result import Result

    Row = tuple[Any, ...]

RANGES = (
    *("level", "region", "name", "rank", "rank_best", "best_proven", "rank_worst", "worst_proven"),
    *("never_in_top", "first", "lead", "checked"),
)
CHANGES = (
    *("level", "question", "ahead", "ahead_name", "behind", "behind_name", "possible"),
    *("moved", "largest_change", "checked"),
)
SINCE = (
    *("level", "region", "name", "since", "change", "same_weights", "change_best", "best_proven"),
    *("change_worst", "worst_proven", "checked"),
)
CERTIFICATES = ("level", "question", "region", "other", "indicator", "weight", "published_weight")


def weight_space_tables(
    result: Result, uncertain: Uncertain, *, progress: Callable[[int], object] | None = None
) -> tuple[Table, ...]:
    """Return the tables of exact answers about weights, for every scored level and year.

    They are `weight_space`, `overtaking` and `weight_certificates`, and with several years
    `weight_space_changes`.

    `weight_space` has, for each region, the best and the worst rank over all weights within the bounds
    (see `stated_space`), whether each is proven, the largest k for which it is never in the top k
    (empty: none), and whether it can be first: alone, shared or never, with the most by which it can
    lead all others, in points of the index (of its logarithm for geometric means). `overtaking` has
    the smallest change of weights by which the next region overtakes the one published right before
    it (question `next`), and by which each other overtakes the first (`first`): `moved` is the weight
    that changes hands, half the sum of all changes. `weight_space_changes` has the best (least) and
    the worst change of rank over all weights within the later year's bounds, the same weights in both
    years, since the year before and, in the last of more than two, since the first; `same_weights` is
    the change under the later year's own weights. `weight_certificates` has the effective weights
    that show each answer. `checked` is 1 where a count at these weights, outside the solver, gives
    what is stated. `progress` is called with the number of regions done.

    Raises a MethodError where the index is not linear in its weights.
    """
    found = [
        exact
        for level in result.edition.scored_levels
        for exact in exact_answers(result, level.id, uncertain, progress=progress)
    ]
    makers = [
        ("weight_space", RANGES, _range_rows),
        ("overtaking", CHANGES, _change_rows),
        ("weight_certificates", CERTIFICATES, _certificate_rows),
    ]
    if len(result.edition.years) > 1:
        makers.append(("weight_space_changes", SINCE, _since_rows))
    return tuple(
        with_years(
            result,
            name,
            columns,
            [(*row, exact.panel.years[exact.year]) for exact in found for row in rows(exact)],
        )
        for name, columns, rows in makers
    )


def _range_rows(exact: Exact) -> Iterator[Row]:
    ranges, first = exact.ranges, exact.first
    holds = ranges_hold(exact.linear.x, exact.linear.space, ranges)
    for place in ranges.regions:
        best, bound = int(ranges.best[place]), int(ranges.best_bound[place])
        worst, lead = int(ranges.worst[place]), float(first.lead[place])
        yield (
            *(exact.level, *exact.who(place), _rank(exact.ranks[place])),
            *(best, int(best == bound), worst, int(worst == ranges.worst_bound[place])),
            *(bound - 1 or None, str(first.status[place])),
            *(lead * exact.linear.unit if np.isfinite(lead) else None, int(holds[place])),
        )


def _change_rows(exact: Exact) -> Iterator[Row]:
    for question, change in exact.changes:
        who = (*exact.who(change.ahead), *exact.who(change.behind))
        if change.weights is None:
            yield (exact.level, question, *who, 0, None, None, None)
            continue
        size = np.abs(change.weights - change.published)
        checked = overtaking_holds(exact.linear.x, exact.linear.space, change)
        yield (exact.level, question, *who, 1, float(size.sum()) / 2, float(size.max()), int(checked))


def _since_rows(exact: Exact) -> Iterator[Row]:
    for since in exact.since:
        changes = since.found
        holds = changes_hold(since.earlier.x, exact.linear.x, exact.linear.space, changes)
        for place in changes.regions:
            best, worst = int(changes.best[place]), int(changes.worst[place])
            yield (
                *(exact.level, *exact.who(place), exact.panel.years[since.year]),
                *(_rank(since.published[place]), int(since.same_weights[place])),
                *(best, int(best == changes.best_bound[place])),
                *(worst, int(worst == changes.worst_bound[place]), int(holds[place])),
            )


def _certificate_rows(exact: Exact) -> Iterator[Row]:
    columns, published = exact.linear.space.columns, exact.linear.weights.tolist()
    for question, region, other, weights in _certificates(exact):
        for column, weight, own in zip(columns, weights.tolist(), published, strict=True):
            yield (exact.level, question, region, other, column, weight, own)


def _certificates(exact: Exact) -> list[tuple[str, str, str, NDArray[np.float64]]]:
    """Return question, region, other region and weights of every certificate."""
    shown = []
    for place in exact.ranges.regions:
        code = exact.who(place)[0]
        shown.append(("rank_best", code, "", exact.ranges.best_weights[place]))
        shown.append(("rank_worst", code, "", exact.ranges.worst_weights[place]))
        shown.append(("lead", code, "", exact.first.weights[place]))
    for question, change in exact.changes:
        if change.weights is not None:
            shown.append((question, exact.who(change.behind)[0], exact.who(change.ahead)[0], change.weights))
    for since in exact.since:
        # The last of several years has two: since the year before and since the first.
        kind = "change" if since.year == exact.year - 1 else "change_since_first"
        for place in since.found.regions:
            code = exact.who(place)[0]
            shown.append((f"{kind}_best", code, "", since.found.best_weights[place]))
            shown.append((f"{kind}_worst", code, "", since.found.worst_weights[place]))
    return shown


def _rank(rank: float) -> float | int | None:
    if np.isnan(rank):
        return None
    return int(rank) if float(rank).is_integer() else float(rank)
