"""Leave one out: the ranking without each indicator, each node and each region, all at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError, placed
from zhishu.prepare.columns import NO_BACKGROUND, Background
from zhishu.score.pipeline import score_values
from zhishu.score.plan import reduce_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from zhishu.score.plan import Plan

BLOCK_BYTES = 16_000_000
_BY_NAME = frozenset({"regions", "measures", "groups"})


@dataclass(frozen=True, slots=True, eq=False)
class WithoutNodes:
    """The index without each of some nodes; years stand only where the values had them.

    `scores` and `ranks` are (nodes, [years,] regions), `published` ([years,] regions), `mean_shift`
    and `largest_shift`, of places against the published ones, (nodes, [years]).
    """

    nodes: tuple[str, ...]
    published: NDArray[np.float64]
    scores: NDArray[np.float64]
    ranks: NDArray[np.float64]
    mean_shift: NDArray[np.float64]
    largest_shift: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class WithoutRegions:
    """The ranking without each region; years stand only where the values had them.

    `ranks` and `expected` are (removed, [years,] regions), NaN at the region that was removed:
    the places of the others scored anew, and those they have in the published order once it is left
    out. `mean_shift` and `reversals`, the number of pairs of others whose order turns round, are
    (removed, [years]). `published` is ([years,] regions).
    """

    published: NDArray[np.float64]
    expected: NDArray[np.float64]
    ranks: NDArray[np.float64]
    mean_shift: NDArray[np.float64]
    reversals: NDArray[np.int64]


def leave_one_indicator_out(
    values: NDArray[np.float64], plan: Plan, background: Background = NO_BACKGROUND
) -> WithoutNodes:
    """Return the scores and ranks of the index without each indicator: see `leave_one_node_out`."""
    return leave_one_node_out(values, plan, plan.indicators, background)


def leave_one_node_out(
    values: NDArray[np.float64],
    plan: Plan,
    nodes: Sequence[str],
    background: Background = NO_BACKGROUND,
) -> WithoutNodes:
    """Return the scores and ranks of the index without each of `nodes`, with all that stands below it.

    `values` are the prepared ones, ([years,] regions, indicators). The node leaves the framework:
    its siblings share its weight, data-dependent weights are found anew, and a group that this
    empties leaves as well. Removing every indicator raises a MethodError. Each node makes another
    tree, so the loop is over nodes; regions and years are one array expression. Where the preparation
    hangs on other indicators, `zhishu.doubt.leave_one_out_anew.without_nodes` repeats it as well.
    """
    published = score_values(values, plan, background)
    found = [_without(values, plan, node, background) for node in nodes]
    scores, ranks = (np.stack([part[which] for part in found]) for which in (0, 1))
    own = published.ranks[..., 0]
    mean_shift, largest_shift = _shifts(ranks, own)
    return WithoutNodes(tuple(nodes), own, scores, ranks, mean_shift, largest_shift)


def _without(
    values: NDArray[np.float64], plan: Plan, node: str, background: Background
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return scores and ranks of the index without a node."""
    below = set(plan.framework.leaves_below(node))
    columns = [place for place, name in enumerate(plan.indicators) if name not in below]
    if not columns:
        raise MethodError(
            "nothing is left of the index without this node",
            where=f"node '{node}'",
            seen=f"{len(below)} of {len(below)} indicators removed",
            allowed="a node that does not hold all indicators",
        )
    try:
        scored = score_values(values[..., columns], reduce_plan(plan, columns), background)
    except MethodError as error:
        raise placed(error, f"the framework without '{node}'") from error
    return scored.scores[..., 0], scored.ranks[..., 0]


def leave_one_region_out(
    values: NDArray[np.float64],
    plan: Plan,
    background: Background = NO_BACKGROUND,
    *,
    removed: Sequence[int] | None = None,
) -> WithoutRegions:
    """Return what becomes of the others' order when a region is left out, for each in `removed` (all).

    `values` are the prepared ones, ([years,] regions, indicators); normalisation and data-dependent
    weights are found anew without the region. Where the preparation hangs on other regions,
    `zhishu.doubt.leave_one_out_anew.without_regions` repeats it as well. The order of two others
    should not depend on a third: where it does, that is a rank reversal. Blocks of removals are scored
    as one batch; one by one where the plan pools years, compares with a base year, or asks for the names
    of regions. Fewer than three regions raise a MethodError.
    """
    regions = values.shape[-2]
    if regions < 3:  # noqa: PLR2004 - two others make an order
        raise MethodError("leaving a region out needs others", seen=f"{regions} regions", allowed="3 or more")
    left_out = np.arange(regions) if removed is None else np.asarray(removed, dtype=np.intp)
    others = np.array([np.delete(np.arange(regions), place) for place in left_out])
    published = score_values(values, plan, background)
    index = published.scores[..., 0]
    ranks, expected = (np.full((len(left_out), *index.shape), np.nan) for _ in range(2))
    for block, found in _scored(values, plan, background, others):
        before = np.moveaxis(index[..., others[block]], -2, 0)
        for target, places in ((ranks, found), (expected, plan.steps["rank"].run(before, axis=-1))):
            kept = np.broadcast_to(_between(others[block], index.ndim), places.shape)
            whole = target[block]
            np.put_along_axis(whole, kept, places, axis=-1)
            target[block] = whole
    shift, _ = _shifts(ranks, expected)
    return WithoutRegions(
        published.ranks[..., 0], expected, ranks, shift, reversals_of(published.ranks[..., 0], ranks)
    )


