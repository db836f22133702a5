"""Pieces of WordprocessingML as text: runs, paragraphs, fields, bookmarks, links.

Written as text and parsed once per block, because a table of 2,000 cells made cell by cell is slow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""


def written(text: str) -> str:
    """Return text as it may stand in XML; line ends become spaces, what cannot be written is left out.

    >>> written("a < b" + chr(0))
    'a &lt; b'
    """
    return escape(UNWRITABLE.sub("", text).translate({9: " ", 10: " ", 13: " "}))


def run(text: str, *, strong: bool = False, colour: str = "") -> str:
    """Return a run of text."""
    properties = ("<w:b/>" if strong else "") + (f'<w:color w:val="{colour.lstrip("#")}"/>' if colour else "")
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{written(text)}</w:t></w:r>' if text else ""


def paragraph(style: str, inner: str, properties: str = "") -> str:
    """Return a paragraph of a style; `properties` are further paragraph properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def field(instruction: str, shown: str) -> str:
    """Return a field with the result that is shown until it is updated; `shown` is made of runs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(number: int, name: str, inner: str) -> str:
    """Return content that a reference can name; `number` is unique in the file."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{inner}<w:bookmarkEnd w:id="{number}"/>'
    )


def link(anchor: str, inner: str) -> str:
    """Return content that leads to a bookmark."""
    return f'<w:hyperlink w:anchor={quoteattr(anchor)} w:history="1">{inner}</w:hyperlink>'


def parsed(xml: str) -> list[Any]:
    """Return the elements of one or several blocks."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - only a Word file needs it

    return list(parse_xml(f'<w:body xmlns:w="{WORD}">{xml}</w:body>'))


def list_of_entries(instruction: str, entries: Iterable[tuple[str, str, str]]) -> str:
    """Return a table of contents as one field, filled: (style, anchor, text) for every entry.

    The page numbers are fields of their own, empty until Word counts the pages.
    """
    lines = [
        (style, link(anchor, run(text) + "<w:r><w:tab/></w:r>" + field(f"PAGEREF {anchor} \\h", run(" "))))
        for style, anchor, text in entries
    ]
    if not lines:
        return ""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    last = len(lines) - 1
    return "".join(
        paragraph(style, (begin if at == 0 else "") + inner + (end if at == last else ""))
        for at, (style, inner) in enumerate(lines)
    )
