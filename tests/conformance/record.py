"""What agrees with whom: the rows from which the page on conformance is made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """One comparison: our `method` against a paper or a program (`against`, `source`).

    `what` was compared, within the relative `tolerance`; `holds` says whether they agree, and `note`,
    where they do not, who is right and why.
    """

    method: str
    against: str
    source: str
    what: str
    tolerance: float
    holds: bool
    note: str = ""


AGREEMENTS: list[Agreement] = []


def record(agreement: Agreement) -> Agreement:
    """Append a row, once, and return it."""
    if agreement not in AGREEMENTS:
        AGREEMENTS.append(agreement)
    return agreement
