"""Declared slides written as one .pptx file: the same pages give the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from zhishu.publish.slides.bars import add_bars
from zhishu.publish.slides.fitting import ABOVE, AFTER, PADDING, fitted
from zhishu.publish.slides.grid import add_grid
from zhishu.publish.slides.layouts import (
    COVER_TITLE,
    COVER_WORDS,
    KICKER,
    KICKER_BOX,
    LAYOUTS,
    SOURCE,
    SOURCE_BOX,
    TITLE_BOX,
    blank_presentation,
    rgb,
    sides,
)
from zhishu.publish.slides.page import Bars, Box, Grid, Picture, Words
from zhishu.publish.slides.picture import add_picture
from zhishu.publish.slides.steady import steady_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pptx.slide import Slide

    from zhishu.publish.figure import Language
    from zhishu.publish.slides.page import Page, Part


def presentation_bytes(
    pages: Iterable[Page],
    language: Language,
    *,
    title: str,
    year: int,
    drawn: Mapping[str, str],
) -> bytes:
    """Return the pages as a .pptx file, which carries no time but the first day of `year`.

    `drawn` holds the SVG of figures by their id; others are drawn.
    """
    deck = blank_presentation()
    for page in pages:
        _add_page(
            deck.slides.add_slide(deck.slide_layouts[list(LAYOUTS).index(page.layout)]), page, language, drawn
        )
    created = datetime(min(max(year, 1980), 9999), 1, 1, tzinfo=UTC).replace(tzinfo=None)
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = title, "zhishu", "zhishu"
    about.created = about.modified = created
    about.language = "zh-CN" if language == "zh" else "en-GB"
    stream = BytesIO()
    deck.save(stream)
    return steady_bytes(stream.getvalue(), created)


def _add_page(slide: Slide, page: Page, language: Language, drawn: Mapping[str, str]) -> None:
    cover = page.layout == "cover"
    _fill(
        slide.shapes.title,
        (page.headline,),
        COVER_TITLE if cover else TITLE_BOX,
        (40, 24) if cover else (26, 18),
    )
    for shape in list(slide.placeholders):
        number = shape.placeholder_format.idx
        if number == KICKER:
            _fill(shape, (page.kicker,), KICKER_BOX, (14, 10))
        elif number == SOURCE:
            _fill(shape, (page.source,), SOURCE_BOX, (11, 8))
        elif number == 1:
            _points(shape, page, COVER_WORDS if cover else page.body)
    for part in page.parts:
        _add_part(slide, part, language, drawn)
    if page.notes:
        notes: Any = slide.notes_slide.notes_text_frame
        notes.text = "\n".join(page.notes)


def _points(shape: Any, page: Page, box: Box) -> None:  # noqa: ANN401 - a placeholder of python-pptx
    if page.layout != "cover":
        shape.left, shape.top, shape.width, shape.height = sides(box)
    _fill(shape, page.points, box, (20, 12))


def _fill(shape: Any, paragraphs: tuple[str, ...], box: Box, sizes: tuple[float, float]) -> None:  # noqa: ANN401 - as above
    """Write paragraphs into a placeholder, as large as they fit; an empty one is taken away."""
    said = tuple(text for text in paragraphs if text)
    if not said:
        shape.element.getparent().remove(shape.element)
        return
    said, size = fitted(said, box, *sizes)
    write_paragraphs(shape.text_frame, said, size)


def write_paragraphs(frame: Any, paragraphs: tuple[str, ...], size: float) -> None:  # noqa: ANN401 - as above
    """Write paragraphs into a text frame at one size."""
    from pptx.enum.text import MSO_AUTO_SIZE  # noqa: PLC0415 - only when slides are made
    from pptx.util import Pt  # noqa: PLC0415 - as above

    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    for place, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.space_after = Pt(round(size * AFTER) if place + 1 < len(paragraphs) else 0)
        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(size)


def _add_part(slide: Slide, part: Part, language: Language, drawn: Mapping[str, str]) -> None:
    match part:
        case Bars():
            add_bars(slide, part)
        case Picture():
            add_picture(slide, part, language, drawn.get(part.figure.id, ""))
        case Grid():
            add_grid(slide, part)
        case Words():
            _add_words(slide, part)


def _add_words(slide: Slide, part: Words) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415 - as above

    box = part.box
    shapes: Any = slide.shapes
    shape = shapes.add_textbox(*sides(box))
    if part.name:
        shape.name = part.name
    if part.fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(part.fill)
    if part.fill and part.anchor == "top":
        shape.text_frame.margin_top = shape.text_frame.margin_bottom = sides(Box(0, 0, PADDING, 0))[2]
        box = Box(box.left, box.top, box.width, box.height - 2 * (PADDING - ABOVE))
    said, size = fitted(part.paragraphs, box, part.largest, part.smallest)
    write_paragraphs(shape.text_frame, said, size)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP if part.anchor == "top" else MSO_ANCHOR.MIDDLE
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.CENTER if part.anchor == "centre" else PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.bold = part.bold
            run.font.color.rgb = rgb(part.role)
