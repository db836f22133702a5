"""Tests that generated pages in docs/ are those that the code would write now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhishu.method_page import method_pages
from zhishu.publish.kind_page import figure_page
from zhishu.registry import DEGENERATE_SIX, methods
from zhishu.schema import edition_schema

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
