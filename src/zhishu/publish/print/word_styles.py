"""The styles of the Word file: what an editor finds in the list of styles and changes in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhishu.publish.print.word_xml import parsed
from zhishu.publish.style import colour

if TYPE_CHECKING:
    from zhishu.publish.figure import Language


def _hex(role: str) -> str:
    return colour(role).lstrip("#")


def _box(fill: str, edge: str) -> str:
    """Return a shaded paragraph with a coloured edge."""
    return (
        f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{_hex(edge)}"/></w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_hex(fill)}"/>'
    )


KEEP = "<w:keepNext/>"
TAB = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
RULE = f'<w:pBdr><w:top w:val="single" w:sz="12" w:space="8" w:color="{_hex("accent")}"/></w:pBdr>'
JUSTIFIED = '<w:jc w:val="both"/>'


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style: its name in Word, points of text, before and after, and what sets it off.

    `flow` (keep with next), `frame` (borders, tabs) and `place` (indent, alignment) are paragraph
    properties as WordprocessingML, in the order of its schema.
    """

    name: str
    size: float
    before: float = 0.0
    after: float = 0.0
    role: str = "ink"
    heading: bool = False
    line: float = 1.15
    outline: int | None = None
    flow: str = ""
    frame: str = ""
    place: str = ""


LOOKS = {
    "Normal": Look("Normal", 10.5),
    "BodyText": Look("Body Text", 10.5, after=7, line=1.45, place=JUSTIFIED),
    "Title": Look("Title", 30, before=8, after=8, heading=True, line=1.1),
    "Subtitle": Look("Subtitle", 16, after=30, role="muted"),
    "Kicker": Look("Kicker", 12, before=110, role="accent", heading=True),
    "Heading1": Look(
        "heading 1", 20, 0, 16, heading=True, outline=0, flow=f"{KEEP}<w:pageBreakBefore/>", frame=RULE
    ),
    "Heading2": Look("heading 2", 14, 20, 8, heading=True, outline=1, flow=KEEP),
    "Heading3": Look("heading 3", 12, 14, 6, "accent", heading=True, outline=2, flow=KEEP),
    "Heading4": Look("heading 4", 10.5, 10, 4, heading=True, outline=3, flow=KEEP),
    "ContentsHeading": Look("Contents Heading", 16, 22, 10, heading=True, flow=KEEP, frame=RULE),
    "Lead": Look("Lead", 12, after=9, role="accent", line=1.4, place=JUSTIFIED),
    "Notice": Look("Notice", 9.5, 8, 8, line=1.3, frame=_box("alert_soft", "alert")),
    "Quote": Look("Quote", 10.5, 6, 8, "muted", line=1.35, frame=_box("panel", "context")),
    "ListBullet": Look("List Bullet", 10.5, after=4, line=1.35, place=JUSTIFIED),
    "Caption": Look("caption", 9.5, 10, 5, heading=True),
    "Figure": Look("Figure", 9, 12, 0, flow=KEEP, line=1.0),
    "TableText": Look("Table Text", 8, 1.5, 1.5, line=1.0),
    "SourceNote": Look("Source Note", 7.5, 1, 1, "muted"),
    "KeyNumber": Look("Key Number", 22, 6, 0, "accent", heading=True, line=1.0),
    "KeyLabel": Look("Key Label", 9, 0, 6, "muted"),
    "TOC1": Look("toc 1", 11, 6, 2, frame=TAB),
    "TOC2": Look("toc 2", 10, 0, 2, frame=TAB, place='<w:ind w:left="420"/>'),
    "TableofFigures": Look("table of figures", 9.5, 0, 2, frame=TAB),
    "Header": Look("header", 8, role="muted"),
    "Footer": Look("footer", 8.5, role="muted"),
}

LATIN, CHINESE = ("Times New Roman", "Arial"), ("宋体", "黑体")
"""Faces of the text, then of headings: what Word has on any machine of our readers."""
TEXT_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="420"/>'
LINE_RULE = 240


BUILT_IN = frozenset(
    [
        "Normal",
        "BodyText",
        "Title",
        "Subtitle",
        "Heading1",
        "Heading2",
        "Heading3",
        "Heading4",
        "Quote",
        "ListBullet",
        "Caption",
        "TOC1",
        "TOC2",
        "TableofFigures",
        "Header",
        "Footer",
    ]
)
LISTS = 1
"""The id of the numbering of bullets; that of headings is the next."""


def set_styles(word: Any, language: Language) -> None:  # noqa: ANN401 - python-docx has no types
    """Give a new Word file the publication's styles and no others, so that an editor finds them at once."""
    styles = word.styles.element
    for old in styles.xpath('w:docDefaults | w:style[not(@w:default="1") or @w:styleId="Normal"]'):
        styles.remove(old)
    styles.insert(0, parsed(_defaults(language))[0])
    for identity, look in LOOKS.items():
        styles.append(parsed(_style(identity, look, language))[0])
    styles.append(parsed(_table_style())[0])


def _defaults(language: Language) -> str:
    latin = "en-US" if language == "zh" else "en-GB"
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_faces(heading=False)}"
        f'<w:lang w:val="{latin}" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )


def _style(identity: str, look: Look, language: Language) -> str:
    normal = identity == "Normal"
    custom = "" if identity in BUILT_IN else ' w:customStyle="1"'
    bullet = f'<w:numPr><w:numId w:val="{LISTS}"/></w:numPr>' if identity == "ListBullet" else ""
    indent = TEXT_INDENT if identity == "BodyText" and language == "zh" else ""
    size = round(look.size * 2)
    return (
        f'<w:style w:type="paragraph"{" w:default=" + chr(34) + "1" + chr(34) if normal else custom} '
        f'w:styleId="{identity}"><w:name w:val="{look.name}"/>'
        f"{'' if normal else '<w:basedOn w:val=' + chr(34) + 'Normal' + chr(34) + '/>'}"
        f"{'<w:next w:val=' + chr(34) + 'BodyText' + chr(34) + '/>' if look.heading else ''}<w:qFormat/>"
        f"<w:pPr>{look.flow}{bullet}{look.frame}{_spacing(look)}{indent}{look.place}"
        f"{'' if look.outline is None else _outline(look.outline)}</w:pPr>"
        f"<w:rPr>{_faces(heading=look.heading)}{'<w:b/>' if look.heading else ''}"
        f'<w:color w:val="{_hex(look.role)}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        "</w:rPr></w:style>"
    )


def _spacing(look: Look) -> str:
    before, after, line = round(look.before * 20), round(look.after * 20), round(look.line * LINE_RULE)
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


def _faces(*, heading: bool) -> str:
    latin, chinese = LATIN[heading], CHINESE[heading]
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>'


def _table_style() -> str:
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="IndexTable"><w:name w:val="Index Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f'<w:top w:val="single" w:sz="12" w:space="0" w:color="{_hex("accent")}"/>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_hex("accent")}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{_hex("line")}"/></w:tblBorders>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_hex("accent")}"/></w:tcBorders>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_hex("panel")}"/></w:tcPr></w:tblStylePr></w:style>'
    )
