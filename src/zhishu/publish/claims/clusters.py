"""Clusters: who is alike, in what each cluster is strong, and how clearly they part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.claims.claim import Claim, Part
from zhishu.publish.claims.phrases import about, count, in_sentence, names, number, points, slug, word
from zhishu.publish.claims.proofs import Head, score_proof, stands_in
from zhishu.publish.clusters import cluster_name, clusters_of_level, how_clustered
from zhishu.publish.document import Evidence
from zhishu.publish.kinds import kind
from zhishu.publish.tables.clusters import counts_data
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.cluster.level import Clusters
    from zhishu.publish.claims.claim import Value
    from zhishu.publish.findings import Findings, LevelFindings

CLEAR, REASONABLE, WEAK = 0.7, 0.5, 0.25
"""Mean silhouettes above which a structure is strong, reasonable, weak, by the usual rule of thumb."""
NAMED_UP_TO = 20
VERDICTS = {
    "clear": Text("类别之间界线清楚", "the clusters part clearly"),
    "reasonable": Text("类别划分较为合理", "the clusters part reasonably"),
    "weak": Text(
        "类别结构较弱，界线附近的归属宜谨慎看待",
        "the structure is weak, and borders should not be read closely",
    ),
    "none": Text("看不出明显的类别结构", "there is no substantial structure to speak of"),
}


@kind("claim", "clusters", Text("聚类的结果与清晰程度", "Clusters and how clearly they part"))
def clusters(findings: Findings, *, level: str) -> tuple[Claim, ...]:
    """Return how many clusters there are and how clearly they part, each of them, and who lies between two.

    None where the recipe makes no clusters. Values: `number`, `silhouette`, `verdict`; of a cluster
    `number`, `members`, `score`, `strong`, `weak`; `between` for regions nearer to another cluster.
    """
    level_found = findings.level(level)
    found = clusters_of_level(level_found)
    if found is None:
        return ()
    claims = [_whole(findings, level_found, found)]
    claims += [_one(level_found, found, each) for each in range(1, found.count + 1)]
    outside = np.flatnonzero(found.silhouettes.width < 0)
    return (*claims, *([_between(level_found, found, outside)] if len(outside) else []))


def _whole(findings: Findings, level: LevelFindings, found: Clusters) -> Claim:
    id_ = slug("clusters", level.id)
    how = how_clustered(findings, level.id) or Text("", "")
    parts = about(level) | {"total": count(len(found.regions)), "number": count(found.count)}
    proof = Evidence(
        id_,
        Text("分为几类", "How many clusters"),
        counts_data(level, found),
        Text(f"{how.zh}{_SILHOUETTE.zh}", f"{how.en} {_SILHOUETTE.en}"),
        stands_in("cluster_counts.csv、clusters.csv", {"level": level.id}),
    )
    title = Text("聚类", "Clusters")
    if found.count == 1:
        text = Text("{total} 个{level}聚为一类。", "All {total} {level} form one cluster.")
        return Claim(id_, "clusters", title, text, parts, (proof,))
    mean = float(found.silhouettes.width.mean())
    verdict = _verdict(mean)
    parts |= {"silhouette": number(mean, 2), "verdict": word(VERDICTS[verdict])}
    text = Text(
        "{total} 个{level}聚为 {number} 类，平均轮廓系数为 {silhouette}：{verdict}。",
        "The {total} {level} form {number} clusters with a mean silhouette of {silhouette}: {verdict}.",
    )
    return Claim(id_, "clusters", title, text, parts, (proof,), {"verdict": verdict})


_SILHOUETTE = Text(
    "轮廓系数 = (b − a) / max(a, b)，a 为与同类各地区的平均距离，b 为与最近的另一类的平均距离。",
    "Silhouette = (b − a) / max(a, b): a is the mean distance to the others of the cluster, b the least mean "
    "distance to another cluster.",
)


def _verdict(mean: float) -> str:
    """Return how clear the clusters are by their mean silhouette.

    >>> [_verdict(mean) for mean in (0.8, 0.6, 0.3, 0.1)]
    ['clear', 'reasonable', 'weak', 'none']
    """
    limits = ((CLEAR, "clear"), (REASONABLE, "reasonable"), (WEAK, "weak"))
    return next((name for limit, name in limits if mean > limit), "none")


def _one(level: LevelFindings, found: Clusters, each: int) -> Claim:
    id_ = slug("clusters", level.id, each)
    rows = rows_of(level, found, found.members(each))
    name = cluster_name(each)
    parts = about(level) | {
        "cluster": Part(name, name.zh),
        "number": count(len(rows)),
        "members": names([level.names[row] for row in rows], most=NAMED_UP_TO),
        "score": points(float(found.scores[found.numbers == each].mean())),
    }
    further: dict[str, Value] = {"number of the cluster": each}
    relative = relative_dimensions(level, found, each)
    strength = Text("", "")
    if relative is not None:
        strong, weak = relative
        parts |= {"strong": _dimension(level, strong), "weak": _dimension(level, weak)}
        strength = Text(
            "；与各地区平均相比，{strong}相对最强，{weak}相对最弱",
            "; against all regions it is relatively strongest in {strong} and weakest in {weak}",
        )
    if len(rows) == 1:
        text = Text(
            f"{{cluster}}只有{{members}}，得 {{score}} 分{strength.zh}。",
            f"{{cluster}} is {{members}} alone, with a score of {{score}}{strength.en}.",
        )
    else:
        text = Text(
            f"{{cluster}}有 {{number}} 个{{level}}：{{members}}；平均得分 {{score}}{strength.zh}。",
            f"{{cluster}} has {{number}} {{level}}: {{members}}; their mean score is {{score}}{strength.en}.",
        )
    nodes = ("", *level.framework.dimensions) if relative is not None else ("",)
    proof = score_proof(level, rows, nodes, Head(id_, name, MEMBERS))
    return Claim(id_, "clusters", Text("各类的成员", "Members of a cluster"), text, parts, (proof,), further)


MEMBERS = Text(
    "类别见 out/tables/clusters.csv；相对强弱 =（类内平均 − 全体平均）÷ 全体标准差。",
    "Clusters stand in out/tables/clusters.csv; relative strength = (mean of the cluster − mean of all) ÷ "
    "standard deviation of all.",
)


def rows_of(level: LevelFindings, found: Clusters, members: NDArray[np.intp]) -> list[int]:
    """Return the rows of the level at which the regions of a clustering stand."""
    return [level.codes.index(found.regions[int(at)]) for at in members]


def relative_dimensions(level: LevelFindings, found: Clusters, each: int) -> tuple[str, str] | None:
    """Return the dimensions in which a cluster stands highest and lowest against all regions.

    In standard deviations of all regions; None where fewer than two dimensions vary, or there is one cluster.
    """
    dimensions = level.framework.dimensions
    every = rows_of(level, found, np.arange(len(found.regions)))
    inside = rows_of(level, found, np.flatnonzero(found.numbers == each))
    scores = level.scores[:, [level.column(node) for node in dimensions]]
    spread = scores[every].std(axis=0)
    live = live_columns(scores[every])
    if live.sum() < 2 or found.count == 1:  # noqa: PLR2004 - the strongest and the weakest
        return None
    apart = scores[inside].mean(axis=0) - scores[every].mean(axis=0)
    standing = np.divide(apart, spread, out=np.zeros_like(apart), where=live)
    strong = int(np.where(live, standing, -np.inf).argmax())
    weak = int(np.where(live, standing, np.inf).argmin())
    return dimensions[strong], dimensions[weak]


def _dimension(level: LevelFindings, node: str) -> Part:
    name = in_sentence(level.title(node))
    return Part(name, level.title(node).zh)


def _between(level: LevelFindings, found: Clusters, outside: NDArray[np.intp]) -> Claim:
    id_ = slug("clusters", level.id, "between")
    order = outside[np.argsort(found.silhouettes.width[outside], kind="stable")]
    rows = rows_of(level, found, order)
    parts = about(level) | {
        "between": names([level.names[row] for row in rows], most=NAMED_UP_TO),
        "how_many": count(len(rows)),
    }
    one = len(rows) == 1
    text = Text(
        "{between}的轮廓系数为负：平均而言离另一类更近。" if one else
        "{how_many} 个{level}的轮廓系数为负，平均而言离另一类更近：{between}。",
        "{between} has a negative silhouette: on average it is nearer to another cluster." if one else
        "{how_many} {level} have negative silhouettes, on average nearer to another cluster: {between}.",
    )  # fmt: skip
    proof = score_proof(
        level, rows, ("",), Head(id_, Text("处于两类之间", "Between two clusters"), _SILHOUETTE)
    )
    return Claim(id_, "clusters", Text("处于两类之间", "Between two clusters"), text, parts, (proof,))
