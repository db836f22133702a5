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


def place_names(
    points: Sequence[Point], frame: Box, *, size: float = SMALL, kept_free: Iterable[Box] = ()
) -> tuple[Row, ...]:
    """Return a row of a layer of texts for each name that finds room, the first points first.

    The texts are centred on their rows' x, and stay out of the boxes `kept_free`. A name that finds no
    free place is left out.
    """
    taken = [*kept_free, *(point.box for point in points)]
    placed: list[Row] = []
    for point in points:
        spot = _free(point, size, frame, taken) if point.name else None
        if spot is not None:
            taken.append((spot[0] - NEAR, spot[1], spot[2] + NEAR, spot[3]))
            placed.append(
                {
                    "x": (spot[0] + spot[2]) / 2,
                    "y": (spot[1] + spot[3]) / 2,
                    "text": point.name,
                    "row": point.row,
                }
            )
    return tuple(placed)


def _free(point: Point, size: float, frame: Box, taken: Iterable[Box]) -> Box | None:
    others = [box for box in taken if box != point.box]
    for box in _candidates(point, size):
        inside = frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]
        if inside and not any(overlap(box, other) for other in others):
            return box
    return None


def _candidates(point: Point, size: float) -> Iterable[Box]:
    """Yield the boxes a name may take: beside the point, then at its corners."""
    half, tall = text_width(point.name, size) / 2, size * 0.6
    for right, down in SIDES:
        straight = right == 0 or down == 0
        reach = point.radius + NEAR if straight else point.radius * 0.7 + 1
        x, y = point.x + right * (reach + half), point.y + down * (reach + tall)
        yield x - half, y - tall, x + half, y + tall
