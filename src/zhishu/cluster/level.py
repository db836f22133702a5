"""The clusters of one level and year, with all that is needed to judge them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster.hierarchical import merges
from zhishu.cluster.silhouettes import Separation, Silhouettes, separation, silhouettes
from zhishu.cluster.tables_of_rows import MOST, rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.registry import Chosen

    Array = NDArray[np.float64]
    Groups = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tried:
    """One number of clusters and how clearly they part; `chosen` marks the number that was taken."""

    count: int
    separation: Separation
    chosen: bool


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """The clusters of one year: an entry per region of `regions`, which leaves out what was screened out.

    `numbers` (regions,) from 1, the highest mean score; `scores` and `normalised` (regions, indicators)
    are what the index is made of; `tried` the numbers of clusters that were compared; `merges` the
    agglomeration schedule of a hierarchical clustering, (regions - 1, 4), else None.
    """

    regions: tuple[str, ...]
    indicators: tuple[str, ...]
    numbers: Groups
    scores: Array
    normalised: Array
    silhouettes: Silhouettes
    tried: tuple[Tried, ...]
    merges: Array | None

    @property
    def count(self) -> int:
        """How many clusters there are."""
        return int(self.numbers.max())

    def members(self, number: int) -> NDArray[np.intp]:
        """Return the places of a cluster's regions, the highest score first."""
        inside = np.flatnonzero(self.numbers == number)
        answer: NDArray[np.intp] = inside[np.argsort(-self.scores[inside], kind="stable")]
        return answer


def clusters_of_year(  # noqa: PLR0913, PLR0917 - the step, then what there is of one year
    chosen: Chosen,
    regions: tuple[str, ...],
    indicators: tuple[str, ...],
    x: Array,
    normalised: Array,
    scores: Array,
) -> Clusters:
    """Return the clusters of one year by a settled step, from the columns `x` (regions, columns).

    `normalised` (regions, indicators) and `scores` (regions,) go with them. Raises a MethodError as the
    methods do.
    """
    numbers: Groups = chosen.run(x, scores=scores)
    distance = chosen.options.get("distance", "euclidean")
    tree = None
    if chosen.method.id == "hierarchical":
        tree = merges(x, linkage=chosen.options["linkage"], distance=distance)
    return Clusters(
        regions,
        indicators,
        numbers,
        scores,
        normalised,
        silhouettes(x, numbers, distance=distance),
        tuple(_tried(chosen, x, scores, numbers, distance)),
        tree,
    )


def _tried(chosen: Chosen, x: Array, scores: Array, numbers: Groups, distance: str) -> list[Tried]:
    """Return 2 to 8 clusters, as far as regions differ, and the number taken if it is another."""
    taken = int(numbers.max())
    counts = sorted({*range(2, min(MOST, rows_of(x).different) + 1), taken})
    found = []
    for count in counts:
        settled = {"count": count, **({"height": None} if "height" in chosen.options else {})}
        of_count = replace(chosen, options={**chosen.options, **settled})
        groups = numbers if count == taken else of_count.run(x, scores=scores)
        found.append(Tried(count, separation(x, groups, distance=distance), count == taken))
    return found
