"""The sheet of data quality: what every indicator's values rest on, and what was repaired or set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.panel import Status
from zhishu.publish.repaired import repairs_told
from zhishu.publish.workbook.sheet import Column, Rule, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zhishu.panel import Panel
    from zhishu.publish.figure import Language
    from zhishu.publish.workbook.sheet import Cell, Look
    from zhishu.result import LevelResult, Result

QUALITY_NOTE = Text(
    "每个指标最新一年的取值情况；表末为源表行数、隔离的行与构建时的处理。",
    "What every indicator’s values of the latest year rest on; below, rows of the sources, rows set aside, "
    "and what the build repaired.",
)
TITLES: tuple[tuple[Text, Look], ...] = (
    (Text("层级", "Level"), "text"),
    (Text("指标", "Indicator"), "text"),
    (Text("地区数", "Regions"), "integer"),
    (Text("观测", "Observed"), "integer"),
    (Text("插补", "Imputed"), "integer"),
    (Text("处理", "Treated"), "integer"),
    (Text("隐去", "Suppressed"), "integer"),
    (Text("缺失", "Missing"), "integer"),
    (Text("有值占比", "Share with a value"), "share"),
    (Text("取零的地区", "Regions at zero"), "integer"),
    (Text("最小值", "Minimum"), "number"),
    (Text("中位数", "Median"), "number"),
    (Text("最大值", "Maximum"), "number"),
    (Text("第一名占合计", "Share of the largest in the sum"), "share"),
)
SOURCE, ASIDE, REPAIR = (
    Text("源表", "Source"),
    Text("隔离的行", "Rows set aside"),
    Text("构建时的处理", "Repaired"),
)
SHARE = 8
"""The column of the share of regions that have a value."""


def quality_sheet(result: Result, language: Language, name: str, title: str) -> Sheet:
    """Return counts of every cell's status per indicator and level, with the spread of the values."""
    columns = tuple(Column(text.in_language(language), look) for text, look in TITLES)
    rows = (*_indicator_rows(result, language), *_build_rows(result, language))
    return Sheet(
        name,
        title,
        QUALITY_NOTE.in_language(language),
        columns,
        rows,
        rules=(Rule("bar", SHARE, SHARE),),
    )


def _indicator_rows(result: Result, language: Language) -> Iterator[tuple[Cell, ...]]:
    edition = result.edition
    for level in edition.levels:
        found = result.levels.get(level.id)
        if found is None or not found.panel.regions:
            continue
        for indicator in (found.raw or found.panel).indicators:
            yield (
                level.name.in_language(language),
                edition.framework[indicator].name.in_language(language),
                *_counts(found, indicator),
                *_spread(_of(found.raw or found.panel, indicator)),
            )


def _of(panel: Panel, indicator: str) -> NDArray[np.float64]:
    return np.asarray(panel.values[-1, :, panel.indicators.index(indicator)])


def _counts(found: LevelResult, indicator: str) -> Iterator[Cell]:
    # Imputed and treated are told by the panel that was scored; one that a screen dropped has only its raw.
    panel = found.panel if indicator in found.panel.indicators or found.raw is None else found.raw
    states = panel.status[-1, :, panel.indicators.index(indicator)]
    yield float(len(states))
    for status in (Status.OBSERVED, Status.IMPUTED, Status.TREATED, Status.SUPPRESSED, Status.MISSING):
        yield float((states == status).sum())
    yield float(np.isfinite(_of(panel, indicator)).mean())


def _spread(values: NDArray[np.float64]) -> Iterator[Cell]:
    known = values[np.isfinite(values)]
    yield float((known == 0).sum())
    if not len(known):
        yield from (None, None, None, None)
        return
    yield from (float(known.min()), float(np.median(known)), float(known.max()))
    total = known.sum()
    yield float(known.max() / total) if total > 0 and known.min() >= 0 else None


def _build_rows(result: Result, language: Language) -> Iterator[tuple[Cell, ...]]:
    for source, count in result.row_counts.items():
        yield SOURCE.in_language(language), source, float(count)
    for source, count in result.quarantined.items():
        yield ASIDE.in_language(language), source, float(count)
    for repair in repairs_told(result):
        yield REPAIR.in_language(language), repair.in_language(language)
