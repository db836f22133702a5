"""Bandwidths that cross-validation finds: criteria against integrals, the search, and what is degenerate."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize_scalar

from zhishu.weigh.envelopment.bandwidths import (
    cross_validated_bandwidths,
    left_out_error,
    left_out_likelihood,
)
from zhishu.weigh.envelopment.likeness import usual_bandwidth

BOTH = pytest.mark.parametrize("criterion", ["least_squares", "likelihood"])


def density(points: np.ndarray, wide: float, at: float) -> float:
    return float((0.75 * np.maximum(1 - ((at - points) / wide) ** 2, 0)).sum() / (len(points) * wide))


@pytest.mark.parametrize("wide", [0.3, 1.0, 4.0])
def test_the_criteria_are_what_they_say(wide: float) -> None:
    """The integral of the squared density by quadrature, the densities without each region one by one."""
    points = np.random.default_rng(1).normal(size=9)
    edges = np.sort(np.concatenate([points - wide, points + wide]))
    square = sum(
        quad(lambda at: density(points, wide, at) ** 2, low, high)[0] for low, high in pairwise(edges)
    )
    others = [density(np.delete(points, place), wide, points[place]) for place in range(9)]
    found = left_out_error(points[:, None], np.array([wide]))
    assert found == pytest.approx(square - 2 * np.mean(others), abs=1e-10)
    likelihood = left_out_likelihood(points[:, None], np.array([wide]))
    assert likelihood == (pytest.approx(np.log(others).mean()) if all(others) else -np.inf)


def test_several_measures_are_a_product() -> None:
    """A measure that is the same everywhere changes nothing; two are judged together."""
    values = np.random.default_rng(2).normal(size=(20, 2))
    wide = np.array([1.5, 2.0])
    near = np.maximum(1 - ((values[:, None] - values[None]) / wide) ** 2, 0) * 0.75 / wide
    table = near.prod(axis=-1)
    np.fill_diagonal(table, 0.0)
    assert left_out_likelihood(values, wide) == pytest.approx(np.log(table.sum(axis=1) / 19).mean())
    same = np.concatenate([values, np.full((20, 1), 7.0)], axis=-1)
    assert left_out_error(same, np.append(wide, 0.0)) == pytest.approx(left_out_error(values, wide))


@BOTH
@pytest.mark.parametrize("measures", [1, 2])
def test_no_multiple_is_better(criterion: str, measures: int) -> None:
    """Tried one by one, and by scipy between those around the best."""
    for seed in range(5):
        values = np.random.default_rng(seed).gamma(2.0, size=(40, measures))
        usual = usual_bandwidth(values.T, measures)

        def cost(factor: float, values: np.ndarray = values, usual: np.ndarray = usual) -> float:
            wide = factor * usual
            least = left_out_error if criterion == "least_squares" else left_out_likelihood
            return float(least(values, wide)) * (1 if criterion == "least_squares" else -1)

        found = cross_validated_bandwidths(values, criterion)
        factor = found / usual
        assert factor == pytest.approx(np.full(measures, factor[0]), rel=1e-12)
        tried = [cost(one) for one in np.geomspace(0.1, 10, 1001)]
        assert cost(factor[0]) <= min(tried) + 2e-6  # valleys that differ by less may lie side by side
        near = minimize_scalar(cost, bounds=(factor[0] * 0.999, factor[0] * 1.001), method="bounded")
        assert cost(factor[0]) <= near.fun + 1e-9


@BOTH
def test_units_batches_and_the_order_of_regions(criterion: str) -> None:
    """Bandwidths carry the unit of their measure; a table gives the same alone, shuffled, or among others."""
    values = np.random.default_rng(3).normal(size=(3, 25, 2))
    found = cross_validated_bandwidths(values, criterion)
    units = np.array([1e-100, 1e100])
    assert cross_validated_bandwidths(values * units, criterion) == pytest.approx(found * units, rel=1e-6)
    order = np.random.default_rng(4).permutation(25)
    assert np.array_equal(cross_validated_bandwidths(values[:, order], criterion), found)
    assert np.array_equal(cross_validated_bandwidths(values[1], criterion), found[1])


@BOTH
def test_what_does_not_vary_has_no_bandwidth(criterion: str) -> None:
    """A constant measure beside one that varies, all constant, one region."""
    values = np.random.default_rng(5).normal(size=(12, 2))
    alone = cross_validated_bandwidths(values[:, :1], criterion)
    values[:, 1] = 3.0
    beside = cross_validated_bandwidths(values, criterion)
    assert beside[1] == 0
    assert beside[0] == pytest.approx(alone[0], rel=1e-6)
    assert cross_validated_bandwidths(np.full((4, 2), 3.0), criterion).tolist() == [0, 0]
    assert cross_validated_bandwidths(np.array([[5.0, 1.0]]), criterion).tolist() == [0, 0]


def test_ties_and_outliers() -> None:
    """Ties press least squares to a tenth of the usual; a far region widens the likelihood's beyond it."""
    grades = np.repeat(np.arange(4.0), 6)[:, None]
    assert cross_validated_bandwidths(grades) == pytest.approx(0.1 * usual_bandwidth(grades.T), rel=1e-3)
    far = np.append(np.linspace(0, 1, 30), 1000.0)[:, None]
    assert cross_validated_bandwidths(far, "likelihood") > 999
    assert cross_validated_bandwidths(far) < 999
    two = np.array([[0.0], [1.0]])
    assert cross_validated_bandwidths(two, "likelihood") == pytest.approx(np.sqrt(3), rel=1e-6)
