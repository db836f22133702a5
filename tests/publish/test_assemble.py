"""An outline and the findings put together: numbers, references, claims, what has nothing to show."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zhishu.errors import EditionError
from zhishu.publish.assemble import document_of
from zhishu.publish.default_outline import default_outline
from zhishu.publish.document import Paragraph
from zhishu.publish.findings import Findings
from zhishu.publish.outline import read_outline

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.result import Result

    Build = Callable[..., Result]

OUTLINE = """\
chapters:
  - id: first
    title: {zh: 首章, en: First}
    contents:
      - {text: {zh: "见{figure:later}和{table:whole}。", en: "See {figure:later} and {table:whole}."}}
      - {figure: bars, level: town, measure: MEASURE, id: early}
    parts:
      - id: inner
        title: {zh: 内节, en: Inner}
        contents:
          - {figure: bars, level: town, measure: MEASURE, id: later, title: {zh: 自己的标题, en: Own title}}
          - {figure: slope, level: town}
  - id: all
    title: {zh: 附表, en: Appendix}
    appendix: true
    contents: [{table: whole, level: town, id: whole}]
"""


@pytest.fixture
def findings(towns: Build) -> Findings:
    """Return findings on four towns."""
    return Findings(towns(("A", "B", "C", "D")))


def outline(folder: Path, findings: Findings, words: str = OUTLINE) -> Any:
    path = folder / "report.yaml"
    level = findings.scored[0].id
    measure = findings.framework.indicators[0]
    path.write_text(words.replace("town", level).replace("MEASURE", measure), encoding="utf-8")
    return read_outline(path)


def test_figures_and_tables_are_numbered_within_their_chapter(tmp_path: Path, findings: Findings) -> None:
    """Numbers run through the parts of a chapter; an appendix has a letter."""
    document = document_of(findings, outline(tmp_path, findings))
    assert [(figure.id, figure.number) for figure in document.figures] == [("early", "1-1"), ("later", "1-2")]
    assert [(table.id, table.number) for table in document.tables] == [("whole", "A-1")]
    assert [section.number for section in document.walk()] == ["1", "1.1", "A"]
    assert document.figures[1].title.en == "Own title"


def test_what_names_no_id_takes_none_that_is_declared(tmp_path: Path, findings: Findings) -> None:
    """Neither that of a part nor one that a later item is given: links lead to one place each."""
    level = findings.scored[0].id
    given = f"""\
chapters:
  - id: coherence-{level}-groups
    title: {{zh: 首章, en: First}}
    contents:
      - {{table: coherence, level: {level}}}
      - {{table: whole, level: {level}}}
      - {{table: whole, level: {level}, id: whole-{level}}}
