"""Importance that no weights reach: the nearest, sought for all draws at once."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from zhishu.weigh.fitted.descent import Curve, Derivatives, least
from zhishu.weigh.fitted.importance import optimised_importance, realised_importance
from zhishu.weigh.fitted.nearest import _missed, _missed_derivatives
from zhishu.weigh.moments import covariances

MEASURES = pytest.mark.parametrize("measure", ["squared_correlation", "correlation"])
POWER = {"squared_correlation": 2.0, "correlation": 1.0}


def panels(seed: int, draws: int = 30, columns: int = 7) -> np.ndarray:
    """Return draws of 12 regions, in nearly all of which equal importance cannot be reached."""
    return np.random.default_rng(seed).random((draws, 12, columns))


def missed(x: np.ndarray, weights: np.ndarray, measure: str) -> np.ndarray:
    """Return how far the importance is from equal, per draw: the sum of squares."""
    return ((realised_importance(x, weights, measure=measure) - 1 / x.shape[-1]) ** 2).sum(axis=-1)


def searched(x: np.ndarray, start: np.ndarray, measure: str) -> float:
    """Return the least that sequential quadratic programming finds for one draw from one start."""
    deviations = x.std(axis=0)

    def miss(trial: np.ndarray) -> float:
        return float(missed(x, trial / deviations, measure))

    whole = {"type": "eq", "fun": lambda trial: trial.sum() - 1.0}
    scaled = start * deviations
    found = minimize(
        miss,
        scaled / scaled.sum(),
        method="SLSQP",
        bounds=[(0, 1)] * len(start),
        constraints=[whole],
        options={"maxiter": 200, "ftol": 1e-15},
    )
    return miss(np.maximum(found.x, 0.0))


@MEASURES
def test_no_search_from_the_answer_leads_lower(measure: str) -> None:
    """The weights are a local least value."""
    x = panels(0)
    found = optimised_importance(x, measure=measure)
    for draw, weights in zip(x, found, strict=True):
        assert missed(draw, weights, measure) <= searched(draw, weights, measure) + 1e-9


def starts(x: np.ndarray) -> list[np.ndarray]:
    """Return equal weights of standardised columns, and each column nearly alone."""
    columns = x.shape[-1]
    corners = 0.8 * np.eye(columns) + 0.2 / columns
    return [one / x.std(axis=0) for one in (np.full(columns, 1.0), *corners)]


def test_plain_correlations_come_as_near_as_searches_one_by_one() -> None:
    """From equal weights and from every corner, in every draw."""
    x = panels(1, draws=10)
    ours = missed(x, optimised_importance(x, measure="correlation"), "correlation")
    for draw, value in zip(x, ours, strict=True):
        assert value <= min(searched(draw, start, "correlation") for start in starts(draw)) + 1e-9


def test_squared_correlations_come_nearer_than_searches_one_by_one() -> None:
    """Over all draws, and in most of them: squares have many valleys, of which none can promise the lowest."""
    x = panels(2, draws=20)
    ours = missed(x, optimised_importance(x), "squared_correlation")
    theirs = np.array(
        [min(searched(draw, start, "squared_correlation") for start in starts(draw)) for draw in x]
    )
    assert ours.mean() <= theirs.mean()
    assert (ours <= theirs + 1e-9).mean() >= 0.9


@MEASURES
def test_a_draw_gets_the_weights_it_would_get_alone(measure: str) -> None:
    """Whatever else is in the batch: draws that are reached, constant columns, gaps."""
    x = panels(3, draws=12)
    x[:3, :, 4] = 0.5
    x[3:6, 2, 1] = np.nan
    x[6:8, :, 3:] = 1.0
    together = optimised_importance(x.reshape(3, 4, *x.shape[1:]), measure=measure).reshape(12, -1)
    alone = np.array([optimised_importance(draw, measure=measure) for draw in x])
    assert together == pytest.approx(alone, abs=1e-9)
    assert (together[:3, 4] == 0).all()


@MEASURES
def test_the_derivatives_are_those_of_small_steps(measure: str) -> None:
    """Gradient and Hessian against central differences."""
    power, columns = POWER[measure], 5
    inner, wanted = covariances(panels(4, draws=1, columns=columns)), np.full((1, columns), 1 / columns)
    point, step = np.array([[0.1, 0.3, 0.2, 0.25, 0.15]]), 1e-5
    at = _missed_derivatives(inner, point, wanted, power)
    assert at.value == pytest.approx(_missed(inner, point, wanted, power))
    for column, move in enumerate(step * np.eye(columns)):
        more, less = (_missed_derivatives(inner, point + sign * move, wanted, power) for sign in (1, -1))
        assert at.gradient[0, column] == pytest.approx((more.value - less.value)[0] / (2 * step), rel=1e-5)
        slope = (more.gradient - less.gradient)[0] / (2 * step)
        assert at.hessian[0, column] == pytest.approx(slope, rel=1e-5, abs=1e-7 * np.abs(at.hessian).max())


def test_a_singular_step_goes_where_it_is_determined() -> None:
    """x²/2 - (y - 1)²/20 from (1, 1): the damping cancels the second curvature, x still falls to 0."""

    def value(_: np.ndarray, point: np.ndarray) -> np.ndarray:
        return np.asarray(point[:, 0] ** 2 / 2 - (point[:, 1] - 1) ** 2 / 20)

    def derivatives(places: np.ndarray, point: np.ndarray) -> Derivatives:
        gradient = np.stack([point[:, 0], -(point[:, 1] - 1) / 10], axis=-1)
        return Derivatives(value(places, point), gradient, np.diag([1.0, -0.1])[None])

    found = least(Curve(value, derivatives), np.ones((1, 2)), np.ones((1, 2), dtype=bool))
    assert found[0] == pytest.approx([0, 1], abs=1e-6)
