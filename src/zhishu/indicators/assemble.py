"""Everything that an edition's sources say, level by level: one call from edition to panels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhishu.errors import EditionError
from zhishu.indicators.measures import compute_measures, measured_piece
from zhishu.indicators.merge import merge_pieces
from zhishu.indicators.panels import panel_measures, panel_regions, read_panel
from zhishu.records.engine import open_engine
from zhishu.records.load import Loaded, load_records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from zhishu.edition import Edition
    from zhishu.errors import Repair
    from zhishu.indicators.merge import Piece
    from zhishu.panel import Panel
    from zhishu.places.setting import Setting
    from zhishu.records.clean import QuarantinedCell


@dataclass(frozen=True, slots=True)
class Assembled:
    """The panels of every level and what happened on the way to them.

    `measures` holds the edition's further measures: level → name → values (years, regions).
    `quarantined` and `row_counts` say, per source, how many rows are bad and how many good.
    """

    panels: Mapping[str, Panel]
    measures: Mapping[str, Mapping[str, NDArray[np.float64]]] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
    quarantine: tuple[QuarantinedCell, ...] = ()
    quarantined: Mapping[str, int] = field(default_factory=dict)
    row_counts: Mapping[str, int] = field(default_factory=dict)


def assemble(edition: Edition, setting: Setting) -> Assembled:
    """Return the panels of all levels of an edition, from its records and its ready panels.

    Raises the ZhishuError of the first fault; QuarantineError carries the bad cells.
    """
    with open_engine() as connection:
        loaded = load_records(connection, edition, setting.locate)
        places = {level.id: _regions(edition, setting, level.id) for level in edition.levels}
        parts = {level: _level(loaded, edition, setting, (level, codes)) for level, codes in places.items()}
        measures = {
            level: {
                **compute_measures(loaded, edition, level, tuple(codes)),
                **_panel_measures(edition, setting, level, codes),
            }
            for level, codes in places.items()
        }
    panels = {
        level: merge_pieces(edition, level, tuple(places[level]), tuple(places[level].values()), pieces)
        for level, pieces in parts.items()
    }
    repairs = [*loaded.repairs]
    for pieces in parts.values():
        repairs += [repair for piece in pieces for repair in piece.repairs]
    return Assembled(
        panels, measures, tuple(repairs), loaded.quarantine, loaded.quarantined, loaded.row_counts
    )


def _regions(edition: Edition, setting: Setting, level: str) -> dict[str, str]:
    """Return code → name of a level's regions: those of the setting, or those that its panel brings."""
    if level in setting.levels:
        return {region.code: region.name for region in setting.levels[level]}
    for source in edition.panels:
        if source.level == level:
            return dict(panel_regions(edition, source))
    raise EditionError(
        f"the regions of level '{level}' are to come from a panel, but no panel is of that level",
        where=f"levels, {level}, regions",
        allowed="a ready panel with this level under `sources:`",
    )


def _level(
    loaded: Loaded,
    edition: Edition,
    setting: Setting,
    place: tuple[str, Mapping[str, str]],
) -> list[Piece]:
    level, regions = place
    find = _finder(setting, level, regions)
    ready = [
        read_panel(edition, source, tuple(regions), find)
        for source in edition.panels
        if source.level == level
    ]
    if not loaded.tables:
        return ready
    return [measured_piece(loaded, edition, level, tuple(regions)), *ready]


def _panel_measures(
    edition: Edition, setting: Setting, level: str, regions: Mapping[str, str]
) -> dict[str, NDArray[np.float64]]:
    find = _finder(setting, level, regions)
    found: dict[str, NDArray[np.float64]] = {}
    for source in edition.panels:
        if source.level == level:
            found |= panel_measures(edition, source, tuple(regions), find)
    return found


def _finder(setting: Setting, level: str, regions: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return what finds a panel's region: by its name at the level first, then among all regions.

    So 吉林 is the city in a panel of cities and the province in one of provinces, and a district is
    never taken for the city around it.
    """
    named: dict[str, set[str]] = {}
    for code, name in regions.items():
        named.setdefault(name, set()).add(code)
    for region in setting.levels.get(level, ()):
        named.setdefault(region.short, set()).add(region.code)

    def find(text: str) -> str | None:
        codes = named.get(text, set())
        if len(codes) == 1:
            return next(iter(codes))
        return setting.lookup.find(text).code if level in setting.levels else None

    return find
