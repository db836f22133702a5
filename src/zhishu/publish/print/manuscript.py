"""A Document in one language as the plain data that the Typst templates set."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from zhishu.publish.document import Heading, Paragraph
from zhishu.publish.figure import Figure, Table, source_line
from zhishu.publish.print.cells import fitted, lines_of, printed_columns, printed_rows
from zhishu.publish.print.cover import cover
from zhishu.publish.print.glyphs import printable, printable_drawing, strings, unshown
from zhishu.publish.print.words import PRINTED, full_date
from zhishu.publish.style import COLOURS, PAGE_WIDTH, colour

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhishu.framework import Text
    from zhishu.publish.document import Block, Document, Section, Span
    from zhishu.publish.figure import Language

VIEW_BOX = re.compile(r'viewBox="\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)')
FULL_WIDTH = 170.0
"""Millimetres between the margins of a page."""
SIDE = 26.0
"""Millimetres of the column beside the text, in which the numbers of headings stand."""
LARGEST, SMALLEST = 8.6, 5.6
"""Points of a table's text."""
POINTS_PER_MM = 72 / 25.4
KEPT_WHOLE = 24
"""Lines up to which a table is not broken over pages."""


def manuscript(document: Document, drawn: Mapping[str, str], language: Language) -> dict[str, Any]:
    """Return everything that the templates set; `drawn` has the SVG of every figure by its id.

    Every string can be printed: `about` names the characters that the font lacks.
    """
    targets = link_targets(document)
    said = {
        "language": language,
        "title": titled(document, language),
        "date": full_date(document.date, document.edition),
        "colours": {role: colour(role) for role in COLOURS},
        "words": {name: text.in_language(language) for name, text in PRINTED.items()},
        "geometry": {"full": FULL_WIDTH, "side": SIDE},
        "cover": cover(document, language),
        "sections": [
            _section(part, 1, _Setting(document, drawn, targets, language)) for part in document.sections
        ],
        "lists": {"figures": len(document.figures), "tables": len(document.tables)},
    }
    lacking = unshown("".join((*strings(said), *drawn.values())))
    return {**printable(said), "about": about(document, lacking, language)}


def titled(document: Document, language: Language) -> str:
    """Return the title of the file, which both standards want: the name, or the id where it is invisible."""
    names = (document.name.in_language(language), document.id, "zhishu")
    return next(name for name in map(str.strip, printable(names)) if name)


def link_targets(document: Document) -> dict[str, str]:
    """Return id → label of everything that can be referred to, the first bearer of an id wins."""
    ids = [
        *(part.id for part in document.walk()),
        *(figure.id for figure in document.figures),
        *(table.id for table in document.tables),
    ]
    return {name: f"target-{at}" for at, name in enumerate(dict.fromkeys(ids), start=1)}


def about(document: Document, lacking: Iterable[str], language: Language) -> dict[str, Any]:
    """Return the last words: what was repaired, how the file was made, which characters are replaced."""
    named = ", ".join(f"U+{ord(character):04X}" for character in lacking)
    made = PRINTED["made"].in_language(language)
    replaced = PRINTED["unshown"].in_language(language).format(named) if named else ""
    return {
        "repairs": printable([repair.in_language(language) for repair in document.repairs]),
        "notes": [made, *([replaced] if replaced else [])],
    }


class _Setting:
    """What every block of one document needs to be set; it remembers which labels are given already."""

    def __init__(
        self, document: Document, drawn: Mapping[str, str], targets: Mapping[str, str], language: Language
    ) -> None:
        self.note = document.note
        self.drawn, self.targets, self.language = drawn, targets, language
        self._given: set[str] = set()

    def words(self, text: Text | None) -> str:
        return text.in_language(self.language) if text else ""

    def label(self, name: str) -> str:
        """Return the label of the first bearer of an id, "" for a later one: labels are unique."""
        fresh = name not in self._given
        self._given.add(name)
        return self.targets[name] if fresh else ""


