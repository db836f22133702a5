"""Ranks over all editions that are known: a column per edition, a line per region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Column, Data, Figure, Rank, place_text
from zhishu.publish.figures.choice import in_sentence, leading_ranks, region_column
from zhishu.publish.figures.picture import (
    LABEL,
    SMALL,
    Layer,
    Picture,
    Row,
    dots,
    narrow_specification,
    paths,
    specification,
    words,
)
from zhishu.publish.kinds import kind
from zhishu.publish.style import PHONE_WIDTH, colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.publish.figure import Language
    from zhishu.publish.findings import Findings, LevelFindings

STEP, HEAD, RADIUS = 26.0, 32.0, 10.5
FEWEST = 3
"""Editions that make a history; two are a change, which `slope` shows."""
WIDEST = 170.0
"""Columns stand no further apart than this."""
NOTE = Text(
    "圆内为名次，自上而下按当年名次排列；绿线为期末名次高于期初的地区，红色虚线为低于期初的地区。",
    "In the circle the rank; regions stand in the order of each edition. Green lines end above where they "
    "began, red dashed ones below.",
)
LOOKS: tuple[tuple[str, Row], ...] = (
    ("context", {"strokeWidth": 1.5}),
    ("alert", {"strokeWidth": 2, "strokeDash": [5, 3]}),
    ("good", {"strokeWidth": 2}),
)
"""Lines by role, what should be seen most on top."""


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Regions in this edition's order with their ranks, (regions, editions), NaN where none is known."""

    level: LevelFindings
    shown: NDArray[np.intp]
    years: tuple[int, ...]
    ranks: NDArray[np.float64]

    @property
    def roles(self) -> tuple[str, ...]:
        """What each line is: risen, fallen or neither since the first edition with a rank."""
        known = [row[np.isfinite(row)] for row in self.ranks]
        moved = [float(row[0] - row[-1]) for row in known]
        return tuple("good" if won > 0 else "alert" if won < 0 else "context" for won in moved)

    def latest(self, count: int) -> History:
        """Return the last `count` editions."""
        kept = slice(max(len(self.years) - count, 0), None)
        return History(self.level, self.shown, self.years[kept], self.ranks[:, kept])


@kind("figure", "rank_history", Text("历年名次", "Ranks over the editions"))
def rank_history(findings: Findings, *, level: str, top: int = 15, editions: int = 8) -> Figure | None:
    """Return the `top` regions' ranks in every edition that is known, at most the latest `editions`.

    Ranks come from the result's own years and from what earlier editions published. An edition in which
    none of these regions has a rank is left out. None with fewer than three editions, which `slope` serves.
    """
    found = findings.level(level)
    if not found.scored:
        return None
    shown = leading_ranks(found, "", top)
    earlier = findings.earlier(level)
    known = {year: ranks[shown] for year, ranks in earlier.items() if np.isfinite(ranks[shown]).any()}
    known[found.found.panel.years[-1]] = found.ranks[shown, found.column("")]
    if len(known) < FEWEST or not len(shown):
        return None
    history = History(found, shown, tuple(known), np.column_stack(list(known.values()))).latest(editions)

    def draw(language: Language, width: int) -> Picture:
        return _picture(history, language, width)

    name, (first, last) = found.level.name, (history.years[0], history.years[-1])
    return Figure(
        id=f"history-{level}",
        number="",
        title=Text(
            f"{first}–{last} 年居前 {len(shown)} 位{name.zh}的历年名次",
            f"Ranks of the leading {len(shown)} {in_sentence(name.en)}, {first} to {last}",
        ),
        data=_data(history),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(history),
        note=NOTE,
    )


