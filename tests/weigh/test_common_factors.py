"""Weights from common factors: maximum likelihood and principal axes."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.fitted.components import factor
from zhishu.weigh.fitted.extraction import FLOOR, loadings, most_factors
from zhishu.weigh.moments import correlations

BOTH = ("maximum_likelihood", "principal_axes")
RIGHT = np.array([[0.9, 0.0], [0.8, 0.0], [0.7, 0.0], [0.0, 0.8], [0.0, 0.7], [0.0, 0.6]])


def measured(seed: int, *shape: int, factors: int = 2) -> np.ndarray:
    """Return tables with common factors, the last two of `shape` regions and columns."""
    generator = np.random.default_rng(seed)
    *batch, regions, columns = shape
    common = generator.normal(size=(*batch, regions, factors))
    return common @ generator.normal(size=(factors, columns)) + generator.normal(size=shape)


@pytest.mark.parametrize("likelihood", [True, False])
def test_exact_factors_are_found_again(likelihood: bool) -> None:  # noqa: FBT001 - a parameter
    """Correlations made of loadings give those loadings, whichever way they are drawn."""
    matrix = RIGHT @ RIGHT.T
    np.fill_diagonal(matrix, 1.0)
    found = loadings(matrix[None], 2, likelihood=likelihood)[0]
    assert found @ found.T == pytest.approx(RIGHT @ RIGHT.T, abs=1e-7)


@pytest.mark.parametrize("extraction", BOTH)
def test_a_batch_gives_what_its_members_give(extraction: str) -> None:
    """Whatever the others hold: constant columns, blank tables, other numbers of factors."""
    x = measured(1, 4, 3, 30, 5)
    x[0, 0, :, 2], x[1, 1], x[2, 0, :, 1:4], x[3, 2, :, :3] = 1.0, 0.0, 3.0, 4.0
    weights = factor(x, extraction=extraction)
    assert weights[1, 1] == pytest.approx(np.full(5, 0.2))
    assert weights[2, 0] == pytest.approx([0.5, 0, 0, 0, 0.5])
    for place in np.ndindex(4, 3):
        assert weights[place] == pytest.approx(factor(x[place], extraction=extraction), abs=1e-12)


@pytest.mark.parametrize("extraction", BOTH)
def test_order_and_units_do_not_matter(extraction: str) -> None:
    """Regions and columns in another order, columns in other units and the other way round."""
    x = measured(2, 40, 6)
    weights = factor(x, extraction=extraction)
    rows, columns = np.random.default_rng(0).permutation(40), np.random.default_rng(0).permutation(6)
    assert factor(x[rows], extraction=extraction) == pytest.approx(weights, abs=1e-9)
    assert factor(x[:, columns], extraction=extraction) == pytest.approx(weights[columns], abs=1e-9)
    scale = np.array([2.0, -1.0, 1000.0, 0.001, -3.0, 1.0])
    assert factor(x * scale + 7, extraction=extraction) == pytest.approx(weights, abs=1e-9)


@pytest.mark.parametrize("extraction", BOTH)
def test_a_constant_column_is_as_if_it_were_not_there(extraction: str) -> None:
    x = measured(3, 40, 6)
    with_constant = np.insert(x, 2, 5.0, axis=1)
    assert factor(with_constant, extraction=extraction)[2] == 0
    without = np.delete(factor(with_constant, extraction=extraction), 2)
    assert without == pytest.approx(factor(x, extraction=extraction), abs=1e-9)


@pytest.mark.parametrize("extraction", BOTH)
@pytest.mark.parametrize("columns", [1, 2])
def test_columns_that_tell_no_factor_weigh_the_same(extraction: str, columns: int) -> None:
    assert factor(measured(4, 20, columns), extraction=extraction) == pytest.approx(
        np.full(columns, 1 / columns)
    )


def test_no_more_factors_than_the_correlations_can_tell() -> None:
    """Four columns have six correlations: one factor has four loadings, two would have seven."""
    assert most_factors(4) == 1
    x = measured(5, 30, 4)
    for extraction in BOTH:
        one = factor(x, factors=1, extraction=extraction)
        assert factor(x, factors=3, extraction=extraction) == pytest.approx(one)


def test_a_heywood_case_is_kept_at_the_floor() -> None:
    """A correlation that two others cannot bear: r_12 r_13 / r_23 is above 1."""
    matrix = np.array([[1.0, 0.8, 0.7], [0.8, 1.0, 0.5], [0.7, 0.5, 1.0]])
    for likelihood in (True, False):
        found = loadings(matrix[None], 1, likelihood=likelihood)[0, :, 0]
        assert np.isfinite(found).all()
        assert found[0] ** 2 >= 1.0 - FLOOR - 0.02
        assert found[1] ** 2 < 0.7


def test_correlations_without_an_inverse() -> None:
    """A column that two others add up to, or fewer regions than columns: the likelihood is without bound."""
    x = measured(6, 30, 4)
    x[:, 3] = x[:, 0] + x[:, 1]
    for table in (x, measured(7, 5, 6)):
        with pytest.raises(MethodError, match="inverted"):
            factor(table, extraction="maximum_likelihood")
        weights = factor(table, extraction="principal_axes")
        assert weights.sum() == pytest.approx(1)
        assert (weights >= 0).all()


def test_missing_values_are_left_out_pair_by_pair() -> None:
    """As the correlations are: over the regions that both columns have."""
    x = measured(8, 60, 5)
    x[3, 1] = x[10, 4] = np.nan
    for extraction in BOTH:
        likelihood = extraction == "maximum_likelihood"
        largest = (loadings(correlations(x)[None], 1, likelihood=likelihood)[0] ** 2).sum(axis=1)
        assert factor(x, factors=1, extraction=extraction) == pytest.approx(
            largest / largest.sum(), abs=1e-12
        )


def test_many_tables_with_noise_alone_come_to_rest() -> None:
    """Columns that have nothing in common are the hardest to draw factors from."""
    x = np.random.default_rng(9).normal(size=(60, 12, 6))
    for extraction in BOTH:
        weights = factor(x, factors=2, extraction=extraction)
        assert weights.sum(axis=-1) == pytest.approx(np.ones(60))
        assert (weights >= 0).all()


def test_a_step_that_a_limit_cuts_off_does_not_end_the_search() -> None:
    """Two columns that are all but one, and as many factors as can be told: a long flat valley at the limit."""
    x = measured(56, 400, 30, 6)
    x[..., 0] = 0.999 * x[..., 1] + 0.02 * x[..., 0]
    weights = factor(x, factors=3, extraction="principal_axes")
    assert weights.sum(axis=-1) == pytest.approx(np.ones(400))
