"""Weights that vary: around the method's own, as several people state them, or freely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import EditionError, nearest
from zhishu.option_tables import names_file, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from zhishu.doubt.uncertain import WeightDoubt
    from zhishu.score.tree import Tree


_ROUNDING = 1e-12


def varied_uniformly(
    weights: NDArray[np.float64], uniforms: NDArray[np.float64], amount: float, tree: Tree
) -> NDArray[np.float64]:
    """Return weights times 1 ± `amount`, siblings made to sum to 1, shape (draws, …, nodes).

    `weights` is (draws or 1, …, nodes), `uniforms` (draws, nodes - 1): the numbers of every node but
    the root. A weight of 0 stays 0; an only child keeps its 1.
    """
    factors = np.ones((len(uniforms), len(tree.ids)))
    factors[:, 1:] = 1.0 + amount * (2.0 * uniforms - 1.0)
    return siblings_to_one(weights * _beside(factors, weights), tree)


def varied_by_dirichlet(
    weights: NDArray[np.float64], uniforms: NDArray[np.float64], concentration: float, tree: Tree
) -> NDArray[np.float64]:
    """Return draws of a Dirichlet distribution in every group, shape (draws, …, nodes).

    The parameters of a group are `concentration` · weights, so its mean is the method's weights and
    the variance of a weight w is w (1 - w) / (concentration + 1). A weight of 0 stays 0.
    """
    from scipy.special import gammaincinv  # noqa: PLC0415 - only for this kind of doubt

    shape = np.broadcast_to(weights, (len(uniforms), *weights.shape[1:])) * concentration
    numbers = np.broadcast_to(_beside(_with_root(uniforms), weights), shape.shape)
    positive = shape > 0
    gammas = np.zeros(shape.shape)
    gammas[positive] = gammaincinv(shape[positive], numbers[positive])
    return siblings_to_one(gammas, tree, otherwise=weights)


def free_weights(
    weights: NDArray[np.float64], uniforms: NDArray[np.float64], least: NDArray[np.float64], tree: Tree
) -> NDArray[np.float64]:
    """Return draws from all weights that sum to 1 in their group, each as likely as any other.

    `uniforms` is (draws, nodes - 1), `least` (nodes,) what no weight falls below; the shape that comes
    back is (draws, …, nodes), as of `weights`, which are not asked. Exponential numbers over their sum are
    uniform on a group's simplex (a Dirichlet distribution with all parameters 1); what the least
    weights of a group leave is shared out by them.
    """
    shares = siblings_to_one(-np.log1p(-_with_root(uniforms)), tree)
    drawn = least + (1.0 - _beside_siblings(least, tree)) * shares
    drawn[:, 0] = 1.0
    beside = _beside(drawn, weights)
    return np.broadcast_to(beside, (len(drawn), *weights.shape[1:])).copy()


def least_weights(least: Mapping[str, float], tree: Tree) -> NDArray[np.float64]:
    """Return the least weight of every node, (nodes,); one that the tree does not have is passed over."""
    found = np.zeros(len(tree.ids))
    for node, weight in least.items():
        if node in tree.ids:
            found[tree.ids.index(node)] = weight
    return found


def free_bounds(least: NDArray[np.float64], tree: Tree) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the largest weight within the parent that free weights take, each (nodes,)."""
    return least, 1.0 - (_beside_siblings(least, tree) - least)


def check_least(least: Mapping[str, float], tree: Tree) -> None:
    """Raise an EditionError for a node that there is not, or least weights of a group above 1 in all."""
    where = "uncertain, weights, free"
    for node in least:
        if node not in tree.ids[1:]:
            close = nearest(node, tree.ids[1:])
            raise EditionError(
                f"there is no node '{node}'",
                where=where,
                seen=node,
                allowed=", ".join(tree.ids[1:]),
                advice=f"did you mean '{close}'?" if close else None,
            )
    total = _beside_siblings(least_weights(least, tree), tree)[1:]
    if (total > 1.0 + _ROUNDING).any():
        raise EditionError(
            "least weights leave nothing to share out",
            where=where,
            seen=f"{total.max():g} in all",
            allowed="1 at most within a parent",
        )


