"""Who rose and who fell since the edition before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Column, Data, Figure, Rank, place_text
from zhishu.publish.figures.choice import leading_ranks, region_column
from zhishu.publish.figures.picture import (
    LABEL,
    Picture,
    Row,
    dots,
    narrow_specification,
    paths,
    specification,
    words,
)
from zhishu.publish.kinds import kind
from zhishu.publish.style import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.publish.figure import Language
    from zhishu.publish.findings import Findings, LevelFindings

STEP, HEAD, BESIDE = 21.0, 34.0, 9.0
WIDEST = 620.0
"""The columns stand no further apart than a drawing this wide lets them."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Regions in this edition's order, by position in the panel, with their ranks then and now."""

    level: LevelFindings
    shown: NDArray[np.intp]
    year: int
    before: NDArray[np.float64]
    now: NDArray[np.float64]

    @property
    def risen(self) -> NDArray[np.float64]:
        """Places won (positive) or lost."""
        return self.before - self.now


@kind("figure", "slope", Text("与上一版相比的名次变化", "Change of rank since the edition before"))
def slope(findings: Findings, *, level: str, top: int = 20) -> Figure | None:
    """Return the `top` regions' ranks in the edition before and now, joined by lines.

    Regions without a rank then are left out; None when no earlier rank is known.
    """
    found = findings.level(level)
    earlier = previous_ranks(findings, level) if found.scored else None
    if earlier is None:
        return None
    year, ranks = earlier
    shown = leading_ranks(found, "", top)
    shown = shown[np.isfinite(ranks[shown])]
    if not len(shown):
        return None
    moves = Moves(found, shown, year, ranks[shown], found.ranks[shown, 0])

    def draw(language: Language, width: int) -> Picture:
        return _picture(moves, findings.edition.edition, language, width)

    region = found.level.name
    return Figure(
        id=f"slope-{level}",
        number="",
        title=Text(
            f"{region.zh}名次与 {year} 版相比：{_counts(moves).zh}",
            f"{region.en}: ranks compared with {year}: {_counts(moves).en}",
        ),
        data=_data(moves),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(moves),
    )


def previous_ranks(findings: Findings, level: str) -> tuple[int, NDArray[np.float64]] | None:
    """Return the edition before and the ranks of the index then, (regions,), None when none is known.

    They come from the result's own years, or from the ranks that earlier editions published.
    """
    earlier = findings.earlier(level)
    if not earlier:
        return None
    year = max(earlier)
    return year, earlier[year]


def _counts(moves: Moves) -> Text:
    """Return how many of the regions shown rose, fell and stayed."""
    up, down = int((moves.risen > 0).sum()), int((moves.risen < 0).sum())
    same = len(moves.shown) - up - down
    return Text(f"{up} 个上升、{down} 个下降、{same} 个不变", f"{up} rose, {down} fell, {same} stayed")


def _picture(moves: Moves, edition: int, language: Language, width: int) -> Picture:
    names = [moves.level.names[row].short.in_language(language) for row in moves.shown]
    places_before = [
        f"{name}  {place_text(float(rank))}" for name, rank in zip(names, moves.before, strict=True)
    ]
    places_now = [f"{place_text(float(rank))}  {name}" for name, rank in zip(names, moves.now, strict=True)]
    side = max(text_width(label, LABEL) for label in (*places_before, *places_now)) + BESIDE + 3
    wide = min(float(width), WIDEST)
    start = (width - wide) / 2
    left, right = start + side, start + wide - side
    heights_before, heights_now = _heights(moves.before), _heights(moves.now)
    ends = [
        ({"x": left, "y": before}, {"x": right, "y": now})
        for before, now in zip(heights_before, heights_now, strict=True)
    ]
    roles = [_role(float(change)) for change in moves.risen]
    lines = [
        paths(f"{role}_lines", [end for end, own in zip(ends, roles, strict=True) if own == role], **look)
        for role, look in _looks()
    ]
    heads = [
        {"x": left, "y": 10.0, "text": str(moves.year)},
        {"x": right, "y": 10.0, "text": str(edition)},
    ]
    return Picture(
        max(*heights_before, *heights_now) + STEP / 2,
        (
            words("heads", heads, align="center", color=colour("muted")),
            *lines,
            dots("dots", _marks(ends, roles), size=44),
            words("before", _labels(ends, places_before, (0, -1)), align="right", color=colour("muted")),
            words("now", _labels(ends, places_now, (1, 1))),
        ),
    )


def _heights(ranks: NDArray[np.float64]) -> list[float]:
    """Return a height per region, in order of rank; equal ranks stand one under the other."""
    order = np.argsort(ranks, kind="stable")
    heights = np.empty(len(ranks))
    heights[order] = HEAD + STEP * np.arange(len(ranks))
    answer: list[float] = heights.tolist()
    return answer


def _role(change: float) -> str:
    if change == 0:
        return "context"
    return "good" if change > 0 else "alert"


def _looks() -> tuple[tuple[str, Row], ...]:
    return (
        ("context", {"color": colour("context"), "strokeWidth": 1.5}),
        ("alert", {"color": colour("alert"), "strokeWidth": 2, "strokeDash": [5, 3]}),
        ("good", {"color": colour("good"), "strokeWidth": 2}),
    )


def _marks(ends: Sequence[tuple[Row, Row]], roles: Sequence[str]) -> list[Row]:
    return [
        {**end, "row": at, "fill": colour(role)}
        for at, (pair, role) in enumerate(zip(ends, roles, strict=True))
        for end in pair
    ]


def _labels(ends: Sequence[tuple[Row, Row]], texts: Sequence[str], side: tuple[int, int]) -> list[Row]:
    end, direction = side
    return [
        {"x": pair[end]["x"] + direction * BESIDE, "y": pair[end]["y"], "text": text, "row": at}
        for at, (pair, text) in enumerate(zip(ends, texts, strict=True))
    ]


def _data(moves: Moves) -> Data:
    level, root = moves.level, moves.level.framework.root.id
    columns = (
        region_column(level),
        Column("before", Text(f"{moves.year} 版名次", f"Rank, {moves.year}"), "rank"),
        Column("now", Text("本版名次", "Rank now"), "rank", node=root),
        Column("risen", Text("上升位数", "Places won"), "number"),
    )
    among = len(level.codes)
    rows = tuple(
        (level.names[row].full, Rank(float(before), among=among), Rank(float(now), among=among), float(risen))
        for row, before, now, risen in zip(moves.shown, moves.before, moves.now, moves.risen, strict=True)
    )
    return Data(columns, rows, level=level.id, regions=tuple(level.codes[row] for row in moves.shown))


def _alternative(moves: Moves) -> Text:
    said = [
        (moves.level.names[row].short, place_text(float(before)), place_text(float(now)))
        for row, before, now in zip(moves.shown, moves.before, moves.now, strict=True)
    ]
    zh = "；".join(f"{name.zh}由 {before} 到 {now}" for name, before, now in said)
    en = "; ".join(f"{name.en} from {before} to {now}" for name, before, now in said)
    return Text(f"名次变化。{zh}。", f"Changes of rank. {en}.")
