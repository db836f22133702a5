"""The leading regions of a node: scores made of parts, with their intervals."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Figure, interval_text, number_text, place_text
from zhishu.publish.figures.bar_list import Bar, BarList, Panel, bar_list
from zhishu.publish.figures.choice import (
    in_sentence,
    interval_column,
    interval_note,
    intervals_at,
    leading_ranks,
    node_name,
    noted,
    rank_cell,
    rank_column,
    region_column,
    score_interval,
)
from zhishu.publish.figures.parts import NAMED, REST, leaves_below, parts_of_score, with_rest
from zhishu.publish.figures.picture import narrow_specification, specification
from zhishu.publish.kinds import kind
from zhishu.publish.style import series_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.publish.figure import Language
    from zhishu.publish.figures.picture import Picture
    from zhishu.publish.findings import Findings, LevelFindings

POINTS = Text(
    "堆叠条形为各组成部分对得分的贡献，合计为得分。", "Stacked: the points each part adds to the score."
)
WHISKERS = Text("条端细线为得分区间。", "Thin lines at the ends: the interval of the score.")


@kind("figure", "stacked_bars", Text("某一层级得分居前地区的得分构成", "The leading regions' scores by part"))
def stacked_bars(findings: Findings, *, level: str, node: str = "", top: int = 15) -> Figure | None:
    """Return the `top` regions at a node, each bar made of what its children contribute.

    Where contributions do not add up to the score, the bars have one part. None when the level has no scores.
    """
    found = findings.level(level)
    at = node or findings.framework.root.id
    if not found.scored:
        return None
    name, region, children = node_name(found, at), found.level.name, findings.framework[at].children
    shown = leading_ranks(found, at, top)
    tail = _shown_beside(found, at, children)
    heading = Text(
        f"{name.zh}得分居前的 {len(shown)} 个{region.zh}{tail.zh}",
        f"{name.en}: the leading {len(shown)} {in_sentence(region.en)}{tail.en}",
    )
    return _figure(found, at, children, shown, (f"stacked-{level}-{at}", heading))


def _shown_beside(level: LevelFindings, node: str, children: Sequence[str]) -> Text:
    """Return the end of a title: parts and intervals, as far as there are any."""
    parts, ranks = parts_of_score(level, node, children) is not None, bool(intervals_at(level, node))
    zh = "与".join(word for word, there in (("得分构成", parts), ("名次区间", ranks)) if there)
    en = ", ".join(
        word for word, there in (("scores by part", parts), ("intervals of ranks", ranks)) if there
    )
    return Text(f"：{zh}" if zh else "", f", {en}" if en else "")


@kind("figure", "contributions", Text("各指标对得分的贡献", "What indicators contribute to scores"))
def contributions(
    findings: Findings, *, level: str, node: str = "", top: int = 15, named: int = NAMED
) -> Figure | None:
    """Return the `top` regions, each bar made of what the indicators contribute to its score.

    The `named` indicators (at most six) that contribute most to all shown regions have colours, the
    others are one part. None when contributions do not add up to scores.
    """
    found = findings.level(level)
    at = node or findings.framework.root.id
    if not found.scored:
        return None
    below = leaves_below(found, at)
    shown = leading_ranks(found, at, top)
    parts = parts_of_score(found, at, below)
    if parts is None or not len(shown):
        return None
    most = np.argsort(-np.nan_to_num(parts[shown]).sum(axis=0), kind="stable")[: min(named, NAMED)]
    kept = tuple(below[position] for position in sorted(most))
    name, region = node_name(found, at), found.level.name
    heading = Text(
        f"居前的 {len(shown)} 个{region.zh}：各指标对{name.zh}得分的贡献",
        f"{name.en}: what indicators contribute to the leading {len(shown)} {in_sentence(region.en)}",
    )
    return _figure(found, at, below, shown, (f"contributions-{level}-{at}", heading), kept)


def _figure(  # noqa: PLR0913, PLR0917 - both makers end here
    level: LevelFindings,
    node: str,
    below: Sequence[str],
    shown: NDArray[np.intp],
    words: tuple[str, Text],
    kept: Sequence[str] = (),
) -> Figure | None:
    """Return the figure of scores by part; `kept` are the parts with colours, without it all of them."""
    if not len(shown):
        return None
    parts = parts_of_score(level, node, below)
    coloured = None if parts is None else with_rest(parts, below, kept or below[:NAMED])
    drawn = _bar_list(level, node, shown, coloured, kept or below)

    def draw(language: Language, width: int) -> Picture:
        return bar_list(drawn, language, width)

    within = score_interval(level, node) is not None
    return Figure(
        id=words[0],
        number="",
        title=words[1],
        data=_data(level, node, shown, below if parts is not None else ()),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(level, node, shown),
        note=noted(
            POINTS if parts is not None else None,
            WHISKERS if within else None,
            interval_note(level, scores=True) if within else None,
        ),
    )


def _bar_list(
    level: LevelFindings,
    node: str,
    shown: NDArray[np.intp],
    parts: NDArray[np.float64] | None,
    kept: Sequence[str],
) -> BarList:
    scores = level.scores[:, level.column(node)]
    intervals = intervals_at(level, node)
    count = 0 if parts is None else parts.shape[1]
    roles = tuple(series_role(at + 1) for at in range(min(count, len(kept), NAMED)))
    roles += ("series_rest",) * (count - len(roles))
    entries = [(role, level.title(part)) for role, part in zip(roles, kept, strict=False)]
    if "series_rest" in roles:
        entries = [*entries[: roles.index("series_rest")], ("series_rest", REST)]
    bars = tuple(
        _bar(level, node, int(row), (float(scores[row]),) if parts is None else tuple(parts[row].tolist()))
        for row in shown
    )
    return BarList(
        tuple(level.names[row].short for row in shown),
        (Panel(bars, roles or ("accent",), Text("得分", "Score")),),
        tuple(place_text(float(level.ranks[row, level.column(node)])) for row in shown),
        tuple(entries) if len(entries) > 1 else (),
        (Text("名次区间", "Ranks"), tuple(interval_text(intervals[row]) for row in shown))
        if intervals
        else None,
        tuple(range(len(shown))),
    )


def _bar(level: LevelFindings, node: str, row: int, parts: tuple[float, ...]) -> Bar:
    score = float(level.scores[row, level.column(node)])
    found = score_interval(level, node)
    low, high = (float(found[0][row]), float(found[1][row])) if found else (nan, nan)
    if any(isnan(part) for part in parts):
        parts = (score, *(nan,) * (len(parts) - 1))
    said = number_text(score, 1)
    return Bar(parts, Text(said, said), low, high)


def _data(level: LevelFindings, node: str, shown: NDArray[np.intp], below: Sequence[str]) -> Data:
    intervals = intervals_at(level, node)
    parts = parts_of_score(level, node, below)
    score = Text("得分", "Score")
    columns = (
        rank_column(node),
        region_column(level),
        Column("score", score, "score", digits=2, node=node),
        *((interval_column(node),) if intervals else ()),
        *(Column(part, level.title(part), "number", digits=2, node=part) for part in below),
    )
    rows = tuple(
        (
            rank_cell(level, row, node),
            level.names[row].full,
            float(level.scores[row, level.column(node)]),
            *((intervals[row],) if intervals else ()),
            *(() if parts is None else parts[row].tolist()),
        )
        for row in shown
    )
    return Data(columns, rows, level=level.id, regions=tuple(level.codes[row] for row in shown))


def _alternative(level: LevelFindings, node: str, shown: NDArray[np.intp]) -> Text:
    """Return rank, score and interval in words, region by region."""
    intervals, column = intervals_at(level, node), level.column(node)
    zh, en = [], []
    for row in shown:
        name = level.names[row].short
        score, place = number_text(float(level.scores[row, column]), 1), place_text(level.ranks[row, column])
        within = interval_text(intervals[row]) if intervals else ""
        zh.append(f"第 {place} 名{name.zh} {score} 分" + (f"（区间 {within}）" if within else ""))
        en.append(f"{place}. {name.en} {score}" + (f" (ranks {within})" if within else ""))
    name = node_name(level, node)
    return Text(f"{name.zh}得分条形图。{'；'.join(zh)}。", f"Bars of {name.en} scores. {'; '.join(en)}.")
