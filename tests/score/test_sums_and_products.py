"""WASPAS and CoCoSo: a weighted sum and a product of powers taken together."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.recipe import Step
from zhishu.registry import method, resolve
from zhishu.score.aggregators.averages.means import arithmetic, geometric
from zhishu.score.aggregators.averages.sums_and_products import cocoso, waspas

X = np.random.default_rng(8).random((9, 4)) + 0.1
W = np.array([0.4, 0.3, 0.2, 0.1])


def test_waspas_lies_between_its_two_means() -> None:
    """λ = 1 is the arithmetic mean, 0 the geometric."""
    assert waspas(X, W, sum_weight=1.0).tolist() == arithmetic(X, W).tolist()
    assert waspas(X, W, sum_weight=0.0).tolist() == geometric(X, W).tolist()
    assert waspas(X, W) == pytest.approx((arithmetic(X, W) + geometric(X, W)) / 2, rel=1e-12)


def test_waspas_shares_the_weight_of_a_missing_value_out() -> None:
    """As the two means do; a region without anything has no score."""
    x = X.copy()
    x[2, 1], x[5] = np.nan, np.nan
    found = waspas(x, W)
    rest = waspas(np.delete(x, 1, axis=1)[2:3], np.array([0.4, 0.2, 0.1]) / 0.7)
    assert found[2] == pytest.approx(rest[0], rel=1e-12)
    assert np.isnan(found).tolist() == [False] * 5 + [True] + [False] * 3


def test_a_zero_costs_waspas_its_product_alone() -> None:
    """And only where it weighs anything."""
    x = X.copy()
    x[0, 1] = 0.0
    assert waspas(x, W)[0] == pytest.approx(arithmetic(x, W)[0] / 2, rel=1e-12)
    without = np.array([0.6, 0.0, 0.3, 0.1])
    assert waspas(x, without)[0] == pytest.approx(waspas(X, without)[0], rel=1e-12)


@pytest.mark.parametrize("score", [waspas, cocoso])
def test_negative_values_are_an_error(score) -> None:
    """A power of them does not exist."""
    with pytest.raises(MethodError, match="not defined"):
        score(-X, W)


@pytest.mark.parametrize("value", [0.0, 0.3, 7e9])
@pytest.mark.parametrize("regions", [1, 9])
def test_equal_regions_score_alike_in_cocoso(value: float, regions: int) -> None:
    """The three comparisons are 1 / n, 2 and 1, also where all are 0."""
    expected = (2 / regions) ** (1 / 3) + (1 / regions + 3) / 3
    assert cocoso(np.full((regions, 4), value), W).tolist() == pytest.approx([expected] * regions)


def test_a_region_with_nothing_is_an_error_in_cocoso() -> None:
    """Its sum divides those of the others; a zero here and there does no harm."""
    x = X.copy()
    x[3, :3] = 0.0
    assert np.isfinite(cocoso(x, W)).all()
    x[3] = 0.0
    with pytest.raises(MethodError, match="least sum") as error:
        cocoso(x, W)
    assert "1 regions" in str(error.value.seen)
    x[3, 3] = 1.0
    with pytest.raises(MethodError, match="least sum"):
        cocoso(x, np.array([0.5, 0.3, 0.2, 0.0]))


def test_missing_values_are_an_error_in_cocoso() -> None:
    """It compares regions."""
    x = X.copy()
    x[2, 1] = np.nan
    with pytest.raises(MethodError, match="compares regions"):
        cocoso(x, W)


def test_lambda_of_cocoso_enters_the_third_comparison_alone() -> None:
    """With λ = 1, c is S / max S; with 0, P / max P."""
    total, product = X @ W, (X**W).sum(axis=1)
    joint = total + product
    share, above = joint / joint.sum(), total / total.min() + product / product.min()
    for sum_weight, third in ((1.0, total / total.max()), (0.0, product / product.max())):
        expected = np.cbrt(share * above * third) + (share + above + third) / 3
        assert cocoso(X, W, sum_weight=sum_weight) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", ["waspas", "cocoso"])
def test_lambda_is_a_share(name: str) -> None:
    """From 0 to 1, and it reaches the function."""
    option = method("aggregate", name).parameters["sum_weight"]
    assert [option.accepts(value) for value in (0, 0.25, 1, -0.1, 1.1)] == [True, True, True, False, False]
    found = resolve(Step("aggregate", name, {"sum_weight": 0.25})).run(X, weights=W)
    assert found.tolist() == {"waspas": waspas, "cocoso": cocoso}[name](X, W, sum_weight=0.25).tolist()
