"""The ground on which facts of one level are checked: its regions, values, standings and ranks."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import FactError, nearest
from zhishu.score.ranks import rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from zhishu.audit.fact_language import Quantity, Together
    from zhishu.audit.facts import Fact
    from zhishu.places.setting import Setting
    from zhishu.result import GroupScores, LevelResult, Result

LATEST = -1
RESERVED = ("tier", "top")
GROUP_STATISTIC = "mean"


@dataclass(frozen=True, slots=True)
class Ground:
    """One level of a result with look-ups of its regions by code and by name.

    `setting` is there when some fact needs to know which regions lie in which.
    """

    result: Result
    id: str
    level: LevelResult
    by_code: Mapping[str, int]
    by_name: Mapping[str, tuple[int, ...]]
    setting: Setting | None = None

    @property
    def root(self) -> str:
        """The id of the index itself."""
        return self.result.edition.framework.root.id

    def rank_option(self, option: str, default: float | str) -> Any:  # noqa: ANN401 - as the recipe has it
        """Return an option of the recipe's rank step, which ranks within a field follow as well."""
        step = self.result.edition.recipe.first("rank")
        return step.options.get(option, default) if step else default


def grounds_of(result: Result, facts: Iterable[Fact]) -> dict[str, Ground]:
    """Return the Ground of every level that the facts speak of."""
    facts = tuple(facts)
    nested = any(_inside_of(result, term) for fact in facts for term in _all_terms(fact))
    setting = None
    if nested:
        from zhishu.places.setting import setting_of  # noqa: PLC0415 - reads region files

        setting = setting_of(result.edition)
    return {level: _ground(result, level, setting) for level in dict.fromkeys(fact.level for fact in facts)}


def node_of(ground: Ground, quantity: Quantity) -> str | None:
    """Return the node of the framework that a measure is, or None when it is a sum, a ratio or no node."""
    if quantity.of or len(quantity.terms) > 1:
        return None
    name = _alias(ground, quantity.terms[0])
    return name if name in ground.result.edition.framework.ids else None


def is_score(ground: Ground, term: str) -> bool:
    """Whether a measure is a node with children, whose value is its score."""
    name = _alias(ground, term)
    return name not in ground.level.panel.indicators and name in ground.result.edition.framework.ids


def column(ground: Ground, term: str) -> NDArray[np.float64]:
    """Return the latest values of an indicator, a further measure or (as scores) a node, by region."""
    name, panel = _alias(ground, term), ground.level.panel
    if name in panel.indicators:
        return np.asarray(panel.values[LATEST, :, panel.indicators.index(name)])
    further = ground.result.measures.get(ground.id, {})
    if name in further:
        return np.asarray(further[name][LATEST])
    if name in ground.result.edition.framework.ids and ground.level.scores is not None:
        return ground.level.scores[LATEST, :, ground.result.edition.framework.ids.index(name)]
    there = (*panel.indicators, *further)
    close = nearest(name, there)
    raise FactError(
        f"the level '{ground.id}' has no '{term}'",
        seen=term,
        allowed=", ".join(there),
        advice=f"did you mean '{close}'?" if close else "scores exist at scored levels only",
    )


def amount(ground: Ground, quantity: Quantity, members: Iterable[int]) -> float:
    """Return a measure's value summed over regions; NaN when a value is missing or a ratio has no base."""
    members = tuple(members)
    scored = [term for term in (*quantity.terms, *quantity.of) if is_score(ground, term)]
    if scored and (len(members) != 1 or quantity.of or len(quantity.terms) > 1):
        raise FactError(
            f"scores of '{scored[0]}' cannot be added up or divided",
            seen=str(quantity),
            allowed="one region and one node; sums are of indicators and further measures",
        )
    top = fsum(float(column(ground, term)[region]) for term in quantity.terms for region in members)
    if not quantity.of:
        return top
    base = fsum(float(column(ground, term)[region]) for term in quantity.of for region in members)
    return 100.0 * top / base if base else float("nan")


