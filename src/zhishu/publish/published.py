"""The ranks that were published elsewhere, read from the edition's ledger of facts."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from zhishu.errors import FactError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zhishu.edition import Edition

RANK = "rank"
NEEDED = ("level", "region", "measure", "relation", "value")


def published_ranks(edition: Edition) -> Mapping[tuple[str, str, str], int]:
    """Return published ranks by (level, region as the ledger writes it, node of the framework).

    Facts of another relation, or about what is no node, are left out. An edition without a ledger
    gives none. A ledger that cannot be read, lacks a column, or states a rank that is no positive
    whole number raises a FactError.
    """
    if edition.facts is None:
        return {}
    path, nodes = edition.folder / edition.facts, frozenset(edition.framework.ids)
    found: dict[tuple[str, str, str], int] = {}
    for line, row in _rows(path):
        node = _node(row["measure"], edition.framework.root.id)
        if row["relation"] == RANK and node in nodes:
            found[row["level"], row["region"], node] = _rank(row["value"], f"{path.name}, line {line}, column value")
    return found


def _node(measure: str, root: str) -> str:
    """Return the node that a measure names: `score.innovation`, `rank:innovation` or `innovation`."""
    name = measure.replace(":", ".").rpartition(".")[2]
    return root if name in ("index", "total") else name


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row) for row in reader]
            headings = tuple(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise FactError(
            "the ledger of facts cannot be read", where=str(path), seen=fault, advice="check `facts:` in edition.yaml"
        ) from None
    missing = [column for column in NEEDED if column not in headings]
    if missing:
        raise FactError(
            f"the ledger of facts lacks the column '{missing[0]}'",
            where=path.name,
            seen=", ".join(headings),
            allowed=", ".join(NEEDED),
        )
    return [(line, {column: (row[column] or "").strip() for column in NEEDED}) for line, row in rows]


def _rank(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise FactError("a published rank is not a rank", where=where, seen=text, allowed="1, 2, 3, …")
    return int(text)
