"""The bounds of weights that an edition states, or those that its draws of weights keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.uncertain import SHARE_OF_WEIGHTS, WeightDoubt
from zhishu.doubt.weight_space import weight_space
from zhishu.doubt.weights import free_bounds, least_weights, stated_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.doubt.uncertain import Uncertain
    from zhishu.doubt.weight_space import WeightSpace
    from zhishu.score.tree import Tree


def stated_space(
    tree: Tree, weights: NDArray[np.float64], uncertain: Uncertain, stated: NDArray[np.float64] | None = None
) -> WeightSpace:
    """Return the space of weights around `weights` (nodes,) within the bounds that `uncertain` states.

    Where it states none, the bounds are the hull of the weights that its draws may take (see
    `drawn_bounds`, `free_bounds`). `stated` are sets of weights (sets, nodes). A node's own bounds
    replace those; nodes that the tree does not have, because they were screened out, are passed over.
    Bounds that no weights keep raise a MethodError.
    """
    own = uncertain.space
    if own.free:
        low, high = np.zeros(len(weights)), np.ones(len(weights))
    elif own.spread is not None:
        low, high = weights * (1 - own.spread), weights * (1 + own.spread)
    else:
        doubt = uncertain.weights or WeightDoubt("uniform", SHARE_OF_WEIGHTS)
        sets = None if stated is None else stated_weights(weights[None], stated, tree)
        if doubt.kind == "free":
            low, high = free_bounds(least_weights(doubt.least, tree), tree)
        else:
            low, high = drawn_bounds(weights, doubt, uncertain.interval, sets)
    for node, (least, largest) in own.bounds.items():
        if node in tree.ids:
            low[tree.ids.index(node)], high[tree.ids.index(node)] = least, largest
    order = [pair for pair in own.order if set(pair) <= set(tree.ids)]
    return weight_space(tree, low=low, high=high, order=order)


def drawn_bounds(
    weights: NDArray[np.float64],
    doubt: WeightDoubt,
    interval: tuple[float, float],
    stated: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the largest weight within the parent that draws may give, each (nodes,).

    `uniform` by ± a: a weight w becomes w (1 ± a), its siblings, together 1 - w, (1 - w) (1 ∓ a), and
    all are divided by their sum. `dirichlet`: the ends of the interval of a weight's beta
    distribution, since the distribution itself has no bounds. `sets` and `experts`: the least and
    the largest among `stated` (sets, nodes), in which siblings sum to 1.

    >>> drawn_bounds(np.array([1.0, 0.6, 0.4]), WeightDoubt("uniform", 0.25), (0.05, 0.95))[1].round(3)
    array([1.   , 0.714, 0.526])
    """
    if doubt.kind == "uniform":
        down, up = 1.0 - doubt.amount, 1.0 + doubt.amount
        others = 1.0 - weights
        return (
            weights * down / (weights * down + others * up),
            weights * up / (weights * up + others * down),
        )
    if doubt.kind == "dirichlet":
        return _beta_ends(weights, doubt.amount, interval)
    assert stated is not None  # noqa: S101 - sets were compiled with the study
    return stated.min(axis=0), stated.max(axis=0)


def _beta_ends(
    weights: NDArray[np.float64], concentration: float, interval: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from scipy.special import betaincinv  # noqa: PLC0415 - only for this kind of doubt

    varies = (weights > 0) & (weights < 1)
    ends = []
    for share in interval:
        end = np.array(weights)
        own = weights[varies] * concentration
        end[varies] = betaincinv(own, concentration - own, share)
        ends.append(end)
    # A skewed distribution's mean may lie outside a narrow interval; the published weights never do.
    return np.minimum(ends[0], weights), np.maximum(ends[1], weights)
