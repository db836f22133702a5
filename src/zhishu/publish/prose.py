"""Editors' own words: Markdown in two languages, with claims and values put into their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from zhishu.errors import EditionError
from zhishu.framework import Text
from zhishu.publish.document import Heading, Paragraph, Said, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zhishu.publish.document import Block, ParagraphKind
    from zhishu.publish.figure import Language

    Resolve = Callable[[str, str, str], Said]
    """From (what, name, where) of a placeholder `{what:name}` to what it says."""

PLACEHOLDER = re.compile(r"\{(claim|value|figure|table|section):([^{}]*)\}")
SPLIT = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) +(?=[\u2e80-\u9fff\uff00-\uffef])")
"""What a line folded by YAML leaves between two Chinese characters or marks."""
BlockKind = Literal["heading", "text", "bullet", "quote"]
OPENERS: dict[str, BlockKind] = {
    "heading_open": "heading",
    "paragraph_open": "text",
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """One block of Markdown: its kind and its inline tokens."""

    kind: BlockKind
    tokens: tuple[Any, ...]


def blocks_of(text: Text, resolve: Resolve, *, where: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text: paragraphs, points of lists, quotes, headings, bold words.

    Both languages must have the same blocks in the same order; a text in one language stands for both.
    `resolve` says what a placeholder says. Anything else of Markdown (images, tables, HTML) is refused,
    so that nothing is lost in silence.
    """
    zh, en = (tuple(_pieces(words, where)) for words in (text.zh, text.en))
    if [piece.kind for piece in zh] != [piece.kind for piece in en]:
        raise EditionError(
            "the two languages of a text do not have the same blocks",
            where=where,
            seen=f"zh: {_listed(zh)}; en: {_listed(en)}",
            allowed="paragraphs, points and headings in the same order",
        )
    return tuple(
        _block(Said(_spans(first, "zh", resolve, where), _spans(second, "en", resolve, where)), first.kind)
        for first, second in zip(zh, en, strict=True)
    )


def _listed(pieces: tuple[_Piece, ...]) -> str:
    return ", ".join(piece.kind for piece in pieces) or "nothing"


def _pieces(words: str, where: str) -> Iterator[_Piece]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where editors wrote something

    around: list[str] = []
    kind: BlockKind = "text"
    for token in MarkdownIt("commonmark").disable(["html_block", "html_inline"]).parse(words):
        if token.type == "inline":
            yield _Piece(_kind(kind, around), tuple(token.children or ()))
        elif token.type in OPENERS:
            kind = OPENERS[token.type]
        elif token.type.endswith("_open"):
            around.append(token.type)
        elif token.type.endswith("_close") and token.type.replace("close", "open") not in OPENERS:
            around.pop()
        elif not token.type.endswith("_close"):
            raise _refused(token.type, where)


def _kind(kind: BlockKind, around: list[str]) -> BlockKind:
    if "list_item_open" in around:
        return "bullet"
    return "quote" if "blockquote_open" in around else kind


def _refused(what: str, where: str) -> EditionError:
    return EditionError(
        "this piece of Markdown has no place in a report",
        where=where,
        seen=what,
        allowed="paragraphs, headings, lists, quotes, **bold**, {claim:…}, {value:…}",
        advice="put pictures and tables in as `figure:` and `table:`",
    )


def _spans(piece: _Piece, language: Language, resolve: Resolve, where: str) -> tuple[Span, ...]:
    found: list[Span] = []
    strong = False
    for token in piece.tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong = token.type == "strong_open"
            case "text" | "code_inline":
                content = SPLIT.sub("", token.content) if language == "zh" else token.content
                found += [
                    replace(span, strong=span.strong or strong)
                    for span in _filled(content, language, resolve, where)
                ]
            case "softbreak" | "hardbreak":
                found.append(Span(" " if language == "en" else ""))
            case "em_open" | "em_close" | "link_open" | "link_close":
                continue
            case other:
                raise _refused(other, where)
    return tuple(span for span in found if span.text)


def _filled(content: str, language: Language, resolve: Resolve, where: str) -> Iterator[Span]:
    """Yield the words of a text with what its placeholders say between them."""
    last = 0
    for found in PLACEHOLDER.finditer(content):
        yield Span(content[last : found.start()])
        yield from resolve(found[1], found[2].strip(), where).in_language(language)
        last = found.end()
    yield Span(content[last:])


def _block(said: Said, kind: BlockKind) -> Block:
    if kind == "heading":
        return Heading(Text(said.plain("zh"), said.plain("en")))
    shown: ParagraphKind = kind
    return Paragraph(said, shown)
