"""Clusters in a result: the tables, year by year, of indicators, dimensions or the index, with weights or without."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zhishu.cluster.hierarchical import hierarchical, merges
from zhishu.cluster.tree import cut_height, tree_of
from zhishu.errors import EditionError, MethodError, PanelError

if TYPE_CHECKING:
    from zhishu.result import Result

Towns = Callable[..., "Result"]
TOWNS = ("Ash", "Birch", "Cedar", "Dale", "Elm", "Fir", "Gale")


def test_every_town_has_its_cluster(towns: Towns) -> None:
    """Cluster 1 has the highest mean score; the best town of each stands first."""
    result = towns({"count": 3})
    table = result.table("clusters")
    clusters = dict(zip(table["name"], table["cluster"], strict=True))
    assert {name for name, one in clusters.items() if one == 3} == {"Fir", "Gale"}
    assert len({clusters[name] for name in ("Ash", "Birch", "Cedar")}) == 1
    assert table["cluster"].is_monotonic_increasing
    assert table["cluster_score"].is_monotonic_decreasing
    scores = result.scores.query("node == 'towns'").set_index("name")["score"]
    for _, rows in table.groupby("cluster"):
        own = scores[rows["name"]]
        assert own.is_monotonic_decreasing
        assert rows["cluster_score"].to_numpy() == pytest.approx(own.mean())
    assert (table["silhouette"] > 0.5).all()
    assert (table["neighbour"] != table["cluster"]).all()


def test_profiles_are_means_of_normalised_values(towns: Towns) -> None:
    """Per cluster and indicator, beside the mean of all."""
    result = towns({"count": 3})
    normalised = result.table("normalised").merge(result.table("clusters"), on="region")
    expected = normalised.groupby(["cluster", "indicator"])["value"].mean()
    for row in result.table("cluster_profiles").itertuples():
        assert row.value == pytest.approx(expected[row.cluster, row.indicator])
        overall = normalised.query("indicator == @row.indicator")["value"].mean()
        assert row.overall == pytest.approx(overall)


def test_counts_say_how_many_the_data_suggest(towns: Towns) -> None:
    """2 to 7 clusters of seven towns; the number with the greatest silhouette is taken without a count."""
    counts = towns({}).table("cluster_counts")
    assert counts["clusters"].tolist() == [2, 3, 4, 5, 6, 7]
    assert counts.loc[counts["chosen"] == 1, "clusters"].tolist() == [3]
    assert counts["silhouette"].idxmax() == 1
    assert counts["explained"].is_monotonic_increasing
    assert np.isnan(counts["calinski_harabasz"].iloc[-1])
    taken = towns({"count": 1}).table("cluster_counts")
    assert taken["clusters"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert taken["chosen"].tolist() == [1, 0, 0, 0, 0, 0, 0]


def test_the_schedule_can_be_followed(towns: Towns) -> None:
    """Codes and earlier steps; heights are those of the function."""
    result = towns({"linkage": "average"})
    table = result.table("cluster_merges")
    assert table["step"].tolist() == [1, 2, 3, 4, 5, 6]
    assert table["clusters"].tolist() == [6, 5, 4, 3, 2, 1]
    held = {town: {town} for town in TOWNS}
    for row in table.itertuples():
        held[f"#{row.step}"] = held[row.one] | held[row.two]
        assert len(held[f"#{row.step}"]) == row.regions
    normalised = result.levels["town"].normalised
    assert table["height"].to_numpy() == pytest.approx(merges(normalised[0], linkage="average")[:, 2])


@pytest.mark.parametrize("method", ["k_means", "k_medoids"])
def test_other_methods_have_no_schedule(method: str, towns: Towns) -> None:
    """The other tables are there."""
    result = towns({"method": method, "count": 3})
    assert set(result.table("clusters")["cluster"]) == {1, 2, 3}
    with pytest.raises(Exception, match="there is no table"):
        result.table("cluster_merges")


def test_without_the_step_there_are_no_tables(towns: Towns) -> None:
    """An edition that asks for no clusters has the tables that it had."""
    from zhishu.tables import result_tables

    assert not [table.name for table in result_tables(towns(None)) if "cluster" in table.name]


def test_each_year_has_its_clusters(towns: Towns, values: np.ndarray) -> None:
    """With several years the year is the last column."""
    result = towns({"count": 3}, np.stack([values[::-1], values]))
    table = result.table("clusters")
    assert table.columns[-1] == "year"
    first = table.query("year == 2023").set_index("name")["cluster"]
    last = table.query("year == 2024").set_index("name")["cluster"]
    assert first["Gale"] == last["Ash"]
    assert first["Ash"] == last["Gale"] == 3


def test_clusters_of_dimensions_and_of_the_index(towns: Towns) -> None:
    """The scores of the dimensions; the index alone, which cuts the ranking in pieces."""
    scores = towns(None).levels["town"].scores[0]
    ids = towns(None).edition.framework.ids
    columns = [ids.index(one) for one in ("size", "skill")]
    for of, x in (("dimensions", scores[:, columns]), ("index", scores[:, :1])):
        found = towns({"of": of, "count": 2}).levels["town"].clusters[0]
        assert found.numbers.tolist() == hierarchical(x, scores[:, 0], count=2).tolist()


def test_weights_stretch_the_columns(towns: Towns, values: np.ndarray) -> None:
    """Equal weights change nothing; others make squared distances weighted sums."""
    plain = towns({"count": 3}).levels["town"].clusters[0]
    equal = towns({"count": 3, "weighted": True}).levels["town"].clusters[0]
    np.testing.assert_allclose(equal.merges[:, 2], plain.merges[:, 2])
    changed = values.copy()
    changed[:, 3] = 5.0  # a constant column weighs nothing in the next result
    result = towns({"count": 3, "weighted": True}, changed)
    weights = result.levels["town"].effective[0]
    ids = result.edition.framework.ids
    leaf = [weights[ids.index(one)] for one in ("firms", "staff", "patents", "schools")]
    x = result.levels["town"].normalised[0] * np.sqrt(np.array(leaf) / np.mean(leaf))
    assert result.levels["town"].clusters[0].merges[:, 2] == pytest.approx(merges(x)[:, 2])


def test_a_missing_value_is_one_clear_error(towns: Towns, values: np.ndarray) -> None:
    """Also where the index would share its weight out; clusters of dimensions can do without it."""
    changed = values.copy()
    changed[4, 0] = np.nan
    with pytest.raises(MethodError, match="a value is missing") as error:
        towns({}, changed, missing="renormalise")
    assert "level town" in str(error.value.where)
    with pytest.raises(PanelError):
        towns({}, changed)
    assert towns({"of": "dimensions"}, changed, missing="renormalise").levels["town"].clusters


def test_regions_that_are_screened_out_are_in_no_cluster(towns: Towns, values: np.ndarray) -> None:
    """They keep their place everywhere else."""
    changed = values.copy()
    changed[5, :3] = np.nan
    screen = {"step": "screen", "data": 0.5, "drop": "regions"}
    result = towns({"count": 2}, changed, before=(screen,))
    assert sorted(result.table("clusters")["name"]) == [town for town in TOWNS if town != "Fir"]
    assert len(result.table("cluster_merges")) == 5


def test_more_clusters_than_towns_are_refused(towns: Towns) -> None:
    """With the level that has too few."""
    with pytest.raises(MethodError, match="more clusters than different regions") as error:
        towns({"count": 8})
    assert (error.value.where, error.value.allowed) == ("level town", "1 to 7")


def test_a_single_town_is_a_cluster(towns: Towns, values: np.ndarray) -> None:
    """It has no silhouette, and nothing to be joined with."""
    result = towns({}, values[:1], normalise="none")
    assert result.table("clusters")["cluster"].tolist() == [1]
    assert result.table("clusters")["silhouette"].isna().all()


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ({"linkage": "wards"}, "linkage"),
        ({"count": 0}, "count"),
        ({"of": "firms"}, "of"),
        ({"method": "k_means", "linkage": "ward"}, "unknown option"),
    ],
)
def test_options_are_checked(step: dict[str, object], message: str, towns: Towns) -> None:
    """As those of every step."""
    with pytest.raises(EditionError, match=message):
        towns(step)


def test_the_step_comes_last(towns: Towns) -> None:
    """After ranks, before nothing; and once."""
    with pytest.raises(EditionError, match="stands twice"):
        towns({}, before=({"step": "clusters"},))


def test_the_tree_that_is_drawn(towns: Towns) -> None:
    """The best town on top, heights that rise to the root, the cut between the clusters."""
    found = towns({"count": 3}).levels["town"].clusters[0]
    tree = tree_of(found, 40)
    leaves = list(tree.leaves)
    assert [len(leaf.members) for leaf in leaves] == [1] * 7
    assert found.scores[leaves[0].members[0]] == found.scores.max()
    assert tree.height == found.merges[-1, 2]
    assert found.merges[-3, 2] < cut_height(found) < found.merges[-2, 2]
    few = tree_of(found, 3)
    assert sorted(len(leaf.members) for leaf in few.leaves) == [2, 2, 3]
    assert {leaf.cluster for leaf in few.leaves} == {1, 2, 3}


def test_no_cut_where_no_height_parts_the_clusters(towns: Towns) -> None:
    """One cluster, every town alone, or heights that fall."""
    assert cut_height(towns({"count": 1}).levels["town"].clusters[0]) is None
    assert cut_height(towns({"count": 7}).levels["town"].clusters[0]) is None
    triangle = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 0.86]])
    result = towns({"linkage": "centroid", "count": 2}, np.hstack([triangle, triangle]), normalise="none")
    found = result.levels["town"].clusters[0]
    assert np.diff(found.merges[:, 2]) < 0
    assert cut_height(found) is None
