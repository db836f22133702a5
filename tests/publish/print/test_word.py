"""The publication as a Word file: what an editor and LibreOffice find in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from zhishu.framework import Text
from zhishu.publish.document import Said, Section, Span
from zhishu.publish.print import document_docx
from zhishu.publish.print.heading_numbers import count_by_themselves

LANGUAGES = ("zh", "en")


def opened(made: bytes) -> Any:
    """Return the file as python-docx reads it."""
    return docx.Document(BytesIO(made))


def squeezed(text: str) -> str:
    """Return text without spaces and line ends."""
    return re.sub(r"\s+", "", text)


def instructions(word: Any) -> list[str]:
    """Return the instructions of all fields."""
    return [found.text.strip() for found in word.element.body.iter(qn("w:instrText"))]


@pytest.fixture(scope="module")
def words(document: Any) -> dict[str, bytes]:
    """Return the publication as a Word file in both languages."""
    return {language: document_docx(document, language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_have_real_styles(document: Any, words: dict[str, bytes], language: Any) -> None:
    """Sections are headings of their depth, captions captions, points a list; none is left unstyled."""
    word = opened(words[language])
    styled = [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs]
    for section in document.walk():
        depth = 1 + section.number.count(".")
        assert (f"Heading {depth}", section.title.in_language(language)) in styled
    assert sum(name == "Caption" for name, _ in styled) == len(document.figures) + len(document.tables)
    names = {name for name, _ in styled}
    assert {"Title", "Body Text", "List Bullet", "Lead", "Notice", "Quote", "Source Note"} <= names


def test_chinese_text_has_chinese_faces(words: dict[str, bytes]) -> None:
    """Every style names a face for Chinese, text another than headings."""
    styles = opened(words["zh"]).styles
    faces = {
        name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Body Text", "Heading 1", "Caption")
    }
    assert faces == {"Body Text": "宋体", "Heading 1": "黑体", "Caption": "黑体"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_count_by_fields(document: Any, words: dict[str, bytes], language: Any) -> None:
    """Every figure and table is counted by a SEQ field, which begins anew in each chapter."""
    counted = [said for said in instructions(opened(words[language])) if said.startswith("SEQ ")]
    numbers = [item.number for item in (*document.figures, *document.tables)]
    assert len(counted) == len(numbers)
    assert sum("\\r 1" in said for said in counted) == sum(number.endswith("-1") for number in numbers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_references_are_fields_that_lead_somewhere(words: dict[str, bytes], language: Any) -> None:
    """Every REF, PAGEREF and link names a bookmark that exists once."""
    word = opened(words[language])
    marks = [mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))]
    assert len(marks) == len(set(marks))
    found = instructions(word)
    named = {said.split()[1] for said in found if said.startswith(("REF ", "PAGEREF "))}
    linked = {link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))}
    assert any(said.startswith("REF ") for said in found)
    assert named | linked <= set(marks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_of_contents_are_fields_and_filled(
    document: Any, words: dict[str, bytes], language: Any
) -> None:
    """Contents and the lists of figures and tables are fields that show their entries before any update."""
    word = opened(words[language])
    assert sum(said.startswith("TOC ") for said in instructions(word)) == 3
    shown = squeezed("".join(p.text for p in word.paragraphs if p.style.name.startswith(("toc", "table of"))))
    for item in (*document.sections, *document.figures, *document.tables):
        assert squeezed(item.number + item.title.in_language(language)) in shown


def test_tables_are_tables_with_a_repeated_heading(document: Any, words: dict[str, bytes]) -> None:
    """Each table has all its rows, its style, and a first row that Word repeats on every page."""
    tables = opened(words["zh"]).tables[1:]
    assert [len(table._tbl.tr_lst) - 1 for table in tables] == [  # noqa: SLF001 - python-docx has no public name for it
        len(table.data.rows) for table in document.tables
    ]
    for table in tables:
        assert table.style.name == "Index Table"
        assert table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None  # noqa: SLF001 - python-docx has no public name for it


def test_pictures_are_sharp_and_described(document: Any, words: dict[str, bytes]) -> None:
    """Each figure is a picture of at least 300 dots per inch, with the figure's alternative text."""
    word = opened(words["en"])
    described = [inline._inline.docPr.get("descr") for inline in word.inline_shapes]  # noqa: SLF001 - python-docx has no public name for it
    assert described == [figure.alternative.en for figure in document.figures]
    for shape in word.inline_shapes:
        identity = shape._inline.graphic.graphicData.pic.blipFill.blip.embed  # noqa: SLF001 - python-docx has no public name for it
        with Image.open(BytesIO(word.part.related_parts[identity].blob)) as picture:
            assert picture.width / shape.width.inches >= 299


