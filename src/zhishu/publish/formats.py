"""The whole publication in every format and language: what `zhishu report` writes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhishu.publish.assemble import document_of
from zhishu.publish.findings import Findings
from zhishu.publish.outline import outline_of
from zhishu.publish.second_process import SecondProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zhishu.publish.document import Document
    from zhishu.publish.drawings import DrawingDesk
    from zhishu.publish.figure import Figure, Language
    from zhishu.result import Result

    Progress = Callable[[str], None]
    Notice = Callable[[Figure], None]
    Render = Callable[["Source"], bytes]

FORMATS = ("html", "pdf", "docx", "xlsx", "pptx")
ASIDE = ("html", "xlsx")
"""What a second process makes when there is more: about half of the work, and all of it in Python."""
STEMS = {"xlsx": "workbook", "pptx": "slides"}
"""What a format's file is called; the others are called report."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a renderer works from: the document, the findings behind it, one language, its drawings."""

    document: Document
    findings: Findings
    language: Language
    drawn: Mapping[str, str]


def document_of_result(result: Result, *, notice: Notice | None = None) -> Document:
    """Return the document of a result by the edition's own outline, or the default one."""
    return outlined(Findings(result), notice=notice)


def outlined(findings: Findings, *, notice: Notice | None = None) -> Document:
    """Return the document of findings by the edition's own outline, or the default one.

    `notice` is called with every figure as soon as it is made.
    """
    levels = tuple(found.level for found in findings.scored)
    return document_of(findings, outline_of(findings.edition, levels), notice=notice)


def report_files(  # noqa: PLR0913 - what is made of what, then options by name
    findings: Findings,
    document: Document,
    *,
    languages: Sequence[Language] = ("zh",),
    formats: Sequence[str] = FORMATS,
    desk: DrawingDesk | None = None,
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """Return file name → bytes of a document in each format and language; equal input, equal bytes.

    Chinese files are called report.html, workbook.xlsx …, English ones report.en.html … `progress` is
    called with what is being made. Figures are drawn once per language, by `desk` when it is of that
    language and has taken them already; drawing and rendering are shared by processes and threads.
    """
    say = progress or (lambda _: None)
    files: dict[str, bytes] = {}
    for language in languages:
        say(f"figures ({language})")
        drawn = _drawn(document, language, desk) if set(formats) - {"xlsx"} else {}
        source = Source(document, findings, language, drawn)
        files |= _all_formats(source, formats, say)
    return files


def _drawn(document: Document, language: Language, desk: DrawingDesk | None) -> Mapping[str, str]:
    from zhishu.publish.drawings import drawings  # noqa: PLC0415 - only where something is drawn

    if desk is not None and desk.language == language:
        return desk.drawn(document.figures)
    return drawings(document.figures, language)


def _all_formats(source: Source, formats: Sequence[str], say: Progress) -> dict[str, bytes]:
    """Return file name → bytes of all formats in one language, made by two processes."""
    aside = tuple(form for form in formats if form in ASIDE)
    here = tuple(form for form in formats if form not in ASIDE)
    if not (aside and here):
        made = made_here(source, formats, say)
    else:
        second = SecondProcess(source, aside, made_here)
        try:
            made = made_here(source, here, say) | second.made()
        finally:
            second.end()
    return {file_name(form, source.language): made[form] for form in formats}


def made_here(source: Source, formats: Sequence[str], say: Progress = lambda _: None) -> dict[str, bytes]:
    """Return format → bytes, made side by side in this process."""

    def one(form: str) -> tuple[str, bytes]:
        content = RENDERERS[form](source)
        say(f"{form} ({source.language})")
        return form, content

    # Typst and the renderer of pictures work outside of the interpreter's lock, so threads share the cores.
    with ThreadPoolExecutor() as pool:
        return dict(pool.map(one, formats))


def file_name(form: str, language: Language) -> str:
    """Return what a file of the report is called.

    >>> file_name("html", "zh"), file_name("xlsx", "en")
    ('report.html', 'workbook.en.xlsx')
    """
    stem = STEMS.get(form, "report")
    return f"{stem}.{form}" if language == "zh" else f"{stem}.{language}.{form}"


def _html(source: Source) -> bytes:
    from zhishu.publish.page import page_html  # noqa: PLC0415 - each format loads its own library

    return page_html(source.document, source.language, drawn=source.drawn).encode()


def _pdf(source: Source) -> bytes:
    from zhishu.publish.print import document_pdf  # noqa: PLC0415 - as above

    return document_pdf(source.document, source.language, drawn=source.drawn)


def _docx(source: Source) -> bytes:
    from zhishu.publish.print import document_docx  # noqa: PLC0415 - as above

    return document_docx(source.document, source.language, drawn=source.drawn)


def _xlsx(source: Source) -> bytes:
    from zhishu.publish.workbook import workbook_xlsx  # noqa: PLC0415 - as above

    return workbook_xlsx(source.findings.result, source.language)


def _pptx(source: Source) -> bytes:
    from zhishu.publish.slides import slides_pptx  # noqa: PLC0415 - as above

    return slides_pptx(source.document, source.findings, source.language, drawn=source.drawn)


RENDERERS: Mapping[str, Render] = {"html": _html, "pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "pptx": _pptx}
