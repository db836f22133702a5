"""A worksheet as a declared value: columns, rows of cells, rules and charts; nothing is written here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Look = Literal[
    "text",
    "input",
    "cut",
    "integer",
    "number",
    "exact",
    "score",
    "rank",
    "change",
    "points",
    "difference",
    "share",
    "imputed",
    "treated",
    "missing",
]
"""How a cell is shown; `input` and `cut` are numbers that the reader is invited to change."""

TOP = 3
"""The first row under a sheet's title, note and headings, counted from 0."""
LEADING_MARKS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
LONGEST_NAME = 31
LONGEST_TEXT = 32_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that XML cannot hold: a formula's cached text is written as it is."""
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class Formula:
    """A live cell: the formula without its equals sign, and the value it has now."""

    text: str
    value: float | str
    look: Look | None = None
    array: bool = False
    """Whether it works on whole ranges, so that older versions of Excel must be told so."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell that looks otherwise than its column."""

    value: float | str | None
    look: Look


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to another sheet of the same workbook."""

    sheet: str


Cell = str | float | None | Formula | Shown | Link


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, look of its cells, and whether it is wrapped text of a fixed width."""

    title: str
    look: Look = "text"
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A conditional format on one range of the data, by column positions (both included)."""

    kind: Literal["bar", "scale", "podium", "tiers", "not_one", "moved", "same"]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart over the first `rows` data rows, names (or x) and values by column position."""

    kind: Literal["bar", "scatter", "range"]
    title: str
    names: int
    values: int
    rows: int
    axes: tuple[str, str] = ("", "")
    second: int = 0
    """For a range: the column of its width; `values` is the one of its lower end."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a title, a note under it, headings, rows pinned under them, and the data.

    `frozen` columns stay when the reader scrolls; `indents` (one per data row) indent its first cell;
    `colour` is the role of the tab's colour.
    """

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    pinned: tuple[tuple[Cell, ...], ...] = ()
    rules: tuple[Rule, ...] = ()
    charts: tuple[Chart, ...] = ()
    frozen: int = 2
    colour: str = ""
    indents: tuple[int, ...] = field(default=())

    @property
    def first(self) -> int:
        """The first row of data, counted from 0."""
        return TOP + len(self.pinned)


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, wherever the cell is copied to.

    A leading = + - @ or control character gets an apostrophe before it, as OWASP advises against
    CSV injection; characters that no file can hold become spaces or question marks.

    >>> neutral("=1+1"), neutral("北京市")
    ("'=1+1", '北京市')
    """
    plain = CONTROL.sub(" ", text.encode("utf-8", "replace").decode())
    whole = plain[:LONGEST_TEXT]
    return f"'{whole}" if whole.startswith(LEADING_MARKS) else whole


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    """Return a name that Excel accepts for a sheet and that no other sheet has.

    >>> sheet_name("a/b", ()), sheet_name("A b", ("a b",))
    ('a b', 'A b 2')
    """
    plain = wanted.encode("utf-8", "replace").decode().translate(FORBIDDEN)
    plain = "".join(character if character.isprintable() else " " for character in plain).strip() or "Sheet"
    lower, number, name = {name.lower() for name in taken}, 1, plain[:LONGEST_NAME]
    while name.lower() in lower:
        number += 1
        tail = f" {number}"
        name = plain[: LONGEST_NAME - len(tail)] + tail
    return name


def sheet_names(wanted: Iterable[tuple[str, str, str]]) -> Mapping[str, str]:
    """Return a name for every key; the parts are (key, what, of which level), the second never cut.

    >>> sheet_names([("a", "得分", "省份"), ("b", "说明", "")])
    {'a': '省份-得分', 'b': '说明'}
    """
    found: dict[str, str] = {}
    for key, what, level in wanted:
        room = LONGEST_NAME - len(what) - 4
        found[key] = sheet_name(f"{level[:room]}-{what}" if level else what, found.values())
    return found


def letters(column: int) -> str:
    """Return a column's letters, counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)  # noqa: PLR2004 - letters


def at(row: int, column: int, *, sheet: str = "", fixed: Literal["", "row", "column", "both"] = "") -> str:
    """Return the reference of a cell by its position counted from 0; `fixed` puts in the dollar signs.

    >>> at(3, 2), at(3, 2, sheet="得分", fixed="row")
    ('C4', "'得分'!C$4")
    """
    place = (
        f"{'$' if fixed in ('column', 'both') else ''}{letters(column)}"
        f"{'$' if fixed in ('row', 'both') else ''}{row + 1}"
    )
    return f"'{sheet}'!{place}" if sheet else place


def span(
    first: tuple[int, int],
    last: tuple[int, int],
    *,
    sheet: str = "",
    fixed: Literal["", "row", "column", "both"] = "",
) -> str:
    """Return the reference of a range between two cells, both included.

    >>> span((3, 2), (5, 2), sheet="得分", fixed="both")
    "'得分'!$C$4:$C$6"
    """
    return f"{at(*first, sheet=sheet, fixed=fixed)}:{at(*last, fixed=fixed)}"
