"""Free weights: uniform on each group's simplex above the least weights, whatever the method's own."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.doubt.design import Factor, draw_design
from zhishu.doubt.uncertain import WeightDoubt, uncertain_of
from zhishu.doubt.weights import check_least, free_bounds, free_weights, least_weights
from zhishu.errors import EditionError
from zhishu.score.tree import compile_tree

DRAWS = 20_000


def drawn(framework, least: dict[str, float]):
    """Return the tree, the least weights and draws (draws, nodes)."""
    tree = compile_tree(framework)
    low = least_weights(least, tree)
    uniforms = draw_design([Factor("weights", len(tree.ids) - 1)], DRAWS, np.random.default_rng(0), "random")
    return tree, low, free_weights(np.ones((1, len(tree.ids))), uniforms, low, tree)


@pytest.mark.parametrize("least", [{}, {"a": 0.3, "x": 0.1}, {"a": 0.4, "b": 0.6}])
def test_siblings_sum_to_one_and_none_falls_below_its_least(framework, least) -> None:
    tree, low, weights = drawn(framework, least)
    for node in tree.groups:
        assert weights[:, list(tree.children[node])].sum(axis=-1) == pytest.approx(1.0)
    assert (weights >= low - 1e-12).all()
    assert (weights <= free_bounds(low, tree)[1] + 1e-12).all()


def test_they_are_uniform_on_the_simplex(framework) -> None:
    """Mean 1/n, variance (n - 1) / n² (n + 1) and covariance the same over -(n - 1), as a Dirichlet's with all 1."""
    tree, _, weights = drawn(framework, {})
    for node in tree.groups:
        members = list(tree.children[node])
        count = len(members)
        spread = (count - 1) / count**2 / (count + 1)
        assert weights[:, members].mean(axis=0) == pytest.approx(np.full(count, 1 / count), abs=0.01)
        found = np.atleast_2d(np.cov(weights[:, members].T))
        assert np.diagonal(found) == pytest.approx(np.full(count, spread), abs=0.003)
        assert found.sum() == pytest.approx(0.0, abs=1e-12)


def test_least_weights_shift_and_shrink_the_simplex(framework) -> None:
    """Two siblings: the first uniform between its least weight and what the other leaves."""
    tree, _, weights = drawn(framework, {"a": 0.3, "b": 0.1})
    own = np.sort(weights[:, tree.ids.index("a")])
    assert own[[0, -1]] == pytest.approx([0.3, 0.9], abs=0.001)
    assert np.quantile(own, [0.25, 0.5, 0.75]) == pytest.approx([0.45, 0.6, 0.75], abs=0.01)


def test_they_have_the_shape_of_the_methods_own(framework) -> None:
    """(draws, years, nodes): the same in every year."""
    tree = compile_tree(framework)
    own, uniforms = np.ones((1, 3, len(tree.ids))), np.full((5, len(tree.ids) - 1), 0.5)
    assert free_weights(own, uniforms, np.zeros(len(tree.ids)), tree).shape == (5, 3, len(tree.ids))


def test_what_may_be_written() -> None:
    assert uncertain_of({"weights": {"free": True}}).weights == WeightDoubt("free")
    assert uncertain_of({"weights": {"free": {"a": 0.2}}}).weights == WeightDoubt("free", least={"a": 0.2})


def test_wrong_least_weights_are_refused(framework) -> None:
    tree = compile_tree(framework)
    with pytest.raises(EditionError, match="there is no node 'aa'"):
        check_least({"aa": 0.2}, tree)
    with pytest.raises(EditionError, match="leave nothing"):
        check_least({"a": 0.6, "b": 0.5}, tree)
    check_least({"a": 0.6, "b": 0.4, "x": 1.0}, tree)


def test_a_node_that_was_screened_out_is_passed_over(framework) -> None:
    assert (least_weights({"gone": 0.5}, compile_tree(framework)) == 0).all()
