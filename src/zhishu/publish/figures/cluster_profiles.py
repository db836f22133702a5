"""What each cluster is like: its mean in every indicator, against all regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.clusters import cluster_name, clusters_of_level, how_clustered
from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Column, Data, Figure, number_text
from zhishu.publish.figures.choice import in_sentence, noted
from zhishu.publish.figures.picture import (
    LINE,
    SMALL,
    Picture,
    Row,
    bars,
    broken,
    narrow_specification,
    specification,
    words,
)
from zhishu.publish.kinds import kind
from zhishu.publish.style import DEEP_CLASS, PHONE_WIDTH, class_role, colour
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.cluster.level import Clusters
    from zhishu.publish.figure import Language
    from zhishu.publish.findings import Findings, LevelFindings

NAMES, NAMES_PHONE = 0.28, 0.34
HEAD, TALL, APART = 26.0, 23.0, 6.0
BREAKS = (-0.5, 0.0, 0.5, 1.5)
"""Standard deviations from the mean of all regions at which the ramp goes on to the next class."""


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Indicators by dimension, in the order of the tree, and the clusters' means in standard deviations.

    `standing` is (indicators, clusters), 0 in an indicator that does not vary.
    """

    level: LevelFindings
    found: Clusters
    ids: tuple[str, ...]
    dimensions: tuple[str, ...]
    means: NDArray[np.float64]
    standing: NDArray[np.float64]


@kind("figure", "cluster_profiles", Text("各类的指标特征", "Profiles of the clusters"))
def cluster_profiles(findings: Findings, *, level: str) -> Figure | None:
    """Return a cell per indicator and cluster: the cluster's mean in standard deviations from all regions'.

    None where the recipe makes no clusters, or one alone.
    """
    level_found = findings.level(level)
    found = clusters_of_level(level_found)
    if found is None or found.count == 1:
        return None
    profiles = _profiles(level_found, found)

    def draw(language: Language, width: int) -> Picture:
        return _picture(profiles, language, width)

    region = level_found.level.name
    return Figure(
        id=f"cluster-profiles-{level}",
        number="",
        title=Text(
            f"{region.zh} {found.count} 类的指标特征",
            f"Profiles of {found.count} clusters of {in_sentence(region.en)}",
        ),
        data=_data(profiles),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(profiles),
        note=noted(
            Text(
                "数字为各类标准化值的平均与全部地区平均之差，以标准差为单位；颜色越深越高，红字低于平均。",
                "Mean normalised value of the cluster less that of all regions, in standard deviations; "
                "the deeper the higher, red below the mean.",
            ),
            how_clustered(findings, level),
        ),
    )


def _profiles(level: LevelFindings, found: Clusters) -> Profiles:
    x = found.normalised
    spread = x.std(axis=0)
    means = np.stack(
        [x[found.numbers == number].mean(axis=0) for number in range(1, found.count + 1)], axis=-1
    )
    apart = means - x.mean(axis=0)[:, None]
    standing = np.divide(apart, spread[:, None], out=np.zeros_like(means), where=live_columns(x)[:, None])
    dimensions = tuple(level.framework.dimension_of(indicator) for indicator in found.indicators)
    return Profiles(level, found, found.indicators, dimensions, means, standing)


