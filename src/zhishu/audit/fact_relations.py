"""The relations of the ledger of facts, each one small check of a set of regions."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isnan, nextafter
from typing import TYPE_CHECKING

from zhishu.audit.fact_ground import (
    LATEST,
    RESERVED,
    amount,
    group_of,
    groups_in,
    is_score,
    is_set,
    known,
    least_difference,
    members_of,
    node_of,
    ranks_within,
    standings,
    tiers_of,
)
from zhishu.errors import FactError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zhishu.audit.fact_ground import Ground
    from zhishu.audit.fact_language import Quantity, Together
    from zhishu.audit.facts import Fact


@dataclass(frozen=True, slots=True)
class Cell:
    """One number behind a fact: what (`value`, `score`, `rank` or `tier`) of which region or group."""

    level: str
    region: str
    name: str
    measure: str
    what: str
    number: float

    def __str__(self) -> str:
        who = self.region if self.name == self.region else f"{self.region} {self.name}"
        return f"{self.level} {who} {self.measure} {self.what} {shown(self.number)}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a relation found for one set of regions."""

    holds: bool
    got: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact asked of one level with one of its measures.

    `field` are the regions within which it is read; None when it is all of the level.
    """

    fact: Fact
    ground: Ground
    quantity: Quantity
    field: tuple[int, ...] | None

    def members(self, together: Together) -> tuple[int, ...]:
        """Return the regions that are meant and lie in the field."""
        found = members_of(self.ground, together, self.quantity, self.field)
        if self.field is None:
            return found
        inside = frozenset(self.field)
        return tuple(region for region in found if region in inside)

    def cells(self, what: str, regions: Sequence[int], numbers: Sequence[float]) -> tuple[Cell, ...]:
        """Return one cell per region."""
        panel = self.ground.level.panel
        return tuple(
            Cell(
                panel.level,
                panel.regions[region],
                panel.names[region],
                str(self.quantity),
                what,
                float(number),
            )
            for region, number in zip(regions, numbers, strict=True)
        )


def question_of(fact: Fact, ground: Ground, quantity: Quantity) -> Question:
    """Return the fact as a Question about one of its measures, its field resolved."""
    terms = fact.area.field
    return Question(fact, ground, quantity, members_of(ground, terms, quantity) if terms else None)


def shown(number: float) -> str:
    """Return a number for a message: whole ones without a point, others to ten digits.

    >>> shown(292.0), shown(65.2049999), shown(float("nan"))
    ('292', '65.2049999', 'missing')
    """
    if isnan(number):
        return "missing"
    return f"{number:.0f}" if number == round(number) else f"{number:.10g}"


def _close(got: float, wanted: float, tolerance: float) -> bool:
    """Whether `got` lies within the closed tolerance; a last binary digit is no difference."""
    slack = 4 * (nextafter(abs(wanted) + tolerance, inf) - (abs(wanted) + tolerance)) if tolerance else 0.0
    return abs(got - wanted) <= tolerance + slack


def _value(question: Question, together: Together) -> Finding:
    """`equals`, `greater`, `less`, `between`: the value, summed over the regions taken together."""
    got, members = _total(question, together)
    target, relation = question.fact.target, question.fact.relation
    holds = {
        "equals": _close(got, target.low, question.fact.tolerance),
        "greater": got > target.low,
        "less": got < target.low,
        "between": target.low <= got <= target.high,
    }[relation]
    return Finding(holds, shown(got), _value_cells(question, members))


def _exceeds(question: Question, together: Together) -> Finding:
    """`exceeds`: the value is strictly greater than that of each of the other alternatives."""
    got, members = _total(question, together)
    holds, texts, cells = True, [shown(got)], [*_value_cells(question, members)]
    for other in question.fact.target.regions:
        theirs, rivals = _total(question, other)
        holds &= got > theirs
        texts.append(f"{'+'.join(other)} {shown(theirs)}")
        cells += _value_cells(question, rivals)
    return Finding(holds, " against ".join(texts), tuple(cells))


def _share(question: Question, together: Together) -> Finding:
    """`share`, `share_greater`: the value in percent of the field's total."""
    part, members = _total(question, together)
    total, _ = _total(question, ("*",))
    got = 100.0 * part / total if total else float("nan")
    target = question.fact.target.low
    holds = (
        got > target
        if question.fact.relation == "share_greater"
        else _close(got, target, question.fact.tolerance)
    )
    return Finding(holds, f"{shown(got)} ({shown(part)} of {shown(total)})", _value_cells(question, members))


