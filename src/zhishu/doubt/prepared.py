"""Prepared data of one recipe: what remains after screening, and where it stands in the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.prepare.columns import Background
from zhishu.prepare.steps import prepare_panel
from zhishu.score.plan import compile_plan, reduce_plan
from zhishu.score.repairs import check_columns, check_missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zhishu.framework import Framework
    from zhishu.indicators.contributions import Contributions
    from zhishu.panel import Panel
    from zhishu.recipe import Recipe
    from zhishu.score.plan import Plan

SCREEN = "screen"


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What the edition knows of a level beside its panel: see `score_panel`."""

    framework: Framework
    folder: Path | None = None
    groups: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None
    measures: Mapping[str, NDArray[np.float64]] | None = None
    contributions: Contributions | None = None
    """What single firms add, for a bootstrap over them."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A level's data as a plan scores them: prepared, without what was screened out.

    `raw` and `values` are (years, regions, indicators), before and after preparation; `rows`,
    `columns` and `nodes` say where the kept regions, indicators and nodes stand in the whole.
    """

    panel: Panel
    values: NDArray[np.float64]
    plan: Plan
    background: Background
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    nodes: tuple[int, ...]
    all_indicators: int

    @property
    def raw(self) -> NDArray[np.float64]:
        """The values before preparation, of what was kept."""
        return self.panel.values

    @property
    def indicators(self) -> tuple[str, ...]:
        """The ids of the kept indicators."""
        return self.plan.indicators

    def within(self, nodes: Sequence[int]) -> tuple[int, ...]:
        """Return the positions among the kept nodes of nodes of the whole framework, -1 for one not kept."""
        return tuple(self.nodes.index(node) if node in self.nodes else -1 for node in nodes)

    def again(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return other raw values of the same shape prepared, (draws, years, regions, indicators).

        Screening is not repeated: which regions and indicators take part is decided once.
        """
        steps = tuple(step for step in self.plan.preparation if step.chosen.method.kind != SCREEN)
        if not steps:
            return raw
        drawn = [replace(self.panel, values=values) for values in raw]
        found = [prepare_panel(panel, steps, self.plan.framework, self.background) for panel in drawn]
        return np.stack([prepared.panel.values for prepared in found])


def prepared_by(panel: Panel, setting: Setting, recipe: Recipe) -> Prepared:
    """Return the Prepared data of a level under a recipe; errors as in `score_panel`."""
    plan = compile_plan(setting.framework, recipe, setting.folder)
    check_columns(panel, plan.indicators)
    return prepared_of(panel, plan, background_of(panel, setting))


def prepared_of(panel: Panel, plan: Plan, background: Background) -> Prepared:
    """Return the Prepared data of a panel under a plan for its indicators; errors as in `score_panel`."""
    prepared = prepare_panel(panel, plan.preparation, plan.framework, background)
    kept = reduce_plan(plan, prepared.columns)
    check_missing(prepared.panel, missing=plan.steps["aggregate"].options["missing"])
    return Prepared(
        part_of(panel, prepared.rows, prepared.columns),
        prepared.panel.values,
        kept,
        prepared.background,
        tuple(prepared.rows),
        tuple(prepared.columns),
        tuple(plan.tree.ids.index(node) for node in kept.tree.ids),
        len(plan.indicators),
    )


def background_of(panel: Panel, setting: Setting) -> Background:
    """Return what the steps of a recipe may refer to beside the values of a panel."""
    return Background(panel.regions, panel.years, setting.groups or {}, setting.measures or {})


def part_of(panel: Panel, rows: Sequence[int], columns: Sequence[int]) -> Panel:
    """Return the Panel of some regions and indicators, by their positions in rising order."""
    if len(rows) == len(panel.regions) and len(columns) == len(panel.indicators):
        return panel
    at = np.ix_(range(len(panel.years)), list(rows), list(columns))
    return replace(
        panel,
        regions=tuple(panel.regions[row] for row in rows),
        names=tuple(panel.names[row] for row in rows),
        indicators=tuple(panel.indicators[column] for column in columns),
        values=panel.values[at],
        status=panel.status[at],
    )
