"""What is published, as declared values: a table, a figure, and the data that both show.

Words stand in them as Text, in both languages; `in_language` gives the value for one reader.
Drawing a figure (render.py) and laying out a page (page.py) read these values and add nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from zhishu.framework import Text

Language = Literal["zh", "en"]
Kind = Literal["text", "rank", "score", "number", "change", "share", "tier", "interval"]


@dataclass(frozen=True, slots=True)
class ByLanguage:
    """Plain data that differs between the languages by more than words: places of labels, say."""

    zh: Any
    en: Any


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in a ranking, beside the place that was published elsewhere, if any; `among` how many."""

    place: float
    published: int | None = None
    among: int = field(default=0, compare=False)

    @property
    def differs(self) -> bool:
        """Whether a place was published and is another one."""
        return self.published is not None and self.published != self.place


@dataclass(frozen=True, slots=True)
class Tier:
    """A class of the ranking: its number (1 the best), its name and the role of its colour."""

    number: int
    name: Text
    role: str


@dataclass(frozen=True, slots=True)
class Interval:
    """The ranks that a region takes over the draws, from `low` to `high`; NaN where there is none."""

    low: float
    high: float


Cell = str | float | Text | Rank | Tier | Interval | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the kind of its cells, digits after the point, and its full scale."""

    id: str
    title: Text
    kind: Kind = "text"
    digits: int = 0
    full: float | None = None
    """The value whose bar fills the cell; None draws no bar."""
    node: str = ""
    """The node of the framework whose score, rank or value the cells are; empty for anything else."""


@dataclass(frozen=True, slots=True)
class Data:
    """Columns and rows; a row has one cell per column. `depths` indents the rows of a tree.

    `level` and `regions` (one code per row, empty for a row of no region) say whose numbers stand in
    the rows; with a column's `node` they lead from a cell to what proves it.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    depths: tuple[int, ...] = ()
    level: str = ""
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is published; `number` is its number in the report ("2-1")."""

    id: str
    number: str
    title: Text
    data: Data
    note: Text | None = None
    source: Text | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is published.

    `spec` is a Vega-Lite specification as plain data, in which words may be Text and data ByLanguage;
    `narrow`, when given, is the same figure laid out for a phone. `alternative` says in words what
    is seen.
    """

    id: str
    number: str
    title: Text
    data: Data
    spec: Mapping[str, Any]
    alternative: Text
    narrow: Mapping[str, Any] | None = None
    note: Text | None = None
    source: Text | None = None


def in_language(value: Any, language: Language) -> Any:  # noqa: ANN401 - plain data of any shape
    """Return plain data in which every Text is its words in `language`.

    >>> in_language({"text": [Text("省", "Province"), 3]}, "en")
    {'text': ['Province', 3]}
    """
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, ByLanguage):
        return in_language(value.en if language == "en" else value.zh, language)
    if isinstance(value, Mapping):
        return {key: in_language(item, language) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [in_language(item, language) for item in value]
    return value


def number_text(value: float | None, digits: int = 0) -> str:
    """Return a number as it is printed: thousands separated, a dash for none.

    >>> number_text(8780), number_text(63.456, 2), number_text(float("nan"))
    ('8,780', '63.46', '—')
    """
    return "—" if value is None or math.isnan(value) else f"{value:,.{digits}f}"


def signed_text(value: float, digits: int = 2) -> str:
    """Return a change as it is printed, its sign before it.

    >>> signed_text(1.254), signed_text(-0.3), signed_text(0.001)
    ('+1.25', '−0.30', '0.00')
    """
    text = number_text(abs(value), digits)
    if not math.isfinite(value) or not float(text.replace(",", "")):
        return text
    return f"{'+' if value > 0 else '−'}{text}"


def place_text(place: float) -> str:
    """Return a rank as it is printed: whole, unless ties are given their average.

    >>> place_text(3.0), place_text(3.5), place_text(float("nan"))
    ('3', '3.5', '—')
    """
    return number_text(place, 0 if math.isnan(place) or place == int(place) else 1)


def interval_text(interval: Interval) -> str:
    """Return an interval of ranks as it is printed; one number where both ends are the same.

    >>> interval_text(Interval(3.0, 5.0)), interval_text(Interval(1.0, 1.0))
    ('3–5', '1')
    """
    low, high = place_text(interval.low), place_text(interval.high)
    return low if low == high else f"{low}–{high}"


def cell_text(cell: Cell, column: Column, language: Language) -> str:
    """Return a cell as plain text, for data tables and for readers without a picture."""
    match cell:
        case Text() | Tier():
            said = cell.name if isinstance(cell, Tier) else cell
            return said.in_language(language)
        case Rank():
            return place_text(cell.place)
        case Interval():
            return interval_text(cell)
        case str():
            return cell
        case _:
            return _number_cell(cell, column)


def _number_cell(number: float | None, column: Column) -> str:
    """Return a number as its column prints it; a dash for none."""
    if number is None or not math.isfinite(number):
        return number_text(number, column.digits)
    if column.kind == "share":
        return number_text(number * 100, column.digits) + "%"
    return (signed_text if column.kind == "change" else number_text)(number, column.digits)


def source_line(source: Text | None, note: Text | None, language: Language) -> str | None:
    """Return where a table or figure comes from, the edition's word on its data first."""
    said = [part.in_language(language) for part in (note, source) if part]
    return (" " if language == "en" else "").join(said) or None
