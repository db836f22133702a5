"""What each indicator contributed to the change of the index since the year before, through the tree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.score.aggregators.programmes.frontiers import ALL_YEARS, EACH_YEAR
from zhishu.score.changes import FrontierParts, frontier_parts, logarithmic_mean
from zhishu.score.offer import aggregator_offers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.columns import Background
    from zhishu.registry import Chosen
    from zhishu.score.plan import Plan
    from zhishu.score.tree import TreeScores

    Array = NDArray[np.float64]

ARITHMETIC, GEOMETRIC = "arithmetic", "geometric"
_MEANS = {1.0: ARITHMETIC, 0.0: GEOMETRIC}


PARTS = ("of_values", "of_normalisation", "of_weights")
"""What a change consists of: the region's own values, what they are compared with, and weights."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoreChanges:
    """Why the index changed since the year before, one entry for each pair of years.

    `parts` (years - 1, regions, nodes, PARTS) are in points of the index, NaN where a region's change
    has none; None where the aggregators have none. `nodes` are their ids. `frontier` is the change of
    an index that is measured from a frontier, else None.
    """

    regions: tuple[str, ...]
    nodes: tuple[str, ...] = ()
    parts: Array | None = None
    frontier: FrontierParts | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Mean:
    """A group that is a mean: the positions of its node and members, and which mean."""

    node: int
    members: tuple[int, ...]
    kind: str


def changes_of(
    plan: Plan, scored: TreeScores, normalised: Callable[[int | None], Array], background: Background
) -> ScoreChanges | None:
    """Return why the index of a panel changed from year to year; None with one year or no parts.

    `normalised` gives the comparable values (years, regions, indicators), by the scale of one year
    where that year's place is given.
    """
    if len(background.years) < len(("since", "year")):
        return None
    means = _means(plan)
    if means is None:
        frontier = _frontier_changes(plan, scored, background)
        return None if frontier is None else ScoreChanges(background.regions, frontier=frontier)
    parts = _parts(plan, scored, normalised, means) * plan.steps["aggregate"].options["scale"]
    told = (np.nan_to_num(parts) != 0).any(axis=(0, 1, 3))
    kept = [node for node in range(len(told)) if told[node] or node in plan.tree.leaves]
    return ScoreChanges(background.regions, tuple(plan.tree.ids[node] for node in kept), parts[..., kept, :])


def _parts(
    plan: Plan, scored: TreeScores, normalised: Callable[[int | None], Array], means: Sequence[Mean]
) -> Array:
    leaves = list(plan.tree.leaves)
    share, of_weights = mean_parts(scored, means, leaves)
    logs = np.isin(leaves, [node for mean in means if mean.kind == GEOMETRIC for node in mean.members])
    x, own = normalised(None), _own_rise(plan, normalised, logs)
    weighs = scored.effective[..., leaves] > 0
    # A value that weighs nothing in both years may be missing; any other leaves the change without parts.
    used: NDArray[np.bool_] = np.logical_or(weighs[1:], weighs[:-1])
    idle = ~used[:, None]
    lacking: NDArray[np.bool_] = np.asarray((np.isnan(x) & weighs[:, None]).any(axis=-1))
    parts = np.zeros((*of_weights.shape, len(PARTS)))
    parts[..., leaves, 0] = np.where(idle, 0.0, share * own)
    parts[..., leaves, 1] = np.where(idle, 0.0, share * (x[1:] - x[:-1] - own))
    parts[..., 2] = of_weights
    parts[..., leaves, 2] = np.where(idle, 0.0, of_weights[..., leaves])
    parts[lacking[1:] | lacking[:-1]] = np.nan
    return parts


