"""The tables of a result that show its clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.tables import Table, scored_levels, with_years

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.cluster.level import Clusters, Tried
    from zhishu.result import LevelResult, Result


def cluster_tables(result: Result) -> tuple[Table, ...]:
    """Return the tables of clusters; each without rows where the recipe makes none."""
    makers = (clusters_table, profiles_table, counts_table, merges_table)
    return tuple(maker(result) for maker in makers)


def clusters_table(result: Result) -> Table:
    """Return level, region, name, cluster, silhouette, neighbour, cluster_score: cluster 1 first.

    Within a cluster the highest score first. `neighbour` is the cluster that is nearest beside the
    region's own; `cluster_score` the mean score of the cluster. A silhouette is empty with one cluster.
    """
    rows = [
        (level, found.regions[at], names[found.regions[at]], number, *cells, mean, year)
        for level, names, year, found in _every(result)
        for number in range(1, found.count + 1)
        for mean in [float(np.sort(found.scores[found.numbers == number]).mean())]
        for at in found.members(number)
        for cells in [_silhouette(found, int(at))]
    ]
    columns = ("level", "region", "name", "cluster", "silhouette", "neighbour", "cluster_score")
    return with_years(result, "clusters", columns, rows)


def profiles_table(result: Result) -> Table:
    """Return level, cluster, regions, indicator, value, overall: mean normalised values of each cluster.

    `regions` says how many there are, `overall` is the mean of all regions.
    """
    rows = [
        (level, number, int(inside.sum()), indicator, float(own), float(every), year)
        for level, _, year, found in _every(result)
        for number in range(1, found.count + 1)
        for inside in [found.numbers == number]
        for indicator, own, every in zip(
            found.indicators,
            found.normalised[inside].mean(axis=0),
            found.normalised.mean(axis=0),
            strict=True,
        )
    ]
    columns = ("level", "cluster", "regions", "indicator", "value", "overall")
    return with_years(result, "cluster_profiles", columns, rows)


def counts_table(result: Result) -> Table:
    """Return level, clusters, silhouette, calinski_harabasz, explained, chosen: how many the data suggest.

    From 2 to 8 clusters and the number taken, which is chosen (1): the mean silhouette, the pseudo F of
    Calinski and Harabasz, and the share of variance that lies between clusters (R²).
    """
    rows = [
        (level, tried.count, *_measured(tried), int(tried.chosen), year)
        for level, _, year, found in _every(result)
        for tried in found.tried
    ]
    columns = ("level", "clusters", "silhouette", "calinski_harabasz", "explained", "chosen")
    return with_years(result, "cluster_counts", columns, rows)


def merges_table(result: Result) -> Table:
    """Return level, step, one, two, height, regions, clusters: the agglomeration schedule (聚集过程).

    `one` and `two` are codes of regions, or `#3` for what step 3 joined; `regions` how many are together
    after the step, `clusters` how many clusters are left. Only a hierarchical clustering has one.
    """
    rows = [
        (level, step, *pair, height, int(size), len(found.regions) - step, year)
        for level, _, year, found in _every(result)
        for step, pair, height, size in _steps(found)
    ]
    columns = ("level", "step", "one", "two", "height", "regions", "clusters")
    return with_years(result, "cluster_merges", columns, rows)


def _every(result: Result) -> Iterator[tuple[str, dict[str, str], int, Clusters]]:
    """Yield level, the names of its regions, year and clusters, in order."""
    for level, scored in scored_levels(result):
        names = dict(zip(scored.panel.regions, scored.panel.names, strict=True))
        for year, found in zip(scored.panel.years, _of(scored), strict=False):
            yield level, names, year, found


def _of(scored: LevelResult) -> tuple[Clusters, ...]:
    return scored.clusters or ()


def _measured(tried: Tried) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(one) else one for one in tried.separation)


def _silhouette(found: Clusters, at: int) -> tuple[float | None, int | None]:
    width, neighbour = float(found.silhouettes.width[at]), int(found.silhouettes.neighbour[at])
    return (None, None) if np.isnan(width) else (width, neighbour)


def _steps(found: Clusters) -> Iterator[tuple[int, tuple[str, str], float, float]]:
    if found.merges is None:
        return
    regions = len(found.regions)
    for step, (one, two, height, size) in enumerate(found.merges.tolist(), start=1):
        named = [
            found.regions[int(part)] if part < regions else f"#{int(part) - regions + 1}"
            for part in (one, two)
        ]
        yield step, (named[0], named[1]), height, size