def _picture(history: History, language: Language, width: int) -> Picture:
    """Return a column of circles per edition; a narrow drawing holds the latest editions that fit."""
    names = [history.level.names[row].short.in_language(language) for row in history.shown]
    side = max(text_width(name, LABEL) for name in names) + RADIUS + 12
    both = width > PHONE_WIDTH
    edge = side if both else max(text_width(str(year), LABEL) for year in history.years) / 2
    room = width - side - edge
    fits = max(int(room // (2 * RADIUS + 8)) + 1, 2)
    kept = history.latest(fits)
    apart = min(room / (len(kept.years) - 1), WIDEST)
    left = (width - side - edge - apart * (len(kept.years) - 1)) / 2 + edge
    spots = [_spots(kept, at, left + apart * at) for at in range(len(kept.years))]
    lines = [[dict(found[row]) for found in spots if row in found] for row in range(len(names))]
    roles = kept.roles
    heads = [{"x": left + apart * at, "y": 10.0, "text": str(year)} for at, year in enumerate(kept.years)]
    return Picture(
        HEAD + STEP * len(names),
        (
            words("heads", heads, align="center", color=colour("muted")),
            *_lines(lines, roles),
            *_circles(spots, roles),
            words("ranks", _ranks(kept, spots), align="center", fontSize=SMALL),
            words(
                "names_before", _ends(names, lines, 0) if both else [], align="right", color=colour("muted")
            ),
            words("names_after", _ends(names, lines, -1)),
        ),
    )


def _spots(history: History, at: int, x: float) -> dict[int, Row]:
    """Return where each region with a rank stands in a column, in the order of the ranks."""
    ranks = history.ranks[:, at]
    order = [int(row) for row in np.argsort(ranks, kind="stable") if np.isfinite(ranks[row])]
    return {row: {"x": x, "y": HEAD + RADIUS + STEP * place} for place, row in enumerate(order)}


def _lines(lines: Sequence[Sequence[Row]], roles: Sequence[str]) -> list[Layer]:
    return [
        paths(
            f"{role}_lines",
            [line for line, own in zip(lines, roles, strict=True) if own == role and len(line) > 1],
            color=colour(role),
            **look,
        )
        for role, look in LOOKS
    ]


def _circles(spots: Sequence[dict[int, Row]], roles: Sequence[str]) -> list[Layer]:
    """Return circles of paper with a rim in the colour of their region's line."""
    marks = [(roles[row], {**spot, "row": row}) for found in spots for row, spot in found.items()]
    return [
        dots(
            f"{role}_circles",
            [{**mark, "fill": colour("paper")} for own, mark in marks if own == role],
            size=4 * RADIUS**2,
            stroke=colour(role),
            strokeWidth=1.5,
        )
        for role, _ in LOOKS
    ]


def _ranks(history: History, spots: Sequence[dict[int, Row]]) -> list[Row]:
    return [
        {**spot, "text": place_text(float(history.ranks[row, at])), "row": row}
        for at, found in enumerate(spots)
        for row, spot in found.items()
    ]


def _ends(names: Sequence[str], lines: Sequence[Sequence[Row]], end: int) -> list[Row]:
    """Return each region's name beside the end of its line, before the first column only if it is there."""
    first = min((line[0]["x"] for line in lines if line), default=0.0)
    side = 1 if end else -1
    return [
        {"x": line[end]["x"] + side * (RADIUS + 6), "y": line[end]["y"], "text": name, "row": row}
        for row, (name, line) in enumerate(zip(names, lines, strict=True))
        if line and (end or line[0]["x"] == first)
    ]


def _data(history: History) -> Data:
    level, root = history.level, history.level.framework.root.id
    columns = (
        region_column(level),
        *(
            Column(
                f"rank-{year}",
                Text(f"{year} 年名次", f"Rank, {year}"),
                "rank",
                node=root if year == history.years[-1] else "",
            )
            for year in history.years
        ),
    )
    among = len(level.codes)
    rows = tuple(
        (level.names[row].full, *(Rank(float(rank), among=among) for rank in ranks))
        for row, ranks in zip(history.shown, history.ranks, strict=True)
    )
    return Data(columns, rows, level=level.id, regions=tuple(level.codes[row] for row in history.shown))


def _alternative(history: History) -> Text:
    said = [
        (history.level.names[row].short, [place_text(float(rank)) for rank in ranks])
        for row, ranks in zip(history.shown, history.ranks, strict=True)
    ]
    zh = "；".join(f"{name.zh} {'、'.join(ranks)}" for name, ranks in said)
    en = "; ".join(f"{name.en} {', '.join(ranks)}" for name, ranks in said)
    years_zh, years_en = "、".join(map(str, history.years)), ", ".join(map(str, history.years))
    return Text(f"{years_zh} 年名次连线图。{zh}。", f"Ranks in {years_en}, joined by lines. {en}.")
