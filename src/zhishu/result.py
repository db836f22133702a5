"""The result: everything that a build found out, level by level."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhishu.tables import ranking_table, table_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from zhishu.cluster.level import Clusters
    from zhishu.doubt.doubt import Doubt
    from zhishu.edition import Edition
    from zhishu.errors import Repair
    from zhishu.panel import Panel
    from zhishu.prepare.log import PreparationLog
    from zhishu.score.change_tree import ScoreChanges
    from zhishu.score.weighing import WeightFinding


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
    raw: Panel | None = None
    """The panel as it was before the recipe's preparation, when there was any."""
    log: PreparationLog | None = None
    """What the recipe's preparation did to the panel."""
    findings: tuple[WeightFinding, ...] = ()
    """How sound the weights are, group by group."""
    full: NDArray[np.float64] | None = None
    """The full score of each indicator, (indicators,), where its normalisation has one."""
    clusters: tuple[Clusters, ...] | None = None
    """Which regions are alike, year by year, where the recipe asks for it."""
    changes: ScoreChanges | None = None
    """Why the index changed from year to year, where there are several and the methods say it."""


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
    uncertainty: Doubt | None = None
    """How sure the ranks are, once that was computed; its tables then stand among the others."""

    @property
    def panel(self) -> pd.DataFrame:
        """The panel as a DataFrame: level, region, name, year, indicator, value, status."""
        return self.table("panel")

    @property
    def weights(self) -> pd.DataFrame:
        """Weights as a DataFrame: level, node, parent, weight, effective."""
        return self.table("weights")

    @property
    def scores(self) -> pd.DataFrame:
        """Scores and ranks of every node as a DataFrame: level, region, name, node, score, rank."""
        return self.table("scores")

    def table(self, name: str) -> pd.DataFrame:
        """Return the table of `out/tables` with that name as a pandas DataFrame."""
        return table_named(self, name).to_pandas()

    def ranking(self, level: str | None = None) -> pd.DataFrame:
        """Return one level's ranking, best first: name, score, rank, and a column per dimension's rank.

        Without `level`, the first scored level of the edition. With several years there is a row
        per region and year.
        """
        return ranking_table(self, level or self.edition.scored_levels[0].id).to_pandas()

    def doubt(self, **settings: Any) -> Doubt:  # noqa: ANN401 - those of doubt_of, which has their types
        """Return how sure this result is, from draws of everything that may vary.

        `draws`, `seed` (0 counts), `uncertain`, `nodes`, `pairs`, `threads`, `what` (checks beside the
        draws) and `progress` are those of `zhishu.doubt.doubt.doubt_of`; without any, what the edition
        says, else a default.
        """
        from zhishu.doubt.doubt import doubt_of  # noqa: PLC0415 - only when it is asked for

        return doubt_of(self, **settings)

    def write(self, out: str | Path) -> Path:
        """Write tables, manifest and report to the folder `out`, whole or not at all."""
        from zhishu.build import Built  # noqa: PLC0415 - the writer wants what a build returns
        from zhishu.ledger import write_result  # noqa: PLC0415 - as above

        return write_result(Built(self, ()), Path(out))

    def _repr_html_(self) -> str:
        """Show each scored level's ten best in a notebook."""
        parts = [
            f"<h4>{escape(level.name.zh)} {escape(level.name.en)}</h4>"
            + str(self.ranking(level.id).head(10).to_html(index=False))
            for level in self.edition.scored_levels
        ]
        name = self.edition.name
        note = f"<p><em>{escape(self.edition.note.en)}</em></p>" if self.edition.note else ""
        return f"<h3>{escape(name.zh)} {escape(name.en)} {self.edition.edition}</h3>{note}{''.join(parts)}"
