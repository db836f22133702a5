"""The edition's own method, as the solver needs it: weights and scores of every node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from assumptions import INDICATORS, TREE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """One level under the method: the range of every indicator, its effective weights, the scores.

    `effective` maps a node to one weight per indicator, so that node score = x' · weights.
    """

    low: Array
    high: Array
    effective: dict[str, Array]
    scores: dict[str, Array]
    within: dict[str, Array]


def distance_weights(columns: Array) -> Array:
    """Return weights in proportion to each column's Euclidean distance from its best value."""
    distance = np.sqrt(((columns.max(axis=0) - columns) ** 2).sum(axis=0))
    return distance / distance.sum()


def scored(values: Array) -> Scored:
    """Return ranges, weights and scores (0–1) of regions × indicators."""
    low, high = values.min(axis=0), values.max(axis=0)
    normal = (values - low) / (high - low)
    effective: dict[str, Array] = {}
    within: dict[str, Array] = {}
    for dimension, branches in TREE.items():
        for branch, leaves in branches.items():
            unit = np.eye(len(INDICATORS))[[INDICATORS.index(leaf) for leaf in leaves]]
            join(branch, unit, normal, effective, within)
        join(dimension, np.stack([effective[b] for b in branches]), normal, effective, within)
    join("index", np.stack([effective[d] for d in TREE]), normal, effective, within)
    return Scored(low, high, effective, {n: normal @ w for n, w in effective.items()}, within)


def join(
    node: str, children: Array, normal: Array, effective: dict[str, Array], within: dict[str, Array]
) -> None:
    """Weigh the children of `node` by their scores and record the node's effective weights."""
    within[node] = distance_weights(normal @ children.T)
    effective[node] = within[node] @ children


def ranks(score: Array) -> NDArray[np.int64]:
    """Return ranks, the best first, ties sharing the smallest."""
    return 1 + (score[None, :] > score[:, None]).sum(axis=1)
