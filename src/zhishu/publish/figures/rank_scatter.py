"""All regions of a level: score over rank, tiers as bands, the ranks' intervals."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Column, Data, Figure, number_text, place_text
from zhishu.publish.figures.axis import Axis
from zhishu.publish.figures.choice import (
    in_sentence,
    interval_column,
    interval_note,
    intervals_at,
    node_name,
    noted,
    rank_cell,
    rank_column,
    region_column,
)
from zhishu.publish.figures.name_places import Point, place_names
from zhishu.publish.figures.picture import (
    SMALL,
    Layer,
    Picture,
    Row,
    bars,
    dots,
    narrow_specification,
    rules,
    specification,
    words,
)
from zhishu.publish.kinds import kind
from zhishu.publish.style import PHONE_WIDTH, colour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zhishu.publish.figure import Language, Tier
    from zhishu.publish.findings import Findings, LevelFindings

HEIGHT = 500.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 14.0, 30.0, 40.0
RADIUS, RADIUS_PHONE = 4.0, 3.0
PLACES = (1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 3000)
TICKS_APART = 22.0


@kind("figure", "rank_scatter", Text("全部地区的名次与得分", "Rank and score of all regions"))
def rank_scatter(findings: Findings, *, level: str, node: str = "", named: int = 20) -> Figure | None:
    """Return every region's score over its rank, on a logarithmic axis that gives the leading ones room.

    Bands are the tiers (of the index only), lines the intervals of ranks. At most `named` regions are
    named, where there is room. Unranked regions are left out; None when nobody is ranked.
    """
    found = findings.level(level)
    at = node or findings.framework.root.id
    if not found.scored:
        return None
    column = found.column(at)
    ranked = np.isfinite(found.ranks[:, column]) & np.isfinite(found.scores[:, column])
    shown = np.array([row for row in found.order_by(at) if ranked[row]], dtype=np.intp)
    if not len(shown):
        return None

    def draw(language: Language, width: int) -> Picture:
        return _picture(found, at, shown, named, (language, width))

    name, region = node_name(found, at), found.level.name
    return Figure(
        id=f"scatter-{level}-{at}",
        number="",
        title=Text(
            f"{len(shown)} 个{region.zh}的{name.zh}名次与得分",
            f"{name.en}: rank and score of {len(shown)} {in_sentence(region.en)}",
        ),
        data=_data(found, at, shown),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(found, at, shown),
        note=noted(
            Text(
                "横轴为名次（对数刻度），纵轴为得分；横线为名次区间。",
                "Across: rank, on a logarithmic scale; up: score. Lines: intervals of ranks.",
            )
            if intervals_at(found, at)
            else Text("横轴为名次（对数刻度），纵轴为得分。", "Across: rank (logarithmic); up: score."),
            interval_note(found) if intervals_at(found, at) else None,
        ),
    )


def _picture(
    level: LevelFindings, node: str, shown: NDArray[np.intp], named: int, reader: tuple[Language, int]
) -> Picture:
    language, width = reader
    column = level.column(node)
    ranks, scores = level.ranks[shown, column], level.scores[shown, column]
    lowest = min(0.0, float(scores.min()))
    x = _RankAxis(max(float(ranks.max()), 2.0), LEFT + 12, width - RIGHT)
    y = Axis(lowest, float(scores.max()) * 1.04 or 1.0, HEIGHT - BOTTOM, TOP + 8)
    radius = RADIUS if width > PHONE_WIDTH else RADIUS_PHONE
    tiers = [level.tiers[row] for row in shown] if level.tiers and node == level.framework.root.id else []
    points = [
        Point(
            x.at(float(rank)),
            y.at(float(score)),
            radius,
            level.names[row].short.in_language(language) if at < named else "",
            at,
        )
        for at, (row, rank, score) in enumerate(zip(shown, ranks, scores, strict=True))
    ]
    frame = (LEFT, TOP, width - 2.0, HEIGHT - BOTTOM)
    within = tuple(_intervals(level, node, shown, x, y))
    lines = [(line["x"], line["y"] - 1, line["x2"], line["y2"] + 1) for line in within]
    placed = place_names(points, frame, kept_free=lines)
    return Picture(
        HEIGHT,
        (
            *_bands(tiers, ranks, x, (language, width)),
            *_axes(x, y, (language, width)),
            rules("intervals", within, color=colour("context"), strokeWidth=2),
            rules("leaders", placed.leaders, color=colour("muted"), strokeWidth=0.7),
            dots(
                "regions",
                [
                    {
                        "x": p.x,
                        "y": p.y,
                        "row": p.row,
                        "fill": colour(tiers[p.row].role if tiers else "accent"),
                    }
                    for p in points
                ],
                size=4 * radius**2,
            ),
            words("names", placed.names, align="center", fontSize=SMALL),
        ),
    )


class _RankAxis:
    """Ranks on a logarithmic scale, 1 on the left."""

    def __init__(self, last: float, start: float, end: float) -> None:
        self.last, self.start, self.end = last, start, end

    def at(self, rank: float) -> float:
        """Return the pixel of a rank."""
        return self.start + (self.end - self.start) * float(np.log(max(rank, 1.0)) / np.log(self.last))

    @property
    def ticks(self) -> Iterator[float]:
        """Ranks worth a line, the last rank among them, not too close to each other."""
        kept = self.at(self.last)
        yield self.last
        for place in reversed([place for place in PLACES if place < self.last]):
            if kept - self.at(place) >= TICKS_APART:
                kept = self.at(place)
                yield float(place)


def _axes(x: _RankAxis, y: Axis, reader: tuple[Language, int]) -> list[Layer]:
    language, width = reader
    ground = HEIGHT - BOTTOM
    ups = [{"x": LEFT, "x2": width - RIGHT + 8.0, "y": y.at(tick), "y2": y.at(tick)} for tick in y.ticks]
    places = [{"x": x.at(tick), "y": ground + 12, "text": place_text(tick)} for tick in x.ticks]
    scores = [{"x": LEFT - 6, "y": y.at(tick), "text": number_text(tick)} for tick in y.ticks]
    said = [
        {"x": LEFT - 6, "y": TOP - 18, "text": Text("得分", "Score").in_language(language)},
        {"x": width - RIGHT + 8.0, "y": ground + 30, "text": Text("名次", "Rank").in_language(language)},
    ]
    small = {"fontSize": SMALL, "color": colour("muted")}
    return [
        rules("grid", ups),
        words("places", places, align="center", **small),
        words("scores", scores, align="right", **small),
        words("axes", said, align="right", **small),
    ]


def _bands(
    tiers: list[Tier], ranks: NDArray[np.float64], x: _RankAxis, reader: tuple[Language, int]
) -> list[Layer]:
    """Return every second tier as a pale band, with the tiers' names over them where they have room."""
    language, width = reader
    rects: list[Row] = []
    names: list[Row] = []
    start = LEFT
    numbers = sorted({tier.number for tier in tiers})
    for at, number in enumerate(numbers):
        inside = [float(rank) for rank, tier in zip(ranks, tiers, strict=True) if tier.number == number]
        last = at == len(numbers) - 1
        after = min((float(rank) for rank in ranks if rank > max(inside)), default=max(inside))
        end = width - RIGHT + 8.0 if last else (x.at(max(inside)) + x.at(after)) / 2
        name = next(tier.name for tier in tiers if tier.number == number).in_language(language)
        if at % 2 == 0:
            rects.append(
                {"x": start, "x2": end, "y": TOP - 8, "y2": HEIGHT - BOTTOM, "fill": colour("panel")}
            )
        if end - start >= text_width(name, SMALL) + 4:
            role = colour(next(tier.role for tier in tiers if tier.number == number))
            names.append({"x": (start + end) / 2, "y": TOP - 18, "text": name, "fill": role})
        start = end
    mark = {"align": "center", "fontSize": SMALL}
    return [
        bars("bands", rects),
        Layer("tiers", {"type": "text", "baseline": "middle", **mark}, tuple(names)),
    ]


