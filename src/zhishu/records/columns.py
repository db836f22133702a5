"""Which column of a source file is which: headings → declared columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhishu.edition import Column
from zhishu.errors import EditionError, RecordsError, nearest
from zhishu.records.tables import BUILTIN_TABLES, FURTHER_HEADINGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhishu.edition import Records
    from zhishu.records.tables import Table

_RESERVED = re.compile(r"_(row|year|reason|at_\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """How one source is read: its columns in the file's order, and which of them play a part.

    `columns` stand in the order of the headings, each with its type and rules (text without rules
    when nobody declared it). `region` is required, `key` and `year` are None when there is none.
    """

    source: str
    file: str
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    region: str
    key: str | None = None
    year: str | None = None

    @property
    def types(self) -> dict[str, str]:
        """The columns' types by name."""
        return {column.name: column.type for column in self.columns}


def layout_of(source: Records, headings: Sequence[str]) -> Layout:
    """Return the Layout of a source whose file has these headings.

    A heading is taken by `rename`, else as a column's name (capitals do not matter), else as a
    column's label or another usual Chinese heading. Columns that nobody declared are kept as text.
    Raises RecordsError when a column that must be there is not, and EditionError for a `table`
    that does not exist.
    """
    table = builtin_table(source)
    declared = declared_columns(source, table)
    key = source.key or (table.key if table else None)
    region = source.region or (table.region if table else None)
    if region is None:
        raise EditionError(
            "a source of records does not say which column holds the region",
            where=f"sources, {source.name}",
            allowed="region: a column of the file, or table: one of the built-in tables",
        )
    names = _named(source, headings, declared)
    parts = {name for name in (key, region, source.year) if name}
    _require(
        source, headings, names, parts | {column.name for column in declared.values() if column.required}
    )
    for column in declared.values():
        _refuse_senseless(column, source)
    columns = tuple(
        _with_part(declared.get(name, Column(name, "text")), key, region, source.year) for name in names
    )
    return Layout(source.name, source.file, tuple(headings), columns, region, key, source.year)


def builtin_table(source: Records) -> Table | None:
    """Return the built-in table that a source names, or None when it names none."""
    if source.table is None:
        return None
    if source.table in BUILTIN_TABLES:
        return BUILTIN_TABLES[source.table]
    close = nearest(source.table, BUILTIN_TABLES)
    raise EditionError(
        f"there is no built-in table '{source.table}'",
        where=f"sources, {source.name}, table",
        seen=source.table,
        allowed=", ".join(BUILTIN_TABLES),
        advice=f"did you mean '{close}'?" if close else "declare `columns:` instead",
    )


def declared_columns(source: Records, table: Table | None) -> dict[str, Column]:
    """Return the columns by name: the built-in table's, overridden and extended by the edition's."""
    builtin = {column.name: column for column in table.columns} if table else {}
    return builtin | {column.name: column for column in source.columns}


def _named(source: Records, headings: Sequence[str], declared: Mapping[str, Column]) -> list[str]:
    for heading in source.rename:
        if heading not in headings:
            raise _absent(source, headings, f"`rename` names the heading '{heading}'", heading)
    known = _aliases(declared)
    names = [source.rename.get(heading, known.get(heading.casefold(), heading)) for heading in headings]
    first: dict[str, str] = {}
    for heading, name in zip(headings, names, strict=True):
        if name.casefold() in first:
            raise RecordsError(
                f"two headings stand for the column '{name}'",
                where=f"{source.file}, headings",
                seen=f"{first[name.casefold()]}, {heading}",
                advice="give one of them another name with `rename:`",
            )
        if _RESERVED.fullmatch(name):
            raise RecordsError(
                "a heading is reserved for the program's own columns",
                where=f"{source.file}, headings",
                seen=heading,
                advice="give it another name with `rename:`",
            )
        first[name.casefold()] = heading
    return names


def _aliases(declared: Mapping[str, Column]) -> dict[str, str]:
    """Return what each heading stands for: names first, then labels, then the further headings."""
    further = {heading: name for heading, name in FURTHER_HEADINGS.items() if name in declared}
    labels = {column.label.casefold(): name for name, column in declared.items() if column.label}
    return further | labels | {name.casefold(): name for name in declared}


def _require(source: Records, headings: Sequence[str], names: Sequence[str], required: set[str]) -> None:
    for name in sorted(required):
        if name not in names:
            raise _absent(source, headings, f"the source '{source.name}' needs a column '{name}'", name)


def _absent(source: Records, headings: Sequence[str], what: str, name: str) -> RecordsError:
    close = nearest(name, headings)
    return RecordsError(
        f"{what}, which the file does not have",
        where=f"{source.file}, headings",
        seen=", ".join(headings),
        allowed=name,
        advice=f"is it '{close}'? then write `rename: {{{close}: {name}}}`"
        if close
        else f"name the column that holds it with `rename: {{its heading: {name}}}`",
    )


def _refuse_senseless(column: Column, source: Records) -> None:
    """Refuse rules that cannot be put to values of the column's type."""
    numbers = {"integer", "decimal", "real"}
    if (column.minimum is not None or column.maximum is not None) and column.type not in numbers:
        fault, allowed = "has a minimum or maximum but is no number", "integer, decimal, real"
    elif column.check is not None and column.type not in {"code", "text"}:
        fault, allowed = f"is checked as '{column.check}' but is no code", "code, text"
    elif column.name == source.year and column.type not in {"integer", "date", "code", "text"}:
        fault, allowed = "gives the year but is neither a whole number nor a date", "integer, date"
    else:
        return
    raise EditionError(
        f"the column '{column.name}' {fault}",
        where=f"sources, {source.name}, columns",
        seen=column.type,
        allowed=allowed,
    )


def _with_part(column: Column, key: str | None, region: str, year: str | None) -> Column:
    """Return the column with the rules that its part as key, region or year brings."""
    if column.name in {key, region}:
        column = replace(column, required=True)
        return replace(column, type="code") if column.type == "text" else column
    if column.name == year:
        column = replace(column, required=True)
        return replace(column, type="integer") if column.type in {"text", "code"} else column
    return column
