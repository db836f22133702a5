"""Imputation and normalisation against closed forms and worked numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, CLOSED_FORM, Agreement, kind_of, record

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.impute.normal import em_moments, multivariate_normal
from zhishu.prepare.impute.regression import chained_draws
from zhishu.prepare.normalisers.efficacy import efficacy
from zhishu.prepare.normalisers.value_functions import goalposts

UP = compile_directions([Direction()])


def by_hand(method: str, what: str) -> None:
    record(Agreement(kind_of(method), method, BY_HAND, "", what, 1e-12, holds=True))


def test_em_gives_the_factored_likelihood_of_a_monotone_pattern() -> None:
    """Two normal variables, the second with gaps: Anderson's closed form (1957, JASA 52, 200-203).

    The mean of the second is b0 + b1 times the mean of the first, its variance the residual one plus
    b1² times the variance of the first, with the regression of the complete cases. Worked by hand
    here; the paper gives the formulas.
    """
    generator = np.random.default_rng(4)
    z = generator.multivariate_normal([0, 0], [[1, 0.7], [0.7, 1]], size=40)
    z[25:, 1] = np.nan
    x1, x2 = z[:25, 0], z[:25, 1]
    slope = np.cov(x1, x2, bias=True)[0, 1] / x1.var()
    residual = (x2 - x2.mean() - slope * (x1 - x1.mean())).var()
    mean = x2.mean() + slope * (z[:, 0].mean() - x1.mean())
    found = em_moments(z, np.zeros(2), tolerance=1e-13, limit=20000)
    assert found.mean == pytest.approx([z[:, 0].mean(), mean], abs=1e-9)
    assert found.covariance[0] == pytest.approx([z[:, 0].var(), slope * z[:, 0].var()], abs=1e-9)
    assert found.covariance[1, 1] == pytest.approx(residual + slope**2 * z[:, 0].var(), abs=1e-9)
    record(
        Agreement(
            "impute",
            "em",
            CLOSED_FORM,
            "Anderson (1957), JASA 52",
            "mean and covariance, monotone gaps",
            1e-9,
            holds=True,
        )
    )


def test_em_fills_monotone_gaps_with_the_regression_line() -> None:
    """A gap in the last column of a monotone pattern is what the complete regions' regression predicts."""
    x = np.random.default_rng(1).normal(size=(30, 3)).cumsum(axis=1)
    x[20:, 2] = np.nan
    design = np.column_stack([np.ones(20), x[:20, :2]])
    beta = np.linalg.lstsq(design, x[:20, 2], rcond=None)[0]
    expected = np.column_stack([np.ones(10), x[20:, :2]]) @ beta
    assert multivariate_normal(x, tolerance=1e-12)[20:, 2] == pytest.approx(expected, abs=1e-7)


def test_chained_draws_spread_as_their_posterior_says() -> None:
    """One gap in a simple regression: the predictive distribution is Student's t, known exactly.

    With n complete cases, variance s² (1 + 1/n + (x - x̄)² / Sxx) · (n - 2) / (n - 4).
    """
    generator = np.random.default_rng(7)
    x = generator.normal(size=(13, 2))
    x[:, 1] += x[:, 0]
    x[12, 1] = np.nan
    a, b = x[:12, 0], x[:12, 1]
    sxx = ((a - a.mean()) ** 2).sum()
    slope = ((a - a.mean()) * (b - b.mean())).sum() / sxx
    predicted = b.mean() + slope * (x[12, 0] - a.mean())
    variance = ((b - b.mean() - slope * (a - a.mean())) ** 2).sum() / 10
    spread = variance * (1 + 1 / 12 + (x[12, 0] - a.mean()) ** 2 / sxx) * 10 / 8
    draws = chained_draws(x, np.random.default_rng(0), draws=40000, cycles=1)[:, 12, 1]
    assert draws.mean() == pytest.approx(predicted, abs=4 * (spread / 40000) ** 0.5)
    assert draws.var() == pytest.approx(spread, rel=0.05)
    what = "mean and variance of 40,000 draws for one gap: Student's t, known exactly"
    record(Agreement("impute", "chained", CLOSED_FORM, "Rubin (1987), section 5.3", what, 0.05, holds=True))


def test_efficacy_coefficient_by_hand() -> None:
    """Impermissible 80, satisfactory 120: a value of 100 is half of the way, so 60 + 40 / 2 = 80."""
    x = np.array([[80.0], [100.0], [120.0]])
    assert efficacy(x, UP, posts=[(80, 120)]).ravel() == pytest.approx([60, 80, 100])
    by_hand("efficacy", "posts 80 and 120: 100 gives 80")


def test_goalposts_of_the_human_development_index() -> None:
    """Life expectancy with the index's posts of 20 and 85 years: 71.5 years give 51.5 / 65."""
    found = goalposts(np.array([[71.5], [90.0], [10.0]]), UP, posts=[(20, 85)])
    assert found.ravel() == pytest.approx([51.5 / 65, 1, 0])
    what = "life expectancy of 71.5 years between the Human Development Index's posts of 20 and 85"
    record(Agreement("normalise", "goalposts", BY_HAND, "", what, 1e-12, holds=True))
