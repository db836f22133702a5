"""Which row of a figure's data a drawn mark stands for, so that a page can tell and light up both.

Makers need do nothing: a row of a specification whose `region` or `code` (or whose text) is that of a
row of the figure's data is that row. A row may say so itself with the field `row`, the position.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.publish.figure import cell_text

if TYPE_CHECKING:
    from zhishu.publish.figure import Data, Language

ROW = "_row"
"""The field of a marked specification that holds the position."""
PARTS = ("layer", "hconcat", "vconcat", "concat")
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowFinder:
    """Finds the row of a figure's data by what a row of its specification says."""

    by_key: Mapping[str, Sequence[int]]
    cells: Sequence[frozenset[Any]]

    def row(self, said: Mapping[str, Any]) -> int | None:
        """Return the position of the row that `said` stands for, None when it is none.

        Of several rows of one region, the one that shares most cells with `said`; of those, the first.
        """
        values = {**said, **_mapping(said.get("properties"))}
        if isinstance(values.get("row"), int):
            return int(values["row"])
        keys = (values.get("region"), values.get("code"), *values.values())
        found = next((self.by_key[key] for key in keys if isinstance(key, str) and key in self.by_key), None)
        if found is None:
            return None
        seen = {_rounded(value) for value in values.values() if isinstance(value, str | int | float)}
        return max(found, key=lambda at: (len(self.cells[at] & seen), -at))


def row_finder(data: Data, language: Language) -> RowFinder:
    """Return what finds the rows of `data` by code, by full and short name, and by their first words."""
    keys: dict[str, list[int]] = {}
    cells = []
    for at, row in enumerate(data.rows):
        code = data.regions[at] if data.regions else ""
        texts = [
            cell_text(cell, column, language)
            for cell, column in zip(row, data.columns, strict=True)
            if isinstance(cell, str | Text)
        ]
        for key in dict.fromkeys((code, *texts[:1], *_short_names(code))):
            if key:
                keys.setdefault(key, []).append(at)
        numbers = (_rounded(cell) for cell in row if isinstance(cell, int | float))
        cells.append(frozenset((*texts, *numbers)))
    return RowFinder(keys, cells)


def with_rows(spec: Plain, finder: RowFinder) -> Plain:
    """Return a specification in one language whose marks carry the position of their row, if they have one.

    The position comes out as the mark's description; nothing that is seen changes.
    """
    return _marked(spec, finder, inherited=False)


def _marked(part: Plain, finder: RowFinder, *, inherited: bool) -> Plain:
    answer = dict(part)
    found = inherited
    if isinstance(part.get("data"), Mapping):
        answer["data"], found = _data_with_rows(part["data"], finder)
    for name in PARTS:
        if name in part:
            answer[name] = [_marked(inner, finder, inherited=found) for inner in part[name]]
    if isinstance(part.get("spec"), Mapping):
        answer["spec"] = _marked(part["spec"], finder, inherited=found)
    if "mark" in part and found and "description" not in part.get("encoding", {}):
        mark = part["mark"]
        answer["mark"] = {**({"type": mark} if isinstance(mark, str) else mark), "aria": True}
        answer["encoding"] = {
            **part.get("encoding", {}),
            "description": {"field": ROW, "type": "nominal"},
        }
    return answer


def _data_with_rows(data: Mapping[str, Any], finder: RowFinder) -> tuple[Plain, bool]:
    values = data.get("values")
    if not isinstance(values, Sequence) or isinstance(values, str):
        return dict(data), False
    found = [finder.row(value) if isinstance(value, Mapping) else None for value in values]
    if all(row is None for row in found):
        return dict(data), False
    marked = [
        value if row is None else {**value, ROW: str(row)} for value, row in zip(values, found, strict=True)
    ]
    return {**data, "values": marked}, True


def _short_names(code: str) -> tuple[str, ...]:
    from zhishu.places import china, english_name  # noqa: PLC0415 - only a report needs the regions

    known = china()
    if not code or code not in known:
        return ()
    region = known.by_code(code)
    return region.name, region.short, english_name(region)


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401 - whatever a row holds there
    return value if isinstance(value, Mapping) else {}


def _rounded(value: Any) -> Any:  # noqa: ANN401 - a cell
    return round(value, 4) if isinstance(value, float) else value
