"""The three clusterings: numbers by score, equal regions together, no answer that hangs on the order of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from zhishu.cluster.distances import DISTANCES
from zhishu.cluster.hierarchical import LINKAGES, OF_POINTS, hierarchical, merges
from zhishu.cluster.partitions import k_means, k_medoids
from zhishu.errors import MethodError

CLOUDS = np.array([[9.0, 9.0], [9.1, 9.0], [0.0, 9.0], [0.1, 9.1], [0.0, 0.0], [0.1, 0.1], [0.2, 0.0]])
EVERY: dict[str, Callable[..., Any]] = {
    **{
        linkage: lambda x, linkage=linkage, **more: hierarchical(x, linkage=linkage, **more)
        for linkage in LINKAGES
    },
    "k_means": k_means,
    "k_medoids": k_medoids,
}
CLUSTERINGS = pytest.mark.parametrize("name", EVERY)
GRID = st.integers(0, 6).map(float)


@CLUSTERINGS
def test_clouds_are_found_and_numbered_by_their_score(name: str) -> None:
    """By the mean of the columns, or by scores that are given."""
    assert EVERY[name](CLOUDS, count=3).tolist() == [1, 1, 2, 2, 3, 3, 3]
    assert EVERY[name](CLOUDS, scores=-CLOUDS.sum(axis=-1), count=3).tolist() == [3, 3, 2, 2, 1, 1, 1]


@CLUSTERINGS
def test_without_a_count_the_silhouettes_decide(name: str) -> None:
    """Three clouds are three clusters; equal regions are one, two different ones are two."""
    assert EVERY[name](CLOUDS).max() == 3
    assert EVERY[name](np.ones((5, 2))).tolist() == [1] * 5
    assert EVERY[name](np.array([[0.0], [1.0], [1.0]])).tolist() == [2, 1, 1]


@CLUSTERINGS
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_shuffled_table_gives_the_same_clusters(name: str, data: st.DataObject) -> None:
    """With many ties among values and distances; equal regions are together, numbers run from 1 without gap."""
    x = data.draw(hnp.arrays(float, st.tuples(st.integers(1, 9), st.integers(1, 3)), elements=GRID))
    different = len(np.unique(x, axis=0))
    count = data.draw(st.one_of(st.none(), st.integers(1, different)))
    found = EVERY[name](x, count=count)
    order = np.array(data.draw(st.permutations(range(len(x)))))
    assert EVERY[name](x[order], count=count).tolist() == found[order].tolist()
    assert sorted(set(found.tolist())) == list(range(1, found.max() + 1))
    if count is not None:
        assert found.max() == count
    for one, row in zip(found, x, strict=True):
        assert set(found[(x == row).all(axis=-1)]) == {one}
    means = [x[found == number].mean() for number in range(1, found.max() + 1)]
    assert (np.diff(means) <= 1e-9).all()


@CLUSTERINGS
def test_a_scale_and_rounding_change_nothing(name: str) -> None:
    """Clusters do not depend on the unit, nor on the thirteenth digit."""
    x = np.random.default_rng(2).integers(0, 5, (12, 3)).astype(float)
    noise = 1 + 1e-15 * np.random.default_rng(3).standard_normal(x.shape)
    found = EVERY[name](x, count=4).tolist()
    assert EVERY[name](x * 1e-9, count=4).tolist() == found
    assert EVERY[name](x * noise, count=4).tolist() == found


@CLUSTERINGS
def test_a_batch_gives_what_its_members_give(name: str) -> None:
    """Leading axes are a batch."""
    x = np.random.default_rng(1).random((2, 3, 8, 3))
    found = EVERY[name](x, count=3)
    assert found.shape == (2, 3, 8)
    assert found[1, 2].tolist() == EVERY[name](x[1, 2], count=3).tolist()


@CLUSTERINGS
def test_a_missing_value_and_too_many_clusters_are_refused(name: str) -> None:
    """One clear error each; a single region is a cluster."""
    with pytest.raises(MethodError, match="a value is missing") as missing:
        EVERY[name](np.array([[1.0, np.nan], [0.0, 1.0]]))
    assert "impute" in str(missing.value.advice)
    with pytest.raises(MethodError, match="more clusters than different regions") as many:
        EVERY[name](np.array([[1.0], [1.0], [0.0]]), count=3)
    assert many.value.allowed == "1 to 2"
    assert EVERY[name](np.array([[5.0, 3.0]])).tolist() == [1]
    with pytest.raises(MethodError):
        EVERY[name](np.array([[5.0, 3.0]]), count=2)


def test_the_tree_is_cut_at_a_height() -> None:
    """What lies no higher is joined; in the units of the distance."""
    x = np.array([[0.0], [10.0], [30.0], [70.0]])
    for height, expected in ((9.9, 4), (10.0, 3), (25.0, 2), (40.0, 1)):
        assert hierarchical(x, linkage="single", height=height).max() == expected
    assert hierarchical(x, linkage="single", distance="squared_euclidean", height=400.0).tolist() == [
        2,
        2,
        2,
        1,
    ]
    assert hierarchical(np.ones((3, 1)), height=0.0).tolist() == [1, 1, 1]
    with pytest.raises(MethodError, match="cut once"):
        hierarchical(x, count=2, height=1.0)


@pytest.mark.parametrize("linkage", LINKAGES)
@pytest.mark.parametrize("distance", DISTANCES)
def test_each_distance_with_each_linkage(linkage: str, distance: str) -> None:
    """Those of points take Euclidean distances alone, and say so."""
    if linkage in OF_POINTS and distance != "euclidean":
        with pytest.raises(MethodError, match="Euclidean distances alone") as error:
            hierarchical(CLOUDS, linkage=linkage, distance=distance)
        assert "average" in str(error.value.allowed)
    else:
        assert hierarchical(CLOUDS, linkage=linkage, distance=distance, count=3).tolist() == [
            1,
            1,
            2,
            2,
            3,
            3,
            3,
        ]


def test_the_schedule_names_regions_in_the_order_of_the_table() -> None:
    """The nearest two first; a number beyond the regions is what an earlier step joined."""
    x = np.array([[11.0], [1.0], [6.0], [2.0], [8.0]])
    found = merges(x, linkage="complete")
    assert found[:, :2].tolist() == [[1, 3], [2, 4], [0, 6], [5, 7]]
    assert found[:, 2].tolist() == pytest.approx([1, 2, 5, 10])
    assert found[:, 3].tolist() == [2, 2, 3, 5]
    assert merges(x[:1]).shape == (0, 4)


def test_ward_is_the_root_of_twice_the_rise_of_the_sum_of_squares() -> None:
    """Half the square of a height is what the merge adds."""
    x = np.random.default_rng(0).random((9, 3))
    found = merges(x)
    joined: dict[int, list[int]] = {at: [at] for at in range(9)}
    for step, (one, two, height, _) in enumerate(found):
        both = joined[int(one)] + joined[int(two)]
        rise = spread(x[both]) - spread(x[joined[int(one)]]) - spread(x[joined[int(two)]])
        assert height**2 / 2 == pytest.approx(rise)
        joined[9 + step] = both


def spread(x: np.ndarray) -> float:
    return float(np.square(x - x.mean(axis=0)).sum())


def test_k_means_leaves_no_region_that_would_lower_the_sum_elsewhere() -> None:
    """Neither the nearest mean nor a single move helps any more."""
    x = np.random.default_rng(4).random((20, 2))
    found = k_means(x, count=4)
    whole = sum(spread(x[found == one]) for one in range(1, 5))
    for region in range(20):
        for to in range(1, 5):
            moved = found.copy()
            moved[region] = to
            if len(np.unique(moved)) == 4:
                assert sum(spread(x[moved == one]) for one in range(1, 5)) >= whole - 1e-12


def test_one_far_region_does_not_draw_a_medoid() -> None:
    """Around medoids the far one stands alone or joins the nearest; it moves no centre."""
    x = np.array([[0.0], [1.0], [2.0], [10.0], [11.0], [12.0], [20.0]])
    assert k_medoids(x, count=2).tolist() == [2, 2, 2, 1, 1, 1, 1]
    assert k_medoids(x, count=3).tolist() == [3, 3, 3, 2, 2, 2, 1]
