"""Clusters against scikit-learn and scipy beside ours, and against what R answered."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, program, record
from recorded_answers import recorded
from scipy.cluster.hierarchy import linkage as tree_of
from scipy.spatial.distance import cdist
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.metrics import calinski_harabasz_score, silhouette_samples

from zhishu.cluster.distances import DISTANCES
from zhishu.cluster.hierarchical import LINKAGES, OF_POINTS, hierarchical, merges
from zhishu.cluster.partitions import k_means, k_medoids
from zhishu.cluster.silhouettes import separation, silhouettes

DATA = "random data, 31 × 6, five seeds"


def alike(one: np.ndarray, two: np.ndarray) -> bool:
    """Return whether two numberings tell the same regions apart."""
    return np.array_equal(one[:, None] == one, two[:, None] == two)


def agreed(method: str, against: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("clusters", method, against, DATA, what, tolerance, holds=True, note=note))


def drawn(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((31, 6))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("linkage", LINKAGES)
def test_trees_against_scipy(linkage: str, seed: int) -> None:
    """Heights, and who is joined, whatever the order of the table."""
    x = drawn(seed)
    for distance in ("euclidean",) if linkage in OF_POINTS else DISTANCES:
        expected = tree_of(x, linkage, DISTANCES[distance])
        found = merges(x, linkage=linkage, distance=distance)
        np.testing.assert_allclose(found[:, 2:], expected[:, 2:], rtol=1e-9)
        assert np.array_equal(np.sort(found[:, :2]), np.sort(expected[:, :2]))
    agreed("hierarchical", program("scipy"), "the tree, every linkage and distance", 1e-9, "ours calls scipy")


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("linkage", ["ward", "average", "complete", "single"])
def test_clusters_against_scikit_learn(linkage: str, seed: int) -> None:
    """Agglomerative clustering with 2 to 7 clusters."""
    x = drawn(seed)
    for count in range(2, 8):
        expected = AgglomerativeClustering(count, linkage=linkage).fit_predict(x)
        assert alike(hierarchical(x, count=count, linkage=linkage), expected)
    agreed(
        "hierarchical",
        program("scikit-learn"),
        "AgglomerativeClustering, four linkages, 2 to 7 clusters",
        0.0,
    )


@pytest.mark.parametrize("seed", range(5))
def test_measures_against_scikit_learn(seed: int) -> None:
    """Silhouettes with each distance, and the ratio of Calinski and Harabasz."""
    x = drawn(seed)
    clusters = hierarchical(x, count=4)
    for distance, name in DISTANCES.items():
        expected = silhouette_samples(x, clusters, metric=name)
        np.testing.assert_allclose(silhouettes(x, clusters, distance=distance).width, expected, atol=1e-9)
    found = separation(x, clusters)
    assert found.calinski_harabasz == pytest.approx(calinski_harabasz_score(x, clusters), rel=1e-9)
    what = "silhouette_samples with four distances, calinski_harabasz_score"
    agreed("hierarchical", program("scikit-learn"), what, 1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_means_against_scikit_learn(seed: int) -> None:
    """Two hundred random starts find no lower sum of squares."""
    x = drawn(seed)
    for count in range(2, 6):
        clusters = k_means(x, count=count)
        means = np.stack([x[clusters == one].mean(axis=0) for one in range(1, count + 1)])
        ours = cdist(x, means, "sqeuclidean")
        assert np.array_equal(ours.argmin(axis=-1) + 1, clusters)
        best = KMeans(count, n_init=200, random_state=seed).fit(x).inertia_
        assert ours.min(axis=-1).sum() <= best * (1 + 1e-9)
    what = "KMeans, best of 200 random starts, 2 to 5 clusters: sum of squares within no lower than ours"
    agreed("k_means", program("scikit-learn"), what, 1e-9)


def recorded_row(method: str, what: str, tolerance: float) -> None:
    source = "random data, 24 × 4, five seeds, and USArrests scaled"
    answers = recorded("trees_r").program
    record(Agreement("clusters", method, answers, source, what, tolerance, holds=True))


@pytest.mark.parametrize("linkage", LINKAGES)
def test_trees_against_r(linkage: str) -> None:
    """Heights, and clusters cut at 2 to 6."""
    for case in recorded("trees_r").cases:
        x, expected = np.array(case["x"]), case["trees"][linkage]
        np.testing.assert_allclose(merges(x, linkage=linkage)[:, 2], expected["heights"], rtol=1e-9)
        for place, count in enumerate(range(2, 7)):
            groups = np.array(expected["groups"])[:, place]
            assert alike(hierarchical(x, count=count, linkage=linkage), groups)
    what = "hclust (ward.D2, average, complete, single, mcquitty; centroid and median of squared distances) and cutree"
    recorded_row("hierarchical", what, 1e-9)


def test_medoids_and_silhouettes_against_r() -> None:
    """The clusters of pam with 2 to 5 medoids, with two distances, and their silhouettes."""
    for case in recorded("trees_r").cases:
        x, distance = np.array(case["x"]), case["metric"]
        for place, count in enumerate(range(2, 6)):
            groups = np.array(case["medoids"][place])
            assert alike(k_medoids(x, count=count, distance=distance), groups)
            np.testing.assert_allclose(
                silhouettes(x, groups, distance=distance).width, case["widths"][place], atol=1e-9
            )
    recorded_row("k_medoids", "pam, 2 to 5 clusters, Euclidean and Manhattan, and silhouette", 1e-9)


def test_means_against_r() -> None:
    """The lowest sum of squares of 200 starts by Hartigan and Wong."""
    for case in recorded("trees_r").cases:
        x = np.array(case["x"])
        for place, count in enumerate(range(2, 6)):
            clusters = k_means(x, count=count)
            spread = sum(
                np.square(x[clusters == one] - x[clusters == one].mean(axis=0)).sum()
                for one in range(1, count + 1)
            )
            assert spread == pytest.approx(case["within"][place], rel=1e-9)
    recorded_row("k_means", "kmeans with nstart = 200, 2 to 5 clusters: sum of squares within", 1e-9)
