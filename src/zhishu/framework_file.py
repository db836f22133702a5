"""The framework from a nested tree in edition.yaml, or from one spreadsheet (id, parent, name …)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from zhishu.errors import EditionError, nearest
from zhishu.framework import Direction, Framework, Measure, Node, Summary, Text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from zhishu.document import Document, KeyPath

# Headings under which other programs and Chinese spreadsheets hold the same thing.
HEADINGS = {
    "icode": "id",
    "code": "id",
    "编码": "id",
    "指标编码": "id",
    "上级": "parent",
    "父级": "parent",
    "iname": "name",
    "名称": "name",
    "指标名称": "name",
    "name_zh": "name_zh",
    "name_en": "name_en",
    "单位": "unit",
    "方向": "direction",
    "权重": "weight",
}
DIRECTIONS = {
    "": "positive",
    "+": "positive",
    "1": "positive",
    "1.0": "positive",
    "positive": "positive",
    "正向": "positive",
    "-": "negative",
    "−": "negative",
    "-1": "negative",
    "-1.0": "negative",
    "negative": "negative",
    "负向": "negative",
    "逆向": "negative",
}


def framework_from_tree(root: Node, children: list[Mapping[str, Any]], document: Document) -> Framework:
    """Return the Framework of nested `children` below `root`, ids unique, leaves measured or not."""
    nodes = list(_walk(children, root.id, document, ("framework",)))
    seen: dict[str, KeyPath] = {root.id: ("index", "id")}
    for node, at in nodes:
        if node.id in seen:
            raise EditionError(
                f"the id '{node.id}' stands twice in the framework",
                where=document.where((*at, "id")),
                seen=f"first in {document.where(seen[node.id])}",
                advice="give each node its own id (the index's id counts too)",
            )
        seen[node.id] = at
    top = replace(root, children=tuple(child["id"] for child in children))
    return Framework((top, *(node for node, _ in nodes)))


def _walk(
    children: list[Mapping[str, Any]], parent: str, document: Document, at: KeyPath
) -> Iterator[tuple[Node, KeyPath]]:
    for position, value in enumerate(children):
        here = (*at, position)
        yield _node(value, parent, document, here), here
        yield from _walk(value.get("children", []), value["id"], document, (*here, "children"))


def _node(value: Mapping[str, Any], parent: str, document: Document, at: KeyPath) -> Node:
    below = value.get("children", [])
    for key in ("measure", "unit", "direction") if below else ():
        if key in value:
            where = document.where((*at, key), key=True)
            raise EditionError(f"'{key}' belongs to an indicator, but this node has children", where=where)
    return Node(
        value["id"],
        text_of(value.get("name", value["id"])),
        parent,
        tuple(child["id"] for child in below),
        unit=text_of(value["unit"]) if "unit" in value else None,
        direction=direction(value.get("direction", "+"), document.where((*at, "direction"))),
        weight=value.get("weight"),
        measures=measures(value["measure"], document.where((*at, "measure"))) if "measure" in value else {},
        description=text_of(value["description"]) if "description" in value else None,
    )


def measures(value: Mapping[str, Any], where: str) -> dict[str, Measure]:
    """Return level → Measure from one measure (for "*", every level) or from a mapping by level."""
    if "from" in value:
        return {"*": _measure(value, where)}
    return {str(level): _measure(inner, where) for level, inner in value.items()}


def _measure(value: Mapping[str, Any], where: str) -> Measure:
    found = [name for name in get_args(Summary) if name in value]
    if len(found) != 1:
        raise EditionError(
            "a measure needs exactly one of its summaries",
            where=where,
            seen=", ".join(f"{key}: {item}" for key, item in value.items()),
            allowed=", ".join(get_args(Summary)),
            advice="for instance {from: firms, count: rows}",
        )
    column = value[found[0]]
    return Measure(value["from"], found[0], None if column == "rows" else column, value.get("where"))


def direction(value: object, where: str) -> Direction:
    """Return the Direction written as +, -, {target: x} or {interval: [low, high]}.

    >>> direction({"interval": [2, 5]}, "edition.yaml")
    Direction(kind='interval', low=2.0, high=5.0)
    """
    if isinstance(value, dict):
        if "target" in value:
            return Direction("target", float(value["target"]), float(value["target"]))
        low, high = (float(bound) for bound in value["interval"])
        if low > high:
            raise EditionError(
                "the interval's lower end lies above its upper end", where=where, seen=f"{low}, {high}"
            )
        return Direction("interval", low, high)
    kind = DIRECTIONS.get(str(value).strip().lower())
    if kind is None:
        raise EditionError("unknown direction", where=where, seen=value, allowed="+, -, 1, -1, 正向, 负向")
    return Direction("negative" if kind == "negative" else "positive")


def read_framework_table(root: Node, folder: Path, declared: Mapping[str, Any]) -> Framework:
    """Return the Framework of a spreadsheet with the columns id, parent, name, unit, direction, weight.

    The row of the index itself may stand in it (no parent) or be left out. Columns `target`, `low`
    and `high` give target- and interval-optimal indicators. Rows whose column `type` says `Group`,
    `Denominator` or `Other`, as other programs write them, are no nodes and are left out.
    """
    from zhishu.records.read import read_rows  # noqa: PLC0415 - only when the framework is a file

    rows = [_named(row) for row in read_rows(folder, declared["file"], sheet=declared.get("sheet"))]
    rename = {old.lower(): new for old, new in declared.get("rename", {}).items()}
    rows = [(line, {rename.get(key, key): cell for key, cell in row.items()}) for line, row in rows]
    file = declared["file"]
    if not rows or any(column not in rows[0][1] for column in ("id", "parent")):
        seen = ", ".join(rows[0][1]) if rows else "no rows"
        raise EditionError(
            "a framework file needs the columns id and parent", where=f"{file}, row 1", seen=seen
        )
    kept = [
        (line, row)
        for line, row in rows
        if row.get("type", "").lower() not in {"group", "denominator", "other"}
    ]
    return _grow(root, {line: _table_node(row, f"{file}, row {line}") for line, row in kept}, file)


def _named(numbered: tuple[int, Mapping[str, str]]) -> tuple[int, dict[str, str]]:
    line, row = numbered
    lowered = {key.strip().lower(): (cell or "").strip() for key, cell in row.items()}
    return line, {HEADINGS.get(key, key): cell for key, cell in lowered.items()}


def _table_node(row: Mapping[str, str], where: str) -> Node:
    if not row["id"]:
        raise EditionError("a framework row has no id", where=where)
    label = Text(
        row.get("name_zh") or row.get("name") or row["id"], row.get("name_en") or row.get("name") or row["id"]
    )
    unit = row.get("unit")
    return Node(
        row["id"],
        label,
        row["parent"] or None,
        unit=Text(unit, unit) if unit else None,
        direction=_table_direction(row, where),
        weight=_table_number(row, "weight", where),
    )


def _table_direction(row: Mapping[str, str], where: str) -> Direction:
    target, low, high = (_table_number(row, key, where) for key in ("target_value", "low", "high"))
    if target is not None:
        return direction({"target": target}, where)
    if low is not None and high is not None:
        return direction({"interval": [low, high]}, where)
    return direction(row.get("direction", "+"), where)


def _table_number(row: Mapping[str, str], key: str, where: str) -> float | None:
    cell = row.get(key, "")
    if cell in {"", "NA"}:
        return None
    try:
        return float(cell)
    except ValueError:
        raise EditionError(
            f"'{key}' is no number", where=where, seen=cell, allowed="a number or nothing"
        ) from None


def _grow(root: Node, by_line: Mapping[int, Node], file: str) -> Framework:
    lines: dict[str, int] = {}
    for line, node in by_line.items():
        if node.id in lines:
            where = f"{file}, row {line}"
            raise EditionError(
                f"the id '{node.id}' stands twice", where=where, seen=f"first in row {lines[node.id]}"
            )
        lines[node.id] = line
    nodes = {node.id: node for node in by_line.values()}
    tops = [node.id for node in nodes.values() if node.parent is None]
    top = replace(root, id=tops[0]) if len(tops) == 1 and _has_child(nodes, tops[0]) else root
    below = {
        name: replace(node, parent=node.parent or top.id) for name, node in nodes.items() if name != top.id
    }
    for node in below.values():
        if node.parent not in below and node.parent != top.id:
            close = nearest(str(node.parent), [*below, top.id])
            raise EditionError(
                f"'{node.id}' names a parent that does not exist",
                where=f"{file}, row {lines[node.id]}",
                seen=node.parent,
                advice=f"did you mean '{close}'?" if close else None,
            )
    ordered = list(_depth_first(top, below))
    if len(ordered) != len(below) + 1:
        lost = next(node for node in below.values() if node.id not in {placed.id for placed in ordered})
        raise EditionError(
            f"the framework runs in a circle at '{lost.id}'",
            where=f"{file}, row {lines[lost.id]}",
            seen=f"parent {lost.parent}",
            advice="every node must lead up to the index",
        )
    return Framework(tuple(ordered))


def _has_child(nodes: Mapping[str, Node], name: str) -> bool:
    return any(node.parent == name for node in nodes.values())


def _depth_first(node: Node, below: Mapping[str, Node]) -> Iterator[Node]:
    children = [child for child in below.values() if child.parent == node.id]
    yield replace(node, children=tuple(child.id for child in children))
    for child in children:
        yield from _depth_first(child, below)
