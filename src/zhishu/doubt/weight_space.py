"""The weights that keep within stated bounds, as a polytope: everything over it is linear.

With arithmetic aggregation the index is linear in the effective weights of the columns, and bounds
on the weights within each parent are linear in them too: a share of at least l of its parent's
weight means W_child ≥ l · W_parent, where a node's W is the sum over the columns below it. So one
polytope holds a whole nested framework, all levels varying at once, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.programmes import Constraints, feasible
from zhishu.errors import MethodError, nearest
from zhishu.score.tree import Tree, effective_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class WeightSpace:
    """All effective weights w of the columns, w ≥ 0 and Σ w = 1, within bounds.

    `low` and `high` (nodes,) bound every node's weight within its parent; `matrix` w ≤ `bound` are
    further constraints on the columns' effective weights, (constraints, columns) and (constraints,).
    """

    tree: Tree
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    matrix: NDArray[np.float64]
    bound: NDArray[np.float64]

    @property
    def columns(self) -> tuple[str, ...]:
        """The ids of the columns, in the order of the weights."""
        return tuple(self.tree.ids[leaf] for leaf in self.tree.leaves)

    @property
    def is_nested_box(self) -> bool:
        """Whether there are no constraints beyond the bounds within each parent."""
        return not len(self.bound)


def flat_tree(columns: Sequence[str], root: str = "index") -> Tree:
    """Return the Tree of an index right above some columns: flat weights."""
    count = len(columns)
    return Tree(
        ids=(root, *columns),
        parents=np.array([-1, *[0] * count]),
        children=(tuple(range(1, count + 1)), *((),) * count),
        leaves=tuple(range(1, count + 1)),
        groups=(0,),
        stated=np.full(count + 1, np.nan),
    )


def weight_space(  # noqa: PLR0913 - each kind of bound by its name
    tree: Tree,
    weights: NDArray[np.float64] | None = None,
    *,
    spread: float | None = None,
    low: NDArray[np.float64] | None = None,
    high: NDArray[np.float64] | None = None,
    order: Sequence[tuple[str, str]] = (),
    matrix: NDArray[np.float64] | None = None,
    bound: NDArray[np.float64] | None = None,
) -> WeightSpace:
    """Return the space of weights within the stated bounds; all weights whatever when none is stated.

    `weights`, `low` and `high` are weights within the parent, (nodes,) in the order of the tree, the
    root's not used. `spread` 0.25 means 25 % of `weights` either way; 0 fixes them. A pair (a, b) in
    `order` says that node a weighs at least as much in all as node b. `matrix` and `bound` are as
    in WeightSpace. A level is held fixed by low = high there. Bounds that no weights keep raise a
    MethodError.

    >>> space = weight_space(flat_tree(["p", "q"]), np.array([1.0, 0.6, 0.4]), spread=0.25)
    >>> space.low[1:].round(2), space.high[1:].round(2)
    (array([0.45, 0.3 ]), array([0.75, 0.5 ]))
    """
    lowest, highest = np.zeros(len(tree.ids)), np.ones(len(tree.ids))
    if spread is not None:
        if weights is None or spread < 0:
            raise MethodError("a spread of weights needs weights, and is not negative", seen=spread)
        lowest, highest = weights * (1 - spread), weights * (1 + spread)
    lowest = np.clip(lowest if low is None else np.maximum(lowest, low), 0.0, 1.0)
    highest = np.clip(highest if high is None else np.minimum(highest, high), 0.0, 1.0)
    rows = [_below(tree, lesser) - _below(tree, greater) for greater, lesser in order]
    extra = np.zeros((0, len(tree.leaves))) if matrix is None else np.atleast_2d(matrix)
    space = WeightSpace(
        tree,
        lowest,
        highest,
        np.concatenate([np.reshape(rows, (-1, len(tree.leaves))), extra]),
        np.concatenate([np.zeros(len(rows)), [] if bound is None else np.atleast_1d(bound)]),
    )
    _check(space)
    return space


def constraints_of(space: WeightSpace) -> Constraints:
    """Return the space as linear constraints on the columns' effective weights."""
    tree, leaves = space.tree, list(space.tree.leaves)
    rows, bounds = [space.matrix], [space.bound]
    for node in tree.groups:
        whole = _below(tree, tree.ids[node])
        for child in tree.children[node]:
            if node == 0 and not tree.children[child]:
                continue  # the bounds of a column right below the index are those of the variable
            part = _below(tree, tree.ids[child])
            rows.append(np.stack([part - space.high[child] * whole, space.low[child] * whole - part]))
            bounds.append(np.zeros(2))
    return Constraints(
        np.concatenate(rows),
        np.concatenate(bounds),
        effective_weights(_with_root(space.low), tree)[leaves],
        effective_weights(_with_root(space.high), tree)[leaves],
    )