def standings(ground: Ground, quantity: Quantity) -> NDArray[np.float64]:
    """Return a number per region of which more is better: the score of a node, else the measure's value."""
    node = node_of(ground, quantity)
    ids = ground.result.edition.framework.ids
    if node is not None and ground.level.scores is not None:
        return ground.level.scores[LATEST, :, ids.index(node)]
    kind = ground.result.edition.framework[node].direction.kind if node is not None else "positive"
    if kind not in ("positive", "negative"):
        raise FactError(
            f"values of '{quantity}' have no order at the level '{ground.id}'",
            seen=f"direction {kind}",
            allowed="an indicator of which more, or less, is better; or a level with scores",
        )
    top = _sum(ground, quantity.terms)
    if quantity.of:
        base = _sum(ground, quantity.of)
        top = np.divide(top, base, out=np.full_like(top, np.nan), where=base != 0)
    return -top if kind == "negative" else top


def ranks_within(ground: Ground, quantity: Quantity, field: Iterable[int] | None) -> NDArray[np.float64]:
    """Return every region's rank among those of the field (None: all), NaN outside and without data.

    Over all regions of a scored level a node's ranks are the result's own.
    """
    node = node_of(ground, quantity)
    if field is None and node is not None and ground.level.ranks is not None:
        return ground.level.ranks[LATEST, :, ground.result.edition.framework.ids.index(node)]
    found = standings(ground, quantity)
    if field is not None:
        inside = np.zeros(len(found), dtype=bool)
        inside[list(field)] = True
        found = np.where(inside, found, np.nan)
    ties = str(ground.rank_option("ties", "min"))
    return rank(found, ties=ties, tolerance=least_difference(ground, quantity))


def least_difference(ground: Ground, quantity: Quantity) -> float:
    """Return by how much two standings may differ and still be equal: the recipe's word, for scores."""
    scored = node_of(ground, quantity) is not None and ground.level.scores is not None
    return float(ground.rank_option("tolerance", 0.0)) if scored else 0.0


def members_of(
    ground: Ground, together: Together, quantity: Quantity, field: tuple[int, ...] | None = None
) -> tuple[int, ...]:
    """Return the positions of the regions that the terms mean, once each; the field settles a shared name."""
    found = (_term_members(ground, term, quantity, field) for term in together)
    return tuple(dict.fromkeys(region for regions in found for region in regions))


def group_of(ground: Ground, term: str) -> tuple[GroupScores, int]:
    """Return the mean scores of a term's grouping and the group's position in it."""
    grouping, _, group = term[1:].partition("/")
    scored = next(
        (g for g in ground.level.groups if g.grouping == grouping and g.statistic == GROUP_STATISTIC), None
    )
    if scored is None:
        have = [f"{g.grouping} ({g.statistic})" for g in ground.level.groups]
        raise FactError(
            f"the groups of '{grouping}' have no mean scores at the level '{ground.id}'",
            seen=term,
            allowed=", ".join(have) or "a scored level",
            advice="add `mean` to the grouping's statistics, or compare values with `exceeds`",
        )
    if group not in scored.groups:
        raise _no_group(group, grouping, scored.groups)
    return scored, scored.groups.index(group)


def groups_in(ground: Ground, term: str) -> tuple[str, ...]:
    """Return the groups of the grouping `@grouping` that have a region at the level."""
    groups = ground.result.regions_groups.get(term[1:], {})
    return tuple(name for name, codes in groups.items() if any(code in ground.by_code for code in codes))


def known(ground: Ground, quantity: Quantity) -> NDArray[np.bool_]:
    """Return, by region, whether the measure has a value there."""
    return ~np.isnan(_sum(ground, (*quantity.terms, *quantity.of)))


