"""Close value, set pair analysis, projection: between the best and the worst that was found."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.references.between_ideals import close_value, grey_topsis, projection, set_pair
from zhishu.score.aggregators.references.grey_relation import grey_relation
from zhishu.score.aggregators.references.ideal import topsis

X = np.random.default_rng(9).uniform(0.1, 1.0, (9, 4))
W = np.array([0.4, 0.3, 0.2, 0.1])
ALL = [close_value, set_pair, projection, grey_topsis]


@pytest.mark.parametrize("method", ALL)
def test_a_region_that_is_best_throughout_is_first_and_one_that_is_worst_is_last(method) -> None:
    """Larger is better in all of them."""
    x = X.copy()
    x[4], x[7] = 1.5, 0.05
    found = method(x, W)
    assert found.argmax() == 4
    assert found.argmin() == 7


@pytest.mark.parametrize(
    ("method", "expected"),
    [(close_value, 0), (set_pair, 0.5), (projection, 0.3 * 0.3**0.5), (grey_topsis, 0.5)],
)
def test_equal_regions_score_alike(method, expected: float) -> None:
    """No division by a distance of zero."""
    assert method(np.full((9, 4), 0.3), W).tolist() == pytest.approx([expected] * 9)


@pytest.mark.parametrize("method", ALL)
def test_columns_of_zeros_are_numbers_too(method) -> None:
    """Alone and among others."""
    assert np.isfinite(method(np.zeros((5, 3)), np.ones(3) / 3)).all()
    assert np.isfinite(method(np.hstack([X, np.zeros((9, 1))]), np.append(W, 0.1))).all()


@pytest.mark.parametrize("method", ALL)
def test_missing_values_are_refused(method) -> None:
    """They compare regions."""
    x = X.copy()
    x[3, 2] = np.nan
    with pytest.raises(MethodError, match="missing"):
        method(x, W)


def test_close_values_are_0_for_the_nearest_to_the_best_and_farthest_from_the_worst() -> None:
    """And below 0 for all others, unless one is the best in everything."""
    found = close_value(X, W)
    assert (found <= 0).all()
    x = np.array([[1.0, 0.6], [0.2, 1.0], [0.0, 0.0]])
    assert close_value(x, np.array([0.5, 0.5]))[0] == 0


def test_the_best_in_everything_is_alone_above_0() -> None:
    """The others are measured against the nearest of them; in a group of one column that is always so."""
    found = close_value(np.array([[1.0], [0.75], [0.0], [1.0]]), np.array([1.0]))
    assert found == pytest.approx([1.0, -0.25, -4.0, 1.0])


def test_close_values_by_vector_do_not_depend_on_units() -> None:
    """Without it, they do."""
    units = np.array([1.0, 100.0, 0.01, 5.0])
    by_vector = close_value(X, W, normalisation="vector")
    assert close_value(X * units, W, normalisation="vector") == pytest.approx(by_vector)
    assert close_value(X * units, W) != pytest.approx(by_vector)


def test_set_pairs_do_not_depend_on_units() -> None:
    """Only on the ratios within a column, so no normaliser is needed."""
    assert set_pair(X * np.array([1.0, 100.0, 0.01, 5.0]), W) == pytest.approx(set_pair(X, W))


def test_a_worst_value_of_0_is_the_limit_of_a_small_one() -> None:
    """Only where it stands is it contrary to the ideal."""
    x = np.array([[1.0, 2.0], [0.5, 3.0], [0.0, 1.0]])
    small = np.where(x > 0, x, 1e-12)
    assert set_pair(x, np.array([0.6, 0.4])) == pytest.approx(set_pair(small, np.array([0.6, 0.4])))


def test_set_pairs_of_negative_values_are_refused() -> None:
    """A share of them is none."""
    with pytest.raises(MethodError, match="not defined for such values"):
        set_pair(X - 0.5, W)


def test_the_projection_of_the_ideal_is_its_length() -> None:
    """And of a region at right angles to it, 0."""
    x = np.array([[1.0, 1.0], [0.0, 0.0]])
    assert projection(x, np.array([0.6, 0.8])).tolist() == pytest.approx([1.0, 0.0])


def test_grey_projection_with_equal_weights_orders_as_grey_relation() -> None:
    """It is the grade over √m; with other weights they count squared."""
    equal = np.ones(4) / 4
    assert projection(X, equal, form="grey") == pytest.approx(grey_relation(X, equal) / 2)
    assert projection(X, W, form="grey", resolution=0.2) == pytest.approx(
        grey_relation(X, W**2, resolution=0.2) / np.sqrt((W**2).sum())
    )


def test_close_value_and_topsis_measure_the_same_distances() -> None:
    """With two regions, each the best of one column, both order them by their distances."""
    x, weights = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.7, 0.3])
    assert close_value(x, weights) == pytest.approx([0, 3 / 7 - 7 / 3])
    assert topsis(x, weights) == pytest.approx([0.7, 0.3])


@pytest.mark.parametrize("resolution", [0.2, 0.5, 1.0])
def test_grey_closeness_stays_between_what_the_resolution_allows(resolution: float) -> None:
    """Best and worst throughout are at the ends only where all columns have one span."""
    low, high = resolution / (1 + 2 * resolution), (1 + resolution) / (1 + 2 * resolution)
    found = grey_topsis(np.array([[0.0, 0.0], [0.4, 0.9], [1.0, 1.0]]), W[:2] / 0.7, resolution=resolution)
    assert found[[0, 2]] == pytest.approx([low, high])
    assert low < found[1] < high


def test_weighing_columns_or_coefficients_is_the_same_for_equal_weights() -> None:
    """A common factor of all columns leaves every coefficient."""
    equal = np.full(4, 0.25)
    assert grey_topsis(X, equal, weigh="columns") == pytest.approx(grey_topsis(X, equal))
    assert grey_topsis(X, W, weigh="columns") != pytest.approx(grey_topsis(X, W))
