"""Unobserved components: what columns weigh, what speaks against them, and where the model ends."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.findings import Weighed, weighting_findings
from zhishu.weigh.fitted import one_factor
from zhishu.weigh.fitted.unobserved import fitted_components, unobserved_components

IDS = tuple("abcdef")


def measured(seed: int, *shape: int, noise: float = 1.0) -> np.ndarray:
    """Return one thing measured by columns of different precision, (…, regions, columns)."""
    generator = np.random.default_rng(seed)
    common = generator.normal(size=(*shape[:-1], 1)) * generator.uniform(0.5, 1.0, shape[-1])
    return common + noise * generator.normal(size=shape) * generator.uniform(0.3, 1.0, shape[-1])


def test_a_precise_column_weighs_more() -> None:
    """Four measures of one thing, each with twice the error of the one before."""
    generator = np.random.default_rng(1)
    x = generator.normal(size=(9000, 1)) + generator.normal(size=(9000, 4)) * np.array([0.25, 0.5, 1.0, 2.0])
    found = unobserved_components(x, multiply="rescaled")
    assert (np.diff(found) < 0).all()
    assert found[1] / found[2] == pytest.approx(4, rel=0.1)
    assert unobserved_components(x) == pytest.approx(found, abs=0.03)


@pytest.mark.parametrize("negative", ["zero", "error", "keep"])
def test_units_move_weights_the_other_way(negative: str) -> None:
    """Twice the unit, half the weight, so that the score stays; what is rescaled keeps its weight."""
    x, unit = measured(2, 40, 4), np.array([1.0, 2.0, 0.1, 30.0])
    before, after = (unobserved_components(values, negative=negative) for values in (x, x * unit + 7.0))
    assert after * unit / (after * unit).sum() == pytest.approx(before, abs=1e-10)
    rescaled = [unobserved_components(values, multiply="rescaled") for values in (x, x * unit + 7.0)]
    assert rescaled[1] == pytest.approx(rescaled[0], abs=1e-10)


def test_order_of_regions_and_columns_does_not_matter() -> None:
    """Shuffled columns have shuffled weights; shuffled regions the same."""
    x = measured(3, 40, 5)
    x[np.random.default_rng(3).random(x.shape) < 0.1] = np.nan
    rows, columns = np.random.default_rng(4).permutation(40), np.array([3, 1, 4, 0, 2])
    assert unobserved_components(x[rows]) == pytest.approx(unobserved_components(x), abs=1e-10)
    assert unobserved_components(x[:, columns]) == pytest.approx(unobserved_components(x)[columns], abs=1e-10)


def test_a_batch_gives_what_its_members_give() -> None:
    """Two leading axes; some tables with gaps, one with a dead column, one of pure noise."""
    x = measured(5, 2, 3, 25, 4)
    x[0, 1][np.random.default_rng(5).random((25, 4)) < 0.2] = np.nan
    x[1, 0, :, 2] = 3.0
    x[1, 2] = np.random.default_rng(6).normal(size=(25, 4))
    found = unobserved_components(x)
    for place in np.ndindex(2, 3):
        assert found[place] == pytest.approx(unobserved_components(x[place]), abs=1e-12)


def against() -> np.ndarray:
    """Return five columns of which the third runs against the others."""
    x = measured(7, 60, 5)
    x[:, 2] *= -1
    return x


def test_a_column_that_speaks_against_the_others_weighs_nothing() -> None:
    """As if it were not there."""
    found = unobserved_components(against())
    assert found[2] == 0
    others = np.delete(against(), 2, axis=1)
    assert np.delete(found, 2) == pytest.approx(unobserved_components(others), abs=1e-10)


def test_such_a_column_can_be_refused_or_kept() -> None:
    """An error with its number; or a negative weight, by which it is turned round."""
    with pytest.raises(MethodError, match="speaks against") as error:
        unobserved_components(against(), negative="error")
    assert "column 3" in str(error.value.seen)
    kept = unobserved_components(against(), negative="keep")
    turned = against() * np.array([1, 1, -1, 1, 1])
    straight = unobserved_components(turned)
    assert kept.sum() == pytest.approx(1)
    assert kept[2] < 0
    assert np.abs(kept) / np.abs(kept).sum() == pytest.approx(straight, abs=1e-10)
    rescaled = unobserved_components(against(), negative="keep", multiply="rescaled")
    assert rescaled == pytest.approx(unobserved_components(turned, multiply="rescaled"), abs=1e-10)


def test_two_that_oppose_each_other_cannot_be_kept() -> None:
    """Their weights cancel."""
    x = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, -1.0], [3.0, -2.0]])
    with pytest.raises(MethodError, match="sum to 0"):
        unobserved_components(x, negative="keep")
    assert unobserved_components(x).tolist() == [0.5, 0.5]


def test_two_columns_are_taken_alike() -> None:
    """Not identified: standardised they weigh the same."""
    x = measured(8, 30, 2) * np.array([1.0, 4.0])
    weights = unobserved_components(x)
    assert weights * x.std(axis=0) == pytest.approx(np.full(2, (weights * x.std(axis=0)).mean()), rel=1e-9)
    found = fitted_components(x)
    assert found.correlation**2 == pytest.approx(np.full(2, np.corrcoef(x.T)[0, 1]), abs=1e-9)


def test_columns_that_mirror_each_other_weigh_alike() -> None:
    """Every pair of three has one correlation; in a series the ends weigh alike."""
    basis = np.linalg.qr(np.random.default_rng(9).normal(size=(12, 5)) - 0.0)[0]
    basis -= basis.mean(axis=0)
    basis = np.linalg.qr(basis)[0][:, :4] * np.sqrt(12)
    series = 0.4 ** np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    found = unobserved_components(basis @ np.linalg.cholesky(series).T)
    assert found == pytest.approx(found[::-1], abs=1e-8)


def test_nothing_in_common_is_equal_weights() -> None:
    """Columns that do not correlate at all."""
    x = np.array([[1.0, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
    assert unobserved_components(x) == pytest.approx([1 / 3] * 3)
    assert fitted_components(x).correlation.tolist() == [0, 0, 0]


@pytest.mark.parametrize("floor", [0.005, 0.05, 0.2])
def test_a_heywood_case_stops_at_the_floor(floor: float) -> None:
    """A column that is the others' mean has no error of its own."""
    x = measured(10, 40, 3)
    x[:, 0] = x[:, 1] + x[:, 2]
    found = fitted_components(x, floor=floor)
    assert found.own[0] == pytest.approx(floor, rel=1e-9)
    assert found.correlation[0] ** 2 == pytest.approx(1 - floor)
    assert (found.own[1:] > floor).all()


