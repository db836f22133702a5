"""The page: a Document as one self-contained HTML file in one language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from zhishu.publish.figure import in_language
from zhishu.publish.fonts import embedded_font, missing_glyphs
from zhishu.publish.page.book_json import book_data
from zhishu.publish.page.cover import skyline, skyline_width
from zhishu.publish.page.policy import content_policy
from zhishu.publish.page.proof_json import proofs_data
from zhishu.publish.page.view import document_view
from zhishu.publish.page.words import SCRIPT_WORDS
from zhishu.publish.style import FONT_FAMILY, colour_variables, svg_colour_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from zhishu.publish.document import Document
    from zhishu.publish.figure import Language

TEMPLATES = Path(__file__).parent / "templates"
STYLES = (
    "page.css",
    "cover.css",
    "text.css",
    "tables.css",
    "figures.css",
    "panel.css",
    "narrow.css",
    "print.css",
)
SCRIPTS = ("data.js", "tables.js", "contents.js", "highlight.js", "figures.js", "proofs.js", "start.js")


def page_html(
    document: Document, language: Language, *, drawn: Mapping[str, str] | None = None, letters: str = ""
) -> str:
    """Return the document as one HTML page, fonts, styles, script and evidence inside.

    The page asks for nothing from outside and runs nothing but its own script, by its hash. Texts of
    the document are text, never markup. `drawn` has drawings by figure id (what `drawings` gives) when
    they were made already; `letters` are characters that the font holds beside the page's own, so that
    many pages share one. Equal input gives equal bytes.
    """
    from markupsafe import Markup  # noqa: PLC0415 - only a page needs it

    template = _environment().get_template("page.html.j2")
    context = document_view(document, language, drawn)
    context |= {
        "data": Markup(page_data(document, language)),  # noqa: S704 - no "<" is left in it
        "skyline": skyline(document.books),
        "skyline_width": skyline_width(document.books),
    }
    empty = dict.fromkeys(("style", "script", "policy", "uncovered"), "")
    plain = template.render(context | empty)
    style, script = _style(plain + letters), _script()
    return template.render(
        context
        | {
            "style": Markup(style),  # noqa: S704 - our own file
            "script": Markup(script),  # noqa: S704 - as above
            "policy": content_policy(style, script),
            "uncovered": " ".join(missing_glyphs(plain)),
        }
    )


def page_data(document: Document, language: Language) -> str:
    """Return what the script reads, as JSON that can stand inside a script element.

    Words of the script, evidence by id, and a book per level.
    """
    data = {
        "words": in_language(SCRIPT_WORDS, language),
        "name": f"{document.id}-{document.edition}",
        "proofs": proofs_data(document, language),
        "books": {book.level: book_data(book, language) for book in document.books},
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - only a page needs it

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _script() -> str:
    """Return the page's script: its files one after another in one function, so that no name leaks."""
    parts = [(TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return '"use strict";\n(() => {\n' + "".join(parts) + "})();\n"


def _style(text: str) -> str:
    """Return the style sheet, with the colours of both modes and the font for the characters of `text`."""
    source = f'url({embedded_font(text)}) format("woff2")'
    font = f'@font-face{{font-family:"{FONT_FAMILY}";src:{source};font-display:block}}'
    light, dark = colour_variables(0), colour_variables(1)
    modes = (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )
    sheets = [(TEMPLATES / name).read_text(encoding="utf-8") for name in STYLES]
    return "\n".join((font, modes, *sheets, svg_colour_rules()))
