"""What holds of every imputation, treatment and normalisation, on any data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zhishu.framework import Direction
from zhishu.prepare.directions import Directions, compile_directions
from zhishu.prepare.impute.columns import impute_mean, impute_median
from zhishu.prepare.impute.neighbours import nearest_neighbours
from zhishu.prepare.impute.time import carry_back, carry_forward, interpolate
from zhishu.prepare.normalisers.centre import logistic, robust_z, zscore
from zhishu.prepare.normalisers.distance import distance_to_max, distance_to_reference
from zhishu.prepare.normalisers.efficacy import efficacy
from zhishu.prepare.normalisers.mean_bands import above_or_below_mean
from zhishu.prepare.normalisers.ordinal import borda, categories, percentile_rank, ranks_upward
from zhishu.prepare.normalisers.proportion import fraction_of_max, maximum, ratio_to_mean, total, vector
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.prepare.shift import shift
from zhishu.prepare.transform import box_cox, mad_clip, quantile_clip, yeo_johnson
from zhishu.prepare.treat import fails_shape, winsorise, winsorise_then_log

WHOLE = arrays(np.float64, (7, 2), elements=st.integers(1, 400).map(float))
GAPPY = arrays(np.float64, (3, 6, 2), elements=st.one_of(st.integers(-50, 50).map(float), st.just(np.nan)))
HEAVY = arrays(np.float64, (12, 2), elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 100.0, 900.0]))
BOTH = compile_directions([Direction("positive"), Direction("negative")])


def categories_of_ranks(x: np.ndarray, directions: Directions, basis: np.ndarray | None = None) -> np.ndarray:
    return categories(x, directions, basis, of="ranks")


def ratio_to_the_first(x: np.ndarray, directions: Directions, basis: np.ndarray | None = None) -> np.ndarray:
    names = [str(at) for at in range(x.shape[-2])]
    return distance_to_reference(x, directions, names, basis, reference="0", start="zero")


NORMALISERS = [
    minmax,
    zscore,
    robust_z,
    logistic,
    ranks_upward,
    borda,
    percentile_rank,
    categories,
    categories_of_ranks,
    ratio_to_the_first,
    distance_to_max,
    vector,
    maximum,
    total,
    fraction_of_max,
    ratio_to_mean,
    efficacy,
    above_or_below_mean,
]
EVERY = pytest.mark.parametrize("normalise", NORMALISERS, ids=lambda function: function.__name__)
TREATMENTS = [winsorise, winsorise_then_log, box_cox, yeo_johnson, quantile_clip, mad_clip, shift]


@EVERY
@settings(max_examples=40)
@given(x=WHOLE)
def test_a_better_value_is_never_worth_less(normalise, x: np.ndarray) -> None:
    """Within a column the order of the regions stays, turned for a negative indicator."""
    found = normalise(x, BOTH)
    for column, sign in ((0, 1), (1, -1)):
        order = np.argsort(sign * x[:, column], kind="stable")
        assert (np.diff(found[order, column]) >= -1e-12).all()


@EVERY
@settings(max_examples=40)
@given(x=WHOLE, factor=st.sampled_from([0.25, 3.0, 1000.0]))
def test_the_unit_of_an_indicator_does_not_matter(normalise, x: np.ndarray, factor: float) -> None:
    """Thousands of firms or firms: the same comparable values."""
    assert np.allclose(normalise(x * factor, BOTH), normalise(x, BOTH), rtol=1e-9, atol=1e-9)


@EVERY
@settings(max_examples=25)
@given(x=WHOLE)
def test_its_own_data_as_basis_change_nothing(normalise, x: np.ndarray) -> None:
    """Comparing with a base that happens to be the data is comparing the data."""
    assert np.array_equal(normalise(x, BOTH, x.copy()), normalise(x, BOTH))


@pytest.mark.parametrize("ties", ["min", "max", "average", "dense"])
@settings(max_examples=40)
@given(x=WHOLE, basis=WHOLE)
def test_ranks_against_a_basis_are_counts(ties: str, x: np.ndarray, basis: np.ndarray) -> None:
    """One by one: how many values of the basis are worse, or not better, or different and worse."""
    found = ranks_upward(x, BOTH, basis, ties=ties)
    for column, sign in ((0, 1), (1, -1)):
        base = sign * basis[:, column]
        for value, rank in zip(sign * x[:, column], found[:, column], strict=True):
            below, upto = (base < value).sum(), (base <= value).sum()
            expected = {"min": below + 1, "max": upto, "average": (below + 1 + upto) / 2}
            assert rank == expected.get(ties, len(set(base[base < value])) + 1)


@settings(max_examples=60)
@given(x=GAPPY)
@pytest.mark.parametrize("impute", [carry_forward, carry_back, interpolate])
def test_values_along_time_stay_and_gaps_lie_between(impute, x: np.ndarray) -> None:
    """What is known is kept; what is filled lies within the region's own range."""
    found = impute(x, (2019, 2020, 2023))
    known = ~np.isnan(x)
    assert np.array_equal(found[known], x[known])
    low, high = np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)
    filled = ~np.isnan(found)
    assert (found >= low - 1e-9)[filled].all()
    assert (found <= high + 1e-9)[filled].all()


@settings(max_examples=60)
@given(x=GAPPY)
@pytest.mark.parametrize("impute", [impute_mean, impute_median, nearest_neighbours])
def test_gaps_are_filled_within_the_range(impute, x: np.ndarray) -> None:
    """Every gap gets a number between the least and the greatest value of its column and year."""
    x = np.where(np.isnan(x).all(axis=1, keepdims=True), 1.0, x)
    found = impute(x)
    assert np.isfinite(found).all()
    assert (found >= np.nanmin(x, axis=1, keepdims=True) - 1e-9).all()
    assert (found <= np.nanmax(x, axis=1, keepdims=True) + 1e-9).all()


@settings(max_examples=60)
@given(x=HEAVY)
@pytest.mark.parametrize("treat", TREATMENTS, ids=lambda function: function.__name__)
def test_treatment_keeps_the_order_and_marks_what_it_changes(treat, x: np.ndarray) -> None:
    """No region overtakes another; an unmarked value is as it was."""
    found = treat(x)
    for column in range(2):
        order = np.argsort(x[:, column], kind="stable")
        assert (np.diff(found.values[order, column]) >= -1e-9).all()
    assert np.array_equal(found.values[found.marks == 0], x[found.marks == 0])


@settings(max_examples=60)
@given(x=HEAVY)
def test_winsorising_without_limit_always_passes(x: np.ndarray) -> None:
    """With no limit on points, the shape of every column passes in the end."""
    assert not fails_shape(winsorise(x, points=None).values).any()