def _beside_siblings(values: NDArray[np.float64], tree: Tree) -> NDArray[np.float64]:
    """Return the sum over each node and its siblings, (nodes,)."""
    parents = np.asarray(tree.parents)
    found: NDArray[np.float64] = (parents[:, None] == parents).astype(float) @ values
    return found


def stated_weights(
    weights: NDArray[np.float64], stated: NDArray[np.float64], tree: Tree
) -> NDArray[np.float64]:
    """Return the stated weights, (draws, nodes), where a group has them, the method's own elsewhere."""
    beside = _beside(stated, weights)
    return siblings_to_one(np.where(np.isnan(beside), weights, beside), tree)


def stated_sets(
    doubt: WeightDoubt, tree: Tree, folder: Path | None
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return the names and the weights, (sets, nodes), of sets that are stated in place or in a file."""
    sets = doubt.sets
    if names_file(sets):
        sets = read_table(folder, sets, "rows", "uncertain, weights")
    return tuple(sets), weight_sets(sets, tree)


def weight_sets(sets: Mapping[str, Mapping[str, float]], tree: Tree) -> NDArray[np.float64]:
    """Return named sets of weights as an array (sets, nodes), NaN in groups that a set leaves alone.

    Raises EditionError for an unknown node, a group that is named in part, and weights that are
    negative or all 0.
    """
    table = np.full((len(sets), len(tree.ids)), np.nan)
    for row, (name, weights) in enumerate(sets.items()):
        for node, weight in weights.items():
            table[row, _position(node, tree, name)] = weight
        for group in tree.groups:
            _check_group(table[row], group, tree, name)
    return table


def siblings_to_one(
    weights: NDArray[np.float64], tree: Tree, otherwise: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return weights divided by the sum over their siblings; a group of zeros is `otherwise`, or equal."""
    # One product gives every node the sum of its siblings, in fewer and larger steps than group by group.
    parents = np.asarray(tree.parents)
    total = weights @ (parents[:, None] == parents).astype(float)
    fallback = _equal_shares(parents) if otherwise is None else otherwise
    shared: NDArray[np.float64]
    if (total > 0).all():
        shared = weights / total
    else:
        shared = np.where(total > 0, weights / np.where(total > 0, total, 1.0), fallback)
    shared[..., 0] = 1.0
    return shared


def _equal_shares(parents: NDArray[np.intp]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = 1.0 / (parents[:, None] == parents).sum(axis=0)
    return shares


def _beside(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (draws, nodes) with axes of length 1 put in for those between draws and nodes."""
    between = (1,) * (weights.ndim - 2)
    return values.reshape(len(values), *between, values.shape[-1])


def _with_root(uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([np.full((len(uniforms), 1), 0.5), uniforms], axis=1)


def _position(node: str, tree: Tree, name: str) -> int:
    if node in tree.ids:
        return tree.ids.index(node)
    close = nearest(node, tree.ids)
    raise EditionError(
        f"there is no node '{node}'",
        where=f"uncertain, weights, set '{name}'",
        seen=node,
        allowed=", ".join(tree.ids[1:]),
        advice=f"did you mean '{close}'?" if close else None,
    )


def _check_group(row: NDArray[np.float64], group: int, tree: Tree, name: str) -> None:
    members = list(tree.children[group])
    weights = row[members]
    named = ~np.isnan(weights)
    if not named.any():
        return
    if not (named.all() and np.isfinite(weights).all() and (weights >= 0).all() and weights.sum() > 0):
        raise EditionError(
            "a set of weights does not weigh a group",
            where=f"uncertain, weights, set '{name}', the group below '{tree.ids[group]}'",
            seen=", ".join(f"{tree.ids[member]}: {row[member]:g}" for member in members),
            allowed="a weight for every node of the group, none negative, not all 0; or for none of them",
        )
