"""The edition's own method, as the solver needs it: ranges, effective weights and scores of every node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from assumptions import COLUMN, INDICATORS, TREE

from zhishu.weigh.spread.improved_vector import improved_vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """One level under the method: the range of every indicator, weights, and scores from 0 to 1.

    `effective` maps a node to one weight per indicator, so that its score is x' · weights; `within` to
    the weights of its children.
    """

    low: Array
    high: Array
    effective: dict[str, Array]
    within: dict[str, Array]
    scores: dict[str, Array]

    def slope(self, node: str) -> Array:
        """Return by how much the node's score rises per unit of every indicator."""
        return self.effective[node] / (self.high - self.low)


def scored(values: Array) -> Scored:
    """Return ranges, weights and scores of regions × indicators, min–max and nested weights."""
    low, high = values.min(axis=0), values.max(axis=0)
    normal = (values - low) / (high - low)
    effective: dict[str, Array] = {}
    within: dict[str, Array] = {}

    def join(node: str, children: Array) -> Array:
        within[node] = improved_vector(normal @ children.T, reading="distance")
        effective[node] = within[node] @ children
        return effective[node]

    unit = np.eye(len(INDICATORS))
    dimensions = [
        join(
            dimension,
            np.stack(
                [join(branch, unit[[COLUMN[leaf] for leaf in leaves]]) for branch, leaves in branches.items()]
            ),
        )
        for dimension, branches in TREE.items()
    ]
    join("index", np.stack(dimensions))
    return Scored(low, high, effective, within, {node: normal @ w for node, w in effective.items()})


def ranks(score: Array) -> NDArray[np.int64]:
    """Return ranks, the best first, ties sharing the smallest."""
    return 1 + (score[None, :] > score[:, None]).sum(axis=1)