"""
    document = document_of(findings, outline(tmp_path, findings, given))
    (section,) = document.sections
    ids = [section.id, *(block.id for block in section.blocks)]
    assert len(ids) == len(set(ids)) == 4
    assert ids[-1] == f"whole-{level}"


def test_a_text_may_refer_to_what_comes_later(tmp_path: Path, findings: Findings) -> None:
    """References are numbered names with a link."""
    document = document_of(findings, outline(tmp_path, findings))
    paragraph = document.sections[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.said.plain("zh") == "见图 1-2和表 A-1。"
    assert [span.link for span in paragraph.said.en if span.link] == ["later", "whole"]


def test_what_has_nothing_to_show_is_said(tmp_path: Path, findings: Findings) -> None:
    """A slope without an earlier edition is left out, and the document says so."""
    document = document_of(findings, outline(tmp_path, findings))
    assert len(document.left_out) == 1
    assert "slope" in document.left_out[0]


def test_a_reference_to_what_has_nothing_to_show_says_so(tmp_path: Path, findings: Findings) -> None:
    """A text that names a declared figure stays sound when that figure has nothing to show."""
    words = OUTLINE.replace("{figure: slope, level: town}", "{figure: slope, level: town, id: moves}")
    words = words.replace("{figure:later}和", "{figure:moves}和").replace(
        "{figure:later} and", "{figure:moves} and"
    )
    document = document_of(findings, outline(tmp_path, findings, words))
    paragraph = document.sections[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.said.plain("en") == "See (not shown this time) and Table A-1."
    assert [span.link for span in paragraph.said.en if span.link] == ["whole"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "figure: bars, level: town, measure: MEASURE, id: early",
            "figure: bar, level: town",
            "no kind of figure 'bar'",
        ),
        ("measure: MEASURE, id: early", "measure: MEASURE, tops: 3", "no option 'tops'"),
        ("measure: MEASURE, id: early", "measure: MEASURE, top: many", "'top' .* does not fit"),
        ("measure: MEASURE, id: early", "measure: nothing", "no measure"),
        (
            "figure: bars, level: town, measure: MEASURE, id: early",
            "figure: bars, measure: x",
            "needs 'level'",
        ),
        ("{figure:later}和", "{figure:latest}和", "no figure, table or section 'latest'"),
        ("见{figure:later}和", "{claim:nothing}", "no claim 'nothing'"),
        ("见{figure:later}和", "{value:town/Nowhere/index}", "no region"),
        ("见{figure:later}和", "{value:town}", "no value of the result"),
    ],
)
def test_a_wrong_outline_is_one_clear_message(
    tmp_path: Path, findings: Findings, old: str, new: str, message: str
) -> None:
    """The message names what is wrong and what is there."""
    words = OUTLINE.replace(old, new, 1)
    with pytest.raises(EditionError, match=message):
        document_of(findings, outline(tmp_path, findings, words))


def test_values_stand_in_the_text_with_their_proof(tmp_path: Path, findings: Findings) -> None:
    """A value is printed as the tables have it, and its evidence is in the document."""
    words = OUTLINE.replace(
        "见{figure:later}和{table:whole}。", "第{value:town/A/index.rank}名，共{value:count/town}个。"
    ).replace("See {figure:later} and {table:whole}.", "{value:town/A/index.rank} of {value:count/town}.")
    document = document_of(findings, outline(tmp_path, findings, words))
    paragraph = document.sections[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    level = findings.scored[0]
    rank = int(level.ranks[level.row("A"), 0])
    assert paragraph.said.plain("en") == f"{rank} of 4."
    assert {span.evidence for span in paragraph.said.zh if span.evidence} <= set(document.evidence)


def test_any_index_fills_the_default_outline(findings: Findings) -> None:
    """An edition without report.yaml has a report with its ranking, its method and its data."""
    document = document_of(findings, default_outline(findings.edition))
    assert {"method", "overall", "data"} <= {section.id for section in document.sections}
    assert any(table.id.startswith("whole") or "all" in table.id for table in document.tables)


def test_a_figure_and_a_table_of_one_name_stand_side_by_side(findings: Findings) -> None:
    """What is made is found again by its place in the outline: coherence is a figure and a table."""
    parts = [part for top in default_outline(findings.edition).parts for part in top.walk()]
    places = [item.where for part in parts for item in part.items]
    assert len(places) == len(set(places))
    document = document_of(findings, default_outline(findings.edition))
    assert any(table.id.endswith("-groups") for table in document.tables)


def test_a_level_of_china_has_its_map_in_the_default_outline(china: Build) -> None:
    """Provinces and cities are drawn on a map without being asked for."""
    findings = Findings(china())
    document = document_of(findings, default_outline(findings.edition))
    assert sum("choropleth" in figure.id or "map" in figure.id for figure in document.figures) >= 1


def test_kinds_are_known_without_importing_anything_else() -> None:
    """A fresh interpreter that names a kind finds it: who asks need not know where kinds are written."""
    asked = "from zhishu.publish.kinds import kind_named as k; print(k('figure', 'radars', where='').id)"
    made = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert made.stdout.strip() == "radars", made.stderr
