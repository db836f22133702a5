"""Leave one out of the raw data: prepared, weighed and ranked anew without each node and each region."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.leave_one_out import of_regions
from zhishu.doubt.prepared import SCREEN, background_of, part_of, prepared_of
from zhishu.errors import ZhishuError
from zhishu.prepare.steps import prepare_panel
from zhishu.score.pipeline import score_values
from zhishu.score.plan import compile_plan, reduce_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.prepared import Setting
    from zhishu.panel import Panel
    from zhishu.prepare.columns import Background, ByColumn
    from zhishu.recipe import Recipe
    from zhishu.score.plan import Plan

DENOMINATE = "denominate"


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """A level before preparation: its whole panel, the plan for it and what is known beside it."""

    panel: Panel
    plan: Plan
    background: Background


@dataclass(frozen=True, slots=True, eq=False)
class Anew:
    """The rankings without each of some things, of the data prepared anew.

    `ranks` are (left out, years, regions of the whole panel), NaN for a region that takes no part.
    `faults` say why a ranking cannot be made, its ranks being all NaN; "" where it can.
    """

    ranks: NDArray[np.float64]
    faults: tuple[str, ...]


def raw_of(panel: Panel, setting: Setting, recipe: Recipe) -> Raw:
    """Return the Raw data of a level under a recipe; EditionError for a recipe that makes no sense."""
    plan = compile_plan(setting.framework, recipe, setting.folder)
    return Raw(panel, plan, background_of(panel, setting))


def hangs_on_others(plan: Plan) -> bool:
    """Whether what the preparation makes of a value may depend on other regions or indicators.

    Division by a denominator does not, nor does screening that only reports: the values prepared
    once are then those prepared anew.
    """
    return any(not _leaves_alone(step) for step in plan.preparation)


def _leaves_alone(step: ByColumn) -> bool:
    kind = step.chosen.method.kind
    return kind == DENOMINATE or (kind == SCREEN and step.chosen.options["drop"] == "none")


def without_nodes(raw: Raw, nodes: Sequence[str]) -> Anew:
    """Return the rankings without each of `nodes` and all that stands below it, prepared anew.

    The node's indicators leave the panel and the framework before the first step. One that others are
    divided by stays their denominator, with the values that it has there in the whole panel.
    """
    stood = _denominators(raw)
    rows = range(len(raw.panel.regions))
    cuts = []
    for node in nodes:
        below = raw.plan.framework.leaves_below(node)
        columns = [place for place, name in enumerate(raw.plan.indicators) if name not in below]
        cuts.append((rows, columns, {name: stood[name] for name in below if name in stood}))
    return _each(raw, cuts)


def without_regions(raw: Raw, rows: Sequence[int]) -> Anew:
    """Return the rankings without the region of each of `rows`, prepared anew.

    The region leaves the panel, the measures and every comparison before the first step.
    """
    regions, columns = len(raw.panel.regions), range(len(raw.panel.indicators))
    return _each(raw, [([row for row in range(regions) if row != gone], columns, {}) for gone in rows])


def _each(
    raw: Raw, cuts: Iterable[tuple[Sequence[int], Sequence[int], Mapping[str, NDArray[np.float64]]]]
) -> Anew:
    ranks, faults = [], []
    for rows, columns, measures in cuts:
        found, fault = np.full(raw.panel.values.shape[:2], np.nan), ""
        try:
            found = _ranks_of(raw, rows, columns, measures)
        except ZhishuError as error:
            fault = f"{error.where}: {error.what}" if error.where else error.what
        ranks.append(found)
        faults.append(fault)
    return Anew(np.stack(ranks), tuple(faults))


def _ranks_of(
    raw: Raw, rows: Sequence[int], columns: Sequence[int], measures: Mapping[str, NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return the ranks from a part of the panel, (years, all regions); errors as in `score_panel`."""
    known = replace(raw.background, measures={**measures, **raw.background.measures})
    prepared = prepared_of(
        part_of(raw.panel, rows, columns), reduce_plan(raw.plan, columns), of_regions(known, rows)
    )
    scored = score_values(prepared.values, prepared.plan, prepared.background)
    ranks = np.full(raw.panel.values.shape[:2], np.nan)
    ranks[:, [rows[row] for row in prepared.rows]] = scored.ranks[..., 0]
    return ranks


def _denominators(raw: Raw) -> dict[str, NDArray[np.float64]]:
    """Return the values (years, regions) of each indicator that others are divided by, as they are there."""
    found: dict[str, NDArray[np.float64]] = {}
    for place, step in enumerate(raw.plan.preparation):
        names = set(step.chosen.options["by"] or ()) if step.chosen.method.kind == DENOMINATE else set()
        for name in sorted(names.intersection(raw.plan.indicators).difference(found)):
            found[name] = _before(raw, place, name)
    return found


def _before(raw: Raw, place: int, name: str) -> NDArray[np.float64]:
    """Return an indicator's values before a step, (years, regions), NaN where screened out before it."""
    steps = raw.plan.preparation[:place]
    prepared = prepare_panel(raw.panel, steps, raw.plan.framework, raw.background)
    values = np.full(raw.panel.values.shape[:2], np.nan)
    values[:, list(prepared.rows)] = prepared.panel.values[..., prepared.panel.indicators.index(name)]
    return values
