"""Lists of bars: a line per region, one panel of bars per measure, words beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import copysign, isfinite, nan
from typing import TYPE_CHECKING

from zhishu.publish.drawing import text_width
from zhishu.publish.figures.picture import (
    LABEL,
    LINE,
    MARGIN,
    SMALL,
    Layer,
    Picture,
    Row,
    bars,
    broken,
    dots,
    rules,
    side_by_side,
    stacked,
    words,
)
from zhishu.publish.style import PHONE_WIDTH, colour

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhishu.framework import Text
    from zhishu.publish.figure import Language

TALL, THICK = 23.0, 14.0
"""The height of a line, and of the bar in it."""
GAP = 28.0
"""Between panels side by side, and between panels one under the other."""
BESIDE = 6.0
"""Between a bar and the words at its end."""
SMALLEST_PANEL = 150.0
"""Panels narrower than this stand one under the other."""
CAP = 3.0
WIDEST_LABEL = 0.44
"""Of the width; names that are wider are broken."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its parts from zero outwards, the words at its end, an interval around its end, a mark.

    Parts above zero lie to the right of it one after another, those below to the left.
    """

    parts: tuple[float, ...]
    said: Text
    low: float = nan
    high: float = nan
    mark: float = nan

    @property
    def reach(self) -> float:
        """How far bar and interval go to the right."""
        above = sum(part for part in self.parts if isfinite(part) and part > 0)
        return max(above, self.high if isfinite(self.high) else 0.0)

    @property
    def depth(self) -> float:
        """How far the bar goes to the left, 0 or less."""
        return sum(part for part in self.parts if isfinite(part) and part < 0)


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars under a heading; `roles` are the colours of their parts."""

    bars: tuple[Bar, ...]
    roles: tuple[str, ...] = ("accent",)
    heading: Text | None = None
    full: float | None = None
    """The value at the right end; None: the longest bar."""


