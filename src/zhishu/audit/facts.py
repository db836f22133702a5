"""The ledger of published facts: read, and checked one by one against a result."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from zhishu.audit.fact_language import (
    IN_PERCENT,
    Area,
    Quantity,
    Target,
    area_of,
    quantities_of,
    target_of,
    tolerance_of,
)
from zhishu.errors import FactError, ZhishuError, nearest, shorten
from zhishu.records.files import source_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from zhishu.audit.fact_check import FactCheck
    from zhishu.edition import Edition
    from zhishu.result import Result

COLUMNS = ("id", "level", "region", "measure", "relation", "value", "tolerance", "unit")
ROOT = "index"
"""The word that stands for the root of every framework."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One published fact: what the row says, and how the language of facts reads it.

    `where` names file and line. `value` is kept as written, for messages.
    """

    id: str
    level: str
    region: str
    measure: str
    relation: str
    value: str
    tolerance: float
    unit: str
    where: str
    area: Area
    quantities: tuple[Quantity, ...]
    target: Target


def read_facts(edition: Edition) -> tuple[Fact, ...]:
    """Return the facts of the edition's ledger, in the order of the file.

    Raises a FactError, with file and line, for a ledger that is missing or no CSV, columns other
    than `COLUMNS`, a repeated id, and a level, measure, grouping or relation that does not exist
    (with the nearest one that does). Regions are looked up when a fact is checked.
    """
    if edition.facts is None:
        raise FactError(
            "the edition has no ledger of facts",
            where="edition.yaml",
            allowed="facts: facts.csv",
            advice="name the ledger in edition.yaml; docs/09-verify.md shows how to write one",
        )
    facts = tuple(_facts(edition, _rows(source_path(edition.folder, edition.facts))))
    seen: dict[str, str] = {}
    for fact in facts:
        if fact.id in seen:
            raise FactError(
                f"the fact {fact.id} stands twice", where=fact.where, seen=f"first at {seen[fact.id]}"
            )
        seen[fact.id] = fact.where
    return facts


def check_facts(result: Result, facts: Iterable[Fact]) -> tuple[FactCheck, ...]:
    """Return what became of every fact, in the order given.

    All is computed from the latest year of the result: nothing is read but, for a field such as
    `province:北京市`, the edition's region files. A region, group or node that the result does not
    have raises a FactError with the nearest name; a missing value makes a fact fail, it is never
    passed over.
    """
    from zhishu.audit.fact_check import check_fact  # noqa: PLC0415 - numpy
    from zhishu.audit.fact_ground import grounds_of  # noqa: PLC0415 - numpy

    facts = tuple(facts)
    grounds = grounds_of(result, facts)
    found = []
    for fact in facts:
        try:
            found.append(check_fact(fact, grounds[fact.level]))
        except ZhishuError as fault:
            raise _placed(fault, f"{fact.where}, fact {fact.id}") from None
    return tuple(found)


def _facts(edition: Edition, rows: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[Fact]:
    names = _Names.of(edition)
    for where, row in rows:
        try:
            yield _fact(row, where, names)
        except FactError as fault:
            raise _placed(fault, where) from None


def _placed(fault: ZhishuError, where: str) -> FactError:
    """Return the fault as one of the ledger, at its line."""
    return FactError(fault.what, where=where, seen=fault.seen, allowed=fault.allowed, advice=fault.advice)


@dataclass(frozen=True, slots=True)
class _Names:
    """What a fact may name, as the edition declares it."""

    levels: tuple[str, ...]
    measures: tuple[str, ...]
    groupings: tuple[str, ...]
    root: str

    @classmethod
    def of(cls, edition: Edition) -> _Names:
        return cls(
            tuple(level.id for level in edition.levels),
            tuple(dict.fromkeys((ROOT, *edition.framework.ids, *edition.measures))),
            ("tier", "top", *(grouping.id for grouping in edition.groupings)),
            edition.framework.root.id,
        )


def _fact(row: Mapping[str, str], where: str, names: _Names) -> Fact:
    if not row["id"]:
        raise FactError("a fact has no id", seen="an empty cell", allowed="a short text that stands once")
    _known(row["level"], names.levels, "level")
    area, quantities = area_of(row["region"]), quantities_of(row["measure"])
    target = target_of(row["relation"], row["value"])
    for quantity in (*quantities, *target.measures):
        for term in (*quantity.terms, *quantity.of):
            _known(term, names.measures, "measure")
    for term in (
        *area.field,
        *(part for together in (*area.alternatives, *target.regions) for part in together),
    ):
        if term.startswith("@"):
            _known(term[1:].partition("/")[0], names.groupings, "grouping")
    if row["relation"] == "tier" and row["measure"] not in (ROOT, names.root):
        raise FactError("only the index itself has tiers", seen=row["measure"], allowed=ROOT)
    if row["relation"] in IN_PERCENT and row["unit"] != "%":
        raise FactError("a share is stated in percent", seen=row["unit"] or "no unit", allowed="the unit %")
    tolerance = tolerance_of(row["relation"], row["tolerance"])
    texts = {column: row[column] for column in COLUMNS if column != "tolerance"}
    return Fact(**texts, tolerance=tolerance, where=where, area=area, quantities=quantities, target=target)


def _known(name: str, known: tuple[str, ...], what: str) -> None:
    if name not in known:
        close = nearest(name, known)
        raise FactError(
            f"there is no {what} '{shorten(name, 80)}'",
            seen=name or "an empty cell",
            allowed=", ".join(known),
            advice=f"did you mean '{close}'?" if close else None,
        )


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (file and line, cells by column) for every row that is not blank."""
    try:
        reader = csv.reader(StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise FactError(
            "the ledger of facts cannot be read", where=path.name, seen=fault, allowed="a CSV file in UTF-8"
        ) from None
    headings = tuple(cell.strip() for cell in rows[0][1]) if rows else ()
    if headings != COLUMNS:
        raise FactError(
            "the ledger of facts has other columns",
            where=f"{path.name}, line 1",
            seen=", ".join(headings) or "nothing",
            allowed=", ".join(COLUMNS),
        )
    for line, row in rows[1:]:
        if not row:
            continue
        where = f"{path.name}, line {line}"
        if len(row) != len(COLUMNS):
            raise FactError(
                "a fact has the wrong number of cells", where=where, seen=len(row), allowed=str(len(COLUMNS))
            )
        yield where, {column: cell.strip() for column, cell in zip(COLUMNS, row, strict=True)}
