"""The body of the Word file: sections, paragraphs, captions, figures and tables, block by block."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from zhishu.publish.document import Heading, Paragraph
from zhishu.publish.figure import Figure, Table, source_line
from zhishu.publish.print.heading_numbers import count_by_themselves, is_counted
from zhishu.publish.print.manuscript import link_targets
from zhishu.publish.print.pictures import picture_size
from zhishu.publish.print.word_tables import word_table
from zhishu.publish.print.word_xml import UNWRITABLE, bookmark, field, link, paragraph, parsed, run
from zhishu.publish.print.words import PRINTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.document import Block, Document, Section, Span
    from zhishu.publish.figure import Language

STYLES = {"text": "BodyText", "bullet": "ListBullet", "lead": "Lead", "notice": "Notice", "quote": "Quote"}
DEEPEST = 4
EMU_PER_MM = 36000
UNNUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'


class Body:
    """A Word file while its blocks are written; a class because ids are counted on through the file."""

    def __init__(
        self,
        word: Any,  # noqa: ANN401 - python-docx has no types
        document: Document,
        language: Language,
        svgs: Mapping[str, str],
        shown: Mapping[str, bytes],
    ) -> None:
        self.word, self.document, self.language = word, document, language
        self.svgs, self.shown = svgs, shown
        self.targets = {name: f"_{label.replace('-', '')}" for name, label in link_targets(document).items()}
        self.counted = count_by_themselves(document)
        self._labels: dict[str, str] = {}
        self._marks: set[str] = set()
        self._chapters: set[tuple[str, str]] = set()
        self._ids = 0
        for kind, items in (("figure", document.figures), ("table", document.tables)):
            self._labels |= {item.id: self.label(kind, item.number) for item in items}

    def words(self, name: str) -> str:
        """Return fixed words in the language of the file."""
        return PRINTED[name].in_language(self.language)

    def label(self, kind: str, number: str) -> str:
        """Return what a figure or table is called: "图 2-1"."""
        return f"{self.words(kind)} {number}".strip()

    def write(self, xml: str) -> None:
        """Write blocks at the end of the file."""
        end = self.word.element.body.sectPr
        for element in parsed(xml):
            end.addprevious(element)

    def section(self, section: Section, level: int) -> None:
        """Write a section and all below it."""
        name = self.targets[section.id]
        automatic = self.counted and is_counted(section.number)
        literal = f"{section.number}  " if section.number and not automatic else ""
        heading = self.marked(name, run(literal + section.title.in_language(self.language)))
        style = f"Heading{min(level, DEEPEST)}"
        self.write(paragraph(style, heading, "" if automatic else UNNUMBERED))
        for block in section.blocks:
            self._block(block, level)
        for part in section.sections:
            self.section(part, level + 1)

    def marked(self, name: str, inner: str) -> str:
        """Return content under a bookmark, the first time that the bookmark's name is used."""
        if name in self._marks:
            return inner
        self._marks.add(name)
        self._ids += 1
        return bookmark(self._ids, name, inner)

    def _block(self, block: Block, level: int) -> None:
        match block:
            case Paragraph():
                spans = "".join(self._span(span) for span in block.said.in_language(self.language))
                self.write(paragraph(STYLES[block.kind], spans))
            case Heading():
                title = run(block.title.in_language(self.language))
                self.write(paragraph(f"Heading{min(level + 1, DEEPEST)}", title, UNNUMBERED))
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)

    def _span(self, span: Span) -> str:
        target = self.targets.get(span.link)
        inner = run(span.text, strong=span.strong)
        if target is None or not inner:
            return inner
        if self._labels.get(span.link) == span.text.strip():
            return field(f"REF {target} \\h", inner)
        return link(target, inner)

    def _table(self, table: Table) -> None:
        self.write(paragraph("Caption", self._caption(table, "table"), "<w:keepNext/>"))
        self.write(word_table(table.data, self.language))
        self._remarks(table)

    def _figure(self, figure: Figure) -> None:
        self.write(paragraph("Figure", ""))
        width, height = (round(side * EMU_PER_MM) for side in picture_size(self.svgs[figure.id]))
        picture = BytesIO(self.shown[figure.id])
        inline = self.word.part.new_pic_inline(picture, width, height)
        said = figure.alternative.in_language(self.language) or figure.title.in_language(self.language)
        inline.docPr.set("descr", UNWRITABLE.sub("", said))
        inline.docPr.set("name", UNWRITABLE.sub("", figure.id))
        run_element = parsed("<w:p><w:r/></w:p>")[0][0]
        drawing = run_element.add_drawing(inline)
        assert drawing is not None  # noqa: S101 - python-docx returns what it added
        self.word.element.body.sectPr.getprevious().append(run_element)
        self.write(paragraph("Caption", self._caption(figure, "figure"), "<w:keepNext/>"))
        self._remarks(figure)

    def _caption(self, item: Table | Figure, kind: str) -> str:
        """Return label, number as a field, and title; the label with its number is what references show."""
        title = run(("　" if self.language == "zh" else "  ") + item.title.in_language(self.language))
        if not item.number:
            return title
        chapter, dash, _ = item.number.rpartition("-")
        first = (kind, chapter) not in self._chapters
        self._chapters.add((kind, chapter))
        restart = " \\r 1" if first and dash else ""
        counted = field(f"SEQ {self.words(kind)} \\* ARABIC{restart}", run(item.number.rpartition("-")[2]))
        label = run(f"{self.words(kind)} {chapter}{dash}") + counted
        return self.marked(self.targets[item.id], label) + title

    def _remarks(self, item: Table | Figure) -> None:
        note = item.note.in_language(self.language) if item.note else ""
        source = source_line(item.source, self.document.note, self.language) or ""
        lines = [(name, said) for name, said in (("note", note), ("source", source)) if said]
        for at, (name, said) in enumerate(lines):
            keep = "<w:keepNext/>" if at < len(lines) - 1 else ""
            self.write(paragraph("SourceNote", run(self.words(name), strong=True) + run(said), keep))
        self.write(paragraph("SourceNote", ""))
