"""The shortcut from weights to scores: means of means as one matrix product.

An arithmetic mean of arithmetic means is one sum over the indicators below a node, each with the
product of the weights on its way up; for geometric means the same holds of the logarithms. Where
all draws share the comparable values, the scores of a block are then one product of two matrices.
A product rounds otherwise than the sums of the tree, by a few units of the last digit; so regions
with the same values are scored once, and a draw in which two regions come closer than that is
handed back to be scored exactly. The ranks are therefore those of `score_values`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.score.plan import Plan
    from zhishu.score.tree import Tree

    Transform = Callable[[NDArray[np.float64]], NDArray[np.float64]]

CLOSE = 1e-12
"""Two scores nearer than this share of the largest value might be ordered otherwise by rounding."""
MARGIN = 1e-9
"""No sum exceeds the largest value by this share of it, however it was rounded."""


@dataclass(frozen=True, slots=True, eq=False)
class Different:
    """The different rows of one year's values below a node.

    `values` is (indicators below, different rows); `inverse` (regions,) says which row is a region's,
    None where each region has its own; `sizes` how many regions share a row. Sums that differ by
    more than `close` are in the right order; all lie below `ceiling`, at most `span` below it.
    """

    values: NDArray[np.float64]
    inverse: NDArray[np.intp] | None
    sizes: NDArray[np.int64]
    close: float
    ceiling: float
    span: float


@dataclass(frozen=True, slots=True, eq=False)
class Below:
    """What lies below one node: the positions of its indicators, and its rows in every year."""

    node: int
    leaves: tuple[int, ...]
    years: tuple[Different, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Composite:
    """How scores of some nodes come from weights by a matrix product, see the module's text."""

    tree: Tree
    below: tuple[Below, ...]
    finish: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    scale: float


def _as_it_is(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return x


MEANS: Mapping[str, tuple[Transform, Transform]] = {
    "arithmetic": (_as_it_is, _as_it_is),
    "geometric": (np.log, np.exp),
}
"""Aggregators that are a sum of transformed values, transformed back."""


def composite_of(x: NDArray[np.float64], plan: Plan, nodes: Sequence[int]) -> Composite | None:
    """Return the Composite of comparable values (years, regions, indicators), None where there is none.

    It needs nodes that were all kept, one kind of mean throughout, no missing values, values above 0
    for geometric means, and ranks that compare scores exactly.
    """
    mean = linear_mean(x, plan)
    if min(nodes) < 0 or mean is None or not _plain(plan):
        return None
    start, finish = MEANS[mean]
    summed = start(x)
    below = tuple(_below(summed, plan.tree, node) for node in nodes)
    return Composite(plan.tree, below, finish, plan.steps["aggregate"].options["scale"])


def linear_mean(x: NDArray[np.float64], plan: Plan) -> str | None:
    """Return the mean that makes the index a sum of weights times transformed values, None for none.

    One kind of mean throughout, no missing values, and values above 0 for geometric means.
    """
    used = {plan.chosen("aggregate", node).method.id for node in plan.tree.groups}
    mean = next(iter(used))
    if len(used) > 1 or mean not in MEANS or np.isnan(x).any() or (mean == "geometric" and (x <= 0).any()):
        return None
    return None if plan.steps["aggregate"].options.get("data_threshold", 0.0) else mean


def weights_below(weights: NDArray[np.float64], tree: Tree, node: int) -> NDArray[np.float64]:
    """Return how much each indicator below a node weighs in it, (…, indicators below)."""
    above = np.array(_leaves(tree, node))
    total = np.ones((*weights.shape[:-1], len(above)))
    while (above != node).any():
        # The index weighs 1: so do those that have reached the node, and wait for the others.
        total *= weights[..., np.where(above == node, 0, above)]
        above = np.where(above == node, node, tree.parents[above])
    return total


def by_region(rows: NDArray[Any], part: Different) -> NDArray[Any]:
    """Return what belongs to different rows, (draws, rows), as it belongs to regions, (draws, regions)."""
    return rows if part.inverse is None else rows[:, part.inverse]


def _plain(plan: Plan) -> bool:
    rank = plan.steps["rank"].options
    exact = rank.get("tolerance", 0.0) == 0 and rank.get("descending", True)
    return bool(exact)


def _below(x: NDArray[np.float64], tree: Tree, node: int) -> Below:
    leaves = _leaves(tree, node)
    columns = [tree.leaves.index(leaf) for leaf in leaves]
    return Below(node, leaves, tuple(_different(year[:, columns]) for year in x))


def _leaves(tree: Tree, node: int) -> tuple[int, ...]:
    if not tree.children[node]:
        return (node,)
    return tuple(sorted(leaf for child in tree.children[node] for leaf in _leaves(tree, child)))


def _different(rows: NDArray[np.float64]) -> Different:
    values, inverse, sizes = rows, None, np.ones(len(rows), dtype=np.int64)
    # One column without equal values says it at a tenth of the cost of comparing rows.
    if all(len(np.unique(column)) < len(rows) for column in rows.T):
        unique, at, counts = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
        if len(unique) < len(rows):
            values, inverse, sizes = unique, at.reshape(-1), counts.astype(np.int64)
    largest = max(float(np.abs(values).max()), 1e-300)
    ceiling = float(values.max()) + MARGIN * largest
    return Different(
        np.ascontiguousarray(values.T),
        inverse,
        sizes,
        CLOSE * largest,
        ceiling,
        ceiling - float(values.min()) + MARGIN * largest,
    )
