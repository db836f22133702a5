"""The publication as PDF: what a reader and a checker find in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhishu.framework import Text
from zhishu.publish.print import document_pdf
from zhishu.publish.print.words import PRINTED

LANGUAGES = ("zh", "en")
FORBIDDEN_FIRST = "、。，；：！？”’）》」』】〕…%％"
FORBIDDEN_LAST = "“‘（《「『【〔"


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of every page."""
    opened = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in opened]
    opened.close()
    return texts


def squeezed(text: str) -> str:
    """Return text without spaces and line ends."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_a4_and_hold_every_title(document: Any, printed: dict[str, bytes], language: Any) -> None:
    """Every page is A4, and every section, figure and table title stands in the text."""
    opened = pypdfium2.PdfDocument(printed[language])
    assert {tuple(round(side) for side in page.get_size()) for page in opened} == {(595, 842)}
    opened.close()
    text = squeezed("".join(page_texts(printed[language])))
    titles = [part.title for part in (*document.walk(), *document.figures, *document.tables)]
    missing = [
        title.in_language(language) for title in titles if squeezed(title.in_language(language)) not in text
    ]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_bookmarks_are_the_sections(document: Any, printed: dict[str, bytes], language: Any) -> None:
    """The outline has every section with its number, at its depth, leading to a page that shows it."""
    opened = pypdfium2.PdfDocument(printed[language])
    found = {mark.get_title(): (mark.level, mark.get_dest().get_index()) for mark in opened.get_toc()}
    texts = page_texts(printed[language])
    opened.close()
    for section in document.walk():
        name = f"{section.number} {section.title.in_language(language)}".strip()
        level, page = found[name]
        assert level == section.number.count(".")
        assert squeezed(section.title.in_language(language)) in squeezed(texts[page])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_caption_stands_under_its_number(
    document: Any, printed: dict[str, bytes], language: Any
) -> None:
    """Each figure and table is printed with number and title, in the lists and in its place, with the note."""
    text = squeezed("".join(page_texts(printed[language])))
    for kind, items in (("figure", document.figures), ("table", document.tables)):
        for item in items:
            caption = f"{PRINTED[kind].in_language(language)}{item.number}{item.title.in_language(language)}"
            again = text.count(squeezed(caption + PRINTED["continued"].in_language(language)))
            assert text.count(squeezed(caption)) - again == 2, caption
    reconstructed = squeezed(document.note.in_language(language))
    continued = text.count(squeezed(PRINTED["continued"].in_language(language)))
    assert text.count(reconstructed) == 1 + len(document.figures) + len(document.tables) + continued


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_begins_or_ends_against_the_rules(printed: dict[str, bytes], language: Any) -> None:
    """No line begins with a closing mark, and none ends with an opening one."""
    lines = [line.strip() for text in page_texts(printed[language]) for line in text.splitlines()]
    lines = [line for line in lines if len(line) > 1]
    assert len(lines) > 100
    assert [line for line in lines if line[0] in FORBIDDEN_FIRST or line[-1] in FORBIDDEN_LAST] == []


def test_long_tables_repeat_their_heading(printed: dict[str, bytes]) -> None:
    """The table of 163 cities has its heading on each of its pages, under its caption as continued."""
    pages = [squeezed(text) for text in page_texts(printed["zh"])]
    cities = [text for text in pages if text.count("市") > 20 and "附录" in text]
    assert len(cities) > 2
    assert all("表A-2163个重点城市的得分与名次（续）名次重点城市梯队总得分" in text for text in cities[1:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_own_typeface_is_used_and_embedded(printed: dict[str, bytes], language: Any) -> None:
    """Every text, those in drawings too, is set in the publication's typeface, and that is in the file."""
    fonts = used_fonts(printed[language])
    assert {name.partition("-")[0] for name in fonts} == {"NotoSansCJKsc"}
    assert all(fonts.values())


def used_fonts(pdf: bytes) -> dict[str, bool]:
    """Return the name of every font in use, and whether it is embedded."""
    import ctypes

    from pypdfium2 import raw

    opened, found = pypdfium2.PdfDocument(pdf), {}
    for page in opened:
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(item)
            name = ctypes.create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, name, 200)
            found[name.value.decode().rpartition("+")[2]] = raw.FPDFFont_GetIsEmbedded(font) == 1
    opened.close()
    return found


