"""The data engine: one DuckDB in memory, locked down before any expression of a user runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def open_engine() -> DuckDBPyConnection:
    """Return an empty engine in memory that shows no progress and loads no extension.

    It works on one core: tables of less than a hundred thousand rows are not shared out in any case,
    and waking the other cores takes longer than the work. `use_every_core` is for larger ones.
    """
    import duckdb  # noqa: PLC0415 - a tenth of a second that only a build should spend

    connection = duckdb.connect(":memory:")
    for setting in (
        "enable_progress_bar=false",
        "autoinstall_known_extensions=false",
        "autoload_known_extensions=false",
        "python_enable_replacements=false",
        "threads=1",
    ):
        connection.execute(f"SET {setting}")
    return connection


def use_every_core(connection: DuckDBPyConnection) -> None:
    """Let the engine share out its work, for large tables."""
    connection.execute("RESET threads")


def lock_engine(connection: DuckDBPyConnection) -> None:
    """Take from the engine every way to files, the network and its own settings, for good."""
    connection.execute("SET enable_external_access=false")
    connection.execute("SET lock_configuration=true")


def quoted(name: str) -> str:
    """Return a name as SQL writes it.

    >>> print(quoted("division code"))
    "division code"
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return text as a SQL string.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"
