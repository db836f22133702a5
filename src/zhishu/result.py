"""The result: everything that a build found out, level by level."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from zhishu.edition import Edition
    from zhishu.errors import Repair
    from zhishu.panel import Panel


@dataclass(frozen=True, slots=True)
class GroupScores:
    """Scores and ranks of the groups of one grouping, at one level, by one statistic.

    `scores` and `ranks` have the shape (years, groups, nodes); `members` are the region codes that
    were found at the level, per group.
    """

    grouping: str
    statistic: str
    groups: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    scores: NDArray[np.float64]
    ranks: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LevelResult:
    """One level's panel and, when the level is scored, all that follows from it.

    Node axes run over `framework.ids` (depth-first, root first); shapes:
    `normalised` (years, regions, indicators); `weights` and `effective` (years, nodes);
    `scores` and `ranks` (years, regions, nodes); `tiers` (years, regions), 1 is the best.
    """

    panel: Panel
    normalised: NDArray[np.float64] | None = None
    weights: NDArray[np.float64] | None = None
    effective: NDArray[np.float64] | None = None
    scores: NDArray[np.float64] | None = None
    ranks: NDArray[np.float64] | None = None
    tiers: NDArray[np.int64] | None = None
    groups: tuple[GroupScores, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What `build` returns: the edition, every level's result, and what was repaired on the way.

    `measures` holds the edition's further measures, by level and then by name, each an array
    (years, regions) in the order of that level's panel.
    """

    edition: Edition
    levels: Mapping[str, LevelResult]
    repairs: tuple[Repair, ...] = ()
    quarantined: Mapping[str, int] = field(default_factory=dict)
    row_counts: Mapping[str, int] = field(default_factory=dict)
    measures: Mapping[str, Mapping[str, NDArray[np.float64]]] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    regions_groups: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Grouping id → group name → region codes (at every level the grouping covers)."""
