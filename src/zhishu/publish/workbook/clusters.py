"""The sheets of clusters: every region with its cluster, and the merges one by one."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.workbook.inputs import label_columns
from zhishu.publish.workbook.level import LABELS
from zhishu.publish.workbook.scores import SCORE
from zhishu.publish.workbook.sheet import Column, Rule, Sheet

if TYPE_CHECKING:
    from zhishu.cluster.level import Clusters
    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Cell, Look

CLUSTERS_NOTE = Text(
    "第 1 类平均得分最高；轮廓系数接近 1 为归属明确，低于 0 为离另一类更近。均为生成时的数值，不随改动重算。",
    "Cluster 1 has the highest mean score; a silhouette near 1 belongs clearly, one below 0 is nearer to "
    "another cluster. Values of the build: they do not follow a change.",
)
MERGES_NOTE = Text(
    "聚集过程：每步合并哪两类、合并距离、合并后的地区数与剩余类数；#3 指第 3 步所成的类。",
    "The agglomeration schedule: what each step joins, how far apart they are, how many regions are together "
    "then and how many clusters are left; #3 is what step 3 joined.",
)
CLUSTER, SILHOUETTE = Text("类别", "Cluster"), Text("轮廓系数", "Silhouette")
NEIGHBOUR = Text("最近的另一类", "Nearest other cluster")
MERGE_TITLES = (
    Text("步骤", "Step"),
    Text("合并一", "One"),
    Text("名称", "Name"),
    Text("合并二", "Other"),
    Text("名称", "Name"),
    Text("合并距离", "Distance"),
    Text("地区数", "Regions"),
    Text("剩余类数", "Clusters left"),
)


def clusters_sheet(around: LevelSheets, title: str) -> Sheet | None:
    """Return score, cluster, silhouette and nearest other cluster of every region; None without clusters."""
    found = _found(around)
    if found is None:
        return None
    columns = (
        *label_columns(around),
        Column(around.said(SCORE), "score"),
        Column(around.said(CLUSTER), "rank"),
        Column(around.said(SILHOUETTE), "exact"),
        Column(around.said(NEIGHBOUR), "rank"),
    )
    rows = tuple(
        _region(around, found, at) for number in range(found.count) for at in found.members(number + 1)
    )
    rules = (Rule("bar", LABELS, LABELS),)
    return Sheet(around.sheets["clusters"], title, around.said(CLUSTERS_NOTE), columns, rows, rules=rules)


def merges_sheet(around: LevelSheets, title: str) -> Sheet | None:
    """Return the agglomeration schedule; None without a hierarchical clustering."""
    found = _found(around)
    if found is None or found.merges is None or not len(found.merges):
        return None
    looks: tuple[Look, ...] = ("rank", "text", "text", "text", "text", "exact", "integer", "rank")
    columns = tuple(Column(around.said(text), look) for text, look in zip(MERGE_TITLES, looks, strict=True))
    rows = tuple(
        (
            float(step),
            *_joined(around, found, int(one)),
            *_joined(around, found, int(two)),
            height,
            size,
            float(len(found.regions) - step),
        )
        for step, (one, two, height, size) in enumerate(found.merges.tolist(), start=1)
    )
    return Sheet(around.sheets["merges"], title, around.said(MERGES_NOTE), columns, rows, frozen=1)


def _found(around: LevelSheets) -> Clusters | None:
    return around.found.clusters[-1] if around.found.clusters else None


def _region(around: LevelSheets, found: Clusters, at: int) -> tuple[Cell, ...]:
    row = around.found.panel.regions.index(found.regions[at])
    width, neighbour = float(found.silhouettes.width[at]), int(found.silhouettes.neighbour[at])
    return (
        found.regions[at],
        around.name(row),
        float(found.scores[at]),
        float(found.numbers[at]),
        None if isnan(width) else width,
        float(neighbour) if neighbour else None,
    )


def _joined(around: LevelSheets, found: Clusters, part: int) -> tuple[str, str]:
    """Return code and name of a region, or the number of the step that made a cluster."""
    if part >= len(found.regions):
        return f"#{part - len(found.regions) + 1}", ""
    code = found.regions[part]
    return code, around.name(around.found.panel.regions.index(code))