def _picture(profiles: Profiles, language: Language, width: int) -> Picture:
    room = width * (NAMES if width > PHONE_WIDTH else NAMES_PHONE)
    names = [broken(profiles.level.title(one).in_language(language), room, SMALL) for one in profiles.ids]
    left = max(text_width(line, SMALL) for lines in names for line in lines) + 10
    cell = (width - left) / profiles.found.count
    heights = [max(TALL, (LINE - 2) * len(lines) + 4) for lines in names]
    changes = [one != two for one, two in zip(profiles.dimensions[1:], profiles.dimensions, strict=False)]
    gaps = [0.0, *np.cumsum(np.array(changes, dtype=float) * APART).tolist()]
    tops = [HEAD + sum(heights[:at]) + gap for at, gap in enumerate(gaps)]
    cells = list(np.ndindex(*profiles.standing.shape))
    boxes: list[Row] = [
        {
            "x": left + column * cell,
            "x2": left + (column + 1) * cell - 1,
            "y": tops[line],
            "y2": tops[line] + heights[line] - 1,
            "fill": colour(class_role(_class(float(profiles.standing[line, column])))),
            "row": line,
        }
        for line, column in cells
    ]
    values: list[Row] = [
        {
            "x": left + (column + 0.5) * cell,
            "y": tops[line] + heights[line] / 2,
            "text": _said(float(profiles.standing[line, column])),
            "fill": colour(_ink(float(profiles.standing[line, column]))),
            "row": line,
        }
        for line, column in cells
    ]
    heads = [
        {"x": left + (at + 0.5) * cell, "y": HEAD / 2, "text": _head(at + 1, language, cell)}
        for at in range(profiles.found.count)
    ]
    labels = [
        {"x": 0.0, "y": tops[at] + heights[at] / 2 + (LINE - 2) * (part - (len(lines) - 1) / 2), "text": line}
        for at, lines in enumerate(names)
        for part, line in enumerate(lines)
    ]
    return Picture(
        tops[-1] + heights[-1] + 4,
        (
            bars("cells", boxes),
            words("values", values, align="center", fontSize=SMALL),
            words("heads", heads, align="center", fontSize=SMALL, color=colour("muted")),
            words("names", labels, fontSize=SMALL),
        ),
    )


def _head(number: int, language: Language, cell: float) -> str:
    """Return a cluster's name, its number alone in a narrow column."""
    name = cluster_name(number).in_language(language)
    return name if text_width(name, SMALL) + 4 <= cell else str(number)


def _class(standing: float) -> int:
    return 1 + sum(standing >= limit for limit in BREAKS)


def _ink(standing: float) -> str:
    if round(standing, 1) < 0:
        return "alert"
    return "label_on_deep" if _class(standing) >= DEEP_CLASS else "label_on_pale"


def _said(standing: float) -> str:
    text = number_text(standing, 1)
    return "0.0" if text == "-0.0" else text.replace("-", "−")


def _data(profiles: Profiles) -> Data:
    columns = (
        Column("indicator", Text("指标", "Indicator")),
        *(
            Column(f"cluster-{at}", cluster_name(at), "number", digits=3)
            for at in range(1, profiles.found.count + 1)
        ),
        Column("overall", Text("全部", "All"), "number", digits=3),
    )
    overall = profiles.found.normalised.mean(axis=0)
    rows = tuple(
        (profiles.level.title(one), *profiles.means[at].tolist(), float(overall[at]))
        for at, one in enumerate(profiles.ids)
    )
    return Data(columns, rows, level=profiles.level.id)


def _alternative(profiles: Profiles) -> Text:
    """Return the indicators in which each cluster stands highest and lowest."""
    parts = [_extremes(profiles, at) for at in range(profiles.found.count)]
    zh, en = "；".join(part.zh for part in parts), "; ".join(part.en for part in parts)
    return Text(
        f"各类在每项指标上与全部地区平均相比。{zh}。", f"Each cluster against the mean of all regions. {en}."
    )


def _extremes(profiles: Profiles, at: int) -> Text:
    """Return in which indicators a cluster stands highest and lowest, and how far from all regions."""
    standing, title, name = profiles.standing[:, at], profiles.level.title, cluster_name(at + 1)
    high, low = (title(profiles.ids[int(one)]) for one in (standing.argmax(), standing.argmin()))
    most, least = _said(float(standing.max())), _said(float(standing.min()))
    return Text(
        f"{name.zh}：{high.zh}最高（{most}），{low.zh}最低（{least}）",
        f"{name.en}: highest in {high.en} ({most}), lowest in {low.en} ({least})",
    )
