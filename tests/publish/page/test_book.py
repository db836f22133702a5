"""The book of a level, made of a result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import zhishu
from zhishu.build import build
from zhishu.framework import Measure
from zhishu.publish.findings import Findings
from zhishu.publish.page.book import level_books
from zhishu.publish.page.book_words import measure_words
from zhishu.publish.record_desk import Asked

EDITION = """
index: {id: towns, name: {zh: 城镇指数, en: Town Index}, edition: 2024}
levels:
  town: {name: {zh: 城镇, en: Towns}, regions: towns.csv}
sources:
  firms: {file: firms.csv, key: id, region: town, columns: {name: {type: text}, staff: {type: integer}}}
framework:
  - {id: firms, name: {zh: 企业, en: Firms}, direction: +, measure: {from: firms, count: rows}}
  - {id: large, name: {zh: 大企业, en: Large}, direction: +, measure: {from: firms, count: rows, where: staff > 10}}
  - {id: staff, name: {zh: 人员, en: Staff}, direction: +, measure: {from: firms, sum: staff}}
recipe:
  - {step: normalise, method: minmax, to: [0, 1]}
  - {step: weigh, method: equal}
  - {step: aggregate, method: METHOD, scale: 100}
  - {step: rank, ties: min}
"""
FIRMS = "id,name,town,staff\n1,甲,A,5\n2,乙,A,50\n3,丙,A,\n4,丁,B,20\n5,戊,C,7\n"


def findings(folder: Path, method: str = "arithmetic") -> Findings:
    """Return the findings of a small edition with records."""
    (folder / "edition.yaml").write_text(EDITION.replace("METHOD", method), encoding="utf-8")
    (folder / "towns.csv").write_text("code,name\nA,Alpha\nB,Beta\nC,Gamma\n", encoding="utf-8")
    (folder / "firms.csv").write_text(FIRMS, encoding="utf-8")
    return Findings(build(zhishu.load(folder)).result)


def test_book_holds_the_numbers_of_the_result(tmp_path: Path) -> None:
    """Raw and comparable values, weights and scores are those of the result; minimum–maximum is recognised."""
    found = findings(tmp_path)
    (book,) = level_books(found)
    assert book.codes == ("A", "B", "C")
    assert book.raw.tolist() == [[3, 1, 55], [1, 1, 20], [1, 0, 7]]
    assert np.array_equal(book.scores, found.level("town").scores)
    assert book.formula
    assert [node.id for node in book.nodes] == ["towns", "firms", "large", "staff"]
    assert (book.nodes[3].low, book.nodes[3].high) == (7.0, 55.0)
    assert book.lowest is None


@pytest.mark.parametrize(("method", "adds"), [("arithmetic", True), ("geometric", False)])
def test_book_says_whether_scores_are_sums_of_their_parts(tmp_path: Path, method: str, adds: bool) -> None:  # noqa: FBT001 - a case
    """The weighted arithmetic mean adds up; the geometric one does not, and is not called a sum."""
    (book,) = level_books(findings(tmp_path, method))
    assert book.nodes[0].adds is adds


def test_records_behind_an_indicator_are_those_that_enter_it(tmp_path: Path) -> None:
    """Counted per region under the condition; of a sum the largest first, and none without a value."""
    (book,) = level_books(findings(tmp_path))
    firms, large, staff = (node.records for node in book.nodes[1:])
    assert firms is not None
    assert large is not None
    assert staff is not None
    assert firms.columns == ("id", "name")
    assert {code: count for code, (count, _) in firms.found.items()} == {"A": 3, "B": 1, "C": 1}
    assert dict(large.found) == {"A": (1, (("2", "乙", "50"),)), "B": (1, (("4", "丁", "20"),))}
    assert staff.found["A"] == (2, (("2", "乙", "50"), ("1", "甲", "5")))


def test_number_of_records_shown_can_be_set(tmp_path: Path) -> None:
    """With two, two are shown of three; with none, records are left out."""
    found = findings(tmp_path)
    (two,), (none,) = level_books(found, records=2), level_books(found, records=0)
    assert two.nodes[1].records is not None
    assert two.nodes[1].records.found["A"] == (3, (("1", "甲"), ("2", "乙")))
    assert none.nodes[1].records is None


def test_samples_of_a_whole_level_equal_those_of_each_region(tmp_path: Path) -> None:
    """One query for all regions gives what a query for each gives."""
    desk = findings(tmp_path).records
    together = desk.samples(Asked("firms"), ("id",), level="town", limit=2)
    for code in ("A", "B", "C"):
        asked = Asked("firms", level="town", region=code)
        assert together[code] == (desk.count(asked), desk.sample(asked, ("id",), limit=2))


@pytest.mark.parametrize("summary", ["count", "any", "share", "distinct", "sum", "mean", "max", "min"])
def test_every_summary_has_its_words(summary: Any) -> None:
    """Each way to summarise records is said in both languages, with its source, column and condition."""
    words = measure_words(Measure("laws", summary, "size", where="size > 1"))
    assert all("laws" in said and "size > 1" in said and "{" not in said for said in (words.zh, words.en))