def reversed_pairs(published: NDArray[np.float64], ranks: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the pairs whose order turned round, (pairs, 2): first the region that was ahead.

    Both are ranks (regions,), NaN for a region that takes no part; a tie is no order.

    >>> reversed_pairs(np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.0, np.nan]))
    array([[0, 1]])
    """
    pairs: NDArray[np.intp] = np.argwhere(_turned(published, ranks))
    return pairs


def _scored(
    values: NDArray[np.float64], plan: Plan, background: Background, others: NDArray[np.intp]
) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield slices of the removals with the ranks of the others, (removals, [years,] regions - 1)."""
    together = _scores_alike(plan)
    size = max(1, BLOCK_BYTES // (8 * values.size * 4)) if together else 1
    for start in range(0, len(others), size):
        block = slice(start, min(start + size, len(others)))
        if together:
            batch = np.moveaxis(values[..., others[block], :], -3, 0)
            yield block, score_values(batch, plan, background).ranks[..., 0]
        else:
            yield block, _without_region(values, plan, background, others[start])[None]


def _without_region(
    values: NDArray[np.float64], plan: Plan, background: Background, kept: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the ranks of the kept regions, ([years,] kept); what is known of others is out of reach."""
    try:
        scored = score_values(values[..., kept, :], plan, of_regions(background, kept))
    except MethodError as error:
        gone = int(np.setdiff1d(np.arange(values.shape[-2]), kept)[0])
        name = background.regions[gone] if background.regions else f"number {gone + 1}"
        raise placed(error, f"the ranking without region {name}") from error
    ranks: NDArray[np.float64] = scored.ranks[..., 0]
    return ranks


def _scores_alike(plan: Plan) -> bool:
    """Whether every member of a batch is scored as if it were alone, and regions need no names."""
    parts = (plan.normalise.chosen, *plan.normalise.own.values(), *plan.steps.values())
    chosen = (*parts, *(own for group in plan.by_node.values() for own in group.values()))
    alone = all(item.options.get("base", "each_year") == "each_year" for item in chosen)
    return alone and not any(_BY_NAME.intersection(item.method.inputs) for item in chosen)


def of_regions(background: Background, kept: Sequence[int] | NDArray[np.intp]) -> Background:
    """Return what is known of some of the regions."""
    if not background.regions:
        return background
    regions = tuple(background.regions[place] for place in kept)
    measures = {name: known[..., list(kept)] for name, known in background.measures.items()}
    return replace(background, regions=regions, measures=measures)


def _between(others: NDArray[np.intp], axes: int) -> NDArray[np.intp]:
    """Return (removals, others) with an axis for the years between, if there is one."""
    return others if axes == 1 else others[:, None]


def _shifts(
    ranks: NDArray[np.float64], reference: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean and the largest absolute difference over the regions that have both ranks."""
    shift = np.abs(ranks - reference)
    known = ~np.isnan(shift)
    total = np.where(known, shift, 0.0)
    return total.sum(axis=-1) / np.maximum(known.sum(axis=-1), 1), total.max(axis=-1)


def reversals_of(published: NDArray[np.float64], ranks: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many pairs turned round in each ranking, (rankings, [years]).

    `published` is ([years,] regions), `ranks` (rankings, [years,] regions).
    """
    regions = published.shape[-1]
    size = max(1, BLOCK_BYTES // (4 * published.size * regions))
    blocks = [
        _turned(published, ranks[start : start + size]).sum(axis=(-2, -1))
        for start in range(0, len(ranks), size)
    ]
    return np.concatenate(blocks).astype(np.int64)


def _turned(published: NDArray[np.float64], ranks: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark, (…, regions, regions), where the first was ahead and the second is now; NaN is never ahead."""
    was_ahead = published[..., :, None] < published[..., None, :]
    return was_ahead & (ranks[..., :, None] > ranks[..., None, :])
