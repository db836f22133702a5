"""The sheet: what a source file holds, as text, before any of it is understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhishu.errors import RecordsError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Fault:
    """A row whose cells do not fit the headings: its number, its text, what is wrong with it."""

    row: int
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one file as text, column by column.

    `rows` are the numbers that a person sees in a spreadsheet (the headings stand in row 1 of a
    file without blank lines). Rows without any text are no rows. A cell has
    no blanks at its ends; an empty one is "".
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[int, ...]
    columns: tuple[tuple[str, ...], ...]
    faults: tuple[Fault, ...] = ()

    @property
    def rows_read(self) -> int:
        """How many rows the file has below its headings, the faulty ones included."""
        return len(self.rows) + len(self.faults)


def sheet_of(file: str, lines: Sequence[Sequence[str]]) -> Sheet:
    """Return the Sheet of a file's lines, the first that is not blank being the headings.

    A row with more cells than headings (unless the surplus is blank) or with fewer is a Fault.
    Raises RecordsError for a file without headings, and for headings that repeat or are missing.
    """
    numbered = [(number, line) for number, line in enumerate(lines, 1) if _has_text(line)]
    if not numbered:
        raise RecordsError(
            "a source file is empty",
            where=file,
            seen="no headings",
            allowed="one row of headings, then one row per record",
        )
    headings = _headings(file, numbered[0][1])
    body = numbered[1:]
    width = len(headings)
    faults: list[Fault] = []
    if any(len(line) != width for _, line in body):
        body, faults = _fitted(body, headings, file)
    cells = zip(*(line for _, line in body), strict=True) if body else ((),) * width
    columns = tuple(tuple(map(str.strip, column)) for column in cells)
    return Sheet(file, headings, tuple(number for number, _ in body), columns, tuple(faults))


def _has_text(line: Sequence[str]) -> bool:
    return bool(line) and bool(line[0].strip() or "".join(line).strip())


def _headings(file: str, line: Sequence[str]) -> tuple[str, ...]:
    headings = [heading.strip().strip("\ufeff") for heading in line]
    while headings and not headings[-1]:
        headings.pop()
    first: dict[str, int] = {}
    for position, heading in enumerate(headings, 1):
        if not heading:
            raise RecordsError(
                "a column has no heading", where=f"{file}, column {position}", seen=", ".join(headings)
            )
        # The engine, like most, does not tell "Name" from "name".
        if heading.casefold() in first:
            raise RecordsError(
                "a heading stands twice",
                where=f"{file}, columns {first[heading.casefold()]} and {position}",
                seen=heading,
                allowed="different headings (capitals do not make a difference)",
            )
        first[heading.casefold()] = position
    return tuple(headings)


def _fitted(
    body: Sequence[tuple[int, Sequence[str]]], headings: tuple[str, ...], file: str
) -> tuple[list[tuple[int, Sequence[str]]], list[Fault]]:
    width = len(headings)
    fitting: list[tuple[int, Sequence[str]]] = []
    faults: list[Fault] = []
    for number, line in body:
        if len(line) >= width and not "".join(line[width:]).strip():
            fitting.append((number, line[:width]))
        else:
            faults.append(Fault(number, " | ".join(line), f"{len(line)} cells under {width} headings"))
    if not fitting and faults and all(len(line) > width for _, line in body):
        raise RecordsError(
            "a column has no heading", where=f"{file}, column {width + 1}", seen=", ".join(headings)
        )
    return fitting, faults
