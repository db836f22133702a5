"""The publication as a Word file that an editor can carry on in: styles, fields, real tables, pictures."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from zhishu.publish.print.archive import steady_archive
from zhishu.publish.print.drawn import drawn_figures
from zhishu.publish.print.pictures import pictures
from zhishu.publish.print.word_body import Body
from zhishu.publish.print.word_frame import cover_page, front_lists, last_page, set_frame
from zhishu.publish.print.word_styles import set_styles
from zhishu.publish.print.words import full_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.document import Document
    from zhishu.publish.figure import Language


def document_docx(document: Document, language: Language, *, drawn: Mapping[str, str] | None = None) -> bytes:
    """Return the publication as DOCX, A4, in Chinese ("zh") or English ("en").

    Headings, captions, lists and tables have real styles; figures and tables are numbered by fields,
    references and lists of contents are fields, filled with what they show; pictures have 300 dots per
    inch and alternative texts. The file is dated by the edition, so equal documents give equal bytes.
    `drawn` has drawings by figure id (what `drawings` gives) when they were made already.
    """
    import docx  # noqa: PLC0415 - only a Word file needs it

    svgs = drawn_figures(document.figures, language, drawn)
    word = docx.Document()
    for old in list(word.element.body)[:-1]:
        word.element.body.remove(old)
    set_styles(word, language)
    body = Body(word, document, language, svgs, pictures(svgs, language))
    cover_page(body)
    set_frame(body)
    front_lists(body)
    for section in document.sections:
        body.section(section, 1)
    last_page(body)
    _set_properties(word, document, language)
    packed = BytesIO()
    word.save(packed)
    return steady_archive(packed.getvalue(), full_date(document.date, document.edition))


def _set_properties(word: Any, document: Document, language: Language) -> None:  # noqa: ANN401 - python-docx has no types
    at = datetime(*full_date(document.date, document.edition), tzinfo=UTC).replace(tzinfo=None)
    properties, said = word.core_properties, _said
    properties.title = said(document.name.in_language(language))
    properties.subject = said(document.kicker.in_language(language))
    properties.author = said(document.publisher.in_language(language)) if document.publisher else ""
    properties.language = "zh-CN" if language == "zh" else "en-GB"
    properties.comments = said(document.note.in_language(language)) if document.note else ""
    properties.created = properties.modified = at
    properties.last_modified_by, properties.revision = "", 1


def _said(text: str) -> str:
    """Return text that XML and the properties of a file can hold: at most 255 characters."""
    return re.sub("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)[:255]
