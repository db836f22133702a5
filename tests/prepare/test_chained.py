"""Chained equations: the regressions behind the draws, and gaps that differ from table to table."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.prepare.impute import regression as impute_regression
from zhishu.prepare.impute.regression import chained, chained_draws


def tables(gaps: float) -> np.ndarray:
    """Return tables (2, 3, 20, 4) that go together, with gaps in random places."""
    generator = np.random.default_rng(8)
    x = generator.random((2, 3, 20, 1)) + 0.3 * generator.random((2, 3, 20, 4))
    x[generator.random(x.shape) < gaps] = np.nan
    return x


@pytest.mark.parametrize("column", [0, 2])
def test_coefficients_are_those_of_least_squares_and_noise_has_their_covariance(column: int) -> None:
    """For all tables at once; with normal numbers 1, 0, 0 …, 0, 1, 0 … the noise is a root of it."""
    design = np.random.default_rng(0).random((3, 12, 5))
    design[..., -1] = 1.0
    products = np.swapaxes(design, -1, -2) @ design
    others = np.delete(np.arange(5), column)
    roots = []
    for unit in np.eye(4):
        beta, noise = impute_regression._coefficients(products, column, np.tile(unit, (3, 1)))  # noqa: SLF001
        assert beta[:, column].tolist() == noise[:, column].tolist() == [0, 0, 0]
        roots.append(noise[:, others])
    for table, own in enumerate(design):
        expected = np.linalg.lstsq(own[:, others], own[:, column])[0]
        assert beta[table, others] == pytest.approx(expected, abs=1e-12)
        root = np.array([each[table] for each in roots])
        inverse = np.linalg.inv(products[table][np.ix_(others, others)])
        assert root.T @ root == pytest.approx(inverse, rel=1e-10)


def test_what_is_known_stays_and_every_gap_is_filled() -> None:
    """Whatever the places of the gaps in each table of a batch."""
    x = tables(0.1)
    found = chained_draws(x, np.random.default_rng(1), draws=3, cycles=4)
    assert found.shape == (3, *x.shape)
    assert not np.isnan(found).any()
    known = ~np.isnan(x)
    assert (found[:, known] == x[known]).all()
    assert found[:, ~known].std(axis=0).min() > 0


def test_the_same_table_twice_has_gaps_filled_alike_on_average() -> None:
    """Means of many draws of a batch come near those of the table alone."""
    x = tables(0.1)[0, :1]
    twice = chained(np.concatenate([x, x]), np.random.default_rng(2), draws=400)
    alone = chained(x, np.random.default_rng(3), draws=400)
    assert twice == pytest.approx(np.concatenate([alone, alone]), abs=0.03)


def test_a_table_without_gaps_among_tables_with_gaps_stays() -> None:
    """It takes part, and nothing happens to it."""
    x = tables(0.1)
    x[0, 1] = tables(0.0)[0, 1]
    found = chained(x, np.random.default_rng(4))
    assert found[0, 1].tolist() == x[0, 1].tolist()
    assert chained(tables(0.0), np.random.default_rng(4)).tolist() == tables(0.0).tolist()
