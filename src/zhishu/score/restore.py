"""Regions and indicators that were screened out, put back into the result at their old places."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.score.tiers import UNRANKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.panel import Panel
    from zhishu.prepare.steps import Prepared
    from zhishu.score.pipeline import LevelScores
    from zhishu.score.plan import Plan


def restore(scored: LevelScores, panel: Panel, plan: Plan, prepared: Prepared) -> LevelScores:
    """Return the scores of the whole level: nothing but gaps for what was screened out.

    Comparable values, scores and ranks are NaN there, weights 0, tiers 0.
    """
    if prepared.is_whole(panel):
        return scored
    years, regions = scored.scores.shape[:-2], len(panel.regions)
    kept = prepared.panel.indicators
    below = [plan.framework.leaves_below(node) for node in plan.tree.ids]
    nodes = [node for node, leaves in enumerate(below) if set(leaves) & set(kept)]
    rows, columns = list(prepared.rows), list(prepared.columns)
    by_node = (*years, regions, len(plan.tree.ids))
    return replace(
        scored,
        normalised=_spread(scored.normalised, (*years, regions, len(plan.indicators)), rows, columns),
        weights=_spread_nodes(scored.weights, len(plan.tree.ids), nodes),
        effective=_spread_nodes(scored.effective, len(plan.tree.ids), nodes),
        scores=_spread(scored.scores, by_node, rows, nodes),
        ranks=_spread(scored.ranks, by_node, rows, nodes),
        tiers=None if scored.tiers is None else _spread_tiers(scored.tiers, regions, rows),
    )


def restore_panel(panel: Panel, prepared: Prepared) -> Panel:
    """Return the prepared panel with what was screened out as it was before."""
    if prepared.is_whole(panel):
        return prepared.panel
    values, status = np.array(panel.values), np.array(panel.status)
    at = np.ix_(range(len(panel.years)), prepared.rows, prepared.columns)
    values[at], status[at] = prepared.panel.values, prepared.panel.status
    return replace(panel, values=values, status=status)


def _spread(
    values: NDArray[np.float64], shape: tuple[int, ...], rows: Sequence[int], columns: Sequence[int]
) -> NDArray[np.float64]:
    whole = np.full(shape, np.nan)
    whole[..., np.asarray(rows)[:, None], np.asarray(columns)] = values
    return whole


def _spread_nodes(weights: NDArray[np.float64], nodes: int, kept: Sequence[int]) -> NDArray[np.float64]:
    whole = np.zeros((*weights.shape[:-1], nodes))
    whole[..., list(kept)] = weights
    return whole


def _spread_tiers(tiers: NDArray[np.int64], regions: int, rows: Sequence[int]) -> NDArray[np.int64]:
    whole = np.full((*tiers.shape[:-1], regions), UNRANKED, dtype=np.int64)
    whole[..., list(rows)] = tiers
    return whole
