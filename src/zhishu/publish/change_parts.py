"""Why scores moved since the year before: what the change of every region's index is made of."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.framework import Framework
    from zhishu.publish.findings import LevelFindings

    Array = NDArray[np.float64]

CAUSES = (
    Text("自身数值", "Own values"),
    Text("参照标准", "Yardstick"),
    Text("权重", "Weights"),
)
"""What the causes of a change are called, in the order of `zhishu.score.change_tree.PARTS`."""
CAUSES_EXPLAINED = Text(
    "自身数值指地区自身的升降；参照标准指标准化所比较的基准（如其他地区）的变动；权重指指标权重的变动。",
    "Own values: the region’s own rise or fall; yardstick: the move of what normalisation "
    "relates values to, as the other regions; weights: what indicators weigh.",
)
NOTHING = 5e-10
"""A part of a change, in points, that is rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class LatestChange:
    """What moved each region's index from one year, `since`, to the next, in points of the index.

    `parts` is (regions, nodes, causes) in the panel's order, NaN for a region whose change has no parts;
    `nodes` are indicators, and groups whose own weight changed. `before` holds scores and ranks of the
    index in the year before, (regions,) each.
    """

    since: int
    year: int
    nodes: tuple[str, ...]
    parts: Array
    before: tuple[Array, Array]

    @property
    def by_node(self) -> Array:
        """What came through each node, (regions, nodes)."""
        answer: Array = self.parts.sum(axis=-1)
        return answer

    @property
    def by_cause(self) -> Array:
        """What came from values, from what they are compared with, and from weights, (regions, causes)."""
        answer: Array = self.parts.sum(axis=1)
        return answer

    @property
    def whole(self) -> Array:
        """The change of the index, (regions,)."""
        answer: Array = self.parts.sum(axis=(1, 2))
        return answer

    @property
    def digits(self) -> int:
        """How many digits after the point tell the regions' changes apart, two at least."""
        largest = float(np.abs(self.whole[np.isfinite(self.whole)]).max(initial=0.0))
        small = 0 < largest < 0.1  # noqa: PLR2004 - two digits show one of it
        return min(2 - floor(log10(largest)), 9) if small else 2

    @property
    def causes(self) -> tuple[int, ...]:
        """The causes that moved any region."""
        moved = (np.abs(np.nan_to_num(self.parts)) > NOTHING).any(axis=(0, 1))
        return tuple(int(cause) for cause in np.flatnonzero(moved))

    @property
    def told_apart(self) -> tuple[int, ...]:
        """The causes where several moved regions; none where one did, which explains nothing."""
        return self.causes if len(self.causes) > 1 else ()

    def by_dimension(self, framework: Framework) -> Array:
        """What came through each dimension, (regions, dimensions), in the framework's order."""
        homes = [framework.dimension_of(node) for node in self.nodes]
        inside = np.array([[home == dimension for dimension in framework.dimensions] for home in homes])
        answer: Array = self.by_node @ inside.astype(float)
        return answer


def latest_change(level: LevelFindings) -> LatestChange | None:
    """Return why the index moved in the latest year; None with one year, or where changes have no parts."""
    changes, panel = level.found.changes, level.found.panel
    scores, ranks = level.found.scores, level.found.ranks
    if changes is None or changes.parts is None or scores is None or ranks is None:
        return None
    parts = np.full((len(level.codes), *changes.parts.shape[2:]), np.nan)
    parts[[level.codes.index(region) for region in changes.regions]] = changes.parts[-1]
    root = level.column("")
    before = scores[-2, :, root], ranks[-2, :, root]
    return LatestChange(panel.years[-2], panel.years[-1], changes.nodes, parts, before)


def movers(level: LevelFindings, change: LatestChange, top: int, most: int) -> NDArray[np.intp]:
    """Return the positions of the regions that moved most, the largest gain first, the largest loss last.

    At most `most` gains and as many losses, of regions that rank up to `top` now or did so before.
    """
    whole = change.whole
    near = (level.ranks[:, level.column("")] <= top) | (change.before[1] <= top)
    known = np.flatnonzero(near & (np.abs(np.nan_to_num(whole)) > NOTHING))
    order = known[np.argsort(-whole[known], kind="stable")]
    gains, losses = order[whole[order] > 0], order[whole[order] < 0]
    return np.concatenate([gains[:most], losses[max(len(losses) - most, 0) :]])


def extreme(change: LatestChange, row: int, sign: int) -> tuple[str, float] | None:
    """Return the node that moved a region's index most upwards (1) or downwards (-1), and by how much."""
    parts = change.by_node[row] * sign
    if not (parts > NOTHING).any():
        return None
    at = int(parts.argmax())
    return change.nodes[at], float(parts[at]) * sign
