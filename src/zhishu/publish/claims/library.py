"""The library of claims: those that an edition asks for, by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.errors import EditionError
from zhishu.publish.claims.claim import Claim, renamed
from zhishu.publish.claims.pins import pinned_claims
from zhishu.publish.kinds import make

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhishu.publish.findings import Findings

Wanted = str | dict[str, Any]
"""A kind by its name, or {kind: …, id: …, options…}."""


def find_claims(
    findings: Findings, wanted: Sequence[Wanted], *, where: str = "the report"
) -> tuple[Claim, ...]:
    """Return the claims that are wanted, in order, those that do not hold among them (`holds`, `why`).

    Each is a kind's name, or a mapping with `kind`, its options, and `id` to call the claim otherwise; a
    kind that makes several gets the id with a number after it. An unknown kind or option is an EditionError.
    """
    return tuple(claim for one in wanted for claim in _made(findings, one, where))


def _made(findings: Findings, wanted: Wanted, where: str) -> tuple[Claim, ...]:
    options = {"kind": wanted} if isinstance(wanted, str) else dict(wanted)
    name, given = options.pop("kind", ""), options.pop("id", None)
    claims: tuple[Claim, ...] = make(findings, "claim", str(name), options, where=where)
    if not given:
        return claims
    if len(claims) == 1:
        return (renamed(claims[0], str(given)),)
    return tuple(renamed(claim, f"{given}-{at}") for at, claim in enumerate(claims, start=1))


def library_of(findings: Findings, wanted: Sequence[Wanted] = ()) -> Mapping[str, Claim]:
    """Return by id the edition's pinned claims and those that are wanted: what {claim:id} can name.

    A pinned claim that no longer holds raises its ClaimError.
    """
    return by_id((*pinned_claims(findings), *find_claims(findings, wanted)))


def by_id(claims: Iterable[Claim]) -> Mapping[str, Claim]:
    """Return the claims by their ids; two different ones of one id raise an EditionError."""
    found: dict[str, Claim] = {}
    for claim in claims:
        if claim.id in found and found[claim.id].said != claim.said:
            raise EditionError(
                f"two claims are called '{claim.id}'",
                where="the report",
                seen=f"{found[claim.id].said.plain('en')} | {claim.said.plain('en')}",
                advice="give one of them an `id` of its own",
            )
        found.setdefault(claim.id, claim)
    return found
