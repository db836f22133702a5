"""The publication as PDF: the manuscript set by Typst, with drawings as vectors and the font embedded."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from zhishu.publish.fonts import font_file
from zhishu.publish.print.drawn import drawn_figures
from zhishu.publish.print.manuscript import drawing_files, manuscript
from zhishu.publish.print.words import full_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.document import Document
    from zhishu.publish.figure import Language

TEMPLATES = ("main.typ", "look.typ", "cover.typ", "blocks.typ")


def document_pdf(document: Document, language: Language, *, drawn: Mapping[str, str] | None = None) -> bytes:
    """Return the publication as PDF/A-2a and PDF/UA-1, A4, in Chinese ("zh") or English ("en").

    Cover, contents, lists of figures and tables, chapters; every figure is drawn as vectors and carries
    its caption, note and source; long tables repeat their heading. Characters that the font lacks are
    set as 〓 and named at the foot of the lists. The file is dated by the edition, so equal documents give
    equal bytes. `drawn` has drawings by figure id (what `drawings` gives) when they were made already.
    """
    # Typst takes the files of a folder as a mapping, which its types do not say: nothing is written to disk.
    import typst  # noqa: PLC0415 - 40 MB that only a PDF needs

    pictures = drawn_figures(document.figures, language, drawn)
    sources = {name: (files(__package__) / "templates" / name).read_bytes() for name in TEMPLATES}
    said = json.dumps(manuscript(document, pictures, language), ensure_ascii=False, sort_keys=True)
    members: Any = {**sources, "manuscript.json": said.encode(), **drawing_files(pictures, language)}
    made: bytes = typst.compile(
        members,
        font_paths=[str(font_file().parent)],
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=stamp(document),
    )
    return made


def stamp(document: Document) -> int:
    """Return the document's own date as seconds since 1970, for the file's metadata."""
    return int(datetime(*full_date(document.date, document.edition), tzinfo=UTC).timestamp())
