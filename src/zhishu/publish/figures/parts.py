"""What a score is made of: the parts of a node's score, when its parts add up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.publish.findings import LevelFindings

NAMED = 6
"""Parts that have a colour of their own; the rest is one part."""
REST = Text("其余各项", "All others")
CLOSE = 1e-6
"""Of the largest score: how far the parts may be from the score that they make up."""


def parts_of_score(level: LevelFindings, node: str, below: Sequence[str]) -> NDArray[np.float64] | None:
    """Return (regions, below) contributions in points of the node's score: weight within it × score.

    None where they do not add up to the score, as under a geometric mean, or where one is negative:
    then a score has no parts that could be stacked. A missing part makes its region's row NaN.
    """
    if not below:
        return None
    column = level.column(node)
    columns = [level.column(part) for part in below]
    share = level.effective[columns] / (level.effective[column] or 1.0)
    parts: NDArray[np.float64] = level.scores[:, columns] * share
    total = level.scores[:, column]
    off = np.abs(parts.sum(axis=1) - total)
    known = np.isfinite(off)
    tolerance = CLOSE * max(float(np.nanmax(np.abs(total), initial=0.0)), 1.0)
    if not known.any() or bool((off[known] > tolerance).any()) or bool((parts[known] < 0).any()):
        return None
    return parts


def leaves_below(level: LevelFindings, node: str) -> tuple[str, ...]:
    """Return the indicators below a node, in the order of the tree; of an indicator, itself."""
    framework = level.framework
    children = framework[node].children
    if not children:
        return (node,)
    return tuple(leaf for child in children for leaf in leaves_below(level, child))


def with_rest(parts: NDArray[np.float64], below: Sequence[str], kept: Sequence[str]) -> NDArray[np.float64]:
    """Return the parts that have colours, (regions, kept), and all others, if there are any, as one more.

    >>> with_rest(np.array([[1.0, 2.0, 4.0]]), ("a", "b", "c"), ("a",)).tolist()
    [[1.0, 6.0]]
    """
    named: NDArray[np.float64] = parts[:, [below.index(part) for part in kept]]
    if len(kept) == len(below):
        return named
    return np.column_stack([named, parts.sum(axis=1) - named.sum(axis=1)])
