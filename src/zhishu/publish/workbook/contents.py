"""The Excel workbook: every stage of the result on its own sheet, with live formulas and charts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.findings import Findings
from zhishu.publish.workbook.changes import changes_sheet
from zhishu.publish.workbook.clusters import clusters_sheet, merges_sheet
from zhishu.publish.workbook.coherence import coherence_sheet
from zhishu.publish.workbook.inputs import (
    FRAMEWORK,
    framework_sheet,
    normalised_sheet,
    panel_sheet,
    weights_sheet,
)
from zhishu.publish.workbook.intervals import intervals_sheet, years_sheet
from zhishu.publish.workbook.level import level_sheets
from zhishu.publish.workbook.notes import cover_sheet, groups_sheet, method_sheet
from zhishu.publish.workbook.published import check_sheet, published_sheet
from zhishu.publish.workbook.quality import quality_sheet
from zhishu.publish.workbook.ranking import ranking_sheet
from zhishu.publish.workbook.scores import ranks_sheet, scores_sheet
from zhishu.publish.workbook.sheet import sheet_names
from zhishu.publish.workbook.tiers import tiers_sheet
from zhishu.publish.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zhishu.edition import Level
    from zhishu.publish.figure import Language
    from zhishu.publish.findings import LevelFindings
    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Sheet
    from zhishu.result import Result

COVER, GROUPS, METHOD = Text("说明", "About"), Text("分组", "Groups"), Text("方法", "Method")
CHECK, QUALITY = Text("核对", "Check"), Text("数据质量", "Data quality")
COHERENCE = Text("一致性", "Coherence")
RAW, TREATED = Text("原始值", "raw"), Text("处理后", "treated")
STAGES: Mapping[str, Text] = {
    "ranking": Text("排行", "ranking"),
    "normalised": Text("标准化", "normalised"),
    "weights": Text("权重", "weights"),
    "scores": Text("得分", "scores"),
    "ranks": Text("名次", "ranks"),
    "tiers": Text("梯队", "tiers"),
    "clusters": Text("聚类", "clusters"),
    "merges": Text("聚集过程", "merges"),
    "intervals": Text("名次区间", "intervals"),
    "years": Text("历年", "years"),
    "changes": Text("变动来源", "changes"),
    "published": Text("公布值", "published"),
}
TABS = ("accent", "tier_2", "tier_3", "tier_4", "tier_5")
"""Roles of the colours of the levels' tabs."""
WRITERS: Mapping[str, Callable[[LevelSheets, str], Sheet | None]] = {
    "ranking": ranking_sheet,
    "normalised": normalised_sheet,
    "weights": weights_sheet,
    "scores": scores_sheet,
    "ranks": ranks_sheet,
    "tiers": tiers_sheet,
    "clusters": clusters_sheet,
    "merges": merges_sheet,
    "years": years_sheet,
    "published": published_sheet,
}


def workbook_xlsx(result: Result, language: Language = "zh") -> bytes:
    """Return the result as an Excel workbook, in Chinese ("zh") or English ("en").

    A first sheet with the edition's note and the contents; the framework; for every scored level its
    ranking, raw (and treated) values, comparable values, weights, scores, ranks, tiers, clusters,
    intervals, years, changes, and what was published; the raw values of the other levels; groups; coherence;
    data quality; checks; method. Scores, ranks, tiers and rankings are formulas with their values cached,
    down to comparable values and weights, so a reader can check the arithmetic and change a weight. Where no
    formula can say what the recipe does (anything but arithmetic, geometric and harmonic means) the values
    stand alone and the sheet says so. Missing numbers are empty cells. The same result gives the same bytes.
    """
    sheets = workbook_sheets(result, language)
    edition = result.edition
    return workbook_bytes(
        sheets, title=f"{edition.name.in_language(language)} {edition.edition}", year=edition.edition
    )


def workbook_sheets(result: Result, language: Language) -> tuple[Sheet, ...]:
    """Return every sheet of the workbook as declared values, in their order."""
    edition, findings = result.edition, Findings(result)
    names = sheet_names(_wanted(result, language))
    arounds = {level.id: _around(findings, level, language, names) for level in edition.levels}
    scored = tuple(around for around in arounds.values() if around is not None)
    sheets = [framework_sheet(edition, language, names["framework"], scored)]
    for place, level in enumerate(edition.levels):
        if level.id in result.levels:
            tab = TABS[place % len(TABS)]
            own = _level(findings, level, arounds[level.id], names, language)
            sheets += [replace(sheet, colour=tab) for sheet in own]
    groups = groups_sheet(result, language, names["groups"], GROUPS.in_language(language))
    check = check_sheet(scored, language, names["check"], CHECK.in_language(language)) if scored else None
    coherence = coherence_sheet(result, language, names["coherence"], COHERENCE.in_language(language))
    quality = quality_sheet(result, language, names["quality"], QUALITY.in_language(language))
    method = method_sheet(result, language, names["method"], METHOD.in_language(language))
    listed = [sheet for sheet in (*sheets, groups, coherence, quality, check, method) if sheet is not None]
    return (cover_sheet(result, language, names["cover"], listed, check), *listed)


def _wanted(result: Result, language: Language) -> Iterator[tuple[str, str, str]]:
    fixed = {"cover": COVER, "framework": FRAMEWORK, "groups": GROUPS, "method": METHOD}
    fixed |= {"check": CHECK, "quality": QUALITY, "coherence": COHERENCE}
    for key, text in fixed.items():
        yield key, text.in_language(language), ""
    for level in result.edition.levels:
        for stage, text in {"raw": RAW, "treated": TREATED, **STAGES}.items():
            yield f"{level.id}/{stage}", text.in_language(language), level.name.in_language(language)


def _around(
    findings: Findings, level: Level, language: Language, names: Mapping[str, str]
) -> LevelSheets | None:
    """Return what a scored level's sheets share, None for a level without scores."""
    found = findings.result.levels.get(level.id)
    if found is None or found.scores is None or found.normalised is None or not found.panel.regions:
        return None
    own = {stage: names[f"{level.id}/{stage}"] for stage in STAGES}
    return level_sheets(findings.result, level, language, own)


def _level(
    findings: Findings,
    level: Level,
    around: LevelSheets | None,
    names: Mapping[str, str],
    language: Language,
) -> Iterator[Sheet]:
    """Yield the sheets of one level; one without scores has its values only."""
    found, edition = findings.result.levels[level.id], findings.edition
    if around is not None:
        yield ranking_sheet(around, _title(level, STAGES["ranking"], language))
    panels = [("raw", RAW, found.raw or found.panel)]
    panels += [("treated", TREATED, found.panel)] if found.raw is not None else []
    for stage, text, panel in panels:
        name = names[f"{level.id}/{stage}"]
        yield panel_sheet(edition, panel, language, name, _title(level, text, language))
    if around is not None:
        yield from _after_values(around, findings.level(level.id))


def _after_values(around: LevelSheets, level: LevelFindings) -> Iterator[Sheet]:
    for stage, text in STAGES.items():
        title = _title(around.level, text, around.language)
        if stage == "intervals":
            sheet = intervals_sheet(around, level, title)
        elif stage == "changes":
            sheet = changes_sheet(around, level, title)
        elif stage == "ranking" or (stage == "tiers" and around.found.tiers is None):
            sheet = None
        else:
            sheet = WRITERS[stage](around, title)
        if sheet is not None:
            yield sheet


def _title(level: Level, stage: Text, language: Language) -> str:
    name = level.name.in_language(language)
    return f"{name}: {stage.en}" if language == "en" else f"{name}：{stage.zh}"
