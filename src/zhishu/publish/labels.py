"""Where the names stand on a map: inside their area, or beside it when it is small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhishu.publish.drawing import label_box, overlap, text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from zhishu.publish.drawing import Box, Core

GAP = 4.0
FILLED, CROSSING, LINES = 0.72, 0.33, 1.5
"""A name stands inside when its area's inner circle spans this share of its width, and across its
area, with a halo, when it spans the lesser one and that many lines, so that colour is still seen."""
OUTSIDE = "ink"
"""The role of names that do not stand on their own area alone."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name to be placed, the core of its area, and the role of its colour on that area."""

    text: str
    core: Core
    role: str


@dataclass(frozen=True, slots=True)
class Label:
    """A placed name, centred on (x, y); `inside` tells whether it stands on its own area."""

    text: str
    x: float
    y: float
    role: str
    inside: bool


def place_labels(
    anchors: Iterable[Anchor],
    size: float,
    frame: Box,
    allowed: Callable[[Anchor, Label], bool] = lambda _anchor, _label: True,
) -> tuple[Label, ...]:
    """Return the names that find room, the first anchors first; none overlaps another or leaves the frame.

    `allowed` may refuse a place: one that would make a name look like another area's.
    """
    taken: list[Box] = []
    placed: list[Label] = []
    for anchor in anchors:
        fitting = (label for label in _candidates(anchor, size) if allowed(anchor, label))
        label = _first_free(fitting, size, frame, taken)
        if label is not None:
            placed.append(label)
            taken.append(label_box(label.x, label.y, label.text, size))
    return tuple(placed)


def _first_free(labels: Iterable[Label], size: float, frame: Box, taken: Sequence[Box]) -> Label | None:
    for label in labels:
        box = label_box(label.x, label.y, label.text, size)
        within = frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]
        if within and not any(overlap(box, other) for other in taken):
            return label
    return None


def _candidates(anchor: Anchor, size: float) -> tuple[Label, ...]:
    wide, core = text_width(anchor.text, size), anchor.core
    if core.span >= wide * FILLED:
        return (Label(anchor.text, core.x, core.y, anchor.role, inside=True),)
    if core.span >= max(wide * CROSSING, size * LINES):
        return (Label(anchor.text, core.x, core.y, OUTSIDE, inside=True),)
    left, top, right, bottom = core.box
    sides = (
        (right + GAP + wide / 2, core.y),
        (core.x, bottom + GAP + size / 2),
        (left - GAP - wide / 2, core.y),
        (core.x, top - GAP - size / 2),
    )
    return tuple(Label(anchor.text, round(x, 1), round(y, 1), OUTSIDE, inside=False) for x, y in sides)
