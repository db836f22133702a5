"""The command `zhishu doubt`: draws with a progress bar, tables, and a summary to read."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from zhishu.build import with_doubt
from zhishu.doubt.summary import doubt_summary
from zhishu.doubt.tables import doubt_table, doubt_tables
from zhishu.doubt.uncertain import DRAWS
from zhishu.errors import EditionError
from zhishu.ledger import write_result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from zhishu.build import Built
    from zhishu.doubt.doubt import Doubt
    from zhishu.result import Result
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

    `settings` holds draws, seed and threads, None for the edition's own.
    """
    with _bar(built, settings["draws"], quiet=as_json) as bar:
        sure = with_doubt(built, **settings, progress=None if bar is None else bar.update)
    sure = _with_checks(sure, what)
    found = sure.result.uncertainty
    assert found is not None  # noqa: S101 - with_doubt has just computed it
    tables = _wanted(found, what)
    target = write_result(sure, out or built.result.edition.folder / "out")
    if as_json:
        click.echo(json.dumps({table.name: _as_data(table) for table in tables}, ensure_ascii=False))
        return
    click.echo(doubt_summary(found))
    click.echo(f"tables: {target}/tables ({', '.join(table.name for table in tables)})")


def _with_checks(built: Built, what: Sequence[str]) -> Built:
    """Return the same with the checks beside the draws that were asked for."""
    result = built.result
    if result.uncertainty is None:
        return built
    further = tuple(CHECKS[name](result) for name in what if name in CHECKS)
    return replace(built, result=replace(result, uncertainty=replace(result.uncertainty, further=further)))


def _leverage(result: Result) -> Table:
    from zhishu.doubt.leverage_table import leverage_table  # noqa: PLC0415 - reads the records again

    records = result.edition.records
    if not records:
        raise EditionError("leverage needs records, and the edition has none", allowed="a source of records")
    uncertain = result.edition.uncertain
    return leverage_table(result, (uncertain.bootstrap if uncertain else None) or records[0].name)


def _sensitivity(result: Result) -> Table:
    from zhishu.doubt.sensitivity_table import sensitivity_table  # noqa: PLC0415 - only when asked for

    assert result.uncertainty is not None  # noqa: S101 - the caller has looked
    return sensitivity_table(result, result.uncertainty.uncertain)


CHECKS: Mapping[str, Callable[[Result], Table]] = {"leverage": _leverage, "sensitivity": _sensitivity}
"""What is computed beside the draws, when `--what` names it."""


def _wanted(found: Doubt, what: Sequence[str]) -> tuple[Table, ...]:
    tables = tuple(doubt_table(found, name) for name in what) if what else doubt_tables(found)
    return tuple(table for table in tables if table.rows or table.name in what)


def _bar(built: Built, draws: int | None, *, quiet: bool) -> Any:  # noqa: ANN401 - click's bar, or none
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    uncertain = built.result.edition.uncertain
    each = draws or (uncertain.draws if uncertain else DRAWS)
    levels = len(built.result.edition.scored_levels)
    return click.progressbar(length=each * levels, label="draws", file=sys.stderr)


def _as_data(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
