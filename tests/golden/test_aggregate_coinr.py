"""Aggregators against COINr 1.1.14: means, Copeland and outranking, at every node of four cases and on vectors."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from record import COINR, Agreement, record

from zhishu.registry import method
from zhishu.score.aggregators.orders.majority import dominant_pairs, outranking_matrix
from zhishu.score.tree import compile_tree, effective_weights, fixed_weights, score_tree

GOLDEN = Path(__file__).parents[3] / "shared" / "golden"
pytestmark = pytest.mark.skipif(not GOLDEN.is_dir(), reason=f"the outside golden cases are not at {GOLDEN}")

CASES = {
    "asem": "asem",
    "c1": "c1_31x18_missing_groupmean_minmax_arith",
    "c2": "c2_163x18_skew_zscore_arith_UA_SA",
    "c5": "c5_31x18_targets_goalposts_harmonic_PCA",
}
VARIANTS = {
    "amean": ("arithmetic", {}),
    "gmean": ("geometric", {}),
    "hmean": ("harmonic", {}),
    "genmean_p2": ("generalised_mean", {"power": 2}),
    "genmean_p0.5": ("generalised_mean", {"power": 0.5}),
    "genmean_pm1": ("generalised_mean", {"power": -1}),
    "copeland_all_levels": ("copeland", {}),
}
# COINr's copy of the vectors: weights as given to its functions, which divide by their sum.
WEIGHTS = np.array([1, 2, 0.5, 3, 1, 0.25]) / 7.75
COLUMNS = {
    "a_amean": ("arithmetic", {}),
    "a_gmean": ("geometric", {}),
    "a_hmean": ("harmonic", {}),
    "a_genmean_p2": ("generalised_mean", {"power": 2}),
    "a_genmean_p0.5": ("generalised_mean", {"power": 0.5}),
    "a_genmean_p-1": ("generalised_mean", {"power": -1}),
    "a_genmean_p3": ("generalised_mean", {"power": 3}),
    "copeland": ("copeland", {}),
}


@cache
def table(case: str, name: str) -> dict[str, np.ndarray]:
    """Return the columns of a file by name, numbers exact, an empty cell missing."""
    with (GOLDEN / CASES.get(case, case) / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        heading: np.array([float(row[heading] or "nan") for row in rows])
        for heading in rows[0]
        if heading != "uCode"
    }


@pytest.fixture(scope="module")
def tree_of(framework_of):
    """Return a function from a case to its compiled tree."""

    @cache
    def build(case: str):
        with (GOLDEN / CASES[case] / "inputs" / "iMeta.csv").open(encoding="utf-8") as file:
            meta = [row for row in csv.DictReader(file) if row["Type"] in {"Indicator", "Aggregate"}]
        root = next(row["iCode"] for row in meta if row["Parent"] in {"", "NA"})

        def below(parent: str) -> dict[str, object]:
            return {row["iCode"]: below(row["iCode"]) or None for row in meta if row["Parent"] == parent}

        weights = {row["iCode"]: float(row["Weight"]) for row in meta}
        framework = framework_of(below(root), weights=weights)
        return root, compile_tree(framework)

    return build


def shares(tree) -> np.ndarray:
    """Return the weights within each group, summing to 1, from the stated ones."""
    weights = np.ones(len(tree.ids))
    for node in tree.groups:
        members = list(tree.children[node])
        weights[members] = tree.stated[members] / tree.stated[members].sum()
    return weights


def check(case: str, name: str, used: str, options: dict[str, float], tree_of) -> None:
    """Compare every node of a case with COINr's, leaves taken from its own file."""
    root, tree = tree_of(case)
    golden = table(case, name)
    leaves = np.column_stack([golden[tree.ids[leaf]] for leaf in tree.leaves])
    function = method("aggregate", used).function

    def aggregate(_node: int, columns: np.ndarray, weights: np.ndarray) -> np.ndarray:
        return function(columns, weights, **options)

    found = score_tree(leaves, tree, fixed_weights(shares(tree), tree), aggregate).scores
    for node in tree.groups:
        expected = golden[root if node == 0 else tree.ids[node]]
        assert found[:, node] == pytest.approx(expected, rel=1e-9, abs=1e-9), tree.ids[node]
    record(Agreement("aggregate", used, COINR, f"golden/{case}/{name}", "every node", 1e-9, holds=True))


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("case", CASES)
def test_each_aggregator_gives_the_peer_s_scores_at_every_node(case: str, variant: str, tree_of) -> None:
    """Means and Copeland's rule, bottom-up over three or four levels."""
    check(case, f"variants/agg_{variant}.csv", *VARIANTS[variant], tree_of)


def test_the_harmonic_index_agrees(tree_of) -> None:
    """Case c5 as it is published: goalposts, harmonic mean."""
    check("c5", "stage4_aggregated.csv", "harmonic", {}, tree_of)


@pytest.mark.parametrize("case", CASES)
def test_outranking_agrees_in_the_matrix_the_dominant_pairs_and_copeland(case: str, tree_of) -> None:
    """Over all indicators at once with their effective weights."""
    _, tree = tree_of(case)
    golden = table(case, "variants/agg_amean.csv")
    leaves = np.column_stack([golden[tree.ids[leaf]] for leaf in tree.leaves])
    weights = effective_weights(shares(tree), tree)[list(tree.leaves)]
    found = outranking_matrix(leaves, weights)
    expected = np.column_stack(list(table(case, "variants/outrank_matrix_leaves_effweights.csv").values()))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert dominant_pairs(found) == table(case, "variants/outrank_dominance.csv")["nDominant"][0]
    scores = method("aggregate", "copeland").function(leaves, weights)
    assert scores.tolist() == table(case, "variants/copeland_leaves_effweights.csv")["copeland"].tolist()
    record(Agreement("aggregate", "copeland", COINR, f"golden/{case}", "outranking matrix", 1e-9, holds=True))


@pytest.mark.parametrize("column", COLUMNS)
def test_vectors_agree(column: str) -> None:
    """Thirty rows of six values with unequal weights."""
    golden, (used, options) = table("functions", "aggregators.csv"), COLUMNS[column]
    x = np.column_stack([golden[f"x{number}"] for number in range(1, 7)])
    found = method("aggregate", used).function(x, WEIGHTS, **options)
    assert found == pytest.approx(golden[column], rel=1e-9)


@pytest.mark.parametrize("column", ["a_amean", "a_gmean", "a_hmean"])
def test_vectors_with_gaps_agree(column: str) -> None:
    """The weight of a missing value is shared out, as the peer does."""
    golden = table("functions", "aggregators.csv")
    x = np.column_stack([golden[f"xna{number}"] for number in range(1, 7)])
    found = method("aggregate", COLUMNS[column][0]).function(x, WEIGHTS)
    assert found == pytest.approx(golden[f"{column}_na"], rel=1e-9, nan_ok=True)


def test_the_outranking_matrix_of_the_vectors_agrees() -> None:
    """The same six columns, weights unequal; and Copeland with equal ones."""
    golden = table("functions", "aggregators.csv")
    x = np.column_stack([golden[f"x{number}"] for number in range(1, 7)])
    expected = np.column_stack(list(table("functions", "outrank_matrix.csv").values()))[:, -len(x) :]
    assert outranking_matrix(x, WEIGHTS) == pytest.approx(expected, rel=1e-9, abs=1e-12)
    found = method("aggregate", "copeland").function(x, np.ones(6) / 6)
    assert found.tolist() == golden["copeland_eq"].tolist()
