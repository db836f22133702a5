"""The recipe run on one level: raw values → normalised values, weights, scores, ranks, tiers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError, Repair, placed
from zhishu.prepare.columns import NO_BACKGROUND, Background, run_by_column, with_names
from zhishu.prepare.steps import prepare_panel
from zhishu.score.aggregators.columns import same_for_all_draws
from zhishu.score.agreement import agreement_findings, agreement_repairs
from zhishu.score.base_years import background_of_base, values_of_base
from zhishu.score.change_tree import changes_of
from zhishu.score.clusters import clusters_of
from zhishu.score.learned import learning_findings, learning_repairs
from zhishu.score.obstacle import full_scores
from zhishu.score.offer import GroupOffer, aggregator_offers
from zhishu.score.passed_over import passed_over
from zhishu.score.plan import Plan, compile_plan, reduce_plan
from zhishu.score.repairs import (
    check_columns,
    check_comparable,
    check_missing,
    constant_indicators,
    missing_values,
)
from zhishu.score.restore import restore, restore_panel
from zhishu.score.tree import TreeScores, fixed_weights, score_tree, weights_from_leaves
from zhishu.score.weighing import findings_of, weighing_repairs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from zhishu.cluster.level import Clusters
    from zhishu.framework import Framework
    from zhishu.panel import Panel
    from zhishu.prepare.log import PreparationLog
    from zhishu.recipe import Recipe
    from zhishu.score.change_tree import ScoreChanges
    from zhishu.score.weighing import WeightFinding


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
    panel: Panel | None = None
    """The panel as it was scored: imputed, denominated, treated."""
    log: PreparationLog | None = None
    findings: tuple[WeightFinding, ...] = ()
    """How sound the weights are: consistency of judgments, spread of a panel, importance reached."""
    full: NDArray[np.float64] | None = None
    """The full score of each indicator, (indicators,), where its normalisation has one."""
    clusters: tuple[Clusters, ...] | None = None
    """Which regions are alike, year by year, where the recipe asks for it."""
    changes: ScoreChanges | None = None
    """Why the index changed from year to year, where there are several and the methods say it."""


def score_panel(  # noqa: PLR0913 - what the edition knows beside the panel, each by name
    panel: Panel,
    framework: Framework,
    recipe: Recipe,
    *,
    folder: Path | None = None,
    groups: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    measures: Mapping[str, NDArray[np.float64]] | None = None,
) -> LevelScores:
    """Return scores, weights, ranks and tiers of one level, with every repair on the way.

    `folder` holds the tables that the recipe names; `groups` (grouping → group → region codes) and
    `measures` (name → values (years, regions)) are what its steps may refer to. Regions and
    indicators that are screened out keep their place in the result: values as they were, weight 0,
    no score and no rank.

    Raises EditionError for a recipe that makes no sense, PanelError for values that cannot be scored
    (missing ones too, unless the aggregate step says `missing: renormalise`), MethodError for a
    method whose needs are not met.
    """
    plan = compile_plan(framework, recipe.at_level(panel.level), folder)
    check_columns(panel, plan.indicators)
    background = Background(panel.regions, panel.years, groups or {}, measures or {})
    prepared = prepare_panel(panel, plan.preparation, plan.framework, background)
    kept = reduce_plan(plan, prepared.columns)
    check_missing(prepared.panel, missing=plan.steps["aggregate"].options["missing"])
    try:
        comparable = normalise_values(prepared.panel.values, kept, prepared.background)
        check_comparable(prepared.panel, comparable, missing=kept.steps["aggregate"].options["missing"])
        scored = _score_comparable(comparable, prepared.panel.values, kept, prepared.background)
        clusters = clusters_of(kept, scored, prepared.panel)
    except MethodError as error:
        raise placed(error, f"level {panel.level}") from error
    findings = findings_of(kept, scored.scores, panel.years)
    known = (kept, prepared.background, scored.scores, scored.weights, panel.years)
    agreement, learning = agreement_findings(*known), learning_findings(*known)
    repairs = (
        *prepared.repairs,
        *constant_indicators(prepared.panel, scored.normalised),
        *missing_values(prepared.panel, scored.normalised, scored.scores),
        *weighing_repairs(panel.level, findings),
        *agreement_repairs(panel.level, agreement),
        *learning_repairs(panel.level, learning),
        *passed_over(kept, panel.level, panel.regions),
    )
    return replace(
        restore(scored, panel, plan, prepared),
        panel=restore_panel(panel, prepared),
        log=prepared.log,
        repairs=repairs,
        findings=(*findings, *agreement, *learning),
        full=full_scores(plan.normalise, len(plan.indicators)),
        clusters=clusters,
        changes=_changes(prepared.panel.values, kept, scored, prepared.background),
    )


def score_values(
    values: NDArray[np.float64], plan: Plan, background: Background = NO_BACKGROUND
) -> LevelScores:
    """Return what the plan makes of prepared values of the shape (…, regions, indicators).

    The plan's preparation is not run here: `score_panel` does. One function for one panel and for
    ten thousand drawn ones: the leading axes are a batch, each member of which is scored as if it
    were alone (unless the `base` of a step says otherwise). Missing values are shared out, whatever the
    plan says about them: `score_panel` checks.
    """
    return _score_comparable(normalise_values(values, plan, background), values, plan, background)


def _score_comparable(
    normalised: NDArray[np.float64], values: NDArray[np.float64], plan: Plan, background: Background
) -> LevelScores:
    """Return what the plan makes of comparable values, and of the prepared ones that they come from."""
    scored = weigh_and_score(normalised, plan, background, values)
    scores = scored.scores * plan.steps["aggregate"].options["scale"]
    ranks = plan.steps["rank"].run(scores, axis=-2)
    tiers = None
    if "tiers" in plan.steps:
        tiers = plan.steps["tiers"].run(scores[..., 0], ranks=ranks[..., 0])
    return LevelScores(normalised, scored.weights, scored.effective, scores, ranks, tiers)


def normalise_values(
    values: NDArray[np.float64], plan: Plan, background: Background = NO_BACKGROUND
) -> NDArray[np.float64]:
    """Return comparable values, (…, regions, indicators), from raw ones by the plan's normaliser.

    A normaliser along time asks for the `years` and takes (…, years, regions, indicators).
    """
    basis = values_of_base(values, plan.steps["normalise"].options["base"], background, "normalise")
    offered = {
        "directions": plan.directions,
        "basis": basis,
        "regions": background.regions,
        "years": background.years or None,
    }
    return run_by_column(plan.normalise, values, offered, plan.indicators)


def weigh_and_score(
    x: NDArray[np.float64],
    plan: Plan,
    background: Background = NO_BACKGROUND,
    raw: NDArray[np.float64] | None = None,
) -> TreeScores:
    """Return weights and unscaled scores at every node from comparable values (…, regions, indicators).

    `raw` are the values before normalisation, for the weightings that ask for them.
    """
    raw = x if raw is None else raw
    settings = plan.steps["weigh"].options
    base = settings["base"]
    shared = values_of_base(x, base, background, "weigh")
    of_raw = values_of_base(raw, base, background, "weigh")
    offer = GroupOffer(
        plan,
        background_of_base(background, base, "weigh"),
        x if shared is None else shared,
        raw if of_raw is None else of_raw,
    )
    aggregate = partial(_aggregate_group, plan, background)
    weigh = partial(_weigh_group, offer)
    if settings["levels"] == "nested" and shared is None:
        return score_tree(x, plan.tree, weigh, aggregate)
    if settings["levels"] == "nested":
        weights = score_tree(offer.x, plan.tree, weigh, aggregate).weights
    else:
        weights = weights_from_leaves(_weigh_indicators(offer), plan.tree)
    return score_tree(x, plan.tree, fixed_weights(weights, plan.tree), aggregate)


def score_with_weights(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    plan: Plan,
    background: Background = NO_BACKGROUND,
) -> TreeScores:
    """Return unscaled scores at every node from comparable values and weights (…, nodes) that are given.

    `x` is (…, regions, indicators); its batch axes broadcast with those of the weights.
    """
    batch = np.broadcast_shapes(x.shape[:-2], weights.shape[:-1])
    values = np.broadcast_to(x, (*batch, *x.shape[-2:]))
    given = fixed_weights(weights, plan.tree)
    return score_tree(values, plan.tree, given, partial(_aggregate_group, plan, background))


def _changes(
    values: NDArray[np.float64], plan: Plan, scored: LevelScores, background: Background
) -> ScoreChanges | None:
    """Return why the index changed from year to year; `values` are prepared ones."""

    def normalised(place: int | None) -> NDArray[np.float64]:
        if place is None:
            return scored.normalised
        chosen = plan.steps["normalise"]
        of_year = replace(chosen, options={**chosen.options, "base": background.years[place]})
        return normalise_values(values, replace(plan, steps={**plan.steps, "normalise": of_year}), background)

    unscaled = scored.scores / plan.steps["aggregate"].options["scale"]
    found = TreeScores(unscaled, scored.weights, scored.effective)
    return changes_of(plan, found, normalised, background)


def _weigh_group(offer: GroupOffer, node: int, columns: NDArray[np.float64]) -> NDArray[np.float64]:
    plan = offer.plan
    try:
        chosen = plan.chosen("weigh", node)
        offered = offer.of_group(plan.tree.children[node], chosen.method.inputs)
        weights: NDArray[np.float64] = chosen.run(columns, **offered)
    except MethodError as error:
        raise _in_group(error, plan, node) from error
    return weights


def _weigh_indicators(offer: GroupOffer) -> NDArray[np.float64]:
    try:
        chosen = offer.plan.steps["weigh"]
        offered = offer.of_group(offer.plan.tree.leaves, chosen.method.inputs)
        weights: NDArray[np.float64] = chosen.run(offer.x, **offered)
    except MethodError as error:
        raise placed(error, "the group of all indicators") from error
    return weights


def _aggregate_group(
    plan: Plan, background: Background, node: int, columns: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    chosen = plan.chosen("aggregate", node)
    offers = aggregator_offers(plan, background, node, chosen.method.inputs)
    if not chosen.weights_matter and same_for_all_draws(columns, weights):
        columns, weights = columns[:1], weights[:1]
    try:
        scores: NDArray[np.float64] = chosen.run(columns, weights=weights, **offers)
    except MethodError as error:
        raise _in_group(error, plan, node) from error
    threshold = plan.steps["aggregate"].options["data_threshold"]
    if threshold:
        known = np.mean(~np.isnan(columns), axis=-1)
        scores = np.where(known >= threshold, scores, np.nan)
    return scores


def _in_group(error: MethodError, plan: Plan, node: int) -> MethodError:
    """Return the error with the group that it is of, and the name of the column that it speaks of."""
    members = [plan.tree.ids[child] for child in plan.tree.children[node]]
    error.where = with_names(error.where, members, "column")
    return placed(error, f"the group below '{plan.tree.ids[node]}' ({', '.join(members)})")
