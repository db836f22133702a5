"""The command `zhishu doubt`: draws with a progress bar, tables, and a summary to read."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from zhishu.build import with_doubt
from zhishu.doubt.check_summary import checks_summary
from zhishu.doubt.checks import CHECKS, check_named, check_tables
from zhishu.doubt.summary import doubt_summary
from zhishu.doubt.tables import MAKERS, doubt_table, doubt_tables
from zhishu.doubt.uncertain import DRAWS
from zhishu.errors import ZhishuError, nearest
from zhishu.saving import write_and_say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from zhishu.build import Built
    from zhishu.doubt.doubt import Doubt
    from zhishu.tables import Table


def run_doubt(
    built: Built,
    *,
    out: Path | None,
    settings: Mapping[str, int | None],
    what: Sequence[str],
    as_json: bool,
) -> None:
    """Draw, write the whole result with the draws' tables to `out`, and print what they say.

    `settings` holds draws, seed and threads, None for the edition's own. `what` names tables to
    answer with, or checks beside the draws.
    """
    checks = [_check(name) for name in what if name not in MAKERS]
    with _bar(_draws(built, settings["draws"]), "draws", quiet=as_json) as bar:
        sure = with_doubt(built, **settings, progress=None if bar is None else bar.update)
    sure = _with_checks(sure, checks, quiet=as_json)
    found = sure.result.uncertainty
    assert found is not None  # noqa: S101 - with_doubt has just computed it
    tables = _wanted(found, what)
    target = write_and_say(sure, out)
    if as_json:
        click.echo(json.dumps({table.name: _as_data(table) for table in tables}, ensure_ascii=False))
        return
    click.echo(doubt_summary(found))
    if found.further:
        click.echo(f"\n{checks_summary(found)}")
    click.echo(f"\ntables: {target}/tables ({', '.join(table.name for table in tables)})")
    if not checks:
        click.echo(f"next:   --what {' | '.join(CHECKS)}")


def _check(name: str) -> str:
    try:
        return check_named(name)
    except ZhishuError as error:
        known = (*MAKERS, *CHECKS)
        close = nearest(name, known)
        advice = f"did you mean '{close}'?" if close else None
        raise ZhishuError(
            f"there is no table or check '{name}'", seen=name, allowed=", ".join(known), advice=advice
        ) from error


def _with_checks(built: Built, checks: Sequence[str], *, quiet: bool) -> Built:
    """Return the same with the checks beside the draws that were asked for."""
    result = built.result
    assert result.uncertainty is not None  # noqa: S101 - the caller has computed it
    uncertain = result.uncertainty.uncertain
    further: list[Table] = []
    for name in [name for name in CHECKS if name in checks]:
        steps = 0 if quiet or not sys.stderr.isatty() else CHECKS[name].steps(result, uncertain)
        with _bar(steps, name.replace("_", " "), quiet=quiet) as bar:
            progress = None if bar is None else bar.update
            further += check_tables(result, uncertain, [name], progress=progress)
    doubt = replace(result.uncertainty, further=tuple(further))
    return replace(built, result=replace(result, uncertainty=doubt))


def _wanted(found: Doubt, what: Sequence[str]) -> tuple[Table, ...]:
    """Return the tables asked for: by their own name, or all those of a check."""
    if not what:
        return tuple(table for table in doubt_tables(found) if table.rows)
    # A check may leave a table out: with one year there are no changes.
    made = {table.name for table in found.further}
    names = [
        table
        for name in what
        for table in ([own for own in CHECKS[name].tables if own in made] if name in CHECKS else [name])
    ]
    return tuple(doubt_table(found, name) for name in dict.fromkeys(names))


def _draws(built: Built, draws: int | None) -> int:
    """Return how many draws there are over all levels."""
    uncertain = built.result.edition.uncertain
    each = draws or (uncertain.draws if uncertain else DRAWS)
    return each * len(built.result.edition.scored_levels)


def _bar(steps: int, label: str, *, quiet: bool) -> Any:  # noqa: ANN401 - click's bar, or none
    if quiet or not steps or not sys.stderr.isatty():
        return nullcontext()
    return click.progressbar(length=steps, label=label, file=sys.stderr)


def _as_data(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
