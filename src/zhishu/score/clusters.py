"""Clusters of a scored level: the columns that regions are compared in, and what the step makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster.level import clusters_of_year

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.cluster.level import Clusters
    from zhishu.panel import Panel
    from zhishu.score.pipeline import LevelScores
    from zhishu.score.plan import Plan

    Array = NDArray[np.float64]


def clusters_of(plan: Plan, scored: LevelScores, panel: Panel) -> tuple[Clusters, ...] | None:
    """Return the clusters of each year of a scored panel, None where the recipe asks for none.

    `panel` holds the regions and indicators that the scores are of. Raises a MethodError as the
    methods do.
    """
    if "clusters" not in plan.steps:
        return None
    chosen = plan.steps["clusters"]
    values = columns_of(plan, scored)
    return tuple(
        clusters_of_year(chosen, panel.regions, panel.indicators, x, normalised, scores)
        for x, normalised, scores in zip(values, scored.normalised, scored.scores[..., 0], strict=True)
    )


def columns_of(plan: Plan, scored: LevelScores) -> Array:
    """Return the columns in which regions are compared, (…, regions, columns), by the step's options.

    With `weighted` each is multiplied by the root of its effective weight over the mean of these, so
    that squared distances are weighted sums, those of equal weights being what they were.
    """
    options = plan.steps["clusters"].options
    nodes = {
        "indicators": list(plan.tree.leaves),
        "dimensions": list(plan.tree.children[0]),
        "index": [0],
    }[options["of"]]
    values = scored.normalised if options["of"] == "indicators" else scored.scores[..., nodes]
    if not options["weighted"] or options["of"] == "index":
        return values
    weights = scored.effective[..., nodes]
    share = weights / weights.mean(axis=-1, keepdims=True)
    return np.asarray(values * np.sqrt(share)[..., None, :])
