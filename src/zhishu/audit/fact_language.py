"""The small closed language in which a ledger of facts speaks of regions, measures and relations.

A fact reads `region · measure · relation · value`. The relations, by what their value is:

=================================================================  ==============================
`equals` `greater` `less`; `share` `share_greater`; `share_with`   a number
`between`                                                          two numbers, `40..60`, closed
`rank` `in_top` `not_in_top` `tier`                                a place, 1 or more
`rank_between`                                                     two places, `3..7`
`better_rank_than`                                                 another measure
`before` `exceeds` `more_regions_than`                             other regions
`regions` `regions_with` `regions_with_at_least` `groups`          a count, 0 or more
=================================================================  ==============================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zhishu.errors import FactError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["number", "range", "place", "places", "measures", "regions", "count"]

RELATIONS: Mapping[str, Kind] = {
    "equals": "number",
    "greater": "number",
    "less": "number",
    "between": "range",
    "exceeds": "regions",
    "share": "number",
    "share_greater": "number",
    "before": "regions",
    "rank": "place",
    "in_top": "place",
    "not_in_top": "place",
    "rank_between": "places",
    "better_rank_than": "measures",
    "tier": "place",
    "regions": "count",
    "regions_with": "count",
    "regions_with_at_least": "count",
    "share_with": "number",
    "more_regions_than": "regions",
    "groups": "count",
}
WITH_TOLERANCE = ("equals", "share", "share_with")
IN_PERCENT = ("share", "share_greater", "share_with")

_ALLOWED: Mapping[Kind, str] = {
    "number": "a number such as 45 or 65.20",
    "range": "two numbers, the lower first, such as 40..60",
    "place": "1, 2, 3, …",
    "places": "two places, the better first, such as 3..7",
    "measures": "a measure, or several joined by |",
    "regions": "regions of the fact's level, or groups of them, joined by + or |",
    "count": "0, 1, 2, …",
}
_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_WHOLE = re.compile(r"[0-9]{1,9}")

Together = tuple[str, ...]
"""Regions, groups or other sets that are taken together, as they are written."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measure: indicators, nodes or further measures added up, in percent of others when given."""

    terms: tuple[str, ...]
    of: tuple[str, ...] = ()

    def __str__(self) -> str:
        top = " + ".join(self.terms)
        return f"{top} / {' + '.join(self.of)}" if self.of else top


@dataclass(frozen=True, slots=True)
class Area:
    """What a fact is about: alternatives that must all satisfy it, within a field (all regions if empty).

    With `each`, every region of the one alternative must satisfy it by itself.
    """

    alternatives: tuple[Together, ...]
    field: Together = ()
    each: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """What a fact demands; the part that its relation's kind of value fills."""

    low: float = 0.0
    high: float = 0.0
    regions: tuple[Together, ...] = ()
    measures: tuple[Quantity, ...] = ()


def area_of(text: str) -> Area:
    """Return the Area that a `region` cell means.

    >>> area_of("Norton|Sutton in @parts/north")
    Area(alternatives=(('Norton',), ('Sutton',)), field=('@parts/north',), each=False)
    """
    each = text.startswith("each ")
    subject, marker, place = text.removeprefix("each ").partition(" in ")
    alternatives = _alternatives(subject, "region")
    if each and len(alternatives) > 1:
        raise FactError(
            "'each' stands before one set of regions", seen=text, advice="leave out 'each' or the |"
        )
    return Area(alternatives, _terms(place, "region") if marker else (), each=each)


def quantities_of(text: str, column: str = "measure") -> tuple[Quantity, ...]:
    """Return the measures that a cell names; the fact must hold of every one.

    >>> [str(quantity) for quantity in quantities_of("patents|listed+unicorn / firms")]
    ['patents', 'listed + unicorn / firms']
    """
    found = []
    for part in text.split("|"):
        top, marker, of = part.partition("/")
        found.append(Quantity(_terms(top, column), _terms(of, column) if marker else ()))
    return tuple(found)


def target_of(relation: str, text: str) -> Target:
    """Return what the `value` cell demands under a relation, or raise a FactError that tells the form.

    >>> target_of("between", "40..60")
    Target(low=40.0, high=60.0, regions=(), measures=())
    """
    kind = kind_of(relation)
    if kind == "regions":
        return Target(regions=_alternatives(text, "value"))
    if kind == "measures":
        return Target(measures=quantities_of(text, "value"))
    if kind in ("range", "places"):
        low, _, high = text.partition("..")
        bounds = [_number(part.strip(), kind, text) for part in (low, high)]
    else:
        bounds = [_number(text, kind, text)] * 2
    if bounds[0] > bounds[1] or (kind in ("place", "places") and bounds[0] < 1):
        raise _bad_value(kind, text)
    return Target(low=bounds[0], high=bounds[1])


def kind_of(relation: str) -> Kind:
    """Return what kind of value a relation takes, or raise a FactError with the nearest relation."""
    if relation in RELATIONS:
        return RELATIONS[relation]
    close = nearest(relation, RELATIONS)
    raise FactError(
        f"there is no relation '{relation}'",
        seen=relation,
        allowed=", ".join(RELATIONS),
        advice=f"did you mean '{close}'?" if close else None,
    )


def tolerance_of(relation: str, text: str) -> float:
    """Return the tolerance, 0 for an empty cell; FactError where a relation has no use for one."""
    if not text:
        return 0.0
    if relation not in WITH_TOLERANCE:
        raise FactError(
            f"the relation '{relation}' takes no tolerance",
            seen=text,
            allowed=f"an empty cell; a tolerance goes with {', '.join(WITH_TOLERANCE)}",
        )
    if not _NUMBER.fullmatch(text) or float(text) < 0:
        raise FactError(
            "a tolerance is not a number", seen=text, allowed="0 or more, such as 0.5, or an empty cell"
        )
    return float(text)


def _number(text: str, kind: Kind, whole_cell: str) -> float:
    pattern = _NUMBER if kind in ("number", "range") else _WHOLE
    if not pattern.fullmatch(text):
        raise _bad_value(kind, whole_cell)
    return float(text)


def _bad_value(kind: Kind, text: str) -> FactError:
    return FactError(
        "a fact's value is not what its relation needs", seen=text or "an empty cell", allowed=_ALLOWED[kind]
    )


def _alternatives(text: str, column: str) -> tuple[Together, ...]:
    return tuple(_terms(part, column) for part in text.split("|"))


def _terms(text: str, column: str) -> Together:
    terms = tuple(term.strip() for term in text.split("+"))
    if not all(terms):
        raise FactError(f"the {column} of a fact has an empty part", seen=text or "an empty cell")
    return terms
