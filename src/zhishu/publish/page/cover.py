"""The cover's picture: every region's score as a bar, best first, drawn from the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.publish.page.book import LevelBook

TALL = 100.0
FEWEST = 12
"""Of fewer regions the picture would be a few thick blocks."""


def skyline(books: Sequence[LevelBook]) -> str:
    """Return one path for an SVG as wide as there are regions and 100 high; "" without enough scores.

    The level with most regions is drawn; with fewer than twelve none is. Regions without
    a score are left out.
    """
    if not books:
        return ""
    scores = max(books, key=lambda book: len(book.codes)).scores[:, 0]
    known = np.sort(scores[np.isfinite(scores)])[::-1]
    if known.size < FEWEST or known[0] <= 0:
        return ""
    heights = np.clip(known / known[0], 0.0, 1.0) * TALL
    bars = (f"M{at}.2 {_short(TALL - tall)}h.6V100h-.6z" for at, tall in enumerate(heights))
    return "".join(bars)


def skyline_width(books: Sequence[LevelBook]) -> int:
    """Return how many regions the picture shows."""
    return max((int(np.isfinite(book.scores[:, 0]).sum()) for book in books), default=0)


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