def test_dead_columns_and_small_tables() -> None:
    """A constant column weighs 0; one column 1; two regions alike; nothing at all equal."""
    x = measured(11, 30, 4)
    x[:, 1] = 2.0
    found = unobserved_components(x)
    assert found[1] == 0
    assert np.delete(found, 1) == pytest.approx(unobserved_components(np.delete(x, 1, axis=1)), abs=1e-12)
    assert unobserved_components(x[:, [0]]).tolist() == [1]
    assert unobserved_components(x[:, [0, 1]]).tolist() == [1, 0]
    assert unobserved_components(np.array([[0.0, 0, 0], [1, 1, 1]])) == pytest.approx([1 / 3] * 3)
    assert unobserved_components(x[:1]).tolist() == [0.25] * 4
    assert unobserved_components(np.full((5, 2), np.nan)).tolist() == [0.5, 0.5]


def test_values_missing_at_random_change_little() -> None:
    """The likelihood of what is there; a region without any value changes nothing."""
    x = measured(12, 2000, 5)
    gaps = np.where(np.random.default_rng(12).random(x.shape) < 0.2, np.nan, x)
    assert unobserved_components(gaps) == pytest.approx(unobserved_components(x), abs=0.04)
    empty = np.concatenate([x, np.full((3, 5), np.nan)])
    assert unobserved_components(empty) == pytest.approx(unobserved_components(x), abs=1e-10)


