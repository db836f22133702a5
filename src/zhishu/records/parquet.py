"""Reading Parquet through the engine, every column as text."""

# ruff: noqa: S608 - SQL is what this module makes: names go through quoted().
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhishu.errors import RecordsError
from zhishu.records.engine import literal, open_engine, quoted
from zhishu.records.sheet import Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

ROW = "file_row_number"
BLANK = " \t\r\n\f\v\u00a0\u3000\ufeff"


def read_parquet(path: Path, file: str) -> Sheet:
    """Return the Sheet of a Parquet file; its first row has the number 2, as in a spreadsheet."""
    with open_engine() as connection:
        headings = copy_parquet(connection, "sheet", path, file)
        values = connection.execute("SELECT * FROM sheet ORDER BY _row").fetchall()
    columns = tuple(zip(*values, strict=True)) if values else ((),) * (len(headings) + 1)
    return Sheet(file, headings, columns[0], columns[1:])


def copy_parquet(connection: DuckDBPyConnection, table: str, path: Path, file: str) -> tuple[str, ...]:
    """Copy a Parquet file into `table` (`_row` and its columns as text) and return its headings."""
    import duckdb  # noqa: PLC0415 - loaded already, by whoever made the connection

    # The engine takes a path for a pattern: brackets keep the file's own *, ? and [ what they are.
    pattern = re.sub(r"([*?\[])", r"[\1]", str(path))
    try:
        types = connection.execute(
            f"DESCRIBE SELECT * FROM read_parquet(?, {ROW}=true)", [pattern]
        ).fetchall()
        shown = [(name, kind) for name, kind, *_ in types if name != ROW]
        selected = ", ".join(f"{_as_text(name, kind)} AS {quoted(name)}" for name, kind in shown)
        connection.execute(
            f"CREATE TABLE {table} AS SELECT {ROW} + 2 AS _row, {selected} FROM read_parquet(?, {ROW}=true)",
            [pattern],
        )
    except duckdb.Error as error:
        raise RecordsError(
            "a Parquet file cannot be read",
            where=file,
            seen=str(error).splitlines()[0],
            advice="is it complete, and is it Parquet?",
        ) from error
    return tuple(name for name, _ in shown)


def _as_text(name: str, kind: str) -> str:
    column = quoted(name)
    text = f"trim(coalesce(CAST({column} AS VARCHAR), ''), {literal(BLANK)})"
    if kind not in {"DOUBLE", "FLOAT"}:
        return text
    # A code or a count that some program kept as a floating number is a whole number again.
    return (
        f"CASE WHEN {column} = trunc({column}) AND abs({column}) < 1e15 "
        f"THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE {text} END"
    )
