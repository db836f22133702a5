"""The master and its three layouts: 16 : 9, real placeholders, Latin and Chinese typefaces in the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.slides.page import BODY, HEIGHT, MARGIN, WIDTH, Box
from zhishu.publish.style import colour

if TYPE_CHECKING:
    from pptx.presentation import Presentation

LATIN, CHINESE = "Arial", "Microsoft YaHei"
TITLE_BOX = Box(MARGIN, 0.68, WIDTH - 2 * MARGIN, 1.0)
KICKER_BOX = Box(MARGIN, 0.32, WIDTH - 2 * MARGIN - 2, 0.36)
SOURCE_BOX = Box(MARGIN, 6.9, WIDTH - 2 * MARGIN - 1, 0.42)
COVER_TITLE, COVER_WORDS = Box(0.9, 1.5, 9.6, 1.9), Box(0.9, 3.45, 9.6, 0.8)
KICKER, SOURCE = 20, 21
"""The numbers of the placeholders for the line over the headline and for the source."""
LAYOUTS = {"cover": 0, "points": 1, "chart": 5}
"""Which of the standard layouts each of ours is made of."""
EMU = 914_400
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def blank_presentation() -> Presentation:
    """Return a presentation without slides that has our master, layouts and theme."""
    import pptx  # noqa: PLC0415 - only when slides are made

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = _emu(WIDTH), _emu(HEIGHT)
    layouts = deck.slide_layouts
    kept = {layouts[place].name for place in LAYOUTS.values()}
    for layout in list(layouts):
        if layout.name not in kept:
            layouts.remove(layout)
    _theme(deck)
    _arrange(deck.slide_master, {"title": TITLE_BOX, "body": BODY})
    for (name, _), layout in zip(LAYOUTS.items(), layouts, strict=True):
        _layout(layout, name)
    return deck


def _emu(inches: float) -> Any:  # noqa: ANN401 - python-pptx's own length
    from pptx.util import Emu  # noqa: PLC0415 - as above

    return Emu(round(inches * EMU))


def sides(box: Box) -> tuple[Any, ...]:
    """Return left, top, width and height of a box as python-pptx wants them."""
    return tuple(_emu(side) for side in (box.left, box.top, box.width, box.height))


def rgb(role: str) -> Any:  # noqa: ANN401 - python-pptx's own colour
    """Return the colour of a role as python-pptx wants it."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415 - as above

    make: Any = RGBColor.from_string
    return make(colour(role)[1:].upper())


def _theme(deck: Presentation) -> None:
    """Put our typefaces and colours into the theme, so that an editor's new text looks the same."""
    master = deck.slide_master.part
    part = next(
        relation.target_part for relation in master.rels.values() if relation.reltype.endswith("/theme")
    )
    text = part.blob.decode()
    fonts = f'<a:latin typeface="{LATIN}"/><a:ea typeface="{CHINESE}"/><a:cs typeface=""/>'
    for kind in ("majorFont", "minorFont"):
        start, end = text.index(f"<a:{kind}>"), text.index(f"</a:{kind}>")
        text = f"{text[:start]}<a:{kind}>{fonts}{text[end:]}"
    roles = {"dk2": "ink", "lt2": "panel", "accent1": "accent", "accent2": "class_3", "accent3": "tier_3"}
    roles |= {"accent4": "tier_2", "accent5": "tier_4", "accent6": "alert"}
    for name, role in roles.items():
        start, end = text.index(f"<a:{name}>"), text.index(f"</a:{name}>")
        text = f'{text[:start]}<a:{name}><a:srgbClr val="{colour(role)[1:]}"/>{text[end:]}'
    part._blob = text.encode()  # noqa: SLF001 - python-pptx keeps the theme as bytes and offers no other way


def _arrange(master: Any, boxes: dict[str, Box]) -> None:  # noqa: ANN401 - a master of python-pptx
    """Put the master's title and body where ours are; its date, footer and number go."""
    for shape in list(master.placeholders):
        kind = shape.element.xpath(".//p:nvPr/p:ph/@type")[0]
        if kind in boxes:
            _place(shape, boxes[kind])
        else:
            shape.element.getparent().remove(shape.element)
    styles = master.element.find("{*}txStyles")
    _title_style(styles.find("{*}titleStyle"))


def _title_style(style: Any) -> None:  # noqa: ANN401 - an element
    first = style.find("{*}lvl1pPr")
    first.set("algn", "l")
    run = first.find("{*}defRPr")
    run.set("sz", "2600")
    run.set("b", "1")
    for fill in run.findall("{*}solidFill"):
        run.remove(fill)
    run.insert(0, _element(f'<a:solidFill {NAMESPACES}><a:srgbClr val="{colour("ink")[1:]}"/></a:solidFill>'))


