"""The way from an edition to a result: records → panel → scores, ranks, tiers and groups."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from zhishu.result import LevelResult, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from zhishu.edition import Edition, Grouping
    from zhishu.errors import Repair
    from zhishu.panel import Panel
    from zhishu.records.clean import QuarantinedCell
    from zhishu.result import GroupScores

    Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A result and the quarantined cells behind its counts."""

    result: Result
    quarantine: tuple[QuarantinedCell, ...]


def build(edition: Edition, *, progress: Progress | None = None) -> Built:
    """Return the whole Result of an edition, computed anew from its sources.

    `progress` is called with the name of each stage as it begins. Raises a ZhishuError for any
    fault in the edition or its data; nothing is written.
    """
    from zhishu.indicators.assemble import assemble  # noqa: PLC0415 - duckdb, numpy
    from zhishu.places.setting import group_members, setting_of  # noqa: PLC0415 - as above

    clock = _Clock(progress)
    with clock("places"):
        setting = setting_of(edition)
    with clock("records"):
        assembled = assemble(edition, setting)
    levels: dict[str, LevelResult] = {}
    repairs: list[Repair] = list(assembled.repairs)
    with clock("groups"):
        memberships = group_members(edition, setting, assembled.panels)
    with clock("scores"):
        for level in edition.levels:
            around = _Around(memberships, assembled.measures.get(level.id, {}))
            levels[level.id], found = _level_result(
                edition, assembled.panels[level.id], around, score=level.score
            )
            repairs += found
    with clock("groups"):
        levels = {name: _with_groups(edition, name, level, memberships) for name, level in levels.items()}
    result = Result(
        edition,
        levels,
        tuple(repairs),
        quarantined=assembled.quarantined,
        row_counts=assembled.row_counts,
        measures=assembled.measures,
        timings=clock.seconds,
        regions_groups=memberships,
    )
    return Built(result, assembled.quarantine)


def with_doubt(built: Built, **settings: Any) -> Built:  # noqa: ANN401 - the settings of Result.doubt
    """Return the same with how sure its ranks are; `settings` are those of `Result.doubt`."""
    begin = perf_counter()
    doubt = built.result.doubt(**settings)
    timings = {**built.result.timings, "doubt": perf_counter() - begin}
    return replace(built, result=replace(built.result, uncertainty=doubt, timings=timings))


class _Clock:
    """Measures how long each stage takes and announces it."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        if self.progress:
            self.progress(stage)
        begin = perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - begin


class _Around(NamedTuple):
    """What a level's recipe may refer to beside its panel."""

    groups: Mapping[str, Mapping[str, tuple[str, ...]]]
    measures: Mapping[str, NDArray[np.float64]]


def _level_result(
    edition: Edition, panel: Panel, around: _Around, *, score: bool
) -> tuple[LevelResult, tuple[Repair, ...]]:
    if not score:
        return LevelResult(panel), ()
    from zhishu.score.pipeline import score_panel  # noqa: PLC0415 - numpy

    scored = score_panel(
        panel,
        edition.framework,
        edition.recipe,
        folder=edition.folder,
        groups=around.groups,
        measures=around.measures,
    )
    prepared = scored.panel is not None and scored.panel is not panel
    level = LevelResult(
        scored.panel or panel,
        raw=panel if prepared else None,
        log=scored.log if prepared else None,
        normalised=scored.normalised,
        weights=scored.weights,
        effective=scored.effective,
        scores=scored.scores,
        ranks=scored.ranks,
        tiers=scored.tiers,
        findings=scored.findings,
        full=scored.full,
        clusters=scored.clusters,
        changes=scored.changes,
    )
    return level, scored.repairs


def _with_groups(
    edition: Edition, name: str, level: LevelResult, memberships: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> LevelResult:
    if level.scores is None:
        return level
    found = [
        scored
        for grouping in edition.groupings
        if name in grouping.levels
        for scored in _grouping_scores(grouping, level, memberships[grouping.id], _ties(edition))
    ]
    return replace(level, groups=tuple(found))


def _grouping_scores(
    grouping: Grouping, level: LevelResult, memberships: Mapping[str, tuple[str, ...]], ties: str
) -> Iterator[GroupScores]:
    from zhishu.score.groups import score_grouping  # noqa: PLC0415 - numpy

    assert level.scores is not None  # noqa: S101 - only scored levels come here
    for statistic in grouping.statistics:
        scored = score_grouping(
            grouping.id,
            memberships,
            regions=level.panel.regions,
            scores=level.scores,
            statistic=statistic,
            weights=_group_weights(grouping, level) if statistic == "weighted_mean" else None,
            ties=ties,
        )
        if scored is not None:
            yield scored


def _ties(edition: Edition) -> str:
    step = edition.recipe.first("rank")
    return str(step.options.get("ties", "min")) if step else "min"


def _group_weights(grouping: Grouping, level: LevelResult) -> NDArray[np.float64]:
    indicator = grouping.weight or level.panel.indicators[0]
    panel = level.raw or level.panel
    return panel.values[:, :, panel.indicators.index(indicator)]