def _section(section: Section, level: int, setting: _Setting) -> dict[str, Any]:
    return {
        "level": level,
        "label": setting.label(section.id),
        "number": section.number,
        "title": setting.words(section.title),
        "wide": section.wide,
        "blocks": _blocks(section.blocks, setting),
        "sections": [_section(part, level + 1, setting) for part in section.sections],
    }


def _blocks(blocks: Iterable[Block], setting: _Setting) -> list[dict[str, Any]]:
    """Return the blocks, points of a list that follow each other as one list."""
    found: list[dict[str, Any]] = []
    for bullets, group in groupby(blocks, key=_is_point):
        if bullets:
            found.append({"kind": "points", "points": [_block(block, setting)["spans"] for block in group]})
        else:
            found += [_block(block, setting) for block in group]
    return found


def _is_point(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind == "bullet"


def _block(block: Block, setting: _Setting) -> dict[str, Any]:
    match block:
        case Paragraph():
            spans = [_span(span, setting) for span in block.said.in_language(setting.language)]
            return {"kind": block.kind, "spans": spans}
        case Heading():
            return {"kind": "heading", "title": setting.words(block.title)}
        case Table():
            return _table(block, setting)
        case Figure():
            return _figure(block, setting)


def _span(span: Span, setting: _Setting) -> dict[str, Any]:
    return {"text": span.text, "strong": span.strong, "link": setting.targets.get(span.link, "")}


def _captioned(block: Table | Figure, setting: _Setting) -> dict[str, Any]:
    return {
        "label": setting.label(block.id),
        "number": block.number,
        "title": setting.words(block.title),
        "note": setting.words(block.note),
        "source": source_line(block.source, setting.note, setting.language) or "",
    }


def _figure(figure: Figure, setting: _Setting) -> dict[str, Any]:
    width, height = drawn_size(setting.drawn[figure.id])
    return {
        "kind": "figure",
        **_captioned(figure, setting),
        "alternative": setting.words(figure.alternative) or setting.words(figure.title),
        "file": file_name(figure.id, setting.drawn),
        "width": round(width / PAGE_WIDTH * FULL_WIDTH, 3),
        "height": round(height / PAGE_WIDTH * FULL_WIDTH, 3),
    }


def _table(table: Table, setting: _Setting) -> dict[str, Any]:
    columns = printed_columns(table.data, setting.language)
    rows = printed_rows(table.data, setting.language)
    size, widths = fitted(columns, FULL_WIDTH * POINTS_PER_MM, largest=LARGEST, smallest=SMALLEST)
    return {
        "kind": "table",
        **_captioned(table, setting),
        "size": round(size, 2),
        "columns": [
            {"title": column.title, "align": column.align, "width": width}
            for column, width in zip(columns, widths, strict=True)
        ],
        "rows": rows,
        "breakable": lines_of(rows, widths, size) > KEPT_WHOLE,
    }


def drawn_size(svg: str) -> tuple[float, float]:
    """Return width and height of a drawing in pixels, from its view box.

    >>> drawn_size('<svg viewBox="0 0 960 700"></svg>')
    (960.0, 700.0)
    """
    found = VIEW_BOX.search(svg)
    return (float(found.group(1)), float(found.group(2))) if found else (float(PAGE_WIDTH), PAGE_WIDTH / 2)


def file_name(figure: str, drawn: Mapping[str, str]) -> str:
    """Return the name under which a figure's drawing stands beside the template: ids may be odd."""
    return f"figure-{list(drawn).index(figure) + 1}.svg"


def drawing_files(drawn: Mapping[str, str], language: Language) -> dict[str, bytes]:
    """Return file name → SVG of every drawing, ready for print."""
    return {
        file_name(figure, drawn): printable_drawing(svg, language).encode() for figure, svg in drawn.items()
    }
