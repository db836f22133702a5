"""The files of briefs: one page per region, as HTML with its evidence and as one A4 page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.publish.briefs import brief_of, regions_of
from zhishu.publish.drawings import drawings
from zhishu.publish.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zhishu.publish.document import Document
    from zhishu.publish.figure import Language
    from zhishu.result import Result


def brief_files(
    result: Result,
    wanted: Sequence[str],
    *,
    language: Language = "zh",
    formats: Sequence[str] = ("html", "pdf"),
    progress: Callable[[str], None] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, bytes) of the briefs of regions, by name, code, or a level's id for all of it.

    A file is called by level, code and name ("city-320500-苏州市.pdf"; English ones end in .en.pdf).
    All radars are drawn at once, by several processes.
    """
    findings = Findings(result)
    say = progress or (lambda _: None)
    chosen = dict.fromkeys(region for one in wanted for region in regions_of(findings, one))
    documents = [brief_of(findings, level, code) for level, code in chosen]
    say(f"figures ({language})")
    drawn = drawings([figure for document in documents for figure in document.figures], language)
    letters = "".join(sorted({character for document in documents for character in repr(document)}))
    for at, ((level, code), document) in enumerate(zip(chosen, documents, strict=True), start=1):
        say(f"{at} of {len(documents)}: {document.name.in_language(language)} ({language})")
        for form in formats:
            ending = form if language == "zh" else f"{language}.{form}"
            name = f"{level}-{code}-{_plain(document.name.zh)}.{ending}"
            yield name, _rendered(document, language, form, (drawn, letters))


def _rendered(
    document: Document, language: Language, form: str, shared: tuple[Mapping[str, str], str]
) -> bytes:
    drawn, letters = shared
    if form == "html":
        from zhishu.publish.page import page_html  # noqa: PLC0415 - each format loads its own library

        return page_html(document, language, drawn=drawn, letters=letters).encode()
    from zhishu.publish.print import brief_pdf  # noqa: PLC0415 - as above

    return brief_pdf(document, language, drawn=drawn)


def _plain(name: str) -> str:
    """Return a name that can be a file's.

    >>> _plain("A/B: c")
    'A-B- c'
    """
    odd = frozenset('/\\:*?"<>|').union(map(chr, range(32)))
    return "".join("-" if character in odd else character for character in name)