@dataclass(frozen=True, slots=True)
class BarList:
    """Lines with names and, before them, places; panels of bars; a last column of words.

    `rows` are the positions of the lines in the figure's data, and `legend` names the colours.
    """

    names: tuple[Text, ...]
    panels: tuple[Panel, ...]
    places: tuple[str, ...] = ()
    legend: tuple[tuple[str, Text], ...] = ()
    column: tuple[Text, tuple[str, ...]] | None = None
    rows: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a list stand: the edges of names, bars and the last column, in pixels.

    `heights` are those of the lines, the first of which begins at `top`.
    """

    width: float
    names: float
    bars: float
    column: float
    top: float
    heights: tuple[float, ...]

    def middle(self, line: int) -> float:
        """Return the middle of a line."""
        return self.top + sum(self.heights[:line]) + self.heights[line] / 2

    @property
    def bottom(self) -> float:
        """Where the last line ends."""
        return self.top + sum(self.heights)


def bar_list(shown: BarList, language: Language, width: float) -> Picture:
    """Return the list as a picture; panels that would be too narrow stand one under the other."""
    keys = legend(shown.legend, language, width)
    per_panel = (width - _frame(shown, language, width, 0.0).bars) / max(len(shown.panels), 1)
    if len(shown.panels) > 1 and per_panel < SMALLEST_PANEL and width <= PHONE_WIDTH:
        parts = [_lines(_only(shown, at), language, width) for at in range(len(shown.panels))]
        return stacked([*keys, *parts], GAP)
    return stacked([*keys, _lines(shown, language, width)], 10.0)


def _only(shown: BarList, at: int) -> BarList:
    last = at == len(shown.panels) - 1
    return BarList(
        shown.names,
        (shown.panels[at],),
        shown.places,
        column=shown.column if last else None,
        rows=shown.rows,
    )


def legend(entries: Sequence[tuple[str, Text]], language: Language, width: float) -> list[Picture]:
    """Return colours with their names, in as many lines as they need; nothing for no entries."""
    swatches: list[Row] = []
    names: list[Row] = []
    x, y = 0.0, LINE / 2
    for role, name in entries:
        said = name.in_language(language)
        wide = 16 + text_width(said, LABEL) + 14
        if x and x + wide - 14 > width:
            x, y = 0.0, y + LINE + 4
        swatches.append({"x": x, "x2": x + 11, "y": y - 5.5, "y2": y + 5.5, "fill": colour(role)})
        names.append({"x": x + 16, "y": y, "text": said})
        x += wide
    if not entries:
        return []
    return [
        Picture(
            y + LINE / 2 + 4,
            (bars("swatches", swatches), words("legend", names, color=colour("muted"))),
        )
    ]


def _lines(shown: BarList, language: Language, width: float) -> Picture:
    """Return the lines under the headings of their panels."""
    headings = _headings(shown, language, width)
    frame = _frame(shown, language, width, LINE * max((len(said) for *_, said in headings), default=0))
    areas = _areas(frame, len(shown.panels))
    panels = [
        _panel(panel, area, frame, shown.rows, language)
        for panel, area in zip(shown.panels, areas, strict=True)
    ]
    heads = [
        {"x": x, "y": LINE * (0.5 + at), "text": text} for x, said in headings for at, text in enumerate(said)
    ]
    own = Picture(
        frame.bottom + MARGIN,
        (
            words("headings", heads, fontSize=LABEL, color=colour("muted")),
            *_names(shown, frame, language),
            *_column(shown, frame),
        ),
    )
    return side_by_side([(0.0, own), *((0.0, panel) for panel in panels)])


def _headings(shown: BarList, language: Language, width: float) -> list[tuple[float, list[str]]]:
    """Return the left edge and the lines of every heading: of the panels, and of the last column."""
    frame = _frame(shown, language, width, 0.0)
    found = [
        (left, broken(panel.heading.in_language(language), right - left))
        for panel, (left, right) in zip(shown.panels, _areas(frame, len(shown.panels)), strict=True)
        if panel.heading
    ]
    if shown.column:
        said = shown.column[0].in_language(language)
        found.append((frame.column, broken(said, width - frame.column)))
    return found


def _frame(shown: BarList, language: Language, width: float, head: float) -> Frame:
    places = max((text_width(place, LABEL) for place in shown.places), default=-8.0) + 8
    room = width * WIDEST_LABEL - places
    names = [broken(name.in_language(language), room) for name in shown.names]
    widest = max((text_width(line, LABEL) for lines in names for line in lines), default=0.0)
    column = 0.0
    if shown.column:
        heading, cells = shown.column
        said = [*cells, *broken(heading.in_language(language), 90)]
        column = max(text_width(cell, LABEL) for cell in said) + 4
    return Frame(
        width,
        places,
        places + widest + 10,
        width - column,
        head + (6 if head else 0),
        tuple(max(TALL, LINE * len(said) + 7) for said in names),
    )


def _areas(frame: Frame, panels: int) -> list[tuple[float, float]]:
    """Return the left and right edge of every panel."""
    right = frame.column - (GAP / 2 if frame.column < frame.width else 0.0)
    each = (right - frame.bars - GAP * (panels - 1)) / max(panels, 1)
    return [(frame.bars + at * (each + GAP), frame.bars + at * (each + GAP) + each) for at in range(panels)]


def _names(shown: BarList, frame: Frame, language: Language) -> list[Layer]:
    room = frame.bars - 10 - frame.names + 1
    said = [broken(name.in_language(language), room) for name in shown.names]
    names = [
        {"x": frame.names, "y": frame.middle(at) + LINE * (part - (len(lines) - 1) / 2), "text": text}
        for at, lines in enumerate(said)
        for part, text in enumerate(lines)
    ]
    places = [
        {"x": frame.names - 8, "y": frame.middle(at), "text": place} for at, place in enumerate(shown.places)
    ]
    return [words("names", names), words("places", places, align="right", color=colour("muted"))]


def _column(shown: BarList, frame: Frame) -> list[Layer]:
    if shown.column is None:
        return []
    cells = [
        {"x": frame.column, "y": frame.middle(at), "text": cell} for at, cell in enumerate(shown.column[1])
    ]
    return [words("column", cells, color=colour("muted"))]


def _panel(
    panel: Panel, area: tuple[float, float], frame: Frame, rows: Sequence[int], language: Language
) -> Picture:
    """Return the bars of a panel with the words at their ends; an unknown bar has its words only."""
    left, right = area
    said = [bar.said.in_language(language) for bar in panel.bars]
    room = max((text_width(text, SMALL) for text in said), default=0.0) + BESIDE
    full = panel.full or max((bar.reach for bar in panel.bars), default=0.0)
    lowest = min((bar.depth for bar in panel.bars), default=0.0)
    scale = max(right - left - room, 1.0) / ((full - lowest) or 1.0)
    zero = left - lowest * scale
    rects, whiskers, marks, ends = [], [], [], []
    for at, (bar, text) in enumerate(zip(panel.bars, said, strict=True)):
        middle = frame.middle(at)
        row = {"row": rows[at]} if rows else {}
        rects += [part | row for part in _parts(bar, panel.roles, (zero, middle, scale))]
        whiskers += [line | row for line in _whisker(bar, (zero, middle, scale))]
        marks += [{"x": zero + bar.mark * scale, "y": middle} | row] if isfinite(bar.mark) else []
        ends.append({"x": zero + bar.reach * scale + BESIDE, "y": middle, "text": text, **row})
    height = frame.bottom
    return Picture(
        height,
        (
            bars("bars", rects),
            rules("baselines", [{"x": zero, "x2": zero, "y": frame.top, "y2": height}], strokeWidth=1),
            rules("whiskers", whiskers, color=colour("ink"), strokeWidth=1.2),
            *_marks(marks),
            words("values", ends, fontSize=SMALL),
        ),
    )


def _marks(rows: Sequence[Row]) -> list[Layer]:
    """Return dots with a rim of paper, so that they are seen on any part."""
    if not rows:
        return []
    return [dots("marks", rows, size=46, color=colour("ink"), stroke=colour("paper"), strokeWidth=1.2)]


def _parts(bar: Bar, roles: Sequence[str], at: tuple[float, float, float]) -> Iterable[Row]:
    """Return the rectangles of a bar, a hair apart; `at` is zero's x, the middle's y, and the scale."""
    zero, middle, scale = at
    starts = {False: zero, True: zero}
    for part, role in zip(bar.parts, roles, strict=True):
        if isfinite(part) and part != 0:
            start, end = starts[part < 0], starts[part < 0] + part * scale
            apart = copysign(1.0, part) if len(bar.parts) > 1 and abs(end - start) > SPLIT else 0.0
            yield {
                "x": start,
                "x2": end - apart,
                "y": middle - THICK / 2,
                "y2": middle + THICK / 2,
                "fill": colour(role),
            }
            starts[part < 0] = end


SPLIT = 2.5
"""Parts narrower than this many pixels keep no hair of paper between them and the next."""


def _whisker(bar: Bar, at: tuple[float, float, float]) -> Iterable[Row]:
    zero, middle, scale = at
    if not (isfinite(bar.low) and isfinite(bar.high)):
        return
    low, high = zero + bar.low * scale, zero + bar.high * scale
    yield {"x": low, "x2": high, "y": middle, "y2": middle}
    for end in (low, high):
        yield {"x": end, "x2": end, "y": middle - CAP, "y2": middle + CAP}
