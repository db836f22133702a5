"""Where names stand beside points so that none covers another, a point, or the edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhishu.publish.drawing import overlap, text_width
from zhishu.publish.figures.picture import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhishu.publish.drawing import Box
    from zhishu.publish.figures.picture import Row

NEAR = 3.0
OFF = (0.0, 9.0, 18.0, 30.0)
"""How far off its point a name may stand, in pixels, the nearest first."""
SIDES = ((1, 0), (0, -1), (-1, 0), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
"""Right, above, left, below, then the corners: x to the right, y downwards."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point with its radius, and its name; an empty name only takes room."""

    x: float
    y: float
    radius: float
    name: str
    row: int

    @property
    def box(self) -> Box:
        """The box around the point."""
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows of a layer of texts, centred on their x, and of lines to those that stand further off."""

    names: tuple[Row, ...]
    leaders: tuple[Row, ...]


def place_names(
    points: Sequence[Point], frame: Box, *, size: float = SMALL, kept_free: Iterable[Box] = ()
) -> Placed:
    """Return where each name stands that finds room, the first points first.

    A name stands beside its point, or further off with a line to it; it stays out of the boxes
    `kept_free`, and no line crosses a name or a point. One that finds no free place is left out.
    """
    taken = [*kept_free, *(point.box for point in points)]
    names: list[Row] = []
    leaders: list[Row] = []
    for point in points:
        spot = _free(point, size, frame, taken) if point.name else None
        if spot is None:
            continue
        box, line = spot
        taken.append((box[0] - NEAR, box[1], box[2] + NEAR, box[3]))
        middle = {"x": (box[0] + box[2]) / 2, "y": (box[1] + box[3]) / 2}
        names.append({**middle, "text": point.name, "row": point.row})
        if line is not None:
            leaders.append(line)
            taken += _along(line)
    return Placed(tuple(names), tuple(leaders))


def _free(point: Point, size: float, frame: Box, taken: Sequence[Box]) -> tuple[Box, Row | None] | None:
    """Return the first box that is free, and the line to it when it stands off its point."""
    others = [box for box in taken if box != point.box]
    for off in OFF:
        for box in _candidates(point, size, off):
            inside = frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]
            line = _leader(point, box) if off else None
            needed = [box, *(_along(line) if line else ())]
            if inside and not any(overlap(part, other) for part in needed for other in others):
                return box, line
    return None


def _along(line: Row) -> list[Box]:
    """Return small boxes along a line."""
    right, down = line["x2"] - line["x"], line["y2"] - line["y"]
    length = max((right**2 + down**2) ** 0.5, 1e-9)
    steps = range(1, int(length), 2)
    spots = [(line["x"] + right * step / length, line["y"] + down * step / length) for step in steps]
    return [(x - 0.5, y - 0.5, x + 0.5, y + 0.5) for x, y in spots]


def _candidates(point: Point, size: float, off: float) -> Iterable[Box]:
    """Yield the boxes a name may take: beside the point, then at its corners."""
    half, tall = text_width(point.name, size) / 2, size * 0.6
    for right, down in SIDES:
        straight = right == 0 or down == 0
        reach = off + (point.radius + NEAR if straight else point.radius * 0.7 + 1)
        x, y = point.x + right * (reach + half), point.y + down * (reach + tall)
        yield x - half, y - tall, x + half, y + tall


def _leader(point: Point, box: Box) -> Row:
    """Return the line from the edge of a point to the nearest place on the box of its name."""
    x, y = min(max(point.x, box[0]), box[2]), min(max(point.y, box[1]), box[3])
    length = max(((x - point.x) ** 2 + (y - point.y) ** 2) ** 0.5, 1e-9)
    start = min(point.radius / length, 1.0)
    return {
        "x": point.x + (x - point.x) * start,
        "y": point.y + (y - point.y) * start,
        "x2": x,
        "y2": y,
        "row": point.row,
    }
