"""Rewards for growth: the lines, the two coefficients, years that are missing, uneven or out of order."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.averages.means import arithmetic
from zhishu.score.aggregators.averages.rewarded_growth import reward_coefficients, rewarded_growth

W = np.array([0.5, 0.3, 0.2])
YEARS = (2021, 2022, 2023, 2026)
X = np.random.default_rng(5).uniform(0.1, 1, (4, 6, 3))
ONE = np.ones(1)
OPTIONS = (
    {},
    {"lines": "mean", "upper": 0.2, "lower": 0.4},
    {"start": "own"},
    {"coefficients": [0.5, 0.1]},
    {"span": 2},
)


def paths(*regions: list[float]) -> np.ndarray:
    """Return (years, regions, 1) from one list of scores per region."""
    return np.array(regions, dtype=float).T[..., None]


def test_the_middle_gets_its_mean_over_time() -> None:
    """Three regions from one start: the fast one is rewarded, the slow one penalised, the middle neither."""
    x = paths([1, 4, 7], [1, 3, 5], [1, 2, 3])
    found = rewarded_growth(x, ONE, years=(1, 2, 3))
    assert found[0].tolist() == [1, 1, 1]
    # Growth 3, 2, 1: the lines rise by 2.5 and 1.5, the areas beyond them are 1 / 4 and 1, h+ = h- = 1 / 2.
    assert found[1] == pytest.approx([2.5 + 0.125, 2, 1.5 - 0.125])
    assert found[2] == pytest.approx([4 + 0.25, 3, 2 - 0.25])


def test_the_lines_by_the_mean_growth() -> None:
    """Half and one and a half times it; where growth is negative the upper line stays above the lower."""
    rising = paths([1, 5], [1, 1])
    found = rewarded_growth(rising, ONE, years=(1, 2), lines="mean", coefficients=[1, 1])
    assert found[1] == pytest.approx([3 + 0.5, 1 - 0.5])
    falling = paths([6, 2], [6, 6])
    found = rewarded_growth(falling, ONE, years=(1, 2), lines="mean", coefficients=[1, 1])
    assert found[1] == pytest.approx([4 - 0.5, 6 + 0.5])


def test_every_region_from_its_own_start() -> None:
    """Then a high level without growth is penalised, and one that is low and grows rewarded."""
    x = paths([10, 10], [1, 3])
    shared = rewarded_growth(x, ONE, years=(1, 2), coefficients=[1, 1])
    own = rewarded_growth(x, ONE, years=(1, 2), coefficients=[1, 1], start="own")
    assert shared[1, 0] > 10
    assert shared[1, 1] < 2
    assert own[1] == pytest.approx([10 - 0.25, 2 + 0.25])


def test_the_two_rules() -> None:
    """All rewards are all penalties, and the coefficients sum to 1: the mean over regions stays."""
    above, below = np.array([2.0, 0.0, 1.0]), np.array([0.0, 1.5, 0.0])
    reward, penalty = reward_coefficients(above, below)
    assert reward + penalty == pytest.approx(1)
    assert (reward * above).sum() == pytest.approx((penalty * below).sum())
    assert reward_coefficients(0 * above, 0 * below)[0].tolist() == [0.5]
    assert reward_coefficients(above, 0 * below)[0].tolist() == [0]
    found = rewarded_growth(X, W, years=YEARS)
    plain = rewarded_growth(X, W, years=YEARS, coefficients=[0, 0])
    assert found.mean(axis=-1) == pytest.approx(plain.mean(axis=-1))
    assert not np.allclose(found[-1], plain[-1])


def test_without_rewards_it_is_the_mean_over_time() -> None:
    """By the rule of trapezoids, years as far apart as they are."""
    own = arithmetic(X, W)
    found = rewarded_growth(X, W, years=YEARS, coefficients=[0, 0])
    assert found[3] == pytest.approx(np.trapezoid(own, YEARS, axis=0) / 5)
    assert found[1] == pytest.approx((own[0] + own[1]) / 2)
    two = rewarded_growth(X, W, years=YEARS, coefficients=[0, 0], span=2)
    assert two[1:] == pytest.approx((own[:-1] + own[1:]) / 2)


@pytest.mark.parametrize("options", OPTIONS)
def test_one_region_all_alike_and_none_that_moves(options: dict) -> None:
    """Nothing to reward: the mean over time, the score that all share, the one that stays."""
    plain = rewarded_growth(X[:, :1], W, years=YEARS, coefficients=[0, 0], span=options.get("span", 0))
    if "coefficients" not in options:
        assert rewarded_growth(X[:, :1], W, years=YEARS, **options) == pytest.approx(plain)
        alike = rewarded_growth(np.repeat(X[:, :1], 4, axis=1), W, years=YEARS, **options)
        assert alike == pytest.approx(np.repeat(plain, 4, axis=1))
    still = np.repeat(X[:1], 4, axis=0)
    found = rewarded_growth(still, W, years=YEARS, **{**options, "start": "own"})
    assert found == pytest.approx(arithmetic(still, W))
    assert rewarded_growth(0 * X, W, years=YEARS, **options).tolist() == (0 * X[..., 0]).tolist()


@pytest.mark.parametrize("options", OPTIONS)
def test_scale_shift_order_and_batches(options: dict) -> None:
    """Scores follow the scale; years come in any order, regions too; a batch is its members; equals tie."""
    found = rewarded_growth(X, W, years=YEARS, **options)
    assert rewarded_growth(3 * X, W, years=YEARS, **options) == pytest.approx(3 * found)
    assert rewarded_growth(X - 2, W, years=YEARS, **options) == pytest.approx(found - 2)
    backwards = rewarded_growth(X[::-1], W, years=YEARS[::-1], **options)
    assert backwards.tolist() == found[::-1].tolist()
    order = [3, 0, 5, 1, 4, 2]
    assert rewarded_growth(X[:, order], W, years=YEARS, **options) == pytest.approx(found[:, order])
    twice = rewarded_growth(np.concatenate([X, X], axis=1), W, years=YEARS, **options)
    assert twice[:, :6].tolist() == twice[:, 6:].tolist()
    shares = np.broadcast_to(W, (2, 4, 3))
    batch = rewarded_growth(np.stack([X, X[:, order]]), shares, years=YEARS, **options)
    assert batch[0] == pytest.approx(found)
    assert batch[1] == pytest.approx(found[:, order])


def test_missing_values_and_years() -> None:
    """One value: weights are shared out. A year between: straight on. The first or last: a shorter path."""
    x = X.copy()
    x[1, 0] = x[0, 1] = x[3, 2] = np.nan
    x[2, 3, 0] = np.nan
    found = rewarded_growth(x, W, years=YEARS, coefficients=[0, 0])
    own = arithmetic(x, W)
    assert np.isnan(found).tolist() == np.isnan(own).tolist()
    assert found[2, 0] == pytest.approx((own[0, 0] + own[2, 0]) / 2)
    assert found[1, 1] == own[1, 1]
    assert found[3, 1] == pytest.approx(np.trapezoid(own[1:, 1], YEARS[1:]) / 4)
    assert found[2, 3] == pytest.approx(np.trapezoid(own[:3, 3], YEARS[:3]) / 2)
    for options in OPTIONS:
        assert np.isnan(rewarded_growth(x, W, years=YEARS, **options)).tolist() == np.isnan(own).tolist()


def test_a_year_straight_between_changes_nothing() -> None:
    """A path whose middle year lies on the line between is the same with it and without it."""
    x = paths([1, 2, 4], [2, 2, 2], [1, 0, 0.5])
    x[1, 0] = (x[0, 0] + x[2, 0]) / 2
    without = x.copy()
    without[1, 0] = np.nan
    for options in OPTIONS[:4]:
        whole = rewarded_growth(x, ONE, years=(1, 2, 3), **options)
        assert rewarded_growth(without, ONE, years=(1, 2, 3), **options)[2] == pytest.approx(whole[2])


def test_a_first_year_of_nobody() -> None:
    """The lines start where the first scores are; a panel without any score has none."""
    x = X.copy()
    x[0] = np.nan
    found = rewarded_growth(x, W, years=YEARS)
    assert np.isnan(found[0]).all()
    assert found[1:] == pytest.approx(rewarded_growth(X[1:], W, years=YEARS[1:]))
    assert np.isnan(rewarded_growth(np.nan * X, W, years=YEARS)).all()


def test_one_table_is_one_year() -> None:
    """And a table whose years are not those told is an error."""
    assert rewarded_growth(X[0], W, years=YEARS).tolist() == arithmetic(X[0], W).tolist()
    assert rewarded_growth(X[:1], W, years=YEARS[:1]).tolist() == arithmetic(X[:1], W).tolist()
    with pytest.raises(MethodError, match="by year"):
        rewarded_growth(X, W, years=YEARS[:2])
