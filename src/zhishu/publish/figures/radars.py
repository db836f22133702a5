"""Profiles of regions by dimension: a radar for each, small multiples on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Figure, number_text, place_text
from zhishu.publish.figures.choice import in_sentence, rank_cell, rank_column, region_column
from zhishu.publish.figures.radar_drawing import Profiles, radar_spec
from zhishu.publish.kinds import kind
from zhishu.publish.ranking import region_title
from zhishu.publish.style import PAGE_WIDTH, PHONE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from numpy.typing import NDArray

    from zhishu.framework import Framework
    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings
    from zhishu.publish.ranking import Ranking

LEADERS = 5
FEWEST_AXES = 3
MOST_PANELS = 12
MEDIANS = (
    Text("图中地区的中位数", "Median of those shown"),
    Text("全部地区的中位数", "Median of all regions"),
)


@kind("figure", "radars", Text("各地区维度得分雷达图", "Profiles by dimension, a radar per region"))
def radars(
    findings: Findings,
    *,
    level: str,
    tier: int = 0,
    regions: tuple[str, ...] = (),
    axes: Literal["dimensions", "parts"] = "dimensions",
) -> Figure | None:
    """Return a radar per region of a tier, or per region named, before the median of those shown.

    Without tier and regions: the five leaders. `axes: parts` takes what lies below the dimensions.
    At most twelve regions. None with fewer than three axes, or where no region has all its scores.
    """
    found = findings.level(level)
    if not found.scored:
        return None
    nodes = _axes(found.framework, axes)
    columns = [found.column(node) for node in nodes]
    shown = _shown(found, tier, regions, columns)
    if len(nodes) < FEWEST_AXES or not len(shown):
        return None
    names = [found.names[row] for row in shown]
    places = [place_text(float(found.ranks[row, 0])) for row in shown]
    profiles = Profiles(
        tuple(
            Text(f"{place} {name.short.zh}", f"{place} {name.short.en}")
            for place, name in zip(places, names, strict=True)
        ),
        tuple(found.title(node) for node in nodes),
        found.scores[shown][:, columns],
        np.median(found.scores[shown][:, columns], axis=0) if len(shown) > 1 else None,
    )
    chosen, group = _group(found, tier, regions, len(shown))
    return Figure(
        id=f"radars-{level}-{chosen}",
        number="",
        title=Text(f"{group.zh}各维度得分", f"{group.en}: scores by dimension"),
        data=_profile_data(found, nodes, shown),
        spec=radar_spec(profiles, PAGE_WIDTH),
        narrow=radar_spec(profiles, PHONE_WIDTH),
        alternative=_alternative(profiles),
        note=Text(
            "实心图形为该地区，虚线为图中各地区的中位数；地区名前为总名次，轴端数字为得分，各图标尺相同。",
            "Filled: the region; dashed: the median of those shown. "
            "Before the name the overall rank, at the axes the scores; all radars have one scale.",
        ),
    )


def _axes(framework: Framework, axes: str) -> tuple[str, ...]:
    below = tuple(child for node in framework.dimensions for child in framework[node].children or (node,))
    return (
        framework.dimensions if axes == "dimensions" and len(framework.dimensions) >= FEWEST_AXES else below
    )


def _shown(level: LevelFindings, tier: int, regions: tuple[str, ...], columns: list[int]) -> NDArray[np.intp]:
    """Return the positions of the regions that have all their scores, best first or as named."""
    if regions:
        order = np.array([level.row(region) for region in regions], dtype=np.intp)
    elif tier:
        order = np.array([row for row in level.order if _in_tier(level, int(row), tier)], dtype=np.intp)
    else:
        order = level.leading(LEADERS)
    complete = np.isfinite(level.scores[order][:, [0, *columns]]).all(axis=1)
    answer: NDArray[np.intp] = order[complete][:MOST_PANELS]
    return answer


def _in_tier(level: LevelFindings, row: int, tier: int) -> bool:
    return bool(level.tiers) and level.tiers[row].number == tier


def _group(level: LevelFindings, tier: int, regions: tuple[str, ...], count: int) -> tuple[str, Text]:
    """Return a word for the id and what the regions shown are called together."""
    name = level.level.name
    if regions:
        return "chosen", Text(f"所选{name.zh}", f"Chosen {in_sentence(name.en)}")
    if tier:
        called = next(found.name for found in level.tiers if found.number == tier)
        return f"tier-{tier}", Text(f"{called.zh}{name.zh}", f"{called.en}, {in_sentence(name.en)}")
    return "leaders", Text(f"居前的 {count} 个{name.zh}", f"The leading {count} {in_sentence(name.en)}")


def _profile_data(level: LevelFindings, nodes: tuple[str, ...], shown: NDArray[np.intp]) -> Data:
    columns = [level.column(node) for node in nodes]
    heads = (
        rank_column(level.framework.root.id),
        region_column(level),
        *(Column(node, level.title(node), "score", digits=2, node=node) for node in nodes),
    )
    root = level.framework.root.id
    rows: list[tuple[Cell, ...]] = [
        (rank_cell(level, row, root), level.names[row].full, *level.scores[row, columns].tolist())
        for row in shown
    ]
    medians = [np.nanmedian(scores[:, columns], axis=0) for scores in (level.scores[shown], level.scores)]
    rows += [(None, name, *median.tolist()) for name, median in zip(MEDIANS, medians, strict=True)]
    codes = (*(level.codes[row] for row in shown), "", "")
    return Data(heads, tuple(rows), level=level.id, regions=codes)


def leaders_radar(ranking: Ranking, *, number: str, leaders: int = LEADERS) -> Figure | None:
    """Return the radar of the leading regions by dimension, a panel for each before all the others.

    None when there would be fewer than three axes, or no region has all its scores.
    """
    nodes = radar_axes(ranking)
    columns = [ranking.column(node) for node in nodes]
    complete = np.isfinite(ranking.scores[:, [0, *columns]]).all(axis=1)
    shown = np.flatnonzero(complete)[:leaders]
    if len(nodes) < FEWEST_AXES or not len(shown):
        return None
    full = [ranking.names[row].full for row in shown]
    axes = tuple(ranking.framework[node].name for node in nodes)
    profiles = Profiles(
        tuple(ranking.names[row].short for row in shown), axes, ranking.scores[shown][:, columns]
    )
    level = ranking.level.name
    return Figure(
        id=f"leaders-{ranking.level.id}",
        number=number,
        title=Text(f"领先{level.zh}各维度得分雷达图", f"{level.en}: the leaders by dimension"),
        data=_data(ranking, nodes, full, profiles),
        spec=radar_spec(profiles, PAGE_WIDTH),
        narrow=radar_spec(profiles, PHONE_WIDTH),
        alternative=_alternative(profiles),
        note=Text(
            "实心图形为该地区，细线为其余领先地区；轴端数字为该维度得分，越靠外得分越高。",
            "Filled: the region; thin lines: the other leaders. "
            "Numbers are dimension scores, higher further out.",
        ),
    )


def radar_axes(ranking: Ranking) -> tuple[str, ...]:
    """Return the dimensions, or what lies below them when they are too few for a radar."""
    return _axes(ranking.framework, "dimensions")


def _data(ranking: Ranking, nodes: Iterable[str], names: Iterable[Text], profiles: Profiles) -> Data:
    columns = (
        Column("region", region_title(ranking)),
        *(Column(node, name, "number", digits=2) for node, name in zip(nodes, profiles.axes, strict=True)),
    )
    rows = zip(names, profiles.scores.tolist(), strict=True)
    return Data(columns, tuple((name, *scores) for name, scores in rows))


def _alternative(profiles: Profiles) -> Text:
    """Return the scores in words, region by region."""
    zh = "；".join(_in_words(profiles, row, "zh", "，") for row in range(len(profiles.names)))
    en = "; ".join(_in_words(profiles, row, "en", ", ") for row in range(len(profiles.names)))
    return Text(
        f"每个地区一幅雷达图，轴为各维度得分。{zh}。",
        f"One radar per region, an axis per dimension. {en}.",
    )


def _in_words(profiles: Profiles, row: int, language: str, comma: str) -> str:
    scores = comma.join(
        f"{axis.in_language(language)} {number_text(float(score), 1)}"
        for axis, score in zip(profiles.axes, profiles.scores[row], strict=True)
    )
    return f"{profiles.names[row].in_language(language)} {scores}"
