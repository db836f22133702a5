"""The table of leverage: the one firm in each region on which most of its score hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.doubt.doubt import level_study, units_of
from zhishu.doubt.prepared import prepared_by
from zhishu.doubt.small_areas import leverage_of
from zhishu.doubt.uncertain import LEVERAGE, Uncertain
from zhishu.tables import Table, with_years

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.indicators.contributions import Contributions
    from zhishu.result import Result


def leverage_table(result: Result, source: str, *, above: float = LEVERAGE) -> Table:
    """Return for each region the unit of `source` that supplies most of its score.

    Columns: level, region, name, unit, share of the score that goes with it, flagged (1 where the
    share is larger than `above`), score, rank, and both without the unit. The panel without the unit
    is normalised, weighed and scored anew. Regions without units have no row.
    """
    units = units_of(result, source)
    rows = [
        row
        for level in result.edition.scored_levels
        for row in _rows(result, level.id, units[level.id], above)
    ]
    who = ("level", "region", "name", "unit", "share", "flagged")
    columns = (*who, "score", "rank", "score_without", "rank_without")
    return with_years(result, "leverage", columns, rows)


def _rows(result: Result, level: str, units: Contributions, above: float) -> Iterator[tuple[Any, ...]]:
    study = level_study(result, level, Uncertain())
    found = leverage_of(prepared_by(study.panel, study.setting, study.recipe), units)
    published = result.levels[level]
    assert published.scores is not None and published.ranks is not None  # noqa: S101, PT018 - scored
    panel = published.panel
    for year, region in sorted({*zip(units.years.tolist(), units.regions.tolist(), strict=True)}):
        own = np.flatnonzero((units.years == year) & (units.regions == region))
        known = own[~np.isnan(found.share[own])]
        if known.size:
            unit = known[np.argmax(found.share[known])]
            share = float(found.share[unit])
            yield (
                *(level, panel.regions[region], panel.names[region], units.keys[unit], share),
                *(int(share > above), float(published.scores[year, region, 0])),
                *(float(published.ranks[year, region, 0]), float(found.score[unit])),
                *(float(found.rank[unit]), panel.years[year]),
            )
