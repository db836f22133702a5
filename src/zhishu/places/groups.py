"""Groups of regions: parts of the country, economic circles, and those that an edition names."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhishu.errors import PlaceError, nearest
from zhishu.framework import Text
from zhishu.places.china import china

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from zhishu.places.regions import Region, Regions

FILE = Path(__file__).with_name("groups.yaml")
PREFECTURE = "prefecture"


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of regions; `members` are codes of provinces or prefecture-level units."""

    name: Text
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupSet:
    """Groups that are compared with one another, and the document that defines them."""

    id: str
    name: Text
    source: str
    groups: tuple[Group, ...]


def group_set(name: str) -> GroupSet:
    """Return a built-in set of groups, such as `builtin/cn/parts`; PlaceError when there is none.

    >>> [group.name.en for group in group_set("builtin/cn/parts").groups]
    ['Eastern', 'Central', 'Western', 'Northeastern']
    """
    sets = _group_sets()
    if name not in sets:
        close = nearest(name, sets)
        raise PlaceError(
            f"there is no built-in set of groups '{name}'",
            seen=name,
            allowed=", ".join(sets),
            advice=f"did you mean '{close}'?" if close else "or list the members of each group",
        )
    return sets[name]


def builtin_groups(name: str, regions: Iterable[Region]) -> dict[str, tuple[str, ...]]:
    """Return, for each group of the built-in set `name`, the codes of those `regions` that belong to it.

    The regions may be of any level. One belongs to the group of the nearest member that it is or
    lies in; one above the members (河北 over the cities of 京津冀) belongs when all its
    prefecture-level units do. Regions of no group are left out, groups without regions stay, empty.

    >>> codes = [china().find(name, level="prefecture") for name in ("徐州", "南京", "洛阳")]
    >>> builtin_groups("builtin/cn/north_south", codes)
    {'南方': ('320100',), '北方': ('320300', '410300')}
    """
    groups = group_set(name).groups
    members = frozenset(code for group in groups for code in group.members)
    parts: dict[str, tuple[str, ...]] = {}
    for unit in china().at_level(PREFECTURE):
        parts[unit.parent or ""] = (*parts.get(unit.parent or "", ()), unit.code)
    deciding = {region.code: _deciding_members(region, members, parts) for region in regions}
    return {
        group.name.zh: tuple(
            code for code, found in deciding.items() if found and found <= set(group.members)
        )
        for group in groups
    }


def group_names(name: str) -> dict[str, Text]:
    """Return the labels in both languages of the groups of the built-in set `name`, by their keys."""
    return {group.name.zh: group.name for group in group_set(name).groups}


def resolve_groups(
    members: str | Mapping[str, Iterable[str]], regions: Iterable[Region], lookup: Regions
) -> dict[str, tuple[str, ...]]:
    """Return, for each group as an edition gives them, the codes of its `regions`.

    `members` is the name of a built-in set, or a mapping from group name to codes or names, which
    are looked up in `lookup`. A member contains what lies in it: 江苏 in a group brings its cities.
    Unknown or ambiguous members raise a PlaceError that names the group.
    """
    regions = tuple(regions)
    if isinstance(members, str):
        return builtin_groups(members, regions)
    codes = {region.code: None for region in regions}
    return {
        group: tuple(_members_among(group, tuple(texts), codes, lookup)) for group, texts in members.items()
    }


def _members_among(
    group: str, texts: tuple[str, ...], codes: Collection[str], lookup: Regions
) -> Iterable[str]:
    wanted = {_member(group, text, codes, lookup) for text in texts}
    return (code for code in codes if lookup.containing(code, wanted) is not None)


def _member(group: str, text: str, codes: Collection[str], lookup: Regions) -> str:
    """Return the code of one member.

    An ambiguous name means the one region that is not a part of a ranked one: among provinces, 吉林
    is no city.
    """
    try:
        return lookup.find(text).code
    except PlaceError as fault:
        with suppress(PlaceError):
            return lookup.find(text, among=_no_parts_of(codes, lookup)).code
        raise PlaceError(
            fault.what, where=f"group '{group}'", seen=fault.seen, allowed=fault.allowed, advice=fault.advice
        ) from None


def _no_parts_of(codes: Collection[str], lookup: Regions) -> frozenset[str]:
    around = lookup.roll_up(codes)
    return frozenset(code for code in lookup.codes if around.get(code, code) == code)


def _deciding_members(
    region: Region, members: frozenset[str], parts: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """Return the members that decide about `region`: the one around it, else those around its parts."""
    table = china()
    code = region.code if region.code in table else region.parent or region.code
    around = table.containing(code, members)
    if around is not None:
        return frozenset((around,))
    around_parts = [table.containing(part, members) for part in parts.get(code, ())]
    return frozenset(part for part in around_parts if part) if all(around_parts) else frozenset()


@cache
def _group_sets() -> dict[str, GroupSet]:
    import yaml  # noqa: PLC0415 - not needed for --help

    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: _group_set(name, given) for name, given in content.items()}


def _group_set(name: str, given: dict[str, Any]) -> GroupSet:
    groups = tuple(
        Group(Text(zh=label, en=group["en"]), tuple(_code_of(text) for text in group["members"].split()))
        for label, group in given["groups"].items()
    )
    return GroupSet(name, Text(**given["name"]), given["source"], groups)


def _code_of(text: str) -> str:
    """Return the code of a member as groups.yaml writes it.

    Where a province and a prefecture-level unit share a short name, that file writes the province
    in full.
    """
    table = china()
    units = table.at_level(PREFECTURE)
    return next((unit.code for unit in units if unit.short == text), None) or table.find(text).code
