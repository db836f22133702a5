"""Dynamic evaluation: which years count, and how much; missing years; one year; years out of order."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.averages.means import arithmetic, geometric
from zhishu.score.aggregators.averages.time_ordered import time_ordered_mean, time_weights

W = np.array([0.5, 0.3, 0.2])
YEARS = (2021, 2022, 2023, 2024)
X = np.random.default_rng(5).uniform(0.1, 1, (4, 6, 3))


@pytest.mark.parametrize("count", [2, 3, 4, 10])
def test_time_weights(count: int) -> None:
    """They sum to 1, have the time degree, and rise where it is below one half."""
    for degree in (0.0, 0.1, 0.3, 0.5, 0.9, 1.0):
        found = time_weights(count, degree)
        assert found.sum() == pytest.approx(1)
        assert found @ (count - 1 - np.arange(count)) / (count - 1) == pytest.approx(degree)
        if 0 < degree < 0.5:
            assert (np.diff(found) > 0).all()


def test_extremes() -> None:
    """Time degree 0 is the year's own mean, 1 that of the first year, 1/2 the mean of the years so far."""
    own = arithmetic(X, W)
    assert time_ordered_mean(X, W, years=YEARS, time_degree=0.0) == pytest.approx(own)
    assert time_ordered_mean(X, W, years=YEARS, time_degree=1.0) == pytest.approx(
        np.broadcast_to(own[0], own.shape)
    )
    alike = time_ordered_mean(X, W, years=YEARS, time_degree=0.5)
    assert alike == pytest.approx(np.cumsum(own, axis=0) / np.arange(1, 5)[:, None])


def test_span() -> None:
    """Two years: this one and the one before."""
    own = arithmetic(X, W)
    found = time_ordered_mean(X, W, years=YEARS, time_degree=0.25, span=2)
    assert found[0] == pytest.approx(own[0])
    assert found[1:] == pytest.approx(0.25 * own[:-1] + 0.75 * own[1:])
    assert time_ordered_mean(X, W, years=YEARS, span=9) == pytest.approx(time_ordered_mean(X, W, years=YEARS))


def test_geometric() -> None:
    """Of columns and of years."""
    found = time_ordered_mean(X, W, years=YEARS, mean="geometric")
    assert np.log(found[3]) == pytest.approx(time_weights(4, 0.3) @ np.log(geometric(X, W)))


def test_years_in_any_order_and_batches() -> None:
    """Years are sorted; a batch gives what its members give, with weights of the year or of all."""
    found = time_ordered_mean(X, W, years=YEARS)
    assert time_ordered_mean(X[::-1], W, years=YEARS[::-1]).tolist() == found[::-1].tolist()
    batch = time_ordered_mean(np.stack([X, X + 1]), np.broadcast_to(W, (2, 4, 3)), years=YEARS)
    assert batch[0].tolist() == found.tolist()
    assert batch[1] == pytest.approx(found + 1)


def test_a_year_without_values() -> None:
    """No score of its own; later years share its weight out."""
    x = X.copy()
    x[1, 0] = np.nan
    found = time_ordered_mean(x, W, years=YEARS)
    assert np.isnan(found[1, 0])
    shares = time_weights(3, 0.3)[[0, 2]]
    assert found[2, 0] == pytest.approx(shares @ arithmetic(X, W)[[0, 2], 0] / shares.sum())
    assert found[:, 1:].tolist() == time_ordered_mean(X, W, years=YEARS)[:, 1:].tolist()


def test_one_table_is_one_year() -> None:
    """And a table whose years are not those told is an error."""
    assert time_ordered_mean(X[0], W, years=YEARS).tolist() == arithmetic(X[0], W).tolist()
    assert time_ordered_mean(X[:1], W, years=YEARS[:1]).tolist() == arithmetic(X[:1], W).tolist()
    with pytest.raises(MethodError, match="by year"):
        time_ordered_mean(X, W, years=YEARS[:2])