def _sum(ground: Ground, terms: tuple[str, ...]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.stack([column(ground, term) for term in terms]).sum(axis=0)
    return found


def _ground(result: Result, level: str, setting: Setting | None) -> Ground:
    panel = result.levels[level].panel
    names: dict[str, tuple[int, ...]] = {}
    for position, name in enumerate(panel.names):
        names[name] = (*names.get(name, ()), position)
    by_code = {code: position for position, code in enumerate(panel.regions)}
    return Ground(result, level, result.levels[level], by_code, names, setting)


def _all_terms(fact: Fact) -> tuple[str, ...]:
    together = (*fact.area.alternatives, fact.area.field, *fact.target.regions)
    return tuple(term for terms in together for term in terms)


def _inside_of(result: Result, term: str) -> tuple[str, str] | None:
    """Return (level, region) of a term such as `province:北京市`, or None."""
    level, marker, region = term.partition(":")
    return (level, region.strip()) if marker and level in result.levels else None


def _alias(ground: Ground, term: str) -> str:
    known = ground.result.edition.framework.ids
    return ground.root if term == "index" and term not in known else term


def is_set(ground: Ground, term: str) -> bool:
    """Whether a term means a set of regions, such as a group, and no single region by its name."""
    return term == "*" or term.startswith("@") or _inside_of(ground.result, term) is not None


def _term_members(
    ground: Ground, term: str, quantity: Quantity, field: tuple[int, ...] | None
) -> tuple[int, ...]:
    if term == "*":
        return tuple(range(len(ground.by_code)))
    if term.startswith("@"):
        return _set_members(ground, term, quantity)
    if _inside_of(ground.result, term):
        return _enclosed(ground, term)
    return (_region(ground, term, field),)


def _set_members(ground: Ground, term: str, quantity: Quantity) -> tuple[int, ...]:
    grouping, _, group = term[1:].partition("/")
    if grouping not in RESERVED:
        groups = ground.result.regions_groups.get(grouping, {})
        if group not in groups:
            raise _no_group(group, grouping, groups)
        return tuple(ground.by_code[code] for code in groups[group] if code in ground.by_code)
    if not (group.isascii() and group.isdigit() and int(group[:9]) > 0):
        raise FactError(f"@{grouping}/ needs a number", seen=term, allowed=f"@{grouping}/1, @{grouping}/2, …")
    if grouping == "top":
        return tuple(np.flatnonzero(ranks_within(ground, quantity, None) <= int(group[:9])).tolist())
    return tuple(np.flatnonzero(tiers_of(ground) == int(group[:9])).tolist())


def tiers_of(ground: Ground) -> NDArray[np.int64]:
    """Return the tier of every region in the latest year; FactError at a level without tiers."""
    if ground.level.tiers is None:
        raise FactError(
            f"the level '{ground.id}' has no tiers",
            allowed="a scored level, and a recipe with the step `tiers`",
        )
    tiers: NDArray[np.int64] = ground.level.tiers[LATEST]
    return tiers


def _enclosed(ground: Ground, term: str) -> tuple[int, ...]:
    level, text = _inside_of(ground.result, term) or ("", "")
    assert ground.setting is not None  # noqa: S101 - grounds_of reads it when any term needs it
    around = ground.setting.lookup.find(text, level=level).code
    containing = ground.setting.lookup.containing
    return tuple(at for code, at in ground.by_code.items() if containing(code, (around,)) is not None)


def _region(ground: Ground, text: str, field: tuple[int, ...] | None) -> int:
    if text in ground.by_code:
        return ground.by_code[text]
    found = ground.by_name.get(text, ())
    if len(found) > 1 and field is not None:
        found = tuple(region for region in found if region in field)
    if len(found) == 1:
        return found[0]
    if ground.by_name.get(text):
        codes = [ground.level.panel.regions[region] for region in found or ground.by_name[text]]
        raise FactError(
            f"'{text}' may be any of {len(codes)} regions of the level '{ground.id}'",
            seen=text,
            allowed=", ".join(codes[:8]),
            advice="write the code, or a field such as `in province:…`",
        )
    close = nearest(text, (*ground.by_name, *ground.by_code))
    raise FactError(
        f"the level '{ground.id}' has no region '{text}'",
        seen=text,
        allowed="a code or a full name of the level's regions",
        advice=f"did you mean '{close}'?" if close else "check level and spelling",
    )


def _no_group(group: str, grouping: str, known: Iterable[str]) -> FactError:
    known = tuple(known)
    close = nearest(group, known)
    return FactError(
        f"the grouping '{grouping}' has no group '{group}'",
        seen=group or "no group",
        allowed=", ".join(known) or "none",
        advice=f"did you mean '{close}'?" if close else None,
    )
