"""Tests that generated pages in docs/ are those that the code would write now."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from zhishu.method_page import method_pages
from zhishu.publish.kind_page import figure_page
from zhishu.registry import DEGENERATE_SIX, Method, methods
from zhishu.schema import edition_schema
from zhishu.step_kinds import STEPS

DOCS = Path(__file__).parents[2] / "docs"


def test_the_schema_is_published_as_it_is():
    """docs/edition.schema.json is what `zhishu schema` prints."""
    assert json.loads((DOCS / "edition.schema.json").read_text(encoding="utf-8")) == edition_schema()


@pytest.mark.parametrize("name", sorted(method_pages()))
def test_every_page_of_methods_is_current(name: str):
    """docs/methods says what the registry says."""
    assert (DOCS / "methods" / name).read_text(encoding="utf-8") == method_pages()[name]


def test_the_page_of_figures_is_current():
    """docs/figures.md lists the kinds of figures that there are, with their options."""
    assert (DOCS / "figures.md").read_text(encoding="utf-8") == figure_page()


def test_every_method_is_documented_in_full():
    """Name in two languages, formula, source, needs, range and all six degenerate cases are there."""
    for method in methods():
        texts = (method.name.zh, method.name.en, method.formula, method.citation, method.needs, method.range)
        assert all(texts), method.id
        assert set(method.degenerate) == set(DEGENERATE_SIX), method.id


@pytest.mark.parametrize("entry", methods(), ids=lambda entry: f"{entry.kind}-{entry.id}")
def test_every_method_is_compared_with_something(entry: Method):
    """docs/conformance.md has a section with at least one row for each method of each step."""
    page = (DOCS / "conformance.md").read_text(encoding="utf-8")
    step = page.split(f"\n## {entry.kind}\n")[1].split("\n## ")[0]
    section = step.split(f"\n### {entry.id}: ")[1].split("\n### ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    assert rows
    assert all(len(row.split(" | ")) == 5 for row in rows)


@pytest.mark.slow
def test_the_page_on_conformance_is_what_the_tests_write():
    """No row that a test no longer gives is left; the tests themselves miss rows that are not there."""
    script = DOCS.parent / "scripts" / "conformance_docs.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    if done.returncode == 2:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr


def test_methods_without_a_printed_example_say_so_wherever_they_are_named() -> None:
    """Those that the page of conformance names, and no others."""
    page = (DOCS / "conformance.md").read_text(encoding="utf-8")
    line = re.search(r"For the others none were found: (.*?)\. Of these", page)
    without = re.findall(r"`(\w+)` \((\w+)\)", line.group(1)) if line else []
    notes = {(one.id, kind): one.note for kind in STEPS for one in methods(kind) if one.note}
    assert {one for one, note in notes.items() if "No printed example" in note.en} == set(without)
    assert {one for one, note in notes.items() if "未找到" in note.zh} == set(without)
