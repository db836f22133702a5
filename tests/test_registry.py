"""The registry: every line complete, every example true, every miss answered."""

from __future__ import annotations

import inspect
import re

import numpy as np
import pytest

from zhishu.errors import EditionError, MethodError
from zhishu.recipe import Step
from zhishu.registry import DEGENERATE_SIX, Method, default_method, method, methods, resolve, step_kind
from zhishu.schema_words import describe
from zhishu.step_kinds import STEPS, Option

EVERY_METHOD = pytest.mark.parametrize("entry", methods(), ids=lambda entry: f"{entry.kind}-{entry.id}")


@EVERY_METHOD
def test_every_line_is_complete(entry: Method) -> None:
    """Names in both languages, citation, formula, needs, range and all six degenerate cases."""
    assert entry.name.zh
    assert entry.name.en
    assert all((entry.citation, entry.formula, entry.needs, entry.range))
    assert tuple(entry.degenerate) == DEGENERATE_SIX
    assert all(entry.degenerate.values())
    assert entry.function.__doc__


@EVERY_METHOD
def test_every_worked_example_is_true(entry: Method) -> None:
    """The function gives the result that the line states."""
    found = entry.function(*entry.example.arguments, **entry.example.options)
    assert np.asarray(found) == pytest.approx(np.asarray(entry.example.result), abs=1e-9, nan_ok=True)


@EVERY_METHOD
def test_every_function_takes_what_its_line_declares(entry: Method) -> None:
    """Inputs and parameters are the function's arguments after the data, and the defaults agree."""
    arguments = list(inspect.signature(entry.function).parameters.values())[1:]
    assert {argument.name for argument in arguments} == {*entry.inputs, *entry.parameters}
    for name, option in entry.parameters.items():
        assert inspect.signature(entry.function).parameters[name].default == option.default


@EVERY_METHOD
def test_every_default_is_allowed(entry: Method) -> None:
    """A recipe that writes the defaults out is valid, options that must be given aside."""
    for name, option in entry.options.items():
        assert option.accepts(option.default) != (option.default == ()), name
        assert option.description
        assert option.allowed


@EVERY_METHOD
def test_ids_are_the_keys_of_the_tables(entry: Method) -> None:
    """A method is found under its own name."""
    assert method(entry.kind, entry.id) is entry


def test_every_default_method_exists() -> None:
    """A step that names no method gets a registered one."""
    for kind in STEPS:
        assert method(kind, default_method(kind)).kind == kind


def test_improved_vector_carries_its_note_with_the_reading() -> None:
    """Wherever the name is printed, the open formula and the reading used stand beside it."""
    note = resolve(Step("weigh", "improved_vector", {"reading": "angle"})).note
    assert note is not None
    assert "open" in note.en
    assert "reading: angle" in note.en
    assert "reading: angle" in note.zh


def test_a_method_without_a_note_has_none() -> None:
    """Equal weights need no caution."""
    assert resolve(Step("weigh", "equal")).note is None


def test_a_misspelt_method_is_answered_with_the_nearest_and_the_list() -> None:
    """What is wrong, what was seen, what exists."""
    with pytest.raises(MethodError, match="improved_vectr") as error:
        method("weigh", "improved_vectr")
    assert error.value.advice == "did you mean 'improved_vector'?"
    assert str(error.value.allowed).startswith("improved_vector, equal, given")


def test_a_misspelt_step_is_answered_with_the_nearest_and_the_list() -> None:
    """Steps are listed in their order."""
    with pytest.raises(EditionError) as error:
        step_kind("normalize")
    assert error.value.advice == "did you mean 'normalise'?"
    assert error.value.allowed == (
        "screen, impute, denominate, treat, normalise, weigh, aggregate, rank, tiers, clusters"
    )


def test_options_are_filled_with_defaults() -> None:
    """Those of the step and those of the method."""
    options = resolve(Step("aggregate", "arithmetic", {"scale": 100})).options
    assert options == {
        "scale": 100,
        "missing": "error",
        "data_threshold": 0.0,
        "seed": 0,
        "by_node": None,
        "by_depth": None,
    }


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "number", "exclusiveMinimum": 0}, "number, above 0"),
        ({"type": ["object", "null"]}, "mapping, or nothing"),
        ({"type": "array", "items": {"type": "number"}, "minItems": 1}, "list of number, at least 1 of them"),
        ({"type": "number", "minimum": 0, "maximum": 1}, "number, at least 0, at most 1"),
    ],
)
def test_a_schema_is_said_in_words(schema: dict[str, object], words: str) -> None:
    """Messages do not show JSON."""
    assert describe(schema) == words


@pytest.mark.parametrize(("value", "fits"), [((0, 1), True), ([0, 1], True), ((0,), False), ("01", False)])
def test_tuples_count_as_lists(value: object, *, fits: bool) -> None:
    """YAML gives lists, Python callers tuples."""
    pair = Option(
        (0, 1), {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}, "ends"
    )
    assert pair.accepts(value) is fits


MATHEMATICS = "sum max min sqrt exp prod log ln abs arccos tanh rank chi nan if else pca ols"
GREEK = "alpha beta gamma delta lambda sigma omega kappa theta rho tau phi psi xi"
NAMES = "TOPSIS VIKOR Jenks Varimax Borda Copeland Kemeny Electre Promethee HiGHS"
"""Words of formulas that belong to no language; the names of single quantities are shorter."""


@EVERY_METHOD
def test_a_formula_with_words_has_them_in_both_languages(entry: Method) -> None:
    """The Chinese formula holds no English words beside those of mathematics and the ids of options."""
    values = [str(value) for option in entry.options.values() for value in option.schema.get("enum", ())]
    known = words(" ".join([MATHEMATICS, GREEK, NAMES, *entry.options, *values]))
    assert words(entry.said.zh) <= known, entry.id


def words(text: str) -> set[str]:
    """Return the words of three letters or more."""
    return {word.lower() for word in re.findall(r"[A-Za-z]{3,}", text)}
