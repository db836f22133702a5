"""Drawings as pictures of 300 dots per inch, for programs that do not draw vectors reliably."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.fonts import font_file
from zhishu.publish.print.glyphs import printable_drawing
from zhishu.publish.print.manuscript import FULL_WIDTH, drawn_size
from zhishu.publish.style import PAGE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.figure import Language

DOTS_PER_INCH = 300
TALLEST = 205.0
"""Millimetres that a picture may be tall, so that its caption stands on the same page."""


def pictures(drawn: Mapping[str, str], language: Language) -> dict[str, bytes]:
    """Return figure id → PNG on white at 300 dots per inch, as large as the figure is printed.

    Typst draws them all at once, three times as fast as one by one, with the letters of the PDF.
    """
    import typst  # noqa: PLC0415 - 40 MB that only print needs

    if not drawn:
        return {}
    members: Any = {
        f"{at}.svg": printable_drawing(svg, language).encode() for at, svg in enumerate(drawn.values())
    }
    shown = "".join(
        f'#page(image("{at}.svg", width: {picture_size(svg)[0]}mm))\n'
        for at, svg in enumerate(drawn.values())
    )
    members["main.typ"] = f"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n{shown}".encode()
    made: Any = typst.compile(
        members,
        format="png",
        ppi=DOTS_PER_INCH,
        font_paths=[str(font_file().parent)],
        ignore_system_fonts=True,
    )
    return dict(zip(drawn, [made] if isinstance(made, bytes) else made, strict=True))


def picture_size(svg: str) -> tuple[float, float]:
    """Return width and height of a figure in print, in millimetres.

    >>> picture_size('<svg viewBox="0 0 960 480"></svg>')
    (170.0, 85.0)
    """
    width, height = (side / PAGE_WIDTH * FULL_WIDTH for side in drawn_size(svg))
    scale = min(1.0, TALLEST / height)
    return round(width * scale, 2), round(height * scale, 2)
