"""The tree of a hierarchical clustering as it is drawn: its upper part, the best region first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zhishu.cluster.level import Clusters


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """What was joined at one height: `members` are places of regions; a leaf has no `parts`.

    `cluster` is the number of the cluster that holds all members, 0 where they are of several.
    """

    height: float
    members: NDArray[np.intp]
    cluster: int
    best: float
    parts: tuple[Branch, ...] = ()

    @property
    def leaves(self) -> Iterator[Branch]:
        """The leaves below, in the order in which they are drawn; of a leaf, itself."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves


def tree_of(found: Clusters, most: int) -> Branch | None:
    """Return the tree down to `most` leaves, the branch with the higher best score first.

    With more regions than that a leaf holds what had been joined when `most` were left, its height
    being where. None where there is no tree: fewer than two regions, or not a hierarchical clustering.
    """
    if found.merges is None or len(found.regions) < 2:  # noqa: PLR2004 - a pair
        return None
    regions = len(found.regions)
    branches = [_branch(found, 0.0, np.array([at])) for at in range(regions)]
    hidden = max(regions - most, 0)
    for step, (one, two, height, _) in enumerate(found.merges):
        parts = sorted((branches[int(one)], branches[int(two)]), key=lambda branch: -branch.best)
        members = np.concatenate([part.members for part in parts])
        branches.append(_branch(found, float(height), members, () if step < hidden else tuple(parts)))
    return branches[-1]


def cut_height(found: Clusters) -> float | None:
    """Return a height between the last merge that was made and the first that was not.

    None where no height tells them apart: one cluster, as many as regions, or heights that fall.
    """
    if found.merges is None or not 1 < found.count < len(found.regions):
        return None
    heights = found.merges[:, 2]
    made = heights[: len(found.regions) - found.count]
    open_ = heights[len(found.regions) - found.count :]
    return float(made.max() + open_.min()) / 2 if made.max() < open_.min() else None


def _branch(
    found: Clusters, height: float, members: NDArray[np.intp], parts: tuple[Branch, ...] = ()
) -> Branch:
    numbers = found.numbers[members]
    cluster = int(numbers[0]) if (numbers == numbers[0]).all() else 0
    return Branch(height, members, cluster, float(found.scores[members].max()), parts)
