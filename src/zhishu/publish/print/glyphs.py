"""Text as it can be printed: what the font lacks is set as 〓 or without its mark, what is invisible goes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from zhishu.publish.fonts import missing_glyphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.publish.figure import Language

LACKING = "〓"
"""The sign that Chinese and Japanese printers set for a character they do not have."""
SELECTORS = frozenset(chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
STRUCK: Mapping[str, str] = dict(zip("ŁłĐđŦŧĦħıĸŊŋ", "LlDdTtHhikNn", strict=True))
"""Letters whose stroke Unicode does not take apart, and two that have no other form."""
SPACES = frozenset("\t\n\r\x0b\x0c\x85\u2028\u2029")
INVISIBLE = frozenset({"Cc", "Cf"})
BOLD_TEXT = re.compile(r'<text\b(?=[^<>]*font-weight="(?:bold|[6-9]00)")[^<>]*?(?=/?>)')
WORDS = re.compile(r"(?<=>)[^<>]+(?=<)")
NARROW = str.maketrans("‘’“”", "''\"\"")
"""Drawings cannot ask for the narrow quotation marks of the font, which are those of Chinese by default."""
FILL = re.compile(r'fill="([^"]*)"')
HAIRLINE = 0.4
"""Pixels of the stroke that stands for a bold weight in a drawing: the font has one weight only."""


def unshown(text: str) -> tuple[str, ...]:
    """Return the visible characters of `text` that are set as another or as 〓, each once, in code order.

    >>> unshown("昇 abš" + chr(7) + chr(0x1F600))
    ('š', '😀')
    """
    return tuple(found for found in missing_glyphs(text) if not _invisible(found) and found not in SPACES)


def printable(value: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    """Return plain data in which every string can be printed.

    Line ends become spaces, control and direction marks vanish. Of what the font lacks a letter loses
    its mark, and anything else becomes 〓.

    >>> printable({"name": ["a" + chr(10) + "b", chr(0x202E) + "Łódź" + chr(0x1F600)]})
    {'name': ['a b', 'Lódz〓']}
    """
    if isinstance(value, str):
        return _printable_text(value)
    if isinstance(value, Mapping):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    return value


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """Yield every string of plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def printable_drawing(svg: str, language: Language) -> str:
    """Return an SVG for print: no character without a glyph, bold as a hairline, narrow English quotes."""
    text = (
        "".join(character if character in SPACES else _printable_text(character) for character in svg)
        if (missing_glyphs(svg))
        else svg
    )
    if language == "en":
        text = WORDS.sub(lambda found: found.group().translate(NARROW), text)
    return BOLD_TEXT.sub(_hairline, text)


def _printable_text(text: str) -> str:
    if any(map(unicodedata.combining, text)):
        text = unicodedata.normalize("NFC", text)
    doubtful = set(missing_glyphs(text)) | (set(text) & SPACES) | {c for c in text if _invisible(c)}
    return text.translate({ord(found): _replacement(found) for found in doubtful}) if doubtful else text


def _replacement(character: str) -> str:
    if character in SPACES:
        return " "
    return "" if _invisible(character) else _plain_letter(character)


def _plain_letter(character: str) -> str:
    """Return the letter below the mark of one that the font lacks: š → s, Ł → L; else 〓."""
    base = unicodedata.normalize("NFD", character)[0]
    letter = STRUCK.get(base, base)
    return letter if letter != character and not missing_glyphs(letter) else LACKING


def _invisible(character: str) -> bool:
    return character in SELECTORS or unicodedata.category(character) in INVISIBLE


def _hairline(found: re.Match[str]) -> str:
    tag = found.group()
    fill = FILL.search(tag)
    if " stroke=" in tag or fill is None:
        return tag
    return f'{tag} stroke="{fill.group(1)}" stroke-width="{HAIRLINE}"'
