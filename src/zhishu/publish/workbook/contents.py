"""The Excel workbook: every stage of the result on its own sheet, with live formulas and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.workbook.inputs import (
    FRAMEWORK,
    framework_sheet,
    normalised_sheet,
    panel_sheet,
    weights_sheet,
)
from zhishu.publish.workbook.level import level_sheets
from zhishu.publish.workbook.notes import cover_sheet, groups_sheet, method_sheet
from zhishu.publish.workbook.ranking import ranking_sheet
from zhishu.publish.workbook.scores import ranks_sheet, scores_sheet, tiers_sheet
from zhishu.publish.workbook.sheet import sheet_names
from zhishu.publish.workbook.write import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zhishu.edition import Level
    from zhishu.publish.figure import Language
    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Sheet
    from zhishu.result import Result

COVER, GROUPS, METHOD = Text("说明", "About"), Text("分组", "Groups"), Text("方法", "Method")
RAW, TREATED = Text("原始值", "raw"), Text("处理后", "treated")
STAGES: Mapping[str, Text] = {
    "ranking": Text("排行", "ranking"),
    "normalised": Text("标准化", "normalised"),
    "weights": Text("权重", "weights"),
    "scores": Text("得分", "scores"),
    "ranks": Text("名次", "ranks"),
    "tiers": Text("梯队", "tiers"),
}
WRITERS: Mapping[str, Callable[[LevelSheets, str], Sheet]] = {
    "normalised": normalised_sheet,
    "weights": weights_sheet,
    "scores": scores_sheet,
    "ranks": ranks_sheet,
    "tiers": tiers_sheet,
    "ranking": ranking_sheet,
}


def workbook_xlsx(result: Result, language: Language = "zh") -> bytes:
    """Return the result as an Excel workbook, in Chinese ("zh") or English ("en").

    A first sheet with the edition's note and the contents; the framework; for every scored level its
    ranking, raw (and treated) values, comparable values, weights, scores, ranks and tiers; the raw
    values of the other levels; groups; method. Scores, ranks, tiers and rankings are formulas with
    their values cached, down to comparable values and weights, so a reader can check the arithmetic
    and change a weight. Where the recipe does something else than weighted arithmetic means the
    values stand alone and the sheet says so. Missing numbers are empty cells. The same result gives
    the same bytes.
    """
    sheets = workbook_sheets(result, language)
    edition = result.edition
    return workbook_bytes(
        sheets, title=f"{edition.name.in_language(language)} {edition.edition}", year=edition.edition
    )


def workbook_sheets(result: Result, language: Language) -> tuple[Sheet, ...]:
    """Return every sheet of the workbook as declared values, in their order."""
    edition = result.edition
    names = sheet_names(_wanted(result, language))
    framework = framework_sheet(edition, language, names["framework"])
    sheets = [framework]
    for level in edition.levels:
        if level.id in result.levels:
            sheets += _level(result, level, language, names)
    groups = groups_sheet(result, language, names["groups"], GROUPS.in_language(language))
    method = method_sheet(result, language, names["method"], METHOD.in_language(language))
    listed = [*sheets, *([groups] if groups else []), method]
    return (cover_sheet(result, language, names["cover"], listed), *listed)


def _wanted(result: Result, language: Language) -> Iterator[tuple[str, str, str]]:
    fixed = {"cover": COVER, "framework": FRAMEWORK, "groups": GROUPS, "method": METHOD}
    for key, text in fixed.items():
        yield key, text.in_language(language), ""
    for level in result.edition.levels:
        for stage, text in {"raw": RAW, "treated": TREATED, **STAGES}.items():
            yield f"{level.id}/{stage}", text.in_language(language), level.name.in_language(language)


def _level(result: Result, level: Level, language: Language, names: Mapping[str, str]) -> Iterator[Sheet]:
    """Yield the sheets of one level; one without scores has its values only."""
    found, edition = result.levels[level.id], result.edition
    own = {stage: names[f"{level.id}/{stage}"] for stage in STAGES}
    scored = found.scores is not None and found.normalised is not None and bool(found.panel.regions)
    around = level_sheets(result, level, language, own) if scored else None
    if around is not None:
        yield ranking_sheet(around, _title(level, STAGES["ranking"], language))
    panels = [("raw", RAW, found.raw or found.panel)]
    panels += [("treated", TREATED, found.panel)] if found.raw is not None else []
    for stage, text, panel in panels:
        yield panel_sheet(
            edition, panel, language, names[f"{level.id}/{stage}"], _title(level, text, language)
        )
    if around is None:
        return
    for stage, text in STAGES.items():
        if stage != "ranking" and (stage != "tiers" or found.tiers is not None):
            yield WRITERS[stage](around, _title(level, text, language))


def _title(level: Level, stage: Text, language: Language) -> str:
    name = level.name.in_language(language)
    return f"{name}: {stage.en}" if language == "en" else f"{name}：{stage.zh}"
