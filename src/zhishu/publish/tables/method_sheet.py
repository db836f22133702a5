"""The method sheet: every step of the recipe with its method's name, formula, source and options."""

from __future__ import annotations

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
    from collections.abc import Iterator, Sequence

    from zhishu.publish.findings import Findings
    from zhishu.recipe import Recipe
    from zhishu.registry import Chosen

LONGEST = 60
"""Options that are longer in print are shown by their size."""


@kind("table", "method", Text("方法说明", "Method sheet"))
def method(findings: Findings) -> Table:
    """Return the steps in the order in which they run, those that the recipe leaves to a default too."""
    recipe = findings.edition.recipe
    columns = (
        Column("step", Text("步骤", "Step")),
        Column("method", Text("方法", "Method")),
        Column("formula", Text("公式", "Formula")),
        Column("options", Text("选项", "Options")),
        Column("citation", Text("文献", "Source")),
    )
    chosen = [(step, resolve(step)) for step in steps_run(recipe)]
    rows = tuple(
        (
            STEP_NAMES.get(step.step, Text(step.step, step.step)),
            found.method.name,
            found.method.said,
            _options(found, findings.edition.years),
            found.method.citation,
        )
        for step, found in chosen
    )
    return Table(
        id="method-sheet",
        number="",
        title=Text("计算方法各步骤", "The method, step by step"),
        data=Data(columns, rows),
        note=_notes(recipe, [found for step, found in chosen if step.step != "weigh"]),
    )


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
