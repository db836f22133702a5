"""The displaced ideal: one less the distance to where every value is 1."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.averages.displaced_ideal import displaced_ideal
from zhishu.score.aggregators.averages.means import arithmetic

EVEN = np.full(2, 0.5)
SKEWED = np.array([[0.5, 0.5], [0.3, 0.7], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])


def test_even_values_keep_theirs_and_uneven_ones_lose() -> None:
    expected = [0.5, 1 - np.sqrt(0.29), 1 - np.sqrt(0.5), 1.0, 0.0]
    assert displaced_ideal(SKEWED, EVEN) == pytest.approx(expected, abs=1e-15)


def test_power_from_the_mean_to_the_worst() -> None:
    weights = np.array([0.3, 0.7])
    assert displaced_ideal(SKEWED, weights, power=1) == pytest.approx(arithmetic(SKEWED, weights))
    assert displaced_ideal(SKEWED, weights, power=2000) == pytest.approx(SKEWED.min(axis=1), abs=1e-3)
    scores = [displaced_ideal(SKEWED, weights, power=power) for power in (1, 1.5, 2, 3, 10)]
    assert (np.diff(scores, axis=0) <= 1e-15).all()


def test_a_gain_counts_for_more_where_the_shortfall_is_larger() -> None:
    """At 0.2 and 0.6 the same step, in proportion to the shortfalls 0.8 and 0.4."""
    here, low, high = displaced_ideal(np.array([[0.2, 0.6], [0.2 + 1e-6, 0.6], [0.2, 0.6 + 1e-6]]), EVEN)
    assert (low - here) / (high - here) == pytest.approx(2.0, rel=1e-5)


def test_missing_values() -> None:
    """The others share the weight; a region without a value has no score."""
    x = np.array([[0.2, np.nan], [np.nan, np.nan]])
    assert displaced_ideal(x, EVEN) == pytest.approx([0.2, np.nan], nan_ok=True)


@pytest.mark.parametrize("value", [-0.1, 1.1, 60.0])
def test_values_beyond_the_unit(value: float) -> None:
    with pytest.raises(MethodError, match="not defined for such values"):
        displaced_ideal(np.array([[0.5, value]]), EVEN)
