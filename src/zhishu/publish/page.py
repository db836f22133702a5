"""The page: declared tables and figures laid out as one self-contained HTML file in one language."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.publish.figure import in_language
from zhishu.publish.fonts import embedded_font, missing_glyphs
from zhishu.publish.render import svg
from zhishu.publish.style import FONT_FAMILY, colour_variables, svg_colour_rules
from zhishu.publish.table_view import figure_view, table_view, whole_view
from zhishu.publish.wording import WORDS

if TYPE_CHECKING:
    from zhishu.publish.figure import Figure, Language, Table

TEMPLATES = Path(__file__).parent / "templates"
HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Leader:
    """One of the first regions of a level, as the head of its section names it."""

    place: str
    name: Text
    score: str


@dataclass(frozen=True, slots=True)
class Section:
    """What is said about one level: its leaders, figures, table of leading regions, whole ranking.

    `before` figures stand before the table, `after` figures behind it.
    """

    id: str
    title: Text
    leaders: tuple[Leader, ...]
    leading: Table
    before: tuple[Figure, ...] = ()
    after: tuple[Figure, ...] = ()
    whole: Table | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page says, in both languages."""

    name: Text
    kicker: Text
    key_numbers: tuple[tuple[str, Text], ...]
    sections: tuple[Section, ...]
    method: Text
    weighting: Text | None = None
    weights: Table | None = None
    note: Text | None = None
    publisher: Text | None = None
    repairs: tuple[Text, ...] = ()


def page_html(page: Page, language: Language) -> str:
    """Return the page as HTML, fonts, styles and script inside; equal input gives equal bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - only a report needs it
    from markupsafe import Markup  # noqa: PLC0415 - as above

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    context = _context(page, language)
    context["sections"] = [_section_view(section, page.note, language) for section in page.sections]
    context["weights"] = page.weights and table_view(page.weights, language, note=page.note)
    parts = environment.get_template("parts.html.j2").make_module(
        {"words": context["words"], "stop": context["stop"]}
    )
    macros = {name: getattr(parts, name) for name in ("show_table", "show_figure", "show_whole")}
    script = _script()
    template = environment.get_template("report.html.j2")
    plain = template.render(context | macros | {"style": "", "script": "", "policy": "", "uncovered": ""})
    style = _style(plain)
    policy = content_policy(style, script)
    inserted = {"style": Markup(style), "script": Markup(script)}  # noqa: S704 - both are our own files
    uncovered = " ".join(missing_glyphs(plain))
    return template.render(context | macros | inserted | {"policy": policy, "uncovered": uncovered})


def content_policy(style: str, script: str) -> str:
    """Return the policy under which only this style and this script run, and nothing is fetched."""
    rules = (
        "default-src 'none'",
        f"style-src '{_digest(style)}'",
        f"script-src '{_digest(script)}'",
        "font-src data:",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"


def _script() -> str:
    return (TEMPLATES / "report.js").read_text(encoding="utf-8")


def _style(text: str) -> str:
    """Return the style sheet, with the colours of both modes and the font for the characters of `text`."""
    source = f'url({embedded_font(text)}) format("woff2")'
    font = f'@font-face{{font-family:"{FONT_FAMILY}";src:{source};font-display:block}}'
    light, dark = colour_variables(0), colour_variables(1)
    modes = (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )
    return "\n".join(
        (font, modes, (TEMPLATES / "report.css").read_text(encoding="utf-8"), svg_colour_rules())
    )


def _context(page: Page, language: Language) -> dict[str, Any]:
    said: dict[str, Any] = in_language(
        {
            "name": page.name,
            "kicker": page.kicker,
            "publisher": page.publisher,
            "key_numbers": page.key_numbers,
            "note": page.note,
            "method": page.method,
            "weighting": page.weighting,
            "repairs": page.repairs,
            "words": WORDS,
        },
        language,
    )
    stops = {"stop": Text("。", ". "), "space": Text("", " ")}
    title = {"lang": HTML_LANGUAGES[language], "title": f"{said['name']} {said['kicker']}"}
    return {**said, **title, **in_language(stops, language)}


def _section_view(section: Section, note: Text | None, language: Language) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title.in_language(language),
        "leaders": [
            {"place": leader.place, "name": leader.name.in_language(language), "score": leader.score}
            for leader in section.leaders
        ],
        "before": [_figure_view(figure, note, language) for figure in section.before],
        "after": [_figure_view(figure, note, language) for figure in section.after],
        "leading": table_view(section.leading, language, note=note),
        "whole": section.whole and whole_view(section.whole, language, note=note),
    }


def _figure_view(figure: Figure, note: Text | None, language: Language) -> dict[str, Any]:
    from markupsafe import Markup  # noqa: PLC0415 - as above

    drawings = {
        name: Markup(svg(spec, language, name=f"{figure.id}-{name}"))  # noqa: S704 - the renderer escapes every text
        for name, spec in (("wide", figure.spec), ("narrow", figure.narrow))
        if spec is not None
    }
    return {**figure_view(figure, language, note=note), "narrow": None, **drawings}
