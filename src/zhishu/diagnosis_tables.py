"""Tables of a result that judge it: how sound the weights are, and what keeps each region down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.score.obstacle import obstacle_table
from zhishu.tables import Table, scored_levels, with_years

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.result import LevelResult, Result
    from zhishu.score.obstacle import Obstacle


def diagnosis_tables(result: Result) -> tuple[Table, ...]:
    """Return the tables `weighting` and `obstacles`; one without rows where there is nothing to say."""
    return weighting_table(result), obstacles_table(result)


def weighting_table(result: Result) -> Table:
    """Return level, node, method, about, measure, value: what there is to say of a group's weights.

    `about` is an expert, a column of the group, or `panel` for all of them together. The consistency
    ratio of comparisons, the spread and the concordance of a panel, the importance wanted and reached.
    """
    rows = [
        (level, found.node, found.method, found.about, found.measure, found.value, found.year)
        for level, scored in scored_levels(result)
        for found in scored.findings
    ]
    columns = ("level", "node", "method", "about", "measure", "value")
    return with_years(result, "weighting", columns, rows)


def obstacles_table(result: Result) -> Table:
    """Return level, region, name, indicator, weight, shortfall, degree, place: the greatest obstacle first.

    The obstacle degree (障碍度) is an indicator's share in the region's weighted shortfall from the
    full score. Values beyond the full score fall short by nothing. Empty where the normalisation has
    no full score.
    """
    leaves = [result.edition.framework.ids.index(leaf) for leaf in result.edition.framework.indicators]
    rows = [
        (level, row.region, name, row.indicator, row.weight, row.shortfall, row.degree, row.place, year)
        for level, scored in scored_levels(result)
        for year, name, row in _obstacles(scored, leaves)
    ]
    columns = ("level", "region", "name", "indicator", "weight", "shortfall", "degree", "place")
    return with_years(result, "obstacles", columns, rows)


def _obstacles(scored: LevelResult, leaves: list[int]) -> Iterator[tuple[int, str, Obstacle]]:
    if scored.full is None or scored.normalised is None or scored.effective is None:
        return
    panel = scored.panel
    names = dict(zip(panel.regions, panel.names, strict=True))
    reached = np.minimum(scored.normalised, scored.full)
    for year, x, weights in zip(panel.years, reached, scored.effective[:, leaves], strict=True):
        for row in obstacle_table(
            x, weights, regions=panel.regions, indicators=panel.indicators, full=scored.full
        ):
            yield year, names[row.region], row