def furthest(
    space: WeightSpace, directions: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the largest w·d of each direction d, and the weights that reach it, (p,) and (p, columns).

    `directions` is (p, columns). Within each parent the weight above the lower bounds goes to the
    best children first, bottom-up: exact for bounds, in one array expression. Constraints of
    `matrix` are not seen; with them the value is an upper bound.

    >>> space = weight_space(flat_tree(["p", "q"]), np.array([1.0, 0.6, 0.4]), spread=0.25)
    >>> value, weights = furthest(space, np.array([[0.0, 1.0]]))
    >>> value.round(2), weights.round(2)
    (array([0.5]), array([[0.5, 0.5]]))
    """
    tree = space.tree
    values = np.zeros((len(directions), len(tree.ids)))
    within = np.ones_like(values)
    values[:, list(tree.leaves)] = directions
    for node in tree.groups:
        members = list(tree.children[node])
        shares = _best_shares(values[:, members], space.low[members], space.high[members])
        within[:, members] = shares
        values[:, node] = (shares * values[:, members]).sum(axis=-1)
    return values[:, 0], effective_weights(within, tree)[:, list(tree.leaves)]


def violation(space: WeightSpace, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how much weights (…, columns) break the worst constraint, (…,); 0 or less is inside."""
    constraints = constraints_of(space)
    broken = [
        np.abs(weights.sum(axis=-1) - 1.0),
        (constraints.low - weights).max(axis=-1),
        (weights - constraints.high).max(axis=-1),
        (weights @ constraints.matrix.T - constraints.bound).max(axis=-1, initial=-np.inf),
    ]
    worst: NDArray[np.float64] = np.max(np.stack(np.broadcast_arrays(*broken)), axis=0)
    return worst


def _best_shares(
    values: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the shares within bounds, summing to 1, that make the most of the values (p, children)."""
    order = np.argsort(-values, axis=-1)
    room = (high - low)[order]
    given = np.clip(1.0 - low.sum() - (np.cumsum(room, axis=-1) - room), 0.0, room)
    shares = np.broadcast_to(low, values.shape).copy()
    np.put_along_axis(shares, order, np.take_along_axis(shares, order, axis=-1) + given, axis=-1)
    return shares


def _below(tree: Tree, node: str) -> NDArray[np.float64]:
    """Return the row (columns,) that sums the columns below a node."""
    if node not in tree.ids:
        close = nearest(node, tree.ids)
        raise MethodError(
            f"there is no node '{node}' to bound",
            seen=node,
            allowed=", ".join(tree.ids),
            advice=f"did you mean '{close}'?" if close else None,
        )
    inside, waiting = set(), [tree.ids.index(node)]
    while waiting:
        inside.add(waiting.pop())
        waiting = [child for place in inside for child in tree.children[place] if child not in inside]
    return np.array([float(leaf in inside) for leaf in tree.leaves])


def _with_root(bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([[1.0], bounds[1:]])


def _check(space: WeightSpace) -> None:
    """Check that some weights keep all bounds."""
    tree = space.tree
    for node in tree.groups:
        members = list(tree.children[node])
        low, high = space.low[members], space.high[members]
        if low.sum() > 1 + 1e-12 or high.sum() < 1 - 1e-12 or (low > high).any():
            raise MethodError(
                "no weights keep these bounds",
                where=f"the group below '{tree.ids[node]}'",
                seen=f"lower bounds {low.round(6).tolist()}, upper bounds {high.round(6).tolist()}",
                allowed="lower bounds with a sum of at most 1, upper ones of at least 1",
            )
    if not space.is_nested_box and not feasible(constraints_of(space)):
        raise MethodError(
            "no weights keep these bounds",
            seen=f"{len(space.bound)} constraints beside the bounds",
            allowed="constraints that some weights fulfil",
            advice="drop the constraints that contradict the bounds or each other",
        )
