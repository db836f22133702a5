"""A Document in one language, as the page's template shows it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from zhishu.publish.document import Heading, Paragraph
from zhishu.publish.drawings import drawings
from zhishu.publish.figure import Figure, Table, in_language
from zhishu.publish.page.table_view import figure_view, table_view
from zhishu.publish.page.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.framework import Text
    from zhishu.publish.document import Block, Document, Section, Span
    from zhishu.publish.figure import Language

HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}
DEEPEST_HEADING = 6

View = dict[str, Any]


def document_view(document: Document, language: Language, already: Mapping[str, str] | None = None) -> View:
    """Return everything that the template shows: words, cover, sections with their blocks.

    `already` has drawings that were made before, by name.
    """
    drawn = drawings(document.figures, language) if already is None else already
    said: View = in_language(
        {
            "name": document.name,
            "kicker": document.kicker,
            "publisher": document.publisher,
            "note": document.note,
            "repairs": document.repairs,
            "words": WORDS,
        },
        language,
    )
    known = document.evidence
    return {
        **said,
        "lang": HTML_LANGUAGES[language],
        "title": f"{said['name']} {document.edition}",
        "edition": document.edition,
        "date": document.date,
        "key_numbers": [
            {
                "value": number.value,
                "label": number.label.in_language(language),
                "proof": _proof(number, known),
            }
            for number in document.key_numbers
        ],
        "sections": [
            _section_view(part, language, note=document.note, drawn=drawn, known=known, depth=2)
            for part in document.sections
        ],
        "searchable": bool(document.books),
    }


def _proof(said: Any, known: Mapping[str, Any]) -> str:  # noqa: ANN401 - anything with `evidence`
    """Return the id of the evidence, "" where there is none in the document."""
    return said.evidence if said.evidence in known else ""


def _section_view(  # noqa: PLR0913 - what every block of the section needs, each by name
    section: Section,
    language: Language,
    *,
    note: Text | None,
    drawn: Mapping[str, str],
    known: Mapping[str, Any],
    depth: int,
) -> View:
    more = {"note": note, "drawn": drawn, "known": known}
    return {
        "id": section.id,
        "number": section.number,
        "title": section.title.in_language(language),
        "depth": depth,
        "heading": f"h{min(depth, DEEPEST_HEADING)}",
        "below": f"h{min(depth + 1, DEEPEST_HEADING)}",
        "wide": section.wide,
        "blocks": [
            view
            for is_bullet, run in groupby(section.blocks, key=_is_bullet)
            for view in _run_view(list(run), language, is_bullet=is_bullet, **more)
        ],
        "sections": [
            _section_view(part, language, **more, depth=depth + 1)  # type: ignore[arg-type] # the three above
            for part in section.sections
        ],
    }


def _is_bullet(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind == "bullet"


def _run_view(run: list[Block], language: Language, *, is_bullet: bool, **more: Any) -> list[View]:  # noqa: ANN401 - what _block_view takes
    """Return the views of a run of blocks; points that follow each other are one list."""
    views = [_block_view(block, language, **more) for block in run]
    return [{"kind": "list", "points": views}] if is_bullet else views


def _block_view(
    block: Block,
    language: Language,
    *,
    note: Text | None,
    drawn: Mapping[str, str],
    known: Mapping[str, Any],
) -> View:
    from markupsafe import Markup  # noqa: PLC0415 - only a page needs it

    match block:
        case Paragraph():
            spans = [_span_view(span, known) for span in block.said.in_language(language)]
            return {"kind": block.kind, "id": block.id, "proof": _proof(block, known), "spans": spans}
        case Heading():
            return {"kind": "heading", "title": block.title.in_language(language)}
        case Table():
            return {"kind": "table", **table_view(block, language, note=note)}
        case Figure():
            names = {"wide": block.id, "narrow": f"{block.id}-narrow"}
            shown = {
                size: Markup(drawn[name]) if name in drawn else None  # noqa: S704 - the renderer escapes every text
                for size, name in names.items()
            }
            return {"kind": "figure", **figure_view(block, language, note=note), **shown}


def _span_view(span: Span, known: Mapping[str, Any]) -> View:
    return {"text": span.text, "proof": _proof(span, known), "strong": span.strong, "link": span.link}