def _place(question: Question, together: Together) -> Finding:
    """`rank`, `in_top`, `not_in_top`, `rank_between`: the place of one region or group."""
    _, got, cells = _position(question, together)
    target = question.fact.target
    holds = {
        "rank": got == target.low,
        "in_top": got <= target.low,
        "not_in_top": got > target.low,
        "rank_between": target.low <= got <= target.high,
    }[question.fact.relation]
    return Finding(holds, f"rank {shown(got)}", cells)


def _before(question: Question, together: Together) -> Finding:
    """`before`: the standing (score, or value of what is no node) is strictly better than each other's."""
    mine, _, cells = _position(question, together)
    holds, texts = True, [shown(mine)]
    for other in question.fact.target.regions:
        theirs, _, more = _position(question, other)
        holds &= mine - theirs > least_difference(question.ground, question.quantity)
        texts.append(f"{'+'.join(other)} {shown(theirs)}")
        cells += more
    return Finding(holds, " against ".join(texts), cells)


def _better_rank(question: Question, together: Together) -> Finding:
    """`better_rank_than`: the rank in this measure is strictly better than in each other measure."""
    _, mine, cells = _position(question, together)
    holds, texts = True, [f"rank {shown(mine)}"]
    for quantity in question.fact.target.measures:
        _, theirs, more = _position(question_of(question.fact, question.ground, quantity), together)
        holds &= mine < theirs
        texts.append(f"{quantity} rank {shown(theirs)}")
        cells += more
    return Finding(holds, " against ".join(texts), cells)


def _tier(question: Question, together: Together) -> Finding:
    """`tier`: the tier of one region."""
    region = _one(question, together)
    got = float(tiers_of(question.ground)[region])
    return Finding(
        got == question.fact.target.low, f"tier {shown(got)}", question.cells("tier", [region], [got])
    )


def _regions(question: Question, together: Together) -> Finding:
    """`regions`: how many of the regions have data and lie in the field."""
    counted = _with_data(question, together)
    return Finding(
        len(counted) == question.fact.target.low, str(len(counted)), _rank_cells(question, counted)
    )


def _regions_with(question: Question, together: Together) -> Finding:
    """`regions_with`, `regions_with_at_least`, `share_with`: regions whose value is above zero."""
    counted = _with_data(question, together)
    positive = [region for region in counted if amount(question.ground, question.quantity, (region,)) > 0]
    cells = _value_cells(question, positive)
    if question.fact.relation == "share_with":
        share = 100.0 * len(positive) / len(counted) if counted else float("nan")
        holds = _close(share, question.fact.target.low, question.fact.tolerance)
        return Finding(holds, f"{shown(share)} ({len(positive)} of {len(counted)})", cells)
    exact = question.fact.relation == "regions_with"
    wanted = question.fact.target.low
    return Finding(len(positive) == wanted if exact else len(positive) >= wanted, str(len(positive)), cells)


def _more_regions(question: Question, together: Together) -> Finding:
    """`more_regions_than`: more regions of the field than each other alternative has."""
    mine = _with_data(question, together)
    holds, texts, cells = True, [str(len(mine))], _rank_cells(question, mine)
    for other in question.fact.target.regions:
        theirs = _with_data(question, other)
        holds &= len(mine) > len(theirs)
        texts.append(f"{'+'.join(other)} {len(theirs)}")
        cells += _rank_cells(question, theirs)
    return Finding(holds, " against ".join(texts), cells)


def _groups(question: Question, together: Together) -> Finding:
    """`groups`: how many groups of a grouping have a region at the level."""
    if len(together) != 1 or not together[0].startswith("@") or "/" in together[0]:
        raise FactError("groups are counted of one grouping", seen="+".join(together), allowed="@grouping")
    found = groups_in(question.ground, together[0])
    return Finding(len(found) == question.fact.target.low, f"{len(found)} ({', '.join(found)})", ())


