"""The sheet of coherence: what the children of every node have in common, group by group, child by child."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.workbook.sheet import Column, Sheet
from zhishu.score.coherence import coherence
from zhishu.score.suitability import of_those_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zhishu.publish.figure import Language
    from zhishu.publish.workbook.sheet import Cell, Look
    from zhishu.result import LevelResult, Result

COHERENCE_NOTE = Text(
    "每组同级指标一行，其下为各指标，均为最新一年的得分。KMO 低于 0.5 时不宜作主成分或因子赋权；"
    "VIF 为方差膨胀因子。χ²、自由度与 p 为巴特利特球形检验；地区为全体而非样本，p 只作参考。"
    "相关矩阵不可逆时留空。",
    "A row for every group of siblings and one for each of them, of the latest year’s scores. Below a KMO of "
    "0.5 weights from components or factors rest on little; VIF is the variance inflation factor. χ², "
    "degrees of freedom and p are Bartlett’s test of sphericity, which takes the regions for a sample. Empty "
    "where correlations have no inverse.",
)
TITLES: tuple[tuple[Text, Look], ...] = (
    (Text("层级", "Level"), "text"),
    (Text("上级指标", "Group"), "text"),
    (Text("指标", "Member"), "text"),
    (Text("α 系数", "Alpha"), "number"),
    (Text("标准化 α 系数", "Standardised alpha"), "number"),
    (Text("第一主成分占比", "First component"), "share"),
    (Text("最小相关", "Least correlation"), "number"),
    (Text("平均相关", "Mean correlation"), "number"),
    (Text("KMO", "KMO"), "number"),
    (Text("VIF", "VIF"), "number"),
    (Text("χ²", "χ²"), "number"),
    (Text("自由度", "Degrees of freedom"), "integer"),
    (Text("p", "p"), "number"),
)


def coherence_sheet(result: Result, language: Language, name: str, title: str) -> Sheet | None:
    """Return alpha, correlations, KMO, sphericity per group and KMO, VIF per member; None without groups."""
    rows = tuple(row for level in result.edition.scored_levels for row in _rows(result, level.id, language))
    if not rows:
        return None
    columns = tuple(Column(text.in_language(language), look) for text, look in TITLES)
    return Sheet(name, title, COHERENCE_NOTE.in_language(language), columns, rows, frozen=3)


def _rows(result: Result, level: str, language: Language) -> Iterator[tuple[Cell, ...]]:
    found, edition = result.levels.get(level), result.edition
    if found is None or found.scores is None or not found.panel.regions:
        return
    for node in edition.framework:
        if len(node.children) > 1:
            titles = [edition.framework[one].name.in_language(language) for one in (node.id, *node.children)]
            where = edition.level(level).name.in_language(language), titles[0]
            for member, numbers in zip(
                ["", *titles[1:]], _measures(_scores(found, result, node.id)), strict=True
            ):
                yield *where, member, *(None if np.isnan(one) else float(one) for one in numbers)


def _scores(found: LevelResult, result: Result, node: str) -> NDArray[np.float64]:
    assert found.scores is not None  # noqa: S101 - asked of scored levels only
    framework = result.edition.framework
    places = [framework.ids.index(child) for child in framework[node].children]
    scores: NDArray[np.float64] = found.scores[-1][:, places]
    return scores


def _measures(x: NDArray[np.float64]) -> Iterator[tuple[float | NDArray[np.float64], ...]]:
    """Yield the numbers of the group, then those of each member."""
    together, suits, none = coherence(x), of_those_left(x), float("nan")
    yield (
        together.alpha,
        together.standardised_alpha,
        together.first_component,
        together.least_correlation,
        together.mean_correlation,
        suits.kmo,
        none,
        suits.sphericity,
        none if np.isnan(suits.sphericity) else suits.degrees,
        suits.p,
    )
    for kmo, inflation in zip(suits.kmo_of, suits.inflation, strict=True):
        yield (*[none] * 5, kmo, inflation, *[none] * 3)
