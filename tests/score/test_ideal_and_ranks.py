"""Methods that compare regions with the best or by their ranks."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.orders.rank_sums import borda, rank_sum_ratio
from zhishu.score.aggregators.outranking.flows import promethee2
from zhishu.score.aggregators.references.grey_relation import grey_relation
from zhishu.score.aggregators.references.ideal import hellwig, topsis, vikor

X = np.random.default_rng(8).random((9, 4))
W = np.array([0.4, 0.3, 0.2, 0.1])
FULL = {topsis: 1.0, vikor: 1.0, grey_relation: 1.0, hellwig: 1.0}


@pytest.mark.parametrize("method", FULL)
def test_a_region_that_is_best_throughout_is_the_ideal(method) -> None:
    """It scores 1, and no other does more."""
    x = X.copy()
    x[4] = 1.5
    found = method(x, W)
    assert found[4] == pytest.approx(FULL[method])
    assert (np.delete(found, 4) < found[4]).all()


@pytest.mark.parametrize(
    ("method", "expected"), [(topsis, 0.5), (vikor, 1), (grey_relation, 1), (hellwig, 1), (borda, 4)]
)
def test_equal_regions_score_alike(method, expected: float) -> None:
    """No division by a range of zero."""
    assert method(np.full((9, 4), 0.3), W).tolist() == pytest.approx([expected] * 9)


def test_topsis_by_vector_does_not_depend_on_units() -> None:
    """Without it, it does: the recipe normalises."""
    units = np.array([1.0, 100.0, 0.01, 5.0])
    assert topsis(X * units, W, normalisation="vector") == pytest.approx(topsis(X, W, normalisation="vector"))
    assert topsis(X * units, W) != pytest.approx(topsis(X, W))


def test_vikor_weighs_the_majority_against_the_worst_regret() -> None:
    """With v = 1 it orders by the sum, v = 0 by the largest regret."""
    regret = W * (X.max(axis=0) - X) / np.ptp(X, axis=0)
    assert np.argsort(-vikor(X, W, majority_weight=1)).tolist() == np.argsort(regret.sum(axis=1)).tolist()
    assert np.argsort(-vikor(X, W, majority_weight=0)).tolist() == np.argsort(regret.max(axis=1)).tolist()


def test_a_grey_reference_may_be_given() -> None:
    """A number for all columns or one for each; the best values given are the default."""
    assert grey_relation(X, W, reference=X.max(axis=0).tolist()).tolist() == grey_relation(X, W).tolist()
    assert grey_relation(X, W, reference=1.0).tolist() == grey_relation(X, W, reference=[1.0] * 4).tolist()
    with pytest.raises(MethodError, match="reference"):
        grey_relation(X, W, reference=[1.0, 1.0])


def test_a_smaller_resolution_tells_more_apart() -> None:
    """ρ spreads the grades."""
    assert np.ptp(grey_relation(X, W, resolution=0.1)) > np.ptp(grey_relation(X, W, resolution=0.9))


def test_places_between_ranks_keep_the_distances() -> None:
    """The non-integer ratio runs from 1/n to 1 along the values."""
    x = np.array([[0.0], [0.5], [1.0], [0.9]])
    found = rank_sum_ratio(x, np.ones(1), integer=False)
    assert found == pytest.approx([0.25, 0.625, 1.0, 0.925])
    assert rank_sum_ratio(x, np.ones(1)).tolist() == [0.25, 0.5, 1.0, 0.75]


def test_usual_promethee_is_borda_on_another_scale() -> None:
    """φ = 2 Borda / (n − 1) − 1, also with ties."""
    x = X.round(1)
    assert promethee2(x, W) == pytest.approx(2 * borda(x, W) / 8 - 1, abs=1e-12)


def test_flows_sum_to_zero_under_every_preference_function() -> None:
    """What one gains another loses."""
    for shape in ("usual", "u_shape", "v_shape", "level", "linear", "gaussian"):
        found = promethee2(X, W, shape=shape, indifference=0.1, preference=0.5, inflection=0.2)
        assert found.sum() == pytest.approx(0, abs=1e-12)
        assert np.abs(found).max() <= 1


def test_the_gaussian_preference_is_its_formula() -> None:
    """Two regions, one column: 1 − exp(−d² / 2s²), and its negative."""
    found = promethee2(np.array([[0.5], [0.2]]), np.ones(1), shape="gaussian", inflection=0.3)
    assert found == pytest.approx([1 - np.exp(-0.5), np.exp(-0.5) - 1], rel=1e-12)


def test_thresholds_may_differ_by_column() -> None:
    """A list is one number per column."""
    narrow = promethee2(X, W, shape="u_shape", indifference=[0.0, 2.0, 2.0, 2.0])
    assert narrow == pytest.approx(promethee2(X[:, :1], W[:1]), abs=1e-12)
    with pytest.raises(MethodError, match="indifference"):
        promethee2(X, W, shape="u_shape", indifference=[0.1])


@pytest.mark.parametrize(
    "options",
    [
        {"shape": "linear", "indifference": 0.5, "preference": 0.2},
        {"shape": "v_shape", "preference": 0.0},
        {"shape": "gaussian", "inflection": 0.0},
        {"shape": "u_shape", "indifference": -0.1},
    ],
)
def test_thresholds_out_of_order_are_an_error(options: dict) -> None:
    """Whatever the shape needs."""
    with pytest.raises(MethodError, match="thresholds"):
        promethee2(X, W, **options)


@pytest.mark.parametrize("method", [rank_sum_ratio, borda])
def test_equal_sums_of_ranks_are_equal(method) -> None:
    """Whatever the ranks that make a sum, the same sum is one number: sums have no rounding to differ by."""
    x = np.random.default_rng(3).permuted(np.tile(np.arange(20.0)[:, None], (1, 3)), axis=0)
    scores = method(x, np.ones(3) / 3)
    assert len(set(scores.tolist())) == len(set(x.sum(axis=1).tolist())) < 20
