"""A panel screened: what has too few values is reported, or left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import PanelError, Repair
from zhishu.panel import Panel
from zhishu.prepare.log import Screened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.prepare.screen import Availability
    from zhishu.registry import Chosen


@dataclass(frozen=True, slots=True)
class Cut:
    """The panel that is left, the positions of its regions and indicators, and what was found."""

    panel: Panel
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    screened: tuple[Screened, ...]
    repairs: tuple[Repair, ...]


def screen_panel(panel: Panel, chosen: Chosen) -> Cut:
    """Return what the screening leaves of a panel; with several years, all of them count together.

    Raises a PanelError when it would leave nothing.
    """
    drop = chosen.options["drop"]
    by_region: Availability = chosen.run(np.moveaxis(panel.values, 0, 1).reshape(len(panel.regions), -1))
    by_indicator: Availability = chosen.run(panel.values.reshape(-1, len(panel.indicators)).T)
    rows = tuple(np.flatnonzero(by_region.passed | (drop != "regions")).tolist())
    columns = tuple(np.flatnonzero(by_indicator.passed | (drop != "indicators")).tolist())
    if not rows or not columns:
        raise PanelError(
            f"screening leaves no {drop}",
            where=f"level {panel.level}, step screen",
            seen="every one of them fails",
            allowed="one at least that passes",
            advice="lower the thresholds, or impute first",
        )
    screened = (
        *_entries("region", panel.regions, by_region, drop),
        *_entries("indicator", panel.indicators, by_indicator, drop),
    )
    repairs = tuple(_repair(panel.level, entry) for entry in screened if not entry.passed)
    return Cut(_cut(panel, rows, columns), rows, columns, screened, repairs)


def _entries(kind: str, ids: Sequence[str], found: Availability, drop: str) -> tuple[Screened, ...]:
    return tuple(
        Screened(kind, name, float(data), float(nonzero), bool(passed), not passed and drop == f"{kind}s")
        for name, data, nonzero, passed in zip(ids, *found, strict=True)
    )


def _repair(level: str, entry: Screened) -> Repair:
    outcome = "is left out of the scores" if entry.dropped else "is kept"
    return Repair(
        "screened_out" if entry.dropped else "lacks_data",
        f"level {level}, {entry.kind} {entry.id}",
        f"has {entry.data:.0%} of its values, {entry.nonzero:.0%} of those not 0, and {outcome}",
    )


def _cut(panel: Panel, rows: Sequence[int], columns: Sequence[int]) -> Panel:
    at = np.ix_(range(len(panel.years)), rows, columns)
    return Panel(
        panel.level,
        panel.years,
        tuple(panel.regions[row] for row in rows),
        tuple(panel.names[row] for row in rows),
        tuple(panel.indicators[column] for column in columns),
        panel.values[at],
        panel.status[at],
    )
