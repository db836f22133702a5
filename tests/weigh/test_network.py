"""The analytic network process: both layouts, where importance comes to rest, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.findings import Weighed, weighting_findings
from zhishu.weigh.judged.hierarchy import ahp
from zhishu.weigh.judged.network import anp, limit_matrix
from zhishu.weigh.judged.supermatrix import network_of

X = np.zeros((2, 5, 3))
IDS = ("a", "b", "c")
PRIORITIES = {"a": {"b": 1, "c": 0.5}, "b": {"a": 0.5, "c": "1/2"}, "c": {"a": 0.5, "b": 0}}
PAIRS = {"b / c": {"a": 1}, "a / a": {"b": 1}, "a / b": {"c": 1}}
FELL_APART = {"a": {"a": 1, "c": 3}, "b": {"b": 1, "c": 1}}


@pytest.mark.parametrize("table", [PRIORITIES, PAIRS])
def test_the_weights_are_what_the_network_hands_on_unchanged(table) -> None:
    """W w = w, the same for every draw; columns and their order do not matter, nor what is about others."""
    found = anp(X, IDS, influences=table)
    assert found.shape == (2, 3)
    assert (found[0] == found[1]).all()
    assert found[0] * 9 == pytest.approx([4, 3, 2])
    assert network_of(table, IDS).supermatrix @ found[0] == pytest.approx(found[0])
    turned = dict(zip("cab", anp(X, tuple("cab"), influences=table)[0], strict=True))
    assert turned == pytest.approx(dict(zip(IDS, found[0], strict=True)))
    more = {**table, **({"x": {"y": 7}} if table is PRIORITIES else {"x / y": {"a": 7, "x": 1}})}
    assert (anp(X, IDS, influences=more) == found).all()


def test_columns_of_priorities_are_divided_by_their_sums() -> None:
    """Any scale will do."""
    scaled = {"a": {"b": 7, "c": 2}, "b": {"a": 30, "c": 2}, "c": {"a": 30}}
    assert anp(X, IDS, influences=scaled) == pytest.approx(anp(X, IDS, influences=PRIORITIES))


def test_the_same_comparisons_under_every_column_are_those_of_the_hierarchy() -> None:
    """If all are influenced alike there is nothing to feed back."""
    matrix = {"a": {"b": 3, "c": 5}, "b": {"c": 2}}
    pairs = {f"{a} / {b}": dict.fromkeys(IDS, value) for a, row in matrix.items() for b, value in row.items()}
    assert anp(X, IDS, influences=pairs) == pytest.approx(ahp(X, IDS, comparisons=matrix))


def test_a_cycle_has_its_mean() -> None:
    """Three that hand all they have to the next weigh the same, wherever one begins."""
    cycle = {"a": {"b": 1}, "b": {"c": 1}, "c": {"a": 1}}
    for stated in (None, np.array([5.0, 1.0, 0.0])):
        start = "equal" if stated is None else "stated"
        found = anp(X, IDS, stated, influences=cycle, start=start)
        assert found == pytest.approx(np.full((2, 3), 1 / 3))


def test_a_set_that_nothing_outside_influences_takes_all() -> None:
    """The rest weighs exactly 0."""
    found = anp(X, IDS, influences={"a": {"b": 1, "c": 1}, "b": {"a": 1}})
    assert found[0].tolist() == [0.5, 0.5, 0]


def test_where_the_network_falls_apart_the_start_counts() -> None:
    """Each of two sets keeps what it had and takes its share of the third's; the findings tell of them."""
    assert anp(X, IDS, influences=FELL_APART)[0] == pytest.approx([7 / 12, 5 / 12, 0])
    stated = np.array([1.0, 5.0, 4.0])
    assert anp(X, IDS, stated, influences=FELL_APART, start="stated")[0] == pytest.approx([0.4, 0.6, 0])
    options = {"influences": FELL_APART}
    (told,) = weighting_findings("anp", Weighed(X[0], IDS, stated, options))
    assert (told.about, told.measure, told.value) == ("panel", "closed_sets", 2.0)
    with pytest.raises(MethodError, match="given weights"):
        anp(X, IDS, influences=FELL_APART, start="stated")


