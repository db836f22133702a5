"""The steps before normalisation, run on one panel: what each changes is written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError, Repair, placed
from zhishu.framework import Text
from zhishu.panel import Panel, Status
from zhishu.prepare.columns import Background, ByColumn, run_by_column, run_part
from zhishu.prepare.denominate import driving_denominators
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.log import Change, PreparationLog, Treatment, changes
from zhishu.prepare.moments import kurtosis, skewness
from zhishu.prepare.screening import screen_panel
from zhishu.prepare.treat import Mark
from zhishu.registry import method
from zhishu.repair_words import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.framework import Framework


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A panel ready to be normalised, and how it became so.

    `rows` and `columns` are the positions, in the panel as it was, of the regions and indicators
    that were not screened out; `background` is cut down to those regions.
    """

    panel: Panel
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    background: Background
    log: PreparationLog = field(default_factory=PreparationLog)
    repairs: tuple[Repair, ...] = ()

    def is_whole(self, panel: Panel) -> bool:
        """Whether nothing of `panel`, the panel as it was, has been screened out."""
        return self.panel.values.shape == panel.values.shape


def prepare_panel(
    panel: Panel, steps: Sequence[ByColumn], framework: Framework, background: Background
) -> Prepared:
    """Return the panel after every step (screen, impute, denominate, treat) in the order given.

    Raises MethodError for a step whose needs are not met and PanelError when screening leaves nothing.
    """
    prepared = Prepared(
        panel, tuple(range(len(panel.regions))), tuple(range(len(panel.indicators))), background
    )
    for step in steps:
        kind = step.chosen.method.kind
        try:
            prepared = _RUN[kind](prepared, step.on(prepared.columns), framework)
        except MethodError as error:
            raise placed(error, f"level {panel.level}, step {kind}") from error
    return prepared


def _screen(prepared: Prepared, step: ByColumn, _: Framework) -> Prepared:
    cut = screen_panel(prepared.panel, step.chosen)
    background = prepared.background
    measures = {name: values[..., list(cut.rows)] for name, values in background.measures.items()}
    regions = tuple(background.regions[row] for row in cut.rows)
    return Prepared(
        cut.panel,
        tuple(prepared.rows[row] for row in cut.rows),
        tuple(prepared.columns[column] for column in cut.columns),
        replace(background, regions=regions, measures=measures),
        replace(prepared.log, screened=(*prepared.log.screened, *cut.screened)),
        (*prepared.repairs, *cut.repairs),
    )


def _impute(prepared: Prepared, step: ByColumn, framework: Framework) -> Prepared:
    panel, background = prepared.panel, prepared.background
    offered = {
        "regions": background.regions,
        "groups": background.groups,
        "years": panel.years,
        "generator": np.random.default_rng(step.chosen.options["seed"]),
        "families": np.array([_ancestors(framework, name) for name in panel.indicators]).T,
        "directions": compile_directions(framework[name].direction for name in panel.indicators),
    }
    values = run_by_column(step, panel.values, offered, panel.indicators)
    filled = np.isnan(panel.values) & ~np.isnan(values)
    found = changes(panel, values, lambda _year, _region, column: _method(step, column))
    return replace(
        prepared,
        panel=_with(panel, values, np.where(filled, Status.IMPUTED, panel.status)),
        log=replace(prepared.log, imputed=(*prepared.log.imputed, *found)),
        repairs=(*prepared.repairs, *_summary("imputed_values", panel, found)),
    )


def _ancestors(framework: Framework, indicator: str) -> list[str]:
    """Return the node above an indicator at every depth of the tree, the last one repeated downwards."""
    above: list[str] = []
    node = framework[indicator].parent
    while node is not None:
        above.insert(0, node)
        node = framework[node].parent
    deepest = max(framework.depth(name) for name in framework.indicators)
    return above + above[-1:] * (deepest - len(above))


def _denominate(prepared: Prepared, step: ByColumn, _: Framework) -> Prepared:
    panel = prepared.panel
    columns = dict(zip(panel.indicators, np.moveaxis(panel.values, -1, 0), strict=True))
    denominators = {**columns, **prepared.background.measures}
    values = run_by_column(step, panel.values, {"denominators": denominators}, panel.indicators)
    settings = step.chosen.options
    driven = driving_denominators(values, denominators, by=settings["by"] or (), limit=settings["limit"])
    repairs = [
        Repair(
            "driving_denominator",
            place_of(
                level=panel.level,
                indicator=panel.indicators[found.column],
                year=panel.years[found.member],
            ),
            Text(
                f"除以分母 {found.denominator} 之后仍随该分母变动（相关系数 {found.correlation:.2f}）",
                f"still goes with its denominator {found.denominator} after division "
                f"(correlation {found.correlation:.2f})",
            ),
        )
        for found in driven
    ]
    lost = np.isnan(values)
    return replace(
        prepared,
        panel=_with(panel, values, np.where(lost, Status.MISSING, panel.status)),
        repairs=(*prepared.repairs, *repairs),
    )


