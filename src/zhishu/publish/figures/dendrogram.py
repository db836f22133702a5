"""The tree of clusters (谱系图): which regions were joined, and how far apart they were then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster.tree import cut_height, tree_of
from zhishu.framework import Text
from zhishu.publish.clusters import cluster_name, cluster_role, clusters_of_level, how_clustered
from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Column, Data, Figure, number_text
from zhishu.publish.figures.axis import Axis, tick_text
from zhishu.publish.figures.choice import in_sentence, noted, rank_cell, rank_column, region_column
from zhishu.publish.figures.picture import (
    LABEL,
    LINE,
    SMALL,
    Picture,
    bars,
    broken,
    narrow_specification,
    rules,
    specification,
    words,
)
from zhishu.publish.kinds import kind
from zhishu.publish.style import PHONE_WIDTH, colour

if TYPE_CHECKING:
    from zhishu.cluster.level import Clusters
    from zhishu.cluster.tree import Branch
    from zhishu.publish.figure import Cell, Language
    from zhishu.publish.figures.picture import Row
    from zhishu.publish.findings import Findings, LevelFindings

HEAD, TALL, APART = 26.0, 19.0, 7.0
"""The room for the axis, the height of a leaf, and the gap between clusters."""
TAG = 30.0
NAMES, NAMES_PHONE = 0.4, 0.46
"""Of the width: the widest that names may be."""
MOST_LINES = 2
MOST_LEAVES = 400
"""More are not drawn: no page holds them."""


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The level, its clusters, the tree and its leaves from top to bottom, each with its first data row."""

    level: LevelFindings
    found: Clusters
    root: Branch
    leaves: tuple[Branch, ...]
    rows: tuple[int, ...]


@kind("figure", "dendrogram", Text("聚类谱系图", "Tree of clusters"))
def dendrogram(findings: Findings, *, level: str, leaves: int = 40) -> Figure | None:
    """Return the tree of a hierarchical clustering, the cut and the clusters in colour.

    With more regions than `leaves`, of which 400 are the most, only the upper part is drawn, each leaf
    naming its regions. None where the recipe makes no clusters, or not hierarchical ones.
    """
    level_found = findings.level(level)
    found = clusters_of_level(level_found)
    root = None if found is None else tree_of(found, min(max(leaves, 2), MOST_LEAVES))
    if found is None or root is None:
        return None
    shown = tuple(root.leaves)
    sizes = np.cumsum([0, *(len(leaf.members) for leaf in shown)])
    tree = Tree(level_found, found, root, shown, tuple(int(size) for size in sizes[:-1]))

    def draw(language: Language, width: int) -> Picture:
        return _picture(tree, language, width)

    region = level_found.level.name
    count = len(found.regions)
    return Figure(
        id=f"dendrogram-{level}",
        number="",
        title=Text(
            f"{count} 个{region.zh}的聚类谱系图：分为 {found.count} 类",
            f"Tree of clusters of {count} {in_sentence(region.en)}: "
            f"{found.count} cluster{'s' if found.count > 1 else ''}",
        ),
        data=_data(tree),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(tree),
        note=noted(_reading(tree), how_clustered(findings, level)),
    )


