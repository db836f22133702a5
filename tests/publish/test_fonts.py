"""The embedded font."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO

from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from zhishu.publish.fonts import embedded_font, missing_glyphs

PREFIX = "data:font/woff2;base64,"


def glyphs_of(address: str) -> set[str]:
    """Return the characters that an embedded font shows."""
    font = TTFont(BytesIO(b64decode(address.removeprefix(PREFIX))))
    return set(map(chr, font.getBestCmap()))


def test_embedded_font_holds_the_characters_and_little_else() -> None:
    """The font shows what was asked for and ASCII, so that numbers can be filled in, and stays small."""
    address = embedded_font("指数：昇堃喆，。“”")
    assert set("指数：昇堃喆，。“”0123456789") <= glyphs_of(address)
    assert "省" not in glyphs_of(address)
    assert len(address) < 40_000


@given(text=st.text(alphabet="北京上海0a，。", min_size=1, max_size=8))
@settings(max_examples=5, deadline=None)
def test_equal_sets_of_characters_give_equal_bytes(text: str) -> None:
    """The order and number of the characters change no byte of the font."""
    assert embedded_font(text) == embedded_font("".join(sorted(set(text))) * 2)


def test_characters_without_a_glyph_are_named() -> None:
    """What the font cannot show is reported, each character once; line ends are no characters to show."""
    assert missing_glyphs("名\n字\t") == ()
    assert missing_glyphs("\U0010fffd\ue123\U0010fffd") == ("\ue123", "\U0010fffd")


def test_font_of_a_page_covers_every_character_on_it(pages: dict[str, str]) -> None:
    """Every character of the page, tags aside, is in the font embedded in it."""
    for page in pages.values():
        address = re.search(rf"{PREFIX}[A-Za-z0-9+/=]+", page)
        assert address is not None
        visible = set(re.sub(r"<style>.*?</style>|<script>.*?</script>", "", page, flags=re.DOTALL)) - {"\n"}
        assert visible - glyphs_of(address.group()) == set()