def _treat(prepared: Prepared, step: ByColumn, _: Framework) -> Prepared:
    panel = prepared.panel
    values, marks = np.array(panel.values), np.zeros(panel.values.shape, dtype=np.int64)
    for part in step.parts(len(panel.indicators)):
        found = run_part(part, panel.values, {"years": panel.years}, panel.indicators)
        values[..., part[1]], marks[..., part[1]] = found.values, found.marks
    labels = {mark: Mark(mark).label for mark in np.unique(marks).tolist()}
    points = changes(
        panel,
        values,
        lambda year, region, column: f"{_method(step, column)}: {labels[int(marks[year, region, column])]}",
    )
    treated = (marks > 0) & (panel.status == Status.OBSERVED)
    log = replace(
        prepared.log,
        treated=(*prepared.log.treated, *points),
        treatments=(*prepared.log.treatments, *_treatments(panel, values, marks, step)),
    )
    return replace(
        prepared,
        panel=_with(panel, values, np.where(treated, Status.TREATED, panel.status)),
        log=log,
        repairs=(*prepared.repairs, *_summary("treated_values", panel, points)),
    )


def _treatments(
    panel: Panel, values: NDArray[np.float64], marks: NDArray[np.int64], step: ByColumn
) -> tuple[Treatment, ...]:
    """Return the shape of every indicator in every year, before and after."""
    moved = ((marks & (Mark.HIGH | Mark.LOW)) > 0).sum(axis=-2)
    logged: NDArray[np.bool_] = np.asarray(((marks & Mark.TRANSFORMED) > 0).any(axis=-2))
    shapes = [skewness(panel.values), kurtosis(panel.values), skewness(values), kurtosis(values)]
    return tuple(
        Treatment(
            name,
            panel.years[year],
            _method(step, column),
            int(moved[year, column]),
            bool(logged[year, column]),
            *(float(shape[year, column]) for shape in shapes),
        )
        for year in range(len(panel.years))
        for column, name in enumerate(panel.indicators)
    )


def _method(step: ByColumn, column: int) -> str:
    return step.own.get(column, step.chosen).method.id


def _with(panel: Panel, values: NDArray[np.float64], status: NDArray[np.uint8]) -> Panel:
    return replace(panel, values=values, status=status.astype(np.uint8))


def _summary(kind: str, panel: Panel, found: Sequence[Change]) -> list[Repair]:
    """Return one Repair per indicator: how many of its values were changed, and by what."""
    by_indicator: dict[str, list[Change]] = {}
    for change in found:
        by_indicator.setdefault(change.indicator, []).append(change)
    total = len(panel.years) * len(panel.regions)
    return [
        Repair(
            kind,
            place_of(level=panel.level, indicator=indicator),
            _counted(kind, len(listed), total, sorted({change.how for change in listed})),
        )
        for indicator, listed in by_indicator.items()
    ]


def _counted(kind: str, changed: int, total: int, causes: Sequence[str]) -> Text:
    step, verb = _DONE[kind]
    said = [_in_chinese(step, cause) for cause in causes]
    return Text(
        f"{total} 个数值中{verb}了 {changed} 个（{'、'.join(said)}）",
        f"{changed} of {total} values ({', '.join(causes)})",
    )


def _in_chinese(step: str, cause: str) -> str:
    """Return a cause of the log, `method` or `method: marks`, by the method's name and marks in Chinese."""
    name, _, marks = cause.partition(": ")
    said = method(step, name).name.zh
    return f"{said}：{'并'.join(_MARKS[mark] for mark in marks.split('+'))}" if marks else said


_DONE = {"imputed_values": ("impute", "插补"), "treated_values": ("treat", "处理")}
"""The step that made changes of a kind, and what it did, in Chinese."""
_MARKS = {"high": "压低过高值", "low": "抬高过低值", "transformed": "变换"}
"""What Mark.label says, in Chinese."""


_RUN: Mapping[str, Callable[[Prepared, ByColumn, Framework], Prepared]] = {
    "screen": _screen,
    "impute": _impute,
    "denominate": _denominate,
    "treat": _treat,
}
