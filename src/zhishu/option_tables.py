"""Options of a recipe that are tables: written inline, or in a file inside the edition's folder.

An expert panel's allocations, a matrix of pairwise comparisons or a list of goalposts may stand in
edition.yaml itself or in a CSV or XLSX file that it names. Both come to the same value, in one of
these forms, and the method sees no difference:

- `rows`:   `{row label: {heading: number}}`, a labelled table;
- `words`:  `{row label: {heading: text}}`, likewise;
- `lists`:  `{row label: [numbers]}`, the other columns in their order;
- `values`: `{row label: number}`, a file of two columns;
- `labels`: `{row label: text}`, likewise;
- `pairs`:  `{row label: [texts]}`, a file of two columns in which a label may stand again and again: one
  row for each pair, and a row with an empty cell for a label that has none.

The labels are the cells of the file's first column (or of the column that `key` names), and
`columns` picks others and their order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from zhishu.errors import EditionError, MethodError, RecordsError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

TableForm = Literal["rows", "words", "lists", "values", "labels", "pairs"]

FILE_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "description": "The file inside the edition's folder that holds the table.",
    "properties": {
        "file": {"type": "string", "minLength": 1},
        "sheet": {"type": "string"},
        "key": {"type": "string"},
        "columns": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    },
    "required": ["file"],
    "additionalProperties": False,
}

_FRACTION = re.compile(r"([+-]?[\d.]+)\s*/\s*([\d.]+)")


def names_file(value: object) -> bool:
    """Whether an option's value names a file in place of the table itself.

    >>> names_file({"file": "panel.csv"}), names_file({"patents": [0, 1]})
    (True, False)
    """
    return isinstance(value, dict) and isinstance(value.get("file"), str)


def option_files(options: Mapping[Any, Any]) -> Iterator[str]:
    """Yield every file that a step's options name, those of its nodes and indicators included.

    >>> list(option_files({"by_node": {"index": {"comparisons": {"file": "pairs.csv"}}}}))
    ['pairs.csv']
    """
    for value in options.values():
        if names_file(value):
            yield str(value["file"])
        elif isinstance(value, dict):
            yield from option_files(value)
        elif isinstance(value, list):
            yield from option_files(dict(enumerate(value)))


def read_table(folder: Path | None, given: Mapping[str, Any], form: TableForm, where: str) -> dict[str, Any]:
    """Return the table that `given` (`file`, and `sheet`, `key`, `columns` where wanted) names.

    A cell may be a number, a fraction such as 1/3, or empty (the cell is left out; in `lists` it is
    None). Raises EditionError with file, row and column for everything else.
    """
    from zhishu.records.read import read_rows  # noqa: PLC0415 - only when a recipe names a file

    if folder is None:
        raise EditionError(
            "an option names a file, but there is no folder to look in",
            where=where,
            seen=given["file"],
            advice="pass the edition's folder, or write the table itself",
        )
    try:
        rows = read_rows(folder, given["file"], sheet=given.get("sheet"))
    except RecordsError as error:
        place = ", ".join(filter(None, [where, error.where]))
        raise EditionError(
            error.what, where=place, seen=error.seen, allowed=error.allowed, advice=error.advice
        ) from error
    if not rows:
        raise EditionError(
            "a table of the recipe is empty", where=f"{where}, {given['file']}", seen="no rows"
        )
    return _labelled(rows, given, form, where)


def _labelled(
    rows: Sequence[tuple[int, Mapping[str, str]]], given: Mapping[str, Any], form: TableForm, where: str
) -> dict[str, Any]:
    headings = list(rows[0][1])
    key = _known(given.get("key", headings[0]), headings, where, given["file"])
    columns = [
        _known(column, headings, where, given["file"])
        for column in given.get("columns", [heading for heading in headings if heading != key])
    ]
    single = form in {"values", "labels", "pairs"}
    if not columns or (single and len(columns) != 1):
        raise EditionError(
            "a table of the recipe has the wrong number of columns",
            where=f"{where}, {given['file']}, headings",
            seen=", ".join(headings),
            allowed="a column of labels and one of values" if single else "labels and values",
            advice="pick columns with `columns: [...]`",
        )
    table: dict[str, Any] = {}
    for number, row in rows:
        at = f"{where}, {given['file']}, row {number}"
        if not row[key] or (row[key] in table and form != "pairs"):
            fault = f"the label '{row[key]}' stands twice" if row[key] else "a row has no label"
            raise EditionError(fault, where=f"{at}, column {key}", seen=row[key] or "an empty cell")
        if form == "pairs":
            table.setdefault(row[key], []).extend(filter(None, [row[columns[0]]]))
            continue
        cells: dict[str, Any] = {
            column: (row[column] or None)
            if form in {"labels", "words"}
            else _number(row[column], f"{at}, column {column}")
            for column in columns
        }
        table[row[key]] = _shaped(cells, form)
    return {label: cells for label, cells in table.items() if cells is not None}


def _shaped(cells: Mapping[str, Any], form: TableForm) -> object:
    """Return one row in its form, None for one without any value, which then is as good as absent."""
    known = {column: value for column, value in cells.items() if value is not None}
    if not known:
        return None
    if form in {"rows", "words"}:
        return known
    return list(cells.values()) if form == "lists" else next(iter(known.values()))


def _number(text: str, where: str) -> float | None:
    if not text:
        return None
    fraction = _FRACTION.fullmatch(text)
    try:
        number = float(fraction[1]) / float(fraction[2]) if fraction else float(text)
    except (ValueError, ZeroDivisionError):
        number = float("nan")
    if not abs(number) < float("inf"):
        raise EditionError(
            "a cell of the recipe's table is no number",
            where=where,
            seen=repr(text),
            allowed="a number such as 12.5, a fraction such as 1/3, or nothing",
        )
    return number


def _known(column: str, headings: Sequence[str], where: str, file: str) -> str:
    if column not in headings:
        close = nearest(column, headings)
        raise EditionError(
            f"the table has no column '{column}'",
            where=f"{where}, {file}, headings",
            seen=column,
            allowed=", ".join(headings),
            advice=f"did you mean '{close}'?" if close else None,
        )
    return column


def matrix_of(
    table: Mapping[str, Mapping[str, float]], rows: Sequence[str], columns: Sequence[str], what: str
) -> NDArray[np.float64]:
    """Return the array (rows, columns) of a labelled table, in the order asked for.

    Labels beyond those asked for are left aside, so one table may serve every group of a tree. A
    cell that is missing raises a MethodError that names it; `what` says what the table is.

    >>> matrix_of({"a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 4}}, ["b", "a"], ["y"], "comparisons")
    array([[4.],
           [2.]])
    """
    import numpy as np  # noqa: PLC0415 - the registry, and so this file, is read before numpy is needed

    for row in rows:
        for column in columns:
            if row not in table or column not in table[row]:
                raise MethodError(
                    f"the {what} lack a value",
                    where=f"row '{row}', column '{column}'",
                    seen="nothing there" if row in table else f"rows {', '.join(map(str, table))}",
                    allowed=f"a number for each of {', '.join(columns)}",
                )
    return np.array([[table[row][column] for column in columns] for row in rows], dtype=float)