def test_equal_documents_give_equal_bytes(made: Any) -> None:
    """Two prints of one document are the same, byte for byte, in this process and in another."""
    document = made.small_document(
        made.plain_figure("f", "1-1", Text("图", "A figure")),
        made.plain_table("t", "1-1", Text("表", "A table")),
    )
    first = document_pdf(document, "zh")
    assert document_pdf(document, "zh") == first
    program = (
        "import sys; from importlib.util import *; from zhishu.framework import Text\n"
        "spec = spec_from_file_location('made', sys.argv[1]); m = module_from_spec(spec)\n"
        "sys.modules['made'] = m; spec.loader.exec_module(m)\n"
        "from zhishu.publish.print import document_pdf\n"
        "d = m.small_document(m.plain_figure('f', '1-1', Text('图', 'A figure')), m.plain_table('t', '1-1', Text('表', 'A table')))\n"
        "sys.stdout.buffer.write(document_pdf(d, 'zh'))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONHASHSEED": "7"}
    other = subprocess.run(
        [sys.executable, "-c", program, made.__file__], env=environment, capture_output=True, check=True
    )
    assert other.stdout == first


HOSTILE = r"""#let x = 1 $x^2$ *bold* _it_ @ref <label> \ ` "quoted" // /* */ = - + 1. [] {} ~ #import"""


def test_signs_of_the_typesetter_are_text(made: Any) -> None:
    """Names that look like commands of Typst are printed as they are written."""
    title = Text(HOSTILE, HOSTILE)
    document = made.small_document(
        made.paragraph(HOSTILE, HOSTILE),
        made.paragraph(HOSTILE, HOSTILE, "bullet"),
        made.plain_table("t", "#1", title),
        name=title,
    )
    text = squeezed("".join(page_texts(document_pdf(document, "zh"))))
    assert text.count(squeezed(HOSTILE)) >= 6


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(
        alphabet=st.sampled_from("#$*_@<>\\`~=-+/[]{}()'\"% 北京a1.,:;^&|!?"), min_size=1, max_size=40
    )
)
def test_any_name_is_printed_as_written(made: Any, name: str) -> None:
    """Whatever signs a name is made of, it is printed with exactly these."""
    document = made.small_document(made.paragraph(f"甲{name}乙", f"甲{name}乙"))
    text = squeezed("".join(page_texts(document_pdf(document, "zh"))))
    assert squeezed(f"甲{name}乙") in text


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=60), language=st.sampled_from(LANGUAGES))
def test_any_text_can_be_printed(made: Any, name: str, language: Any) -> None:
    """Any characters at all, in any place, give a PDF that meets the standards for archives and access."""
    title = Text(name, name)
    document = made.small_document(
        made.paragraph(name, name),
        made.plain_table("t", name, title),
        name=title,
        publisher=title,
        note=title,
        date=name,
    )
    assert document_pdf(document, language).startswith(b"%PDF-")


def test_odd_text_is_replaced_and_named(made: Any) -> None:
    """Emoji and right-to-left letters, which the font lacks, are set as 〓 and named at the end."""
    name = "数据\U0001f600公司\u202e\u05d0\x07" + "很长的名称" * 60
    document = made.small_document(made.paragraph(name, name), made.plain_table("t", "1-1", Text(name, name)))
    text = squeezed("".join(page_texts(document_pdf(document, "zh"))))
    assert "数据〓公司〓很长的名称" in text
    assert "U+05D0,U+1F600" in text


def test_a_document_may_be_empty(made: Any) -> None:
    """A document without sections, figures or tables is a cover and a page of contents."""
    from dataclasses import replace

    document = replace(made.small_document(), sections=(), date="")
    assert len(page_texts(document_pdf(document, "en"))) == 2


def test_pictures_are_described_and_the_file_says_what_it_is(made: Any) -> None:
    """The PDF is tagged, names both standards, its language, and carries the alternative texts."""
    import zlib

    document = made.small_document(made.plain_figure("f", "1-1", Text("图", "A figure")))
    pdf = document_pdf(document, "en")
    streams = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            streams.append(zlib.decompress(packed))
        except zlib.error:
            streams.append(packed)
    whole = b"".join(streams)
    for said in (
        b"/MarkInfo",
        b"pdfuaid:part",
        b"pdfaid:conformance",
        b"/Alt",
        b"One word: A figure",
        b"2023-09-01",
    ):
        assert said in whole, said
