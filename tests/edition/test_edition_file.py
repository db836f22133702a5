"""Tests of edition.yaml: what is read from it, and how its faults are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhishu.edition_file import edition_faults_in, load
from zhishu.errors import EditionError
from zhishu.framework import Direction, Measure, Text

BASE = """\
index: {id: idx, name: {zh: 指数, en: Index}, edition: 2024}
levels:
  city: {regions: regions.csv}
sources:
  firms: {file: firms.csv, table: firms}
framework:
  - id: size
    children:
      - {id: firms, measure: {from: firms, count: rows}}
      - {id: listed, direction: "-", measure: {from: firms, count: rows, where: is_listed}}
  - {id: value, direction: {interval: [1, 5]}, weight: 2, measure: {city: {from: firms, sum: market_value_yuan}}}
recipe:
  - {step: normalise, method: minmax}
  - {step: weigh, method: equal}
  - {step: aggregate, method: arithmetic}
  - {step: rank}
"""


@pytest.fixture
def write(tmp_path: Path):
    def edition(text: str = BASE) -> Path:
        (tmp_path / "edition.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return edition


def fault(folder: Path) -> EditionError:
    with pytest.raises(EditionError) as caught:
        load(folder)
    return caught.value


def test_an_edition_is_read_in_full(write):
    """Names, directions, measures, weights and recipe arrive as written."""
    edition = load(write())
    assert edition.name == Text("指数", "Index")
    assert edition.framework.indicators == ("firms", "listed", "value")
    assert edition.framework["listed"].direction == Direction("negative")
    assert edition.framework["value"].direction == Direction("interval", 1.0, 5.0)
    assert edition.framework["value"].weight == 2
    assert edition.framework["value"].measure_at("city") == Measure("firms", "sum", "market_value_yuan")
    assert edition.framework["firms"].measure_at("anything") == Measure("firms", "count")
    assert [step.method for step in edition.recipe.steps] == ["minmax", "equal", "arithmetic", "by_score"]
    assert edition.years == (2024,)


def test_years_are_those_of_the_calendar(write):
    """Written in any order, or twice: the first is the earliest, the last the latest."""
    assert load(write(BASE + "years: [2024, 2022, 2023, 2022]\n")).years == (2022, 2023, 2024)


def test_the_file_itself_may_be_named(write):
    """A path to edition.yaml means the same as its folder."""
    assert load(write() / "edition.yaml").id == "idx"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("recipe:", "reciepe:", 12, ["unknown key 'reciepe'", "did you mean 'recipe'?"]),
        ("method: minmax", "method: minmaxx", 13, ["minmaxx", "did you mean 'minmax'?"]),
        ("step: rank", "step: rang", 16, ["rang", "rank"]),
        ("edition: 2024", "edition: soon", 1, ["'edition' should be a whole number", "soon"]),
        ("from: firms, count: rows}}", "from: frims, count: rows}}", 9, ["'frims'", "did you mean 'firms'?"]),
        ("count: rows, where", "count: rows, sum: a, where", 10, ["exactly one"]),
        ("id: listed", "id: firms", 10, ["stands twice", "line 9"]),
        ("measure: {city:", "measure: {town:", 11, ["no level 'town'", "city"]),
        ("[1, 5]", "[5, 1]", 11, ["lower end lies above"]),
        ("[1, 5]", "[1]", 11, ["interval"]),
        ("weight: 2", "weight: -2", 11, ["weight"]),
        ("id: size", "id: 规模", 7, ["cannot be a name"]),
        ("table: firms", "table: firms, level: city", 5, ["'level' has no meaning for records"]),
        ('direction: "-"', "direction: down", 10, ["direction", "down"]),
        ("{step: rank}", "{step: rank, ties: minimum}", 16, ["ties", "minimum"]),
        ("  - id: size\n", "  - id: size\n    unit: km\n", 8, ["belongs to an indicator"]),
    ],
)
def test_a_fault_is_said_with_its_line(write, old: str, new: str, line: int, words: list[str]):
    """Each fault names file, line, what was seen, and the nearest thing that is allowed."""
    assert old in BASE
    error = fault(write(BASE.replace(old, new, 1)))
    assert f"line {line}," in str(error.where)
    for word in words:
        assert word in str(error)


def test_a_missing_key_is_named(write):
    """A required key that is absent is named."""
    lines = [line for line in BASE.splitlines() if not line.startswith("index")]
    assert "'index' is missing" in str(fault(write("\n".join(lines))))


def test_all_faults_are_listed_by_check(write):
    """`check` gets every fault of the file, in the order of its lines."""
    folder = write(BASE.replace("recipe:", "reciepe:").replace("levels:", "levls:"))
    whats = [fault.what for fault in edition_faults_in(folder)]
    assert "unknown key 'levls'" in whats
    assert "unknown key 'reciepe'" in whats
    assert "more: `zhishu check` lists all" in str(fault(folder))


def test_no_level_scored_is_an_error(write):
    """An edition in which nothing is scored says so."""
    assert "no level is scored" in str(fault(write(BASE.replace("regions.csv", "regions.csv, score: false"))))


def test_a_missing_edition_says_how_to_begin(tmp_path: Path):
    """A folder that does not exist names `zhishu init` and `zhishu demo`."""
    assert "zhishu init" in str(fault(tmp_path / "nowhere"))
    assert "zhishu init" in str(fault(tmp_path))


def test_the_example_declares_the_printed_framework():
    """3 dimensions, 6 sub-dimensions and 18 indicators, split 5 + 4 + 2 + 2 + 2 + 3, as in Table 1-1."""
    example = Path(__file__).parents[2] / "examples" / "china-big-data-2023"
    framework = load(example).framework
    assert len(framework.dimensions) == 3
    middle = [child for dimension in framework.dimensions for child in framework[dimension].children]
    assert [len(framework[node].children) for node in middle] == [5, 4, 2, 2, 2, 3]
    assert len(framework.indicators) == 18


LIKENESS = "number, above 0, or nothing or least_squares or likelihood"


@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        ("{step: normalise, method: over_time, spread: sd}", ["absolute, sample, population"]),
        ("{step: normalise, method: minmax, base: last_year}", ["each_year or all_years or integer"]),
        ("{step: aggregate, method: robust_benefit, given: {gdp: likely}}", [LIKENESS]),
        ("{step: aggregate, method: robust_benefit, given: {gdp: -1}}", [LIKENESS]),
    ],
)
def test_one_fault_is_said_once(write, step: str, allowed: list[str]):
    """One message names all that a value may be."""
    kind = step.split("method", maxsplit=1)[0]
    line = next(line for line in BASE.splitlines() if kind in line)
    faults = edition_faults_in(write(BASE.replace(line, f"  - {step}")))
    assert [fault.allowed for fault in faults] == allowed


@pytest.mark.parametrize(
    ("step", "what", "allowed", "advice"),
    [
        (
            "method: russell_benefit, mean: weigthed",
            "'mean' has a value that is not known",
            "plain, weighted",
            "weighted",
        ),
        (
            "method: russell_benefit, shift: 1",
            "unknown key 'shift'",
            "by_depth, by_node, data_threshold, f",
            "remove",
        ),
        ("method: neural_network, unit: 3", "unknown key 'unit'", "activation, by_depth", "'units'"),
        (
            "method: neural_network, learn_from: eachyear",
            "'learn_from' has a value that is not allowed",
            "each_year or all_years or integer",
            "'each_year'",
        ),
        (
            "method: neural_network, known: 7",
            "'known' has a value that is not allowed",
            "mapping or string or {file: …}",
            None,
        ),
        ("method: neural_network, known: {a: 1, b: x}", "'b' should be a number", "a number", None),
        ("method: neural_network, known: {fil: k.csv}", "unknown key 'fil'", "columns, file", "'file'"),
        (
            "method: neural_network, known: {file: k, columns: a}",
            "'columns' should be a list",
            "a list",
            None,
        ),
        (
            "method: directional_benefit, direction: [-1]",
            "-1 is less than the minimum of 0",
            "minimum 0",
            None,
        ),
        ("exakt: 3", "unknown key 'exakt'", "by_depth, by_node, data_threshold, method", None),
    ],
)
def test_a_step_is_told_what_its_own_method_allows(
    write, step: str, what: str, allowed: str, advice: str | None
) -> None:
    """Not what other methods of the step do; of alternatives the one that was meant, or all of them."""
    found = fault(
        write(BASE.replace("{step: aggregate, method: arithmetic}", f"{{step: aggregate, {step}}}"))
    )
    assert what in str(found)
    assert "line 15" in str(found.where)
    assert str(found.allowed).startswith(allowed)
    assert advice is None or advice in str(found.advice)
