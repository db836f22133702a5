"""The publication as one frozen value: chapters of sentences, tables and figures, and what proves them.

A Document holds both languages and knows no format. The renderers (page, print, word, slides) read it
and add nothing but layout: numbering is done already, and every number that is said has its evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from zhishu.publish.figure import Figure, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhishu.framework import Text
    from zhishu.publish.figure import Data, Language
    from zhishu.publish.page.book import LevelBook

ParagraphKind = Literal["text", "bullet", "lead", "notice", "quote"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a sentence; `evidence` is the id of what proves it, empty when nothing has to.

    `link` is the id of a figure, table or section that the piece refers to.
    """

    text: str
    evidence: str = ""
    strong: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said, as pieces, in both languages: their order may differ."""

    zh: tuple[Span, ...]
    en: tuple[Span, ...]

    def in_language(self, language: Language) -> tuple[Span, ...]:
        """Return the pieces in one language."""
        return self.en if language == "en" else self.zh

    def plain(self, language: Language) -> str:
        """Return the words without their evidence.

        >>> Said((Span("北京"), Span("第 1", "rank-110000")), (Span("Beijing"),)).plain("zh")
        '北京第 1'
        """
        return "".join(span.text for span in self.in_language(language))


def said(text: Text, evidence: str = "") -> Said:
    """Return words as one piece in each language.

    >>> said(Text("方法", "Method")).plain("en")
    'Method'
    """
    return Said((Span(text.zh, evidence),), (Span(text.en, evidence),))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a number or a sentence: the cells, how the number comes from them, the records behind.

    `id` is a slug, unique in the document. `where` says in which tables of `out/tables` the cells
    stand and how to find them. `records` shows some of the records behind the cells, of `counted` in all.
    """

    id: str
    title: Text
    data: Data
    formula: Text | None = None
    where: Text | None = None
    records: Data | None = None
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a point of a list; `evidence` proves it as a whole; `id` is its claim's, if any."""

    said: Said
    kind: ParagraphKind = "text"
    evidence: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section that opens no section of its own."""

    title: Text


Block = Paragraph | Heading | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter or a part of one. `number` is empty where it has none ("1", "2.1").

    `wide` asks for a page of its own in print (appendices).
    """

    id: str
    title: Text
    number: str = ""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    wide: bool = False

    def walk(self) -> Iterator[Section]:
        """Yield the section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number of the cover: value as printed, what it counts, what proves it."""

    value: str
    label: Text
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a publication says, in both languages, in reading order.

    `note` is the edition's word on its data (reconstructed, for instance), which every renderer shows on
    the cover and with every table and figure. `date` is the edition's own date ("2023-09"), never the
    time of the build. `books` hold every level's values, weights and scores, from which a reader follows
    a cell of a table down to the records.
    """

    id: str
    name: Text
    edition: int
    kicker: Text
    sections: tuple[Section, ...]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    key_numbers: tuple[KeyNumber, ...] = ()
    publisher: Text | None = None
    note: Text | None = None
    date: str = ""
    repairs: tuple[Text, ...] = ()
    left_out: tuple[str, ...] = ()
    """What the edition's own outline names but the findings have nothing to show for."""
    books: tuple[LevelBook, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Yield all sections in reading order."""
        for section in self.sections:
            yield from section.walk()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in reading order."""
        return tuple(block for part in self.walk() for block in part.blocks if isinstance(block, Figure))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in reading order."""
        return tuple(block for part in self.walk() for block in part.blocks if isinstance(block, Table))
