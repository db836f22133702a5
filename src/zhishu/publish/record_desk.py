"""The records behind the counts: asked for by the report, read once, in a locked engine."""

# ruff: noqa: S608 - SQL is what this module makes: names go through quoted(), conditions are compiled.
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhishu.errors import EditionError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.edition import Edition
    from zhishu.records.load import Loaded, LoadedTable


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records are meant: of a source, fulfilling a condition, in a region of a level."""

    source: str
    where: str | None = None
    level: str | None = None
    region: str | None = None
    """The code of a region of `level`; None: anywhere."""


class RecordDesk:
    """Answers questions about an edition's records; they are read when the first question comes."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._loaded: Loaded | None = None
        self._counted: dict[tuple[Asked, tuple[str, ...]], list[tuple[tuple[Any, ...], int]]] = {}

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources of records; empty when the edition has none."""
        return tuple(source.name for source in self.edition.records)

    def columns(self, source: str) -> tuple[str, ...]:
        """Return the columns of a source; an unknown source raises an EditionError."""
        return tuple(self._table(source).columns)

    def counts(self, asked: Asked, *by: str) -> list[tuple[tuple[Any, ...], int]]:
        """Return (values of the columns `by`, number of records), the most frequent first.

        A column of `by` may be a level's id: the code of the region there. Ties stand in the order
        of the values, empty cells last. Counted once, however often it is asked.
        """
        if (asked, by) in self._counted:
            return self._counted[asked, by]
        table = self._table(asked.source)
        keys = ", ".join(self._key(table, name) for name in by)
        places = ", ".join(str(at + 1) for at in range(len(by)))
        rows = self._rows(
            f"SELECT {keys}, count(*) AS n FROM {_quoted(table.source)} WHERE {self._condition(asked)} "
            f"GROUP BY {places} ORDER BY n DESC, {places}"
        )
        self._counted[asked, by] = [(tuple(row[:-1]), int(row[-1])) for row in rows]
        return self._counted[asked, by]

    def count(self, asked: Asked) -> int:
        """Return the number of records."""
        table = self._table(asked.source)
        condition = self._condition(asked)
        return int(self._rows(f"SELECT count(*) FROM {_quoted(table.source)} WHERE {condition}")[0][0])

    def sample(
        self, asked: Asked, columns: Sequence[str], *, order: str | None = None, limit: int = 20
    ) -> list[tuple[Any, ...]]:
        """Return at most `limit` records in the order of the file, or the largest of a column first."""
        table = self._table(asked.source)
        chosen = ", ".join(self._key(table, name) for name in columns)
        first = f"{self._key(table, order)} DESC NULLS LAST, " if order else ""
        return self._rows(
            f"SELECT {chosen} FROM {_quoted(table.source)} WHERE {self._condition(asked)} "
            f"ORDER BY {first}_row LIMIT {int(limit)}"
        )

    def samples(  # noqa: PLR0913 - as `sample`, and the level and year
        self,
        asked: Asked,
        columns: Sequence[str],
        *,
        level: str,
        year: int | None = None,
        order: str | None = None,
        limit: int = 5,
    ) -> dict[str, tuple[int, list[tuple[Any, ...]]]]:
        """Return region code → (number of records, `limit` of them) for a whole level at once.

        Records stand in the order of the file, or the largest of the column `order` first. `year` keeps
        that year's records of a source that has years. Regions without records are left out.
        """
        table = self._table(asked.source)
        chosen = ", ".join(self._key(table, name) for name in columns)
        at, condition = self._key(table, level), self._condition(asked)
        if year is not None and table.has_year:
            condition += f" AND _year = {int(year)}"
        first = f"{self._key(table, order)} DESC NULLS LAST, " if order else ""
        rows = self._rows(
            f"SELECT {at}, count(*) OVER (PARTITION BY {at}), {chosen} FROM {_quoted(table.source)} "
            f"WHERE {condition} AND {at} IS NOT NULL "
            f"QUALIFY row_number() OVER (PARTITION BY {at} ORDER BY {first}_row) <= {int(limit)} "
            f"ORDER BY {at}, {first}_row"
        )
        found: dict[str, tuple[int, list[tuple[Any, ...]]]] = {}
        for region, count, *cells in rows:
            found.setdefault(str(region), (int(count), []))[1].append(tuple(cells))
        return found

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        loaded = self._read()
        return loaded.connection.execute(query).fetchall()

    def _read(self) -> Loaded:
        if self._loaded is None:
            from zhishu.places.setting import setting_of  # noqa: PLC0415 - only when records are asked for
            from zhishu.records.engine import open_engine  # noqa: PLC0415 - as above
            from zhishu.records.load import load_records  # noqa: PLC0415 - as above

            self._loaded = load_records(open_engine(), self.edition, setting_of(self.edition).locate)
        return self._loaded

    def _table(self, source: str) -> LoadedTable:
        if source not in self.sources:
            raise _unknown("source of records", source, self.sources)
        return self._read().tables[source]

    def _key(self, table: LoadedTable, name: str) -> str:
        levels = self._read().levels
        if name in table.columns:
            return _quoted(name)
        if name in levels:
            return f"_at_{levels.index(name)}"
        raise _unknown(f"column of '{table.source}'", name, (*table.columns, *levels))

    def _condition(self, asked: Asked) -> str:
        from zhishu.indicators.expression import compile_expression  # noqa: PLC0415 - loads the parser
        from zhishu.records.engine import literal  # noqa: PLC0415 - as above

        table = self._table(asked.source)
        parts = []
        if asked.where:
            place = f"the report, records of '{asked.source}', where"
            parts.append(compile_expression(asked.where, table.columns, where=place))
        if asked.level and asked.region:
            parts.append(f"{self._key(table, asked.level)} = {literal(asked.region)}")
        return " AND ".join(f"({part})" for part in parts) or "TRUE"


def _quoted(name: str) -> str:
    from zhishu.records.engine import quoted  # noqa: PLC0415 - loaded by then

    return quoted(name)


def _unknown(kind: str, seen: str, known: Sequence[str]) -> EditionError:
    close = nearest(seen, known)
    return EditionError(
        f"there is no {kind} '{seen}'",
        where="the report",
        seen=seen,
        allowed=", ".join(known) or "none is declared",
        advice=f"did you mean '{close}'?" if close else None,
    )
