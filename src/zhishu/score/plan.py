"""The plan: a framework and a recipe, checked and compiled once, to score any number of panels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zhishu.errors import EditionError, nearest
from zhishu.prepare.directions import directions_of
from zhishu.recipe import Step
from zhishu.registry import STEPS, Chosen, default_method, resolve, step_kind
from zhishu.score.tree import compile_tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhishu.framework import Framework
    from zhishu.prepare.directions import Directions
    from zhishu.recipe import Recipe
    from zhishu.score.tree import Tree


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What scoring needs of an edition: the tree, the directions and the settled steps.

    `steps` maps a kind of step to its method; `by_node` maps a kind (weigh, aggregate) and the
    position of a node to the method of that node's group, where it differs.
    """

    tree: Tree
    indicators: tuple[str, ...]
    directions: Directions
    steps: Mapping[str, Chosen]
    by_node: Mapping[str, Mapping[int, Chosen]]

    def chosen(self, kind: str, node: int) -> Chosen:
        """Return the method of a kind for the group of one node's children."""
        return self.by_node.get(kind, {}).get(node, self.steps[kind])


def compile_plan(framework: Framework, recipe: Recipe) -> Plan:
    """Return the Plan of a framework and a recipe.

    Raises EditionError for steps that are unknown, missing, doubled or out of order and for options
    that are unknown or not allowed; MethodError for an unknown method.
    """
    _check_order(recipe.steps)
    tree = compile_tree(framework)
    steps = {step.step: _align(resolve(step), framework.indicators) for step in recipe.steps}
    by_node = {kind: _by_node(kind, chosen, framework, tree) for kind, chosen in steps.items()}
    if steps["weigh"].options["levels"] == "flat" and by_node["weigh"]:
        raise EditionError(
            "`by_node` needs `levels: nested`",
            where="recipe, step weigh",
            seen="levels: flat",
            advice="flat weights form one group of all indicators, which has no nodes to differ at",
        )
    return Plan(tree, framework.indicators, directions_of(framework), steps, by_node)


def _check_order(steps: Sequence[Step]) -> None:
    """Check that every required step stands once, and all in the one order that makes sense."""
    order = list(STEPS)
    kinds = [step.step for step in steps]
    for kind in kinds:
        step_kind(kind)
    written = ", ".join(kinds) or "no steps"
    for kind in order:
        if kinds.count(kind) > 1:
            raise EditionError(
                f"the step '{kind}' stands twice", where="recipe", seen=written, allowed="each step once"
            )
        if STEPS[kind].required and kind not in kinds:
            raise EditionError(
                f"the step '{kind}' is missing", where="recipe", seen=written, allowed=", ".join(order)
            )
    if kinds != sorted(kinds, key=order.index):
        raise EditionError(
            "the steps are out of order", where="recipe", seen=written, allowed=", ".join(order)
        )


def _align(chosen: Chosen, indicators: tuple[str, ...]) -> Chosen:
    """Turn options written by indicator id into tuples in the order of the indicators."""
    options = dict(chosen.options)
    for name, option in chosen.method.options.items():
        if option.by_indicator and options[name] is not None:
            where = f"recipe, step {chosen.method.kind}, {name}"
            _check_names(options[name], indicators, "indicator", where)
            options[name] = tuple(options[name].get(indicator) for indicator in indicators)
    return replace(chosen, options=options)


def _by_node(kind: str, chosen: Chosen, framework: Framework, tree: Tree) -> dict[int, Chosen]:
    """Return the method of each node that has one of its own."""
    declared: Mapping[str, Mapping[str, Any]] = chosen.options.get("by_node") or {}
    with_children = [tree.ids[node] for node in reversed(tree.groups)]
    _check_names(declared, with_children, "node with children", f"recipe, step {kind}, by_node")
    found = {}
    for node, settings in declared.items():
        options = {name: value for name, value in settings.items() if name != "method"}
        _check_names(options, _own_options(kind, settings), "option", f"recipe, step {kind}, by_node, {node}")
        step = Step(kind, settings.get("method", default_method(kind)), options)
        found[framework.ids.index(node)] = _align(resolve(step), framework.indicators)
    return found


def _own_options(kind: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the options that may differ by node: the method's, not those of the whole step."""
    step = Step(kind, settings.get("method", default_method(kind)))
    return tuple(resolve(step).method.parameters)


def _check_names(names: Mapping[str, Any], known: Sequence[str], what: str, where: str) -> None:
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
