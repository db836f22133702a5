"""The method sheet: every step of the recipe with its method's name, formula, source and options."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.method_words import STEP_NAMES
from zhishu.publish.figure import Column, Data, Table
from zhishu.publish.kinds import kind
from zhishu.publish.method import weighting_note
from zhishu.recipe import Step
from zhishu.registry import default_method, resolve
from zhishu.step_kinds import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zhishu.framework import Framework
    from zhishu.publish.findings import Findings
    from zhishu.recipe import Recipe
    from zhishu.registry import Chosen

LONGEST = 60
"""Options that are longer in print are shown by their size."""
MOST_NAMES = 6
"""Groups of a level that are named one by one."""


@kind("table", "method", Text("方法说明", "Method sheet"))
def method(findings: Findings) -> Table:
    """Return the steps in the order in which they run, those that the recipe leaves to a default too.

    Below a step stand the methods of the indicators and groups that have one of their own.
    """
    recipe = findings.edition.recipe
    columns = (
        Column("step", Text("步骤", "Step")),
        Column("method", Text("方法", "Method")),
        Column("formula", Text("公式", "Formula")),
        Column("options", Text("选项", "Options")),
        Column("citation", Text("文献", "Source")),
    )
    levels = {level.id: level.name for level in findings.edition.levels}
    chosen = list(_with_parts(recipe, findings.edition.framework, levels))
    rows = tuple(
        (
            label,
            found.method.name,
            found.method.said,
            _options(found, findings.edition.years),
            found.method.citation,
        )
        for label, found in chosen
    )
    return Table(
        id="method-sheet",
        number="",
        title=Text("计算方法各步骤", "The method, step by step"),
        data=Data(columns, rows),
        note=_notes(recipe, [found for _, found in chosen if found.method.kind != "weigh"]),
    )


def _with_parts(
    recipe: Recipe, framework: Framework, levels: Mapping[str, Text]
) -> Iterator[tuple[Text, Chosen]]:
    """Yield what runs at each step with its name, then what runs at single indicators, groups and levels.

    Those of one step with the same method and options share a line.
    """
    for step in steps_run(recipe):
        label = STEP_NAMES.get(step.step, Text(step.step, step.step))
        yield label, resolve(step)
        parts: list[tuple[Step, list[Text]]] = []
        for name, own in (
            *_layers(step, framework),
            *_parts(step, framework),
            *((levels[level], step.at_level(level)) for level in step.by_level),
        ):
            if own not in [known for known, _ in parts]:
                parts.append((own, []))
            next(names for known, names in parts if known == own).append(name)
        for own, names in parts:
            zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
            found = resolve(own)
            options = {name: found.options[name] for name in found.method.parameters}
            yield Text(f"{label.zh}（{zh}）", f"{label.en} ({en})"), replace(found, options=options)


def _parts(step: Step, framework: Framework) -> Iterator[tuple[Text, Step]]:
    """Yield the names of indicators and nodes that have a method of their own, each with it as a step."""
    for table in ("by_indicator", "by_node"):
        for node, settings in (step.options.get(table) or {}).items():
            yield _name(node, framework), _own(step, settings)


def _layers(step: Step, framework: Framework) -> Iterator[tuple[Text, Step]]:
    """Yield the names of the groups whose level of the framework has a method of its own, each with it.

    Groups that have one by their name are left to it; where a level has many its depth stands for all.
    """
    named = step.options.get("by_node") or {}
    for depth, settings in enumerate(step.options.get("by_depth") or ()):
        if settings is None:
            continue
        groups = [node.id for node in framework if not node.is_indicator and node.id not in named]
        names = [_name(node, framework) for node in groups if framework.depth(node) == depth]
        if len(names) > MOST_NAMES:
            names = [Text(f"第 {depth} 层 {len(names)} 组", f"{len(names)} groups at depth {depth}")]
        yield from ((name, _own(step, settings)) for name in names)


def _name(node: str, framework: Framework) -> Text:
    return framework[node].name if node in framework.ids else Text(node, node)


def _own(step: Step, settings: Mapping[str, Any]) -> Step:
    options = {name: value for name, value in settings.items() if name != "method"}
    return Step(step.step, settings.get("method", default_method(step.step)), options)


def steps_run(recipe: Recipe) -> Iterator[Step]:
    """Yield the steps that run: the recipe's, and the default of each that is required and not named.

    >>> from zhishu.recipe import Recipe, Step
    >>> [step.step for step in steps_run(Recipe((Step("weigh", "equal"),)))]
    ['normalise', 'weigh', 'aggregate', 'rank']
    """
    yield from (step for step in recipe.steps if STEPS[step.step].prepares)
    for name, entry in STEPS.items():
        if entry.prepares:
            continue
        named = recipe.every(name)
        yield from named
        if not named and entry.required:
            yield Step(name, default_method(name))


def _options(found: Chosen, years: Sequence[int]) -> str:
    """Return the options as they are written in a recipe; those without a value or an effect are left out.

    A base year that is not named is the first of the `years`, and said.
    """
    first = {"base_year": min(years)} if years and found.options.get("base_year", 0) is None else {}
    said = [
        f"{name}: {_value(value)}"
        for name, value in {**found.options, **first}.items()
        if value not in (None, (), "") and _counts(found, name)
    ]
    return "; ".join(said)


def _counts(found: Chosen, name: str) -> bool:
    """Return whether an option has an effect: a seed where there are draws, a base where it is asked for."""
    if name == "seed":
        return bool(found.options[name]) or found.method.draws
    alone = found.method.kind == "normalise" and not found.options.get("by_indicator")
    return not (name == "base" and alone and "basis" not in found.method.inputs)


def _value(value: Any) -> str:  # noqa: ANN401 - whatever an option holds
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        value = "[" + ", ".join(_value(item) for item in value) + "]"
    elif isinstance(value, dict):
        value = "{" + ", ".join(f"{key}: {_value(item)}" for key, item in value.items()) + "}"
    said = str(value)
    return said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip() + "…"


def _notes(recipe: Recipe, others: list[Chosen]) -> Text | None:
    """Return the notes that must stand wherever the methods' names do."""
    notes = [note for note in (weighting_note(recipe), *(found.note for found in others)) if note]
    if not notes:
        return None
    return Text("".join(note.zh for note in notes), " ".join(note.en for note in notes))
