"""Everything that the printed report of 2023 shows stands in ours, under the same numbers, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import zhishu
from zhishu.publish.document import Paragraph
from zhishu.publish.findings import Findings

if TYPE_CHECKING:
    from zhishu.publish.document import Document

FIGURES = {
    "2-1": "map-provinces",
    "2-2": "map-top-cities",
    "2-3": "city-scatter",
    "2-4": "radar-first-tier",
    "2-5": "radar-second-tier",
    "2-6": "map-circles",
    "2-7": "circle-ranks",
    "3-1": "top-level",
    "3-2": "kinds-of-firms",
    "3-3": "beijing-firms-by-place-and-industry",
    "3-4": "listed-value-and-count",
    "3-5": "unicorn-value-and-count",
    "3-6": "map-financing",
    "3-7": "websites-top",
    "3-8": "top-innovation",
    "3-9": "patents-and-copyrights",
    "3-10": "map-universities",
    "3-11": "staff-share",
    "3-12": "top-environment",
    "3-13": "agency-coverage",
    "3-14": "associations-top",
}
TABLES = {"1-1": "indicators", "2-1": "top-provinces", "2-2": "top-cities"}
FURTHER = ("city-intervals", "city-contributions", "indicator-coherence", "city-slope")


@pytest.fixture(scope="module")
def document() -> Document:
    """Return the document of the example, with its draws."""
    from zhishu.build import build, with_doubt
    from zhishu.publish.formats import outlined

    return outlined(Findings(with_doubt(build(zhishu.load(zhishu.example()))).result))


def test_every_printed_figure_and_table_has_its_number(document: Document) -> None:
    """The 21 figures and 3 tables of the printed report are there, numbered as printed."""
    figures = {figure.number: figure.id for figure in document.figures}
    tables = {table.number: table.id for table in document.tables}
    assert {number: figures.get(number) for number in FIGURES} == FIGURES
    assert {number: tables.get(number) for number in TABLES} == TABLES
    assert document.left_out == ()


def test_there_is_more_than_was_printed(document: Document) -> None:
    """Intervals, contributions, coherence, changes of rank, and all 163 cities with their intervals."""
    assert {figure.id for figure in document.figures} >= set(FURTHER)
    whole = next(table for table in document.tables if table.id == "whole-cities")
    assert len(whole.data.rows) == 163
    for name in ("top-provinces", "top-cities", "whole-cities"):
        table = next(table for table in document.tables if table.id == name)
        assert any(column.kind == "interval" for column in table.data.columns)


def test_everything_is_said_in_both_languages(document: Document) -> None:
    """Titles, notes and alternative texts differ between the languages and hold no open placeholder."""
    for made in (*document.figures, *document.tables):
        assert made.title.zh
        assert made.title.en
        assert made.title.zh != made.title.en
    for figure in document.figures:
        assert len(figure.alternative.zh) > 10
        assert len(figure.alternative.en) > 10
    for part in document.walk():
        for block in part.blocks:
            if isinstance(block, Paragraph):
                assert "{" not in block.said.plain("zh") + block.said.plain("en")


def test_every_sentence_with_a_number_can_be_proved(document: Document) -> None:
    """Evidence that a sentence names is in the document, and holds cells."""
    named = {
        span.evidence
        for part in document.walk()
        for block in part.blocks
        if isinstance(block, Paragraph)
        for span in (*block.said.zh, *block.said.en)
        if span.evidence
    } | {number.evidence for number in document.key_numbers if number.evidence}
    assert named <= set(document.evidence)
    assert all(document.evidence[name].data.rows for name in named)
    assert len(named) > 60


def test_the_analysis_is_as_long_as_the_printed_one(document: Document) -> None:
    """Some 40 analytical statements are printed; each chapter of ours has its own."""
    claims = [
        block
        for part in document.walk()
        for block in part.blocks
        if isinstance(block, Paragraph) and block.id
    ]
    assert len(claims) >= 40