def test_the_limit_of_a_network_that_hardly_hangs_together() -> None:
    """A link of 1e-12 one way and of 3e-12 the other: three quarters on one side, to many digits."""
    link = 1e-12
    found = limit_matrix(np.array([[1 - link, 3 * link], [link, 1 - 3 * link]]))
    assert found == pytest.approx(np.array([[0.75, 0.75], [0.25, 0.25]]), rel=1e-3)


def test_a_single_column_weighs_1_whatever_the_table() -> None:
    """It needs no influence, and nothing is told of it."""
    assert anp(X[..., :1], ("a",), influences=PAIRS).tolist() == [[1.0], [1.0]]
    assert not list(
        weighting_findings("anp", Weighed(X[0, :, :1], ("a",), np.ones(1), {"influences": PAIRS}))
    )


CONTRADICTION = {
    "a / b": {"a": 9},
    "b / c": {"a": 9},
    "c / a": {"a": 9},
    "a / a": {"b": 1},
    "c / c": {"c": 1},
}


def test_comparisons_that_contradict_themselves_are_refused_unless_accepted() -> None:
    """The column under which they were made is named, and its consistency told."""
    with pytest.raises(MethodError, match="contradict themselves") as error:
        anp(X, IDS, influences=CONTRADICTION)
    assert "'a'" in str(error.value.where)
    assert anp(X, IDS, influences=CONTRADICTION, limit=None).sum() == pytest.approx(2)
    group = Weighed(X[0], IDS, np.ones(3), {"influences": CONTRADICTION})
    told = {(one.about, one.measure): one.value for one in weighting_findings("anp", group)}
    assert told["a", "consistency_ratio"] > 1
    assert told["b", "consistency_ratio"] == told["c", "consistency_ratio"] == 0


@pytest.mark.parametrize(
    ("table", "match", "where"),
    [
        ({"a": {"b": 1}, "b": {"a": 1}}, "nothing that influences", "'c'"),
        ({"a": {"b": 1, "c": 0}, "b": {"a": 1}}, "nothing that influences", "'c'"),
        ({"a": {"b": 1, "c": "1/0"}, "b": {"a": 1}}, "below 0 or infinite", "'a' on 'c'"),
        ({"a": {"b": -1, "c": 1}, "b": {"a": 1}}, "below 0 or infinite", "'a' on 'b'"),
        ({"a": {"b": float("nan"), "c": 1}, "b": {"a": 1}}, "below 0 or infinite", "'a' on 'b'"),
        (
            {"a / b": {"a": 2}, "b / c": {"a": 2}, "a / a": {"b": 1, "c": 1}},
            "missing or not",
            "influences on 'a'",
        ),
        ({"a / b": {"a": 0}, "a / a": {"b": 1, "c": 1}}, "missing or not", "influences on 'a'"),
        (
            {"a / b": {"a": 2}, "b / a": {"a": 2}, "a / a": {"b": 1, "c": 1}},
            "contradict",
            "influences on 'a'",
        ),
    ],
)
def test_influences_that_cannot_be_used_are_an_error(table, match: str, where: str) -> None:
    """Whom they are about is named."""
    with pytest.raises(MethodError, match=match) as error:
        anp(X, IDS, influences=table)
    assert where in str(error.value.where)


def test_a_table_is_needed_in_one_layout_and_about_the_group() -> None:
    """As with every table of judgments."""
    with pytest.raises(MethodError, match="is missing"):
        anp(X, IDS)
    with pytest.raises(MethodError, match="two layouts"):
        anp(X, IDS, influences={"a": {"b": 1}, "b / c": {"a": 1}})
    with pytest.raises(MethodError, match="nothing about this group"):
        anp(X[..., :2], ("p", "q"), influences=PRIORITIES)


KINDS = {"a": "costs", "b": "costs", "c": "gains", "x": "others"}
IN_CLUSTERS = {"a": {"a": 3, "b": 1, "c": 2}, "b": {"a": 1, "c": 2}, "c": {"a": 7, "b": 1, "c": 1}}
OF_CLUSTERS = {"costs": {"costs": 1, "gains": 3}, "gains": {"costs": 4, "gains": 1}, "others": {"costs": 9}}
WEIGHTED = np.array([[0.15, 0.2, 0.375], [0.05, 0, 0.375], [0.8, 0.8, 0.25]])


