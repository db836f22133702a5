"""The registry of methods: every normaliser, weighting, aggregator … with its citation and limits.

A method is one pure function over arrays plus one line in its folder's table (`prepare/methods.py`,
`weigh/methods.py`, `score/methods.py`). The registry gathers those tables; the command line, the
documentation, the schema of edition.yaml, the pipeline and the tests all read it and know no method
by name. To add a method: write the function, write the line; to add a kind of step: one line in
`zhishu.step_kinds`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from zhishu.errors import EditionError, MethodError, nearest
from zhishu.framework import Text
from zhishu.method_names import advice_for
from zhishu.step_kinds import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zhishu.recipe import Step
    from zhishu.step_kinds import Option, StepKind

DEGENERATE_SIX = ("nan", "constant", "zero", "negative", "tie", "single_region")
RAISES = "error: "
"""How the text of a degenerate case begins when the method refuses it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example that can be run: `function(*arguments, **options)` gives `result`."""

    arguments: tuple[Any, ...]
    result: Any
    options: Mapping[str, Any] = field(default_factory=dict)


def always(_options: Mapping[str, Any]) -> bool:
    """Return True, whatever the options are."""
    return True


def never(_options: Mapping[str, Any]) -> bool:
    """Return False, whatever the options are."""
    return False


@dataclass(frozen=True, slots=True)
class Method:
    """One registered method: the function, and all that people must know before they choose it.

    `function` takes the data array first (batch axes, regions, columns), then the `inputs` that it
    names and its `parameters` as keywords. `degenerate` says what happens in each of the six
    degenerate cases; a text that begins with "error: " promises one clear error, any other promises
    numbers. `note` must stand wherever the method's name is printed. A `formula` without words of any
    language is one text for both. `weights_matter` says of an aggregator's options whether it makes a
    difference how much a column weighs, and not only whether it weighs anything.
    """

    kind: str
    id: str
    name: Text
    citation: str
    formula: str | Text
    needs: str
    range: str
    degenerate: Mapping[str, str]
    function: Callable[..., Any]
    example: Example
    inputs: tuple[str, ...] = ()
    parameters: Mapping[str, Option] = field(default_factory=dict)
    note: Text | None = None
    weights_matter: Callable[[Mapping[str, Any]], bool] = always

    @property
    def said(self) -> Text:
        """The formula in both languages."""
        return Text(self.formula, self.formula) if isinstance(self.formula, str) else self.formula

    @property
    def options(self) -> Mapping[str, Option]:
        """Every option that may stand in the recipe: the step's own, then the method's."""
        return {**STEPS[self.kind].options, **self.parameters}

    @property
    def draws(self) -> bool:
        """Whether the method draws random numbers, so that the step's `seed` says anything."""
        return "generator" in self.inputs

    def refuses(self, case: str) -> bool:
        """Whether the method raises an error in that degenerate case."""
        return self.degenerate[case].startswith(RAISES)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A method with every option settled: what one step of a recipe comes to."""

    method: Method
    options: Mapping[str, Any]

    @property
    def weights_matter(self) -> bool:
        """Whether it makes a difference how much a column weighs, if it weighs anything."""
        return self.method.weights_matter(self.options)

    @property
    def note(self) -> Text | None:
        """What must stand wherever the method's name is printed, with the parameters that were used."""
        if self.method.note is None:
            return None
        used = ", ".join(f"{name}: {self.options[name]}" for name in self.method.parameters)
        note = self.method.note
        return Text(f"{note.zh}（{used}）", f"{note.en} ({used})") if used else note

    def run(self, x: Any, **offered: Any) -> Any:  # noqa: ANN401 - arrays in, arrays out; kinds differ
        """Return what the method makes of `x`; it receives those of the `offered` inputs it names.

        An input that is named but not offered is left to the function's own default. A number beyond
        what a double holds is a MethodError, never an infinity.
        """
        from numpy import errstate  # noqa: PLC0415 - a list of methods needs no arrays

        inputs = {name: offered[name] for name in self.method.inputs if name in offered}
        settings = {name: self.options[name] for name in self.method.parameters}
        try:
            with errstate(over="raise"):
                return self.method.function(x, **inputs, **settings)
        except FloatingPointError as error:
            raise MethodError(
                f"'{self.method.id}' meets numbers that are too large",
                seen="a square, product or sum that is infinite",
                allowed="values well below 1e150",
                advice="use a larger unit, or normalise first",
            ) from error


def methods(kind: str | None = None) -> tuple[Method, ...]:
    """Return every registered method, or those of one kind, in the order of the flow."""
    kinds = STEPS if kind is None else {kind: step_kind(kind)}
    return tuple(method for name in kinds for method in _table(name).values())


def method(kind: str, name: str) -> Method:
    """Return one method; an unknown name raises a MethodError with the nearest one and the list."""
    table = _table(kind)
    if name not in table:
        raise MethodError(
            f"there is no method '{name}' for the step '{kind}'", seen=name, **_known_methods(name, table)
        )
    return table[name]


def default_method(kind: str) -> str:
    """Return the id of the method that a step uses when it names none.

    >>> default_method("weigh")
    'improved_vector'
    """
    return step_kind(kind).default


def step_kind(kind: str) -> StepKind:
    """Return the StepKind of that name; an unknown one raises an EditionError."""
    if kind not in STEPS:
        raise EditionError(f"there is no step '{kind}'", where="recipe", seen=kind, **_known(kind, STEPS))
    return STEPS[kind]


def resolve(step: Step) -> Chosen:
    """Return the method of a recipe's step with all its options, defaults filled in and checked.

    Raises EditionError for an unknown step or option or a value that is not allowed, MethodError
    for an unknown method.
    """
    step_kind(step.step)
    found = method(step.step, step.method)
    where = f"recipe, step {step.step}, method {step.method}"
    for name, value in step.options.items():
        if name not in found.options:
            raise EditionError(
                f"unknown option '{name}'", where=where, seen=name, **_known(name, found.options)
            )
        if not found.options[name].accepts(value):
            inside, seen, allowed = found.options[name].fault(value)
            raise EditionError(
                f"option '{name}' has a value that is not allowed",
                where=", ".join([where, *([name] if inside else []), *inside]),
                seen=seen,
                allowed=allowed if isinstance(allowed, str) else ", ".join(map(str, allowed)),
            )
    defaults = {name: option.default for name, option in found.options.items()}
    return Chosen(found, {**defaults, **step.options})


def _table(kind: str) -> Mapping[str, Method]:
    """Import the table of one kind only when it is asked for: the command line must start fast."""
    entry = step_kind(kind)
    table: Mapping[str, Method] = getattr(import_module(entry.module), entry.table)
    return table


def _known_methods(name: str, table: Mapping[str, Method]) -> dict[str, str | None]:
    return {"allowed": ", ".join(table), "advice": advice_for(name, tuple(table.values()))}


def _known(name: str, known: Mapping[str, Any]) -> dict[str, str | None]:
    close = nearest(name, known)
    return {"allowed": ", ".join(known) or "none", "advice": f"did you mean '{close}'?" if close else None}
