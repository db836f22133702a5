"""The plan: a framework and a recipe, checked and compiled once, to score any number of panels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zhishu.errors import EditionError, nearest
from zhishu.framework import Framework
from zhishu.option_tables import names_file, read_table
from zhishu.prepare.columns import ByColumn, on_columns
from zhishu.prepare.directions import directions_of, select_directions
from zhishu.recipe import Step
from zhishu.registry import Chosen, default_method, resolve, step_kind
from zhishu.score.base_years import check_base
from zhishu.score.tree import compile_tree
from zhishu.step_kinds import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from zhishu.prepare.directions import Directions
    from zhishu.recipe import Recipe
    from zhishu.score.tree import Tree


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What scoring needs of an edition: the tree, the directions and the settled steps.

    `preparation` are the steps before normalisation, in the recipe's order. `steps` maps every
    other kind of step to its method, `by_node` a kind (weigh, aggregate) and the position of a node
    to the method of that node's group, where it differs; `normalise` does so by indicator.
    """

    framework: Framework
    tree: Tree
    indicators: tuple[str, ...]
    directions: Directions
    steps: Mapping[str, Chosen]
    by_node: Mapping[str, Mapping[int, Chosen]]
    normalise: ByColumn
    preparation: tuple[ByColumn, ...] = ()

    def chosen(self, kind: str, node: int) -> Chosen:
        """Return the method of a kind for the group of one node's children."""
        return self.by_node.get(kind, {}).get(node, self.steps[kind])

    def groups_scored_by(self, method: str) -> list[int]:
        """Return the nodes whose children are aggregated by one method, in the order of the tree."""
        return [
            node for node in sorted(self.tree.groups) if self.chosen("aggregate", node).method.id == method
        ]


def compile_plan(framework: Framework, recipe: Recipe, folder: Path | None = None) -> Plan:
    """Return the Plan of a framework and a recipe; tables that options name are read from `folder`.

    Raises EditionError for steps that are unknown, missing, doubled or out of order and for options
    that are unknown or not allowed; MethodError for an unknown method, or a base that leaves open
    what is compared.
    """
    _check_order(recipe.steps)
    compiler = _Compiler(framework, folder)
    preparing = [step for step in recipe.steps if step_kind(step.step).prepares]
    scoring = [step for step in recipe.steps if not step_kind(step.step).prepares]
    steps = {step.step: compiler.settle(step) for step in scoring}
    by_node = {kind: compiler.by_group(kind, chosen) for kind, chosen in steps.items()}
    if steps["weigh"].options["levels"] == "flat" and by_node["weigh"]:
        raise EditionError(
            "`by_node` and `by_depth` need `levels: nested`",
            where="recipe, step weigh",
            seen="levels: flat",
            advice="flat weights form one group of all indicators, which has no nodes to differ at",
        )
    normalise = compiler.by_column(next(step for step in scoring if step.step == "normalise"))
    check_base(normalise, steps["normalise"].options["base"])
    return Plan(
        framework,
        compile_tree(framework),
        framework.indicators,
        directions_of(framework),
        steps,
        by_node,
        normalise,
        tuple(compiler.by_column(step) for step in preparing),
    )


def reduce_plan(plan: Plan, columns: Sequence[int]) -> Plan:
    """Return the Plan without the indicators that are not among `columns`, nor the groups this empties.

    Options by indicator and by node stay with those that remain.
    """
    if len(columns) == len(plan.indicators):
        return plan
    keep = {plan.indicators[column] for column in columns}
    framework = _pruned(plan.framework, keep)
    by_node = {
        kind: {
            framework.ids.index(plan.tree.ids[node]): chosen
            for node, chosen in own.items()
            if plan.tree.ids[node] in framework.ids
        }
        for kind, own in plan.by_node.items()
    }
    return Plan(
        framework,
        compile_tree(framework),
        framework.indicators,
        select_directions(plan.directions, columns),
        {kind: on_columns(chosen, columns) for kind, chosen in plan.steps.items()},
        by_node,
        plan.normalise.on(columns),
        tuple(step.on(columns) for step in plan.preparation),
    )


def _pruned(framework: Framework, indicators: set[str]) -> Framework:
    keep = {node.id for node in framework if not node.is_indicator or node.id in indicators}
    for node in framework.groups_bottom_up:
        if not keep.intersection(node.children):
            keep.discard(node.id)
    return Framework(
        tuple(
            replace(node, children=tuple(child for child in node.children if child in keep))
            for node in framework
            if node.id in keep
        )
    )


