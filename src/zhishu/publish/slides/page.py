"""A slide as a declared value: headline, parts in boxes, source, and the notes for who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from zhishu.publish.figure import Figure

Layout = Literal["cover", "points", "chart"]
"""Which layout a slide uses: the cover, headline with a body of points, or headline only."""

WIDTH, HEIGHT = 13.333, 7.5
"""Inches of a slide: 16 : 9."""
MARGIN = 0.6


@dataclass(frozen=True, slots=True)
class Box:
    """Where a part stands, in inches."""

    left: float
    top: float
    width: float
    height: float


BODY = Box(MARGIN, 1.85, WIDTH - 2 * MARGIN, 4.85)
"""The room under the headline."""


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs in a box, as large as they fit; `role` is the colour's, `fill` that of the ground."""

    box: Box
    paragraphs: tuple[str, ...]
    largest: float = 20
    smallest: float = 12
    bold: bool = False
    role: str = "ink"
    fill: str = ""
    anchor: Literal["top", "middle", "centre"] = "top"
    """Where the words stand: at the top, in the middle of the height, or in the middle of both."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart; `role` is the colour's, "" leaves it unseen (it only carries the next)."""

    name: str
    values: tuple[float | None, ...]
    role: str
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A native chart of bars, the first category on top; several series are stacked."""

    box: Box
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alternative: str
    legend: bool = False
    named: bool = True
    digits: int = 1
    share: float = 0.27
    """The share of the width that the names of the categories take."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure of the document, drawn at 300 dots per inch."""

    box: Box
    figure: Figure


@dataclass(frozen=True, slots=True)
class Grid:
    """A native table: headings, rows, and the width of each column as a share."""

    box: Box
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    alternative: str
    largest: float = 16
    left_columns: int = 1
    """Columns aligned to the left; numbers stand in the middle."""


Part = Words | Bars | Picture | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """One slide; `points` fill the body of the outline, `notes` are the evidence for who speaks."""

    layout: Layout
    headline: str
    kicker: str = ""
    points: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()
    body: Box = BODY
