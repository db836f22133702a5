"""Clusters against printed examples: the Handbook, a textbook exercise, the manuals of scipy, scikit-learn and MATLAB."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, TEXTBOOK, Agreement, record
from recorded_answers import recorded
from sklearn.datasets import load_iris, make_blobs

from zhishu.cluster.hierarchical import hierarchical, merges
from zhishu.cluster.partitions import k_means, k_medoids
from zhishu.cluster.silhouettes import separation

COUNTRIES = (
    "Finland", "USA", "Sweden", "Japan", "Korea", "Netherlands", "UK", "Canada", "Australia", "Singapore", "Germany",
    "Norway", "Ireland", "Belgium", "New Zealand", "Austria", "France", "Israel", "Spain", "Italy", "Czech Republic",
    "Hungary", "Slovenia",
)  # fmt: skip
ACHIEVEMENT = """
187 289 271 994 779 189 82 31 75 8 235 103 106 72 103 165 205 74 42 13 28 26 105
125.6 130 156.6 64.6 9.8 151.2 134 38.6 18.2 25.5 36.8 20.2 110.3 73.9 13 14.8 33.6 43.6 8.6 9.8 4.2 6.2 4
200.2 179.1 125.8 49 4.8 136 57.4 108 125.9 72.3 41.2 193.6 48.6 58.9 146.7 84.2 36.4 43.2 21 30.4 25 21.6 20.3
50.7 66.2 59.7 80.8 66.7 50.9 61.9 48.7 16.2 74.9 64.2 19 53.6 47.6 15.4 50.3 58.9 45 53.4 51 51.7 63.5 49.5
3.08 3 3.1 3 2.97 3.02 3.02 2.94 2.94 2.95 2.94 3.12 2.97 2.91 2.86 2.99 2.97 2.96 2.86 3 2.75 2.73 2.84
4.15 4.07 4.14 3.86 3.65 3.77 3.73 4.18 3.94 3.83 3.75 4.39 3.68 3.86 3.91 3.79 3.8 3.74 3.62 3.65 3.68 3.46 3.71
10 12 11.4 9.5 10.8 9.4 9.4 11.6 10.9 7.1 10.2 11.9 9.4 9.3 11.7 8.4 7.9 9.6 7.3 7.2 9.5 9.1 7.1
27.4 13.9 15.3 10 23.2 9.5 14.9 14.2 25.3 24.2 14.4 11.2 12.3 13.6 13.1 13.6 12.6 11 15.6 13 8.2 7.7 10.6
"""
"""Table A.2 of the Handbook: the eight indicators of the Technology Achievement Index, 23 countries."""
HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 4.4"
EXERCISE = "textbook exercise, clusters of 1, 2, 6, 8, 11 (as worked out at 360docs.net, 距离聚类)"
SCIPY = "scipy, cluster.hierarchy.{}: example of twelve points"
CORNERS = [[0, 0], [0, 1], [1, 0], [0, 4], [0, 3], [1, 4], [4, 0], [3, 0], [4, 1], [4, 4], [3, 4], [4, 3]]
PRINTED_HEIGHTS = {
    "ward": (1.29099445, 5.77350269, 5.77350269, 8.16496581),
    "average": (1.20710678, 3.39675184, 3.39675184, 4.09206523),
    "centroid": (1.11803399, 3.33333333, 3.33333333, 3.33333333),
    "median": (1.11803399, 3.0, 3.5, 3.25),
    "weighted": (1.20710678, 3.05595762, 3.32379407, 4.06357713),
    "complete": (1.41421356, 4.12310563, 4.12310563, 5.65685425),
    "single": (1.0, 2.0, 2.0, 2.0),
}
"""Of scipy's printed trees: the height at which each corner is complete, then those of the last three merges."""


def achievement() -> np.ndarray:
    """Return the indicators, standardised, (countries, indicators)."""
    x = np.array([[float(one) for one in line.split()] for line in ACHIEVEMENT.strip().splitlines()]).T
    return (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)


def members(clusters: np.ndarray) -> set[frozenset[str]]:
    """Return the countries of each cluster."""
    return {frozenset(COUNTRIES[at] for at in np.flatnonzero(clusters == one)) for one in np.unique(clusters)}


def agreed(method: str, against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("clusters", method, against, source, what, tolerance, holds=True, note=note))


def test_ten_clusters_of_technology_achievement() -> None:
    """Single linkage of squared distances, cut at 4: the ten clusters that the text names with figure 14."""
    options = {"linkage": "single", "distance": "squared_euclidean"}
    found = members(hierarchical(achievement(), height=4.0, **options))
    alone = {"Finland", "Canada", "Singapore", "Australia", "New Zealand", "Korea", "Norway", "Japan"}
    rest = frozenset(set(COUNTRIES) - alone - {"Sweden", "USA"})
    assert found == {*(frozenset([one]) for one in alone), frozenset(["Sweden", "USA"]), rest}
    assert members(hierarchical(achievement(), count=10, **options)) == found
    assert np.floor(merges(achievement(), **options)[-1, 2]) == 10  # the axis of figure 13 ends at 12
    what = "Technology Achievement Index, 23 countries, single linkage, squared distances, cut at 4: ten clusters"
    agreed("hierarchical", TEXTBOOK, HANDBOOK, what, 0.0)


