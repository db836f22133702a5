"""The ranks that were published elsewhere, read from the edition's ledger of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.audit.facts import ROOT, read_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.edition import Edition

RANK = "rank"


def published_ranks(edition: Edition) -> Mapping[tuple[str, str, str], int]:
    """Return published ranks by (level, region as the ledger writes it, node of the framework).

    Facts of another relation, about several regions or about what is no node are left out. An
    edition without a ledger gives none; a ledger with a fault raises the FactError of `read_facts`.
    """
    if edition.facts is None:
        return {}
    root, nodes = edition.framework.root.id, frozenset(edition.framework.ids)
    found: dict[tuple[str, str, str], int] = {}
    for fact in read_facts(edition):
        node = root if fact.measure == ROOT else fact.measure
        if fact.relation == RANK and node in nodes and fact.value.isdecimal():
            found[fact.level, fact.region, node] = int(fact.value)
    return found
