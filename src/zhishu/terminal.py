"""Text for a terminal: tables whose columns line up although Chinese characters are two wide."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence


def display_width(text: str) -> int:
    """Return how many terminal cells `text` takes.

    >>> display_width("指数 A")
    6
    """
    return sum(2 if east_asian_width(character) in {"W", "F"} else 1 for character in text)


def aligned(rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), gap: str = "  ") -> str:
    """Return the rows as lines with aligned columns; columns listed in `right` end flush.

    >>> print(aligned([["北京市", "1"], ["上海市", "12"]], right=[1]))
    北京市   1
    上海市  12
    """
    widths = [max(display_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(gap.join(_cells(row, widths, right)).rstrip() for row in rows)


def _cells(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> list[str]:
    blanks = [" " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)]
    return [
        blank + cell if column in right else cell + blank
        for column, (cell, blank) in enumerate(zip(row, blanks, strict=True))
    ]