CHECKS: Mapping[str, Callable[[Question, Together], Finding]] = {
    **dict.fromkeys(("equals", "greater", "less", "between"), _value),
    "exceeds": _exceeds,
    **dict.fromkeys(("share", "share_greater"), _share),
    **dict.fromkeys(("rank", "in_top", "not_in_top", "rank_between"), _place),
    "before": _before,
    "better_rank_than": _better_rank,
    "tier": _tier,
    "regions": _regions,
    **dict.fromkeys(("regions_with", "regions_with_at_least", "share_with"), _regions_with),
    "more_regions_than": _more_regions,
    "groups": _groups,
}


def _position(question: Question, together: Together) -> tuple[float, float, tuple[Cell, ...]]:
    """Return standing, rank and cells of one region, or of one group by its mean score."""
    term = together[0]
    if len(together) == 1 and term.startswith("@") and term[1:].partition("/")[0] not in RESERVED:
        return _group_position(question, term)
    ground, quantity = question.ground, question.quantity
    region = _one(question, together)
    standing = float(standings(ground, quantity)[region])
    place = float(ranks_within(ground, quantity, question.field)[region])
    what = "score" if node_of(ground, quantity) and ground.level.scores is not None else "value"
    number = standing if what == "score" else amount(ground, quantity, (region,))
    return (
        standing,
        place,
        (*question.cells("rank", [region], [place]), *question.cells(what, [region], [number])),
    )


def _group_position(question: Question, term: str) -> tuple[float, float, tuple[Cell, ...]]:
    ground, node = question.ground, node_of(question.ground, question.quantity)
    if node is None or question.field is not None:
        raise FactError(
            "groups are ordered by the scores of a node, among all groups of their grouping",
            seen=f"{term}, {question.quantity}",
            advice="use a node and no field, or compare values with `exceeds`",
        )
    scored, group = group_of(ground, term)
    at = ground.result.edition.framework.ids.index(node)
    score, place = float(scored.scores[LATEST, group, at]), float(scored.ranks[LATEST, group, at])
    named = (ground.id, term, term, str(question.quantity))
    return score, place, (Cell(*named, "rank", place), Cell(*named, "score", score))


def _one(question: Question, together: Together) -> int:
    """Return the one region that is meant; it may lie outside of the field."""
    found = members_of(question.ground, together, question.quantity, question.field)
    if len(found) != 1:
        raise FactError(
            f"'{question.fact.relation}' speaks of one region at a time",
            seen="+".join(together),
            allowed="one region, A|B for each of several, or `each` before a set",
        )
    return found[0]


def _total(question: Question, together: Together) -> tuple[float, tuple[int, ...]]:
    """Return the value summed over the regions in the field, and those regions.

    NaN, so that no fact holds, when none is there or a region that is named lies outside.
    """
    inside = question.members(together)
    named = tuple(term for term in together if not is_set(question.ground, term))
    outside = set(members_of(question.ground, named, question.quantity, question.field)) - set(inside)
    if outside or not inside:
        return float("nan"), inside
    return amount(question.ground, question.quantity, inside), inside


def _with_data(question: Question, together: Together) -> tuple[int, ...]:
    members = question.members(together)
    there = known(question.ground, question.quantity)
    return tuple(region for region in members if there[region])


def _value_cells(question: Question, regions: Sequence[int]) -> tuple[Cell, ...]:
    composite = any(is_score(question.ground, term) for term in question.quantity.terms)
    numbers = [amount(question.ground, question.quantity, (region,)) for region in regions]
    return question.cells("score" if composite else "value", regions, numbers)


def _rank_cells(question: Question, regions: Sequence[int]) -> tuple[Cell, ...]:
    """Return the ranks of counted regions among all of the level, where they have any."""
    if question.ground.level.scores is None:
        return _value_cells(question, regions)
    ranks = ranks_within(question.ground, question.quantity, None)
    return question.cells("rank", regions, [float(ranks[region]) for region in regions])
