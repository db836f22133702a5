"""`zhishu report`: every format, both languages, briefs, and what goes wrong."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pypdfium2
import pytest
from click.testing import CliRunner

from zhishu.cli import main
from zhishu.demo import copy_example

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Folder

FILES = ("report.html", "report.pdf", "report.docx", "workbook.xlsx", "slides.pptx")


def test_a_report_has_five_formats_beside_its_tables(folder: Folder) -> None:
    """All five files are written with tables and manifest, and the manifest has their hashes."""
    outcome = folder.run("report", "EDITION")
    assert outcome.exit_code == 0, outcome.output
    out = folder.path / "out"
    assert all((out / name).stat().st_size > 2000 for name in FILES)
    assert (out / "tables" / "scores.csv").is_file()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert set(FILES) <= set(manifest["outputs"])
    for name in FILES[2:]:
        assert ZipFile(io.BytesIO((out / name).read_bytes())).testzip() is None
    assert all(name in outcome.output for name in FILES)


def test_formats_of_the_result_before_do_not_go_in_silence(folder: Folder) -> None:
    """Whatever writes a result anew names the files of the report before that went; the tables stay whole."""
    assert folder.run("report", "EDITION", "--format", "html", "--format", "xlsx").exit_code == 0
    for command, lost in (("report --format html", "workbook.xlsx"), ("build --no-report", "report.html")):
        name, *options = command.split()
        outcome = folder.run(name, "EDITION", *options)
        assert outcome.exit_code == 0, outcome.output
        assert f"gone:   {lost} (" in outcome.stderr
        assert not (folder.path / "out" / lost).exists()
        assert (folder.path / "out" / "tables" / "scores.csv").is_file()
    again = folder.run("doubt", "EDITION", "--draws", "20", "--json")
    assert "gone:" not in again.stderr
    assert json.loads(again.stdout)
    assert folder.run("report", "EDITION", "--format", "xlsx").exit_code == 0
    after = folder.run("doubt", "EDITION", "--draws", "20")
    assert "gone:   workbook.xlsx (" in after.stderr


def test_two_reports_are_the_same_bytes(folder: Folder) -> None:
    """Every format is equal, byte for byte, when it is made again."""
    found = []
    for _ in range(2):
        assert folder.run("report", "EDITION").exit_code == 0
        found.append({name: (folder.path / "out" / name).read_bytes() for name in FILES})
    assert {name for name in FILES if found[0][name] != found[1][name]} == set()


def test_both_languages_come_from_one_source(folder: Folder) -> None:
    """English files stand beside the Chinese ones under names of their own."""
    outcome = folder.run("report", "EDITION", "--lang", "both", "--format", "html", "--format", "pdf")
    assert outcome.exit_code == 0, outcome.output
    out = folder.path / "out"
    written = {path.name for path in out.glob("report*")}
    assert written == {"report.html", "report.en.html", "report.pdf", "report.en.pdf"}
    assert 'lang="zh-CN"' in (out / "report.html").read_text(encoding="utf-8")
    assert 'lang="en"' in (out / "report.en.html").read_text(encoding="utf-8")


def test_a_brief_is_one_page_about_one_region(folder: Folder) -> None:
    """A region's brief is one page of PDF and one of HTML, and nothing else is touched."""
    outcome = folder.run("report", "EDITION", "--brief", "Brook")
    assert outcome.exit_code == 0, outcome.output
    briefs = sorted(path.name for path in (folder.path / "briefs").iterdir())
    assert briefs == ["town-t2-Brook.html", "town-t2-Brook.pdf"]
    pages = pypdfium2.PdfDocument((folder.path / "briefs" / "town-t2-Brook.pdf").read_bytes())
    assert len(pages) == 1
    assert "Brook" in pages[0].get_textpage().get_text_range()
    assert not (folder.path / "out").exists()


def test_a_level_means_all_of_its_regions(folder: Folder) -> None:
    """`--brief town` writes a page about each town in one run."""
    outcome = folder.run("report", "EDITION", "--brief", "town", "--format", "pdf", "--lang", "en")
    assert outcome.exit_code == 0, outcome.output
    assert len(list((folder.path / "briefs").glob("town-*.en.pdf"))) == 3


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("--brief", "Atlantis"), 1, "no region"),
        (("--brief", "Brook", "--format", "xlsx"), 1, "not made in this format"),
        (("--format", "odt"), 2, "odt"),
        (("--lang", "fr"), 2, "fr"),
    ],
)
def test_a_wrong_wish_is_one_clear_message(
    folder: Folder, arguments: tuple[str, ...], status: int, message: str
) -> None:
    """Unknown regions, formats and languages are named, without a traceback."""
    outcome = folder.run("report", "EDITION", *arguments)
    assert outcome.exit_code == status
    assert message in outcome.output
    assert "Traceback" not in outcome.output


def test_a_fault_in_the_outline_is_one_clear_message(folder: Folder) -> None:
    """A report.yaml that names what does not exist is answered with its line, and nothing is written."""
    folder.write(
        "report.yaml", "chapters:\n  - {id: a, title: A, contents: [{figure: barrs, level: town}]}\n"
    )
    outcome = folder.run("report", "EDITION")
    assert outcome.exit_code == 1
    assert "report.yaml, line 2" in outcome.output
    assert "did you mean 'bars'" in outcome.output
    assert "did you mean 'bars'" in folder.run("check", "EDITION").output
    assert not (folder.path / "out").exists()


def test_a_pinned_claim_that_fails_stops_the_report(folder: Folder) -> None:
    """Expected and got stand in the message, and no file is written."""
    folder.write("claims.yaml", "- {id: first, kind: leaders, level: town, expect: {total: [Camden]}}\n")
    outcome = folder.run("report", "EDITION", "--format", "html")
    assert outcome.exit_code == 1
    assert "Camden" in outcome.output
    assert "Ashford" in outcome.output
    assert not (folder.path / "out").exists()


@pytest.mark.slow
def test_the_example_can_be_tried_in_one_command(tmp_path: Path) -> None:
    """`zhishu demo` copies the example, builds it with its draws and writes its page."""
    outcome = CliRunner().invoke(main, ["demo", str(tmp_path / "try")])
    assert outcome.exit_code == 0, outcome.output
    page = (tmp_path / "try" / "out" / "report.html").read_text(encoding="utf-8")
    assert 'id="city-intervals"' in page
    assert "zhishu report" in outcome.output


@pytest.mark.slow
def test_the_example_has_a_page_without_draws(tmp_path: Path) -> None:
    """Without draws nothing is said about intervals, and the page is whole all the same."""
    folder = tmp_path / "try"
    copy_example(folder)
    outcome = CliRunner().invoke(main, ["build", str(folder), "--no-doubt"])
    assert outcome.exit_code == 0, outcome.output
    page = (folder / "out" / "report.html").read_text(encoding="utf-8")
    assert 'id="top-cities"' in page
    assert 'id="what-varied"' not in page
