"""Scores, weights and effective weights at every node of a framework, bottom-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zhishu.framework import Framework

    # The node's position, then the columns (…, regions, columns) of its group → weights (…, columns).
    Weigher = Callable[[int, NDArray[np.float64]], NDArray[np.float64]]
    # The node's position, the columns and the weights of its group → the node's scores (…, regions).
    Aggregator = Callable[[int, NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """A framework as positions in `framework.ids` (depth-first, root first).

    `parents` is (nodes,), -1 for the root; `children` lists positions per node; `leaves` are the
    positions of the indicators; `groups` those of the nodes with children, each after all of its
    descendants; `stated` is (nodes,), the framework's own weights, NaN where none is given.
    """

    ids: tuple[str, ...]
    parents: NDArray[np.intp]
    children: tuple[tuple[int, ...], ...]
    leaves: tuple[int, ...]
    groups: tuple[int, ...]
    stated: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TreeScores:
    """What scoring gives: `scores` (…, regions, nodes), `weights` and `effective` (…, nodes).

    A weight counts within its parent (siblings sum to 1, the root has 1); an effective weight is the
    product up to the index.
    """

    scores: NDArray[np.float64]
    weights: NDArray[np.float64]
    effective: NDArray[np.float64]


def compile_tree(framework: Framework) -> Tree:
    """Return the Tree of a framework: what scoring needs of it, as positions and arrays."""
    position = {node: index for index, node in enumerate(framework.ids)}
    return Tree(
        ids=framework.ids,
        parents=np.array([-1 if node.parent is None else position[node.parent] for node in framework]),
        children=tuple(tuple(position[child] for child in node.children) for node in framework),
        leaves=tuple(position[leaf] for leaf in framework.indicators),
        groups=tuple(position[node.id] for node in framework.groups_bottom_up),
        stated=np.array([np.nan if node.weight is None else node.weight for node in framework], dtype=float),
    )


def score_tree(x: NDArray[np.float64], tree: Tree, weigh: Weigher, aggregate: Aggregator) -> TreeScores:
    """Return scores, weights and effective weights of every node from comparable values.

    `x` is (…, regions, indicators), larger is better. Each sibling group is weighed from its own
    columns, a parent's column being its score, not re-scaled; then the group is aggregated into its
    parent. Any depth, ragged trees and indicators right below the index are fine. The loop runs over
    groups, never over regions or draws.
    """
    columns = np.empty((len(tree.ids), *x.shape[:-1]))
    for column, leaf in enumerate(tree.leaves):
        columns[leaf] = x[..., column]
    weights = np.ones((len(tree.ids), *x.shape[:-2]))
    last = (*range(1, x.ndim), 0)
    for node in tree.groups:
        members = list(tree.children[node])
        siblings = columns[members].transpose(last)
        shared = weigh(node, siblings)
        weights[members] = np.moveaxis(shared, -1, 0)
        columns[node] = aggregate(node, siblings, shared)
    within = np.moveaxis(weights, 0, -1)
    return TreeScores(np.moveaxis(columns, 0, -1), within, effective_weights(within, tree))


def effective_weights(weights: NDArray[np.float64], tree: Tree) -> NDArray[np.float64]:
    """Return the product of weights from each node up to the index, shape (…, nodes) in and out."""
    effective = np.array(weights, dtype=float)
    for node in reversed(tree.groups):
        for child in tree.children[node]:
            effective[..., child] *= effective[..., node]
    return effective


def weights_from_leaves(effective: NDArray[np.float64], tree: Tree) -> NDArray[np.float64]:
    """Return the weights within each parent, (…, nodes), from the indicators' in all, (…, indicators).

    This is what `levels: flat` means: all indicators form one group, a node weighs what its
    indicators weigh together. Where a node's indicators all weigh 0, its children share equally.

    >>> from zhishu.framework import Framework, Node, Text
    >>> label = Text("", "")
    >>> nodes = (Node("index", label, None, ("a", "b")), Node("a", label, "index"), Node("b", label, "index"))
    >>> weights_from_leaves(np.array([0.3, 0.7]), compile_tree(Framework(nodes)))
    array([1. , 0.3, 0.7])
    """
    totals = np.zeros((*effective.shape[:-1], len(tree.ids)))
    totals[..., list(tree.leaves)] = effective
    weights = np.ones_like(totals)
    for node in tree.groups:
        members = list(tree.children[node])
        below = totals[..., members]
        totals[..., node] = below.sum(axis=-1)
        whole = totals[..., [node]]
        equal_share = np.full_like(below, 1.0 / len(members))
        weights[..., members] = np.divide(below, whole, out=equal_share, where=whole > 0)
    return weights


def fixed_weights(weights: NDArray[np.float64], tree: Tree) -> Weigher:
    """Return a Weigher that gives these weights, (…, nodes), whatever the data say.

    The batch axes of the weights broadcast to those of the data; to score one panel under many
    weights, broadcast the panel first (`np.broadcast_to` copies nothing).
    """

    def weigh(node: int, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        stated = weights[..., list(tree.children[node])]
        return np.broadcast_to(stated, (*columns.shape[:-2], columns.shape[-1]))

    return weigh
