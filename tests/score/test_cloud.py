"""The normal cloud model: certainty over all drops, the ends of the scale, and verdicts."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.judged.cloud import HALF, certainty, cloud

W = np.array([0.5, 0.3, 0.2])
X = np.array([[0.2, 0.4, 0.9], [0.7, 0.7, 0.7], [0.0, 1.0, 0.5], [-1.0, 2.0, 0.5]])


def test_certainty_is_1_in_the_middle_and_a_half_at_the_bounds() -> None:
    """Without hyper-entropy; with it more is certain far off and less nearby."""
    one = np.array(1.0)
    where = np.array([0.0, HALF / 2, 3.0])
    plain = certainty(where, 0 * one, one, 0 * one)
    assert plain == pytest.approx([1, 0.5, np.exp(-4.5)])
    vague = certainty(where, 0 * one, one, 0.2 * one)
    assert vague[0] == pytest.approx(1)
    assert vague[1] < plain[1]
    assert vague[2] > plain[2]


def test_the_mean_over_many_drops() -> None:
    """What the generator of clouds would draw, two hundred thousand times."""
    drawn = np.random.default_rng(0).normal(0.1, 0.02, 200_000)
    for value in (0.4, 0.55, 0.75):
        simulated = np.exp(-((value - 0.5) ** 2) / (2 * drawn**2)).mean()
        found = certainty(np.array(value), np.array(0.5), np.array(0.1), np.array(0.02))
        assert found == pytest.approx(simulated, abs=1e-3)


def test_open_and_closed_ends() -> None:
    """Half clouds hold what lies beyond their middle; whole clouds let it go, but no other grade gains."""
    column = np.array([[0.875], [0.95], [1.0], [7.0]])
    opened = cloud(column, np.ones(1))
    assert (opened == opened[0]).all()
    closed = cloud(column, np.ones(1), ends="closed")
    assert opened[0] == closed[0] < closed[1] < closed[2] == closed[3]


def test_verdicts() -> None:
    """Mean, greatest and trusted grade; counted or by their middles; columns of one value lie in its grade."""
    middles = np.array([[0.125] * 3, [0.375] * 3, [0.625] * 3, [0.875] * 3])
    for verdict in ("maximum", "confidence"):
        assert cloud(middles, W, verdict=verdict).tolist() == [0.125, 0.375, 0.625, 0.875]
        assert cloud(middles, W, verdict=verdict, unit="grades").tolist() == [1, 2, 3, 4]
    torn = np.array([[0.1, 0.9]])
    shares = np.array([0.45, 0.55])
    assert cloud(torn, shares, verdict="maximum", unit="grades").tolist() == [4]
    assert cloud(torn, shares, verdict="confidence", unit="grades", confidence=0.6).tolist() == [1]
    assert cloud(torn, shares, verdict="confidence", unit="grades", confidence=0.51).tolist() == [4]
    assert cloud(np.full((1, 3), 0.5), W) == pytest.approx([0.5])


def test_values_beyond_the_bounds_and_missing_ones() -> None:
    """As at the bounds; weights are divided among what is there."""
    found = cloud(X, W, ends="closed")
    assert found[2] == found[3]
    x = X.copy()
    x[0, 2] = x[1] = np.nan
    partly = cloud(x, W)
    assert partly[0] == pytest.approx(cloud(X[:1, :2], W[:2] / 0.8)[0])
    assert np.isnan(partly[1])
    assert np.isnan(cloud(x, W, verdict="confidence")[1])


@pytest.mark.parametrize("bounds", [(0.0, 1.0), (0.0, 0.0, 1.0), (1.0, 0.5, 0.0)])
def test_bounds_must_rise(bounds) -> None:
    """Three or more."""
    with pytest.raises(MethodError, match="do not rise"):
        cloud(X, W, bounds=bounds)
