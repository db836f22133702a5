"""The clusters of one level, year by year, with all that is needed to judge them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster.hierarchical import merges
from zhishu.cluster.silhouettes import Separation, Silhouettes, separation, silhouettes
from zhishu.cluster.tables_of_rows import MOST, rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.panel import Panel
    from zhishu.registry import Chosen
    from zhishu.score.pipeline import LevelScores
    from zhishu.score.plan import Plan

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


def clusters_of(plan: Plan, scored: LevelScores, panel: Panel) -> tuple[Clusters, ...] | None:
    """Return the clusters of each year of a scored panel, None where the recipe asks for none.

    `panel` holds the regions and indicators that the scores are of. Raises a MethodError as the
    methods do.
    """
    if "clusters" not in plan.steps:
        return None
    chosen = plan.steps["clusters"]
    values = columns_of(plan, scored)
    return tuple(
        _clusters(chosen, panel, x, normalised, scores)
        for x, normalised, scores in zip(values, scored.normalised, scored.scores[..., 0], strict=True)
    )


def columns_of(plan: Plan, scored: LevelScores) -> Array:
    """Return the columns in which regions are compared, (…, regions, columns), by the step's options.

    With `weighted` each is multiplied by the root of its effective weight over the mean of these, so
    that squared distances are weighted sums, those of equal weights being what they were.
    """
    options = plan.steps["clusters"].options
    nodes = {
        "indicators": list(plan.tree.leaves),
        "dimensions": list(plan.tree.children[0]),
        "index": [0],
    }[options["of"]]
    values = scored.normalised if options["of"] == "indicators" else scored.scores[..., nodes]
    if not options["weighted"] or options["of"] == "index":
        return values
    weights = scored.effective[..., nodes]
    share = weights / weights.mean(axis=-1, keepdims=True)
    return np.asarray(values * np.sqrt(share)[..., None, :])


def _clusters(chosen: Chosen, panel: Panel, x: Array, normalised: Array, scores: Array) -> Clusters:
    numbers: Groups = chosen.run(x, scores=scores)
    distance = chosen.options.get("distance", "euclidean")
    tree = None
    if chosen.method.id == "hierarchical":
        tree = merges(x, linkage=chosen.options["linkage"], distance=distance)
    return Clusters(
        panel.regions,
        panel.indicators,
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