def test_clusters_and_their_weights() -> None:
    """Priorities sum to 1 within a cluster, times the weight of the cluster; others are left aside."""
    found = network_of(IN_CLUSTERS, IDS, KINDS, OF_CLUSTERS).supermatrix
    assert found == pytest.approx(WEIGHTED)
    weights = anp(X, IDS, influences=IN_CLUSTERS, clusters=KINDS, cluster_weights=OF_CLUSTERS)
    assert WEIGHTED @ weights[0] == pytest.approx(weights[0])
    pairs = {"a / b": {"a": 3, "c": 1}, "a / a": {"b": 1}, "c / c": {"a": 1, "b": 1, "c": 1}}
    compared = {"costs / gains": {"costs": "1/4", "gains": 3}}
    found_too = network_of(pairs, IDS, KINDS, compared)
    assert found_too.supermatrix == pytest.approx(WEIGHTED)
    names = {
        "a (costs)",
        "a (gains)",
        "b (costs)",
        "b (gains)",
        "c (costs)",
        "c (gains)",
        "(costs)",
        "(gains)",
    }
    assert set(found_too.judged) == names
    options = {"influences": pairs, "clusters": KINDS, "cluster_weights": compared}
    told = weighting_findings("anp", Weighed(X[0], IDS, np.ones(3), options))
    assert {one.about for one in told} == {*names, "panel"}


def test_clusters_without_weights_count_alike() -> None:
    """As many parts as clusters influence the column; one cluster is none."""
    found = network_of(IN_CLUSTERS, IDS, KINDS).supermatrix
    expected = np.array([[0.375, 0.5, 0.25], [0.125, 0, 0.25], [0.5, 0.5, 0.5]])
    assert found == pytest.approx(expected)
    alone = anp(
        X, IDS, influences=PRIORITIES, clusters=dict.fromkeys(IDS, "one"), cluster_weights=OF_CLUSTERS
    )
    assert (alone == anp(X, IDS, influences=PRIORITIES)).all()


def test_a_cluster_that_does_not_influence_an_id_leaves_its_weight_to_the_others() -> None:
    """Columns are divided by their sums once more."""
    table = {"a": {"a": 1, "b": 1, "c": 1}, "c": {"b": 1, "c": 1}}
    found = network_of(table, IDS, KINDS, OF_CLUSTERS).supermatrix
    expected = np.array([[1, 0, 0], [0.2, 0, 0.8]])
    assert found[:, 0] == pytest.approx(expected[0])
    assert found[:, 1] == pytest.approx(expected[1])


@pytest.mark.parametrize(
    ("changed", "match", "where"),
    [
        ({"clusters": {"a": "costs", "c": "gains"}}, "belongs to no cluster", "'b'"),
        ({"clusters": {}}, "no id has a cluster", "cluster_weights"),
        ({"cluster_weights": {"costs": {"costs": 1}}}, "nothing that influences", "'gains'"),
        ({"cluster_weights": {"costs": {"costs": 1, "gains": 1}}}, "no weight", "'c' on 'a'"),
        ({"cluster_weights": {"costs": {"costs": -1, "gains": 1}}}, "below 0", "'costs' on 'costs'"),
        ({"cluster_weights": {"x": {"y": 1}}}, "nothing about this group", "None"),
        ({"influences": {"a / c": {"b": 1}, "a / b": {"a": 1}}}, "two clusters", "'a' with 'c'"),
    ],
)
def test_clusters_that_cannot_be_used_are_an_error(changed, match: str, where: str) -> None:
    """Whom it is about is named."""
    given = {"influences": IN_CLUSTERS, "clusters": KINDS, "cluster_weights": OF_CLUSTERS, **changed}
    with pytest.raises(MethodError, match=match) as error:
        anp(X, IDS, **given)
    assert where in str(error.value.where)


def test_clusters_whose_comparisons_contradict_themselves() -> None:
    """Three clusters going round: refused with the name of the cluster that they influence."""
    clusters = dict(zip(IDS, "pqr", strict=True))
    round_and_round = {f"{a} / {b}": dict.fromkeys("pqr", 9) for a, b in ("pq", "qr", "rp")}
    everything = {a: dict.fromkeys(IDS, 1) for a in IDS}
    with pytest.raises(MethodError, match="contradict themselves") as error:
        anp(X, IDS, influences=everything, clusters=clusters, cluster_weights=round_and_round)
    assert "'(p)'" in str(error.value.where)
