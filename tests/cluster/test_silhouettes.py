"""Silhouettes and what else says how clearly clusters part, at their edges."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.cluster.silhouettes import separation, silhouettes


def test_a_silhouette_by_hand() -> None:
    """Means of distances to the own cluster and to the nearest other one."""
    x = np.array([[0.0], [2.0], [7.0], [9.0], [30.0]])
    found = silhouettes(x, np.array([3, 3, 2, 2, 1]))
    assert found.width.tolist() == pytest.approx([1 - 2 / 8, 1 - 2 / 6, 1 - 2 / 6, 1 - 2 / 8, 0.0])
    assert found.neighbour.tolist() == [2, 2, 3, 3, 2]


def test_a_region_in_the_wrong_cluster_is_below_zero() -> None:
    """It is nearer to the other one."""
    found = silhouettes(np.array([[0.0], [1.0], [9.0], [8.0]]), np.array([1, 1, 1, 2]))
    assert found.width[2] < 0
    assert found.neighbour[2] == 2


def test_one_cluster_has_no_silhouette() -> None:
    """Nor a ratio; it explains nothing."""
    found = silhouettes(np.array([[0.0], [1.0]]), np.array([1, 1]))
    assert np.isnan(found.width).all()
    assert found.neighbour.tolist() == [0, 0]
    measured = separation(np.array([[0.0], [1.0]]), np.array([1, 1]))
    assert np.isnan(measured.silhouette)
    assert np.isnan(measured.calinski_harabasz)
    assert measured.explained == 0


def test_clusters_of_equal_regions_have_no_ratio() -> None:
    """Nothing is left within: the ratio would be infinite, and everything is explained."""
    measured = separation(np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([2, 2, 1, 1]))
    assert measured.silhouette == 1
    assert np.isnan(measured.calinski_harabasz)
    assert measured.explained == pytest.approx(1)
    assert np.isnan(separation(np.ones((3, 2)), np.array([1, 1, 1])).explained)


def test_equal_regions_have_equal_silhouettes() -> None:
    """To the last digit."""
    x = np.random.default_rng(0).random((9, 4))[[0, 1, 2, 3, 0, 4, 5, 0, 6]]
    width = silhouettes(x, np.array([1, 2, 2, 3, 1, 3, 2, 1, 3])).width
    assert width[0] == width[4] == width[7]