def test_three_clusters_of_technology_achievement() -> None:
    """The Handbook's three groups, from random starts, leave a larger sum of squares than ours."""
    x = achievement()
    leaders, potential = {"Finland", "Netherlands", "Sweden", "USA"}, {"Australia", "Canada", "New Zealand"}
    printed = np.array(
        [1 if one in leaders else 2 if one in {*potential, "Norway"} else 3 for one in COUNTRIES]
    )
    ours = k_means(x, count=3)
    assert members(ours) != members(printed)
    assert within(x, printed) == pytest.approx(98.349, abs=1e-3)
    assert within(x, ours) == pytest.approx(94.320, abs=1e-3)
    means = np.stack([x[printed == one].mean(axis=0) for one in (1, 2, 3)])
    assert (np.square(x[:, None] - means).sum(axis=-1).argmin(axis=-1) + 1 == printed).all()
    moved = np.where(np.array(COUNTRIES) == "UK", 1, printed)
    assert within(x, moved) < within(x, printed)
    note = (
        "the printed groups have a sum of squares within of 98.35, ours 94.32: no country is nearer to another "
        "group's mean, but the United Kingdom moved to group 1 alone lowers the sum"
    )
    what = "Technology Achievement Index, 23 countries, table 13: three clusters"
    record(Agreement("clusters", "k_means", TEXTBOOK, HANDBOOK, what, 0.0, holds=False, note=note))


def within(x: np.ndarray, clusters: np.ndarray) -> float:
    """Return the sum of squares within clusters."""
    return sum(
        float(np.square(x[clusters == one] - x[clusters == one].mean(axis=0)).sum())
        for one in np.unique(clusters)
    )


def test_the_textbook_exercise() -> None:
    """Five numbers: which are joined, and at which distance; the centroid method with squared distances."""
    x = np.array([[1.0], [2.0], [6.0], [8.0], [11.0]])
    expected = {"single": [1, 2, 3, 4], "complete": [1, 2, 5], "centroid": [1, 4, 16]}
    for linkage, heights in expected.items():
        found = merges(x, linkage=linkage)
        power = 2 if linkage == "centroid" else 1
        assert found[: len(heights), 2] ** power == pytest.approx(heights)
        assert found[:3, :2].tolist() == [[0, 1], [2, 3], [4, 6]]
        what = f"linkage {linkage}: the pairs joined, and their distances" + (
            " squared" if power == 2 else ""
        )
        agreed("hierarchical", MANUAL, EXERCISE, what, 0.0)


@pytest.mark.parametrize("linkage", PRINTED_HEIGHTS)
def test_the_examples_of_scipy(linkage: str) -> None:
    """Four corners of three points; all heights as printed, whichever of equal pairs is joined first."""
    corner, *last = PRINTED_HEIGHTS[linkage]
    heights = merges(np.array(CORNERS, dtype=float), linkage=linkage)[:, 2]
    assert np.round(heights, 8).tolist() == [1.0] * 4 + [corner] * 4 + last
    corners = hierarchical(np.array(CORNERS, dtype=float), linkage=linkage, count=4)
    assert len(np.unique(corners.reshape(4, 3), axis=1)[0]) == 1
    agreed("hierarchical", MANUAL, SCIPY.format(linkage), "heights of the merges", 5e-9, "ours calls scipy")


def test_silhouettes_of_the_example_of_scikit_learn() -> None:
    """Mean silhouettes of k-means with 2 to 5 clusters, as printed."""
    x, _ = make_blobs(
        n_samples=500, n_features=2, centers=4, cluster_std=1, center_box=(-10.0, 10.0), shuffle=True, random_state=1
    )  # fmt: skip
    printed = {
        2: 0.7049787496083262,
        3: 0.5882004012129721,
        4: 0.6505186632729437,
        5: 0.56376469026194,
    }
    for count in (2, 3, 4):
        found = separation(x, k_means(x, count=count)).silhouette
        assert found == pytest.approx(printed[count], abs=1e-9)
    assert len(np.unique(k_means(x))) == 2
    source = "scikit-learn, example “Selecting the number of clusters with silhouette analysis”"
    what = "500 points in four clouds, 2, 3 and 4 clusters: mean silhouette"
    agreed("k_means", MANUAL, source, what, 1e-9)


def test_the_example_of_matlab() -> None:
    """Calinski and Harabasz of k-means clusters of Fisher's irises; MATLAB prints four decimals."""
    x = load_iris().data
    printed = {2: 513.9245, 3: 561.6278}
    for count, value in printed.items():
        assert separation(x, k_means(x, count=count)).calinski_harabasz == pytest.approx(value, abs=5e-5)
    for count, value in {4: 530.4871, 5: 456.1279, 6: 469.5068}.items():
        assert separation(x, k_means(x, count=count)).calinski_harabasz > value + 0.2
    source = "MATLAB, evalclusters (Fisher's irises, kmeans, CalinskiHarabasz)"
    agreed("k_means", MANUAL, source, "2 and 3 clusters: the ratio, as printed", 5e-5)
    note = "ours is higher, and so the sum of squares within lower; MATLAB starts at random"
    what = "4, 5 and 6 clusters: the ratio"
    record(Agreement("clusters", "k_means", MANUAL, source, what, 0.0, holds=False, note=note))


def test_the_medoids_of_american_states() -> None:
    """The clusters that a tutorial prints of the first 21 states, in alphabetical order."""
    x = np.array(recorded("trees_r").cases[-1]["x"])
    printed = [1, 1, 1, 2, 1, 1, 2, 2, 1, 1, 2, 2, 1, 2, 2, 2, 2, 1, 2, 1, 2]  # Alabama to Massachusetts
    # The printed numbers name clusters; ours follow the mean, here of arrests: more come first.
    assert k_medoids(x, count=2)[: len(printed)].tolist() == printed
    assert len(np.unique(k_medoids(x))) == 2
    source = "RPubs 587711, USArrests with pam(scale(USArrests), 2)"
    agreed("k_medoids", MANUAL, source, "clusters of the first 21 states, and 2 as the suggested number", 0.0)
