"""The font of everything published, cut down to the characters in use so that it can be embedded."""

from __future__ import annotations

from base64 import b64encode
from functools import cache, lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from zhishu.errors import ZhishuError

PACKAGE = "noto_cjk_sans_otc"
FILE = "NotoSansCJK-Regular.ttc"
FACE = "Noto Sans CJK SC"
SIMPLIFIED_CHINESE = 2
"""The face of the collection whose shapes are those of mainland China."""
UNUSED_TABLES = ["GDEF", "BASE", "VORG", "vhea", "vmtx"]
PUNCTUATION = ["halt", "chws", "pwid"]
"""What a browser needs to set adjoining Chinese punctuation closer, flush at a line's start, and the
quotation marks of English text narrow."""
INVISIBLE = frozenset("\n\r\t\u200b\ufeff")


def font_file() -> Path:
    """Return the installed font collection; a ZhishuError when it is not installed."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ZhishuError(
            "the Chinese font is not installed",
            where=f"package {PACKAGE}",
            advice="install zhishu with its dependencies",
        )
    return Path(found.origin).parent / FILE


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Return the characters of `text` that the font cannot show, each once, in code order.

    >>> missing_glyphs("昇堃喆 abc"), len(missing_glyphs(chr(0x10FFFD)))
    ((), 1)
    """
    return tuple(sorted(set(text) - INVISIBLE - _covered()))


def embedded_font(text: str) -> str:
    """Return a WOFF2 font, as a data address, that holds exactly the visible characters of `text`.

    Equal sets of characters give equal bytes; characters that the font lacks are left to the
    reader's own fonts (`missing_glyphs` names them).
    """
    return _cut(frozenset(text) | frozenset(map(chr, range(32, 127))))


@lru_cache(maxsize=4)
def _cut(characters: frozenset[str]) -> str:
    """Return the font for a set of characters; it takes seconds, and pages of one run may share it."""
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - only a report cuts a font

    font = _face()
    options = Options()
    options.layout_features, options.hinting, options.name_IDs = PUNCTUATION, False, []
    options.drop_tables = [*options.drop_tables, *UNUSED_TABLES]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    font.flavor = "woff2"
    packed = BytesIO()
    font.save(packed)
    font.close()
    return f"data:font/woff2;base64,{b64encode(packed.getvalue()).decode('ascii')}"


def _face() -> Any:  # noqa: ANN401 - fontTools has no types
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - as above

    return TTFont(
        font_file(), fontNumber=SIMPLIFIED_CHINESE, lazy=True, recalcTimestamp=False, recalcBBoxes=False
    )


@cache
def _covered() -> frozenset[str]:
    font = _face()
    covered = frozenset(map(chr, font.getBestCmap()))
    font.close()
    return covered