def test_pages_are_a4_with_numbers_and_a_cover_without(words: dict[str, bytes]) -> None:
    """All pages are A4; page numbers stand in the footer of the text, not of the cover."""
    cover, text = opened(words["zh"]).sections
    assert {(round(part.page_width.mm), round(part.page_height.mm)) for part in (cover, text)} == {(210, 297)}
    assert "PAGE" in text.footer._element.xml  # noqa: SLF001 - python-docx has no public name for it
    assert cover.footer.is_linked_to_previous


def test_properties_are_those_of_the_edition(words: dict[str, bytes]) -> None:
    """Title, author and dates come from the document, and no member of the file has another date."""
    properties = opened(words["zh"]).core_properties
    assert (properties.title, properties.author) == ("中国大数据产业发展指数", "大数据产业研究院")
    assert properties.created == properties.modified
    assert properties.created.isoformat().startswith("2023-09-01")
    with ZipFile(BytesIO(words["zh"])) as packed:
        assert {member.date_time for member in packed.infolist()} == {(2023, 9, 1, 0, 0, 0)}


def test_equal_documents_give_equal_bytes(made: Any) -> None:
    """Two files of one document are the same, byte for byte, in this process and in another."""
    parts = (
        "m.plain_figure('f', '1-1', Text('图', 'A figure')), m.plain_table('t', '1-1', Text('表', 'A table'))"
    )
    document = made.small_document(
        made.plain_figure("f", "1-1", Text("图", "A figure")),
        made.plain_table("t", "1-1", Text("表", "A table")),
    )
    first = document_docx(document, "zh")
    assert document_docx(document, "zh") == first
    program = (
        "import sys; from importlib.util import *; from zhishu.framework import Text\n"
        "spec = spec_from_file_location('made', sys.argv[1]); m = module_from_spec(spec)\n"
        "sys.modules['made'] = m; spec.loader.exec_module(m)\n"
        "from zhishu.publish.print import document_docx\n"
        f"sys.stdout.buffer.write(document_docx(m.small_document({parts}), 'zh'))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONHASHSEED": "7"}
    other = subprocess.run(
        [sys.executable, "-c", program, made.__file__], env=environment, capture_output=True, check=True
    )
    assert other.stdout == first


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=60), language=st.sampled_from(LANGUAGES))
def test_any_text_can_be_written(made: Any, name: str, language: Any) -> None:
    """Any characters at all, in any place, give a file that opens; what XML can hold is kept."""
    title = Text(name, name)
    document = made.small_document(
        made.paragraph(f"甲{name}乙", f"甲{name}乙"),
        made.plain_table("t", name, title),
        name=title,
        publisher=title,
        note=title,
        date=name,
    )
    text = "".join(paragraph.text for paragraph in opened(document_docx(document, language)).paragraphs)
    kept = re.sub(
        "[^ -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", name.translate({9: " ", 10: " ", 13: " "})
    )
    assert f"甲{kept}乙" in text


def test_numbers_of_headings_are_counted_where_word_counts_alike(made: Any) -> None:
    """Headings 1, 1.1, 2 are numbered by Word; where numbers jump they are written out."""
    from dataclasses import replace

    title = Text("章", "Chapter")
    nested = Section("a", title, "1", sections=(Section("b", title, "1.1"),))
    document = replace(
        made.small_document(), sections=(Section("s", title), nested, Section("c", title, "2"))
    )
    assert count_by_themselves(document)
    assert not count_by_themselves(replace(document, sections=(Section("c", title, "2"),)))
    lettered = replace(document, sections=(*document.sections, Section("c", title, "A")))
    assert count_by_themselves(lettered)
    assert "A  章" in [paragraph.text for paragraph in opened(document_docx(lettered, "zh")).paragraphs]


def test_a_reference_in_other_words_is_a_link(made: Any) -> None:
    """Words that lead to a figure but are not its label stay as they are, as a link."""
    from dataclasses import replace

    pieces = (Span("上图", link="f"), Span("图 1-1", link="f"), Span("无", link="nowhere"))
    paragraph = replace(made.paragraph("", ""), said=Said(pieces, pieces))
    document = made.small_document(made.plain_figure("f", "1-1", Text("图名", "A figure")), paragraph)
    word = opened(document_docx(document, "zh"))
    body = next(p for p in word.paragraphs if p.text.startswith("上图"))
    assert [link.text for link in body.hyperlinks] == ["上图"]
    assert sum(said.startswith("REF ") for said in instructions(word)) == 1


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_caption(document: Any, words: dict[str, bytes], tmp_path: Path) -> None:
    """LibreOffice opens the file and prints every caption with the number that the document gave."""
    (tmp_path / "report.docx").write_bytes(words["zh"])
    subprocess.run(
        [
            shutil.which("soffice") or "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "report.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pdf = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    text = squeezed("".join(page.get_textpage().get_text_bounded() for page in pdf))
    pdf.close()
    for kind, items in (("图", document.figures), ("表", document.tables)):
        for item in items:
            assert text.count(squeezed(f"{kind}{item.number}{item.title.zh}")) == 2
