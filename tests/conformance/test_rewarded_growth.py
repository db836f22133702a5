"""Two incentive lines by hand, and the areas beyond them by scipy's quadrature, region by region."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from record import BY_HAND, Agreement, program, record
from scipy.integrate import quad
from scipy.optimize import brentq

from zhishu.score.aggregators.averages.rewarded_growth import rewarded_growth


def agreed(against: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("aggregate", "rewarded_growth", against, "", what, tolerance, holds=True, note=note))


def test_three_regions_by_hand() -> None:
    """Scores 2, 3, 8; 3, 5, 5; 4, 4, 2 in the years 0, 1, 3.

    Growth 2, 2/3, -2/3, mean 2/3; from the mean 3 of the first year the lines rise by 2/3 + 1/2 · 4/3 = 4/3
    and by 2/3 - 1/2 · 4/3 = 0. The upper line is at 3, 13/3, 7.
    Above it: the first region, 4/3 below in year 1 and 1 above in year 3, for 3/7 of 2 years, 1/2 of 6/7: 3/7;
    the second, 0 to 2/3 in the first year, 1/3, then to -2, for 1/4 of 2 years, 1/2 · 1/2 · 2/3 = 1/6: 1/2;
    the third, 1 to -1/3, for 3/4 of a year: 3/8. Together 73/56.
    Below the lower line, 3: the first region 1 to 0 in the first year, 1/2; the third, 1 above in year 1 and
    1 below in year 3, for half of 2 years: 1/2. Together 1.
    """
    upper = Fraction(3, 7), Fraction(1, 2), Fraction(3, 8)
    lower = Fraction(1, 2), Fraction(0), Fraction(1, 2)
    plain = Fraction(5, 2) + 11, Fraction(4) + 10, Fraction(4) + 6
    reward = sum(lower) / (sum(upper) + sum(lower))
    assert reward == Fraction(56, 129)
    expected = [
        (area + reward * above - (1 - reward) * below) / 3
        for area, above, below in zip(plain, upper, lower, strict=True)
    ]
    x = np.array([[2, 3, 4], [3, 5, 4], [8, 5, 2]], dtype=float)[..., None]
    found = rewarded_growth(x, np.ones(1), years=(2020, 2021, 2023))[2]
    assert found == pytest.approx([float(score) for score in expected], rel=1e-12)
    agreed(BY_HAND, "three regions, three years unevenly apart, areas and coefficients as fractions", 1e-12)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("lines", ["range", "mean"])
@pytest.mark.parametrize("start", ["mean", "own"])
def test_the_areas_by_quadrature(seed: int, lines: str, start: str) -> None:
    """Six regions, three columns, five years unevenly apart; h+ as the root of the rule of conservation."""
    generator = np.random.default_rng(seed)
    x, weights = generator.uniform(0, 1, (5, 6, 3)), generator.dirichlet(np.ones(3))
    years = np.cumsum(generator.integers(1, 4, 5)) + 2010
    passed = years[-1] - years[0]
    means = np.array([[weights @ x[year, region] for region in range(6)] for year in range(5)])
    growth = [(means[-1, region] - means[0, region]) / passed for region in range(6)]
    mean = sum(growth) / 6
    if lines == "range":
        rates = mean + 0.3 * (max(growth) - mean), mean - 0.6 * (mean - min(growth))
    else:
        rates = mean + 0.3 * abs(mean), mean - 0.6 * abs(mean)

    def areas(region: int) -> tuple[float, float, float]:
        begun = means[0, region] if start == "own" else sum(means[0]) / 6

        def path(time: float) -> float:
            return float(np.interp(time, years, means[:, region]))

        def beyond(rate: float, side: float) -> float:
            def gap(time: float) -> float:
                return side * (path(time) - begun - rate * (time - years[0]))

            total = 0.0
            for since, until in pairwise(years):
                crossed = [brentq(gap, since, until, xtol=1e-14)] if gap(since) * gap(until) < 0 else None
                total += quad(lambda time: max(gap(time), 0), since, until, points=crossed)[0]
            return total

        return (
            sum(quad(path, *piece)[0] for piece in pairwise(years)),
            beyond(rates[0], 1),
            beyond(rates[1], -1),
        )

    found = np.array([areas(region) for region in range(6)])
    risen, fallen = found[:, 1].sum(), found[:, 2].sum()
    reward = brentq(lambda part: part * risen - (1 - part) * fallen, 0, 1)
    expected = (found[:, 0] + reward * found[:, 1] - (1 - reward) * found[:, 2]) / passed
    options = {"lines": lines, "start": start, "upper": 0.3, "lower": 0.6}
    scores = rewarded_growth(x, weights, years=years.tolist(), **options)
    assert scores[-1] == pytest.approx(expected, abs=1e-11)
    what = "both ways of drawing the lines and both starts, five seeds: areas by quad, crossings and h+ by brentq"
    note = "no program of others with the two incentive lines was found"
    agreed(program("scipy"), what, 1e-11, note)
