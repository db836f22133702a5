"""KMO, sphericity and variance inflation: what they are, and where they cannot be told."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.score.suitability import of_those_left, suitability


def measured(seed: int, *shape: int) -> np.ndarray:
    """Return columns that go together."""
    generator = np.random.default_rng(seed)
    return generator.normal(size=shape) + generator.normal(size=(*shape[:-1], 1))


def test_inflation_is_what_a_regression_on_the_siblings_leaves() -> None:
    """1 / (1 - R²) of each column on the others."""
    x = measured(1, 40, 4)
    found = suitability(x).inflation
    for column in range(4):
        others = np.column_stack([np.ones(40), np.delete(x, column, axis=1)])
        left = x[:, column] - others @ np.linalg.lstsq(others, x[:, column])[0]
        assert found[column] == pytest.approx(x[:, column].var() / left.var())


def test_kmo_weighs_correlations_against_partial_ones() -> None:
    """A partial correlation is that of what the other columns leave of both."""
    x = measured(2, 40, 3)
    r = np.corrcoef(x.T)
    partial = np.array(
        [
            (r[i, j] - r[i, k] * r[j, k]) / np.sqrt((1 - r[i, k] ** 2) * (1 - r[j, k] ** 2))
            for i, j, k in ((0, 1, 2), (0, 2, 1), (1, 2, 0))
        ]
    )
    squares = r[np.triu_indices(3, k=1)] ** 2
    assert suitability(x).kmo == pytest.approx(squares.sum() / (squares.sum() + (partial**2).sum()))
    first = squares[:2].sum() / (squares[:2].sum() + (partial[:2] ** 2).sum())
    assert suitability(x).kmo_of[0] == pytest.approx(first)


def test_two_columns_tell_nothing_but_that_they_correlate() -> None:
    found = suitability(measured(3, 20, 2))
    assert found.kmo == pytest.approx(0.5)
    assert found.kmo_of == pytest.approx([0.5, 0.5])
    assert found.degrees == 1
    assert 0 < found.p < 1


def test_order_units_and_batches_do_not_matter() -> None:
    x = measured(4, 3, 2, 30, 4)
    found = suitability(x)
    order = np.random.default_rng(0).permutation(30)
    turned = suitability(x[..., order, :][..., [2, 0, 3, 1]] * [2, -1, 1e6, 1e-6] + 5)
    assert turned.kmo == pytest.approx(found.kmo)
    assert turned.kmo_of == pytest.approx(found.kmo_of[..., [2, 0, 3, 1]])
    assert turned.p == pytest.approx(found.p)
    for place in np.ndindex(3, 2):
        alone = suitability(x[place])
        assert alone.kmo == pytest.approx(found.kmo[place], rel=1e-12)
        assert alone.inflation == pytest.approx(found.inflation[place], rel=1e-12)
        assert alone.sphericity == pytest.approx(found.sphericity[place], rel=1e-12)


def test_only_regions_with_every_value_count() -> None:
    x = measured(5, 30, 3)
    gaps = x.copy()
    gaps[4, 1] = gaps[20, 2] = np.nan
    complete = suitability(np.delete(x, [4, 20], axis=0))
    assert suitability(gaps).kmo == pytest.approx(complete.kmo)
    assert suitability(gaps).sphericity == pytest.approx(complete.sphericity)


@pytest.mark.parametrize(
    "x",
    [
        np.zeros((5, 3)),
        np.column_stack([measured(6, 20, 2), np.full(20, 7.0)]),
        np.column_stack([measured(6, 20, 2), measured(6, 20, 2).sum(axis=1)]),
        np.repeat(measured(6, 20, 1), 2, axis=1),
        measured(6, 3, 3),
        measured(6, 1, 2),
        np.full((6, 3), np.nan),
    ],
    ids=["zeros", "constant", "sum", "twins", "as many regions as columns", "one region", "nothing"],
)
def test_where_the_correlations_have_no_inverse(x: np.ndarray) -> None:
    """Everything is missing, without a warning: an infinite inflation is no number to print."""
    found = suitability(x)
    for measure in (found.kmo, found.kmo_of, found.inflation, found.sphericity, found.p):
        assert np.isnan(measure).all()


def test_columns_without_any_correlation() -> None:
    """Nothing to compare with partial correlations; no inflation, and no evidence against no correlation."""
    found = suitability(np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]]))
    assert np.isnan(found.kmo)
    assert found.inflation == pytest.approx([1, 1])
    assert (found.sphericity, found.p) == pytest.approx((0, 1))


def test_one_table_of_a_batch_without_an_inverse_leaves_the_others_alone() -> None:
    x = measured(7, 3, 20, 3)
    x[1, :, 2] = 0.0
    found = suitability(x)
    assert np.isnan(found.kmo).tolist() == [False, True, False]
    assert found.kmo[2] == pytest.approx(suitability(x[2]).kmo)


def test_a_column_that_a_screen_dropped_is_left_out() -> None:
    """It has no value in any year; with one column left there is nothing to tell."""
    x = measured(8, 2, 20, 4)
    x[..., 1] = np.nan
    found, wanted = of_those_left(x), suitability(np.delete(x, 1, axis=-1))
    assert found.kmo == pytest.approx(wanted.kmo)
    assert found.degrees == 3
    assert np.isnan(found.inflation[:, 1]).all()
    assert found.inflation[:, [0, 2, 3]] == pytest.approx(wanted.inflation)
    x[..., 2:] = np.nan
    alone = of_those_left(x)
    assert np.isnan(alone.kmo).all()
    assert alone.inflation.shape == (2, 4)
