"""What tests of several folders share: a framework written in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zhishu.framework import Direction, Framework, Node, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def _nodes(
    tree: Mapping[str, Any], parent: str, directions: Mapping[str, Direction], weights: Mapping[str, float]
) -> Iterator[Node]:
    for name, below in tree.items():
        children = tuple(below or ())
        yield Node(
            name,
            Text(name, name),
            parent,
            children,
            direction=directions.get(name, Direction()),
            weight=weights.get(name),
        )
        yield from _nodes(below or {}, name, directions, weights)


@pytest.fixture(scope="session")
def framework_of() -> Callable[..., Framework]:
    """Return a builder of frameworks from nested mappings, {"a": {"x": None, "y": None}, "z": None}."""

    def build(
        tree: Mapping[str, Any],
        *,
        directions: Mapping[str, Direction] | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> Framework:
        root = Node("index", Text("index", "index"), None, tuple(tree))
        return Framework((root, *_nodes(tree, "index", directions or {}, weights or {})))

    return build