def _layout(layout: Any, name: str) -> None:  # noqa: ANN401 - a layout of python-pptx
    for shape in list(layout.placeholders):
        kind = (shape.element.xpath(".//p:nvPr/p:ph/@type") or ["body"])[0]
        if kind in ("dt", "ftr", "sldNum"):
            shape.element.getparent().remove(shape.element)
        elif name == "cover":
            _place(shape, COVER_WORDS if kind == "subTitle" else COVER_TITLE)
            _cover_style(shape, title=kind != "subTitle")
        else:
            _place(shape, TITLE_BOX if kind == "title" else BODY)
    tree = layout.shapes._spTree  # noqa: SLF001 - python-pptx adds no shape to a layout
    if name == "cover":
        tree.insert(2, _rectangle(Box(0, 0, WIDTH, 4.75), "class_5"))
    else:
        tree.insert(2, _rectangle(Box(0, 0, 0.16, HEIGHT), "accent"))
        tree.append(_placeholder(KICKER, "Kicker", KICKER_BOX, ("accent", 14, True)))
        tree.append(_number(Box(WIDTH - MARGIN - 0.9, 6.9, 0.9, 0.42)))
    tree.append(_placeholder(SOURCE, "Source", SOURCE_BOX, ("muted", 11, False)))


def _place(shape: Any, box: Box) -> None:  # noqa: ANN401 - a shape of python-pptx
    shape.left, shape.top = _emu(box.left), _emu(box.top)
    shape.width, shape.height = _emu(box.width), _emu(box.height)
    frame = shape.text_frame
    frame.word_wrap = True
    properties = frame._txBody.bodyPr  # noqa: SLF001 - the anchor and the fit of a layout are not offered
    properties.set("anchor", "t")
    for child in list(properties):
        properties.remove(child)


def _cover_style(shape: Any, *, title: bool) -> None:  # noqa: ANN401 - as above
    body = shape.text_frame._txBody  # noqa: SLF001 - list styles are not offered
    size, bold = (40, 1) if title else (20, 0)
    style = _element(
        f'<a:lstStyle {NAMESPACES}><a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/>'
        f'<a:defRPr sz="{size * 100}" b="{bold}"><a:solidFill><a:srgbClr val="{colour("paper")[1:]}"/>'
        f"</a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>"
    )
    old = body.find("{*}lstStyle")
    body.replace(old, style) if old is not None else body.insert(1, style)
    body.bodyPr.set("anchor", "b" if title else "t")


def _element(text: str) -> Any:  # noqa: ANN401 - an element
    from pptx.oxml import parse_xml  # noqa: PLC0415 - as above

    return parse_xml(text)


def _frame(box: Box) -> str:
    left, top, width, height = (round(side * EMU) for side in (box.left, box.top, box.width, box.height))
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _rectangle(box: Box, role: str) -> Any:  # noqa: ANN401 - an element
    return _element(
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="90" name="Ground"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{_frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:srgbClr val="{colour(role)[1:]}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _placeholder(number: int, name: str, box: Box, look: tuple[str, int, bool]) -> Any:  # noqa: ANN401 - as above
    role, size, bold = look
    return _element(
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number + 80}" name="{name}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="{number}"/></p:nvPr>'
        f'</p:nvSpPr><p:spPr>{_frame(box)}</p:spPr><p:txBody><a:bodyPr lIns="91440" tIns="0" bIns="0" '
        f'anchor="ctr"/><a:lstStyle><a:lvl1pPr marL="0" indent="0"><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{size * 100}" b="{int(bold)}"><a:solidFill><a:srgbClr '
        f'val="{colour(role)[1:]}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle><a:p><a:r>'
        f"<a:rPr/><a:t>{name}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _number(box: Box) -> Any:  # noqa: ANN401 - as above
    """Return the field that shows each slide's number."""
    return _element(
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="99" name="Number"/><p:cNvSpPr txBox="1"/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_frame(box)}<a:prstGeom prst="rect"><a:avLst/>'
        f'</a:prstGeom></p:spPr><p:txBody><a:bodyPr anchor="ctr" tIns="0" bIns="0"/><a:lstStyle/><a:p>'
        f'<a:pPr algn="r"/><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
        f'<a:rPr sz="1100"><a:solidFill><a:srgbClr val="{colour("muted")[1:]}"/></a:solidFill></a:rPr>'
        f"<a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>"
    )
