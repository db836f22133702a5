"""Where marks stand on a map: at their place, or moved a little so that none hides another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING

from zhishu.publish.drawing import overlap, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhishu.publish.drawing import Box

DIRECTIONS = 32
NEAREST, FARTHEST, STEP = 1.5, 14.0, 0.5
"""How far a badge may be moved, in radii, and in which steps."""
GAP, DOT = 3.0, 2.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the map that is to be marked, and the words beside its badge, if any."""

    x: float
    y: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A placed badge: its centre, the side of its words (1 right, -1 left), and whether it was moved."""

    spot: Spot
    x: float
    y: float
    side: int = 1
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What badges have to fit in: their radius, the size of their words, the frame."""

    radius: float
    size: float
    frame: Box


def place_badges(spots: Sequence[Spot], room: Room) -> list[Badge]:
    """Return a badge for every spot, the first spots first: none lies on another or on its words.

    A badge stands on its spot, or as near to it as there is room, its words to the right or left; a
    moved one is tied to its spot by a line that crosses no other badge. It is moved away from the
    other spots too, so that their places can be seen. One that finds no room within
    fourteen radii does without words, and stands on its spot when that does not help either.
    """
    boxes: list[Box] = []
    ties: list[Box] = []
    found = []
    for at, spot in enumerate(spots):
        dots = [_square(other.x, other.y, DOT) for number, other in enumerate(spots) if number != at]
        others = [*dots, *ties]
        free = (
            one
            for crossing in (False, True)
            for one in _candidates(spot, room)
            if _is_free(one, room, boxes, others, crossing=crossing)
        )
        badge = next(free, Badge(Spot(spot.x, spot.y), spot.x, spot.y))
        found.append(badge)
        boxes += _boxes(badge, room)
        if badge.moved:
            ties += [_square(x, y, 1.0) for x, y in _tie(badge)]
    return found


def words_x(badge: Badge, radius: float) -> float:
    """Return where the words of a badge begin (right of it) or end (left of it)."""
    return round(badge.x + badge.side * (radius + GAP), 1)


def _candidates(spot: Spot, room: Room) -> Iterator[Badge]:
    """Yield where a badge may stand, the best first; without its words only when they find no room."""
    for said in dict.fromkeys((spot, Spot(spot.x, spot.y))):
        for side in (1, -1):
            yield Badge(said, spot.x, spot.y, side)
        yield from _moved(said, room)


def _moved(spot: Spot, room: Room) -> Iterator[Badge]:
    steps = int((FARTHEST - NEAREST) / STEP) + 1
    for step, turn in product(range(steps), range(DIRECTIONS)):
        away, angle = room.radius * (NEAREST + STEP * step), 2 * pi * turn / DIRECTIONS
        x, y = round(spot.x + away * cos(angle), 1), round(spot.y + away * sin(angle), 1)
        for side in (1, -1) if cos(angle) >= 0 else (-1, 1):
            yield Badge(spot, x, y, side, moved=True)


def _is_free(
    badge: Badge, room: Room, boxes: Sequence[Box], others: Sequence[Box], *, crossing: bool
) -> bool:
    """Return whether a badge lies on no badge, words, spot or tie.

    Unless `crossing`, its own tie crosses no badge and no words; where a spot is surrounded it may.
    """
    own, frame = _boxes(badge, room), room.frame
    within = all(
        frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3] for box in own
    )
    taken = boxes if crossing else (*boxes, *others)
    if not within or any(overlap(box, other) for box in own for other in taken):
        return False
    tie = [_square(x, y, 0.5) for x, y in _tie(badge)] if badge.moved and not crossing else []
    return not any(overlap(point, other) for point in tie for other in boxes)


def _tie(badge: Badge) -> list[tuple[float, float]]:
    """Return points along the line from the spot to the badge."""
    wide, tall = badge.x - badge.spot.x, badge.y - badge.spot.y
    steps = max(2, int(hypot(wide, tall) / 3))
    return [(badge.spot.x + wide * at / steps, badge.spot.y + tall * at / steps) for at in range(steps + 1)]


def _boxes(badge: Badge, room: Room) -> list[Box]:
    """Return what a badge and its words cover."""
    boxes = [_square(badge.x, badge.y, room.radius + 0.5)]
    if badge.spot.words:
        ends = sorted(
            (
                words_x(badge, room.radius),
                words_x(badge, room.radius) + badge.side * text_width(badge.spot.words, room.size),
            )
        )
        boxes.append((ends[0], badge.y - room.size * 0.6, ends[1], badge.y + room.size * 0.6))
    return boxes


def _square(x: float, y: float, half: float) -> Box:
    return x - half, y - half, x + half, y + half
