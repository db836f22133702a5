"""How large a text can be set in a box, so that none flows over."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from zhishu.publish.drawing import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhishu.publish.slides.page import Box

POINTS = 72.0
LINE = 1.2
"""The height of a line, in sizes of its letters."""
AFTER = 0.35
"""The room after a paragraph, in sizes of its letters."""
INSET, ABOVE = 0.1, 0.05
"""Inches between a box and its text: at the sides, and above and below."""
PADDING = 0.12
"""Inches above and below words on a ground of their own."""
SLACK = 1.08
"""What ragged line ends and other fonts may take beyond the letters measured."""


def height_of(paragraphs: Iterable[str], width: float, size: float) -> float:
    """Return the inches that paragraphs of letters of `size` points take in a column of `width` inches.

    >>> round(height_of(["一二三四"], 1.2, 36), 2)
    1.8
    """
    lines, count = 0, 0
    room = max(width - 2 * INSET, 0.1) * POINTS
    for paragraph in paragraphs:
        count += 1
        lines += max(1, ceil(text_width(paragraph, size) * SLACK / room))
    return (lines * LINE + (count - 1) * AFTER) * size / POINTS


def fitting_size(paragraphs: tuple[str, ...], box: Box, largest: float, smallest: float) -> float:
    """Return the largest size, in whole points, at which the paragraphs fit the box; at least `smallest`."""
    size = largest
    while size > smallest and height_of(paragraphs, box.width, size) > box.height - 2 * ABOVE:
        size -= 1
    return size


def fitted(
    paragraphs: tuple[str, ...], box: Box, largest: float, smallest: float
) -> tuple[tuple[str, ...], float]:
    """Return the paragraphs and their size; at the smallest size what does not fit is cut, with “…”."""
    size = fitting_size(paragraphs, box, largest, smallest)
    room = box.height - 2 * ABOVE
    while len(paragraphs) > 1 and height_of(paragraphs, box.width, size) > room:
        paragraphs = paragraphs[:-1]
    while paragraphs and len(paragraphs[0]) > 1 and height_of(paragraphs, box.width, size) > room:
        paragraphs = (paragraphs[0].removesuffix("…")[:-1].rstrip() + "…",)
    return paragraphs, size
