"""A figure of the document on a slide: drawn once, as a picture at 300 dots per inch."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from zhishu.publish.render import svg
from zhishu.publish.slides.layouts import sides
from zhishu.publish.slides.page import Box

if TYPE_CHECKING:
    from pptx.slide import Slide

    from zhishu.publish.figure import Language
    from zhishu.publish.slides.page import Picture

DOTS_PER_INCH = 300
VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def add_picture(slide: Slide, part: Picture, language: Language, drawn: str = "") -> None:
    """Put the figure into its box, whole and centred; `drawn` is its SVG when there is one already."""
    import vl_convert  # noqa: PLC0415 - 30 MB that only a drawing needs

    drawn, box = drawn or svg(part.figure.spec, language, name=part.figure.id), part.box
    found = VIEW.search(drawn)
    assert found is not None  # noqa: S101 - every drawing of ours has a view box
    wide, tall = float(found[1]), float(found[2])
    inches = min(box.width / wide, box.height / tall)
    width, height = wide * inches, tall * inches
    left, top = box.left + (box.width - width) / 2, box.top + (box.height - height) / 2
    image = vl_convert.svg_to_png(drawn, scale=inches * DOTS_PER_INCH)
    shapes: Any = slide.shapes
    shape = shapes.add_picture(BytesIO(image), *sides(Box(left, top, width, height)))
    shape.name = part.figure.title.in_language(language)
    shape._element.nvPicPr.cNvPr.set("descr", part.figure.alternative.in_language(language))  # noqa: SLF001 - not offered
