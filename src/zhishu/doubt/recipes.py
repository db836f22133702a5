"""The recipes behind the draws: the edition's own, and one for every mix of alternatives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhishu.doubt.design import Factor
from zhishu.doubt.uncertain import ALTERNATIVES
from zhishu.recipe import Recipe, Step
from zhishu.registry import resolve, step_kind
from zhishu.step_kinds import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.doubt.uncertain import Uncertain
    from zhishu.framework import Framework

Alternatives = tuple[Step | None, ...]


def alternatives_of(uncertain: Uncertain, recipe: Recipe) -> dict[str, Alternatives]:
    """Return the alternatives of every step that varies, the recipe's own first.

    An alternative takes over what the recipe's step says for the step as a whole (scale, base,
    missing values …) unless it says otherwise itself. None stands for leaving the step out. The
    recipe's own is added where the edition does not list it, and stands first in any case; among
    random imputations it has no place.
    """
    found = {}
    for kind, declared in uncertain.steps.items():
        own = recipe.first(kind)
        whole_step = {} if own is None else _whole_step(own)
        listed: list[Step | None] = [own]
        for step in declared:
            full = None if step is None else replace(step, options={**whole_step, **step.options})
            if not any(_same(full, other) for other in listed):
                listed.append(full)
        if len(listed) > 1:
            found[kind] = tuple(listed)
    if uncertain.imputations:
        found["impute"] = _imputations(uncertain, recipe)
    return found


def _imputations(uncertain: Uncertain, recipe: Recipe) -> Alternatives:
    """Return one step of chained equations for every random imputation, each with a seed of its own."""
    own = recipe.first("impute")
    whole_step = {} if own is None else _whole_step(own)
    first = uncertain.seed * uncertain.imputations
    return tuple(
        Step("impute", "chained", {**whole_step, "draws": 1, "seed": first + number})
        for number in range(uncertain.imputations)
    )


def step_factors(
    alternatives: Mapping[str, Alternatives], framework: Framework, *, by_depth: bool
) -> list[Factor]:
    """Return the categorical factors of the steps; aggregate has one for each depth with `by_depth`."""
    factors = []
    for kind in ALTERNATIVES:
        if kind in alternatives:
            labels = tuple(label_of(step) for step in alternatives[kind])
            if len(set(labels)) < len(labels):
                labels = tuple(f"{label} {number}" for number, label in enumerate(labels, 1))
            names = [kind]
            if kind == "aggregate" and by_depth:
                names = [f"aggregate {depth}" for depth in range(_depths(framework))]
            factors += [Factor(name, choices=labels) for name in names]
    return factors


def label_of(step: Step | None) -> str:
    """Return what a table calls an alternative: the method and its own options.

    >>> label_of(Step("normalise", "minmax", {"to": [1, 100]}))
    'minmax to=[1, 100]'
    """
    if step is None:
        return "nothing"
    own = [f"{key}={value}" for key, value in step.options.items() if key not in step_kind(step.step).options]
    return " ".join([step.method, *own])


def recipe_of(recipe: Recipe, alternatives: Mapping[str, Alternatives], picks: Mapping[str, int]) -> Recipe:
    """Return the recipe in which every step that varies is the one picked."""
    by_kind = {kind: steps[picks[kind]] for kind, steps in alternatives.items() if kind in picks}
    layers = [
        alternatives["aggregate"][picks[name]]
        for name in sorted(
            (name for name in picks if name.startswith("aggregate ")), key=lambda name: int(name.split()[1])
        )
    ]
    steps = [by_kind.get(step.step, step) for step in recipe.steps]
    present = {step.step for step in recipe.steps}
    added = [step for kind, step in by_kind.items() if kind not in present and step is not None]
    kept = [step for step in (*added, *steps) if step is not None]
    return Recipe(tuple(_by_depth(step, layers) for step in kept))


def _by_depth(step: Step, layers: list[Step | None]) -> Step:
    if step.step != "aggregate" or not layers:
        return step
    own = [
        {
            "method": layer.method,
            **{key: value for key, value in layer.options.items() if key not in STEPS["aggregate"].options},
        }
        for layer in layers
        if layer is not None
    ]
    return replace(step, options={**step.options, "by_depth": own})


def _whole_step(step: Step) -> dict[str, object]:
    return {key: value for key, value in step.options.items() if key in step_kind(step.step).options}


def _same(one: Step | None, other: Step | None) -> bool:
    if one is None or other is None:
        return one is other
    left, right = resolve(one), resolve(other)
    return left.method.id == right.method.id and _plain(left.options) == _plain(right.options)


def _plain(options: Mapping[str, object]) -> dict[str, object]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in options.items()}


def _depths(framework: Framework) -> int:
    return 1 + max(framework.depth(node.id) for node in framework if not node.is_indicator)
