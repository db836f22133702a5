"""The recipe run on one level: raw values → normalised values, weights, scores, ranks, tiers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from zhishu.errors import MethodError, Repair
from zhishu.score.plan import Plan, compile_plan
from zhishu.score.repairs import check_panel, constant_indicators, missing_values
from zhishu.score.tree import TreeScores, fixed_weights, score_tree, weights_from_leaves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zhishu.framework import Framework
    from zhishu.panel import Panel
    from zhishu.recipe import Recipe


@dataclass(frozen=True, slots=True, eq=False)
class LevelScores:
    """What the recipe makes of one level's values; node axes run over `framework.ids`.

    `normalised` (…, regions, indicators); `weights` and `effective` (…, nodes); `scores`, multiplied
    by the recipe's `scale`, and `ranks` (…, regions, nodes); `tiers` (…, regions), 0 for a region
    without a score, None without a tiers step. For a Panel the batch axis is its years.
    """

    normalised: NDArray[np.float64]
    weights: NDArray[np.float64]
    effective: NDArray[np.float64]
    scores: NDArray[np.float64]
    ranks: NDArray[np.float64]
    tiers: NDArray[np.int64] | None
    repairs: tuple[Repair, ...] = ()


def score_panel(panel: Panel, framework: Framework, recipe: Recipe) -> LevelScores:
    """Return scores, weights, ranks and tiers of one level, with every repair on the way.

    Raises EditionError for a recipe that makes no sense, PanelError for values that cannot be scored
    (missing ones too, unless the aggregate step says `missing: renormalise`), MethodError for a
    method whose needs are not met.
    """
    plan = compile_plan(framework, recipe)
    check_panel(panel, plan.indicators, missing=plan.steps["aggregate"].options["missing"])
    try:
        scored = score_values(panel.values, plan)
    except MethodError as error:
        raise _placed(error, f"level {panel.level}") from error
    repairs = (*constant_indicators(panel, scored.normalised), *missing_values(panel, scored.scores))
    return replace(scored, repairs=repairs)


def score_values(values: NDArray[np.float64], plan: Plan) -> LevelScores:
    """Return what the plan makes of raw values of the shape (…, regions, indicators).

    One function for one panel and for ten thousand drawn ones: the leading axes are a batch, each
    member of which is scored as if it were alone (unless a step says `base: all_years`). Missing
    values are shared out, whatever the plan says about them: `score_panel` checks.
    """
    normalised = normalise_values(values, plan)
    scored = weigh_and_score(normalised, plan)
    scores = scored.scores * plan.steps["aggregate"].options["scale"]
    ranks = plan.steps["rank"].run(scores, axis=-2)
    tiers = None
    if "tiers" in plan.steps:
        tiers = plan.steps["tiers"].run(scores[..., 0], ranks=ranks[..., 0])
    return LevelScores(normalised, scored.weights, scored.effective, scores, ranks, tiers)


def normalise_values(values: NDArray[np.float64], plan: Plan) -> NDArray[np.float64]:
    """Return comparable values, (…, regions, indicators), from raw ones by the plan's normaliser."""
    chosen = plan.steps["normalise"]
    if chosen.options["base"] == "each_year":
        normalised: NDArray[np.float64] = chosen.run(values, directions=plan.directions)
        return normalised
    pooled: NDArray[np.float64] = chosen.run(_pooled(values), directions=plan.directions)
    return pooled.reshape(values.shape)


def weigh_and_score(x: NDArray[np.float64], plan: Plan) -> TreeScores:
    """Return weights and unscaled scores at every node from comparable values (…, regions, indicators)."""
    aggregate = partial(_aggregate_group, plan)
    settings = plan.steps["weigh"].options
    seen = x if settings["base"] == "each_year" else _pooled(x)
    if settings["levels"] == "nested" and seen is x:
        return score_tree(x, plan.tree, partial(_weigh_group, plan), aggregate)
    if settings["levels"] == "nested":
        weights = score_tree(seen, plan.tree, partial(_weigh_group, plan), aggregate).weights
    else:
        weights = weights_from_leaves(_weigh_indicators(seen, plan), plan.tree)
    return score_tree(x, plan.tree, fixed_weights(weights, plan.tree), aggregate)


def _pooled(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the regions of all years as the regions of one: (years, regions, …) → (years·regions, …)."""
    return x.reshape(-1, x.shape[-1])


def _weigh_group(plan: Plan, node: int, columns: NDArray[np.float64]) -> NDArray[np.float64]:
    try:
        weights: NDArray[np.float64] = plan.chosen("weigh", node).run(
            columns, stated=plan.tree.stated[list(plan.tree.children[node])]
        )
    except MethodError as error:
        raise _placed(error, _group(plan, node)) from error
    return weights


def _weigh_indicators(x: NDArray[np.float64], plan: Plan) -> NDArray[np.float64]:
    try:
        weights: NDArray[np.float64] = plan.steps["weigh"].run(
            x, stated=plan.tree.stated[list(plan.tree.leaves)]
        )
    except MethodError as error:
        raise _placed(error, "the group of all indicators") from error
    return weights


def _aggregate_group(
    plan: Plan, node: int, columns: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    try:
        scores: NDArray[np.float64] = plan.chosen("aggregate", node).run(columns, weights=weights)
    except MethodError as error:
        raise _placed(error, _group(plan, node)) from error
    return scores


def _group(plan: Plan, node: int) -> str:
    members = ", ".join(plan.tree.ids[child] for child in plan.tree.children[node])
    return f"the group below '{plan.tree.ids[node]}' ({members})"


def _placed(error: MethodError, where: str) -> MethodError:
    """Return the same error with its place, which a function over bare arrays cannot know."""
    place = ", ".join(filter(None, [where, error.where]))
    return MethodError(error.what, where=place, seen=error.seen, allowed=error.allowed, advice=error.advice)
