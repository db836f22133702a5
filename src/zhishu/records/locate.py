"""Where each row belongs: the text of its region column → the region at every level."""

# ruff: noqa: S608 - SQL is what this module makes: names go through quoted(), texts through literal().
from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.errors import PlaceError
from zhishu.records.clean import code_text, filled, places_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    Locate = Callable[[str], Mapping[str, str] | None]
    """A region's code or name → {level: code of the region at that level}, None for an unknown one."""


VIEW = "zhishu_located"


def locate_places(
    connection: DuckDBPyConnection, raw: str, region: str, locate: Locate, levels: Sequence[str]
) -> None:
    """Make the table `places_of(raw)`: every different text of the column `region`, and where it lies.

    Its columns are `place_text`, `place_problem` (empty when the place is known) and `at_0`,
    `at_1`, … in the order of `levels`, null where the place lies in no region of the level.
    """
    column = code_text(filled(region))
    texts = connection.execute(f"SELECT DISTINCT {column} AS place FROM {raw} ORDER BY place").fetchall()
    rows = [_placed(text, locate, levels) for (text,) in texts if text is not None]
    shown = ", ".join(f"CAST(nullif(at_{i}, '') AS VARCHAR) AS at_{i}" for i in range(len(levels)))
    names = ("place_text", "place_problem", *(f"at_{i}" for i in range(len(levels))))
    put_columns(
        connection, VIEW, dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}, names
    )
    connection.execute(
        f"CREATE TABLE {places_of(raw)} AS SELECT CAST(place_text AS VARCHAR) AS place_text, "
        f"CAST(place_problem AS VARCHAR) AS place_problem{', ' if shown else ''}{shown} FROM {VIEW}"
    )
    connection.unregister(VIEW)


def put_columns(
    connection: DuckDBPyConnection,
    name: str,
    columns: Mapping[str, Sequence[object]],
    names: Sequence[str],
) -> None:
    """Show columns of Python text to the engine as the view `name`, without a copy per cell."""
    import numpy as np  # noqa: PLC0415 - only a build needs it

    connection.register(name, {column: np.array(columns.get(column, ()), dtype=object) for column in names})


def _placed(text: str, locate: Locate, levels: Sequence[str]) -> tuple[str, ...]:
    try:
        found = locate(text)
    except PlaceError as error:
        return (text, error.what or "unknown region", *("" for _ in levels))
    if found is None:
        return (text, "unknown region", *("" for _ in levels))
    return (text, "", *(found.get(level, "") or "" for level in levels))
