"""How many clusters the data suggest where nobody asks for a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster.silhouettes import silhouettes
from zhishu.cluster.tables_of_rows import MOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zhishu.cluster.tables_of_rows import Rows

    Groups = NDArray[np.int64]

TIE = 1e-12
"""Mean silhouettes that differ by less are equal."""


def suggested(rows: Rows, group: Callable[[int], Groups], distance: str) -> Groups:
    """Return the groups of 2 to 8 clusters whose mean silhouette is greatest, the fewest of several."""
    counts = range(2, min(MOST, rows.different) + 1)
    tried = [group(count) for count in counts]
    widths = [silhouettes(rows.values, groups, distance=distance).width.mean() for groups in tried]
    return tried[int(np.argmax(np.array(widths) >= max(widths) - TIE))]