def test_means_belong_to_the_model() -> None:
    """Values that are missing where the others are low leave a mean above that of the model."""
    x = measured(13, 3000, 4, noise=0.5)
    low = x[:, 1:].mean(axis=1) < 0
    x[low, 0] = np.nan
    z = (x - np.nanmean(x, axis=0)) / np.nanstd(x, axis=0)
    fit = one_factor.fit_one_factor(z[None], np.full((1, 4), 0.8), floor=0.005)
    assert fit.mean[0, 0] < -0.5
    assert unobserved_components(x).sum() == pytest.approx(1)


@pytest.mark.parametrize("columns", [3, 4, 6])
@pytest.mark.parametrize("signed", [False, True])
def test_every_table_of_noise_reaches_a_maximum(columns: int, *, signed: bool) -> None:
    """Three hundred tables in which nothing is common: no step that is left would climb."""
    z = np.random.default_rng(columns).normal(size=(300, 20, columns))
    z = (z - z.mean(axis=1, keepdims=True)) / z.std(axis=1, keepdims=True)
    start = np.full((300, columns), 0.5)
    fit = one_factor.fit_one_factor(z, start, floor=0.005, signed=signed)
    assert np.isfinite(fit.loading).all()
    assert (fit.own / (fit.own + fit.loading**2) >= 0.005 * (1 - 1e-9)).all()

    def loss(loading: np.ndarray, own: np.ndarray) -> np.ndarray:
        model = loading[:, :, None] * loading[:, None, :] + own[:, :, None] * np.eye(columns)
        seen = np.swapaxes(z, 1, 2) @ z / 20
        return np.linalg.slogdet(model)[1] + np.trace(np.linalg.solve(model, seen), axis1=1, axis2=2)

    best, generator = loss(fit.loading, fit.own), np.random.default_rng(0)
    total = fit.loading**2 + fit.own
    for _ in range(20):
        near = fit.loading / np.sqrt(total) + 1e-3 * generator.normal(size=fit.loading.shape)
        near = np.clip(near, None if signed else 0.0, np.sqrt(0.995))
        near = np.maximum(near, -np.sqrt(0.995))
        moved = total * np.exp(1e-3 * generator.normal(size=total.shape))
        other = loss(near * np.sqrt(moved), (1 - near**2) * moved)
        assert (other >= best - 1e-9).all()


def test_a_maximum_that_is_not_reached_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do."""
    monkeypatch.setattr(one_factor, "_MOST_STEPS", 1)
    with pytest.raises(MethodError, match="no maximum that can be reached") as error:
        unobserved_components(measured(14, 30, 4))
    assert "1 of 1 tables" in str(error.value.seen)
    assert "floor" in str(error.value.advice)


def test_what_is_said_of_the_weights() -> None:
    """Correlation, own share and error of every column that varies, the standard error of a score."""
    x = measured(15, 40, 5)
    x[:, 1], x[:, 4] = 1.0, -x[:, 4]
    x[:, 0] = x[:, 2] + x[:, 3]
    options = {"negative": "zero", "floor": 0.01, "multiply": "columns"}
    group = Weighed(x, IDS[:5], np.ones(5), options)
    found = {
        (one.about, one.measure): one.value for one in weighting_findings("unobserved_components", group)
    }
    assert {about for about, _ in found} == {"a", "c", "d", "e", "panel"}
    assert found["a", "at_floor"] == 0.01
    assert found["e", "correlation_with_factor"] == 0
    assert ("e", "error_deviation") not in found
    precision = sum(value**-2 for (_, measure), value in found.items() if measure == "error_deviation")
    assert found["panel", "standard_error"] == pytest.approx((1 + precision) ** -0.5)
