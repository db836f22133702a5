"""A declared figure drawn: Vega-Lite specification in, SVG text out."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from zhishu.publish.figure import in_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.figure import Language

VEGA_LITE_VERSION = "6.4"
UNUSED = re.compile(r' (?:role|aria-[a-z]+|pointer-events|xmlns:xlink|version)="[^"]*"')
DESCRIBED = re.compile(r' aria-label="(\d+)"')
"""The position of a mark's row, see marks.py; the theme turns all other descriptions off."""
EMPTY_PATH = re.compile(r'<path class="(?:background|foreground)"[^<>]*/>')
STILL = re.compile(r' transform="translate\(0,0\)"')
LONG_NUMBER = re.compile(r"\d+\.\d{3,}")
ID = re.compile(r'(?:(?<=id=")|(?<=url\(#))[a-z]+\d+(?=[")])')
SIZE = re.compile(r'^<svg ([^<>]*?)width="[\d.]+" height="[\d.]+"')


def svg(spec: Mapping[str, Any], language: Language, *, name: str) -> str:
    """Return the figure as one SVG element in one language, ready to stand inside a page.

    `name` makes its inner ids unique on the page. The drawing scales with its box, texts stay text,
    and nothing is fetched. Equal input gives equal bytes.
    """
    return svg_of_plain(in_language(spec, language), name=name)


def svg_of_plain(spec: Mapping[str, Any], *, name: str) -> str:
    """Return the SVG of a specification that is plain data already, in one language."""
    import vl_convert  # noqa: PLC0415 - 30 MB that only a drawing needs

    _register_fonts()
    drawn: str = vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE_VERSION, allowed_base_urls=[])
    return tidy(drawn, name)


def tidy(drawn: str, name: str) -> str:
    """Return the SVG without what a page does not need, its ids prefixed with `name`.

    >>> tidy('<svg width="9" height="9" viewBox="0 0 9 9"><g id="clip1" role="x"/></svg>', "map")
    '<svg viewBox="0 0 9 9"><g id="map-1"/></svg>'
    """
    text = re.sub(r"<[^<>]*>", lambda tag: _lean(tag.group()), drawn)
    text = EMPTY_PATH.sub("", text)
    text = re.sub(r"<[^<>]*>", lambda tag: LONG_NUMBER.sub(_shortened, tag.group()), text)
    return SIZE.sub(r"<svg \1", _with_own_ids(text, name)).replace("  viewBox", " viewBox")


def _lean(tag: str) -> str:
    return STILL.sub("", UNUSED.sub("", DESCRIBED.sub(r' data-row="\1"', tag)))


def _with_own_ids(text: str, name: str) -> str:
    """Return the SVG with ids counted from 1: the renderer counts them on through a whole process."""
    order = {found: number for number, found in enumerate(dict.fromkeys(ID.findall(text)), start=1)}
    return ID.sub(lambda found: f"{name}-{order[found.group()]}", text)


def _shortened(number: re.Match[str]) -> str:
    return f"{float(number.group()):.2f}".rstrip("0").rstrip(".")


@cache
def _register_fonts() -> None:
    """Let the renderer measure and name the font of the page, once per process."""
    import vl_convert  # noqa: PLC0415 - as above

    from zhishu.publish.fonts import font_file  # noqa: PLC0415 - as above

    vl_convert.register_font_directory(str(font_file().parent))
