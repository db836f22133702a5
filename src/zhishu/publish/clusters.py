"""What is said of clusters wherever they are published: their names, and how they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.ranking import NUMERALS
from zhishu.publish.style import series_role
from zhishu.registry import resolve

if TYPE_CHECKING:
    from zhishu.cluster.level import Clusters
    from zhishu.publish.findings import Findings, LevelFindings

_OF = {
    "indicators": Text("各指标标准化值", "normalised indicators"),
    "dimensions": Text("各维度得分", "scores of the dimensions"),
    "index": Text("总指数", "the index alone"),
}
_LINKAGES = {
    "ward": Text("离差平方和法（Ward）", "Ward’s method"),
    "average": Text("类平均法", "average linkage"),
    "complete": Text("最长距离法", "complete linkage"),
    "single": Text("最短距离法", "single linkage"),
    "centroid": Text("重心法", "centroid linkage"),
    "median": Text("中间距离法", "median linkage"),
    "weighted": Text("可变类平均法（WPGMA）", "weighted average linkage"),
}
_DISTANCES = {
    "euclidean": Text("欧氏距离", "Euclidean distance"),
    "squared_euclidean": Text("平方欧氏距离", "squared Euclidean distance"),
    "manhattan": Text("绝对值距离", "Manhattan distance"),
    "chebyshev": Text("切比雪夫距离", "Chebyshev distance"),
}


def clusters_of_level(level: LevelFindings) -> Clusters | None:
    """Return the clusters of the latest year, None where the recipe makes none."""
    found = level.found.clusters
    return found[-1] if found else None


def cluster_name(number: int) -> Text:
    """Return what a cluster is called.

    >>> cluster_name(2).zh, cluster_name(12).en
    ('第二类', 'Cluster 12')
    """
    numeral = NUMERALS[number] if number < len(NUMERALS) else f" {number} "
    return Text(f"第{numeral}类", f"Cluster {number}")


ROLES = (1, 2, 3, 5, 6, 4)
"""The series whose colours clusters have, the pale one last."""


def cluster_role(number: int) -> str:
    """Return the role of a cluster's colour; after the sixth the first comes again.

    >>> cluster_role(4)
    'series_5'
    """
    return series_role(ROLES[(number - 1) % len(ROLES)])


def how_clustered(findings: Findings, level: str) -> Text | None:
    """Return in a sentence by which method, in what and with which distance a level's clusters were made."""
    step = findings.edition.recipe.at_level(level).first("clusters")
    if step is None:
        return None
    chosen = resolve(step)
    name, of = chosen.method.name, _OF[chosen.options["of"]]
    zh, en = [name.zh], [name.en if name.en.startswith("K") else name.en[:1].lower() + name.en[1:]]
    if "linkage" in chosen.options:
        linkage = _LINKAGES[chosen.options["linkage"]]
        zh, en = [*zh, linkage.zh], [*en, linkage.en]
    distance = _DISTANCES[chosen.options.get("distance", "euclidean")]
    weighted = chosen.options["weighted"] and chosen.options["of"] != "index"
    counted = (
        Text("，各列按有效权重计", ", each counting by its effective weight") if weighted else Text("", "")
    )
    return Text(
        f"聚类按{of.zh}{counted.zh}；{'，'.join([*zh, distance.zh])}。",
        f"Clustered by {of.en}{counted.en}: {', '.join([*en, distance.en])}.",
    )
