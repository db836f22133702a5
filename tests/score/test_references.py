"""Methods that measure from a reference: what they are beside a weighted mean, costs, bounds, what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from zhishu.errors import MethodError
from zhishu.score.aggregators.averages.means import arithmetic, geometric
from zhishu.score.aggregators.references.borders import mabac, mairca, spotis
from zhishu.score.aggregators.references.multimoora import multimoora
from zhishu.score.aggregators.references.probid import probid
from zhishu.score.aggregators.references.ratings import lmaw, ocra, rafsi

X = np.random.default_rng(8).random((9, 4))
W = np.array([0.4, 0.3, 0.2, 0.1])
HALVES = np.array([0.5, 0.5])
VALUES = hnp.arrays(float, (6, 3), elements=st.integers(1, 40).map(lambda step: step / 40))
WEIGHTS = hnp.arrays(float, 3, elements=st.integers(1, 9).map(float)).map(lambda raw: raw / raw.sum())


def shares(x: np.ndarray) -> np.ndarray:
    """Return columns by min–max, 1 where all are equal."""
    width = np.ptp(x, axis=0)
    return np.where(width > 0, (x - x.min(axis=0)) / np.where(width > 0, width, 1), 1.0)


@settings(max_examples=50, deadline=None)
@given(x=VALUES, weights=WEIGHTS)
def test_what_is_a_weighted_mean_but_for_its_scale(x: np.ndarray, weights: np.ndarray) -> None:
    """As the notes of the lines say: a number more, or an increasing linear function."""
    mean = arithmetic(x, weights)
    assert mabac(x, weights) - mean == pytest.approx(np.full(6, (mabac(x, weights) - mean)[0]), abs=1e-12)
    assert 1 - 6 * (1 - mairca(x, weights)) == pytest.approx(mean, abs=1e-12)
    between = arithmetic(shares(x), weights)
    assert spotis(x, weights) == pytest.approx(between, abs=1e-12)
    assert rafsi(x, weights, ratio=4) == pytest.approx((1 + 3 * between) / 5, abs=1e-12)
    rated = arithmetic(x / x.min(axis=0), weights)
    assert ocra(x, weights) == pytest.approx(rated - rated.min(), abs=1e-9)
    ranged = ocra(x, weights, divisor="range")
    assert ranged - ranged[0] == pytest.approx(between - between[0], abs=1e-12)


def test_moora_is_the_weighted_mean_of_columns_of_equal_length() -> None:
    """The ratio system adds; the product of columns above 0 is their geometric mean."""
    assert multimoora(X, W, output="ratio") == pytest.approx(arithmetic(X, W))
    assert multimoora(X, W, output="multiplicative") == pytest.approx(geometric(X, W))
    length = np.sqrt((X**2).sum(axis=0))
    scaled = multimoora(X * [1, 50, 0.1, 7], W, output="ratio", normalisation="vector")
    assert scaled == pytest.approx(arithmetic(X / length, W))


def test_a_circle_of_dominance_ties() -> None:
    """Each of three regions is above another in two of the three orders: nobody comes first."""
    x = np.array([[7.0, 3.0], [1.0, 12.0], [2.0, 7.0]])
    assert multimoora(x, HALVES).tolist() == [0.5, 0.5, 0.5]


def test_rounding_makes_no_order_of_equals() -> None:
    """Two regions with the same values in other columns of equal weight are level in all three orders."""
    x = np.array([[0.1, 0.7, 0.3], [0.3, 0.1, 0.7], [0.7, 0.3, 0.1]])
    assert multimoora(x, np.ones(3) / 3).tolist() == [0.5, 0.5, 0.5]


def test_a_cost_turned_by_its_sign_divides() -> None:
    """Π x^w of benefits over costs; a zero among benefits makes it 0, a column of zeros takes no part."""
    x = np.array([[4.0, -2.0, 0.0], [0.0, -8.0, 0.0]])
    found = multimoora(x, np.array([0.5, 0.25, 0.25]), output="multiplicative")
    assert found == pytest.approx([2 / 2**0.25, 0.0])


@pytest.mark.parametrize("column", [[-1.0, 1.0], [-1.0, 0.0]], ids=["both sides of 0", "a cost of 0"])
def test_what_cannot_be_divided_by_is_refused(column: list[float]) -> None:
    """One error that says which columns; the parts that add do not mind."""
    x = np.column_stack([[1.0, 2.0], column])
    for refuses in (multimoora, lmaw, ocra):
        with pytest.raises(MethodError) as error:
            refuses(x, HALVES)
        assert error.value.allowed
    assert multimoora(x, HALVES, output="ratio").shape == (2,)
    assert ocra(x, HALVES, divisor="range").shape == (2,)


@pytest.mark.parametrize("variant", ["full", "simplified"])
def test_probid_of_regions_that_are_best_and_worst(variant: str) -> None:
    """The best throughout is above, the worst below, equal regions have one half."""
    x = X.copy()
    x[4], x[2] = 1.5, -0.5
    found = probid(x, W, variant=variant)
    assert found[4] > found[2]
    if variant == "simplified":
        assert found.argmax() == 4
        assert found.argmin() == 2
    assert probid(np.full((9, 4), 0.3), W, variant=variant).tolist() == pytest.approx([0.5] * 9)


def test_simplified_probid_has_a_number_at_the_ideal() -> None:
    """Below eight regions the one ideal of the first quarter may be a region: 1, where the ratio has no value."""
    x = np.array([[1.0, 1.0], [0.5, 0.2], [0.0, 0.0]])
    assert probid(x, HALVES, variant="simplified")[[0, 2]].tolist() == [1, 0]


def test_probid_is_the_same_in_blocks() -> None:
    """Regions are compared in blocks; many regions and a batch make more than one."""
    x = np.random.default_rng(3).random((2, 400, 3))
    weights = np.array([0.5, 0.3, 0.2])
    assert np.array_equal(probid(x, weights)[1], probid(x[1], weights))


def test_probid_by_vector_does_not_depend_on_units() -> None:
    """Without it, it does: the recipe normalises."""
    units = np.array([1.0, 100.0, 0.01, 5.0])
    assert probid(X * units, W, normalisation="vector") == pytest.approx(probid(X, W, normalisation="vector"))
    assert probid(X * units, W) != pytest.approx(probid(X, W))


def test_mabac_ends_at_minus_one() -> None:
    """There the border is 0; below it there is none."""
    x = np.array([[-1.0], [1.0]])
    assert mabac(x, np.ones(1)).tolist() == [0, 2]
    with pytest.raises(MethodError, match="mabac"):
        mabac(x - 0.1, np.ones(1))


@pytest.mark.parametrize("method", [spotis, rafsi])
def test_with_bounds_no_region_depends_on_the_others(method) -> None:
    """One pair for all or a pair for each; a region alone scores what it scores among others."""
    found = method(X, W, bounds=[0, 2])
    assert found.tolist() == method(X, W, bounds=[[0, 2]] * 4).tolist()
    assert method(X[3:4], W, bounds=[0, 2]).tolist() == found[3:4].tolist()


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ([0, 0.5], "beyond"),
        ([2, 0], "rise"),
        ([[0, 2]] * 3, "fit"),
        ([[0, 2], [0, 2], [0, 2], [0]], "fit"),
    ],
)
@pytest.mark.parametrize("method", [spotis, rafsi])
def test_bounds_that_do_not_fit_are_refused(method, bounds: list, says: str) -> None:
    """Too narrow, falling, too few, ragged."""
    with pytest.raises(MethodError, match=says):
        method(X, W, bounds=bounds)


def test_spotis_may_expect_less_than_the_best() -> None:
    """What is expected scores 1, and more of it is no better; it lies within the bounds."""
    x = np.array([[0.5, 0.5], [1.0, 1.0], [0.0, 0.0]])
    assert spotis(x, HALVES, expected=0.5).tolist() == [1, 0.5, 0.5]
    assert spotis(x, HALVES, expected=[0.5, 1.0]).tolist() == [0.75, 0.75, 0.25]
    with pytest.raises(MethodError, match="expects"):
        spotis(x, HALVES, expected=1.5)


def test_rafsi_counts_a_cost_by_the_harmonic_formula() -> None:
    """Within the same range as a benefit, but not on a line."""
    x = np.array([[-10.0], [-5.0], [0.0]])
    assert rafsi(x, np.ones(1), ratio=3).tolist() == [0.25, 0.375, 0.75]
    assert rafsi(x + 10, np.ones(1), ratio=3).tolist() == [0.25, 0.5, 0.75]


def test_lmaw_of_a_single_region_and_of_zeros() -> None:
    """Every column adds 1 to a region alone, also one of zeros."""
    assert lmaw(np.array([[3.0, 0.0, -2.0]]), np.array([0.5, 0.25, 0.25])).tolist() == [3]
