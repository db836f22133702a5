"""Tables that options name: read, checked, and answered with file and row when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhishu.errors import EditionError, MethodError
from zhishu.option_tables import matrix_of, option_files, read_table
from zhishu.recipe import Recipe, Step
from zhishu.score.plan import compile_plan

TREE = {"a": {"x": None, "y": None}, "z": None}


def recipe(**options: object) -> Recipe:
    return Recipe(
        (
            Step("normalise", "goalposts", options),
            Step("weigh", "equal"),
            Step("aggregate", "arithmetic"),
            Step("rank", "by_score"),
        )
    )


def test_a_file_comes_to_what_may_be_written_inline(tmp_path: Path, framework_of) -> None:
    """Goalposts from a CSV equal goalposts in the recipe."""
    (tmp_path / "posts.csv").write_text(
        "id,note,low,high\nx,0,0,10\ny,0,1,2\nz,0,-1/2,5e1\n", encoding="utf-8"
    )
    named = {"file": "posts.csv", "columns": ["low", "high"]}
    plan = compile_plan(framework_of(TREE), recipe(posts=named), tmp_path)
    assert plan.steps["normalise"].options["posts"] == ([0, 10], [1, 2], [-0.5, 50])


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("rows", {"a": {"p": 1.0, "q": 3.0}, "b": {"q": 0.25}}),
        ("words", {"a": {"p": "1", "q": "3"}, "b": {"q": "1/4"}}),
        ("lists", {"a": [1.0, 3.0], "b": [None, 0.25]}),
    ],
)
def test_the_forms_of_a_table(tmp_path: Path, form: str, expected: object) -> None:
    """Labelled cells, or lists; an empty cell is left out; fractions are numbers."""
    (tmp_path / "t.csv").write_text("id,p,q\na,1,3\nb,,1/4\nc,,\n", encoding="utf-8")
    assert read_table(tmp_path, {"file": "t.csv"}, form, "here") == expected


def test_two_columns_of_values_or_labels(tmp_path: Path) -> None:
    """One value per label."""
    (tmp_path / "t.csv").write_text("id,p\na,1\nb,2\n", encoding="utf-8")
    assert read_table(tmp_path, {"file": "t.csv"}, "values", "here") == {"a": 1.0, "b": 2.0}
    assert read_table(tmp_path, {"file": "t.csv"}, "labels", "here") == {"a": "1", "b": "2"}


@pytest.mark.parametrize(
    ("text", "given", "where", "what"),
    [
        ("id,low,high\nx,0,ten\n", {}, "row 2, column high", "no number"),
        ("id,low,high\nx,0,inf\n", {}, "row 2, column high", "no number"),
        ("id,low,high\nx,0,1/0\n", {}, "row 2, column high", "no number"),
        ("id,low,high\nx,0,1\nx,0,2\n", {}, "row 3, column id", "twice"),
        ("id,low,high\n,0,1\n", {}, "row 2, column id", "no label"),
        ("id,low,high\nx,0,1\n", {"columns": ["hgh"]}, "headings", "no column 'hgh'"),
        ("id\nx\n", {}, "headings", "number of columns"),
        ("id,low,high\n", {}, "posts.csv", "empty|no rows"),
    ],
)
def test_a_fault_is_said_with_file_and_row(
    tmp_path: Path, framework_of, text: str, given: dict[str, object], where: str, what: str
) -> None:
    """What is wrong, where, and what was seen."""
    (tmp_path / "posts.csv").write_text(text, encoding="utf-8")
    with pytest.raises(EditionError, match=what) as error:
        compile_plan(framework_of(TREE), recipe(posts={"file": "posts.csv", **given}), tmp_path)
    assert where in str(error.value.where)
    assert "posts.csv" in str(error.value.where)


@pytest.mark.parametrize("file", ["../outside.csv", "absent.csv", "posts.exe"])
def test_a_file_outside_absent_or_of_another_kind_is_refused(tmp_path: Path, framework_of, file: str) -> None:
    """The folder is the edition's, and nothing beyond it is read."""
    with pytest.raises(EditionError) as error:
        compile_plan(framework_of(TREE), recipe(posts={"file": file}), tmp_path)
    assert "posts" in str(error.value.where)


def test_without_a_folder_a_file_is_refused(framework_of) -> None:
    """A recipe in memory has no folder to look in."""
    with pytest.raises(EditionError, match="no folder"):
        compile_plan(framework_of(TREE), recipe(posts={"file": "posts.csv"}))


def test_what_the_file_holds_must_be_allowed(tmp_path: Path, framework_of) -> None:
    """Three numbers are no pair, wherever they stand."""
    (tmp_path / "posts.csv").write_text("id,a,b,c\nx,0,1,2\n", encoding="utf-8")
    with pytest.raises(EditionError, match="'posts' has a value that is not allowed"):
        compile_plan(framework_of(TREE), recipe(posts={"file": "posts.csv"}), tmp_path)


def test_files_are_found_wherever_they_are_named() -> None:
    """For the manifest: in the step, at a node, at a depth."""
    options = {
        "posts": {"file": "a.csv"},
        "by_node": {"index": {"comparisons": {"file": "b.csv"}}},
        "by_depth": [None, {"comparisons": {"file": "c.csv"}}],
    }
    assert list(option_files(options)) == ["a.csv", "b.csv", "c.csv"]


def test_a_matrix_in_the_order_asked_for_or_the_cell_that_lacks() -> None:
    """One table may serve several groups; what a group needs must be there."""
    table = {"a": {"a": 1, "b": 2}, "b": {"a": 0.5}}
    assert matrix_of(table, ["b", "a"], ["a"], "comparisons").tolist() == [[0.5], [1]]
    with pytest.raises(MethodError) as error:
        matrix_of(table, ["a", "b"], ["a", "b"], "comparisons")
    assert error.value.where == "row 'b', column 'b'"