def mean_parts(scored: TreeScores, means: Sequence[Mean], leaves: Sequence[int]) -> tuple[Array, Array]:
    """Return by what the index rises with each leaf, (years - 1, regions, leaves), and parts of weights.

    Parts of weights are (years - 1, regions, nodes). Means are given from the top down. A weighted
    mean rises by the mean weight of both years times the rise of a member (arithmetic), or of its
    logarithm times the logarithmic mean of the group's scores (geometric); what is left is of
    weights. Multiplied down the tree, all parts add up to the change of the index.
    """
    x = scored.scores
    early, late = x[:-1], x[1:]
    share = np.zeros_like(late)
    share[..., means[0].node] = 1.0
    of_weights = np.zeros_like(late)
    for mean in means:
        members = list(mean.members)
        weights = _group_weights(scored, mean)
        held = ((weights[1:] + weights[:-1]) / 2.0)[:, None]
        rise = (weights[1:] - weights[:-1])[:, None]
        above = share[..., [mean.node]]
        a, b = early[..., members], late[..., members]
        if mean.kind == ARITHMETIC:
            share[..., members] = above * held
            of_weights[..., members] = above * rise * (a + b) / 2.0
            continue
        above = above * logarithmic_mean(late[..., [mean.node]], early[..., [mean.node]])
        idle = np.broadcast_to((held == 0) & (rise == 0), a.shape)
        a, b = np.where(idle, 1.0, a), np.where(idle, 1.0, b)
        share[..., members] = above * held / logarithmic_mean(b, a)
        defined = (a > 0) & (b > 0)
        logs = np.log(np.where(defined, a, 1.0)) + np.log(np.where(defined, b, 1.0))
        of_weights[..., members] = np.where(defined, above * rise * logs / 2.0, np.nan)
    return share[..., list(leaves)], of_weights


def _group_weights(scored: TreeScores, mean: Mean) -> Array:
    """Return the weights of a group's members; those of indicators right below the index are effective."""
    whole = scored.effective if mean.node == 0 else scored.weights
    found: Array = whole[..., list(mean.members)]
    return found


def _means(plan: Plan) -> list[Mean] | None:
    """Return the groups from the top down; all means of one kind are one group of all indicators.

    None where a group is no such mean.
    """
    tree = plan.tree
    kinds = {node: _kind(plan.chosen("aggregate", node)) for node in reversed(tree.groups)}
    if None in kinds.values() or plan.steps["aggregate"].options["data_threshold"]:
        return None
    if len(set(kinds.values())) == 1:
        return [Mean(0, tree.leaves, str(kinds[0]))]
    return [Mean(node, tree.children[node], str(kind)) for node, kind in kinds.items()]


def _kind(chosen: Chosen) -> str | None:
    if chosen.method.id == "generalised_mean":
        return _MEANS.get(float(chosen.options["power"]))
    return chosen.method.id if chosen.method.id in _MEANS.values() else None


def _own_rise(plan: Plan, normalised: Callable[[int | None], Array], logs: NDArray[np.bool_]) -> Array:
    """Return the rise of comparable values that is a region's own, (years - 1, regions, indicators).

    The mean of its rises by the scale of the year before and by that of the year; the whole rise
    where the years share one scale, or where one year's values have no place on the other's scale.
    Rises are those of logarithms where indicators flagged by `logs` have them on both scales.
    """
    x = normalised(None)
    whole: Array = x[1:] - x[:-1]
    if plan.steps["normalise"].options["base"] != EACH_YEAR:
        return whole
    try:
        by = np.array([normalised(place) for place in range(len(x))])
    except MethodError:
        return whole
    pair = np.arange(len(whole))
    starts, ends = ((by[pair, year], by[pair + 1, year]) for year in (pair, pair + 1))
    own = ((ends[0] - starts[0]) + (ends[1] - starts[1])) / 2.0
    cells = np.array([*starts, *ends])
    defined = logs & (cells > 0).all(axis=0)
    a, b, c, d = np.log(np.where(defined, cells, 1.0))
    own = np.where(defined, logarithmic_mean(x[1:], x[:-1]) * (c - a + d - b) / 2.0, own)
    return np.asarray(own)


def _frontier_changes(plan: Plan, scored: TreeScores, background: Background) -> FrontierParts | None:
    """Return the change of the index where its aggregator measures from a frontier."""
    chosen = plan.chosen("aggregate", 0)
    if "frontier" not in chosen.method.parameters:
        return None
    members = list(plan.tree.children[0])
    columns, weights = scored.scores[..., members], scored.weights[..., members]
    offers = aggregator_offers(plan, background, 0, chosen.method.inputs)

    def scores(frontier: str) -> Array:
        changed = replace(chosen, options={**chosen.options, "frontier": frontier})
        found: Array = changed.run(columns, weights=weights, **offers)
        return found

    try:
        return frontier_parts(scores(EACH_YEAR), scores(ALL_YEARS))
    except MethodError:  # one of the two frontiers breaks what the other keeps
        return None