def _check_order(steps: Sequence[Step]) -> None:
    """Check the order: first the steps that prepare, in any order, then each required one once."""
    kinds = [step.step for step in steps]
    for kind in kinds:
        step_kind(kind)
    written = ", ".join(kinds) or "no steps"
    order = [kind for kind in STEPS if not STEPS[kind].prepares]
    scoring = [kind for kind in kinds if kind in order]
    for kind in order:
        if kinds.count(kind) > 1:
            raise EditionError(
                f"the step '{kind}' stands twice", where="recipe", seen=written, allowed="each step once"
            )
        if STEPS[kind].required and kind not in kinds:
            raise EditionError(
                f"the step '{kind}' is missing", where="recipe", seen=written, allowed=", ".join(STEPS)
            )
    preparing = [kind for kind in kinds if STEPS[kind].prepares]
    if kinds != [*preparing, *sorted(scoring, key=order.index)]:
        raise EditionError(
            "the steps are out of order", where="recipe", seen=written, allowed=", ".join(STEPS)
        )


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Settles the steps of a recipe for one framework and one folder."""

    framework: Framework
    folder: Path | None

    def settle(self, step: Step) -> Chosen:
        """Return the step's method, its tables read and its options by indicator put in order."""
        chosen = resolve(step)
        where = f"recipe, step {step.step}, method {step.method}"
        options = dict(chosen.options)
        for name, option in chosen.method.options.items():
            if option.table is not None and names_file(options[name]):
                options[name] = read_table(self.folder, options[name], option.table, f"{where}, {name}")
                resolve(Step(step.step, step.method, {name: options[name]}))
            if option.by_indicator and isinstance(options[name], tuple):
                options[name] = list(options[name])  # a tuple has one entry per indicator: this is for all
            if option.by_indicator and isinstance(options[name], dict):
                indicators = self.framework.indicators
                check_names(options[name], indicators, "indicator", f"recipe, step {step.step}, {name}")
                options[name] = tuple(options[name].get(indicator) for indicator in indicators)
            if option.by_column and isinstance(options[name], dict):
                columns = [node.id for node in self.framework if node.parent is not None]
                check_names(options[name], columns, "column", f"{where}, {name}")
            if option.methods:
                options[name] = tuple(
                    self._settings(step.step, settings, f"{where}, {name}") for settings in options[name]
                )
        return replace(chosen, options=options)

    def _settings(self, kind: str, settings: Mapping[str, Any], where: str) -> dict[str, Any]:
        """Return one entry of a list of methods with its own options checked and its tables read."""
        own = self._own(kind, settings, where)
        return {"method": own.method.id, **{name: own.options[name] for name in own.method.parameters}}

    def by_column(self, step: Step) -> ByColumn:
        """Return the step with the methods of the indicators that have one of their own."""
        chosen = self.settle(step)
        declared: Mapping[str, Mapping[str, Any]] = chosen.options.get("by_indicator") or {}
        indicators = self.framework.indicators
        where = f"recipe, step {step.step}, by_indicator"
        check_names(declared, indicators, "indicator", where)
        own = {
            indicators.index(name): self._own(step.step, settings, f"{where}, {name}")
            for name, settings in declared.items()
        }
        return ByColumn(chosen, own)

    def by_group(self, kind: str, chosen: Chosen) -> dict[int, Chosen]:
        """Return the method of each group that has one of its own, by the position of its node."""
        groups = [node.id for node in self.framework if not node.is_indicator]
        named: Mapping[str, Mapping[str, Any]] = chosen.options.get("by_node") or {}
        check_names(named, groups, "node with children", f"recipe, step {kind}, by_node")
        layers: Sequence[Mapping[str, Any] | None] = chosen.options.get("by_depth") or ()
        if not named and not layers:
            return {}
        deepest = max(self.framework.depth(node) for node in groups)
        if len(layers) > deepest + 1:
            raise EditionError(
                "`by_depth` has more entries than the framework has levels of groups",
                where=f"recipe, step {kind}, by_depth",
                seen=f"{len(layers)} entries",
                allowed=f"at most {deepest + 1}",
            )
        declared = {
            node: settings
            for node in groups
            if self.framework.depth(node) < len(layers)
            and (settings := layers[self.framework.depth(node)]) is not None
        }
        return {
            self.framework.ids.index(node): self._own(kind, settings, f"recipe, step {kind}, {node}")
            for node, settings in {**declared, **named}.items()
        }

    def _own(self, kind: str, settings: Mapping[str, Any], where: str) -> Chosen:
        """Return the method for a part of the step; only what is the method's own may differ there."""
        options = {name: value for name, value in settings.items() if name != "method"}
        step = Step(kind, settings.get("method", default_method(kind)), options)
        check_names(options, tuple(resolve(replace(step, options={})).method.parameters), "option", where)
        return self.settle(step)


def check_names(names: Mapping[str, Any], known: Sequence[str], what: str, where: str) -> None:
    """Raise an EditionError for the first name that is not known, with the nearest that is."""
    for name in names:
        if name not in known:
            close = nearest(name, known)
            raise EditionError(
                f"there is no {what} '{name}'",
                where=where,
                seen=name,
                allowed=", ".join(known) or "none",
                advice=f"did you mean '{close}'?" if close else None,
            )
