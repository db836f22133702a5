"""Whether Word counts the headings as the document does, and the list that makes it count."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhishu.publish.document import Document, Section

LEVELS = 4


def count_by_themselves(document: Document) -> bool:
    """Return whether every number of a section is what counting gives (1, 1.1, 1.2, 2).

    Sections without a number, and those below a letter ("A", "A.1"), are not counted. Where another
    number comes (2 before 1, say), all numbers are written out.
    """
    return _counts(document.sections, "")


def is_counted(number: str) -> bool:
    """Return whether a section's number is one that counting can give.

    >>> is_counted("2.1"), is_counted("A.1"), is_counted("")
    (True, False, False)
    """
    return bool(number) and all(part.isascii() and part.isdigit() for part in number.split("."))


def _counts(sections: Iterable[Section], above: str) -> bool:
    numbered = [section for section in sections if is_counted(section.number)]
    expected = [f"{above}{at}" for at in range(1, len(numbered) + 1)]
    if [section.number for section in numbered] != expected:
        return False
    return all(_counts(section.sections, f"{section.number}.") for section in numbered)


def numbering(bullets: int) -> str:
    """Return the lists of the file: bullets, and the numbers of headings 1 to 4, as numbering XML.

    `bullets` is the id of the list of bullets; that of headings is the next.
    """
    levels = "".join(_level(level) for level in range(LEVELS))
    return (
        f'<w:abstractNum w:abstractNumId="{bullets}"><w:multiLevelType w:val="hybridMultilevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
        '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="357" w:hanging="357"/></w:pPr></w:lvl>'
        f'</w:abstractNum><w:abstractNum w:abstractNumId="{bullets + 1}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        f'<w:num w:numId="{bullets}"><w:abstractNumId w:val="{bullets}"/></w:num>'
        f'<w:num w:numId="{bullets + 1}"><w:abstractNumId w:val="{bullets + 1}"/></w:num>'
    )


def _level(level: int) -> str:
    pattern = ".".join(f"%{at}" for at in range(1, level + 2))
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="Heading{level + 1}"/><w:suff w:val="tab"/><w:lvlText w:val="{pattern}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="720"/></w:pPr></w:lvl>'
    )