def _reading(tree: Tree) -> Text:
    hidden = len(tree.leaves) < len(tree.found.regions)
    cut = cut_height(tree.found) is not None
    zh = "横轴为合并时两类的距离；数字与颜色为类别" + ("，虚线为截断处。" if cut else "。")
    en = "Across: how far apart two clusters were when joined; numbers and colours: the clusters" + (
        "; dashed: the cut." if cut else "."
    )
    if not hidden:
        return Text(zh, en)
    return Text(
        f"{zh}只画出最后 {len(tree.leaves) - 1} 次合并，此前已合并的地区写在一行。",
        f"{en} Only the last {len(tree.leaves) - 1} merges are drawn; regions joined before share a line.",
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """Names in lines, tops and heights of the leaves, the axis, in pixels."""

    names: tuple[tuple[str, ...], ...]
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    axis: Axis

    def middle(self, leaf: int) -> float:
        """Return the middle of a leaf."""
        return self.tops[leaf] + self.heights[leaf] / 2

    @property
    def bottom(self) -> float:
        """Where the last leaf ends."""
        return self.tops[-1] + self.heights[-1]


def _frame(tree: Tree, language: Language, width: int) -> Frame:
    room = width * (NAMES if width > PHONE_WIDTH else NAMES_PHONE)
    names = tuple(_name(tree, leaf, language, room) for leaf in tree.leaves)
    heights = tuple(TALL if len(lines) == 1 else LINE * len(lines) + 5 for lines in names)
    changes = [one.cluster != two.cluster for one, two in zip(tree.leaves[1:], tree.leaves, strict=False)]
    gaps = [0.0, *np.cumsum(np.array(changes, dtype=float) * APART).tolist()]
    tops = tuple(HEAD + sum(heights[:at]) + gap for at, gap in enumerate(gaps))
    left = TAG + max(text_width(line, LABEL) for lines in names for line in lines) + 10
    highest = max(float(tree.found.merges[:, 2].max()), 1e-300) if tree.found.merges is not None else 1.0
    return Frame(names, tops, heights, Axis(0.0, highest, left, width - 12.0))


def _name(tree: Tree, leaf: Branch, language: Language, room: float) -> tuple[str, ...]:
    """Return a leaf's regions in at most two lines, the best first; the rest of them is counted."""
    named = [_short(tree, int(at)).in_language(language) for at in _best_first(tree, leaf)]
    mark = "、" if language == "zh" else ", "
    more = Text(f" 等 {len(named)} 个", f" … ({len(named)})").in_language(language)
    lines: list[str] = []
    for kept in range(len(named), 0, -1):
        said = [f"{name}{mark}" for name in named[: kept - 1]]
        lines = _filled([*said, named[kept - 1] + (more if kept < len(named) else "")], room)
        if len(lines) <= MOST_LINES:
            break
    return tuple(lines)


def _filled(pieces: list[str], room: float) -> list[str]:
    """Return pieces in lines that fit; one that is wider than the room is broken by itself."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), LABEL) > room:
            lines.append("")
        lines[-1] += piece
    return [part for line in lines for part in broken(line, room + LABEL, LABEL)]


def _best_first(tree: Tree, leaf: Branch) -> list[int]:
    order = np.argsort(-tree.found.scores[leaf.members], kind="stable")
    answer: list[int] = leaf.members[order].tolist()
    return answer


def _short(tree: Tree, at: int) -> Text:
    return tree.level.names[tree.level.codes.index(tree.found.regions[at])].short


def _picture(tree: Tree, language: Language, width: int) -> Picture:
    frame = _frame(tree, language, width)
    lines: list[Row] = []
    _trace(tree, frame, lines)
    cut = cut_height(tree.found)
    dashed = [] if cut is None else [{"x": (x := frame.axis.at(cut)), "x2": x, "y": HEAD, "y2": frame.bottom}]
    ticks = [tick for tick in frame.axis.ticks if frame.axis.at(tick) <= width - 8]
    every = 1 if width > PHONE_WIDTH else 2
    axis_name = Text("合并距离", "Distance when joined").in_language(language)
    numbers = [
        {"x": frame.axis.at(tick), "y": HEAD - 10, "text": tick_text(tick, language)}
        for at, tick in enumerate(ticks)
        if at % every == 0
    ]
    return Picture(
        frame.bottom + 6,
        (
            rules(
                "grid", [{"x": row["x"], "x2": row["x"], "y": HEAD, "y2": frame.bottom} for row in numbers]
            ),
            rules("cut", dashed, color=colour("alert"), strokeDash=[5, 4]),
            rules("branches", lines, strokeWidth=2, strokeCap="square"),
            bars("tags", _tags(tree, frame)),
            words("numbers", _numbers(tree, frame), align="right", fontSize=SMALL, color=colour("muted")),
            words("names", _names(frame, tree), fontSize=LABEL),
            words("ticks", numbers, align="center", fontSize=SMALL, color=colour("muted")),
            words(
                "axis", [{"x": 0.0, "y": HEAD - 10, "text": axis_name}], fontSize=SMALL, color=colour("muted")
            ),
        ),
    )


def _trace(tree: Tree, frame: Frame, lines: list[Row]) -> None:
    """Add the lines of the tree: each branch from its own height to that of what holds it."""
    place = {id(leaf): at for at, leaf in enumerate(tree.leaves)}

    def walk(branch: Branch) -> tuple[float, float]:
        if not branch.parts:
            return frame.axis.start, frame.middle(place[id(branch)])
        ends = [(*walk(part), part.cluster) for part in branch.parts]
        x = frame.axis.at(branch.height)
        for start, y, cluster in ends:
            row = {"row": tree.rows[place[id(next(branch.leaves))]]} if branch.cluster else {}
            lines.append({"x": start, "x2": x, "y": y, "y2": y, "stroke": _stroke(cluster), **row})
        (_, first, _), (_, last, _) = ends
        lines.append({"x": x, "x2": x, "y": first, "y2": last, "stroke": _stroke(branch.cluster)})
        return x, (first + last) / 2

    walk(tree.root)


def _stroke(cluster: int) -> str:
    return colour(cluster_role(cluster) if cluster else "muted")


def _runs(tree: Tree) -> list[tuple[int, int, int]]:
    """Return runs of leaves of one cluster: its number, the first leaf and the last."""
    runs: list[tuple[int, int, int]] = []
    for at, leaf in enumerate(tree.leaves):
        if runs and runs[-1][0] == leaf.cluster:
            runs[-1] = (leaf.cluster, runs[-1][1], at)
        else:
            runs.append((leaf.cluster, at, at))
    return runs


def _tags(tree: Tree, frame: Frame) -> list[Row]:
    return [
        {
            "x": 18.0,
            "x2": 23.0,
            "y": frame.tops[first] + 1,
            "y2": frame.tops[last] + frame.heights[last] - 1,
            "fill": _stroke(number),
        }
        for number, first, last in _runs(tree)
    ]


def _numbers(tree: Tree, frame: Frame) -> list[Row]:
    return [
        {
            "x": 14.0,
            "y": (frame.tops[first] + frame.tops[last] + frame.heights[last]) / 2,
            "text": str(number),
        }
        for number, first, last in _runs(tree)
        if number
    ]


def _names(frame: Frame, tree: Tree) -> list[Row]:
    return [
        {
            "x": TAG,
            "y": frame.middle(at) + LINE * (part - (len(lines) - 1) / 2),
            "text": line,
            "row": tree.rows[at],
        }
        for at, lines in enumerate(frame.names)
        for part, line in enumerate(lines)
    ]


def _data(tree: Tree) -> Data:
    root = tree.level.framework.root.id
    columns = (
        Column("cluster", Text("类别", "Cluster"), "number"),
        region_column(tree.level),
        rank_column(root),
        Column("score", Text("得分", "Score"), "number", digits=2, node=root),
        Column("silhouette", Text("轮廓系数", "Silhouette"), "number", digits=2),
    )
    order = [at for leaf in tree.leaves for at in _best_first(tree, leaf)]
    rows = tuple(_row(tree, at) for at in order)
    return Data(columns, rows, level=tree.level.id, regions=tuple(tree.found.regions[at] for at in order))


def _row(tree: Tree, at: int) -> tuple[Cell, ...]:
    row = tree.level.codes.index(tree.found.regions[at])
    return (
        float(tree.found.numbers[at]),
        tree.level.names[row].full,
        rank_cell(tree.level, row, tree.level.framework.root.id),
        float(tree.found.scores[at]),
        float(tree.found.silhouettes.width[at]),
    )


def _alternative(tree: Tree) -> Text:
    """Return the clusters with their members in words, and the last merges."""
    clusters = []
    for number in range(1, tree.found.count + 1):
        names = [_short(tree, int(at)) for at in tree.found.members(number)]
        clusters.append((cluster_name(number), names))
    zh = "；".join(f"{name.zh}：{'、'.join(one.zh for one in names)}" for name, names in clusters)
    en = "; ".join(f"{name.en}: {', '.join(one.en for one in names)}" for name, names in clusters)
    top = number_text(tree.root.height, 2)
    return Text(
        f"谱系图，最后一次合并的距离为 {top}。{zh}。", f"Tree whose last merge is at distance {top}. {en}."
    )
