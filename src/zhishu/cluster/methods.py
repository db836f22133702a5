"""The table of clusterings: what the step `clusters` offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster.distances import DISTANCES, EUCLIDEAN
from zhishu.cluster.hierarchical import LINKAGES, hierarchical
from zhishu.cluster.partitions import k_means, k_medoids
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_COUNT = Option(
    None,
    {"type": ["integer", "null"], "minimum": 1},
    "how many clusters; without it as many, 2 to 8, as have the greatest mean silhouette",
)
_HEIGHT = Option(
    None,
    {"type": ["number", "null"], "minimum": 0},
    "instead of `count`: the height at which the tree is cut, joined is what lies no higher",
)
_LINKAGE = Option(
    "ward", {"enum": list(LINKAGES)}, "how far two clusters are apart; ward, centroid, median: Euclidean only"
)
_DISTANCE = Option(EUCLIDEAN, {"enum": list(DISTANCES)}, "how far two regions are apart")
_X = np.array([[1.0, 0.9], [0.9, 1.0], [0.2, 0.3], [0.1, 0.3], [0.5, 0.0]])


def clustering(  # noqa: PLR0913, PLR0917 - one argument per column of the table
    identifier: str,
    name: Text,
    citation: str,
    formula: Text,
    function: Callable[..., object],
    parameters: Mapping[str, Option],
) -> Method:
    """Return a clustering's line; what all of them share is written once."""
    return Method(
        kind="clusters",
        id=identifier,
        name=name,
        citation=citation,
        formula=formula,
        needs="every value; columns on one scale",
        range="1 (the highest mean score) to the number of clusters",
        degenerate={
            "nan": "error: it compares regions, so every value must be there",
            "constant": "tells no regions apart",
            "zero": "tells no regions apart",
            "negative": "harmless",
            "tie": "regions with equal values are in one cluster",
            "single_region": "cluster 1; error for a `count` above 1",
        },
        function=function,
        inputs=("scores",),
        parameters=parameters,
        example=Example((_X,), [1, 1, 3, 3, 2], {"count": 3}),
    )


_METHODS = (
    clustering(
        "hierarchical",
        Text("系统聚类（层次聚类）", "Hierarchical clustering"),
        "Ward (1963), JASA 58: 236-244; Everitt et al. (2011), Cluster Analysis, 5th edition, chapter 4; "
        "OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 4.4",
        Text(
            "各地区先自成一类，每步合并距离最近的两类；ward: d^2 = 2 n_a n_b / (n_a + n_b) |x_a - x_b|^2，"
            "x 为类的重心；average: 两类间各对地区距离的平均；complete: 其最大值；single: 其最小值",
            "every region alone, then the two nearest clusters joined, step by step; "
            "ward: d^2 = 2 n_a n_b / (n_a + n_b) |x_a - x_b|^2 for centres x; average: mean distance of the "
            "pairs between two clusters; complete: the largest; single: the least",
        ),
        hierarchical,
        {"count": _COUNT, "height": _HEIGHT, "linkage": _LINKAGE, "distance": _DISTANCE},
    ),
    clustering(
        "k_means",
        Text("K 均值聚类（快速聚类）", "K-means clustering"),
        "MacQueen (1967), Fifth Berkeley Symposium 1: 281-297; Hartigan and Wong (1979), Applied Statistics "
        "28: 100-108",
        Text(
            "min sum_k sum_(i in k) |x_i - m_k|^2，m_k 为第 k 类的均值",
            "min sum_k sum_(i in k) |x_i - m_k|^2, m_k the mean of cluster k",
        ),
        k_means,
        {"count": _COUNT},
    ),
    clustering(
        "k_medoids",
        Text("K 中心点聚类（PAM）", "K-medoids clustering (PAM)"),
        "Kaufman and Rousseeuw (1990), Finding Groups in Data, chapter 2",
        Text(
            "min sum_i min_k d(i, m_k)，m_k 为代表第 k 类的地区",
            "min sum_i min_k d(i, m_k), m_k the region that stands for cluster k",
        ),
        k_medoids,
        {"count": _COUNT, "distance": _DISTANCE},
    ),
)

CLUSTERINGS: Mapping[str, Method] = {method.id: method for method in _METHODS}
