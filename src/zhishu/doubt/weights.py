"""Weights that vary: around the method's own, or as several people state them."""

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
