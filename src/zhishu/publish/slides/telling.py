"""What every slide asks: words in one language, names, intervals, claims of the document, the source line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.document import Paragraph
from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Figure, Interval, interval_text, number_text, place_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhishu.publish.document import Document
    from zhishu.publish.figure import Language
    from zhishu.publish.findings import Findings, LevelFindings

SURE = 0.9
"""The share of draws from which on one is said to be ahead of another."""
HEADLINE = 74.0
"""The width of a headline in ideographs: two lines of it stand over a slide."""
SOURCE = Text("来源：{}", "Source: {}")


@dataclass(frozen=True, slots=True)
class Telling:
    """A document and its findings, as they are told in one language."""

    document: Document
    findings: Findings
    language: Language

    def said(self, text: Text, *values: object) -> str:
        """Return a text in the language of the slides, with its gaps filled."""
        pattern = text.in_language(self.language)
        return pattern.format(*values) if values else pattern

    def listed(self, names: Iterable[str]) -> str:
        """Return names as a list within a sentence."""
        return (", " if self.language == "en" else "、").join(names)

    def name(self, level: LevelFindings, row: int) -> str:
        """Return the short name of a region."""
        return self.said(level.names[row].short)

    def plural(self, level: LevelFindings) -> str:
        """Return what the regions of a level are called within a sentence."""
        name = self.said(level.level.name)
        return name.lower() if self.language == "en" else name

    def node(self, node: str) -> str:
        """Return the name of a node."""
        return self.said(self.findings.framework[node].name)

    def rank(self, level: LevelFindings, row: int, node: str = "") -> str:
        """Return a rank as it is printed."""
        return place_text(float(level.ranks[row, level.column(node) if node else 0]))

    def score(self, level: LevelFindings, row: int, node: str = "") -> str:
        """Return a score as it is printed."""
        return number_text(float(level.scores[row, level.column(node) if node else 0]), 1)

    def interval(self, level: LevelFindings, row: int, node: str = "") -> str:
        """Return the interval of a rank as it is printed, "" where none was drawn."""
        found, column = level.interval, level.column(node) if node else 0
        if found is None or np.isnan(found.low[row, column]):
            return ""
        return interval_text(Interval(float(found.low[row, column]), float(found.high[row, column])))

    def claims(self) -> Iterator[tuple[str, str]]:
        """Yield the claims of the document, id and sentence, in reading order."""
        for section in self.document.walk():
            for block in section.blocks:
                if isinstance(block, Paragraph) and block.id:
                    yield block.id, block.said.plain(self.language)

    def claims_beside(self, level: LevelFindings, node: str) -> Iterator[str]:
        """Yield the claims of the section that has the figure of a node at a level."""
        for section in self.document.walk():
            figures = [block for block in section.blocks if isinstance(block, Figure)]
            if any(_shows(figure, level, node) for figure in figures):
                said = [block for block in section.blocks if isinstance(block, Paragraph) and block.id]
                yield from (block.said.plain(self.language) for block in said)

    def headline(self, claim: str, own: str) -> str:
        """Return the claim with that id when the document makes it and it is short, else our own words."""
        found = dict(self.claims()).get(claim, "")
        headline = found.rstrip("。.") if found and text_width(found, 1) <= HEADLINE else own
        return headline[:1].upper() + headline[1:]

    @property
    def source(self) -> str:
        """Where the numbers come from, with the edition's word on its data."""
        document = self.document
        title = f"{self.said(document.name)} {document.edition}"
        made = self.said(SOURCE, title)
        if document.note is None:
            return made
        separator = ". " if self.language == "en" else "。"
        return f"{made}{separator}{self.said(document.note)}"

    def source_with(self, figure: Figure | None) -> str:
        """Return the source with that of a figure: boundaries and their review number, say."""
        if figure is None or figure.source is None:
            return self.source
        separator = " " if self.language == "en" else ""
        return f"{self.source}{separator}{self.said(figure.source)}"

    @property
    def level(self) -> LevelFindings | None:
        """The level that most is told about: the last one with scores."""
        return self.findings.scored[-1] if self.findings.scored else None


def _shows(figure: Figure, level: LevelFindings, node: str) -> bool:
    """Return whether a figure is about this node: it and what stands below it, and no other branch."""
    shown = {column.node for column in figure.data.columns if column.node}
    own = {node, *level.framework[node].children}
    return figure.data.level == level.id and node in shown and shown <= own


def ranked(level: LevelFindings, node: str = "") -> list[int]:
    """Return the rows of the regions that have a rank, best first."""
    column = level.column(node) if node else 0
    return [int(row) for row in level.order_by(node) if not np.isnan(level.ranks[row, column])]
