"""The command `zhishu report`: the publication in its formats, and briefs of single regions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from zhishu.build import with_doubt
from zhishu.errors import EditionError
from zhishu.saving import write_and_say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from zhishu.build import Built
    from zhishu.publish.figure import Language

BRIEF_FORMATS = ("html", "pdf")


def run_report(
    built: Built, *, out: Path | None, languages: Sequence[Language], formats: Sequence[str], doubt: bool
) -> None:
    """Write tables, manifest and the report in every format and language to `out`, whole, and say where."""
    from zhishu.publish.drawings import DrawingDesk  # noqa: PLC0415 - as above
    from zhishu.publish.findings import Findings  # noqa: PLC0415 - as above
    from zhishu.publish.formats import outlined, report_files  # noqa: PLC0415 - as above

    with _Stages() as say, DrawingDesk(languages[0]) as desk:
        say("draws")
        sure = with_doubt(built) if doubt else built
        say("document")
        findings = Findings(sure.result)
        document = outlined(findings, notice=desk.take if set(formats) - {"xlsx"} else None)
        files = report_files(
            findings, document, languages=languages, formats=formats, desk=desk, progress=say
        )
        say("tables")
        target = write_and_say(sure, out, files=files)
    for name, content in files.items():
        click.echo(f"wrote:  {target / name} ({len(content) / 1024:,.0f} KB)")
    for line in document.left_out:
        click.echo(f"left out: {line}")
    click.echo("next:   zhishu report EDITION --brief REGION   one page about one region")


def run_briefs(
    built: Built,
    wanted: Sequence[str],
    *,
    out: Path | None,
    languages: Sequence[Language],
    formats: Sequence[str],
) -> None:
    """Write a page about each region that is wanted, as HTML and PDF, to `out` (EDITION/briefs)."""
    from zhishu.ledger import write_file  # noqa: PLC0415 - as above
    from zhishu.publish.brief_files import brief_files  # noqa: PLC0415 - as above

    _refuse_formats(formats)
    target = out or built.result.edition.folder / "briefs"
    count = 0
    with _Stages() as say:
        say("draws")
        sure = with_doubt(built)
        for language in languages:
            for name, content in brief_files(
                sure.result, wanted, language=language, formats=formats, progress=say
            ):
                write_file(target / name, content)
                count += 1
    click.echo(f"wrote:  {count} files in {target}")


def _refuse_formats(formats: Sequence[str]) -> None:
    odd = [form for form in formats if form not in BRIEF_FORMATS]
    if odd:
        raise EditionError(
            "briefs are not made in this format",
            where="--format",
            seen=odd[0],
            allowed=", ".join(BRIEF_FORMATS),
        )


class _Stages:
    """Shows on a terminal what is being made, one line that is written over; elsewhere it is silent."""

    def __init__(self) -> None:
        self.show = sys.stderr.isatty()

    def __enter__(self) -> Callable[[str], None]:
        return self._say

    def __exit__(self, *_: object) -> None:
        if self.show:
            click.echo("\r\033[K", nl=False, err=True)

    def _say(self, stage: str) -> None:
        if self.show:
            click.echo(f"\r\033[K{stage} …", nl=False, err=True)
