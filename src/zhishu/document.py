"""A YAML file read into plain data that remembers on which line everything stands.

YAML 1.1 turns `no` into False, `2020-01-01` into a date and `0110` into 72, which damages region
codes. So only `true`/`false`, plain decimal numbers and null are special here; all else is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

import yaml

from zhishu.errors import EditionError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_NODES = 200_000
MOST_BYTES = 16 * 2**20

_STANDARD = "tag:yaml.org,2002:"
_PLAIN_TAGS = {"str", "null", "bool", "int", "float", "map", "seq"}

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data of one file and the (line, column) of every key and value, counted from 1."""

    path: Path
    data: Any
    positions: Mapping[KeyPath, tuple[int, int]] = field(repr=False)
    key_positions: Mapping[KeyPath, tuple[int, int]] = field(repr=False)

    def where(self, at: KeyPath = (), *, key: bool = False) -> str:
        """Return "file, line L, column C (path.to.key)" of the value (or the key) at that path."""
        table = self.key_positions if key and at in self.key_positions else self.positions
        known = at
        while known not in table and known:
            known, table = known[:-1], self.positions
        line, column = table.get(known, (1, 1))
        dotted = ".".join(str(part) for part in at)
        return f"{self.path.name}, line {line}, column {column}" + (f" ({dotted})" if dotted else "")


class _PlainLoader(yaml.SafeLoader):
    """A loader in which only null, true/false, decimal numbers and merge keys are special."""


_PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", list("tf")),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    (
        "float",
        r"^[-+]?(?:[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)$",
        list("-+.0123456789"),
    ),
):
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def read_document(path: Path) -> Document:
    """Return the YAML file at `path` as a Document.

    Raises EditionError, with line and column, for a missing or unreadable file, broken YAML, a
    repeated key, a tag, a self-reference, or a file that unfolds to more than 200,000 values.
    """
    text = _read_text(path)
    try:
        node = yaml.compose(text, Loader=_PlainLoader)
    except yaml.YAMLError as error:
        raise _syntax_error(path, error) from None
    except RecursionError:
        raise EditionError(
            "the file nests too deeply", where=path.name, allowed="a few dozen levels"
        ) from None
    if node is None:
        raise EditionError(
            f"{path.name} is empty", where=str(path), advice="`zhishu init` writes one to start from"
        )
    reader = _Reader(path)
    return Document(path, reader.value(node, ()), reader.positions, reader.key_positions)


def _read_text(path: Path) -> str:
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise EditionError(
            f"cannot read {path.name}: {error.strerror or error}",
            where=str(path),
            advice="name a folder that holds an edition.yaml; `zhishu init FOLDER` makes one",
        ) from None
    if size > MOST_BYTES:
        raise EditionError(
            "the file is too large", where=str(path), seen=f"{size} bytes", allowed=f"{MOST_BYTES}"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise EditionError(
            f"{path.name} is not UTF-8 text",
            where=f"{path.name}, line {line}",
            seen=repr(raw[error.start : error.start + 4]),
            advice="save the file as UTF-8",
        ) from None


def _syntax_error(path: Path, error: yaml.YAMLError) -> EditionError:
    mark = getattr(error, "problem_mark", None)
    place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return EditionError(
        f"{path.name} is not valid YAML: {problem}",
        where=f"{path.name}{place}",
        advice="check indentation, colons and quotes on this line and the one before",
    )


class _Reader:
    """Turns the node graph into data, counting what it unfolds (anchors can multiply it)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.positions: dict[KeyPath, tuple[int, int]] = {}
        self.key_positions: dict[KeyPath, tuple[int, int]] = {}
        self.open: set[int] = set()
        self.count = 0

    def value(self, node: yaml.Node, at: KeyPath) -> Any:  # noqa: ANN401 - YAML holds anything
        self.count += 1
        self.positions[at] = _mark(node)
        if self.count > MOST_NODES or id(node) in self.open:
            raise self.fault(
                "the file unfolds without end" if id(node) in self.open else "too many values", node
            )
        self.open.add(id(node))
        try:
            if node.tag.removeprefix(_STANDARD) not in _PLAIN_TAGS:
                raise self.fault(f"the tag {node.tag} is not allowed", node)
            if isinstance(node, yaml.MappingNode):
                return self.mapping(node, at)
            if isinstance(node, yaml.SequenceNode):
                return [self.value(item, (*at, index)) for index, item in enumerate(node.value)]
            return self.scalar(node)
        finally:
            self.open.discard(id(node))

    def mapping(self, node: yaml.MappingNode, at: KeyPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                raise self.fault("a key must be plain text", key_node)
            if key in found:
                raise self.fault(f"the key '{key}' stands twice", key_node)
            self.key_positions[(*at, key)] = _mark(key_node)
            found[key] = self.value(value_node, (*at, key))
        return found

    def scalar(self, node: yaml.Node) -> Any:  # noqa: ANN401 - as above
        kind, text = node.tag.removeprefix(_STANDARD), node.value
        if kind == "null":
            return None
        if kind == "bool":
            return text == "true"
        if kind in {"int", "float"}:
            return _number(text, whole=kind == "int")
        return text

    def fault(self, what: str, node: yaml.Node) -> EditionError:
        line, column = _mark(node)
        return EditionError(what, where=f"{self.path.name}, line {line}, column {column}", seen=_seen(node))


def _number(text: str, *, whole: bool) -> int | float | str:
    most_digits = 30
    if len(text) > most_digits or not isfinite(float(text)):
        return text
    return int(text) if whole else float(text)


def _mark(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _seen(node: yaml.Node) -> str | None:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None
