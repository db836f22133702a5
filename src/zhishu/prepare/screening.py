"""A panel screened: what has too few values, or too little spread, is reported or left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError, PanelError, Repair
from zhishu.framework import Text
from zhishu.panel import Panel
from zhishu.prepare.log import Screened
from zhishu.repair_words import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.prepare.screen import Availability
    from zhishu.prepare.screen_spread import Spread
    from zhishu.registry import Chosen

    Found = Availability | Spread


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

    A method that asks which `rows` it is given judges indicators alone. Raises a PanelError when the
    screening would leave nothing, a MethodError when such a method shall drop regions.
    """
    drop = chosen.options["drop"]
    if drop == "regions" and "rows" in chosen.method.inputs:
        raise MethodError(
            f"`{chosen.method.id}` says nothing of regions, so none can be left out",
            seen="drop: regions",
            allowed="drop: none, indicators",
        )
    of_regions = np.moveaxis(panel.values, 0, 1).reshape(len(panel.regions), -1)
    of_indicators = panel.values.reshape(-1, len(panel.indicators)).T
    by_region: Found = chosen.run(of_regions, rows="regions", years=panel.years)
    by_indicator: Found = chosen.run(of_indicators, rows="indicators", years=panel.years)
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


def _entries(kind: str, ids: Sequence[str], found: Found, drop: str) -> tuple[Screened, ...]:
    """Return one entry per region or indicator: its measures by their names, and what comes of them."""
    measures = {name: values for name, values in found._asdict().items() if name != "passed"}
    return tuple(
        Screened(
            kind,
            name,
            passed=bool(passed),
            dropped=not passed and drop == f"{kind}s",
            **{measure: float(values[place]) for measure, values in measures.items()},
        )
        for place, (name, passed) in enumerate(zip(ids, found.passed, strict=True))
    )


def _repair(level: str, entry: Screened) -> Repair:
    outcome = Text("予以保留", "is kept")
    if entry.dropped:
        outcome = Text("不参与计分", "is left out of the scores")
    return Repair(
        "screened_out" if entry.dropped else "lacks_data" if np.isnan(entry.spread) else "lacks_spread",
        place_of(level=level, **{entry.kind: entry.id}),
        Text(f"{entry.said.zh}，{outcome.zh}", f"{entry.said.en}, and {outcome.en}"),
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
