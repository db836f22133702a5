"""The framework of an index: a tree of nodes, index → dimension → … → indicator, of any depth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from zhishu.errors import EditionError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Kind = Literal["positive", "negative", "target", "interval"]
Summary = Literal["count", "distinct", "sum", "mean", "max", "min", "share", "any"]


@dataclass(frozen=True, slots=True)
class Text:
    """A label in Chinese and English; either stands in for the other when one is missing."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the label in `language` ("zh" or "en").

        >>> Text(zh="指数", en="Index").in_language("en")
        'Index'
        """
        return self.en if language == "en" else self.zh


def text_of(value: str | Mapping[str, str]) -> Text:
    """Return a Text from one string or {zh, en}; the one given stands in for the other.

    >>> text_of("Index")
    Text(zh='Index', en='Index')
    """
    if isinstance(value, str):
        return Text(value, value)
    either = next(iter(value.values()))
    return Text(value.get("zh", either), value.get("en", either))


@dataclass(frozen=True, slots=True)
class Direction:
    """Which raw values are good: `positive`, `negative`, near a `target`, or inside an `interval`.

    `low` and `high` bound the best values; for a target both are that target.
    """

    kind: Kind = "positive"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """How one indicator is computed from one source table, at one level.

    `summary` of `column` (None: rows) over the rows for which the expression `where` holds. For
    `share`, `where` is the numerator's condition and all rows are the denominator.
    """

    source: str
    summary: Summary
    column: str | None = None
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the framework; a leaf is an indicator.

    `measures` maps a level to its Measure, with "*" for every level not named. `weight` is the
    given weight within the parent, None when the method sets it. `method` overrides the recipe's
    steps for the group of this node's children (`{"weigh": …, "aggregate": …}`).
    """

    id: str
    name: Text
    parent: str | None
    children: tuple[str, ...] = ()
    unit: Text | None = None
    direction: Direction = field(default_factory=Direction)
    weight: float | None = None
    measures: Mapping[str, Measure] = field(default_factory=dict)
    description: Text | None = None

    @property
    def is_indicator(self) -> bool:
        """Whether the node is a leaf."""
        return not self.children

    def measure_at(self, level: str) -> Measure | None:
        """Return the measure for `level`, or None when the indicator is not computed there."""
        return self.measures.get(level, self.measures.get("*"))


@dataclass(frozen=True, slots=True)
class Framework:
    """The whole tree; `nodes` is in depth-first order, the root first.

    >>> leaf = Node("patents", Text("专利数", "Patents"), parent="index")
    >>> tree = Framework((Node("index", Text("指数", "Index"), None, ("patents",)), leaf))
    >>> tree.indicators
    ('patents',)
    """

    nodes: tuple[Node, ...]

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __getitem__(self, node: str) -> Node:
        for candidate in self.nodes:
            if candidate.id == node:
                return candidate
        known = [candidate.id for candidate in self.nodes]
        close = nearest(node, known)
        raise EditionError(
            f"the framework has no node '{node}'",
            seen=node,
            allowed=", ".join(known),
            advice=f"did you mean '{close}'?" if close else None,
        )

    @property
    def root(self) -> Node:
        """The index itself."""
        return self.nodes[0]

    @property
    def ids(self) -> tuple[str, ...]:
        """Every node's id, depth-first."""
        return tuple(node.id for node in self.nodes)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The leaves' ids, in the order of the tree: the column order of every panel."""
        return tuple(node.id for node in self.nodes if node.is_indicator)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The ids directly below the index."""
        return self.root.children

    @property
    def groups_bottom_up(self) -> tuple[Node, ...]:
        """Every node that has children, each after all of its descendants."""
        return tuple(node for node in reversed(self.nodes) if node.children)

    def depth(self, node: str) -> int:
        """Return how far `node` lies below the index (0 for the index itself)."""
        parent = self[node].parent
        return 0 if parent is None else 1 + self.depth(parent)

    def dimension_of(self, node: str) -> str:
        """Return the id right below the index above `node`: its own if it stands there or is the index."""
        here = self[node]
        while here.parent is not None and here.parent != self.root.id:
            here = self[here.parent]
        return here.id

    def leaves_below(self, node: str) -> tuple[str, ...]:
        """Return the indicators below `node` (itself, if it is one)."""
        here = self[node]
        if here.is_indicator:
            return (node,)
        return tuple(leaf for child in here.children for leaf in self.leaves_below(child))
