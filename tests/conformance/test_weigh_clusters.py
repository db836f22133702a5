"""The analytic network process with clusters: a network of 18 ids worked out by SuperDecisions, two programs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from record import MANUAL, Agreement, record
from recorded_answers import recorded

from zhishu.weigh.judged.network import anp, limit_matrix
from zhishu.weigh.judged.supermatrix import network_of


def agreed(against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("weigh", "anp", against, source, what, tolerance, holds=True, note=note))


# What the drinking-water utility of Mexico City weighs: five clusters, and on each of 18 ids the priorities
# within each cluster, id → {influenced id: priority}, ids numbered in the order of SIZES.
CLUSTERS = ("alternatives", "infrastructure", "budget", "risks", "institutions")
SIZES = (5, 5, 1, 3, 4)
CLUSTER_MATRIX = np.array(
    [
        [0, 0.257743, 0.676259, 0.223235, 0.416012],
        [0.25, 0.105029, 0.323741, 0.165047, 0],
        [0, 0, 0, 0.122965, 0.457956],
        [0.75, 0.637227, 0, 0, 0],
        [0, 0, 0, 0.488753, 0.126032],
    ]
)
UNWEIGHTED = {
    1: {10: 0.215281, 11: 0.270541, 13: 0.148235, 15: 0.291289, 16: 0.296813, 18: 0.439528},
    2: {10: 0.213746, 11: 0.369666, 13: 0.343536, 15: 0.138279, 16: 0.223215, 18: 0.153517},
    3: {10: 0.073895, 11: 0.186725, 13: 0.0817, 15: 0.071465, 16: 0.042584},
    4: {10: 0.401947, 11: 0.108139, 13: 0.310847, 15: 0.376729, 16: 0.313222, 17: 0.831461, 18: 0.286508},
    5: {10: 0.095131, 11: 0.064929, 13: 0.115682, 15: 0.122238, 16: 0.124166, 17: 0.168539, 18: 0.120446},
    6: {4: 0.754098, 11: 0.551407, 12: 0.83146, 13: 0.160893},
    7: {11: 0.0823},
    8: {4: 0.245902, 11: 0.366292, 12: 0.16854, 13: 0.488463, 14: 1},
    9: {5: 1, 13: 0.22032},
    10: {1: 1, 2: 1, 3: 1, 8: 1, 13: 0.130324},
    11: {12: 1, 13: 1, 16: 1, 17: 1, 18: 1},
    12: {6: 1, 8: 0.101124},
    13: {7: 1, 8: 0.898876, 9: 1, 10: 1},
    14: {2: 1},
    15: {13: 0.382929},
    16: {13: 0.102205, 15: 1},
    17: {13: 0.109496},
    18: {12: 1, 13: 0.405369},
}
SOME_WEIGHTED = {
    (10, 2): 0.25,
    (14, 2): 0.75,
    (10, 8): 0.1415,
    (12, 8): 0.086815,
    (13, 8): 0.771686,
    (4, 10): 0.115757,
    (13, 10): 0.712009,
    (6, 12): 0.176668,
    (11, 12): 0.158304,
    (18, 12): 0.629217,
    (1, 13): 0.033091,
    (8, 13): 0.080619,
    (11, 13): 0.122965,
    (18, 13): 0.198126,
    (4, 15): 0.289135,
    (16, 15): 0.232513,
    (11, 17): 0.523996,
}
LIMIT = [0.054707, 0.052117, 0.018426, 0.055454, 0.020174, 0.077001, 0.002399, 0.079429, 0.026049]
LIMIT += [0.100877, 0.090027, 0.083897, 0.161568, 0.039087, 0.030239, 0.015102, 0.008647, 0.0848]


def table_of(matrix: np.ndarray, names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    return {
        a: {b: float(value) for b, value in zip(names, row, strict=True)}
        for a, row in zip(names, matrix, strict=True)
    }


def test_the_water_of_mexico_city() -> None:
    """Weighted supermatrix and limit, six digits, from priorities and cluster matrix of six digits."""
    names = tuple(str(place) for place in UNWEIGHTED)
    influences = {str(a): {str(b): float(value) for b, value in row.items()} for a, row in UNWEIGHTED.items()}
    clusters = dict(zip(names, np.repeat(CLUSTERS, SIZES).tolist(), strict=True))
    cluster_weights = table_of(CLUSTER_MATRIX, CLUSTERS)
    found = network_of(influences, names, clusters, cluster_weights).supermatrix
    for (row, column), printed in SOME_WEIGHTED.items():
        assert found[row - 1, column - 1] == pytest.approx(printed, abs=1.01e-6)
    weights = anp(
        np.zeros((2, 18)), names, influences=influences, clusters=clusters, cluster_weights=cluster_weights
    )
    assert weights == pytest.approx(LIMIT, abs=1.5e-6)
    source = "SuperDecisions' tables of the drinking-water utility of Mexico City (data of MEGADAPT, CoMSES)"
    agreed(MANUAL, source, "weighted supermatrix and limit of 18 ids in 5 clusters, 6 digits", 1.5e-6)


@pytest.mark.parametrize("name", ["clusters_megadaptr", "clusters_ahpanplib"])
def test_two_programs(name: str) -> None:
    """One multiplies blocks by a cluster matrix, the other, of SuperDecisions' authors, weighs all alike."""
    answers = recorded(name)
    for case in answers.cases:
        count = sum(case["sizes"])
        names = tuple(str(place) for place in range(count))
        bounds = np.concatenate([[0], np.cumsum(case["sizes"])])
        clusters = {
            names[place]: chr(97 + which)
            for which, (begin, end) in enumerate(pairwise(bounds))
            for place in range(begin, end)
        }
        weighed = table_of(np.array(case["clusters"]), tuple("abc")) if "clusters" in case else {}
        influences = table_of(np.array(case["unweighted"]), names)
        found = network_of(influences, names, clusters, weighed).supermatrix
        assert found == pytest.approx(np.array(case["weighted"]), abs=1e-12)
        limit = np.array(case["limit"])
        weights = limit if limit.ndim == 1 else limit[:, 0]
        given = {"influences": influences, "clusters": clusters, "cluster_weights": weighed}
        assert anp(np.zeros((2, count)), names, **given) == pytest.approx(weights, rel=1e-9)
        assert limit_matrix(found)[:, 0] == pytest.approx(weights, rel=1e-9)
    alike = "" if "clusters" in answers.cases[0] else ", clusters weighing alike"
    what = f"weighted supermatrix and weights{alike}"
    agreed(answers.program, "6 to 12 ids in 3 clusters, five seeds", what, 1e-9)
