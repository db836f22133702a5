"""Where an edition takes place: the regions of its levels, where records lie, who is in which group."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhishu.errors import PlaceError
from zhishu.places.groups import resolve_groups
from zhishu.places.region_file import edition_regions
from zhishu.places.regions import Region, Regions, combine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.edition import Edition
    from zhishu.panel import Panel

FROM_PANEL = "from panel"
BUILTIN = "builtin/"


@dataclass(frozen=True, slots=True)
class Setting:
    """The regions of each level, by level id; a level whose regions a panel brings is not in it.

    `lookup` knows every region that a record may name, also those of no level.
    """

    lookup: Regions
    levels: Mapping[str, tuple[Region, ...]]
    _codes: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        codes = {
            level: frozenset(region.code for region in regions) for level, regions in self.levels.items()
        }
        object.__setattr__(self, "_codes", codes)

    def locate(self, text: str) -> Mapping[str, str]:
        """Return, for the region that `text` means, level id → code of the region that contains it.

        A level that does not contain the region is left out: a province's own policy lies in no
        city. Unknown or ambiguous text raises a PlaceError with candidates.
        """
        code = self.lookup.find(text).code
        around = {level: self.lookup.containing(code, codes) for level, codes in self._codes.items()}
        return {level: found for level, found in around.items() if found is not None}


def setting_of(edition: Edition) -> Setting:
    """Return the Setting of an edition, its region files read and checked."""
    sources = {level.id: level.regions for level in edition.levels if level.regions != FROM_PANEL}
    for level, source in sources.items():
        _refuse_outside(edition, level, source)
    if not sources:
        return Setting(Regions(()), {})
    lookup, levels = edition_regions(sources, edition.folder)
    return Setting(lookup, levels)


def group_members(
    edition: Edition, setting: Setting, panels: Mapping[str, Panel]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return grouping id → group → codes of its regions at every level that the grouping covers."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for grouping in edition.groupings:
        merged: dict[str, dict[str, None]] = {}
        for level in grouping.levels:
            regions = _level_regions(setting, panels[level])
            lookup = (
                combine((setting.lookup, Regions(regions))) if level not in setting.levels else setting.lookup
            )
            for group, codes in resolve_groups(grouping.members, regions, lookup).items():
                merged.setdefault(group, {}).update(dict.fromkeys(codes))
        found[grouping.id] = {group: tuple(codes) for group, codes in merged.items()}
    return found


def _level_regions(setting: Setting, panel: Panel) -> tuple[Region, ...]:
    if panel.level in setting.levels:
        return setting.levels[panel.level]
    return tuple(
        Region(code, name, name, panel.level) for code, name in zip(panel.regions, panel.names, strict=True)
    )


def _refuse_outside(edition: Edition, level: str, source: str) -> None:
    """Refuse a region file that lies outside of the edition's folder, links followed."""
    if source.startswith(BUILTIN):
        return
    folder = edition.folder.resolve()
    if not (folder / source).resolve().is_relative_to(folder):
        raise PlaceError(
            f"the regions of level '{level}' lie outside of the edition",
            where=f"edition.yaml, levels.{level}.regions",
            seen=source,
            allowed="a file inside the edition's folder, builtin/cn/…, or `from panel`",
        )
