"""Scores and weights at every node of trees of any shape."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.score.aggregators.averages.means import arithmetic
from zhishu.score.tree import compile_tree, effective_weights, fixed_weights, score_tree, weights_from_leaves
from zhishu.weigh.spread.improved_vector import improved_vector

RAGGED = {"a": {"b": {"x": None, "y": None}, "z": None}, "v": None}


def mean(_: int, columns: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Aggregate every group arithmetically."""
    return arithmetic(columns, weights)


def vector(_: int, columns: np.ndarray) -> np.ndarray:
    """Weigh every group by the improved vector method."""
    return improved_vector(columns)


def test_positions_follow_the_framework(framework_of) -> None:
    """Nodes depth-first, the root first; groups bottom-up."""
    tree = compile_tree(framework_of(RAGGED))
    assert tree.ids == ("index", "a", "b", "x", "y", "z", "v")
    assert tree.parents.tolist() == [-1, 0, 1, 2, 2, 1, 0]
    assert tree.leaves == (3, 4, 5, 6)
    assert tree.groups == (2, 1, 0)


def test_a_ragged_tree_is_scored_bottom_up(framework_of) -> None:
    """Each parent is the weighted mean of its children, with weights stated here."""
    tree = compile_tree(framework_of(RAGGED))
    weights = np.array([1, 0.4, 0.5, 0.25, 0.75, 0.5, 0.6])
    x = np.array([[1.0, 0.2, 0.6, 0.5], [0.0, 1.0, 0.4, 1.0]])
    found = score_tree(x, tree, fixed_weights(weights, tree), mean)
    b = [0.25 * 1 + 0.75 * 0.2, 0.75]
    a = [0.5 * b[0] + 0.5 * 0.6, 0.5 * b[1] + 0.5 * 0.4]
    assert found.scores[:, 2] == pytest.approx(b)
    assert found.scores[:, 1] == pytest.approx(a)
    assert found.scores[:, 0] == pytest.approx([0.4 * a[0] + 0.6 * 0.5, 0.4 * a[1] + 0.6])
    assert found.effective == pytest.approx([1, 0.4, 0.2, 0.05, 0.15, 0.2, 0.6])


def test_nested_weights_come_from_the_groups_own_columns(framework_of) -> None:
    """A parent's column is its score, not re-scaled, when its own group is weighed."""
    tree = compile_tree(framework_of(RAGGED))
    x = np.random.default_rng(2).random((9, 4))
    found = score_tree(x, tree, vector, mean)
    inner = improved_vector(x[:, :2])
    b = x[:, :2] @ inner
    middle = improved_vector(np.column_stack([b, x[:, 2]]))
    a = np.column_stack([b, x[:, 2]]) @ middle
    outer = improved_vector(np.column_stack([a, x[:, 3]]))
    assert found.weights == pytest.approx([1, outer[0], middle[0], *inner, middle[1], outer[1]], abs=1e-14)


def test_indicators_right_below_the_index(framework_of) -> None:
    """A flat framework has one group."""
    tree = compile_tree(framework_of({"x": None, "y": None, "z": None}))
    x = np.random.default_rng(3).random((6, 3))
    found = score_tree(x, tree, vector, mean)
    assert found.weights[1:] == pytest.approx(improved_vector(x), abs=1e-15)
    assert np.array_equal(found.weights, found.effective)


def test_an_index_of_one_indicator(framework_of) -> None:
    """The only indicator weighs 1 and is the score, also below a single dimension."""
    tree = compile_tree(framework_of({"a": {"x": None}}))
    x = np.array([[0.0], [1.0], [0.3]])
    found = score_tree(x, tree, vector, mean)
    assert found.weights.tolist() == [1, 1, 1]
    assert np.array_equal(found.scores, np.repeat(x, 3, axis=1))


def test_flat_weights_make_a_node_weigh_what_its_indicators_weigh(framework_of) -> None:
    """Within the parent a node has its share of it; the product is the indicators' weight again."""
    tree = compile_tree(framework_of(RAGGED))
    leaves = np.array([0.1, 0.2, 0.3, 0.4])
    weights = weights_from_leaves(leaves, tree)
    assert weights == pytest.approx([1, 0.6, 0.5, 1 / 3, 2 / 3, 0.5, 0.4])
    assert effective_weights(weights, tree)[list(tree.leaves)] == pytest.approx(leaves)


def test_flat_weights_of_a_node_that_weighs_nothing_are_equal(framework_of) -> None:
    """Weights sum to 1 at every node, also where all indicators below weigh 0."""
    tree = compile_tree(framework_of(RAGGED))
    weights = weights_from_leaves(np.array([[0, 0, 0.5, 0.5], [0, 0, 0, 1.0]]), tree)
    assert weights[0] == pytest.approx([1, 0.5, 0, 0.5, 0.5, 1, 0.5])
    assert weights[1] == pytest.approx([1, 0, 0.5, 0.5, 0.5, 0.5, 1])


def test_regions_with_equal_values_have_exactly_equal_scores(framework_of) -> None:
    """Wherever they stand among the regions: otherwise rounding would break a tie."""
    tree = compile_tree(framework_of(RAGGED))
    x = np.random.default_rng(4).random((101, 4))
    x[[0, 50, 100]] = x[17]
    scores = score_tree(x, tree, vector, mean).scores
    assert (scores[[0, 50, 100]] == scores[17]).all()


def test_a_missing_value_shares_its_weight_out(framework_of) -> None:
    """A region that lacks y is scored from x alone within b; one that lacks both lacks b's score."""
    tree = compile_tree(framework_of(RAGGED))
    weights = np.array([1, 0.4, 0.5, 0.25, 0.75, 0.5, 0.6])
    x = np.array([[0.8, np.nan, 0.6, 0.5], [np.nan, np.nan, 0.4, 1.0], [np.nan] * 4])
    scores = score_tree(x, tree, fixed_weights(weights, tree), mean).scores
    assert scores[0, :3] == pytest.approx([0.4 * 0.7 + 0.6 * 0.5, 0.7, 0.8])
    assert scores[1, [0, 1]] == pytest.approx([0.4 * 0.4 + 0.6, 0.4])
    assert np.isnan(scores[1, 2])
    assert np.isnan(scores[2]).all()


def test_values_that_weigh_nothing_give_no_score() -> None:
    """If all that a region has weighs 0, its score is missing and not 0."""
    assert np.isnan(arithmetic(np.array([[0.5, np.nan]]), np.array([0.0, 1.0]))).all()
