"""A brief as one A4 page: the document of one region set by its own template."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from zhishu.publish.fonts import font_file
from zhishu.publish.print.drawn import drawn_figures
from zhishu.publish.print.manuscript import drawing_files, manuscript
from zhishu.publish.print.pdf import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.document import Document
    from zhishu.publish.figure import Language

TEMPLATES = ("brief.typ", "look.typ", "cover.typ", "blocks.typ")


def brief_pdf(document: Document, language: Language, *, drawn: Mapping[str, str] | None = None) -> bytes:
    """Return the brief of one region (`zhishu.publish.briefs`) as PDF, in one language.

    Equal documents give equal bytes. `drawn` has drawings by figure id when they were made already.
    """
    import typst  # noqa: PLC0415 - 40 MB that only a PDF needs

    pictures = drawn_figures(document.figures, language, drawn)
    sources = {name: (files(__package__) / "templates" / name).read_bytes() for name in TEMPLATES}
    sources["main.typ"] = sources.pop("brief.typ")
    said = manuscript(document, pictures, language)
    said["geometry"] = {"full": 174.0, "side": 0.0}
    content = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    members: Any = {**sources, "manuscript.json": content, **drawing_files(pictures, language)}
    made: bytes = typst.compile(
        members,
        font_paths=[str(font_file().parent)],
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=stamp(document),
    )
    return made
