"""Small areas: leverage of single units, the bootstrap over them, rates of few cases."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from zhishu.doubt.prepared import prepared_by
from zhishu.doubt.small_areas import leverage_of, resampled, shrunk_rates
from zhishu.errors import MethodError
from zhishu.indicators.contributions import Contributions
from zhishu.score.pipeline import score_values
from zhishu.score.plan import compile_plan


def units_of(rows, values, covered=None):
    """Return the contributions of units of one year: (region, …) rows with their values."""
    values = np.asarray(values, dtype=float)
    return Contributions(
        tuple(f"u{number}" for number in range(len(rows))),
        np.zeros(len(rows), dtype=np.intp),
        np.asarray(rows, dtype=np.intp),
        values,
        np.ones(values.shape[1], dtype=bool) if covered is None else np.asarray(covered),
    )


def test_leverage_is_the_score_of_the_panel_without_the_unit(study_from, recipe_of, framework):
    """Share, score and rank without a unit are those of the panel from which it is taken away."""
    study = study_from((1, 12))
    prepared = prepared_by(study.panel, study.setting, study.recipe)
    taken = study.panel.values[0, [3, 3, 8]] * [[0.5], [1.0], [0.1]]
    found = leverage_of(prepared, units_of([3, 3, 8], taken))
    plan = compile_plan(framework, recipe_of())
    whole = score_values(study.panel.values, plan).scores[0, :, 0]
    for unit, region in enumerate((3, 3, 8)):
        without = np.array(study.panel.values)
        without[0, region] -= taken[unit]
        expected = score_values(without, plan)
        assert_allclose(found.score[unit], expected.scores[0, region, 0], rtol=1e-12, atol=1e-15)
        assert found.rank[unit] == expected.ranks[0, region, 0]
        assert_allclose(found.share[unit], 1 - found.score[unit] / whole[region], rtol=1e-12)
    assert found.rank[1] == 12
    assert found.share[1] == 1


def test_units_that_add_the_same_have_the_same_leverage(study_from):
    """Equal units of one region are scored once and get equal numbers."""
    study = study_from((1, 8))
    prepared = prepared_by(study.panel, study.setting, study.recipe)
    found = leverage_of(prepared, units_of([2, 2], np.full((2, 6), 0.01)))
    assert found.share[0] == found.share[1]


def test_a_bootstrap_keeps_the_number_of_units_and_what_is_no_sum():
    """A count of units never changes; an indicator that is no sum stays; the mean is the observed sum."""
    rows = [0] * 30 + [1] * 5
    amounts = np.random.default_rng(0).lognormal(size=35)
    values = np.column_stack([np.ones(35), amounts, np.zeros(35)])
    raw = np.array([[[30.0, amounts[:30].sum(), 7.0], [5.0, amounts[30:].sum(), 9.0]]])
    units = units_of(rows, values, covered=[True, True, False])
    drawn = resampled(raw, units, np.random.default_rng(1).random((4000, 1)))
    assert_array_equal(drawn[..., 0], np.broadcast_to(raw[..., 0], drawn.shape[:3]))
    assert_array_equal(drawn[..., 2], np.broadcast_to(raw[..., 2], drawn.shape[:3]))
    error = drawn[:, 0, 0, 1].std() / np.sqrt(4000)
    assert abs(drawn[:, 0, 0, 1].mean() - raw[0, 0, 1]) < 4 * error
    assert_allclose(drawn[:, 0, 0, 1].std(), np.sqrt(30) * amounts[:30].std(), rtol=0.05)


def test_a_draw_of_the_bootstrap_depends_on_its_number_alone():
    """The same number gives the same draw, wherever it stands in a block."""
    units = units_of([0, 0, 0, 1], np.random.default_rng(2).random((4, 2)))
    raw = np.ones((1, 2, 2)) * 3
    numbers = np.array([[0.1], [0.7], [0.1]])
    drawn = resampled(raw, units, numbers)
    assert_array_equal(drawn[0], drawn[2])
    assert_array_equal(drawn[1], resampled(raw, units, numbers[1:2])[0])


def test_rates_of_few_cases_are_drawn_further_to_the_overall_rate():
    """The thinner a region, the more of its distance to the overall rate it loses; never the side."""
    base = np.array([5.0, 50.0, 5000.0, 4000.0])
    cases = np.array([2.0, 20.0, 2000.0, 400.0])
    shrunk = shrunk_rates(cases, base)
    overall = cases.sum() / base.sum()
    kept = (shrunk - overall) / (cases / base - overall)
    assert (np.diff(kept[:3]) > 0).all()
    assert ((kept > 0) & (kept < 1)).all()


def test_rates_that_differ_by_chance_alone_become_one():
    """Equal rates stay; a region without a base gets the overall rate; NaN stays NaN."""
    shrunk = shrunk_rates(np.array([1.0, 10.0, 0.0, np.nan]), np.array([10.0, 100.0, 0.0, 5.0]))
    assert_allclose(shrunk[:3], 0.1)
    assert np.isnan(shrunk[3])
    with pytest.raises(MethodError):
        shrunk_rates(np.array([-1.0]), np.array([3.0]))
