"""The clusters of a level: how many the data suggest, and what each is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.clusters import cluster_name, clusters_of_level, how_clustered
from zhishu.publish.figure import Column, Data, Table
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from zhishu.cluster.level import Clusters
    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings


@kind("table", "clusters", Text("各类特征", "What each cluster is like"))
def clusters(findings: Findings, *, level: str) -> Table | None:
    """Return a row per cluster: regions, mean silhouette, mean scores of the index and its dimensions.

    The last row is that of all regions. None where the recipe makes no clusters.
    """
    level_found = findings.level(level)
    found = clusters_of_level(level_found)
    if found is None:
        return None
    tree, region = findings.framework, level_found.level.name
    nodes = (tree.root.id, *tree.dimensions)
    total = Text("总指数", "Index")
    columns = (
        Column("cluster", Text("类别", "Cluster")),
        Column("regions", Text("地区数", "Regions"), "number"),
        Column("silhouette", Text("平均轮廓系数", "Mean silhouette"), "number", digits=2),
        *(
            Column(node, total if node == tree.root.id else tree[node].name, "number", digits=2)
            for node in nodes
        ),
    )
    rows = [_row(level_found, found, number, nodes) for number in range(1, found.count + 1)]
    return Table(
        id=f"clusters-{level}",
        number="",
        title=Text(f"各类{region.zh}的平均得分", f"{region.en}: mean scores of the clusters"),
        data=Data(columns, (*rows, _row(level_found, found, 0, nodes))),
        note=how_clustered(findings, level),
    )


def _row(level: LevelFindings, found: Clusters, number: int, nodes: tuple[str, ...]) -> tuple[Cell, ...]:
    """Return the row of a cluster, of all regions for the number 0."""
    inside = np.flatnonzero((found.numbers == number) | (number == 0))
    rows = [level.codes.index(found.regions[at]) for at in inside]
    return (
        cluster_name(number) if number else Text("全部", "All"),
        float(len(rows)),
        float(found.silhouettes.width[inside].mean()),
        *(float(level.scores[rows, level.column(node)].mean()) for node in nodes),
    )


@kind("table", "cluster_counts", Text("分为几类", "How many clusters"))
def cluster_counts(findings: Findings, *, level: str) -> Table | None:
    """Return how clearly 2 to 8 clusters part: mean silhouette, pseudo F, R²; the number taken is marked.

    None where the recipe makes no clusters, or all regions are equal.
    """
    level_found = findings.level(level)
    found = clusters_of_level(level_found)
    if found is None or len(found.tried) < 2:  # noqa: PLR2004 - one number is no comparison
        return None
    region = level_found.level.name
    return Table(
        id=f"cluster-counts-{level}",
        number="",
        title=Text(f"{region.zh}分为几类", f"{region.en}: how many clusters"),
        data=counts_data(level_found, found),
        note=Text(
            "平均轮廓系数与伪 F 统计量越大，类别划分越清楚；R² 为类间离差平方和的占比，随类数增加而增大。",
            "The larger the mean silhouette and the pseudo F, the clearer the clusters part; R² is the share "
            "of the sum of squares between clusters, which grows with their number.",
        ),
    )


def counts_data(level: LevelFindings, found: Clusters) -> Data:
    """Return a row per number of clusters that was tried."""
    columns = (
        Column("clusters", Text("类数", "Clusters"), "number"),
        Column("silhouette", Text("平均轮廓系数", "Mean silhouette"), "number", digits=3),
        Column("calinski_harabasz", Text("伪 F（Calinski–Harabasz）", "Pseudo F"), "number", digits=1),
        Column("explained", Text("R²", "R²"), "number", digits=3),
        Column("chosen", Text("采用", "Taken")),
    )
    rows = tuple(
        (float(one.count), *one.separation, Text("采用", "taken") if one.chosen else Text("", ""))
        for one in found.tried
    )
    return Data(columns, rows, level=level.id)
