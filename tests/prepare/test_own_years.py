"""Normalisation along time: base years, changes, deviations over time, and what has no answer."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.over_time import over_time
from zhishu.prepare.normalisers.own_years import annual_change, own_base

UP, DOWN = (compile_directions([Direction(kind)]) for kind in ("positive", "negative"))
BOTH = compile_directions([Direction("positive"), Direction("negative")])
RANGE = compile_directions([Direction("interval", 2, 5)])
YEARS = (2018, 2019, 2021)
# Three years, two regions, one column.
PANEL = np.array([[[10.0], [40.0]], [[12.0], [30.0]], [[15.0], [36.0]]])
MANY = np.random.default_rng(4).uniform(1, 9, (3, 6, 2))
EVERY = pytest.mark.parametrize("method", [own_base, annual_change, over_time])


def test_every_region_begins_at_its_own_base() -> None:
    """The first year, or the one that is named; the negative indicator by the inverse ratio."""
    first = own_base(PANEL, UP)
    assert first[..., 0].tolist() == pytest.approx(np.array([[100, 100], [120, 75], [150, 90]]))
    named = own_base(PANEL, UP, years=YEARS, base_year=2021, factor=1)
    assert named[..., 0] == pytest.approx(np.array([[10 / 15, 40 / 36], [12 / 15, 30 / 36], [1, 1]]))
    turned = own_base(PANEL, DOWN)[..., 0]
    assert turned == pytest.approx(np.array([[100, 100], [250 / 3, 400 / 3], [200 / 3, 1000 / 9]]))


def test_changes_are_those_of_consecutive_years() -> None:
    """From 2019 to 2021 the rate of one year; a negative indicator with the sign turned."""
    found = annual_change(PANEL, UP, years=YEARS)[..., 0]
    assert np.isnan(found[0]).all()
    assert found[1:] == pytest.approx(np.array([[20, -25], [100 * 1.25**0.5 - 100, 100 * 1.2**0.5 - 100]]))
    simple = annual_change(PANEL, UP, years=YEARS, rate="simple")[..., 0]
    assert simple[1:] == pytest.approx(np.array([[20, -25], [12.5, 10]]))
    assert np.array_equal(
        annual_change(PANEL, DOWN, years=YEARS), -annual_change(PANEL, UP, years=YEARS), True
    )


def test_changes_since_a_year() -> None:
    """Per year, and no answer up to that year unless one is given."""
    found = annual_change(PANEL, UP, years=YEARS, since=2018, rate="simple")[..., 0]
    assert found[1:] == pytest.approx(np.array([[20, -25], [50 / 3, -10 / 3]]))
    late = annual_change(PANEL, UP, years=YEARS, since=2019, first=0)[..., 0]
    assert late[:2].tolist() == [[0, 0], [0, 0]]
    assert late[2] == pytest.approx([100 * 1.25**0.5 - 100, 100 * 1.2**0.5 - 100])


def test_deviations_from_the_own_mean() -> None:
    """The mean absolute deviation of 10, 12, 15 is 16/9; standard deviations by n - 1 and by n."""
    found = over_time(PANEL, UP)[:, 0, 0]
    assert found == pytest.approx(np.array([-21, -3, 24]) / 16)
    assert over_time(PANEL, DOWN)[:, 0, 0] == pytest.approx(-found)
    for spread, ddof in (("sample", 1), ("population", 0)):
        series = over_time(PANEL, UP, spread=spread, mean=100.0)[:, 0, 0]
        assert series.mean() == pytest.approx(100)
        assert series.std(ddof=ddof) == pytest.approx(1)
    away = over_time(PANEL - 8, RANGE)[:, 0, 0]  # 2, 4 and 7 lie 0, 0 and 2 away
    assert away == pytest.approx([0.75, 0.75, -1.5])


def test_a_region_that_does_not_move_is_at_the_mean() -> None:
    """Decimals whose mean is rounded, one value among gaps, zeros."""
    for series in ([0.1, 0.1, 0.1], [np.nan, 3.0, np.nan], [0.0, 0.0, 0.0]):
        x = np.array(series)[:, None, None]
        assert np.array_equal(over_time(x, UP, mean=7.0), np.where(np.isnan(x), np.nan, 7.0), True)


@EVERY
def test_a_batch_is_what_its_members_are(method) -> None:
    """A leading axis of draws, and regions in any order."""
    other = MANY**2
    found = method(np.stack([MANY, other]), BOTH)
    assert np.array_equal(found[0], method(MANY, BOTH), True)
    assert np.array_equal(found[1], method(other, BOTH), True)
    order = [3, 1, 5, 0, 2, 4]
    assert np.array_equal(method(MANY[:, order], BOTH), method(MANY, BOTH)[:, order], True)


@EVERY
def test_one_year_has_no_past(method) -> None:
    """The message says which year there is; a table without years counts as one."""
    with pytest.raises(MethodError, match="only one") as error:
        method(PANEL[:1], UP, years=(2021,))
    assert error.value.seen == "2021"
    with pytest.raises(MethodError, match="only one"):
        method(PANEL[0], UP)
    with pytest.raises(MethodError, match="a table for each year"):
        method(PANEL, UP, years=(2020, 2021))


def test_gaps_stay_and_take_along_what_hangs_on_them() -> None:
    """Without a base no index in any year; without a year before no change."""
    gap = PANEL.copy()
    gap[0, 0] = np.nan
    assert np.isnan(own_base(gap, UP)[..., 0]).tolist() == [[True, False]] * 3
    missing = np.isnan(annual_change(gap, UP, first=0)[..., 0])
    assert missing.tolist() == [[True, False], [True, False], [False, False]]
    assert np.isnan(over_time(gap, UP)[..., 0]).tolist() == [[True, False], [False, False], [False, False]]


@pytest.mark.parametrize(
    ("method", "directions", "cell", "value", "where"),
    [
        (own_base, UP, (0, 1), 0.0, "column 0, region b, year 2018"),
        (own_base, UP, (0, 1), -3.0, "column 0, region b, year 2018"),
        (own_base, DOWN, (2, 0), 0.0, "column 0, region a, year 2021"),
        (annual_change, UP, (1, 0), 0.0, "column 0, region a, year 2019"),
        (annual_change, DOWN, (0, 0), -1.0, "column 0, region a, year 2018"),
        (annual_change, UP, (2, 1), -4.0, "column 0, region b, year 2021"),
    ],
)
def test_what_has_no_ratio_is_an_error_that_says_whose(method, directions, cell, value, where) -> None:
    """Region, year and value; a value of 0 or less elsewhere is harmless."""
    x = PANEL.copy()
    x[cell] = value
    with pytest.raises(MethodError) as error:
        method(x, directions, regions=("a", "b"), years=YEARS)
    assert error.value.where == where
    assert error.value.seen == f"{value:g}"
    with pytest.raises(MethodError) as error:
        method(x, directions, years=YEARS)
    assert "region number" in str(error.value.where)


def test_later_values_may_be_zero_or_less() -> None:
    """An index of 0, a fall by more than everything; several years at the simple rate."""
    x = np.array([[[10.0]], [[0.0]]])
    assert own_base(x, UP).ravel().tolist() == [100, 0]
    assert annual_change(x, UP)[1, 0, 0] == -100
    x[1] = -5
    assert own_base(x, UP).ravel().tolist() == [100, -50]
    assert annual_change(x, UP)[1, 0, 0] == -150
    assert annual_change(x, UP, years=(2018, 2020), rate="simple")[1, 0, 0] == -75


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (partial(own_base, PANEL, RANGE), "no change that is better"),
        (partial(annual_change, PANEL, RANGE), "no change that is better"),
        (partial(own_base, PANEL, UP, years=YEARS, base_year=2020), "is not a year of the panel"),
        (partial(annual_change, PANEL, UP, years=YEARS, since=2020), "is not a year of the panel"),
        (partial(annual_change, PANEL, UP, years=YEARS, since=2021), "is the last year"),
        (partial(annual_change, PANEL, UP, years=YEARS[::-1]), "the years in their order"),
    ],
)
def test_what_makes_no_sense_is_an_error(call, what: str) -> None:
    """A target, a year that is not there, and one that nothing comes after."""
    with pytest.raises(MethodError, match=what) as error:
        call()
    assert error.value.allowed
