"""What every command that writes a result does: write it, and say what of the one before is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zhishu.ledger import files_of, write_result

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zhishu.build import Built


def write_and_say(
    built: Built, out: Path | None, *, report: bool = True, files: Mapping[str, bytes] | None = None
) -> Path:
    """Write the result to `out` (EDITION/out) as `write_result` does, and return where.

    A result replaces the whole of the one before. Formats of an earlier report that are not made anew
    would say what the result no longer does, so they go; a line on stderr names them.
    """
    folder = out or built.result.edition.folder / "out"
    before = files_of(folder)
    target = write_result(built, folder, report=report, files=files)
    lost = [name for name in before if not (target / name).exists()]
    if lost:
        again = "of the result before; `zhishu report` makes a report anew"
        click.echo(f"gone:   {', '.join(lost)} ({again})", err=True)
    return target