def _intervals(
    level: LevelFindings, node: str, shown: NDArray[np.intp], x: _RankAxis, y: Axis
) -> Iterator[Row]:
    intervals = intervals_at(level, node)
    if not intervals:
        return
    for at, row in enumerate(shown):
        within, height = intervals[row], y.at(float(level.scores[row, level.column(node)]))
        if isfinite(within.low) and within.low < within.high:
            yield {"x": x.at(within.low), "x2": x.at(within.high), "y": height, "y2": height, "row": at}


def _data(level: LevelFindings, node: str, shown: NDArray[np.intp]) -> Data:
    intervals = intervals_at(level, node)
    tiers = level.tiers if node == level.framework.root.id else ()
    columns = (
        rank_column(node),
        region_column(level),
        Column("score", Text("得分", "Score"), "score", digits=2, node=node),
        *((interval_column(node),) if intervals else ()),
        *((Column("tier", Text("梯队", "Tier"), "tier"),) if tiers else ()),
    )
    rows = tuple(
        (
            rank_cell(level, row, node),
            level.names[row].full,
            float(level.scores[row, level.column(node)]),
            *((intervals[row],) if intervals else ()),
            *((tiers[row],) if tiers else ()),
        )
        for row in shown
    )
    return Data(columns, rows, level=level.id, regions=tuple(level.codes[row] for row in shown))


LEADERS_SAID = 10


def _alternative(level: LevelFindings, node: str, shown: NDArray[np.intp]) -> Text:
    """Return how scores fall with rank, in words: the first ten, the median, the last."""
    column = level.column(node)
    scores = level.scores[shown, column]
    first = [
        (level.names[row].short, number_text(float(level.scores[row, column]), 1))
        for row in shown[:LEADERS_SAID]
    ]
    middle, last = (number_text(float(value), 1) for value in (np.median(scores), scores.min()))
    zh = "、".join(f"{name.zh} {score}" for name, score in first)
    en = ", ".join(f"{name.en} {score}" for name, score in first)
    return Text(
        f"散点图，{len(shown)} 个地区的得分随名次下降。居前的是 {zh}；中位数 {middle}，最低 {last}。",
        f"Scatter of {len(shown)} regions, score falling with rank. First: {en}; median {middle}, "
        f"lowest {last}.",
    )
